"""HTML of unknown origin as blocks: paragraphs, subheadings, quotes, lists, tables, pictures, link cards.

nh3 throws out first what could run; what is left is walked once. Nothing of the layout survives, every word does, but for those
of scripts, styles and form controls. What comes out goes in again unchanged (`paragraph_html` of its own output is the same).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin

import nh3
from lxml import etree
from lxml import html as lxml_html

from terbit.wire.cleaning import keepable, lines, one_line
from terbit.wire.story import Block, Embed, Listing, Paragraph, Picture, Quote, Shown, Subheading, Table

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"}
_CONTAINERS: Final = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
            "footer",
            "header",
        ),
        *("hr", "li", "main", "nav", "p", "pre", "section", "summary"),
    }
)
_BLOCKS: Final = _HEADINGS | _CONTAINERS | {"blockquote", "figure", "iframe", "ol", "table", "ul", "video", "audio"}
_TABLE_PARTS: Final = frozenset({"caption", "tbody", "td", "tfoot", "th", "thead", "tr"})
_TAGS: Final = _BLOCKS | _TABLE_PARTS | set(_INLINE) | {"a", "br", "img", "q", "source"}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "iframe": {"src", "title"},
    "video": {"src", "title"},
    "audio": {"src", "title"},
    "source": {"src"},
}
_WORDLESS: Final = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "svg", "math", "object", "embed", "applet"),
        *("button", "select", "textarea", "option"),
    }
)
_SCHEMES: Final = {"http", "https", "mailto", "data"}
_LINKS: Final = ("http://", "https://", "mailto:", "/", "#")
_SOURCE_DASH: Final = re.compile(r"^[—–-]+\s*")
_BLANKS: Final = re.compile(r"[ \t\n\r\f\v]+")
_EDGES: Final = re.compile(r"((?:<br>|[ \t\n\r\f\v])*)(.*?)((?:<br>|[ \t\n\r\f\v])*)\Z", re.DOTALL)
_LONGEST_SUBHEADING: Final = 200
_LONGEST_SOURCE: Final = 200
_DEEPEST: Final = 100

Element: TypeAlias = Any  # lxml's, which carries no types
"""One element of lxml."""


def blocks_from_html(source: str, *, base: str = "") -> tuple[Block, ...]:
    """The words of `source` as blocks; links are resolved against `base` where it is given. Never raises."""
    text = keepable(source)
    if not ("<" in text or "&" in text):
        return tuple(_paragraphs(escape(text, quote=False)))
    cleaned = nh3.clean(
        text,
        tags=set(_TAGS),
        attributes={name: set(kept) for name, kept in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        link_rel=None,
        clean_content_tags=set(_WORDLESS),
    )
    root = _parsed(cleaned)
    return tuple(_Walk(base).through(root)) if root is not None else ()


def paragraph_html(source: str, *, base: str = "") -> str:
    """One paragraph's words with bold, italic, links and line breaks; everything else about it is dropped."""
    found = blocks_from_html(source, base=base)
    return "<br>".join(part for block in found for part in _html_of(block) if part)


def escaped(text: str) -> str:
    """Plain text as a paragraph's HTML."""
    return escape(one_line(text), quote=False)


def plain_of(html: str) -> str:
    """The words of a paragraph's HTML, its line breaks as newlines."""
    if "<" not in html and "&" not in html:
        return html
    root = _parsed(html.replace("<br>", "\n"))
    return "" if root is None else "".join(root.itertext())


def _html_of(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(html):
            return [html]
        case Subheading(text) | Quote(text, ""):
            return [escape(text, quote=False).replace("\n", "<br>")]
        case Quote(text, source):
            return [escape(f"{text} — {source}", quote=False).replace("\n", "<br>")]
        case Listing(items, _):
            return items
        case Table(head, rows, _):
            return [escape(" · ".join(filter(None, row)), quote=False) for row in (head, *rows)]
        case Embed(url, title):
            return [f'<a href="{escape(url)}">{escape(title, quote=False)}</a>']
    return []


def _parsed(cleaned: str) -> Element | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(f"<div>{cleaned}</div>".encode(), parser=parser)
    except etree.LxmlError:  # nothing in it
        return None


class _Walk:
    """Once through the tree: running text is gathered into a paragraph until something that is a block begins or ends."""

    def __init__(self, base: str, depth: int = 0) -> None:
        self.base, self.depth = base, depth
        self.run: list[str] = []
        self.found: list[Block] = []

    def through(self, root: Element) -> list[Block]:
        self._children(root, self.depth)
        self._flush()
        return self.found

    def _children(self, element: Element, depth: int) -> None:
        self._text(element.text)
        for child in element:
            self._element(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.run.append(escape(text, quote=False))

    def _flush(self) -> None:
        if self.run:
            self.found += _paragraphs("".join(self.run))
            self.run = []

    def _element(self, element: Element, depth: int) -> None:
        tag = element.tag
        if depth > _DEEPEST:
            self._text(" " + " ".join(element.itertext()))
        elif tag == "br":
            self.run.append("<br>")
        elif tag == "img":
            self._picture(element, "")
        elif tag in _INLINE or tag in {"a", "q"}:
            self._inline(element, depth)
        elif tag in _BLOCKS:
            self._flush()
            self._block(element, tag, depth)
            self._flush()
        else:
            self._children(element, depth)

    def _inline(self, element: Element, depth: int) -> None:
        if any(child.tag in _BLOCKS or child.tag == "img" for child in element.iterdescendants()):
            self._children(element, depth)  # a link round a whole teaser, bold round three paragraphs
            return
        before, after = _marks(element, self.base)
        outer, self.run = self.run, []
        self._children(element, depth)
        inner, self.run = "".join(self.run), outer
        self.run.append(_wrapped(inner, before, after))

    def _block(self, element: Element, tag: str, depth: int) -> None:
        if tag in _HEADINGS:
            self._subheading(element, depth)
        elif tag == "blockquote":
            self._quote(element, depth)
        elif tag in {"ul", "ol"}:
            self._list(element, tag, depth)
        elif tag == "table":
            self._table(element, depth)
        elif tag == "figure":
            self._figure(element, depth)
        elif tag in {"iframe", "video", "audio"}:
            self._embed(element)
        elif tag == "pre":
            self._text((element.text_content()).strip("\n"))
            self.run = ["".join(self.run).replace("\n", "<br>")]
        else:
            self._children(element, depth)

    def _subheading(self, element: Element, depth: int) -> None:
        words = one_line(element.text_content())
        if len(words) > _LONGEST_SUBHEADING or element.find(".//img") is not None:
            self._children(element, depth)
        elif words:
            self.found.append(Subheading(words))

    def _quote(self, element: Element, depth: int) -> None:
        source = ""
        for tag in ("footer", "cite"):
            for said in element.findall(f".//{tag}"):
                words = _SOURCE_DASH.sub("", one_line(said.text_content()))
                if not source and words and len(words) <= _LONGEST_SOURCE:
                    source = words
                    _drop(said)
        inner = _Walk(self.base, depth)
        parts = [part for block in inner.through(element) for part in _html_of(block)]
        text = lines("\n".join(plain_of(part) for part in parts))
        if text:
            self.found.append(Quote(text, source))
        self.found += [block for block in inner.found if isinstance(block, Shown)]

    def _list(self, element: Element, tag: str, depth: int) -> None:
        if element.find(".//table") is not None or element.find(".//img") is not None:
            self._children(element, depth)
            return
        items = []
        for child in element:
            inner = _Walk(self.base, depth).through(child)
            words = "<br>".join(part for block in inner for part in _html_of(block) if part)
            if words:
                items.append(words)
        if items:
            self.found.append(Listing(tuple(items), ordered=tag == "ol"))

    def _table(self, element: Element, depth: int) -> None:
        rows = [[one_line(" ".join(cell.itertext())) for cell in row.iter("td", "th")] for row in element.iter("tr")]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2 or len(rows) < 2 or element.find(".//table") is not None or element.find(".//img") is not None:
            self._children(element, depth)  # a layout, not a table
            return
        even = [tuple(row + [""] * (width - len(row))) for row in rows]
        caption = element.find("caption")
        words = one_line(caption.text_content()) if caption is not None else ""
        self.found.append(Table(even[0], tuple(even[1:]), words))

    def _figure(self, element: Element, depth: int) -> None:
        images = list(element.iter("img"))
        said = element.find(".//figcaption")
        if len(images) != 1 or element.find(".//table") is not None or element.find(".//blockquote") is not None:
            self._children(element, depth)
            return
        self._picture(images[0], lines(said.text_content()) if said is not None else "")

    def _picture(self, element: Element, caption: str) -> None:
        source = (element.get("src") or "").strip()
        is_dot = {element.get("width"), element.get("height")} & {"0", "1"}
        if not source or is_dot:
            return
        self._flush()
        address = urljoin(self.base, source) if self.base and not source.startswith("data:") else source
        is_url = address.startswith(("http://", "https://", "data:", "//"))
        alt = one_line(element.get("alt") or "")
        self.found.append(
            Shown(Picture(path="" if is_url else address, url=address if is_url else "", caption=caption, alt=alt))
        )

    def _embed(self, element: Element) -> None:
        inner = element.find("source")
        source = (element.get("src") or (inner.get("src") if inner is not None else "") or "").strip()
        address = urljoin(self.base, source) if self.base else source
        address = f"https:{address}" if address.startswith("//") else address
        if address.startswith(("http://", "https://")):
            title = one_line(element.get("title") or "") or address.split("/")[2]
            self.found.append(Embed(address, title[:200]))


def _drop(element: Element) -> None:
    """Out of its tree, but not what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _marks(element: Element, base: str) -> tuple[str, str]:
    if element.tag == "q":
        return "“", "”"
    if element.tag != "a":
        name = _INLINE[element.tag]
        return f"<{name}>", f"</{name}>"
    href = _BLANKS.sub("", element.get("href") or "")
    href = _joined(base, href)
    return (f'<a href="{escape(href)}">', "</a>") if href.lower().startswith(_LINKS) and href != "#" else ("", "")


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href) if base and href else href
    except ValueError:  # "http://[": no address at all
        return ""


def _wrapped(inner: str, before: str, after: str) -> str:
    """Marks round words only: spaces and line breaks at the ends stand outside, and every paragraph has marks of its own."""
    parts = re.split(r"((?:[ \t\n\r\f\v]*<br>[ \t\n\r\f\v]*){2,})", inner)
    return "".join(part if place % 2 else _marked(part, before, after) for place, part in enumerate(parts))


def _marked(part: str, before: str, after: str) -> str:
    found = _EDGES.match(part)
    head, words, tail = found.groups() if found else ("", part, "")
    return f"{head}{before}{words}{after}{tail}" if words.replace("<br>", "").strip() else part


def _paragraphs(run: str) -> Iterator[Paragraph]:
    """Running text as paragraphs: two line breaks in a row part them, as old archives write."""
    text = one_line(run)
    for part in re.split(r"(?:<br> ?){2,}", text) if "<br>" in text else [text]:
        words = re.sub(r" ?<br> ?", "<br>", part.strip(" "))
        while words.startswith("<br>"):
            words = words[4:]
        while words.endswith("<br>"):
            words = words[:-4]
        if words.strip(" \u00a0"):
            yield Paragraph(words)
