"""Out of one house, into an empty one, and out again: the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from terbit.newsroom.models import Article, Contributor, Edition, HouseSettings, Publication, Section
from terbit.newsroom.setup import empty_house
from terbit.wire.archive.exporting import lines
from terbit.wire.archive.reading import story_of_line
from terbit.wire.export import beside, stories, within
from terbit.wire.format import Delivered
from terbit.wire.models import Delivery
from terbit.wire.story import ReadAlso
from terbit.wire.tests.conftest import a_line
from terbit.wire.tests.test_pictures import a_photo


@contextmanager
def another_house() -> Iterator[None]:
    """A house of its own, which is gone afterwards."""
    with transaction.atomic():
        empty_house()
        yield
        transaction.set_rollback(True)


def archive(place: Any = within) -> bytes:
    refused: list[Any] = []
    written = b"".join(lines(stories(place), lambda *one: refused.append(one)))
    assert refused == []
    return written


def everything(folder: Path) -> list[dict[str, Any]]:
    (folder / "a.jpg").write_bytes(a_photo())
    koran = {"publication": "koran", "date": "2026-11-20"}
    body = [
        {"paragraph": 'Satu <b>dua</b> <a href="https://x.example/?a=1&amp;b=2">tiga</a>'},
        {"subheading": "Sub <bukan tag>"},
        {"quote": {"text": "Kata\norang", "source": "Budi"}},
        {"picture": {"path": "a.jpg", "caption": "Dua\nbaris", "alt": "Biru"}},
        {"list": {"ordered": True, "items": ["x", "<i>y</i>"]}},
        {"table": {"caption": "t", "head": ["a", "b"], "rows": [["1", "2"], ["", "3"]]}},
        {"embed": {"url": "https://video.example/1", "title": "Video"}},
        {"read_also": "7"},
        {"read_also": "gone"},
    ]
    return [
        a_line(
            id="1", body=body, body_format="blocks", kicker="Pangan", standfirst="Satu.\n\nDua.", dateline="Jakarta",
            byline=[{"name": "Rara", "role": "editor"}, {"name": "Antara", "organisation": True, "role": "author"}],
            edition=[koran | {"cover_story": True, "place": 4}, {"publication": "mingguan", "date": "2026-11-22"}],
            pictures=[{"path": "a.jpg", "credit": "Foto"}, {"path": "a.jpg", "caption": "Lain"}],
            tags=["Beras", "Panen"], redirects=["/lama/1.html", "/lama/é"], partner="Lotsenfunk", slug="satu_1",
            origin_url="https://lama.example/1", updated="2026-11-21T01:02:03.5Z",
        ),
        a_line(id="2", headline="Sama", edition=koran, published="2026-11-20"),
        a_line(id="3", headline="Sama", edition=koran | {"place": 1}, access="free"),
        a_line(id="4", headline="Tanpa tanggal", published=None, state="public", access="registered"),
        a_line(id="5", headline="Menunggu tanggal", published=None),
        a_line(id="6", headline="Draf bertanggal", state="draft", language="en", section=...),
        a_line(id="7", headline="“Kutip”\u00a0& <b>", body="a\u2028b\u200bc & <d>", publication="gratis", access="free"),
    ]  # fmt: skip


def test_an_archive_of_everything_comes_out_as_it_went_in(bring_in, own_media: Path) -> None:
    with another_house():
        assert bring_in(*everything(bring_in.folder)).fates == {"made": 7}
        first = archive()
    with another_house():
        assert bring_in.take(bring_in.file(first.rstrip(b"\n"))).fates == {"made": 7}
        assert archive() == first
        assert bring_in.take(bring_in.file(first.rstrip(b"\n"))).fates == {"unchanged": 7}
    assert [story_of_line(line).__class__ for line in first.splitlines(True)] == [Delivered] * 7


def test_a_house_that_the_desk_wrote_comes_out_the_same_from_another(bring_in, own_media: Path) -> None:
    with another_house():
        section = Section.objects.create(name="Kota  Tua", slug="kota", language="id")
        HouseSettings.objects.update(zone="Asia/Jakarta")
        bring_in(a_line(id="1"), a_line(id="2", headline="Dua"))
        desk = Article(
            headline="Dua  spasi ", section=section, publication=Publication.objects.get(code="site"), language="id", slug="dua-spasi", live=True,
            body=[("paragraph", "<p>Satu&nbsp;<strong>dua</strong></p><p>tiga</p>"), ("read_also", Article.objects.first())],
        )  # fmt: skip
        desk.save()
        Article.objects.filter(pk=desk.pk).update(published_at=None, published_precision="minute")
        Article(headline="Belum selesai", live=False).save()
        first = archive()
    with another_house():
        bring_in.take(bring_in.file(first.rstrip(b"\n")))
        assert archive() == first
    last = story_of_line(first.splitlines(True)[-1])
    assert first.count(b"\n") == 3 and isinstance(last, Delivered)
    assert last.story.headline == "Dua spasi" and last.story.body[-1] == ReadAlso("2")


def test_pictures_beside_the_archive_bear_the_name_of_their_content(bring_in, own_media: Path, tmp_path: Path) -> None:
    with another_house():
        bring_in(*everything(bring_in.folder))
        first = archive(beside(tmp_path / "pictures", tmp_path))
    with another_house():
        bring_in.take(bring_in.file(first.rstrip(b"\n")))
        assert archive(beside(tmp_path / "pictures", tmp_path)) == first
    assert len(list((tmp_path / "pictures").iterdir())) == 1
    assert (tmp_path / "pictures").joinpath(next((tmp_path / "pictures").iterdir())).read_bytes() == a_photo()


def test_withdrawn_stories_and_what_the_desk_still_writes_stay_at_home(bring_in) -> None:
    from terbit.wire.tests.conftest import NOW

    bring_in(a_line(id="1"), a_line(id="2", headline="Ditarik"))
    Article.objects.filter(headline="Ditarik").update(live=False, withdrawn_at=NOW)
    Article(headline="Naskah", live=False).save()
    assert [story.id for story in stories(within)] == ["1"]


def test_ids_of_two_sources_and_of_the_house_itself_are_told_apart(bring_in) -> None:
    file = bring_in.file(a_line(id="1"), a_line(id="2", headline="Dua"))
    bring_in.take(file, source="lama")
    bring_in.take(bring_in.file(a_line(id="1")), source="baru")
    own = Article(
        headline="Milik", section=Section.objects.first(), publication=Publication.objects.get(code="site"), slug="milik", live=True,
        body=[("paragraph", "<p>a</p>")],
    )  # fmt: skip
    own.save()
    Delivery.objects.filter(delivered_id="2").update(delivered_id=f"terbit-{own.pk}")
    assert [story.id for story in stories(within)] == ["lama/1", f"terbit-{own.pk}", "baru/1", f"terbit-{own.pk}-own"]


def test_the_order_of_an_edition_and_its_cover_come_back(bring_in) -> None:
    with another_house():
        bring_in(*everything(bring_in.folder))
        first = archive()
        order = [
            (entry.article.slug, entry.position)
            for entry in Edition.objects.get(publication__code="koran").entries.all()
        ]
    with another_house():
        bring_in.take(bring_in.file(first.rstrip(b"\n")))
        edition = Edition.objects.get(publication__code="koran")
        assert [(entry.article.slug, entry.position) for entry in edition.entries.all()] == order
        assert edition.cover_story.slug == "satu_1"
        assert Contributor.objects.get(name="Antara").is_organisation
