"""Rows to other formats and columns: nothing lost without a profile, nothing that a spreadsheet runs, no number hurt."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eventx import rowfiles, schema, validate, write
from eventx.convert import FORMATS, PROFILES, convert, places
from eventx.convert.profiles import hxl, ucdp
from eventx.errors import DataError, Finding, UsageError
from eventx.spreadsheet import defuse, restore
from test_schema import row

openpyxl = pytest.importorskip("openpyxl", reason="the extra excel is not installed")

GOOD = row()
WEST = row(country="Mali", location="Gao", latitude=-16.2717, longitude=-0.0447, actor1_text="-12 hommes", location_text="=HYPERLINK(\"http://x.example\")")
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''-", "＝1", "=cmd|' /C calc'!A0"]
ODD = [*DANGEROUS, "'", "'a", '"', '""', "a,b", "a;b", "a\r\nb", "a\rb", "\x00", "\x0b", "_x000D_", "_x005F_x", "\ufffe", " a ", "NA", "null", "#N/A", "#DIV/0!", "TRUE", "1e5", "007", "2020-02-27", "été", "ريف إدلب", "\u202eabc", "🙂", "#a"]  # fmt: skip


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a file; what is wrong with it fails."""
    out = []
    for item in rowfiles.READERS[rowfiles.format_of(file)](file):
        assert not isinstance(item, Finding) or item.severity == "warning", item
        if not isinstance(item, Finding) and item[0]:
            out.append({name: _plain(name, value) for name, value in item[1].items()})
    return out


def _plain(name: str, value: Any) -> Any:
    if value in ("", None):
        return "" if name not in schema.FIELDS or schema.FIELDS[name].is_text else None
    return value.isoformat() if isinstance(value, date) else value


# --- There and back ---


def cells(column: schema.Column) -> st.SearchStrategy[Any]:
    """Anything that a column's type can hold, right or wrong."""
    if column.arrow == "date32":
        return st.one_of(st.just(""), st.dates(date(1, 1, 1)).map(date.isoformat))
    if column.arrow == "string":
        return st.one_of(st.just(""), st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
    if column.arrow == "float64":
        return st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
    bits = int(column.arrow.removeprefix("int")) - 1
    return st.one_of(st.none(), st.integers(-(2 ** min(bits, 53)) + 1, 2 ** min(bits, 53) - 1))


whole_rows = st.fixed_dictionaries(
    {name: cells(column) for name, column in schema.FIELDS.items() if name != "event_id_cnty"} | {"=theirs, too": st.sampled_from(ODD)}
).map(lambda cells: {"event_id_cnty": "SYR1", **cells})


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(whole_rows, min_size=1, max_size=3))
@example([{**dict.fromkeys(schema.COLUMNS), **GOOD, "event_id_cnty": "SYR1", "actor1_text": text, "=theirs, too": text} for text in ODD])
def test_a_round_through_every_format_loses_nothing(tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, Any]]) -> None:
    folder = tmp_path_factory.mktemp("round")
    first = file = folder / "0.jsonl"
    first.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    for number, kind in enumerate(["csv", "xlsx", "geojson", "parquet", "csv", "parquet", "xlsx", "jsonl"], 1):
        after = folder / f"{number}.{kind}"
        done = convert(file, after, excel=number == 1, tell=lambda finding: pytest.fail(str(finding)) if finding.code != "file.bom" else None)
        assert (done.read, done.written, done.refused) == (len(given), len(given), 0)
        assert rows(after) == rows(first)
        file = after


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_rows_give_the_same_bytes_and_are_valid(kind: str, tmp_path: Path) -> None:
    write.save([GOOD, {**WEST, "event_id_cnty": "MLI1"}], tmp_path / "in.jsonl")
    for name in ("one", "two"):
        convert(tmp_path / "in.jsonl", tmp_path / f"{name}.{kind}")
    assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
    assert list(validate.validate([tmp_path / f"one.{kind}"])) == []


def test_no_rows_are_a_file_too(tmp_path: Path) -> None:
    write.save([], tmp_path / "in.csv")
    for kind in FORMATS:
        assert convert(tmp_path / "in.csv", tmp_path / f"out.{kind}").written == 0
        assert rows(tmp_path / f"out.{kind}") == []


# --- Formulas ---


@pytest.mark.parametrize("text", ODD)
def test_what_is_defused_begins_with_no_sign_of_a_formula_and_comes_back(text: str) -> None:
    assert restore(defuse(text)) == text
    assert defuse(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert (defuse(text) != text) == (text.lstrip("'")[:1] in tuple("=+-@\t\r\n＝＋－＠") and text.lstrip("'") != "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_runs_and_numbers_stay_numbers(tmp_path: Path, kind: str, text: str) -> None:
    hostile = {**WEST, "location_text": text, "source": text, "article_ids": text}
    write.save([hostile], tmp_path / "in.jsonl")
    out = tmp_path / f"out.{kind}"
    convert(tmp_path / "in.jsonl", out)
    if kind == "csv":
        [shown] = csv.DictReader(out.open(encoding="utf-8", newline=""))
        assert (float(shown["latitude"]), float(shown["longitude"])) == (-16.2717, -0.0447)
        assert shown["longitude"] == "-0.0447"
        texts = [shown[name] for name in ("location_text", "source", "article_ids")]
    else:
        names, cells = openpyxl.load_workbook(out)["events"].iter_rows()
        shown = {name.value: cell for name, cell in zip(names, cells)}
        assert (shown["longitude"].value, shown["longitude"].data_type) == (-0.0447, "n")
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n", "d"}
        texts = [shown[name].value for name in ("location_text", "source", "article_ids")]
    assert all(cell.startswith("'") for cell in texts)
    assert rows(out)[0]["location_text"] == text


def test_what_extract_writes_is_defused_and_read_back(tmp_path: Path) -> None:
    write.save([WEST], tmp_path / "out.csv")
    assert "'=HYPERLINK" in (tmp_path / "out.csv").read_text()
    assert rows(tmp_path / "out.csv")[0]["location_text"] == WEST["location_text"]


def test_excel_gets_its_mark_and_only_csv(tmp_path: Path) -> None:
    write.save([GOOD], tmp_path / "in.jsonl")
    convert(tmp_path / "in.jsonl", tmp_path / "out.csv", excel=True)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfevent_id_cnty")
    with pytest.raises(UsageError, match="csv"):
        convert(tmp_path / "in.jsonl", tmp_path / "out.xlsx", excel=True)


def test_a_workbook_says_what_it_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write.save([{**GOOD, "article_urls": "u" * 40_000}], tmp_path / "in.jsonl")
    (tmp_path / "out.xlsx").write_text("old")
    with pytest.raises(DataError, match="32767") as told:
        convert(tmp_path / "in.jsonl", tmp_path / "out.xlsx")
    assert (told.value.column, (tmp_path / "out.xlsx").read_text()) == ("article_urls", "old")
    monkeypatch.setattr("eventx.convert.workbook.ROWS", 2)
    write.save([GOOD, GOOD], tmp_path / "in.jsonl")
    with pytest.raises(DataError, match="rows"):
        convert(tmp_path / "in.jsonl", tmp_path / "out.xlsx")


# --- What is wrong ---


def test_a_broken_row_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "{bad", json.dumps({**GOOD, "fatalities": "many"}), json.dumps({**GOOD, "iso": 2**40}), json.dumps({**GOOD, "event_date": "yesterday"}), json.dumps({**GOOD, "latitude": True}), json.dumps({**GOOD, "year": 2020.0})]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    told: list[Finding] = []
    done = convert(tmp_path / "in.jsonl", tmp_path / "out.parquet", tell=told.append)
    assert [(one.line, one.column, one.code) for one in told] == [
        (2, "", "json.invalid"), (3, "fatalities", "value.type"), (4, "iso", "value.type"), (5, "event_date", "value.type"), (6, "latitude", "value.type"),
    ]  # fmt: skip
    assert (done.read, done.written, done.refused) == (6, 2, 4)
    assert [one["year"] for one in rows(tmp_path / "out.parquet")] == [2020, 2020]


def test_calls_that_cannot_be(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    write.save([GOOD], file)
    for options in ({"into": "xml"}, {"profile": "gtd"}, {"names": "klingon"}, {"profile": "hxl", "into": "parquet"}):
        with pytest.raises(UsageError):
            convert(file, tmp_path / "out.csv", **options)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"\*\.doc"):
        convert(file, tmp_path / "out.doc")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="none of the columns"):
        convert(tmp_path / "x.csv", tmp_path / "out.csv")
    with pytest.raises(FileNotFoundError):
        convert(tmp_path / "missing.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_the_command(tmp_path: Path) -> None:
    write.save([GOOD, {**GOOD, "fatalities": 0, "fatalities_low": None}], tmp_path / "in.jsonl")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "eventx", "convert", *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    done = run("in.jsonl", "out.csv", "--profile", "ucdp")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 of 2 rows" in done.stderr
    assert "nobody was killed" in done.stderr
    (tmp_path / "broken.jsonl").write_text(json.dumps({**GOOD, "fatalities": "many"}) + "\n" + json.dumps(GOOD))
    done = run("broken.jsonl", "out.csv")
    assert done.returncode == 1
    assert "broken.jsonl:1: error: fatalities" in done.stderr
    assert len(rows(tmp_path / "out.csv")) == 1
    assert run("in.jsonl", "out.csv", "--excel", "--to", "parquet").returncode == 2
    assert run("none.csv", "out.csv").returncode == 1
    assert run("none.csv", "out.csv").stderr == "eventx: none.csv: No such file or directory\n"


def test_geojson_is_what_maps_read(tmp_path: Path) -> None:
    write.save([WEST, {**GOOD, "latitude": None, "longitude": None}], tmp_path / "in.jsonl")
    convert(tmp_path / "in.jsonl", tmp_path / "out.geojson")
    document = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    placed, unplaced = document["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [-0.0447, -16.2717]}
    assert placed["properties"]["actor1_text"] == "-12 hommes", "no spreadsheet, no apostrophe"
    assert unplaced["geometry"] is None
    theirs = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.5, 35.5, 0]}, "properties": {"country": "Syria"}}]}
    (tmp_path / "theirs.geojson").write_text(json.dumps(theirs))
    assert rows(tmp_path / "theirs.geojson") == [{"country": "Syria", "latitude": 35.5, "longitude": 36.5}]


# --- Profiles ---


def test_acled_has_its_columns_and_its_names_of_places(tmp_path: Path) -> None:
    saraqeb = row(admin1="Idlib", location="Saraqeb")
    write.save([saraqeb], tmp_path / "in.jsonl")
    convert(tmp_path / "in.jsonl", tmp_path / "out.csv", profile="acled")
    [shown] = rows(tmp_path / "out.csv")
    assert tuple(shown) == schema.COLUMNS[:31]
    assert (shown["admin1"], shown["location"]) == ("Idleb", "Saraqab")
    assert "Saraqab (Idleb, Syria)" in shown["notes"]
    assert shown["event_id_cnty"] == saraqeb["event_id_cnty"]
    assert list(validate.validate([tmp_path / "out.csv"])) == []
    convert(tmp_path / "in.jsonl", tmp_path / "plain.csv", profile="acled", names="eventx")
    assert rows(tmp_path / "plain.csv")[0]["location"] == "Saraqeb"
    convert(tmp_path / "in.jsonl", tmp_path / "named.csv", names="acled")
    assert rows(tmp_path / "named.csv")[0]["location"] == "Saraqab"
    assert set(rows(tmp_path / "named.csv")[0]) == set(schema.COLUMNS)


def test_names_are_changed_once_and_only_their_own() -> None:
    assert places.respelled({"country": "Syria", "admin1": "Daraa", "location": "Daraa", "notes": "in Daraa (Syria); Daraaya"}) == {
        "country": "Syria", "admin1": "Dara", "location": "Dar'a", "notes": "in Dar'a (Syria); Daraaya",
    }  # fmt: skip
    assert places.respelled({"country": "Lebanon", "admin1": "Idlib", "location": "Idlib"})["admin1"] == "Idlib"
    assert places.respelled({"country": "Syria"}) == {"country": "Syria"}


def test_every_respelled_place_is_in_the_gazetteer() -> None:
    from eventx import resources

    known: set[str] = set()
    for name in ("SYR.csv", "admin.csv"):
        with resources.path("gazetteers", "places", name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if line["country"] == "SYR":
                    known |= {line["name"], line["seat"], line["admin1"], line["admin2"]}
    assert {name for _, _, _, name in places.spellings()} - known == set()


@pytest.mark.parametrize(
    ("changes", "kind", "side_a", "side_b"),
    [
        ({}, 1, "Government of Syria", "Government of Turkey"),
        ({"actor1": "HTS: Hayat Tahrir al Sham", "inter1": "Rebel group"}, 1, "Government of Turkey", "HTS: Hayat Tahrir al Sham"),
        ({"actor1": "HTS: Hayat Tahrir al Sham", "inter1": "Rebel group", "actor2": "Islamic State (Syria)", "inter2": "Rebel group"}, 2, "HTS: Hayat Tahrir al Sham", "Islamic State (Syria)"),
        ({"actor2": "Civilians (Syria)", "inter2": "Civilians"}, 3, "Government of Syria", "Civilians"),
        ({"sub_event_type": "Excessive force against protesters", "actor1": "Protesters (Syria)", "inter1": "Protesters", "actor2": "Police Forces of Syria (2000-2024)", "inter2": "State forces"}, 3, "Government of Syria", "Civilians"),
        ({"actor1": "Wagner Group", "inter1": "External/Other forces", "actor2": "Islamic State (Syria)", "inter2": "Rebel group"}, 2, "Wagner Group", "Islamic State (Syria)"),
    ],
)  # fmt: skip
def test_ucdp_sides(changes: dict[str, Any], kind: int, side_a: str, side_b: str, tmp_path: Path) -> None:
    write.save([row(**changes)], tmp_path / "in.jsonl")
    convert(tmp_path / "in.jsonl", tmp_path / "out.parquet", profile="ucdp")
    import pyarrow.parquet as pq

    [shown] = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert list(shown) == list(ucdp.facts()["columns"])
    assert len(shown) == 49
    assert (shown["type_of_violence"], shown["side_a"], shown["side_b"]) == (kind, side_a, side_b)
    assert shown["dyad_name"] == f"{side_a} - {side_b}"
    assert shown["best"] == sum(shown[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown"))
    assert shown["low"] <= shown["best"] <= shown["high"]


def test_ucdp_days_points_and_deaths(tmp_path: Path) -> None:
    changes = {"time_precision": 3, "event_date": "2020-02-15", "fatalities": 10, "fatalities_low": 8, "fatalities_high": 20, "fatalities_civilians": 4}
    write.save([row(**changes), row(fatalities=0, fatalities_low=None), row(time_precision=2, fatalities=0, fatalities_low=None, fatalities_high=5)], tmp_path / "in.jsonl")
    done = convert(tmp_path / "in.jsonl", tmp_path / "out.csv", profile="ucdp")
    assert (done.read, done.written, done.left_out) == (3, 2, 1)
    month, night = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline=""))
    assert (month["date_start"], month["date_end"], month["date_prec"]) == ("2020-02-01 00:00:00.000", "2020-02-29 00:00:00.000", "4")
    assert [month[name] for name in ("low", "best", "high", "deaths_civilians", "deaths_unknown")] == ["8", "10", "20", "4", "6"]
    assert (month["geom_wkt"], month["region"]) == ("POINT (36.6339 35.9306)", "Middle East")
    assert (night["date_start"][:10], night["date_end"][:10], night["best"], night["high"]) == ("2020-02-27", "2020-02-28", "0", "5")


def test_grid_cells_are_prio_grids() -> None:
    assert [ucdp._cell(*point) for point in ((-90.0, -180.0), (-89.9, -179.4), (89.9, 179.9), (90.0, 180.0))] == [1, 2, 259200, 259200]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_hashtags_stand_under_the_header_and_are_no_row(kind: str, tmp_path: Path) -> None:
    write.save([GOOD], tmp_path / "in.jsonl")
    convert(tmp_path / "in.jsonl", tmp_path / f"out.{kind}", profile="hxl")
    if kind == "csv":
        header, tags, _ = csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"), newline=""))
        assert dict(zip(header, tags))["fatalities"] == "#affected+killed"
        assert all(tag.startswith("#") for tag in tags)
    assert rows(tmp_path / f"out.{kind}") == rows(tmp_path / "in.jsonl")
    assert list(validate.validate([tmp_path / f"out.{kind}"])) == []


def test_every_column_has_its_hashtag() -> None:
    assert set(hxl.tags()) == set(schema.COLUMNS)
    assert len(set(hxl.tags().values())) == len(schema.COLUMNS)


def test_profiles_are_those_of_the_command() -> None:
    from eventx.cli.app import convert as command

    assert all(f"'{name}'" in str(command.__annotations__["profile"]) for name in PROFILES)
