"""From an empty folder to a house that can open; and a second time, changing nothing."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.testing import engine

from terbit.config import masked
from terbit.house import bootstrap
from terbit.press.marks import mark_everything
from terbit.press.models import Mark
from terbit.press.tests.desk import open_desk


def terbit(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command on `home`, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "terbit", *arguments],
        env={"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), **engine.environ_of(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    """An empty house, prepared once; the migrations come from the template."""
    home = tmp_path_factory.mktemp("prepared") / "house"
    engine.lay_template(home, house_template)
    done = terbit(home, "prepare", "--empty")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared house, to be changed."""
    return engine.copy_house(prepared, tmp_path / "house")


def contents(home: Path) -> dict[str, str]:
    """What the state folder holds: every row of its databases, every other file."""
    found = engine.state_of(home)
    for file in sorted(home.rglob("*")):
        name = str(file.relative_to(home))
        if file.is_file() and ".sqlite" not in name:
            found[name] = f"{file.stat().st_mtime_ns} {hashlib.sha256(file.read_bytes()).hexdigest()}"
    return found


def test_a_second_preparation_changes_nothing(house: Path) -> None:
    before = contents(house)

    done = terbit(house, "prepare")

    assert done.returncode == 0
    assert contents(house) == before
    assert done.stdout.splitlines()[0].startswith("Looking at the state folder … ")
    assert len(done.stdout.splitlines()) == 1


def test_an_empty_house_has_its_publications_its_pages_and_no_articles(house: Path) -> None:
    codes = {code for (code,) in engine.ask(house, "SELECT code FROM newsroom_publication")}
    keys = {key for (key,) in engine.ask(house, "SELECT key FROM dispatch_row")}
    assert codes == {"site", "koran", "majalah"}
    assert {"/", "/en/", "policy", "!404/id", "!503/id", "!wall/id"} <= keys
    assert json.loads(terbit(house, "list", "articles", "--json").stdout) == []


def test_secrets_can_be_read_by_their_owner_only(house: Path) -> None:
    assert (house / "keys").stat().st_mode & 0o777 == 0o700
    for name in ("django.secret", "pass.json"):
        assert (house / "keys" / name).stat().st_mode & 0o777 == 0o600
    held = json.loads((house / "keys" / "pass.json").read_text())
    assert len(bytes.fromhex(held["keys"][held["signing"]])) == 32


def test_two_houses_share_no_secret(house: Path, tmp_path: Path) -> None:
    from terbit.house.keys import create_keys

    (tmp_path / "other").mkdir()
    create_keys(tmp_path / "other")

    for name in ("django.secret", "pass.json"):
        assert (tmp_path / "other" / name).read_text() != (house / "keys" / name).read_text()


def test_a_database_of_a_newer_version_is_a_sentence_and_is_left_alone(house: Path) -> None:
    engine.ask(
        house,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '0999_from_tomorrow', '2030-01-01')",
    )
    before = engine.state_of(house)
    place = masked(engine.environ_of(house).get("TERBIT_DATABASE_URL", str(house / "house.sqlite")))

    for command in ("prepare", "up"):
        done = terbit(house, command, PORT="18998")
        assert done.returncode == 1
        assert done.stderr.startswith(
            f"{place} was written by a newer version of Terbit: it has newsroom.0999_from_tomorrow"
        )
        assert "Traceback" not in done.stderr
    assert engine.state_of(house) == before


@pytest.mark.sqlite("about a file that is no database")
def test_a_database_that_is_none_is_a_sentence(house: Path) -> None:
    for rest in house.glob("house.sqlite*"):
        rest.unlink()
    (house / "house.sqlite").write_text("These are the accounts of the house. " * 100)

    done = terbit(house, "prepare")

    assert done.returncode == 1
    assert "cannot be read as a house's database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_house_of_ones_own_never_becomes_a_demo(house: Path) -> None:
    done = terbit(house, "prepare", TERBIT_DEMO="1")

    assert done.returncode == 0
    assert (house / "kind").read_text() == "house\n"
    assert "demo" not in done.stdout


def test_a_demo_house_cannot_be_begun_anew_as_an_empty_one(house: Path) -> None:
    (house / "kind").write_text("demo\n")

    done = terbit(house, "prepare", "--empty")

    assert done.returncode == 1
    assert done.stderr.startswith(f"{house} holds the demo house; --empty begins a house of your own.")


def test_pages_are_printed_again_when_the_origin_changes(house: Path) -> None:
    done = terbit(house, "prepare", TERBIT_BASE_URL="https://news.example")

    assert "Printing pages" in done.stdout
    assert (house / "origin").read_text() == "https://news.example\n"
    assert terbit(house, "press", "verify").returncode == 0
    assert len(terbit(house, "prepare").stdout.splitlines()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1_000, 1])
def test_a_house_with_many_pages_opens_before_they_are_printed_anew(
    most: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "MOST_PAGES_AT_THE_START", most)
    open_desk().story("Beras mahal")
    bootstrap._print_pages()
    assert not Mark.objects.exists()  # a house that nobody has read yet has its pages first
    mark_everything("test")
    bootstrap._print_pages()
    assert Mark.objects.exists() == (most == 1)
    assert ("while the house is read" in capsys.readouterr().out) == (most == 1)


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0, 5.0, 8.0])
def test_a_preparation_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path, seconds: float) -> None:
    home = tmp_path / "house"
    environment = {"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), **engine.environ_of(home)}
    command = [sys.executable, "-m", "terbit", "prepare", "--empty"]
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    first.send_signal(signal.SIGKILL)
    first.wait()

    done = terbit(tmp_path / "house", "prepare", "--empty")

    assert done.returncode == 0, done.stderr
    assert terbit(tmp_path / "house", "press", "verify").returncode == 0
