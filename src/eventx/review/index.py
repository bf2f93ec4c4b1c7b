"""The index of a data set: an SQLite file beside the data, made from it and thrown away when the data change."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eventx import rowfiles, schema, write
from eventx.errors import DataError, Finding
from eventx.review.articles import sound, texts
from eventx.review.fold import effective
from eventx.review.folder import Folder

NARROW = (
    "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "country", "admin1", "location",
    "source", "fatalities", "injured", "latitude", "longitude", "geo_precision",
)  # fmt: skip
"""Columns that the list filters by and shows; the whole row lies apart, so that scanning stays quick."""
_SEARCHED = (
    "event_id_cnty", "sub_event_type", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "country", "admin1", "admin2",
    "location", "source", "attributed_to", "notes", "tags", "location_text", "actor1_text", "actor2_text",
)  # fmt: skip
_TOKENS = "tokenize=\"unicode61 remove_diacritics 2\""
_TABLES = f"""
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE rows(n INTEGER PRIMARY KEY, id TEXT UNIQUE, origin TEXT, status TEXT, edited INT, stale INT, valid INT, hidden INT DEFAULT 0,
  drawn INT DEFAULT 0, into_id TEXT, who TEXT, at TEXT, {", ".join(NARROW)});
CREATE TABLE cells(n INTEGER PRIMARY KEY, base TEXT, row TEXT);
CREATE TABLE reports(id TEXT PRIMARY KEY, n INT, row TEXT);
CREATE TABLE row_articles(a INT, n INT, PRIMARY KEY(a, n)) WITHOUT ROWID;
CREATE TABLE row_sources(source TEXT, n INT, PRIMARY KEY(source, n)) WITHOUT ROWID;
CREATE TABLE row_problems(code TEXT, n INT, PRIMARY KEY(code, n)) WITHOUT ROWID;
CREATE TABLE articles(a INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, publisher TEXT, published TEXT, language TEXT,
  url TEXT, text TEXT);
CREATE TABLE evidence(n INT, col TEXT, a INT, part TEXT, start INT, stop INT, text TEXT, rule TEXT);
CREATE TABLE problems(k INTEGER PRIMARY KEY, code TEXT, message TEXT, a INT, part TEXT, start INT, stop INT, text TEXT,
  event_id TEXT, hint TEXT);
CREATE TABLE log(seq INTEGER PRIMARY KEY, grp TEXT, event TEXT, row_id TEXT, action TEXT, json TEXT);
CREATE VIRTUAL TABLE row_words USING fts5(words, {_TOKENS});
CREATE VIRTUAL TABLE article_words USING fts5(title, text, content='articles', content_rowid='a', {_TOKENS});
"""
_INDEXES = """
CREATE INDEX rows_date ON rows(event_date, n);
CREATE INDEX rows_type ON rows(sub_event_type, n);
CREATE INDEX rows_status ON rows(status, n);
CREATE INDEX rows_country ON rows(country, admin1, location, n);
CREATE INDEX rows_dead ON rows(fatalities, n);
CREATE INDEX rows_into ON rows(into_id);
CREATE INDEX row_articles_n ON row_articles(n);
CREATE INDEX reports_n ON reports(n);
CREATE INDEX evidence_n ON evidence(n);
CREATE INDEX problems_a ON problems(a);
CREATE INDEX log_row ON log(row_id, seq);
CREATE INDEX log_group ON log(grp);
"""


_MADE_BY = ("index.py", "fold.py", "cells.py", "replay.py", "parting.py", "articles.py")
VERSION = hashlib.sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in _MADE_BY)).hexdigest()[:6]
"""Changes with what makes and keeps an index, so that one of another release is made anew."""


def build(folder: Folder, file: Path) -> None:
    """Read a data set into a new index. Raises :class:`DataError` naming file and line of what cannot be read."""
    db = sqlite3.connect(file)
    try:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        with db:
            known = _articles(db, folder)
            _rows(db, folder, known)
            _reports(db, folder)
            _evidence(db, folder, known)
            _problems(db, folder, known)
            db.execute("INSERT INTO article_words(article_words) VALUES('rebuild')")
            db.executemany("INSERT INTO meta VALUES(?, ?)", [("version", VERSION), ("offset", "0"), ("tail", "")])
        db.executescript(_INDEXES + "ANALYZE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
    finally:
        db.close()


def put_row(db: sqlite3.Connection, number: int, row: Mapping[str, Any]) -> None:
    """Bring what the list knows of a row up to its present cells."""
    db.execute("UPDATE rows SET " + ", ".join(f"{name}=?" for name in NARROW) + " WHERE n=?", [*(row[name] for name in NARROW), number])
    db.execute("UPDATE cells SET row=? WHERE n=?", (dump(row), number))
    db.execute("DELETE FROM row_words WHERE rowid=?", (number,))
    db.execute("INSERT INTO row_words(rowid, words) VALUES(?, ?)", (number, words(row)))


def dump(row: Mapping[str, Any]) -> str:
    """A row as it lies in the index."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def words(row: Mapping[str, Any]) -> str:
    """What full-text search looks at in a row."""
    return "\n".join(str(row[name]) for name in _SEARCHED if row.get(name))


def _articles(db: sqlite3.Connection, folder: Folder) -> dict[str, int]:
    known: dict[str, int] = {}

    def values() -> Iterator[tuple[Any, ...]]:
        for one in texts(folder.articles):
            if one.id not in known:
                known[one.id] = len(known) + 1
                yield known[one.id], one.id, one.title, one.publisher, one.published, one.language, one.url, one.text

    db.executemany("INSERT INTO articles VALUES(?,?,?,?,?,?,?,?)", values())
    return known


def _rows(db: sqlite3.Connection, folder: Folder, known: dict[str, int]) -> None:
    seen: set[str] = set()
    insert = f"INSERT INTO rows VALUES({','.join('?' * (12 + len(NARROW)))})"
    for item in rowfiles.READERS[write.format_of(folder.rows)](folder.rows):
        if isinstance(item, Finding):
            if item.severity == "error":
                raise DataError(item.message, file=str(folder.rows), line=item.line, column=item.column, value=item.value, hint=item.hint)
            continue
        line, found = item
        if line == 0:
            continue
        name = str(found.get("event_id_cnty") or "")
        if not name:
            raise DataError("the row has no event_id_cnty", file=str(folder.rows), line=line, column="event_id_cnty",
                            hint="the desk needs an id to speak of a row")  # fmt: skip
        if name in seen:
            continue
        seen.add(name)
        n = len(seen)
        row = effective({column: _plain(found.get(column)) for column in schema.COLUMNS}, {})
        db.execute(insert, [n, name, "extracted", "open", 0, 0, int(not schema.check(row)), 0, n, "", "", "", *(row[column] for column in NARROW)])
        db.execute("INSERT INTO cells VALUES(?, ?, '')", (n, dump(row)))
        db.execute("INSERT INTO row_words(rowid, words) VALUES(?, ?)", (n, words(row)))
        link(db, n, row, known)


def _reports(db: sqlite3.Connection, folder: Folder) -> None:
    """What single articles said of a row that several of them tell; it finds judgements of them again, too."""
    numbers = dict(db.execute("SELECT id, n FROM rows"))
    for one in lines(folder.reports):
        n, name = numbers.get(str(one.get("merged_into"))), str(one.get("event_id_cnty") or "")
        if n is not None and name and name not in numbers:
            row = effective({column: _plain(one.get(column)) for column in schema.COLUMNS}, {})
            db.execute("INSERT OR IGNORE INTO reports VALUES(?, ?, ?)", (name, n, dump(row)))


def link(db: sqlite3.Connection, number: int, row: Mapping[str, Any], known: dict[str, int] | None = None) -> None:
    """Tie a row to its articles and outlets. ``known`` gives articles' numbers; else they are looked up."""
    for name in filter(None, str(row["article_ids"] or "").split("; ")):
        if known is not None:
            a = known.get(name)
            if a is None:  # no text came with the data set: the desk still knows that there was an article
                a = known[name] = len(known) + 1
                db.execute("INSERT INTO articles VALUES(?,?,'','','','','',NULL)", (a, name))
        else:
            found = db.execute("SELECT a FROM articles WHERE id=?", (name,)).fetchone()
            a = found[0] if found else None
        if a is not None:
            db.execute("INSERT OR IGNORE INTO row_articles VALUES(?, ?)", (a, number))
    for source in filter(None, str(row["source"] or "").split("; ")):
        db.execute("INSERT OR IGNORE INTO row_sources VALUES(?, ?)", (source, number))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, int) and value.bit_length() > 63:
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _evidence(db: sqlite3.Connection, folder: Folder, known: Mapping[str, int]) -> None:
    numbers = dict(db.execute("SELECT id, n FROM rows"))

    def values() -> Iterator[tuple[Any, ...]]:
        for one in lines(folder.evidence):
            n, a = numbers.get(str(one.get("event_id"))), known.get(str(one.get("article_id")))
            if n is not None and a is not None:
                yield n, one.get("column"), a, one.get("part"), one.get("start"), one.get("end"), one.get("text"), one.get("rule")

    db.executemany("INSERT INTO evidence VALUES(?,?,?,?,?,?,?,?)", values())


def _problems(db: sqlite3.Connection, folder: Folder, known: dict[str, int]) -> None:
    for one in lines(folder.problems):
        a = known.get(str(one.get("article_id")))
        values = (one.get("code"), one.get("message"), a, one.get("part"), one.get("start"), one.get("end"), one.get("text"), one.get("event_id"), one.get("hint"))
        db.execute("INSERT INTO problems(code, message, a, part, start, stop, text, event_id, hint) VALUES(?,?,?,?,?,?,?,?,?)", values)
    db.execute(
        "INSERT OR IGNORE INTO row_problems SELECT code, rows.n FROM problems JOIN rows ON rows.id = problems.event_id"
    )
    db.execute(
        "INSERT OR IGNORE INTO row_problems SELECT code, n FROM problems JOIN row_articles USING (a) WHERE coalesce(event_id, '') = ''"
    )


def lines(file: Path | None) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; none when there is no file. Raises :class:`DataError` for another line."""
    if file is None:
        return
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DataError(f"the line is no JSON: {error}", file=str(file), line=number) from None
            if not isinstance(value, dict):
                raise DataError("the line is JSON but no object", file=str(file), line=number)
            yield {name: sound(cell) if isinstance(cell, str) else cell for name, cell in value.items()}
