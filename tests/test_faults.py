"""What breaks beside readers: they go on with what is free and what they are entitled to, a line says what is wrong, and
when its cause is gone everything heals by itself. One house in processes of its own goes through it all."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terbit.gate import Monthly, Once, Policy, Rolling, counted_since
from terbit.gate.reader_pass import COOKIE
from terbit.ledger import AlreadyUnlocked, Spent, SqliteLedger, Unlock, create
from tests.running_house import House, a_running_house

pytestmark = pytest.mark.sqlite("moves, locks and fills SQLite's files")

POLICY = Policy(2, frozenset({"koran"}), Once(), "Asia/Jakarta")
SHELF_MB = 16
PATIENCE_SECONDS = 30.0
STORIES = 16
LIVE_IN = """
import json, sys
from datetime import UTC, datetime, timedelta
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from terbit.dispatch import write
from terbit.gate.reader_pass import ReaderPass, sign
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR, REPORTER
from terbit.readers.models import Entitlement, ReaderSession
from terbit.readers.pass_keys import pass_keys

now, User = datetime.now(UTC), get_user_model()
people = {}
for name, role in (("budi", REPORTER), ("ayu", EDITOR)):
    people[name] = User.objects.create_user(f"{name}@terbit.example", is_staff=True)
    people[name].groups.add(Group.objects.get(name=role))
passes = {}
for name in ("subscriber", "citra"):
    reader = User.objects.create_user(f"{name}@terbit.example", carried=0)
    EmailAddress.objects.create(user=reader, email=reader.email, primary=True, verified=True)
    store = SessionStore()
    store.create()
    device = ReaderSession.objects.create(user=reader, session=Session.objects.get(pk=store.session_key))
    if name == "subscriber":
        Entitlement.objects.create(user=reader, publication_code="koran", ends=now + timedelta(days=30))
    number = write.number_of(f"reader/{reader.pk}")
    passes[name] = sign(ReaderPass(reader.pk, device.pk, write.epoch(), number), pass_keys().signing)
section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
words = " ".join(["Warga menunggu di depan balai kota sejak pagi hari."] * 30)
paths = []
for number in range(int(sys.argv[1])):
    draft = verbs.write(
        by=people["budi"], now=now, headline=f"Kabar {number}", publication=Publication.objects.get(code="koran"),
        section=section, body=[("paragraph", f"<p>{words}</p>")] * 3 + [("paragraph", "<p>Sampai di sini.</p>")],
        standfirst="Ringkasan.",
    )
    paths.append(verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC)).path)
print(json.dumps({"passes": passes, "paths": paths}))
"""
PUBLISH = """
import json, sys
from datetime import UTC, datetime
from django.contrib.auth import get_user_model
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
people = {name: get_user_model().objects.get(email=f"{name}@terbit.example") for name in ("budi", "ayu")}
draft = verbs.write(
    by=people["budi"], now=datetime.now(UTC), headline=sys.argv[1], publication=Publication.objects.get(code="site"),
    section=Section.objects.get(slug="dunia"), body=[("paragraph", "<p>Kabar baru.</p>")], standfirst="Ringkasan.",
)
print(json.dumps(verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC)).path))
"""
LAY_MUCH = """
import os
from django.db import transaction
from terbit.dispatch import write
for number in range(int(__import__("sys").argv[1])):
    with transaction.atomic():
        write.put(f"/besar/{number}", os.urandom(3_000_000))
print("true")
"""
TAKE_IT_AWAY = """
from django.db import transaction
from terbit.dispatch import write
from terbit.dispatch.models import Row
with transaction.atomic():
    for key in Row.objects.filter(key__startswith="/besar/").values_list("key", flat=True):
        write.drop(key)
print("true")
"""


@dataclass
class Town:
    """A running house with stories of the koran, somebody who subscribes to it, and Citra, who has units."""

    house: House
    passes: dict[str, str]
    unopened: list[str]
    opened: str = ""

    def ask(self, method: str, path: str, who: str = "", timeout: float = 10.0) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=timeout)
        headers = {"Sec-Fetch-Site": "same-origin"} if method == "POST" else {}
        if who:
            headers["Cookie"] = f"{COOKIE}={self.passes[who]}"
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def reads(self, path: str, who: str) -> bool:
        status, text = self.ask("GET", path, who)
        assert status == 200
        return "Sampai di sini." in text

    def opens(self, path: str) -> bool:
        """Whether Citra can open this story with a unit, and read it then."""
        assert self.ask("POST", path, "citra")[0] == 303
        return self.reads(path, "citra")

    def assert_readers_go_on(self) -> None:
        assert self.ask("GET", "/")[0] == 200
        assert self.ask("GET", "/rubrik/dunia")[0] == 200
        assert self.reads(self.unopened[0], "subscriber")
        assert not self.reads(self.unopened[0], "")

    def wait_for(self, fact: Callable[[], object], what: str) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not fact():
            assert time.monotonic() < until, f"{what}\n{self.house.said[-4000:]}"
            time.sleep(0.1)

    def publishes(self, headline: str) -> None:
        """A story comes to readers, from the newsroom's rows through worker and follower to the shelf."""
        path = self.house.run(PUBLISH, headline)
        self.wait_for(lambda: self.ask("GET", path)[0] == 200, f"{path} did not come")

    def says(self, words: str) -> None:
        self.wait_for(lambda: words in self.house.said, f"nobody said {words}")

    def faults(self) -> list[dict[str, str]]:
        """Every fault that was logged: one line of JSON each."""
        return [json.loads(line) for line in self.house.said.splitlines() if line.startswith('{"time"')]

    @contextmanager
    def expecting(self, **times: int) -> Iterator[None]:
        """Afterwards each of these faults was logged so many times more, and none besides."""
        before = len(self.faults())
        yield
        new = self.faults()[before:]
        assert Counter(one["fault"] for one in new) == times, new
        for one in new:
            assert one["process"] and one["message"].endswith((".", ")")) and len(one["message"].split(". ")) > 1


def a_small_disk(place: Path) -> bool:
    """Mount one of 160 MB there, where that is allowed."""
    command = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=700", "tmpfs", str(place)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="terbit-"))
    mounted = a_small_disk(place)
    yield place
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def town(home: Path, house_template: Path) -> Iterator[Town]:
    settings = {"TERBIT_SHELF_SIZE_MB": str(SHELF_MB)}
    with a_running_house(home=home, template=house_template, **settings) as house:
        made = house.run(LIVE_IN, str(STORIES))
        house.run(
            "from terbit.newsroom.models import HouseSettings as H\nh = H.objects.first()\nh.policy_units = 50\nh.save()\nprint(1)"
        )
        town = Town(house, made["passes"], made["paths"])
        town.wait_for(lambda: town.ask("GET", town.unopened[-1])[0] == 200, "the stories did not come")
        house.terbit("press", "verify")  # which waits for the worker
        town.opened = town.unopened.pop()
        town.wait_for(lambda: town.opens(town.opened), "no story can be opened")
        yield town


def test_the_newsroom_is_down(town: Town) -> None:
    pid = town.house.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    newsroom = next(int(child) for child in children if b"newsroom" in Path(f"/proc/{child}/cmdline").read_bytes())

    with town.expecting(newsroom_away=1):
        os.kill(newsroom, signal.SIGKILL)

        town.assert_readers_go_on()
        assert town.opens(town.unopened.pop())
        town.wait_for(lambda: town.ask("GET", "/akun/masuk/")[0] == 503, "the newsroom is still there")
        town.says("The newsroom ended (by signal SIGKILL); it starts again")
        town.wait_for(lambda: town.ask("GET", "/akun/masuk/")[0] == 200, "the newsroom did not come back")
        town.publishes("Redaksi kembali")


def test_the_house_database_is_moved_away_and_comes_back(town: Town) -> None:
    home, away = town.house.home, town.house.home / "away"
    away.mkdir()
    files = sorted(home.glob("house.sqlite*"))

    with town.expecting(dispatch_away=1, database_away=2):  # the worker's and the newsroom's
        for file in files:
            file.rename(away / file.name)
        town.says("The shelf stays at number")
        town.says("The database did not answer (unable to open database file)")
        town.assert_readers_go_on()
        assert town.opens(town.unopened.pop())
        assert 200 not in at_the_desk(town)
        assert not list(home.glob("house.sqlite*"))  # an empty one in its place would not heal

        for file in files:
            (away / file.name).rename(file)
        away.rmdir()
        town.says("The database answers again.")
        town.says("The shelf follows dispatch again")
        assert at_the_desk(town) == {200}
        town.publishes("Basis data kembali")


def at_the_desk(town: Town) -> set[int]:
    """The answers of all the newsroom's threads."""
    with ThreadPoolExecutor(16) as crowd:
        return set(crowd.map(lambda _: town.ask("GET", "/akun/masuk/")[0], range(48)))


@contextmanager
def held(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_the_ledger_is_locked(town: Town) -> None:
    story = town.unopened[-1]
    with town.expecting(ledger_unavailable=1), held(town.house.home / "ledger.sqlite"):
        town.assert_readers_go_on()
        assert town.reads(town.opened, "citra")
        assert not town.opens(story)
        town.says("ledger.sqlite did not answer: database is locked")
    assert town.opens(story)
    town.unopened.pop()


def test_the_ledger_is_gone_and_comes_back(town: Town) -> None:
    story, home, away = town.unopened[-1], town.house.home, town.house.home / "away"
    away.mkdir()
    files = sorted(home.glob("ledger.sqlite*"))
    with town.expecting(ledger_unavailable=1):
        for file in files:
            file.rename(away / file.name)

        town.assert_readers_go_on()
        assert not town.opens(story)
        assert not (home / "ledger.sqlite").exists()  # an empty one in its place would forget what everybody opened
        town.says("ledger.sqlite did not answer: [Errno 2] No such file")

    for file in files:
        (away / file.name).rename(file)
    away.rmdir()
    assert town.reads(town.opened, "citra")
    assert town.opens(story)
    town.unopened.pop()


def test_the_disk_is_full(town: Town) -> None:
    home = town.house.home
    if not os.path.ismount(home):
        pytest.skip("a small disk can be mounted by root only")
    fill(home / "filler")

    town.assert_readers_go_on()
    assert town.reads(town.opened, "citra")
    while town.opens(story := town.unopened.pop()):  # a few rows may fit into a block of the ledger's that is begun
        assert len(town.unopened) > 3
    town.says("ledger.sqlite did not answer: database or disk is full")
    with pytest.raises(subprocess.CalledProcessError):
        town.house.run(LAY_MUCH, "4")
    town.assert_readers_go_on()

    (home / "filler").unlink()
    assert town.opens(story)
    town.publishes("Cakram kembali")


def fill(file: Path) -> None:
    """Take all the room that the disk has, to the last block."""
    for block in (1 << 16, 1 << 10):
        with suppress(OSError), file.open("ab", buffering=0) as filler:
            while True:
                filler.write(bytes(block))


def test_the_shelf_is_at_its_map_size(town: Town) -> None:
    town.house.run(LAY_MUCH, str(SHELF_MB // 3 + 1))
    town.says("MDB_MAP_FULL")
    town.assert_readers_go_on()
    assert town.opens(town.unopened.pop())

    town.house.run(TAKE_IT_AWAY)
    town.says("The shelf follows dispatch again")
    town.publishes("Rak kembali")


def test_at_the_end_every_page_is_as_if_printed_from_nothing(town: Town) -> None:
    town.house.terbit("press", "verify")


def test_a_clock_that_is_stepped_back_gives_no_unit_and_shuts_no_opened_story(tmp_path: Path) -> None:
    """Rows of the ledger then lie in the future, and count all the same: also over the first of a month."""
    create(tmp_path / "ledger.sqlite")
    ledger, reader = SqliteLedger(tmp_path / "ledger.sqlite"), 3
    noon = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
    for policy in (
        replace(POLICY, renewal=Once()),
        replace(POLICY, renewal=Monthly()),
        replace(POLICY, renewal=Rolling(7)),
    ):
        ledger.forget(reader)
        for story in (1, 2):
            unlock(ledger, policy, story, noon)
        for back in (timedelta(hours=3), timedelta(days=2), timedelta(days=300)):
            assert unlock(ledger, policy, 9, noon - back) == Spent()
            assert unlock(ledger, policy, 1, noon - back) == AlreadyUnlocked()
    ledger.close()


def unlock(ledger: SqliteLedger, policy: Policy, story: int, now: datetime) -> Unlock:
    return asyncio.run(ledger.unlock(3, story, limit=policy.units, since=counted_since(policy, now), now=now))
