"""What the house of these tests is made of: stories with one secret sentence each, and readers of every kind.

Runs inside the house's own environment (`House.run`); prints where all of it is. The secret stands in the sixth
paragraph of each story, far behind the public part.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

from tests.bypass.secret import secret_of

METERED = 50
READERS = ("unconfirmed", "units", "spent", "opened", "ended", "running-out", "koran", "majalah", "subscriber", "staff")
PUBLIC = (
    "Di muara {name} perahu penyeberangan menunggu dermaga yang dijanjikan sejak musim hujan. Setiap pagi penumpang turun"
    " ke lumpur sambil menjinjing sepatu."
)
FILLING = (
    "Para pengemudi menghitung sendiri berapa kali mereka harus menarik perahu ke tepi pada bulan {name} nomor {place}."
)


def paragraphs(name: str) -> list[tuple[str, str]]:
    """Eight paragraphs; the sixth is the secret."""
    texts = [PUBLIC.format(name=name)]
    texts += [" ".join([FILLING.format(name=name, place=place)] * 2) for place in range(2, 9)]
    texts[5] = secret_of(name)
    return [("paragraph", f"<p>{text}</p>") for text in texts]


class Desk:
    """The people and places of the newsroom."""

    def __init__(self) -> None:
        from django.contrib.auth.models import Group

        from terbit.newsroom.models import Contributor, HouseSettings, Partner, Publication, Section, Topic
        from terbit.newsroom.roles import EDITOR
        from terbit.readers.models import User

        self.writer, self.editor = (
            User.objects.create_user(f"{name}@redaksi.example", "x") for name in ("raka", "ayu")
        )
        for user in (self.writer, self.editor):
            user.groups.add(Group.objects.get(name=EDITOR))
        house = HouseSettings.load()
        house.name = "Harian Uji"
        house.save()
        self.section = Section.objects.create(name="Kota", slug="kota", language="id")
        self.english = Section.objects.create(name="City", slug="city", language="en")
        self.topic = Topic.objects.create(name="Beras", slug="beras", language="id")
        self.partner = Partner.objects.create(
            name="Kantor Berita", slug="kantor-berita", url="https://kb.example", indexing="index"
        )
        self.reporter = Contributor.objects.create(name="Budi Santoso", slug="budi-santoso")
        self.publications = {one.code: one for one in Publication.objects.all()}

    def draft(self, name: str, publication: str = "koran", **values: Any) -> Any:
        from terbit.newsroom import verbs

        given = {
            "headline": f"Dermaga {name} menunggu janji",
            "standfirst": f"Ringkasan untuk semua tentang dermaga {name}.",
            "slug": name,
            "section": self.section,
            "publication": self.publications[publication],
            "topics": [self.topic],
            "partner": self.partner,
            "credit": "kb",
            "body": paragraphs(name),
            "bylines": [(self.reporter, "reporter")],
        }
        return verbs.write(by=self.writer, now=now(), **(given | values))

    def story(self, name: str, publication: str = "koran", **values: Any) -> Any:
        from terbit.newsroom import verbs

        return verbs.publish(self.draft(name, publication, **values), by=self.editor, now=now())


def now() -> datetime:
    return datetime.now(UTC)


def make_stories(desk: Desk) -> None:
    from terbit.gate import Access
    from terbit.newsroom import verbs

    made = {f"meter-{number}": desk.story(f"meter-{number}") for number in range(METERED)}
    made |= {name: desk.story(name) for name in ("corrected", "moved", "replaced", "covered", "translated")}
    made["weekly"] = desk.story("weekly", "majalah")
    made["free"] = desk.story("free", "site")
    made["cover"] = desk.story("cover", "majalah")
    made["withdrawn"] = desk.story("withdrawn")
    made["registered"] = desk.story("registered", "site")
    made["pictured"] = desk.story("pictured", lead_picture=a_picture(desk))
    edition = verbs.plan_edition(desk.publications["koran"], now().date(), by=desk.editor, now=now())
    for name in ("meter-0", "meter-1", "covered"):
        verbs.enter_edition(edition, made[name], by=desk.editor, now=now())
    weekly = verbs.plan_edition(desk.publications["majalah"], now().date(), by=desk.editor, now=now())
    verbs.move_cover(weekly, made["cover"], by=desk.editor, now=now())
    verbs.override_access(made["registered"], Access.REGISTERED, by=desk.editor, reason="uji", now=now())
    desk.story(
        "twin", language="en", section=desk.english, translation_of=made["translated"], topics=[], headline="Pier twin"
    )
    verbs.correct(made["corrected"], by=desk.editor, text="Nama dermaga itu keliru.", now=now())
    verbs.change_slug(made["moved"], "moved-here", by=desk.editor, now=now())
    verbs.rewrite(made["replaced"], by=desk.writer, now=now(), body=paragraphs("newer"))
    reason = "Sumber utama mencabut keterangannya."
    verbs.withdraw(made["withdrawn"], by=desk.editor, ground="press_council", reason=reason, now=now())
    desk.draft("draft")
    later = desk.draft("embargoed", go_live_at=now() + timedelta(days=2))
    verbs.publish(later, by=desk.editor, now=now())


def a_picture(desk: Desk) -> Any:
    """A photo with the secret in everything that a camera or an agency writes into one."""
    from django.core.files.base import ContentFile
    from PIL import Image

    from terbit.newsroom import verbs

    image, exif, said = Image.new("RGB", (1300, 900), (9, 90, 120)), Image.Exif(), secret_of("pictured")
    exif[0x010E] = exif[0x8298] = said
    content = BytesIO()
    image.save(content, "jpeg", exif=exif, comment=said, xmp=f"<x:xmpmeta>{said}</x:xmpmeta>".encode())
    file = ContentFile(content.getvalue(), name="dermaga.jpg")
    return verbs.take_picture(
        file, title="Dermaga", by=desk.writer, now=now(), caption="Dermaga", credit="Uji", alt="Dermaga"
    )


def make_readers(desk: Desk) -> dict[str, dict[str, str]]:
    """Each with a session; what they are entitled to is made here, what they spend they spend at the kiosk."""
    from terbit.readers.models import Entitlement, User

    found = {}
    for name in READERS:
        user = desk.editor if name == "staff" else User.objects.create_user(f"{name}@pembaca.example", "kata sandi")
        confirm(user, name != "unconfirmed")
        found[name] = {"session": sign_in(user), "email": user.email, "id": str(user.pk)}
        until = {"ended": now() - timedelta(seconds=1), "running-out": now() + timedelta(days=365)}
        codes = {"koran": ["koran"], "majalah": ["majalah"]}.get(name, ["koran", "majalah"])
        if name in ("ended", "running-out", "koran", "majalah", "subscriber"):
            for code in codes:
                Entitlement.objects.create(
                    user=user,
                    publication_code=code,
                    starts=now() - timedelta(days=9),
                    ends=until.get(name, now() + timedelta(days=9)),
                )
    return found


def confirm(user: Any, verified: bool) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)


def sign_in(user: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    from terbit.newsroom.models import Article, PictureRendition

    desk = Desk()
    make_stories(desk)
    paths = {article.slug: article.path for article in Article.objects.all()}
    facts = {article.slug: article.pk for article in Article.objects.all()}
    files = list(PictureRendition.objects.values_list("file", flat=True))
    revisions = {a.slug: a.latest_revision_id for a in Article.objects.exclude(latest_revision=None)}
    print(
        json.dumps(
            {"paths": paths, "ids": facts, "revisions": revisions, "files": files, "readers": make_readers(desk)}
        )
    )
