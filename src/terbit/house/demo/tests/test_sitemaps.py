"""The sitemaps of the demo house, as bytes: the schema of sitemaps.org, and field.md's rules."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from terbit.house.demo.tests.printed import Served, bodies, documents, everything, path_of, served, whole
from terbit.newsroom.models import Article, Partner

pytestmark = pytest.mark.usefixtures("demo_house")

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SCHEMA = Path(__file__).parents[5] / "tests/schemas/sitemaps/sitemap.xsd"
MOST = 50_000


def url_sets() -> list[Served]:
    found = [body for body in bodies(".xml") if body.path.startswith("/sitemap/") and body.kind == "open"]
    assert len(found) > 1
    return found


def places(body: Served) -> list[str]:
    return [element.text for element in body.tree.iter(f"{SITEMAP}loc")]


def test_every_sitemap_follows_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for body in url_sets():
        assert body.page.content_type.startswith("application/xml") and body.tree.docinfo.encoding.lower() == "utf-8"
        schema.assertValid(body.tree)
        assert 0 < len(places(body)) <= MOST and len(body.content) < 50_000_000


def test_the_schema_finds_what_is_wrong() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for wrong in (
        "<url/>",
        "<url><loc>/x</loc></url>",
        f"<url><loc>{whole('/x')}</loc><lastmod>kemarin</lastmod></url>",
    ):
        text = f'<urlset xmlns="{SITEMAP[1:-1]}">{wrong}</urlset>'
        assert not schema.validate(etree.fromstring(text.encode())), wrong


def test_the_index_names_every_sitemap_once_and_nothing_else() -> None:
    index = served("/sitemap.xml")
    root = index.tree.getroot()
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert {child.tag for child in root} == {f"{SITEMAP}sitemap"}
    assert [[part.tag for part in child] for child in root] == [[f"{SITEMAP}loc"]] * len(root)
    listed = [path_of(place) for place in places(index)]
    assert len(set(listed)) == len(listed)
    assert set(listed) == {body.path for body in url_sets()} | {"/sitemap-news.xml"}


def test_robots_txt_names_both_sitemaps_and_lets_everybody_in() -> None:
    lines = served("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if line.startswith("Sitemap:")] == [
        f"Sitemap: {whole('/sitemap.xml')}",
        f"Sitemap: {whole('/sitemap-news.xml')}",
    ]
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow:")]
    assert not [path for path in everything() if path.startswith(tuple(closed))]


def test_all_that_is_public_is_listed_once_and_nothing_that_is_not_for_search_engines() -> None:
    listed = [path_of(place) for body in url_sets() for place in places(body)]
    assert len(set(listed)) == len(listed)
    assert [path for path in listed if everything()[path][0].page.status != 200] == []
    own = {story.path for story in Article.objects.public().filter(partner=None)}
    assert own <= set(listed)
    unlisted = {
        body.path for body in documents() if body.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
    }
    assert unlisted & set(listed) == set()
    assert {story.path for story in Partner.objects.get().articles.all()} <= unlisted


def test_a_storys_last_change_is_that_of_its_page() -> None:
    checked = 0
    for body in url_sets():
        for url in body.tree.iter(f"{SITEMAP}url"):
            changed, page = url.findtext(f"{SITEMAP}lastmod"), served(path_of(url.findtext(f"{SITEMAP}loc")))
            for said in page.structured_data if changed else []:
                shown = said.get("dateModified", said["datePublished"])
                assert datetime.fromisoformat(changed) == datetime.fromisoformat(shown), page.path
                checked += 1
    assert checked > 40
