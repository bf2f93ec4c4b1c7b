"""Tables to files: whole or not at all, the same table in the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.convert.table import Field, Table
from eventx.spreadsheet import defuse
from eventx.write import LineFeeds, opened_text, replacing

_BATCH = 10_000  # rows of a Parquet row group


def write(table: Table, file: Path, *, into: str, excel: bool = False) -> int:
    """Write a table in one of :data:`FORMATS` and give the number of its rows; ``excel`` begins CSV with a BOM."""
    with replacing(file) as beside:
        if into == "csv" and excel:
            beside.write_bytes(b"\xef\xbb\xbf")
        return FORMATS[into](table, beside)


def _csv(table: Table, file: Path) -> int:
    number = 0
    names = [field.name for field in table.fields]
    with opened_text(file, mode="a") as out:
        writer = csv.writer(LineFeeds(out), lineterminator="\r\n")
        writer.writerow([defuse(name) for name in names])
        if any(field.tag for field in table.fields):
            writer.writerow([field.tag for field in table.fields])
        for row in table.rows:
            number += 1
            writer.writerow([_cell(row[name]) for name in names])
    return number


def _cell(value: Any) -> Any:
    return defuse(value) if isinstance(value, str) else "" if value is None else value


def _jsonl(table: Table, file: Path) -> int:
    number = 0
    with opened_text(file) as out:
        for row in table.rows:
            number += 1
            out.write(json.dumps(_plain(row, table.fields), ensure_ascii=False) + "\n")
    return number


def _geojson(table: Table, file: Path) -> int:
    """A FeatureCollection (RFC 7946), one feature a line; a row without a point has no geometry."""
    number = 0
    with opened_text(file) as out:
        out.write('{"type": "FeatureCollection", "features": [')
        for number, row in enumerate(table.rows, 1):
            latitude, longitude = row.get("latitude"), row.get("longitude")
            point = None if latitude is None or longitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
            feature = {"type": "Feature", "geometry": point, "properties": _plain(row, table.fields)}
            out.write(("," if number > 1 else "") + "\n" + json.dumps(feature, ensure_ascii=False))
        out.write("\n]}\n")
    return number


def _plain(row: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: None if row[field.name] == "" else row[field.name] for field in fields}


def _parquet(table: Table, file: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = schema.arrow_schema()
    if [field.name for field in table.fields] != arrow.names:
        arrow = pa.schema([pa.field(field.name, pa.type_for_alias(field.arrow)) for field in table.fields], arrow.metadata)
    number, rows = 0, iter(table.rows)
    with pq.ParquetWriter(file, arrow, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            columns = [pa.array([_stored(field, row[field.name]) for row in batch], type=kind.type) for field, kind in zip(table.fields, arrow)]
            writer.write_table(pa.Table.from_arrays(columns, schema=arrow))
            number += len(batch)
    return number


def _stored(field: Field, value: Any) -> Any:
    if value in ("", None):
        return None
    return date.fromisoformat(value) if field.arrow == "date32" else value


def _xlsx(table: Table, file: Path) -> int:
    from eventx.convert import workbook

    return workbook.write(table, file)


FORMATS: Mapping[str, Callable[[Table, Path], int]] = {
    "csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "geojson": _geojson, "xlsx": _xlsx,
}  # fmt: skip
"""Format → writer."""
