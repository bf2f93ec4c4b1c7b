"""How far people agree with the extraction and with each other, against figures worked out by hand; and what is exported."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dataset
import pytest

from conftest import Desk
from eventx import rowfiles, schema
from eventx.cli import main
from eventx.convert import FORMATS
from eventx.errors import Finding
from eventx.review import actions, agreement, double, export
from eventx.review.agreement import Share
from eventx.review.double import cohen
from eventx.review.folder import open_folder
from eventx.review.store import Store


def test_kappa_by_hand() -> None:
    # Fifty items: both yes 20, both no 15, first alone yes 5, second alone yes 10. Observed 35/50 = 0.7; by chance
    # 25/50 · 30/50 + 25/50 · 20/50 = 0.5; kappa = (0.7 - 0.5) / (1 - 0.5) = 0.4.
    one = ["yes"] * 20 + ["no"] * 15 + ["yes"] * 5 + ["no"] * 10
    other = ["yes"] * 20 + ["no"] * 15 + ["no"] * 5 + ["yes"] * 10
    found = cohen(one, other)
    assert (found.same, found.of) == (35, 50)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_of_three_values_by_hand() -> None:
    # Observed 4/6; by chance a 3/6 · 2/6, b 2/6 · 2/6, c 1/6 · 2/6 = 12/36; kappa = (4/6 - 2/6) / (4/6) = 1/2.
    found = cohen(["a", "a", "a", "b", "b", "c"], ["a", "a", "b", "b", "c", "c"])
    assert found.same == 4
    assert found.kappa == pytest.approx(0.5)


@pytest.mark.parametrize(("one", "other", "kappa"), [([], [], None), (["a", "a"], ["a", "a"], None), (["a", "b"], ["b", "a"], -1.0), (["a", "b"], ["a", "b"], 1.0), (["a", "a"], ["a", "b"], 0.0)])
def test_kappa_at_its_ends(one: list[str], other: list[str], kappa: float | None) -> None:
    assert cohen(one, other).kappa == kappa


def test_wilsons_interval_by_hand() -> None:
    # 8 of 10: (0.8 + 0.19207) / 1.38415 ± 1.96 · sqrt(0.016 + 0.009604) / 1.38415.
    bounds = Share(8, 10).bounds
    assert bounds is not None
    assert bounds == (pytest.approx(0.4902, abs=5e-4), pytest.approx(0.9433, abs=5e-4))
    assert Share(0, 0).bounds is None


@pytest.fixture
def judged(data: Path) -> Path:
    """Of four rows the first is corrected, the second rejected, the third and fourth accepted; ``max`` sees it otherwise."""
    store = Store(open_folder(data))
    ids = dataset.ids(data)
    actions.edit(store, ids[0], {"fatalities": (3, 4), "fatalities_high": (3, 4), "injured": (None, 2)}, who="lea")
    for event, verdict in zip(ids, ("accept", "reject", "accept", "accept"), strict=True):
        actions.judge(store, event, verdict, who="lea", seen="open")  # type: ignore[arg-type]
    other = Store(open_folder(data, second="max"))
    actions.edit(other, ids[2], {"location": ("Ariha", "Idlib")}, who="max")
    for event, verdict in zip(ids, ("accept", "accept", "accept", "reject"), strict=True):
        actions.judge(other, event, verdict, who="max", seen="open")  # type: ignore[arg-type]
    return data


def test_the_measured_precision_of_the_run(judged: Path) -> None:
    with Store(open_folder(judged)).reading() as db:
        found = agreement.report(db)
    assert (found.precision.right, found.precision.of) == (3, 4)
    assert found.rows == {"open": 0, "accepted": 2, "corrected": 1, "rejected": 1, "merged": 0, "split": 0, "rescued": 0}
    # Three rows were kept; one toll of three was corrected, and one empty cell was filled.
    assert (found.columns["fatalities"].right, found.columns["fatalities"].of) == (2, 3)
    assert (found.columns["actor1"].right, found.columns["actor1"].of) == (3, 3)
    assert "injured" not in found.columns
    assert found.filled == {"injured": 1}
    # Outlets: the strike and the shooting were Halab Daily's, the rejected row L'Orient's.
    assert {name: (one.right, one.of) for name, one in found.sources.items()} == {"Halab Daily": (2, 2), "L'Orient": (0, 1), "Wire": (1, 1)}
    # Rules: the toll's took two cells with words (a1's is shared by two rows); the corrected one and the rejected one count against it.
    assert (found.rules["test.fatalities"].right, found.rules["test.fatalities"].of) == (1, 3)
    assert "right rows: 3/4 = 0.750 [0.30, 0.95]" in agreement.text(found)


def test_two_coders_by_hand(judged: Path) -> None:
    (found,) = export.second(Store(open_folder(judged)))
    # Verdicts: right rejected right right | right right right rejected. Two of four alike; by chance 3/4·3/4 + 1/4·1/4 =
    # 10/16, so kappa = (8/16 - 10/16) / (6/16) = -1/3.
    assert (found.second, found.verdict.same, found.verdict.of) == ("max", 2, 4)
    assert found.verdict.kappa == pytest.approx(-1 / 3)
    # Columns over the two rows that both kept (the strike and the shooting): tolls 4 and 1 against 3 and 1: 1/2 alike, by
    # chance 0·… only the 1: 1/2·1/2; kappa = (1/2 - 1/4) / (3/4) = 1/3. Places: Saraqeb, Ariha against Saraqeb, Idlib, likewise.
    assert (found.columns["fatalities"].same, found.columns["fatalities"].of) == (1, 2)
    assert found.columns["fatalities"].kappa == pytest.approx(1 / 3)
    assert found.columns["location"].kappa == pytest.approx(1 / 3)
    assert (found.columns["country"].same, found.columns["country"].kappa) == (2, None)  # one value: chance alone agrees
    shown = double.text(found)
    assert "double coding with max: 4 rows judged by both" in shown
    assert ["right", "or", "not", "2/4", "=", "0.500", "-0.333"] in [line.split() for line in shown.splitlines()]
    assert ["fatalities", "1/2", "=", "0.500", "0.333"] in [line.split() for line in shown.splitlines()]


def test_a_second_coder_is_blind(data: Path) -> None:
    first = Desk(data)
    ids = dataset.ids(data)
    first.do("edit", event=ids[0], changes={"fatalities": {"before": "3", "after": "441799"}}, reason="a reason of lea's")
    for event in ids[:3]:
        assert first.do("accept", event=event, seen="open").status_code == 200
    second = Desk(data, second="max")
    shown = second.get("/").text
    assert shown.count("<tr data-event") == 3  # the rows that were judged, and nothing of how
    assert second.get(f"/row/{ids[3]}").status_code == 200  # known by its address, but in no list
    for page in ("/", f"/row/{ids[0]}", "/overview", "/export"):
        text = second.get(page).text
        assert "441799" not in "".join(part for part in text.split("<main")[1:])
        assert "a reason of lea" not in text
        assert "s-accepted" not in text
        assert "s-corrected" not in text
    second.do("reject", event=ids[0], seen="open")
    assert "441799" in first.get(f"/row/{ids[0]}").text
    assert [json.loads(line)["who"] for line in (data / "judgements.max.jsonl").read_text().splitlines()] == ["max"]


def test_a_sample_is_always_the_same_and_outlives_a_rebuild(data: Path) -> None:
    def listed(desk: Desk) -> list[str]:
        return [part.split('"')[0] for part in desk.get("/").text.split('<tr data-event="')[1:]]

    desk = Desk(data, second="max", sample=2)
    chosen = listed(desk)
    assert len(chosen) == 2
    assert listed(Desk(data, second="eva", sample=2)) == chosen
    time.sleep(0.01)
    dataset.folder(data)
    desk.client.app.app.state.session.store._looked = 0.0
    assert listed(desk) == chosen


def test_exports_in_every_format_hold_the_same_rows(judged: Path) -> None:
    done = export.export(Store(open_folder(judged)))
    names = {file.name for file in done.files}
    assert names == {*(f"reviewed.{kind}" for kind in FORMATS), "agreement.json", "agreement.txt"}
    assert (done.rows, done.open, done.invalid) == (3, 0, 0)
    wanted = None
    for kind in FORMATS:
        file = judged / "exports" / f"reviewed.{kind}"
        read = list(rowfiles.READERS[rowfiles.format_of(file)](file))
        assert not [item for item in read if isinstance(item, Finding)], kind
        rows = [cells(item[1]) for item in read if not isinstance(item, Finding) and item[0]]
        assert [(row["fatalities"], row["injured"], row["location"]) for row in rows] == [(4, 2, "Saraqeb"), (1, None, "Ariha"), (0, None, "Idlib")], kind
        wanted = wanted or rows
        assert rows == wanted, kind
    told = json.loads((judged / "exports" / "agreement.json").read_text(encoding="utf-8"))
    assert told["precision"]["right"] == 3
    assert told["double_coding"][0]["verdict"]["kappa"] == pytest.approx(-1 / 3)


def cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that is the same from whichever format it was read."""
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else None if value == "" else value for name, value in row.items()}
    return {name: plain.get(name) for name in schema.COLUMNS}


def test_only_judged_rows_are_exported_on_demand(data: Path) -> None:
    store = Store(open_folder(data))
    actions.judge(store, dataset.ids(data)[2], "accept", who="lea", seen="open")
    assert export.export(store, which="judged").rows == 1
    done = export.export(store)
    assert (done.rows, done.open) == (4, 3)


def test_the_command_prints_and_writes_it(judged: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def command(*argv: str) -> tuple[str, str]:
        with pytest.raises(SystemExit) as left:
            main(["review", *argv])
        assert left.value.code == 0
        out = capsys.readouterr()
        return out.out, out.err

    shown, _ = command(str(judged), "--report")
    assert "right rows: 3/4" in shown
    assert "-0.333" in shown
    told, _ = command(str(judged), "--report", "--json")
    assert json.loads(told)["double_coding"][0]["second"] == "max"
    files, said = command(str(judged), "--export", "-o", str(tmp_path / "out"))
    assert {Path(line).name for line in files.splitlines()} >= {"reviewed.csv", "reviewed.xlsx", "agreement.txt"}
    assert "3 rows; 0 not judged, 0 not valid" in said
