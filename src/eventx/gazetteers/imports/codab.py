"""An OCHA COD-AB table: administrative units with p-codes, as CSV, TSV or a sheet of a workbook.

The tables differ by country and year (``ADM2_EN``/``ADM2_PCODE``, ``admin2Name_en``/``admin2Pcode``, ``adm2_name``), so
columns are told by what their names say: the level, the language, and what is meant. One line is one unit of the
deepest level that it names. Tables of populated places (``name_en``, ``pcode``, ``latitude``) are read alike.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from eventx.errors import DataError, Finding
from eventx.fold import fold, plain
from eventx.gazetteers.imports.records import Fault, Record, degrees, inside
from eventx.gazetteers.places import PlaceIndex

_KINDS = {1: "province", 2: "district", 3: "subdistrict", 4: "village", 5: "village", 9: "town"}
_LONGEST = 200  # characters of a name
_PLACE = 9  # the level of settlements in a table of populated places
_LEVEL = re.compile(r"^(?:adm|admin|admlevel|al)(\d)(.*)$")
_SETTLEMENT = re.compile(r"^(?:feature|place|village|locality|community|settlement|ville|localite|pp|featureref)?(name|nom|nombre|pcode|code)?(.*)$")
_LATITUDE = frozenset({"lat", "latitude", "latdd", "y", "ycoord", "pointy", "centerlat", "centroidlat", "latitud", "centroidy", "ycentroid", "centery"})
_LONGITUDE = frozenset({"lon", "long", "lng", "longitude", "longdd", "x", "xcoord", "pointx", "centerlon", "centerlong", "centroidlon", "centroidlong",
                        "longitud", "centroidx", "xcentroid", "centerx"})  # fmt: skip
_NAME_PARTS = ("", "name", "nom", "nombre", "ref", "alt", "altname", "refname")
_LANGUAGES = ("", "en", "fr", "es", "pt", "tr")  # in whose names a place is called first; the others are further names
_OTHERS = frozenset({"am", "ar", "bn", "fa", "ht", "ku", "my", "ps", "ru", "so", "sw", "ti", "uk", "ur"})


@dataclass(slots=True)
class Columns:
    """Where a table has what: level → column of the p-code, level → columns of names (the first is the main one)."""

    header: tuple[str, ...]
    pcodes: dict[int, int] = field(default_factory=dict)
    names: dict[int, list[int]] = field(default_factory=dict)
    lat: int = -1
    lon: int = -1


def columns(header: Sequence[object]) -> Columns | None:
    """What the columns of a table are; None where they are no COD-AB table's."""
    cells = tuple(str(cell or "").strip().lstrip("\ufeff") for cell in header)
    found = Columns(cells)
    ranked: dict[int, list[tuple[int, int]]] = {}
    for at, cell in enumerate(cells):
        key = re.sub(r"[^a-z0-9]", "", fold(cell))
        if key in _LATITUDE:
            found.lat = at if found.lat < 0 else found.lat
        elif key in _LONGITUDE:
            found.lon = at if found.lon < 0 else found.lon
        elif told := _LEVEL.match(key):
            _unit(found, ranked, int(told[1]), told[2], at)
        elif (told := _SETTLEMENT.match(key)) and told[1]:
            _unit(found, ranked, _PLACE, ("pcode" if told[1] in ("pcode", "code") else "name") + told[2], at)
    found.names = {level: [at for _, at in sorted(some)] for level, some in ranked.items()}
    return found if found.pcodes and found.names else None


def _unit(found: Columns, ranked: dict[int, list[tuple[int, int]]], level: int, rest: str, at: int) -> None:
    """Note what a column says of a level: «pcode», «en», «name_fr», «alt1en»."""
    if rest in ("pcode", "code", "pcod"):
        found.pcodes.setdefault(level, at)
        return
    bare = re.sub(r"\d", "", rest)
    part = next((part for part in sorted(_NAME_PARTS, key=len, reverse=True) if bare.startswith(part) and len(bare) - len(part) in (0, 2)), None)
    if part is None:
        return
    language = bare[len(part) :]
    if language not in _LANGUAGES and language not in _OTHERS:
        return  # ADM1_ID is no name
    order = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
    ranked.setdefault(level, []).append((order + (10 if part.startswith(("ref", "alt")) else 0) + (1 if rest != bare else 0), at))


class Reader:
    """Reads the rows of one table; ``country`` (ISO3) is taken where neither code nor name of a country is in it."""

    def __init__(self, file: str, found: Columns, countries: dict[str, str], index: PlaceIndex, *, country: str = "") -> None:
        if found.lat < 0 or found.lon < 0:
            raise DataError("no columns of latitude and longitude", file=file, line=1, column=", ".join(found.header)[:120],
                            hint="a table with the units' centres: columns such as lat and lon, or center_lat and center_lon")  # fmt: skip
        self._file, self._at, self._countries, self._index, self._country = file, found, countries, index, country
        self.left = 0

    def read(self, rows: Iterable[tuple[int, Sequence[object] | csv.Error]]) -> Iterator[Record | Finding]:
        """A record or a finding a numbered row, in order; empty rows and rows of HXL hashtags give nothing."""
        for number, row in rows:
            if isinstance(row, csv.Error):
                yield Fault("", "", "cells", f"no row of a table: {row}").at(self._file, number)
                continue
            cells = ["" if cell is None else str(cell).strip() for cell in row]
            if not any(cells) or any(cell.startswith("#adm") for cell in cells):
                continue
            try:
                yield self._record(cells)
            except Fault as fault:
                yield fault.at(self._file, number)

    def _record(self, cells: list[str]) -> Record:
        at, header = self._at, self._at.header
        if len(cells) != len(header):
            raise Fault("", str(len(cells)), "cells", f"{len(cells)} cells instead of {len(header)}")
        level = max((level for level, where in at.names.items() if level and any(cells[k] for k in where)), default=0)
        names = list(dict.fromkeys(cells[k] for k in at.names.get(level, ()) if cells[k])) if level else []
        if not names or not any(sign.isalpha() for sign in names[0]):
            raise Fault(header[at.names[max(at.names)][0]], "", "empty", "a unit without a name")
        if any(len(name) > _LONGEST for name in names):
            raise Fault(header[at.names[level][0]], names[0], "cells", f"a name of more than {_LONGEST} characters", "a quotation mark that is not closed?")
        if any("\ufffd" in name for name in names):
            raise Fault(header[at.names[level][0]], names[0], "encoding", "not UTF-8", "save the table as UTF-8")
        pcode = cells[at.pcodes[level]] if level in at.pcodes else ""
        if level in at.pcodes and not re.fullmatch(r"[A-Za-z]{2,3}[A-Za-z0-9_.-]+", pcode):
            raise Fault(header[at.pcodes[level]], pcode, "pcode", "no p-code", "letters of the country, then digits, such as SY0702")
        country = self._country or self._of(cells, pcode)
        lat, lon = degrees(cells[at.lat], header[at.lat], 90), degrees(cells[at.lon], header[at.lon], 180)
        inside(country, lat, lon)
        return Record(
            id=pcode or f"{country.lower()}-{'-'.join(fold(names[0]).split())}", name=plain(names[0]), kind=_KINDS.get(level, "village"),
            country=country, admin1=self._province(cells, country, level, names), admin2=self._parent(cells, 2) if level > 2 else "",
            lat=lat, lon=lon, names=tuple(name for name in names if name != plain(names[0])), pcode=pcode,
        )  # fmt: skip

    def _of(self, cells: list[str], pcode: str) -> str:
        """The country of a row: by its code, by the letters of the p-code, by its name."""
        at = self._at
        code = cells[at.pcodes[0]] if 0 in at.pcodes else ""
        for told in (code, pcode[:3], pcode[:2]):
            if told.upper() in self._countries:
                return self._countries[told.upper()]
        for name in (cells[k] for k in at.names.get(0, ())):
            found = next((one for one in map(self._index.record, self._index.find(name)) if one.kind == "country"), None)
            if found is not None:
                return found.country
        raise Fault(at.header[at.pcodes.get(0, at.lat)], code or pcode, "country", "no country of the tables", "give --country ISO3")

    def _province(self, cells: list[str], country: str, level: int, names: list[str]) -> str:
        """The province by our name of it, else by the table's."""
        told = names if level == 1 else [cells[k] for k in self._at.names.get(1, ()) if cells[k]]
        known = (self._index.province(country, name) for name in told)
        ours = next((one for one in known if one is not None), None)
        return ours.name if ours else plain(told[0]) if told else ""

    def _parent(self, cells: list[str], level: int) -> str:
        return next((plain(cells[k]) for k in self._at.names.get(level, ()) if cells[k]), "")
