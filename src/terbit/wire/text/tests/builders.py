"""A page to change one thing of: the shape that many sites have, in words of nobody's."""

from __future__ import annotations

from terbit.wire.prose import plain_of
from terbit.wire.story import Listing, Paragraph, Quote, Story, Subheading, Table
from terbit.wire.text.pages import read_page

PARAGRAPHS = (
    "Jembatan gantung di Kampung Lampu ditutup sejak Selasa karena dua tali bajanya putus.",
    "Warga menyeberang dengan perahu yang disediakan kelurahan, dan pelajar berangkat setengah jam lebih pagi.",
    "Dinas pekerjaan umum berjanji jembatan itu selesai sebelum musim hujan, yang biasanya datang pada November.",
)
HEAD = "Jembatan Kampung Lampu Ditutup\nReporter: Raka Mahardika\nSelasa, 3 September 2019 10:15 WIB"


def a_page(
    *body: str, head: str = HEAD, above: str = "Beranda\nMasuk\nDaftar", below: str = "Bagikan\nFacebook"
) -> bytes:
    """Menu, head, the body's lines with blank lines between, share row. Without a body: PARAGRAPHS."""
    return "\n\n".join((above, head, *(body or PARAGRAPHS), below)).encode()


def read(
    *body: str, head: str = HEAD, above: str = "Beranda\nMasuk\nDaftar", below: str = "Bagikan\nFacebook"
) -> Story:
    return read_page(a_page(*body, head=head, above=above, below=below), "page")


def texts(story: Story) -> list[str]:
    """Every piece of the body as plain text."""
    found: list[str] = []
    for block in story.body:
        match block:
            case Paragraph(html):
                found.append(plain_of(html))
            case Subheading(text):
                found.append(text)
            case Quote(text, source):
                found.append(f"{text} {source}".strip())
            case Listing(items, _):
                found += map(plain_of, items)
            case Table(head, rows, _):
                found += [" | ".join(row) for row in (head, *rows)]
    return found


def everything(story: Story) -> str:
    """All that could ever be printed of a story."""
    pictures = [text for one in story.pictures for text in (one.caption, one.credit)]
    fields = (story.headline, story.kicker, story.standfirst, story.credit, story.partner, story.dateline, *pictures)
    return "\n".join((*fields, *(one.name for one in story.byline), *texts(story)))
