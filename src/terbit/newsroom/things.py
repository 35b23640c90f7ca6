"""The names of things that a printed page may have used: "article/81", "list/section/3", "policy".

A page records the things and the lists it read when it was printed; a change names the things and every list that a
story enters or leaves. This is the only place that spells them.
"""

from __future__ import annotations

from datetime import date

HOUSE = "house"
POLICY = "policy"
THEME = "theme"


def article(pk: int) -> str:
    return f"article/{pk}"


def section(pk: int) -> str:
    return f"section/{pk}"


def contributor(pk: int) -> str:
    return f"contributor/{pk}"


def publication(pk: int) -> str:
    return f"publication/{pk}"


def partner(pk: int) -> str:
    return f"partner/{pk}"


def edition(pk: int) -> str:
    return f"edition/{pk}"


def picture(pk: int) -> str:
    return f"picture/{pk}"


def topic(pk: int) -> str:
    return f"topic/{pk}"


def correction(pk: int) -> str:
    return f"correction/{pk}"


def reply(pk: int) -> str:
    return f"reply/{pk}"


def policy_page(pk: int) -> str:
    return f"policy-page/{pk}"


def front_list(language: str) -> str:
    return f"list/front/{language}"


def section_list(pk: int) -> str:
    return f"list/section/{pk}"


def edition_list(pk: int) -> str:
    return f"list/edition/{pk}"


def topic_list(pk: int) -> str:
    return f"list/topic/{pk}"


def contributor_list(pk: int) -> str:
    return f"list/contributor/{pk}"


def partner_list(pk: int) -> str:
    return f"list/partner/{pk}"


def publication_list(pk: int) -> str:
    return f"list/publication/{pk}"


def day_list(language: str, day: date) -> str:
    """The stories of one language and one day in the house's zone."""
    return f"list/day/{language}/{day.isoformat()}"


def corrections_list(language: str) -> str:
    """The corrections and the replies of one language."""
    return f"list/corrections/{language}"
