"""Which pairs of rows are looked at: those of one week (or its neighbours) and one spot.

A spot is a cell of half a degree or one beside it, whatever the country, so that borders part nothing; for rows known by
their province only it is the province, for those without a point their name in the country. Cost follows the rows that
share week and spot, not the square of all rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import floor
from typing import Any

from eventx.reconcile.report import Report

_CELL = 0.5  # degrees: at least 28 km to the next but one up to 60° north, and pairs further apart are never one incident
_ROUND = round(360 / _CELL)  # cells around the globe


def pairs(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Positions ``(i, j)`` with ``i < j`` of all pairs worth scoring, each once, in an order that the rows alone set."""
    spots: dict[tuple[Any, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, report in enumerate(reports):
        for spot in _own(report):
            spots[spot][_week(report.day)].append(number)
    for number, report in enumerate(reports):
        yield from ((min(number, other), max(number, other)) for other in sorted(_met(number, report, reports, spots)))


def _met(number: int, report: Report, reports: Sequence[Report], spots: dict[tuple[Any, ...], dict[int, list[int]]]) -> set[int]:
    reach = 31 if report.day_precision == 3 else 7
    weeks = range(_week(report.day - reach), _week(report.day + reach) + 1)
    met: set[int] = set()
    for spot in _around(report):
        by_week = spots.get(spot)
        if by_week is None:
            continue
        for week in weeks:
            for other in by_week.get(week, ()):
                if other != number and _first_to_ask(number, report, other, reports[other]) and _near_in_time(report, reports[other]):
                    met.add(other)
    return met


def _first_to_ask(number: int, report: Report, other: int, met: Report) -> bool:
    """Both ends of a pair may find each other; the one that looks further asks, else the earlier one."""
    mine, theirs = (report.coarse, report.day_precision == 3), (met.coarse, met.day_precision == 3)
    if mine == theirs:
        return number < other
    if mine[0] != theirs[0] and mine[1] != theirs[1]:
        return True  # each looks further in one way: both ask, the pair comes at most twice
    return mine > theirs


def _near_in_time(one: Report, other: Report) -> bool:
    days = abs(one.day - other.day)
    worst = max(one.day_precision, other.day_precision)
    return days <= 1 if worst == 1 else days <= 7 if worst == 2 else one.row["event_date"][:7] == other.row["event_date"][:7]


def _week(day: int) -> int:
    return (day - 1) // 7  # day 1 of the calendar was a Monday


def _own(report: Report) -> Iterator[tuple[Any, ...]]:
    """Where a row is found."""
    yield report.country, report.province
    yield report.country, "", report.place
    if report.point is not None:
        yield _cell(report.point)


def _around(report: Report) -> Iterator[tuple[Any, ...]]:
    """Where a row looks for others."""
    if report.coarse:
        yield report.country, report.province
        if report.point is None:
            yield report.country, "", report.place
    if report.point is not None:
        row, column = _cell(report.point)
        for up in (-1, 0, 1):
            for right in (-1, 0, 1):
                yield row + up, (column + right) % _ROUND


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return floor(point[0] / _CELL), floor(point[1] / _CELL) % _ROUND
