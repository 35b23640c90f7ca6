"""A house goes over to PostgreSQL and back: nothing is lost, readers read on, nobody goes on with what was left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tools.testing import engine

from terbit.kiosk.tests.running import a_free_port, ask

pytestmark = pytest.mark.postgresql
STORY = {
    "headline": "Beras mahal",
    "body": "Satu kalimat. Dua kalimat.\n\nTiga kalimat yang panjang sekali.\n",
    "publication": "koran",
    "published": "2026-11-20T05:00:00Z",
    "language": "id",
    "byline": ["Rara"],
    "tags": ["Beras"],
}
SPENT = """
import asyncio
from datetime import UTC, datetime
from terbit.config import settings
from terbit.ledger import create_ledger, open_ledger
create_ledger(settings)
book = open_ledger(settings)
now = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
async def spend():
    for reader in range(1, 41):
        for story in (1, 2):
            await book.unlock(reader, story, limit=2, since=None, now=now)
asyncio.run(spend())
book.give_back(7, 2, by=1, why="Gambarnya “hilang”")
book.close()
"""
ROWS = """
import json
from terbit.config import settings
from terbit.ledger import open_ledger
book = open_ledger(settings)
print(json.dumps({reader: [sorted((s, str(t)) for s, t in book.opened_by(reader).items()), book.look(reader, 2, None)]
                  for reader in range(1, 42)}))
"""


class House:
    """A state folder that begins on SQLite, and the command beside it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environ = {"PATH": os.environ["PATH"], "TERBIT_HOME": str(home)}
        self.place = "postgresql://" + engine.environ_of(home)["TERBIT_DATABASE_URL"].partition("://")[2]
        self.ledger_place = engine.environ_of(home)["TERBIT_LEDGER_URL"]

    def on_postgresql(self) -> dict[str, str]:
        return {"TERBIT_DATABASE_URL": self.place, "TERBIT_LEDGER_URL": self.ledger_place}

    def terbit(self, *arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "terbit", *map(str, arguments)]
        return subprocess.run(command, env=self.environ | environ, capture_output=True, text=True, check=False)

    def python(self, program: str, **environ: str) -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=self.environ | environ, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, file_template: Path) -> Path:
    home = tmp_path_factory.mktemp("mv") / "h"
    home.mkdir()
    shutil.copyfile(file_template, home / "house.sqlite")
    house = House(home)
    assert house.terbit("prepare", "--empty").returncode == 0
    lines = [json.dumps(STORY | {"id": str(number), "slug": f"berita-{number}"}) for number in range(30)]
    (home.parent / "a.jsonl").write_text("\n".join(lines) + "\n")
    done = house.terbit("import", "archive", home.parent / "a.jsonl", "--json")
    assert json.loads(done.stdout)["made"] == 30, done.stderr
    assert house.terbit("prepare").returncode == 0
    house.python(SPENT)
    return home


@pytest.fixture
def house(begun: Path, tmp_path: Path, house_template: Path) -> House:
    """Beside a database that has its tables and no house: as good a target as an empty one, and quicker."""
    engine.lay_template(tmp_path / "h", house_template)
    return House(Path(shutil.copytree(begun, tmp_path / "h", dirs_exist_ok=True)))


@pytest.fixture
def house_beside_nothing(begun: Path, tmp_path: Path) -> House:
    return House(Path(shutil.copytree(begun, tmp_path / "h")))


@contextmanager
def a_kiosk(house: House, path: str = "/artikel/berita-1", **environ: str) -> Iterator[int]:
    """On the house's state folder, from when it has the page at `path`: its shelf may be of an earlier epoch."""
    port = a_free_port()
    wanted = house.environ | {"PORT": str(port)} | environ
    command = [sys.executable, "-m", "terbit", "kiosk"]
    process = subprocess.Popen(command, env=wanted, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while status(port, path) != 200:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def status(port: int, path: str) -> int:
    try:
        return int(ask(port, "GET", path).split(b" ", 2)[1])
    except (OSError, IndexError):
        return 0


def everything(house: House, **environ: str) -> tuple[str, str]:
    """All that is exported, and the ledger as readers have it."""
    exported = house.terbit("export", "archive", **environ)
    assert exported.returncode == 0, exported.stderr
    return exported.stdout, house.python(ROWS, **environ)


def test_a_house_goes_over_and_back_while_readers_read(house_beside_nothing: House, tmp_path: Path) -> None:
    house = house_beside_nothing
    before = everything(house)
    seen: set[int] = set()
    with a_kiosk(house) as port:
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                seen.add(status(port, "/artikel/berita-1"))

        reader = threading.Thread(target=read)
        reader.start()
        moved = house.terbit("move", "--to", house.place, "--ledger", house.ledger_place, "--json")
        done.set()
        reader.join()
    assert moved.returncode == 0, moved.stderr
    told: dict[str, Any] = json.loads(moved.stdout)
    sums = {row["table"]: row for row in told["tables"]}
    assert all((row["rows"], row["sum"]) == (row["rows_there"], row["sum_there"]) for row in sums.values())
    assert sums["newsroom_article"]["rows"] == 30 and sums["ledger: unlock"]["rows"] == 80
    assert seen == {200}
    there = house.on_postgresql()
    assert everything(house, **there) == before
    verified = house.terbit("press", "verify", **there)
    assert (verified.returncode, "equal, byte for byte" in verified.stdout) == (0, True), verified.stdout
    assert house.terbit("prepare", **there).returncode == 0
    again = house.terbit("import", "archive", a_new_story(tmp_path), "--json", **there)
    assert json.loads(again.stdout)["made"] == 1, again.stderr  # ids go on where they were
    assert house.terbit("prepare", **there).returncode == 0
    with a_kiosk(house, "/artikel/berita-baru", **there) as port:
        assert status(port, "/artikel/berita-1") == 200
    after = everything(house, **there)
    (house.home / "house.sqlite").rename(tmp_path / "was.sqlite")
    back = house.terbit("move", "--to", "sqlite:", "--ledger", "sqlite:", **there)
    assert back.returncode == 0, back.stderr
    assert "every table has the rows and the sum it had" in back.stdout
    assert everything(house) == after
    verified = house.terbit("press", "verify")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(house.terbit("import", "archive", a_new_story(tmp_path, "lagi"), "--json").stdout)["made"] == 1


def a_new_story(folder: Path, name: str = "baru") -> Path:
    file = folder / f"{name}.jsonl"
    file.write_text(json.dumps(STORY | {"id": name, "slug": f"berita-{name}"}) + "\n")
    return file


def test_dispatch_has_a_new_epoch_and_what_was_left_is_refused(house: House) -> None:
    epochs = "SELECT epoch FROM dispatch_log"
    with psycopg.connect(house.place) as there:
        assert house.terbit("move", "--to", house.place).returncode == 0
        moved = there.execute(epochs).fetchone()
    assert moved is not None and moved[0] not in house.python(
        f"import sqlite3; print(sqlite3.connect('{house.home}/house.sqlite').execute('{epochs}').fetchone())"
    )
    for command in (["prepare"], ["list", "articles"], ["worker"]):
        refused = house.terbit(*command)
        assert refused.returncode == 1
        assert refused.stderr.startswith("The house was moved to postgresql://"), refused.stderr
    assert house.terbit("list", "articles", TERBIT_DATABASE_URL=house.place).returncode == 0


def test_a_target_that_is_not_empty_is_refused_and_stays_as_it_is(house: House) -> None:
    assert house.terbit("move", "--to", house.place).returncode == 0
    (house.home / "places").unlink()
    before = engine.state_of(house.home)
    again = house.terbit("move", "--to", house.place)
    assert (again.returncode, "holds a house already" in again.stderr) == (1, True)
    assert engine.state_of(house.home) == before
    with psycopg.connect(house.ledger_place) as strange:
        strange.execute("CREATE TABLE accounts (id int)")
    other = house.terbit("move", "--to", house.ledger_place)
    assert (other.returncode, "not Terbit's, such as accounts" in other.stderr) == (1, True)
    back = house.terbit("move", "--to", "sqlite:", TERBIT_DATABASE_URL=house.place)
    assert (back.returncode, "is there already" in back.stderr) == (1, True)


def test_while_the_newsroom_runs_nothing_moves(house: House) -> None:
    with socket.socket(socket.AF_UNIX) as newsroom:
        newsroom.bind(str(house.home / "run" / "newsroom.sock"))
        newsroom.listen()
        done = house.terbit("move", "--to", house.place)
    assert (done.returncode, done.stderr.startswith("The newsroom of ")) == (1, True)


def test_a_copy_that_differs_is_not_kept(house: House) -> None:
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'terbit.house.settings'; import django; django.setup()\n"
        "from terbit.house.move import moving, stores\n"
        "put = stores.PostgresqlStore.put\n"
        "def loses(self, table, rows):\n"
        "    put(self, table, rows[1:] if table.name == 'newsroom_byline' else rows)\n"
        "stores.PostgresqlStore.put = loses\n"
        "from terbit.cli import main; sys.exit(main(['move', '--to', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, house.place], env=house.environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "in newsroom_byline; nothing was kept" in done.stderr) == (1, True), done.stderr
    assert not (house.home / "places").exists()
    with psycopg.connect(house.place) as there:
        assert there.execute("SELECT count(*) FROM newsroom_article").fetchone() == (0,)
    assert house.terbit("move", "--to", house.place).returncode == 0


def test_a_move_that_fails_leaves_no_files(house: House) -> None:
    assert house.terbit("move", "--to", house.place).returncode == 0
    there = {"TERBIT_DATABASE_URL": house.place}
    (house.home / "house.sqlite").unlink()
    with psycopg.connect(house.place) as breaking:
        breaking.execute("ALTER TABLE press_newsday RENAME TO gone")
    done = house.terbit("move", "--to", "sqlite:", **there)
    assert (done.returncode, "This house lacks press_newsday" in done.stderr) == (1, True), done.stderr
    assert not list(house.home.glob("house.sqlite*"))


def test_a_ledger_that_was_left_takes_no_unlock_any_more(house: House) -> None:
    assert house.terbit("move", "--ledger", house.ledger_place).returncode == 0
    assert not (house.home / "ledger.sqlite").exists()
    assert (house.home / "left-ledger.sqlite").exists()
    rows = json.loads(house.python(ROWS, TERBIT_LEDGER_URL=house.ledger_place))
    assert rows["7"][1] == [True, 1] and rows["8"][1] == [True, 2] and rows["41"] == [[], [False, 0]]
