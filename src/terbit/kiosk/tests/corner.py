"""A street corner for tests: a shelf with a few pages, a ledger, keys and a small cast, without a newsroom.

Ayu edits, Budi subscribes to the koran, Citra is confirmed with 2 left, Dewi has not confirmed, Eka has no account.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tools.testing.engine import begin_ledger

from terbit.config import Settings, load
from terbit.dispatch import keys
from terbit.dispatch.contract import Page, encode_page, make_body, pack
from terbit.dispatch.heartbeat import HEARTBEAT
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.gate import (
    FREE_PAGE,
    Access,
    Entitlement,
    Once,
    Policy,
    Standing,
    Terms,
    bodies_needed,
    policy_record,
)
from terbit.gate.reader_pass import COOKIE, PassKey, ReaderPass, sign
from terbit.kiosk.http import Request
from terbit.kiosk.kiosk import Kiosk
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import Stand
from terbit.ledger import Ledger, open_ledger

NOON: Final = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ORIGIN: Final = "http://127.0.0.1:8000"
KEY: Final = PassKey("k1", b"sixteen bytes at the very least")
POLICY: Final = Policy(2, frozenset({"koran", "majalah"}), Once(), "Asia/Jakarta")
EPOCH: Final = "epoch1"
SECRET: Final = "kalimat rahasia yang hanya berdiri di paragraf keenam"
BUDI: Final = Standing(
    2, True, frozenset({21}), (Entitlement("koran", NOON - timedelta(days=9), NOON + timedelta(days=9), "grant"),)
)
CITRA: Final = Standing(3, True, frozenset({31}))
DEWI: Final = Standing(4, False, frozenset({41}))


def text_of(path: str, kind: str) -> str:
    """What the body of this kind says; only whole stories hold the secret."""
    return f"{path} as {kind}" + (f": {SECRET}" if kind in ("open", "quiet") else "")


def a_page(path: str, terms: Terms = FREE_PAGE, *, kinds: frozenset[str] | None = None, **values: object) -> Page:
    kinds = bodies_needed(terms, POLICY) if kinds is None else kinds
    page = Page(path, terms, {kind: make_body(text_of(path, kind).encode()) for kind in kinds})
    return replace(page, **values)


def a_story(number: int, access: Access = Access.METERED, publications: frozenset[str] = frozenset({"koran"})) -> Page:
    return a_page(f"/artikel/berita-{number}", Terms(number, access, publications))


@dataclass
class Corner:
    folder: Path
    writer: ShelfWriter
    kiosk: Kiosk
    settings: Settings
    ledger: Ledger
    number: int = 1

    def lay(self, *pages: Page, rows: Mapping[str, bytes | None] | None = None, number: int | None = None) -> None:
        """Put rows on the shelf as one transaction of dispatch."""
        self.number = number or self.number + 1
        found = [DispatchRow(page.path, self.number, encode_page(page)) for page in pages]
        found += [DispatchRow(key, self.number, value) for key, value in (rows or {}).items()]
        self.writer.apply(found, Position(EPOCH, self.number), anew=False, ready=True)

    def stand_up(self, *standings: Standing) -> None:
        self.lay(rows={keys.reader_key(one.reader): pack(one) for one in standings})

    def close(self) -> None:
        self.ledger.close()
        self.writer.close()


def settings_of(folder: Path, **environ: str) -> Settings:
    """A house of its own in `folder`; on PostgreSQL its ledger is the tests' own database."""
    return load(os.environ | {"TERBIT_HOME": str(folder)} | environ)


def a_corner(folder: Path) -> Corner:
    """A shelf with a front, stories 1 to 9 metered, 10 a cover story, 11 free, and the cast's standings."""
    settings = settings_of(folder)
    begin_ledger(settings)
    write_keys(folder / "keys" / "pass.json")
    writer = ShelfWriter(folder / "shelf", 64)
    (folder / "shelf" / HEARTBEAT).touch()
    ledger = open_ledger(settings)
    stand = Stand(writer.reader(), now=lambda: NOON)
    kiosk = Kiosk(stand, ledger, Passes(folder / "keys" / "pass.json"), ORIGIN)
    corner = Corner(folder, writer, kiosk, settings, ledger)
    corner.lay(*the_pages(), rows={keys.POLICY: pack(policy_record(POLICY))})
    corner.stand_up(BUDI, CITRA, DEWI)
    return corner


def the_pages() -> list[Page]:
    walls = frozenset({"join", "confirm", "offer", "subscribe", "later"})
    return [
        a_page("/"),
        *(a_story(number) for number in range(1, 10)),
        a_story(10, Access.SUBSCRIBERS),
        a_story(11, Access.FREE, frozenset({"site"})),
        a_page(keys.not_found("id"), status=404),
        a_page(keys.not_found("en"), status=404),
        a_page(keys.plain_wall("id"), kinds=walls),
    ]


def write_keys(path: Path, key: PassKey = KEY) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"signing": key.id, "keys": {key.id: key.secret.hex()}}))


def pass_of(standing: Standing, *, session: int | None = None, epoch: str = EPOCH, number: int = 0) -> str:
    chosen = min(standing.sessions) if session is None else session
    return sign(ReaderPass(standing.reader, chosen, epoch, number), KEY)


def cookie_of(standing: Standing) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={pass_of(standing)}"}


_PICKED: Final = {
    "accept_encoding": b"accept-encoding",
    "if_none_match": b"if-none-match",
    "origin": b"origin",
    "referer": b"referer",
    "fetch_site": b"sec-fetch-site",
}


def a_request(
    path: str,
    reader: Standing | None = None,
    method: str = "GET",
    *,
    cookie: str = "",
    query: bytes = b"",
    **values: str,
) -> Request:
    cookie = pass_of(reader) if reader is not None else cookie
    headers = {_PICKED[name]: value.encode() for name, value in values.items()}
    if cookie:
        headers[b"cookie"] = f"{COOKIE}={cookie}".encode()
    return Request(method, path.encode() + (b"?" + query if query else b""), headers)
