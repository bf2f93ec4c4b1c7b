"""``eventx evaluate``: gold in, figures out; what is scored and how, and what becomes of gold that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eventx import evaluate, gold, schema
from eventx.cli import main
from eventx.errors import DataError

TEXT = (
    "Des hommes armés ont attaqué mardi le village de Djibo, dans le nord du Burkina Faso. "
    "Quatre civils ont été tués, selon un responsable local."
)
ROW: dict[str, Any] = {
    "event_date": "2022-03-01", "sub_event_type": "Attack", "actor1": "Unidentified Armed Group (Burkina Faso)",
    "actor2": "Civilians (Burkina Faso)", "location": "Djibo", "fatalities": 4,
}  # fmt: skip


def case(folder: Path, name: str, *events: dict[str, Any], text: str = TEXT, **article: Any) -> Path:
    file = folder / f"{name}.json"
    data = {"article": {"id": name, "text": text, "language": "fr", "published": "2022-03-02", **article}, "events": list(events), "why": "a test"}
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def scored(gold_rows: list[dict[str, Any]], given: list[dict[str, Any]], tmp_path: Path) -> evaluate.Result:
    return evaluate.score(gold.case(case(tmp_path, "a", *gold_rows)), given)


def call(*argv: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(arg) for arg in argv])
    assert isinstance(left.value.code, int)
    return left.value.code


# -- what is scored -----------------------------------------------------------------------------------------------


def test_rows_are_aligned_by_what_they_share_whatever_their_order(tmp_path: Path) -> None:
    other = ROW | {"location": "Dori", "fatalities": 9}
    result = scored([ROW, other], [other, ROW], tmp_path)
    assert [(g["location"], r["location"]) for g, r in result.pairs if g and r] == [("Djibo", "Djibo"), ("Dori", "Dori")]
    assert list(evaluate.misses(result)) == []


def test_a_row_elsewhere_on_another_day_is_missing_and_false(tmp_path: Path) -> None:
    far = ROW | {"location": "Goma", "event_date": "2021-01-01"}
    kinds = [miss["kind"] for miss in evaluate.misses(scored([ROW], [far], tmp_path))]
    assert kinds == ["missing", "false"]


def test_each_other_value_that_gold_accepts_is_right(tmp_path: Path) -> None:
    wanted = ROW | {"accept": {"actor1": ["JNIM: Group for Support of Islam and Muslims"], "fatalities": [5, None]}}
    for cells in ({"actor1": "JNIM: Group for Support of Islam and Muslims"}, {"fatalities": 5}, {"fatalities": None}):
        assert list(evaluate.misses(scored([wanted], [ROW | cells], tmp_path))) == []
    (miss,) = evaluate.misses(scored([wanted], [ROW | {"fatalities": 6}], tmp_path))
    assert (miss["column"], miss["gold"], miss["given"]) == ("fatalities", 4, 6)


@pytest.mark.parametrize(("north", "right"), [(0.05, True), (0.5, False)])
def test_a_place_is_right_within_ten_kilometres_whatever_its_name(north: float, right: bool) -> None:
    wanted = {"location": "Djibo", "latitude": 14.1, "longitude": -1.63}
    assert evaluate.agree(wanted, {"location": "Jibo town", "latitude": 14.1 + north, "longitude": -1.63}, "location") is right


def test_joined_names_are_a_set() -> None:
    assert evaluate.agree({"attributed_to": "SOHR; Anadolu"}, {"attributed_to": "Anadolu; SOHR"}, "attributed_to")
    assert not evaluate.agree({"attributed_to": "SOHR; Anadolu"}, {"attributed_to": "Anadolu"}, "attributed_to")


def test_columns_that_a_gold_row_leaves_out_are_not_scored(tmp_path: Path) -> None:
    """Six columns are enough: the others then count neither for nor against."""
    figures = evaluate.summary([scored([ROW], [ROW | {"injured": 7, "admin1": "Sahel"}], tmp_path)])
    assert figures["slot_f1"] == 1.0
    assert figures["columns"]["injured"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "right": 0, "gold": 0, "given": 0, "of_matched": 0.0}
    assert figures["cases"][0]["misses"] == []


def test_rows_without_a_partner_count_against_precision_and_recall(tmp_path: Path) -> None:
    far = ROW | {"location": "Goma", "event_date": "2021-01-01"}
    figures = evaluate.summary([scored([ROW, ROW | {"location": "Dori", "event_date": "2022-02-27"}], [ROW, far], tmp_path)])
    assert figures["event"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert figures["columns"]["actor1"]["of_matched"] == 1.0


def test_many_rows_on_both_sides_are_aligned(tmp_path: Path) -> None:
    """Hundreds of gold rows are no deep recursion, and each finds its own."""
    many = [ROW | {"location": f"Place {n}", "fatalities": n} for n in range(250)]
    result = scored(many, many[::-1][:15], tmp_path)
    assert sum(g is not None and g == r for g, r in result.pairs) == 15


# -- what is gold -------------------------------------------------------------------------------------------------


def test_folders_are_read_to_the_bottom_and_a_file_counts_once(tmp_path: Path) -> None:
    (tmp_path / "fr" / "old").mkdir(parents=True)
    inner = case(tmp_path / "fr" / "old", "b", ROW)
    case(tmp_path, "a")
    assert [one.name for one in gold.cases([tmp_path, inner])] == [f"{tmp_path.name}/a", "old/b"]


BROKEN = {
    "no-json": ("{", (), "no valid JSON", "gold.schema.json"),
    "a-list": ("[]", (), "object", "gold.schema.json"),
    "no-text": ('{"article": {"id": "a"}, "events": []}', ("article",), '"text" is a required property', ""),
    "no-events": ('{"article": {"id": "a", "text": "t"}}', (), '"events" is a required property', ""),
    "deep": ("[" * 100_000, (), "no valid JSON", ""),
    "column": ({"fatalitys": 3}, ("row 1",), "unknown column 'fatalitys'", "is it 'fatalities'?"),
    "accepted-column": ({"accept": {"actor": ["x"]}}, ("row 1", "accept"), "unknown column 'actor'", "is it 'actor"),
    "accepted-shape": ({"accept": {"actor1": "x"}}, ("row 1", "accept", "actor1"), '"x" is not of type "array"', ""),
    "text-for-number": ({"fatalities": "4"}, ("row 1", "fatalities"), '"4" is not of types', ""),
    "negative": ({"fatalities": -1}, ("row 1", "fatalities"), "-1 is less than the minimum", ""),
    "type": ({"sub_event_type": "Air strike"}, ("row 1", "sub_event_type"), "'Air strike' is no value", "is it 'Air/drone strike'?"),
    "accepted-type": ({"accept": {"inter1": ["Rebels"]}}, ("row 1", "inter1"), "'Rebels' is no value", "Rebel"),
    "day": ({"event_date": "2022-02-30"}, ("row 1", "event_date"), "'2022-02-30' is no day", "such as 2020-02-28"),
    "date-style": ({"event_date": "1 March"}, ("row 1", "event_date"), "1 March", "such as 2020-02-28"),
}


def broken(folder: Path, kind: str) -> Path:
    what = BROKEN[kind][0]
    if isinstance(what, dict):
        return case(folder, kind, ROW | what)
    file = folder / f"{kind}.json"
    file.write_text(str(what), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_gold_is_one_line_and_the_others_are_scored(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, row and column, value, hint; exit code 1, and the good case is in the figures."""
    file = broken(tmp_path, kind)
    case(tmp_path, "z-good")
    assert call("evaluate", tmp_path, "--json") == 1
    out, err = capsys.readouterr()
    first, last = err.splitlines()
    _, where, message, hint = BROKEN[kind]
    assert str(file) in first
    assert all(step in first for step in where)
    assert message in first
    assert hint in first
    assert last == "eventx: 1 file is not in these figures"
    assert [one["case"] for one in json.loads(out)["cases"]] == [f"{tmp_path.name}/z-good"]


def test_no_gold_at_all_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("evaluate", tmp_path, tmp_path / "absent") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no gold cases here" in err
    assert "no such file or folder" in err


def test_other_encodings_are_named_and_a_mark_of_utf8_is_none(tmp_path: Path) -> None:
    file = case(tmp_path, "a", ROW)
    good = file.read_text(encoding="utf-8")
    file.write_text(good, encoding="utf-8-sig")
    assert gold.case(file).gold == [ROW]
    file.write_text(good, encoding="latin-1")
    with pytest.raises(DataError, match="no UTF-8 at byte"):
        gold.case(file)


def test_lone_surrogates_keep_their_offsets(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"article": {"id": "a", "text": "un \\ud800 deux"}, "events": []}', encoding="utf-8")
    assert gold.case(file).article.text == "un \ufffd deux"


def test_gold_schema_has_every_column_that_is_scored() -> None:
    """The schema of gold and the columns of a row cannot part."""
    file = Path(__file__).parents[1] / "schemas" / "gold.schema.json"
    columns = json.loads(file.read_text(encoding="utf-8"))["properties"]["events"]["items"]["properties"]
    assert set(columns) - gold.OWN <= set(schema.COLUMNS)
    assert set(evaluate.COLUMNS) <= set(columns)
    assert set(evaluate.SLOTS) <= set(evaluate.COLUMNS)


def test_the_case_in_the_manual_is_gold(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "evaluating.md").read_text(encoding="utf-8")
    file = tmp_path / "djibo-1.json"
    file.write_text(manual.partition("```json\n")[2].partition("```")[0], encoding="utf-8")
    assert gold.case(file).article.id == "djibo-1"


# -- the command --------------------------------------------------------------------------------------------------


def test_misses_are_named_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case(tmp_path, "a", ROW | {"fatalities": 40}, ROW | {"location": "Goma", "event_date": "2021-01-01", "accept": {}})
    assert call("evaluate", tmp_path, "--misses") == 0
    out = capsys.readouterr().out
    assert "2022-03-01 Djibo: fatalities is 4, gold 40" in out
    assert "missing row: 2021-01-01 | Attack" in out
    assert "injured" not in out  # these gold rows do not have the column
