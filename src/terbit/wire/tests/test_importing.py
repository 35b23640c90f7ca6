"""Archives as they come into a house: what is made, what is left alone, what is refused, and that the numbers add up."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from terbit.newsroom import things
from terbit.newsroom.models import (
    Article,
    Contributor,
    Edition,
    HouseSettings,
    Journal,
    Publication,
    Redirect,
    Section,
    Topic,
)
from terbit.newsroom.publishing import PublishArticle
from terbit.newsroom.signals import changed
from terbit.wire.archive import ARCHIVE
from terbit.wire.archive.reading import story_of_line
from terbit.wire.format import Delivered, Place
from terbit.wire.intake import Options, foresee, take_in
from terbit.wire.models import Delivery, Import, KeptOriginal, WantedStory
from terbit.wire.story import Original
from terbit.wire.tests.conftest import NOW, a_line


def counts(report: Any) -> tuple[int, int, int, int, int]:
    found = report.counts()
    assert found["read"] == found["made"] + found["changed"] + found["unchanged"] + found["refused"]
    return tuple(found.values())


def test_a_dated_story_is_public_with_everything_that_it_said(bring_in) -> None:
    report = bring_in(
        a_line(
            kicker="Pangan",
            standfirst="Pedagang menunggu.",
            credit="Antara",
            dateline="Jakarta",
            slug="beras-naik",
            origin_url="https://lama.example/1",
            updated="2026-11-21T08:00:00+07:00",
            partner="Lotsenfunk",
            byline=[{"name": "Rara Lestari", "role": "reporter"}, {"name": "Antara", "organisation": True}],
        )
    )
    story = Article.objects.get()
    assert counts(report) == (1, 1, 0, 0, 0)
    assert (story.live, story.path, story.state) == (True, "/artikel/beras-naik", "live")
    assert (story.kicker, story.standfirst, story.credit, story.dateline) == (
        "Pangan", "Pedagang menunggu.", "Antara", "Jakarta",
    )  # fmt: skip
    assert (story.section.name, story.section.slug, story.publication.code) == ("Ekonomi", "ekonomi", "site")
    assert (story.partner.name, story.partner.slug) == ("Lotsenfunk", "lotsenfunk")
    assert [(line.contributor.name, line.role, line.contributor.is_organisation) for line in story.bylines.all()] == [
        ("Rara Lestari", "reporter", False), ("Antara", "reporter", True),
    ]  # fmt: skip
    assert story.published_at == datetime(2026, 11, 19, 23, 10, tzinfo=UTC) and story.published_precision == "minute"
    assert [block["value"] for block in story.body.raw_data] == [
        "<p>Harga beras naik.</p>",
        "<p>Panen raya belum tiba.</p>",
    ]


def test_the_desk_finds_an_imported_story_with_a_revision_a_history_and_a_journal(bring_in) -> None:
    bring_in(a_line())
    story = Article.objects.get()
    assert story.latest_revision_id == story.live_revision_id is not None
    draft = story.get_latest_revision_as_object()
    assert draft.headline == story.headline and len(draft.body) == 2
    assert Journal.objects.get(object_type="article").what == "article.delivered"
    assert Section.objects.get().position == 1
    PublishArticle(story.latest_revision).execute(
        skip_permission_checks=True
    )  # nothing is missing for the desk's own way


@pytest.mark.parametrize(
    ("written", "precision", "shown"),
    [
        ("2026-11-20T06:10", "minute", datetime(2026, 11, 19, 23, 10, tzinfo=UTC)),
        ("2026-11-20", "day", datetime(2026, 11, 19, 17, 0, tzinfo=UTC)),  # the day's first moment in Jakarta
        (None, "unknown", None),
        ("1970-01-01", "unknown", None),
    ],
)
def test_each_date_style_in_the_houses_zone(bring_in, written: Any, precision: str, shown: Any) -> None:
    bring_in(a_line(published=written), undated="publish")
    story = Article.objects.get()
    assert (story.live, story.published_precision, story.published_at) == (True, precision, shown)


def test_a_story_without_a_date_stays_a_draft_until_somebody_says_otherwise(bring_in) -> None:
    report = bring_in(a_line(published=None))
    story = Article.objects.get()
    assert (story.live, story.published_precision, story.first_published_at) == (False, "unknown", None)
    assert report.drafts == 1
    assert counts(bring_in(a_line(published=None))) == (1, 0, 0, 1, 0)
    assert counts(bring_in(a_line(published=None), undated="publish")) == (1, 0, 1, 0, 0)
    story.refresh_from_db()
    assert (story.live, story.published_at) == (True, None)
    assert counts(bring_in(a_line(published=None))) == (1, 0, 0, 1, 0)  # and is not taken down again


def test_a_date_to_come_is_refused_and_an_update_before_the_story_is_unknown(bring_in) -> None:
    bring_in(a_line(published="2027-01-01"), a_line(id="2", updated="2026-11-01"), a_line(id="3", updated="2027-01-01"))
    assert bring_in.reasons == [(1, "future_date")]
    assert list(Article.objects.values_list("updated_at", flat=True)) == [None, None]
    assert [row.doubts[0]["field"] for row in Delivery.objects.all()] == ["updated", "updated"]


def test_a_second_time_nothing_changes(bring_in, told) -> None:
    lines = [a_line(id=str(number), headline=f"Berita {number}") for number in range(20)]
    assert counts(bring_in(*lines)) == (20, 20, 0, 0, 0)
    before = list(Article.objects.values("pk", "edited_at", "latest_revision")), Journal.objects.count()
    told.clear()
    assert counts(bring_in(*lines)) == (20, 0, 0, 20, 0)
    assert (list(Article.objects.values("pk", "edited_at", "latest_revision")), Journal.objects.count()) == before
    assert told == []


def test_a_story_that_comes_changed_is_changed_and_keeps_its_address(bring_in) -> None:
    bring_in(a_line(byline=["Rara"]), a_line(id="2", headline="Lain"))
    story = Article.objects.get(delivery__delivered_id="1")
    revision = story.latest_revision_id
    new = a_line(headline="Harga beras turun", byline=["Tono"], body="Turun.", section="Kota")
    assert counts(bring_in(new, a_line(id="2", headline="Lain"))) == (2, 0, 1, 1, 0)
    story.refresh_from_db()
    assert (story.headline, story.slug, story.section.name) == (
        "Harga beras turun",
        "harga-beras-naik-di-tujuh-kota",
        "Kota",
    )
    assert [line.contributor.name for line in story.bylines.all()] == ["Tono"]
    assert story.latest_revision_id > revision and story.latest_revision.content["headline"] == "Harga beras turun"
    bring_in(new | {"slug": "beras-turun"})
    story.refresh_from_db()
    assert story.path == "/artikel/beras-turun"
    assert Redirect.objects.get().old_path == "/artikel/harga-beras-naik-di-tujuh-kota"


def test_what_the_desk_has_changed_or_withdrawn_is_not_overwritten(bring_in) -> None:
    bring_in(a_line(), a_line(id="2", headline="Ditarik"))
    touched, withdrawn = Article.objects.order_by("pk")
    touched.headline = "Disunting di meja"
    touched.save_revision().publish()
    Article.objects.filter(pk=withdrawn.pk).update(live=False, withdrawn_at=NOW)
    report = bring_in(a_line(body="Lain."), a_line(id="2", headline="Ditarik lagi"))
    assert counts(report) == (2, 0, 0, 0, 2)
    assert bring_in.reasons == [(1, "changed_at_the_desk"), (2, "withdrawn")]
    assert Article.objects.get(pk=touched.pk).headline == "Disunting di meja"
    assert counts(bring_in(a_line(), a_line(id="2", headline="Ditarik"))) == (2, 0, 0, 2, 0)


def test_an_id_means_one_story_of_one_source(bring_in) -> None:
    file = bring_in.file(a_line(), a_line(headline="Lain"), a_line(id="2", headline="Dua"))
    assert counts(bring_in.take(file)) == (3, 2, 0, 0, 1)
    assert bring_in.reasons == [(2, "id_twice")]
    assert counts(bring_in.take(file)) == (3, 0, 0, 2, 1)
    assert counts(bring_in.take(file, source="baru")) == (3, 2, 0, 0, 1)
    assert Article.objects.count() == 4


def test_errors_are_told_by_line_and_the_others_come_in(bring_in) -> None:
    report = bring_in(a_line(), "{", a_line(id="3", headline=""), a_line(id="4", published="kemarin"), a_line(id="5"))
    assert bring_in.said == [(1, "made"), (2, "not_json"), (3, "missing"), (4, "bad_date"), (5, "made")]
    assert counts(report) == (5, 2, 0, 0, 3)
    assert report.exit_code == 1
    assert report.as_json()["reasons"] == {"not_json": 1, "missing": 1, "bad_date": 1}
    assert report.as_json()["refusals"][1]["line"] == 3 and report.as_json()["refusals"][1]["id"] == "3"
    assert Import.objects.get().counts == report.counts()


def test_one_story_that_the_house_cannot_take_takes_nobody_with_it(bring_in) -> None:
    def refuse(things: frozenset[str], **_: Any) -> None:
        if "Ledakan" in Article.objects.values_list("headline", flat=True):
            raise RuntimeError("the press said no")

    changed.connect(refuse)
    try:
        report = bring_in(a_line(), a_line(id="2", headline="Ledakan"), a_line(id="3"))
    finally:
        changed.disconnect(refuse)
    assert counts(report) == (3, 2, 0, 0, 1)
    assert bring_in.reasons == [(2, "did_not_fit")]
    assert not Article.objects.filter(headline="Ledakan").exists()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(bring_in) -> None:
    bring_in(a_line(), a_line(id="2", headline="Dua"))
    tables = [Article, Delivery, Section, Contributor, Import, Journal, Publication, Edition]
    before = [list(table.objects.values()) for table in tables]
    file = bring_in.file(
        a_line(), a_line(id="2"), a_line(id="3", byline=["Baru"]), a_line(id="3"), "{", a_line(id="5", published=None)
    )
    report = foresee(ARCHIVE.read([file]), Options("archive", "lama"), now=lambda: NOW, watch=lambda *_: None)
    assert counts(report) == (6, 2, 1, 1, 2)
    assert report.drafts == 1
    assert [list(table.objects.values()) for table in tables] == before


def test_stories_of_an_edition_stand_in_it_and_its_cover_story_is_for_subscribers(bring_in) -> None:
    koran = {"publication": "koran", "date": "2026-11-20"}
    bring_in(
        a_line(id="1", headline="Satu", edition=koran, publication=...),
        a_line(id="2", headline="Laput", edition=koran, cover_story=True),
        a_line(id="3", headline="Laput juga", edition=koran, cover_story=True, access="subscribers"),
        a_line(id="4", headline="Bebas", edition=koran, access="free"),
        a_line(id="5", headline="Seperti biasa", edition=koran, access="metered"),
    )
    edition = Edition.objects.get()
    stories = {story.headline: story for story in Article.objects.all()}
    assert (edition.date, edition.cover_story.headline, edition.released_at) == (date(2026, 11, 20), "Laput", NOW)
    assert [entry.article.headline for entry in edition.entries.all()] == [
        "Satu",
        "Laput",
        "Laput juga",
        "Bebas",
        "Seperti biasa",
    ]
    assert [stories[name].terms.access.code for name in ("Satu", "Laput", "Laput juga", "Bebas", "Seperti biasa")] == [
        "metered", "subscribers", "subscribers", "free", "metered",
    ]  # fmt: skip
    overridden = {story.headline: story.access_override_reason for story in stories.values() if story.access_override}
    assert overridden == {"Laput juga": "as delivered", "Bebas": "as delivered"}
    assert stories["Satu"].publication.code == "koran"
    assert [doubt["field"] for doubt in stories["Laput juga"].delivery.doubts] == ["cover_story"]


def test_access_that_comes_changed_takes_the_override_away_but_never_an_editors(bring_in) -> None:
    bring_in(a_line(access="subscribers"))
    story = Article.objects.get()
    assert story.terms.access.code == "subscribers"
    bring_in(a_line(access="free"))
    assert Article.objects.get().access_override == ""
    Article.objects.update(access_override="registered", access_override_reason="Pemilu")
    bring_in(a_line(headline="Baru"))
    assert Article.objects.get().access_override == "registered"


def test_an_unknown_publication_is_made_and_shut_rather_than_open(bring_in) -> None:
    bring_in(a_line(publication="mingguan"), a_line(id="2", publication="gratis", access="free"))
    assert [story.terms.access.code for story in Article.objects.order_by("pk")] == ["metered", "free"]
    assert set(Publication.objects.values_list("code", flat=True)) == {"site", "koran", "majalah", "mingguan", "gratis"}


def test_the_slug_that_came_is_kept_and_a_taken_one_gets_a_number(bring_in) -> None:
    same = {"headline": "Harga beras"}
    bring_in(
        a_line(id="1", slug="beras_naik-2019"), a_line(id="2", **same), a_line(id="3", **same), a_line(id="4", **same)
    )
    bring_in(
        a_line(id="5", **same), a_line(id="6", slug="2019/09/10/beras.html"), a_line(id="7", language="en", **same)
    )
    assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == [
        "beras_naik-2019", "harga-beras", "harga-beras-2", "harga-beras-3", "harga-beras-4", "beras", "harga-beras",
    ]  # fmt: skip


def test_old_addresses_lead_to_the_story_for_ever_unless_something_else_stands_there(bring_in) -> None:
    bring_in(
        a_line(
            id="1",
            slug="satu",
            redirects=[
                "https://lama.example/2019/09/10/satu.html", "/berita/%C3%A9/", "/artikel/satu", "/artikel/dua",
                "/index.php?p=7", "/redaksi/x", "/", "tanpa-garis", "/en/rubrik/x", "http://[",
            ],
        ),
        a_line(id="2", slug="dua", redirects=["/2019/09/10/satu.html"]),
    )  # fmt: skip
    one, two = Article.objects.order_by("pk")
    assert sorted(one.redirects.values_list("old_path", flat=True)) == ["/2019/09/10/satu.html", "/berita/é/"]
    assert not two.redirects.exists()
    assert len(one.delivery.doubts) == 7 and len(two.delivery.doubts) == 1


def test_read_also_finds_stories_before_beside_and_after_it(bring_in, monkeypatch) -> None:
    monkeypatch.setattr("terbit.wire.intake.run.BATCH_STORIES", 2)

    def body(*ids: str) -> dict[str, Any]:
        blocks = [{"paragraph": "a"}, *({"read_also": id_} for id_ in ids), {"paragraph": "z"}]
        return {"body": blocks, "body_format": "blocks"}

    bring_in(
        a_line(id="1", **body("2", "5", "3")),
        a_line(id="2", **body("1")),
        a_line(id="3", **body("9")),
        a_line(id="4"),
        a_line(id="5"),
    )
    ids = dict(Delivery.objects.values_list("delivered_id", "article_id"))

    def shape(id_: str) -> list[Any]:
        raw = Article.objects.get(pk=ids[id_]).body.raw_data
        return [block["value"] if block["type"] == "read_also" else block["value"][3] for block in raw]

    assert shape("1") == ["a", ids["2"], ids["5"], ids["3"], "z"]
    assert shape("2") == ["a", ids["1"], "z"]
    assert shape("3") == ["a", "z"]
    content = Article.objects.get(pk=ids["1"]).latest_revision.content["body"]
    assert [block["value"] for block in json.loads(content)][1] == ids["2"]
    assert list(WantedStory.objects.values_list("delivered_id", flat=True)) == ["9"]
    bring_in(a_line(id="9"))
    assert len(shape("3")) == 3 and not WantedStory.objects.exists()


def test_the_press_is_told_once_a_batch_of_everything_that_changed(bring_in, told) -> None:
    Section(name="Ekonomi", slug="ekonomi", language="id").save()
    told.clear()
    bring_in(
        a_line(id="1", byline=["Rara"], tags=["Beras"], edition={"publication": "koran", "date": "2026-11-20"}),
        a_line(id="2", headline="Dua"),
        a_line(id="3", headline="Draf", published=None),
    )
    one, two, draft = Article.objects.order_by("pk")
    edition, section = Edition.objects.get(), Section.objects.get()
    rara, site = Contributor.objects.get().pk, Publication.objects.get(code="site").pk
    assert [set(one) for one in told] == [
        {
            things.article(one.pk), things.article(two.pk), things.contributor(rara), things.contributor_list(rara),
            things.section_list(section.pk), things.front_list("id"), things.publication_list(site),
            things.day_list("id", date(2026, 11, 20)), things.edition(edition.pk), things.edition_list(edition.pk),
            things.topic(Topic.objects.get().pk), things.topic_list(Topic.objects.get().pk),
        }
    ]  # fmt: skip
    assert things.article(draft.pk) not in told[0]


def test_names_that_the_house_knows_are_not_made_again(bring_in) -> None:
    bring_in(a_line(byline=["Rara", "Rara", {"name": "Antara", "organisation": True}], section="ekonomi"))
    bring_in(a_line(id="2", byline=["Antara", "Rara"], section="Ekonomi"), a_line(id="3", language="en"))
    assert sorted(Contributor.objects.values_list("name", "slug")) == [("Antara", "antara"), ("Rara", "rara")]
    assert sorted(Section.objects.values_list("language", "slug")) == [("en", "ekonomi"), ("id", "ekonomi")]


def test_what_a_story_does_not_say_the_house_fills_in(bring_in) -> None:
    bring_in({"id": 7, "headline": "Telanjang", "body": "Kata.", "published": "2026-11-20", "partner": "Lotsenfunk"})
    story = Article.objects.get()
    assert (story.language, story.section.slug, story.publication.code, story.live) == ("id", "berita", "site", True)
    assert story.credit == "Lotsenfunk"
    assert counts(bring_in(a_line(id="8", language="fr"))) == (1, 0, 0, 0, 1)
    assert bring_in.reasons == [(1, "other_language")]


def test_the_zone_is_the_houses(bring_in) -> None:
    HouseSettings.objects.update(zone="Asia/Jayapura")
    bring_in(a_line(published="2026-11-20"))
    assert Article.objects.get().published_at == datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


def test_the_original_is_kept_as_it_came(house) -> None:
    item = story_of_line(json.dumps(a_line()).encode())
    assert isinstance(item, Delivered)
    kept = Delivered(Place(Path("a.txt")), replace(item.story, original=Original("a.txt", b"asli\xff")))
    for _ in range(2):
        take_in([kept], Options("text", "situs"), now=lambda: NOW, watch=lambda *_: None)
    original = KeptOriginal.objects.get()
    assert (original.name, zlib.decompress(original.packed)) == ("a.txt", b"asli\xff")


def test_topics_are_made_once_and_stand_in_the_revision_too(bring_in, told) -> None:
    bring_in(
        a_line(tags=["Beras", "Panen raya"]),
        a_line(id="2", tags=["beras"]),
        a_line(id="3", tags=["Beras"], language="en"),
    )
    assert sorted(Topic.objects.values_list("language", "slug")) == [
        ("en", "beras"),
        ("id", "beras"),
        ("id", "panen-raya"),
    ]
    story = Article.objects.get(delivery__delivered_id="1")
    assert [topic.name for topic in story.topics.all()] == ["Beras", "Panen raya"]
    assert {topic.name for topic in story.get_latest_revision_as_object().topics.all()} == {"Beras", "Panen raya"}
    told.clear()
    bring_in(a_line(tags=["Panen raya", "Cuaca"]))
    assert {topic.name for topic in Article.objects.get(pk=story.pk).topics.all()} == {"Cuaca", "Panen raya"}
    gone = Topic.objects.get(language="id", slug="beras")
    assert things.topic_list(gone.pk) in told[0]


def test_nothing_goes_out_before_its_edition_does(bring_in) -> None:
    koran = Publication.objects.get(code="koran")
    edition = Edition.objects.create(
        publication=koran, date=date(2026, 11, 24), releases_at=datetime(2026, 11, 24, tzinfo=UTC)
    )
    bring_in(a_line(edition={"publication": "koran", "date": "2026-11-24"}))
    story = Article.objects.get()
    assert (story.live, story.edition_entries.get().edition) == (False, edition)
    assert [doubt["field"] for doubt in story.delivery.doubts] == ["state"]


def test_a_house_that_can_take_nothing_stops_the_import_and_says_why(bring_in, monkeypatch) -> None:
    from django.db import OperationalError

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("terbit.wire.intake.run.BATCH_STORIES", 2)
    bring_in(a_line(id="1"), a_line(id="2"))
    with monkeypatch.context() as broken:
        broken.setattr("terbit.wire.intake.book.write", full)
        report = bring_in(*(a_line(id=str(number)) for number in range(1, 7)))
    assert (counts(report), report.exit_code) == ((2, 0, 0, 2, 0), 1)
    assert report.as_json()["stopped"] == "database or disk is full"
    assert Article.objects.count() == 2
    assert counts(bring_in(*(a_line(id=str(number)) for number in range(1, 7)))) == (6, 4, 0, 2, 0)


def test_what_the_house_keeps_for_itself_no_old_address_takes(bring_in) -> None:
    from terbit.press.pages import KINDS
    from terbit.wire.intake.redirects import NoAddress, old_path

    bring_in(
        a_line(
            id="1",
            byline=["Rara"],
            tags=["Beras"],
            partner="Lotsenfunk",
            edition={"publication": "koran", "date": "2026-11-20"},
        ),
        a_line(id="2", language="en", redirects=["/x"]),
    )
    for kind in KINDS:
        for target in kind.every():
            if target.key.startswith("/") and kind.name not in {"article", "redirect"}:
                with pytest.raises(NoAddress):
                    old_path(target.key)
