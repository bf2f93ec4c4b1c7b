"""The command: what goes to which stream, exit codes, one clear line a fault and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eventx import schema

TEXT = (
    "Une frappe aérienne de l'aviation russe a tué sept civils mercredi à Ariha, dans la province d'Idleb, selon l'OSDH. "
    "Les secours ont retiré les victimes des décombres pendant une grande partie de la nuit, ont raconté des habitants.\n"
)
QUIET = "Le musée de la ville a rouvert ses portes mardi avec une exposition sur la faïence du siècle dernier, et le public est venu nombreux.\n"
GIVEN = ("--published", "2020-01-16", "--language", "fr")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "ariha.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def rows(out: bytes) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


# -- extract ------------------------------------------------------------------------------------------------------


def test_rows_go_to_stdout_as_json_lines_with_every_column(command, article):
    done = command("extract", article, *GIVEN)
    assert done.code == 0
    (row,) = rows(done.out)
    assert tuple(row) == schema.COLUMNS
    assert (row["event_date"], row["location"], row["fatalities"], row["attributed_to"]) == ("2020-01-15", "Ariha", 7, "SOHR")
    assert "1 row from 1 article" in done.err


def test_twice_is_the_same_bytes_and_workers_change_nothing(command, tmp_path):
    lines = [json.dumps({"id": f"a{n}", "published": "2020-01-16", "language": "fr", "text": TEXT if n % 2 else QUIET}) for n in range(6)]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    first = command("extract", file)
    assert [row["article_ids"] for row in rows(first.out)] == ["a1", "a3", "a5"]
    assert command("extract", file).out == first.out
    assert command("extract", file, "--workers", 2).out == first.out


def test_several_outputs_and_side_files(command, article, tmp_path):
    out = tmp_path / "out"
    files = [out / f"events.{end}" for end in ("jsonl", "csv", "parquet")]
    options = [str(x) for file in files for x in ("-o", file)]
    done = command("extract", article, *GIVEN, *options, "--evidence", out / "e.jsonl", "--problems", out / "p.jsonl", "-q")
    assert (done.code, done.out, done.err) == (0, b"", "")
    assert command("validate", *files).code == 0
    evidence = [json.loads(line) for line in (out / "e.jsonl").read_text(encoding="utf-8").splitlines()]
    assert evidence
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in evidence)
    assert (out / "p.jsonl").exists()


def test_formats_on_stdout(command, article, tmp_path):
    assert command("extract", article, *GIVEN, "-f", "csv").out.startswith(b"event_id_cnty,event_date,")
    assert b"Ariha" in command("extract", article, *GIVEN, "-f", "table").out
    parquet = tmp_path / "x.parquet"
    parquet.write_bytes(command("extract", article, *GIVEN, "-f", "parquet").out)
    assert command("validate", parquet).code == 0


def test_stdin(command):
    line = json.dumps({"id": "a", "published": "2020-01-16", "language": "fr", "text": TEXT}).encode()
    assert [row["article_ids"] for row in rows(command("extract", "-", stdin=line).out)] == ["a"]


@pytest.mark.parametrize(
    ("name", "data", "options", "code", "said"),
    [
        ("empty.txt", b"", (), 3, "article.empty"),
        ("blank.txt", b" \n\t\n", (), 3, "article.empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50, (), 3, "article.binary"),
        ("noise.txt", b"q7#x %%% zk2 / 0x9f == \n" * 150_000, (), 3, "article.no_story"),
        ("more_noise.txt", b"q7#x %%% zk2 / 0x9f == \n" * 220_000, (), 3, "article.too_long"),
        ("latin.txt", TEXT.encode("cp1252"), GIVEN, 0, "article.encoding"),
        ("undated.txt", TEXT.encode(), ("--language", "fr"), 0, "article.no_date"),
        ("klingon.txt", TEXT.encode(), ("--language", "tlh"), 3, "article.language_unknown"),
        ("bad.jsonl", b'{"id": 1\n', (), 3, "article.invalid_json"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(command, tmp_path, name, data, options, code, said):
    file = tmp_path / name
    file.write_bytes(data)
    done = command("extract", file, *options)
    lines = [line for line in done.err.splitlines() if f"[{said}]" in line]
    assert done.code == code
    assert len(lines) == 1
    assert Path(name).stem in lines[0]


def test_the_others_are_written_when_one_fails(command, article, tmp_path):
    (tmp_path / "zz.txt").write_bytes(b"")
    done = command("extract", tmp_path, *GIVEN)
    assert (done.code, len(rows(done.out))) == (3, 1)


def test_a_fault_of_ours_costs_one_article(command, article, monkeypatch):
    import eventx.pipeline

    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(eventx.pipeline, "read_article", broken)
    done = command("extract", article)
    assert done.code == 3
    assert "internal error: KeyError" in done.err


@pytest.mark.parametrize(
    "argv",
    [
        ("extract",), ("extract", "nothing-here.txt"), ("extract", "-", "--format", "xlsx"), ("extract", "-", "-o", "x.doc"),
        ("extract", "-", "--published", "2020-02-30"), ("nonsense",), ("validate", "rows.doc"), ("lang", "check", "xx"),
    ],
)  # fmt: skip
def test_wrong_usage_is_2(command, argv):
    assert command(*argv).code == 2


# -- the other commands ---------------------------------------------------------------------------------------------


def test_explain_shows_the_way_to_the_row(command, article):
    out = command("explain", article, *GIVEN).out.decode()
    for word in ("parties", "clause", "candidate", "row 1", "«sept civils»"):
        assert word in out


def test_explain_html_marks_words_and_escapes_the_page(command, tmp_path):
    file, page = tmp_path / "a.txt", tmp_path / "a.html"
    file.write_text(TEXT + "Les <script>alert(1)</script> menaces de la présidence turque n'ont pas été suivies d'effet, selon plusieurs diplomates.\n", encoding="utf-8")
    assert command("explain", file, *GIVEN, "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<mark" in text
    assert "<script>alert" not in text


def test_validate_names_what_is_wrong(command, article, tmp_path):
    good = tmp_path / "rows.csv"
    command("extract", article, *GIVEN, "-o", good)
    bad = tmp_path / "bad.csv"
    bad.write_text(good.read_text(encoding="utf-8").replace("2020-01-15", "2020-02-30"), encoding="utf-8")
    done = command("validate", bad, "--format", "json")
    found = [one for one in rows(done.out) if one["column"] == "event_date"]
    assert done.code == 1
    assert found[0]["line"] == 2
    assert found[0]["hint"]
    assert command("validate", bad, "--format", "github").out.startswith(b"::error file=")
    assert command("validate", tmp_path / "absent.csv").code == 1


def test_evaluate(command, tmp_path):
    case = {"article": {"id": "q", "text": QUIET, "language": "fr", "published": "2020-01-16"}, "events": []}
    (tmp_path / "quiet.json").write_text(json.dumps(case), encoding="utf-8")
    figures = json.loads(command("evaluate", tmp_path, "--json").out)
    assert figures["quiet"] == {"articles": 1, "false_rows": 0, "false_rows_per_100": 0.0}
    assert b"slot F1" in command("evaluate", tmp_path, "--misses").out
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert command("evaluate", tmp_path).code == 1


def test_schema_in_three_forms(command):
    assert json.loads(command("schema").out)["properties"].keys() == schema.FIELDS.keys()
    assert command("schema", "-f", "markdown").out.decode() == schema.columns_markdown()
    assert command("schema", "-f", "arrow").out.splitlines()[0] == b"event_id_cnty: string"


def test_gazetteer_find_answers_line_by_line(command):
    done = command("gazetteer", "find", "-", "--json", stdin=b'{"name": "Saraqeb", "kind": "place"}\nnot json\n{"name": "zzqq"}\n')
    first, broken, unknown = rows(done.out)
    assert first["candidates"][0]["country"] == "SYR"
    assert broken["candidates"] == unknown["candidates"] == []
    assert done.code == 3
    assert "<stdin>:2" in done.err


def test_lang_check_counts_firings(command, article, tmp_path):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(json.dumps({"id": "a", "published": "2020-01-16", "language": "fr", "text": TEXT}), encoding="utf-8")
    lines = rows(command("lang", "check", "fr", "--fired", corpus, "--json").out)
    assert sum(line["fired"] for line in lines) > 0
    assert {line["language"] for line in lines} == {"fr"}


# -- start-up: a fresh process --------------------------------------------------------------------------------------


@pytest.mark.parametrize("argv", [["--help"], ["extract", "--help"], ["extract", "-", "--language", "fr", "--published", "2020-01-16"]])
def test_spacy_is_not_imported_for_nothing(argv):
    code = (
        "import sys\nfrom eventx.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit as left:\n"
        "    print('spacy' in sys.modules, left.code, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], input=QUIET.encode(), capture_output=True, check=True)
    assert done.stderr.decode().splitlines()[-1] == "False 0"


def test_a_reader_that_leaves_early_is_no_error(article):
    command = f"{sys.executable} -m eventx schema | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr
