"""Pictures that come with stories."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

from PIL import Image

from terbit.newsroom.models import Article, Picture
from terbit.wire.export import stories, within
from terbit.wire.story import Picture as Words
from terbit.wire.tests.conftest import a_line


def a_photo(colour: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 360), colour).save(out, "JPEG")
    return out.getvalue()


def blocks(*pictures: dict[str, str]) -> dict[str, object]:
    return {"body_format": "blocks", "body": [{"paragraph": "a"}, *({"picture": one} for one in pictures)]}


def test_pictures_by_path_stand_where_the_story_has_them(bring_in, own_media: Path) -> None:
    (bring_in.folder / "foto").mkdir()
    for name in ("a", "b", "c"):
        (bring_in.folder / "foto" / f"{name}.jpg").write_bytes(a_photo(["red", "green", "blue"]["abc".index(name)]))
    lead = {"path": "foto/a.jpg", "caption": "Pasar", "credit": "Foto: Rara", "alt": "Pasar pagi"}
    bring_in(a_line(pictures=[lead, {"path": "foto/b.jpg"}], **blocks({"path": "foto/c.jpg", "caption": "Sawah"})))
    story = Article.objects.get()
    assert (story.lead_picture.caption, story.lead_picture.credit, story.lead_picture.alt) == (
        "Pasar",
        "Foto: Rara",
        "Pasar pagi",
    )
    assert story.lead_picture.renditions.count() == 6
    shown = [
        Picture.objects.get(pk=block["value"]["picture"]) for block in story.body.raw_data if block["type"] == "picture"
    ]
    assert [picture.caption for picture in shown] == ["Sawah", ""]
    assert len(story.lead_picture.file.name.removeprefix("originals/")) == 32 + len(".jpg")


def test_a_picture_that_cannot_be_read_is_doubted_and_the_story_comes_in(bring_in, own_media: Path) -> None:
    (bring_in.folder / "a.jpg").write_bytes(b"no picture")
    (bring_in.folder / "b.jpg").write_bytes(a_photo())
    bad = ["a.jpg", "gone.jpg", ".", "\0", "https://foto.example/a.jpg", "data:image/png;base64,!!", "data:,"]
    bring_in(a_line(pictures=[*bad, "b.jpg"]))
    story = Article.objects.get()
    assert story.lead_picture is not None and len(story.body) == 2
    assert [doubt["field"] for doubt in story.delivery.doubts] == ["pictures"] * len(bad[:3] + bad[4:]) + ["pictures"]
    assert bring_in.report.doubtful == 1


def test_a_picture_within_the_line_is_a_picture(bring_in, own_media: Path) -> None:
    url = f"data:image/jpeg;base64,{base64.b64encode(a_photo()).decode()}"
    bring_in(a_line(pictures=[{"url": url, "alt": "Biru"}]))
    assert Article.objects.get().lead_picture.alt == "Biru"


def test_the_same_file_is_taken_once_however_often_it_comes(bring_in, own_media: Path) -> None:
    (bring_in.folder / "a.jpg").write_bytes(a_photo())
    bring_in(a_line(pictures=["a.jpg"], **blocks({"path": "a.jpg"})), a_line(id="2", pictures=["a.jpg"]))
    bring_in(a_line(pictures=["a.jpg"], **blocks({"path": "./a.jpg"})))
    assert Picture.objects.count() == 1


def test_a_picture_whose_cuts_were_never_made_is_made_anew(bring_in, own_media: Path) -> None:
    (bring_in.folder / "a.jpg").write_bytes(a_photo())
    bring_in(a_line(pictures=["a.jpg"]))
    Article.objects.update(lead_picture=None)
    Picture.objects.get().renditions.all().delete()
    bring_in(a_line(id="2", pictures=["a.jpg"]))
    assert Article.objects.get(delivery__delivered_id="2").lead_picture.renditions.count() == 6


def test_the_words_of_a_picture_that_did_not_come_are_kept(bring_in) -> None:
    bring_in(a_line(pictures=[{"url": "https://foto.example/a.jpg", "caption": "Pasar pagi.", "credit": "Rara"}]))
    story = Article.objects.get()
    assert story.lead_picture is None
    assert story.picture_caption == "Pasar pagi. (Rara)"
    (out,) = [story for story in stories(within)]
    assert out.pictures == (Words(caption="Pasar pagi. (Rara)"),)
