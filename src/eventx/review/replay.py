"""Brings the index into step with the log of decisions: new lines are read, the rows they speak of computed anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.review import index
from eventx.review.cells import same
from eventx.review.fold import State, articles_of, created, fold, joined, match
from eventx.review.judgements import KEY, Judgement, live, parse
from eventx.review.parting import reports_of, told_by

_DEEPEST = 12  # merges upon merges; a log in which rows are merged in a circle must not hang the desk
_BIT = 64  # bytes before the place read to, by which a log that was replaced is told from one that has grown


def catch_up(db: sqlite3.Connection, log: Path) -> None:
    """Read what was added to ``log`` since last time. A log that is another one is read from its beginning."""
    try:
        size = log.stat().st_size
    except FileNotFoundError:
        size = 0
    offset = int(_meta(db, "offset"))
    if size == offset:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        _read_on(db, log, size)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def log_of(db: sqlite3.Connection, row_id: str) -> list[Judgement]:
    """All decisions about a row, undone ones and undoings included, in their order."""
    found = db.execute("SELECT json, (SELECT count(*) FROM log AS other WHERE other.grp=log.grp) AS lines FROM log WHERE row_id=? ORDER BY seq", (row_id,))
    return [one for one, lines in ((parse(row["json"]), row["lines"]) for row in found) if one is not None and lines >= one.size]


def _read_on(db: sqlite3.Connection, log: Path, size: int) -> None:
    offset, tail = int(_meta(db, "offset")), _meta(db, "tail")
    touched: set[str] = set()
    if size < offset or (offset and _tail(log, offset) != tail):
        touched |= {row["row_id"] for row in db.execute("SELECT DISTINCT row_id FROM log")}
        db.execute("DELETE FROM log")
        offset = 0
    if size == offset:
        data = b""
    else:
        with log.open("rb") as opened:
            opened.seek(offset)
            data = opened.read()
    end = data.rfind(b"\n") + 1  # a line that is being written waits for its end
    for line in data[:end].split(b"\n"):
        one = parse(line) if line.strip() else None
        if one is None:
            continue
        row_id = _row_id(db, one)
        values = (one.group, one.event, row_id, one.action, line.decode("utf-8", "replace"))
        db.execute("INSERT INTO log(grp, event, row_id, action, json) VALUES(?,?,?,?,?)", values)
        touched.add(row_id)
    _set(db, "offset", str(offset + end))
    _set(db, "tail", _tail(log, offset + end))
    compute(db, touched - {""})


def compute(db: sqlite3.Connection, row_ids: Iterable[str]) -> None:
    """Compute rows from what was extracted and decided, then the rows that they are, or were, merged into."""
    above: set[str] = set()
    for name in sorted(row_ids):
        before = db.execute("SELECT into_id FROM rows WHERE id=?", (name,)).fetchone()
        above |= {before["into_id"] if before else "", _compute(db, name)}
    for _ in range(_DEEPEST):
        above = {_compute(db, name) for name in sorted(above - {""})}


def _compute(db: sqlite3.Connection, name: str) -> str:
    """Compute one row; gives the id of the row that it is merged into, ``""`` when none."""
    judgements = live(log_of(db, name))
    found = db.execute("SELECT n, origin, drawn FROM rows WHERE id=?", (name,)).fetchone()
    drawn = found["drawn"] if found is not None else 0
    state: State | None
    if found is not None and found["origin"] == "extracted":
        base = json.loads(db.execute("SELECT base FROM cells WHERE n=?", (found["n"],)).fetchone()["base"])
        state = State(name, base)
    else:
        maker = next((one for one in judgements if one.action in ("split", "rescue")), None)
        state = created(maker) if maker is not None else None
        if state is None:
            if found is not None:
                _remove(db, found["n"])
            return ""
        if found is None and maker is not None:
            drawn = _drawn(db, maker)
    gone = {article for one in judgements if one.action == "part" and isinstance(one.after, list) for article in map(str, one.after)}
    left = articles_of(state.base) - gone
    if left and left != articles_of(state.base):
        state.extracted, state.base = state.base, told_by(db, drawn, state.base, left)
    absorbed = _absorbed(db, name, judgements)
    state = fold(state, [one for one in judgements if one.action not in ("split", "part", "rescue") and one.event not in absorbed])
    number = found["n"] if found is not None else _insert(db, state, drawn)
    into = resolve(db, str(state.into.get("event_id_cnty") or ""), state.into) if state.into else ""
    if state.verdict == "merged" and into in ("", name):
        state.verdict, state.stale = "", True  # the row that it was merged into is gone: people must look again
    row = joined(state.row, [json.loads(r["row"]) for r in _members(db, name)])
    index.put_row(db, number, row)
    last = state.last
    db.execute(
        "UPDATE rows SET status=?, edited=?, stale=?, valid=?, into_id=?, who=?, at=? WHERE n=?",
        (state.status, len(state.changed), int(state.stale), int(not schema.check(row)), into,
         last.who if last else "", last.at if last else "", number),
    )  # fmt: skip
    return into


def _absorbed(db: sqlite3.Connection, name: str, judgements: Iterable[Judgement]) -> set[str]:
    """The rows that people merged into a row with which a rebuild has now merged them itself.

    The merging holds; what was decided about such a row before does not speak of the row that they are now.
    """
    kept = {one.event: one.after for one in judgements if one.action == "merge" and one.event != name and isinstance(one.after, dict)}
    return {event for event, after in kept.items() if resolve(db, str(after.get("event_id_cnty") or ""), after) == name}


def _drawn(db: sqlite3.Connection, maker: Judgement) -> int:
    """The number of the row on whose evidence and reports a new row draws; 0 for a rescued one."""
    if maker.action != "split":
        return 0
    found = db.execute("SELECT drawn FROM rows WHERE id=?", (resolve(db, str(maker.before or ""), maker.key),)).fetchone()
    return int(found["drawn"]) if found is not None else 0


def _members(db: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    return db.execute("SELECT row FROM rows JOIN cells USING (n) WHERE into_id=? AND id<>? ORDER BY n", (name, name)).fetchall()


def _insert(db: sqlite3.Connection, state: State, drawn: int) -> int:
    number = int(db.execute("SELECT coalesce(max(n), 0) + 1 FROM rows").fetchone()[0])
    insert = "INSERT INTO rows(n, id, origin, status, edited, stale, valid, drawn, into_id, who, at) VALUES(?,?,?,'open',0,0,1,?,'','','')"
    db.execute(insert, (number, state.id, state.origin, drawn))
    db.execute("INSERT INTO cells VALUES(?, ?, '')", (number, index.dump(dict(state.base))))
    index.link(db, number, state.base)
    return number


def _remove(db: sqlite3.Connection, number: int) -> None:
    for table in ("rows", "cells", "row_articles", "row_sources", "row_problems"):
        db.execute(f"DELETE FROM {table} WHERE n=?", (number,))
    db.execute("DELETE FROM row_words WHERE rowid=?", (number,))


def _row_id(db: sqlite3.Connection, one: Judgement) -> str:
    """The row that a judgement speaks of: by its id, by its undone decision's row, or by content after a rebuild."""
    if one.action == "undo":
        found = db.execute("SELECT row_id FROM log WHERE grp=? ORDER BY event<>? LIMIT 1", (one.of, one.event)).fetchone()
        return found["row_id"] if found else ""
    if one.action in ("split", "rescue"):
        if not isinstance(one.after, dict):
            return ""
        return (_split_already(db, one) if one.action == "split" else "") or str(one.after.get("event_id_cnty") or "")
    return resolve(db, one.event, one.key)


def _split_already(db: sqlite3.Connection, one: Judgement) -> str:
    """The extracted row that a rebuild now keeps apart itself, where people had split its articles off another row."""
    if not db.execute("SELECT 1 FROM log WHERE grp=? AND action='part'", (one.group,)).fetchone():
        return ""
    articles, wanted = articles_of(one.after), KEY[1:]
    apart = [row for row in _sharing(db, articles).values() if articles_of(row) <= articles and all(same(row.get(name), one.after.get(name)) for name in wanted)]
    return str(apart[0]["event_id_cnty"]) if len(apart) == 1 else ""


def resolve(db: sqlite3.Connection, event: str, key: Any) -> str:
    """The id of the row that a judgement speaks of: the row of that id, the one that it is part of, or the one that fits.

    ``key`` has the cells of the row at the time of the judgement. ``""`` when there is none, or several fit alike.
    """
    if db.execute("SELECT 1 FROM rows WHERE id=?", (event,)).fetchone():
        return event
    earlier = db.execute("SELECT row_id FROM log WHERE event=? AND row_id<>'' LIMIT 1", (event,)).fetchone()
    if earlier:
        return str(earlier["row_id"])
    part = db.execute("SELECT rows.id FROM reports JOIN rows USING (n) WHERE reports.id=?", (event,)).fetchone()
    if part:
        return str(part["id"])
    rows = _sharing(db, articles_of(key))
    told = ((str(row["event_id_cnty"]), one) for n, row in rows.items() for one in (row, *reports_of(db, n)))
    return match(key, told)


def _sharing(db: sqlite3.Connection, articles: set[str]) -> dict[int, dict[str, Any]]:
    """The extracted rows that share one of the articles, by their numbers."""
    marks = ",".join("?" * len(articles))
    rows = db.execute(
        f"SELECT DISTINCT n, base FROM articles JOIN row_articles USING (a) JOIN rows USING (n) JOIN cells USING (n) "
        f"WHERE articles.id IN ({marks}) AND origin='extracted' ORDER BY n", sorted(articles),
    )  # fmt: skip
    return {row["n"]: json.loads(row["base"]) for row in rows}


def _tail(log: Path, offset: int) -> str:
    if not offset:
        return ""
    with log.open("rb") as opened:
        opened.seek(max(0, offset - _BIT))
        return opened.read(min(_BIT, offset)).hex()


def _meta(db: sqlite3.Connection, key: str) -> str:
    return str(db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()[0])


def _set(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("UPDATE meta SET value=? WHERE key=?", (value, key))
