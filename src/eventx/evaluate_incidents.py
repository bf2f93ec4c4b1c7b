"""Evaluation of reconciliation: gold rows that name their ``incident`` against the rows of all articles reconciled.

Each given row takes the label of the gold row that it was aligned with (:mod:`eventx.evaluate`), so that wrong cells are
not wrong groups. Rows without a label are reconciled too, as they would be in a build, but not scored; they are counted,
as are labelled rows that the reading missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from eventx import schema
from eventx.evaluate import Result
from eventx.gold import Case
from eventx.reconcile import reconcile
from eventx.reconcile.agreement import agreement

LABEL = "incident"
"""The key of a gold row that names the incident: the same in every article that tells it."""


def labelled(case: Case) -> bool:
    """Whether the case says which incident its rows tell; a quiet article says it by having none."""
    return any(row.get(LABEL) for row in case.gold)


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of rows that were read from the articles, in the shape that ``--json`` prints under ``incidents``."""
    rows = [row for result in results for _, row in result.pairs if row is not None]
    pairs = [(gold, row) for result in results for gold, row in result.pairs]
    labels = {_id(row): str(gold[LABEL]) for gold, row in pairs if gold is not None and row is not None and gold.get(LABEL)}
    wanted = [str(gold[LABEL]) for gold, _ in pairs if gold is not None and gold.get(LABEL)]
    return _figures(rows, labels, wanted)


def perfect(cases: Sequence[Case]) -> dict[str, Any]:
    """The same figures as if every row had been read as the gold has it: what reconciliation alone gets right."""
    rows, labels = [], {}
    for case in cases:
        for gold in case.gold:
            row = _gold_row(case, gold)
            rows.append(row)
            if gold.get(LABEL):
                labels[_id(row)] = str(gold[LABEL])
    return _figures(rows, labels, list(labels.values()))


def _figures(rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str], wanted: Sequence[str]) -> dict[str, Any]:
    done = reconcile(rows)
    names = sorted(labels)
    return {
        "incidents": len(set(wanted)), "mentions": len(wanted), "missed": len(wanted) - len(names), "unlabelled": len(rows) - len(names),
        **agreement([labels[name] for name in names], [done.became[name] for name in names]),
        "wrong": list(_wrong(rows, labels, done.became)),
    }  # fmt: skip


def _wrong(rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str], became: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Pairs of labelled rows that are in one group and tell two incidents, or tell one and are in two groups."""
    known = [row for row in rows if _id(row) in labels]
    sharing: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in known:
        sharing["label", labels[_id(row)]].append(row)
        sharing["group", became[_id(row)]].append(row)
    for (kind, _), members in sorted(sharing.items()):
        for one, other in combinations(members, 2):
            same = labels[_id(one)] == labels[_id(other)]
            if (became[_id(one)] == became[_id(other)]) != same:
                yield {"kind": "parted" if kind == "label" else "joined", "incidents": [labels[_id(one)], labels[_id(other)]], "rows": [_shown(one), _shown(other)]}


def _gold_row(case: Case, gold: Mapping[str, Any]) -> dict[str, Any]:
    article = case.article
    cells = {name: value for name, value in gold.items() if name in schema.COLUMNS}
    published = article.published.isoformat() if article.published else ""
    return schema.derive({
        "time_precision": 1, "geo_precision": 1, **cells, "source": article.publisher, "article_ids": article.id,
        "published": published, "language": article.language,
    })  # fmt: skip


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("article_ids", "event_date", "sub_event_type", "actor1", "actor2", "location", "fatalities")}


def _id(row: Mapping[str, Any]) -> str:
    return str(row["event_id_cnty"])
