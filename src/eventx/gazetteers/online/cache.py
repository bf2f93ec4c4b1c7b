"""Answers of online geocoders kept in the user's data folder, and the turn in which processes ask: one SQLite file.

A kept answer is never asked for again, so that a second run gives the same rows without a network. Failures are not kept.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    service TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (service, name, country)
);
CREATE TABLE IF NOT EXISTS turns (service TEXT PRIMARY KEY, next REAL NOT NULL);
"""


class Cache:
    """The file of answers. ``service`` in all methods names the geocoder and its server, ``name`` is folded."""

    def __init__(self, file: Path) -> None:
        """Open or make it. :raises OSError: the folder cannot be made. :raises sqlite3.Error: it is no file of ours."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, timeout=30, isolation_level=None)
        self._db.executescript(_TABLES)

    def get(self, service: str, name: str, country: str) -> tuple[bool, Mapping[str, Any] | None]:
        """Whether the question was answered before, and the place (None: the service knows none)."""
        row = self._db.execute("SELECT answer FROM answers WHERE service = ? AND name = ? AND country = ?", (service, name, country)).fetchone()
        return (False, None) if row is None else (True, json.loads(row[0]))

    def put(self, service: str, name: str, country: str, answer: Mapping[str, Any] | None) -> None:
        """Keep an answer; the first one stays where two processes asked at once."""
        text = json.dumps(answer, ensure_ascii=True, sort_keys=True)
        self._db.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)", (service, name, country, text))

    def turn(self, service: str, delay: float) -> float:
        """Take the next turn among all processes; gives the seconds until it comes."""
        now = time.time()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            row = self._db.execute("SELECT next FROM turns WHERE service = ?", (service,)).fetchone()
            start = max(now, min(row[0], now + 60 * delay) if row else now)  # a clock that was set back must not stop us
            self._db.execute("INSERT OR REPLACE INTO turns VALUES (?, ?)", (service, start + delay))
        finally:
            self._db.execute("COMMIT")
        return start - now
