"""What the doctor says of a house in PostgreSQL: of servers, tables, the ledger and backups."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tools.testing import engine

from terbit.cli.doctor import database, ledger
from terbit.cli.doctor.line import Line, State
from terbit.config import Settings, load
from terbit.house.backup.note import LastBackup, note_backup
from terbit.house.databases import Server
from terbit.house.tests.test_bootstrap import terbit

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    home = tmp_path_factory.mktemp("doctor") / "house"
    engine.lay_template(home, house_template)
    assert terbit(home, "prepare", "--empty").returncode == 0
    return home


def settings_of(home: Path) -> Settings:
    return load({"TERBIT_HOME": str(home)} | engine.environ_of(home))


def said(lines: Iterable[Line]) -> list[tuple[str, str]]:
    found = list(lines)
    assert all(line.advice for line in found if line.state != State.OK)
    return [(line.state.name, line.found) for line in found]


def test_the_tests_server_is_found_and_that_it_does_not_wait_for_the_disk(house: Path) -> None:
    done = terbit(house, "doctor", "--json")
    lines = json.loads(done.stdout)
    of = {about: [line for line in lines if line["about"] == about] for about in ("database", "ledger", "backups")}
    for about in ("database", "ledger"):
        assert of[about][0]["found"].startswith("PostgreSQL 15."), of
        assert of[about][0]["found"].endswith(", and does not wait for the disk")
        assert [line["state"] for line in of[about]] == ["wrong", "ok"]
    assert of["database"][1]["found"] == "its tables are of this version"
    assert of["backups"][0]["found"] == "there is none"
    assert (done.returncode, done.stderr) == (2, "")


def test_a_server_that_waits_for_the_disk_is_well() -> None:
    line = database.judge_server("database", Server("15.6", True), "postgresql://db.example/house")
    assert (line.state, line.found) == (State.OK, "PostgreSQL 15.6 answers at postgresql://db.example/house")


def test_a_backup_is_known_to_the_doctor(house: Path, tmp_path: Path) -> None:
    note_backup(settings_of(house), LastBackup(datetime.now(UTC).isoformat(), str(tmp_path / "house.zip"), 7))
    lines = json.loads(terbit(house, "doctor", "--json").stdout)
    found = next(line for line in lines if line["about"] == "backups")
    assert (found["state"], str(tmp_path / "house.zip") in found["found"]) == ("ok", True)
    (house / "backup.json").unlink()


def test_tables_of_an_older_version_are_told(house: Path, tmp_path: Path) -> None:
    home = engine.copy_house(house, tmp_path / "house")
    engine.ask(
        home, "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'press')"
    )
    lines = json.loads(terbit(home, "doctor", "--json").stdout)
    assert "its tables lack 1 steps to this version" in [line["found"] for line in lines]


def test_a_server_that_is_away_is_one_line_each_without_a_password(tmp_path: Path) -> None:
    url = f"postgresql://terbit:secret@/house?host={tmp_path}"
    away = Settings(home=tmp_path, database_url=url, ledger_url=url)
    for check in (database.check, ledger.check):
        lines = said(check(away))
        assert [state for state, _ in lines] == ["WRONG"]
        assert "no database answers there" in lines[0][1] and "secret" not in lines[0][1]


def test_a_ledger_without_its_tables_is_told(house: Path, tmp_path: Path) -> None:
    settings = settings_of(engine.copy_house(house, tmp_path / "house"))
    engine.take_ledger_away(settings)
    lines = said(ledger.check(settings))
    assert [state for state, _ in lines] == ["WRONG", "WRONG"]
    assert "did not answer" in lines[1][1]
