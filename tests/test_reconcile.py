"""Reconciliation: groups, merged rows, judgements; whatever the order of the rows."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from eventx import Article, read_article, schema
from eventx.errors import DataError
from eventx.reconcile import Judgement, Judgements, judgements, reconcile
from eventx.reconcile.cluster import cluster
from eventx.reconcile.score import APART

ARTICLES = (
    Article("a1", "At least 12 civilians were killed on Monday when gunmen attacked the village of Dablo in Burkina Faso, officials said.",
            publisher="One", language="en", published=date(2023, 3, 7)),
    Article("a2", "Quinze civils ont été tués lundi dans une attaque attribuée au JNIM contre le village de Dablo, au Burkina Faso.",
            publisher="Two", language="fr", published=date(2023, 3, 8)),
    Article("a3", "Three people were killed on Wednesday when gunmen attacked the town of Dablo in Burkina Faso.",
            publisher="Three", language="en", published=date(2023, 3, 9)),
)  # fmt: skip
HEADER = ",".join(judgements.COLUMNS) + "\n"


@pytest.fixture(scope="module")
def events():
    found = [event for article in ARTICLES for event in read_article(article).events]
    assert len(found) == 3
    return found


@pytest.fixture
def rows(events):
    return [dict(event.row) for event in events]


def test_reports_of_one_attack_become_one_row_and_the_next_attack_stays(rows):
    merged = reconcile(rows).rows
    assert [row["article_ids"] for row in merged] == ["a1; a2", "a3"]
    row = merged[0]
    assert (row["source"], row["language"], row["published"]) == ("One; Two", "en; fr", "2023-03-08")
    assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == (15, 12, 15)
    assert "fatalities_earliest=12; fatalities_latest=15" in row["tags"]
    assert row["actor1"].startswith("JNIM")
    assert [schema.check(one) for one in merged] == [[], []]
    assert merged[1] == rows[2]


def test_evidence_follows_the_merged_row(rows, events):
    evidence = [proof for event in events for proof in event.evidence]
    done = reconcile(rows, evidence)
    assert len(done.evidence) == len(evidence)
    assert {proof.event_id for proof in done.evidence} == {row["event_id_cnty"] for row in done.rows}
    assert {p.article_id for p in done.evidence if p.event_id == done.rows[0]["event_id_cnty"]} == {"a1", "a2"}


def test_the_order_of_rows_and_a_row_given_twice_change_nothing(rows):
    expected = reconcile(rows)
    for seed in range(6):
        mixed = [*rows, rows[seed % 3]]
        random.Random(seed).shuffle(mixed)
        assert reconcile(mixed) == expected


def test_two_rows_of_one_article_stay_two(rows):
    rows[1] = schema.derive({**rows[1], "article_ids": "a1", "civilian_targeting": None, "notes": ""})
    assert len(reconcile(rows).rows) == 3


def test_a_decision_is_explained(rows):
    link = next(one for one in reconcile(rows).links if one.decision == "same")
    assert link.by == "score"
    assert {link.one[0], link.other[0]} == {"a1", "a2"}
    assert link.event_one == link.event_other
    assert any("same day" in why for why in link.reasons)
    assert link.as_dict()["reasons"] == list(link.reasons)


def test_groups_are_no_chains():
    none = frozenset()
    assert cluster([none] * 3, {(0, 1): 9.0, (1, 2): 6.0})[0] == [[0, 1], [2]]
    assert cluster([none] * 3, {(0, 1): 9.0, (1, 2): 7.0, (0, 2): 6.0})[0] == [[0, 1, 2]]


def test_judged_different_holds_by_way_of_others_too():
    none, scores = frozenset(), {(0, 1): 9.0, (1, 2): 99.0, (0, 2): 9.0}
    assert cluster([none] * 3, scores, different=[(0, 2)])[0] == [[0], [1, 2]]
    assert cluster([none] * 3, {}, same=[(0, 1), (1, 2)], different=[(0, 2)]) == ([[0, 1], [2]], [(1, 2)])
    assert APART < -1e9


def line(one, other, decision):
    return ",".join([*next(judgements.keys(one)), *next(judgements.keys(other)), decision, "reader", "knows"]) + "\n"


def test_judgements_stand_above_scores(rows, tmp_path: Path):
    file = tmp_path / "judgements.csv"
    file.write_text(HEADER + line(rows[0], rows[1], "different") + line(rows[0], rows[2], "same"), encoding="utf-8")
    done = reconcile(rows, judgements=file)
    assert done.problems == () or all(problem.code == "toll.conflict" for problem in done.problems)
    assert sorted(row["article_ids"] for row in done.rows) == ["a1; a3", "a2"]
    assert {one.decision for one in done.links if one.by == "judgement"} == {"same", "different"}
    assert {(one.who, one.why) for one in done.links if one.by == "judgement"} == {("reader", "knows")}


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("different", "diferent", "value.unknown", "decision"),
        ("2023-03-06", "06/03/2023", "date.invalid", "date_1"),
        ("Attack", "Atack", "value.unknown", "type_1"),
        ("a1", "", "value.missing", "article_1"),
    ],
)
def test_a_bad_line_is_told_and_the_others_count(rows, tmp_path: Path, old, new, code, column):
    file = tmp_path / "judgements.csv"
    good = line(rows[0], rows[1], "different")
    file.write_text(HEADER + good + good.replace(old, new, 1), encoding="utf-8")
    read = judgements.read(file)
    assert len(read.decisions) == 1
    (finding,) = read.findings
    assert (finding.code, finding.column, finding.line, finding.file) == (code, column, 3, str(file))


def test_judgements_that_fit_no_row_are_told(rows):
    done = reconcile(rows, judgements=Judgements((Judgement(("x", "2023-03-06", "Dablo", "Attack"), next(judgements.keys(rows[0])), "same"),)))
    assert "judgement.unmatched" in {problem.code for problem in done.problems}


def test_two_rows_of_one_article_come_together_only_where_somebody_says_so_of_them():
    one, other = frozenset({"a"}), frozenset({"b"})
    assert cluster([one, one, other], {}, same=[(0, 1)])[0] == [[0, 1], [2]]
    assert cluster([one, one, other], {}, same=[(0, 2), (1, 2)]) == ([[0, 2], [1]], [(1, 2)])
    assert cluster([one, one, other], {}, same=[(0, 1), (0, 2), (1, 2)]) == ([[0, 1, 2]], [])


def test_what_is_near_to_one_of_two_judged_rows_is_near_to_both():
    none = frozenset()
    assert cluster([none] * 3, {(1, 2): 9.0}, same=[(0, 1)])[0] == [[0, 1, 2]]
    assert cluster([none] * 3, {(1, 2): 9.0}, same=[(0, 1)], different=[(0, 2)])[0] == [[0, 1], [2]]


def test_lines_that_contradict_each_other_are_told_and_the_later_one_stands(rows, tmp_path: Path):
    file = tmp_path / "judgements.csv"
    file.write_text(HEADER + line(rows[0], rows[1], "same") + line(rows[1], rows[0], "different"), encoding="utf-8")
    done = reconcile(rows, judgements=file)
    assert len(done.rows) == 3
    (told,) = [problem for problem in done.problems if problem.code == "judgement.conflict"]
    assert (told.line, told.severity) == (2, "warning")
    assert "line 3" in told.message


def test_civilians_go_with_the_toll_they_are_part_of(rows):
    """The civilians of an older report are no part of the newer one's dead, however many these are."""
    first = schema.derive({**rows[0], "fatalities_civilians": 12, "notes": ""})
    silent = schema.derive({**rows[1], "fatalities_civilians": None, "notes": ""})
    (merged,) = reconcile([first, silent]).rows
    assert (merged["fatalities"], merged["fatalities_civilians"]) == (15, None)
    second = schema.derive({**rows[1], "fatalities_civilians": 9, "notes": ""})
    (merged,) = reconcile([first, second]).rows
    assert merged["fatalities_civilians"] == 9


def test_an_article_that_tells_two_shows_which_of_them_another_tells(rows):
    """Two strikes on one city score alike; the better partner in the article that has both takes the report."""
    from eventx.reconcile.report import report
    from eventx.reconcile.rivals import outdone
    from eventx.reconcile.weights import weights

    both = [report(schema.derive({**rows[0], "fatalities": dead, "notes": ""})) for dead in (12, 40)]
    other = report(rows[1])
    least = weights().rival["better"]
    assert outdone([*both, other], {(0, 2): 9.0, (1, 2): 9.0 - least}) == {(1, 2): weights().rival["points"]}
    assert outdone([*both, other], {(0, 2): 9.0, (1, 2): 9.1 - least}) == {}


def test_what_speaks_against_one_incident_is_said(rows):
    """Rebels are no state's forces, nobody takes a suicide bomber for an air strike, many dead are not only wounded."""
    from eventx.reconcile.report import report
    from eventx.reconcile.score import reasons, score

    def told(**cells):
        return report(schema.derive({**rows[0], "notes": "", "event_id_cnty": "", **cells}))

    shells = "Shelling/artillery/missile attack"
    rebels = told(sub_event_type=shells, actor1="Opposition Rebels (Syria)")
    army = told(sub_event_type=shells, actor1="Military Forces of Syria (2000-2024)", attribution_status="stated")
    nobody = told(sub_event_type=shells, actor1="Unidentified Armed Group (Syria)")
    assert any("actor 1 different" in why for why in reasons(rebels, army))
    assert score(rebels, army) < score(rebels, nobody)
    raid, bomber = told(sub_event_type="Air/drone strike"), told(sub_event_type="Suicide bomb")
    assert score(raid, bomber) < score(raid, told(sub_event_type=shells)) < score(raid, told(sub_event_type="Air/drone strike"))
    silent = {"fatalities": 0, "fatalities_low": None, "fatalities_high": None, "injured": None}
    full, wounded, earlier = told(), told(**silent | {"injured": 9}), told(**silent | {"injured": 9}, published="2023-03-06")
    assert score(full, wounded) < score(full, earlier) < score(full, told(**silent)) < score(full, full)


def test_a_file_without_its_header_cannot_be_used(tmp_path: Path):
    file = tmp_path / "judgements.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="article_1"):
        judgements.read(file)
