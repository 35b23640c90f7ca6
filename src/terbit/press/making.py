"""One page made from its rows: a draft by the kind that claims the address, its bodies, its proof. Writes nothing.

A pure function of the newsroom's rows and the theme: language and time zone of whoever asks play no part.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.utils import timezone, translation

from terbit.dispatch import keys
from terbit.dispatch.contract import pack
from terbit.gate import bodies_needed
from terbit.newsroom import things
from terbit.press.house import house_policy, house_words
from terbit.press.pages.registry import Draft, PageKind, Target
from terbit.press.proof import Finding, Galley, proof

log: Final = logging.getLogger("terbit.press")


@dataclass(frozen=True, slots=True)
class Made:
    """A page before anything of it goes out; `draft` is None where it must not exist, or could not be made.

    `bodies` is what goes out, body kind → document. `findings` are the proof's; one that is no warning holds the page
    back. `uses` is what was read, whatever became of the page.
    """

    target: Target
    draft: Draft | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    uses: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        return any(not finding.warning for finding in self.findings)


def page_kinds() -> tuple[PageKind, ...]:
    """The closed list, in the order in which kinds may claim an address."""
    from terbit.press.pages import KINDS

    return KINDS


def make_page(key: str, targets: Iterable[Target]) -> Made:
    """Print `key` as the first kind of the list that has a page for it, and prove it.

    Several kinds can claim one address (a story, its withdrawal, a redirect). A kind that raises holds the page back, as
    a failed proof does.
    """
    kinds = page_kinds()
    places = {kind.name: place for place, kind in enumerate(kinds)}
    claims = sorted(
        {target for target in targets if target.kind in places}, key=lambda claim: (places[claim.kind], claim.subject)
    )
    uses: set[str] = {things.THEME}
    target = Target("", key, 0)
    try:
        with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
            for target in claims:
                draft = kinds[places[target.kind]].print(target, uses)
                if draft is not None:
                    return proved(target, draft, frozenset(uses))
    except Exception as problem:
        log.exception("The page %s could not be made", key)
        finding = Finding("not_made", f"{key}: {type(problem).__name__}: {problem}")
        return Made(target, findings=(finding,), uses=frozenset(uses))
    return Made(target, uses=frozenset(uses))


def digest_of(made: Made) -> str:
    """Names everything of a page that readers or the gate can tell apart; "" for a page that must not exist."""
    draft = made.draft
    if draft is None:
        return ""
    head = pack([draft.terms, draft.language, draft.status, draft.content_type, draft.location])
    digest = blake2b(head, digest_size=20)
    for kind, html in made.bodies.items():
        text = html.encode()
        digest.update(f"\0{kind}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


def proved(target: Target, draft: Draft, uses: frozenset[str]) -> Made:
    """The draft with its bodies and what the proof finds in them. Raises ValueError for another page's draft."""
    if draft.key != target.key:
        raise ValueError(f"The kind {target.kind} printed {draft.key} where {target.key} was asked for.")
    bodies = _bodies(draft)
    findings = proof(Galley(draft, bodies, house_words()))
    missing = [kind for kind, html in bodies.items() if not html]
    if missing:
        findings.append(Finding("body_missing", ", ".join(missing)))
    if len(draft.key.encode()) > keys.LONGEST_PATH:
        findings.append(Finding("address_too_long", draft.key))
    return Made(target, draft, bodies, tuple(findings), uses)


def _bodies(draft: Draft) -> dict[str, str]:
    """Body kind → document, for each kind that a reader of this page can need, in a fixed order.

    A special page ("!wall/id") is asked for by body kind, so it goes out with all that it has. `quiet` may be left out
    where it is the same as `open`.
    """
    special = draft.key.startswith("!")
    needed = frozenset(draft.html) if special else bodies_needed(draft.terms, house_policy())
    same = {"quiet": draft.html.get("open", "")}
    return {kind: draft.html.get(kind) or same.get(kind, "") for kind in sorted(needed)}
