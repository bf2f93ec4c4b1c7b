"""Files of rows as they stand, for checking: what each line holds, and what is wrong with the file itself.

Every reader gives ``(line, row)`` with typed cells, or a :class:`Finding` whose ``file`` is still empty. A CSV cell
that is not of its column's type stays text, so that the check of the row can tell.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.errors import Finding

Line = tuple[int, dict[str, Any]] | Finding
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_CELL = 1 << 22  # characters; the csv module's own limit of 128 k is less than some notes with joined addresses


def read_csv(file: Path) -> Iterator[Line]:
    """Rows of a CSV file; ``line`` is where the row begins. A file with a header only has no rows and is right."""
    if _has_bom(file):
        yield Finding("file.bom", "the file begins with a byte order mark", line=1, severity="warning",
                      hint="save as UTF-8 without BOM")  # fmt: skip
    csv.field_size_limit(_CELL)
    endings = _Endings()
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        reader = csv.reader(endings.watch(lines), strict=True)
        header: list[str] = []
        start = 1
        try:
            for cells in reader:
                line, start = start, reader.line_num + 1
                if not cells:
                    continue
                yield from _undecodable(cells, header or cells, line)
                if not header:
                    header = cells
                    yield from _twice(header)
                    yield 0, dict.fromkeys(header)
                elif len(cells) != len(header):
                    yield Finding("row.cells", f"the row has {len(cells)} cells, the header {len(header)}", line=line,
                                  value=cells[0], hint="quote cells with commas in them")  # fmt: skip
                else:
                    yield line, {name: _cell(name, cell) for name, cell in zip(header, cells)}
        except csv.Error as error:
            yield Finding("csv.broken", f"the rest cannot be read as CSV: {error}", line=start,
                          hint="is a quotation mark left open, or not doubled inside a cell?")  # fmt: skip
    if not header:
        yield Finding("file.empty", "the file is empty", hint="a header is expected")
    if endings.first == "\r\n" and not endings.mixed_at:
        yield Finding("file.crlf", "the lines do not end in \\n alone", line=1, value="CRLF", severity="warning",
                      hint="readers accept it; \\n is what eventx writes")  # fmt: skip
    if endings.mixed_at:
        yield Finding("file.line_endings", "the line ends otherwise than the lines before it", line=endings.mixed_at,
                      severity="warning", hint="use \\n throughout")  # fmt: skip


def read_jsonl(file: Path) -> Iterator[Line]:
    """Rows of a file of JSON lines; blank lines are passed over. An empty file has no rows and is right."""
    if _has_bom(file):
        yield Finding("file.bom", "the file begins with a byte order mark", line=1, severity="warning",
                      hint="save as UTF-8 without BOM")  # fmt: skip
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            raw = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8"), parse_constant=str)
            except UnicodeDecodeError as error:
                yield Finding("file.encoding", f"not UTF-8 at byte {error.start} of the line", line=number)
            except (ValueError, RecursionError) as error:
                yield Finding("json.invalid", f"the line is no JSON: {error}", line=number)
            else:
                if isinstance(row, dict):
                    yield number, row
                else:
                    yield Finding("json.invalid", "the line is JSON but no object", line=number,
                                  hint="one row a line, as {…}")  # fmt: skip


def read_parquet(file: Path) -> Iterator[Line]:
    """Rows of a Parquet file; ``line`` is the row's number, from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file.stat()  # a missing file is the caller's OSError, not a broken table
    try:
        with pq.ParquetFile(file) as table:
            yield from _twice(table.schema_arrow.names)
            yield 0, dict.fromkeys(table.schema_arrow.names)
            number = 0
            for batch in table.iter_batches(batch_size=2000):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        yield Finding("file.unreadable", f"the file cannot be read as Parquet: {str(error).splitlines()[0]}")


READERS: Mapping[str, Callable[[Path], Iterator[Line]]] = {
    "csv": read_csv, "jsonl": read_jsonl, "parquet": read_parquet,
}  # fmt: skip
"""Format → reader. Line 0 of a table is its header alone."""


class _Endings:
    """Watches how lines end while they pass."""

    def __init__(self) -> None:
        self.mixed_at = 0
        self.first = ""

    def watch(self, lines: Iterator[str]) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            ending = "\r\n" if line.endswith("\r\n") else line[-1:]
            if ending in ("\r\n", "\n", "\r"):
                self.first = self.first or ending
                if ending != self.first and not self.mixed_at:
                    self.mixed_at = number
            yield line


def _has_bom(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(3) == codecs.BOM_UTF8


def _twice(header: list[str]) -> Iterator[Finding]:
    for place, name in enumerate(header):
        if name in header[:place]:
            yield Finding("column.duplicate", f"the column {name} stands twice", line=1, column=name)


def _undecodable(cells: list[str], header: list[str], line: int) -> Iterator[Finding]:
    for name, cell in zip(header, cells):
        if not cell.isascii() and any("\udc80" <= sign <= "\udcff" for sign in cell):
            shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            yield Finding("file.encoding", "the cell is not UTF-8", line=line, column=name, value=shown,
                          hint="save the file as UTF-8")  # fmt: skip


def _cell(name: str, cell: str) -> Any:
    column = schema.FIELDS.get(name)
    if column is None or column.is_text or not cell:
        return cell
    if _WHOLE.fullmatch(cell):
        return int(cell)
    return float(cell) if column.arrow == "float64" and _DECIMAL.fullmatch(cell) else cell
