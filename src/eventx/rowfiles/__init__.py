"""Files of rows as they stand: what each line holds, and what is wrong with the file itself.

Every reader gives ``(line, row)`` with typed cells, or a :class:`~eventx.errors.Finding` whose ``file`` is still empty.
A cell that is not of its column's type stays text, so that the check of the row can tell. Line 0 is a table's header
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from eventx.errors import UsageError
from eventx.rowfiles.cells import Line
from eventx.rowfiles.columnar import read_parquet
from eventx.rowfiles.delimited import read_csv
from eventx.rowfiles.geojson import read_geojson
from eventx.rowfiles.lines import read_jsonl
from eventx.rowfiles.workbook import read_xlsx

__all__ = ["READERS", "TABLES", "Line", "format_of"]

READERS: Mapping[str, Callable[[Path], Iterator[Line]]] = {
    "csv": read_csv, "jsonl": read_jsonl, "parquet": read_parquet, "geojson": read_geojson, "xlsx": read_xlsx,
}  # fmt: skip
"""Format → reader."""
TABLES = frozenset({"csv", "parquet", "xlsx"})
"""Formats with one header for all rows; in the others every row bears its own names."""
_ENDINGS = {"ndjson": "jsonl", "json": "jsonl", "pq": "parquet"}


def format_of(file: Path) -> str:
    """The format that a file's ending asks for. Raises :class:`UsageError` when it asks for none of ours."""
    ending = file.suffix.lower().lstrip(".")
    name = _ENDINGS.get(ending, ending)
    if name not in READERS:
        raise UsageError(f"no format for files named *{file.suffix or file.name}", hint=f"one of: {', '.join(READERS)}")
    return name
