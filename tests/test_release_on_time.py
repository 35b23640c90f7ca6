"""An edition of sixty stories and an embargoed story, seen by a reader of a running house: nothing before, all after."""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime
from typing import Self

import pytest

from tests.running_house import House, a_running_house

STORIES = 60
PLAN = """
import json, sys
from datetime import UTC, date, datetime, timedelta
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from terbit.newsroom import verbs
from terbit.newsroom.models import Publication, Section
from terbit.newsroom.roles import EDITOR, REPORTER

with transaction.atomic():
    people = {}
    for name, role in (("budi", REPORTER), ("ayu", EDITOR)):
        people[name] = get_user_model().objects.create_user(f"{name}@terbit.example", is_staff=True)
        people[name].groups.add(Group.objects.get(name=role))
    section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
    now, koran = datetime.now(UTC), Publication.objects.get(code="koran")
    text = [("paragraph", f"<p>{words} menunggu di depan balai kota sejak pagi hari.</p>") for words in ("Warga", "Petani")]
    edition = verbs.plan_edition(koran, date(2031, 1, 1), by=people["ayu"], now=now)
    given = {"section": section, "body": text, "standfirst": "Ringkasan."}
    drafts = []
    for number in range(int(sys.argv[1])):
        headline = f"Rahasia {number}"
        drafts.append(verbs.write(by=people["budi"], now=now, headline=headline, publication=koran, **given))
        verbs.enter_edition(edition, drafts[-1], by=people["ayu"], now=now)
    site = Publication.objects.get(code="site")
    instant = (datetime.now(UTC) + timedelta(seconds=float(sys.argv[2]))).replace(microsecond=0)
    alone = verbs.write(by=people["budi"], now=now, headline="Rahasia negara", publication=site, go_live_at=instant, **given)
    edition.releases_at = instant
    edition.save()
    stories = [verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC)) for draft in [*drafts, alone]]
print(json.dumps({"instant": instant.isoformat(), "paths": [story.path for story in stories] + [edition.path]}))
"""
LISTS = ("/", "/rubrik/dunia", "/sitemap.xml", "/feed.xml", "/umpan/rss.xml")


def plan(house: House, seconds: float) -> tuple[datetime, list[str]]:
    made = house.run(PLAN, str(STORIES), str(seconds))
    return datetime.fromisoformat(made["instant"]), made["paths"]


class Reader:
    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str) -> tuple[int, str]:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.slow
def test_readers_get_nothing_before_the_instant_and_everything_within_a_second_after_it() -> None:
    with a_running_house(demo=False) as house, Reader(house.port) as reader:
        instant, paths = plan(house, 90)
        wait_until_staged(house, len(paths))
        while (left := (instant - datetime.now(UTC)).total_seconds()) > 1:
            assert_nothing(reader, paths)
            time.sleep(min(5, max(0, left - 1)))
        assert_nothing(reader, paths)
        first, last = watch(reader, instant, paths)
        print(json.dumps({"pages": len(paths), "first_ms": round(first * 1000), "last_ms": round(last * 1000)}))
        assert 0 <= first <= last < 1
        wait_for(reader, "/", "Rahasia")
        house.terbit("press", "verify")


def wait_until_staged(house: House, pages: int) -> None:
    until = time.monotonic() + 60
    ask = "from terbit.press.models import Staged, Staging; print(Staged.objects.count())"
    while house.run(ask) < pages:
        assert time.monotonic() < until, "it was not staged"
        time.sleep(0.5)


def assert_nothing(reader: Reader, paths: list[str]) -> None:
    for path in paths:
        assert reader.get(path)[0] == 404, path
    for path in LISTS:
        assert "rahasia" not in reader.get(path)[1].lower(), path


def watch(reader: Reader, instant: datetime, paths: list[str]) -> tuple[float, float]:
    """Seconds from the instant to the first page's and to the last page's answer."""
    seen: dict[str, float] = {}
    until = time.monotonic() + 20
    while len(seen) < len(paths):
        assert time.monotonic() < until, f"{len(seen)} of {len(paths)} pages are out"
        for path in paths:
            if path not in seen and reader.get(path)[0] == 200:
                seen[path] = (datetime.now(UTC) - instant).total_seconds()
    return min(seen.values()), max(seen.values())


def wait_for(reader: Reader, path: str, words: str) -> None:
    until = time.monotonic() + 10
    while words not in reader.get(path)[1]:
        assert time.monotonic() < until, f"{path} does not say {words}"
        time.sleep(0.02)
