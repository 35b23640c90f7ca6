"""How long from publishing until readers have it, in a house with many articles: `python tools/visible.py [14000 [40]]`.

`--json FILE` writes the pages made a second, medians and 95th percentiles there, for `make bench-scale`.

A house of its own is filled with so many generated articles (TERBIT_HOME names a folder that is kept and used again),
everything is printed, then stories are published one by one through the newsroom's verbs while worker, follower and
kiosk run. The clock starts when publishing has committed. A story's own page and its front are asked of the kiosk over
HTTP until they have it; every other page that changed counts as visible when the shelf has come to its number.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

START_SECONDS = 60
PATIENCE_SECONDS = 20
SECTIONS = ("Nasional", "Dunia", "Niaga", "Olahraga", "Budaya", "Sains")
WORDS = ("harga", "beras", "pasar", "hujan", "sawah", "warga", "balai", "kota", "pekan", "petani", "gudang", "sungai")


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def raw_body(chance: random.Random) -> list[dict[str, Any]]:
    """Eight paragraphs, as the newsroom stores them."""
    return [{"type": "paragraph", "id": str(uuid4()), "value": f"<p>{text(chance, 45)}</p>"} for _ in range(8)]


@dataclass(frozen=True)
class Printing:
    """What it took to print a whole house: `cpu` is the seconds of processor time among all `seconds`."""

    pages: int
    bodies: int
    seconds: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.pages} pages of {self.bodies} bodies printed in {self.seconds:.0f} s; for each second of processor "
            f"time {self.pages / self.cpu:.0f} pages, {self.bodies / self.cpu:.0f} bodies"
        )

    def figures(self) -> dict[str, float]:
        return {
            "pages": self.pages,
            "pages_per_second": round(self.pages / self.seconds, 1),
            "pages_per_core_second": round(self.pages / self.cpu, 1),
            "bodies_per_core_second": round(self.bodies / self.cpu, 1),
        }


def fill(articles: int) -> Printing:
    """Six sections, fifty names, and articles that were published one every half hour until now; all of it printed."""
    from terbit.newsroom.models import Article, Byline, Contributor, Publication, Section
    from terbit.press.marks import mark_everything

    chance, now = random.Random(1), datetime.now(UTC).replace(microsecond=0)
    places = enumerate(SECTIONS)
    sections = [Section.objects.create(name=name, slug=name.lower(), language="id", position=at) for at, name in places]
    names = [Contributor.objects.create(name=f"Wartawan {at}", slug=f"wartawan-{at}") for at in range(50)]
    publications = list(Publication.objects.all())
    for start in range(0, articles, 500):
        rows = []
        for number in range(start, min(start + 500, articles)):
            at = now - timedelta(minutes=30 * (articles - number))
            rows.append(
                Article(
                    headline=text(chance, 7),
                    standfirst=text(chance, 18),
                    slug=f"cerita-{number}",
                    section=chance.choice(sections),
                    publication=chance.choice(publications),
                    body=raw_body(chance),
                    language="id",
                    live=True,
                    published_at=at,
                    first_published_at=at,
                    last_published_at=at,
                )
            )
        Article.objects.bulk_create(rows)
        Byline.objects.bulk_create(
            Byline(article=row, contributor=chance.choice(names), role="reporter") for row in rows
        )
    mark_everything("visible")
    return print_all()


def print_all() -> Printing:
    """Print whatever is marked, in one process."""
    from terbit.press.worker import drain

    began, cpu = time.perf_counter(), time.process_time()
    pages = drain().pages
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Printing(pages, bodies_out(), seconds, cpu)


def bodies_out() -> int:
    """The different texts in all pages that are out; one that serves two kinds of body counts once."""
    from terbit.dispatch.contract import read_head
    from terbit.dispatch.models import Row
    from terbit.press.models import Printed

    pages = Row.objects.filter(key__in=Printed.objects.values("key")).exclude(value=None)
    heads = (read_head(bytes(value)) for value in pages.values_list("value", flat=True).iterator(500))
    return sum(len({head.place(kind) for kind in head.layout.kinds}) for head in heads)


@contextmanager
def processes(environment: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Follower, kiosk server and worker, until the end."""
    started: dict[str, subprocess.Popen[bytes]] = {}
    log = (Path(environment["TERBIT_HOME"]) / "visible.log").open("wb")
    try:
        for name in ("follower", "kiosk-server", "worker"):
            command = [sys.executable, "-m", "terbit", name]
            started[name] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        yield started
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(20)
        log.close()


class Kiosk:
    """Asks the kiosk for pages over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)

    def get(self, path: str) -> tuple[int, bytes]:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def wait_for(self, path: str, wanted: bytes) -> float:
        """The moment (time.perf_counter) at which the kiosk answers with a page that says `wanted`."""
        until = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < until:
            status, body = self.get(path)
            if status == 200 and wanted in body:
                return time.perf_counter()
            time.sleep(0.001)
        raise SystemExit(f"{path} did not come within {PATIENCE_SECONDS} s.")


class ShelfWatch(threading.Thread):
    """Notes when the shelf came to each number. The kiosk reads that shelf at every request."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        from terbit.dispatch.shelf import ShelfReader

        self.seen: list[tuple[int, float]] = []
        self._reader = ShelfReader(folder)

    def run(self) -> None:
        number = -1
        while True:
            with self._reader.glance() as glance:
                found = glance.position().number
            if found != number:
                number = found
                self.seen.append((number, time.perf_counter()))
            time.sleep(0.001)

    def moment_of(self, number: int) -> float:
        """When the shelf had come so far; waits for it."""
        until = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < until:
            for there, at in self.seen:
                if there >= number:
                    return at
            time.sleep(0.002)
        raise SystemExit(f"The shelf did not come to {number} within {PATIENCE_SECONDS} s.")


@dataclass
class Measured:
    """Milliseconds from the commit, by what became visible."""

    publishing: list[float] = field(default_factory=list)
    article: list[float] = field(default_factory=list)
    front: list[float] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=dict)


def measure(stories: int, port: int, watch: ShelfWatch) -> Measured:
    """Publish one story after another, each when all that the last one touched has been printed."""
    from terbit.dispatch.write import last_number
    from terbit.press.models import Mark, Printed

    people, found, kiosk = make_people(), Measured(), Kiosk(port)
    for number in range(stories):
        token = f"Kabar {uuid4().hex[:12]}"
        draft = make_draft(token, number, people)
        before = last_number()
        began = time.perf_counter()
        path = publish(draft, people)
        committed = time.perf_counter()
        found.publishing.append((committed - began) * 1000)
        found.article.append((kiosk.wait_for(path, token.encode()) - committed) * 1000)
        found.front.append((kiosk.wait_for("/", token.encode()) - committed) * 1000)
        while Mark.objects.exists():
            time.sleep(0.01)
        rows = Printed.objects.filter(number__gt=before).exclude(key__in=[path, "/"])
        for kind, reached in rows.values_list("kind", "number"):
            found.others.setdefault(kind, []).append((watch.moment_of(reached) - committed) * 1000)
        time.sleep(0.15)
    return found


def make_people() -> dict[str, Any]:
    """Somebody who writes and somebody else who publishes."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    people = {}
    for name, role in (("penulis", "Reporter"), ("redaktur", "Editor")):
        people[name], _ = get_user_model().objects.get_or_create(email=f"{name}@terbit.example", is_staff=True)
        people[name].groups.add(Group.objects.get(name__iexact=role_name(role)))
    return people


def role_name(role: str) -> str:
    from terbit.newsroom import roles

    return {"Reporter": roles.REPORTER, "Editor": roles.EDITOR}[role]


def make_draft(headline: str, number: int, people: dict[str, Any]) -> Any:
    from terbit.newsroom import verbs
    from terbit.newsroom.models import Contributor, Publication, Section

    chance = random.Random(number)
    return verbs.write(
        by=people["penulis"],
        now=datetime.now(UTC),
        headline=headline,
        standfirst=text(chance, 18),
        section=Section.objects.all()[number % len(SECTIONS)],
        publication=Publication.objects.get(code=("site", "koran")[number % 2]),
        body=[("paragraph", block["value"]) for block in raw_body(chance)],
        bylines=[(Contributor.objects.order_by("pk")[number % 50], "reporter")],
    )


def publish(draft: Any, people: dict[str, Any]) -> str:
    from terbit.newsroom import verbs

    return str(verbs.publish(draft, by=people["redaktur"], now=datetime.now(UTC)).path)


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[round(0.95 * (len(ordered) - 1))]


def line(name: str, values: Sequence[float]) -> str:
    if not values:
        return f"{name:28}{'-':>10}"
    return f"{name:28}{len(values):>8}{statistics.median(values):>10.0f}{p95(values):>10.0f}{max(values):>10.0f}"


def percentiles(found: Measured) -> dict[str, float]:
    """What `make bench-scale` writes down."""
    others = [value for values in found.others.values() for value in values]
    measured = {"story": found.article, "front": found.front, "others": others}
    return {f"{name}_p50_ms": round(statistics.median(values), 1) for name, values in measured.items()} | {
        f"{name}_p95_ms": round(p95(values), 1) for name, values in measured.items()
    }


def report(found: Measured, stories: int, articles: int, spent: dict[str, float]) -> None:
    print(f"\n{stories} stories published into {articles} articles; milliseconds from the commit\n")
    print(f"{'':28}{'pages':>8}{'median':>10}{'95 %':>10}{'longest':>10}")
    print(line("(publishing itself)", found.publishing))
    print(line("the story", found.article))
    print(line("its front", found.front))
    for kind, values in sorted(found.others.items()):
        print(line(f"other pages: {kind}", values))
    print("\nprocessor time for each story, milliseconds: ", end="")
    print(", ".join(f"{name} {seconds * 1000 / stories:.0f}" for name, seconds in spent.items()))
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process and its children have taken."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == pid or int(fields[1]) == pid:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def wait_until_it_serves(port: int, press: Path) -> None:
    """Until the kiosk answers and the worker listens at `press`, so that no story waits for a process to start."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if Kiosk(port).get("/healthz")[0] == 200 and press.exists():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"Kiosk and worker were not there within {START_SECONDS} seconds.")


def run(articles: int, stories: int, home: Path, answer: Path | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ.update(TERBIT_HOME=str(home), PORT=str(port), DJANGO_SETTINGS_MODULE="terbit.house.settings")
    os.environ["TERBIT_BASE_URL"] = "http://127.0.0.1:8000"  # whatever the port: pages carry it, and are printed once
    subprocess.run([sys.executable, "-m", "terbit", "prepare", "--empty"], env=os.environ.copy(), check=True)
    import django

    django.setup()
    from django.db import connection

    from terbit.config import settings
    from terbit.newsroom.models import Article

    printing = None if Article.objects.exists() else fill(articles)
    if printing:
        print(printing)
    there = Article.objects.count()
    connection.close()
    if not stories:
        return
    with processes(os.environ.copy()) as started:
        wait_until_it_serves(port, settings.press_socket)
        watch = ShelfWatch(settings.shelf_folder)
        watch.start()
        before = {name: cpu_of(process.pid) for name, process in started.items()}
        found = measure(stories, port, watch)
        spent = {name: cpu_of(process.pid) - before[name] for name, process in started.items()}
    report(found, stories, there, spent)
    if answer is not None:
        answer.write_text(json.dumps((printing.figures() if printing else {}) | percentiles(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("articles", type=int, nargs="?", default=14_000)
    parser.add_argument("stories", type=int, nargs="?", default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    kept = os.environ.get("TERBIT_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="terbit-"))
    try:
        run(options.articles, options.stories, home, options.json)
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
