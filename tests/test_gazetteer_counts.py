"""How much the tables hold: the least that a country, a group or a province must be found by. Figures only rise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from eventx import resources
from eventx.gazetteers import tables

ROOT = resources.path("gazetteers")
LANGUAGES = ("en", "fr", "ar", "es", "tr")
UNITS = {"province", "district", "subdistrict", "region"}
DEEP = ("UKR", "IRQ", "YEM", "PSE", "LBN", "MLI", "BFA", "NER", "NGA", "SDN", "COD", "SOM", "MMR", "AFG")
ARAB = {"DZA", "BHR", "EGY", "IRQ", "JOR", "KWT", "LBN", "LBY", "MAR", "PSE", "SAU", "SDN", "SYR", "TUN", "YEM"}
LATIN = {"COL", "MEX", "VEN", "ECU", "PER", "SLV", "HND", "GTM", "NIC", "BOL", "PRY", "ARG", "CHL"}  # Spanish-speaking
# Nobody lives there but staff, or no word for its people is in use that means no other people («Dominican», «Virgin Islander»).
WITHOUT_PEOPLE = {
    "en": {"ATA", "BES", "CCK", "CXR", "DMA", "HMD", "MNP", "SGS", "UMI", "VAT", "VGB", "VIR"},
    "fr": {"ATA", "BES", "CCK", "CXR", "HMD", "MNP", "SGS", "TCA", "UMI", "VAT", "VGB", "VIR"},
    "ar": {"ATA", "BES", "BLM", "CCK", "COK", "CXR", "GGY", "HMD", "IMN", "IOT", "JEY", "MAF", "MNP", "MSR", "NFK", "NIU", "PCN", "SGS", "SHN", "SPM", "SXM", "TCA", "TKL", "UMI", "VGB", "VIR", "WLF"},
    "es": {"ATA", "BES", "BLM", "CCK", "CXR", "GGY", "HMD", "IMN", "IOT", "JEY", "MAF", "MNP", "NFK", "PCN", "SGS", "SHN", "SPM", "SXM", "TCA", "UMI", "VGB", "VIR"},
    "tr": {"ATA", "BES", "BLM", "CCK", "CXR", "HMD", "IMN", "IOT", "MAF", "MNP", "NFK", "PCN", "SGS", "SHN", "SPM", "SXM", "TCA", "UMI", "VGB", "VIR"},
}
pytestmark = pytest.mark.skipif(not resources.in_checkout(), reason="the wheel carries no tables")


@cache
def rows(name: str) -> list[dict[str, str]]:
    return [row.cells for row in tables.rows(ROOT / name)]


@cache
def groups() -> list[dict[str, str]]:
    found = (row.cells for file in tables.group_files(ROOT) for row in tables.rows(file))
    return [cells for cells in found if cells["kind"] in ("Rebel group", "Political militia", "Identity militia")]


def places(country: str) -> Iterator[dict[str, str]]:
    return (cells for cells in rows(f"places/{country}.csv") if cells["kind"] not in UNITS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_and_its_people_too(language: str) -> None:
    assert [cells["iso3"] for cells in rows("countries.csv") if not cells[f"names_{language}"]] == []
    nameless = {cells["iso3"] for cells in rows("countries.csv") if not cells[f"demonyms_{language}"]}
    assert nameless == WITHOUT_PEOPLE[language]


def test_provinces_of_most_countries() -> None:
    known = [cells for cells in rows("places/admin.csv") if cells["kind"] == "province"]
    assert len({cells["country"] for cells in known}) >= 60
    assert [cells["id"] for cells in known if not (cells["seat"] and cells["latitude"] and cells["longitude"])] == []


def test_all_units_of_syria_bear_their_code() -> None:
    provinces = [cells for cells in rows("places/admin.csv") if cells["country"] == "SYR" and cells["kind"] == "province"]
    units = [cells for cells in rows("places/SYR.csv") if cells["kind"] in ("district", "subdistrict")]
    kinds = Counter(cells["kind"] for cells in units)
    assert (len(provinces), kinds["district"] >= 61, kinds["subdistrict"] >= 270) == (14, True, True)
    assert [cells["id"] for cells in [*provinces, *units] if not cells["pcode"]] == []


def test_places_of_syria_in_four_languages() -> None:
    known = list(places("SYR"))
    assert sum(bool(cells["names_fr"] and cells["names_ar"] and cells["names_tr"]) for cells in known) >= 500
    assert {"camp", "base", "crossing", "mountain", "dam", "road", "airport", "prison"} <= {cells["kind"] for cells in known}


@pytest.mark.parametrize("country", DEEP)
def test_places_that_reporting_names(country: str) -> None:
    assert sum(1 for _ in places(country)) >= 80


def test_armed_groups_of_the_world() -> None:
    assert len({cells["name"] for cells in groups()}) >= 500
    assert len({iso for cells in groups() for iso in tables.split(cells["country"])}) >= 40
    assert [cells["name"] for cells in groups() if not (cells["names_en"] or cells["acronyms"] or cells["names_fr"] or cells["names_es"] or cells["names_ar"])] == []


@pytest.mark.parametrize(("lands", "column", "share"), [(ARAB, "names_ar", 0.95), (LATIN, "names_es", 1.0)])
def test_groups_bear_the_names_of_their_own_language(lands: set[str], column: str, share: float) -> None:
    own = [cells for cells in groups() if lands & set(tables.split(cells["country"]))]
    assert len(own) >= 60
    assert sum(bool(cells[column]) for cells in own) >= share * len(own)
