"""``eventx build``: what is published, what is kept between runs, and what copies, doubles and broken inputs become."""

from __future__ import annotations

import html
import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import eventx
from eventx import schema
from eventx.build import publish, run, work
from eventx.build.lock import locked
from eventx.errors import DataError, Finding, UsageError
from eventx.gold import article

GOLD = sorted((Path(__file__).parent / "gold").rglob("*.json"))
STRIKE = (
    "Une frappe aérienne de l'aviation russe a tué sept civils mercredi à Ariha, dans la province d'Idleb, selon l'OSDH. "
    "Les secours ont retiré les victimes des décombres pendant une grande partie de la nuit, ont raconté des habitants, "
    "et plusieurs familles ont quitté la ville avant l'aube pour rejoindre des proches installés plus au nord.\n"
)


def corpus(number: int, *, first: int = 0) -> list[dict]:
    return [json.loads(file.read_text(encoding="utf-8"))["article"] for file in GOLD[first : first + number]]


def strike(name: str, **more: str) -> dict:
    return {"id": name, "published": "2020-01-16", "language": "fr", "publisher": "Agence", "text": STRIKE, **more}


def jsonl(file: Path, articles: list[dict]) -> Path:
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles), encoding="utf-8")
    return file


def objects(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def published(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in publish.FILES}


def rows(folder: Path) -> list[dict]:
    import pyarrow.parquet as pq

    return pq.read_table(folder / "events.parquet").to_pylist()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A data set of a dozen articles."""
    folder = tmp_path_factory.mktemp("built")
    file = jsonl(folder / "in.jsonl", corpus(12))
    done = run.build(run.Job([str(file)], folder / "set"))
    assert (done.totals.articles, done.worked, done.totals.failed) == (12, 12, 0)
    return folder / "set"


def test_the_rows_are_those_of_extraction(built):
    found = Counter(row["event_id_cnty"] for row in rows(built))
    wanted = Counter(event["event_id_cnty"] for one in corpus(12) for event in eventx.extract([article(one)]))
    assert set(found) <= set(wanted)  # no two of these articles tell one incident
    assert 0 < sum(found.values()) <= sum(wanted.values())
    assert max(found.values()) == 1


def test_every_file_is_there_and_the_rows_are_valid(built, command):
    assert {file.name for file in built.iterdir()} == {*publish.FILES, run.WORK}
    assert command("validate", built / "events.csv", built / "events.parquet").code == 0


def test_evidence_and_problems_belong_to_what_is_published(built):
    ids, texts = {row["event_id_cnty"] for row in rows(built)}, {one["id"]: one for one in objects(built / "articles.jsonl")}
    proofs = objects(built / "evidence.jsonl")
    assert {proof["event_id"] for proof in proofs} == ids
    for proof in proofs:
        part = texts[proof["article_id"]][proof["part"]]
        assert part[proof["start"] : proof["end"]] == proof["text"]
    assert {problem["article_id"] for problem in objects(built / "problems.jsonl")} <= set(texts)


def test_the_articles_it_publishes_give_the_same_rows_again(built, tmp_path):
    run.build(run.Job([str(built / "articles.jsonl")], tmp_path / "again"))
    assert (tmp_path / "again" / "events.csv").read_bytes() == (built / "events.csv").read_bytes()


def test_the_review_desk_opens_it(built, tmp_path):
    import sqlite3

    from eventx.review.folder import open_folder
    from eventx.review.index import build

    build(open_folder(built), tmp_path / "index.db")
    db = sqlite3.connect(tmp_path / "index.db")
    try:
        assert db.execute("SELECT count(*) FROM rows").fetchone()[0] == len(rows(built))
        assert db.execute("SELECT count(*) FROM articles WHERE text <> ''").fetchone()[0] == 12
    finally:
        db.close()


def test_description_tells_files_and_columns(built):
    import hashlib

    package = json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {source["title"] for source in package["sources"]} >= {one["publisher"] for one in corpus(12)}
    for resource in package["resources"]:
        assert resource["hash"] == "sha256:" + hashlib.sha256((built / resource["path"]).read_bytes()).hexdigest()
    fields = package["resources"][0]["schema"]["fields"]
    assert tuple(field["name"] for field in fields) == schema.COLUMNS
    header = (built / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(field["name"] for field in fields)


@pytest.mark.filterwarnings("ignore")
def test_description_passes_the_reference_reader(built):
    frictionless = pytest.importorskip("frictionless", reason="the reference reader of data packages is not installed")
    report = frictionless.validate(str(built / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]


def test_run_and_page_tell_counts(built):
    told = json.loads((built / "run.json").read_text(encoding="utf-8"))
    assert told["counts"]["rows"] == len(rows(built))
    assert told["counts"]["evidence"] == len(objects(built / "evidence.jsonl"))
    assert told["versions"]["eventx"]
    page = (built / "README.md").read_text(encoding="utf-8")
    assert f"| rows | {len(rows(built))} |" in page
    assert "Creative Commons Attribution" in page


class Page(HTMLParser):
    """What a page would load or run, and how often it has each tag."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[tuple[str, str]] = []
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.loads += [(tag, name) for name, value in attrs if name in ("src", "href", "srcset", "data", "action") or name.startswith("on")]


def test_report_shows_all_and_loads_nothing(built):
    page = Page()
    text = (built / "report.html").read_text(encoding="utf-8")
    page.feed(text)
    assert page.loads == []
    assert page.tags.keys().isdisjoint({"script", "img", "link", "iframe", "object"})
    assert "url(" not in text
    found = rows(built)
    assert page.tags["circle"] >= len({(row["latitude"], row["longitude"]) for row in found if row["latitude"] is not None})
    for row in found:
        assert html.escape(row["country"]) in text
        assert html.escape(row["sub_event_type"]) in text


def test_timeline_counts_every_row_and_every_death_once(built):
    from eventx.build.report import times

    found = [{**row, "event_date": row["event_date"].isoformat()} for row in rows(built)]
    step, made = times.periods(found)
    assert sum(sum(period.types.values()) for period in made) == len(found)
    assert sum(period.dead for period in made) == sum(row["fatalities"] for row in found)
    assert all(period.low <= period.dead <= period.high for period in made)
    assert step in ("day", "week", "month", "year")
    assert [times.periods(found[:1])[0], len(times.periods(found[:1])[1])] == ["day", 1]


# -- what is kept ---------------------------------------------------------------------------------------------------


def test_only_what_changed_is_read_again(tmp_path):
    articles = corpus(6)
    file = jsonl(tmp_path / "in.jsonl", articles)
    job = run.Job([str(file)], tmp_path / "set")
    assert run.build(job).worked == 6
    first = published(tmp_path / "set")
    assert run.build(job).worked == 0
    assert published(tmp_path / "set") == first
    articles[2]["text"] += "\n\nLe marché est resté fermé."
    jsonl(file, [*articles[1:], *corpus(1, first=6)])  # one gone, one changed, one new
    done = run.build(job)
    assert (done.worked, done.totals.articles) == (2, 6)
    assert run.build(run.Job([str(file)], tmp_path / "set", fresh=True)).worked == 6
    jsonl(file, corpus(6))
    run.build(job)
    assert published(tmp_path / "set") == first


def test_other_rules_read_again_what_they_concern(tmp_path, monkeypatch):
    from eventx.build import rules

    articles = [strike("fr1"), *[one for one in corpus(60) if one["language"] == "en"][:2]]
    job = run.Job([str(jsonl(tmp_path / "in.jsonl", articles))], tmp_path / "set")
    assert run.build(job).worked == 3
    stamps = dict(rules.stamps())
    monkeypatch.setattr(rules, "stamps", lambda: {**stamps, "fr": "other"})
    assert run.build(job).worked == 1


def test_two_builds_at_once_are_refused(tmp_path, command):
    file = jsonl(tmp_path / "in.jsonl", [strike("a")])
    with locked(tmp_path / "set" / run.WORK):
        done = command("build", file, "-o", tmp_path / "set")
    assert done.code == 2
    assert "another build is at work" in done.err
    assert command("build", file, "-o", tmp_path / "set").code == 0


def test_nothing_is_replaced_by_rows_that_break_the_schema(tmp_path, monkeypatch):
    job = run.Job([str(jsonl(tmp_path / "in.jsonl", [strike("a")]))], tmp_path / "set")
    run.build(job)
    first = published(tmp_path / "set")
    jsonl(tmp_path / "in.jsonl", [strike("a"), *corpus(1)])
    monkeypatch.setattr(publish, "validate", lambda files: iter([Finding("cell.wrong", "is wrong", file=str(files[0]), line=2)]))
    with pytest.raises(DataError, match="nothing was published"):
        run.build(job)
    assert published(tmp_path / "set") == first
    assert not (tmp_path / "set" / run.WORK / "new").exists()


def test_damaged_work_is_told(tmp_path, command):
    file = jsonl(tmp_path / "in.jsonl", [strike("a")])
    (tmp_path / "set" / run.WORK).mkdir(parents=True)
    (tmp_path / "set" / run.WORK / "finished.sqlite").write_bytes(b"no database at all" * 300)
    done = command("build", file, "-o", tmp_path / "set")
    assert done.code == 1
    assert "delete the file" in done.err
    assert command("build", file, "-o", tmp_path / "set", "--fresh").code == 0


# -- inputs ---------------------------------------------------------------------------------------------------------


def test_copies_become_one_row_with_all_their_articles(tmp_path):
    late = strike("late", publisher="Le Soir du Sud", published="2020-01-17", url="https://example.org/2")
    late["text"] += "Avec agences.\n"
    first = strike("first", url="https://example.org/1")
    done = run.build(run.Job([str(jsonl(tmp_path / "in.jsonl", [late, *corpus(3), first]))], tmp_path / "set"))
    (row,) = [row for row in rows(tmp_path / "set") if row["location"] == "Ariha"]
    assert row["article_ids"] == "first; late"
    assert row["source"] == "Agence; Le Soir du Sud"
    assert row["article_urls"] == "https://example.org/1; https://example.org/2"
    assert str(row["published"]) == "2020-01-17"
    (told,) = [one for one in objects(tmp_path / "set" / "problems.jsonl") if one["code"] == "article.copy"]
    assert told["article_id"] == "late"
    assert "'first'" in told["message"]
    assert done.totals.problems["article.copy"] == 1
    proofs = [one for one in objects(tmp_path / "set" / "evidence.jsonl") if one["event_id"] == row["event_id_cnty"]]
    assert {proof["article_id"] for proof in proofs} == {"first", "late"}


def test_copies_are_near_in_time_and_long_enough():
    from eventx.build.copies import Printed, groups, likeness, sketch
    from eventx.clean import clean

    def printed(place: int, day: str, text: str) -> Printed:
        return Printed(place, day, "fr", sketch(clean(article({"id": "x", "text": text, "language": "fr", "published": "2020-01-16"}))))

    other = next(one["text"] for one in corpus(60) if one["language"] == "fr")
    cut = STRIKE.replace("pendant une grande partie de la nuit, ", "")
    at = [printed(3, "2020-01-16", STRIKE), printed(1, "2020-01-17", cut), printed(2, "2020-01-17", other), printed(0, "2020-01-30", STRIKE)]
    assert groups(at) == {1: (3, round(likeness(at[0].sketch, at[1].sketch), 2))}  # the fourth was printed a fortnight later
    undated = [printed(4, "", STRIKE), printed(5, "", STRIKE)]
    assert groups([*at, *undated])[5] == (4, 1.0)
    assert printed(6, "2020-01-16", "Sept civils ont été tués mercredi à Ariha.").sketch == b""
    assert groups([]) == {}


def test_doubled_ids(tmp_path):
    other = corpus(1)[0] | {"id": "a"}
    done = run.build(run.Job([str(jsonl(tmp_path / "in.jsonl", [strike("a"), strike("a"), other]))], tmp_path / "set"))
    assert done.totals.articles == 2
    assert [one["id"] for one in objects(tmp_path / "set" / "articles.jsonl")] == ["a", "a#2"]
    codes = [one["code"] for one in objects(tmp_path / "set" / "problems.jsonl")]
    assert "article.repeated" in codes
    assert "article.id" in codes


def test_what_cannot_be_read_does_not_cost_the_others(tmp_path, command):
    news = tmp_path / "news"
    news.mkdir()
    jsonl(news / "a.jsonl", [strike("../../etc/passwd"), {"id": 3}])
    (news / "b.txt").write_bytes(b"")
    (news / "c.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    done = command("build", news, "-o", tmp_path / "set", "--publisher", "Kurier")
    assert done.code == 3
    assert "3 failed" in done.err
    assert [row["article_ids"] for row in rows(tmp_path / "set")] == ["../../etc/passwd"]
    codes = {one["code"] for one in objects(tmp_path / "set" / "problems.jsonl")}
    assert codes >= {"article.invalid_json", "article.empty", "article.unreadable"}


def test_standard_input_columns_and_what_is_given(tmp_path, command):
    line = json.dumps({"name": "x", "body": STRIKE}).encode()
    done = command("build", "-", "-o", tmp_path / "set", "--column", "text=body", "--column", "id=name", "--published", "2020-01-16", "--publisher", "Kurier", stdin=line)
    assert done.code == 0
    (row,) = rows(tmp_path / "set")
    assert (row["article_ids"], row["source"], str(row["event_date"])) == ("x", "Kurier", "2020-01-15")
    (one,) = objects(tmp_path / "set" / "articles.jsonl")
    assert (one["publisher"], one["published"], one["language"]) == ("Kurier", "2020-01-16", "fr")


def test_an_empty_corpus_is_an_empty_data_set(tmp_path, command):
    (tmp_path / "in.jsonl").write_text("", encoding="utf-8")
    done = command("build", tmp_path / "in.jsonl", "-o", tmp_path / "set")
    assert done.code == 3
    assert "1 failed" in done.err
    assert rows(tmp_path / "set") == []


def test_wrong_calls_make_no_folder(tmp_path, command):
    assert command("build", tmp_path / "none.jsonl", "-o", tmp_path / "set").code == 2
    assert command("build", "-o", tmp_path / "set").code == 2
    assert not (tmp_path / "set").exists()
    with pytest.raises(UsageError, match="a file where the folder"):
        run.build(run.Job([str(jsonl(tmp_path / "in.jsonl", []))], tmp_path / "in.jsonl"))


def test_a_name_from_outside_is_no_markup(tmp_path):
    hostile = "<img src=x onerror=alert(1)>|`x`"
    run.build(run.Job([str(jsonl(tmp_path / "in.jsonl", [strike("a", publisher=hostile), strike("=cmd", publisher="=1+1")]))], tmp_path / "set"))
    page = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "\\|" in page
    report = Page()
    report.feed((tmp_path / "set" / "report.html").read_text(encoding="utf-8"))
    assert report.tags["img"] == 0
    assert report.loads == []
    assert ",=" not in (tmp_path / "set" / "events.csv").read_text(encoding="utf-8")


def test_the_unit_of_work_is_arrow_and_pickles():
    import pickle

    records = [work.record(f"k{n}", article(one)) for n, one in enumerate(corpus(2))]
    batch = work.batch(records)
    again = pickle.loads(pickle.dumps((work.read_batch, batch, run.Given())))
    outcomes = again[0](*again[1:])
    assert outcomes.schema == work.OUTCOMES
    assert outcomes.column("key").to_pylist() == ["k0", "k1"]
    assert outcomes.equals(work.read_batch(batch, run.Given()))
