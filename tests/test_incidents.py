"""One incident, one row: how well reports of several outlets are put together, measured on ``tests/reconcile``.

The cases of ``tune`` may be looked at while the weights are set, those of ``final`` may not. ``incident_floors.json`` names
the lowest F1 that is let through and the hash of the cases it was measured on; ``python tests/test_incidents.py``
measures anew and raises the floors, and with unchanged cases never lowers one.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eventx import evaluate, evaluate_incidents, gold
from eventx.pipeline import read_article
from eventx.reconcile.agreement import agreement
from eventx.reconcile.blocks import pairs
from eventx.reconcile.report import report

HERE = Path(__file__).parent / "reconcile"
FLOORS = HERE.parent / "incident_floors.json"
HALVES = ("tune", "final")
SLACK = 0.01  # a floor lies this far under what was measured
HOW = "to raise the floors: python tests/test_incidents.py"


@cache
def cases(half: str) -> list[gold.Case]:
    return list(gold.cases([HERE / half]))


@cache
def measure(half: str) -> dict[str, dict[str, Any]]:
    """The figures of a half: rows as read by the engine, and as coded in the gold."""
    results = [evaluate.score(case, read_article(case.article).events) for case in cases(half)]
    return {"read": evaluate_incidents.summary(results), "coded": evaluate_incidents.perfect(cases(half))}


def figures(half: str) -> dict[str, float]:
    return {f"{rows}_{name}_f1": found[name]["f1"] for rows, found in measure(half).items() for name in ("pairs", "b_cubed")}


def corpus_hash(half: str) -> str:
    digest = hashlib.sha256()
    for file in sorted((HERE / half).glob("*.json")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def floors() -> dict[str, dict[str, Any]]:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


@pytest.mark.parametrize("half", HALVES)
def test_floor(half: str) -> None:
    floor = floors()[half]
    assert floor["corpus_sha256"] == corpus_hash(half), f"the cases have changed: {HOW}"
    found = figures(half)
    wrong = [f"{name} {found[name]:.4f} is under its floor {floor[name]:.4f}" for name in found if found[name] < floor[name]]
    assert not wrong, f"{half}: {'; '.join(wrong)} (eventx evaluate --misses tests/reconcile/{half} shows where)"


@pytest.mark.parametrize("half", HALVES)
def test_few_rows_are_outside_the_measure(half: str) -> None:
    """What was not read cannot be grouped wrongly: there must be little of it."""
    read = measure(half)["read"]
    assert read["missed"] + read["unlabelled"] <= 0.1 * read["mentions"]


def test_the_corpus_is_wide_and_its_halves_share_no_incident() -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for half in HALVES:
        for case in cases(half):
            assert case.article.id == case.path.stem
            assert case.article.published
            assert case.article.publisher
            for row in case.gold:
                told[row["incident"]].add(half)
    every = [case for half in HALVES for case in cases(half)]
    assert len(every) >= 66
    assert len({case.article.text for case in every}) == len(every)
    assert {case.article.language for case in every} == {"fr", "en"}
    assert len({row["country"] for case in every for row in case.gold}) >= 8
    assert len(told) >= 24
    assert all(len(halves) == 1 for halves in told.values())
    assert sum(not case.gold for case in every) >= 3  # anniversaries and totals tell no incident


# -- the measure ----------------------------------------------------------------------------------------------------


def test_agreement_by_hand() -> None:
    """Five rows of two incidents; one row of the second stands in the group of the first."""
    found = agreement("aaabb", [1, 1, 1, 1, 2])
    assert found["pairs"] == {"p": 0.5, "r": 0.75, "f1": 0.6}  # 3 of 6 pairs given, 3 of 4 wanted
    assert found["b_cubed"] == {"p": 0.7, "r": 0.8, "f1": 0.7467}  # (3·3/4 + 1/4 + 1) / 5; (3 + 1/2 + 1/2) / 5


def test_agreement_at_its_ends() -> None:
    assert agreement("aab", [1, 1, 2])["pairs"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert agreement("abc", [1, 2, 3])["pairs"]["f1"] == 1.0
    assert agreement("aa", [1, 2])["pairs"] == {"p": 1.0, "r": 0.0, "f1": 0.0}
    assert agreement("ab", [1, 1])["pairs"]["p"] == 0.0
    assert agreement("ab", [1, 1])["b_cubed"]["r"] == 1.0
    assert agreement([], [])["b_cubed"]["f1"] == 1.0


def test_rows_outside_the_labels_are_counted_and_not_scored(tmp_path: Path) -> None:
    names = ("odessa-1", "syrie-5", "rdc-7")
    results = [evaluate.score(case, read_article(case.article).events) for name in names for case in gold.cases([HERE / "tune" / f"{name}.json"])]
    results[0].pairs = [(results[0].pairs[0][0], None)]
    found = evaluate_incidents.summary(results)
    assert (found["incidents"], found["mentions"], found["missed"]) == (2, 2, 1)
    assert found["unlabelled"] == sum(row is not None for result in results for _, row in result.pairs) - 1
    assert found["wrong"] == []


def test_wrong_groups_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both kinds of error reach whoever looks for them."""
    apart = evaluate_incidents.perfect([case for case in cases("tune") if case.article.id in ("mali-1", "mali-4")])
    assert apart["wrong"] == []
    turned = [gold.Case(case.path, case.article, [row | {"incident": case.article.id} for row in case.gold]) for case in cases("tune") if case.article.id in ("mali-1", "mali-4")]
    (wrong,) = evaluate_incidents.perfect(turned)["wrong"]
    assert (wrong["kind"], set(wrong["incidents"])) == ("joined", {"mali-1", "mali-4"})
    far = [case for case in cases("tune") if case.article.id in ("mali-1", "rdc-1")]
    named = [gold.Case(case.path, case.article, [row | {"incident": "one"} for row in case.gold]) for case in far]
    (wrong,) = evaluate_incidents.perfect(named)["wrong"]
    assert wrong["kind"] == "parted"


def test_the_command_prints_the_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from eventx.cli import main

    folder = tmp_path / "gold"
    folder.mkdir()
    for name in ("odessa-1", "odessa-3", "mali-1"):
        (folder / f"{name}.json").write_bytes((HERE / "tune" / f"{name}.json").read_bytes())
    with pytest.raises(SystemExit) as left:
        main(["evaluate", str(folder), "--json"])
    assert left.value.code == 0
    found = json.loads(capsys.readouterr().out)["incidents"]
    assert found["coded"]["incidents"] == 3
    with pytest.raises(SystemExit):
        main(["evaluate", str(folder), "--misses"])
    shown = capsys.readouterr().out
    assert "B-cubed, rows as read" in shown
    assert "3 incidents in 3 rows of the gold" in shown


# -- cost -----------------------------------------------------------------------------------------------------------


def archive(days: int) -> list[dict[str, Any]]:
    """Twelve reports a day of incidents in four towns of two countries: the longer the archive, the more rows."""
    towns = (("Mali", "Mopti", 14.48, -4.18), ("Mali", "Gao", 16.27, -0.04), ("Syria", "Idlib", 35.93, 36.63), ("Syria", "Aleppo", 36.2, 37.16))
    first = 737425  # 2020-01-01
    from datetime import date

    rows = []
    for day in range(days):
        for number in range(12):
            country, town, latitude, longitude = towns[number % 4]
            rows.append({
                "event_id_cnty": f"X{day}-{number}", "event_date": date.fromordinal(first + day).isoformat(), "sub_event_type": "Attack", "country": country,
                "location": town, "admin1": town, "latitude": latitude, "longitude": longitude, "article_ids": f"{day}-{number}",
                "geo_precision": 1 + number // 4, "time_precision": 1 + (day + number) % 2,
            })  # fmt: skip
    return rows


def test_pairs_grow_with_the_archive_and_not_with_its_square() -> None:
    """Four times the rows at the same density: four times the pairs that are looked at."""
    small, large = (sum(1 for _ in pairs([report(row) for row in archive(days)])) for days in (40, 160))
    assert 3.5 * small < large < 4.5 * small


def rewrite() -> None:
    """Measure, and write floors that are no lower than they were unless the cases are others."""
    old, new = floors(), {}
    for half in HALVES:
        found, sha = figures(half), corpus_hash(half)
        before = old.get(half, {})
        kept = before if before.get("corpus_sha256") == sha else {}
        new[half] = {name: max(round(value - SLACK, 4), kept.get(name, 0.0)) for name, value in found.items()} | {"corpus_sha256": sha}
        sys.stdout.write(f"{half} {found}\n")
    FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
