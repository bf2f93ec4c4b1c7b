"""The reviewed data set leaves the desk: rows with all decisions applied, and how far people agreed."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eventx import write
from eventx.convert import FORMATS, convert
from eventx.errors import DataError, UsageError
from eventx.review import agreement, bridge, double
from eventx.review.folder import open_folder, second_codings
from eventx.review.store import Store

Which = Literal["all", "judged"]
STEM = "reviewed"
_WHICH = {"all": "status NOT IN ('rejected', 'merged')", "judged": "status IN ('accepted', 'corrected')"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, the number of rows, how many of them nobody judged, how many are not valid."""

    files: tuple[Path, ...]
    rows: int
    open: int
    invalid: int


def export(store: Store, *, which: Which = "all", out: Path | None = None) -> Exported:
    """Write the reviewed rows in every format that is installed, the agreement report as JSON and text, and mergings and splits for a build.

    ``all`` leaves out rejected and merged rows; ``judged`` also those that nobody has judged. Files are replaced whole.
    Raises :class:`DataError` where a cell does not have its column's type.
    """
    import pyarrow as pa

    out = out or store.folder.exports
    files = []
    with store.reading() as db:
        rows = list(reviewed(db, which=which))
        for kind in write.FORMATS:
            file = out / f"{STEM}.{kind}"
            try:
                write.save(rows, file)
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise DataError(f"a cell does not have its column's type: {error}", file=str(file), hint="filter the list by «not valid»") from None
            files.append(file)
        for kind in sorted(set(FORMATS) - set(write.FORMATS)):
            with contextlib.suppress(UsageError):  # a workbook, where the extra for it is not installed
                convert(out / f"{STEM}.parquet", out / f"{STEM}.{kind}")
                files.append(out / f"{STEM}.{kind}")
        figures, pairs = agreement.report(db), bridge.text(db)
        still, invalid = (int(db.execute(f"SELECT count(*) FROM rows WHERE {_WHICH[which]} AND {what}").fetchone()[0]) for what in ("status='open'", "valid=0"))
    codings = [] if store.folder.second else second(store)
    report = {**figures.as_dict(), "double_coding": [one.as_dict() for one in codings]}
    shown = "\n".join([agreement.text(figures), *(double.text(one) for one in codings)])
    texts = {"agreement.json": json.dumps(report, ensure_ascii=False, indent=1) + "\n", "agreement.txt": shown, "judgements.csv": pairs}
    for name, text in texts.items():
        if text:
            (out / name).write_text(text, encoding="utf-8")
            files.append(out / name)
        else:
            (out / name).unlink(missing_ok=True)
    return Exported(tuple(files), len(rows), still, invalid)


def reviewed(db: sqlite3.Connection, *, which: Which = "all") -> Iterator[dict[str, Any]]:
    """The rows with all decisions applied, in the order of the file; those that people made come last."""
    for found in db.execute(f"SELECT base, row FROM rows JOIN cells USING (n) WHERE {_WHICH[which]} ORDER BY n"):
        row: dict[str, Any] = json.loads(found["row"] or found["base"])
        yield row


def second(store: Store) -> list[double.Coding]:
    """The second codings of the folder, each compared with the main one."""
    folder = store.folder
    return [
        double.compare(store, Store(open_folder(folder.root, articles=folder.articles, second=name)))
        for name in second_codings(folder.root)
    ]  # fmt: skip
