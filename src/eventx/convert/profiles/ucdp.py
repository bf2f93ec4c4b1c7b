"""The columns of UCDP's Georeferenced Event Dataset, for rows in which somebody was killed.

UCDP's own numbers of conflicts, dyads and sides cannot be derived and stay empty; ``relid`` bears the row's own id, so
that a row can be traced. Deaths are divided by side only where the row says how many were civilians.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from eventx.convert.table import Done, Field, Table

_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
_FORCE = re.compile(r"(?:Military|Police) Forces of (?:the )?(?P<state>.+?) \(|Government of (?:the )?(?P<of>.+?)(?: \(|$)")


@cache
def facts() -> dict[str, dict[str, str]]:
    """``ucdp.toml``, read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def table(given: Table, done: Done) -> Table:
    """The table in GED's columns; rows without a death are counted as left out."""
    return Table(tuple(Field(name, arrow) for name, arrow in facts()["columns"].items()), _rows(given, done))


def _rows(given: Table, done: Done) -> Iterator[Mapping[str, Any]]:
    blank = {name: "" if arrow == "string" else None for name, arrow in facts()["columns"].items()}
    for row in given.rows:
        best, low, high = _span(row)
        if high:
            yield {**blank, **_sides(row), **_deaths(row, best), **_sources(row), **_where(row), **_when(row),
                   "id": _number(row.get("event_id_cnty", "")), "relid": row.get("event_id_cnty", ""),
                   "event_clarity": 2 if "split" in (row.get("notes") or "") else 1,
                   "best": best, "low": low, "high": high}  # fmt: skip
        else:
            done.left_out += 1


def _span(row: Mapping[str, Any]) -> tuple[int, int, int]:
    """Best, lowest and highest figure; where a bound is open it is the best."""
    best = row.get("fatalities") or 0
    low, high = row.get("fatalities_low"), row.get("fatalities_high")
    return best, best if low is None else min(low, best), best if high is None else max(high, best)


def kind(row: Mapping[str, Any]) -> int:
    """State-based 1, non-state 2 or one-sided 3: civilians as the target, else an army or police on either side."""
    if row.get("civilian_targeting") or "Civilians" in (row.get("inter1"), row.get("inter2")):
        return _ONE_SIDED
    return _STATE_BASED if any(_is_state(row, side) for side in "12") else _NON_STATE


def _is_state(row: Mapping[str, Any], side: str) -> bool:
    klass = row.get(f"inter{side}")
    return klass == "State forces" or (klass == "External/Other forces" and bool(_FORCE.match(row.get(f"actor{side}") or "")))


def _sides(row: Mapping[str, Any]) -> dict[str, Any]:
    one, two = (_side(row.get(f"actor{side}") or "") for side in "12")
    sort = kind(row)
    if sort == _ONE_SIDED:
        # Who was hurt is no side: side a is the doer, also where the row names the victims first.
        one, two = (two or one) if row.get("inter1") in ("Civilians", "Protesters") else one, "Civilians"
    elif sort == _STATE_BASED and not _is_state(row, "1"):
        one, two = two, one
    return {"type_of_violence": sort, "side_a": one, "side_b": two, "dyad_name": " - ".join(side for side in (one, two) if side)}


def _side(actor: str) -> str:
    found = _FORCE.match(actor)
    return f"Government of {found['state'] or found['of']}" if found else actor


def _deaths(row: Mapping[str, Any], best: int) -> dict[str, int]:
    civilians = best if kind(row) == _ONE_SIDED else min(row.get("fatalities_civilians") or 0, best)
    return {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": civilians, "deaths_unknown": best - civilians}


def _sources(row: Mapping[str, Any]) -> dict[str, Any]:
    sources = [part for part in (row.get("source") or "").split("; ") if part]
    return {"number_of_sources": len(sources) or -1, "source_article": row.get("article_urls") or row.get("source") or "",
            "source_office": row.get("source") or "", "source_date": row.get("published") or "",
            "source_original": row.get("attributed_to") or ""}  # fmt: skip


def _where(row: Mapping[str, Any]) -> dict[str, Any]:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    country = row.get("country") or ""
    known = latitude is not None and longitude is not None
    return {
        "where_prec": {1: 1, 2: 2, 3: 4}.get(row.get("geo_precision") or 0), "where_coordinates": row.get("location") or "",
        "where_description": row.get("location_text") or "", "adm_1": row.get("admin1") or "", "adm_2": row.get("admin2") or "",
        "latitude": latitude, "longitude": longitude, "geom_wkt": f"POINT ({longitude} {latitude})" if known else "",
        "priogrid_gid": _cell(latitude, longitude) if latitude is not None and longitude is not None else None, "country": country,
        "region": facts()["countries"].get(country) or facts()["regions"].get(row.get("region") or "", ""),
    }  # fmt: skip


def _cell(latitude: float, longitude: float) -> int:
    """PRIO-GRID's number of the half-degree cell: counted from the south-west, row by row."""
    return min(int((latitude + 90) * 2), 359) * 720 + min(int((longitude + 180) * 2), 719) + 1


def _when(row: Mapping[str, Any]) -> dict[str, Any]:
    """The first and the last day on which it may have been.

    A span's length is not in the row: two days are taken, as for a night. A month is taken whole.
    """
    day, precision = row.get("event_date") or "", row.get("time_precision")
    if not day:
        return {}
    first = last = date.fromisoformat(day)
    if precision == 2:
        last = first + timedelta(days=1) if first < date.max else first
    elif precision == 3:
        first, last = first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    return {"year": first.year, "date_prec": {1: 1, 2: 2, 3: 4}.get(precision or 0),
            "date_start": f"{first} 00:00:00.000", "date_end": f"{last} 00:00:00.000"}  # fmt: skip


def _number(name: str) -> int:
    """A whole number for the row's id, the same each time."""
    digits = name.rpartition("-")[2]
    if re.fullmatch("[0-9a-f]{12}", digits):
        return int(digits, 16)
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
