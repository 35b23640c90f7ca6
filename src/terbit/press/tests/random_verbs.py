"""Everything that a newsroom does, in random order: for the test that what is printed is what printing anew would give."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from terbit.gate import Access
from terbit.newsroom import verbs
from terbit.newsroom.models import (
    Article,
    Contributor,
    Edition,
    Ground,
    HouseSettings,
    Partner,
    Picture,
    PolicyPage,
    Publication,
    Section,
    Topic,
)
from terbit.newsroom.refusals import Refused
from terbit.press.news_day import move_news_day
from terbit.press.tests.desk import PARAGRAPHS, TODAY, Desk, a_partner, paragraphs
from terbit.press.worker import Budget, run_once

WORDS = [
    "beras",
    "hujan",
    "pasar",
    "sawah",
    "kota",
    "desa",
    "warga",
    "gudang",
    "perahu",
    "sekolah",
    "jalan",
    "pelabuhan",
    "saham",
    "panen",
    "musim",
    "sungai",
]


def a_picture(desk: Desk, name: str, colour: tuple[int, int, int] = (200, 80, 40)) -> Picture:
    file = BytesIO()
    Image.new("RGB", (900, 600), colour).save(file, "PNG")
    picture = ContentFile(file.getvalue(), f"{name}.png")
    return verbs.take_picture(
        picture, title=name, by=desk.ayu, now=desk.tick(), alt=f"Gambar {name}", caption=f"Keterangan {name}."
    )


class Newsroom:
    """A house in which `step()` does one random thing. The same seed does the same things."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance, self.number, self.done = desk, random.Random(seed), 0, dict[str, int]()
        self.english = Section.objects.create(name="World", slug="world", language="en", position=1)
        a_partner()
        Topic.objects.create(name="Pangan", slug="pangan", language="id")
        Topic.objects.create(name="Food", slug="food", language="en")
        a_picture(desk, "pertama")
        self.edition()
        for _ in range(4):
            self.publish()

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.step()
            if self.chance.random() < 0.5:
                run_once(Budget(pages=self.chance.randint(1, 8), milliseconds=1000))

    def step(self) -> None:
        """One verb that was allowed: what the newsroom refuses is no change, and another is tried."""
        while True:
            verb = self.chance.choices(list(VERBS), weights=list(VERBS.values()))[0]
            try:
                if verb(self) is not False:
                    break
            except Refused:
                continue
        self.done[verb.__name__] = self.done.get(verb.__name__, 0) + 1

    def words(self) -> str:
        self.number += 1
        return f"{' '.join(self.chance.sample(WORDS, 3)).capitalize()} {self.number}"

    def any(self, rows: Any) -> Any:
        """One of the rows, or None where there is none."""
        return self.chance.choice(found) if (found := list(rows.order_by("pk"))) else None

    def body(self) -> list[tuple[str, Any]]:
        """All of the story's paragraphs in any order, and sometimes one block of another kind."""
        texts = self.chance.sample(PARAGRAPHS, len(PARAGRAPHS))
        story, picture = self.any(Article.objects.all()), self.any(Picture.objects.all())
        blocks: list[tuple[str, Any]] = [
            ("subheading", self.words()),
            ("quote", {"text": f"{self.words()}, katanya.", "source": "Ketua RT"}),
            ("list", {"ordered": True, "items": [f"<p>{self.words()}</p>", f"<p>{self.words()}</p>"]}),
            ("embed", {"url": "https://peta.example/x", "title": self.words()}),
            *([("read_also", story)] if story else []),
            *([("picture", {"picture": picture, "caption": ""})] if picture else []),
        ]
        return [*paragraphs(*texts[:2]), self.chance.choice(blocks), *paragraphs(*texts[2:])]

    def values(self) -> dict[str, Any]:
        partner = self.any(Partner.objects.all()) if self.chance.random() < 0.2 else None
        picture = self.any(Picture.objects.all()) if self.chance.random() < 0.5 else None
        return {
            "headline": self.words(),
            "standfirst": f"Ringkasan: {self.words()}.",
            "kicker": self.chance.choice(["", "Laporan"]),
            "publication": self.any(Publication.objects.all()),
            "body": self.body(),
            "lead_picture": picture,
            "partner": partner,
            "credit": "Antara" if partner else "",
            "topics": self.chance.sample(topics := list(Topic.objects.order_by("pk")), min(len(topics), 1)),
            "bylines": [
                (self.any(Contributor.objects.all()), self.chance.choice(["reporter", "editor", "photographer"]))
            ],
        }

    # What follows are the verbs; one that finds nothing to work on answers False.

    def publish(self) -> Any:
        language = "en" if self.chance.random() < 0.2 else "id"
        section = self.any(Section.objects.filter(language=language))
        return self.desk.publish(self.desk.draft(**(self.values() | {"language": language, "section": section})))

    def translate(self) -> Any:
        original = self.any(Article.objects.filter(live=True, language="id", translation_of=None))
        if original is None:
            return False
        values = self.values() | {"headline": self.words(), "language": "en", "section": self.english}
        return self.desk.publish(self.desk.draft(translation_of=original, **values))

    def edit(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        verbs.rewrite(story, by=self.desk.budi, now=self.desk.tick(), **self.values())
        return self.desk.publish(story)

    def move_to_another_section(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        section = self.any(Section.objects.filter(language=story.language))
        verbs.rewrite(story, by=self.desk.budi, now=self.desk.tick(), section=section)
        return self.desk.publish(story)

    def redate(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        precision = self.chance.choice(["minute", "day", "unknown"])
        at = None if precision == "unknown" else self.desk.now - timedelta(hours=self.chance.randint(1, 90))
        verbs.rewrite(story, by=self.desk.budi, now=self.desk.tick(), published_at=at, published_precision=precision)
        return self.desk.publish(story)

    def edition(self) -> Any:
        paper = self.any(Publication.objects.exclude(kind="site"))
        return verbs.plan_edition(
            paper, TODAY - timedelta(days=self.chance.randint(0, 3)), by=self.desk.ayu, now=self.desk.tick()
        )

    def enter_edition(self) -> Any:
        story, edition = self.any(Article.objects.filter(withdrawn_at=None)), self.any(Edition.objects.all())
        return verbs.enter_edition(
            edition, story, by=self.desk.ayu, now=self.desk.tick(), position=self.chance.choice([None, 0, 2])
        )

    def leave_edition(self) -> Any:
        edition = self.any(Edition.objects.exclude(entries=None))
        entry = edition and self.chance.choice(list(edition.entries.order_by("pk")))
        return verbs.leave_edition(edition, entry.article, by=self.desk.ayu, now=self.desk.tick()) if entry else False

    def move_cover(self) -> Any:
        story = self.any(Article.objects.filter(withdrawn_at=None)) if self.chance.random() < 0.8 else None
        return verbs.move_cover(self.any(Edition.objects.all()), story, by=self.desk.ayu, now=self.desk.tick())

    def rename_edition(self) -> Any:
        return self._renamed(self.any(Edition.objects.all()), "title")

    def rename_section(self) -> Any:
        return verbs.rename_section(
            self.any(Section.objects.all()), self.words(), by=self.desk.adi, now=self.desk.tick()
        )

    def move_section(self) -> Any:
        section = self.any(Section.objects.all())
        self.number += 1
        section.slug, section.position = f"{section.slug.split('-')[0]}-{self.number}", self.chance.randint(0, 9)
        return section.save()

    def open_and_close_a_section(self) -> Any:
        empty = Section.objects.filter(articles=None, slug__startswith="sementara").first()
        if empty is not None:
            return empty.delete()
        self.number += 1
        return Section.objects.create(name=self.words(), slug=f"sementara-{self.number}", language="id", position=7)

    def withdraw(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None or Article.objects.filter(live=True).count() < 4:
            return False
        ground = self.chance.choice(Ground.values)
        reason = f"Dicabut: {self.words()}."
        return verbs.withdraw(story, by=self.desk.ayu, ground=ground, reason=reason, now=self.desk.tick())

    def correct(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        deep = self.chance.choice(["detail", "fact", "substance"])
        apology = "Kami minta maaf." if deep == "substance" else ""
        return verbs.correct(
            story, by=self.desk.ayu, text=f"{self.words()}.", severity=deep, apology=apology, now=self.desk.tick()
        )

    def reply(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        return verbs.reply(
            story, by=self.desk.ayu, from_whom=self.words(), text=f"{self.words()}.", now=self.desk.tick()
        )

    def curate(self) -> Any:
        section = self.any(Section.objects.all()) if self.chance.random() < 0.5 else None
        language = section.language if section else self.chance.choice(["id", "en"])
        stories = list(Article.objects.filter(withdrawn_at=None, language=language).order_by("pk"))
        chosen = self.chance.sample(stories, min(len(stories), self.chance.randint(0, 3)))
        return verbs.curate(chosen, by=self.desk.ayu, now=self.desk.tick(), language=language, section=section)

    def rename_topic(self) -> Any:
        return self._renamed(self.any(Topic.objects.all()), "name")

    def new_topic(self) -> Any:
        self.number += 1
        return Topic.objects.create(name=self.words(), slug=f"topik-{self.number}", language="id")

    def policy_page(self) -> Any:
        page = self.any(PolicyPage.objects.all())
        if page is None or self.chance.random() < 0.3:
            self.number += 1
            return PolicyPage.objects.create(title=self.words(), slug=f"janji-{self.number}", text="<p>Janji kami.</p>")
        return page.delete() if self.chance.random() < 0.3 else self._renamed(page, "title")

    def ask_search_engines(self) -> Any:
        partner = self.any(Partner.objects.all())
        partner.indexing = self.chance.choice(["noindex", "canonical", "index"])
        return partner.save()

    def next_day(self) -> Any:
        return move_news_day(self.desk.now - timedelta(hours=self.chance.randint(-40, 90)))

    def change_policy(self) -> Any:
        return verbs.change_policy(
            by=self.desk.adi,
            now=self.desk.tick(),
            units=self.chance.randint(0, 5),
            renewal=self.chance.choice(["once", "monthly", "rolling"]),
            rolling_days=self.chance.randint(1, 60),
            zone=self.chance.choice(["Asia/Jakarta", "Asia/Makassar"]),
            publications=self.chance.choice([["koran"], ["koran", "majalah"], ["majalah"], []]),
        )

    def change_slug(self) -> Any:
        story = self.any(Article.objects.filter(withdrawn_at=None))
        old = self.any(story.redirects.all()) if self.chance.random() < 0.4 else None
        slug = old.old_path.rpartition("/")[2] if old else self.words().lower().replace(" ", "-")
        return verbs.change_slug(story, slug, by=self.desk.ayu, now=self.desk.tick())

    def override_access(self) -> Any:
        story = self.any(Article.objects.filter(live=True))
        if story is None:
            return False
        access = self.chance.choice([None, *Access])
        return verbs.override_access(story, access, by=self.desk.ayu, reason="Keputusan rapat.", now=self.desk.tick())

    def rename_contributor(self) -> Any:
        return self._renamed(self.any(Contributor.objects.all()), "name")

    def new_contributor(self) -> Any:
        self.number += 1
        return Contributor.objects.create(
            name=self.words(), slug=f"penulis-{self.number}", is_organisation=self.chance.random() < 0.3
        )

    def rename_partner(self) -> Any:
        return self._renamed(self.any(Partner.objects.all()), "name")

    def give_partner_a_logo(self) -> Any:
        partner = self.any(Partner.objects.all())
        partner.logo = self.any(Picture.objects.all()) if self.chance.random() < 0.7 else None
        return partner.save()

    def recaption_picture(self) -> Any:
        return self._renamed(self.any(Picture.objects.all()), self.chance.choice(["caption", "alt", "credit"]))

    def rename_publication(self) -> Any:
        return self._renamed(self.any(Publication.objects.all()), "name")

    def rename_house(self) -> Any:
        house = HouseSettings.objects.get()
        return self._renamed(
            house, self.chance.choice(["name", "tagline", "address", "price_text", "responsible_person"])
        )

    def change_public_part(self) -> Any:
        house = HouseSettings.objects.get()
        house.public_part_words, house.public_part_share = self.chance.randint(5, 60), self.chance.randint(5, 40)
        return house.save()

    def set_publication_access(self) -> Any:
        access, cover_access = sorted(self.chance.choices(list(Access), k=2))
        return verbs.set_publication_access(
            self.any(Publication.objects.all()), access, cover_access, by=self.desk.adi, now=self.desk.tick()
        )

    def change_kind_of_publication(self) -> Any:
        site = Publication.objects.get(code="site")
        site.kind = self.chance.choice(["site", "daily"])
        return site.save()

    def _renamed(self, row: Any, column: str) -> None:
        setattr(row, column, self.words())
        row.save()


Verb = Callable[[Newsroom], Any]
VERBS: dict[Verb, float] = {
    Newsroom.publish: 6,
    Newsroom.edit: 5,
    Newsroom.move_cover: 3,
    Newsroom.enter_edition: 3,
    Newsroom.leave_edition: 2,
    Newsroom.override_access: 2,
    Newsroom.change_slug: 2,
    Newsroom.withdraw: 1.5,
    Newsroom.correct: 1.5,
    Newsroom.reply: 1,
    Newsroom.curate: 2,
    Newsroom.rename_topic: 1,
    Newsroom.new_topic: 0.5,
    Newsroom.policy_page: 1,
    Newsroom.ask_search_engines: 0.5,
    Newsroom.next_day: 1,
    Newsroom.change_policy: 1.5,
    Newsroom.edition: 1,
    Newsroom.translate: 1,
    Newsroom.move_to_another_section: 1,
    Newsroom.redate: 1,
    Newsroom.rename_edition: 1,
    Newsroom.rename_section: 1,
    Newsroom.move_section: 1,
    Newsroom.open_and_close_a_section: 1,
    Newsroom.rename_contributor: 1,
    Newsroom.new_contributor: 0.5,
    Newsroom.rename_partner: 1,
    Newsroom.give_partner_a_logo: 1,
    Newsroom.recaption_picture: 1,
    Newsroom.rename_publication: 1,
    Newsroom.rename_house: 0.5,
    Newsroom.change_public_part: 0.5,
    Newsroom.set_publication_access: 1,
    Newsroom.change_kind_of_publication: 0.5,
}
