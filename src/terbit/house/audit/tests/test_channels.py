"""Nothing leaves the house by a way that the registry of channels does not know."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from terbit.house.audit.channels import CHANNELS, channel_of_page, channel_of_route, not_in_a_channel
from terbit.house.audit.plants import PLANTS
from terbit.house.audit.routes import filled, routes
from terbit.kiosk.door import FILE_PREFIXES
from terbit.kiosk.passage import PREFIXES
from terbit.kiosk.tests.corner import a_corner
from terbit.kiosk.tests.serving import a_corner_with_newsroom
from terbit.press.making import page_kinds


@pytest.fixture
async def own_addresses(tmp_path: Path) -> list[str]:
    """What a kiosk as it serves answers by itself."""
    a_corner(tmp_path).close()
    async with a_corner_with_newsroom(tmp_path, None) as corner:
        return list(corner.worker.door._own)


def test_every_page_kind_route_and_address_is_in_a_channel(own_addresses: list[str]) -> None:
    kinds = [kind.name for kind in page_kinds()]
    assert not_in_a_channel(kinds, routes(), [*own_addresses, *PREFIXES, *FILE_PREFIXES]) == []


def test_a_way_that_nobody_thought_of_is_noticed() -> None:
    found = not_in_a_channel(["podcast"], ["/unduh/<pk>.pdf", "/cari/", "/api/v1/"], ["/amp/"])
    assert found == ["page kind podcast", "route /unduh/<pk>.pdf", "route /cari/", "route /api/v1/", "address /amp/"]


def test_what_is_said_not_to_be_built_has_no_route() -> None:
    unbuilt = [channel for channel in CHANNELS if not channel.built]
    assert {channel.name for channel in unbuilt} == {"search", "api"}
    assert not [route for route in routes() for channel in unbuilt if channel.has_route(route)]


def test_a_channel_names_no_page_kind_that_is_gone() -> None:
    assert {kind for channel in CHANNELS for kind in channel.kinds} == {kind.name for kind in page_kinds()}


def test_every_route_has_a_narrowest_channel() -> None:
    by_channel = Counter(map(channel_of_route, routes()))
    assert set(by_channel) == {"accounts", "subscribing", "desk", "previews", "desk-files", "between"}


def test_the_notice_of_a_withdrawn_story_is_told_apart_from_a_story() -> None:
    assert channel_of_page("article", "/artikel/x", 410) == "errors"
    assert channel_of_page("article", "/artikel/x", 200) == "stories"
    assert channel_of_page("feed-topic", "/topik/beras/atom.xml") == "feeds-atom"


def test_a_leak_is_planted_in_each_channel_that_is_built() -> None:
    assert {plant.channel for plant in PLANTS} == {channel.name for channel in CHANNELS if channel.built}


def test_a_leak_is_planted_in_each_page_kind_and_coding() -> None:
    said = " ".join(plant.how for plant in PLANTS)
    for kind in page_kinds():
        if kind.name != "article":  # its pages have plants of their own
            assert f"kind {kind.name}, gzip" in said and f"kind {kind.name}, br" in said


def test_a_route_with_a_parameter_that_nobody_filled_in_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("/redaksi/<something_new>/", {"pk": "1"})
