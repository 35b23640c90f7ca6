"""field.md G1 to G8 over every page of the demo house. G3's numbers and G6's two days are rules of their own tests."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import PIL.Image
import pytest

from terbit.gate import OPEN_KINDS
from terbit.house.demo import content
from terbit.house.demo.illustrations import draw
from terbit.house.demo.tests.gated import is_gated, paid_in
from terbit.house.demo.tests.printed import Served, documents, everything, path_of
from terbit.newsroom.models import Article, HouseSettings, Partner
from terbit.newsroom.shapes import SIZES, shapes_of

pytestmark = pytest.mark.usefixtures("demo_house")


def stories() -> list[Served]:
    """Every body of every story's page."""
    return [body for body in documents() if any(said["@type"] == "NewsArticle" for said in body.structured_data)]


def story_of(body: Served) -> Article:
    return Article.objects.public().get(slug=body.path.rpartition("/")[2], language=body.page.language)


def paid_parts(body: Served, selector: str = ".paid") -> list[object]:
    assert selector.startswith(".")  # class selectors only
    name = selector[1:]
    return list(body.tree.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def test_g1_every_version_of_a_gated_page_says_so_and_where_and_no_other_does() -> None:
    gated = {True: 0, False: 0}
    for body in stories():
        (said,) = body.structured_data
        asks = story_of(body).terms.gated
        gated[asks] += 1
        assert said["isAccessibleForFree"] is (not asks) and ("hasPart" in said) is asks
        if not asks:
            assert paid_parts(body) == []
            continue
        part = said["hasPart"]
        assert (part["@type"], part["isAccessibleForFree"]) == ("WebPageElement", False)
        parts = paid_parts(body, part["cssSelector"])
        assert parts, f"{body.path}: nothing is {part['cssSelector']}"
        assert not [each for each in parts for above in each.iterancestors() if above in parts], "nested"
    assert min(gated.values()) > 20


def test_g2_a_page_that_is_not_for_its_reader_holds_none_of_the_paid_words_however_hidden() -> None:
    teasers = [body for body in documents() if body.kind not in OPEN_KINDS]
    assert len(teasers) > 40
    for body in teasers:
        said = [text for text in body.tree.xpath("//text() | //@*")]
        assert paid_in(said) == set(), (body.path, body.kind)
        assert not body.tree.xpath("//article//*[@hidden or contains(@style, 'none')]")


def test_g3_a_teaser_leads_in_with_some_sentences_and_the_allowance_is_a_setting() -> None:
    house = HouseSettings.objects.get()
    for body in documents():
        if body.kind in OPEN_KINDS or not is_gated(body):
            continue
        (lead_in,) = body.tree.xpath("//article/div[contains(@class, 'body')]")
        words = len(" ".join(lead_in.itertext()).split())
        assert 8 <= words <= house.public_part_words <= 100, (body.path, words)
    assert (house.policy.units, sorted(house.policy.publications)) == (2, ["koran", "majalah"])


def test_g5_a_story_says_what_search_engines_ask_for_and_what_its_page_shows() -> None:
    for body in stories():
        (said,) = body.structured_data
        assert said["headline"] == " ".join(body.tree.xpath("//h1")[0].text_content().split())
        assert all(author["name"] and path_of(author["url"]) in everything() for author in said["author"])
        shown = {time.get("datetime") for time in body.tree.xpath("//article/header//time")}
        named = [said[name] for name in ("datePublished", "dateModified") if name in said]
        assert set(named) == shown, body.path
        for date in named:
            at = datetime.fromisoformat(date)
            assert at.year == 2026 and (len(date) == 10 or at.utcoffset() is not None)
        assert named == sorted(named)


def test_g5_a_storys_picture_is_listed_in_every_shape_that_it_is_large_enough_for() -> None:
    pictured = 0
    for body in stories():
        (said,) = body.structured_data
        picture = story_of(body).lead_picture
        if picture is None:
            assert "image" not in said
            continue
        measures = [(int(i["width"].split()[0]), int(i["height"].split()[0])) for i in said["image"]]
        specs = shapes_of(picture.width, picture.height)
        assert len(measures) == max(1, len(specs))
        for (width, height), spec in zip(measures, specs, strict=False):
            ratio = SIZES[spec][0] / SIZES[spec][1]
            assert abs(width / height - ratio) < 0.01 and width <= picture.width and height <= picture.height
        pictured += 1
    assert pictured > 40


def test_g7_drawings_are_large_enough_for_the_widest_shape() -> None:
    name = next(story["pictures"][0]["path"] for story in content.stories() if story.get("pictures"))
    with PIL.Image.open(BytesIO(draw(name.rpartition("/")[2].rpartition(".")[0]))) as image:
        assert image.width >= 1200 and shapes_of(*image.size) == list(SIZES)


def test_g7_a_story_may_be_shown_with_a_large_picture_its_widest_shape() -> None:
    for body in stories():
        (said,) = body.structured_data
        robots = body.tree.xpath("//meta[@name='robots']/@content")
        partner = story_of(body).partner
        assert robots == (["noindex"] if partner else ["max-image-preview:large"])
        if "image" in said:
            assert body.tree.xpath("//meta[@property='og:image']/@content") == [said["image"][-1]["url"]]


def test_g8_a_partners_story_asks_not_to_be_listed_and_claims_no_other_houses_address() -> None:
    theirs = {story.path for story in Partner.objects.get().articles.filter(live=True)}
    assert theirs
    for body in documents():
        asks = body.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
        assert bool(asks) == (
            body.path in theirs or body.page.status != 200 or not body.tree.xpath("//link[@rel='canonical']")
        )
        for canonical in body.tree.xpath("//link[@rel='canonical']/@href"):
            assert path_of(canonical) == body.path
