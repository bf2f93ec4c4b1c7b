"""What is wrong with a row of an old export, by the rules of its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eventx import checks, countries
from eventx.errors import Finding
from eventx.exports.style import DROPPED, OPTIONAL, Style
from eventx.exports.translate import iso_day, translate

_CLASSES = range(1, 9)


def check(row: Mapping[str, Any], style: Style) -> list[Finding]:
    """What is wrong with one row, in its file's order of columns; empty when it is right."""
    found = {finding.column: finding for finding in _own(row, style)}
    for finding in checks.check(translate(row, style)):
        if finding.column in row:  # what is derived here, because the file is older than it, is not the file's fault
            found.setdefault(finding.column, finding)
    return [found[name] for name in row if name in found]


def _own(row: Mapping[str, Any], style: Style) -> Iterator[Finding]:
    day = row.get("event_date")
    if style.days and isinstance(day, str) and day:
        if checks.is_day(day):
            yield Finding("date.form", "the day is written otherwise than in the first row", column="event_date", value=day,
                          hint="such as 27 February 2020", severity="warning")  # fmt: skip
        elif not iso_day(day):
            yield Finding("date.invalid", f"{day!r} is not a day of the calendar", column="event_date", value=day,
                          hint="write it as in 27 February 2020")  # fmt: skip
    if style.numbers:
        yield from _numbers(row)
    if style.columns:
        yield from _names(row)
    for name in (*DROPPED, *OPTIONAL):
        if name not in ("iso3",) and name in row and row[name] not in ("", None) and not str(row[name]).isdecimal():
            yield Finding("value.type", f"{name} must be a whole number", column=name, value=str(row[name]))


def _numbers(row: Mapping[str, Any]) -> Iterator[Finding]:
    first, second = _code(row.get("inter1")), _code(row.get("inter2"))
    if first not in _CLASSES:
        yield Finding("value.unknown", "inter1 must be a class of actors", column="inter1", value=str(row.get("inter1")), hint="a number from 1 to 8")
    if second not in range(9):
        yield Finding("value.unknown", "inter2 must be a class of actors", column="inter2", value=str(row.get("inter2")), hint="a number from 1 to 8, 0 for nobody")
    elif bool(second) != bool(row.get("actor2")):
        yield Finding("actor2.inter2", "inter2 must be 0 exactly where actor2 is empty", column="inter2", value=str(row.get("inter2")))
    if first in _CLASSES and second in range(9):
        right = 10 * min(first, second) + max(first, second) if second else 10 * first
        if str(row.get("interaction")) != str(right):
            yield Finding("interaction.mismatch", "interaction does not follow from inter1 and inter2", column="interaction", value=str(row.get("interaction")), hint=f"write {right}")


def _code(value: Any) -> int:
    """The code as a number: 0 for an empty cell, -1 for what is none."""
    if value in ("", None):
        return 0
    return int(str(value)) if str(value).isdecimal() and len(str(value)) < 3 else -1


def _names(row: Mapping[str, Any]) -> Iterator[Finding]:
    country = countries.by_name().get(str(row.get("country")))
    if country and row.get("iso3") not in ("", None, country.iso3):
        yield Finding("iso3.mismatch", f"iso3 is not that of {country.name}", column="iso3", value=str(row["iso3"]), hint=f"write {country.iso3}")
    name, number = str(row.get("event_id_cnty") or ""), str(row.get("event_id_no_cnty") or "")
    if number.isdecimal() and name[3:].isdecimal() and name[3:] != number:
        yield Finding("id.mismatch", f"event_id_no_cnty is not the number of {name}", column="event_id_no_cnty", value=number, hint=f"write {name[3:]}")
