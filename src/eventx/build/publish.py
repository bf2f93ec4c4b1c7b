"""The files of a data set: written beside, checked, and only then put in place one by one by renaming.

Nothing in them tells of the run itself (no clock, no seconds, no number of workers), so that a build that was killed
and went on gives the same bytes as one that was not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from eventx import schema, write
from eventx.build import corpus, package, readme, report, rules
from eventx.build.rows import Gathered, gather
from eventx.build.store import Store
from eventx.build.totals import Totals, count, ranked
from eventx.errors import DataError
from eventx.gazetteers.imports.folder import imports
from eventx.guard import Given
from eventx.reconcile import links
from eventx.validate import render, validate

_BESIDE = "new"
FILES = (
    "articles.jsonl", "evidence.jsonl", "problems.jsonl", "links.csv", "reports.jsonl", "events.parquet", "events.csv", "report.html", "README.md",
    "datapackage.json", "run.json",
)  # fmt: skip
"""What is published, in the order in which it takes its place."""


def publish(store: Store, spool: Path, folder: Path, place: Path, given: Given, columns: Mapping[str, str]) -> Totals:
    """Write all files of the data set and give its totals; ``place`` is a folder on the same disk to write in first.

    :raises DataError: a row breaks the schema; nothing was replaced.
    """
    gathered = gather(store, folder)
    totals = count(store.finished(), store.doubts(), gathered)
    beside = place / _BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        _rows(gathered, beside)
        _lines(beside / "articles.jsonl", _articles(store, spool))
        (beside / "report.html").write_text(report.page(gathered.rows, totals), encoding="utf-8", newline="\n", errors="replace")
        (beside / "README.md").write_text(readme.page(totals, rules.libraries()), encoding="utf-8", newline="\n", errors="replace")
        _object(beside / "datapackage.json", package.describe(beside, totals, geocoder=given.online.service if given.online else "", imported=imports()))
        _object(beside / "run.json", _run(totals, given, columns))
        for name in FILES:
            (beside / name).replace(folder / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return totals


def _rows(gathered: Gathered, beside: Path) -> None:
    files = [beside / "events.csv", beside / "events.parquet"]
    for file in files:
        write.save(gathered.rows, file)
    for finding in validate(files):
        if finding.severity == "error":
            line = render(finding).removeprefix(f"{beside}/")
            raise DataError(f"a row breaks the schema and nothing was published: {line}", hint="please report it")
    _lines(beside / "evidence.jsonl", gathered.evidence)
    _lines(beside / "problems.jsonl", gathered.problems)
    with write.opened_text(beside / "links.csv") as out:
        write.csv_table(links.COLUMNS, gathered.links, out)
    _lines(beside / "reports.jsonl", gathered.reports)


def _articles(store: Store, spool: Path) -> Iterator[dict[str, Any]]:
    """The articles with what was settled of them, so that they can be read again without options."""
    for record, one in zip(corpus.laid_by(spool), store.finished(), strict=True):
        yield {
            "id": one.id, "publisher": one.publisher or record["publisher"], "published": one.published or record["published"] or None,
            "language": one.language or record["language"], "url": record["url"], "title": record["title"], "text": record["text"],
        }  # fmt: skip


def _lines(file: Path, items: Iterable[Mapping[str, Any]]) -> None:
    with write.opened_text(file) as out:
        for item in items:
            out.write(json.dumps(item, ensure_ascii=False) + "\n")


def _object(file: Path, item: Mapping[str, Any]) -> None:
    with write.opened_text(file) as out:
        out.write(json.dumps(item, ensure_ascii=False, indent=2) + "\n")


def _run(totals: Totals, given: Given, columns: Mapping[str, str]) -> dict[str, Any]:
    values = ((one.name, getattr(totals, one.name)) for one in fields(totals))
    counts = {name: dict(ranked(value)) if isinstance(value, dict) else value for name, value in values}
    options = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(given).items() if name != "online"}
    if given.online is not None:  # not as whom: a data set is published
        options["geocoder"] = given.online.service
    return {
        "versions": {**rules.libraries(), "schema": str(schema.SCHEMA["version"])},
        "rules": dict(rules.stamps()), "gazetteers": [asdict(one) for one in imports()], "options": {**options, "columns": dict(columns)}, "counts": counts,
    }  # fmt: skip
