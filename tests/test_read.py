"""Files to articles: what can be read is read, what cannot says where it is, and the rest goes on."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read import FATAL, read

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="{charset}"><title>Deux morts à Saraqeb | Le Quotidien</title>
<meta property="og:title" content="Deux morts à Saraqeb"><meta property="og:site_name" content="Le Quotidien">
<meta property="article:published_time" content="2020-02-28T09:00:00+00:00"></head><body>
<nav><ul><li><a href="/a">Accueil</a></li><li><a href="/b">Sport</a></li></ul></nav>
<article><h1>Deux morts à Saraqeb</h1>
<p>Deux civils ont été tués jeudi dans un bombardement à Saraqeb, selon des habitants joints par téléphone.</p>
<p>Des combats avaient opposé la veille l'armée à des rebelles dans la campagne voisine, ont-ils ajouté au soir.</p>
</article><section class="comments"><p>Bravo pour cet article, très complet comme toujours !</p></section></body></html>"""


def results(*paths: Path | str, stdin: io.IOBase | None = None) -> list[Article | Problem]:
    return list(read([str(path) for path in paths], stdin=stdin))  # type: ignore[arg-type]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_json_lines_keep_every_field_and_unknown_keys_aside(tmp_path: Path) -> None:
    item = {"id": "a1", "publisher": "Kurier", "published": "2020-02-28T23:30:00-05:00", "language": "fr",
            "title": "Titre", "url": "https://news.example/1", "text": "Texte", "section": {"name": "Monde"}}  # fmt: skip
    [article] = results(write(tmp_path / "in.jsonl", json.dumps(item) + "\n"))
    assert article == Article(
        "a1", "Texte", "Titre", "Kurier", date(2020, 2, 28), "fr", "https://news.example/1", {"section": {"name": "Monde"}}
    )


def test_ids_default_to_the_stem_and_the_line(tmp_path: Path) -> None:
    lines = write(tmp_path / "day.jsonl", '{"text": "a"}\n\n{"text": "b", "id": null}\n{"text": "c", "id": 7}')
    page = write(tmp_path / "saraqeb.txt", "Texte")
    assert [found.id for found in results(lines, page)] == ["day-1", "day-3", "7", "saraqeb"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("not json", "article.invalid_json", "Expecting value"),
        ('{"text": "cut', "article.invalid_json", "valid JSON"),
        ("[1, 2]", "article.invalid_json", "object"),
        ('{"title": "no text"}', "article.invalid_json", "text"),
        ('{"text": 5}', "article.invalid_json", "text"),
        ('{"text": "a", "id": true}', "article.invalid_json", "id"),
        ('{"text": "a", "publisher": ["x"]}', "article.invalid_json", "publisher"),
        ('{"text": " \\n"}', "article.empty", "empty"),
        ("[" * 100_000, "article.invalid_json", "no valid JSON"),
        ('{"text": "a", "x": ' + "[" * 900 + "]" * 900 + "}", "article.invalid_json", ""),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "article.invalid_json", ""),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_with_its_place_and_the_others_go_on(tmp_path: Path, line: str, code: str, word: str) -> None:
    path = write(tmp_path / "in.jsonl", f'{{"text": "first"}}\n{line}\n{{"text": "last"}}\n')
    first, problem, last = results(path)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert problem.code in FATAL
    assert problem.message.startswith(f"{path}:2: ")
    assert word in problem.message
    assert problem.hint
    assert (first.text, last.text) == ("first", "last")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"published": "28/02/2020"}, "article.no_date"),
        ({"published": "2020-02-31"}, "article.no_date"),
        ({"published": 1582848000}, "article.no_date"),
        ({"language": "français ?"}, "article.language_unknown"),
        ({"title": "a\ud800b"}, "article.encoding"),
    ],
)
def test_a_doubtful_field_is_told_and_the_article_is_read(tmp_path: Path, fields: dict[str, str], code: str) -> None:
    problem, article = results(write(tmp_path / "in.jsonl", json.dumps({"id": "x", "text": "Texte"} | fields)))
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)
    assert (problem.code, problem.article_id) == (code, "x")
    assert code not in FATAL
    assert article.published is None
    assert article.language == ""
    article.title.encode()  # no lone surrogate is left


def test_encodings(tmp_path: Path) -> None:
    [marked] = results(write(tmp_path / "bom.txt", b"\xef\xbb\xbfcaf\xc3\xa9\r\n"))
    assert marked.text == "café\r\n", "line ends stay: offsets refer to the file's text"
    [wide] = results(write(tmp_path / "wide.txt", "café".encode("utf-16")))
    assert wide.text == "café"
    problem, article = results(write(tmp_path / "old.txt", "L’armée".encode("cp1252")))
    assert (problem.code, article.text) == ("article.encoding", "L’armée")
    problem, article = results(write(tmp_path / "old.jsonl", '{"text": "tué"}'.encode("latin-1")))
    assert (problem.code, article.text) == ("article.encoding", "tué")
    assert ":1: " in problem.message


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"PK\x03\x04rest", b"text\x00text", b"\x1f\x8b\x08"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a"])
def test_binary_files_are_named_as_such(tmp_path: Path, data: bytes, name: str) -> None:
    [problem] = results(write(tmp_path / name, data))
    assert problem.code == "article.binary"


def test_empty_files(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl", "a.html", "a.json"):
        for data in (b"", b" \n\t\n", b"\xef\xbb\xbf"):
            [problem] = results(write(tmp_path / name, data))
            assert problem.code == "article.empty"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_html(tmp_path: Path, charset: str) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    [article] = results(write(tmp_path / "page.html", PAGE.format(charset=charset).encode(charset)))
    assert isinstance(article, Article)
    assert (article.id, article.title, article.publisher) == ("page", "Deux morts à Saraqeb", "Le Quotidien")
    assert (article.published, article.language) == (date(2020, 2, 28), "fr")
    assert "Deux civils ont été tués jeudi" in article.text
    assert "Accueil" not in article.text
    assert "Bravo" not in article.text


def test_html_without_an_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    [problem] = results(write(tmp_path / "page.html", "<html><body></body></html>"))
    assert problem.code == "article.no_story"


def test_html_without_the_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(UsageError, match=r"eventx\[html\]"):
        results(write(tmp_path / "page.html", PAGE.format(charset="utf-8")))


def test_standard_input_in_every_kind() -> None:
    assert [found.id for found in results("-", stdin=io.BytesIO(b'\n{"text": "a"}\n{"text": "b"}'))] == ["stdin-2", "stdin-3"]
    [article] = results("-", stdin=io.StringIO("Deux morts\nà Alep"))
    assert article == Article("stdin", "Deux morts\nà Alep")
    [problem] = results("-", stdin=io.BytesIO(b""))
    assert problem.code == "article.empty"


def test_standard_input_is_read_line_by_line() -> None:
    lines = iter([b'{"text": "a"}\n', b'{"text": "b"}\n'])
    found = read(["-"], stdin=lines)  # type: ignore[arg-type]
    assert next(found).text == "a"
    assert next(lines) == b'{"text": "b"}\n', "the second line waits until it is asked for"


def test_folders_and_json_documents(tmp_path: Path) -> None:
    write(tmp_path / "b.json", '[{"text": "2"}, {"text": 3}]')
    write(tmp_path / "a.json", '{"text": "1"}')
    write(tmp_path / "c.png", b"\x89PNG")
    one, two, three = results(tmp_path)
    assert (one.id, one.text, two.id, two.text, three.code) == ("a", "1", "b-1", "2", "article.invalid_json")


def test_a_missing_file_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read([str(write(tmp_path / "a.txt", "x")), str(tmp_path / "missing.txt")])
