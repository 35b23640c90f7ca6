"""Every route of the newsroom, and its address with the parameters filled in: for whoever must not forget one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

_NAMED: Final = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.|\([^()]*\))*\)")
_WRITTEN: Final = (("^", ""), ("\\Z", ""), ("$", ""), ("\\.", "."), ("\\-", "-"), ("\\/", "/"))


def routes() -> list[str]:
    """Each route once, with parameters as <name>."""
    return list(patterns())


def patterns() -> dict[str, URLPattern]:
    """Each route with the pattern that answers it: of several with one route the first."""
    found: dict[str, URLPattern] = {}
    for route, pattern in _patterns(get_resolver().url_patterns, "/"):
        found.setdefault(route, pattern)
    return found


def addresses(fill: Mapping[str, str], under: str = "/redaksi/") -> Iterator[str]:
    """Each address below `under` once; `fill` says what stands for a parameter. Raises KeyError for an unknown one."""
    yield from dict.fromkeys(filled(route, fill) for route in routes() if route.startswith(under))


def filled(route: str, fill: Mapping[str, str]) -> str:
    """Raises KeyError for a parameter that `fill` does not know."""
    return re.sub(r"<(\w+)>", lambda found: fill[found[1]], route)


def _patterns(some: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in some:
        route = before + _route_of(pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def _route_of(pattern: URLPattern | URLResolver) -> str:
    """The route with parameters as <name>, whether it was written as a path or as an expression."""
    route = getattr(pattern.pattern, "_route", None)
    if route is not None:
        return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(route))
    expression = _NAMED.sub(r"<\1>", pattern.pattern.regex.pattern)
    for written, meant in _WRITTEN:
        expression = expression.replace(written, meant)
    return expression
