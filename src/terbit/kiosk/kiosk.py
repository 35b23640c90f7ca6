"""One request, one look at the shelf, one decision, one finished body."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple, get_args

from terbit.dispatch import keys
from terbit.dispatch.contract import BadRecord, Coding, PageHead
from terbit.gate import (
    FREE_PAGE,
    UNKNOWN,
    Access,
    Decision,
    Offer,
    Open,
    Standing,
    Terms,
    Unknown,
    Wall,
    body_of,
    decide,
    limit_of,
    renews_at,
    units_left,
)
from terbit.gate.decide import NextStep, OpenReason
from terbit.gate.reader_pass import ReaderPass
from terbit.kiosk import headers
from terbit.kiosk.faults import Faults
from terbit.kiosk.http import Answer, Request, is_own_post, matches
from terbit.kiosk.manner import Manners
from terbit.kiosk.passes import Passes
from terbit.kiosk.stand import NO_POLICY, Look, Moment, Stand
from terbit.kiosk.tally import COUNTED_CRAWLER
from terbit.ledger import AlreadyUnlocked, Ledger, LedgerUnavailable, Spent, Unlock, Unlocked

WAIT_SECONDS: Final = 1.0
WAIT_STEP_SECONDS: Final = 0.005
REMEMBERED: Final = 100_000
MOST_UNCHANGED: Final = 16_384
Done = Callable[[Answer], None]
_OUTCOMES: Final = {
    Unlocked: "unlock:unlocked",
    AlreadyUnlocked: "unlock:alreadyunlocked",
    Spent: "unlock:spent",
}
NEVER: Final = datetime.min.replace(tzinfo=UTC)


class _Unchanged(NamedTuple):
    """A 304, to whom who offered what, and on which state of the shelf it was said."""

    seen: int
    offered: bytes
    answer: Answer


class Kiosk:
    """All of it that does not know which server it stands behind."""

    def __init__(
        self,
        stand: Stand,
        ledger: Ledger,
        passes: Passes,
        own_origin: str,
        faults: Faults | None = None,
        front: str = "",
    ) -> None:
        self._stand = stand
        self._manners = Manners(headers.FRONT_SECONDS[front])
        self._ledger = ledger
        self._passes = passes
        self._own_origin = own_origin
        self._faults = faults or Faults()
        self._opened: set[tuple[int, int]] = set()
        self._unchanged: dict[tuple[bytes, Coding], _Unchanged] = {}

    def read_now(self, request: Request) -> Answer | None:
        """Answer a GET or HEAD of a page; None where the reader's last change has to be waited for.

        The answer's body lies on the shelf: it is to be sent in this turn of the event loop, or copied.
        """
        look = self._stand.brief_look()
        cookies = request.headers.get(b"cookie")
        reader_pass = None if cookies is None else self._passes.read(cookies)
        if reader_pass is None:
            return self._to_nobody(look, request)
        if look.is_behind(reader_pass.epoch, reader_pass.number):
            return None
        return self._answer(look, request, reader_pass)

    def serves(self, name: str) -> bool:
        """Whether readers may have the picture's file of this name; a draft's or a withdrawn story's they may not."""
        with self._stand.look() as look:
            return look.serves(name)

    async def read(self, request: Request) -> Answer:
        """The same, after waiting where need be."""
        reader_pass = self._passes.read(request.headers.get(b"cookie"))
        behind = reader_pass is not None and await self._wait_for(reader_pass)
        with self._stand.look() as look:
            return self._answer(look, request, reader_pass, behind).copied()

    async def read_for_crawler(self, request: Request) -> Answer:
        """The same for a search engine that has proved itself: a gated story whole, for nobody to keep. Counted apart."""
        if self._passes.read(request.headers.get(b"cookie")) is not None:
            return await self.read(request)
        with self._stand.look() as look:
            head = look.page(request.key)
            terms = FREE_PAGE if head is None else look.terms(head)
            kinds = head.layout.entries if head is not None and head.status == 200 else {}
            whole = "open" in kinds or "quiet" in kinds
            if head is None or not whole or not terms.gated or look.moment().stale:
                return self._answer(look, request, None).copied()
            opened = Open("free", quiet="open" not in kinds)  # a cover story is printed for subscribers alone
            answer = self._print(look, request, head, _named(opened), headers.NEVER).copied()
        block = answer.block.but(answer.status, (b"x-robots-tag", b"noarchive"))
        return Answer(block, answer.body, COUNTED_CRAWLER, answer.own)

    def _answer(self, look: Look, request: Request, reader_pass: ReaderPass | None, behind: bool = False) -> Answer:
        standing = None if reader_pass is None else self._standing(look, reader_pass)
        if standing is None and not behind:
            return self._to_nobody(look, request)
        head = look.page(request.key)
        if head is None:
            return self._elsewhere(look, request)
        terms = look.terms(head)
        decision = self._decide(look, terms, standing, behind)
        keeping = (headers.NEVER if terms.gated else headers.OWN) | (headers.BEHIND if behind else 0)
        return self._print(look, request, head, _named(decision), keeping)

    def _to_nobody(self, look: Look, request: Request) -> Answer:
        """Browsers ask for a page that they have again and again; while the shelf does not change, they have it still."""
        offered = request.headers.get(b"if-none-match")
        if offered is None:
            return self._show_to_nobody(look, request)
        page = (request.key, request.coding)
        known = self._unchanged.get(page)
        if known is not None and known.seen == look.seen and known.offered == offered:
            return known.answer
        answer = self._show_to_nobody(look, request)
        if answer.status == 304:
            if len(self._unchanged) >= MOST_UNCHANGED:
                self._unchanged.clear()
            self._unchanged[page] = _Unchanged(look.seen, offered, answer)
        return answer

    def _show_to_nobody(self, look: Look, request: Request) -> Answer:
        head = look.page(request.key)
        if head is None:
            return self._elsewhere(look, request)
        return self._print(look, request, head, _TO_NOBODY[look.terms(head).access], headers.SHARED)

    def unlock_now(self, request: Request, done: Done) -> bool:
        """Answer a POST to a page: the reader opens this story, and every outcome leads back to it. `done` gets the
        answer now, or when the ledger has settled it.

        False where the reader's last change has to be waited for; then nothing was begun.
        """
        look = self._stand.brief_look()
        reader_pass = self._passes.read(request.headers.get(b"cookie"))
        if reader_pass is not None and look.is_behind(reader_pass.epoch, reader_pass.number):
            return False
        self._unlock(look, request, reader_pass, False, done)
        return True

    async def unlock(self, request: Request) -> Answer:
        """The same, after waiting where need be."""
        reader_pass = self._passes.read(request.headers.get(b"cookie"))
        behind = reader_pass is not None and await self._wait_for(reader_pass)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        with self._stand.look() as look:
            self._unlock(look, request, reader_pass, behind, answer.set_result)
        return await answer

    def _unlock(self, look: Look, request: Request, reader_pass: ReaderPass | None, behind: bool, done: Done) -> None:
        if not is_own_post(request, self._own_origin):
            return done(headers.refusal(request))
        head = look.page(request.key)
        if head is None:
            return done(self._elsewhere(look, request).copied())
        terms = look.terms(head)
        if not _can_be_opened(head, terms):
            return done(headers.method_not_allowed("GET, HEAD"))
        standing = self._standing(look, reader_pass)
        moment = look.moment()
        if standing is None or behind or moment.stale or not self._may_offer(terms, standing, moment):
            return done(headers.see_other(request, "unlock:back"))
        reader, story, limit = standing.reader, terms.story, limit_of(moment.policy, standing)

        def settled(outcome: Unlock | LedgerUnavailable) -> None:
            done(headers.see_other(request, self._learned(reader, story, outcome)))

        self._ledger.enter(reader, story, limit=limit, since=moment.since, now=moment.now, settled=settled)

    def methods(self, request: Request) -> str:
        """What may be done with this address, as the header Allow says it."""
        with self._stand.look() as look:
            head = look.page(request.key)
            opens = head is not None and _can_be_opened(head, look.terms(head))
        return "GET, HEAD, POST" if opens else "GET, HEAD"

    def _may_offer(self, terms: Terms, standing: Standing, moment: Moment) -> bool:
        """Whether an Offer is possible. What the reader opened and spent only the ledger knows, and it says so itself
        in the transaction that enters the story; to ask it twice would tell nothing more."""
        if (standing.reader, terms.story) in self._opened:
            return False
        return isinstance(decide(terms, standing, False, 0, moment.policy, moment.now), Offer)

    def _learned(self, reader: int, story: int, outcome: Unlock | LedgerUnavailable) -> str:
        """As what the outcome is counted."""
        if isinstance(outcome, LedgerUnavailable):
            self._faults.report("ledger_unavailable", str(outcome))
            return "unlock:back"
        if not isinstance(outcome, Spent):
            self._remember(reader, story)
        return _OUTCOMES[type(outcome)]

    async def about_me(self, request: Request) -> Answer:
        """`/saya`: what this reader has left, as JSON; 204 for nobody."""
        reader_pass = self._passes.read(request.headers.get(b"cookie"))
        if reader_pass is None or await self._wait_for(reader_pass):
            return headers.nobody()
        with self._stand.look() as look:
            standing = self._standing(look, reader_pass)
            if standing is None:
                return headers.nobody()
            policy, now, since, _ = look.moment()
        spent = self._look(standing.reader, 0, since)[1]
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

    def _decide(self, look: Look, terms: Terms, standing: Standing | None, behind: bool) -> Decision:
        """Ask the gate, and the ledger only where the gate says that it matters."""
        policy, now, since, stale = look.moment()
        if (behind or stale) and terms.gated:
            return Wall("later")
        if standing is None:
            return decide(terms, None, UNKNOWN, UNKNOWN, policy, now)
        if (standing.reader, terms.story) in self._opened:
            return decide(terms, standing, True, 0, policy, now)
        decision = decide(terms, standing, UNKNOWN, UNKNOWN, policy, now)
        if isinstance(decision, Wall) and decision.next_step == "later":
            opened, spent = self._look(standing.reader, terms.story, since)
            decision = decide(terms, standing, opened, spent, policy, now)
        return decision

    def _look(self, reader: int, story: int, since: datetime | None) -> tuple[bool | Unknown, int | Unknown]:
        """The ledger's answer. A yes is remembered, since it stays true; a no and a count never are."""
        try:
            opened, spent = self._ledger.look(reader, story, since)
        except LedgerUnavailable as error:
            self._faults.report("ledger_unavailable", str(error))
            return UNKNOWN, UNKNOWN
        if opened:
            self._remember(reader, story)
        return opened, spent

    def _remember(self, reader: int, story: int) -> None:
        if len(self._opened) >= REMEMBERED:
            self._opened.clear()
        self._opened.add((reader, story))

    def _print(self, look: Look, request: Request, head: PageHead, named: tuple[str, str], keeping: int) -> Answer:
        """The body that `named` names; the house's plain wall where this page has none of it."""
        kind, counted = named
        layout, status = head.layout, head.status
        if layout.location is not None:
            return headers.moved(layout.location + _query(request), counted)
        coding = request.coding
        manner = self._manners.of(layout, kind, coding, keeping, status)
        if manner.entry is None:
            head = _plain_wall(look, head, kind)
            manner = self._manners.of(head.layout, kind, coding, keeping, status)
        if manner.entry is None:
            raise BadRecord(f"There is no body {kind} for a page, and the plain wall has none either.")
        place = head.place_at(manner.entry)
        if manner.tag is None:
            return Answer(manner.block, head.body(place, coding), counted)
        own = manner.tag % place[0]
        offered = request.headers.get(b"if-none-match")
        if offered is not None and status == 200 and matches(offered, own):
            return Answer(manner.unchanged, b"", counted, own)
        return Answer(manner.block, head.body(place, coding), counted, own)

    def _elsewhere(self, look: Look, request: Request) -> Answer:
        """No page lies there: perhaps it does without its last slash, or with one; else the printed 404."""
        path = request.path
        for other in (path.rstrip("/"), f"{path}/"):
            if path and other != path and look.page(other.encode()) is not None:
                return headers.moved(headers.as_location(other) + _query(request), "")
        return self._special(look, request, keys.not_found(request.language)) or headers.plain(404, "Not found.")

    def unknown(self, request: Request) -> Answer:
        """The answer to an address that is none."""
        with self._stand.look() as look:
            return self._elsewhere(look, request).copied()

    def special(self, request: Request, key: str) -> Answer | None:
        """A page that has no address of its own; None where it is not printed yet."""
        with self._stand.look() as look:
            answer = self._special(look, request, key)
            return None if answer is None else answer.copied()

    def _special(self, look: Look, request: Request, key: str) -> Answer | None:
        page = look.page(key.encode())
        if page is None:
            return None
        answer = self._print(look, request, page, _TO_NOBODY[Access.FREE], headers.SHARED)
        return Answer(answer.block, answer.body, "", answer.own)  # not counted: anything may be asked for


def _can_be_opened(head: PageHead, terms: Terms) -> bool:
    """Whether the page is a story that is out: only such a one takes a POST."""
    return head.status == 200 and terms.story != 0


def _plain_wall(look: Look, head: PageHead, kind: str) -> PageHead:
    wall = look.page(keys.plain_wall(head.layout.language).encode())
    if wall is None:
        raise BadRecord(f"The page {head.path} has no body {kind}, and there is no plain wall for it.")
    return wall


def _as(decision: Decision, counted: str) -> tuple[str, str]:
    return body_of(decision), counted


_OPENS: Final = {
    quiet: {because: _as(Open(because, quiet), f"open:{because}") for because in get_args(OpenReason)}
    for quiet in (False, True)
}
_WALLS: Final = {step: _as(Wall(step), f"wall:{step}") for step in get_args(NextStep)}
_OFFER: Final = _as(Offer(1), "offer")


def _named(decision: Decision) -> tuple[str, str]:
    """The body for a decision, and as what it is counted."""
    if isinstance(decision, Open):
        return _OPENS[decision.quiet][decision.because]
    return _OFFER if isinstance(decision, Offer) else _WALLS[decision.next_step]


_TO_NOBODY: Final = {
    access: _named(decide(Terms(0, access, frozenset()), None, UNKNOWN, UNKNOWN, NO_POLICY, NEVER)) for access in Access
}
"""Nothing that story, time, policy or ledger say concerns whoever is nobody, nor how old the shelf is."""


def _query(request: Request) -> str:
    return f"?{request.query.decode('latin-1')}" if request.query else ""
