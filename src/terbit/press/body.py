"""The article's body as HTML, from the raw stream: one small function a block (shapes: newsroom/models/blocks.py).

Nothing here asks the database: whatever a block refers to is collected first (`pictures_in`, `stories_in`), read by the
printer in one query, and given as `Found`. What was not found, or has no words, prints nothing: no empty box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any, Final
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup, escape

from terbit.press.contexts import NOTHING, Figure, Image, Link

Raw = Iterable[Mapping[str, Any]]

_INLINE: Final = {"b", "strong", "i", "em", "a", "br"}
_PROSE: Final = _INLINE | {"p", "h2", "h3", "ul", "ol", "li", "hr"}
_SCHEMES: Final = {"http", "https", "mailto"}
_DEAD_LINK: Final = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_EMPTY: Final = re.compile(r"<(p|h2|h3|li|ul|ol)>(?:\s|&nbsp;|\xa0|<br>)*</\1>")
_WORDLESS_LINK: Final = re.compile(r'<a href="[^"]*">((?:&[#\w]+;|[^\w<&]|_|<(?!/a>)[^>]*>)*)</a>')
_TAG: Final = re.compile(r"<[^>]*>")
_PARAGRAPH: Final = re.compile(r"</?p>")
_EDGE_BREAKS: Final = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")

BODY_SIZES: Final = "(min-width: 48em) 40rem, 100vw"
"""How wide a picture in the text is shown, for the browser's choice among the cuts."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the blocks refer to, by id: pictures, and stories that are public; and the words of the page's language."""

    pictures: Mapping[int, Figure] = field(default_factory=dict)
    stories: Mapping[int, Link] = field(default_factory=dict)
    words: NullTranslations = field(default_factory=NullTranslations)


def pictures_in(raw: Raw) -> set[int]:
    """Ids of the pictures that the text shows."""
    return {block["value"]["picture"] for block in raw if block["type"] == "picture" and block["value"].get("picture")}


def stories_in(raw: Raw) -> set[int]:
    """Ids of the stories that "read also" lines lead to."""
    return {block["value"] for block in raw if block["type"] == "read_also" and block["value"]}


def print_body(raw: Raw, found: Found) -> Markup:
    """The whole text. A block of a kind that this version does not know prints nothing."""
    return Markup("\n").join(
        filter(None, (_PRINTERS.get(block["type"], _nothing)(block["value"], found) for block in raw))
    )


def print_public(text: str) -> Markup:
    """The public part of a gated story's first paragraph: plain text, one paragraph."""
    return Markup("<p>{}</p>").format(text) if has_words(text) else NOTHING


def print_prose(html: str) -> Markup:
    """A text of the house's own (masthead, guidelines): paragraphs, headings, lists, links."""
    return Markup(_cleaned(html, _PROSE).strip())


def has_words(text: str) -> bool:
    """Whether anything but spaces and punctuation stands in `text`."""
    return any(sign.isalnum() for sign in text)


def _cleaned(html: str, tags: set[str]) -> str:
    """`html` with these tags only; links lead to http(s) and mailto only, and from words only; no tag holds nothing."""
    clean = nh3.clean(html, tags=tags, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
    if "<a" in clean:
        clean = _WORDLESS_LINK.sub(r"\1", _DEAD_LINK.sub(r"\1", clean))
    while (shorter := _EMPTY.sub("", clean)) != clean:
        clean = shorter
    return clean


def _paragraphs(html: str) -> list[str]:
    """The paragraphs of a rich text; one without any `<p>` is one paragraph."""
    pieces = _PARAGRAPH.split(_cleaned(html, _INLINE | {"p"}))
    return [piece for piece in map(_whole, pieces) if _is_visible(piece)]


def _whole(piece: str) -> str:
    """What stood between two ends of a paragraph: its own tags closed, no line break at its edges."""
    return _EDGE_BREAKS.sub("", _cleaned(piece, _INLINE)) if "<" in piece else piece.strip()


def _is_visible(html: str) -> bool:
    text = _TAG.sub("", html) if "<" in html else html
    return bool(text.replace("&nbsp;", "").strip())


def _paragraph(value: str, found: Found) -> Markup:
    return Markup("\n").join(Markup(f"<p>{piece}</p>") for piece in _paragraphs(value))


def _subheading(value: str, found: Found) -> Markup:
    return Markup("<h2>{}</h2>").format(value.strip()) if has_words(value) else NOTHING


def _quote(value: Mapping[str, Any], found: Found) -> Markup:
    words, source = value.get("text") or "", value.get("source") or ""
    if not has_words(words):
        return NOTHING
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    quoted = NOTHING.join(Markup("<p>{}</p>").format(line) for line in lines)
    said_by = Markup("<figcaption>{}</figcaption>").format(source.strip()) if has_words(source) else NOTHING
    return Markup('<figure class="quote"><blockquote>{}</blockquote>{}</figure>').format(quoted, said_by)


def _picture(value: Mapping[str, Any], found: Found) -> Markup:
    figure = found.pictures.get(value.get("picture") or 0)
    if figure is None:
        return NOTHING
    own = value.get("caption") or ""
    return print_figure(Figure(figure.image, own if has_words(own) else figure.caption, figure.credit))


def print_figure(figure: Figure) -> Markup:
    """A picture in the text with its caption and credit; no caption line where both say nothing."""
    return Markup('<figure class="picture">{}{}</figure>').format(print_image(figure.image), _caption(figure))


def print_image(image: Image) -> Markup:
    source = NOTHING
    if image.webp:
        source = Markup('<source type="image/webp" srcset="{}" sizes="{}">').format(image.webp, BODY_SIZES)
    return Markup(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async"></picture>'
    ).format(source, image.source, image.width, image.height, image.alt)


def _caption(figure: Figure) -> Markup:
    parts = []
    if has_words(figure.caption):
        parts.append(escape(figure.caption.strip()))
    if has_words(figure.credit):
        parts.append(Markup('<span class="credit">{}</span>').format(figure.credit.strip()))
    return Markup("<figcaption>{}</figcaption>").format(Markup(" ").join(parts)) if parts else NOTHING


def _list(value: Mapping[str, Any], found: Found) -> Markup:
    items = [item.get("value") or "" if isinstance(item, dict) else item for item in value.get("items") or []]
    lines = [Markup("<br>").join(map(Markup, _paragraphs(item))) for item in items]
    lines = [line for line in lines if has_words(line.striptags())]
    if not lines:
        return NOTHING
    tag = Markup("ol" if value.get("ordered") else "ul")
    return Markup("<{0}>{1}</{0}>").format(tag, NOTHING.join(Markup("<li>{}</li>").format(line) for line in lines))


def _table(value: Mapping[str, Any], found: Found) -> Markup:
    """In a box that scrolls by itself, so that a wide table never moves the page; it can be reached by keyboard."""
    heads = [column.get("heading") or "" for column in value.get("columns") or []]
    rows = [[str(cell or "") for cell in row.get("values") or []] for row in value.get("rows") or []]
    rows = [row for row in rows if any(map(str.strip, row))]
    if not rows:
        return NOTHING
    caption = (value.get("caption") or "").strip()
    _ = found.words.gettext
    return Markup(
        '<div class="table" tabindex="0" role="region" aria-label="{}"><table>{}{}<tbody>{}</tbody></table></div>'
    ).format(
        caption or _("Table"),
        Markup("<caption>{}</caption>").format(caption) if has_words(caption) else NOTHING,
        _table_head(heads),
        NOTHING.join(_row("td", row) for row in rows),
    )


def _table_head(heads: list[str]) -> Markup:
    return Markup("<thead>{}</thead>").format(_row("th", heads)) if any(map(has_words, heads)) else NOTHING


def _row(tag: str, cells: list[str]) -> Markup:
    cell = Markup(f"<{tag}>{{}}</{tag}>")
    return Markup("<tr>{}</tr>").format(NOTHING.join(cell.format(words.strip()) for words in cells))


def _embed(value: Mapping[str, Any], found: Found) -> Markup:
    """A card that links to what stands elsewhere; nobody else's script runs in our pages."""
    address, title = (value.get("url") or "").strip(), (value.get("title") or "").strip()
    host = host_of(address)
    if not host or not has_words(title):
        return NOTHING
    return Markup('<p class="embed"><a href="{}">{}</a> <span>{}</span></p>').format(address, title, host)


def host_of(address: str) -> str:
    """The host of an http(s) address without "www."; "" where it is none that a page may link to."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in {"http", "https"} else ""


def _read_also(value: Any, found: Found) -> Markup:
    story = found.stories.get(value or 0)
    _ = found.words.gettext
    if story is None:
        return NOTHING
    return Markup('<p class="read-also"><span>{}</span> <a href="{}">{}</a></p>').format(
        _("Read also:"), story.path, story.text
    )


def _nothing(value: Any, found: Found) -> Markup:
    return NOTHING


_PRINTERS: Final[Mapping[str, Callable[[Any, Found], Markup]]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "quote": _quote,
    "picture": _picture,
    "list": _list,
    "table": _table,
    "embed": _embed,
    "read_also": _read_also,
}
