"""A feed in its three formats: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1. The same feed gives the same bytes."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from lxml import etree

from terbit.press.pages.feed_items import Feed, FeedItem

_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_CREATOR: Final = "http://purl.org/dc/elements/1.1/"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(feed: Feed) -> str:
    """A story of which only the day is known has no `pubDate`: RSS has no date without a time."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": _ATOM, "content": _CONTENT, "dc": _CREATOR})
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description or feed.title)
    _add(channel, "language", feed.language)
    etree.SubElement(channel, f"{{{_ATOM}}}link", {"href": feed.url, "rel": "self", "type": "application/rss+xml"})
    if feed.updated:
        _add(channel, "lastBuildDate", format_datetime(feed.updated))
    for item in feed.items:
        _rss_item(etree.SubElement(channel, "item"), item)
    return _document(root)


def _rss_item(element: Any, item: FeedItem) -> None:
    _add(element, "title", item.title)
    _add(element, "link", item.url)
    _add(element, "guid", item.id, isPermaLink="false")
    _add(element, "description", item.summary)
    for name in item.authors:
        _add(element, f"{{{_CREATOR}}}creator", name)
    for name in item.sections:
        _add(element, "category", name)
    if item.published:
        _add(element, "pubDate", format_datetime(item.published))
    if item.html:
        _add(element, f"{{{_CONTENT}}}encoded", item.html)


def atom(feed: Feed) -> str:
    """`published` stands only where the minute is known; `updated` must stand, and begins a day that is all we know."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _add_atom(root, "id", feed.url)
    _add_atom(root, "title", feed.title)
    if feed.description:
        _add_atom(root, "subtitle", feed.description)
    _add_atom(root, "updated", _stamp(feed.updated) if feed.updated else "")
    _add_atom(root, "link", "", href=feed.url, rel="self", type="application/atom+xml")
    _add_atom(root, "link", "", href=feed.home, rel="alternate", type="text/html")
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    _add_atom(author, "name", feed.title)
    for item in feed.items:
        _atom_entry(etree.SubElement(root, f"{{{_ATOM}}}entry"), item)
    return _document(root)


def _atom_entry(entry: Any, item: FeedItem) -> None:
    _add_atom(entry, "id", item.id)
    _add_atom(entry, "title", item.title)
    _add_atom(entry, "link", "", href=item.url, rel="alternate", type="text/html")
    if item.published:
        _add_atom(entry, "published", _stamp(item.published))
    _add_atom(entry, "updated", _stamp(item.updated))
    for name in item.authors:
        _add_atom(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    for name in item.sections:
        _add_atom(entry, "category", "", term=name)
    if item.summary:
        _add_atom(entry, "summary", item.summary)
    if item.html:
        _add_atom(entry, "content", item.html, type="html")


def json_feed(feed: Feed) -> str:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False, indent=1) + "\n"


def _json_item(item: FeedItem) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "image": item.image,
        "date_published": _stamp(item.published) if item.published else "",
        "date_modified": _stamp(item.updated) if item.published else "",
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.sections),
    }
    left = {name: value for name, value in said.items() if value not in ("", [])}
    return left if "content_html" in left else left | {"content_text": item.summary}


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _add(parent: Any, name: str, text: str, **attributes: str) -> None:
    element = etree.SubElement(parent, name, attributes)
    element.text = _NOT_XML.sub("", text)


def _add_atom(parent: Any, name: str, text: str, **attributes: str) -> None:
    named = {attribute: _NOT_XML.sub("", value) for attribute, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", named)
    element.text = _NOT_XML.sub("", text) or None


def _document(root: Any) -> str:
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text
