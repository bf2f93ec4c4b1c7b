"""The shipped index with an imported one beside it, merged at look-up.

Imported names are believed like spellings that no table lists: after a preposition of place, in a country that the
article is about, behind every listed name. A longer imported name that begins with a listed one is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from eventx.errors import DataError
from eventx.gazetteers.imports.layer import SEPARATOR
from eventx.gazetteers.places import VARIANT, Place, PlaceIndex

FORMAT = "1"
"""Raised when what stands in a compiled import changes its meaning."""

Found = list[tuple[int, tuple[int, ...]]]


class LayeredIndex(PlaceIndex):
    """A :class:`PlaceIndex` whose references go on, behind the shipped places, with those of the import."""

    def __init__(self, folder: Path, *, base: Path | None = None) -> None:
        """Map both. :raises DataError: the import was compiled by another version of eventx."""
        stamp = (folder / "stamp").read_text(encoding="utf-8").strip()
        if not stamp.startswith(FORMAT + "-"):
            raise DataError("the imported gazetteers were compiled by another version of eventx", file=str(folder), hint="eventx gazetteer import --refresh")
        super().__init__(base)
        self.stamp = stamp
        self._first = self._table.rows
        self._user = PlaceIndex(folder)
        self._last = self._first + len(self._user) - 1  # beyond it there are only guests
        self.record = lru_cache(maxsize=16384)(self._either)

    def __len__(self) -> int:
        return self._first + len(self._user)

    def _either(self, ref: int) -> Place:
        row = ref >> 3
        if row < self._first or row > self._last:
            return self._record(ref)
        place = self._user._record(row - self._first << 3)
        source, _, number = place.id.partition(SEPARATOR)
        return replace(place, ref=ref, id=number, layer="base", source=source)

    def _ours(self, refs: Iterable[int]) -> tuple[int, ...]:
        """References of the import as they are given out."""
        return tuple((ref >> 3) + self._first << 3 | VARIANT for ref in refs)

    def prefixes(self, words: Sequence[str], *, variants: bool = False) -> Found:
        """As :meth:`PlaceIndex.prefixes`; imported names that no shipped place bears only with ``variants``, or where
        they go on from a shipped one."""
        shipped = super().prefixes(words, variants=variants)
        found = self._user.prefixes(words, variants=variants)
        if not found:
            return shipped
        out = dict(shipped)
        shortest = min(out, default=0)
        for count, refs in found:
            if count in out:
                out[count] = (*out[count], *self._ours(refs))
            elif variants or (shortest and count > shortest):
                out[count] = self._ours(refs)
        return sorted(out.items(), key=lambda one: -one[0])

    def is_capital(self, ref: int) -> bool:
        """As :meth:`PlaceIndex.is_capital`; no imported place is one."""
        return ref >> 3 < self._first and super().is_capital(ref)

    def around(self, lat: float, lon: float, *, within: float) -> list[int]:
        """As :meth:`PlaceIndex.around`, over both."""
        return [*super().around(lat, lon, within=within), *self._ours(self._user.around(lat, lon, within=within))]

    def fuzzy(self, name: str, country: str, *, limit: int = 5) -> list[tuple[int, float]]:
        """As :meth:`PlaceIndex.fuzzy`, over both."""
        both = super().fuzzy(name, country, limit=limit)
        both += [(self._ours((ref,))[0], score) for ref, score in self._user.fuzzy(name, country, limit=limit)]
        return sorted(both, key=lambda one: (-one[1], one[0] & 7, one[0]))[:limit]

