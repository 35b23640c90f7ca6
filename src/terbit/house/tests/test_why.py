"""Why a reader gets a story or not: the answer is what the kiosk does, in words, and says where the two sides differ."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from tools.testing.engine import begin_ledger, take_ledger_away
from tools.testing.grounds import ground

from terbit.cli import main
from terbit.config import settings
from terbit.dispatch import write
from terbit.dispatch.heartbeat import HEARTBEAT
from terbit.dispatch.models import Row
from terbit.dispatch.shelf import ShelfReader, ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.gate import Access
from terbit.gate.reader_pass import ReaderPass, sign
from terbit.house.why.answer import Why, ask
from terbit.house.why.question import Unanswerable, moment_named, reader_named, story_named
from terbit.house.why.record import code_of, record_of
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import STALE_SECONDS, Stand
from terbit.kiosk.tests.corner import KEY, ORIGIN, a_request, write_keys
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Publication
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.press.tests.desk import Desk, open_desk
from terbit.press.worker import drain
from terbit.readers import allowance
from terbit.readers.models import Entitlement, User

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@dataclass
class House:
    """A desk, readers and their ledger, and the shelf of this machine, which stands still until `follow`."""

    desk: Desk
    free: Article
    metered: Article
    opened: Article
    cover: Article
    joined: Article
    readers: dict[str, User | None]

    def follow(self, seconds_ago: float = 0) -> None:
        """What the follower does: everything that dispatch says lies on the shelf now."""
        drain()
        writer = ShelfWriter(settings.shelf_folder, 64)
        rows = [DispatchRow(row.key, row.number, bytes(row.value) if row.value else None) for row in Row.objects.all()]
        writer.apply(rows, Position(write.epoch(), write.last_number()), anew=True, ready=True)
        writer.close()
        heartbeat = settings.shelf_folder / HEARTBEAT
        heartbeat.touch()
        if seconds_ago:
            then = datetime.now().timestamp() - seconds_ago
            os.utime(heartbeat, (then, then))

    def why(self, reader: str, article: Article, at: datetime | None = None) -> Why:
        return ask(story_named(article.path), self.readers[reader], datetime.now(UTC), at)

    def decision(self, reader: str, article: Article, at: datetime | None = None) -> str:
        return code_of(self.why(reader, article, at).explanation.decision)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _make_house() -> House:
    desk = open_desk()
    stories = {name: desk.story(f"Berita {name}", publication="koran") for name in ("metered", "opened", "cover")}
    made = House(
        desk,
        desk.story("Berita bebas"),
        joined=desk.story("Berita anggota"),
        **stories,
        readers=_readers(desk),
    )
    verbs.move_cover(desk.edition(), made.cover, by=desk.ayu, now=desk.tick())
    verbs.override_access(made.joined, Access.REGISTERED, by=desk.ayu, reason="Uji coba.", now=desk.tick())
    drain()
    return made


house_with_readers = ground("house_with_readers", _make_house)


@pytest.fixture
def house(house_with_readers: House) -> Iterator[House]:
    begin_ledger(settings)
    allowance.ledger.cache_clear()
    made = house_with_readers
    _open(made.readers["citra"], made.opened.pk, NOW - 2 * DAY)
    _open(made.readers["used"], 901, NOW - 3 * DAY)
    _open(made.readers["used"], 902, NOW - 1 * DAY)
    made.follow()
    yield made
    allowance.ledger().close()
    for file in settings.shelf_folder.iterdir():
        file.unlink()


def _readers(desk: Desk) -> dict[str, User | None]:
    made: dict[str, User | None] = {"nobody": None, "ayu": desk.ayu}
    for name in ("dewi", "citra", "used", "budi", "lapsed"):
        user = made[name] = User.objects.create_user(f"{name}@contoh.example", None)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=name != "dewi")
    for name, ends in (("budi", NOW + DAY), ("lapsed", NOW - DAY)):
        Entitlement.objects.create(user=made[name], publication_code="koran", starts=NOW - 9 * DAY, ends=ends)
    for user in made.values():
        if user is not None:
            Client().force_login(user)
    return made


def _open(user: User | None, story: int, at: datetime) -> None:
    assert user is not None
    asyncio.run(allowance.ledger().unlock(user.pk, story, limit=9, since=None, now=at))


def test_the_answer_is_what_the_kiosk_does_for_every_reader_and_story(house: House, tmp_path: Path) -> None:
    """The kiosk's own code, on the same shelf and ledger, with each reader's pass, against what `why` says."""
    stories = [house.free, house.metered, house.opened, house.cover, house.joined]
    asked = [(name, story, house.why(name, story)) for name in house.readers for story in stories]
    assert {code_of(why.explanation.decision) for *_, why in asked} >= {
        *("open:free", "open:entitled", "open:registered", "open:opened", "offer"),
        *("wall:join", "wall:confirm", "wall:subscribe"),
    }
    write_keys(tmp_path / "pass.json")
    stand = Stand(ShelfReader(settings.shelf_folder))
    kiosk = Kiosk(stand, allowance.ledger(), Passes(tmp_path / "pass.json"), ORIGIN)
    for name, story, why in asked:
        user = house.readers[name]
        answer = asyncio.run(kiosk.read(a_request(story.path, cookie=_pass(user))))
        assert answer.decision == code_of(why.explanation.decision), (name, story.path)
        assert [tried.line for tried in why.explanation.tried] == list(range(1, why.explanation.decision.line + 1))
        assert why.notes == ()
    stand.close()


def _pass(user: User | None) -> str:
    if user is None:
        return ""
    return sign(ReaderPass(user.pk, user.reader_sessions.values_list("pk", flat=True)[0], "e", 0), KEY)


def test_until_the_page_is_made_again_the_answer_is_the_kiosks_and_says_what_comes(house: House) -> None:
    verbs.override_access(house.metered, Access.FREE, by=house.desk.ayu, reason="Banjir.", now=house.desk.tick())
    why = house.why("nobody", house.metered)
    assert (code_of(why.explanation.decision), code_of(why.soon)) == ("wall:join", "open:free")  # type: ignore[arg-type]
    assert why.notes == ("terms_differ",)
    house.follow()
    why = house.why("nobody", house.metered)
    assert (code_of(why.explanation.decision), why.soon, why.notes) == ("open:free", None, ())


def test_other_rights_and_another_policy_of_the_newsroom_are_told(house: House) -> None:
    Entitlement.objects.create(user=house.readers["citra"], publication_code="koran", starts=NOW, ends=NOW + DAY)
    verbs.change_policy(by=house.desk.adi, now=house.desk.tick(), units=0)
    why = house.why("citra", house.metered)
    assert why.notes == ("policy_differs", "standing_differs")
    assert (code_of(why.explanation.decision), code_of(why.soon)) == ("offer", "open:entitled")  # type: ignore[arg-type]


def test_at_another_time_rights_and_opened_stories_are_those_of_that_time(house: House) -> None:
    asked = {
        ("lapsed", house.metered, NOW - 2 * DAY): "open:entitled",
        ("lapsed", house.metered, NOW): "offer",
        ("budi", house.metered, NOW + DAY - timedelta(seconds=1)): "open:entitled",
        ("budi", house.metered, NOW + DAY): "offer",
        ("citra", house.opened, NOW - 2 * DAY): "open:opened",
        ("citra", house.opened, NOW - 2 * DAY - timedelta(seconds=1)): "offer",
        ("used", house.metered, NOW): "wall:subscribe",
        ("used", house.metered, NOW - 2 * DAY): "offer",
    }
    for (reader, article, at), decision in asked.items():
        why = house.why(reader, article, at)
        assert (code_of(why.explanation.decision), why.notes) == (decision, ("another_time",)), (reader, at)
    assert house.why("used", house.metered, NOW - 2 * DAY).explanation.decision.left == 1  # type: ignore[union-attr]


def test_at_another_time_the_window_is_that_times(house: House) -> None:
    """Two units a month: both used this month are back at its end."""
    verbs.change_policy(by=house.desk.adi, now=house.desk.tick(), renewal="rolling", rolling_days=10)
    house.follow()
    assert house.decision("used", house.metered, NOW) == "wall:subscribe"
    assert house.decision("used", house.metered, NOW + 8 * DAY) == "offer"
    assert house.why("used", house.metered, NOW + 8 * DAY).since == NOW - 2 * DAY


def test_a_ledger_that_does_not_answer_is_said(house: House) -> None:
    take_ledger_away(settings)
    why = house.why("citra", house.metered)
    assert (code_of(why.explanation.decision), record_of(why)["ledger"]) == (
        "wall:later",
        {"answers": False, "opened_at": None, "spent": None, "limit": 2},
    )


def test_a_kiosk_without_news_a_shut_account_and_a_reader_signed_in_nowhere_are_said(house: House) -> None:
    house.follow(seconds_ago=STALE_SECONDS + 60)
    assert house.why("citra", house.metered).notes == ("stale",)
    assert house.why("citra", house.free).notes == ()
    citra, used = house.readers["citra"], house.readers["used"]
    assert citra is not None and used is not None
    citra.is_active = False
    citra.save()
    used.reader_sessions.all().delete()
    house.follow()
    assert (house.decision("citra", house.metered), house.why("citra", house.metered).notes) == (
        "wall:join",
        ("account_shut",),
    )
    assert house.why("used", house.metered).notes == ("no_device",)


def test_a_story_that_is_not_public_or_withdrawn_is_said(house: House) -> None:
    draft = house.desk.draft("Belum terbit", publication="koran")
    why = ask(story_named(str(draft.pk)), None, datetime.now(UTC))
    assert (code_of(why.explanation.decision), why.notes, why.shelf) == ("wall:join", ("not_public",), None)
    house.desk.withdraw(house.metered)
    house.follow()
    assert house.why("citra", house.metered).notes[0] == "withdrawn"


def test_without_a_shelf_the_newsrooms_rows_decide(house: House) -> None:
    for file in settings.shelf_folder.iterdir():
        file.unlink()
    why = house.why("citra", house.metered)
    assert (code_of(why.explanation.decision), why.notes) == ("offer", ("no_page",))


def test_a_story_is_named_by_path_old_path_address_slug_or_id(house: House) -> None:
    moved = verbs.change_slug(house.metered, "nama-baru", by=house.desk.ayu, now=house.desk.tick())
    for name in (
        moved.path,
        "nama-baru",
        str(moved.pk),
        f"https://harian.example{moved.path}?x=1",
        "/artikel/berita-metered/",
    ):
        assert story_named(name) == moved, name
    for name in ("", "/", "/artikel/", "tidak-ada", "999999", "9" * 40, "/rubrik/dunia", "²"):
        with pytest.raises(Unanswerable):
            story_named(name)


def test_a_reader_is_named_by_address_id_or_as_nobody(house: House) -> None:
    citra = house.readers["citra"]
    assert citra is not None
    assert reader_named(" Citra@contoh.example ") == citra == reader_named(str(citra.pk))
    assert reader_named("nobody") is None
    for name in ("", "siapa@contoh.example", "0", "-1"):
        with pytest.raises(Unanswerable, match="There is no reader"):
            reader_named(name)


def test_a_time_without_a_zone_is_the_houses(house: House) -> None:
    assert moment_named("2026-12-01T00:00") == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert moment_named("2026-12-01T00:00+00:00") == datetime(2026, 12, 1, tzinfo=UTC)
    for text in ("yesterday", "2026-13-01", "0001-01-01T00:00"):
        with pytest.raises(Unanswerable):
            moment_named(text)


def test_the_command_answers_in_words_and_for_programs(house: House, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("terbit.cli.django.require_house", lambda settings: None)
    assert main(["why", "citra@contoh.example", house.opened.path]) == 0
    said = capsys.readouterr().out
    assert "The whole story, because the reader opened it before. (body: open)" in said
    assert "  8 yes  The reader opened the story before.  Opened on" in said
    assert "  7 no   The ledger does not answer.  It does." in said
    assert main(["why", "nobody", house.cover.slug, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["decision"], record["line"], record["reader"], record["from"]) == ("wall:join", 3, None, "shelf")
    assert record["terms"] == {"access": "subscribers", "publications": ["koran"]}
    assert [tried["fits"] for tried in record["tried"]] == [False, False, True]
    assert record["reasons"][0]["words"].startswith("It is the cover story of Koran")
    assert main(["why", "nobody", "tidak-ada"]) == 1
    assert "There is no story “tidak-ada”" in capsys.readouterr().err


SCREEN = "/redaksi/mengapa/"


@pytest.fixture
def as_a(house: House) -> Any:
    def sign_in(role: str) -> Client:
        person = User.objects.create_user(f"{role}@redaksi.example", None, is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        return client

    return sign_in


def test_an_administrator_asks_about_a_reader_on_a_screen(house: House, as_a: Any) -> None:
    client, citra = as_a(ADMINISTRATOR), house.readers["citra"]
    assert citra is not None
    said = client.get(SCREEN, {"reader": citra.email, "article": house.opened.path}).content.decode()
    assert "The whole story, because the reader opened it before." in said
    assert f"/redaksi/artikel/edit/{house.opened.pk}/" in said
    earlier = client.get(SCREEN, {"reader": citra.pk, "article": house.opened.pk, "at": "2020-01-01T00:00"})
    assert "At another time" in earlier.content.decode()
    wrong = client.get(SCREEN, {"reader": "siapa", "article": house.opened.pk}).content.decode()
    assert "There is no reader “siapa”" in wrong
    assert f"{SCREEN}?reader={citra.pk}" in client.get(f"/redaksi/users/edit/{citra.pk}/").content.decode()
    assert f"{SCREEN}?reader={citra.pk}" in client.get("/redaksi/users/").content.decode()


def test_an_editor_asks_for_nobody_alone_and_a_reporter_not_at_all(house: House, as_a: Any) -> None:
    """What a reader opened is nobody's business at the desk."""
    editor, citra = as_a(EDITOR), house.readers["citra"]
    assert citra is not None
    said = editor.get(SCREEN, {"article": house.metered.pk}).content.decode()
    assert "The teaser with the way to join." in said and "Reader: e-mail" not in said
    said = editor.get(SCREEN, {"article": house.opened.pk, "reader": citra.email}).content.decode()
    assert "Only administrators may ask about a reader" in said and "opened it before" not in said
    assert (
        f"{SCREEN}?article={house.metered.pk}"
        in editor.get(f"/redaksi/artikel/edit/{house.metered.pk}/").content.decode()
    )
    assert as_a(REPORTER).get(SCREEN, {"article": house.metered.pk}).status_code in (302, 403)


def test_asking_why_changes_nothing(house: House) -> None:
    def state() -> Any:
        book = {name: allowance.ledger().opened_by(user.pk) for name, user in house.readers.items() if user}
        shelf = (settings.shelf_folder / "data.mdb").read_bytes()
        return book, shelf, list(Row.objects.order_by("key").values_list("key", "number"))

    before = state()
    for name in house.readers:
        for story in (house.free, house.metered, house.cover):
            house.why(name, story)
            house.why(name, story, NOW + DAY)
    assert state() == before


def test_a_publication_that_changed_is_told_with_its_reason(house: House) -> None:
    koran = Publication.objects.get(code="koran")
    verbs.set_publication_access(
        koran, Access.SUBSCRIBERS, Access.SUBSCRIBERS, by=house.desk.adi, now=house.desk.tick()
    )
    house.follow()
    record = record_of(house.why("citra", house.metered))
    assert (record["decision"], record["line"], record["terms"]["access"]) == ("wall:subscribe", 6, "subscribers")
    assert record["reasons"] == [{"access": "subscribers", "decides": True, "words": "It belongs to Koran."}]
