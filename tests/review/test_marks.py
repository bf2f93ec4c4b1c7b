"""Articles cut into marked stretches: nothing is lost, nothing is doubled, nothing takes for ever."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from eventx.review.marks import LONGEST, Proof, cut

LEAD = {"actor1": "actor1", "inter1": "actor1", "location": "location"}
proofs = st.lists(st.builds(Proof, st.sampled_from(["actor1", "inter1", "location", "odd"]), st.integers(-5, 60), st.integers(-5, 60), st.just("r")), max_size=12)


@given(st.text(max_size=50), proofs)
def test_the_pieces_are_the_text_and_bear_their_columns(text: str, found: list[Proof]) -> None:
    pieces = cut(text, found, lead=LEAD)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        for offset in range(at, at + len(piece.text)):
            assert set(piece.columns) == {p.column for p in found if 0 <= p.start <= offset < p.end}
        at += len(piece.text)


def test_a_colour_is_begun_once_a_proof() -> None:
    pieces = cut("Tuesday in Homs", [Proof("actor1", 0, 7, "r"), Proof("inter1", 0, 7, "r"), Proof("location", 11, 15, "r")], lead=LEAD)
    assert [piece.begins for piece in pieces] == [["actor1"], [], ["location"]]


def test_a_huge_text_is_shown_around_its_proofs() -> None:
    text = "x" * 5_000_000
    pieces = cut(text, [Proof("location", 4_000_000, 4_000_010, "r")], lead=LEAD)
    assert sum(len(piece.text) + piece.left_out for piece in pieces) == len(text)
    assert sum(len(piece.text) for piece in pieces) < LONGEST
    assert [piece.columns for piece in pieces if piece.columns] == [["location"]]


def test_ten_thousand_spans_over_each_other_do_not_take_for_ever() -> None:
    start = time.monotonic()
    pieces = cut("word " * 10_000, [Proof(f"c{n}", n, 49_000 - n, "r") for n in range(10_000)], lead=LEAD)
    assert time.monotonic() - start < 5
    assert max(len(piece.columns) for piece in pieces) <= 40
