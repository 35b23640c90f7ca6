from __future__ import annotations

from typing import Any

import pytest

from terbit.dispatch.models import Row
from terbit.gate import Access, Terms
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Publication
from terbit.press.access import shut_terms
from terbit.press.marks import mark_refused
from terbit.press.models import Printed, Refusal
from terbit.press.pages.article import ArticleKind
from terbit.press.tests.desk import PARAGRAPHS, Desk, marked, page, printed, terms_at_the_kiosk, text
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
