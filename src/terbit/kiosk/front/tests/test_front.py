"""What a written configuration says. That it holds is shown with the real programs, in tests/test_fronts.py."""

from __future__ import annotations

import re

import pytest

from terbit.config import load
from terbit.gate.reader_pass import COOKIE
from terbit.kiosk.front import FRONTS
from terbit.kiosk.front.front import OWN, front_of
from terbit.kiosk.passage import PREFIXES

SETTINGS = {"PORT": "8123", "TERBIT_BASE_URL": "https://koran.example"}


def written(program: str, **environ: str) -> str:
    return FRONTS[program](front_of(load(SETTINGS | environ)))


def test_there_is_a_front_for_each_value_of_the_setting():
    for program in FRONTS:
        assert load({"TERBIT_FRONT": program}).front == program


@pytest.mark.parametrize("program", FRONTS)
def test_every_address_that_is_the_newsrooms_or_the_kiosks_own_is_passed(program):
    passed = re.search(r"\^/\(([a-z|]+)\)\(/\|", written(program))
    assert passed and set(passed[1].split("|")) == {path.strip("/") for path in (*PREFIXES, *OWN)}
    assert COOKIE in written(program)
    assert not re.search("@[A-Z_]+@", written(program))


def test_the_kiosk_is_found_also_where_it_listens_everywhere_or_on_ipv6():
    assert "server 127.0.0.1:8123;" in written("nginx", TERBIT_HOST="0.0.0.0")
    assert "server [::1]:8123;" in written("nginx", TERBIT_HOST="::")
    assert '.host = "::1";' in written("varnish", TERBIT_HOST="::")
    assert "server_name koran.example;" in written("nginx")


@pytest.mark.parametrize("program", FRONTS)
def test_claims_of_crawlers_go_through_where_some_may_be_let_in(program):
    assert "bot" not in written(program)
    assert "googlebot|bingbot" in written(program, TERBIT_CRAWLERS="google,bing")
