"""The answer in words, in the language of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terbit.gate import UNKNOWN, Decision, Entitlement, Offer, units_left
from terbit.house.why.answer import Why
from terbit.newsroom.access import ACCESS_WORDS
from terbit.newsroom.admin.house_time import in_house_time


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the gate's table: what it asks, what was found, and whether it fitted."""

    number: int
    fits: bool
    when: str
    found: str


def lines(why: Why) -> list[Line]:
    """Every line that was tried, in order."""
    return [Line(tried.line, tried.fits, _when(tried.line), _found(tried.line, why)) for tried in why.explanation.tried]


def _when(line: int) -> str:
    return {
        1: _("The story is free."),
        2: _("The reader is entitled to one of its publications."),
        3: _("Nobody is signed in."),
        4: _("The address is not confirmed."),
        5: _("The story is for everybody who has joined."),
        6: _("The story is for subscribers only."),
        7: _("The ledger does not answer."),
        8: _("The reader opened the story before."),
        9: _("Free articles are left, and count on one of its publications."),
        10: _("Nothing else fits."),
    }[line]


def _found(line: int, why: Why) -> str:
    match line:
        case 1 | 5 | 6:
            return str(ACCESS_WORDS[why.grounds.terms.access])
        case 2:
            return _rights(why)
        case 3:
            return _("Nobody.") if why.grounds.standing is None else _("Somebody is.")
        case 4:
            return _("It is confirmed.") if why.grounds.standing and why.grounds.standing.confirmed else _("It is not.")
        case 7:
            return _("It does not.") if why.counted.opened is UNKNOWN else _("It does.")
        case 8:
            opened_at = why.counted.opened_at
            return _("Opened on %(when)s.") % {"when": in_house_time(opened_at)} if opened_at else _("Not opened.")
        case 9:
            return _units(why)
        case _otherwise:
            return ""


def _rights(why: Why) -> str:
    of_story = ", ".join(sorted(why.grounds.terms.publications)) or "–"
    standing = why.grounds.standing
    own = "; ".join(_right(one, why) for one in standing.entitlements) if standing else ""
    return _("Of the story: %(story)s. Of the reader: %(reader)s.") % {"story": of_story, "reader": own or "–"}


def _right(one: Entitlement, why: Why) -> str:
    values = {"publication": one.publication, "starts": in_house_time(one.starts), "ends": in_house_time(one.ends)}
    if one.runs(why.at):
        return _("%(publication)s, from %(starts)s until %(ends)s: runs") % values
    return _("%(publication)s, from %(starts)s until %(ends)s: does not run") % values


def _units(why: Why) -> str:
    standing, spent, policy = why.grounds.standing, why.counted.spent, why.grounds.policy
    if standing is None or spent is UNKNOWN:
        return "–"
    left = units_left(policy, standing, spent)
    values = {
        "units": policy.units,
        "spent": spent,
        "carried": standing.carried,
        "left": left,
        "since": in_house_time(why.since) if why.since else _("ever"),
        "publications": ", ".join(sorted(policy.publications)) or "–",
    }
    return (
        _(
            "%(units)d given, %(spent)d used since: %(since)s, %(carried)d carried over, %(left)d left; on %(publications)s."
        )
        % values
    )


def decided(decision: Decision) -> str:
    """The decision as a sentence."""
    if isinstance(decision, Offer):
        words = ngettext(
            "The teaser with the button that opens the story: %(n)d free article is left.",
            "The teaser with the button that opens the story: %(n)d free articles are left.",
            decision.left,
        )
        return words % {"n": decision.left}
    return {
        1: _("The whole story, because it is free."),
        2: _("The whole story, because an entitlement runs."),
        3: _("The teaser with the way to join."),
        4: _("The teaser with the way to confirm the address."),
        5: _("The whole story, because the reader has joined."),
        6: _("The teaser with the way to subscribe, because it is for subscribers only."),
        7: _("The teaser that asks to come back, because the ledger does not answer."),
        8: _("The whole story, because the reader opened it before."),
        10: _("The teaser with the way to subscribe, because no free article opens it."),
    }[decision.line]


def note(code: str) -> str:
    """What a code of Why.notes says."""
    return {
        "withdrawn": _(
            "The story is withdrawn. Its address shows the notice, to everybody; the lines are about its terms."
        ),
        "not_public": _("The story is not public: readers find nothing there. The lines say what would be."),
        "no_page": _("On this machine no kiosk has the page; the newsroom's rows decided."),
        "another_time": _(
            "At another time: rights and opened stories are those of that time; access, policy and confirmation are "
            "those of now. The journal says what they were."
        ),
        "stale": _(
            "The kiosk has not heard from the house for a quarter of an hour: until then it opens no gated story."
        ),
        "terms_differ": _("The kiosk still goes by other terms than the newsroom; the page is yet to be made again."),
        "policy_differs": _("The kiosk still goes by another policy than the newsroom."),
        "standing_differs": _("The kiosk still goes by other rights of the reader than the newsroom."),
        "account_shut": _("The reader's account is shut: whoever comes with it is nobody."),
        "no_device": _("The reader is signed in nowhere. The lines are about a device that is."),
        "plain_wall": _("The page has no such body yet; the house's plain page of that step is shown."),
    }[code]
