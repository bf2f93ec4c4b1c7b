"""A file of rows as one stream of typed rows under settled columns."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from eventx import checks, exports, rowfiles, schema
from eventx.errors import DataError, Finding

Tell = Callable[[Finding], None]
_BITS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, its Arrow type's name, and its HXL hashtag where the table bears such."""

    name: str
    arrow: str = "string"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; in a row missing text is ``""``, a missing number ``None``, a day ISO text."""

    fields: tuple[Field, ...]
    rows: Iterable[Mapping[str, Any]]


@dataclass(slots=True)
class Done:
    """How many rows were read, written, refused for a broken cell, and left out because the profile has none such."""

    read: int = 0
    written: int = 0
    refused: int = 0
    left_out: int = 0


def opened(file: Path, kind: str, done: Done, tell: Tell) -> Table:
    """The table in a file: our columns in our order, then all others in theirs, as text.

    :raises DataError: the file has no column that is ours.
    """
    names = _names(file, kind)
    known = [name for name in schema.COLUMNS if name in names]
    if not known:
        # Read on, so that it is told what is wrong with the file.
        for item in rowfiles.READERS[kind](file):
            if isinstance(item, Finding):
                tell(item.at(file=str(file), line=item.line))
        raise DataError("none of the columns is known", file=str(file), hint="see `eventx schema`")
    fields = [Field(name, schema.FIELDS[name].arrow) for name in known]
    fields += [Field(name) for name in names if name not in schema.FIELDS]
    return Table(tuple(fields), _rows(file, kind, tuple(fields), done, tell))


def _names(file: Path, kind: str) -> list[str]:
    """The names of all columns in the file; where every row has its own, all rows are looked at."""
    names: dict[str, None] = {}
    for item in rowfiles.READERS[kind](file):
        if not isinstance(item, Finding):
            names |= dict.fromkeys(item[1])
            if kind in rowfiles.TABLES:
                break
    return list(names)


def _rows(file: Path, kind: str, fields: tuple[Field, ...], done: Done, tell: Tell) -> Iterator[dict[str, Any]]:
    style: exports.Style | None = None
    for item in rowfiles.READERS[kind](file):
        if isinstance(item, Finding):
            tell(item.at(file=str(file), line=item.line))
            continue
        line, row = item
        if line == 0:
            continue
        if not done.read:
            style = exports.recognise(list(row), row)
        done.read += 1
        if style:
            row = exports.translate(row, style)
        typed, wrong = _typed(row, fields)
        if wrong:
            done.refused += 1
            for finding in wrong:
                tell(finding.at(file=str(file), line=line))
        else:
            yield typed


def _typed(row: Mapping[str, Any], fields: tuple[Field, ...]) -> tuple[dict[str, Any], list[Finding]]:
    typed, wrong = {}, []
    for field in fields:
        value = row.get(field.name)
        if field.arrow == "string":
            typed[field.name] = _text(value)
        else:
            typed[field.name], right = _number(value, field.arrow) if field.arrow != "date32" else _day(value)
            if not right:
                kind = {"float64": "a number", "date32": "a day"}.get(field.arrow, "a whole number")
                wrong.append(Finding("value.type", f"{field.name} must be {kind}; the row is left out", column=field.name, value=str(value)))
    return typed, wrong


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        value = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)
    # Half a surrogate pair, as broken JSON brings it, cannot be written.
    return str(value) if value.isascii() else str(value.encode("utf-8", "replace").decode("utf-8"))


def _day(value: Any) -> tuple[str, bool]:
    if value in ("", None):
        return "", True
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text, checks.is_day(text)


def _number(value: Any, arrow: str) -> tuple[Any, bool]:
    """The number, and whether it is one of its column's type. Not-a-number is how some programs write nothing."""
    if value in ("", None) or (isinstance(value, float) and math.isnan(value)):
        return None, True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, False
    if arrow == "float64":
        return (float(value), True) if math.isfinite(value) else (None, False)
    if value != int(value):
        return None, False
    return int(value), abs(value) <= 2 ** _BITS[arrow] - 1
