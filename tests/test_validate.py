"""Files of rows: every fault is named with file, line, column, value and hint."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from eventx import schema, validate, write
from eventx.errors import Finding, UsageError
from test_schema import row

GOOD = row()


def other(number: int, **cells: Any) -> dict[str, Any]:
    """A row like the good one under another id, with cells broken after the rest was derived."""
    return {**GOOD, "event_id_cnty": f"SYR-{number:012x}", **cells}


def found(file: Path, content: str | bytes) -> list[Finding]:
    """What is found in a file of that content."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(validate.validate([file]))


def brief(findings: list[Finding]) -> list[tuple[int, str, str]]:
    """Line, column and code of each finding."""
    return [(finding.line, finding.column, finding.code) for finding in findings]


def without(text: str, *columns: str) -> str:
    """CSV text with some columns cut out."""
    table = list(csv.reader(io.StringIO(text, newline="")))
    kept = [place for place, name in enumerate(table[0]) if name not in columns]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([[cells[place] for place in kept] for cells in table])
    return out.getvalue()


@pytest.mark.parametrize("kind", write.FORMATS)
def test_what_eventx_writes_is_valid(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"rows.{kind}"
    for rows in ([], [GOOD, other(1), other(2, latitude=None, longitude=None)]):
        write.save(rows, file)
        assert list(validate.validate([file])) == []


CASES = [
    ({"event_date": "2020-02-30"}, "event_date", "date.invalid", "2020-02-30", "29 days"),
    ({"event_date": "27 February 2020"}, "event_date", "date.invalid", "27 February 2020", "2020-02-27"),
    ({"sub_event_type": "Air strike"}, "sub_event_type", "value.unknown", "Air strike", "'Air/drone strike'"),
    ({"inter1": "1"}, "inter1", "value.unknown", "1", "'State forces'"),
    ({"year": 2021}, "year", "year.mismatch", "2021", "2020"),
    ({"interaction": "State forces only"}, "interaction", "interaction.mismatch", "State forces only", "External"),
    ({"latitude": 95}, "latitude", "value.range", "95", "-90 to 90"),
    ({"fatalities": "many"}, "fatalities", "value.type", "many", ""),
    ({"country": "Syra"}, "country", "country.unknown", "Syra", "'Syria'"),
]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize(("cells", "column", "code", "value", "hint"), CASES)
def test_a_bad_cell(
    cells: dict[str, Any], column: str, code: str, value: str, hint: str, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / f"rows.{kind}"
    (finding,) = found(file, write.dumps([GOOD, other(1, **cells)], kind=kind))
    line = 3 if kind == "csv" else 2
    assert (finding.file, finding.line, finding.column, finding.code) == (str(file), line, column, code)
    assert finding.value == value
    assert hint in finding.hint
    assert finding.severity == "error"


def test_a_bad_cell_in_parquet(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    write.save([GOOD, other(1, latitude=95.0), GOOD], file)
    assert brief(list(validate.validate([file]))) == [(2, "latitude", "value.range"), (3, "event_id_cnty", "id.duplicate")]


def test_lines_count_from_where_a_row_begins(tmp_path: Path) -> None:
    long = other(1, location_text="one\ntwo\nthree")
    assert brief(found(tmp_path / "a.csv", write.dumps([long, other(2, year=1999)], kind="csv"))) == [
        (5, "year", "year.mismatch")
    ]


def test_duplicate_ids_name_the_first_line(tmp_path: Path) -> None:
    (finding,) = found(tmp_path / "a.csv", write.dumps([GOOD, other(1), GOOD], kind="csv"))
    assert (finding.line, finding.code, finding.value) == (4, "id.duplicate", GOOD["event_id_cnty"])
    assert "line 2" in finding.message


def test_headers(tmp_path: Path) -> None:
    text, file = write.dumps([GOOD], kind="csv"), tmp_path / "a.csv"
    assert brief(found(file, "a,b\n1,2\n")) == [(1, "", "header.wrong")]
    assert "commas" in found(file, text.replace(",", ";"))[0].hint
    assert brief(found(file, "")) == [(0, "", "file.empty")]
    for column in schema.COLUMNS:
        assert brief(found(file, without(text, column))) == [(1, column, "column.missing")]
    missing, unknown = found(file, text.replace("sub_event_type", "sub_type", 1))
    assert (missing.column, missing.code, missing.hint) == ("sub_event_type", "column.missing", "is it 'sub_type'?")
    assert (unknown.column, unknown.code, unknown.severity) == ("sub_type", "column.unknown", "warning")
    swapped = text.replace("event_date,year", "year,event_date", 1).replace("2020-02-27,2020", "2020,2020-02-27", 1)
    assert [(one.code, one.severity) for one in found(file, swapped)] == [("column.order", "warning")]
    twice = "\n".join(f"{line},x" for line in text.replace("\n", ",year\n", 1).splitlines()[:1])
    assert (1, "year", "column.duplicate") in brief(found(file, twice))


def test_acleds_own_columns_alone_are_enough(tmp_path: Path) -> None:
    text = without(write.dumps([GOOD], kind="csv"), *schema.COLUMNS[schema.ACLED_COLUMNS :])
    file = tmp_path / "a.csv"
    assert found(file, text.replace(GOOD["event_id_cnty"], "SYR76213")) == []
    assert brief(found(file, without(text, "notes"))) == [(1, "notes", "column.missing")]


def test_the_file_itself(tmp_path: Path) -> None:
    text, file = write.dumps([GOOD, other(1)], kind="csv"), tmp_path / "a.csv"
    for content, code, line in (
        ("\ufeff" + text, "file.bom", 1),
        (text.replace("\n", "\r\n"), "file.crlf", 1),
        (text.replace("\n", "\r\n", 1), "file.line_endings", 2),
    ):
        (finding,) = found(file, content)
        assert (finding.code, finding.line, finding.severity) == (code, line, "warning")
    assert brief(found(file, text.replace("Idlib", "Idl\u00e9b", 1).encode("latin-1"))) == [(2, "admin1", "file.encoding")]
    assert brief(found(file, text + "a,b\n")) == [(4, "", "row.cells")]
    assert brief(found(file, text + '"abc')) == [(4, "", "csv.broken")]


def test_json_lines_go_on_after_a_broken_one(tmp_path: Path) -> None:
    lines = [write.jsonl_line(GOOD), "\n", "{bad\n", "[1]\n", '{"x": 1}\n', "[" * 100_000 + "\n"]
    lines += [write.jsonl_line(other(1)).replace('"year": 2020, ', ""), write.jsonl_line(other(2, year=1999))]
    assert brief(found(tmp_path / "a.jsonl", "".join(lines))) == [
        (3, "", "json.invalid"), (4, "", "json.invalid"), (5, "", "header.wrong"), (6, "", "json.invalid"),
        (7, "year", "column.missing"), (8, "year", "year.mismatch"),
    ]  # fmt: skip
    assert brief(found(tmp_path / "a.jsonl", b'{"a": "\xff"}\n')) == [(1, "", "file.encoding")]


def test_unreadable_files_and_formats(tmp_path: Path) -> None:
    assert [one.code for one in validate.validate([tmp_path / "none.csv"])] == ["file.unreadable"]
    assert [one.code for one in validate.validate([tmp_path / "none.parquet"])] == ["file.unreadable"]
    assert [one.code for one in found(tmp_path / "a.parquet", b"PAR1 no table")] == ["file.unreadable"]
    with pytest.raises(UsageError):
        list(validate.validate([tmp_path / "rows.doc"]))
    with pytest.raises(UsageError):
        list(validate.validate([tmp_path / "rows.csv"], kind="xml"))


def test_forms() -> None:
    finding = Finding("value.range", "out of\nrange", file="a,b.csv", line=3, column="latitude", value="95", hint="100%")
    assert validate.render(finding) == "a,b.csv:3: error: latitude: out of range: '95' (100%) [value.range]"
    loaded = json.loads(validate.render(finding, form="json"))
    assert list(loaded)[:7] == ["file", "line", "column", "value", "code", "message", "hint"]
    assert validate.render(finding, form="github") == (
        "::error file=a%2Cb.csv,line=3,title=value.range::latitude: out of%0Arange: '95' (100%25)"
    )
    with pytest.raises(UsageError):
        validate.render(finding, form="xml")
