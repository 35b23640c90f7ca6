"""A demo house is backed up while it publishes and its readers open stories, destroyed, and restored from the file."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools.testing import engine

from terbit.gate.reader_pass import COOKIE
from tests.running_house import House, a_running_house

READERS = 60
READERS_IN = """
import json, sys
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from terbit.dispatch import write
from terbit.gate.reader_pass import ReaderPass, sign
from terbit.newsroom.models import HouseSettings
from terbit.readers.models import ReaderSession, User
from terbit.readers.pass_keys import pass_keys
house = HouseSettings.objects.first()
house.policy_units = 50
house.save()
found = {}
for number in range(int(sys.argv[1])):
    user = User.objects.create_user(f"pembaca-{number}@pembaca.example")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    store = SessionStore()
    store.create()
    device = ReaderSession.objects.create(user=user, session=Session.objects.get(pk=store.session_key))
    number = write.number_of(f"reader/{user.pk}")
    found[user.pk] = sign(ReaderPass(user.pk, device.pk, write.epoch(), number), pass_keys().signing)
print(json.dumps(found))
"""
KEEP_PUBLISHING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from django.contrib.auth.models import Group
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR, REPORTER
from terbit.readers.models import User
people = []
for name, role in (("penulis", REPORTER), ("penyunting", EDITOR)):
    people.append(User.objects.create_user(f"{name}@redaksi.example", is_staff=True))
    people[-1].groups.add(Group.objects.get(name=role))
koran, section = Publication.objects.get(code="koran"), Section.objects.filter(language="id").first()
stop, number = Path(sys.argv[1]), 0
while not stop.exists():
    number += 1
    draft = verbs.write(
        by=people[0], now=datetime.now(UTC), headline=f"Kabar beban {number}", publication=koran, section=section,
        body=[("paragraph", f"<p>Kabar nomor {number} datang saat cadangan dibuat.</p>")], standfirst="Ringkasan.",
    )
    verbs.publish(draft, by=people[1], now=datetime.now(UTC))
print("true")
"""


@contextmanager
def publishing(house: House) -> Iterator[None]:
    stop = house.home / "run" / "enough"
    thread = threading.Thread(target=lambda: house.run(KEEP_PUBLISHING, str(stop)))
    thread.start()
    try:
        yield
    finally:
        stop.touch()
        thread.join(60)


class Reading(threading.Thread):
    """Readers who open stories one after the other."""

    def __init__(self, house: House, passes: dict[str, str], paths: list[str]) -> None:
        super().__init__()
        self._port, self._passes, self._paths = house.port, passes, paths
        self.failed = 0
        self.enough = threading.Event()

    def run(self) -> None:
        """Each reader opens each story, until `enough`."""
        for path in self._paths:
            for text in self._passes.values():
                if not self.enough.is_set():
                    self._open(path, text)

    def _open(self, path: str, text: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("POST", path, headers={"Cookie": f"{COOKIE}={text}", "Sec-Fetch-Site": "same-origin"})
            status = connection.getresponse().status
        finally:
            connection.close()
        self.failed += status != 303
        time.sleep(0.02)


@pytest.mark.slow
def test_a_house_is_backed_up_under_load_destroyed_and_restored(tmp_path: Path, demo_template: Path) -> None:
    file, new_home = tmp_path / "house.zip", tmp_path / "new"
    with a_running_house(demo=demo_template) as house:
        passes = house.run(READERS_IN, str(READERS))
        metered = [
            row["path"]
            for row in house.json("list", "articles")
            if (row["access"], row["state"]) == ("metered", "live")
        ]
        reading = Reading(house, passes, metered[:30])
        with publishing(house):
            reading.start()
            time.sleep(3)
            before = unlocks(house.home)
            made = json.loads(house.terbit("backup", str(file), "--json"))
            reading.join()
        assert reading.failed == 0
        after = unlocks(house.home)
        wait_until_printed(house)
        exported = house.terbit("export", "archive")
        house.terbit("press", "verify")
        old = {name: (house.home / name).read_bytes() for name in ("keys/pass.json", "keys/django.secret")}
        pictures = {path.name for path in (house.home / "media" / "pictures").rglob("*") if path.is_file()}
    assert not house.home.exists()  # destroyed

    environ = {**house.environ, "TERBIT_HOME": str(new_home), **engine.environ_of(new_home)}
    run = [sys.executable, "-m", "terbit"]
    subprocess.run([*run, "restore", str(file), "--print"], env=environ, check=True)
    restored = unlocks(new_home)
    assert 0 < len(before) < len(after)
    assert before <= restored <= after
    assert {name: (new_home / name).read_bytes() for name in old} == old
    assert {path.name for path in (new_home / "media" / "pictures").rglob("*") if path.is_file()} == pictures
    assert without_readers(new_home) == set()
    subprocess.run([*run, "press", "verify"], env=environ, check=True)
    again = subprocess.run([*run, "export", "archive"], env=environ, check=True, capture_output=True, text=True).stdout
    lines = [set(text.splitlines()) for text in (exported, again)]
    assert lines[1] <= lines[0]
    assert all(
        "Kabar beban" in line for line in lines[0] - lines[1]
    )  # what was published during the backup, or after it
    with a_running_house(home=new_home) as house:
        reader = next(str(reader) for reader, _, _ in restored if str(reader) in passes)
        opened = sum(str(row[0]) == reader for row in restored)
        assert own_answer(house, passes[reader]) == (True, 50 - opened)  # the pass of the old house, and of its epoch
    print(json.dumps({**made, "unlocks": [len(before), len(restored), len(after)]}))


def own_answer(house: House, reader_pass: str) -> tuple[bool, int]:
    """Whether the kiosk knows this reader as confirmed, and how many units they have left."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
    connection.request("GET", "/saya", headers={"Cookie": f"{COOKIE}={reader_pass}"})
    said = json.loads(connection.getresponse().read())
    connection.close()
    return said["confirmed"], said["left"]


def wait_until_printed(house: House) -> None:
    until = time.monotonic() + 120
    while house.run("from terbit.press.models import Mark\nprint(Mark.objects.count())"):
        assert time.monotonic() < until, house.said[-2000:]
        time.sleep(1)


def unlocks(home: Path) -> set[tuple[int, int, int]]:
    return {(reader, story, at) for reader, story, at in engine.unlocks(home)}


def without_readers(home: Path) -> set[int]:
    readers = {pk for (pk,) in engine.ask(home, "SELECT id FROM readers_user")}
    return {reader for reader, _, _ in unlocks(home)} - readers
