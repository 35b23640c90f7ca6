"""A small house for the press's tests: two editors, a reporter's stories, the verbs of the newsroom and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from terbit.dispatch.contract import Page, decode_page, unpack
from terbit.dispatch.models import Row
from terbit.gate import Terms
from terbit.newsroom import verbs
from terbit.newsroom.models import Article, Contributor, Edition, HouseSettings, Partner, Publication, Section
from terbit.newsroom.roles import ADMINISTRATOR, EDITOR, REPORTER
from terbit.newsroom.setup import empty_house
from terbit.press.access import terms_from
from terbit.press.marks import gathered, mark_everything
from terbit.press.models import Mark, Printed

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PARAGRAPHS = (
    "Harga beras di pasar induk naik dua kali lipat. Banjir merendam sawah di tiga kabupaten sejak awal bulan.",
    "Para pedagang mengatakan mereka hanya menerima setengah dari kiriman biasa dan tidak tahu kapan keadaan membaik.",
    "Pemerintah daerah berjanji membuka gudang cadangan pekan depan. Warga menunggu dengan sabar di depan balai kota.",
    "Di desa sebelah hujan belum berhenti, dan perahu karet masih menjemput keluarga yang bertahan di atap rumah.",
)


def paragraphs(*texts: str) -> list[tuple[str, Any]]:
    return [("paragraph", f"<p>{text}</p>") for text in texts]


@dataclass
class Desk:
    """Budi writes, Ayu edits, Adi administers. `now` moves on by a minute with each verb."""

    budi: Any
    ayu: Any
    adi: Any
    house: HouseSettings
    dunia: Section
    niaga: Section
    reporter: Contributor
    now: datetime = NOON
    made: list[Article] = field(default_factory=list)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def draft(
        self,
        headline: str,
        *,
        publication: str | Publication = "site",
        texts: Sequence[str] = PARAGRAPHS,
        **values: Any,
    ) -> Article:
        given: Mapping[str, Any] = {
            "headline": headline,
            "standfirst": f"Ringkasan {headline.lower()} untuk semua.",
            "section": self.dunia,
            "publication": Publication.objects.get(code=publication) if isinstance(publication, str) else publication,
            "body": paragraphs(*texts),
            "bylines": [(self.reporter, "reporter")],
        } | values
        return verbs.write(by=self.budi, now=self.tick(), **given)

    def publish(self, article: Article) -> Article:
        return verbs.publish(article, by=self.ayu, now=self.tick())

    def story(self, headline: str, **values: Any) -> Article:
        article = self.publish(self.draft(headline, **values))
        self.made.append(article)
        return article

    def edition(self, publication: str = "koran", on: date = TODAY) -> Edition:
        return verbs.plan_edition(Publication.objects.get(code=publication), on, by=self.ayu, now=self.tick())

    def withdraw(self, article: Article) -> Article:
        reason = "Sumber utama mencabut keterangannya."
        return verbs.withdraw(article, by=self.ayu, ground="press_council", reason=reason, now=self.tick())


def open_desk() -> Desk:
    """The house of `empty_house`, two sections, three people, four eyes on; all is marked, and nothing printed yet."""
    roles = (("budi", REPORTER), ("ayu", EDITOR), ("adi", ADMINISTRATOR))
    with gathered():
        desk = Desk(
            house=empty_house(),
            **{name: _person(name, role) for name, role in roles},
            dunia=Section.objects.create(name="Dunia", slug="dunia", language="id", position=1),
            niaga=Section.objects.create(name="Niaga", slug="niaga", language="id", position=2),
            reporter=Contributor.objects.create(name="Budi Santoso", slug="budi-santoso"),
        )
    mark_everything("a new house")
    return desk


def _person(name: str, role: str) -> Any:
    person = get_user_model().objects.create_user(f"{name}@terbit.example", is_staff=True, first_name=name.title())
    person.groups.add(Group.objects.get(name=role))
    return person


def a_partner(name: str = "Kantor Berita") -> Partner:
    return Partner.objects.create(name=name, slug=name.lower().replace(" ", "-"), url="https://berita.example")


def marked() -> set[str]:
    return set(Mark.objects.values_list("key", flat=True))


def printed(key: str) -> Printed:
    return Printed.objects.get(key=key)


def page(key: str) -> Page | None:
    """What stands in dispatch under the key; None where nothing does."""
    value = Row.objects.filter(key=key).values_list("value", flat=True).first()
    return decode_page(bytes(value)) if value else None


def terms_at_the_kiosk(key: str) -> Terms | None:
    """The terms that a kiosk which has followed to the end goes by."""
    row = Row.objects.exclude(value=None).filter(key=key).first()
    beside = Row.objects.exclude(value=None).filter(key=f"terms{key}").first()
    if row is None:
        return None
    if beside is not None and beside.number >= row.number:
        return terms_from(bytes(beside.value or b""))
    return terms_from(bytes(decode_page(bytes(row.value or b"")).terms))


def text(key: str, kind: str) -> str:
    found = page(key)
    assert found is not None, f"{key} is not out"
    return unpack(found.bodies[kind]).decode()
