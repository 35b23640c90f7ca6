"""What a newsroom adds to a story: names, a kicker, a partner, a caption, a date. For stories that came without."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from tools.text_pages.truth import Name, Truth

_NAMES: Final = (
    "Wening Larasati", "Bagas Pradipta", "Siti Nurlaila", "Yohanes Kolo", "Ni Made Sukerti", "Rizal Hamdani", "Tiurma Sihite",
    "Agung Wibawa", "Fransiska Bria", "Ucok Marbun", "Dewi Anjasmara", "M. Fikri Alatas", "Hana Lightfoot", "Peter Marlowe",
    "Ines O'Dell", "Tom van der Berg", "Aiko Brandt-Suzuki", "Lalu Gede Arya",
)  # fmt: skip
_PARTNERS: Final = (
    "Deutsche Welle",
    "Lotsenfunk",
    "Nordpress",
    "ABC",
    "The Coast Conversation",
    "Kantor Berita Samudra",
    "BenarNews",
    "Global Shore",
)
_CREDITS: Final = (
    "hp/as (ap, dpa, interfax)",
    "rn/hp (nordpress, kpa)",
    "as/yf (rtr, afp)",
    "ml/gtp (dpa, AFP)",
    "pkp/as",
    "vlz/rzn (Reuters, AP)",
    "jn (epd, kna)",
)
_PLACES: Final = (
    "Jakarta",
    "Kupang",
    "Muara Sela",
    "Port Alder",
    "Labuan Bajo",
    "Brakhaven",
    "Tanjung Suluh",
    "Yogyakarta",
)
_SECTIONS: Final = {
    "id": ("Daerah", "Niaga", "Lingkungan", "Seni", "Mancanegara"),
    "en": ("Region", "Trade", "Environment", "Arts", "Abroad"),
}
_KICKERS: Final = {
    "id": ("Perikanan", "Hasil Panen", "Cuaca Laut", "Pendidikan", "Warga Bicara"),
    "en": ("Fisheries", "Harvest", "Sea weather", "Schools", "In their words"),
}
_CAPTIONS: Final = {
    "id": (
        "Seorang nelayan memperbaiki jala di dermaga Tanjung Suluh, Selasa, 12 Maret 2019.",
        "Warga menunggu giliran di depan balai kota.",
        "Suasana rapat dengar pendapat pada Senin malam, sebelum listrik padam.",
        "Kapal patroli bersandar setelah badai",
    ),
    "en": (
        "A fisherman mends his net on the quay at Tanjung Suluh on Tuesday.",
        "Residents wait their turn in front of the town hall.",
        "The hearing on Monday night, before the lights went out.",
        "A patrol boat in harbour after the storm",
    ),
}  # fmt: skip
_PHOTOGRAPHERS: Final = (
    "REUTERS/Lena Okafor",
    "Yusuf Tarempa",
    "ANTARA FOTO/Gita Rahmani",
    "Nordpress/picture desk",
    "Dok. Balai Kota",
    "AP Photo/Sam Ruiz",
)


def _byline(story: Truth, chance: random.Random) -> tuple[Name, ...]:
    """A story's own author first; else one or two reporters; most have an editor, some a photographer."""
    names = chance.sample(_NAMES, 5)
    writers = story.byline or tuple((name, "reporter") for name in names[: chance.choice((1, 1, 1, 2))])
    return (
        *writers,
        *(((names[3], "editor"),) if chance.random() < 0.7 else ()),
        *(((names[4], "photographer"),) if chance.random() < 0.3 else ()),
    )


def decorate(story: Truth, language: str) -> Truth:
    """`story` with what its site's newsroom would add in its own `language`; the same every time. Demo stories stay."""
    if not story.id.startswith(("readability/", "cc/", "ntrex/", "wikinews/")):
        return story
    chance = random.Random(story.id)
    words = "id" if language == "id" else "en"
    precision = story.precision if story.published else chance.choice(("minute", "minute", "day"))
    moment = datetime(2011, 1, 3, tzinfo=UTC) + timedelta(minutes=chance.randrange(8_000_000))
    published = story.published or (moment if chance.random() < 0.85 else None)
    is_partnered, has_picture = chance.random() < 0.35, chance.random() < 0.7
    return replace(
        story,
        kicker=chance.choice(_KICKERS[words]) if chance.random() < 0.7 else "",
        byline=_byline(story, chance),
        partner=chance.choice(_PARTNERS) if is_partnered else "",
        credit=chance.choice(_CREDITS) if is_partnered or chance.random() < 0.1 else "",
        dateline=chance.choice(_PLACES) if chance.random() < 0.8 else "",
        caption=chance.choice(_CAPTIONS[words]) if has_picture else "",
        picture_credit=chance.choice(_PHOTOGRAPHERS) if has_picture else "",
        section=chance.choice(_SECTIONS[words]),
        tags=tuple(chance.sample(story.headline.lower().split(), 2)) if len(story.headline.split()) > 2 else (),
        published=published,
        updated=published + timedelta(hours=5)
        if published and precision == "minute" and chance.random() < 0.3
        else None,
        precision=precision,
    )


_GIVEN: Final = ("kicker", "standfirst", "partner", "credit", "dateline", "caption", "picture_credit")


def given(story: Truth, head: dict[str, str], number: int) -> Truth:
    """`story` with what its site's head gives to its page `number`: "a;;-" is "a", the story's own, none, and again."""

    def turn(name: str) -> str:
        choices = head.get(f"give {name}", "").split(";")
        return choices[(number - 1) % len(choices)].strip()

    fields = {name: turn(name).removeprefix("-") for name in _GIVEN if turn(name)}
    if names := turn("byline"):
        pairs = (one.split("=") for one in names.split(","))
        story = replace(story, byline=tuple((name.strip(), role) for name, role in pairs))
    if (minutes := turn("update")) and story.published:
        story = replace(story, updated=story.published + timedelta(minutes=int(minutes)))
    return replace(story, **fields)  # type: ignore[arg-type]
