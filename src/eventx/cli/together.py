"""Articles over several processes, for ``eventx extract``: the build's pool of workers, its outcomes put back in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from eventx.build.engines import pool
from eventx.build.work import batch, record, unpacked
from eventx.guard import Given
from eventx.model import Article, Event, Evidence, Problem

Outcome = tuple[list[Event] | None, list[Problem]]
_BATCH = 8  # articles a worker is handed at once


def outcomes(items: Iterable[Article | Problem], given: Given, workers: int) -> Iterator[Outcome]:
    """(events, problems) of every item, in order; no events but ``None`` of what was no article.

    A worker that comes to its end costs no row but those of the article that ends it, which becomes a problem.
    """
    ready: dict[int, Outcome] = {}  # what came before its turn
    turn = 0

    def batches() -> Iterator[pa.RecordBatch]:
        kept: list[dict[str, str]] = []
        for number, item in enumerate(items):
            if isinstance(item, Problem):
                ready[number] = None, [item]
                continue
            kept.append(record(str(number), item))
            if len(kept) == _BATCH:
                yield batch(kept)
                kept = []
        if kept:
            yield batch(kept)

    for done in pool(workers)(batches(), given):
        for row in done.to_pylist():
            ready[int(row["key"])] = _outcome(unpacked(row["outcome"]))
        while turn in ready:
            yield ready.pop(turn)
            turn += 1
    for number in sorted(ready):  # no article, and none after them
        yield ready[number]


def _outcome(found: dict[str, list[Any]]) -> Outcome:
    """Events with their evidence again, and the problems of the article and of its rows."""
    proofs: dict[str, list[Evidence]] = {}
    for proof in found["evidence"]:
        proofs.setdefault(proof["event_id"], []).append(Evidence(**proof))
    events = [Event(row, tuple(proofs.get(row["event_id_cnty"], ()))) for row in found["rows"]]
    return events, [Problem(**problem) for problem in found["problems"]]
