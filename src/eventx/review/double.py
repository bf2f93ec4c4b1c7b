"""Double coding: the same rows given blind to a second coder, and how far the two agree."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eventx.review import layout
from eventx.review.store import Store

_VERDICT = {"accepted": "right", "corrected": "right", "rejected": "rejected", "merged": "merged"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many items two coders said the same, and Cohen's kappa (None where chance alone would agree on all)."""

    same: int
    of: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The share of items on which they agree."""
        return self.same / self.of if self.of else None

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping for reports."""
        return {"same": self.same, "of": self.of, "agreement": self.share, "kappa": self.kappa}


@dataclass(frozen=True, slots=True)
class Coding:
    """Two coders over the rows that both judged; columns over the rows that both kept."""

    second: str
    verdict: Agreement
    columns: dict[str, Agreement]

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping for ``agreement.json``."""
        return {"second": self.second, "verdict": self.verdict.as_dict(), "columns": {name: one.as_dict() for name, one in self.columns.items()}}


def cohen(one: Sequence[Any], other: Sequence[Any]) -> Agreement:
    """Agreement of two codings of the same items, item by item; values are compared as names, not as amounts."""
    n = len(one)
    same = sum(a == b for a, b in zip(one, other, strict=True))
    if not n:
        return Agreement(0, 0, None)
    left, right = Counter(one), Counter(other)
    # Whole numbers to the end: 1 - chance must be 0 exactly where both coders use one value only.
    chance = sum(left[value] * right[value] for value in left)
    return Agreement(same, n, None if chance == n * n else (same * n - chance) / (n * n - chance))


def compare(first: Store, second: Store) -> Coding:
    """How far the main coding of a data set and a second one agree."""
    one, other = _judged(first), _judged(second)
    common = [event for event in one if event in other]
    verdict = cohen([one[event][0] for event in common], [other[event][0] for event in common])
    kept = [event for event in common if one[event][0] == other[event][0] == "right"]
    columns = {
        name: cohen([_value(one[event][1], name) for event in kept], [_value(other[event][1], name) for event in kept])
        for name in layout.compared()
    }
    return Coding(second.folder.second, verdict, columns)


def give(db: sqlite3.Connection, first: Store, sample: int = 0) -> None:
    """Limit a second coder's list to the rows that the first coder has judged, or to a fixed sample of them.

    Where nothing has been judged yet all rows are given, or the sample of them.
    """
    with first.reading() as judged:
        names = [row["id"] for row in judged.execute("SELECT id FROM rows WHERE status <> 'open' AND origin='extracted'")]
        if not names:
            names = [row["id"] for row in judged.execute("SELECT id FROM rows WHERE origin='extracted'")]
    names.sort(key=lambda name: hashlib.sha256(name.encode()).digest())
    wanted = json.dumps(names[:sample] if sample else names)
    db.execute("UPDATE rows SET hidden = id NOT IN (SELECT value FROM json_each(?)) WHERE origin='extracted'", (wanted,))


def text(coding: Coding) -> str:
    """The comparison as plain text."""
    lines = [f"double coding with {coding.second}: {coding.verdict.of} rows judged by both", "", f"{'':24} {'agreement':>22} {'kappa':>8}"]
    for name, one in (("right or not", coding.verdict), *coding.columns.items()):
        share = "–" if one.share is None else f"{one.same}/{one.of} = {one.share:.3f}"
        lines.append(f"{name:24} {share:>22} {'–' if one.kappa is None else f'{one.kappa:.3f}':>8}")
    return "\n".join(lines) + "\n"


def _judged(store: Store) -> dict[str, tuple[str, dict[str, Any]]]:
    with store.reading() as db:
        found = db.execute("SELECT id, status, base, row FROM rows JOIN cells USING (n) WHERE status <> 'open' AND origin='extracted' ORDER BY n")
        return {row["id"]: (_VERDICT[row["status"]], json.loads(row["row"] or row["base"])) for row in found}


def _value(row: dict[str, Any], name: str) -> Any:
    value = row.get(name)
    if value == "":
        return None
    return round(value, 2) if isinstance(value, float) else value  # a point a kilometre off is the same place
