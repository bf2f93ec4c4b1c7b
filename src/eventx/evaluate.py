"""Evaluation: rows of a run against gold cases, aligned one to one per article.

Gold cases are read by :mod:`eventx.gold`. Two rows may be aligned when they share at least two of the six slots, a day
or a place among them; the alignment with the most agreeing slots wins. Precision is over given, recall over gold values;
rows without a partner count against both. Every figure is a sum over cases, whatever folders they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geopy.distance import great_circle

from eventx.errors import DataError
from eventx.fold import fold
from eventx.gold import Case, cases
from eventx.model import Article, Problem

SLOTS = ("event_date", "sub_event_type", "actor1", "actor2", "location", "fatalities")
COLUMNS = (
    *SLOTS, "time_precision", "event_type", "assoc_actor_1", "inter1", "assoc_actor_2", "inter2", "civilian_targeting",
    "country", "admin1", "geo_precision", "fatalities_low", "fatalities_high", "injured", "injured_low", "injured_high",
    "attributed_to", "attribution_status",
)  # fmt: skip
NEAR_KM = 10.0  # a place within this distance of the gold's point is right
_ALIGN = 2


@dataclass(slots=True)
class Result:
    """One case scored: pairs of (gold, given) rows, None for the missing partner; ``problems`` are
    the doubts of the reading."""

    case: Case
    pairs: list[tuple[dict[str, Any] | None, Mapping[str, Any] | None]] = field(default_factory=list)
    problems: Sequence[Problem] = ()


def score(case: Case, given: Sequence[Mapping[str, Any]]) -> Result:
    """Align the rows of one article."""
    gold = case.gold
    table = [[sum(agree(g, r, slot) for slot in SLOTS) if _alike(g, r) else 0 for r in given] for g in gold]

    @cache
    def best(i: int, used: int) -> tuple[float, tuple[int, ...]]:
        if i == len(gold):
            return 0.0, ()
        top, chosen = best(i + 1, used)
        answer: tuple[float, tuple[int, ...]] = (top, (-1, *chosen))
        for j in range(len(given)):
            if not used >> j & 1 and table[i][j] >= _ALIGN:
                value, rest = best(i + 1, used | 1 << j)
                if value + table[i][j] > answer[0]:
                    answer = (value + table[i][j], (j, *rest))
        return answer

    if len(given) > 18 or len(gold) > 200:
        chosen = _greedy(table)
    else:
        chosen = list(best(0, 0)[1])
    result = Result(case)
    for i, j in enumerate(chosen):
        result.pairs.append((gold[i], given[j] if j >= 0 else None))
    result.pairs += [(None, row) for j, row in enumerate(given) if j not in chosen]
    return result


def _greedy(table: list[list[int]]) -> list[int]:
    chosen = [-1] * len(table)
    order = sorted(((v, i, j) for i, row in enumerate(table) for j, v in enumerate(row) if v >= _ALIGN), key=lambda x: (-x[0], x[1], x[2]))
    taken: set[int] = set()
    for _, i, j in order:
        if chosen[i] < 0 and j not in taken:
            chosen[i] = j
            taken.add(j)
    return chosen


def _alike(gold: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return agree(gold, row, "event_date") or agree(gold, row, "location")


def agree(gold: Mapping[str, Any], row: Mapping[str, Any], column: str) -> bool:
    """Whether a given value is right: the gold's, one that it accepts, or for places a point within ten kilometres."""
    value = row.get(column)
    accepted = [gold.get(column), *gold.get("accept", {}).get(column, ())]
    if column == "location":
        if any(fold(str(value or "")) == fold(str(one or "")) for one in accepted):
            return True
        points = [gold.get("latitude"), gold.get("longitude"), row.get("latitude"), row.get("longitude")]
        return None not in points and great_circle(points[:2], points[2:]).km <= NEAR_KM
    if column in ("assoc_actor_1", "assoc_actor_2", "attributed_to"):
        return any(_set(value) == _set(one) for one in accepted)
    if isinstance(value, str) or any(isinstance(one, str) for one in accepted):
        return str(value or "") in [str(one or "") for one in accepted]
    return value in accepted


def asked(gold: Mapping[str, Any], column: str) -> bool:
    """Whether a gold row says anything of a column; what it leaves out is not scored."""
    return column in gold or column in gold.get("accept", {})


def _set(value: Any) -> frozenset[str]:
    return frozenset(part.strip() for part in str(value or "").split(";") if part.strip())


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of a run, in the shape that ``--json`` prints."""
    matched = [(g, r) for result in results for g, r in result.pairs if g is not None and r is not None]
    gold = sum(g is not None for result in results for g, _ in result.pairs)
    given = sum(r is not None for result in results for _, r in result.pairs)
    columns = {}
    for column in COLUMNS:
        judged = [(g, r) for g, r in matched if asked(g, column)]
        right = sum(agree(g, r, column) for g, r in judged)
        there = sum(g is not None and asked(g, column) for result in results for g, _ in result.pairs)
        filled = given - len(matched) + len(judged)
        columns[column] = _prf(right, there, filled) | {"right": right, "gold": there, "given": filled}
        columns[column]["of_matched"] = round(right / len(judged), 4) if judged else 0.0
    slots_right = sum(int(columns[slot]["right"]) for slot in SLOTS)
    quiet = [result for result in results if not result.case.gold]
    false = sum(len(result.pairs) for result in quiet)
    return {
        "slot_f1": _prf(slots_right, gold * len(SLOTS), given * len(SLOTS))["f1"],
        "event": _prf(len(matched), gold, given),
        "columns": columns,
        "quiet": {"articles": len(quiet), "false_rows": false, "false_rows_per_100": round(100 * false / len(quiet), 2) if quiet else 0.0},
        "cases": [
            {
                "case": result.case.name,
                "gold": sum(g is not None for g, _ in result.pairs), "given": sum(r is not None for _, r in result.pairs),
                "matched": sum(g is not None and r is not None for g, r in result.pairs), "misses": list(misses(result)),
            }
            for result in results
        ],
    }  # fmt: skip


def misses(result: Result) -> Iterator[dict[str, Any]]:
    """What is wrong in a case: missing rows, false rows, differing cells."""
    for gold, row in result.pairs:
        if row is None:
            assert gold is not None
            yield {"kind": "missing", "row": {slot: gold.get(slot) for slot in SLOTS}}
        elif gold is None:
            yield {"kind": "false", "row": {slot: row.get(slot) for slot in SLOTS} | {"text": row.get("location_text", "")}}
        else:
            for column in COLUMNS:
                if asked(gold, column) and not agree(gold, row, column):
                    yield {"kind": "cell", "column": column, "gold": gold.get(column), "given": row.get(column), "date": gold.get("event_date"), "location": gold.get("location")}


def _prf(right: int, gold: int, given: int) -> dict[str, float]:
    return prf(right / given if given else 0.0, right / gold if gold else 0.0)


def prf(p: float, r: float) -> dict[str, float]:
    """Precision, recall and their F1, rounded to four places."""
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def run(
    paths: Sequence[Path],
    extract: Callable[[Article], Sequence[Mapping[str, Any]]],
    *,
    refused: Callable[[DataError], None] | None = None,
) -> list[Result]:
    """Extract and score every case; what is no case goes to ``refused``, as :func:`eventx.gold.cases` says."""
    return [score(case, extract(case.article)) for case in cases(paths, refused=refused)]
