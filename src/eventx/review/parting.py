"""A row as only some of its articles tell it: for rows of several articles of which one tells another incident."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any

from eventx import schema
from eventx.reconcile.merge import merge
from eventx.reconcile.report import parts, report


def reports_of(db: sqlite3.Connection, drawn: int) -> list[dict[str, Any]]:
    """What single articles said of a row, in the order in which the build published it; none for a row of one article."""
    return [json.loads(found["row"]) for found in db.execute("SELECT row FROM reports WHERE n=? ORDER BY rowid", (drawn,))]


def told_by(db: sqlite3.Connection, drawn: int, cells: Mapping[str, Any], articles: Collection[str]) -> dict[str, Any]:
    """The cells of a row as ``articles`` alone tell it, under the row's own id.

    Where the data set says what each article told (``reports.jsonl``), these are merged anew as the build does; else
    the row keeps its cells and only loses the other articles and their outlets.
    """
    kept = [one for one in reports_of(db, drawn) if set(parts(one["article_ids"])) <= set(articles)]
    try:
        made = merge([report(one) for one in kept])[0] if kept else dict(cells)
        made = schema.derive(_without(db, made, articles) | {"notes": ""})
    except (ValueError, TypeError, KeyError, OverflowError):  # what no calendar and no column knows: the cells stay
        made = _without(db, dict(cells), articles)
    return made | {"event_id_cnty": cells["event_id_cnty"]}


def _without(db: sqlite3.Connection, cells: dict[str, Any], articles: Collection[str]) -> dict[str, Any]:
    """Cells without the articles that are not among ``articles``, and without what only those stood for."""
    told = parts(cells["article_ids"])
    left = [name for name in told if name in articles]
    if left == told:
        return cells
    marks = ",".join("?" * len(told))
    known = {found["id"]: found for found in db.execute(f"SELECT id, publisher, url, language, published FROM articles WHERE id IN ({marks})", told)}
    for column, name in (("source", "publisher"), ("article_urls", "url"), ("language", "language")):
        gone, stays = ({known[one][name] for one in told if one in known and (one in left) is kept} for kept in (False, True))
        cells[column] = "; ".join(part for part in parts(cells[column]) if part in stays or part not in gone)
    days = [known[name]["published"] for name in left if name in known and known[name]["published"]]
    return cells | {"article_ids": "; ".join(left), "published": max(days, default=cells["published"])}


def own_articles(db: sqlite3.Connection, row: Mapping[str, Any]) -> set[str]:
    """A row's articles without those of rows that were merged into it: these leave by taking the merging back."""
    members = db.execute("SELECT row FROM rows JOIN cells USING (n) WHERE into_id=?", (row["event_id_cnty"],))
    return set(parts(row["article_ids"])) - {name for member in members for name in parts(json.loads(member["row"])["article_ids"])}
