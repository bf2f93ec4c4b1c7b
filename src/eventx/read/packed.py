"""Gzipped files, of which everything before a damage is read before the damage is told."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any


class Unpacked(io.RawIOBase):
    """What a gzipped file holds, up to its end or to where it is damaged."""

    def __init__(self, file: Any) -> None:
        self._file = gzip.GzipFile(fileobj=file)
        self._damage: Exception | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; at the damage the file seems to end."""
        if self._damage:
            return 0
        try:
            data = self._file.read1(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self._damage = error
            return 0
        buffer[: len(data)] = data
        return len(data)

    def check(self) -> None:
        """Raise what the file was damaged by, where reading has met it."""
        if self._damage:
            raise self._damage


def check(file: Any) -> None:
    """Raise what a file is damaged by, if it is a compressed one that has been found to be."""
    raw = getattr(file, "raw", file)
    if isinstance(raw, Unpacked):
        raw.check()
