"""The data set at a glance: where, when, how many dead, and how well outlets and rules do."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventx.review import mapping, queries
from eventx.review.agreement import Report, report
from eventx.review.judgements import Judgement, parse

_STANDS = "hidden = 0 AND status NOT IN ('rejected', 'merged')"
_BARS = 120
_ASPECT = 2.6  # width to height of the map, as in the style sheet
_MANY = 12  # rows at one place that are drawn with the biggest circle where no place has more
_LOST = 200  # decisions without a row that are listed


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the timeline: its name, rows, rows with deaths, and where it is drawn (0 to 1)."""

    name: str
    rows: int
    deadly: int
    at: float
    wide: float
    high: float
    dark: float


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview page shows."""

    counts: Mapping[str, int]
    unit: str
    bars: list[Bar]
    peak: int
    types: list[sqlite3.Row]
    countries: list[sqlite3.Row]
    problems: list[sqlite3.Row]
    report: Report
    lost: list[Judgement]
    box: mapping.Box
    land: str
    grid: str
    points: list[dict[str, Any]]


def overview(db: sqlite3.Connection) -> Overview:
    """Count everything once."""
    unit, bars, peak = _timeline(db)
    found = _places(db)
    box = mapping.about(((one["latitude"], one["longitude"]) for one in found), aspect=_ASPECT)
    most = max(_MANY, *(one["times"] for one in found), 0)
    size = (box.north - box.south) / 28
    points = []
    for one in found:
        x, y = box.xy(one["latitude"], one["longitude"])
        points.append({**dict(one), "x": x, "y": y, "r": round(size * (0.25 + 0.75 * (one["times"] / most) ** 0.5), 5)})
    return Overview(
        queries.counts(db), unit, bars, peak, _tolls(db, "sub_event_type"), _tolls(db, "country"),
        db.execute("SELECT code, count(*) AS times FROM problems GROUP BY code ORDER BY 2 DESC, 1").fetchall(),
        report(db), _without_row(db), box, mapping.land(box), mapping.grid(box), points,
    )  # fmt: skip


def lost(db: sqlite3.Connection) -> int:
    """How many decisions speak of rows that are not there any more, or could not be told apart."""
    return int(db.execute("SELECT count(DISTINCT grp) FROM log WHERE row_id='' AND action<>'undo'").fetchone()[0])


def _without_row(db: sqlite3.Connection) -> list[Judgement]:
    """The decisions that :func:`lost` counts, the latest first."""
    found = db.execute(f"SELECT json FROM log WHERE row_id='' AND action<>'undo' ORDER BY seq DESC LIMIT {_LOST}")
    return [one for one in (parse(row["json"].encode()) for row in found) if one is not None]


def _tolls(db: sqlite3.Connection, column: str) -> list[sqlite3.Row]:
    return db.execute(
        f"SELECT {column} AS name, count(*) AS times, sum(fatalities) AS dead, sum(injured) AS injured, "
        f"sum(status='open') AS open FROM rows WHERE {_STANDS} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30"
    ).fetchall()


def _places(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute(
        f"SELECT latitude, longitude, max(location) AS location, max(country) AS country, count(*) AS times, sum(fatalities) AS dead, "
        f"sum(status='open') AS open FROM rows WHERE latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180 AND {_STANDS} "
        "GROUP BY latitude, longitude ORDER BY times DESC, location LIMIT 1500"
    ).fetchall()


def _timeline(db: sqlite3.Connection) -> tuple[str, list[Bar], int]:
    """Rows by the finest unit that still gives a readable number of bars."""
    days = db.execute(
        f"SELECT event_date AS day, count(*) AS times, sum(fatalities > 0) AS deadly FROM rows WHERE {_STANDS} "
        "AND event_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    known: list[tuple[date, int, int]] = []
    for row in days:
        try:
            known.append((date.fromisoformat(row["day"]), row["times"], row["deadly"] or 0))
        except ValueError:
            continue
    if not known:
        return "day", [], 0
    first, last = known[0][0], known[-1][0]
    for unit in ("day", "week", "month", "year"):
        if _step(unit, last) - _step(unit, first) < _BARS or unit == "year":
            break
    sums: dict[int, list[int]] = {}
    for day, times, deadly in known:
        entry = sums.setdefault(_step(unit, day), [0, 0])
        entry[0] += times
        entry[1] += deadly
    start, steps = _step(unit, first), _step(unit, last) - _step(unit, first) + 1
    peak = max(times for times, _ in sums.values())
    bars = [
        Bar(_named(unit, step), times, deadly, (step - start) / steps, 1 / steps, times / peak, deadly / peak)
        for step, (times, deadly) in sorted(sums.items())
    ]
    return unit, bars, peak


def _step(unit: str, day: date) -> int:
    return {"day": day.toordinal(), "week": (day.toordinal() - 1) // 7, "month": day.year * 12 + day.month - 1, "year": day.year}[unit]


def _named(unit: str, step: int) -> str:
    if unit == "month":
        return f"{step // 12:04d}-{step % 12 + 1:02d}"
    if unit == "year":
        return str(step)
    return date.fromordinal(step if unit == "day" else step * 7 + 1).isoformat()
