"""The answer for programs: `terbit why --json` (ARCHITECTURE.md, "What programs read")."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from terbit.gate import UNKNOWN, Decision, Offer, Open, Standing, Terms, policy_record
from terbit.house.why.answer import Why
from terbit.house.why.words import decided, lines, note


def record_of(why: Why) -> dict[str, Any]:
    found = why.counted
    return {
        "reader": why.reader.pk if why.reader else None,
        "story": why.grounds.terms.story,
        "path": why.article.path,
        "state": str(why.article.state),
        "at": why.at.isoformat(),
        "decision": code_of(why.explanation.decision),
        "words": decided(why.explanation.decision),
        "body": why.body,
        "line": why.explanation.decision.line,
        "tried": [{"line": one.number, "fits": one.fits, "when": one.when, "found": one.found} for one in lines(why)],
        "from": "shelf" if why.shelf else "newsroom",
        "terms": _terms(why.grounds.terms),
        "newsroom_terms": _terms(why.newsroom.terms),
        "reasons": [
            {"access": reason.access.code, "decides": reason.decides, "words": reason.words}
            for reason in why.article.access_reasons
        ],
        "standing": _standing(why.grounds.standing),
        "policy": policy_record(why.grounds.policy),
        "since": _time(why.since),
        "ledger": None
        if why.reader is None
        else {
            "answers": found.opened is not UNKNOWN,
            "opened_at": _time(found.opened_at),
            "spent": None if found.spent is UNKNOWN else found.spent,
            "limit": why.limit,
        },
        "soon": code_of(why.soon) if why.soon else None,
        "notes": [{"code": code, "words": note(code)} for code in why.notes],
    }


def code_of(decision: Decision) -> str:
    """As the kiosk counts it: open:<because>, offer, wall:<next step>."""
    if isinstance(decision, Open):
        return f"open:{decision.because}"
    return "offer" if isinstance(decision, Offer) else f"wall:{decision.next_step}"


def _terms(terms: Terms) -> dict[str, Any]:
    return {"access": terms.access.code, "publications": sorted(terms.publications)}


def _standing(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "confirmed": standing.confirmed,
        "devices": len(standing.sessions),
        "carried": standing.carried,
        "entitlements": [
            {"publication": one.publication, "starts": _time(one.starts), "ends": _time(one.ends), "source": one.source}
            for one in standing.entitlements
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
