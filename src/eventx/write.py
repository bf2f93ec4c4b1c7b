"""Rows, evidence and problems to files, or to a terminal.

Files appear whole or not at all: they are written beside their place and renamed. The same rows give the same bytes.
JSON lines and Parquet have null for what is missing, CSV an empty cell; CSV is RFC 4180 with ``\\n``, UTF-8, no BOM, and
text in it that a spreadsheet would run is defused (:mod:`eventx.spreadsheet`).
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from eventx import schema
from eventx.errors import UsageError
from eventx.model import Evidence, Problem
from eventx.spreadsheet import defuse

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

Row = Mapping[str, Any]
_BATCH = 10_000  # rows of a Parquet row group: memory stays flat, files stay readable in pieces


def jsonl_line(row: Row) -> str:
    """One row as a line of JSON: every column, in schema order, null where empty."""
    return json.dumps({name: _none(row.get(name)) for name in schema.COLUMNS}, ensure_ascii=False) + "\n"


def jsonl(rows: Iterable[Row], out: IO[str]) -> int:
    """Write rows as JSON lines to an open text file, each as soon as it is there; gives their number."""
    number = 0
    for row in rows:
        number += 1
        out.write(jsonl_line(row))
        out.flush()
    return number


def csv_rows(rows: Iterable[Row], out: IO[str]) -> int:
    """Write a header and rows as CSV to an open text file (opened with ``newline=""``); gives the rows' number."""
    return csv_table(schema.COLUMNS, rows, out)


def csv_table(columns: Sequence[str], rows: Iterable[Row], out: IO[str]) -> int:
    """Any table as CSV, as :func:`csv_rows` writes events; gives the rows' number."""
    # The writer only quotes the line breaks that it ends lines with, so it is given both and its ends are mended.
    writer = csv.writer(LineFeeds(out), lineterminator="\r\n")
    writer.writerow(columns)
    number = 0
    for row in rows:
        number += 1
        writer.writerow([_cell(row.get(name)) for name in columns])
    return number


class LineFeeds:
    """An open text file in which each written line ends in ``\\n``."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def write(self, line: str) -> int:
        return self._out.write(line.removesuffix("\r\n") + "\n")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else value


def arrow_table(rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table of the schema's types, built column by column.

    Raises ``pyarrow.ArrowInvalid`` or ``ArrowTypeError`` when a cell does not have its column's type.
    """
    import pyarrow as pa

    kept = list(rows)
    arrow = schema.arrow_schema()
    columns = [pa.array([_typed(field.name, row.get(field.name)) for row in kept], type=field.type) for field in arrow]
    return pa.Table.from_arrays(columns, schema=arrow)


def parquet(rows: Iterable[Row], file: Path) -> int:
    """Write rows as a Parquet file, in row groups; gives their number. Atomic like :func:`save`."""
    import pyarrow.parquet as pq

    number, remaining = 0, iter(rows)
    with replacing(file) as beside, pq.ParquetWriter(beside, schema.arrow_schema(), compression="zstd") as writer:
        while batch := list(islice(remaining, _BATCH)):
            writer.write_table(arrow_table(batch))
            number += len(batch)
    return number


_TEXT: Mapping[str, Callable[[Iterable[Row], IO[str]], int]] = {"jsonl": jsonl, "csv": csv_rows}
FORMATS = (*_TEXT, "parquet")
"""Formats that :func:`save` writes."""


def format_of(file: Path) -> str:
    """The format that a file's ending asks for. Raises :class:`UsageError` when it asks for none of ours."""
    ending = file.suffix.lower().lstrip(".")
    name = {"ndjson": "jsonl", "json": "jsonl", "pq": "parquet"}.get(ending, ending)
    if name not in FORMATS:
        raise UsageError(f"no format for files named *{file.suffix or file.name}", hint=f"one of: {', '.join(FORMATS)}")
    return name


def save(rows: Iterable[Row], file: Path, *, kind: str = "") -> int:
    """Write rows to a file and give their number.

    ``kind`` is one of :data:`FORMATS`; empty means what the file's ending says. An existing file is replaced only
    when all rows are written. Raises :class:`UsageError` for another kind.
    """
    kind = kind or format_of(file)
    if kind == "parquet":
        return parquet(rows, file)
    if kind not in _TEXT:
        raise UsageError(f"unknown format {kind!r}", hint=f"one of: {', '.join(FORMATS)}")
    with replacing(file) as beside, opened_text(beside) as out:
        return _TEXT[kind](rows, out)


def save_beside(items: Iterable[Evidence | Problem], file: Path) -> int:
    """Write evidence or problems as JSON lines (``evidence.jsonl``, ``problems.jsonl``) and give their number."""
    number = 0
    with replacing(file) as beside, opened_text(beside) as out:
        for item in items:
            number += 1
            out.write(json.dumps(item.as_dict(), ensure_ascii=False) + "\n")
    return number


def dumps(rows: Iterable[Row], *, kind: str = "jsonl") -> str:
    """Rows as one string of JSON lines or CSV."""
    out = io.StringIO(newline="")
    _TEXT[kind](rows, out)
    return out.getvalue()


def table(rows: Iterable[Row]) -> Table:
    """Rows as a table for a terminal: what a reader wants to see first of each."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(show_lines=False, pad_edge=False)
    for title in ("Date", "Type", "Actor 1", "Actor 2", "Place", "Dead", "Injured", "Says"):
        shown.add_column(title, justify="right" if title in ("Dead", "Injured") else "left", overflow="fold")
    for row in rows:
        # Text, not str: square brackets in a name are no markup of rich's.
        shown.add_row(*(Text(cell) for cell in _summary(row)))
    return shown


def _summary(row: Row) -> list[str]:
    day = str(row["event_date"]) + {2: " ~", 3: " (month)"}.get(row["time_precision"], "")
    province = f", {row['admin1']}" if row["admin1"] and row["admin1"] != row["location"] else ""
    place = f"{row['location']}{province}, {row['country']} ({row['geo_precision']})"
    says = "; ".join(part for part in (row["attribution_status"], row["attributed_to"]) if part)
    numbers = ["" if row[name] is None else str(row[name]) for name in ("fatalities", "injured")]
    return [day, row["sub_event_type"], row["actor1"], row["actor2"], place, *numbers, says]


def _none(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _typed(name: str, value: Any) -> Any:
    if value in ("", None):
        return None
    if schema.FIELDS[name].arrow == "date32" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def opened_text(file: Path, *, mode: str = "w") -> IO[str]:
    """A text file opened for writing: UTF-8, line ends as they are given."""
    # "replace": half a surrogate pair must not break off a file of good rows.
    return file.open(mode, encoding="utf-8", newline="", errors="replace")


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A path beside ``file`` to write to; it takes the file's place at the end, or is removed on an error.

    What is no ordinary file (``/dev/null``, a pipe) is written to directly: it must not be replaced.
    """
    if file.exists() and not file.is_file():
        yield file
        return
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name[:100]}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(file)
    except OSError as error:
        # A full disk is told of the file that was wanted, not of the one beside it.
        if error.filename not in (None, name):
            raise
        raise OSError(error.errno, error.strerror or str(error), str(file)) from None
    finally:
        beside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
