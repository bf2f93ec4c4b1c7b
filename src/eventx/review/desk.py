"""Everything that the desk shows of one row."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eventx import schema
from eventx.errors import Finding
from eventx.reconcile.report import parts
from eventx.review import layout
from eventx.review.cells import same
from eventx.review.judgements import Judgement, live
from eventx.review.marks import Piece, Proof, cut
from eventx.review.parting import own_articles, reports_of
from eventx.review.replay import log_of
from eventx.review.store import cells_of, row_of

_DAYS, _KM = 3, 60.0  # how far a candidate for the same incident may be
_NEIGHBOURS, _DISMISSED, _PROOFS = 8, 60, 20_000
KM_A_DEGREE = 111.2


@dataclass(slots=True)
class Sheet:
    """One article beside the row; ``text`` is None where the data set came without it.

    ``differs`` has the cells that this article alone tells otherwise than the row of several articles: row's, article's.
    """

    number: int
    id: str
    publisher: str
    published: str
    language: str
    url: str
    title: list[Piece]
    text: list[Piece] | None
    size: int
    differs: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    can_leave: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another row that may tell the same incident: how near it is, and the cells in which it differs."""

    row: sqlite3.Row
    days: int
    km: float | None
    differs: dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Desk:
    """One row with all that helps to judge it."""

    number: sqlite3.Row
    base: dict[str, Any]
    row: dict[str, Any]
    changed: dict[str, Judgement]
    history: list[tuple[Judgement, bool]]
    proofs: dict[str, list[sqlite3.Row]]
    findings: list[Finding]
    sheets: list[Sheet] = field(default_factory=list)
    neighbours: list[Neighbour] = field(default_factory=list)
    members: list[sqlite3.Row] = field(default_factory=list)
    dismissed: list[sqlite3.Row] = field(default_factory=list)


def desk(db: sqlite3.Connection, event: str) -> Desk | None:
    """The desk of one row, None for an unknown id."""
    number = row_of(db, event)
    if number is None:
        return None
    base, row = cells_of(db, number["n"])
    judgements = log_of(db, event)
    standing = live(judgements)
    groups = {one.group for one in standing}
    edits = {one.field: one for one in standing if one.action == "edit"}
    changed = {name: one for name, one in edits.items() if not same(base.get(name), one.after)}
    proofs: dict[str, list[sqlite3.Row]] = {}
    members = db.execute("SELECT * FROM rows WHERE into_id=? ORDER BY n", (event,)).fetchall()
    for found in _evidence(db, [number["drawn"], *(one["drawn"] for one in members)], row):
        proofs.setdefault(found["col"], []).append(found)
    out = Desk(number, base, row, changed, [(one, one.group in groups) for one in judgements], proofs, schema.check(row))
    out.sheets = _sheets(db, row, proofs)
    _told_apart(db, number["drawn"], row, out.sheets)
    out.neighbours = neighbours(db, number, row)
    out.members = members
    out.dismissed = dismissed(db, [sheet.number for sheet in out.sheets])
    return out


def _evidence(db: sqlite3.Connection, numbers: list[int], row: Mapping[str, Any]) -> list[sqlite3.Row]:
    """The words of a row: its own and those of rows merged into it, as far as they stand in its articles."""
    articles = str(row["article_ids"] or "").split("; ")
    marks, names = (",".join("?" * len(some)) for some in (numbers, articles))
    return db.execute(
        f"SELECT col, a, part, start, stop, evidence.text AS text, rule FROM evidence JOIN articles USING (a) WHERE n IN ({marks}) AND id IN ({names}) "
        "ORDER BY evidence.rowid LIMIT ?", [*numbers, *articles, _PROOFS],
    ).fetchall()  # fmt: skip


def _told_apart(db: sqlite3.Connection, drawn: int, row: Mapping[str, Any], sheets: list[Sheet]) -> None:
    """Note beside each article what it alone tells otherwise, and whether it can be split off."""
    own = own_articles(db, row)
    reports = {name: one for one in reports_of(db, drawn) for name in parts(one["article_ids"])}
    for one in sheets:
        one.can_leave = one.id in own and len(own) > 1
        if one.id in reports and len(sheets) > 1:
            told = reports[one.id]
            one.differs = {name: (row[name], told.get(name)) for name in layout.compared() if not same(row[name], told.get(name))}


def _sheets(db: sqlite3.Connection, row: Mapping[str, Any], proofs: Mapping[str, list[sqlite3.Row]]) -> list[Sheet]:
    by_part: dict[tuple[int, str], list[Proof]] = {}
    for column, found in proofs.items():
        for one in found:
            if isinstance(one["start"], int) and isinstance(one["stop"], int):
                by_part.setdefault((one["a"], one["part"] or "text"), []).append(Proof(column, one["start"], one["stop"], one["rule"] or ""))
    out = []
    for name in str(row["article_ids"] or "").split("; ")[:40]:
        one = db.execute("SELECT * FROM articles WHERE id=?", (name,)).fetchone()
        if one is not None:
            out.append(sheet(one, by_part))
    return out


def sheet(article: sqlite3.Row, by_part: Mapping[tuple[int, str], list[Proof]]) -> Sheet:
    """An article with the words of some cells marked."""
    a, text = article["a"], article["text"]
    return Sheet(
        a, article["id"], article["publisher"], article["published"], article["language"], article["url"],
        title=cut(article["title"] or "", by_part.get((a, "title"), []), lead=layout.lead()),
        text=None if text is None else cut(text, by_part.get((a, "text"), []), lead=layout.lead()),
        size=len(text or ""),
    )  # fmt: skip


def neighbours(db: sqlite3.Connection, number: sqlite3.Row, row: Mapping[str, Any]) -> list[Neighbour]:
    """Rows of the same country within a few days and kilometres, the likeliest first."""
    near, values = "", [row["country"], row["event_date"], f"-{_DAYS} days", row["event_date"], f"+{_DAYS} days", number["id"]]
    if isinstance(number["latitude"], int | float):
        near = "AND (latitude IS NULL OR latitude BETWEEN ? AND ?)"
        values += [number["latitude"] - _KM / KM_A_DEGREE, number["latitude"] + _KM / KM_A_DEGREE]
    found = db.execute(
        "SELECT * FROM rows WHERE country=? AND event_date BETWEEN date(?, ?) AND date(?, ?) AND id<>? AND hidden=0 "
        f"AND status NOT IN ('rejected', 'merged') {near} LIMIT 2000", values,
    ).fetchall()  # fmt: skip
    scored = []
    for other in found:
        km = distance((number["latitude"], number["longitude"]), (other["latitude"], other["longitude"]))
        if (km is not None and km > _KM) or (km is None and other["location"] != number["location"]):
            continue
        days = abs(int(db.execute("SELECT julianday(?) - julianday(?)", (other["event_date"], number["event_date"])).fetchone()[0] or 0))
        alike = sum(bool(other[name]) and other[name] == number[name] for name in ("sub_event_type", "actor1", "actor2", "location", "fatalities"))
        scored.append((alike - days - (km or 0) / 30, other, days, km))
    scored.sort(key=lambda one: (-one[0], one[1]["n"]))
    return [Neighbour(other, days, km, _differs(db, row, other)) for _, other, days, km in scored[:_NEIGHBOURS]]


def _differs(db: sqlite3.Connection, row: Mapping[str, Any], other: sqlite3.Row) -> dict[str, tuple[Any, Any]]:
    _, cells = cells_of(db, other["n"])
    return {name: (row[name], cells[name]) for name in layout.compared() if not same(row[name], cells[name])}


def distance(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> float | None:
    """Kilometres between two points, None when one of them is unknown; good enough to rank what is near."""
    if None in one or None in other:
        return None
    (lat1, lon1), (lat2, lon2) = one, other
    assert lat1 is not None
    assert lon1 is not None
    assert lat2 is not None
    assert lon2 is not None
    across = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(lat2 - lat1, across) * KM_A_DEGREE


def dismissed(db: sqlite3.Connection, articles: list[int]) -> list[sqlite3.Row]:
    """What the articles told that made no row, with the reason."""
    marks = ",".join("?" * len(articles))
    return db.execute(
        f"SELECT problems.*, articles.id AS article_id FROM problems JOIN articles USING (a) WHERE a IN ({marks}) "
        f"AND stop > 0 ORDER BY a, start LIMIT {_DISMISSED}", articles,
    ).fetchall()  # fmt: skip
