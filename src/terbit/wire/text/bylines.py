"""Who wrote, edited, photographed: labels with names behind them, below them, or with nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from terbit.wire.story import Credited
from terbit.wire.text.names import is_organisation, looks_like_name, looks_like_person, split_names

_ROLES: Final = (
    ("photographer", r"fotografer|juru foto|pewarta foto|photographers?|photos by|foto oleh|photographs by|photography by|photography"),
    ("translator", r"penerjemah|diterjemahkan oleh|dialihbahasakan oleh|alih bahasa|translators?|translated by|translation"),
    ("contributor", r"kontributor|contributors?|additional reporting by|laporan tambahan"),
    ("editor", r"editors?|redaktur|red|penyunting|disunting oleh|disunting|edited by|editing by|editing|edited|penyelia|penyelaras(?: bahasa)?"),
    ("reporter", r"laporan(?: oleh| wartawan)?|reporters?|rep|from our reporter|our reporter|jurnalis warga|wartawan|pewarta|pelapor|jurnalis|reported by|reporting by|peliput"),
    ("author", r"penulis|ditulis oleh|written by|words by|words|story by|story|text by|teks|text|authors?|posted by|diposting oleh|naskah|oleh|by"),
)  # fmt: skip
_PICTURES: Final = r"pictures by|pictures|foto|photos|photo|gambar"
_ANY: Final = "|".join(f"(?P<{role}>{words})" for role, words in (*_ROLES, ("picture", _PICTURES)))
_LABEL: Final = re.compile(
    rf"^(?:(?:[^\W\d]+\s){{0,2}}?(?=[\w ]+:))?(?:{_ANY})(?:\s[^\W\d]+(?=\s*:))?(?P<mark>\s*[:：|]\s*|,\s+|\s+-\s+|\s+|\s*$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_WORDS: Final = "|".join((*(words for _, words in _ROLES), _PICTURES))
_NEXT: Final = re.compile(rf"\s*[|•·;]\s*|/\s+(?=\w+\s*:)|(?<=\w)[,/]?\s+(?=[A-Z])(?=(?i:{_WORDS})\s*[:：])")


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a line. `names` is empty where nothing follows it; `role` "picture" may be a photographer's or a picture's."""

    role: str
    names: tuple[str, ...]
    is_bare: bool

    def credited(self) -> tuple[Credited, ...]:
        role = "photographer" if self.role == "picture" else self.role
        return tuple(Credited(name, role, is_organisation(name)) for name in self.names)


def read_labels(text: str) -> list[Label]:
    """The byline labels of a line, "Penulis: A | Editor: B" as two; empty if it is any other line."""
    if len(text) > 160:
        return []
    found = []
    for part in _NEXT.split(text):
        if part.strip(" |•·,;/"):
            label = _label(part.strip(" |•·,;"))
            if label is None:
                return []
            found.append(label)
    return found


def _label(text: str) -> Label | None:
    match = _LABEL.match(text)
    if match is None:
        return None
    role = next(name for name, value in match.groupdict().items() if value and name not in ("mark", "rest"))
    mark, rest = match["mark"].strip(), match["rest"].strip()
    if not rest:
        return Label(role, (), True)
    word = match[role].lower()
    says_by = word.endswith(("by", "oleh"))
    if mark == "," and not _is_one_name(rest):
        return None  # "Penulis, Sutradara, dan Aktor": a list
    names = split_names(rest) or ([rest] if (mark or says_by) and _may_be_called(rest) else [])
    if not names or (not mark and not says_by and not all(name[:1].isupper() for name in names)):
        return None
    if not mark and not says_by and (word == "laporan" or len(names[0].split()) < 2):
        return None  # "Story Telling", "Editor Pick": a heading, no label
    return Label(role, tuple(names), False)


def _is_one_name(text: str) -> bool:
    """What may stand behind "Penulis,": one name, or persons."""
    names = split_names(text)
    return bool(names) and (len(names) == 1 or all(map(looks_like_person, names))) and not _LABEL.match(text)


def _may_be_called(text: str) -> bool:
    """A name that does not look like one, "Contributors to Old Maps": a capital first, few words, no sentence."""
    tokens = text.split()
    capitals = sum(token[0].isupper() for token in tokens)
    return 2 <= len(tokens) <= 5 and tokens[0][0].isupper() and capitals >= 2 and text[-1].isalpha()


def names_alone(text: str) -> list[str]:
    """A line of names without a label, or none."""
    names = split_names(text)
    return names if names and all(looks_like_name(name) for name in names) else []
