"""The list: filters out of an address, rows out of the index, a page at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from eventx.review.fold import STATUSES

SORTS: Mapping[str, tuple[str, str]] = {
    "file": ("n", "ASC"), "date": ("event_date", "ASC"), "newest": ("event_date", "DESC"), "deaths": ("fatalities", "DESC"),
    "decided": ("at", "DESC"),
}  # fmt: skip
"""Name of an order → column and direction; rows that are alike in it stand as in the file."""
PAGE = 50
FLAGS = ("edited", "stale", "invalid", "split", "rescued", "judged")
_NOTHING = -1  # where an empty cell stands in an order, as SQLite has it: before all others
_LIKE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the rows is wanted; empty means all. ``status`` is a status or one of :data:`FLAGS`."""

    q: str = ""
    start: str = ""
    end: str = ""
    type: str = ""
    actor: str = ""
    place: str = ""
    source: str = ""
    problem: str = ""
    status: str = ""
    sort: str = "file"

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Filter:
        """A filter from the parameters of an address; what cannot be understood is left out."""
        taken = {one.name: " ".join(str(values.get(one.name, "")).split())[:300] for one in fields(cls)}
        for name in ("start", "end"):
            try:
                date.fromisoformat(taken[name])
            except ValueError:
                taken[name] = ""
        if taken["status"] not in (*STATUSES, *FLAGS):
            taken["status"] = ""
        if taken["sort"] not in SORTS:
            taken["sort"] = "file"
        return cls(**taken)

    def query(self, **more: Any) -> str:
        """The filter as part of an address, without what is empty."""
        values = {one.name: getattr(self, one.name) for one in fields(self)} | more
        return urlencode({name: value for name, value in values.items() if value not in ("", None) and (name, value) != ("sort", "file")})

    @property
    def is_empty(self) -> bool:
        """Whether all rows are wanted."""
        return all(not getattr(self, one.name) for one in fields(self) if one.name != "sort")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: its rows, how many rows there are in all, and which page it is (from 1)."""

    rows: list[sqlite3.Row]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def page(db: sqlite3.Connection, wanted: Filter, number: int = 1) -> Page:
    """A page of the rows that are wanted."""
    where, values = _where(wanted)
    total = int(db.execute(f"SELECT count(*) FROM rows WHERE {where}", values).fetchone()[0])
    number = max(1, min(number, -(-total // PAGE)))
    column, direction = SORTS[wanted.sort]
    # Only the rows' numbers are sorted; the cells of one page are fetched afterwards.
    numbers = f"SELECT n FROM rows WHERE {where} ORDER BY {column} {direction}, n LIMIT ? OFFSET ?"
    rows = db.execute(
        f"SELECT * FROM rows WHERE n IN ({numbers}) ORDER BY {column} {direction}, n", [*values, PAGE, (number - 1) * PAGE]
    ).fetchall()
    return Page(rows, total, number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in the list: how many rows up to it, of how many, and the ids beside it (``""`` for none)."""

    at: int
    total: int
    before: str
    after: str


def place(db: sqlite3.Connection, wanted: Filter, row: sqlite3.Row) -> Place:
    """The place of a row, which itself may have left the list, because it was just judged."""
    where, values = _where(wanted)
    column, direction = SORTS[wanted.sort]
    own: Any = row[column] if row[column] is not None else _NOTHING
    earlier, later = ("<", ">") if direction == "ASC" else (">", "<")
    ahead, behind = f"(c {earlier} ? OR (c = ? AND n < ?))", f"(c {later} ? OR (c = ? AND n > ?))"
    back = "DESC" if direction == "ASC" else "ASC"
    # The list is looked for once; a search over all articles takes as long as the rest together.
    found = db.execute(
        f"WITH list AS MATERIALIZED (SELECT n, coalesce({column}, ?) AS c FROM rows WHERE {where}) SELECT "
        f"(SELECT count(*) FROM list), (SELECT count(*) FROM list WHERE {ahead} OR n = ?), "
        f"(SELECT id FROM rows WHERE n = (SELECT n FROM list WHERE {ahead} ORDER BY c {back}, n DESC LIMIT 1)), "
        f"(SELECT id FROM rows WHERE n = (SELECT n FROM list WHERE {behind} ORDER BY c {direction}, n LIMIT 1))",
        [_NOTHING, *values, own, own, row["n"], row["n"], own, own, row["n"], own, own, row["n"]],
    ).fetchone()
    return Place(found[1], found[0], found[2] or "", found[3] or "")


def match_words(text: str) -> str:
    """What a person typed as a query of FTS5: every word, the last one also as a beginning; quoted phrases stay whole."""
    words = []
    for number, piece in enumerate(text.split('"')):
        words += [piece.strip()] if number % 2 else piece.split()
    wanted = [word for word in words if any(sign.isalnum() for sign in word)]
    star = "" if text.endswith(('"', " ")) else "*"
    return " ".join(f'"{word}"' for word in wanted) + (star if wanted else "")


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    parts: list[str] = ["hidden = 0"]
    values: list[Any] = []

    def add(part: str, *more: Any) -> None:
        parts.append(part)
        values.extend(more)

    if wanted.start:
        add("event_date >= ?", wanted.start)
    if wanted.end:
        add("event_date <= ?", wanted.end)
    if wanted.type:
        add("(sub_event_type = ? OR event_type = ?)", wanted.type, wanted.type)
    if wanted.actor:
        like = f"%{wanted.actor.translate(_LIKE)}%"
        add(r"(actor1 LIKE ? ESCAPE '\' OR actor2 LIKE ? ESCAPE '\')", like, like)
    if wanted.place:
        like = f"{wanted.place.translate(_LIKE)}%"
        add(r"(location LIKE ? ESCAPE '\' OR admin1 LIKE ? ESCAPE '\' OR country LIKE ? ESCAPE '\')", like, like, like)
    if wanted.source:
        add("n IN (SELECT n FROM row_sources WHERE source = ?)", wanted.source)
    if wanted.problem:
        add("n IN (SELECT n FROM row_problems WHERE code = ?)", wanted.problem)
    if wanted.status:
        parts.append(_status(wanted.status))
    if wanted.q:
        match = match_words(wanted.q)
        if match:
            add(
                "n IN (SELECT rowid FROM row_words WHERE row_words MATCH ? UNION SELECT n FROM row_articles WHERE a IN "
                "(SELECT rowid FROM article_words WHERE article_words MATCH ?))", match, match,
            )  # fmt: skip
        else:
            parts.append("0")
    return " AND ".join(parts), values


def _status(status: str) -> str:
    flags = {
        "edited": "edited > 0", "stale": "stale = 1", "invalid": "valid = 0 AND status NOT IN ('rejected', 'merged')",
        "split": "origin = 'split'", "rescued": "origin = 'rescued'", "judged": "status <> 'open'",
    }  # fmt: skip
    return flags.get(status) or f"status = '{status}'"  # a status is one of STATUSES: Filter.of saw to that


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many rows there are of each status, and in all."""
    found = {row[0]: row[1] for row in db.execute("SELECT status, count(*) FROM rows WHERE hidden = 0 GROUP BY status")}
    return {"all": sum(found.values()), **{name: found.get(name, 0) for name in STATUSES}}


def choices(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The values that the list's filters offer."""
    return {
        "type": [row[0] for row in db.execute("SELECT DISTINCT sub_event_type FROM rows WHERE sub_event_type <> '' ORDER BY 1")],
        "source": [row[0] for row in db.execute("SELECT DISTINCT source FROM row_sources ORDER BY 1 LIMIT 500")],
        "problem": [row[0] for row in db.execute("SELECT DISTINCT code FROM row_problems ORDER BY 1")],
    }
