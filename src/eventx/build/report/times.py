"""Rows and reported deaths over time, as bars a period, drawn as SVG with a table of the same figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Any

from eventx.build.report.style import COLOURS, TYPES, number

Row = Mapping[str, Any]
_WIDE, _HIGH, _LEFT, _FOOT = 1000, 220, 56, 22
_BARS = 130  # at most: the finest step that needs no more is taken


@dataclass(slots=True)
class Period:
    """What a day, a week, a month or a year saw."""

    name: str
    types: Counter[str] = field(default_factory=Counter)
    dead: int = 0
    low: int = 0
    high: int = 0


def periods(rows: Sequence[Row]) -> tuple[str, list[Period]]:
    """The name of the step, and all periods from the first row to the last, also those without rows."""
    days = sorted(date.fromisoformat(row["event_date"]) for row in rows)
    if not days:
        return "day", []
    for step in ("day", "week", "month", "year"):
        names = list(dict.fromkeys(_period(days[0] + timedelta(days=n), step) for n in range((days[-1] - days[0]).days + 1)))
        if len(names) <= _BARS:
            break
    found = {name: Period(name) for name in names}
    for row in rows:
        period = found[_period(date.fromisoformat(row["event_date"]), step)]
        period.types[row["event_type"]] += 1
        dead = row["fatalities"] or 0
        period.dead += dead
        period.low += dead if row["fatalities_low"] is None else row["fatalities_low"]
        period.high += dead if row["fatalities_high"] is None else row["fatalities_high"]
    return step, list(found.values())


def _period(day: date, step: str) -> str:
    if step == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[step]]


def timeline(found: Sequence[Period], step: str) -> str:
    """Rows a period, by type."""
    top = max(sum(period.types.values()) for period in found)
    bars = []
    for at, period in enumerate(found):
        foot = 0
        for kind in TYPES:
            if count := period.types[kind]:
                bars.append(_bar(at, len(found), foot, foot + count, top, COLOURS[kind], f"{period.name}: {count} {kind}"))
                foot += count
    return _drawing(f"Rows a {step}", bars, found, top)


def toll(found: Sequence[Period], step: str) -> str:
    """Reported deaths a period, with the range that the sources leave."""
    top = max(max(period.high, period.dead) for period in found)
    if not top:
        return "<p>No deaths are reported.</p>"
    bars = []
    for at, period in enumerate(found):
        if period.dead or period.high:
            told = f"{period.name}: {number(period.dead)} dead ({number(period.low)} to {number(period.high)})"
            bars.append(_bar(at, len(found), 0, period.dead, top, "#7a3b3b", told))
            if period.low != period.high:
                x = _LEFT + (at + 0.5) * (_WIDE - _LEFT) / len(found)
                bars.append(f'<path d="M{x:.1f} {_y(period.low, top):.1f}V{_y(period.high, top):.1f}" stroke="#1d1d1b" stroke-width="1.4"/>')
    return _drawing(f"Reported deaths a {step}; lines: lowest to highest that the sources allow", bars, found, top)


def figures(found: Sequence[Period], step: str) -> str:
    """The same as a table, for those who read and do not look."""
    shown = [period for period in found if period.types]
    lines = "".join(
        f'<tr><td>{period.name}</td><td class="n">{number(sum(period.types.values()))}</td><td class="n">{number(period.dead)}</td>'
        f'<td class="n">{number(period.low)}</td><td class="n">{number(period.high)}</td></tr>'
        for period in shown
    )
    head = f'<tr><th>{step}</th><th class="n">rows</th><th class="n">dead</th><th class="n">lowest</th><th class="n">highest</th></tr>'
    return f"<details><summary>The figures by {step}</summary><table><thead>{head}</thead><tbody>{lines}</tbody></table></details>"


def _y(value: float, top: int) -> float:
    return _HIGH - value / top * (_HIGH - 10)


def _bar(at: int, bars: int, foot: int, head: int, top: int, colour: str, told: str) -> str:
    wide = (_WIDE - _LEFT) / bars
    y = _y(head, top)
    return (
        f'<rect x="{_LEFT + at * wide:.1f}" y="{y:.1f}" width="{max(0.6, min(wide * 0.86, 60)):.1f}" height="{_y(foot, top) - y:.1f}" fill="{colour}">'
        f"<title>{escape(told)}</title></rect>"
    )


def _drawing(title: str, bars: Sequence[str], found: Sequence[Period], top: int) -> str:
    wide = (_WIDE - _LEFT) / len(found)
    every = max(1, -(-len(found) // 8))
    days = "".join(f'<text x="{_LEFT + at * wide:.1f}" y="{_HIGH + 16}">{period.name}</text>' for at, period in enumerate(found) if at % every == 0)
    marks = sorted({0, top // 2, top} if top > 1 else {0, top})
    rules = "".join(
        f'<path class="rule" d="M{_LEFT} {_y(mark, top):.1f}H{_WIDE}"/><text x="{_LEFT - 6}" y="{_y(mark, top) + 4:.1f}" text-anchor="end">{number(mark)}</text>'
        for mark in marks
    )
    axis = f'<path class="axis" d="M{_LEFT} {_HIGH}H{_WIDE}"/>'
    return (
        f'<figure><svg viewBox="0 0 {_WIDE} {_HIGH + _FOOT}" role="img" aria-label="{escape(title)}">{rules}{"".join(bars)}{axis}{days}</svg>'
        f"<figcaption>{escape(title)}</figcaption></figure>"
    )
