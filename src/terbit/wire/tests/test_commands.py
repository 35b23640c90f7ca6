"""`terbit import` and `terbit export`, as a person or a program runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tools.testing import engine

from terbit.wire.tests.conftest import a_line


class House:
    """A state folder of its own, and the command beside it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TERBIT_", "DJANGO_"))}
        self.environ = inherited | {"TERBIT_HOME": str(home), "TERBIT_DEMO": "0"} | engine.environ_of(home)

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "terbit", *map(str, arguments)]

    def terbit(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(self.command(*arguments), env=self.environ, capture_output=True, check=False, timeout=120)

    def count(self, table: str) -> int:
        return int(engine.ask(self.home, f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, house_template: Path) -> Path:
    home = tmp_path_factory.mktemp("empty") / "home"
    engine.lay_template(home, house_template)
    done = House(home).terbit("prepare", "--empty")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def house(empty: Path, tmp_path: Path) -> House:
    return House(engine.copy_house(empty, tmp_path / "home"))


def write(file: Path, *lines: Any) -> Path:
    file.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return file


def test_the_last_thing_said_are_numbers_that_add_up_and_errors_stand_by_line(house: House, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", a_line(), "{", a_line(id="3", published="kemarin"), a_line(id="4"))
    done = house.terbit("import", "archive", file, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [report[name] for name in ("read", "made", "changed", "unchanged", "refused")] == [4, 2, 0, 0, 2]
    told = done.stderr.decode()
    assert f"{file}:2: not_json: " in told and f"{file}:3: bad_date: published: “kemarin”" in told
    assert " left\n" in told
    words = house.terbit("import", "archive", file).stdout.decode().splitlines()
    assert words[0] == "4 read: 0 made, 0 changed, 2 unchanged, 2 refused."


@pytest.mark.parametrize(
    ("lines", "code"),
    [([a_line()], 0), ([a_line(), "{"], 1), (["{", "["], 2), ([], 2)],
    ids=["all made", "some refused", "all refused", "nothing"],
)
def test_the_exit_code_says_how_much_was_usable(house: House, tmp_path: Path, lines: list[Any], code: int) -> None:
    assert house.terbit("import", "archive", write(tmp_path / "a.jsonl", *lines)).returncode == code


def test_files_and_formats_that_are_not_there_are_told(house: House, tmp_path: Path) -> None:
    done = house.terbit("import", "archive", tmp_path / "nowhere.jsonl", "--json")
    assert done.returncode == 2 and json.loads(done.stdout)["reasons"] == {"cannot_read": 1}
    done = house.terbit("import", "papyrus", tmp_path)
    assert done.returncode == 2 and b"There is no format" in done.stderr


def test_a_dry_run_prints_one_archive_object_an_item_and_changes_no_byte(house: House, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", a_line(), "{", a_line(id="2", body="<p>Satu</p>", body_format="html"))
    before = engine.state_of(house.home)
    done = house.terbit("import", "archive", file, "--dry-run", "--json")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]
    assert json.loads(done.stderr.decode().splitlines()[-1])["made"] == 2
    assert engine.state_of(house.home) == before
    again = write(tmp_path / "b.jsonl", done.stdout.decode().rstrip("\n"))
    assert house.terbit("import", "archive", again, "--dry-run", "--json").stdout == done.stdout


def test_an_import_that_is_killed_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    wanted = 2_000
    lines = [a_line(id=str(number), headline=f"Berita {number % 7}", byline=["Rara"]) for number in range(wanted)]
    file = write(tmp_path / "a.jsonl", *lines)
    with subprocess.Popen(
        house.command("import", "archive", file), env=house.environ, stderr=subprocess.DEVNULL
    ) as running:
        deadline = time.monotonic() + 60
        while house.count("newsroom_article") < 400 and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    there = house.count("newsroom_article")
    assert 400 <= there < wanted
    done = house.terbit("import", "archive", file, "--json")
    report = json.loads(done.stdout)
    assert (report["made"], report["unchanged"], report["refused"]) == (wanted - there, there, 0)
    for table in ("newsroom_article", "newsroom_byline", "wire_delivery", "wagtailcore_revision", "newsroom_journal"):
        assert house.count(table) == wanted, table
    assert house.count("newsroom_contributor") == 1


def test_export_writes_to_a_file_or_to_standard_output_the_same_bytes(house: House, tmp_path: Path) -> None:
    house.terbit("import", "archive", write(tmp_path / "a.jsonl", a_line(), a_line(id="2", tags=["Beras"])))
    out = house.terbit("export", "archive")
    done = house.terbit("export", "archive", tmp_path / "b.jsonl")
    assert (out.returncode, done.returncode, done.stdout) == (0, 0, b"")
    assert out.stdout == (tmp_path / "b.jsonl").read_bytes()
    assert [json.loads(line)["id"] for line in out.stdout.splitlines()] == ["1", "2"]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.slow
def test_the_demo_house_moves_into_an_empty_one_byte_for_byte(house: House, tmp_path: Path) -> None:
    demo = House(tmp_path / "demo")
    demo.environ["TERBIT_DEMO"] = "1"
    assert demo.terbit("prepare").returncode == 0
    assert demo.terbit("export", "archive", tmp_path / "a.jsonl").returncode == 0
    assert house.terbit("import", "archive", tmp_path / "a.jsonl").returncode == 0
    assert house.terbit("export", "archive", tmp_path / "b.jsonl").returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert (tmp_path / "a.jsonl").read_bytes().count(b"data:image/") > 20
