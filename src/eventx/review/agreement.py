"""How right the extraction was, measured by what people decided: per row, per column, per outlet and per rule."""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from eventx.review import layout
from eventx.review.cells import same
from eventx.review.fold import STATUSES


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; ``low`` and ``high`` bound the true share with 95 % confidence (Wilson)."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.of if self.of else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The 95 % interval, None of nothing."""
        if not self.of:
            return None
        z, n, p = 1.959964, self.of, self.right / self.of
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping for reports."""
        low, high = self.bounds or (None, None)
        return {"right": self.right, "of": self.of, "share": self.value, "low": low, "high": high}


@dataclass(slots=True)
class Report:
    """What the decisions say of the extraction. ``filled`` counts cells that it left empty and people filled."""

    rows: dict[str, int]
    precision: Share
    columns: dict[str, Share]
    filled: dict[str, int]
    sources: dict[str, Share] = field(default_factory=dict)
    rules: dict[str, Share] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping, for ``agreement.json``."""
        shares = {name: {key: share.as_dict() for key, share in getattr(self, name).items()} for name in ("columns", "sources", "rules")}
        return {"rows": self.rows, "precision": self.precision.as_dict(), **shares, "filled": self.filled}


def report(db: sqlite3.Connection) -> Report:
    """Count what people decided about extracted rows.

    A row is right when it was accepted, as it was or corrected; rejected rows and rows that repeat another one are
    not. A cell is right when it stood in such a row and was left as extracted; cells that were empty do not count.
    """
    statuses = Counter(dict.fromkeys(STATUSES, 0))
    for row in db.execute("SELECT status, count(*) FROM rows WHERE origin='extracted' GROUP BY status"):
        statuses[row[0]] = row[1]
    rows = dict(statuses) | {
        name: db.execute("SELECT count(*) FROM rows WHERE origin=? AND status NOT IN ('rejected', 'merged')", (name,)).fetchone()[0]
        for name in ("split", "rescued")
    }
    judged = sum(statuses[name] for name in STATUSES if name != "open")
    right, given, filled = Counter[str](), Counter[str](), Counter[str]()
    wrong: set[tuple[int, str]] = set()
    for n, base, row in db.execute(
        "SELECT n, base, row FROM rows JOIN cells USING (n) WHERE origin='extracted' AND status IN ('accepted', 'corrected')"
    ):
        before = json.loads(base)
        after = json.loads(row) if row else before
        for column in layout.compared():
            one, other = before.get(column), after.get(column)
            kept = same(one, other)
            if one not in ("", None):
                given[column] += 1
                right[column] += kept
                if not kept:
                    wrong.add((n, column))
            elif not kept:
                filled[column] += 1
    return Report(
        rows, Share(statuses["accepted"] + statuses["corrected"], judged),
        {name: Share(right[name], given[name]) for name in layout.compared() if given[name]},
        {name: filled[name] for name in layout.compared() if filled[name]},
        _sources(db), _rules(db, wrong),
    )  # fmt: skip


def _sources(db: sqlite3.Connection) -> dict[str, Share]:
    found = db.execute(
        "SELECT row_sources.source, sum(status IN ('accepted', 'corrected')), count(*) FROM row_sources JOIN rows USING (n) "
        "WHERE status <> 'open' AND origin='extracted' GROUP BY row_sources.source ORDER BY 3 DESC, 1"
    )
    return {row[0]: Share(row[1], row[2]) for row in found}


def _rules(db: sqlite3.Connection, wrong: set[tuple[int, str]]) -> dict[str, Share]:
    right, of = Counter[str](), Counter[str]()
    compared = set(layout.compared())
    for n, column, rule, status in db.execute(
        "SELECT DISTINCT n, col, rule, status FROM evidence JOIN rows USING (n) WHERE status <> 'open' AND origin='extracted'"
    ):
        if column in compared and rule:
            of[rule] += 1
            right[rule] += status in ("accepted", "corrected") and (n, column) not in wrong
    return {rule: Share(right[rule], of[rule]) for rule in sorted(of, key=lambda rule: (-of[rule], rule))}


def text(report: Report) -> str:
    """The report as plain text, for the terminal and ``agreement.txt``."""
    lines = ["rows: " + ", ".join(f"{number} {name}" for name, number in report.rows.items() if number)]
    lines.append(f"right rows: {_shown(report.precision)}")
    if report.columns:
        lines += ["", f"{'column':24} {'left as extracted':>30}  filled by people"]
        lines += [f"{name:24} {_shown(share):>30}  {report.filled.get(name, '')}".rstrip() for name, share in report.columns.items()]
    for title, shares in (("outlet", report.sources), ("rule", report.rules)):
        if shares:
            lines += ["", f"{title:40} {'accepted':>30}"]
            lines += [f"{name[:40]:40} {_shown(share):>30}" for name, share in list(shares.items())[:25]]
    return "\n".join(lines) + "\n"


def _shown(share: Share) -> str:
    if share.value is None or share.bounds is None:
        return "nothing judged"
    low, high = share.bounds
    return f"{share.right}/{share.of} = {share.value:.3f} [{low:.2f}, {high:.2f}]"
