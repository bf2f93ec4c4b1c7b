"""The record of one decision about two rows, so that it can be explained and overridden.

As a table, a link begins with the columns of ``judgements.csv``: whoever decides otherwise copies its line over there and
changes the decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from eventx.reconcile.judgements import COLUMNS as JUDGED
from eventx.reconcile.judgements import Judgement, Key, keys
from eventx.reconcile.report import Report
from eventx.reconcile.score import reasons
from eventx.reconcile.weights import weights

COLUMNS = (*JUDGED, "by", "score", "points", "event_1", "event_2")
"""The header of the table."""
BY = ("score", "group", "article", "judgement")
"""What decided; see :class:`Link`."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows that were near enough to be compared (or that somebody judged), and what was decided.

    ``one`` and ``other`` are the rows' keys: article, day, place, sub-event type. ``by`` is ``"score"`` where the pair
    alone decides so, ``"group"`` where the other rows of the groups outweigh it, ``"article"`` where one article tells
    the two apart, ``"judgement"`` where somebody decided (``who`` and ``why``). ``score`` is ``None`` for rows that cannot
    be one incident by day, place or kind. ``event_one`` and ``event_other`` are the ids of the rows that they became part
    of, the same where the decision is ``"same"``.
    """

    one: Key
    other: Key
    decision: str
    by: str
    score: float | None
    reasons: tuple[str, ...]
    event_one: str
    event_other: str
    who: str = ""
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values}

    def as_row(self) -> dict[str, Any]:
        """The cells of the table, by column."""
        score = "" if self.score is None else self.score
        cells = (*self.one, *self.other, self.decision, self.who, self.why, self.by, score, "; ".join(self.reasons), self.event_one, self.event_other)
        return dict(zip(COLUMNS, cells, strict=True))


@dataclass(frozen=True, slots=True)
class Decided:
    """All that the links of a run are made from; rows by their position, ``scores`` with what rivals cost (``lost``)."""

    reports: Sequence[Report]
    scores: Mapping[tuple[int, int], float]
    lost: Mapping[tuple[int, int], float]
    judged: Mapping[tuple[int, int], Judgement]
    became: Sequence[str]


def links(run: Decided) -> Iterator[Link]:
    """The judged pairs, those that became one row, and those that stayed apart but came near to it, in a settled order."""
    near = weights().near
    told = (pair for pair, points in run.scores.items() if points >= near or run.became[pair[0]] == run.became[pair[1]])
    for pair in sorted({*run.judged, *told}):
        yield _link(pair, run)


def _link(pair: tuple[int, int], run: Decided) -> Link:
    one, other = (run.reports[number] for number in pair)
    points, judgement = run.scores.get(pair), run.judged.get(pair)
    same = run.became[pair[0]] == run.became[pair[1]]
    why = reasons(one, other)
    if pair in run.lost:
        why = (*why, f"rival {run.lost[pair]:+.1f}: another row of the article fits better")
    by = "score" if same == (points is not None and points >= weights().same) else "group"
    if not same and one.articles & other.articles:
        by = "article"
    if judgement is not None and (judgement.decision == "same") == same:
        by = "judgement"
    else:
        judgement = None
    return Link(
        next(keys(one.row)), next(keys(other.row)), "same" if same else "different", by,
        None if points is None else round(points, 3), why, run.became[pair[0]], run.became[pair[1]],
        judgement.who if judgement else "", judgement.reason if judgement else "",
    )  # fmt: skip
