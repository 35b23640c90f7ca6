"""An article's text in each of its four formats, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from markdown_it import MarkdownIt

from terbit.wire.archive.values import BadField, Values
from terbit.wire.cleaning import keepable, lines, looks_misread
from terbit.wire.prose import blocks_from_html, escaped, paragraph_html
from terbit.wire.story import (
    Block,
    Embed,
    Listing,
    Paragraph,
    Picture,
    Quote,
    ReadAlso,
    Shown,
    Subheading,
    Table,
)

FORMATS: Final = ("html", "markdown", "text", "blocks")
_EMPTY_LINES: Final = re.compile(r"\n[ \t]*\n\s*")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKDOWN: Final = MarkdownIt("commonmark").enable(["table"])
_LONGEST: Final = {"subheading": 200, "source": 200, "credit": 200, "alt": 400, "title": 200, "url": 2000}


def body_from(values: Values, *, base: str, headline: str) -> tuple[Block, ...]:
    """The blocks of `body`, read as `body_format` says. Raises BadField where there is no word in it."""
    given = values.raw("body")
    form = values.one_of("body_format", FORMATS) or _likely_format(given)
    if form == "blocks":
        found: Iterable[Block] = values.each("body", lambda one, _: one) and _blocks(given, values, base)
    elif given is None or isinstance(given, str):
        found = _PROSE[form](given or "", base)
    else:
        raise BadField("bad_value", f"body: it is no text, but body_format is {form}.")
    kept = _without_headline(tuple(found), headline)
    if not any(not isinstance(block, Shown | ReadAlso) for block in kept):
        raise BadField("no_text", "There is no text in body.")
    if any(isinstance(block, Paragraph) and looks_misread(block.html) for block in kept):
        values.doubt("body", "It looks like text that was decoded wrongly before it came here.")
    return kept


def _likely_format(given: Any) -> str:
    """Where the archive does not say it."""
    if isinstance(given, list):
        return "blocks"
    return "html" if isinstance(given, str) and _TAG.search(given) else "text"


def picture_from(given: Any, values: Values) -> Picture | None:
    """{path or url, caption, credit, alt}, or a bare path or url. Where it names no file, its words alone are kept."""
    if isinstance(given, str):
        given = {"url" if "://" in given or given.startswith("data:") else "path": given}
    one = Values.of(given, "pictures")
    path, url = _address(one, "path"), _address(one, "url")
    picture = Picture(
        path, url, one.text("caption"), _cut(one, "credit", values, "pictures"), _cut(one, "alt", values, "pictures")
    )
    if path and url:
        values.doubt("pictures", "A picture has a path or a url, not both; it was left out.")
        return None
    if not (path or url):
        values.doubt("pictures", "A picture needs a path or a url; of this one the words alone were kept.")
    return picture if path or url or picture.caption or picture.credit else None


def _address(one: Values, name: str) -> str:
    given = one.raw(name)
    if given is not None and not isinstance(given, str):
        raise BadField("bad_value", f"pictures.{name}: it is no text.")
    return keepable(given or "").strip()


def _cut(one: Values, name: str, values: Values, field: str) -> str:
    """One line, shortened at a word where it is too long for its place, with a doubt."""
    words = one.line(name, 1_000_000)
    longest = _LONGEST[name]
    if len(words) <= longest:
        return words
    values.doubt(field, f"{name} has {len(words)} characters and was cut to {longest}.")
    return words[: longest - 1].rpartition(" ")[0] + "…" if " " in words[:longest] else words[:longest]


def _from_html(source: str, base: str) -> Iterable[Block]:
    return blocks_from_html(source, base=base)


def _from_markdown(source: str, base: str) -> Iterable[Block]:
    return blocks_from_html(_MARKDOWN.render(keepable(source)), base=base)


def _from_text(source: str, base: str) -> Iterable[Block]:
    parts = _EMPTY_LINES.split(keepable(source).replace("\r\n", "\n").replace("\r", "\n"))
    return [Paragraph(words) for part in parts if (words := escaped(part))]


_PROSE: Final = {"html": _from_html, "markdown": _from_markdown, "text": _from_text}


def _without_headline(found: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """Many archives print the headline once more above the text."""
    repeated = found and isinstance(found[0], Subheading) and found[0].text.casefold() == headline.casefold()
    return found[1:] if repeated else found


def _blocks(given: Any, values: Values, base: str) -> list[Block]:
    if not isinstance(given, list):
        raise BadField("bad_value", "body: blocks are a list.")
    found: list[Block] = []
    for place, one in enumerate(given, start=1):
        where = f"body, block {place}"
        if isinstance(one, str):
            one = {"paragraph": one}
        if not isinstance(one, dict) or len(one) != 1:
            raise BadField("bad_value", f'{where}: a block is an object with one name, like {{"paragraph": "…"}}.')
        (kind, value), *_rest = one.items()
        read = _KINDS.get(kind)
        if read is None:
            raise BadField("bad_value", f"{where}: “{str(kind)[:40]}” is none of {', '.join(_KINDS)}.")
        found += read(value, values, where, base)
    return found


def _text_of(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadField("bad_value", f"{where}: it is no text.")
    return value


def _paragraph(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    """Its HTML may turn out to be more than a paragraph, or none."""
    return blocks_from_html(_text_of(value, where), base=base)


def _subheading(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    words = " ".join(lines(_text_of(value, where)).split("\n"))
    if not words:
        return []
    return [Subheading(words) if len(words) <= _LONGEST["subheading"] else Paragraph(escaped(words))]


def _quote(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    one = Values.of({"text": value} if isinstance(value, str) else value, where)
    text, source = one.text("text"), one.line("source", 1_000_000)
    if len(source) > _LONGEST["source"]:
        return [Quote(text), Paragraph(escaped(source))] if text else [Paragraph(escaped(source))]
    return [Quote(text, source)] if text else []


def _picture(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    picture = picture_from(value, values)
    return [Shown(picture)] if picture else []


def _list(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    one = Values.of({"items": value} if isinstance(value, list) else value, where)
    items = one.each("items", lambda item, _: paragraph_html(_text_of(item, where), base=base) or None)
    return [Listing(tuple(items), one.flag("ordered"))] if items else []


def _table(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    one = Values.of(value, where)
    head = _cells(one.raw("head") or [], where)
    rows = [_cells(row, where) for row in one.each("rows", lambda row, _: row)]
    width = max(map(len, [head, *rows]))
    even = [tuple(row + [""] * (width - len(row))) for row in (head, *rows)]
    if not any(any(row) for row in even):
        return []
    return [Table(even[0], tuple(even[1:]), one.line("caption", 1_000))]


def _cells(row: Any, where: str) -> list[str]:
    if not isinstance(row, list):
        raise BadField("bad_value", f"{where}: a row is a list of texts.")
    return [
        " ".join(lines(_text_of(str(cell) if isinstance(cell, int | float) else cell or "", where)).split("\n"))
        for cell in row
    ]


def _embed(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    one = Values.of({"url": value} if isinstance(value, str) else value, where)
    url = one.line("url", _LONGEST["url"])
    if not url.lower().startswith(("http://", "https://")):
        values.doubt("body", f"A link card needs an address of the web; “{url[:60]}” was left out.")
        return []
    return [Embed(url, _cut(one, "title", values, "body") or url[:200])]


def _read_also(value: Any, values: Values, where: str, base: str) -> Iterable[Block]:
    one = Values({"id": value}, where)
    return [ReadAlso(one.id())]


_KINDS: Final = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "quote": _quote,
    "list": _list,
    "table": _table,
    "picture": _picture,
    "embed": _embed,
    "read_also": _read_also,
}
