"""ACLED's exports of all ages: recognised by what they look like, checked by the rules of their time, modernised."""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eventx import exports, schema, validate
from eventx.convert import convert
from eventx.errors import Finding
from eventx.seen import Seen
from test_schema import row

MODERN = {name: value for name, value in row().items() if name in schema.COLUMNS[: schema.ACLED_COLUMNS]} | {"event_id_cnty": "SYR76213"}
CODES = {name: schema.FIELDS[name].codes for name in ("inter1", "inter2", "interaction")}
LONG = {"event_date": "27 February 2020"}
NUMBERS = {name: CODES[name][MODERN[name]] for name in CODES}
PAST = {"data_id": 6824011, "event_id_no_cnty": 76213, "iso3": "SYR"}


def old(**changes: Any) -> dict[str, Any]:
    """A row as exported before March 2023."""
    full = {**MODERN, **NUMBERS, **LONG, **PAST, **changes}
    return {name: full[name] for name in exports.OLD}


def numeric(**changes: Any) -> dict[str, Any]:
    """A row of today's columns with the codes of before 2024."""
    return {**MODERN, **NUMBERS, **LONG, **changes}


def table(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def found(file: Path, rows: list[dict[str, Any]]) -> list[Finding]:
    file.write_text(table(rows), encoding="utf-8")
    return list(validate.validate([file]))


STYLES = [
    (old(), exports.Style(columns=True, numbers=True, days=True)),
    (numeric(), exports.Style(numbers=True, days=True)),
    ({**MODERN, **LONG}, exports.Style(days=True)),
    ({**MODERN, **NUMBERS}, exports.Style(numbers=True)),
    (MODERN, None),
    ({**row(), **NUMBERS}, None),  # with eventx's own columns it is eventx's, and wrong
]


@pytest.mark.parametrize(("given", "style"), STYLES)
def test_styles_are_recognised(given: dict[str, Any], style: exports.Style | None) -> None:
    assert exports.recognise(list(given), given) == style


@pytest.mark.parametrize("given", [given for given, style in STYLES[:5]])
def test_right_files_of_every_age_have_no_findings(given: dict[str, Any], tmp_path: Path) -> None:
    lone = {**given, "actor2": "", "assoc_actor_2": "", "event_id_cnty": "SYR76214", "sub_event_type": "Air/drone strike"}
    if "interaction" in given and str(given["interaction"]).isdecimal():
        lone |= {"inter2": 0, "interaction": 10}
    else:
        lone |= {"inter2": "", "interaction": "State forces only"}
    if "event_id_no_cnty" in lone:
        lone["event_id_no_cnty"] = 76214
    assert found(tmp_path / "a.csv", [given, lone]) == []
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (given, lone)))
    assert list(validate.validate([tmp_path / "a.jsonl"])) == []


@pytest.mark.parametrize(
    ("changes", "column", "code", "hint"),
    [
        ({"event_date": "30 February 2020"}, "event_date", "date.invalid", "27 February 2020"),
        ({"event_date": "2020-02-27"}, "event_date", "date.form", "27 February 2020"),
        ({"inter1": 9}, "inter1", "value.unknown", "1 to 8"),
        ({"inter1": "State forces"}, "inter1", "value.unknown", "1 to 8"),
        ({"inter2": 0}, "inter2", "actor2.inter2", ""),
        ({"interaction": 81}, "interaction", "interaction.mismatch", "write 18"),
        ({"year": 2019}, "year", "year.mismatch", "write 2020"),
        ({"sub_event_type": "Air strike"}, "sub_event_type", "value.unknown", "Air/drone strike"),
        ({"event_type": "Battles"}, "event_type", "type.mismatch", "Explosions"),
        ({"iso": 761}, "iso", "iso.mismatch", "760"),
        ({"latitude": ""}, "latitude", "point.half", ""),
        ({"fatalities": ""}, "fatalities", "value.missing", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("make", [old, numeric])
def test_wrong_cells(make: Any, changes: dict[str, Any], column: str, code: str, hint: str, tmp_path: Path) -> None:
    good = make(event_id_cnty="SYR1", **({"event_id_no_cnty": 1} if make is old else {}))
    findings = [one for one in found(tmp_path / "a.csv", [good, make(**changes)]) if one.column == column]
    assert [(one.line, one.code) for one in findings] == [(3, code)]
    assert hint in findings[0].hint
    assert findings[0].value == str(changes[column])


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [({"iso3": "TUR"}, "iso3", "iso3.mismatch"), ({"event_id_no_cnty": 5}, "event_id_no_cnty", "id.mismatch"), ({"data_id": "x"}, "data_id", "value.type")],
)  # fmt: skip
def test_columns_of_the_past_have_their_rules(changes: dict[str, Any], column: str, code: str, tmp_path: Path) -> None:
    assert [(one.line, one.column, one.code) for one in found(tmp_path / "a.csv", [old(**changes)])] == [(2, column, code)]


def test_missing_and_unknown_columns_of_old_files(tmp_path: Path) -> None:
    given = old()
    del given["notes"]
    given["comment"] = "x"
    assert [(one.column, one.code) for one in found(tmp_path / "a.csv", [given])] == [("notes", "column.missing"), ("comment", "column.unknown")]
    assert found(tmp_path / "a.csv", [{**MODERN, "population_best": 1200}]) == []
    assert [one.code for one in found(tmp_path / "a.csv", [{**numeric(), "population_best": "many"}])] == ["value.type"]


def test_old_rows_are_modernised_by_convert(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(table([old(region="Middle East"), old(event_id_cnty="SYR2", actor2="", inter2=0, interaction=10)]))
    done = convert(tmp_path / "old.csv", tmp_path / "new.csv", profile="acled", names="eventx")
    assert done.written == 2
    assert list(validate.validate([tmp_path / "new.csv"])) == []
    first, second = csv.DictReader((tmp_path / "new.csv").open(encoding="utf-8", newline=""))
    assert first == {name: "" if value is None else str(value) for name, value in MODERN.items()}
    assert (second["inter2"], second["interaction"]) == ("", "State forces only")
    convert(tmp_path / "old.csv", tmp_path / "kept.csv")
    assert next(csv.DictReader((tmp_path / "kept.csv").open(encoding="utf-8", newline="")))["data_id"] == "6824011", "nothing is lost"


def test_region_names_of_the_past() -> None:
    style = exports.Style(columns=True)
    assert exports.translate({"region": "Southern Asia"}, style)["region"] == "South Asia"
    assert set(exports.style.table()["regions"].values()) <= set(schema.ENUMS["region"])


# --- Streams ---


def test_seen_tells_the_first_place_of_each_key() -> None:
    seen, right = Seen(), {}
    for place, key in enumerate(random.Random(1).choices(range(30_000), k=60_000), 1):
        assert seen.first(f"SYR{key}", place) == right.setdefault(f"SYR{key}", place)


def test_validating_is_flat_in_memory(tmp_path: Path) -> None:
    """Twenty times the rows take less than a few megabytes more: the table of ids, and nothing else, grows."""
    peak = []
    for rows in (2_000, 40_000):
        file = tmp_path / f"{rows}.csv"
        with file.open("w", newline="") as out:
            writer = csv.DictWriter(out, list(MODERN), lineterminator="\n")
            writer.writeheader()
            writer.writerows({**MODERN, "event_id_cnty": f"SYR{number}"} for number in range(rows))
        code = f"import resource, pathlib; from eventx import validate; assert not list(validate.validate([pathlib.Path({str(file)!r})])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        peak.append(int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout))
    assert peak[1] - peak[0] < 12_000 * (1 if resource.getpagesize() < 1 << 16 else 4)
