"""Mergings and splits as a build reads them: lines of ``judgements.csv``, for those who want the built rows themselves so.

A build never needs them for the desk: decisions hold over whatever it publishes. It is for a data set that is published
as built, without an export of the desk.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eventx.reconcile.judgements import COLUMNS
from eventx.reconcile.report import parts
from eventx.review.judgements import Judgement, live
from eventx.review.parting import reports_of
from eventx.review.replay import log_of, resolve

Row = Mapping[str, Any]


def text(db: sqlite3.Connection) -> str:
    """The file of all mergings and splits that stand, empty when there are none."""
    found = list(_lines(db))
    out = io.StringIO()
    if found:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    return out.getvalue()


def _lines(db: sqlite3.Connection) -> Iterator[dict[str, str]]:
    rows = [row[0] for row in db.execute("SELECT DISTINCT row_id FROM log WHERE action IN ('merge', 'part') AND row_id<>'' ORDER BY seq")]
    for row in dict.fromkeys(rows):
        for one in live(log_of(db, row)):
            if one.action == "merge" and isinstance(one.after, Mapping):
                into = resolve(db, str(one.after.get("event_id_cnty") or ""), one.after)
                mine, others = _told(db, row, parts(one.key.get("article_ids"))), _told(db, into, parts(one.after.get("article_ids")))
                yield from _pairs(mine[:1], others[:1], "same", one)
            elif one.action == "part" and isinstance(one.after, list):
                gone = [str(name) for name in one.after]
                stays = [name for name in parts(one.key.get("article_ids")) if name not in gone]
                yield from _pairs(_told(db, row, gone), _told(db, row, stays), "different", one)


def _told(db: sqlite3.Connection, event: str, articles: Iterable[str]) -> list[Row]:
    """What single articles told of a row; the row itself where it has one article."""
    found = db.execute("SELECT n, drawn, base FROM rows JOIN cells USING (n) WHERE id=?", (event,)).fetchone()
    if found is None:
        return []
    wanted = set(articles)
    return [one for one in reports_of(db, found["drawn"]) or [json.loads(found["base"])] if wanted & set(parts(one["article_ids"]))]


def _pairs(ones: Iterable[Row], others: list[Row], decision: str, judgement: Judgement) -> Iterator[dict[str, str]]:
    for one in ones:
        for other in others:
            cells = {**_key(one, "1"), **_key(other, "2"), "decision": decision, "who": judgement.who, "reason": judgement.reason}
            if _key(one, "1") != {name.replace("_2", "_1"): value for name, value in _key(other, "2").items()}:
                yield cells


def _key(row: Row, number: str) -> dict[str, str]:
    return {
        f"article_{number}": parts(row["article_ids"])[0], f"date_{number}": str(row["event_date"]),
        f"location_{number}": str(row["location"] or ""), f"type_{number}": str(row["sub_event_type"] or ""),
    }  # fmt: skip
