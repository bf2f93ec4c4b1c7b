"""How a file of ACLED's differs from the columns and labels of today."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eventx import schema

_OWN = frozenset(schema.COLUMNS[schema.ACLED_COLUMNS :])
_LONG = re.compile(r"\d{1,2} [A-Za-z]+ \d{4}")


@cache
def table() -> dict[str, Any]:
    """``exports.toml``, read once."""
    return tomllib.loads(Path(__file__).with_name("exports.toml").read_text(encoding="utf-8"))


OLD: tuple[str, ...] = tuple(table()["before_2023"])
"""The columns before March 2023."""
OPTIONAL = frozenset(table()["optional"])
"""Columns that a file may have besides."""
DROPPED = frozenset(OLD) - set(schema.COLUMNS)
"""Columns that were given up in March 2023; a file that has one of them is from before."""


@dataclass(frozen=True, slots=True)
class Style:
    """``columns``: those before March 2023. ``numbers``: codes of actors' classes, as until 2024. ``days``: written
    out, such as 27 February 2020."""

    columns: bool = False
    numbers: bool = False
    days: bool = False

    @property
    def expected(self) -> tuple[str, ...]:
        """The columns that such a file has, in order."""
        return OLD if self.columns else schema.COLUMNS[: schema.ACLED_COLUMNS]


def recognise(header: Sequence[str], row: Mapping[str, Any]) -> Style | None:
    """The style of a file by its header and its first row; None for today's columns and labels, and for what eventx
    wrote."""
    names = set(header)
    if names & _OWN or not names & set(schema.COLUMNS):
        return None
    style = Style(
        columns=bool(names & DROPPED),
        numbers=str(row.get("inter1", "")).isdecimal() or str(row.get("interaction", "")).isdecimal(),
        days=bool(_LONG.fullmatch(str(row.get("event_date", "")))),
    )
    return style if style != Style() else None
