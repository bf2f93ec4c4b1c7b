"""The countries of the world: names, codes and regions, from ``gazetteers/countries.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from eventx import resources


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: ISO 3166-1 codes, common English name and region of the world."""

    iso3: str
    iso: int
    name: str
    region: str


@cache
def by_name() -> Mapping[str, Country]:
    """English name → country, read once."""
    return MappingProxyType({country.name: country for country in _read()})


@cache
def by_iso3() -> Mapping[str, Country]:
    """Alpha-3 code → country, read once."""
    return MappingProxyType({country.iso3: country for country in _read()})


@cache
def _read() -> tuple[Country, ...]:
    with resources.path("gazetteers", "countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Country(iso3=row["iso3"], iso=int(row["iso_numeric"]), name=row["name"], region=row["region"])
            for row in csv.DictReader(file)
        )
