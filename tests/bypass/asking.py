"""A house with secrets, readers with devices, and raw questions to its kiosk."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import brotli

from tests.bypass.secret import holds
from tests.running_house import PRINT_SECONDS, House, a_running_house

WITHOUT = ("nobody", "spent", "ended")
"""Whom every attempt is made as: without an account, with no unit left, with a subscription that is over (field.md 4b)."""
CODINGS = ("identity", "gzip", "br")


@dataclass(frozen=True)
class Got:
    """An answer: `raw` is every byte of it as it came, `text` its head and its body, unpacked."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return f"{self.status} {self.headers}\n{self.body.decode('utf-8', 'replace')}"

    def has(self, name: str) -> bool:
        return holds(self.text, name)


@dataclass
class Device:
    """One browser's cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Got:
        """Names of headers are written with underscores. A cookie that comes is kept."""
        given = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            given.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
            for name, value in given.items():
                connection.putheader(name, value)
            if body is not None or method == "POST":
                connection.putheader("Content-Length", str(len(body or "")))
            connection.endheaders((body or "").encode() or None)
            response = connection.getresponse()
            got = Got(response.status, response.headers, _unpacked(response))
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return got

    def unlock(self, path: str) -> Got:
        return self.ask(path, "POST", Sec_Fetch_Site="same-origin")


def _unpacked(response: http.client.HTTPResponse) -> bytes:
    body = response.read()
    match response.headers.get("Content-Encoding") if body else None:
        case "gzip":
            return gzip.decompress(body)
        case "br":
            return bytes(brotli.decompress(body))
        case _:
            return body


@dataclass(frozen=True)
class Vault:
    """The house, where its stories stand, and its readers' devices. Their standings never change, but as a test says of
    the reader that it names."""

    house: House
    paths: Mapping[str, str]
    ids: Mapping[str, int]
    revisions: Mapping[str, int]
    files: Sequence[str]
    readers: Mapping[str, Mapping[str, str]]
    devices: Mapping[str, Device]

    def device(self, name: str = "nobody") -> Device:
        """A device of this reader's, with cookies of its own from now on."""
        return Device(self.house.port, dict(self.devices[name].cookies) if name != "nobody" else {})

    def ask(self, path: str, reader: str = "nobody", method: str = "GET", **headers: str) -> Got:
        return self.device(reader).ask(path, method, **headers)


@contextmanager
def a_vault(template: Path) -> Iterator[Vault]:
    with a_running_house(template=template) as house:
        made = house.run("from tests.bypass.making import main; main()")
        found: dict[str, Any] = {name: made[name] for name in ("paths", "ids", "revisions", "files", "readers")}
        devices = {}
        for name, reader in found["readers"].items():
            devices[name] = Device(house.port, {"sessionid": reader["session"]})
            assert devices[name].ask("/akun/").status == 200
            assert "terbit_pass" in devices[name].cookies
        vault = Vault(house, devices=devices, **found)
        _wait_until_printed(vault)
        _spend(vault)
        yield vault


def _wait_until_printed(vault: Vault) -> None:
    """All that is public has its page, as it will stay: the last deed was a withdrawal."""
    until = time.monotonic() + PRINT_SECONDS
    pages = [path for name, path in vault.paths.items() if name not in ("draft", "embargoed", "withdrawn")]
    while pages:
        pages = [path for path in pages if vault.ask(path).status != 200]
        assert time.monotonic() < until, f"Not printed in time: {pages}"
        time.sleep(0.1)
    while not vault.ask(vault.paths["free"], "spent").has("free") or vault.ask("/feed/rss.xml").status != 200:
        assert time.monotonic() < until
        time.sleep(0.1)
    vault.house.wait_until_printed()


def _spend(vault: Vault) -> None:
    """Both units of the one who has none left, on stories that no test asks about; "opened" opens one that tests do."""
    for name, stories in (("spent", ("meter-48", "meter-49")), ("opened", ("meter-1", "covered"))):
        for story in stories:
            assert vault.devices[name].unlock(vault.paths[story]).status == 303
            assert vault.devices[name].ask(vault.paths[story]).has(story)
