"""Each thing that the doctor looks at is broken once, and the line is there."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terbit.cli.doctor import (
    backups,
    clock,
    database,
    disk,
    keys,
    ledger,
    mail,
    permissions,
    press,
    processes,
    settings,
    versions,
)
from terbit.cli.doctor.line import Line, State, span, worst
from terbit.config import Settings, problems
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.house.backup.note import LastBackup, note_backup

pytestmark = pytest.mark.sqlite("breaks SQLite's files one by one")

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def terbit(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terbit", *arguments],
        env={"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    home = tmp_path_factory.mktemp("prepared") / "house"
    home.mkdir(mode=0o700)
    shutil.copyfile(house_template, home / "house.sqlite")
    assert terbit(home, "prepare", "--empty").returncode == 0
    return home


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Settings:
    """A copy of a healthy house, to be broken."""
    return Settings(home=Path(shutil.copytree(prepared, tmp_path / "house")))


def all_well(lines: Iterable[Line]) -> bool:
    found = list(lines)
    return bool(found) and worst(found) == State.OK


def not_well(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """State and words of each line that is not ok; every one says what to do."""
    found = [line for line in lines if line.state != State.OK]
    assert all(line.advice for line in found)
    return [(line.state.name, line.found) for line in found]


# The whole


def test_a_house_of_ones_own_that_does_not_run_has_warnings_and_nothing_wrong(prepared: Path) -> None:
    done = terbit(prepared, "doctor", "--json")

    lines = json.loads(done.stdout)
    assert {line["about"]: line["found"] for line in lines if line["state"] == "warning"} == {
        "settings": "the house's origin is http://127.0.0.1:8000, which only this machine knows",
        "mail": "letters lie in the mailbox folder: no reader can confirm an address",
        "processes": "the house does not run",
        "backups": "there is none",
    }
    assert [line for line in lines if line["state"] == "wrong"] == []
    assert list(dict.fromkeys(line["about"] for line in lines)) == [
        "settings", "versions", "clock", "disk", "permissions", "keys", "database", "ledger", "mail", "processes",
        "press", "backups",
    ]  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")


def test_the_doctor_comes_also_where_nothing_else_starts(prepared: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(prepared, tmp_path / "house"))
    (home / "house.sqlite").write_bytes(b"not a database at all" * 1000)

    done = terbit(home, "doctor", TERBIT_MAIL_URL="smtp://x", TERBIT_KIOSK_WORKERS="soon")

    assert done.returncode == 2
    assert "TERBIT_MAIL_URL is no setting of Terbit: did you mean TERBIT_EMAIL_URL?" in done.stdout
    assert 'TERBIT_KIOSK_WORKERS must be a whole number from 1 to 64; it is "soon"' in done.stdout
    assert "wrong    database     house.sqlite is damaged or away: file is not a database" in done.stdout
    assert "ok       ledger       ledger.sqlite is whole" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_a_house_the_doctor_says_so(tmp_path: Path) -> None:
    done = terbit(tmp_path / "nowhere", "doctor")
    assert done.returncode == 2
    assert f"there is no house in {tmp_path}/nowhere" in done.stdout
    assert not (tmp_path / "nowhere").exists()


def test_tables_of_an_older_version_are_told(prepared: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(prepared, tmp_path / "house"))
    with closing(sqlite3.connect(home / "house.sqlite")) as connection, connection:
        connection.execute(
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'press')"
        )

    done = terbit(home, "doctor", "--json")

    assert done.returncode == 2
    found = [line["found"] for line in json.loads(done.stdout) if line["state"] == "wrong"]
    assert found == ["its tables lack 1 steps to this version"]


# Settings, versions


@pytest.mark.parametrize(
    ("origin", "demo", "found"),
    [
        ("https://news.example", False, []),
        ("http://127.0.0.1:8000", True, []),
        ("http://127.0.0.1:8000", False, [("WARNING", "only this machine knows")]),
        ("http://news.example", False, [("WARNING", "is not encrypted")]),
    ],
)
def test_the_origin_is_one_that_readers_can_type(origin: str, demo: bool, found: list[tuple[str, str]]) -> None:
    said = not_well([settings.judge_origin(origin, demo)])
    assert [state for state, _ in said] == [state for state, _ in found]
    assert all(words in said[0][1] for _, words in found)


def test_every_wrong_setting_is_named(house: Settings) -> None:
    environ = {"TERBIT_HOM": "/srv", "PORT": "http", "TERBIT_EMAIL_URL": "smtp://user:secret@"}
    said = not_well(settings.check(house, environ, problems(environ)))
    assert [words.split()[0] for state, words in said if state == "WRONG"] == ["TERBIT_HOM", "PORT", "TERBIT_EMAIL_URL"]
    assert "secret" not in str(said)


def test_versions_that_terbit_is_not_made_for() -> None:
    assert all_well(versions.check())
    assert not_well([versions.judge_python((3, 10))]) == [("WARNING", "Python 3.10")]
    assert not_well([versions.judge_python((3, 14))]) == [("WARNING", "Python 3.14")]
    assert not_well([versions.judge_sqlite((3, 34, 1))]) == [("WRONG", "SQLite 3.34.1")]


# Clock, disk, permissions, keys


def test_a_clock_that_stands_before_what_was_written(house: Settings) -> None:
    assert all_well(clock.check(house, datetime.now(UTC)))

    with closing(sqlite3.connect(house.ledger_database)) as connection, connection:
        at = int((NOW + timedelta(hours=3)).timestamp() * 1_000_000)
        connection.execute("INSERT INTO unlock (reader, story, at) VALUES (1, 1, ?)", (at,))

    assert not_well(clock.check(house, NOW)) == [
        ("WRONG", "the clock stands at 2031-05-04 12:00:00 UTC, 3 h before the newest opened article")
    ]
    assert all_well(clock.check(house, NOW + timedelta(hours=3)))


@pytest.mark.parametrize(("free", "state"), [(5_000_000_000, "OK"), (1_999_999_999, "WARNING"), (199_999_999, "WRONG")])
def test_a_disk_with_little_room(free: int, state: str) -> None:
    assert disk.judge_disk(free).state.name == state


@pytest.mark.parametrize(("held", "state"), [(50, "OK"), (51, "WARNING"), (90, "WRONG")])
def test_a_shelf_near_its_map_size(held: int, state: str) -> None:
    assert disk.judge_shelf(held, 100).state.name == state


def test_what_the_shelf_holds_is_counted_and_what_was_freed_is_not(house: Settings) -> None:
    shelf = ShelfWriter(house.shelf_folder, 16)
    large = [DispatchRow(f"/{number}", 1, bytes(100_000)) for number in range(100)]
    shelf.apply(large, Position("e", 1), anew=False, ready=True)
    shelf.close()
    small = Settings(home=house.home, shelf_size_mb=16)
    assert [state for state, _ in not_well(disk.check(small))] == ["WARNING"]

    shelf = ShelfWriter(house.shelf_folder, 16)
    gone = [DispatchRow(row.key, 2, None) for row in large]
    shelf.apply(gone, Position("e", 2), anew=False, ready=True)
    shelf.close()
    assert all_well(disk.check(small))


def test_keys_that_others_can_read_and_files_of_somebody_else(house: Settings) -> None:
    assert all_well(permissions.check(house))
    secret = house.keys_folder / "pass.json"

    secret.chmod(0o644)
    assert not_well(permissions.check(house)) == [("WRONG", f"{secret} can be read by others (mode 644)")]
    secret.chmod(0o600)

    house.home.chmod(0o755)
    house.house_database.chmod(0o644)
    house.ledger_database.chmod(0o600)
    assert not_well(permissions.check(house)) == [("WARNING", "everybody on this machine can read house.sqlite")]

    other = permissions.Kept(house.ledger_database, 0o600, os.getuid() + 1, private=False)
    home = permissions.Kept(house.home, 0o700, os.getuid(), private=False)
    assert [state for state, _ in not_well(permissions.judge(home, [other]))] == ["WRONG"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("django.secret", "", "django.secret is too short to keep sessions safe"),
        ("django.secret", None, "django.secret cannot be read"),
        ("pass.json", None, "pass.json cannot be read"),
        ("pass.json", '{"signing": "b", "keys": {"a": "00"}}', "pass.json cannot be used: "),
        ("pass.json", '{"signing": "a", "keys": {"a": "no hex"}}', "pass.json cannot be used: "),
        ("pass.json", json.dumps({"signing": "a b", "keys": {"a b": "00" * 32}}), "pass.json cannot be used: "),
    ],
)
def test_keys_that_sign_nothing(house: Settings, name: str, content: str | None, words: str) -> None:
    assert all_well(keys.check(house))
    (house.keys_folder / name).unlink()
    if content is not None:
        (house.keys_folder / name).write_text(content)
    said = not_well(keys.check(house))
    assert [state for state, _ in said] == ["WRONG"]
    assert said[0][1].startswith(words)


# Database, ledger


def test_a_house_database_that_is_damaged_or_away(house: Settings) -> None:
    assert database.ask_whether_whole(house.house_database) == ("ok", "wal")
    with house.house_database.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 20)
    said = not_well(database.check(house))
    assert [state for state, _ in said] == ["WRONG"]
    assert said[0][1].startswith("house.sqlite is damaged or away: ")
    house.house_database.unlink()
    assert not_well(database.check(house)) == [
        ("WRONG", "house.sqlite is damaged or away: unable to open database file")
    ]


def test_a_house_on_a_server_that_is_away_names_it_without_its_password(house: Settings) -> None:
    away = replace(house, database_url="postgresql://terbit:rahasia@127.0.0.1:9/house")
    (line,) = database.check(away)
    assert (
        line.state.name == "WRONG" and "no database answers there" in line.found and "Start the server" in line.advice
    )
    assert "rahasia" not in line.found


def test_a_log_that_has_grown_and_a_journal_of_another_kind() -> None:
    assert not_well([database.judge_log(600_000_000)]) == [("WARNING", "its log has grown to 600 MB")]
    said = not_well([database.judge_integrity("database", Path("house.sqlite"), "ok", "delete")])
    assert said == [("WARNING", "house.sqlite keeps its journal as delete")]


def test_a_ledger_that_is_locked_damaged_or_away(house: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all_well(ledger.check(house))

    monkeypatch.setattr(ledger, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(house.ledger_database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not_well(ledger.check(house)) == [("WRONG", "nobody could open a story within 0 s: database is locked")]
    house.ledger_database.write_bytes(b"nothing")
    assert [state for state, _ in not_well(ledger.check(house))] == ["WRONG"]
    house.ledger_database.unlink()
    assert "did not answer" in not_well(ledger.check(house))[0][1]


# Mail


@contextmanager
def a_mail_server(greeting: bytes, *answers: bytes) -> Iterator[int]:
    """On 127.0.0.1, for one connection; gives its port. What it was told to do besides greeting is an error."""
    told: list[bytes] = []

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(greeting)
            for answer in answers:
                told.append(lines.readline())
                connection.sendall(answer)
            told.append(lines.readline())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=serve)
        server.start()
        yield listening.getsockname()[1]
        server.join(10)
    assert [line.split()[0].lower() for line in told if line.strip()] in ([b"ehlo"], [b"ehlo", b"quit"])


def test_a_mail_server_is_greeted_and_nothing_more() -> None:
    with a_mail_server(b"220 mail.example\r\n", b"250 mail.example\r\n") as port:
        assert all_well(mail.check(Settings(email_url=f"smtp://127.0.0.1:{port}")))


def test_a_mail_server_that_would_send_the_password_in_the_clear() -> None:
    with a_mail_server(b"220 mail.example\r\n", b"250 mail.example\r\n") as port:
        said = not_well(mail.check(Settings(email_url=f"smtp://user:secret@127.0.0.1:{port}")))
    assert said == [("WRONG", f"127.0.0.1:{port} does not offer STARTTLS, so the password cannot go out")]
    with a_mail_server(b"220 mail.example\r\n", b"250-mail.example\r\n250 STARTTLS\r\n") as port:
        assert all_well(mail.check(Settings(email_url=f"smtp://user:secret@127.0.0.1:{port}")))


def test_a_mail_server_that_is_away_silent_or_unwilling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        assert "no mail server answers on 127.0.0.1" in not_well(mail.check(Settings(email_url=address)))[0][1]
    assert "Connection refused" in not_well(mail.check(Settings(email_url=address)))[0][1]
    assert mail.judge_server("mail.example:25", 502, False, False).state == State.WRONG


# Processes


def test_processes_that_are_there_are_seen(house: Settings) -> None:
    assert not_well(processes.check(house, {"PORT": "1"})) == [("WARNING", "the house does not run")]

    (house.shelf_folder / "heartbeat").touch()
    with (
        (house.run_folder / "follower.lock").open("w") as lock,
        closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as newsroom,
        closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as worker,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        newsroom.bind(str(house.newsroom_socket))
        newsroom.listen(1)
        worker.bind(str(house.press_socket))
        lines = list(processes.check(Settings(home=house.home, port=1), {"PORT": "1"}))
    assert lines[0].found == "there and answering: follower, newsroom, worker"
    assert not_well(lines) == [("WRONG", "the kiosk does not answer: nobody can read")]


RUNNING = processes.Running(kiosk=True, follower=True, newsroom=True, worker=True, heartbeat=0.2)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("kiosk", "nobody can read"),
        ("follower", "what is published does not come to readers"),
        ("newsroom", "nobody can sign in or write"),
        ("worker", "what changes is not printed"),
    ],
)
def test_a_part_that_is_missing_is_named_with_what_that_means(part: str, words: str) -> None:
    from dataclasses import replace

    assert all_well(processes.judge(RUNNING))
    assert not_well(processes.judge(replace(RUNNING, **{part: False}))) == [
        ("WRONG", f"the {part} does not answer: {words}")
    ]


@pytest.mark.parametrize(
    ("age", "state"), [(0.3, "OK"), (30.0, "OK"), (31.0, "WARNING"), (901.0, "WRONG"), (None, "WRONG")]
)
def test_a_follower_that_hears_nothing(age: float | None, state: str) -> None:
    assert processes.judge_heartbeat(age).state.name == state


def test_the_port_is_that_of_the_origin_where_none_is_given() -> None:
    on_8123 = Settings(base_url="http://127.0.0.1:8123")
    assert processes.with_port(on_8123, {}).port == 8123
    assert processes.with_port(on_8123, {"PORT": "8000"}).port == 8000
    assert processes.with_port(Settings(base_url="https://news.example:444"), {}).port == 8000


# Press, backups


@pytest.mark.django_db
def test_pages_that_wait_or_are_held_back_and_releases_that_are_late() -> None:
    from django.utils import timezone

    from terbit.press.models import Mark, Refusal

    now = timezone.now()
    Mark.objects.all().delete()
    assert all_well(press.check(now))

    Mark.objects.create(key="/a", kind="front", marked_at=now - timedelta(hours=3))
    Mark.objects.create(key="/b", kind="front", marked_at=now)
    for key in ("/c", "/c", "/d"):
        Refusal.objects.create(key=key, kind="article", rule="no_false_date", words=".", at=now)
    Refusal.objects.create(key="/e", kind="article", rule="standfirst", words=".", at=now, warning=True)

    assert not_well(press.check(now)) == [
        ("WARNING", "2 pages wait to be printed, the first for 3 h"),
        ("WARNING", "2 pages failed their proof and are held back"),
    ]
    assert not_well([press.judge_releases([NOW, NOW - timedelta(hours=1)])]) == [
        ("WRONG", "2 releases should be out, the first since 2031-05-04 11:00 UTC")
    ]


def test_a_backup_that_is_old_or_was_never_made(house: Settings) -> None:
    assert not_well(backups.check(house, NOW)) == [("WARNING", "there is none")]
    note_backup(house, LastBackup(NOW.isoformat(), "/backup/monday.zip", 7))
    assert all_well(backups.check(house, NOW + timedelta(hours=47)))
    assert not_well(backups.check(house, NOW + timedelta(days=3))) == [
        ("WARNING", "the last one was made 3 days ago, to /backup/monday.zip")
    ]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (119, "119 s"), (720, "12 min"), (7_200, "2 h"), (400_000, "5 days")]
)
def test_a_span_is_told_in_the_unit_that_says_enough(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_what_cannot_be_looked_at_is_a_line_too() -> None:
    from terbit.cli.doctor.all import _guarded

    def broken() -> Iterator[Line]:
        yield from ()
        raise RuntimeError("a strange thing")

    assert not_well(_guarded("clock", broken)) == [("WRONG", "it cannot be looked at: RuntimeError: a strange thing")]
