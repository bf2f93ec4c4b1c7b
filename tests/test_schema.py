"""The row's schema, and everything that must agree with it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from eventx import checks, countries, notes, resources, schema, write
from eventx.derive import interaction

EXTRACTED: dict[str, Any] = {
    "event_date": "2020-02-27", "time_precision": 1, "sub_event_type": "Air/drone strike",
    "actor1": "Military Forces of Syria (2000-2024)", "inter1": "State forces",
    "actor2": "Military Forces of Turkey (2016-)", "inter2": "External/Other forces",
    "country": "Syria", "admin1": "Idlib", "location": "Idlib", "latitude": 35.9306, "longitude": 36.6339,
    "geo_precision": 3, "source": "Barlamane", "fatalities": 33, "fatalities_low": 33, "injured": 30,
    "injured_low": 30, "injured_high": 30, "attribution_status": "stated", "article_ids": "barlamane",
    "published": date(2020, 2, 28), "language": "fr",
}  # fmt: skip


def row(**cells: Any) -> dict[str, Any]:
    """A valid row with some cells changed before the rest is derived."""
    return schema.derive({**EXTRACTED, **cells})


def codes(broken: dict[str, Any]) -> list[tuple[str, str]]:
    """Column and code of every finding about a row."""
    return [(finding.column, finding.code) for finding in schema.check(broken)]


@pytest.mark.parametrize("name", ["event", "article"])
def test_schemas_are_json_schema_2020_12(name: str) -> None:
    loaded = json.loads(resources.path("schemas", f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    assert loaded["$schema"].endswith("2020-12/schema")


def test_every_description_derives_from_the_schema() -> None:
    header = write.dumps([], kind="csv").strip().split(",")
    assert header == list(schema.COLUMNS) == schema.arrow_schema().names == list(row())
    page = resources.CHECKOUT / "docs" / "columns.md"
    assert page.read_text(encoding="utf-8") == schema.columns_markdown(), "run `eventx schema --format markdown`"


def test_acled_columns_come_first() -> None:
    assert schema.COLUMNS[0] == "event_id_cnty"
    assert schema.COLUMNS[schema.ACLED_COLUMNS - 1] == "timestamp"
    assert schema.COLUMNS[schema.ACLED_COLUMNS] == "location_pcode"
    assert len(schema.COLUMNS) == 48


def test_every_enum_value_is_explained_and_every_pair_is_there() -> None:
    assert len(schema.TYPE_OF) == 25 == len(schema.ENUMS["sub_event_type"])
    assert set(schema.TYPE_OF) == set(schema.ENUMS["sub_event_type"])
    assert len(schema.ENUMS["interaction"]) == 44
    for name in ("event_type", "sub_event_type", "disorder_type", "inter1", "attribution_status"):
        assert set(schema.FIELDS[name].definitions) == set(map(str, schema.FIELDS[name].enum))


def test_interaction_of_all_pairs_is_in_the_enum() -> None:
    labels = schema.ENUMS["inter1"]
    made = {interaction(one, other) for one in labels for other in (*labels, "")}
    assert made == set(schema.ENUMS["interaction"])
    assert interaction("Civilians", "External/Other forces") == "External/Other forces-Civilians"
    assert interaction("Rebel group", "State forces") == "State forces-Rebel group"
    assert interaction("Rioters", "") == "Rioters only"
    assert interaction("Rebels", "") == ""


def test_derive_fills_the_row() -> None:
    full = row()
    assert schema.check(full) == []
    assert (full["year"], full["iso"], full["region"]) == (2020, 760, "Middle East")
    assert (full["event_type"], full["disorder_type"]) == ("Explosions/Remote violence", "Political violence")
    assert full["interaction"] == "State forces-External/Other forces"
    assert full["timestamp"] == 1582848000
    assert full["published"] == "2020-02-28"
    assert (full["admin3"], full["fatalities_high"], full["civilian_targeting"]) == ("", None, "")


def test_ids_follow_content() -> None:
    assert row()["event_id_cnty"] == row()["event_id_cnty"]
    assert row()["event_id_cnty"] == row(latitude=35.9306, tags=None, notes="other")["event_id_cnty"]
    assert row()["event_id_cnty"] != row(fatalities=34)["event_id_cnty"]
    assert row()["event_id_cnty"] != row(article_ids="other")["event_id_cnty"]
    assert row(latitude=36)["event_id_cnty"] == row(latitude=36.0)["event_id_cnty"]


def test_civilian_targeting_is_derived_only_where_not_given() -> None:
    civilians = {"actor2": "Civilians (Syria)", "inter2": "Civilians"}
    assert row(**civilians)["civilian_targeting"] == "Civilian targeting"
    assert row(**civilians, civilian_targeting="")["civilian_targeting"] == ""
    assert row(**civilians, sub_event_type="Armed clash")["civilian_targeting"] == ""


def test_derive_refuses_unknown_columns_and_survives_bad_cells() -> None:
    with pytest.raises(KeyError, match="fatality"):
        row(fatality=1)
    odd = row(country="Nowhere", event_date="soon", sub_event_type="Party", inter1="?", location="\ud800x")
    assert odd["event_id_cnty"].startswith("ZZZ-")
    assert odd["location"] == "\ufffdx"
    assert {column for column, _ in codes(odd)} >= {"country", "event_date", "sub_event_type", "inter1", "year"}


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"event_date": "2020-02-30"}, "event_date", "date.invalid"),
        ({"year": 2021}, "year", "year.mismatch"),
        ({"sub_event_type": "Air strike"}, "sub_event_type", "value.unknown"),
        ({"event_type": "Battles"}, "event_type", "type.mismatch"),
        ({"disorder_type": "Demonstrations"}, "disorder_type", "type.mismatch"),
        ({"interaction": "State forces only"}, "interaction", "interaction.mismatch"),
        ({"inter2": ""}, "inter2", "actor2.inter2"),
        ({"iso": 4}, "iso", "iso.mismatch"),
        ({"region": "Europe"}, "region", "region.mismatch"),
        ({"country": "Syra"}, "country", "country.unknown"),
        ({"latitude": 95.0}, "latitude", "value.range"),
        ({"latitude": None}, "latitude", "point.half"),
        ({"fatalities": -1}, "fatalities", "value.range"),
        ({"fatalities": None}, "fatalities", "value.missing"),
        ({"fatalities": True}, "fatalities", "value.type"),
        ({"fatalities_low": 40}, "fatalities", "span.order"),
        ({"injured_high": 3}, "injured", "span.order"),
        ({"actor1": "A; B"}, "actor1", "value.format"),
        ({"source": "A;B"}, "source", "value.format"),
        ({"event_id_cnty": "syria-1"}, "event_id_cnty", "value.format"),
    ],
)
def test_check_names_the_column(cells: dict[str, Any], column: str, code: str) -> None:
    found = codes({**row(), **cells})
    assert (column, code) in found
    assert {name for name, _ in found} <= {column, "interaction"}


def test_battles_need_two_sides() -> None:
    alone = row(sub_event_type="Armed clash", actor2="", inter2="")
    assert ("actor2", "actor2.missing") in codes(alone)


def test_both_schema_validators_agree() -> None:
    reference = jsonschema.Draft202012Validator(
        dict(schema.SCHEMA), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for cells in ({}, {"latitude": 95.0}, {"event_date": "2020-02-30"}, {"event_type": "Battles"}, {"source": "A;B"}):
        plain = {name: None if value == "" else value for name, value in {**row(), **cells}.items()}
        assert reference.is_valid(plain) == checks._validator().is_valid(plain) == (not cells)


def test_notes_say_what_the_row_says() -> None:
    assert row()["notes"] == (
        "On 27 February 2020, Military Forces of Syria (2000-2024) carried out an air or drone strike on Military "
        "Forces of Turkey (2016-) in the area of Idlib (Syria). At least 33 people were killed and 30 injured."
    )
    vague = schema.derive({**EXTRACTED, "location": 'Maʿarrat «an» "Nu\'mān"'}, coding=notes.vague(10))["notes"]
    assert vague.isascii()
    assert '"' not in vague
    assert vague.endswith(notes.vague(10))


@pytest.mark.parametrize("kind", schema.ENUMS["sub_event_type"])
@pytest.mark.parametrize("second", ["Protesters (Syria)", ""])
def test_every_kind_has_its_sentence(kind: str, second: str) -> None:
    text = row(sub_event_type=kind, actor2=second, inter2="Protesters" if second else "")["notes"]
    assert "incident" not in text or kind == "Other"
    assert "{" not in text
    assert not text.startswith(("=", "+", "-", "@"))


def test_countries_have_known_regions() -> None:
    assert {country.region for country in countries.by_name().values()} <= set(schema.ENUMS["region"])
    assert countries.by_iso3()["XKX"].iso == 0
