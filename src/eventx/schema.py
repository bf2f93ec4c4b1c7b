"""The row: its columns, types, codes and definitions, all read from ``schemas/event.schema.json``.

Column lists, Arrow types, CSV headers and ``docs/columns.md`` derive from that one file. The checks of a row are in
:mod:`eventx.checks`, the cells that follow from others in :mod:`eventx.derive`; both are offered here too.
A row is a mapping from column to value: text, whole number, float or ISO date as text; missing text is ``""`` and a
missing number ``None``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from eventx import resources
from eventx.errors import Finding, SchemaError

if TYPE_CHECKING:
    import pyarrow as pa

ACLED_COLUMNS = 31
"""How many of the first columns are ACLED's own, in ACLED's order."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``arrow`` is its Arrow type's name, ``codes`` maps an enum's values to ACLED's older numbers."""

    name: str
    title: str
    description: str
    arrow: str
    needed: bool
    derived: bool
    origin: str
    enum: tuple[Any, ...]
    definitions: Mapping[str, str]
    codes: Mapping[str, int]

    @property
    def is_text(self) -> bool:
        """Whether a missing value is ``""`` rather than ``None`` (dates are text in a row)."""
        return self.arrow in ("string", "date32")


def _load(name: str) -> dict[str, Any]:
    file = resources.path("schemas", name)
    try:
        loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SchemaError(f"the schema cannot be read: {error}", file=str(file)) from error
    return loaded


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        name=name, title=entry["title"], description=entry["description"], arrow=entry["x-arrow"],
        needed=isinstance(entry["type"], str), derived=entry.get("x-derived", False), origin=entry["x-from"],
        enum=tuple(value for value in entry.get("enum", ()) if value is not None),
        definitions=entry.get("x-definitions", {}), codes=entry.get("x-codes", {}),
    )  # fmt: skip


SCHEMA: Mapping[str, Any] = _load("event.schema.json")
"""The JSON Schema of a row, as loaded."""
FIELDS: Mapping[str, Column] = {name: _column(name, entry) for name, entry in SCHEMA["properties"].items()}
"""Column name → column, in order."""
COLUMNS: tuple[str, ...] = tuple(FIELDS)
"""Names of all columns, in order."""
ENUMS: Mapping[str, tuple[Any, ...]] = {name: column.enum for name, column in FIELDS.items() if column.enum}
"""Column → the values that it may have."""
DERIVED: frozenset[str] = frozenset(name for name, column in FIELDS.items() if column.derived)
"""Columns that follow from the others."""
TYPE_OF: Mapping[str, tuple[str, str]] = {
    sub: (pair["then"]["properties"]["event_type"]["const"], pair["then"]["properties"]["disorder_type"]["const"])
    for pair in SCHEMA["allOf"]
    for sub in pair["if"]["properties"]["sub_event_type"]["enum"]
}
"""Sub-event type → event type and kind of disorder."""


def article_schema() -> dict[str, Any]:
    """The JSON Schema of an article as read from JSON lines."""
    return _load("article.schema.json")


@cache
def arrow_schema() -> pa.Schema:
    """The Arrow schema of a table of rows; its metadata bears the versions of the schema and of eventx."""
    from importlib.metadata import PackageNotFoundError, version

    import pyarrow as pa

    try:
        package = version("eventx")
    except PackageNotFoundError:  # run from a bare source tree
        package = "unknown"
    fields = [
        pa.field(name, pa.type_for_alias(column.arrow), metadata={"title": column.title})
        for name, column in FIELDS.items()
    ]
    return pa.schema(fields, metadata={"eventx.schema": SCHEMA["version"], "eventx.version": package})


def check(row: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with one row, in column order; empty when it is valid. See :func:`eventx.checks.check`."""
    from eventx import checks

    return checks.check(row)


def derive(row: Mapping[str, Any], *, coding: str = "") -> dict[str, Any]:
    """The whole row, in schema order, from its extracted cells. See :func:`eventx.derive.derive`."""
    from eventx import derive as room

    return room.derive(row, coding=coding)


def columns_markdown() -> str:
    """``docs/columns.md``: every column with its meaning, type and values."""
    lines = [
        "# Columns of an event row", "",
        "<!-- Generated from schemas/event.schema.json by `eventx schema --format markdown`; do not edit. -->", "",
        f"The first {ACLED_COLUMNS} columns have ACLED's names, order and text labels; the others follow. In CSV a "
        "missing value is an empty cell, in JSON lines and Parquet it is null. Text columns that may hold several "
        "values join them with `; `.", "",
        "| # | column | type | may be empty | comes from | meaning |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    origins = {"text": "the text", "gazetteer": "a gazetteer", "article": "the article's particulars", "row": "the row"}
    for number, column in enumerate(FIELDS.values(), start=1):
        empty = "no" if column.needed else "yes"
        lines.append(
            f"| {number} | `{column.name}` | {column.arrow} | {empty} | {origins[column.origin]} "
            f"| **{column.title}.** {column.description} |"
        )
    for column in FIELDS.values():
        lines += _values_markdown(column)
    return "\n".join(lines) + "\n"


def _values_markdown(column: Column) -> Iterable[str]:
    if not column.enum:
        return []
    lines = ["", f"## Values of `{column.name}`", ""]
    for value in column.enum:
        code = f" ({column.codes[value]})" if value in column.codes else ""
        kind = f" [{TYPE_OF[value][0]}; {TYPE_OF[value][1]}]" if column.name == "sub_event_type" else ""
        meaning = column.definitions.get(str(value), "")
        lines.append(f"- `{value}`{code}{kind}" + (f": {meaning}" if meaning else ""))
    return lines
