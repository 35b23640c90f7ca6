"""What a list asks while a story is published goes by an index, however long the archive grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terbit.newsroom.models import Publication
from terbit.press.pages import listings
from terbit.press.pages.cards import newest_first
from terbit.press.pages.listings import Family, Listing
from terbit.press.pages.touched import _rank
from terbit.press.tests.desk import NOON, Desk, a_partner

BY_INDEX = {
    "section": "article_section_list",
    "partner": "article_partner_list",
    "publication": "article_publication_list",
    "topic": "newsroom_article_topics_topic_id_",
    "contributor": "newsroom_byline_contributor_id_",
}
ASKED: dict[str, Callable[[Family, Listing], Any]] = {
    "how many": lambda family, listing: family.counts([listing.subject]),
    "how long": lambda family, listing: listing.stories.count(),
    "how many are older": lambda family, listing: _rank(listing, 1, NOON),
    "the newest": lambda family, listing: list(newest_first(listing.stories)[:30]),
    "a numbered page": lambda family, listing: list(listings.oldest_first(listing.stories)[30:60]),
}


def plan(ask: Callable[[], Any]) -> str:
    with CaptureQueriesContext(connection) as asked:
        ask()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[-1]["sql"])
        return " / ".join(row[3] for row in cursor.fetchall())


@pytest.mark.sqlite("SQLite's own words")
@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("family", [*listings.PAGED, listings.PUBLICATIONS], ids=lambda family: family.name)
def test_a_list_is_counted_and_cut_by_its_index(fresh_desk: Desk, family: Family, what: str) -> None:
    desk = fresh_desk
    rows = {
        "section": desk.dunia.pk,
        "partner": a_partner().pk,
        "publication": Publication.objects.get(code="koran").pk,
        "contributor": desk.reporter.pk,
        "topic": listings.Topic.objects.create(name="Pangan", slug="pangan", language="id").pk,
    }
    listing = family.find(rows[family.name], "id")
    assert listing is not None
    found = plan(lambda: ASKED[what](family, listing))
    assert BY_INDEX[family.name] in found and "SCAN" not in found, found
