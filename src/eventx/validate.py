"""Files of event rows checked against the schema, ours or ACLED's own, in every format that rows are read from.

Streaming: a file is read once and findings come as they are met. A file that has none of eventx's own columns is taken
for an ACLED export and its 31 columns are checked; one with the columns, codes or days of older exports by the rules of
its time (:mod:`eventx.exports`). How the files are read is in :mod:`eventx.rowfiles`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from eventx import checks, exports, rowfiles, schema
from eventx.errors import Finding, UsageError
from eventx.seen import Seen

FORMS = ("text", "json", "github")
"""Forms in which :func:`render` gives a finding."""
_OWN = frozenset(schema.COLUMNS[schema.ACLED_COLUMNS :])
# Other columns that a finding rests on, beside the one that it names.
_NEEDS = {"actor2.inter2": ("actor2",), "interaction.mismatch": ("inter1", "inter2")}


def validate(files: Iterable[Path], *, kind: str = "") -> Iterator[Finding]:
    """Everything wrong with the files, each by itself, in reading order.

    ``kind`` is one of :data:`eventx.rowfiles.READERS`; empty means what a file's ending says. A file that cannot be read
    is a finding too. Raises :class:`UsageError` for a kind or an ending that is none of ours.
    """
    for file in files:
        chosen = kind or rowfiles.format_of(file)
        if chosen not in rowfiles.READERS:
            raise UsageError(f"unknown format {kind!r}", hint=f"one of: {', '.join(rowfiles.READERS)}")
        yield from _validate(file, chosen)


def render(finding: Finding, *, form: str = "text") -> str:
    """A finding as one line: for people, as a JSON object, or as an annotation in a GitHub workflow."""
    if form == "json":
        return json.dumps(finding.as_dict(), ensure_ascii=False)
    value = f": {_shorten(finding.value)!r}" if finding.value and repr(finding.value) not in finding.message else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    column = f"{finding.column}: " if finding.column else ""
    if form == "github":
        place = f"file={_property(finding.file)},line={finding.line or 1},title={_property(finding.code)}"
        return f"::{finding.severity} {place}::{_data(f'{column}{finding.message}{value}{hint}')}"
    if form != "text":
        raise UsageError(f"unknown form {form!r}", hint=f"one of: {', '.join(FORMS)}")
    line = f":{finding.line}" if finding.line else ""
    text = f"{finding.file}{line}: {finding.severity}: {column}{finding.message}{value}{hint} [{finding.code}]"
    return " ".join(text.split())


def _validate(file: Path, kind: str) -> Iterator[Finding]:
    state = _State(table=kind in rowfiles.TABLES)
    try:
        for item in rowfiles.READERS[kind](file):
            if isinstance(item, Finding):
                yield item.at(file=str(file), line=item.line)
                continue
            line, row = item
            is_header = state.table and line == 0
            if is_header or not state.table:
                # Outside of tables every row is its own header.
                for finding in state.header(tuple(row)):
                    yield finding.at(file=str(file), line=int(kind != "parquet") if is_header else line)
            if not state.usable and state.table:
                return
            if state.usable and not is_header:
                for finding in state.row(row, line):
                    yield finding.at(file=str(file), line=line)
    except OSError as error:
        yield Finding("file.unreadable", f"the file cannot be read: {error.strerror or error}", file=str(file))


class _State:
    """What is known of a file while it is read: its columns and their style, the ids that it had."""

    def __init__(self, *, table: bool) -> None:
        self.table = table
        self.usable = False
        self._names: tuple[str, ...] = ()
        self._again: list[Finding] = []
        self._style: exports.Style | None = None
        self._styled = False
        self._absent: frozenset[str] = frozenset()
        self._told: set[str] = set()
        self._ids = Seen()

    def header(self, names: tuple[str, ...]) -> Iterator[Finding]:
        """What is wrong with the columns' names; unknown ones are told once a file."""
        if names != self._names:
            self._names = names
            found = list(self._header(names))
            self._again = [finding for finding in found if finding.code != "column.unknown"]
            yield from found
        else:
            yield from self._again

    def _header(self, names: tuple[str, ...]) -> Iterator[Finding]:
        plain_acled = _OWN.isdisjoint(names)
        old = plain_acled and not exports.DROPPED.isdisjoint(names)
        columns = exports.OLD if old else schema.COLUMNS
        known = [name for name in names if name in columns]
        self.usable = not set(known) <= exports.DROPPED
        if not self.usable:
            hint = "separate the columns by commas" if len(names) == 1 and self.table else "see `eventx schema`"
            yield Finding("header.wrong", "none of the columns is known", value=", ".join(names), hint=hint)
            return
        self._absent = frozenset(columns) - set(names)
        for name in columns:
            if name in self._absent and not (plain_acled and name in _OWN):
                yield Finding("column.missing", f"the column {name} is missing", column=name,
                              hint=_instead(names, name))  # fmt: skip
        optional = exports.OPTIONAL if plain_acled else frozenset()
        for name in names:
            if name not in columns and name not in self._told and name not in optional:
                self._told.add(name)
                close = checks.did_you_mean(name, sorted(self._absent))
                yield Finding("column.unknown", f"the column {name!r} is not in the schema", column=name,
                              hint=close if close.startswith("did") else "it is not looked at",
                              severity="warning")  # fmt: skip
        right = [name for name in columns if name in known]
        if self.table and sorted(known) == sorted(right) and known != right:
            first = next(name for name, other in zip(known, right) if name != other)
            yield Finding("column.order", "the columns are not in the schema's order", column=first,
                          hint="see `eventx schema`", severity="warning")  # fmt: skip

    def row(self, row: dict[str, Any], line: int) -> Iterator[Finding]:
        """What is wrong with a row, its id's earlier use included."""
        if not self._styled:
            self._styled, self._style = True, exports.recognise(self._names, row)
        full = {**row, **dict.fromkeys(self._absent)} if self._absent else row
        for finding in exports.check(full, self._style) if self._style else checks.check(full):
            # What a missing column brings with it has been said, of the column.
            if self._absent.isdisjoint({finding.column, *_NEEDS.get(finding.code, ())}):
                yield finding
        name = schema.COLUMNS[0]
        key = row.get(name)
        if isinstance(key, str) and key:
            first = self._ids.first(key, line)
            if first != line:
                yield Finding("id.duplicate", f"line {first} has the same id", column=name, value=key,
                              hint="an id names one row")  # fmt: skip


def _instead(names: tuple[str, ...], missing: str) -> str:
    """A hint for a missing column: the unknown one that may be meant, or what to do."""
    close = checks.did_you_mean(missing, sorted(set(names) - set(schema.COLUMNS)))
    if close.startswith("did you mean"):
        return close.replace("did you mean", "is it")
    return "add it" if schema.FIELDS[missing].needed else "add it; its cells may be empty"


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
