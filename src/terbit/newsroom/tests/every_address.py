"""Every address under /redaksi/, with its parameters filled in: for tests that must not forget one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.|\([^()]*\))*\)")


def addresses(fill: Mapping[str, str]) -> Iterator[str]:
    """Each address of the desk once; `fill` says what stands for a parameter. Raises KeyError for an unknown one."""
    seen = set()
    for route in _routes(get_resolver().url_patterns, "/"):
        if route.startswith("/redaksi/"):
            address = _filled(route, fill)
            if address not in seen:
                seen.add(address)
                yield address


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + _route_of(pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def _route_of(pattern: URLPattern | URLResolver) -> str:
    """The route with parameters as <name>, whether it was written as a path or as an expression."""
    route = getattr(pattern.pattern, "_route", None)
    if route is not None:
        return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(route))
    expression = _NAMED.sub(r"<\1>", pattern.pattern.regex.pattern)
    return (
        expression.replace("^", "")
        .replace("\\Z", "")
        .replace("$", "")
        .replace("\\.", ".")
        .replace("\\-", "-")
        .replace("\\/", "/")
    )


def _filled(route: str, fill: Mapping[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: fill[found[1]], route)
