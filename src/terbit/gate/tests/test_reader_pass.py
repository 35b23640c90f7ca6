from __future__ import annotations

import json

import pytest

from terbit.gate.reader_pass import BadKeys, PassKey, ReaderPass, key_id_of, keys_from, sign, verify

KEY = PassKey("k1", b"a secret of sixteen bytes or more")
KEYS = {KEY.id: KEY.secret}
PASS = ReaderPass(reader=5, session=9, epoch="e1", number=1234)


def test_a_signed_pass_comes_back():
    assert verify(sign(PASS, KEY), KEYS) == PASS
    assert key_id_of(sign(PASS, KEY)) == "k1"


def test_no_character_of_a_pass_can_be_changed():
    """X31: unsigned, swapped and truncated tokens are nobody's."""
    text = sign(PASS, KEY)
    for at in range(len(text)):
        for other in "0A.~":
            changed = text[:at] + other + text[at + 1 :]
            assert changed == text or verify(changed, KEYS) is None
        assert verify(text[:at], KEYS) is None


@pytest.mark.parametrize("text", ["", "1", "....", "1.k1.5.9.e1.1234.", "é" * 20, "1.k1.5.9.e1.1234", "x" * 10_000])
def test_what_is_no_pass_is_nobodys(text):
    assert verify(text, KEYS) is None


def test_a_pass_of_a_key_that_was_taken_away_is_nobodys():
    assert verify(sign(PASS, KEY), {"k2": b"another secret, long enough too"}) is None


def test_a_pass_that_could_not_be_read_back_is_not_signed():
    with pytest.raises(ValueError, match="letters and digits"):
        sign(ReaderPass(5, 9, "e.1", 3), KEY)


def test_keys_come_from_their_file():
    text = json.dumps({"signing": "b", "keys": {"a": "00" * 16, "b": "11" * 16}})
    assert keys_from(text) == (PassKey("b", b"\x11" * 16), {"a": b"\0" * 16, "b": b"\x11" * 16})


@pytest.mark.parametrize(
    "text", ["", "{}", '{"signing": "a", "keys": {"b": "00"}}', '{"signing": "a", "keys": {"a": "zz"}}', "[]"]
)
def test_keys_that_cannot_be_used_are_refused_with_what_to_do(text):
    with pytest.raises(BadKeys, match="Restore"):
        keys_from(text)
