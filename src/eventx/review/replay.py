"""Brings the index into step with the log of decisions: new lines are read, the rows they speak of computed anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.review import index
from eventx.review.fold import State, created, fold, joined, match
from eventx.review.judgements import Judgement, live, parse, whole

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
    found = db.execute("SELECT json FROM log WHERE row_id=? ORDER BY seq", (row_id,))
    return whole(one for one in (parse(row["json"]) for row in found) if one is not None)


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
    found = db.execute("SELECT n, origin FROM rows WHERE id=?", (name,)).fetchone()
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
    state = fold(state, [one for one in judgements if one.action not in ("split", "rescue")])
    number = found["n"] if found is not None else _insert(db, state)
    into = _resolve(db, str(state.into.get("event_id_cnty") or ""), state.into) if state.into else ""
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


def _members(db: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    return db.execute("SELECT row FROM rows JOIN cells USING (n) WHERE into_id=? AND id<>? ORDER BY n", (name, name)).fetchall()


def _insert(db: sqlite3.Connection, state: State) -> int:
    number = int(db.execute("SELECT coalesce(max(n), 0) + 1 FROM rows").fetchone()[0])
    db.execute("INSERT INTO rows(n, id, origin, status, edited, stale, valid, into_id, who, at) VALUES(?,?,?,'open',0,0,1,'','','')", (number, state.id, state.origin))
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
        found = db.execute("SELECT row_id FROM log WHERE grp=? LIMIT 1", (one.of,)).fetchone()
        return found["row_id"] if found else ""
    if one.action in ("split", "rescue"):
        return str(one.after.get("event_id_cnty") or "") if isinstance(one.after, dict) else ""
    return _resolve(db, one.event, one.key)


def _resolve(db: sqlite3.Connection, event: str, key: Any) -> str:
    if db.execute("SELECT 1 FROM rows WHERE id=?", (event,)).fetchone():
        return event
    earlier = db.execute("SELECT row_id FROM log WHERE event=? AND row_id<>'' LIMIT 1", (event,)).fetchone()
    if earlier:
        return str(earlier["row_id"])
    articles = [name for name in str(key.get("article_ids") or "").split("; ") if name]
    marks = ",".join("?" * len(articles))
    rows = db.execute(
        f"SELECT DISTINCT base FROM articles JOIN row_articles USING (a) JOIN rows USING (n) JOIN cells USING (n) "
        f"WHERE articles.id IN ({marks}) AND origin='extracted'", articles,
    )  # fmt: skip
    return match(key, (json.loads(row["base"]) for row in rows))


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
