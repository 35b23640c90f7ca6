"""The desk of a busy house: stories and editions come out, some are withdrawn, an archive comes in, people sign in."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from tests.crashes.programs import DESK, PASSWORD
from tests.crashes.readers import Answer, Client
from tests.crashes.waiting import PATIENCE_SECONDS
from tests.running_house import House

DELIVERED: Final = 40
KNOWN_SECONDS: Final = 60.0
"""A follower that was killed comes back in less."""


@dataclass(frozen=True)
class Edition:
    """`instant`: seconds since 1970."""

    path: str
    stories: tuple[str, ...]
    instant: float


@dataclass
class Desk:
    """A program beside the house that publishes at each word."""

    house: House
    published: dict[str, int] = field(default_factory=dict)
    editions: list[Edition] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    _steps: int = 0

    def __post_init__(self) -> None:
        environ = self.house.environ | {"DJANGO_SETTINGS_MODULE": "terbit.house.settings"}
        command = [sys.executable, "-c", f"import django; django.setup()\n{DESK}"]
        self._process = subprocess.Popen(
            command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def step(self, chance: random.Random) -> None:
        self._steps += 1
        self.publish("edition" if self._steps % 4 == 1 else "story")
        time.sleep(chance.uniform(0.3, 1.0))

    def publish_story(self) -> str:
        """Its address; tried until the house takes it."""
        before = set(self.published)
        while not (new := self.published.keys() - before):
            self.publish("story")
        return new.pop()

    def plan_edition(self, seconds: float) -> Edition:
        """One that is released so much later; tried until the house takes it."""
        before = len(self.editions)
        while len(self.editions) == before:
            self.publish(f"edition {seconds}")
        return self.editions[-1]

    def publish(self, word: str) -> None:
        """A `story`, or an `edition` with its release in a few seconds."""
        assert self._process.stdin and self._process.stdout
        print(word, file=self._process.stdin, flush=True)
        done = json.loads(self._process.stdout.readline())
        if "story" in done:
            self.published[done["story"]] = done["id"]
        elif "edition" in done:
            self.editions.append(Edition(done["edition"], tuple(done["stories"]), done["instant"]))
        else:
            self.failed[done["failed"]] += 1

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()


@dataclass
class Imports:
    """The same archive is imported again and again, its stories changed each time, a few new ones with them."""

    house: House
    done: Counter[str] = field(default_factory=Counter)
    process: subprocess.Popen[str] | None = None
    _round: int = 0

    def step(self, chance: random.Random) -> None:
        self._round += 1
        file = self.house.home / "run" / "kiriman.jsonl"
        file.write_text("".join(json.dumps(self._story(number)) + "\n" for number in range(DELIVERED + self._round)))
        command = [sys.executable, "-m", "terbit", "import", "archive", str(file), "--json"]
        self.process = subprocess.Popen(
            command, env=self.house.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        said, errors = self.process.communicate()
        if self.process.returncode == 0:
            self.done += Counter({what: n for what, n in json.loads(said).items() if what in {"made", "changed"}})
            self.done["whole"] += 1
        else:
            self.done[f"exit {self.process.returncode}"] += 1
            if self.process.returncode > 0 and "locked" not in said + errors:
                self.done[(said + errors)[-300:]] += 1
        time.sleep(chance.uniform(2.0, 5.0))

    def _story(self, number: int) -> dict[str, object]:
        return {
            "id": str(number), "headline": f"Arsip {number}", "published": f"2024-03-{number % 28 + 1:02}T06:00:00+07:00",
            "section": "Arsip", "body": f"<p>Kiriman ke-{self._round} dari berita {number}.</p><p>Selesai.</p>",
        }  # fmt: skip


@dataclass
class Forms:
    """People of the house who work through the newsroom's pages: one withdraws stories, others sign in."""

    client: Client
    desk: Desk
    withdrawn: set[str] = field(default_factory=set)
    signed_in: int = 0
    _steps: int = 0

    def step(self, chance: random.Random) -> None:
        self._steps += 1
        host = 2 + self._steps % 250  # so that nobody is told to come back later
        if self._steps % 3 and self.desk.published:
            self._withdraw(chance, host)
        else:
            self.sign_in(f"masuk-{self._steps % 4}", host)
        time.sleep(chance.uniform(0.2, 0.8))

    def _withdraw(self, chance: random.Random, host: int) -> None:
        cookies = self.sign_in("ayu", host)
        path = chance.choice(sorted(self.desk.published.keys() - self.withdrawn) or [""])
        if not cookies or not path:
            return
        address = f"/redaksi/artikel/withdraw/{self.desk.published[path]}/"
        done = self._post(address, cookies, host, ground="child", reason="Identitas anak.")
        if done is not None and done.status == 302:
            self.withdrawn.add(path)

    def sign_in(self, name: str, host: int) -> dict[str, str]:
        """The cookies of whoever signed in; none where it did not come to that."""
        cookies: dict[str, str] = {}
        done = self._post("/akun/masuk/", cookies, host, login=f"{name}@terbit.example", password=PASSWORD)
        if done is None or done.status != 302:
            return {}
        self.signed_in += 1
        me = self._about_me(cookies, host)
        if me is not None and (me.status != 200 or '"confirmed": true' not in me.text):
            self.client.met.wrong.append(f"{name} signed in, and /saya said {me.status} {me.text}")
        return cookies

    def _about_me(self, cookies: dict[str, str], host: int) -> Answer | None:
        """What `/saya` says once the kiosk has heard of it: while the follower is away, it says nobody."""
        until = time.monotonic() + KNOWN_SECONDS
        while True:
            me = self.client.ask("GET", "/saya", _header(cookies), host=host)
            if me is None or me.status != 204 or time.monotonic() > until:
                return me
            time.sleep(0.1)

    def _post(self, address: str, cookies: dict[str, str], host: int, **fields: str) -> Answer | None:
        """Load the form and send it; the cookies of both answers are kept."""
        form = self.client.ask("GET", address, _header(cookies), host=host)
        if form is None or form.status != 200:
            return None
        _keep(form, cookies)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        assert found, form.text[:500]
        content = urlencode(fields | {"csrfmiddlewaretoken": found[1]})
        answer = self.client.ask("POST", address, _header(cookies), form=content, host=host)
        if answer is not None:
            _keep(answer, cookies)
        return answer


def _keep(answer: Answer, cookies: dict[str, str]) -> None:
    for line in answer.cookies:
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name] = value


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
