"""Tables to Excel workbooks: days and numbers as such, text that can neither be run nor changed by being opened."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from eventx.convert.table import Field, Table
from eventx.errors import DataError, UsageError
from eventx.rowfiles.workbook import escaped
from eventx.spreadsheet import defuse

ROWS, CELL = 1_048_576, 32_767
"""What a sheet can hold: rows, and characters in a cell."""
_FIRST = "1900-03-01"  # before it Excel's calendar is a day off
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(table: Table, file: Path) -> int:
    """Write one sheet, ``events``, and give the number of its rows.

    :raises UsageError: the extra ``excel`` is missing.
    :raises DataError: there are more rows, or longer cells, than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
    except ImportError:
        raise UsageError("workbooks need the extra excel", file=str(file), hint="pip install 'eventx[excel]'") from None
    book = Workbook(write_only=True)
    book.properties.creator = "eventx"
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    sheet = book.create_sheet("events")
    tags = any(field.tag for field in table.fields)
    sheet.freeze_panes = "A3" if tags else "A2"

    def text(value: str, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value="")
        # Set past the library's guess, which would take "=…" for a formula and "#N/A" for an error.
        cell._value, cell.data_type = escaped(value), "s"
        if bold:
            cell.font = Font(bold=True)
        return cell

    def cell(field: Field, value: Any) -> Any:
        if value in ("", None):
            return None
        if field.arrow == "date32" and value >= _FIRST:
            out = WriteOnlyCell(sheet, value=date.fromisoformat(value))
            out.number_format = "yyyy-mm-dd"
            return out
        if isinstance(value, float):
            # The library would write 16 digits; the shortest text that reads back as this number may have 17.
            out = WriteOnlyCell(sheet, value=0)
            out._value = repr(value)
            return out
        return text(_fitting(defuse(value), field)) if isinstance(value, str) else value

    sheet.append([text(defuse(field.name), bold=True) for field in table.fields])
    if tags:
        sheet.append([text(field.tag) if field.tag else None for field in table.fields])
    number = 0
    for number, row in enumerate(table.rows, 1):
        if number + 1 + tags > ROWS:
            raise DataError(f"a sheet holds {ROWS} rows at most", hint="write csv or parquet")
        sheet.append([cell(field, row[field.name]) for field in table.fields])
    with tempfile.TemporaryFile() as made:
        book.save(made)
        _pack(made, file)
    return number


def _fitting(text: str, field: Field) -> str:
    if len(escaped(text)) > CELL:
        raise DataError(f"a cell of a workbook holds {CELL} characters at most", column=field.name, value=text[:40], hint="write csv or parquet")
    return text


def _pack(made: Any, file: Path) -> None:
    """The workbook without the time of its making in it, so that the same rows give the same bytes."""
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.infolist():
            kept = zipfile.ZipInfo(entry.filename, _EPOCH)
            kept.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry) as source, out.open(kept, "w") as sink:
                if entry.filename == "docProps/core.xml":
                    sink.write(_timeless(source.read()))
                else:
                    shutil.copyfileobj(source, sink)


def _timeless(properties: bytes) -> bytes:
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", properties)
