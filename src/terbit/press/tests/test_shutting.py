from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terbit.dispatch.models import Row
from terbit.gate import Access, Entitlement, Once, Open, Policy, Standing, Terms, decide
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Edition, Publication
from terbit.newsroom.refusals import Refused
from terbit.press.access import shut_terms
from terbit.press.marks import mark_refused
from terbit.press.models import Printed, Refusal
from terbit.press.pages.article import ArticleKind
from terbit.press.tests.desk import NOON, PARAGRAPHS, Desk, marked, page, printed, terms_at_the_kiosk, text
from terbit.press.verify import verify
from terbit.press.worker import drain

KORAN, BOTH = frozenset({"koran"}), frozenset({"koran", "majalah"})
FREE = Terms(1, Access.FREE, frozenset({"site"}))
METERED = Terms(1, Access.METERED, KORAN)
MAJALAH = Terms(1, Access.METERED, frozenset({"majalah"}))
COVER = Terms(1, Access.SUBSCRIBERS, KORAN)


@pytest.mark.parametrize(
    ("now", "in_force", "beside"),
    [
        (METERED, FREE, METERED),
        (COVER, METERED, COVER),
        (METERED, COVER, None),
        (FREE, METERED, None),
        (METERED, METERED, None),
        (Terms(1, Access.METERED, BOTH), METERED, None),
        (METERED, Terms(1, Access.METERED, BOTH), METERED),
        (MAJALAH, METERED, MAJALAH),
        (MAJALAH, COVER, MAJALAH),
        (Terms(1, Access.REGISTERED, frozenset({"site"})), METERED, None),
        (Terms(2, Access.METERED, KORAN), METERED, Terms(2, Access.METERED, KORAN)),
    ],
)
def test_terms_are_put_beside_a_page_when_they_shut_somebody_out(
    now: Terms, in_force: Terms, beside: Terms | None
) -> None:
    assert shut_terms(now, in_force) == beside


def test_looser_terms_need_the_page_and_stricter_ones_do_not(desk: Desk) -> None:
    first, second = desk.story("Beras mahal", publication="koran"), desk.story("Hujan turun", publication="koran")
    edition = desk.edition()
    verbs.move_cover(edition, first, by=desk.ayu, now=desk.tick())
    drain()
    verbs.move_cover(edition, second, by=desk.ayu, now=desk.tick())
    assert terms_at_the_kiosk(second.path).access is Access.SUBSCRIBERS  # type: ignore[union-attr]
    assert terms_at_the_kiosk(first.path).access is Access.SUBSCRIBERS  # type: ignore[union-attr]
    drain()
    assert terms_at_the_kiosk(second.path).access is Access.SUBSCRIBERS  # type: ignore[union-attr]
    assert terms_at_the_kiosk(first.path).access is Access.METERED  # type: ignore[union-attr]
    assert not Row.objects.exclude(value=None).filter(key__startswith="terms").exists()
    assert verify() == []


def test_an_override_shuts_a_free_story_before_its_page_is_made_again(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    verbs.override_access(story, Access.REGISTERED, by=desk.ayu, reason="Uji coba.", now=desk.tick())
    assert terms_at_the_kiosk(story.path).access is Access.REGISTERED  # type: ignore[union-attr]
    assert page(story.path).bodies.keys() == {"open", "quiet"}  # type: ignore[union-attr]
    drain()
    assert page(story.path).bodies.keys() == {"open", "quiet", "join", "confirm"}  # type: ignore[union-attr]


def test_a_publication_that_becomes_a_daily_shuts_its_stories(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    site = Publication.objects.get(code="site")
    site.kind = "daily"
    site.save()
    assert terms_at_the_kiosk(story.path).access is Access.METERED  # type: ignore[union-attr]
    drain()
    assert verify() == []


def keep(desk: Desk, code: str, access: Access, cover_access: Access = Access.SUBSCRIBERS) -> None:
    publication = Publication.objects.get(code=code)
    verbs.set_publication_access(publication, access, cover_access, by=desk.adi, now=desk.tick())


def accesses(*stories: Article) -> list[Access]:
    return [terms_at_the_kiosk(story.path).access for story in stories]  # type: ignore[union-attr]


def test_a_publication_that_becomes_stricter_shuts_all_its_stories_in_one_transaction(desk: Desk) -> None:
    """The worker stands still: what readers get until their pages are made again goes by rows beside the pages."""
    own = [desk.story(f"Beras {n}", publication="koran") for n in range(3)]
    of_the_site, elsewhere = desk.story("Hujan turun"), desk.story("Pasar ramai", publication="majalah")
    verbs.enter_edition(desk.edition(), of_the_site, by=desk.ayu, now=desk.tick())
    drain()
    keep(desk, "koran", Access.SUBSCRIBERS)
    assert accesses(*own, of_the_site) == [Access.SUBSCRIBERS] * 4
    assert accesses(elsewhere) == [Access.METERED]
    beside = Row.objects.exclude(value=None).filter(key__startswith="terms")
    assert {row.key for row in beside} == {f"terms{story.path}" for story in [*own, of_the_site]}
    assert len({row.number for row in beside}) == 1
    assert page(own[0].path).bodies.keys() >= {"offer"}  # type: ignore[union-attr]  # the old page lies there still
    drain()
    assert accesses(*own, of_the_site) == [Access.SUBSCRIBERS] * 4
    assert not beside.all().exists()
    assert verify() == []


def test_a_publication_that_becomes_looser_opens_with_the_new_pages(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    drain()
    keep(desk, "koran", Access.FREE)
    assert accesses(story) == [Access.METERED]
    drain()
    assert accesses(story) == [Access.FREE]
    assert verify() == []


def test_stricter_then_looser_while_the_worker_stands_still_stays_shut(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    drain()
    keep(desk, "koran", Access.SUBSCRIBERS)
    keep(desk, "koran", Access.FREE)
    assert accesses(story) == [Access.SUBSCRIBERS]
    drain()
    assert accesses(story) == [Access.FREE]


def test_a_publication_shuts_also_a_story_that_came_to_it_after_its_page_was_made(desk: Desk) -> None:
    """The page lies there from the time when the story was the site's alone, and knows nothing of the majalah."""
    story = desk.story("Hujan turun")
    drain()
    verbs.enter_edition(desk.edition("majalah"), story, by=desk.ayu, now=desk.tick())
    assert accesses(story) == [Access.METERED]
    keep(desk, "majalah", Access.SUBSCRIBERS)
    assert accesses(story) == [Access.SUBSCRIBERS]


def test_the_cover_goes_by_its_own_setting(desk: Desk) -> None:
    keep(desk, "koran", Access.METERED, Access.METERED)
    cover, inside = desk.story("Beras mahal", publication="koran"), desk.story("Hujan", publication="koran")
    verbs.move_cover(desk.edition(), cover, by=desk.ayu, now=desk.tick())
    drain()
    assert accesses(cover, inside) == [Access.METERED, Access.METERED]
    keep(desk, "koran", Access.METERED, Access.SUBSCRIBERS)
    assert accesses(cover, inside) == [Access.SUBSCRIBERS, Access.METERED]


def test_to_shut_many_stories_takes_no_more_queries_than_to_shut_a_few(desk: Desk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            keep(desk, "koran", Access.SUBSCRIBERS)
        keep(desk, "koran", Access.METERED)
        drain()
        return len(caught)

    for number in range(2):
        desk.story(f"Beras {number}", publication="koran")
    drain()
    queries()  # what a process learns once
    few = queries()
    for number in range(2, 20):
        desk.story(f"Beras {number}", publication="koran")
    drain()
    assert queries() == few


@pytest.mark.parametrize("seed", range(4))
def test_while_the_worker_stands_still_nobody_is_let_in_whom_old_or_new_would_shut_out(desk: Desk, seed: int) -> None:
    """Whatever the newsroom does to a story's access, the terms at the kiosk open no more than those of the rows now;
    and a page that was never made again is opened to nobody through a body that it has not."""
    chance = random.Random(seed)
    stories = [desk.story(f"Beras {n}", publication=code) for n, code in enumerate(("site", "koran", "majalah"))]
    editions = [desk.edition(code) for code in ("koran", "majalah")]
    drain()
    printed_as = {story.pk: terms_at_the_kiosk(story.path) for story in stories}
    for _ in range(25):
        _change_access(desk, chance, stories, editions)
        for story in stories:
            at_the_kiosk, now = terms_at_the_kiosk(story.path), Article.objects.get(pk=story.pk).terms
            old = printed_as[story.pk]
            assert at_the_kiosk is not None and old is not None
            assert at_the_kiosk.access >= max(old.access, now.access)
            for reader in _READERS:
                if isinstance(decide(at_the_kiosk, reader, False, 0, _POLICY, NOON), Open):
                    assert isinstance(decide(now, reader, False, 0, _POLICY, NOON), Open), (reader, now)


def _change_access(desk: Desk, chance: random.Random, stories: list[Article], editions: list[Edition]) -> None:
    story, edition = chance.choice(stories), chance.choice(editions)
    access = chance.choice(list(Access))
    try:
        match chance.randrange(5):
            case 0:
                keep(desk, chance.choice(["site", "koran", "majalah"]), access, chance.choice(list(Access)))
            case 1:
                verbs.override_access(story, chance.choice([access, None]), by=desk.ayu, reason="x", now=desk.tick())
            case 2:
                verbs.move_cover(edition, chance.choice([story, None]), by=desk.ayu, now=desk.tick())
            case 3:
                verbs.enter_edition(edition, story, by=desk.ayu, now=desk.tick())
            case _:
                verbs.leave_edition(edition, story, by=desk.ayu, now=desk.tick())
    except Refused:
        pass


_POLICY = Policy(2, BOTH, Once(), "Asia/Jakarta")
_READERS = [
    None,
    Standing(1, True, frozenset({1})),
    *(
        Standing(2, True, frozenset({1}), (Entitlement(code, NOON - timedelta(days=1), NOON + timedelta(days=1), "x"),))
        for code in ("site", "koran", "majalah")
    ),
]


def test_stricter_terms_taken_back_before_the_page_was_made_do_not_stay(desk: Desk) -> None:
    """The page comes out the same as before, and must be written all the same."""
    story = desk.story("Beras mahal")
    drain()
    verbs.override_access(story, Access.SUBSCRIBERS, by=desk.ayu, reason="Salah pilih.", now=desk.tick())
    verbs.override_access(story, None, by=desk.ayu, reason="", now=desk.tick())
    drain()
    assert terms_at_the_kiosk(story.path).access is Access.FREE  # type: ignore[union-attr]
    assert verify() == []


def test_a_story_that_was_never_out_needs_no_terms_beside_it(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    verbs.override_access(story, Access.SUBSCRIBERS, by=desk.ayu, reason="Hanya untuk pelanggan.", now=desk.tick())
    assert not Row.objects.filter(key__startswith="terms").exists()


def test_a_withdrawal_takes_the_story_away_in_its_own_transaction(desk: Desk) -> None:
    story = desk.story("Beras mahal", publication="koran")
    drain()
    desk.withdraw(story)
    notice = page(story.path)
    assert notice is not None and notice.status == 410
    for kind in notice.bodies:
        assert "Sumber utama mencabut" in text(story.path, kind)
        assert not any(paragraph in text(story.path, kind) for paragraph in PARAGRAPHS)
    assert "/" in marked()
    number = printed(story.path).number
    drain()
    assert printed(story.path).number == number
    assert "Beras mahal" not in text("/", "open")
    assert verify() == []


def test_a_story_withdrawn_before_it_was_ever_printed_has_its_notice_at_once(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    desk.withdraw(story)
    assert page(story.path).status == 410  # type: ignore[union-attr]


def test_a_cover_story_is_withdrawn_under_terms_that_are_free_to_read(desk: Desk) -> None:
    """In one transaction its terms are tightened or loosened and its notice printed: the notice's terms stand."""
    story = desk.story("Beras mahal", publication="koran")
    drain()
    verbs.move_cover(desk.edition(), story, by=desk.ayu, now=desk.tick())
    desk.withdraw(story)
    assert terms_at_the_kiosk(story.path).access is Access.FREE  # type: ignore[union-attr]
    drain()
    assert terms_at_the_kiosk(story.path).access is Access.FREE  # type: ignore[union-attr]
    assert verify() == []


def test_a_withdrawal_never_waits_for_a_notice_that_cannot_be_printed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = desk.story("Beras mahal")
    drain()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError("a printer that fails")

    with monkeypatch.context() as broken:
        broken.setattr(ArticleKind, "print", fail)
        desk.withdraw(story)
        assert_plain_notice(story)
        assert Refusal.objects.filter(key=story.path, rule="not_made").exists()
        drain()
        assert_plain_notice(story)
        assert Refusal.objects.filter(key=story.path, rule="not_made").exists()
    mark_refused()
    drain()
    assert page(story.path).status == 410  # type: ignore[union-attr]
    assert "Sumber utama mencabut" in text(story.path, "open")
    assert not Refusal.objects.exists()
    assert verify() == []


def assert_plain_notice(story: Article) -> None:
    """What stands there is dated, names the ground, and holds no word that anybody typed."""
    notice = page(story.path)
    assert notice is not None and notice.status == 410
    assert terms_at_the_kiosk(story.path).access is Access.FREE  # type: ignore[union-attr]
    for kind in notice.bodies:
        said = text(story.path, kind)
        assert "22 November 2026" in said and "dasar lain yang ditetapkan Dewan Pers" in said
        assert not any(words in said for words in ("Beras mahal", "mencabut keterangan", *PARAGRAPHS))


@pytest.mark.parametrize("was_printed", [True, False])
def test_a_notice_that_fails_its_proof_gives_way_to_a_plain_one(desk: Desk, was_printed: bool) -> None:
    """The reason names a reader's address: the ground and the date stand all the same (rule 8, "a page that vanishes")."""
    story = desk.story("Beras mahal", publication="koran")
    if was_printed:
        drain()
    reason = "Sumber mencabut keterangannya; tanyakan kepada budi@mail.example."
    verbs.withdraw(story, by=desk.ayu, ground="press_council", reason=reason, now=desk.tick())
    assert_plain_notice(story)
    assert [refusal.rule for refusal in Refusal.objects.all()] == ["address_of_a_reader"]
    drain()
    assert_plain_notice(story)
    assert [one.what for one in verify()] == ["held back"]


def test_an_old_address_of_a_withdrawn_story_shuts_with_it(desk: Desk) -> None:
    story = desk.story("Beras mahal")
    drain()
    moved = verbs.change_slug(story, "harga-beras", by=desk.ayu, now=desk.tick())
    desk.withdraw(moved)
    assert page(moved.path).status == 410  # type: ignore[union-attr]
    old = page(story.path)
    assert old is None or not any(
        paragraph in text(story.path, kind) for kind in old.bodies for paragraph in PARAGRAPHS
    )
    drain()
    assert Printed.objects.get(key=story.path).kind == "redirect"
    assert verify() == []
