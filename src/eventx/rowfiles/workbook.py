"""Rows of Excel workbooks: the sheet ``events``, else the first."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from eventx.errors import Finding, UsageError
from eventx.rowfiles.cells import Line, is_tags, kind_of, twice, typed
from eventx.spreadsheet import restore

LARGEST = 1_000_000_000
"""Bytes that a workbook may unpack to."""
_ESCAPE = re.compile(r"_x([0-9A-F]{4})_")


def read_xlsx(file: Path) -> Iterator[Line]:
    """Rows of a workbook; ``line`` is the sheet's row. Values of formulas are taken, not the formulas.

    :raises UsageError: the extra ``excel`` is missing.
    """
    try:
        import openpyxl
    except ImportError:
        raise UsageError("workbooks need the extra excel", file=str(file), hint="pip install 'eventx[excel]'") from None
    file.open("rb").close()  # what cannot be opened is the caller's OSError
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST:
            yield Finding("file.too_large", f"the workbook unpacks to {size // 1_000_000} MB", hint="use CSV or Parquet")
            return
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book["events"] if "events" in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        yield from _rows(sheet.iter_rows(values_only=True))
    except Exception as error:  # whatever a parser of archives of XML meets in a broken file
        yield Finding("file.unreadable", f"the file cannot be read as a workbook: {type(error).__name__}: {error}"[:200])


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[Line]:
    header: list[str] = []
    kinds: list[str] = []
    first = True
    for number, cells in enumerate(rows, 1):
        if all(cell is None for cell in cells):
            continue
        if not header:
            header = [restore(unescaped(str(cell))) if cell is not None else "" for cell in cells]
            while header and not header[-1]:
                header.pop()
            kinds = [kind_of(name) for name in header]
            yield from twice(header)
            yield 0, dict.fromkeys(header)
            continue
        if first and is_tags(cells):
            continue
        first = False
        if any(cell is not None for cell in cells[len(header) :]):
            yield Finding("row.cells", f"the row has {len(cells)} cells, the header {len(header)}", line=number)
            continue
        padded = (*cells, *[None] * (len(header) - len(cells)))
        yield number, {name: _value(kind, cell) for name, kind, cell in zip(header, kinds, padded)}
    if not header:
        yield Finding("file.empty", "the sheet is empty", hint="a header is expected")


def _value(kind: str, cell: Any) -> Any:
    if cell is None:
        return "" if kind == "text" else None
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return typed(kind, unescaped(cell))
    if kind == "text":
        return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    return int(cell) if kind == "whole" and isinstance(cell, float) and cell.is_integer() else cell


def unescaped(text: str) -> str:
    """Text with the characters that XML cannot hold, which Office writes as ``_x000D_``."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """What :func:`unescaped` reads back as the text."""
    text = re.sub(r"_(?=x[0-9A-F]{4}_)", "_x005F_", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", text)
