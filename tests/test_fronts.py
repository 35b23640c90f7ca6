"""Through real shared caches with the configurations that `terbit front` writes: nobody gets what is another's, what
changed is gone at once, and readers without an account are mostly served from the cache."""

from __future__ import annotations

import gzip
import http.client
import itertools
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import pytest

from terbit.gate.reader_pass import COOKIE
from tests.fronts import nginx, varnish, wait_for
from tests.running_house import House, a_free_port, a_running_house

FRONTS = ("varnish", "nginx")
PATIENCE_SECONDS = 60.0
STORIES = 8
LAST_WORDS = "Sampai di sini."
LIVE_IN = """
import json, sys
from datetime import UTC, datetime, timedelta
from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
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
readers = {}
for name, number in (("a", 987654301), ("b", 987654402)):
    mail = f"anindya{number}@surat.example"
    reader = User.objects.create_user(mail, pk=number, first_name=f"Anindyaswari{number}", carried=0)
    EmailAddress.objects.create(user=reader, email=mail, primary=True, verified=True)
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(number), reader.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store.create()
    session = Session.objects.get(pk=store.session_key)
    device = ReaderSession.objects.create(pk=number + 5_000, user=reader, session=session)
    if name == "a":
        Entitlement.objects.create(user=reader, publication_code="koran", ends=now + timedelta(days=30))
    token = sign(ReaderPass(number, device.pk, write.epoch(), write.number_of(f"reader/{number}")), pass_keys().signing)
    readers[name] = {
        "cookies": {"sessionid": store.session_key, "terbit_pass": token, "masuk": "1"},
        "marks": [mail, f"Anindyaswari{number}", str(number), str(device.pk), token, store.session_key],
    }
section = Section.objects.create(name="Dunia", slug="dunia", language="id", position=1)
words = " ".join(["Warga menunggu di depan balai kota sejak pagi hari."] * 30)
paths = []
for number in range(int(sys.argv[1])):
    draft = verbs.write(
        by=people["budi"], now=now, headline=f"Kabar {number}", standfirst="Ringkasan.", section=section,
        publication=Publication.objects.get(code="koran" if number % 4 else "site"),
        body=[("paragraph", f"<p>{words}</p>")] * 3 + [("paragraph", "<p>Sampai di sini.</p>")],
    )
    paths.append(verbs.publish(draft, by=people["ayu"], now=datetime.now(UTC)).path)
print(json.dumps({"readers": readers, "paths": paths}))
"""
WITHDRAW = """
import django; django.setup()
import sys, time
from datetime import UTC, datetime
from django.contrib.auth import get_user_model
from terbit.newsroom import verbs
from terbit.newsroom.models import Article
ayu = get_user_model().objects.get(email="ayu@terbit.example")
for line in sys.stdin:
    article = next(one for one in Article.objects.all() if one.path == line.strip())
    verbs.withdraw(article, by=ayu, ground="victim", reason="Ditarik atas permintaan.", now=datetime.now(UTC))
    print(time.time(), flush=True)
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        codings = {name.lower(): value for name, value in self.headers}.get("content-encoding", "")
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(codings, bytes)
        return unpack(self.body).decode("utf-8", "replace") if self.body else ""

    def header(self, name: str) -> str:
        return ", ".join(value for named, value in self.headers if named.lower() == name)

    @property
    def everything(self) -> str:
        return f"{self.headers}\n{self.text}\n{self.body.decode('latin-1')}"


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        got = connection.getresponse()
        return Answer(got.status, got.getheaders(), got.read())
    finally:
        connection.close()


@dataclass
class Town:
    house: House
    readers: dict[str, Any]
    paths: list[str]
    ports: dict[str, int]

    def cookies(self, who: str) -> dict[str, str]:
        if who == "nobody":
            return {}
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.readers[who]["cookies"].items())}

    def ask(self, front: str, path: str, who: str = "nobody", method: str = "GET", **headers: str) -> Answer:
        return ask(self.ports[front], path, method, **self.cookies(who), **headers)

    def forget(self, front: str) -> None:
        """Begin with an empty cache."""
        if front == "varnish":
            assert self.ask(front, "/", method="BAN").status == 200
        else:
            time.sleep(1.0 - time.time() % 1.0)

    def reads(self) -> int:
        """How many pages the kiosk itself has answered; its workers say so every second."""
        time.sleep(1.5)
        text = self.ask("kiosk", "/metrics").text
        return sum(int(found) for found in re.findall(r"^terbit_reads_total\{.*\} (\d+)$", text, re.MULTILINE))

    def wait_for(self, fact: Callable[[], object], what: str) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not fact():
            assert time.monotonic() < until, f"{what}\n{self.house.said[-4000:]}"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def town(house_template: Path | None) -> Iterator[Town]:
    ports = {front: a_free_port() for front in FRONTS}
    settings = {
        "TERBIT_FRONT": "varnish",
        "TERBIT_PURGE_URL": f"http://127.0.0.1:{ports['varnish']}",
        "TERBIT_TRUSTED_PROXIES": "127.0.0.1",
    }
    with ExitStack() as running:
        house = running.enter_context(a_running_house(template=house_template, **settings))
        listens = ["--listen", f"127.0.0.1:{ports['nginx']}", "--cache", str(house.home / "nginx")]
        running.enter_context(varnish(house.terbit("front", "varnish"), ports["varnish"]))
        running.enter_context(nginx(house.terbit("front", "nginx", *listens)))
        made = house.run(LIVE_IN, str(STORIES))
        town = Town(house, made["readers"], made["paths"], ports | {"kiosk": house.port})
        for front in FRONTS:
            wait_for(ports[front])
        town.wait_for(lambda: ask(house.port, town.paths[-1]).status == 200, "the stories did not come")
        house.terbit("press", "verify")  # which waits for the worker
        yield town


def places(town: Town) -> list[str]:
    """Every kind of address, free and gated, printed and personal, there and not there."""
    printed = ["/", "/rubrik/dunia", "/feed/rss.xml", "/sitemap.xml", "/robots.txt", "/tidak-ada", "/koreksi"]
    personal = ["/akun/", "/akun/masuk/", "/saya", "/redaksi/", "/langganan/"]
    return [*town.paths, *printed, *personal, f"{town.paths[1]}/", f"{town.paths[1]}?utm_source=x", "/akun", "/healthz"]


CHANGING = re.compile(rb"csrf[^>]*value=\"[^\"]*\"|nonce=\"[^\"]*\"")


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("order", list(itertools.permutations(("a", "b", "nobody"))), ids="-".join)
def test_what_is_one_readers_reaches_nobody_else_whoever_came_first(town: Town, front: str, order: tuple[str, ...]):
    town.forget(front)
    coding = random.Random("-".join(order)).choice(["br", "gzip", "gzip, deflate, br, zstd", "", "gzip;q=0.5"])
    for path in places(town):
        for who in order:
            got = town.ask(front, path, who, accept_encoding=coding)
            direct = town.ask("kiosk", path, who, accept_encoding=coding)
            assert got.status == direct.status, path
            if path not in ("/akun/", "/akun/masuk/", "/redaksi/", "/langganan/"):  # those carry tokens of the moment
                assert got.text == direct.text, path
            assert "surrogate-control" not in {name.lower() for name, _ in got.headers}
            for other in {"a", "b"} - {who}:
                assert not [mark for mark in town.readers[other]["marks"] if mark in got.everything], (path, who)
            if path in town.paths and town.paths.index(path) % 4:
                assert (LAST_WORDS in got.text) == (who == "a"), (path, who)
            if who != "nobody" and path in town.paths and town.paths.index(path) % 4:
                assert got.header("cache-control") == "private, no-store"
    assert town.readers["a"]["marks"][0] in town.ask(front, "/akun/", "a").text  # the marks are there to be found


@pytest.mark.parametrize("front", FRONTS)
def test_after_a_subscriber_no_way_of_asking_gets_the_story(town: Town, front: str):
    """field.md X20, X21."""
    path = town.paths[1]
    town.forget(front)
    assert LAST_WORDS in town.ask(front, path, "a").text
    tag = town.ask(front, "/", "a").header("etag")
    asked = [
        ask(town.ports[front], target, method, **headers)
        for method in ("GET", "HEAD")
        for target in (
            path,
            f"{path}?x",
            path.replace("artikel", "%61rtikel"),
            f"/{path}",
            f"{path};x.css",
            f"{path}/x.css",
        )
        for headers in (
            {},
            {"range": "bytes=0-99999"},
            {"if_none_match": tag or "*"},
            {"if_none_match": "*"},
            {"accept_encoding": "br"},
            {"accept_encoding": "gzip;q=0.3, br;q=0.2"},
            {"cookie": f"x{COOKIE}=1"},
            {"cookie": f"{COOKIE}=1.k.987654301.987659301.e.1.forged"},
            {"cookie": "sessionid=" + town.readers["b"]["cookies"]["sessionid"]},
            {"host": "other.example"},
            {"x_forwarded_host": "other.example", "x_original_url": path, "x_rewrite_url": path},
        )
    ]
    assert len(asked) == 132
    for got in asked:
        assert got.status in (200, 304, 308, 404)
        assert LAST_WORDS not in got.everything
        assert not [mark for mark in town.readers["a"]["marks"] if mark in got.everything]
        assert "other.example" not in got.everything
    assert LAST_WORDS in town.ask(front, path, "a").text


@pytest.mark.parametrize("front", FRONTS)
def test_a_pass_hidden_in_a_second_cookie_header_leaves_nothing_behind(town: Town, front: str):
    path = town.paths[2]
    town.forget(front)
    connection = http.client.HTTPConnection("127.0.0.1", town.ports[front], timeout=30)
    connection.putrequest("GET", path)
    connection.putheader("Cookie", "a=b")
    connection.putheader("Cookie", town.cookies("a")["cookie"])
    connection.endheaders()
    assert connection.getresponse().status == 200
    connection.close()
    assert LAST_WORDS not in town.ask(front, path).text


@pytest.mark.parametrize("front", FRONTS)
def test_opening_a_story_through_the_front_works_and_is_its_readers_alone(town: Town, front: str):
    path = town.paths[5 if front == "varnish" else 6]
    assert LAST_WORDS not in town.ask(front, path).text
    own = {"sec_fetch_site": "same-origin"}
    assert town.ask(front, path, "b", method="POST", content_length="0", **own).status == 303
    assert LAST_WORDS in town.ask(front, path, "b").text
    assert LAST_WORDS not in town.ask(front, path).text
    left = json.loads(town.ask(front, "/saya", "b").text)["left"]
    assert left == (1 if front == "varnish" else 0)


@pytest.mark.parametrize("front", FRONTS)
def test_pages_without_a_reader_are_kept_and_say_to_others_that_they_vary_with_the_cookie(town: Town, front: str):
    town.forget(front)
    before = town.reads()
    answers = [town.ask(front, town.paths[0], accept_encoding="br", cookie=f"theme={one}") for one in range(20)]
    assert town.reads() - before <= 10
    assert {one.header("vary").replace(" ", "") for one in answers} == {"Accept-Encoding,Cookie"}
    assert {one.header("cache-control") for one in answers} == {"public, max-age=0, must-revalidate"}
    again = town.ask(front, town.paths[0], accept_encoding="br", if_none_match=answers[0].header("etag"))
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("front", FRONTS)
def test_most_of_what_is_read_without_an_account_never_reaches_the_kiosk(
    town: Town, front: str, record_property: Callable[[str, object], None]
):
    """The figure is printed (pytest -rP): the share that the cache answered, pages asked for as they are read."""
    pages = [*town.paths, "/", "/rubrik/dunia"]
    popular = [1 / (place + 1) for place in range(len(pages))]
    asked = random.Random(4).choices(pages, popular, k=3_000)
    town.forget(front)
    before, began = town.reads(), time.monotonic()

    def read(part: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", town.ports[front], timeout=30)
        for path in part:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br"})
            assert connection.getresponse().read()
        connection.close()

    with ThreadPoolExecutor(4) as readers:
        list(readers.map(read, [asked[one::4] for one in range(4)]))
    seconds = time.monotonic() - began
    rate = 1 - (town.reads() - before) / len(asked)
    print(f"{front}: hit rate {rate:.3f} over {len(asked)} pages in {seconds:.1f} s")
    record_property("hit_rate", rate)
    assert rate > 0.5


@pytest.mark.parametrize("front", FRONTS)
def test_a_withdrawal_is_gone_from_the_cache(town: Town, front: str):
    """The figure is printed: seconds from the desk's commit to the first answer that says so. A page lives for a minute in
    Varnish, so there it is the purge that is seen."""
    environ = town.house.environ | {"DJANGO_SETTINGS_MODULE": "terbit.house.settings"}
    desk = subprocess.Popen(
        [sys.executable, "-c", WITHDRAW], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert desk.stdin is not None and desk.stdout is not None
    path = town.paths[3 if front == "varnish" else 7]
    assert town.ask(front, path, accept_encoding="br").status == 200
    with ThreadPoolExecutor(1) as other:
        done = other.submit(lambda: (desk.stdin.write(path + "\n"), desk.stdin.flush(), desk.stdout.readline())[2])
        until = time.monotonic() + PATIENCE_SECONDS
        while (got := town.ask(front, path, accept_encoding="br")).status == 200:
            assert time.monotonic() < until
            time.sleep(0.01)
        seen = time.time()
        seconds = seen - float(done.result())
    desk.stdin.close()
    assert desk.wait(30) == 0
    desk.stdout.close()
    print(f"{front}: withdrawn everywhere {seconds:.3f} s after the commit")
    assert got.status == 410 and "Ditarik atas permintaan." in got.text
    assert seconds < 20
    for coding in ("br", "gzip", ""):
        assert town.ask(front, f"{path}?x=1", accept_encoding=coding).status == 410


def test_nobody_from_outside_can_make_varnish_forget(town: Town):
    path = town.paths[0]
    for method in ("PURGE", "BAN"):
        assert town.ask("varnish", path, method=method, x_forwarded_for="203.0.113.9").status == 405
    assert town.ask("nginx", path, method="PURGE").status == 405


def test_with_crawlers_let_in_both_programs_take_what_is_written_too(town: Town, tmp_path: Path):
    environ = town.house.environ | {"TERBIT_CRAWLERS": "google,bing"}
    claims = {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}
    for front in FRONTS:
        port, file = a_free_port(), tmp_path / front
        command = [sys.executable, "-m", "terbit", "front", front, str(file)]
        command += ["--listen", f"127.0.0.1:{port}", "--cache", str(tmp_path / "cache")]
        subprocess.run(command, env=environ, check=True)
        text = file.read_text()
        with varnish(text, port) if front == "varnish" else nginx(text):
            wait_for(port)
            before = town.reads()
            for _ in range(10):
                assert ask(port, town.paths[1], **claims).status == 200
            assert town.reads() - before == 10  # each of them reached the kiosk, which asks for proof
            for _ in range(10):
                assert ask(port, town.paths[1]).status == 200
            assert town.reads() - before < 20
