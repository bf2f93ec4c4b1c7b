"""The gazetteers' judge: every line of every table, and whether each name can be reached through the index.

A finding has file, line, column, value, code, message, hint and severity; the tables are clean when there is no error.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from eventx import resources
from eventx.actors import LONGEST
from eventx.fold import fold
from eventx.gazetteers import tables

_ID = re.compile(r"[a-z]{3}(-[a-z0-9]+)+")
_ISO3 = re.compile(r"[A-Z]{3}")
_FORCES = {"military", "police", "government"}
_MARGIN = 0.7  # degrees around a country's box: islands, coasts and disputed borders


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a table."""

    file: str
    line: int
    column: str
    value: str
    code: str
    message: str
    hint: str = ""
    severity: str = "error"

    def as_dict(self) -> dict[str, object]:
        """As a plain mapping, for ``--format json``."""
        return asdict(self)


def check(root: Path | None = None) -> list[Finding]:
    """All findings of the gazetteers folder, in the order of files and lines."""
    root = root or resources.path("gazetteers")
    countries = {row.cells["iso3"]: row.cells for row in tables.rows(root / "countries.csv")}
    found: list[Finding] = []
    for file in tables.files(root):
        found += _shape(file)
    found += _countries(root, countries)
    found += _places(root, countries)
    found += _adjectives(root)
    found += _actors(root, countries)
    return sorted(found, key=lambda one: (one.file, one.line, one.column, one.code))


def _shape(file: Path) -> Iterator[Finding]:
    """Header, number of cells, required cells, blanks around ``|``."""
    name = f"{file.parent.name}/{file.name}" if file.parent.name in ("places", "actors") else file.name
    columns = tables.columns_of(file)
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, ()))
        if header != columns:
            yield Finding(name, 1, "", ",".join(header)[:80], "header", "the header is not the table's", ",".join(columns))
            return
        for cells in reader:
            if cells and len(cells) != len(columns):
                yield Finding(name, reader.line_num, "", "", "cells", f"{len(cells)} cells instead of {len(columns)}")
            for column, cell in zip(columns, cells, strict=False):
                if cell != cell.strip() or re.search(r"\s\||\|\s|\|\||^\||\|$", cell):
                    yield Finding(name, reader.line_num, column, cell[:60], "blanks", "stray blank or empty value")


def _countries(root: Path, countries: dict[str, dict[str, str]]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for row in tables.rows(root / "countries.csv"):
        cells = row.cells
        for column in ("iso3", "name", "region"):
            if not cells[column]:
                yield Finding("countries.csv", row.line, column, "", "empty", "a required cell is empty")
        if cells["iso3"] in seen:
            yield Finding("countries.csv", row.line, "iso3", cells["iso3"], "duplicate", f"also on line {seen[cells['iso3']]}")
        seen.setdefault(cells["iso3"], row.line)
        lat, lon = _number(cells["capital_latitude"]), _number(cells["capital_longitude"])
        if cells["capital"] and (lat is None or lon is None or not _inside(cells, lat, lon)):
            yield Finding("countries.csv", row.line, "capital_latitude", f"{lat}, {lon}", "outside",
                          "the capital lies outside the country's box", severity="warning")  # fmt: skip


def _places(root: Path, countries: dict[str, dict[str, str]]) -> Iterator[Finding]:
    ids: dict[str, str] = {}
    twins: dict[tuple[str, str, str, str, str], str] = {}
    provinces: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows(root / "places" / "admin.csv"):
        if row.cells["kind"] == "province":
            provinces[row.cells["country"]].add(row.cells["name"])
    for file in sorted((root / "places").glob("*.csv")):
        for row in tables.rows(file):
            cells, at = row.cells, (f"places/{file.name}", row.line)
            for column in ("id", "country", "kind", "name"):
                if not cells[column]:
                    yield Finding(*at, column, "", "empty", "a required cell is empty")
            if cells["id"] in ids:
                yield Finding(*at, "id", cells["id"], "duplicate", f"also at {ids[cells['id']]}", "the first one stands")
            ids.setdefault(cells["id"], f"{file.name}:{row.line}")
            if not _ID.fullmatch(cells["id"]) or not cells["id"].startswith(cells["country"].lower() + "-"):
                yield Finding(*at, "id", cells["id"], "id", "not a lower-case slug of its country", "syr-idlib")
            if cells["country"] not in countries:
                yield Finding(*at, "country", cells["country"], "country", "no country of countries.csv")
                continue
            if cells["kind"] not in tables.PLACE_KINDS:
                yield Finding(*at, "kind", cells["kind"], "kind", "no kind of place", ", ".join(tables.PLACE_KINDS))
            known = provinces[cells["country"]]
            if known and cells["admin1"] not in known and (cells["admin1"] or cells["kind"] not in ("sea", "river", "region", "mountain", "road", "front")):
                yield Finding(*at, "admin1", cells["admin1"], "admin1", "no province of admin.csv in this country",
                              severity="warning")  # fmt: skip
            if cells["kind"] in ("province", "district", "subdistrict", "region") and not cells["seat"]:
                yield Finding(*at, "seat", "", "seat", "an administrative unit needs its seat", severity="warning")
            yield from _point(at, cells, countries[cells["country"]])
            yield from _names(at, cells)
            key = (cells["country"], cells["kind"], fold(cells["name"]), cells["admin1"], cells["admin2"])
            if key in twins:
                yield Finding(*at, "name", cells["name"], "twin", f"same name, kind and unit as {twins[key]}",
                              severity="warning")  # fmt: skip
            twins.setdefault(key, f"{file.name}:{row.line}")


def _point(at: tuple[str, int], cells: dict[str, str], country: dict[str, str]) -> Iterator[Finding]:
    lat, lon = _number(cells["latitude"]), _number(cells["longitude"])
    if not cells["latitude"] and not cells["longitude"]:
        if not cells["note"]:
            yield Finding(*at, "latitude", "", "point", "no point, and no note that says why", severity="warning")
        return
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        yield Finding(*at, "latitude", f"{cells['latitude']}, {cells['longitude']}", "point", "no point on earth")
    elif cells["kind"] not in ("sea", "river", "region", "island") and not _inside(country, lat, lon):
        yield Finding(*at, "latitude", f"{lat}, {lon}", "outside", f"outside the box of {country['name']}")


def _names(at: tuple[str, int], cells: dict[str, str]) -> Iterator[Finding]:
    """Names that fold to nothing, or twice to the same in one cell: they say nothing or add nothing."""
    for column in ("names", "names_fr", "names_ar", "names_tr"):
        seen: set[str] = set()
        for name in tables.split(cells[column]):
            key = fold(name)
            if not key:
                yield Finding(*at, column, name, "unreachable", "folds to nothing")
            elif key in seen:
                yield Finding(*at, column, name, "repeated", "the same after folding as another of the cell",
                              severity="warning")  # fmt: skip
            seen.add(key)
            if len(key.split()) > 8:
                yield Finding(*at, column, name, "unreachable", "more than eight words")


def _adjectives(root: Path) -> Iterator[Finding]:
    """Each adjective is of a place of the tables."""
    ids = {row.cells["id"] for file in (root / "places").glob("*.csv") for row in tables.rows(file)}
    for row in tables.rows(root / "adjectives.csv"):
        if row.cells["place"] not in ids:
            yield Finding("adjectives.csv", row.line, "place", row.cells["place"], "reference", "no place of the tables")


def _actors(root: Path, countries: dict[str, dict[str, str]]) -> Iterator[Finding]:
    groups: dict[str, tuple[str, str]] = {}
    lines: list[tuple[tuple[str, int], dict[str, str]]] = []
    for file in tables.group_files(root):
        for row in tables.rows(file):
            cells, at = row.cells, (f"actors/{file.name}", row.line)
            lines.append((at, cells))
            if not cells["name"] or ";" in cells["name"] or not cells["name"].isascii():
                yield Finding(*at, "name", cells["name"], "name", "a canonical name is ASCII without semicolons")
            if cells["kind"] not in tables.ACTOR_KINDS:
                yield Finding(*at, "kind", cells["kind"], "kind", "no inter class", ", ".join(tables.ACTOR_KINDS))
            for iso in tables.split(cells["country"]):
                if iso not in countries:
                    yield Finding(*at, "country", iso, "country", "no country of countries.csv")
            yield from _span(at, cells)
            key = "|".join((cells["name"], cells["valid_from"], cells["country"]))
            if key in groups:
                yield Finding(*at, "name", cells["name"], "duplicate", f"also at {groups[key][0]}")
            groups.setdefault(key, (f"{file.name}:{row.line}", cells["name"]))
            names = [name for column in ("names_en", "names_fr", "names_ar", "names_es") for name in tables.split(cells[column])]
            if not names and not cells["acronyms"]:
                yield Finding(*at, "names_en", "", "unreachable", "no name to find it by", severity="warning")
            for name in names:
                if not 0 < len(fold(name).split()) <= LONGEST:
                    yield Finding(*at, "names_en", name, "unreachable", f"more than {LONGEST} words, or none")
    known = {name for _, name in groups.values()}
    for at, cells in lines:
        for column in ("parent", "predecessor"):
            if cells[column] and cells[column] not in known:
                yield Finding(*at, column, cells[column], "reference", "no canonical name of the tables",
                              severity="warning")  # fmt: skip
    for name, date_columns in (("regimes.csv", True), ("leaders.csv", True), ("generic.csv", True), ("forces.csv", False)):
        for row in tables.rows(root / "actors" / name):
            at = (f"actors/{name}", row.line)
            if row.cells["iso3"] and row.cells["iso3"] not in countries:
                yield Finding(*at, "iso3", row.cells["iso3"], "country", "no country of countries.csv")
            if date_columns:
                yield from _span(at, row.cells)
            elif row.cells["force"] not in _FORCES:
                yield Finding(*at, "force", row.cells["force"], "force", "no force", ", ".join(sorted(_FORCES)))
    yield from _regimes(root, countries)


def _regimes(root: Path, countries: dict[str, dict[str, str]]) -> Iterator[Finding]:
    """Each country has regimes, without overlap."""
    spans: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in tables.rows(root / "actors" / "regimes.csv"):
        spans[row.cells["iso3"]].append((row.cells["valid_from"], row.cells["valid_to"] or "9999", row.line))
    for ordered in (sorted(one) for one in spans.values()):
        for (_, end, line), (start, _, later) in pairwise(ordered):
            if start < end:
                yield Finding("actors/regimes.csv", later, "valid_from", start, "overlap", f"begins before line {line} ends")
    for iso in sorted(set(countries) - set(spans)):
        yield Finding("actors/regimes.csv", 1, "iso3", iso, "missing", "a country without a regime", severity="warning")


def _span(at: tuple[str, int], cells: dict[str, str]) -> Iterator[Finding]:
    for column in ("valid_from", "valid_to"):
        if cells[column]:
            try:
                date.fromisoformat(cells[column])
            except ValueError:
                yield Finding(*at, column, cells[column], "date", "no ISO date", "2020-02-28")
    if cells["valid_from"] and cells["valid_to"] and cells["valid_from"] > cells["valid_to"]:
        yield Finding(*at, "valid_to", cells["valid_to"], "date", "ends before it begins")


def _inside(country: dict[str, str], lat: float, lon: float) -> bool:
    """Whether a point lies in a country's box; boxes across the date line have west > east."""
    south, west, north, east = (_number(country[side]) for side in ("south", "west", "north", "east"))
    if south is None or west is None or north is None or east is None:
        return True
    across = west - _MARGIN <= lon <= east + _MARGIN if west <= east else lon >= west - _MARGIN or lon <= east + _MARGIN
    return south - _MARGIN <= lat <= north + _MARGIN and across


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Those findings that make the tables unclean."""
    return [one for one in found if one.severity == "error"]
