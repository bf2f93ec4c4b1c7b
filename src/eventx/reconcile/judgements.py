"""What somebody decided about two rows, in ``judgements.csv``: it stands above every score and survives rebuilds.

A row is named by article, day, place and sub-event type, not by its id, which changes with every cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.checks import did_you_mean, is_day
from eventx.errors import DataError, Finding
from eventx.reconcile.report import parts
from eventx.spreadsheet import restore

COLUMNS = (
    "article_1", "date_1", "location_1", "type_1", "article_2", "date_2", "location_2", "type_2", "decision", "who", "reason",
)  # fmt: skip
"""The header of the file."""
DECISIONS = ("same", "different")
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two rows by their keys (article id, day, place, sub-event type), the decision, and who took it why."""

    one: Key
    other: Key
    decision: str
    who: str = ""
    reason: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Judgements:
    """The decisions of a file and what is wrong with its other lines."""

    decisions: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()


def read(file: Path) -> Judgements:
    """The file's decisions; a bad line is told and left out. Raises ``DataError`` when the file cannot be read at all."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.DictReader(stream, restkey="", strict=True)
            missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
            if missing:
                raise DataError(f"the column {missing[0]} is missing", file=str(file), line=1, column=missing[0], hint=f"the header is {','.join(COLUMNS)}")
            found = [_line(cells, str(file), lines.line_num) for cells in lines]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"the judgements cannot be read: {error}", file=str(file)) from error
    return Judgements(tuple(f for f in found if isinstance(f, Judgement)), tuple(f for f in found if isinstance(f, Finding)))


def keys(row: Mapping[str, Any]) -> Iterator[Key]:
    """The keys by which a row can be named: one an article."""
    for article in parts(row.get("article_ids")):
        yield article, str(row["event_date"]), str(row.get("location") or ""), str(row.get("sub_event_type") or "")


def _line(cells: Mapping[str, Any], file: str, line: int) -> Judgement | Finding:
    given = {name: restore((cells.get(name) or "").strip()) for name in COLUMNS}
    for finding in _wrong(given):
        return finding.at(file=file, line=line)
    one, other = (_key(given, number) for number in "12")
    return Judgement(one, other, given["decision"], given["who"], given["reason"], file, line)


def _key(given: Mapping[str, str], number: str) -> Key:
    return given[f"article_{number}"], given[f"date_{number}"], given[f"location_{number}"], given[f"type_{number}"]


def _wrong(given: Mapping[str, str]) -> Iterator[Finding]:
    for name in COLUMNS[:9]:
        value, hint = given[name], ""
        if not value:
            yield Finding("value.missing", f"{name} must not be empty", column=name)
        elif name.startswith("date") and not is_day(value):
            yield Finding("date.invalid", f"{value!r} is not a day of the calendar", column=name, value=value, hint="write YYYY-MM-DD")
        elif known := _known(name):
            hint = did_you_mean(value, known)
            if value not in known:
                yield Finding("value.unknown", f"{value!r} is not a value of {name}", column=name, value=value, hint=hint)
    if _key(given, "1") == _key(given, "2"):
        yield Finding("judgement.one_row", "both keys name the same row", column="article_2", value=given["article_2"])


def _known(name: str) -> Sequence[str]:
    if name == "decision":
        return DECISIONS
    return [str(value) for value in schema.ENUMS["sub_event_type"]] if name.startswith("type") else ()
