"""The rows of all articles together: copies joined with their originals, reports of one incident reconciled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.build import copies, work
from eventx.build.store import Store
from eventx.model import Problem
from eventx.reconcile import reconcile

JUDGEMENTS = "judgements.csv"
"""The file beside the data set with decisions of people on what is one incident."""
_SAME = ("event_date", "time_precision", "sub_event_type", "country", "location", "actor1", "actor2", "fatalities", "injured")
_LISTS = ("source", "article_ids", "article_urls", "language")
_ORDER = ("event_date", "country", "location", "event_id_cnty")


class Problems:
    """All problems in the order of the corpus, read from the store each time: a large archive has millions of them."""

    def __init__(self, store: Store, copied: Mapping[int, tuple[int, float]], names: Mapping[int, str], renamed: Mapping[str, str]) -> None:
        self._store, self._copied, self._names, self._renamed = store, copied, names, dict(renamed)
        self.more: list[dict[str, Any]] = []

    def follow(self, became: Mapping[str, str]) -> None:
        """Rows became part of others: what is told of the former is told of the latter."""
        self._renamed = {**became, **{old: became.get(new, new) for old, new in self._renamed.items()}}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        doubts = _by_place(self._store.doubts())
        for one in self._store.finished():
            yield from doubts.pop(one.place, ())
            yield from _renamed(work.unpacked(one.outcome)["problems"], self._renamed)
            if one.place in self._copied:
                yield _copy(one.place, self._copied, self._names)
        for left in doubts.values():
            yield from left
        yield from self.more


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows in the order of days, their evidence in the order of the rows, problems in that of the corpus.

    ``links`` tell which reports became one row; ``reports`` are the rows of single articles that became part of a row,
    which ``merged_into`` names.
    """

    rows: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    problems: Iterable[dict[str, Any]]
    links: list[dict[str, Any]]
    reports: list[dict[str, Any]]


def gather(store: Store, folder: Path) -> Gathered:
    """All that the corpus gave, as it is published."""
    copied = copies.groups(store.printed())
    wanted = {*copied, *(original for original, _ in copied.values())}
    rows: dict[int, list[dict[str, Any]]] = {}
    evidence: list[dict[str, Any]] = []
    names: dict[int, str] = {}
    for one in store.finished():
        if one.place in wanted:
            names[one.place] = one.id
        if one.rows:
            found = work.unpacked(one.outcome)
            rows[one.place] = found["rows"]
            evidence += found["evidence"]
    renamed = _join(rows, copied)
    made = [row for place in sorted(rows) for row in rows[place]]
    return _reconciled(made, list(_renamed(evidence, renamed)), Problems(store, copied, names, renamed), folder)


def _by_place(doubts: Iterator[tuple[int, dict[str, Any]]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for place, problem in doubts:
        found[place].append(problem)
    return dict(found)


def _copy(place: int, copied: Mapping[int, tuple[int, float]], names: Mapping[int, str]) -> dict[str, Any]:
    original, likeness = copied[place]
    message = f"a copy of the article {names[original]!r}: {likeness:.0%} of the text is the same"
    return Problem("article.copy", message, names[place]).as_dict()


def _join(rows: dict[int, list[dict[str, Any]]], copied: Mapping[int, tuple[int, float]]) -> dict[str, str]:
    """Join the rows of copies with the same rows of their originals, in place; old id → the joined row's.

    What a copy tells beyond its original (an agency's text with a paragraph of the outlet's own) stays a row.
    """
    members: dict[tuple[int, int], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for place in sorted(copied):
        original = copied[place][0]
        free = list(range(len(rows.get(original, ()))))
        kept = []
        for row in rows.get(place, ()):
            twin = next((number for number in free if _same(rows[original][number], row)), None)
            if twin is None:
                kept.append(row)
                continue
            free.remove(twin)
            members[original, twin].append((place, row))
        if place in rows:
            rows[place] = kept
    renamed: dict[str, str] = {}
    for (original, number), others in members.items():
        first = rows[original][number]
        joined = _joined(first, [row for _, row in others])
        for row in (first, *(row for _, row in others)):
            renamed[row["event_id_cnty"]] = joined["event_id_cnty"]
        rows[original][number] = joined
    return renamed


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in _SAME)


def _joined(first: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    row = dict(first)
    others = list(others)
    for name in _LISTS:
        cells = [part for one in (first, *others) for part in (one[name] or "").split("; ")]
        row[name] = "; ".join(part for part in dict.fromkeys(cells) if part)
    row["published"] = max((one["published"] or "" for one in (first, *others)), default="")
    return schema.derive(row)


def _renamed(items: Iterable[dict[str, Any]], renamed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    return ({**item, "event_id": renamed[item["event_id"]]} if item["event_id"] in renamed else item for item in items)


def _reconciled(rows: list[dict[str, Any]], evidence: list[dict[str, Any]], problems: Problems, folder: Path) -> Gathered:
    """One row an incident, with what decided it."""
    judgements = folder / JUDGEMENTS
    done = reconcile(rows, judgements=judgements if judgements.is_file() else None)
    problems.follow(done.became)
    problems.more += [problem.as_dict() for problem in done.problems]
    made = sorted((dict(row) for row in done.rows), key=lambda row: [str(row[name] or "") for name in _ORDER])
    place = {row["event_id_cnty"]: number for number, row in enumerate(made)}
    proofs = sorted(_renamed(evidence, done.became), key=lambda proof: place[proof["event_id"]])
    reports = sorted(({"merged_into": name, **row} for name, row in done.reports), key=lambda report: place[report["merged_into"]])
    return Gathered(made, proofs, problems, [link.as_row() for link in done.links], reports)
