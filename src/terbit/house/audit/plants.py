"""The leaks that are planted: at least one for each channel that is built, and what must not be shut as well."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import brotli
from django.http import HttpResponse
from PIL import Image

from terbit.dispatch import keys
from terbit.dispatch.contract import Body, Page, decode_page, encode_page, make_body, pack, unpack
from terbit.gate import FREE_PAGE, OPEN_KINDS, Access, Terms
from terbit.house.audit import channels
from terbit.house.audit.channels import CHANNELS, channel_of_page, channel_of_route
from terbit.house.audit.files import walk_letters, walk_pictures, walk_static
from terbit.house.audit.newsroom import walk_newsroom
from terbit.house.audit.pages import ask_without_pages, walk_pages
from terbit.house.audit.planting import Ground, Plant, Prepared
from terbit.house.audit.routes import patterns
from terbit.house.audit.run import asked_by
from terbit.kiosk.headers import own_json
from terbit.kiosk.http import Answer, Request
from terbit.press.making import page_kinds

Edit = Callable[[str, str], str]
"""Given a document and the sentence: the document with the sentence in it."""


# Pages


def _in_page(ground: Ground, key: str, change: Callable[[Page], Page]) -> Prepared:
    """The page as the shelf has it, or an empty one, changed, in the place of the real one; the walk over it alone."""
    scene = ground.scene
    above, name = scene.counter.shelf.above, key.encode()
    with scene.counter.shelf.glance() as glance:
        record = glance.get(name)
        page = decode_page(bytes(record)) if record is not None else Page(key, FREE_PAGE, {"open": make_body(b"{}")})
    above[name] = encode_page(change(page))

    def look() -> None:
        walk_pages(scene.counter, scene.archive, ground.judge, [key], lambda _done: None)

    return look, partial(_take_away, above, name)


def _take_away(above: dict[bytes, bytes], key: bytes) -> None:
    above.pop(key, None)


def _planted_in(page: Page, edit: Edit, sentence: str, kinds: Sequence[str] = (), codings: str = "gzip br") -> Page:
    """The sentence in the bodies of these kinds (all where none is named), in one coding or in both."""
    bodies = {}
    for kind, body in page.bodies.items():
        if not kinds or kind in kinds:
            made = make_body(edit(unpack(body).decode(), sentence).encode())
            bodies[kind] = Body(
                made.gzip if "gzip" in codings else body.gzip,
                made.brotli if "br" in codings else body.brotli,
                made.etag,
            )
        else:
            bodies[kind] = body
    return replace(page, bodies=bodies)


def _at_the_end(document: str, sentence: str) -> str:
    if document.lstrip().startswith("{"):
        return json.dumps(json.loads(document) | {"_comment": sentence}, ensure_ascii=False)
    if document.startswith("<?xml"):
        return f"{document}<!-- {sentence} -->\n"
    return f"{document}\n{sentence}\n"


def _in_the_head(document: str, sentence: str) -> str:
    return document.replace("</head>", f'<meta property="og:description" content="{sentence}"></head>', 1)


def _in_the_data(document: str, sentence: str) -> str:
    return document.replace('"@context":', f'"articleBody":"{sentence}","@context":', 1)


def _in_a_comment(document: str, sentence: str) -> str:
    return document.replace("</body>", f"<!-- {sentence} --></body>", 1)


def _in_an_attribute(document: str, sentence: str) -> str:
    return document.replace("</body>", f'<template data-state="{sentence}"></template></body>', 1)


def _marked_up(document: str, sentence: str) -> str:
    """Each word in an element of its own."""
    return document.replace("</body>", "".join(f"<i>{word}</i> " for word in sentence.split()) + "</body>", 1)


def _of_kind(kind: str, channel: str, ending: str, codings: str, ground: Ground) -> Prepared:
    """The first page of the kind that is in this channel; where the house has none yet, one that is made up."""
    there = ground.scene.archive.kinds
    mine = (key for key in sorted(there) if there[key] == kind and channel_of_page(kind, key) == channel)
    key = next(mine, f"/audit/{kind}/{ending}")
    there.setdefault(key, kind)
    if channel == channels.OLD_ADDRESSES:  # of such a page nothing goes out but where it leads
        return _in_page(ground, key, lambda page: replace(page, status=308, location=_as_address(ground.sentence)))
    return _in_page(ground, key, partial(_planted_in, edit=_at_the_end, sentence=ground.sentence, codings=codings))


def _in_story(edit: Edit, codings: str, ground: Ground) -> Prepared:
    """In what the story itself says to whoever may not read it."""
    return _in_page(
        ground,
        ground.known.path,
        lambda page: _planted_in(
            page, edit, ground.sentence, [kind for kind in page.bodies if kind not in OPEN_KINDS], codings
        ),
    )


def _under_terms(access: Access, ground: Ground) -> Prepared:
    """The shelf's terms are not those of the newsroom."""
    terms = ground.known.terms
    assert terms is not None
    other = Terms(terms.story, access, terms.publications if access is Access.FREE else frozenset())
    return _in_page(ground, ground.known.path, lambda page: replace(page, terms=other))


def _without_words(ground: Ground) -> Prepared:
    """Whoever may read the story gets its teaser."""

    def shut(page: Page) -> Page:
        teaser = next(body for kind, body in page.bodies.items() if kind not in OPEN_KINDS)
        return replace(page, bodies={kind: teaser for kind in page.bodies})

    return _in_page(ground, ground.known.path, shut)


def _in_location(ground: Ground) -> Prepared:
    """An old address that leads to more than an address."""
    to = _as_address(ground.sentence)
    return _in_page(ground, ground.known.path, lambda page: replace(page, location=to))


def _as_address(sentence: str) -> str:
    return "/artikel/" + "-".join(sentence.split())


def _in_notice(ground: Ground) -> Prepared:
    """A withdrawn story's notice says more than why."""
    key = "/audit/withdrawn"
    ground.scene.archive.kinds.setdefault(key, "article")
    return _in_page(ground, key, lambda page: replace(_planted_in(page, _at_the_end, ground.sentence), status=410))


# What is no page


def _in_own(address: str, ground: Ground) -> Prepared:
    own = ground.scene.counter.own
    was = own[address]

    async def leaking(_request: Request) -> Answer:
        return own_json(json.dumps({"last": ground.sentence}))

    own[address] = leaking

    def look() -> None:
        ask_without_pages(ground.scene.counter, ground.scene.archive, ground.judge)

    return look, lambda: own.update({address: was})


def _in_route(channel: str, ground: Ground) -> Prepared:
    """The first route of the channel answers with the story's words, whoever asks; the walk over it alone."""
    route, pattern = next(found for found in patterns().items() if channel_of_route(found[0]) == channel)
    was = pattern.callback
    pattern.callback = lambda *_, **__: HttpResponse(f"<p>{ground.sentence}</p>")

    def look() -> None:
        scene = ground.scene
        walk_newsroom(scene.archive, ground.judge, asked_by(scene.counter.readers), wanted=[route])

    def undo() -> None:
        pattern.callback = was

    return look, undo


def _in_picture(how: str, ground: Ground) -> Prepared:
    name = f"{'a' * 32}.{'webp' if how == 'XMP' else 'jpg'}"
    folder = ground.folder / "pictures"
    folder.mkdir()
    picture, said = Image.new("RGB", (8, 8)), ground.sentence
    if how == "EXIF":
        exif = Image.Exif()
        exif[0x010E] = said
        picture.save(folder / name, exif=exif)
    elif how == "XMP":
        picture.save(folder / name, xmp=f"<x:xmpmeta><dc:description>{said}</dc:description></x:xmpmeta>".encode())
    else:
        picture.save(folder / name, comment=said)
    above, key = ground.scene.counter.shelf.above, keys.file_key(name).encode()
    above[key] = pack(True)

    def look() -> None:
        names = list(ground.scene.counter.shelf.keys_of_files())
        walk_pictures(names, ground.folder, ground.judge, ground.scene.nobody)

    return look, partial(_take_away, above, key)


def _in_static(name: str, content: Callable[[str], bytes], ground: Ground) -> Prepared:
    file = ground.folder / name
    file.write_bytes(content(ground.sentence))
    return partial(_look_at_static, ground), file.unlink


def _look_at_static(ground: Ground) -> None:
    walk_static(ground.folder, ground.judge, ground.scene.nobody)


def _in_letter(ground: Ground) -> Prepared:
    file = ground.folder / "20260101T000000.000000Z-0123456789abcdef.eml"
    file.write_text(f"To: a@b.example\nSubject: Berita\n\n{ground.sentence}\n")

    def look() -> None:
        scene = ground.scene
        walk_letters(scene.archive, scene.settings.base_url, ground.folder, ground.judge, scene.nobody)

    return look, file.unlink


def _exported(sentence: str) -> bytes:
    return json.dumps({"id": "1", "headline": "x", "body": [{"paragraph": sentence}]}).encode() + b"\n"


def _of_pages() -> list[Plant]:
    """Each page kind in each of its channels, in each coding."""
    found = []
    for kind in page_kinds():
        for channel in CHANNELS:
            if kind.name in channel.kinds and channel.name not in (channels.STRUCTURED_DATA, channels.META):
                ending = {"feeds-rss": "rss.xml", "feeds-atom": "atom.xml", "feeds-json": "feed.json"}
                for coding in ("gzip", "br"):
                    if kind.name != "article":
                        plant = partial(_of_kind, kind.name, channel.name, ending.get(channel.name, ""), coding)
                        found.append(Plant(channel.name, f"in a page of the kind {kind.name}, {coding} alone", plant))
    return found


def _of_stories() -> list[Plant]:
    ways: list[tuple[str, str, Edit]] = [
        (channels.STORIES, "after the document", _at_the_end),
        (channels.STORIES, "in a comment", _in_a_comment),
        (channels.STORIES, "in a template's attribute", _in_an_attribute),
        (channels.STORIES, "each word in an element", _marked_up),
        (channels.STRUCTURED_DATA, "as articleBody", _in_the_data),
        (channels.META, "as og:description", _in_the_head),
    ]
    return [
        Plant(channel, f"in a teaser, {how}, {coding} alone", partial(_in_story, edit, coding))
        for channel, how, edit in ways
        for coding in ("gzip", "br")
    ]


PLANTS: Final[tuple[Plant, ...]] = (
    *_of_stories(),
    Plant(channels.STORIES, "by looser terms on the shelf", partial(_under_terms, Access.FREE)),
    Plant(channels.STORIES, "by stricter terms on the shelf", partial(_under_terms, Access.SUBSCRIBERS), "over-lock"),
    Plant(channels.STORIES, "by a teaser in the place of the story", _without_words, "over-lock"),
    Plant(channels.HEADERS, "in the address that an old one leads to", _in_location),
    Plant(channels.ERRORS, "in the notice of a withdrawn story", _in_notice),
    *_of_pages(),
    *(Plant(name, f"in what {address} says", partial(_in_own, address)) for name, address in (
        (channels.SAYA, "/saya"), (channels.CONDITION, "/healthz"), (channels.CONDITION, "/readyz"),
        (channels.CONDITION, "/metrics"),
    )),
    *(Plant(name, "by a view that asks nobody", partial(_in_route, name)) for name in (
        channels.ACCOUNTS, channels.SUBSCRIBING, channels.DESK, channels.PREVIEWS, channels.DESK_FILES, channels.BETWEEN,
    )),
    *(Plant(channels.PICTURES, f"in a picture's {how}", partial(_in_picture, how)) for how in ("EXIF", "XMP", "comment")),
    Plant(channels.STATIC, "in a script", partial(_in_static, "x.js", lambda said: f"// {said}".encode())),
    Plant(channels.STATIC, "in a packed script", partial(_in_static, "x.js.br", lambda said: brotli.compress(said.encode()))),
    Plant(channels.STATIC, "in a zipped style", partial(_in_static, "x.css.gz", lambda said: gzip.compress(said.encode()))),
    Plant(channels.EXPORTS, "an export among the theme's files", partial(_in_static, "export.jsonl", _exported)),
    Plant(channels.LETTERS, "in a letter", _in_letter),
)  # fmt: skip
