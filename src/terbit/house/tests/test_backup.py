"""A house in one file, and a house of it again: the same stories, unlocks and pages, and nothing that fits two people."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tools.testing import engine

from terbit.config import Settings, load
from terbit.house.backup import databases, of_postgresql, of_sqlite
from terbit.house.backup.manifest import has_a_place
from terbit.house.backup.note import last_backup
from terbit.house.refused import StartRefused
from terbit.house.tests.test_bootstrap import terbit

LIVE_IN = """
import asyncio, json
from datetime import UTC, date, datetime, timedelta
import django
django.setup()
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from terbit.config import settings
from terbit.ledger import open_ledger
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR, REPORTER
from terbit.press.worker import drain
from terbit.readers.models import Entitlement, ReaderSession

now = datetime.now(UTC)
people = {}
for name, role in (("budi", REPORTER), ("ayu", EDITOR)):
    people[name] = get_user_model().objects.create_user(f"{name}@terbit.example", is_staff=True)
    people[name].groups.add(Group.objects.get(name=role))
reader = get_user_model().objects.create_user("citra@terbit.example", "a long word to sign in")
EmailAddress.objects.create(user=reader, email=reader.email, primary=True, verified=True)
store = SessionStore()
store.create()
ReaderSession.objects.create(user=reader, session=Session.objects.get(pk=store.session_key))
Entitlement.objects.create(user=reader, publication_code="majalah", ends=now + timedelta(days=30))
section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
koran = Publication.objects.get(code="koran")
text = [("paragraph", f"<p>{word} menunggu di depan balai kota sejak pagi hari.</p>") for word in ("Warga", "Petani")]
ledger = open_ledger(settings)
for number in range(3):
    draft = verbs.write(
        by=people["budi"], now=now, headline=f"Kabar {number}", publication=koran, section=section, body=text,
        standfirst="Ringkasan.",
    )
    story = verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC))
    asyncio.run(ledger.unlock(reader.pk, story.pk, limit=3, since=None, now=now))
ledger.close()
drain()
(settings.media_folder / "pictures" / "ab").mkdir()
(settings.media_folder / "pictures" / "ab" / "cd.webp").write_bytes(b"a cut picture")
"""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    """A house with three stories, a reader who is signed in and opened them, and a picture."""
    home = tmp_path_factory.mktemp("lived") / "house"
    engine.lay_template(home, house_template)
    assert terbit(home, "prepare", "--empty").returncode == 0
    environ = {"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "terbit.house.settings"}
    environ |= engine.environ_of(home)
    subprocess.run([sys.executable, "-c", LIVE_IN], env=environ, check=True, timeout=600)
    return home


@pytest.fixture(scope="module")
def backup(lived_in: Path) -> Path:
    file = lived_in.with_name("house.zip")
    done = terbit(lived_in, "backup", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["bytes"] == file.stat().st_size
    return file


def lay_tables(home: Path, template: Path) -> None:
    """For a restore into PostgreSQL: tables without a house are as good as none, and quicker than migrations."""
    if engine.ON_POSTGRESQL:
        engine.lay_template(home, template)
        home.rmdir()


@pytest.fixture(scope="module")
def restored(backup: Path, house_template: Path) -> Path:
    home = backup.with_name("restored")
    lay_tables(home, house_template)
    command = ("restore", str(backup), "--home", str(home), "--print", "--json")
    done = terbit(backup.with_name("unused"), *command, **engine.environ_of(home))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["readers"] == 3
    return home


@pytest.fixture
def quick_tables(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of PostgreSQL a copy's tables are made by migrations; here they are those of a backup that was made so."""
    if not engine.ON_POSTGRESQL:
        return
    with zipfile.ZipFile(request.getfixturevalue("backup")) as archive:
        file = archive.read("house.sqlite")
    monkeypatch.setattr(of_postgresql, "make_tables", lambda target: target.house_database.write_bytes(file))


def copied(folder: Path, statement: str, database: str = "house.sqlite") -> list[Any]:
    """Out of one of the SQLite files that go into an archive."""
    with closing(sqlite3.connect(folder / database)) as connection:
        return connection.execute(statement).fetchall()


def settings_of(home: Path) -> Settings:
    return load({"TERBIT_HOME": str(home)} | engine.environ_of(home))


def test_a_restored_house_has_the_same_stories_unlocks_readers_and_pages(lived_in: Path, restored: Path) -> None:
    exported = [terbit(home, "export", "archive") for home in (lived_in, restored)]
    assert exported[0].stdout.count("\n") == 3
    assert exported[0].stdout == exported[1].stdout

    assert len(engine.unlocks(lived_in)) == 3
    assert engine.unlocks(lived_in) == engine.unlocks(restored)

    standings = "SELECT key, value FROM dispatch_row WHERE key LIKE 'reader/%' OR key = 'policy' ORDER BY key"
    assert len(engine.ask(lived_in, standings)) == 4
    assert engine.ask(lived_in, standings) == engine.ask(restored, standings)
    assert (lived_in / "keys" / "pass.json").read_text() == (restored / "keys" / "pass.json").read_text()

    verified = [terbit(home, "press", "verify") for home in (lived_in, restored)]
    assert verified[0].returncode == verified[1].returncode == 0, verified[1].stdout
    assert verified[0].stdout == verified[1].stdout

    picture = Path("media", "pictures", "ab", "cd.webp")
    assert (lived_in / picture).read_bytes() == (restored / picture).read_bytes()


def test_the_restored_log_is_another_one(lived_in: Path, restored: Path) -> None:
    epochs = [engine.ask(home, "SELECT epoch FROM dispatch_log")[0][0] for home in (lived_in, restored)]
    assert len(epochs[1]) == 16
    assert epochs[0] != epochs[1]


def test_no_id_of_what_was_made_after_the_backup_is_given_again(lived_in: Path, restored: Path) -> None:
    """Its pass is signed with a key that holds on: it must not fit the next reader, nor their session."""
    for table in ("readers_user", "readers_readersession", "newsroom_article"):
        assert engine.last_id(restored, table) == engine.last_id(lived_in, table) + 1_000_000


def test_only_the_owner_can_read_a_backup_and_what_is_made_of_it(backup: Path, restored: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(restored.stat().st_mode) == 0o700
    files = () if engine.ON_POSTGRESQL else ("house.sqlite", "ledger.sqlite")
    for name in (*files, "keys/django.secret", "keys/pass.json"):
        assert stat.S_IMODE((restored / name).stat().st_mode) & 0o077 == 0, name


def test_the_manifest_has_versions_rows_and_a_hash_of_every_member(backup: Path, lived_in: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for name, member in manifest["members"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == member["sha256"], name
        assert {*manifest["members"], "manifest.json"} == set(archive.namelist())
    assert manifest["rows"]["ledger.sqlite"] == {"given_back": 0, "unlock": 3}
    assert manifest["rows"]["house.sqlite"]["newsroom_article"] == 3
    assert manifest["epoch"] == engine.ask(lived_in, "SELECT epoch FROM dispatch_log")[0][0]
    assert manifest["versions"]["sqlite"] == sqlite3.sqlite_version


def test_the_state_folder_notes_the_last_good_backup(backup: Path, lived_in: Path) -> None:
    noted = last_backup(Settings(home=lived_in))
    assert noted is not None
    assert (noted.file, noted.bytes) == (str(backup), backup.stat().st_size)


def test_a_backup_overwrites_nothing_and_does_not_lie_in_the_house(backup: Path, lived_in: Path) -> None:
    before = backup.read_bytes()
    done = terbit(lived_in, "backup", str(backup))
    assert (done.returncode, backup.read_bytes()) == (1, before)
    assert "is there already" in done.stderr

    done = terbit(lived_in, "backup", str(lived_in / "house.zip"))
    assert done.returncode == 1
    assert "lies in the state folder itself" in done.stderr
    assert not list(lived_in.glob("*.zip"))


@pytest.mark.usefixtures("quick_tables")
def test_printed_pages_are_left_out_but_for_such_as_may_not_be_had_again(lived_in: Path, tmp_path: Path) -> None:
    home = engine.copy_house(lived_in, tmp_path / "house")
    at = "'2026-01-01 00:00:00'"
    engine.ask(
        home,
        "INSERT INTO press_refusal (key, kind, subject, rule, words, warning, at)"
        f" VALUES ('/', 'front', 0, '', '', FALSE, {at})",
    )
    engine.ask(
        home,
        "INSERT INTO press_mark (key, kind, subject, version, urgent, cause, marked_at)"
        f" VALUES ('/en/', 'front', 0, 1, 0, '', {at})",
    )

    facts = databases.copy_databases(settings_of(home), tmp_path, lambda done, total: None)

    assert {key for (key,) in copied(tmp_path, "SELECT key FROM dispatch_row")} == {"/", "/en/", "policy"}
    assert {key for (key,) in copied(tmp_path, "SELECT key FROM press_printed")} == {"/", "/en/"}
    assert {key for (key,) in copied(tmp_path, "SELECT page FROM press_use")} == {"/", "/en/"}
    pages = "SELECT count(*) FROM dispatch_row WHERE value IS NOT NULL AND (key LIKE '/%' OR key LIKE '!%')"
    assert facts.left_out == engine.ask(home, pages)[0][0] - 2 > 0


@pytest.mark.usefixtures("quick_tables")
def test_a_copy_is_of_one_moment_whatever_is_written_meanwhile(
    lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = engine.copy_house(lived_in, tmp_path / "house")
    monkeypatch.setattr(of_sqlite, "PAGES_AT_A_TIME", 1)
    told: list[int] = []

    def somebody_joins(done: int, total: int) -> None:
        if not told:
            join_and_open(home)
        told.append(done)

    databases.copy_databases(settings_of(home), tmp_path, somebody_joins)

    assert len(told) > 3
    assert copied(tmp_path, "SELECT id FROM readers_user WHERE id = 77") == []
    assert copied(tmp_path, "SELECT * FROM unlock WHERE reader = 77", "ledger.sqlite") == []


@pytest.mark.usefixtures("quick_tables")
def test_no_unlock_is_in_a_backup_without_its_reader(
    lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody joins and opens a story between the moments that the two copies show."""
    home = engine.copy_house(lived_in, tmp_path / "house")
    held: list[str] = []

    def and_let_somebody_join(name: str) -> Callable[[Settings], Any]:
        hold = getattr(databases, name)

        @contextmanager
        def held_first(settings: Settings) -> Iterator[databases.Held]:
            with hold(settings) as database:
                held.append(name)
                if len(held) == 1:
                    join_and_open(home)
                yield database

        return held_first

    for name in ("hold_ledger", "hold_house"):
        monkeypatch.setattr(databases, name, and_let_somebody_join(name))
    databases.copy_databases(settings_of(home), tmp_path, lambda done, total: None)

    readers = {reader for (reader,) in copied(tmp_path, "SELECT id FROM readers_user")}
    assert {reader for (reader,) in copied(tmp_path, "SELECT reader FROM unlock", "ledger.sqlite")} <= readers
    assert 77 in readers


def join_and_open(home: Path) -> None:
    own = "password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, language, carried"
    engine.ask(
        home,
        f"INSERT INTO readers_user (id, email, {own}) SELECT 77, 'eka@terbit.example', {own} FROM readers_user"
        " WHERE email = 'ayu@terbit.example'",
    )
    engine.enter_unlock(settings_of(home), 77, 1)


# What is refused


def altered(backup: Path, place: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the archive with `change` made to its members."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return place


def with_member(name: str) -> Callable[[dict[str, bytes]], None]:
    """A file of that name, as the manifest says too."""

    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest["members"][name] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        members[name], members["manifest.json"] = b"x", json.dumps(manifest).encode()

    return change


def newer(members: dict[str, bytes]) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "format": 2}).encode()


def damaged(members: dict[str, bytes]) -> None:
    members["ledger.sqlite"] = members["ledger.sqlite"][:-1] + b"!"


def shorter(members: dict[str, bytes]) -> None:
    members["house.sqlite"] = members["house.sqlite"][:-4096]


def longer(members: dict[str, bytes]) -> None:
    members["media/pictures/ab/cd.webp"] += bytes(10_000_000)


def without_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def without_ledger(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    del manifest["members"]["ledger.sqlite"], members["ledger.sqlite"]
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_member("../outside"), "no place in a state folder"),
        (with_member("/etc/outside"), "no place in a state folder"),
        (with_member("media/../../outside"), "no place in a state folder"),
        (with_member("run/newsroom.sock"), "no place in a state folder"),
        (with_member("media/pictures/ab"), "could not be restored"),  # a file and a folder of one name
        (lambda members: members.update({"media/unlisted": b"x"}), "disagree about 'media/unlisted'"),
        (newer, "format 2, this Terbit knows formats up to 1"),
        (damaged, "ledger.sqlite in the backup is damaged"),
        (shorter, "house.sqlite in the backup is damaged"),
        (longer, "cd.webp in the backup is damaged"),
        (without_manifest, "has no manifest"),
        (without_ledger, "lacks ledger.sqlite"),
    ],
)
def test_what_cannot_be_trusted_is_refused_and_leaves_nothing(
    backup: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    from terbit.house.backup.restoring import restore

    archive = altered(backup, tmp_path / "altered.zip", change)
    with pytest.raises(StartRefused, match=words):
        restore(archive, Settings(home=tmp_path / "new"), lambda done, total: None, print)
    assert [file.name for file in tmp_path.iterdir()] == ["altered.zip"]


def test_a_link_in_the_archive_is_refused(backup: Path, tmp_path: Path) -> None:
    from terbit.house.backup.reading import opened

    archive = altered(backup, tmp_path / "altered.zip", with_member("media/link"))
    with zipfile.ZipFile(archive) as found:
        members = {info: found.read(info) for info in found.infolist()}
    with zipfile.ZipFile(archive, "w") as out:
        for info, content in members.items():
            if info.filename == "media/link":
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            out.writestr(info, content)
    with pytest.raises(StartRefused, match="'media/link' in the backup is no plain file"), opened(archive):
        pass


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("house.sqlite", True),
        ("media/pictures/ab/cd.webp", True),
        ("media/gambar é.jpg", True),
        ("keys/pass.json", True),
        ("keys/deeper/pass.json", False),
        ("media", False),
        ("media/", False),
        ("media//x", False),
        ("media/./x", False),
        ("media/a\\b", False),
        ("media/a\nb", False),
        ("media/" + "x" * 256, False),
        ("backup.json", False),
        ("", False),
    ],
)
def test_only_what_a_house_keeps_has_a_place(name: str, has: bool) -> None:
    assert has_a_place(name) is has


def test_a_state_folder_that_holds_anything_is_refused(backup: Path, lived_in: Path) -> None:
    done = terbit(lived_in, "restore", str(backup))
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert engine.ask(lived_in, "SELECT count(*) FROM newsroom_article") == [(3,)]


def test_a_restore_that_was_killed_is_begun_again(backup: Path, tmp_path: Path, house_template: Path) -> None:
    left = tmp_path / "house" / ".restoring" / "media"
    if engine.ON_POSTGRESQL:
        engine.lay_template(tmp_path / "house", house_template)
    left.mkdir(parents=True)
    (left / "half").write_text("half")

    done = terbit(tmp_path / "house", "restore", str(backup))

    assert done.returncode == 0, done.stderr
    databases_there = {"places"} if engine.ON_POSTGRESQL else {"house.sqlite", "ledger.sqlite"}
    there = {entry.name for entry in (tmp_path / "house").iterdir()}
    assert there == {"keys", "kind", "media", "origin"} | databases_there


# From one engine to the other

IN_SQLITE = {"TERBIT_DATABASE_URL": "", "TERBIT_LEDGER_URL": ""}


@pytest.mark.postgresql
def test_a_house_goes_from_postgresql_into_sqlite_and_back_by_its_backups(
    lived_in: Path, backup: Path, tmp_path: Path
) -> None:
    in_sqlite, again, second = tmp_path / "file", tmp_path / "again", tmp_path / "second.zip"

    done = terbit(in_sqlite, "restore", str(backup), "--print", **IN_SQLITE)
    assert done.returncode == 0, done.stderr
    assert {"house.sqlite", "ledger.sqlite"} <= {entry.name for entry in in_sqlite.iterdir()}
    unlocks = copied(in_sqlite, "SELECT reader, story, at FROM unlock ORDER BY reader, story", "ledger.sqlite")
    assert unlocks == engine.unlocks(lived_in) != []
    searched = "SELECT count(*) FROM wagtailsearch_indexentry"
    assert copied(in_sqlite, searched)[0][0] > 0

    done = terbit(in_sqlite, "backup", str(second), **IN_SQLITE)
    assert done.returncode == 0, done.stderr
    done = terbit(again, "restore", str(second), "--print")
    assert done.returncode == 0, done.stderr
    assert engine.unlocks(again) == engine.unlocks(lived_in)
    assert engine.ask(again, searched) == copied(in_sqlite, searched)

    houses = [(lived_in, {}), (in_sqlite, IN_SQLITE), (again, {})]
    exported = [terbit(home, "export", "archive", **environ).stdout for home, environ in houses]
    assert exported[0].count("\n") == 3 and exported == exported[:1] * 3
    verified = [terbit(home, "press", "verify", **environ) for home, environ in houses]
    assert [done.returncode for done in verified] == [0, 0, 0], verified
    assert len({done.stdout for done in verified}) == 1


@pytest.mark.postgresql
@pytest.mark.parametrize("kept_in", ["TERBIT_DATABASE_URL", "TERBIT_LEDGER_URL"])
def test_house_and_ledger_need_not_be_in_one_engine(
    backup: Path, lived_in: Path, tmp_path: Path, house_template: Path, kept_in: str
) -> None:
    home = tmp_path / "house"
    lay_tables(home, house_template)
    environ = IN_SQLITE | {kept_in: engine.environ_of(home)[kept_in]}
    assert terbit(home, "restore", str(backup), **environ).returncode == 0
    file = tmp_path / "half.zip"
    assert terbit(home, "backup", str(file), **environ).returncode == 0
    again = tmp_path / "again"
    lay_tables(again, house_template)
    assert terbit(again, "restore", str(file)).returncode == 0
    assert engine.unlocks(again) == engine.unlocks(lived_in)
    assert terbit(again, "export", "archive").stdout == terbit(lived_in, "export", "archive").stdout


@pytest.mark.postgresql
def test_a_database_in_which_a_house_lives_is_not_restored_over(backup: Path, lived_in: Path, tmp_path: Path) -> None:
    before = engine.state_of(lived_in)
    done = terbit(tmp_path / "new", "restore", str(backup), **engine.environ_of(lived_in))
    assert (done.returncode, "holds a house already" in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "new").exists()
    assert engine.state_of(lived_in) == before


@pytest.mark.postgresql
@pytest.mark.usefixtures("quick_tables")
def test_a_copy_that_differs_is_no_backup(lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from terbit.house.move.stores import SqliteStore

    put = SqliteStore.put

    def loses_one(self: SqliteStore, table: Any, some: list[Any]) -> None:
        put(self, table, some[1:] if table.name == "newsroom_article" else some)

    monkeypatch.setattr(SqliteStore, "put", loses_one)
    with pytest.raises(StartRefused, match="differs from what is there, in newsroom_article; there is no backup"):
        databases.copy_databases(settings_of(lived_in), tmp_path, lambda done, total: None)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('press', '9999_later', now())",
            "press.9999_later",
        ),
        ("DELETE FROM django_migrations WHERE app = 'press' AND name LIKE '0001%'", "terbit prepare"),
    ],
)
def test_tables_of_another_version_are_not_backed_up_by_half(
    lived_in: Path, tmp_path: Path, change: str, words: str
) -> None:
    home = engine.copy_house(lived_in, tmp_path / "house")
    engine.ask(home, change)
    done = terbit(home, "backup", str(tmp_path / "house.zip"))
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["house"]


@pytest.mark.postgresql
def test_a_server_that_is_away_is_said_in_a_sentence(lived_in: Path, tmp_path: Path) -> None:
    nowhere = {"TERBIT_LEDGER_URL": f"postgresql://postgres:secret@/ledger?host={tmp_path}"}
    (lived_in / "places").unlink(missing_ok=True)
    done = terbit(lived_in, "backup", str(tmp_path / "house.zip"), **nowhere)
    assert (done.returncode, "The backup was not finished" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr and "secret" not in done.stderr
