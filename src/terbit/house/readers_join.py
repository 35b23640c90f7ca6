"""Joins readers to the newsroom: what readers' pages say of the house, and rights that follow its publications."""

from __future__ import annotations

from typing import Any

from terbit.gate import Access
from terbit.newsroom.models import Article, HouseSettings, Kind, Publication
from terbit.newsroom.signals import changed
from terbit.press.body import print_prose
from terbit.readers import staff
from terbit.readers.house import House, Product, Teller, told_by

STORIES_TO_SPEND_ON = 50


def join() -> None:
    """Called once, when Django is ready."""
    told_by(Teller(house=house_now, metered_stories=metered_stories))
    changed.connect(_publications_changed, dispatch_uid="terbit.house.readers_join")


def house_now() -> House:
    row = HouseSettings.objects.first() or HouseSettings()
    return House(
        name=row.name,
        policy=row.policy,
        products=tuple(
            Product(publication.code, publication.name, publication.description.strip(), publication.kind != Kind.SITE)
            for publication in Publication.objects.all()
        ),
        price=row.price_text.strip(),
        how_to_subscribe=print_prose(row.how_to_subscribe),
        contact=row.contact_email,
    )


def metered_stories() -> list[int]:
    """Public stories on which a free article can be spent, newest first."""
    newest = Article.objects.public().order_by("-pk")[: STORIES_TO_SPEND_ON * 4]
    found = (article.story for article in newest if article.terms.access is Access.METERED)
    return list(dict.fromkeys(found))[:STORIES_TO_SPEND_ON]


def _publications_changed(things: frozenset[str], **_: Any) -> None:
    """A new publication is one more that staff may read; in the same transaction."""
    if any(thing.startswith("publication/") for thing in things):
        staff.settle_all()
