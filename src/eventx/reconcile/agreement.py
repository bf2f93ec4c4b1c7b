"""How well rows were grouped, against labels that say which incident each of them tells.

Two measures in use for such groupings: *pairs* of rows of one incident that are in one group, and *B-cubed* (Bagga and
Baldwin 1998), the mean over rows of how much of the row's group is of its incident and how much of its incident is in
its group. Pairs weigh an incident by the square of its rows, B-cubed by their number and counts lonely rows too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from eventx.evaluate import prf


def agreement(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 by pairs and by B-cubed; the two sequences name label and group of each row.

    Where there is no pair to be found or none given, that side of the pairs is 1: nothing was missed or mistaken.
    """
    both, by_label, by_group = Counter(zip(labels, groups, strict=True)), Counter(labels), Counter(groups)
    right = _pairs(both)
    of_group = sum(n * n / by_group[group] for (_, group), n in both.items())
    of_label = sum(n * n / by_label[label] for (label, _), n in both.items())
    return {
        "pairs": prf(right / given if (given := _pairs(by_group)) else 1.0, right / wanted if (wanted := _pairs(by_label)) else 1.0),
        "b_cubed": prf(of_group / len(labels) if labels else 1.0, of_label / len(labels) if labels else 1.0),
    }


def _pairs(counted: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in counted.values())
