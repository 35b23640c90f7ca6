from __future__ import annotations

import threading
from dataclasses import replace

import msgspec
import pytest
from django.db import connection, transaction

from terbit.dispatch import write
from terbit.dispatch.contract import encode_page, make_body
from terbit.dispatch.models import Row
from terbit.gate import Access, Terms
from terbit.newsroom import verbs
from terbit.press import verify as verifying
from terbit.press.models import Printed
from terbit.press.tests.desk import Desk, open_desk, page, text
from terbit.press.verify import compare, main, verify
from terbit.press.worker import drain


@pytest.fixture
def story(desk: Desk) -> str:
    made = desk.story("Beras mahal", publication="koran")
    drain()
    return made.path


def test_a_house_that_printed_all_its_marks_has_no_difference(story: str) -> None:
    found = compare()
    assert found.differences == []
    assert found.pages == Printed.objects.count()


def found() -> list[tuple[str, str]]:
    return [(difference.key, difference.what) for difference in verify()]


def test_a_page_that_was_lost_is_missing(story: str) -> None:
    Row.objects.filter(key=story).delete()
    assert found() == [(story, "missing")]


def test_a_page_that_should_be_gone_is_superfluous(story: str) -> None:
    left = page(story)
    assert left is not None
    write.put_page(replace(left, path="/artikel/hantu", terms=msgspec.Raw(bytes(left.terms))))
    assert found() == [("/artikel/hantu", "superfluous")]


@pytest.mark.parametrize("kind", ["quiet", "open", "join", "confirm", "offer", "subscribe", "later"])
def test_one_byte_in_any_body_is_a_difference_and_its_place_is_told(story: str, kind: str) -> None:
    html = text(story, kind)
    wrong = html.replace("Beras mahal", "Beras mahaI", 1)
    left = page(story)
    assert left is not None
    bodies = {**left.bodies, kind: make_body(wrong.encode())}
    write.put(story, encode_page(replace(left, bodies=bodies)))
    (difference,) = verify()
    assert (difference.key, difference.what) == (story, "different")
    assert difference.place.startswith(f"{kind}, character {html.index('Beras mahal') + 11}:")
    assert "Beras mahaI" in difference.place


def test_a_body_that_differs_in_one_coding_only_is_a_difference(story: str) -> None:
    left = page(story)
    assert left is not None
    wrong = make_body(b"something else").brotli
    bodies = {**left.bodies, "quiet": replace(left.bodies["quiet"], brotli=wrong)}
    write.put(story, encode_page(replace(left, bodies=bodies)))
    assert found() == [(story, "different")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": Terms(1, Access.FREE, frozenset({"koran"}))},
        {"status": 410},
        {"language": "en"},
        {"location": "/"},
        {"content_type": "text/plain"},
        {"bodies": {}},
    ],
)
def test_wrong_terms_status_language_location_type_or_bodies_are_differences(
    story: str, wrong: dict[str, object]
) -> None:
    left = page(story)
    assert left is not None
    write.put(story, encode_page(replace(left, **wrong)))  # type: ignore[arg-type]
    assert found() == [(story, "different")]


def test_a_policy_that_differs_is_found(story: str) -> None:
    write.put_policy({"units": 99, "publications": [], "renewal": "once", "days": 0, "zone": "Asia/Jakarta"})
    assert found() == [("policy", "different")]


def test_a_page_that_waits_for_the_worker_is_told_apart(desk: Desk, story: str) -> None:
    desk.house.name = "Terbit Baru"
    desk.house.save()
    differences = verify()
    assert differences
    assert all(difference.waiting for difference in differences)
    assert "waits for the worker" in str(differences[0])


def test_it_writes_nothing(story: str) -> None:
    before = list(Printed.objects.order_by("key").values_list("key", "number", "digest"))
    Row.objects.filter(key=story).delete()
    verify()
    assert list(Printed.objects.order_by("key").values_list("key", "number", "digest")) == before
    assert not Row.objects.filter(key=story).exists()


def test_the_command_says_how_many_pages_it_compared(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert f"{compare().pages} pages compared" in capsys.readouterr().out
    Row.objects.filter(key=story).delete()
    assert main([]) == 1
    assert f"{story}: missing" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_terms_that_stand_beside_a_page_are_the_ones_that_count() -> None:
    desk = open_desk()
    made = desk.story("Beras mahal", publication="koran")
    drain()
    verbs.override_access(made, Access.SUBSCRIBERS, by=desk.ayu, reason="Uji.", now=desk.tick())
    places = [difference.place for difference in verify() if difference.key == made.path]
    assert places
    assert not [place for place in places if place.startswith("terms")]
    with transaction.atomic():
        write.put_terms(made.path, Terms(made.pk, Access.REGISTERED, frozenset()))
    assert [difference.place for difference in verify() if difference.place.startswith("terms")]


@pytest.mark.django_db(transaction=True)
def test_it_sees_one_moment_and_keeps_no_writer_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it compares, another connection publishes; the comparison does not see half of it."""
    desk = open_desk()
    drain()
    real = verifying._compare_some

    def interrupted(*given: object) -> object:
        def publish() -> None:
            desk.story("Beras mahal")
            drain()
            connection.close()

        other = threading.Thread(target=publish)
        other.start()
        other.join(20)
        assert not other.is_alive(), "the writer had to wait"
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(verifying, "_compare_some", interrupted)
    assert verify() == []
