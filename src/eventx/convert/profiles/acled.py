"""ACLED's 31 columns in ACLED's order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eventx import schema
from eventx.convert.table import Done, Field, Table

_COLUMNS = schema.COLUMNS[: schema.ACLED_COLUMNS]


def table(given: Table, done: Done) -> Table:
    """The table in these columns; a column that was not there is empty, but for those that follow from others."""
    del done
    return Table(tuple(Field(name, schema.FIELDS[name].arrow) for name in _COLUMNS), _rows(given))


def _rows(given: Table) -> Iterator[Mapping[str, Any]]:
    for row in given.rows:
        cells = {name: row.get(name, "" if schema.FIELDS[name].is_text else None) for name in _COLUMNS}
        types = schema.TYPE_OF.get(cells["sub_event_type"], ("", ""))
        cells["event_type"] = cells["event_type"] or types[0]
        cells["disorder_type"] = cells["disorder_type"] or types[1]
        yield cells
