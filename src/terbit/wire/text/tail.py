"""What stands below an article's text, before other stories begin: the credit line, names, a partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from terbit.wire.story import Credited
from terbit.wire.text.bylines import names_alone
from terbit.wire.text.dates import Found
from terbit.wire.text.marks import Kind, Seen
from terbit.wire.text.names import is_organisation

_LOOKED_AT: Final = 20
_CREDIT_WITHIN: Final = 4


@dataclass(slots=True)
class Tail:
    byline: list[Credited] = field(default_factory=list)
    dates: list[Found] = field(default_factory=list)
    credit: str = ""
    partner: str = ""


def read_tail(page: Sequence[Seen], end: int, is_site: Callable[[str], bool]) -> Tail:
    """The lines after the text's last (`end`), up to the first box with other stories."""
    tail = Tail()
    awaited, lists = "", False
    for at in range(end + 1, min(end + 1 + _LOOKED_AT, len(page))):
        seen = page[at]
        if awaited and seen.kind is Kind.SHORT and (names := names_alone(seen.text)):
            tail.byline += [Credited(name, awaited, is_organisation(name)) for name in names]
        awaited = ""
        if seen.kind is Kind.LIST:
            if at > end + 2:
                break
            lists = True
        if seen.kind is Kind.CREDIT and not tail.credit and at <= end + _CREDIT_WITHIN:
            tail.credit = seen.text
        elif seen.kind is Kind.BYLINE:
            named = [label for label in seen.labels if label.names]
            if any(label.role != "picture" for label in named) or tail.byline:
                tail.byline += [one for label in named for one in label.credited()]
            awaited = seen.labels[-1].role if seen.labels[-1].is_bare and seen.labels[-1].role != "picture" else ""
        elif seen.kind is Kind.PARTNER and not tail.partner and not is_site(seen.value):
            tail.partner = seen.value
        elif seen.kind is Kind.DATE and not (seen.is_repeated or lists) and at <= end + _CREDIT_WITHIN:
            tail.dates += seen.dates
    return tail
