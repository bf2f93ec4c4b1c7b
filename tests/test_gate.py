"""Quality floors: what the engine finds in ``tests/gold`` and ``tests/quiet`` must not get worse, language by language.

``floors.json`` names the lowest event and slot F1 and the highest number of false rows per hundred quiet articles that
are let through, and the hash of the cases that they were measured on. ``python tests/test_gate.py`` measures anew and
raises the floors; with unchanged cases it never lowers one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from eventx import countries, evaluate, schema
from eventx.pipeline import read_article

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
LANGUAGES = sorted(folder.name for folder in (HERE / "gold").iterdir() if folder.is_dir())
SLACK = 0.01  # a floor lies this far under what was measured
HOW = "to raise the floors: python tests/test_gate.py"
HOW_ANEW = f"after a deliberate change of the cases look at `eventx evaluate --misses`, then {HOW.removeprefix('to raise the floors: ')}"


def folders(language: str) -> list[Path]:
    """Gold and quiet cases of a language."""
    return [folder for kind in ("gold", "quiet") if (folder := HERE / kind / language).is_dir()]


def corpus_hash(language: str) -> str:
    """One hash over the names and contents of all cases, whatever the ends of lines."""
    digest = hashlib.sha256()
    for file in sorted(file for folder in folders(language) for file in folder.glob("*.json")):
        digest.update(file.relative_to(HERE).as_posix().encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def measure(language: str) -> dict[str, float]:
    """The three figures of a language."""
    figures = evaluate.summary(evaluate.run(folders(language), lambda article: read_article(article).events))
    return {
        "event_f1": figures["event"]["f1"],
        "slot_f1": figures["slot_f1"],
        "quiet_false_rows_per_100": figures["quiet"]["false_rows_per_100"],
    }


def read_floors() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return loaded


def under(floor: Mapping[str, Any], figures: Mapping[str, float]) -> list[str]:
    """What is worse than its floor, in words."""
    wrong = [f"{name} {figures[name]:.4f} is under its floor {floor[name]:.4f}" for name in ("event_f1", "slot_f1") if figures[name] < floor[name]]
    name = "quiet_false_rows_per_100"
    if figures[name] > floor[name]:
        wrong.append(f"{name} {figures[name]:.2f} is over its ceiling {floor[name]:.2f}")
    return wrong


def test_every_language_with_cases_has_a_floor() -> None:
    assert sorted(read_floors()) == LANGUAGES, HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_corpus_is_the_one_measured(language: str) -> None:
    assert read_floors()[language]["corpus_sha256"] == corpus_hash(language), f"the {language} cases have changed: {HOW_ANEW}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_floor(language: str) -> None:
    wrong = under(read_floors()[language], measure(language))
    assert not wrong, f"{language}: {'; '.join(wrong)} (eventx evaluate --misses tests/gold/{language} tests/quiet/{language} shows where)"


def test_gate_tells_what_is_worse() -> None:
    """The judge itself: an equal figure passes, a worse one does not, on either side."""
    floor = {"event_f1": 0.8, "slot_f1": 0.7, "quiet_false_rows_per_100": 5.0}
    assert under(floor, floor) == []
    assert len(under(floor, {"event_f1": 0.79, "slot_f1": 0.69, "quiet_false_rows_per_100": 5.1})) == 3


CASES = [case for language in LANGUAGES for case in evaluate.cases(folders(language))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.parent.parent.name}-{case.path.parent.name}-{case.path.stem}")
def test_case_is_well_formed(case: evaluate.Case) -> None:
    """The cases themselves: who wrote what when, whether rows belong there, and only values that the schema knows."""
    assert case.article.id == case.path.stem
    assert case.article.language == case.path.parent.name
    assert case.article.published
    assert case.article.publisher
    assert case.why
    assert bool(case.gold) == (case.path.parent.parent.name == "gold")
    for row in case.gold:
        cells = {name: value for name, value in row.items() if name != "accept"}
        whole = schema.derive({**cells, "article_ids": case.article.id, "published": case.article.published, "source": case.article.publisher})
        named = [finding for finding in schema.check(whole) if finding.column in cells]
        assert named == []
        assert row["event_type"] == whole["event_type"]
        assert row["country"] in countries.by_name()
        assert row["event_date"] <= case.article.published.isoformat()


def test_pairs_tell_the_same_story() -> None:
    """Cases named pair-NAME-xx: the same rows in every language."""
    pairs: dict[str, dict[str, list[list[Any]]]] = {}
    for case in CASES:
        if case.path.stem.startswith("pair-"):
            name, _, language = case.path.stem.rpartition("-")
            pairs.setdefault(name, {})[language] = [[row[slot] for slot in (*evaluate.SLOTS, "injured", "attributed_to")] for row in case.gold]
    assert pairs
    for name, told in pairs.items():
        assert len(told) > 1, name
        assert len({json.dumps(rows) for rows in told.values()}) == 1, name


def rewrite() -> None:
    """Measure, and write floors that are no lower than they were unless the cases are others."""
    old, new = read_floors(), {}
    for language in LANGUAGES:
        figures, sha = measure(language), corpus_hash(language)
        floor: dict[str, Any] = {name: round(max(0.0, figures[name] - SLACK), 4) for name in ("event_f1", "slot_f1")}
        floor["quiet_false_rows_per_100"] = figures["quiet_false_rows_per_100"]
        before = old.get(language, {})
        if before.get("corpus_sha256") == sha:
            for name in ("event_f1", "slot_f1"):
                floor[name] = max(floor[name], before[name])
            name = "quiet_false_rows_per_100"
            floor[name] = min(floor[name], before[name])
        new[language] = floor | {"corpus_sha256": sha}
        print(language, *(f"{name} {value}" for name, value in figures.items()))
    FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
