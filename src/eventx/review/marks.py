"""An article cut into stretches that prove the same cells, so that marks may overlap without nesting."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LONGEST = 60_000  # characters of an article shown whole
_AROUND = 1_500  # of a longer one, so many around each proof
_SHOWN = 160_000  # and so many in all
_AT_ONCE = 40  # proofs over one spot; a row has fewer columns than that


@dataclass(frozen=True, slots=True)
class Proof:
    """The words of one cell: column, offsets into the part, the rule that took them."""

    column: str
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Piece:
    """A stretch of text and the columns that it proves. ``left_out`` characters were passed over before it."""

    text: str
    columns: list[str] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    left_out: int = 0


def cut(text: str, proofs: Iterable[Proof], *, lead: Mapping[str, str]) -> list[Piece]:
    """The text as pieces in order; the texts of all pieces, with what they left out, are the text.

    ``lead`` names the column under whose colour another one is shown; ``begins`` has the leading columns whose words
    begin with the piece. Proofs with offsets outside the text are cut to it or passed over.
    """
    size = len(text)
    kept = sorted({(max(0, p.start), min(size, p.end), p.column, p.rule) for p in proofs if 0 <= p.start < min(size, p.end)})
    shown = _windows(size, kept)
    edges = sorted({0, size, *(x for k in kept for x in k[:2]), *(x for w in shown for x in w)})
    rank = {name: place for place, name in enumerate(lead)}
    pieces: list[Piece] = []
    active: list[tuple[int, int, str, str]] = []
    at = window = skipped = 0
    for start, end in itertools.pairwise(edges):
        active = [one for one in active if one[1] > start]
        fresh: list[tuple[int, int, str, str]] = []
        while at < len(kept) and kept[at][0] <= start:
            if kept[at][1] > start and len(active) + len(fresh) < _AT_ONCE:
                fresh.append(kept[at])
            at += 1
        active += fresh
        while window < len(shown) and shown[window][1] <= start:
            window += 1
        if window == len(shown) or start < shown[window][0]:
            skipped += end - start
            continue
        piece = Piece(text[start:end], left_out=skipped)
        skipped = 0
        piece.columns = sorted({one[2] for one in active}, key=lambda name: (rank.get(name, len(rank)), name))
        piece.begins = list(dict.fromkeys(lead.get(name, name) for name in piece.columns if any(one[2] == name for one in fresh)))
        piece.rules = list(dict.fromkeys(f"{one[2]}: {one[3]}" for one in active))[:12]
        pieces.append(piece)
    if skipped or not pieces:
        pieces.append(Piece("", left_out=skipped))
    return pieces


def _windows(size: int, kept: list[tuple[int, int, str, str]]) -> list[tuple[int, int]]:
    """The stretches that are shown: all of an ordinary article, the surroundings of the proofs of a huge one."""
    if size <= LONGEST:
        return [(0, size)]
    windows: list[tuple[int, int]] = [(0, _AROUND)]
    left = _SHOWN
    for start, end, *_ in kept:
        a, b = max(0, start - _AROUND), min(size, min(end, start + _AROUND) + _AROUND)
        if a <= windows[-1][1]:
            left -= max(0, b - windows[-1][1])
            windows[-1] = (windows[-1][0], max(b, windows[-1][1]))
        else:
            left -= b - a
            windows.append((a, b))
        if left <= 0:
            break
    return windows
