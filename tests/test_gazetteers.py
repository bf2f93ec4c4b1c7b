"""The gazetteers: folding, the place index, disambiguation, actors by country and day, and the tables themselves."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx import actors, resources
from eventx.fold import fold, name_keys
from eventx.gazetteers import check, compile, find, places, resolve

INDEX = places.place_index()
ACTORS = actors.actor_index()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İDLİB", "idlib"),
        ("Îdlîb", "Idlib"),
        ("al-Bab", "Al Bab"),
        ("Maʿarrat", "Ma'arrat"),
        ("أدلب", "إدلب"),
        ("حماة", "حماه"),
        ("حَلَب", "حلب"),
        ("مصطفى", "مصطفي"),
        ("N’Djamena", "N'Djaména"),
    ],
)
def test_fold_levels_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jisr al-Shughur", "Djisr ech-Choughour"),
        ("Khan Sheikhun", "Khan Cheikhoun"),
        ("Saraqib", "Saraqueb"),
        ("Deir ez-Zor", "Deir Ezzor"),
        ("Maarrat al-Numan", "Maarat an-Nouman"),
        ("Kafr Nabl", "Kfar Nabl"),
        ("Kafr Takharim", "Kufr Takharim"),
    ],
)
def test_transliteration_families_share_a_key(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))


def test_short_names_have_no_transliteration_key() -> None:
    assert name_keys("Homs") == []
    assert name_keys("حلب") == []


def best(name: str, **cues: object) -> places.Place:
    """The place that comes first for a name."""
    scored = resolve.disambiguate(INDEX.find(name, variants=True), **cues)  # type: ignore[arg-type]
    assert scored, f"{name} is not in the index"
    return scored[0].place


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Idlib", "SYR", 35.93, 36.63),
        ("إدلب", "SYR", 35.93, 36.63),
        ("Alep", "SYR", 36.20, 37.16),
        ("Halep", "SYR", 36.20, 37.16),
        ("Saraqueb", "SYR", 35.86, 36.81),
        ("Djisr ech-Choughour", "SYR", 35.81, 36.32),
        ("Tripoli", "LBN", 34.43, 35.84),
        ("Tripoli", "LBY", 32.89, 13.19),
        ("Tombouctou", "MLI", 16.77, -3.01),
        ("Kiev", "UKR", 50.45, 30.52),
        ("Goma", "COD", -1.67, 29.23),
        ("Gao", "MLI", 16.27, -0.04),
    ],
)
def test_names_lead_to_their_place(name: str, country: str, lat: float, lon: float) -> None:
    place = best(name, countries={country: 1.0})
    assert place.country == country
    assert place.point is not None
    assert resolve.distance(place.point, (lat, lon)) < 10


@pytest.mark.parametrize("word", ["Mars", "Police", "Guerre", "Zone", "Nord", "March", "Of", "Most", "Ville", "Force"])
def test_ordinary_words_are_no_places_abroad(word: str) -> None:
    scored = resolve.disambiguate(INDEX.find(word), countries={"SYR": 1.0})
    assert not [one for one in scored if one.plausible and one.place.layer == "base"]


def test_container_decides_against_the_article() -> None:
    assert best("Tripoli", countries={"LBY": 5.0}, country="LBN").country == "LBN"


def test_nothing_to_decide_is_a_tie() -> None:
    scored = resolve.disambiguate(INDEX.find("Tripoli"))
    assert {one.place.country for one in resolve.tied(scored)} == {"LBN", "LBY"}


def test_kind_hint_chooses_the_unit() -> None:
    assert best("Idlib", countries={"SYR": 1.0}).kind == "city"
    assert best("Idlib", countries={"SYR": 1.0}, kind="province").kind == "province"


def test_units_are_stood_for_by_their_seat() -> None:
    province = INDEX.province("SYR", "Idlib")
    assert province is not None
    assert INDEX.seat(province).kind == "city"
    capital = INDEX.capital("SYR")
    assert capital is not None
    assert capital.name == "Damascus"
    assert INDEX.is_capital(capital.ref)


def test_prefixes_are_longest_first_and_end_at_words() -> None:
    found = INDEX.prefixes(["deir", "ez", "zor", "province"])
    assert found[0][0] == 3
    assert not INDEX.prefixes(["idlibian"])


def test_near_misses_stay_in_one_country() -> None:
    found = INDEX.fuzzy("Sarakeeb", "SYR")
    assert INDEX.record(found[0][0]).name == "Saraqeb"
    assert not INDEX.fuzzy("Sarakeeb", "FRA")
    assert not INDEX.fuzzy("Bab", "SYR")


def test_offset_is_computed() -> None:
    lat, lon = resolve.offset(best("Saraqeb", countries={"SYR": 1.0}), 10, "s")
    assert (round(lat, 2), round(lon, 2)) == (35.77, 36.81)


def test_the_index_is_mapped_at_once() -> None:
    start = time.perf_counter()
    places.PlaceIndex()
    assert time.perf_counter() - start < 0.1  # 3 ms measured; the margin is for a busy machine


@pytest.mark.parametrize(
    ("name", "country", "day", "actor"),
    [
        ("Daech", "SYR", date(2020, 2, 28), "Islamic State (Syria)"),
        ("IS", "NGA", date(2020, 2, 28), "Islamic State (West Africa)"),
        ("HTS", "SYR", date(2020, 2, 28), "HTS: Hayat Tahrir al Sham"),
        ("HTS", "SYR", date(2025, 2, 28), "Military Forces of Syria (2024-)"),
        ("Taliban", "AFG", date(2021, 8, 14), "Taliban"),
        ("Taliban", "AFG", date(2022, 1, 1), "Military Forces of Afghanistan (2021-)"),
        ("M23", "COD", date(2023, 1, 1), "M23: March 23 Movement"),
        ("FDS", "SYR", date(2019, 1, 1), "QSD: Syrian Democratic Forces"),
    ],
)
def test_actors_by_country_and_day(name: str, country: str, day: date, actor: str) -> None:
    assert ACTORS.resolve(ACTORS.find(name), day=day, event_country=country)[0].name == actor


def test_state_forces_bear_the_regime_of_the_day() -> None:
    assert ACTORS.military("SYR", date(2020, 2, 28)) == "Military Forces of Syria (2000-2024)"
    assert ACTORS.military("SYR", date(2024, 12, 8)) == "Military Forces of Syria (2024-)"
    assert ACTORS.military("TUR", date(2020, 2, 28)) == "Military Forces of Turkey (2016-)"
    assert ACTORS.inter("State forces", "TUR", "SYR") == "External/Other forces"
    assert ACTORS.inter("State forces", ("SYR",), "SYR") == "State forces"


def test_rsf_changes_class_with_the_war() -> None:
    entries = ACTORS.find("RSF")
    assert ACTORS.resolve(entries, day=date(2020, 5, 1), event_country="SDN")[0].kind == "State forces"
    assert ACTORS.resolve(entries, day=date(2023, 5, 1), event_country="SDN")[0].kind == "Rebel group"


def test_generic_fighters_by_country_and_day() -> None:
    assert ACTORS.generic("rebels", "SYR", date(2020, 2, 28)) == ("Opposition Rebels (Syria)", "Rebel group")
    assert ACTORS.generic("rebels", "CHE", date(2020, 2, 28)) is None


def test_demonyms_tell_nigeria_from_niger() -> None:
    for name, iso3 in (("nigériane", "NGA"), ("nigérienne", "NER")):
        assert {entry.iso3 for entry in ACTORS.find(name, language="fr") if entry.type == "demonym"} == {iso3}


def test_find_answers_as_the_contract_says() -> None:
    answer = find.find({"name": "Alep", "kind": "place", "country": "SYR"})
    assert set(answer) == {"query", "candidates"}
    first = answer["candidates"][0]
    assert {"name", "kind", "country", "latitude", "longitude", "inter", "score", "reasons"} <= set(first)
    assert first["name"] == "Aleppo"
    actor = find.find({"name": "l'armée nigériane", "language": "fr", "date": "2020-01-01", "country": "NER"})
    assert actor["candidates"][0]["name"] == "Military Forces of Nigeria (2015-2023)"
    assert actor["candidates"][0]["inter"] == "External/Other forces"
    assert find.find({"name": "Zzyzxq"})["candidates"] == []
    with pytest.raises(ValueError, match="name"):
        find.find({"kind": "place"})


def test_geopy_users_can_call_it() -> None:
    from eventx.gazetteers.geocoder import EventxGeocoder

    geocoder = EventxGeocoder()
    assert geocoder.geocode("Alep", country="SYR").address == "Aleppo, Aleppo, Syria"
    assert geocoder.geocode("Tripoli, Lebanon").raw["country"] == "LBN"
    assert geocoder.reverse((35.86, 36.81)).raw["name"] == "Saraqeb"
    assert geocoder.geocode("Zzyzxq") is None


def test_the_tables_are_clean() -> None:
    assert [finding.as_dict() for finding in check.errors(check.check())] == []


@pytest.mark.skipif(not resources.in_checkout(), reason="the wheel carries no tables")
def test_the_index_is_of_these_tables() -> None:
    assert compile.is_fresh(resources.path("index")), "run `make index`"
