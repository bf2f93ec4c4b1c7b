"""What a rebuild leaves standing when it puts rows together, takes them apart, or adds reports to them."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dataset
import pytest

from eventx import schema
from eventx.build import run
from eventx.reconcile import Judgement, Judgements, reconcile
from eventx.review import actions, export
from eventx.review.folder import open_folder
from eventx.review.overview import lost
from eventx.review.store import Store, cells_of, row_of

A = dataset.STRIKE | {"fatalities": 3, "fatalities_low": 3, "fatalities_high": 3}
B = A | {"source": "L'Orient", "article_ids": "a2", "language": "fr", "fatalities": 5, "fatalities_low": 5, "fatalities_high": 5, "location": "Idlib", "geo_precision": 3,
         "latitude": 35.9306, "longitude": 36.6339}  # fmt: skip
THIRD = A | {"source": "Wire", "article_ids": "a3"}


def written(folder: Path, *cells: Mapping[str, Any], together: bool = False) -> Store:
    """A data set of these rows as a build publishes it: apart, or made one row with its reports beside."""
    rows = dataset.rows(*cells)
    reports: list[dict[str, Any]] = []
    if together:
        named = [(row["article_ids"], row["event_date"], row["location"], row["sub_event_type"]) for row in rows]
        done = reconcile(rows, judgements=Judgements(tuple(Judgement(one, other, "same") for one, other in itertools.pairwise(named))))
        rows, reports = [dict(row) for row in done.rows], [{"merged_into": name, **row} for name, row in done.reports]
        assert len(rows) == 1
    time.sleep(0.01)  # a later time of the files
    dataset.folder(folder, rows)
    dataset.lines(folder / "reports.jsonl", reports)
    return Store(open_folder(folder))


def row(store: Store, event: str) -> dict[str, Any]:
    with store.reading() as db:
        found = row_of(db, event)
        assert found is not None, event
        return {**cells_of(db, found["n"])[1], "status": found["status"], "stale": bool(found["stale"])}


def only(store: Store) -> dict[str, Any]:
    with store.reading() as db:
        (found,) = db.execute("SELECT id FROM rows WHERE status NOT IN ('merged', 'rejected')").fetchall()
    return row(store, found["id"])


def missing(store: Store) -> int:
    with store.reading() as db:
        return lost(db)


def test_a_merging_that_the_build_now_makes_itself_holds(tmp_path: Path) -> None:
    store = written(tmp_path, A, B)
    a, b = dataset.ids(tmp_path)
    actions.edit(store, a, {"fatalities": (3, 4)}, who="lea")  # of the row that goes
    actions.edit(store, b, {"tags": ("", "market")}, who="lea")
    actions.merge(store, a, b, who="lea", seen="open")
    actions.judge(store, b, "accept", who="lea", seen="open")
    now = only(written(tmp_path, A, B, together=True))
    assert (now["status"], now["tags"], now["article_ids"], now["stale"]) == ("corrected", "market", "a1; a2", True)
    assert now["fatalities"] != 4
    assert missing(Store(open_folder(tmp_path))) == 0


def test_a_judged_row_of_two_articles_that_falls_apart_keeps_its_judgement(tmp_path: Path) -> None:
    store = written(tmp_path, A, A | {"article_ids": "a2", "source": "L'Orient"}, together=True)
    actions.edit(store, only(store)["event_id_cnty"], {"fatalities": (3, 9)}, who="lea")
    store = written(tmp_path, A, A | {"article_ids": "a2", "source": "L'Orient", "injured": 2})
    first, second = dataset.ids(tmp_path)
    assert (row(store, first)["fatalities"], row(store, second)["fatalities"]) == (9, 3)


def test_a_rejected_row_that_gets_another_report_is_looked_at_again(tmp_path: Path) -> None:
    store = written(tmp_path, A)
    actions.judge(store, dataset.ids(tmp_path)[0], "reject", who="lea", seen="open")
    now = only(written(tmp_path, A, THIRD, together=True))
    assert (now["status"], now["stale"]) == ("open", True)
    store = Store(open_folder(tmp_path))
    actions.judge(store, now["event_id_cnty"], "accept", who="max", seen="open")
    assert (only(store)["status"], only(store)["stale"]) == ("accepted", False)  # seen as it is now


def test_rows_that_were_rejected_one_by_one_stay_so_together(tmp_path: Path) -> None:
    store = written(tmp_path, A, B)
    for event in dataset.ids(tmp_path):
        actions.judge(store, event, "reject", who="lea", seen="open")
    store = written(tmp_path, A, B, together=True)
    with store.reading() as db:
        assert [found["status"] for found in db.execute("SELECT status FROM rows")] == ["rejected"]


@pytest.mark.parametrize("reports", [True, False], ids=["with reports", "without"])
def test_a_split_by_article_leaves_each_row_what_its_articles_tell(tmp_path: Path, reports: bool) -> None:
    store = written(tmp_path, A, B, together=True)
    if not reports:
        (tmp_path / "reports.jsonl").unlink()
        store = Store(open_folder(tmp_path))
    event = only(store)["event_id_cnty"]
    whole = row(store, event)
    _, new = actions.split(store, event, who="lea", articles=["a2"])
    one, other = row(store, event), row(store, new)
    assert (one["article_ids"], one["source"], one["language"]) == ("a1", "Halab Daily", "en")
    assert (other["article_ids"], other["source"], other["language"]) == ("a2", "L'Orient", "fr")
    if reports:
        assert ((one["fatalities"], one["location"]), (other["fatalities"], other["location"])) == ((3, "Saraqeb"), (5, "Idlib"))
    assert schema.check({name: other[name] for name in schema.COLUMNS}) == []
    with pytest.raises(actions.Refused, match="split_all"):
        actions.split(store, event, who="lea", articles=["a1"])
    actions.undo(store, who="lea")
    assert row(store, event) == whole
    with store.reading() as db:
        assert row_of(db, new) is None


def test_a_split_that_the_build_now_makes_itself_holds(tmp_path: Path) -> None:
    store = written(tmp_path, A, B, together=True)
    event = only(store)["event_id_cnty"]
    _, new = actions.split(store, event, who="lea", articles=["a2"])
    actions.edit(store, new, {"fatalities": (5, 6)}, who="lea")
    actions.judge(store, new, "accept", who="lea", seen="open")
    store = written(tmp_path, A, B)
    a, b = dataset.ids(tmp_path)
    assert (row(store, b)["fatalities"], row(store, b)["status"], row(store, a)["fatalities"]) == (6, "corrected", 3)
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM rows").fetchone()[0] == 2
        assert lost(db) == 0
    # And when the build puts them together again, the split is there again.
    store = written(tmp_path, A, B, together=True)
    with store.reading() as db:
        assert sorted(found["article_ids"] for found in export.reviewed(db)) == ["a1", "a2"]


def test_words_of_a_merged_row_are_lit_on_the_row_that_stays(tmp_path: Path) -> None:
    from eventx.review.desk import desk

    store = written(tmp_path, A, A | {"article_ids": "a2", "source": "L'Orient", "language": "fr"})
    a, b = dataset.ids(tmp_path)
    actions.merge(store, b, a, who="lea", seen="open")
    with store.reading() as db:
        found = desk(db, a)
    assert found is not None
    assert [any(piece.columns for piece in sheet.text or ()) for sheet in found.sheets] == [True, True]


def test_mergings_and_splits_can_be_handed_to_a_build(tmp_path: Path) -> None:
    """Two reports that no score would join are one row of the next build, and one that was split stays two."""
    import corpus

    news = corpus.archive(tmp_path / "news.jsonl")
    job = run.Job([str(news)], tmp_path / "set")
    run.build(job)
    store = Store(open_folder(tmp_path / "set"))
    with store.reading() as db:
        of = {found["article_ids"]: found["event_id_cnty"] for found in export.reviewed(db)}
    actions.merge(store, of["a6"], of["a5"], who="lea", seen="open", reason="one battle")
    actions.split(store, of["m1; m2"], who="max", articles=["m2"])
    done = export.export(store)
    (handed,) = (file for file in done.files if file.name == "judgements.csv")
    (tmp_path / "set" / "judgements.csv").write_bytes(handed.read_bytes())
    run.build(job)
    store = Store(open_folder(tmp_path / "set"))
    with store.reading() as db:
        assert lost(db) == 0
        extracted = {json.loads(found["base"])["article_ids"] for found in db.execute("SELECT base FROM cells JOIN rows USING (n) WHERE origin='extracted'")}
        reviewed = [found["article_ids"] for found in export.reviewed(db)]
    assert {"m1", "m2"} <= extracted
    assert {"a5; a6", "a6; a5"} & extracted
    assert sorted(len(names.split("; ")) for names in reviewed) == [1] * 14 + [2]
    assert export.export(store).files[-1].read_text(encoding="utf-8").splitlines()[1:] != []  # and they stay in the file
