"""A run of eight paid words is found wherever it stands, and belongs to all whose it is; fewer words are nobody's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terbit.house.audit.paid import PaidWords

PAID = [f"kata{number}" for number in range(60)]
OTHER = ["lain"] * 10


def paid_words(*texts: list[str]) -> PaidWords:
    found = PaidWords()
    for owner, text in enumerate(texts):
        found.add(owner, " ".join(text))
    return found


@given(st.integers(0, 52), st.integers(0, 20))
def test_eight_words_are_found_wherever_they_begin_and_stand(begin: int, before: int) -> None:
    run = PAID[begin : begin + 8]
    assert paid_words(PAID).found_in([*OTHER * 2][:before] + run + OTHER) == {frozenset({0}): " ".join(run)}


@given(st.integers(0, 53))
def test_seven_words_are_no_run(begin: int) -> None:
    assert paid_words(PAID).found_in(OTHER + PAID[begin : begin + 7] + OTHER) == {}


def test_a_run_belongs_to_every_story_that_has_it() -> None:
    words = paid_words(PAID[:30], PAID[20:50])
    assert set(words.found_in(PAID[18:32])) == {frozenset({0}), frozenset({0, 1}), frozenset({1})}


def test_a_run_is_found_whatever_case_and_signs_it_is_written_with() -> None:
    from terbit.press.proof.galley import words_of

    words = PaidWords()
    words.add(0, "Harga beras di pasar induk naik dua kali lipat, kata mereka.")
    assert words.found_in(words_of("HARGA – beras; di (pasar) induk/naik: dua kali!")) != {}


def test_what_everybody_may_read_is_no_leak_and_its_owner_is_told() -> None:
    words = paid_words(PAID)
    assert words.let_pass(PAID[:12]) == frozenset({0})
    assert words.found_in(PAID[:12]) == {}
    assert words.found_in(PAID[5:13]) == {frozenset({0}): " ".join(PAID[5:13])}


def test_a_sentence_to_plant_is_one_storys_alone() -> None:
    words = paid_words(PAID[:30], PAID[10:50], PAID[5:15])
    words.let_pass(PAID[:16])
    assert words.sentence_of(0) == " ".join(PAID[9:17])
    assert words.sentence_of(1) == " ".join(PAID[23:31])
    assert words.sentence_of(2) == ""
    assert words.sentence_of(7) == ""
