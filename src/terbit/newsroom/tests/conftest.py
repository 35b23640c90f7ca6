"""A small newsroom: an empty house with its roles, two sections, and a cast whose roles never change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from tools.testing.grounds import ground

from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor, Publication, Section
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.newsroom.setup import empty_house
from terbit.newsroom.signals import changed
from terbit.press.marks import gathered

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12.00 in Jakarta, a Monday


@dataclass(frozen=True)
class Cast:
    """Rara and Tono report, Edi and Esti edit, Adi administers. Nothing else is promised."""

    rara: Any
    tono: Any
    edi: Any
    esti: Any
    adi: Any


@dataclass(frozen=True)
class Desk:
    """What a story needs to stand somewhere."""

    cast: Cast
    dunia: Section
    ekonomi: Section
    site: Publication
    koran: Publication
    majalah: Publication

    def values(self, **values: Any) -> dict[str, Any]:
        """A whole story's columns; name what differs."""
        whole = {
            "headline": "Harga beras naik di tujuh kota",
            "standfirst": "Pedagang menunggu panen.",
            "section": self.dunia,
            "publication": self.site,
            "body": [("paragraph", "<p>Harga beras naik.</p>"), ("paragraph", "<p>Panen raya belum tiba.</p>")],
        }
        return whole | values

    def draft(self, by: Any = None, **values: Any) -> Article:
        return verbs.write(by=by or self.cast.rara, now=NOON, **self.values(**values))

    def story(self, **values: Any) -> Article:
        """A public story of Rara's, published by Edi."""
        return verbs.publish(self.draft(**values), by=self.cast.edi, now=NOON)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences that tests compare; Indonesian has its own test."""
    with translation.override("en"):
        yield


def _make_desk() -> Desk:
    with gathered(), translation.override("en"):
        empty_house()
        people = {name: _person(name, role) for name, role in _ROLES.items()}
        publications = {publication.code: publication for publication in Publication.objects.all()}
        return Desk(
            cast=Cast(**people),
            dunia=Section.objects.create(name="Dunia", slug="dunia"),
            ekonomi=Section.objects.create(name="Ekonomi", slug="ekonomi", position=1),
            **publications,
        )


newsroom_desk = ground("newsroom_desk", _make_desk)


@pytest.fixture
def desk(newsroom_desk: Desk) -> Desk:
    return newsroom_desk


_ROLES = {"rara": REPORTER, "tono": REPORTER, "edi": EDITOR, "esti": EDITOR, "adi": ADMINISTRATOR}


def _person(name: str, role: str) -> Any:
    user = get_user_model().objects.create_user(f"{name}@redaksi.example", None, first_name=name.title())
    user.groups.add(Group.objects.get(name=role))
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def contributor(db: None) -> Contributor:
    return Contributor.objects.create(name="Rara Lestari", slug="rara-lestari")


@dataclass
class Told:
    """What the newsroom told its listeners, in order: the sender's name and the things."""

    heard: list[tuple[str, frozenset[str]]]

    @property
    def things(self) -> frozenset[str]:
        return frozenset().union(*(things for _, things in self.heard))


@pytest.fixture
def told() -> Iterator[Told]:
    said = Told([])

    def hear(sender: type, things: frozenset[str], **_: Any) -> None:
        said.heard.append((sender.__name__, things))

    changed.connect(hear)
    yield said
    changed.disconnect(hear)


@pytest.fixture
def signed_in(settings: Any) -> Callable[[Any], Client]:
    """A browser in which this person is signed in, speaking English."""

    def sign_in(user: Any) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in
