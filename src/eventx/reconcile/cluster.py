"""Groups of rows that tell one incident: average linkage over the scored pairs.

Two groups become one while the mean over *all* pairs between them is at least ``same``; a pair that was never near
enough to be compared counts ``apart``, so that a chain of neighbours does not become one incident. Two rows of one
article stay two incidents: whoever wrote it told them apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from eventx.reconcile.score import APART
from eventx.reconcile.weights import weights

Pair = tuple[int, int]


class _Groups:
    """The groups so far; between two of them the sum of the scores and how many pairs were scored."""

    def __init__(self, articles: Sequence[frozenset[str]]) -> None:
        self.members = {number: [number] for number in range(len(articles))}
        self.size = dict.fromkeys(self.members, 1)  # reports that speak: those that somebody put together speak as one
        self.articles = dict(enumerate(articles))
        self.of = list(range(len(articles)))
        self.between: dict[int, dict[int, tuple[float, int]]] = {number: {} for number in self.members}

    def mean(self, a: int, b: int) -> float:
        total, scored = self.between[a].get(b, (0.0, 0))
        pairs = self.size[a] * self.size[b]
        return (total + weights().apart * (pairs - scored)) / pairs

    def join(self, a: int, b: int) -> None:
        """The later group goes into the earlier one."""
        for other, (total, scored) in self._taken(a, b):
            before = self.between[a].get(other, (0.0, 0))
            self.between[a][other] = self.between[other][a] = (before[0] + total, before[1] + scored)
        self.size[a] += self.size.pop(b)

    def judge(self, a: int, b: int) -> None:
        """Somebody put two groups together: what is near to one of them is near to both, and apart from one, apart from both."""
        for other, (total, _) in self._taken(a, b):
            before = self.between[a].get(other, (total, 1))[0]
            points = APART if APART in (before, total) else max(before, total)
            self.between[a][other] = self.between[other][a] = (points, 1)
        self.size.pop(b)

    def _taken(self, a: int, b: int) -> list[tuple[int, tuple[float, int]]]:
        for number in self.members[b]:
            self.of[number] = a
        self.members[a] += self.members.pop(b)
        self.articles[a] |= self.articles.pop(b)
        self.between[a].pop(b, None)
        left = self.between.pop(b)
        left.pop(a, None)
        for other in left:
            self.between[other].pop(b)
        return list(left.items())


def cluster(
    articles: Sequence[frozenset[str]], scores: Mapping[Pair, float], *, same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> tuple[list[list[int]], list[Pair]]:
    """The groups, each sorted, in the order of their first rows; and the pairs judged same that could not be followed.

    ``articles`` are those of each row, ``scores`` those of the pairs worth scoring. Pairs judged ``same`` are put together
    first, whatever they score; pairs judged ``different`` never are, not even by way of others. Two rows of one article
    come together only where they themselves are judged ``same``.
    """
    groups = _Groups(articles)
    for (a, b), points in scores.items():
        groups.between[a][b] = groups.between[b][a] = (points, 1)
    for a, b in different:
        groups.between[a][b] = groups.between[b][a] = (APART, 1)
    apart = {frozenset(pair) for pair in different}
    wanted = sorted(same)
    together = {frozenset(pair) for pair in wanted}
    refused = []
    for a, b in wanted:
        first, second = sorted((groups.of[a], groups.of[b]))
        if first == second:
            continue
        between = [(x, y) for x in groups.members[first] for y in groups.members[second]]
        if any(frozenset(pair) in apart or (articles[pair[0]] & articles[pair[1]] and frozenset(pair) not in together) for pair in between):
            refused.append((a, b))
            continue
        groups.judge(first, second)
    _agglomerate(groups)
    return sorted(sorted(members) for members in groups.members.values()), refused


def _agglomerate(groups: _Groups) -> None:
    least = weights().same
    heap = [
        (-mean, a, b) for a, others in groups.between.items() for b in others if a < b and (mean := groups.mean(a, b)) >= least
    ]
    heapq.heapify(heap)
    while heap:
        minus, a, b = heapq.heappop(heap)
        if a not in groups.members or b not in groups.members or groups.mean(a, b) != -minus or groups.articles[a] & groups.articles[b]:
            continue  # an older state of the two, or two incidents of one article
        groups.join(a, b)
        for other in groups.between[a]:
            mean = groups.mean(a, other)
            if mean >= least:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
