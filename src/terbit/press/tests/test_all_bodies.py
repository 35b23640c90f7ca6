from __future__ import annotations

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError

from terbit.press.all_bodies import render_bodies

SOURCE = (
    "<h1>{{ headline }}</h1>{% call(kind) each_body() %}<p>{{ kind }} & {{ words[kind] }}</p>{% endcall %}<hr>"
    "{% call(kind) each_body() %}{% if kind == 'open' %}{{ headline }}{% endif %}{% endcall %}"
)
WORDS = {"open": "all of it", "join": "<a bit>"}


def rendered(source: str = SOURCE, headline: str = "Harga beras") -> dict[str, str]:
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
    return render_bodies(template, {"headline": headline, "words": WORDS}, ["open", "join"])


def test_bodies_share_what_stands_outside_their_own_places() -> None:
    assert rendered() == {
        "open": "<h1>Harga beras</h1><p>open & all of it</p><hr>Harga beras",
        "join": "<h1>Harga beras</h1><p>join & &lt;a bit&gt;</p><hr>",
    }


def test_what_all_bodies_share_cannot_hang_on_one_of_them() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ kind }}")


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_a_story_that_holds_the_sign_of_a_place_is_not_printed(number: int) -> None:
    with pytest.raises(ValueError, match="holds a sign"):
        rendered(headline=f"Harga \0each body {number}\0 beras")


def test_a_place_within_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="holds a sign"):
        rendered("{% call(kind) each_body() %}{% call(kind) each_body() %}x{% endcall %}{% endcall %}")


def test_another_zero_byte_is_no_place() -> None:
    assert rendered(headline="Harga\0beras")["join"].startswith("<h1>Harga\0beras</h1>")
