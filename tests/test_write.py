"""Rows to files: whole or not at all, the same bytes each time, and back again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from eventx import schema, write
from eventx.errors import UsageError
from eventx.model import Event, Evidence, Problem

ROW = schema.derive({
    "event_date": "2020-02-27", "time_precision": 2, "sub_event_type": "Attack", "actor1": "Unidentified [bold] Group",
    "inter1": "Political militia", "actor2": "Civilians (Syria)", "inter2": "Civilians", "country": "Syria",
    "admin1": "Aleppo", "location": "Azaz", "geo_precision": 2, "fatalities": 3, "article_ids": "a; b",
    "attribution_status": "attributed", "attributed_to": "residents", "location_text": 'près d\'"Azaz",\nau nord',
})  # fmt: skip


def test_json_lines_have_every_column_and_null_where_empty() -> None:
    lines = write.dumps([ROW, Event(row=ROW)]).splitlines()
    assert lines[0] == lines[1]
    loaded = json.loads(lines[0])
    assert list(loaded) == list(schema.COLUMNS)
    assert (loaded["latitude"], loaded["admin2"], loaded["fatalities"]) == (None, None, 3)
    assert "près" in lines[0]


def test_csv_is_rfc_4180_with_newlines() -> None:
    text = write.dumps([ROW], kind="csv")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    header, cells = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == schema.COLUMNS
    back = dict(zip(header, cells))
    assert back["location_text"] == ROW["location_text"]
    assert (back["latitude"], back["injured"], back["fatalities"]) == ("", "", "3")


def test_parquet_has_the_schemas_types_and_versions(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    assert write.save([ROW] * 3, file) == 3
    table = pq.read_table(file)
    assert table.schema.equals(schema.arrow_schema())
    assert table.schema.metadata[b"eventx.schema"] == schema.SCHEMA["version"].encode()
    first = table.to_pylist()[0]
    assert first["event_date"] == date(2020, 2, 27)
    assert first["admin2"] is None
    assert write.save([], file) == 0
    assert pq.read_table(file).schema.equals(schema.arrow_schema())


@pytest.mark.parametrize("kind", write.FORMATS)
def test_same_rows_same_bytes(kind: str, tmp_path: Path) -> None:
    files = [tmp_path / "one" / f"rows.{kind}", tmp_path / "two" / f"rows.{kind}"]
    for file in files:
        assert write.save(iter([ROW, ROW]), file) == 2
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("kind", write.FORMATS)
def test_a_broken_off_run_leaves_the_old_file(kind: str, tmp_path: Path) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield ROW
        raise RuntimeError("power cut")

    file = tmp_path / f"rows.{kind}"
    file.write_text("old")
    with pytest.raises(RuntimeError, match="power cut"):
        write.save(broken(), file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_ordinary_file_is_not_replaced() -> None:
    null = Path("/dev/null")
    assert write.save([ROW], null, kind="csv") == 1
    assert null.is_char_device()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write.save([ROW], link)
    assert link.is_symlink()
    assert real.read_text().startswith("event_id_cnty")


def test_half_a_surrogate_pair_does_not_break_the_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    write.save([{**ROW, "actor1_text": "a\ud800b"}], file)
    assert json.loads(file.read_text(encoding="utf-8"))["event_date"] == "2020-02-27"


def test_formats_by_ending() -> None:
    assert [write.format_of(Path(name)) for name in ("a.CSV", "a.ndjson", "a.pq")] == ["csv", "jsonl", "parquet"]
    with pytest.raises(UsageError, match=r"\.xls"):
        write.format_of(Path("rows.xls"))
    with pytest.raises(UsageError, match="unknown format"):
        write.save([], Path("rows.csv"), kind="xml")


def test_a_cell_of_the_wrong_type_is_no_silent_null() -> None:
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        write.arrow_table([{**ROW, "fatalities": "many"}])


def test_evidence_and_problems(tmp_path: Path) -> None:
    evidence = Evidence(event_id="SYR-1", column="location", article_id="a", part="text", start=3, end=7, text="Azaz", rule="r")
    file = tmp_path / "evidence.jsonl"
    assert write.save_beside([evidence], file) == 1
    assert json.loads(file.read_text()) == evidence.as_dict()
    assert write.save_beside([Problem("place.tie", "two places", article_id="a")], file) == 1
    assert json.loads(file.read_text())["code"] == "place.tie"


def test_table_shows_what_matters_and_takes_brackets_literally() -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(write.table([ROW]))
    shown = console.export_text()
    for words in ("2020-02-27 ~", "Attack", "Unidentified [bold] Group", "Azaz, Aleppo, Syria (2)", "attributed; residents"):
        assert words in shown
