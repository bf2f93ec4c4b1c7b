"""Counts over a data set: what ``run.json``, its page for readers and its report tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from eventx.build.rows import Gathered
from eventx.build.store import Finished
from eventx.read import FATAL


@dataclass(slots=True)
class Totals:
    """Counts of articles, rows and problems, and what the rows cover."""

    articles: int = 0
    failed: int = 0
    with_rows: int = 0
    rows: int = 0
    evidence: int = 0
    fatalities: int = 0
    first_day: str = ""
    last_day: str = ""
    languages: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)


def count(finished: Iterable[Finished], doubts: Iterable[tuple[int, Mapping[str, Any]]], gathered: Gathered) -> Totals:
    """The totals of a corpus and of what it gave. An input that gave no article at all failed too."""
    totals = Totals(rows=len(gathered.rows), evidence=len(gathered.evidence))
    for one in finished:
        totals.articles += 1
        totals.failed += one.failed
        totals.with_rows += bool(one.rows)
        totals.languages[one.language or "unknown"] += 1
        totals.publishers[one.publisher or "unknown"] += 1
    totals.failed += sum(doubt["code"] in FATAL for _, doubt in doubts)
    days = sorted(row["event_date"] for row in gathered.rows)
    totals.first_day, totals.last_day = (days[0], days[-1]) if days else ("", "")
    totals.fatalities = sum(row["fatalities"] or 0 for row in gathered.rows)
    for row in gathered.rows:
        totals.countries[row["country"]] += 1
        totals.types[f"{row['event_type']}: {row['sub_event_type']}"] += 1
    totals.problems.update(problem["code"] for problem in gathered.problems)
    return totals


def ranked(counter: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most first, then by name: the same order on every run."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
