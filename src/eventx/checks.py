"""What is wrong with one row: the JSON Schema's verdict in plain words, and what JSON Schema cannot say.

Both come out as :class:`eventx.errors.Finding` without file and line; :mod:`eventx.validate` adds these.
"""

from __future__ import annotations

import difflib
import math
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from eventx import countries, schema
from eventx.derive import interaction
from eventx.errors import Finding

# A broken cell often breaks several keywords at once; the first of these is the one to tell.
_ORDER = ("required", "type", "enum", "format", "pattern", "minLength", "minimum", "maximum", "const")
_SHORT = 9  # so many values are listed in a hint; of more, only the closest is offered
_TOLLS = (("fatalities", "deaths"), ("injured", "injured"))


def check(row: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with one row, in column order; empty when it is valid.

    The row must have every column; empty text and ``None`` both count as missing. Unknown columns are not looked at.
    """
    plain = {name: _plain(value) for name, value in row.items() if name in schema.FIELDS}
    findings = {finding.column: finding for finding in _by_schema(plain)}
    for finding in _beyond_schema(plain):
        findings.setdefault(finding.column, finding)
    return [findings[name] for name in schema.COLUMNS if name in findings]


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """A hint that offers the closest of the known values, or all of them when they are few, or nothing."""
    choices = list(known)
    folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    return f"one of: {', '.join(choices)}" if len(choices) <= _SHORT else ""


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar as ISO has it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(dict(schema.SCHEMA), validate_formats=True)


def _plain(value: Any) -> Any:
    """The value as JSON Schema knows it: empty is null, a date is text; what JSON cannot carry becomes text."""
    if value == "":
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _by_schema(row: Mapping[str, Any]) -> Iterator[Finding]:
    if _validator().is_valid(row):
        return
    worst: dict[str, str] = {}
    for error in _validator().iter_errors(row):
        keyword = str(error.schema_path[-1])
        names = [str(part) for part in error.instance_path] or [str(getattr(error.kind, "property", ""))]
        if keyword in _ORDER and names[0]:
            worst[names[0]] = min(worst.get(names[0], keyword), keyword, key=_ORDER.index)
    for name, keyword in worst.items():
        yield _explain(schema.FIELDS[name], keyword, row)


def _explain(column: schema.Column, keyword: str, row: Mapping[str, Any]) -> Finding:
    name, value = column.name, row.get(column.name)
    entry, text = schema.SCHEMA["properties"][name], "" if value is None else str(value)
    if keyword == "required":
        return Finding("column.missing", f"the column {name} is missing", column=name)
    if value is None:
        hint = ", ".join(str(one) for one in column.enum) if len(column.enum) <= _SHORT else ""
        return Finding("value.missing", f"{name} must not be empty", column=name, hint=hint and f"one of: {hint}")
    if keyword == "type":
        kind = {"float64": "a number", "string": "text", "date32": "a date"}.get(column.arrow, "a whole number")
        return Finding("value.type", f"{name} must be {kind}", column=name, value=text)
    if keyword == "enum":
        hint = did_you_mean(text, map(str, column.enum))
        for label, code in column.codes.items():
            hint = f"write the label {label!r}" if str(code) == text else hint
        return Finding("value.unknown", f"{text!r} is not a value of {name}", column=name, value=text, hint=hint)
    if column.arrow == "date32":
        return Finding("date.invalid", f"{text!r} is not a day of the calendar", column=name, value=text,
                       hint=_date_hint(text))  # fmt: skip
    if keyword in ("minimum", "maximum"):
        low, high = entry.get("minimum", ""), entry.get("maximum", "")
        hint = f"from {low} to {high}" if high != "" else f"{low} or more"
        return Finding("value.range", f"{name} is out of range", column=name, value=text, hint=hint)
    if keyword == "const":
        right = schema.TYPE_OF[row["sub_event_type"]][0 if name == "event_type" else 1]
        return Finding("type.mismatch", f"{name} does not go with sub_event_type {row['sub_event_type']!r}",
                       column=name, value=text, hint=f"write {right!r}")  # fmt: skip
    return Finding("value.format", f"{text!r} does not have the form of {name}", column=name, value=text,
                   hint=_form(column))  # fmt: skip


def _date_hint(text: str) -> str:
    """What to write instead; ACLED's export form (27 February 2020) is recognised."""
    try:
        return f"write {datetime.strptime(text, '%d %B %Y').date().isoformat()}"
    except ValueError:
        pass
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if all(part.isdecimal() for part in (year, month, day)) and len(year) == 4 and 1 <= int(month) <= 12 and int(year):
        return f"that month has {monthrange(int(year), int(month))[1]} days"
    return "write YYYY-MM-DD"


def _form(column: schema.Column) -> str:
    if column.name == "event_id_cnty":
        return "three capital letters, a hyphen, twelve hexadecimal digits"
    if column.name in ("actor1", "actor2"):
        return "one actor only; put others into the assoc_actor column"
    if column.name == "source_scale":
        return "one or two of: " + ", ".join(schema.SCHEMA["properties"]["source_scale"]["x-components"])
    return "join several values with '; '" if "; " in column.description or "semicolon" in column.description else ""


def _beyond_schema(row: Mapping[str, Any]) -> Iterator[Finding]:
    """What ties cells together; cells that are missing or broken by themselves are passed over."""
    day, year = row.get("event_date"), row.get("year")
    if isinstance(day, str) and isinstance(year, int) and day[:4].isdecimal() and int(day[:4]) != year:
        yield Finding("year.mismatch", f"year is not the year of event_date {day}", column="year", value=str(year),
                      hint=f"write {day[:4]}")  # fmt: skip
    yield from _actors(row)
    yield from _country(row)
    if (row.get("latitude") is None) != (row.get("longitude") is None):
        name = "latitude" if row.get("latitude") is None else "longitude"
        yield Finding("point.half", f"{name} is empty but the other coordinate is not", column=name,
                      hint="give both or neither")  # fmt: skip
    for stem, what in _TOLLS:
        yield from _span(row, stem, what)


def _actors(row: Mapping[str, Any]) -> Iterator[Finding]:
    actor2, inter1, inter2 = row.get("actor2"), row.get("inter1"), row.get("inter2")
    if (actor2 is None) != (inter2 is None):
        yield Finding("actor2.inter2", "inter2 must be empty exactly where actor2 is", column="inter2",
                      value=str(inter2 or ""))  # fmt: skip
    right = interaction(str(inter1 or ""), str(inter2 or ""))
    if right and row.get("interaction") not in (None, right):
        yield Finding("interaction.mismatch", "interaction does not follow from inter1 and inter2",
                      column="interaction", value=str(row["interaction"]), hint=f"write {right!r}")  # fmt: skip
    if row.get("event_type") in ("Battles", "Violence against civilians") and actor2 is None:
        yield Finding("actor2.missing", f"{row['event_type']} need a second actor", column="actor2")


def _country(row: Mapping[str, Any]) -> Iterator[Finding]:
    name = row.get("country")
    if not isinstance(name, str):
        return
    country = countries.by_name().get(name)
    if country is None:
        hint = did_you_mean(name, countries.by_name())
        yield Finding("country.unknown", f"no country is called {name!r}", column="country", value=name, hint=hint)
        return
    for column, right in (("iso", country.iso), ("region", country.region)):
        if row.get(column) not in (None, right):
            yield Finding(f"{column}.mismatch", f"{column} is not that of {name}", column=column,
                          value=str(row[column]), hint=f"write {right}")  # fmt: skip


def _span(row: Mapping[str, Any], stem: str, what: str) -> Iterator[Finding]:
    best, low, high = (row.get(name) for name in (stem, f"{stem}_low", f"{stem}_high"))
    numbers = [value for value in (low, best, high) if isinstance(value, int | float)]
    if numbers != sorted(numbers):
        given = ", ".join("" if value is None else str(value) for value in (low, best, high))
        yield Finding("span.order", f"{what}: lowest, best and highest figure do not rise", column=stem,
                      value=str(best), hint=f"now {given}")  # fmt: skip
