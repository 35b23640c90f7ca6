"""What stands above an article's text: headline, kicker, standfirst, names, date, picture, partner."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from terbit.wire.story import Credited
from terbit.wire.text.bylines import names_alone
from terbit.wire.text.datelines import split_dateline
from terbit.wire.text.dates import Found
from terbit.wire.text.marks import PAGES_OWN, TEXT, Kind, Seen
from terbit.wire.text.names import is_job, is_organisation, looks_like_name, looks_like_person
from terbit.wire.text.pictures import (
    announces_caption,
    announces_credit,
    credit_of,
    has_label,
    is_bare_label,
    is_credit,
    is_picture_sign,
    split_caption,
    without_label,
)

_OWN_TEAM: Final = frozenset(["tim", "team", "redaksi", "staf", "staff", "admin", "newsroom"])
_LOOKED_AHEAD: Final = 7
_CREDIT_WORDS: Final = 5  # "Foto: Arsip keluarga", below the caption
_FARTHEST: Final = 16  # lines, a share row and a player among them
_WITH_HOUSE: Final = re.compile(r"^(?P<names>[^()]+) \((?P<house>[^()]+)\)$")


@dataclass(slots=True)
class Head:
    """`body` is the first line of the text."""

    body: int
    standfirst: list[str] = field(default_factory=list)
    byline: list[Credited] = field(default_factory=list)
    dates: list[Found] = field(default_factory=list)
    caption: str = ""
    picture_credit: str = ""
    partner: str = ""
    doubts: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Walks from the headline down to where the text begins."""

    def __init__(self, page: Sequence[Seen], headline: int, last: int, is_site: Callable[[str], bool]) -> None:
        self.page, self.headline, self.last, self.is_site = page, headline, last, is_site
        self.head = Head(last + 1)
        self.awaited = ""  # the role of a label whose name stands on the next line

    def read(self) -> Head:
        at = self.headline + 1
        while at <= self.last:
            if self._begins(at):
                break
            at += self._take(at)
        self.head.body = at
        return self.head

    def _begins(self, at: int) -> bool:
        """Whether the text begins with this line: prose, after which nothing more comes that belongs above a text."""
        seen = self.page[at]
        if (has_label(seen.text) and self._is_caption(at)) or self.is_site(seen.text.rpartition(" - ")[2]):
            return False
        if seen.kind in (Kind.SHORT, *TEXT) and seen.words >= 5 and split_dateline(seen.text, self.is_site)[0]:
            return True
        if seen.kind not in TEXT:
            return seen.kind in (Kind.SHORT, Kind.ROW) and self._is_first_subheading(at)
        return not self._is_caption(at) and not self._head_goes_on(at)

    def _is_first_subheading(self, at: int) -> bool:
        """A text may begin with a subheading or a numbered one: blank lines round it, prose below, and all the head above."""
        seen = self.page[at]
        below = self.page[at + 1] if at < self.last else None
        return bool(
            below and below.kind in TEXT and self.head.dates and seen.line.follows_blank and below.line.follows_blank
            and (seen.line.ordered or seen.text.endswith("?"))
        )  # fmt: skip

    def _head_goes_on(self, at: int) -> bool:
        """Whether names, a date or a picture stand below this prose, before two paragraphs in a row."""
        prose = 1
        below = [i for i in range(at + 1, min(at + _FARTHEST, self.last) + 1) if self.page[i].kind not in PAGES_OWN]
        for i in below[:_LOOKED_AHEAD]:
            seen = self.page[i]
            if seen.kind in TEXT:
                if split_dateline(seen.text, self.is_site)[0]:
                    return True
                prose += 1
                if prose == 2 and self._is_caption(i):
                    return True
                if prose > 1:
                    return False
            elif self._stands_in_heads(seen):
                return True
        return False

    def _stands_in_heads(self, seen: Seen) -> bool:
        """A first date, names, a partner's logo, a picture's label. A second date belongs to a box between paragraphs."""
        if seen.kind is Kind.DATE:
            return not self.head.dates and not seen.dates[0].is_epoch
        if seen.kind in (Kind.BYLINE, Kind.LOGO):
            return not seen.is_repeated
        return seen.kind is Kind.SHORT and (is_credit(seen.text) or has_label(seen.text))

    def _is_caption(self, at: int) -> bool:
        seen = self.page[at]
        if seen.words > 45 or self.head.caption:
            return False
        if has_label(seen.text) or split_caption(seen.text)[1]:
            return True
        if self.head.picture_credit and seen.words <= 30 and at and is_credit(self.page[at - 1].text):
            return True
        if at and is_picture_sign(self.page[at - 1].text):
            return True
        below = self.page[at + 1] if at < self.last else None
        if below is None or below.line.bullet or (at + 2 <= self.last and announces_caption(self.page[at + 2].text)):
            return False
        return is_credit(below.text) or announces_credit(below.text)

    def _take(self, at: int) -> int:
        """Take what this line gives; how many lines it was."""
        seen = self.page[at]
        awaited, self.awaited = self.awaited, ""
        if seen.kind is Kind.BYLINE:
            return self._labels(at)
        if (
            awaited
            and seen.kind in (Kind.SHORT, Kind.SENTENCE, Kind.FURNITURE)
            and (names := names_alone(seen.text))
            and not self.is_site(seen.text)
        ):
            self._credit(names, awaited)
        elif seen.kind is Kind.DATE:
            self.head.dates += seen.dates
            self._add(tuple(one for label in seen.labels for one in label.credited()))
        elif seen.kind is Kind.PARTNER or (seen.kind is Kind.LOGO and not self.is_site(seen.value)):
            if not self.is_site(seen.value):
                self.head.partner = self.head.partner or seen.value
        elif seen.kind not in PAGES_OWN and seen.kind not in (Kind.LIST, Kind.READ_ALSO, Kind.LOGO):
            return self._other(at)
        elif seen.is_repeated and (is_credit(seen.text) or is_bare_label(seen.text) or self._writer(at)):
            return self._other(
                at
            )  # somebody who writes or photographs much of what the folder holds, or a picture's label
        return 1

    def _labels(self, at: int) -> int:
        seen = self.page[at]
        near = [self.page[i] for i in (at - 1, at + 1) if 0 <= i < len(self.page)]
        if seen.labels[0].role == "picture" and not any(
            o.kind is Kind.BYLINE and o.labels[0].role != "picture" for o in near
        ):
            return self._picture(at)
        for label in seen.labels:
            if label.names:
                self._label_names(label.credited(), is_listed="," in seen.text)
        if seen.labels[-1].is_bare:
            self.awaited = seen.labels[-1].role
        below = self.page[at + 1] if at < self.last else None
        if below and not seen.labels[-1].is_bare and self._is_house_below(below, at):
            self.head.partner = below.text
            self.head.doubts.append(("partner", "Its name stood below the reporter's without a label."))
            return 2
        return 1

    def _is_house_below(self, below: Seen, at: int) -> bool:
        """The house of the reporter, on the line below the name: "By A. B", "Nordpress", then the date."""
        after = self.page[at + 2].kind if at + 2 <= self.last else None
        return (
            below.kind is Kind.SHORT and not self.head.partner and after is Kind.DATE and not below.is_repeated
            and looks_like_name(below.text) and not self.is_site(below.text) and below.text[:1].isupper()
        )  # fmt: skip

    def _label_names(self, names: tuple[Credited, ...], *, is_listed: bool) -> None:
        """Names behind a label. After a person, a comma and one word is where the person works."""
        may_name_house = len(names) == 2 and is_listed and names[1].role in ("author", "reporter")
        if may_name_house and _is_house_after_person(names) and not self.head.partner:
            self.head.partner = names[1].name
            self.head.doubts.append(("partner", "Its name stood behind the reporter's."))
            names = names[:1]
        self._add(names)

    def _credit(self, names: list[str], role: str) -> None:
        role = "photographer" if role == "picture" else role
        self._add(tuple(Credited(name, role, is_organisation(name)) for name in names))

    def _add(self, names: tuple[Credited, ...]) -> None:
        known = {(one.name, one.role) for one in self.head.byline}
        self.head.byline += [one for one in names if (one.name, one.role) not in known]

    def _other(self, at: int) -> int:
        """A line without a label: a name, a caption, its credit, a standfirst."""
        seen = self.page[at]
        if self.is_site(seen.text) or (is_job(seen.text) and "," not in seen.text):
            return 1
        if (names := self._writer(at)) and not any(one.role in ("author", "reporter") for one in self.head.byline):
            self._add(tuple(Credited(name, "author", is_organisation(name)) for name in names))
            self.head.doubts.append(("byline", "The name stood without a label."))
            return 1
        if (
            self._is_caption(at)
            or has_label(seen.text)
            or is_credit(seen.text)
            or (seen.kind is Kind.SHORT and split_caption(seen.text)[1])
        ):
            return self._picture(at)
        if self.head.picture_credit and not self.head.caption and seen.kind in (Kind.SHORT, *TEXT):
            self.head.caption = seen.text
        elif seen.kind in TEXT and self._may_be_standfirst(at):
            self.head.standfirst.append(seen.text)
        elif seen.kind in TEXT or (seen.words >= 4 and self._ends_head(at) and not names_alone(seen.text)):
            self._bare_caption(at)
        return 1

    def _may_be_standfirst(self, at: int) -> bool:
        is_next = bool(self.head.standfirst) and self.page[at - 1].text == self.head.standfirst[-1]
        return not self.head.caption and (
            not self.head.standfirst or (is_next and not self.page[at].line.follows_blank)
        )

    def _ends_head(self, at: int) -> bool:
        return not self.head.caption and at < self.last

    def _bare_caption(self, at: int) -> None:
        if not self.head.caption:
            self.head.caption = self.page[at].text
            below = self.page[at + 1] if at < self.last else None
            if below and below.kind is Kind.SHORT and looks_like_person(below.text):
                self.head.picture_credit = below.text
            self.head.doubts.append(("pictures", "A line above the text, without a label, was taken for a caption."))

    def _writer(self, at: int) -> list[str]:
        """Names without a label, right below the headline or beside the date; "Name - the site" too."""
        text = self.page[at].text.lstrip("✍👤🖊 ")
        if self.head.caption or self.head.picture_credit:
            return []
        person, _, job = text.partition(", ")
        if is_job(job) and names_alone(person):
            return names_alone(person)
        for mark in (" - ", " – ", " | ", " • "):
            before, _, after = text.partition(mark)
            if after and self.is_site(after) and names_alone(before):
                return names_alone(before)
        housed = _WITH_HOUSE.match(text)
        if housed and self.is_site(housed["house"]):
            return names_alone(housed["names"])
        near = at - self.headline <= 2 or any(
            self.page[i].kind is Kind.DATE for i in (at - 1, at + 1, at + 2) if self.headline < i <= self.last
        )
        names = names_alone(text) if near else []
        if len(names) == 1 and len(names[0].split()) <= 2 and names[0].split()[0].lower() in _OWN_TEAM:
            return []
        is_named = all(looks_like_person(name) or is_organisation(name) for name in names)
        return names if is_named and not is_credit(text) else []

    def _picture(self, at: int) -> int:
        """A caption, its credit, or both, in one line or two."""
        seen, head = self.page[at], self.head
        if is_picture_sign(seen.text):
            return 1
        if is_bare_label(seen.text):
            below = self.page[at + 1] if at < self.last else None
            if below and announces_caption(seen.text) and below.kind in (Kind.SHORT, *TEXT) and not head.caption:
                head.caption = below.text
                return 2
            if below and announces_credit(seen.text) and below.kind is Kind.SHORT and not head.picture_credit:
                head.picture_credit = below.text
                return 2
            return 1
        caption, credit = split_caption(seen.text)
        if is_credit(seen.text) and not (credit and seen.text.endswith((")", "]"))):
            head.picture_credit = head.picture_credit or credit_of(seen.text) or seen.text
            return 1
        if head.caption:
            if not head.picture_credit and seen.words <= _CREDIT_WORDS and has_label(seen.text):
                head.picture_credit = without_label(seen.text)
            return 1
        head.caption, head.picture_credit = caption, head.picture_credit or credit
        below = self.page[at + 1] if at < self.last else None
        if not credit and below and not head.picture_credit and is_credit(below.text):
            head.picture_credit = credit_of(below.text) or below.text
            return 2
        if (
            not credit
            and below
            and below.kind is Kind.SHORT
            and looks_like_person(below.text)
            and not self.is_site(below.text)
        ):
            head.picture_credit = below.text
            return 2
        return 1


def _is_house_after_person(names: tuple[Credited, ...]) -> bool:
    person, house = names[0].name, names[1].name
    return " " in person and (is_organisation(house) or " " not in house)


def read_head(page: Sequence[Seen], headline: int, last: int, is_site: Callable[[str], bool]) -> Head:
    """Everything between the headline and the text, which ends with line `last`."""
    return _Reader(page, headline, last, is_site).read()
