"""The next step at each gate, in honest words: why this story is shut for this reader, and what opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from gettext import NullTranslations

from terbit.gate import TEASER_KINDS, Access, Monthly, Policy, Rolling, Terms
from terbit.press.contexts import Step


@dataclass(frozen=True, slots=True)
class Shut:
    """A gated story as its steps speak of it. `cover_of` names the edition whose cover story it is, or is ""."""

    path: str
    terms: Terms
    publications: str
    cover_of: str = ""


def steps_for(shut: Shut, kinds: Iterable[str], policy: Policy | None, words: NullTranslations) -> Mapping[str, Step]:
    """A step for each teaser kind. `policy` is given where free articles may open the story, else None."""
    made = _Words(shut, policy, words)
    makers = {
        "join": made.join,
        "confirm": made.confirm,
        "offer": made.offer,
        "subscribe": made.subscribe,
        "later": made.later,
    }
    return {kind: replace(makers[kind](), next_path=shut.path) for kind in kinds if kind in makers}


def plain_steps(policy: Policy, words: NullTranslations) -> Mapping[str, Step]:
    """For a page that does not know which story it stands for: each step, without a word that could be wrong."""
    _ = words.gettext
    unknown = Shut("", Terms(0, Access.METERED, frozenset()), "")
    made = dict(steps_for(unknown, TEASER_KINDS, None, words))
    gift = tuple(filter(None, [_("This story is not open to everybody."), free_articles(policy, words)]))
    made["join"] = Step(_("Read on with an account"), gift, "", "join", ("sign_in", "subscribe"))
    made["confirm"] = replace(made["confirm"], words=made["confirm"].words[:1])
    made["subscribe"] = Step(_("This story is for subscribers"), (_("A subscription opens it."),), "", "subscribe")
    return made


def free_articles(policy: Policy, words: NullTranslations) -> str:
    """What the house gives away, as a sentence; "" where it gives nothing."""
    if policy.units < 1:
        return ""
    match policy.renewal:
        case Monthly():
            sentence = words.ngettext(
                "With an account you read %(n)s story of your choice each month, free of charge.",
                "With an account you read %(n)s stories of your choice each month, free of charge.",
                policy.units,
            )
            return sentence % {"n": policy.units}
        case Rolling(days):
            sentence = words.ngettext(
                "With an account you read %(n)s story of your choice in any %(days)s days, free of charge.",
                "With an account you read %(n)s stories of your choice in any %(days)s days, free of charge.",
                policy.units,
            )
            return sentence % {"n": policy.units, "days": days}
        case _once:
            sentence = words.ngettext(
                "With an account you read %(n)s story of your choice free of charge.",
                "With an account you read %(n)s stories of your choice free of charge.",
                policy.units,
            )
            return sentence % {"n": policy.units}


class _Words:
    def __init__(self, shut: Shut, policy: Policy | None, words: NullTranslations) -> None:
        self.shut, self.words = shut, words
        self.gift = free_articles(policy, words) if policy else ""

    def join(self) -> Step:
        _ = self.words.gettext
        if self.shut.terms.access is Access.REGISTERED:
            costs_nothing = _("This story costs nothing. It is for readers with a confirmed account.")
            return Step(_("Read on with a free account"), (costs_nothing,), "", "join", ("sign_in",))
        if self.gift:
            return Step(
                _("Read on with a free account"),
                (self._belongs(), self.gift),
                "",
                "join",
                ("sign_in", "subscribe"),
            )
        words = (self._for_subscribers(), _("If you have a subscription, sign in and read on."))
        return Step(self._heading(), words, "", "sign_in", ("subscribe", "join"))

    def confirm(self) -> Step:
        _ = self.words.gettext
        words = [_("We sent you a message with a link. Open it to confirm your address, then come back to this story.")]
        if self.shut.terms.access is Access.SUBSCRIBERS or not (self.gift or self._is_registered()):
            words.append(self._for_subscribers())
        return Step(_("Confirm your e-mail address"), tuple(words), "", "resend")

    def offer(self) -> Step:
        _ = self.words.gettext
        words = (_("Reading on takes one of your free articles. Once opened, the story stays open to you."),)
        return Step(_("Would you like to read on?"), words, "", "unlock")

    def subscribe(self) -> Step:
        _ = self.words.gettext
        if self.shut.terms.access is Access.SUBSCRIBERS or not self.gift:
            return Step(self._heading(), (self._for_subscribers(),), "", "subscribe")
        words = (
            self.gift,
            _("Subscribers read every story of %(publications)s.") % {"publications": self.shut.publications},
        )
        return Step(_("Your free articles are used up"), words, "", "subscribe")

    def later(self) -> Step:
        _ = self.words.gettext
        words = (
            _(
                "We cannot look up at this moment whether this story is open to you. Nothing was spent. Please try again."
            ),
        )
        return Step(_("One moment, please"), words, "", "again")

    def _heading(self) -> str:
        _ = self.words.gettext
        return _("The cover story is for subscribers") if self.shut.cover_of else _("This story is for subscribers")

    def _for_subscribers(self) -> str:
        _ = self.words.gettext
        named = {"publications": self.shut.publications, "edition": self.shut.cover_of}
        if self.shut.cover_of:
            return _("This is the cover story of %(edition)s. Only a subscription opens it.") % named
        return _("It belongs to %(publications)s. Only a subscription opens it.") % named

    def _belongs(self) -> str:
        return self.words.gettext("This story belongs to %(publications)s.") % {"publications": self.shut.publications}

    def _is_registered(self) -> bool:
        return self.shut.terms.access is Access.REGISTERED
