"""The printed demo house as a kiosk has it: every page that is out, and its bodies as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from lxml import etree
from lxml import html as parser

from terbit.config import settings
from terbit.dispatch.contract import Page, decode_page, unpack
from terbit.dispatch.models import Row
from terbit.gate import OPEN_KINDS


@dataclass(frozen=True)
class Served:
    """One body of one page, as it would be sent."""

    page: Page
    kind: str
    content: bytes

    @property
    def path(self) -> str:
        return self.page.path

    @cached_property
    def tree(self) -> Any:
        """HTML as a browser reads it, or XML as a feed reader does: from bytes, with the coding that they declare."""
        if self.page.content_type.startswith("text/html"):
            return parser.document_fromstring(self.content, parser=parser.HTMLParser(encoding="utf-8"))
        return etree.fromstring(self.content).getroottree()

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        return [json.loads(script.text) for script in self.tree.xpath('//script[@type="application/ld+json"]')]


@cache
def everything() -> dict[str, list[Served]]:
    """By path. Read once: tests that use it change nothing."""
    rows = Row.objects.filter(value__isnull=False, key__startswith="/").values_list("value", flat=True)
    pages = [decode_page(bytes(value)) for value in rows]
    return {page.path: [Served(page, kind, unpack(body)) for kind, body in page.bodies.items()] for page in pages}


def bodies(ending: str = "") -> Iterator[Served]:
    """Every body of the pages whose path ends so."""
    return (body for path, served in sorted(everything().items()) if path.endswith(ending) for body in served)


def documents() -> Iterator[Served]:
    """Every body that is a page for people."""
    return (body for body in bodies() if body.page.content_type.startswith("text/html"))


def served(path: str) -> Served:
    """The page as whoever may read all of it gets it."""
    return next(body for body in everything()[path] if body.kind in OPEN_KINDS)


def whole(path: str) -> str:
    return settings.base_url + path


def path_of(address: str) -> str:
    """The path of one of the house's own addresses."""
    assert address.startswith(settings.base_url + "/"), address
    return address.removeprefix(settings.base_url)
