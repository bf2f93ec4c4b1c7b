"""One place of an imported table, and the checks that every kind of table shares."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from eventx.countries import by_iso3
from eventx.errors import Finding

_MARGIN = 0.7  # degrees around a country's box, as in the check of our own tables


@dataclass(frozen=True, slots=True)
class Record:
    """A place as a table tells of it: ``names`` beside the main one, ``country`` an ISO3 code, the rest as in
    :class:`eventx.gazetteers.places.Place`. ``id`` is the table's own number or p-code."""

    id: str
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    population: int = 0
    geonameid: int = 0
    pcode: str = ""


class Fault(ValueError):
    """A line that gives no place; the reader of the table makes a :class:`~eventx.errors.Finding` of it."""

    def __init__(self, column: str, value: str, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column, self.value, self.code, self.message, self.hint = column, value, code, message, hint

    def at(self, file: str, line: int) -> Finding:
        """The finding with its place."""
        return Finding(self.code, self.message, file, line, self.column, self.value[:80], self.hint)


def degrees(cell: str, column: str, limit: float) -> float:
    """A coordinate in decimal degrees. :raises Fault: it is none."""
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        raise Fault(column, cell, "point", "no number of degrees", "decimal degrees such as 35.9306") from None
    if not -limit <= value <= limit:
        raise Fault(column, cell, "point", f"beyond {limit:g} degrees", "decimal degrees, latitude before longitude")
    return value


def inside(country: str, lat: float, lon: float) -> None:
    """:raises Fault: the point does not lie in the box of its country."""
    known = by_iso3().get(country)
    box = boxes().get(country)
    if box is None:
        return
    south, west, north, east = box
    across = west - _MARGIN <= lon <= east + _MARGIN if west <= east else lon >= west - _MARGIN or lon <= east + _MARGIN
    if not (south - _MARGIN <= lat <= north + _MARGIN and across):
        hint = "latitude and longitude may have changed places" if south <= lon <= north else "the country code or the point is wrong"
        raise Fault("latitude", f"{lat}, {lon}", "outside", f"outside the box of {known.name if known else country}", hint)


@cache
def boxes() -> Mapping[str, tuple[float, float, float, float]]:
    """South, west, north and east of every country that has a box."""
    from eventx.gazetteers.places import shipped_index

    return shipped_index().boxes


def save(file: Path, records: Iterable[Record]) -> int:
    """Write records as CSV (LF, names joined with ``|``); gives how many there were."""
    number = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        for one in records:
            out.writerow(["|".join(one.names) if name == "names" else getattr(one, name) for name in COLUMNS])
            number += 1
    return number


def load(file: Path) -> Iterator[Record]:
    """The records of a file that :func:`save` wrote."""
    with file.open(encoding="utf-8", newline="") as stream:
        for cells in csv.DictReader(stream):
            yield Record(
                id=cells["id"], name=cells["name"], kind=cells["kind"], country=cells["country"], admin1=cells["admin1"],
                admin2=cells["admin2"], lat=float(cells["lat"]), lon=float(cells["lon"]), names=tuple(cells["names"].split("|")) if cells["names"] else (),
                population=int(cells["population"]), geonameid=int(cells["geonameid"]), pcode=cells["pcode"],
            )  # fmt: skip


COLUMNS = tuple(field.name for field in fields(Record))
"""The columns of a kept import, in order."""
