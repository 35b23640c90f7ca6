"""What readers are told of a policy, in each language of the house: the press's own sentences, made before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from terbit.gate import Access, Policy, Terms, bodies_needed
from terbit.newsroom.languages import LANGUAGES
from terbit.newsroom.models import Publication
from terbit.press.pages.steps import Shut, free_articles, steps_for
from terbit.press.render import catalogue

#: Whom the sentences are shown to: nobody is signed in; no free article is left.
SHOWN: Final = ("join", "subscribe")


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a teaser as a reader meets it."""

    heading: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """In one language: the policy itself ("" where nothing is given), then the teasers of a metered story."""

    language: str
    name: str
    policy: str
    steps: tuple[Told, ...]


def sentences(policy: Policy) -> tuple[Sentences, ...]:
    """For a story of all the publications that count free articles, or of all that do not where none does."""
    publications = list(Publication.objects.all())
    counted = [one for one in publications if one.code in policy.publications] or publications
    terms = Terms(0, Access.METERED, frozenset(one.code for one in counted))
    return tuple(_in_language(code, str(name), policy, terms, counted) for code, name in LANGUAGES)


def _in_language(code: str, name: str, policy: Policy, terms: Terms, publications: Iterable[Publication]) -> Sentences:
    words = catalogue(code)
    shut = Shut("", terms, ", ".join(publication.name for publication in publications))
    offered = policy if "offer" in bodies_needed(terms, policy) else None
    steps = steps_for(shut, SHOWN, offered, words)
    told = tuple(Told(steps[kind].heading, tuple(steps[kind].words)) for kind in SHOWN)
    return Sentences(code, name, free_articles(policy, words) if offered else "", told)
