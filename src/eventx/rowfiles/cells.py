"""Cells and headers as they stand in a file: to the types of their columns where they have them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.errors import Finding
from eventx.spreadsheet import restore

Line = tuple[int, dict[str, Any]] | Finding
"""A row with its place in the file, or what is wrong there."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"\A[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def kind_of(name: str) -> str:
    """What the cells of a column hold: ``text``, ``whole`` or ``number``; columns that are not ours hold text."""
    column = schema.FIELDS.get(name)
    if column is None or column.is_text:
        return "text"
    return "number" if column.arrow == "float64" else "whole"


def typed(kind: str, cell: str) -> Any:
    """The cell of a file of text as its column's type, or as it stands where it is not of it."""
    if kind == "text" or not cell:
        return restore(cell) if cell[:1] == "'" else cell
    if _WHOLE.fullmatch(cell):
        return int(cell)
    return float(cell) if kind == "number" and _DECIMAL.fullmatch(cell) else cell


def is_tags(cells: Sequence[Any]) -> bool:
    """Whether the cells are a row of HXL hashtags, which is no row of data."""
    filled = [cell for cell in cells if cell not in ("", None)]
    return bool(filled) and all(isinstance(cell, str) and cell.startswith("#") for cell in filled)


def twice(header: Sequence[str]) -> Iterator[Finding]:
    """Columns that stand twice."""
    for place, name in enumerate(header):
        if name in header[:place]:
            yield Finding("column.duplicate", f"the column {name} stands twice", line=1, column=name)


def has_bom(file: Path) -> bool:
    """Whether a file begins with the UTF-8 byte order mark."""
    with file.open("rb") as opened:
        return opened.read(3) == codecs.BOM_UTF8
