"""What the demo house's files say, before anything is built from them."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from terbit.house.demo import content
from terbit.house.demo.accounts import DESK, accounts
from terbit.house.demo.body import raw_body
from terbit.house.demo.illustrations import DRAWINGS
from terbit.house.demo.stories import ZONE, in_writing_order, out_at, published_of
from terbit.press.plain import text_of
from terbit.press.proof.teasers import RUN, words_of
from terbit.press.public_part import public_part

FIRST_DAY, LAST_DAY = datetime(2026, 11, 1, tzinfo=ZONE), datetime(2026, 11, 22, 23, 59, tzinfo=ZONE)
STORIES = content.stories()
DRAFTS = content.drafts()
HOUSE = content.house()
GATED = [story for story in STORIES if story["publication"] != "site"]


def each(stories: list[content.Story]) -> Any:
    return pytest.mark.parametrize("story", stories, ids=lambda story: story["id"])


def raw_of(story: content.Story) -> list[dict[str, Any]]:
    pictures = {shown["path"]: 1 for shown in content.pictures_of(story)}
    return raw_body(story, pictures, {other["id"]: 1 for other in STORIES})


def said_in_files() -> str:
    return json.dumps([STORIES, DRAFTS, HOUSE, accounts()], ensure_ascii=False)


def test_there_is_enough_to_read_in_every_publication() -> None:
    kinds = Counter((story["language"], story["publication"]) for story in STORIES)
    assert kinds["id", "site"] >= 15
    assert kinds["id", "koran"] >= 15
    assert kinds["id", "majalah"] >= 10
    assert sum(story["language"] == "en" for story in STORIES) == 8


def test_every_section_of_the_house_has_stories_and_every_story_a_section() -> None:
    sections = {(section["language"], section["name"]) for section in HOUSE["sections"]}
    assert {(story["language"], story["section"]) for story in STORIES} == sections


def test_every_edition_has_exactly_one_cover_story_and_it_stands_first() -> None:
    editions: dict[tuple[str, str], list[bool]] = {}
    for story in STORIES:
        if "edition" in story:
            place = story["edition"]["publication"], story["edition"]["date"]
            editions.setdefault(place, []).append(story.get("cover_story", False))
    assert len(editions) == 4
    assert all(covers[0] and sum(covers) == 1 and len(covers) >= 5 for covers in editions.values())


def test_there_are_stories_of_a_partner_free_and_gated_with_credit_and_origin() -> None:
    of_partner = [story for story in STORIES if "partner" in story]
    assert {story["publication"] for story in of_partner} == {"site", "koran", "majalah"}
    assert all(re.fullmatch(r"\w+/\w+ \(\w+(, \w+)*\)", story["credit"]) for story in of_partner)
    assert all(story["origin_url"].startswith("https://lotsenfunk.example/") for story in of_partner)


def test_ids_and_addresses_are_unique() -> None:
    assert len({story["id"] for story in STORIES + DRAFTS}) == len(STORIES + DRAFTS)
    assert len({(story["language"], story["slug"]) for story in STORIES + DRAFTS}) == len(STORIES + DRAFTS)


@each(STORIES)
def test_a_story_has_everything_above_its_body(story: content.Story) -> None:
    assert all(story[name].strip() for name in ("kicker", "headline", "standfirst", "slug"))
    assert story["byline"]


@each(STORIES)
def test_a_storys_dates_are_true(story: content.Story) -> None:
    at, _ = published_of(story)
    assert at is not None
    assert FIRST_DAY <= at <= out_at(story) <= LAST_DAY
    if "edition" in story:
        assert at.astimezone(ZONE).date().isoformat() == story["edition"]["date"]


def test_of_some_stories_only_the_day_is_known() -> None:
    assert [published_of(story)[1] for story in STORIES].count("day") == 3


@each([story for story in STORIES if story["language"] == "id"])
def test_a_story_is_as_long_as_a_story_of_a_paper(story: content.Story) -> None:
    assert 370 <= len(text_of(raw_of(story)).split()) <= 720


@each(STORIES)
def test_nothing_above_the_body_gives_away_eight_words_of_the_paid_rest(story: content.Story) -> None:
    rest = f" {' '.join(words_of(public_part(raw_of(story), words=60, share=25).rest))} "
    captions = [shown["caption"] for shown in story.get("pictures", ())]
    for text in [story["headline"], story["standfirst"], *captions]:
        words = words_of(text)
        runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
        assert not [run for run in runs if f" {run} " in rest]


@each(GATED)
def test_the_public_part_ends_at_a_sentence_and_says_something(story: content.Story) -> None:
    part = public_part(raw_of(story), words=60, share=25)
    assert not part.cut
    assert 15 <= len(part.text.split()) <= 60


@each(STORIES)
def test_paragraphs_hold_words_bold_italic_and_links_only(story: content.Story) -> None:
    html = " ".join(block["paragraph"] for block in story["body"] if "paragraph" in block)
    assert set(re.findall(r"</?(\w+)", html)) <= {"b", "i", "a"}
    assert "&" not in html


def test_bodies_are_of_many_shapes() -> None:
    kinds = Counter(kind for story in STORIES for block in story["body"] for kind in block)
    expected = {"paragraph", "subheading", "quote", "list", "table", "read_also", "picture", "embed"}
    assert set(kinds) == expected
    assert min(kinds.values()) >= 2


def test_a_topic_gathers_more_than_one_public_story() -> None:
    topics = Counter((story["language"], tag) for story in STORIES for tag in story["tags"])
    assert all(1 <= len(story["tags"]) <= 4 for story in STORIES)
    assert min(topics.values()) >= 2
    assert {(draft["language"], tag) for draft in DRAFTS for tag in draft.get("tags", ())} <= topics.keys()


def test_what_came_afterwards_is_told_of_public_stories_and_later_than_they() -> None:
    by_id = {story["id"]: story for story in STORIES}
    for told in ("corrections", "replies", "withdrawals"):
        assert HOUSE[told]
        for said in HOUSE[told]:
            at, _ = published_of(by_id[said["story"]])
            assert at is not None
            assert at < datetime.fromisoformat(said["at"]) <= LAST_DAY
    gone = {said["story"] for said in HOUSE["withdrawals"]}
    for language, names in HOUSE["fronts"].items():
        assert len(names) == 3
        assert {by_id[name]["language"] for name in names} == {language}
        assert gone.isdisjoint(names)


def test_every_reference_leads_to_a_story_and_no_two_wait_for_each_other() -> None:
    known = {story["id"] for story in STORIES}
    assert {leads_to for story in STORIES for leads_to in content.references_of(story)} <= known
    written = [story["id"] for story in in_writing_order(STORIES, HOUSE["translations"])]
    assert sorted(written) == sorted(known)
    assert all(written.index(original) < written.index(copy) for copy, original in HOUSE["translations"].items())


def test_every_name_in_a_byline_is_a_contributor_in_a_known_role() -> None:
    names = {person["name"] for person in HOUSE["contributors"]}
    lines = [line for story in STORIES + DRAFTS for line in story["byline"]]
    assert {line["name"] for line in lines} == names
    assert {"reporter", "editor", "photographer", "author", "translator"} == {line["role"] for line in lines}


def test_every_picture_is_a_drawing_with_caption_credit_and_alternative_text_of_its_own() -> None:
    shown = [picture for story in STORIES + DRAFTS for picture in content.pictures_of(story)]
    assert {picture["path"] for picture in shown} == {f"illustrations/{name}.jpg" for name in DRAWINGS}
    assert all(picture["caption"] and picture["alt"] != picture["caption"] for picture in shown)
    assert {picture["credit"] for picture in shown} == {
        "Ilustrasi: Terbit/Layar Pagi",
        "Illustration: Terbit/Layar Pagi",
    }
    assert len({picture["alt"] for picture in shown}) == len(shown)


def test_no_address_can_belong_to_anybody() -> None:
    text = said_in_files()
    mails = {found.rpartition("@")[2] for found in re.findall(r"[\w.+-]+@[\w.-]*\w", text)}
    hosts = {urlsplit(found).hostname or "" for found in re.findall(r"https?://[^\s\"<>\\]+", text)}
    assert mails == {"layarpagi.example", "pembaca.example"}
    assert hosts and all(host.endswith(".example") for host in hosts)


def test_the_accounts_are_one_of_every_role_and_one_of_every_standing() -> None:
    rows = accounts()
    assert sorted(row["role"] for row in rows if "role" in row) == ["administrator", "editor", "reporter"]
    standings = sorted(row["standing"] for row in rows if "standing" in row)
    assert standings == ["0 left", "2 left", "entitled", "unconfirmed"]
    assert all(set(row) in ({"email", "password", "role"}, {"email", "password", "standing"}) for row in rows)
    assert len({member.email for member in DESK}) == len(DESK)
