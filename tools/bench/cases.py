"""The six kinds of request that are measured, and what a right answer to each of them is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.bench.archive import READERS, Text, cookie_of, etag_at_kiosk, forget_unlocks, is_free, opened_by, path_of
from tools.bench.load import IN_TURN, TOGETHER, Asked, Load
from tools.bench.servers import ask

NOBODY = ("",)


@dataclass(frozen=True)
class Case:
    """`baseline` asks nginx; it serves whole articles, or `teaser` the teasers. The kiosk must answer `probe` with
    `status` and `body`. `before` is done before each of its runs."""

    name: str
    title: str
    kiosk: Load
    baseline: Load
    teaser: bool
    status: int
    probe: tuple[str, str, dict[str, str]]
    body: bytes | None
    before: Callable[[], None]


def cases(place: Path, articles: int, texts: list[Text]) -> list[Case]:
    free = [path_of(number) for number in range(articles) if is_free(number)]
    metered = [path_of(number) for number in range(articles) if not is_free(number)]
    cookies = [f"Cookie: {cookie_of(reader)}" for reader in range(1, 2 * READERS + 1)]
    readers, subscribers = cookies[:READERS], cookies[READERS:]
    again = [(path_of(n), line) for r, line in enumerate(readers, 1) for n in opened_by(r, articles)]
    random.Random(5).shuffle(again)
    text, second = texts[0].bodies, texts[1].bodies

    def case(
        name: str,
        title: str,
        kiosk: Asked,
        baseline: Asked,
        *,
        teaser: bool = False,
        before: Callable[[], None] = lambda: None,
    ) -> Case:
        loads = Load(place, name, kiosk), Load(place, f"{name}-nginx", baseline)
        status, method, path, headers, body = probes[name]
        return Case(name, title, *loads, teaser, status, (method, path, headers), body, before)

    own = {"Sec-Fetch-Site": "same-origin"}
    probes: dict[str, tuple[int, str, str, dict[str, str], bytes | None]] = {
        "free": (200, "GET", path_of(0), {}, text["open"].gzip),
        "teaser": (200, "GET", path_of(1), {}, second["join"].gzip),
        "reread": (200, "GET", again[0][0], _as_headers(again[0][1]), None),
        "unlock": (303, "POST", path_of(1), _as_headers(readers[-1]) | own, b""),
        "quiet": (200, "GET", path_of(1), _as_headers(subscribers[0]), second["quiet"].gzip),
        "not_modified": (304, "GET", path_of(0), {"If-None-Match": etag_at_kiosk(0, texts)}, b""),
    }
    post = "Accept-Encoding: gzip\\r\\nSec-Fetch-Site: same-origin\\r\\nContent-Length: 0\\r\\n"
    with_tag = [f"If-None-Match: {etag_at_kiosk(n, texts)}" for n in range(articles) if is_free(n)]
    with_file_tag = [f"If-None-Match: {_nginx_etag(place / 'whole', path)}" for path in free]
    paths, lines = [path for path, _ in again], [line for _, line in again]
    return [
        case("free", "free page, nobody", Asked(free, NOBODY), Asked(free, NOBODY)),
        case("teaser", "teaser, nobody", Asked(metered, NOBODY), Asked(metered, NOBODY), teaser=True),
        case("reread", "metered, read again", Asked(paths, lines, TOGETHER), Asked(paths, lines, TOGETHER)),
        case(
            "unlock",
            "first unlock (POST, 303)",
            Asked(metered, readers, IN_TURN, "POST", post),
            Asked(metered, readers),
            before=lambda: forget_unlocks(place),
        ),
        case("quiet", "entitled reader", Asked(metered, subscribers), Asked(metered, subscribers)),
        case("not_modified", "304, nobody", Asked(free, with_tag, TOGETHER), Asked(free, with_file_tag, TOGETHER)),
    ]


def check(case: Case, port: int) -> None:
    """Raises SystemExit where the kiosk's answer is not the one that is to be measured."""
    method, path, headers = case.probe
    status, body = ask(port, path, headers, method)
    if status != case.status or (case.body is not None and body != case.body):
        raise SystemExit(
            f"{case.title}: the kiosk answered {status} with {len(body)} bytes; {case.status} was expected."
        )


def _as_headers(line: str) -> dict[str, str]:
    name, _, value = line.partition(": ")
    return {name: value}


def _nginx_etag(folder: Path, path: str) -> str:
    """Made as nginx makes it, of time and length."""
    found = (folder / f"{path[1:]}.gz").stat()
    return f'"{int(found.st_mtime):x}-{found.st_size:x}"'
