"""The page of ``eventx evaluate --html``: well formed, by itself, escaped, and every miss to be found on it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eventx import evaluate, gold
from eventx.evaluate_html import page
from eventx.marking import Mark, marked, shown
from eventx.pipeline import read_article
from test_evaluate import ROW, call, case

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """What a browser would see: tags that nest, attributes, words with the classes around them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(self.tags[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(tag == "style" for tag, _ in self.open):
            self.words.append((data, " ".join(f"{tag}.{attrs.get('class', '')}" for tag, attrs in self.open)))

    def text(self, around: str = "") -> str:
        return "".join(data for data, where in self.words if around in where)


def made(folder: Path) -> str:
    results = []
    for one in gold.cases([folder]):
        reading = read_article(one.article)
        result = evaluate.score(one, reading.events)
        result.problems = reading.problems
        results.append(result)
    return page(results, evaluate.summary(results))


def lines(source: str) -> dict[str, str]:
    """Column → the line of the table that shows it, tags taken out (of a page with one row)."""
    return {found[1]: re.sub(r"<[^>]*>", " ", found[0]) for found in re.finditer(r"<tr[^>]*><th>(\w+)</th><td class=\"state\">.*?</tr>", source)}


def test_words_of_evidence_are_marked_by_column_and_the_text_is_whole(tmp_path: Path) -> None:
    file = case(tmp_path, "a", ROW, title="Attaque à Djibo")
    read = Reader(made(tmp_path))
    text = gold.case(file).article.text
    assert "".join(data for data, where in read.words if "div.text" in where and "small" not in where) == text
    marks = {data for data, where in read.words if re.search(r"mark\.[a-z ]*dead", where) and "small" not in where}
    assert any("Quatre civils" in data for data in marks)
    assert "1 place" in read.text("small")
    assert [attrs["title"] for tag, attrs in read.tags if tag == "mark" and "row 1 location" in attrs["title"]]


def test_what_differs_is_told_by_a_word(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW | {"fatalities": 40, "accept": {"fatalities": [41], "actor1": ["Others"]}})
    found = lines(made(tmp_path))
    assert "✗ differs" in found["fatalities"]
    assert re.search(r"40\s+also right: 41\s+4\b", found["fatalities"])
    assert "✗" not in found["location"]
    assert "also right: Others" in found["actor1"]
    assert "not in the gold" in found["country"]


def test_an_accepted_value_is_told_from_the_gold_value(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW | {"fatalities": 40, "accept": {"fatalities": [4]}})
    assert "✓ accepted" in lines(made(tmp_path))["fatalities"]


def test_missing_and_false_rows_are_named(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW | {"location": "Goma", "event_date": "2021-01-01", "accept": {}})
    text = Reader(made(tmp_path)).text()
    assert "✗ missing, in the gold only" in text
    assert "✗ false, given and not in the gold" in text
    assert "1 missing row, 1 false row" in text


def test_a_case_that_is_all_right_is_closed_and_says_so(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW)
    case(tmp_path, "q", text="Le musée a rouvert mardi ses portes.")
    case(tmp_path, "z", ROW | {"fatalities": 7})
    read = Reader(made(tmp_path))
    opened = [("open" in attrs) for tag, attrs in read.tags if tag == "details"]
    assert opened == [False, False, True]
    assert "No rows in the gold, none given." in read.text()
    links = [attrs["href"] for tag, attrs in read.tags if tag == "a"]
    assert links == ["#case3"]
    assert {"id": "case3"}.items() <= dict(next(attrs for tag, attrs in read.tags if "open" in attrs)).items()


def test_left_out_mentions_are_marked_with_their_code(tmp_path: Path) -> None:
    file = case(tmp_path, "a", text="L'armée menace de bombarder la ville de Goma, dans l'est du Congo, si les rebelles ne se retirent pas.")
    codes = [problem.code for problem in read_article(gold.case(file).article).problems if problem.end]
    assert codes
    labels = Reader(made(tmp_path)).text("small")
    assert [code for code in codes if f"left out: {code}" not in labels] == []


EVIL = "</div></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp; \u202egnol\u202c \x00\x1b[31m"


@pytest.mark.parametrize("field", ["title", "text", "publisher", "why", "actor1", "accept", "id"])
def test_hostile_text_stays_text(field: str, tmp_path: Path) -> None:
    row: dict[str, Any] = dict(ROW)
    article = {field: EVIL} if field in ("title", "publisher", "id") else {}
    if field == "actor1":
        row["actor1"] = EVIL
    if field == "accept":
        row["accept"] = {"actor1": [EVIL]}
    text = f"{EVIL} Quatre civils ont été tués mardi dans une attaque à Djibo, au Burkina Faso. {EVIL}" if field == "text" else ROW["location"]
    file = case(tmp_path, "a", row, text=text, **article)
    one = gold.case(file)
    one.why = EVIL if field == "why" else one.why
    result = evaluate.score(one, read_article(one.article).events)
    source = page([result], evaluate.summary([result]))
    read = Reader(source)
    assert {tag for tag, _ in read.tags} <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "b", "div", "span", "small", "mark", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "a", "details", "summary"}
    assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    assert not set(source) & set("\u202e\u202c\x00\x1b")
    if field != "id":
        assert "alert(1)" in read.text()
        assert "[U+202E]" in read.text()


def test_the_page_asks_for_nothing_from_anywhere(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW, url="https://example.org/a")
    source = made(tmp_path)
    assert not re.search(r"https?:|//|\bsrc=|@import|url\(", source)
    assert "<script" not in source


def test_an_arabic_article_finds_its_own_direction(tmp_path: Path) -> None:
    case(tmp_path, "a", text="قتل أربعة مدنيين في جيبو", language="ar")
    read = Reader(made(tmp_path))
    (attrs,) = [attrs for tag, attrs in read.tags if attrs.get("class") == "text"]
    assert (attrs["dir"], attrs["lang"]) == ("auto", "ar")
    assert "article.language_unknown" in read.text()  # why no row was given
    assert "No quiet articles." not in read.text()


def test_only_columns_that_the_gold_has_are_in_the_figures(tmp_path: Path) -> None:
    case(tmp_path, "a", ROW)
    text = Reader(made(tmp_path)).text()
    figures = text.partition("with something wrong")[0]
    assert "fatalities" in figures
    assert "fatalities_low" not in figures
    assert "No quiet articles." in figures


def test_the_command_writes_the_page_beside_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case(tmp_path, "a", ROW)
    target = tmp_path / "new" / "page.html"
    assert call("evaluate", tmp_path, "--html", target) == 0
    out, err = capsys.readouterr()
    assert "slot F1" in out
    assert str(target) in err
    assert "eventx evaluate" in Reader(target.read_text(encoding="utf-8")).text()


# -- marking ------------------------------------------------------------------------------------------------------


def test_overlapping_marks_are_cut_and_nest_nowhere() -> None:
    assert marked("abcdef", [Mark(0, 4, "one", label="1"), Mark(2, 6, "two", label="2")]) == (
        '<mark title="one">ab</mark><mark title="one, two">cd<small>1</small></mark><mark title="two">ef<small>2</small></mark>'
    )


def test_marks_beyond_the_text_are_cut_and_empty_ones_vanish() -> None:
    assert marked("abc", [Mark(1, 99, "far"), Mark(2, 2, "nothing")]) == 'a<mark title="far">b</mark><mark title="far">c</mark>'
    assert marked("", [Mark(0, 3, "far")]) == ""


def test_what_was_not_read_is_greyed() -> None:
    assert marked("menu story", [Mark(5, 10, "s", "k", "who")], zones=[(5, 10)]) == (
        '<span class="out">menu </span><mark class="who" data-e="k" title="s">story</mark>'
    )


def test_unseen_signs_are_named_and_letters_left_alone() -> None:
    assert shown("a\u202eb\ud800<\x07") == "a[U+202E]b[U+D800]&lt;[U+0007]"
    assert shown("Ça va\n\tعربي ي‌ه") == "Ça va\n\tعربي ي‌ه"
