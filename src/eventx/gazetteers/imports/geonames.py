"""A GeoNames country dump (``SY.txt`` of ``SY.zip``): 19 tab-separated columns without a header.

The format is GeoNames' own (geonames.org, "readme.txt" of the dump, CC BY 4.0). Settlements are taken, second and third
level units, and those other features that events are placed at; streams, hills and abandoned places are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eventx.errors import Finding
from eventx.fold import plain
from eventx.gazetteers.base import is_name
from eventx.gazetteers.imports.records import Fault, Record, degrees, inside
from eventx.gazetteers.places import PlaceIndex

COLUMNS = ("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code", "country code",
           "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation", "dem", "timezone",
           "modification date")  # fmt: skip
_SETTLEMENTS = {"PPLC": "city", "PPLA": "city", "PPLX": "neighbourhood", "PPLF": "village", "PPLL": "village"}
_GONE = {"PPLH", "PPLQ", "PPLW", "PPLCH"}
_CITY_FROM, _VILLAGE_TO = 100_000, 2_000  # people
_FEATURES = {
    "ADM1": "province", "ADM2": "district", "ADM3": "subdistrict", "AIRP": "airport", "AIRF": "airport", "AIRB": "base", "MILB": "base",
    "CMPRF": "camp", "PSTB": "crossing", "DAM": "dam", "PRN": "prison", "MT": "mountain", "MTS": "mountain", "ISL": "island",
}  # fmt: skip


def fits(line: str) -> bool:
    """Whether a line looks like one of a dump: a number, then as many cells as a dump has."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) == len(COLUMNS) and cells[0].isdigit()


class Reader:
    """Reads the lines of a dump; ``left`` counts the features of kinds that are not taken."""

    def __init__(self, file: str, countries: dict[str, str], index: PlaceIndex) -> None:
        self._file, self._countries, self._index = file, countries, index
        self._provinces: dict[tuple[str, str], str] = {}
        self._districts: dict[tuple[str, str, str], str] = {}
        self.left = 0

    def survey(self, lines: Iterable[str]) -> None:
        """Learn the names of the units that the other lines give by code; a pass over the whole dump before reading."""
        for line in lines:
            if "\tA\tADM1\t" not in line and "\tA\tADM2\t" not in line:
                continue
            cells = line.rstrip("\r\n").split("\t")
            country = self._countries.get(cells[8]) if len(cells) == len(COLUMNS) else None
            if country is None:
                continue
            if cells[7] == "ADM2":
                self._districts[country, cells[10], cells[11]] = short(cells[2] or cells[1])
                continue
            known = (self._index.province(country, name) for name in (short(cells[1]), cells[1], *cells[3].split(",")) if name)
            ours = next((one for one in known if one is not None), None)
            self._provinces[country, cells[10]] = ours.name if ours else short(cells[2] or cells[1])

    def read(self, lines: Iterable[str]) -> Iterator[Record | Finding]:
        """A record or a finding a line, in order; lines of kinds that are not taken give nothing."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = self._record(line.rstrip("\r\n").split("\t"))
            except Fault as fault:
                yield fault.at(self._file, number)
                continue
            if record is None:
                self.left += 1
            else:
                yield record

    def _record(self, cells: list[str]) -> Record | None:
        if len(cells) != len(COLUMNS):
            raise Fault("", str(len(cells)), "cells", f"{len(cells)} cells instead of {len(COLUMNS)}", "a dump of a country, tab-separated, as downloaded")
        if any("\ufffd" in cell for cell in cells[:4]):
            raise Fault("name", cells[1], "encoding", "not UTF-8", "download the dump again")
        if not cells[0].isdigit() or not 0 < int(cells[0]) < 2**32:
            raise Fault("geonameid", cells[0], "id", "no GeoNames id")
        population = cells[14] or "0"
        if not population.isdigit():
            raise Fault("population", cells[14], "number", "no number of people")
        kind = kind_of(cells[6], cells[7], int(population))
        if not kind:
            return None
        country = self._countries.get(cells[8])
        if country is None:
            raise Fault("country code", cells[8], "country", "no country of the tables", "an ISO 3166 alpha-2 code such as SY")
        lat, lon = degrees(cells[4], "latitude", 90), degrees(cells[5], "longitude", 180)
        inside(country, lat, lon)
        name = short(cells[1]) if kind in ("province", "district", "subdistrict") else cells[1].strip()
        if not any(sign.isalpha() for sign in name):
            raise Fault("name", cells[1], "empty", "a place without a name")
        admin1 = self._provinces.get((country, cells[10]), "")
        others = dict.fromkeys(one.strip() for one in (cells[2], *cells[3].split(",")) if is_name(one.strip()) and one.strip() != name)
        return Record(
            id=f"gn-{cells[0]}", name=plain(name), kind=kind, country=country, admin1=admin1,
            admin2=self._districts.get((country, cells[10], cells[11]), "") if kind != "district" else "", lat=lat, lon=lon,
            names=(*([name] if plain(name) != name else []), *others), population=min(int(population), 2**32 - 1), geonameid=int(cells[0]),
        )  # fmt: skip


def kind_of(group: str, code: str, population: int) -> str:
    """Our kind of place, empty for features that no event is placed at."""
    if group == "P":
        if code in _GONE:
            return ""
        size = "city" if population >= _CITY_FROM else "village" if population < _VILLAGE_TO else "town"
        return _SETTLEMENTS.get(code, size)
    return _FEATURES.get(code, "") if group in "AHLST" else ""


def short(name: str) -> str:
    """A unit's name without the word for its kind: "Aleppo Governorate", «Nāḩiyat Darkūsh»."""
    words = name.strip().split()
    while len(words) > 1 and words[-1].lower() in _UNITS:
        words.pop()
    while len(words) > 1 and plain(words[0]).lower() in _UNITS_BEFORE:
        words.pop(0)
    return " ".join(words)


_UNITS = frozenset({"governorate", "province", "district", "region", "state", "department", "county", "oblast", "raion", "subdistrict", "division"})
_UNITS_BEFORE = frozenset({"muhafazat", "mintaqat", "nahiyat", "qada", "province", "region", "departement", "estado", "departamento", "municipio"})
