"""The last look at a story before it leaves: no address of a person in any field."""

from __future__ import annotations

from dataclasses import replace

from terbit.wire.story import Block, Doubt, Listing, Paragraph, Picture, Quote, Story, Subheading, Table
from terbit.wire.text.privacy import REMOVED, has_address, without_addresses


def scrubbed(story: Story) -> Story:
    """`story` without e-mail addresses; where the article itself had one, a doubt says so."""
    body = tuple(_block(block) for block in story.body)
    clean = replace(
        story,
        headline=without_addresses(story.headline),
        kicker=without_addresses(story.kicker),
        standfirst=without_addresses(story.standfirst),
        credit=without_addresses(story.credit),
        partner=without_addresses(story.partner),
        dateline=without_addresses(story.dateline),
        body=body,
        byline=tuple(one for one in story.byline if not has_address(one.name)),
        pictures=tuple(map(_picture, story.pictures)),
    )
    if body == story.body:
        return clean
    why = f"An e-mail address in the text was replaced by {REMOVED}."
    return replace(clean, doubts=(*clean.doubts, Doubt("body", why)))


def _picture(picture: Picture) -> Picture:
    return replace(picture, caption=without_addresses(picture.caption), credit=without_addresses(picture.credit))


def _block(block: Block) -> Block:
    match block:
        case Paragraph(html):
            return Paragraph(without_addresses(html))
        case Subheading(text):
            return Subheading(without_addresses(text))
        case Quote(text, source):
            return Quote(without_addresses(text), without_addresses(source))
        case Listing(items, ordered):
            return Listing(tuple(map(without_addresses, items)), ordered)
        case Table(head, rows, caption):
            cells = tuple(tuple(map(without_addresses, row)) for row in rows)
            return Table(tuple(map(without_addresses, head)), cells, without_addresses(caption))
    return block
