"""Rows of one article compete: a row of another article tells at most one of the incidents that the article tells apart.

Two strikes on one city are alike in all but toll and tactic. An article that tells both shows which of its rows the
other article's row fits better; the pair that fits worse is hardly one incident, whatever it scores alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from eventx.reconcile.report import Report
from eventx.reconcile.weights import weights

Pair = tuple[int, int]


def outdone(reports: Sequence[Report], scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """What the pairs lose of which one row has a better partner among the other row's siblings in its article."""
    of: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(reports):
        for article in one.articles:
            of[article].append(number)
    siblings = {number: {s for article in one.articles for s in of[article] if s != number} for number, one in enumerate(reports)}
    table = weights().rival
    lost = {}
    for (a, b), points in scores.items():
        least = points + table["better"]
        rivals = [(min(s, b), max(s, b)) for s in siblings[a]] + [(min(a, s), max(a, s)) for s in siblings[b]]
        if any(scores.get(pair, points) >= least for pair in rivals):
            lost[a, b] = table["points"]
    return lost
