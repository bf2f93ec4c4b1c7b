"""The desk's view of a data set: opens the index, keeps it in step with the files, and answers from it.

Nothing is held in memory: several threads, and several servers on one folder, share the index, and what one of them
decides the others see at their next question.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventx.errors import DataError
from eventx.review import index, replay
from eventx.review.folder import Folder
from eventx.review.judgements import locked

_AGAIN = 1.0  # seconds between looks at whether the data files were rebuilt


class Store:
    """One data set under review. Safe to use from many threads."""

    def __init__(self, folder: Folder, *, prepare: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Open the folder, building its index where there is none or an old one.

        ``prepare`` is given every index before the first answer from it, that of a rebuilt data set too. Raises :class:`DataError` for files that cannot be read and ``OSError`` where the cache cannot be written.
        """
        self.folder = folder
        self._local = threading.local()
        self._lock = threading.Lock()
        self._looked = 0.0
        self._prepare = prepare
        self._file = self._current(folder.fingerprint())
        self.trouble = ""
        self._begin()

    def _begin(self) -> None:
        if self._prepare is not None:
            db = self._connection()
            replay.catch_up(db, self.folder.judgements)
            self._prepare(db)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that knows every decision taken so far, by whomever."""
        self._renew()
        db = self._connection()
        replay.catch_up(db, self.folder.judgements)
        yield db

    @contextmanager
    def deciding(self) -> Iterator[tuple[sqlite3.Connection, Any]]:
        """A connection and the log, locked: nobody else decides meanwhile, here or in another process."""
        self._renew()
        db = self._connection()
        with locked(self.folder.judgements) as log:
            replay.catch_up(db, self.folder.judgements)
            yield db, log
            replay.catch_up(db, self.folder.judgements)

    def _connection(self) -> sqlite3.Connection:
        file = self._file
        if getattr(self._local, "file", None) != file:
            with contextlib.suppress(AttributeError):
                self._local.db.close()
            self._local.db = db = sqlite3.connect(file, timeout=30, isolation_level=None)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA synchronous=OFF")  # the log is the truth; the index can be made again
            db.execute("PRAGMA cache_size=-65536")
            self._local.file = file
        found: sqlite3.Connection = self._local.db
        return found

    def _renew(self) -> None:
        """Index the data set anew when it was rebuilt. While new files cannot be read the old index answers on."""
        if time.monotonic() - self._looked < _AGAIN:
            return
        with self._lock:
            if time.monotonic() - self._looked < _AGAIN:
                return
            try:
                before, self._file = self._file, self._current(self.folder.fingerprint())
                self.trouble = ""
                if self._file != before:
                    self._begin()
            except (DataError, OSError, sqlite3.Error) as error:
                self.trouble = str(error)
            self._looked = time.monotonic()

    def _current(self, fingerprint: str) -> Path:
        cache = self.folder.cache
        cache.mkdir(exist_ok=True)
        ignore = cache / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        stem = f"index{index.VERSION}-{self.folder.second or 'first'}"
        file = cache / f"{stem}-{fingerprint}.sqlite"
        with locked(cache / f"{stem}.lock"):
            if not file.exists():
                part = cache / f"{stem}-{os.getpid()}.part"
                part.unlink(missing_ok=True)
                try:
                    index.build(self.folder, part)
                    part.replace(file)
                finally:
                    part.unlink(missing_ok=True)
            for old in cache.glob(f"index*-{self.folder.second or 'first'}-*.sqlite*"):
                if not old.name.startswith(file.name):
                    old.unlink(missing_ok=True)
        return file


def row_of(db: sqlite3.Connection, event: str) -> sqlite3.Row | None:
    """The list's knowledge of a row, None for an unknown id."""
    found: sqlite3.Row | None = db.execute("SELECT * FROM rows WHERE id=?", (event,)).fetchone()
    return found


def cells_of(db: sqlite3.Connection, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The extracted and the present cells of a row."""
    found = db.execute("SELECT base, row FROM cells WHERE n=?", (number,)).fetchone()
    base = json.loads(found["base"])
    return base, json.loads(found["row"]) if found["row"] else base
