"""What a build has finished, kept in one SQLite file: outcomes by content, and the corpus as it was read last.

What is committed outlives any end of the process. An outcome holds as long as its article's content and the rules of
its language stand; it is found by both, so an archive that grew or a pack that changed redoes only what it must.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventx.build.copies import Printed
from eventx.errors import DataError
from eventx.model import Article, Problem

_VERSION = 1
_EVERY = 0.5  # seconds between commits: what a killed build loses
_TABLES = """
CREATE TABLE IF NOT EXISTS outcomes (
    key TEXT PRIMARY KEY, stamp TEXT NOT NULL, publisher TEXT, published TEXT, language TEXT, failed INTEGER, sketch BLOB, rows INTEGER, outcome BLOB
);
CREATE TABLE IF NOT EXISTS corpus (place INTEGER PRIMARY KEY, id TEXT, key TEXT, url TEXT);
CREATE INDEX IF NOT EXISTS corpus_id ON corpus(id);
CREATE TABLE IF NOT EXISTS doubts (number INTEGER PRIMARY KEY, place INTEGER, problem TEXT);
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """One article of the corpus with its outcome."""

    place: int
    id: str
    url: str
    publisher: str
    published: str
    language: str
    failed: int
    rows: int
    outcome: bytes


class Store:
    """The work file of one build. Open it with :func:`opened`."""

    def __init__(self, db: sqlite3.Connection, stamps: Mapping[str, str]) -> None:
        self._db, self._stamps, self._committed = db, stamps, time.monotonic()

    def begin(self) -> None:
        """Forget the corpus that was read last; the outcomes stay."""
        self._db.execute("DELETE FROM corpus")
        self._db.execute("DELETE FROM doubts")
        self._db.commit()

    def note(self, place: int, article: Article, key: str) -> None:
        """An article of the corpus, at its place."""
        self._db.execute("INSERT INTO corpus VALUES (?, ?, ?, ?)", (place, article.id, key, article.url))

    def doubt(self, place: int, problem: Problem) -> None:
        """What was told while the corpus was read, before the article at that place."""
        self._db.execute("INSERT INTO doubts (place, problem) VALUES (?, ?)", (place, json.dumps(problem.as_dict())))

    def key_of(self, name: str) -> str:
        """The key of the article that bears an id in the corpus, empty when none does."""
        row = self._db.execute("SELECT key FROM corpus WHERE id = ?", (name,)).fetchone()
        return row[0] if row else ""

    def done(self, key: str) -> tuple[int, bool] | None:
        """How many rows an article gave and whether it failed, where its outcome still holds."""
        row = self._db.execute("SELECT stamp, language, rows, failed FROM outcomes WHERE key = ?", (key,)).fetchone()
        if row is None or row[0] != self._stamp(row[1]):
            return None
        return row[2], bool(row[3])

    def keep(self, outcomes: Any) -> None:
        """Outcomes of a batch (:data:`eventx.build.work.OUTCOMES`); now and then all is committed."""
        rows = [
            (o["key"], self._stamp(o["language"]), o["publisher"], o["published"], o["language"], int(o["failed"]), o["sketch"], o["rows"], o["outcome"])
            for o in outcomes.to_pylist()
        ]
        self._db.executemany("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        if time.monotonic() - self._committed > _EVERY:
            self.commit()

    def commit(self) -> None:
        """Make all that was kept outlive the process."""
        self._db.commit()
        self._committed = time.monotonic()

    def printed(self) -> Iterator[Printed]:
        """All articles of the corpus as far as copies go, by day of publication; those without one stand last."""
        wanted = "SELECT place, published, language, sketch FROM corpus JOIN outcomes USING (key) ORDER BY published = '', published, place"
        rows = self._db.execute(wanted)
        return (Printed(*row) for row in rows)

    def finished(self) -> Iterator[Finished]:
        """All articles of the corpus with what they gave, in order."""
        rows = self._db.execute(
            "SELECT place, id, url, publisher, published, language, failed, rows, outcome FROM corpus JOIN outcomes USING (key) ORDER BY place"
        )
        return (Finished(*row) for row in rows)

    def doubts(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """What was told while the corpus was read, in order, with the place of the article after it."""
        rows = self._db.execute("SELECT place, problem FROM doubts ORDER BY number")
        return ((row[0], json.loads(row[1])) for row in rows)

    def prune(self) -> None:
        """Forget the outcomes of articles that are not in the corpus any more."""
        self._db.execute("DELETE FROM outcomes WHERE key NOT IN (SELECT key FROM corpus)")
        self._db.commit()

    def forget(self) -> None:
        """Forget all outcomes."""
        self._db.execute("DELETE FROM outcomes")
        self._db.commit()

    def _stamp(self, language: str) -> str:
        return self._stamps.get(language, self._stamps[""])


@contextmanager
def opened(file: Path, stamps: Mapping[str, str]) -> Iterator[Store]:
    """The work file, made where it is not there; ``stamps`` are those of :func:`eventx.build.rules.stamps`.

    :raises DataError: the file is damaged or of another version.
    :raises OSError: the disk is full or cannot be written.
    """
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(file)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise DataError("the finished work is of another version of eventx", file=str(file), hint="delete the file; all articles are read anew")
        db.executescript(f"PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL; PRAGMA user_version = {_VERSION};{_TABLES}")
        store = Store(db, stamps)
        try:
            yield store
        finally:
            store.commit()
    except sqlite3.Error as error:
        raise _told(error, file) from None
    finally:
        if db is not None:
            db.close()


def _told(error: sqlite3.Error, file: Path) -> Exception:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith("SQLITE_FULL"):
        return OSError(errno.ENOSPC, "No space left on device; what was finished is kept", str(file))
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")):
        return OSError(errno.EIO, f"cannot be written ({error})", str(file))
    return DataError(f"the finished work cannot be used: {error}", file=str(file), hint="delete the file; all articles are read anew")
