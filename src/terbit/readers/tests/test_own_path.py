"""Nobody is led away from the house."""

from __future__ import annotations

import pytest

from terbit.readers.own_path import own_path


@pytest.mark.parametrize(
    "path", ["/", "/artikel/kopi-pagi", "/en/artikel/x?halaman=2", "/akun/", "/artikel/a%20b#akhir", "/a//b"]
)
def test_a_path_of_this_house_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "artikel/x",
        "//evil.example",
        "//evil.example/artikel",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "/\n/evil.example",
        "/\x00",
        "\x08//evil.example",
        " /artikel",
        "https://evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:evil.example",
        "/" + "a" * 3000,
    ],
)
def test_everything_else_is_refused(address: str | None) -> None:
    assert own_path(address) == ""
