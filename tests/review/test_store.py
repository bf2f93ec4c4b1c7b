"""Decisions applied: what a row becomes, what is refused, and what a rebuild leaves standing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dataset
import pytest

from eventx import schema
from eventx.errors import DataError, UsageError
from eventx.review import actions
from eventx.review.actions import Conflict, Invalid, Refused
from eventx.review.folder import open_folder
from eventx.review.store import Store, cells_of, row_of


@pytest.fixture
def strike(data: Path) -> str:
    return dataset.ids(data)[0]


def row(store: Store, event: str) -> dict[str, Any]:
    with store.reading() as db:
        number = row_of(db, event)
        assert number is not None
        return cells_of(db, number["n"])[1]


def status(store: Store, event: str) -> str:
    with store.reading() as db:
        found = row_of(db, event)
        return found["status"] if found else "gone"


def toll(store: Store, event: str, before: Any, after: Any, who: str = "lea") -> str:
    return actions.edit(store, event, dict.fromkeys(("fatalities", "fatalities_low", "fatalities_high"), (before, after)), who=who)


def test_an_edit_changes_the_row_and_what_follows(store: Store, strike: str) -> None:
    toll(store, strike, 3, "7")
    now = row(store, strike)
    assert now["fatalities"] == 7
    assert "7 people were killed" in now["notes"]
    assert now["event_id_cnty"] == strike
    assert status(store, strike) == "open"
    actions.judge(store, strike, "accept", who="lea", seen="open")
    assert status(store, strike) == "corrected"


def test_the_extracted_files_stay_as_they_are(data: Path, store: Store, strike: str) -> None:
    before = {file.name: file.read_bytes() for file in data.iterdir() if file.is_file()}
    toll(store, strike, 3, 7)
    actions.judge(store, strike, "reject", who="lea", seen="open", reason="twice")
    assert {name: (data / name).read_bytes() for name in before} == before
    lines = [json.loads(line) for line in (data / "judgements.jsonl").read_text().splitlines()]
    assert [line["action"] for line in lines] == ["edit"] * 3 + ["reject"]
    assert {"who", "at", "field", "before", "after", "reason"} <= lines[0].keys()
    assert (lines[0]["field"], lines[0]["before"], lines[0]["after"]) == ("fatalities", 3, 7)


def test_two_people_do_not_lose_each_others_work(data: Path, strike: str) -> None:
    one, other = Store(open_folder(data)), Store(open_folder(data))
    toll(one, strike, 3, 5, who="lea")
    with pytest.raises(Conflict) as refused:
        toll(other, strike, 3, 9, who="max")
    assert (refused.value.now, refused.value.who) == (5, "lea")
    actions.edit(other, strike, {"location": ("Saraqeb", "Ariha")}, who="max")  # another cell: both hold
    assert (row(one, strike)["fatalities"], row(one, strike)["location"]) == (5, "Ariha")
    actions.judge(one, strike, "accept", who="lea", seen="open")
    with pytest.raises(Conflict):
        actions.judge(other, strike, "reject", who="max", seen="open")


@pytest.mark.parametrize(
    ("column", "before", "after"),
    [
        ("fatalities", 3, "-1"), ("fatalities", 3, "many"), ("event_date", "2020-02-04", "2020-02-30"), ("geo_precision", 1, "7"),
        ("sub_event_type", "Air/drone strike", "Party"), ("country", "Syria", "Atlantis"), ("latitude", 35.8645, "99"), ("latitude", 35.8645, "nan"),
        ("fatalities", 3, "9" * 400), ("actor1", "Military Forces of Russia (2000-)", ""),
    ],
)  # fmt: skip
def test_what_can_never_be_is_refused(store: Store, strike: str, column: str, before: Any, after: str) -> None:
    with pytest.raises(Invalid):
        actions.edit(store, strike, {column: (before, after)}, who="lea")
    assert not store.folder.judgements.exists() or not store.folder.judgements.read_bytes()


@pytest.mark.parametrize("column", ["event_id_cnty", "year", "interaction", "no_such", "__class__"])
def test_cells_that_follow_are_not_edited(store: Store, strike: str, column: str) -> None:
    with pytest.raises(Refused):
        actions.edit(store, strike, {column: ("", "x")}, who="lea")


def test_merging_keeps_one_row_with_both_articles(data: Path, store: Store) -> None:
    kept, same, *_ = dataset.ids(data)
    actions.merge(store, same, kept, who="lea", seen="open")
    assert status(store, same) == "merged"
    assert row(store, kept)["article_ids"] == "a1; a2"
    assert row(store, kept)["source"] == "Halab Daily; L'Orient"
    assert row(store, kept)["fatalities"] == 3
    with pytest.raises(Refused, match="has_members"):
        actions.judge(store, kept, "reject", who="lea", seen="open")
    with pytest.raises(Refused, match="is_merged"):
        actions.edit(store, same, {"fatalities": (3, 4)}, who="lea")
    actions.undo(store, who="lea")
    assert (status(store, same), row(store, kept)["article_ids"]) == ("open", "a1")


def test_merging_upon_merging_and_in_a_circle(data: Path, store: Store) -> None:
    one, two, three, _ = dataset.ids(data)
    actions.merge(store, three, two, who="lea", seen="open")
    actions.merge(store, two, one, who="lea", seen="open")
    assert row(store, one)["article_ids"] == "a1; a2"
    with pytest.raises(Refused, match="is_merged"):
        actions.merge(store, one, three, who="lea", seen="open")
    with pytest.raises(Refused, match="merge_self"):
        actions.merge(store, one, one, who="lea", seen="open")


def test_a_log_in_a_circle_hangs_nobody(data: Path) -> None:
    one, two, *_ = dataset.ids(data)
    from eventx.review.judgements import Judgement, now

    lines = [Judgement(a, "merge", "x", now(), a + b, after={"event_id_cnty": b}).line() for a, b in ((one, two), (two, one))]
    (data / "judgements.jsonl").write_text("".join(lines), encoding="utf-8")
    assert status(Store(open_folder(data)), one) == "merged"


def test_splitting_makes_a_row_that_is_edited_apart(store: Store, strike: str) -> None:
    _, new = actions.split(store, strike, who="lea")
    toll(store, new, 3, 1)
    assert (row(store, strike)["fatalities"], row(store, new)["fatalities"]) == (3, 1)
    assert schema.check(row(store, new)) == []
    actions.undo(store, who="lea")
    actions.undo(store, who="lea")
    assert status(store, new) == "gone"


def test_rescuing_makes_a_valid_row(store: Store) -> None:
    cells = {name: dataset.SHOOTING[name] for name in ("event_date", "time_precision", "sub_event_type", "actor1", "inter1", "actor2", "inter2", "country", "location", "geo_precision", "fatalities", "article_ids", "source")}
    _, new = actions.rescue(store, cells, who="lea", problem={"code": "threat"})
    assert status(store, new) == "accepted"
    assert schema.check(row(store, new)) == []
    with pytest.raises(Invalid):
        actions.rescue(store, cells | {"country": ""}, who="lea", problem={})


def test_undo_takes_back_ones_own(data: Path, store: Store, strike: str) -> None:
    toll(store, strike, 3, 7)
    actions.edit(store, strike, {"location": ("Saraqeb", "Ariha")}, who="max")
    actions.undo(store, who="lea")
    assert (row(store, strike)["fatalities"], row(store, strike)["location"]) == (3, "Ariha")
    with pytest.raises(Refused, match="nothing_to_undo"):
        actions.undo(store, who="lea")


def rebuilt(data: Path, *cells: dict[str, Any]) -> None:
    """The same folder after a better extractor went over it."""
    dataset.folder(data, dataset.rows(*cells))


def again(store: Store) -> Store:
    store._looked = 0.0
    return store


@pytest.mark.parametrize("fresh", [True, False], ids=["another server", "the running server"])
def test_judgements_survive_a_rebuild(data: Path, store: Store, fresh: bool) -> None:
    strike, same, shooting, protest = dataset.ids(data)
    toll(store, strike, 3, 7)
    actions.judge(store, strike, "accept", who="lea", seen="open")
    actions.merge(store, same, strike, who="lea", seen="open")
    actions.judge(store, shooting, "reject", who="lea", seen="open")
    actions.judge(store, protest, "accept", who="lea", seen="open")
    _, new = actions.split(store, protest, who="lea")
    time.sleep(0.01)
    # The first rows' ids change with their cells; the protest is as it was.
    rebuilt(data, dataset.STRIKE | {"injured": 5}, dataset.SAME | {"injured": 2}, dataset.SHOOTING | {"attributed_to": "residents"}, dataset.PROTEST)
    one, two, three, four = dataset.ids(data)
    assert {one, two, three}.isdisjoint({strike, same, shooting})
    assert four == protest
    store = Store(open_folder(data)) if fresh else again(store)
    assert [status(store, event) for event in (one, two, three, four, new)] == ["corrected", "merged", "rejected", "accepted", "open"]
    assert (row(store, one)["fatalities"], row(store, one)["injured"], row(store, one)["article_ids"]) == (7, 5, "a1; a2")
    with store.reading() as db:
        assert [bool(row_of(db, event)["stale"]) for event in (one, four)] == [True, False]


def test_a_judgement_whose_row_is_gone_is_told_and_harms_no_other(data: Path, store: Store, strike: str) -> None:
    from eventx.review.overview import lost

    toll(store, strike, 3, 7)
    time.sleep(0.01)
    rebuilt(data, dataset.SHOOTING, dataset.PROTEST)
    store = Store(open_folder(data))
    with store.reading() as db:
        assert lost(db) == 1
        assert db.execute("SELECT sum(edited) FROM rows").fetchone()[0] == 0


def test_of_two_rows_that_fit_none_is_taken(data: Path, store: Store, strike: str) -> None:
    toll(store, strike, 3, 7)
    time.sleep(0.01)
    rebuilt(data, dataset.STRIKE | {"injured": 1}, dataset.STRIKE | {"injured": 2})
    store = Store(open_folder(data))
    assert [row(store, event)["fatalities"] for event in dataset.ids(data)] == [3, 3]


def test_a_log_that_was_replaced_is_read_anew(data: Path, store: Store, strike: str) -> None:
    toll(store, strike, 3, 7)
    assert row(store, strike)["fatalities"] == 7
    store.folder.judgements.write_bytes(b"")
    assert row(store, strike)["fatalities"] == 3


def test_the_cache_may_be_deleted(data: Path, store: Store, strike: str) -> None:
    import shutil

    toll(store, strike, 3, 7)
    shutil.rmtree(data / ".review")
    assert row(Store(open_folder(data)), strike)["fatalities"] == 7


def test_broken_rebuilds_leave_the_old_rows(data: Path, store: Store, strike: str) -> None:
    (data / "events.jsonl").write_text("{ broken", encoding="utf-8")
    assert row(again(store), strike)["fatalities"] == 3
    assert "events.jsonl" in store.trouble


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_every_format_of_rows_is_opened(tmp_path: Path, kind: str) -> None:
    folder = dataset.folder(tmp_path, kind=kind)
    with Store(open_folder(folder)).reading() as db:
        found = [cells_of(db, number)[1] for number in (1, 2, 3, 4)]
    assert found == dataset.rows(dataset.STRIKE, dataset.SAME, dataset.SHOOTING, dataset.PROTEST)


def test_what_is_no_data_set_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no rows"):
        open_folder(tmp_path)
    with pytest.raises(DataError, match="no such folder"):
        open_folder(tmp_path / "absent")
    dataset.folder(tmp_path)
    with pytest.raises(UsageError):
        open_folder(tmp_path, second="../max")
    (tmp_path / "evidence.jsonl").write_text("[]\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"evidence\.jsonl:1"):
        Store(open_folder(tmp_path))


def test_a_full_disk_acknowledges_nothing(store: Store, strike: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    fsync: Callable[..., None] = full
    monkeypatch.setattr("eventx.review.judgements.os.fsync", fsync)
    with pytest.raises(OSError, match="No space"):
        toll(store, strike, 3, 7)


