"""Near-identical copies of an article: what agencies send and a dozen outlets print.

An article's sketch is the smallest of the hashes of its word sequences. The share of smallest hashes that two sketches
have in common estimates how much of the texts is the same (bottom-k MinHash); articles that share none of their very
smallest are never compared, so cost grows with the copies and not with all pairs.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from eventx.fold import fold
from eventx.model import Story

_WORDS = 4  # a sequence
_KEPT = 96  # hashes of a sketch
_KEYS = 8  # smallest hashes of which copies share one: at 60 % of the same text they miss all of them once in 1500
_SAME = 0.6  # share of the same sequences from which on it is a copy; rewritten reports of one event stay under 0.2
_LEAST = 24  # sequences: shorter texts say too little to be told from each other
_DAYS = 10  # between two printings
_COMPARED = 40  # articles under one key: a phrase that stands in all of an outlet's articles makes no copies
_WORD = re.compile(r"[^\W_]+")
Key = tuple[str, int]  # language and one of the smallest hashes


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as far as copies go: its place in the corpus, day of publication (ISO, or empty), language, sketch."""

    place: int
    published: str
    language: str
    sketch: bytes


def sketch(story: Story) -> bytes:
    """The sketch of a story's body, empty for one that is too short."""
    article = story.article
    zones = [zone for zone in story.zones if zone.kind != "title"]
    words = [word for zone in zones for word in _WORD.findall(fold((article.title if zone.part == "title" else article.text)[zone.start : zone.end]))]
    hashes = {zlib.crc32(" ".join(words[start : start + _WORDS]).encode()) for start in range(len(words) - _WORDS + 1)}
    if len(hashes) < _LEAST:
        return b""
    return array("I", sorted(hashes)[:_KEPT]).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """How much of two sketched texts is the same, from 0 to 1."""
    first, second = _hashes(one), _hashes(other)
    known = min(max(first, default=0), max(second, default=0)) if min(len(first), len(second)) == _KEPT else 1 << 32
    # Below the smaller of both largest hashes the sketches know all; there they can be compared.
    union = sum(1 for value in first | second if value <= known)
    return sum(1 for value in first & second if value <= known) / union if union else 0.0


def groups(printed: Iterable[Printed]) -> dict[int, tuple[int, float]]:
    """Copy → the place of its original and their likeness. The original is what was published first, then stands first.

    Give the articles by day of publication, then by place, those without a day last (:meth:`eventx.build.store.Store.printed`):
    only those of a few days are held at once. Articles without a day are compared with each other.
    """
    under: dict[Key, list[Printed]] = defaultdict(list)
    held: deque[tuple[Printed, list[Key]]] = deque()
    found: dict[int, tuple[int, float]] = {}
    for one in printed:
        while held and not _close(held[0][0], one):
            _drop(under, *held.popleft())
        if not one.sketch:
            continue
        keys = [(one.language, value) for value in islice(sorted(_hashes(one.sketch)), _KEYS)]
        near = {other.place: other for name in keys for other in under.get(name, ())}
        alike = [(likeness(one.sketch, other.sketch), -other.place, other) for other in near.values()]
        best = max(alike, default=None, key=lambda found: found[:2])
        if best is not None and best[0] >= _SAME:
            found[one.place] = (best[2].place, round(best[0], 2))
            continue
        free = [name for name in keys if len(under[name]) < _COMPARED]
        for name in free:
            under[name].append(one)
        held.append((one, free))
    return found


def _drop(under: dict[Key, list[Printed]], old: Printed, keys: Iterable[Key]) -> None:
    for name in keys:
        under[name].remove(old)
        if not under[name]:
            del under[name]


def _close(one: Printed, other: Printed) -> bool:
    if not one.published or not other.published:
        return one.published == other.published
    return (date.fromisoformat(other.published) - date.fromisoformat(one.published)).days <= _DAYS


def _hashes(data: bytes) -> frozenset[int]:
    return frozenset(array("I", data))
