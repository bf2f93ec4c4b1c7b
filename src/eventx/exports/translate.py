"""A row of an old export in the columns and labels of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from eventx import schema
from eventx.derive import targets_civilians
from eventx.exports.style import Style, table


def translate(row: Mapping[str, Any], style: Style) -> dict[str, Any]:
    """The row with today's labels; what cannot be read stays as it is, and columns of the past stay beside.

    ``disorder_type`` and ``civilian_targeting`` follow from the other cells where the file is older than they are.
    """
    out = dict(row)
    if style.days:
        out["event_date"] = iso_day(str(row.get("event_date") or "")) or row.get("event_date")
    if style.numbers:
        for name in ("inter1", "inter2", "interaction"):
            if name in row:
                out[name] = label(name, row[name])
    region = row.get("region")
    out["region"] = table()["regions"].get(region, region) if isinstance(region, str) else region
    if style.columns:
        sub = row.get("sub_event_type")
        out["disorder_type"] = schema.TYPE_OF.get(sub, ("", ""))[1] if isinstance(sub, str) else ""
        cells = {name: out.get(name) or "" for name in ("event_type", "sub_event_type", "inter2")}
        out["civilian_targeting"] = "Civilian targeting" if targets_civilians(cells) else ""
        out.setdefault("tags", "")
    return out


@lru_cache(maxsize=4096)
def iso_day(text: str) -> str:
    """``27 February 2020`` as ISO, ``""`` for anything else."""
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return ""


def label(column: str, code: Any) -> Any:
    """The label of a code, ``""`` for the 0 of nobody, the code itself where there is no such one."""
    text = str(code)
    if text in ("0", "", "None"):
        return "" if column != "interaction" else code
    return _labels(column).get(text, code)


@cache
def _labels(column: str) -> dict[str, str]:
    return {str(code): text for text, code in schema.FIELDS[column].codes.items()}
