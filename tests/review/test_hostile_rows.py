"""Articles that mean harm are shown as the text that they are."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import dataset
import pytest

from conftest import Desk

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>{{7*7}}\"'><svg onload=alert(4)>"
TURNED = "Three \u202esnaivilic\u202c were \u2066killed in Saraqeb."


class Tags(HTMLParser):
    """The tags of a page, and those of their attributes that could run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.running: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.running += [f"{name}={value}" for name, value in attrs if name.startswith("on") or name == "style" or ("javascript:" in str(value or "").lower() and name in ("href", "src", "action"))]


def hostile(tmp_path: Path) -> tuple[Desk, str]:
    article = dict(dataset.ARTICLES[0], title=SCRIPT, text=SCRIPT + TURNED, publisher=SCRIPT, url="javascript:alert(1)", id="a1")
    cells = dataset.STRIKE | {"location": SCRIPT.replace(";", ""), "actor1": SCRIPT.replace(";", ""), "source": TURNED, "attributed_to": SCRIPT.replace(";", ""), "tags": SCRIPT}
    made = dataset.rows(cells)
    proofs = [{"event_id": made[0]["event_id_cnty"], "column": SCRIPT, "article_id": "a1", "part": "text", "start": 3, "end": 30, "text": SCRIPT, "rule": SCRIPT}]
    return Desk(dataset.folder(tmp_path, made, articles=[article], evidence=proofs)), made[0]["event_id_cnty"]


@pytest.mark.parametrize("path", ["/", "/row/{}", "/overview", "/dismissed", "/export", "/rescue/1", "/article/1/derivation", "/?q=" + SCRIPT, "/?actor=" + SCRIPT, "/dismissed?q=" + SCRIPT])
def test_markup_is_never_markup(tmp_path: Path, path: str) -> None:
    desk, event = hostile(tmp_path)
    problem = {"code": SCRIPT, "message": SCRIPT, "article_id": "a1", "part": "text", "start": 1, "end": 9, "text": SCRIPT, "event_id": "", "hint": ""}
    dataset.lines(tmp_path / "problems.jsonl", [problem])
    desk = Desk(tmp_path)
    answer = desk.get(path.format(event) if "{}" in path else path)
    assert answer.status_code == 200
    found = Tags(answer.text)
    assert found.running == []
    assert found.tags.count("script") == 1  # our own file
    assert "img" not in found.tags
    assert "{{7*7}}" in answer.text or "7*7" not in answer.text


def test_signs_that_turn_the_writing_are_shown_as_signs(tmp_path: Path) -> None:
    desk, event = hostile(tmp_path)
    for path in ("/", f"/row/{event}", "/rescue/1"):
        page = desk.get(path).text
        assert not {"\u202e", "\u202c", "\u2066"} & set(page)
    assert "[U+202E]" in desk.get(f"/row/{event}").text


def test_a_cell_with_such_signs_can_still_be_mended(tmp_path: Path) -> None:
    desk, event = hostile(tmp_path)
    shown = TURNED.replace("\u202e", "[U+202E]").replace("\u202c", "[U+202C]").replace("\u2066", "[U+2066]")
    assert desk.do("edit", event=event, changes={"source": {"before": shown, "after": "Halab Daily"}}).status_code == 200


def test_the_text_itself_is_plain_text(tmp_path: Path) -> None:
    answer = hostile(tmp_path)[0].get("/article/1")
    assert answer.headers["content-type"].startswith("text/plain")
    assert SCRIPT in answer.text


def test_five_megabytes_and_ten_thousand_spans(tmp_path: Path) -> None:
    text = "Saraqeb frappée à l'été. " * 158_000  # the reader takes four million characters; with accents that is more bytes
    text = text.replace("frapp", "سراقب")
    assert len(text.encode()) > 5_000_000
    made = dataset.rows(dataset.STRIKE)
    event = made[0]["event_id_cnty"]
    spans = [
        {"event_id": event, "column": column, "article_id": "a1", "part": "text", "start": n * 400 + shift, "end": n * 400 + shift + 300, "text": text[:300], "rule": "r"}
        for n in range(5_000) for column, shift in (("location", 0), ("fatalities", 150))
    ]  # fmt: skip
    desk = Desk(dataset.folder(tmp_path, made, articles=[dict(dataset.ARTICLES[0], text=text)], evidence=spans))
    start = time.monotonic()
    answer = desk.get(f"/row/{event}")
    assert answer.status_code == 200
    assert time.monotonic() - start < 3
    assert len(answer.content) < 2_000_000
    assert "<mark" in answer.text
    assert desk.get("/article/1").text.endswith(text[-100:])


def test_an_article_longer_than_the_reader_takes_is_said_to_be_missing(tmp_path: Path) -> None:
    made = dataset.rows(dataset.STRIKE)
    desk = Desk(dataset.folder(tmp_path, made, articles=[dict(dataset.ARTICLES[0], text="Saraqeb was hit. " * 300_000)]))
    answer = desk.get(f"/row/{made[0]['event_id_cnty']}")
    assert answer.status_code == 200
    assert "no text of this article" in answer.text
    assert len(answer.content) < 2_000_000


@pytest.mark.parametrize("values", [{"start": None, "end": None}, {"start": "0", "end": "9"}, {"start": -5, "end": 10**12}, {"start": 9, "end": 3}, {"part": None}, {"column": None}, {"text": None, "rule": None}])
def test_evidence_of_nonsense_breaks_no_page(tmp_path: Path, values: dict[str, Any]) -> None:
    made = dataset.rows(dataset.STRIKE)
    proof = {"event_id": made[0]["event_id_cnty"], "column": "location", "article_id": "a1", "part": "text", "start": 1, "end": 5, "text": "x", "rule": "r"} | values
    desk = Desk(dataset.folder(tmp_path, made, evidence=[proof]))
    assert desk.get(f"/row/{made[0]['event_id_cnty']}").status_code == 200


@pytest.mark.parametrize(
    "broken",
    [
        {"latitude": 1e308, "longitude": -1e308}, {"latitude": None}, {"event_date": "soon"}, {"geo_precision": 9}, {"fatalities": "many"}, {"fatalities": 10**30},
        {"country": "Atlantis"}, {"article_ids": ""}, {"article_ids": "; ;"}, {"event_id_cnty": "../../x y?#%"}, {"sub_event_type": "Party"}, {"time_precision": None},
        {"notes": "\ud800 half"}, {"event_date": None}, {"location": None, "admin1": None, "actor1": None},
    ],
)  # fmt: skip
def test_broken_rows_are_shown_and_can_be_judged(tmp_path: Path, broken: dict[str, Any]) -> None:
    from urllib.parse import quote

    row = {**dataset.rows(dataset.STRIKE)[0], **broken}
    folder = dataset.folder(tmp_path)
    dataset.lines(folder / "events.jsonl", [{name: None if value == "" else value for name, value in row.items()}])
    desk = Desk(folder)
    for path in ("/", f"/row/{quote(row['event_id_cnty'], safe='')}", "/overview", "/export"):
        assert desk.get(path).status_code == 200, path
    assert desk.do("edit", event=row["event_id_cnty"], changes={"tags": {"before": "", "after": "seen"}}).status_code == 200
    assert desk.do("reject", event=row["event_id_cnty"], seen="open").status_code == 200
