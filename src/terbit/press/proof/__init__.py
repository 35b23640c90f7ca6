"""Is this page fit to go out? One small function a rule; each gives findings with the rule's code and words for the desk.

A finding holds the page back (it keeps its last good version), or, as a warning, lets it go and tells the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from terbit.press.proof.addresses import no_address_of_a_reader
from terbit.press.proof.empty_boxes import no_empty_box
from terbit.press.proof.false_dates import no_false_date
from terbit.press.proof.findings import Finding
from terbit.press.proof.galley import Galley, HouseWords
from terbit.press.proof.paid_links import no_unlabelled_paid_link
from terbit.press.proof.teasers import nothing_paid_in_a_teaser, standfirst_repeats_paid_text

__all__ = ["RULES", "Finding", "Galley", "HouseWords", "proof"]

Rule = Callable[[Galley], Iterable[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    no_false_date,
    no_empty_box,
    no_unlabelled_paid_link,
    no_address_of_a_reader,
    nothing_paid_in_a_teaser,
    standfirst_repeats_paid_text,
)


def proof(galley: Galley) -> list[Finding]:
    """Everything that the rules have to say about one page, each sentence once."""
    return list(dict.fromkeys(finding for rule in RULES for finding in rule(galley)))
