"""The gazetteers' CSV files as people edit them: where they are, their columns, their rows."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PLACE_COLUMNS = ("id", "country", "kind", "name", "admin1", "admin2", "latitude", "longitude", "names", "names_fr",
                 "names_ar", "names_tr", "pcode", "seat", "note")  # fmt: skip
COUNTRY_COLUMNS = ("iso3", "iso2", "iso_numeric", "name", "region", "capital", "capital_latitude", "capital_longitude",
                   "south", "west", "north", "east", "names_en", "names_fr", "names_ar", "names_es", "names_tr",
                   "demonyms_en", "demonyms_fr", "demonyms_ar", "demonyms_es", "demonyms_tr")  # fmt: skip
REGIME_COLUMNS = ("iso3", "name", "valid_from", "valid_to", "label")
FORCE_COLUMNS = ("iso3", "force", "unit", "suffix", "local", "names_en", "names_fr", "names_ar", "names_es", "note")
LEADER_COLUMNS = ("iso3", "names_en", "names_fr", "names_ar", "valid_from", "valid_to", "note")
GROUP_COLUMNS = ("name", "kind", "country", "valid_from", "valid_to", "names_en", "names_fr", "names_ar", "names_es",
                 "acronyms", "parent", "predecessor", "note")  # fmt: skip
GENERIC_COLUMNS = ("class", "iso3", "valid_from", "valid_to", "actor", "kind")
PEOPLE_COLUMNS = ("name", "iso3", "classes", "valid_from", "valid_to", "actor", "kind", "civil", "names_en", "names_fr",
                  "names_ar", "names_es", "note")  # fmt: skip
HEAD_COLUMNS = ("class", "forms_ar", "forms_es", "forms_tr", "note")
ADJECTIVE_COLUMNS = ("place", "forms_en", "forms_fr", "note")
SOURCE_COLUMNS = ("name", "kind", "iso3", "names_en", "names_fr", "names_ar", "scale", "organ_of", "note")

PLACE_KINDS = ("province", "district", "subdistrict", "region", "city", "town", "village", "neighbourhood", "camp",
               "base", "airport", "crossing", "mountain", "dam", "road", "river", "island", "prison", "site", "sea",
               "front", "country")  # fmt: skip
ADMIN_KINDS = frozenset({"country", "province", "district", "subdistrict", "region"})
SETTLEMENT_KINDS = frozenset({"city", "town", "village", "neighbourhood", "camp"})
ACTOR_KINDS = ("State forces", "Rebel group", "Political militia", "Identity militia", "External/Other forces")

_SINGLE = {"regimes.csv": REGIME_COLUMNS, "forces.csv": FORCE_COLUMNS, "leaders.csv": LEADER_COLUMNS,
           "generic.csv": GENERIC_COLUMNS, "peoples.csv": PEOPLE_COLUMNS, "heads.csv": HEAD_COLUMNS}  # fmt: skip


class Row(NamedTuple):
    """One line of a table: its file, its line number, its cells by column."""

    file: Path
    line: int
    cells: dict[str, str]


def columns_of(file: Path) -> tuple[str, ...]:
    """The columns that a gazetteer file must have, told by its folder and name."""
    if file.parent.name == "places":
        return PLACE_COLUMNS
    if file.parent.name == "actors":
        return _SINGLE.get(file.name, GROUP_COLUMNS)
    return {"countries.csv": COUNTRY_COLUMNS, "sources.csv": SOURCE_COLUMNS, "adjectives.csv": ADJECTIVE_COLUMNS}.get(file.name, ())


def files(root: Path) -> list[Path]:
    """All CSV files of the gazetteers folder, in one fixed order."""
    return sorted([*root.glob("*.csv"), *root.glob("places/*.csv"), *root.glob("actors/*.csv")])


def rows(file: Path) -> Iterator[Row]:
    """The lines of one file; short lines are padded, blank ones left out. A missing file has none."""
    if not file.is_file():
        return
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, restval="")
        for cells in reader:
            if any(cells.values()):
                yield Row(file, reader.line_num, {key: (value or "").strip() for key, value in cells.items() if key})


def split(cell: str) -> list[str]:
    """The values of a cell joined with ``|``."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def group_files(root: Path) -> list[Path]:
    """The files of named groups: all of ``actors/`` but those with a shape of their own."""
    return [file for file in sorted(root.glob("actors/*.csv")) if file.name not in _SINGLE]


def fingerprint(root: Path, *extra: Path) -> str:
    """A digest of every gazetteer file (and of ``extra``), by which a stale index is known."""
    digest = hashlib.sha256()
    for file in [*files(root), *sorted(root.glob("places/*.txt")), *extra]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
