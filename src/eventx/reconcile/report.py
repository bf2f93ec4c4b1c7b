"""A row as it is compared: its cells taken apart once, so that pairs are cheap to score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from eventx.fold import fold
from eventx.reconcile.kin import kin
from eventx.reconcile.weights import weights


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of dead or injured with what the wording allows; ``None`` is an open end."""

    best: int
    low: int | None
    high: int | None

    def holds(self, number: int) -> bool:
        """Whether the wording allows that number; an open end allows the double."""
        low = self.low if self.low is not None else 0
        high = self.high if self.high is not None else 2 * self.best
        return low <= number <= high


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an incident: all names on it, and what they are worth for telling sides apart.

    ``people`` is nobody in arms; ``state`` nobody but forces of states; ``rebel`` only words for who fights a state, which
    do not tell one group from another.
    """

    names: frozenset[str]
    known: frozenset[str]
    kin: frozenset[str]
    people: bool
    state: bool
    rebel: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One row; days are ordinals, names folded, missing numbers ``None``."""

    row: Mapping[str, Any]
    day: int
    day_precision: int
    point: tuple[float, float] | None
    geo: int
    country: str
    province: str
    place: str
    sub: str
    family: str
    doer: Side
    target: Side
    dead: Figure | None
    hurt: Figure | None
    blamed: bool
    voices: frozenset[str]
    articles: frozenset[str]
    published: int

    @property
    def coarse(self) -> bool:
        """Whether the place is known by its province, or by its name alone."""
        return self.geo == 3 or self.point is None


def report(row: Mapping[str, Any]) -> Report:
    """The row taken apart. A row without a day of the calendar raises ``ValueError``."""
    latitude, longitude = row.get("latitude"), row.get("longitude")
    return Report(
        row=row,
        day=date.fromisoformat(row["event_date"]).toordinal(),
        day_precision=row.get("time_precision") or 1,
        point=None if latitude is None or longitude is None else (latitude, longitude),
        geo=row.get("geo_precision") or 1,
        country=row.get("country") or "",
        province=_folded(row.get("admin1") or ""),
        place=_folded(row.get("location") or ""),
        sub=row.get("sub_event_type") or "",
        family=weights().family.get(row.get("sub_event_type") or "", "other"),
        doer=_side(row.get("actor1") or "", row.get("assoc_actor_1") or ""),
        target=_side(row.get("actor2") or "", row.get("assoc_actor_2") or ""),
        dead=figure(row, "fatalities"),
        hurt=figure(row, "injured"),
        blamed=row.get("attribution_status") in weights().actors["weak"],
        voices=frozenset(name for name in parts(row.get("attributed_to")) if name[:1].isupper()),
        articles=frozenset(parts(row.get("article_ids"))),
        published=_ordinal(row.get("published")),
    )


def figure(row: Mapping[str, Any], stem: str) -> Figure | None:
    """The number of a row; ``None`` where the report is silent (0 dead with no bounds says nothing)."""
    best, low, high = row.get(stem), row.get(f"{stem}_low"), row.get(f"{stem}_high")
    if low is None and high is None and not best:
        return None
    return Figure(best or 0, low, high)


def parts(cell: Any) -> list[str]:
    """The values that a cell joins."""
    return [part for part in str(cell or "").split("; ") if part]


def _ordinal(day: Any) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


@cache
def _folded(name: str) -> str:
    return " ".join(fold(name).split())


@cache
def _side(actor: str, others: str) -> Side:
    names = frozenset(part for name in (actor, *parts(others)) for part in name.split(" and/or ") if part)
    table = weights().actors
    known = frozenset(name for name in names if not name.startswith(table["vague"]) and not name.startswith(table["people"]))
    related = frozenset(key for name in known for key in kin(name))

    def all_are(kind: str) -> bool:
        return bool(names) and all(name.startswith(table[kind]) for name in names)

    return Side(names, known, related, people=all_are("people"), state=all_are("state"), rebel=all_are("rebel"))
