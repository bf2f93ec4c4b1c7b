"""``links.csv``: every build tells which reports it took for one incident and why, and whoever knows better is followed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from eventx.build import publish, run
from eventx.build.rows import JUDGEMENTS
from eventx.reconcile import judgements, links

CASES = Path(__file__).parent / "reconcile" / "tune"
NAMES = ("odessa-1", "odessa-2", "odessa-3", "odessa-4", "mali-1", "mali-4", "mali-5", "syrie-5", "syrie-6")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("links") / "in.jsonl"
    articles = [json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["article"] for name in NAMES]
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    run.build(run.Job([str(corpus)], folder))
    return folder


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def articles(folder: Path) -> list[set[str]]:
    """The articles of each row of the data set."""
    return [set(row["article_ids"].split("; ")) for row in table(folder / "events.csv")]


def between(folder: Path, one: str, other: str) -> dict[str, str]:
    (found,) = [link for link in table(folder / "links.csv") if {link["article_1"], link["article_2"]} == {one, other}]
    return found


def test_each_decision_is_told_with_its_reasons(built: Path) -> None:
    told = table(built / "links.csv")
    assert tuple(told[0]) == links.COLUMNS
    ids = {row["event_id_cnty"] for row in table(built / "events.csv")}
    for link in told:
        assert (link["event_1"] == link["event_2"]) == (link["decision"] == "same")
        assert {link["event_1"], link["event_2"]} <= ids
        assert link["by"] in links.BY
        assert link["points"]
    rise = between(built, "mali-1", "mali-4")
    assert (rise["decision"], rise["by"]) == ("same", "score")
    assert "20 and 35 dead, the higher one later" in rise["points"]
    assert {"same", "different"} == {link["decision"] for link in told}


def test_the_links_are_described_for_machines(built: Path) -> None:
    package = json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [one for one in package["resources"] if one["name"] == "links"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(links.COLUMNS)


@pytest.mark.filterwarnings("ignore")
def test_the_reference_reader_takes_the_links(built: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the reference reader of data packages is not installed")
    report = frictionless.validate(str(built / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "fieldName", "message"])


def test_lines_copied_from_the_links_are_judgements_that_survive_rebuilds(corpus: Path, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    wrong = between(built, "mali-1", "mali-4") | {"decision": "different", "who": "reader", "reason": "two villages"}
    (twice,) = [link for link in table(built / "links.csv") if link["article_1"] == link["article_2"] == "syrie-5"]
    assert (twice["decision"], twice["by"]) == ("different", "article")
    folder.mkdir()
    with (folder / JUDGEMENTS).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, links.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([wrong, twice | {"decision": "same", "who": "reader", "reason": "told twice"}])
    kept = (folder / JUDGEMENTS).read_bytes()
    for fresh in (False, False, True):
        run.build(run.Job([str(corpus)], folder, fresh=fresh))
        assert (folder / JUDGEMENTS).read_bytes() == kept
        rows = articles(folder)
        assert {"mali-1"} in rows
        assert {"mali-4"} in rows
        assert len(rows) == len(articles(built))  # one more and one fewer
        assert [row for row in rows if "syrie-5" in row] == [{"syrie-5", "syrie-6"}]
        told = between(folder, "mali-1", "mali-4")
        assert (told["decision"], told["by"], told["who"], told["reason"]) == ("different", "judgement", "reader", "two villages")
        assert not [one for one in (folder / "problems.jsonl").read_text(encoding="utf-8").splitlines() if "judgement." in one]


def test_the_same_articles_in_another_order_give_the_same_links(corpus: Path, built: Path, tmp_path: Path) -> None:
    turned = tmp_path / "in.jsonl"
    turned.write_text("".join(reversed(corpus.read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8")
    run.build(run.Job([str(turned)], tmp_path / "set"))
    for name in ("links.csv", "events.csv"):
        assert name in publish.FILES
        assert (tmp_path / "set" / name).read_bytes() == (built / name).read_bytes()


def test_what_a_spreadsheet_would_run_is_defused_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / JUDGEMENTS
    row = dict.fromkeys(links.COLUMNS, "") | {
        "article_1": "'=a", "date_1": "2024-03-02", "location_1": "Odesa", "type_1": "Attack", "article_2": "b", "date_2": "2024-03-02",
        "location_2": "Odesa", "type_2": "Attack", "decision": "same",
    }  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, links.COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    (decision,) = judgements.read(file).decisions
    assert decision.one[0] == "=a"
