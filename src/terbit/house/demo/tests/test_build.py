"""The demo house, built whole through the newsroom's verbs and printed by the press; built once for all tests here."""

from __future__ import annotations

import json

import pytest
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Revision, TaskState

from terbit.dispatch.models import Row
from terbit.gate import Access
from terbit.house.demo import content
from terbit.house.demo.accounts import RAKA, accounts
from terbit.house.demo.build import build
from terbit.newsroom.four_eyes import last_hand
from terbit.newsroom.models import (
    Article,
    Correction,
    Edition,
    Ground,
    HouseSettings,
    Journal,
    Partner,
    Picture,
    Reply,
    Severity,
    Slot,
    State,
    Topic,
)
from terbit.press.models import Mark, Printed, Refusal
from terbit.readers import allowance
from terbit.readers.models import Entitlement, User
from terbit.readers.standing import is_confirmed

pytestmark = pytest.mark.usefixtures("demo_house")


def article(archive_id: str) -> Article:
    story = next(story for story in content.stories() if story["id"] == archive_id)
    return Article.objects.get(language=story["language"], slug=story["slug"])


def left(email: str) -> int | None:
    user = User.objects.get(email=email)
    return allowance.allowance_of(user, HouseSettings.objects.get().policy, timezone.now()).left


def with_standing(standing: str) -> User:
    return User.objects.get(email=next(row["email"] for row in accounts() if row.get("standing") == standing))


def withdrawn() -> set[str]:
    return {said["story"] for said in content.house()["withdrawals"]}


def test_every_story_of_the_files_is_public_as_it_was_written() -> None:
    public = [story for story in content.stories() if story["id"] not in withdrawn()]
    assert Article.objects.filter(live=True).count() == len(public)
    for story in public:
        made = article(story["id"])
        assert (made.headline, made.kicker, made.standfirst) == (
            story["headline"],
            story["kicker"],
            story["standfirst"],
        )
        assert len(made.body.raw_data) == len(story["body"])
        assert [line.contributor.name for line in made.bylines.all()] == [line["name"] for line in story["byline"]]
        assert sorted(topic.name.lower() for topic in made.topics.all()) == sorted(map(str.lower, story["tags"]))
        assert made.state is State.LIVE


def test_access_follows_from_publication_and_cover() -> None:
    for story in content.stories():
        expected = Access.FREE if story["publication"] == "site" else Access.METERED
        expected = Access.SUBSCRIBERS if story.get("cover_story") else expected
        assert article(story["id"]).terms.access is expected


def test_every_page_passes_the_proof_without_a_warning() -> None:
    assert [str(refusal) for refusal in Refusal.objects.all()] == []
    assert not Mark.objects.exists()


def test_every_story_and_edition_is_printed_and_on_its_way_to_the_kiosks() -> None:
    out = set(Printed.objects.filter(number__gt=0, status=200).values_list("key", flat=True))
    wanted = {made.path for made in Article.objects.filter(live=True)} | {made.path for made in Edition.objects.all()}
    assert wanted | {"/", "/en/"} <= out
    assert set(Row.objects.filter(value__isnull=False).values_list("key", flat=True)) >= out


def test_dates_shown_are_those_of_the_files() -> None:
    umbrellas = article("lp-0110")
    assert umbrellas.published_precision == "day"
    market = article("lp-0001")
    assert (market.published_at.isoformat(), market.updated_at.isoformat()) == (
        "2026-11-19T23:10:00+00:00",
        "2026-11-20T02:25:00+00:00",
    )
    shown = Article.objects.filter(live=True).values_list("published_at", flat=True)
    assert all(at.year == 2026 and at.month == 11 for at in shown)


def test_an_edition_has_one_cover_story_which_stands_first() -> None:
    assert Edition.objects.count() == 4
    for edition in Edition.objects.all():
        assert edition.cover_story_id == edition.entries.order_by("position").first().article_id
        assert edition.released_at is not None


def test_one_story_was_withdrawn_and_says_why() -> None:
    gone = Article.objects.get(withdrawn_at__isnull=False)
    assert gone == article("lp-0016")
    assert (gone.state, gone.withdrawn_ground) == (State.WITHDRAWN, Ground.CHILD)
    assert gone.withdrawn_reason
    assert Printed.objects.get(key=gone.path).status == 410


def test_a_correction_and_a_reply_stand_beside_their_stories_and_are_printed() -> None:
    correction, right_of_reply = Correction.objects.get(language="id"), Reply.objects.get()
    assert (correction.article, correction.severity) == (article("lp-0006"), Severity.FACT)
    assert right_of_reply.article == article("lp-0106")
    for told in (correction, right_of_reply):
        assert told.by_id != told.article.owner_id
        assert Printed.objects.filter(key=told.path, status=200).exists()


def test_the_desk_chose_what_leads_the_fronts() -> None:
    for language, names in content.house()["fronts"].items():
        slots = Slot.objects.filter(language=language, section=None).order_by("position")
        assert [slot.article for slot in slots] == [article(name) for name in names]


def test_a_translation_is_the_same_story_to_the_gate() -> None:
    assert article("lp-en-0005").story == article("lp-0205").pk
    assert article("lp-en-0001").story == article("lp-0001").pk


def test_nobody_published_what_they_had_written() -> None:
    for made in Article.objects.filter(live=True):
        published = Journal.objects.get(what="article.published", detail__revision=made.live_revision_id)
        revision = Revision.objects.get(pk=made.live_revision_id)
        assert published.by_id not in {None, made.owner_id, last_hand(made, revision)}


def test_one_story_waits_for_an_editor_and_one_is_being_written() -> None:
    handed_in, being_written = Article.objects.filter(live=False, withdrawn_at=None).order_by("pk")
    assert [state.workflow_state.content_object for state in TaskState.objects.filter(status="in_progress")] == [
        handed_in
    ]
    assert handed_in.owner.email == being_written.owner.email == RAKA.email
    assert not being_written.workflow_in_progress


def test_every_picture_is_cut_for_pages_and_nothing_else_of_it_is_served() -> None:
    for picture in Picture.objects.all():
        assert picture.renditions.filter(filter_spec__contains="webp").exists()
        assert picture.file.name.startswith("originals/")
        assert picture.alt
    assert Partner.objects.get().logo is not None
    assert HouseSettings.objects.get().logo is not None


def test_the_masthead_and_the_offer_are_filled_in() -> None:
    house = HouseSettings.objects.get()
    words = (house.legal_name, house.address, house.responsible_person, house.price_text, house.how_to_subscribe)
    assert all(text.strip() for text in words)
    assert house.four_eyes
    assert house.policy.units == 2
    assert house.policy.publications == {"koran", "majalah"}


def test_readers_stand_as_the_list_of_accounts_says() -> None:
    assert not is_confirmed(with_standing("unconfirmed"))
    assert left(with_standing("2 left").email) == 2
    assert left(with_standing("0 left").email) == 0
    entitled = Entitlement.objects.filter(user=with_standing("entitled")).values_list("publication_code", flat=True)
    assert set(entitled) == {"koran", "majalah"}
    assert Row.objects.filter(key=f"reader/{with_standing('2 left').pk}", value__isnull=False).exists()


def test_who_is_listed_can_sign_in_and_nobody_else_of_the_desk() -> None:
    passwords = {row["email"]: row["password"] for row in accounts()}
    for user in User.objects.all():
        assert user.has_usable_password() == (user.email in passwords)
        assert user.email not in passwords or user.check_password(passwords[user.email])


def test_a_second_build_changes_nothing() -> None:
    before = _everything()
    build()
    assert _everything() == before
    assert not Mark.objects.exists()


def _everything() -> str:
    """The rows that matter; of an article its newest revision stands for the body."""
    tables: tuple[type[Model], ...] = (
        Edition,
        Topic,
        Slot,
        Correction,
        Reply,
        Picture,
        HouseSettings,
        Revision,
        Journal,
        User,
        Entitlement,
        Row,
    )
    rows = {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}
    articles = [
        (made.pk, made.latest_revision_id, made.edited_at, made.state) for made in Article.objects.order_by("pk")
    ]
    return json.dumps([articles, rows], default=str)
