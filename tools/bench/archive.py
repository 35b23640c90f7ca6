"""Made pages, readers and unlocks, laid straight onto a shelf and into nginx's folders: no newsroom takes part."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from terbit.dispatch import keys
from terbit.dispatch.contract import Body, Page, encode_page, make_body, pack
from terbit.dispatch.heartbeat import HEARTBEAT
from terbit.dispatch.shelf import ShelfWriter
from terbit.dispatch.source import DispatchRow, Position
from terbit.gate import Access, Entitlement, Once, Policy, Standing, Terms, bodies_needed, policy_record
from terbit.gate.reader_pass import COOKIE, PassKey, ReaderPass, sign
from terbit.ledger import create

WHOLE_BYTES = 45_000
TEASER_BYTES = 9_000
TEXTS = 64
"""So many different texts are made; every article has its own copy of one of them."""
READERS = 5_000
UNITS = 1_000
"""More than a bench unlocks for one reader."""
EPOCH = "bench"
KEY = PassKey("bench", b"no house is ever signed with this")
SHELF_MB = 65_536


@dataclass(frozen=True)
class Text:
    """One article's bodies by kind."""

    bodies: dict[str, Body]


def path_of(number: int) -> str:
    return f"/artikel/cerita-tentang-pasar-dan-sawah-{number}"


def is_free(number: int) -> bool:
    """Every other article is free, the others are metered."""
    return number % 2 == 0


def make_texts(whole: int = WHOLE_BYTES, teaser: int = TEASER_BYTES, texts: int = TEXTS) -> list[Text]:
    """Pages of prose: 45 kB that gzip makes 12.6 kB of, as measured on real articles."""
    chance = random.Random(4)
    syllables = [
        a + b
        for a in ["b", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y"]
        for b in ("a", "e", "i", "o", "u", "an", "ang")
    ]
    words = ["".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4)))) for _ in range(3_000)]
    weights = [1 / (rank + 2) ** 1.15 for rank in range(len(words))]
    kinds = {"open": whole, "quiet": whole - 400, "join": teaser, "confirm": teaser, "offer": teaser}
    kinds |= {"subscribe": teaser, "later": teaser}
    found = []
    for number in range(texts):
        prose = " ".join(chance.choices(words, weights, k=whole // 4))
        bodies = {kind: make_body(_page(prose, f"{kind}{number}", size)) for kind, size in kinds.items()}
        found.append(Text(bodies))
    return found


def _page(prose: str, name: str, size: int) -> bytes:
    return f"<!doctype html><html lang=id><title>{name}</title><article><p>{prose}"[:size].encode()


POLICY = Policy(UNITS, frozenset({"koran"}), Once(), "Asia/Jakarta")


def page(number: int, text: Text) -> Page:
    access = Access.FREE if is_free(number) else Access.METERED
    terms = Terms(number + 1, access, frozenset({"koran"}))
    return Page(path_of(number), terms, {kind: text.bodies[kind] for kind in bodies_needed(terms, POLICY)})


def standings() -> Iterator[Standing]:
    """Readers without a subscription first, then as many with one."""
    now = datetime.now(UTC)
    running = Entitlement("koran", now - timedelta(days=1), now + timedelta(days=30), "grant")
    for reader in range(1, READERS + 1):
        yield Standing(reader, True, frozenset({reader}))
    for reader in range(READERS + 1, 2 * READERS + 1):
        yield Standing(reader, True, frozenset({reader}), (running,))


def cookie_of(reader: int) -> str:
    return f"{COOKIE}={sign(ReaderPass(reader, reader, EPOCH, 1), KEY)}"


def fill_shelf(home: Path, articles: int, texts: list[Text]) -> None:
    """A shelf as a follower would have filled it, with its heartbeat; keys and an empty ledger beside it."""
    writer = ShelfWriter(home / "shelf", SHELF_MB)
    writer.fill(_rows(articles, texts), Position(EPOCH, 1))
    writer.close()
    (home / "shelf" / HEARTBEAT).touch()
    (home / "run").mkdir(exist_ok=True)
    (home / "keys").mkdir()
    (home / "keys" / "pass.json").write_text(json.dumps({"signing": KEY.id, "keys": {KEY.id: KEY.secret.hex()}}))
    create(home / "ledger.sqlite")


def _rows(articles: int, texts: list[Text]) -> Iterator[DispatchRow]:
    yield DispatchRow(keys.POLICY, 1, pack(policy_record(POLICY)))
    for standing in standings():
        yield DispatchRow(keys.reader_key(standing.reader), 1, pack(standing))
    for number in range(articles):
        found = page(number, texts[number % len(texts)])
        yield DispatchRow(found.path, 1, encode_page(found))


def opened_by(reader: int, articles: int) -> tuple[int, int]:
    """The numbers of the two articles that a reader has opened before the bench begins."""
    half = articles // 2
    return 2 * ((reader * 37) % half) + 1, 2 * ((reader * 37 + 11) % half) + 1


def fill_ledger(home: Path, articles: int) -> None:
    with sqlite3.connect(home / "ledger.sqlite") as connection:
        for reader in range(1, READERS + 1):
            for number in opened_by(reader, articles):
                row = (reader, number + 1)
                connection.execute("INSERT OR IGNORE INTO unlock (reader, story, at) VALUES (?, ?, 0)", row)
    connection.close()


def forget_unlocks(home: Path) -> None:
    """What the bench has unlocked goes, what readers had opened before stays: a free allowance is a few stories, and a
    reader who had gained a hundred would be counted through for each one more."""
    with sqlite3.connect(home / "ledger.sqlite") as connection:
        connection.execute("DELETE FROM unlock WHERE at > 0")
    connection.close()


def fill_folders(home: Path, articles: int, texts: list[Text]) -> None:
    """The same gzip bytes as files for nginx: whole articles, and the teasers of the metered ones."""
    for folder, kind in (("whole", "open"), ("teaser", "join")):
        place = home / folder / "artikel"
        place.mkdir(parents=True)
        for number in range(articles):
            if kind == "open" or not is_free(number):
                file = home / folder / f"{path_of(number)[1:]}.gz"
                file.write_bytes(texts[number % len(texts)].bodies[kind].gzip)


def etag_at_kiosk(number: int, texts: list[Text]) -> str:
    return f'"{texts[number % len(texts)].bodies["open"].etag}-gzip"'
