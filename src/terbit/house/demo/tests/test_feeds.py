"""Every feed of the demo house, as bytes on their way to a reader: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.

The rules are those of the specifications, and those of the W3C's feed validator that a feed like ours can break.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from lxml import html as parser

from terbit.house.demo.tests.gated import gated_stories, paid_in, text_of
from terbit.house.demo.tests.printed import Served, bodies, documents, everything, path_of, whole

pytestmark = pytest.mark.usefixtures("demo_house")

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SCHEMA = Path(__file__).parents[5] / "tests/schemas/json-feed.schema.json"
RISKS = {"script", "style", "iframe", "object", "embed", "form", "input", "link", "meta"}


def rss_feeds() -> list[Served]:
    return list(bodies("/rss.xml"))


def atom_feeds() -> list[Served]:
    return list(bodies("/atom.xml"))


def json_feeds() -> list[Served]:
    return list(bodies("/feed.json"))


def check_words(text: str | None) -> None:
    assert text and text.strip(), "an empty element"
    assert not re.search(r"</?[a-z]+[^>]*>|&#?\w+;", text), f"HTML where words stand: {text}"


def check_html(html: str) -> None:
    """What stands in a feed is read elsewhere: addresses are whole, and nothing acts."""
    tree = parser.fromstring(f"<div>{html}</div>")
    assert text_of(html).strip()
    for element in tree.iter(etree.Element):
        assert element.tag not in RISKS
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
    addresses = tree.xpath(".//@href | .//@src")
    addresses += [source.split()[0] for srcset in tree.xpath(".//@srcset") for source in srcset.split(",")]
    assert [address for address in addresses if not address.startswith(("http://", "https://", "mailto:"))] == []


def check_story(address: str) -> None:
    assert path_of(address) in everything(), f"{address} leads nowhere"


def test_every_list_has_its_three_feeds_and_pages_name_those_that_there_are() -> None:
    folders = {body.path.rpartition("/")[0] for body in (*rss_feeds(), *atom_feeds(), *json_feeds())}
    assert {folder.removeprefix("/en").split("/")[1] for folder in folders} == {
        "feed",
        "rubrik",
        "topik",
        "penulis",
        "mitra",
        "terbitan",
    }
    for folder in folders:
        assert {f"{folder}/rss.xml", f"{folder}/feed.json"} <= set(everything())
    named = {link for body in documents() for link in body.tree.xpath("//link[@rel='alternate'][@type]")}
    out = {body.path: body.page.content_type.partition(";")[0] for body in bodies()}
    assert {out[path_of(link.get("href"))] for link in named} == {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    }
    assert all(out[path_of(link.get("href"))] == link.get("type") and link.get("title") for link in named)
    assert {path_of(link.get("href")) for link in named} == {body.path for body in bodies() if is_feed(body)}


def is_feed(body: Served) -> bool:
    return body.path.endswith(("/rss.xml", "/atom.xml", "/feed.json"))


@pytest.mark.parametrize("ending", ["/rss.xml", "/atom.xml"])
def test_an_independent_reader_has_no_complaint_about_the_bytes(ending: str) -> None:
    version = {"/rss.xml": "rss20", "/atom.xml": "atom10"}[ending]
    for body in bodies(ending):
        found = feedparser.parse(body.content, response_headers={"content-type": body.page.content_type})
        assert not found.bozo, (body.path, found.bozo_exception)
        assert (found.version, found.encoding) == (version, "utf-8")
        for entry in found.entries:
            assert entry.title and entry.id.startswith("tag:")
            check_story(entry.link)
    assert bodies(ending)


def test_rss_has_what_rss_asks_for() -> None:
    for body in rss_feeds():
        root = body.tree.getroot()
        assert body.tree.docinfo.encoding.lower() == "utf-8" and not body.tree.docinfo.doctype
        assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
        (channel,) = root
        for name in ("title", "link", "description", "language"):
            (element,) = channel.findall(name)
            check_words(element.text)
        assert path_of(channel.findtext("link")) in everything()
        (self_,) = channel.findall(f"{ATOM}link")
        assert (self_.get("rel"), self_.get("href"), self_.get("type")) == (
            "self",
            whole(body.path),
            "application/rss+xml",
        )
        for date in channel.findall("lastBuildDate"):
            assert parsedate_to_datetime(date.text).tzinfo
        check_ids([item.findtext("guid") for item in channel.findall("item")])
        for item in channel.findall("item"):
            check_rss_item(item)


def check_rss_item(item: Any) -> None:
    once = ["title", "link", "guid", "description"]
    assert all(len(item.findall(name)) == 1 for name in once) and len(item.findall("pubDate")) <= 1
    order = [child.tag for child in item]
    assert CONTENT not in order or order.index("description") < order.index(CONTENT)
    check_words(item.findtext("title"))
    check_words(item.findtext("description"))
    check_story(item.findtext("link"))
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("author") is None  # an e-mail address would stand there
    for name in (*item.findall("category"), *item.findall(CREATOR)):
        check_words(name.text)
    for date in item.findall("pubDate"):
        at = parsedate_to_datetime(date.text)
        assert at.tzinfo and at.year == 2026 and re.match(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} ", date.text)
    for content in item.findall(CONTENT):
        check_html(content.text)


def test_atom_has_what_atom_asks_for() -> None:
    for body in atom_feeds():
        root = body.tree.getroot()
        assert root.tag == f"{ATOM}feed" and not body.tree.docinfo.doctype
        assert [len(root.findall(ATOM + name)) for name in ("id", "title", "updated", "author")] == [1, 1, 1, 1]
        assert root.findtext(f"{ATOM}id") == whole(body.path)
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == whole(body.path) and path_of(links["alternate"]) in everything()
        check_words(root.findtext(f"{ATOM}author/{ATOM}name"))
        entries = root.findall(f"{ATOM}entry")
        check_ids([entry.findtext(f"{ATOM}id") for entry in entries])
        stamps = [check_atom_entry(entry) for entry in entries]
        assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == max(stamps)


def check_atom_entry(entry: Any) -> datetime:
    """Returns when it was changed."""
    assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
    check_words(entry.findtext(f"{ATOM}title"))
    (link,) = entry.findall(f"{ATOM}link")
    check_story(link.get("href"))
    for name in entry.findall(f"{ATOM}author/{ATOM}name"):
        check_words(name.text)
    for category in entry.findall(f"{ATOM}category"):
        check_words(category.get("term"))
    for summary in entry.findall(f"{ATOM}summary"):
        check_words(summary.text)
    for content in entry.findall(f"{ATOM}content"):
        assert content.get("type") == "html" and len(content) == 0
        check_html(content.text)
    updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    published = entry.findtext(f"{ATOM}published")
    assert updated.tzinfo and (published is None or datetime.fromisoformat(published) <= updated)
    return updated


def test_json_feeds_follow_the_specification() -> None:
    schema = json.loads(SCHEMA.read_text())
    for body in json_feeds():
        said = json.loads(body.content)
        assert [error.message for error in Draft202012Validator(schema).iter_errors(said)] == [], body.path
        assert said["feed_url"] == whole(body.path) and path_of(said["home_page_url"]) in everything()
        check_ids([item["id"] for item in said["items"]])
        for item in said["items"]:
            check_words(item["title"])
            check_story(item["url"])
            check_html(item.get("content_html", "<p>-</p>"))


@pytest.mark.parametrize(
    "wrong", [{"version": "1"}, {"items": [{"id": "1"}]}, {"home_page_url": "/"}, {"colour": "red"}, {"title": ""}]
)
def test_the_schema_finds_what_the_specification_does_not_allow(wrong: dict[str, Any]) -> None:
    said = json.loads(json_feeds()[0].content) | wrong
    assert not Draft202012Validator(json.loads(SCHEMA.read_text())).is_valid(said)


def check_ids(ids: list[str]) -> None:
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"tag:[\w.-]+,\d{4}:article/\d+", id_) for id_ in ids)


def test_a_story_has_one_id_in_all_its_feeds() -> None:
    found: dict[str, set[str]] = {}
    for body in json_feeds():
        for item in json.loads(body.content)["items"]:
            found.setdefault(item["url"], set()).add(item["id"])
    for body in (*rss_feeds(), *atom_feeds()):
        for entry in feedparser.parse(body.content).entries:
            found.setdefault(entry.link, set()).add(entry.id)
    assert found and all(len(ids) == 1 for ids in found.values())


def test_no_feed_says_more_of_a_story_than_everybody_may_read() -> None:
    """field.md X11. The check itself knows the paid words: the whole text holds them."""
    assert paid_in(" ".join(body.tree.xpath("//article")[0].itertext()) for body in gated_stories())
    texts = [text_of(item.get("content_html", "")) for b in json_feeds() for item in json.loads(b.content)["items"]]
    texts += [text_of(element.text or "") for b in (*rss_feeds(), *atom_feeds()) for element in b.tree.getroot().iter()]
    assert paid_in(texts) == set()
