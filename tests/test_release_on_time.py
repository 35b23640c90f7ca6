"""An edition of sixty stories and an embargoed story, seen by a reader of a running house: nothing before, all after."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest

from tests.running_house import House, a_running_house

STORIES = 60
LISTS_WITHIN_SECONDS = 5.0
"""Fronts, sections, feeds and sitemaps follow the release as always; on a quiet machine within the second, too."""
PLAN = """
import io, json, sys
from datetime import UTC, date, datetime, timedelta
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.core.files.images import ImageFile
from PIL import Image
from terbit.newsroom import verbs
from terbit.newsroom.models import Contributor, Publication, Section, Topic
from terbit.newsroom.roles import EDITOR, REPORTER

def picture(colour, by):
    data = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(data, "JPEG")
    file = ImageFile(io.BytesIO(data.getvalue()), "gambar.jpg")
    return verbs.take_picture(file, title=colour, by=by, now=datetime.now(UTC), alt="Bidang satu warna.")

with transaction.atomic():
    people = {}
    for name, role in (("budi", REPORTER), ("ayu", EDITOR)):
        people[name] = get_user_model().objects.create_user(f"{name}@terbit.example", is_staff=True)
        people[name].groups.add(Group.objects.get(name=role))
    section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
    now, koran = datetime.now(UTC), Publication.objects.get(code="koran")
    text = [("paragraph", f"<p>{words} menunggu di depan balai kota sejak pagi hari.</p>") for words in ("Warga", "Petani")]
    edition = verbs.plan_edition(koran, date(2031, 1, 1), by=people["ayu"], now=now)
    topic = Topic.objects.create(name="Beras", slug="beras", language="id")
    writer = Contributor.objects.create(name="Budi Santoso", slug="budi-santoso")
    given = {"section": section, "body": text, "standfirst": "Ringkasan.", "topics": [topic],
             "bylines": [(writer, "reporter")]}
    pictures = [picture(colour, people["budi"]) for colour in ("teal", "maroon")]
    site = Publication.objects.get(code="site")
    for publication in (site, koran):  # so that every list is there before, and names something else
        ordinary = verbs.write(by=people["budi"], now=now, headline="Kabar biasa", publication=publication, **given)
        verbs.publish(ordinary, by=people["ayu"], now=now)
    drafts = []
    for number in range(int(sys.argv[1])):
        headline = f"Rahasia {number}"
        lead = {"lead_picture": pictures[0]} if number == 0 else {}
        drafts.append(verbs.write(by=people["budi"], now=now, headline=headline, publication=koran, **given, **lead))
        verbs.enter_edition(edition, drafts[-1], by=people["ayu"], now=now)
    instant = (datetime.now(UTC) + timedelta(seconds=float(sys.argv[2]))).replace(microsecond=0)
    alone = verbs.write(by=people["budi"], now=now, headline="Rahasia negara", publication=site, go_live_at=instant,
                        lead_picture=pictures[1], **given)
    edition.releases_at = instant
    edition.save()
    stories = [verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC)) for draft in [*drafts, alone]]
files = [f"/media/{cut.file.name}" for one in pictures for cut in one.renditions.all()]
desk = [f"/redaksi/artikel/{what}/{story.pk}/" for what in ("edit", "inspect", "history") for story in stories[:2]]
desk += [f"/redaksi/artikel/preview/{stories[0].pk}/", "/redaksi/pilih-artikel/", "/redaksi/artikel/?q=Rahasia"]
desk += [file.replace("/media/", "/redaksi/berkas/") for file in files]
print(json.dumps({"instant": instant.isoformat(), "paths": [story.path for story in stories] + [edition.path],
                  "files": files, "desk": desk}))
"""
FEEDS = tuple(
    f"{of}/{name}"
    for of in ("/feed", "/rubrik/dunia", "/topik/beras", "/penulis/budi-santoso", "/terbitan/koran")
    for name in ("rss.xml", "atom.xml", "feed.json")
)


@dataclass(frozen=True)
class Plan:
    """What is to come at `instant`: its own pages, its pictures' files; and addresses of the desk that show them."""

    instant: datetime
    paths: list[str]
    files: list[str]
    desk: list[str]

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list, feed and sitemap that will name a story of it; all are there before, for other stories."""
        day = self.instant.astimezone(ZoneInfo("Asia/Jakarta"))
        dated = (f"/arsip/{day:%Y/%m/%d}", f"/sitemap/{day:%Y-%m}.xml")
        lists = ("/", "/rubrik/dunia", "/topik/beras", "/penulis/budi-santoso", "/sitemap-news.xml")
        return (*lists, *dated, *FEEDS)


def plan(house: House, seconds: float) -> Plan:
    made = house.run(PLAN, str(STORIES), str(seconds))
    return Plan(datetime.fromisoformat(made["instant"]), made["paths"], made["files"], made["desk"])


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
        return answer.status, answer.read().decode("utf-8", "replace")


@pytest.mark.slow
def test_readers_get_nothing_before_the_instant_and_everything_within_a_second_after_it(house_template: Path) -> None:
    with a_running_house(template=house_template) as house, Reader(house.port) as reader:
        coming = plan(house, 120)
        wait_until_staged(house, len(coming.paths))
        for path in coming.lists:
            assert reader.get(path)[0] == 200, path  # or it would prove nothing that it does not name them
        while (left := (coming.instant - datetime.now(UTC)).total_seconds()) > 3:
            assert_nothing(reader, coming)
            time.sleep(min(5, max(0, left - 3)))
        time.sleep(max(0.0, (coming.instant - datetime.now(UTC)).total_seconds() - 1))
        assert_nothing(reader, coming, at_once=True)
        figures = watch(reader, coming)
        print(json.dumps({what: [round(one * 1000) for one in times] for what, times in figures.items()}))
        assert all(0 <= first <= last < 1 for what, (first, last) in figures.items() if what != "lists")
        assert figures["lists"][0] >= 0 and figures["lists"][1] < LISTS_WITHIN_SECONDS
        house.terbit("press", "verify")


def wait_until_staged(house: House, pages: int) -> None:
    until = time.monotonic() + 90
    ask = "from terbit.press.models import Mark, Staged; print(0 if Mark.objects.exists() else Staged.objects.count())"
    while house.run(ask) < pages:
        assert time.monotonic() < until, "it was not staged"
        time.sleep(0.5)


def assert_nothing(reader: Reader, coming: Plan, *, at_once: bool = False) -> None:
    """Neither pages nor files are there, and no list, feed, sitemap or page of the desk says a word of them.

    `at_once` looks at a few only, so that it is through before the instant.
    """
    for path in (*coming.paths[-2:], *coming.files) if at_once else (*coming.paths, *coming.files):
        assert reader.get(path)[0] == 404, path
    for path in coming.lists if at_once else (*coming.lists, *coming.desk):
        status, said = reader.get(path)
        assert "rahasia" not in said.lower(), path
        assert not any(file.removeprefix("/media/") in said for file in coming.files), path
        assert status == (302 if path in coming.desk else 200), path
    if at_once:
        assert datetime.now(UTC) < coming.instant, "this machine is too busy to look in time"


def watch(reader: Reader, coming: Plan) -> dict[str, tuple[float, float]]:
    """Of pages, of files and of lists: seconds from the instant to the first one's and to the last one's answer."""
    wanted = {"pages": coming.paths, "files": coming.files, "lists": list(coming.lists)}
    seen: dict[str, dict[str, float]] = {what: {} for what in wanted}
    until = time.monotonic() + 30
    while any(len(seen[what]) < len(paths) for what, paths in wanted.items()):
        assert time.monotonic() < until, {
            what: sorted(set(paths) - seen[what].keys()) for what, paths in wanted.items()
        }
        for what, paths in wanted.items():
            for path in paths:
                if path not in seen[what] and _is_there(reader, path, is_list=what == "lists"):
                    seen[what][path] = (datetime.now(UTC) - coming.instant).total_seconds()
    return {what: (min(times.values()), max(times.values())) for what, times in seen.items()}


def _is_there(reader: Reader, path: str, *, is_list: bool) -> bool:
    status, said = reader.get(path)
    return status == 200 and (not is_list or "rahasia" in said.lower())
