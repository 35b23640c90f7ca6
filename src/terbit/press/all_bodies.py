"""All bodies of a page from one rendering: what they share is rendered once, what differs once for each body.

A template says where bodies differ, and only there knows which one it prints:

    {% call(kind) each_body() %}{% if kind == "offer" %}…{% endif %}{% endcall %}

Outside of such a place `kind` is not defined, and naming it is an error: nothing that only one body may say can slip
into what all of them share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jinja2 import Template
from markupsafe import Markup

_PLACE: Final = re.compile("\0each body (\\d+)\0")


def render_bodies(template: Template, given: Mapping[str, Any], kinds: Iterable[str]) -> dict[str, str]:
    """Body kind → document. Raises ValueError where the places do not come out as the template has them.

    Places are kept open with a sign that HTML does not allow; should a story hold such a sign, in whichever way, numbers
    do not add up, and no body is made.
    """
    wanted = tuple(kinds)
    places: list[dict[str, str]] = []

    def each_body(caller: Callable[[str], str]) -> Markup:
        places.append({kind: caller(kind) for kind in wanted})
        return Markup(f"\0each body {len(places) - 1}\0")

    shared = _PLACE.split(template.render(given, each_body=each_body))
    if shared[1::2] != [str(number) for number in range(len(places))]:
        raise ValueError("The page holds a sign that stands for what its bodies have of their own.")
    return {kind: _put_together(shared[::2], [place[kind] for place in places]) for kind in wanted}


def _put_together(shared: list[str], own: list[str]) -> str:
    pieces = [""] * (len(shared) + len(own))
    pieces[::2], pieces[1::2] = shared, own
    return "".join(pieces)
