"""Cells: which of them people may set, what a value is in its column, and when two of them are the same."""

from __future__ import annotations

import math
from typing import Any

from eventx import schema

EDITABLE: tuple[str, ...] = tuple(
    name for name in schema.COLUMNS if name not in schema.DERIVED or name in ("civilian_targeting", "notes")
)
"""Columns that a person may set; the others follow from them."""
_BITS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}


def cell(column: str, value: Any) -> Any:
    """A value as its column has it: text in one line, whole number or number; ``""`` or None for nothing.

    Raises ``ValueError`` for what is no number, or one that the column cannot hold.
    """
    field = schema.FIELDS[column]
    if isinstance(value, str):
        value = " ".join(value.split())
    if value is None or value == "":
        return "" if field.is_text else None
    if field.is_text:
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if field.arrow == "float64":
        number = float(value.replace(",", ".")) if isinstance(value, str) else float(value)
        if not math.isfinite(number):
            raise ValueError(value)
        return number
    text = str(value)
    if len(text) > 25:  # no column holds so many digits, and reading them takes time
        raise ValueError(value)
    whole = int(text)
    if whole.bit_length() > _BITS[field.arrow]:
        raise ValueError(value)
    return whole


def same(one: Any, other: Any) -> bool:
    """Whether two cells hold the same; empty text and null are both nothing."""
    one, other = (None if value == "" else value for value in (one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return bool(one == other)
