"""The cells that follow from other cells of the same row, and its id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from eventx import countries, notes, schema

_UNPLACED = "ZZZ"  # a user-assigned ISO code: a row of no known country still gets an id, and fails its check
_EXCESSIVE = "Excessive force against protesters"
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), 127))  # no reader of tables takes these
_MAY_TARGET = ("Explosions/Remote violence", "Riots")


def derive(row: Mapping[str, Any], *, coding: str = "") -> dict[str, Any]:
    """The whole row, every column in schema order, from its extracted cells.

    Dates may be ``datetime.date`` or ISO text; they come back as ISO text. Missing text becomes ``""`` and missing
    numbers ``None``. ``coding`` ends the note (see :mod:`eventx.notes`). ``civilian_targeting``, ``notes`` and ``source_scale`` are kept where the row gives them. The
    derived cells stay empty when what they follow from is missing or unknown; :func:`eventx.checks.check` tells.
    Raises ``KeyError`` for a column that the schema does not know.
    """
    unknown = [name for name in row if name not in schema.FIELDS]
    if unknown:
        raise KeyError(f"no such column: {', '.join(unknown)}")
    full = {name: _cell(column, row.get(name)) for name, column in schema.FIELDS.items()}
    full["event_type"], full["disorder_type"] = schema.TYPE_OF.get(full["sub_event_type"], ("", ""))
    full["year"] = _year(full["event_date"])
    if not full["actor2"]:
        full["inter2"] = ""
    full["interaction"] = interaction(full["inter1"], full["inter2"])
    if row.get("civilian_targeting") is None:
        full["civilian_targeting"] = "Civilian targeting" if targets_civilians(full) else ""
    country = countries.by_name().get(full["country"])
    full["iso"], full["region"] = (country.iso, country.region) if country else (None, "")
    full["timestamp"] = _timestamp(full["published"])
    full["event_id_cnty"] = f"{country.iso3 if country else _UNPLACED}-{content_hash(full)}"
    full["notes"] = full["notes"] or notes.note(full, coding=coding)
    return full


def interaction(inter1: str, inter2: str) -> str:
    """The text of the interaction of two classes of actors, ``""`` when the first is unknown.

    The lower code stands first, but for civilians with external forces, which ACLED writes the other way round.
    """
    codes = schema.FIELDS["inter1"].codes
    if inter1 not in codes or (inter2 and inter2 not in codes):
        return ""
    number = codes[inter1] * 10
    if inter2:
        low, high = sorted((codes[inter1], codes[inter2]))
        number = low * 10 + high
    return _interactions().get(number, "")


def targets_civilians(row: Mapping[str, Any]) -> bool:
    """Whether the row's type and second actor say that civilians were the target (CONVENTIONS 1.2)."""
    if row["event_type"] == "Violence against civilians" or row["sub_event_type"] == _EXCESSIVE:
        return True
    return row["event_type"] in _MAY_TARGET and row["inter2"] == "Civilians"


def content_hash(row: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits of what was extracted: equal content of equal articles, equal id.

    Empty cells are left out, so that a later schema with more columns leaves the ids of old rows alone.
    """
    content = {name: row[name] for name in schema.COLUMNS if name not in schema.DERIVED and row[name] not in ("", None)}
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _interactions() -> dict[int, str]:
    return {number: text for text, number in schema.FIELDS["interaction"].codes.items()}


def _cell(column: schema.Column, value: Any) -> Any:
    if value is None or value == "":
        return "" if column.is_text else None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if column.is_text:
        # Half a surrogate pair, as broken JSON brings it, can be neither written nor hashed.
        text = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text if text.isprintable() else text.translate(_CONTROLS)
    return float(value) if column.arrow == "float64" else value


def _year(day: str) -> int | None:
    return int(day[:4]) if day[:4].isdecimal() else None


def _timestamp(day: str) -> int | None:
    try:
        return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
