"""The dead and injured of several reports of one incident: one careful figure and what all of them allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eventx.reconcile.report import Figure, Report


@dataclass(frozen=True, slots=True)
class Toll:
    """The best figure with the report that gives it, the span over all reports, the first and the last figure."""

    best: int
    low: int | None
    high: int | None
    source: Report
    first: int
    latest: int
    conflict: bool


def toll(reports: Sequence[Report], stem: str) -> Toll | None:
    """The toll over reports sorted from the oldest to the newest; ``None`` when all of them are silent."""
    told = [(found, one) for one in reports if (found := one.dead if stem == "fatalities" else one.hurt) is not None]
    if not told:
        return None
    best, source = told[-1]
    for older, report in reversed(told[:-1]):
        if _width(older) < _width(best) and best.holds(older.best):
            best, source = older, report  # «at least 20» does not undo «23»
    figures = [figure for figure, _ in told]
    lowest, highest = min(f.best for f in figures), max(f.best for f in figures)
    open_low = any(f.low is None and f.best == lowest for f in figures)
    open_high = any(f.high is None and f.best == highest for f in figures)
    return Toll(
        best.best,
        None if open_low else min(f.best if f.low is None else f.low for f in figures),
        None if open_high else max(f.best if f.high is None else f.high for f in figures),
        source, figures[0].best, figures[-1].best,
        conflict=any(not (f.holds(best.best) or best.holds(f.best)) for f in figures),
    )  # fmt: skip


def _width(figure: Figure) -> float:
    """How much the wording leaves open."""
    return float("inf") if figure.low is None or figure.high is None else figure.high - figure.low
