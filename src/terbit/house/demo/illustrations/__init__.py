"""Every picture of the demo house, drawn by code: no camera, no font, nobody else's rights.

`draw(name)` gives the finished file; the same name gives the same picture every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from terbit.house.demo.illustrations import culture, growing, land, logos, night, paper, places, sea, town, trade
from terbit.house.demo.illustrations.canvas import TALL, WIDE, Canvas, jpeg, png
from terbit.house.demo.illustrations.palette import (
    CLAY,
    CORAL,
    CREAM,
    FOAM,
    INK,
    MIST,
    MOSS,
    NIGHT,
    PLUM,
    ROSE,
    SAND,
    SEA,
    SUN,
    TEAL,
    WHITE,
)

_SQUARE: Final = (640, 640)
_NAMEPLATE: Final = (1600, 400)


@dataclass(frozen=True, slots=True)
class Drawing:
    paint: Callable[[Canvas], None]
    paper: str
    size: tuple[int, int] = WIDE


DRAWINGS: Final[Mapping[str, Drawing]] = {
    "bakau": Drawing(growing.mangrove, FOAM),
    "balok-es": Drawing(trade.ice_blocks, NIGHT),
    "bank-sampah": Drawing(places.waste_bins, CREAM),
    "bus": Drawing(town.city_bus, FOAM),
    "catatan-truk": Drawing(culture.tally, NIGHT, TALL),
    "catur": Drawing(night.chess, INK),
    "dayung": Drawing(sea.rowing, TEAL),
    "feri": Drawing(sea.ferry, ROSE),
    "garam": Drawing(land.salt_pans, CLAY),
    "gong": Drawing(culture.gongs, CORAL),
    "hujan": Drawing(town.rain, SEA),
    "ikan": Drawing(sea.fishes, SEA),
    "jalur-bakau": Drawing(growing.planting_rows, CREAM, TALL),
    "jembatan": Drawing(town.footbridge, CREAM),
    "kabut": Drawing(night.fog_horn, CREAM),
    "kamus": Drawing(paper.card_drawers, CREAM),
    "kapal-layar": Drawing(sea.sailing_freighter, FOAM),
    "kopi": Drawing(growing.coffee, SUN, TALL),
    "kota-turun": Drawing(town.sinking_town, CREAM),
    "kuli-angkut": Drawing(trade.porters, SUN),
    "kuntul": Drawing(growing.egrets, SUN),
    "laut-dalam": Drawing(sea.deep_sea, CREAM),
    "layang-layang": Drawing(land.kites, CREAM),
    "layar-tancap": Drawing(culture.open_air_cinema, PLUM),
    "map-kuning": Drawing(paper.folders, SEA),
    "mercusuar": Drawing(sea.lighthouse, NIGHT),
    "panel-surya": Drawing(land.solar_roof, CREAM),
    "pasang": Drawing(sea.tide_lines, SAND, TALL),
    "pasar-subuh": Drawing(town.dawn_market, NIGHT),
    "payung": Drawing(culture.umbrellas, SEA, TALL),
    "pelabuhan": Drawing(sea.container_port, ROSE),
    "penyu": Drawing(night.turtle, NIGHT),
    "perpustakaan": Drawing(culture.library_boat, CREAM),
    "sambal": Drawing(trade.mortar, SAND, TALL),
    "sekolah": Drawing(places.blackboard, CREAM, TALL),
    "sepak-bola": Drawing(places.football, MOSS),
    "sumur": Drawing(land.well, MIST, TALL),
    "tanggul": Drawing(land.dyke, CREAM),
    "tenun": Drawing(culture.weaving, CREAM),
    "terminal": Drawing(places.mural, CREAM),
    "trembesi": Drawing(growing.rain_tree, CREAM),
    "truk-pasir": Drawing(town.sand_trucks, NIGHT),
    "ubin": Drawing(culture.floor_tiles, MIST, TALL),
    "warung": Drawing(trade.corner_shop, TEAL),
}

MARKS: Final[Mapping[str, Drawing]] = {
    "layar-pagi": Drawing(logos.house_mark, WHITE, _NAMEPLATE),
    "lotsenfunk": Drawing(logos.partner_mark, WHITE, _SQUARE),
}


def draw(name: str) -> bytes:
    """The picture called `name` as a JPEG. Raises KeyError for a name that stands in no list."""
    return jpeg(_painted(name, DRAWINGS[name]).finished())


def draw_mark(name: str) -> bytes:
    """A logo as a PNG, flat, without grain. Raises KeyError."""
    return png(_painted(name, MARKS[name]).flat())


def _painted(name: str, drawing: Drawing) -> Canvas:
    canvas = Canvas(drawing.size, drawing.paper, seed=name)
    drawing.paint(canvas)
    return canvas


__all__ = ["DRAWINGS", "MARKS", "draw", "draw_mark"]
