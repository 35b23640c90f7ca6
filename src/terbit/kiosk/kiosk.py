"""One request, one look at the shelf, one decision, one finished body."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from terbit.dispatch import keys
from terbit.dispatch.contract import BadRecord
from terbit.gate import (
    UNKNOWN,
    Decision,
    Offer,
    Open,
    Standing,
    Unknown,
    Wall,
    body_of,
    counted_since,
    decide,
    limit_of,
    renews_at,
    units_left,
)
from terbit.gate.reader_pass import ReaderPass
from terbit.kiosk import headers
from terbit.kiosk.http import Answer, Request, coding_for, etag_for, is_own_post, matches
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import Found, Look, Stand
from terbit.ledger import Ledger, LedgerUnavailable

log = logging.getLogger("terbit.kiosk")
WAIT_SECONDS: Final = 1.0
WAIT_STEP_SECONDS: Final = 0.005
REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Decided:
    """A page, who asks for it, and what the gate said. `behind`: the shelf lacks this reader's last change."""

    found: Found
    standing: Standing | None
    decision: Decision
    behind: bool = False


class Kiosk:
    """All of it that does not know which server it stands behind."""

    def __init__(
        self, stand: Stand, ledger: Ledger, passes: Passes, own_origin: str, now: Callable[[], datetime] | None = None
    ) -> None:
        self._stand = stand
        self._ledger = ledger
        self._passes = passes
        self._own_origin = own_origin
        self._now = now or (lambda: datetime.now(UTC))
        self._opened: dict[tuple[int, int], None] = {}

    def ready(self) -> bool:
        with self._stand.look() as look:
            return look.ready()

    def serves(self, name: str) -> bool:
        """Whether readers may have the picture's file of this name; a draft's or a withdrawn story's they may not."""
        with self._stand.look() as look:
            return look.serves(name)

    async def read(self, request: Request) -> Answer:
        """Answer a GET or HEAD of a page."""
        reader_pass = self._passes.read(request.cookie)
        behind = reader_pass is not None and await self._wait_for(reader_pass)
        with self._stand.look() as look:
            found = look.page(request.path) if request.path else None
            if found is None:
                return self._elsewhere(look, request)
            decided = self._decide(look, found, reader_pass, behind)
            return self._print(look, request, decided)

    async def unlock(self, request: Request) -> Answer:
        """Answer a POST to a page: the reader opens this story. Every outcome leads back to the story."""
        if not is_own_post(request, self._own_origin):
            return headers.refusal(request)
        reader_pass = self._passes.read(request.cookie)
        behind = reader_pass is not None and await self._wait_for(reader_pass)
        with self._stand.look() as look:
            found = look.page(request.path) if request.path else None
            if found is None:
                return self._elsewhere(look, request)
            if not found.terms.story or found.head.status != 200:
                return headers.method_not_allowed("GET, HEAD")
            decided = self._decide(look, found, reader_pass, behind)
            story, policy = found.terms.story, look.policy()
        outcome = "back"
        if isinstance(decided.decision, Offer) and decided.standing is not None:
            now = self._now()
            try:
                unlocked = await self._ledger.unlock(
                    decided.standing.reader,
                    story,
                    limit=limit_of(policy, decided.standing),
                    since=counted_since(policy, now),
                    now=now,
                )
                outcome = type(unlocked).__name__.lower()
            except LedgerUnavailable as error:
                log.warning("%s", error)
        return headers.see_other(request, f"unlock:{outcome}")

    async def about_me(self, request: Request) -> Answer:
        """`/saya`: what this reader has left, as JSON; 204 for nobody."""
        reader_pass = self._passes.read(request.cookie)
        if reader_pass is None or await self._wait_for(reader_pass):
            return headers.nobody()
        with self._stand.look() as look:
            standing = self._standing(look, reader_pass)
            if standing is None:
                return headers.nobody()
            policy = look.policy()
        now = self._now()
        spent = self._look(standing.reader, 0, counted_since(policy, now))[1]
        renews = renews_at(policy, now)
        return headers.own_json(
            json.dumps(
                {
                    "confirmed": standing.confirmed,
                    "limit": limit_of(policy, standing),
                    "left": None if spent is UNKNOWN else units_left(policy, standing, spent),
                    "renews": renews.isoformat() if renews else None,
                    "entitled": standing.has_running_entitlement(now),
                }
            )
        )

    async def _wait_for(self, reader_pass: ReaderPass) -> bool:
        """Wait, at most a second and holding no look, for the reader's last change. True when it did not come."""
        for _ in range(int(WAIT_SECONDS / WAIT_STEP_SECONDS)):
            with self._stand.look() as look:
                if not look.is_behind(reader_pass.epoch, reader_pass.number):
                    return False
            await asyncio.sleep(WAIT_STEP_SECONDS)
        return True

    def _standing(self, look: Look, reader_pass: ReaderPass | None) -> Standing | None:
        """The standing behind a pass; None once its session has ended, however good its signature."""
        if reader_pass is None:
            return None
        standing = look.standing(reader_pass.reader)
        return standing if standing is not None and reader_pass.session in standing.sessions else None

    def _decide(self, look: Look, found: Found, reader_pass: ReaderPass | None, behind: bool) -> Decided:
        """Ask the gate, and the ledger only where the gate says that it matters."""
        terms = found.terms
        standing = self._standing(look, reader_pass)
        if terms.gated and (behind or self._stand.stale()):
            step: Decision = Wall("later") if standing is not None or behind else Wall("join")
            return Decided(found, standing, step, behind)
        policy, now = look.policy(), self._now()
        decision = decide(terms, standing, UNKNOWN, UNKNOWN, policy, now)
        if decision == Wall("later") and standing is not None:
            opened, spent = self._look(standing.reader, terms.story, counted_since(policy, now))
            decision = decide(terms, standing, opened, spent, policy, now)
        return Decided(found, standing, decision)

    def _look(self, reader: int, story: int, since: datetime | None) -> tuple[bool | Unknown, int | Unknown]:
        """The ledger's answer. A yes is remembered, since it stays true; a no and a count never are."""
        if (reader, story) in self._opened:
            return True, 0
        try:
            opened, spent = self._ledger.look(reader, story, since)
        except LedgerUnavailable as error:
            log.warning("%s", error)
            return UNKNOWN, UNKNOWN
        if opened:
            if len(self._opened) >= REMEMBERED:
                self._opened.clear()
            self._opened[reader, story] = None
        return opened, spent

    def _print(self, look: Look, request: Request, decided: Decided) -> Answer:
        """The body for the decision; the house's plain wall where this page has none for it."""
        kind, found = body_of(decided.decision), decided.found
        place = found.head.bodies.get(kind)
        if place is None and kind == "quiet":
            kind, place = "open", found.head.bodies.get("open")
        if place is None:
            wall = look.page(keys.plain_wall(found.head.language))
            if wall is None or kind not in wall.head.bodies:
                raise BadRecord(f"The page {found.head.path} has no body {kind}, and there is no plain wall for it.")
            found, place = wall, wall.head.bodies[kind]
        head = decided.found.head
        shared = decided.standing is None and not decided.behind
        lasting = not decided.found.terms.gated or shared
        coding = coding_for(request.accept_encoding)
        etag = etag_for(place.etag, coding) if lasting else ""
        answer_headers = headers.of_page(found.head, coding, etag, shared=shared, lasting=lasting)
        decision = _counted(decided.decision)
        if head.location is not None:
            return headers.moved(head.location + _query(request), decision)
        if decided.behind:
            answer_headers.append((b"refresh", b"2"))
        if lasting and matches(request.if_none_match, etag):
            return Answer(304, answer_headers, decision=decision)
        packed = found.body(place, coding)
        body = gzip.decompress(packed) if coding == "identity" else packed
        return Answer(head.status, answer_headers, body, decision)

    def _elsewhere(self, look: Look, request: Request) -> Answer:
        """No page lies there: perhaps it does without its last slash, or with one; else the printed 404."""
        for other in (request.path.rstrip("/"), f"{request.path}/"):
            if request.path and other != request.path and look.page(other) is not None:
                return headers.moved(headers.as_location(other) + _query(request), "")
        return self._special(look, request, keys.not_found(request.language)) or headers.plain(404, "Not found.")

    def special(self, request: Request, key: str) -> Answer | None:
        """A page that has no address of its own; None where it is not printed yet."""
        with self._stand.look() as look:
            return self._special(look, request, key)

    def _special(self, look: Look, request: Request, key: str) -> Answer | None:
        page = look.page(key)
        if page is None:
            return None
        answer = self._print(look, request, Decided(page, None, Open("free")))
        return Answer(answer.status, answer.headers, answer.body)  # not counted: anything may be asked for


def _counted(decision: Decision) -> str:
    match decision:
        case Open():
            return f"open:{decision.because}"
        case Offer():
            return "offer"
        case _:
            return f"wall:{decision.next_step}"


def _query(request: Request) -> str:
    return f"?{request.query.decode('latin-1')}" if request.query else ""
