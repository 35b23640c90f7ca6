"""What a busy house logs: lines that a program can read, and not one word about anybody."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from terbit.gate.reader_pass import COOKIE
from tests.crashes.victims import KIOSK_WORKERS, find
from tests.crashes.waiting import wait_for
from tests.running_house import House, a_running_house

CLIENT = "127.0.0.77"
"""Where the readers come from; the house's own address stands in some lines and is nobody's."""
LINE = re.compile(r"^(\{.*\}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (kiosk|follower|newsroom|worker) [A-Z]+ \S+: .*)$")


class Browser:
    """Keeps cookies, sends forms."""

    def __init__(self, house: House) -> None:
        self._port = house.port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text, and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30, source_address=(CLIENT, 0))
        origin = f"http://127.0.0.1:{self._port}"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{origin}/", "Origin": origin}
        try:
            connection.request(method, path, urlencode(form or {}) if method == "POST" else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, text, answer.headers.get("Location", "")
        finally:
            connection.close()

    def send(self, path: str, **fields: str) -> tuple[int, str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", path)[1])
        assert token, path
        return self.ask("POST", path, fields | {"csrfmiddlewaretoken": token[1]})


@pytest.fixture(scope="module")
def house(demo_template: Path) -> Iterator[House]:
    with a_running_house(demo=demo_template, TERBIT_KIOSK_WORKERS=str(KIOSK_WORKERS)) as running:
        yield running


def metered(house: House) -> list[str]:
    rows = house.json("list", "articles")
    return [row["path"] for row in rows if (row["access"], row["state"]) == ("metered", "live")]


def test_no_line_of_a_busy_house_holds_anything_of_a_person(house: House) -> None:
    accounts, browsers = house.json("demo", "accounts"), []
    stories = metered(house)
    for account in accounts:
        browser = Browser(house)
        assert browser.send("/akun/masuk/", login=account["email"], password="salah")[0] == 200
        assert browser.send("/akun/masuk/", login=account["email"], password=account["password"])[0] == 302
        for path in ("/", "/saya", "/akun/", "/redaksi/", stories[0], f"/cari?q={account['email']}"):
            browser.ask("GET", path)
        for path in stories[:3]:
            browser.ask("POST", path)
        browsers.append(browser)
    new = Browser(house)
    new.send("/akun/daftar/", email="sekar.ayu@pembaca.example", password1="panjang-dan-rahasia")
    new.send("/akun/sandi/lupa/", email=accounts[0]["email"])
    for path in (
        "/akun/sekar.ayu@pembaca.example",
        "/redaksi/sekar",
        "/akun/konfirmasi/sekar-ayu-kunci/",
        "/tidak/ada",
    ):
        new.ask("GET", path)
    new.ask("POST", "/akun/masuk/", {"login": "sekar.ayu@pembaca.example"})  # without a token
    talk_nonsense(house, browsers[0].cookies[COOKIE])

    house.terbit("press", "verify")
    said = house.said
    words = [CLIENT, "sekar", "rahasia", "salah"]
    for account in accounts:
        words += [account["email"], account["password"], account["email"].partition("@")[0]]
    words += [value for browser in [*browsers, new] for name, value in browser.cookies.items() if len(value) > 8]
    running = said[said.index("Ctrl-C stops it") :].lower()  # before it the demo house prints its accounts, on purpose
    found = {
        word: line
        for word in words
        for line in running.splitlines()
        if re.search(rf"\b{re.escape(word.lower())}", line)
    }
    assert not found
    assert "@" not in running


def talk_nonsense(house: House, reader_pass: str) -> None:
    """What the kiosk refuses, with a pass and an address in it."""
    for message in (
        f"GET /\x01 HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={reader_pass}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nCookie: {COOKIE}={reader_pass}\r\n\r\n",
        f"GET /{'a' * 9000} HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={reader_pass}\r\n\r\n",
        f"BREW / HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={reader_pass}x\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", house.port), 10, source_address=(CLIENT, 0)) as connection:
            connection.sendall(message.encode())
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass


def _signs_in(house: House) -> bool:
    """Whether the page for it comes, and whole: a newsroom that is killed breaks off what it was saying."""
    try:
        return Browser(house).ask("GET", "/akun/masuk/")[0] == 200
    except http.client.HTTPException:
        return False


def test_every_line_is_one_event_with_its_time_and_process_and_a_fault_is_json(house: House) -> None:
    os.kill(find(house)["newsroom"][0], signal.SIGKILL)
    wait_for(lambda: not _signs_in(house), house, "the newsroom did not go away")  # it may still finish an answer
    wait_for(lambda: _signs_in(house), house, "the newsroom did not come back")
    assert house.said.count('"newsroom_away"') == 1
    running = house.said[house.said.index("Ctrl-C stops it") :].splitlines()[1:]
    odd = [line for line in running if line and not LINE.match(line) and not line.startswith("The ")]
    assert not odd
    for line in running:
        if line.startswith("{"):
            assert {"time", "process", "level", "fault", "times", "message"} <= json.loads(line).keys()
