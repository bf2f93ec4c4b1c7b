"""How the desk lays out a row, read from ``layout.toml``: groups of columns, colours and tags, what is compared."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.review.cells import EDITABLE


@cache
def groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The groups of edited columns, in the order of the form."""
    return tuple((one["name"], tuple(name for name in one["columns"] if name in EDITABLE)) for one in _read()["group"])


@cache
def more() -> tuple[str, ...]:
    """Columns that the desk shows beside the form, without editing."""
    shown = {name for _, columns in groups() for name in columns}
    return tuple(name for name in schema.COLUMNS if name not in shown)


@cache
def lead() -> Mapping[str, str]:
    """Column → the column under whose colour its words are marked."""
    return {name: one["lead"] for one in _read()["colour"] for name in (one["lead"], *one["also"])}


@cache
def tags() -> Mapping[str, str]:
    """Leading column → the tag beside its words."""
    return {one["lead"]: one["tag"] for one in _read()["colour"]}


@cache
def compared() -> tuple[str, ...]:
    """Columns that are compared between rows, coders, and extraction and review."""
    return tuple(_read()["compared"]["columns"])


@cache
def rescue() -> tuple[str, ...]:
    """Columns that a rescued row is asked for."""
    return tuple(_read()["rescue"]["columns"])


@cache
def circle() -> Mapping[int, float]:
    """Precision of the place → the radius in kilometres that it is drawn with."""
    return {int(name): float(km) for name, km in _read()["circle"].items()}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
