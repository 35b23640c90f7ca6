from __future__ import annotations

import pytest

from terbit.kiosk.files import Files
from terbit.kiosk.http import coding_for, decode_path, etag_format, matches, pass_cookie
from terbit.kiosk.passage import is_passed


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip;q=1, br;q=0.9", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("gzip;q=0.2, identity;q=0.9", "identity"),
        ("deflate", "identity"),
        ("br;q=nonsense", "identity"),
        (";;,,=", "identity"),
    ],
)
def test_the_coding_follows_the_clients_weights(header, coding):
    assert coding_for(header) == coding


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/artikel/satu", "/artikel/satu"),
        (b"/%61rtikel/satu", "/artikel/satu"),
        (b"/%2561", "/%61"),
        (b"/caf%C3%A9", "/café"),
        (b"/%ff", ""),
        (b"/a%00b", ""),
        (b"/a%0d%0aSet-Cookie:x", ""),
        (b"http://other.example/", ""),
        (b"*", ""),
    ],
)
def test_a_path_is_decoded_once(raw, path):
    assert decode_path(raw) == path


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("terbit_pass=abc", "abc"),
        ("a=b; terbit_pass=abc; c=d", "abc"),
        ('terbit_pass="abc"', "abc"),
        ("my_terbit_pass=no; terbit_pass=abc", "abc"),
        ("terbit_passport=no", ""),
        ("x=terbit_pass=no", ""),
        ("", ""),
    ],
)
def test_of_all_cookies_only_the_pass_is_read(header, value):
    assert pass_cookie(header) == value


def test_an_entity_tag_names_body_and_coding():
    line = etag_format("br") % b"abc"
    assert line == b'etag: "abc-br"\r\n'
    assert matches(b'"abc-br"', line)
    assert matches(b'W/"x", "abc-br"', line)
    assert matches(b"*", line)
    assert not matches(b'"abc-gzip"', line)
    assert not matches(b"", line)


@pytest.mark.parametrize(
    ("path", "passed"),
    [
        ("/redaksi/", True),
        ("/redaksi", True),
        ("/akun/masuk/", True),
        ("/cari", True),
        ("/caribou", False),
        ("/redaksional", False),
        ("/_kiosk/seen", False),
        ("/", False),
        ("", False),
    ],
)
def test_only_a_closed_list_of_prefixes_reaches_the_newsroom(path, passed):
    assert is_passed(path) is passed


def test_files_are_found_only_inside_their_folders(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "gaya.0123456789ab.css").write_text("p{}")
    (tmp_path / "static" / "gaya.0123456789ab.css.gz").write_bytes(b"packed")
    (tmp_path / "media" / "pictures").mkdir(parents=True)
    (tmp_path / "media" / "originals").mkdir()
    (tmp_path / "media" / "originals" / "a.jpg").write_text("original")
    files = Files(tmp_path / "static", tmp_path / "media")
    plain = files.find("/static/gaya.0123456789ab.css", "identity")
    assert plain is not None and (b"cache-control", b"public, max-age=31536000, immutable") in plain.headers
    packed = files.find("/static/gaya.0123456789ab.css", "gzip")
    assert packed is not None and packed.path.suffix == ".gz"
    for path in (
        "/static/../media/originals/a.jpg",
        "/media/originals/a.jpg",
        "/media/../originals/a.jpg",
        "/media/a.jpg",
        "/static/",
        "/static/.hidden",
        "/static//x",
    ):
        assert files.find(path, "gzip") is None
