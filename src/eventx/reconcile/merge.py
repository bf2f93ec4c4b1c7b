"""One row for all reports of one incident, with what each of them knows best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from eventx import schema
from eventx.coding import typology
from eventx.reconcile.kin import kin
from eventx.reconcile.report import Report, parts
from eventx.reconcile.score import crossed
from eventx.reconcile.tolls import Toll, toll
from eventx.reconcile.weights import weights

_PLACE = (
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "location_pcode",
    "location_geonameid", "location_text",
)  # fmt: skip
_STATUS = ("", "stated", "attributed", "accused", "claimed", "disputed")  # the stronger one stands
_SIDES = (("actor1", "assoc_actor_1", "inter1", "actor1_text"), ("actor2", "assoc_actor_2", "inter2", "actor2_text"))


def merge(reports: Sequence[Report]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The row of the incident, derived and with its id, and the columns on whose numbers the reports disagree.

    A single report gives its row as it stands. The order of the reports does not matter.
    """
    reports = sorted(reports, key=lambda one: (one.published, key(one)))
    if len(reports) == 1:
        return dict(reports[0].row), ()
    row: dict[str, Any] = _day(reports) | _place(reports) | _what(reports)
    tolls = {stem: toll(reports, stem) for stem in ("fatalities", "injured")}
    for stem, found in tolls.items():
        row |= _figures(stem, found)
    row["fatalities_civilians"] = _civilians(reports, tolls["fatalities"])
    row["tags"] = "; ".join(dict.fromkeys([*_joined(reports, "tags"), *_growth(tolls["fatalities"])]))
    row["attribution_status"] = _status(reports)
    for column in ("source", "article_ids", "article_urls", "language"):
        row[column] = "; ".join(_joined(reports, column))
    row["attributed_to"] = "; ".join(_joined(_tellers(reports, row), "attributed_to"))
    row["source_scale"] = _scale(reports)
    row["published"] = max(str(one.row.get("published") or "") for one in reports)
    return schema.derive(row), tuple(stem for stem, found in tolls.items() if found is not None and found.conflict)


def key(report: Report) -> tuple[str, ...]:
    """What rows are sorted by wherever an order is needed: their content."""
    return (str(report.row["event_date"]), str(report.row.get("article_ids") or ""), str(report.row.get("event_id_cnty") or ""))


def _day(reports: Sequence[Report]) -> dict[str, Any]:
    precision = min(one.day_precision for one in reports)
    day = _commonest(one.row["event_date"] for one in reports if one.day_precision == precision)
    return {"event_date": day, "time_precision": precision}


def _place(reports: Sequence[Report]) -> dict[str, Any]:
    told = Counter((one.country, one.place) for one in reports)

    def worth(one: Report) -> tuple[Any, ...]:
        return one.geo, one.point is None, -told[one.country, one.place], -sum(bool(one.row.get(name)) for name in _PLACE)

    return {name: min(reports, key=worth).row.get(name) for name in _PLACE}


def _what(reports: Sequence[Report]) -> dict[str, Any]:
    """Type and sides: from the reports of the commonest type and its family, as only these name sides that go with it."""
    told = Counter(one.sub for one in reports)
    sub = min(told, key=lambda name: (-told[name], typology().precedence.index(name)))
    lead = next(one for one in reports if one.sub == sub)
    alike = [one for one in reports if one.family == lead.family]
    row: dict[str, Any] = {"sub_event_type": sub}
    turned = {id(one): one is not lead and crossed(lead, one) for one in alike}
    for number, columns in enumerate(_SIDES):
        sides = [tuple(one.row.get(name) or "" for name in _SIDES[1 - number if turned[id(one)] else number]) for one in alike]
        row |= dict(zip(columns, _side(sides), strict=True))
    row["civilian_targeting"] = lead.row.get("civilian_targeting") or None
    return row


def _side(sides: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    told = Counter(side[0] for side in sides)
    best = min(sides, key=lambda side: (-_exactness(side[0]), -told[side[0]]))
    others = dict.fromkeys(name for side in sides for name in parts(side[1]) if name != best[0])
    return best[0], "; ".join(others), best[2], best[3]


def _exactness(name: str) -> int:
    """0 nobody, 1 unidentified, 2 a vague word or a kind of people, 3 a name, 4 a branch of what is named otherwise."""
    table = weights().actors
    if not name or name.startswith("Unidentified"):
        return 1 if name else 0
    if name.startswith(table["vague"]) or name.startswith(table["people"]):
        return 2
    return 4 if len(kin(name)) > 1 else 3


def _figures(stem: str, found: Toll | None) -> dict[str, Any]:
    best = (0 if stem == "fatalities" else None) if found is None else found.best
    return {stem: best, f"{stem}_low": found and found.low, f"{stem}_high": found and found.high}


def _civilians(reports: Sequence[Report], found: Toll | None) -> int | None:
    """The civilians among the dead, by the report whose toll the row has, else by the newest one with that same toll."""
    if found is None:
        return None
    alike = [one for one in reports if one is not found.source and one.dead is not None and one.dead.best == found.best]
    told = (one.row.get("fatalities_civilians") for one in (found.source, *reversed(alike)))
    return next((number for number in told if number is not None), None)


def _growth(found: Toll | None) -> list[str]:
    if found is None or found.first == found.latest:
        return []
    return [f"fatalities_earliest={found.first}", f"fatalities_latest={found.latest}"]


def _status(reports: Sequence[Report]) -> str:
    """The strongest status of all; disputed where two unrelated parties are named as the doer."""
    named = [one.doer for one in reports if one.doer.known]
    if not any(one.family == "fight" for one in reports) and any(not a.kin & b.kin for a in named for b in named):
        return "disputed"
    return max((str(one.row.get("attribution_status") or "") for one in reports), key=_STATUS.index)


def _tellers(reports: Sequence[Report], row: dict[str, Any]) -> Sequence[Report]:
    """The reports whose speakers the row may name: of a claim or a blame only those that tell of this doer."""
    if row["attribution_status"] not in ("accused", "claimed"):
        return reports
    return [one for one in reports if row["actor1"] in (one.row.get("actor1"), one.row.get("actor2"))] or reports


def _scale(reports: Sequence[Report]) -> str:
    order = schema.SCHEMA["properties"]["source_scale"]["x-components"]
    found = {part for one in reports for part in str(one.row.get("source_scale") or "").split("-") if part in order}
    known = sorted(found, key=order.index)
    return "-".join(dict.fromkeys(known[:1] + known[-1:]))


def _joined(reports: Iterable[Report], column: str) -> list[str]:
    return list(dict.fromkeys(part for one in reports for part in parts(one.row.get(column))))


def _commonest(values: Iterable[str]) -> str:
    told = Counter(values)
    return min(told, key=lambda value: (-told[value], value))
