"""The theme's own words: what a page says whatever its story is.

They are read from the theme itself, not from a page: the literal text of every template, and every string of the
language's catalogue. So they are a pure function of the theme's files, and nothing of a story can slip in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from jinja2 import Environment

from terbit.press.render import catalogue, environment

_WORD = re.compile(r"[^\W_]+")
_NOT_WORDS = re.compile(r"<[^!>][^>]*>|%\([a-z_]+\)s")


@cache
def theme_words(language: str) -> str:
    """All of them as one line in lower case: " words of one text | words of the next "."""
    texts = (*_literals(environment(language)), *_strings(language))
    pieces = (_WORD.findall(piece.lower()) for text in texts for piece in _NOT_WORDS.split(text))
    return "|".join(f" {' '.join(words)} " for words in pieces if words)


def _literals(templates: Environment) -> Iterator[str]:
    """What templates print besides values: text between tags, and the words given to `_()`."""
    loader = templates.loader
    for name in templates.list_templates() if loader else ():
        source = loader.get_source(templates, name)[0] if loader else ""
        yield from (text for _line, kind, text in templates.lex(source, name) if kind in {"data", "string"})


def _strings(language: str) -> Iterator[str]:
    """The words of this language, and every msgid: where a language has no catalogue, msgids are what is printed."""
    for code, _name in settings.LANGUAGES:
        for msgid, words in getattr(catalogue(code), "_catalog", {}).items():
            yield msgid if isinstance(msgid, str) else msgid[0]
            if code == language:
                yield words
