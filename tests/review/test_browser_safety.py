"""In a real browser: articles that mean harm, pages of other origins, a server that dies, two people at one row."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dataset
import pytest
from test_browser_story import decisions, ready, said
from test_hostile_rows import SCRIPT, TURNED

from conftest import Served, until

HARM = SCRIPT + "<style>body{display:none}</style></div></article></main>" + TURNED


def harmful(folder: Path) -> str:
    """A data set in which everything that comes from an article tries to be markup."""
    cells = dataset.STRIKE | {"location": HARM.replace(";", ""), "actor1": HARM.replace(";", ""), "source": HARM.replace(";", ""), "tags": HARM}
    made = dataset.rows(cells)
    proofs = [{"event_id": made[0]["event_id_cnty"], "column": "location", "article_id": "a1", "part": "text", "start": 3, "end": 60, "text": HARM, "rule": HARM}]
    dataset.folder(folder, made, articles=[dict(dataset.ARTICLES[0], title=HARM, text=HARM * 3, publisher=HARM, url="javascript:alert(1)")], evidence=proofs)
    problem = {"code": HARM, "message": HARM, "article_id": "a1", "part": "text", "start": 1, "end": 9, "text": HARM, "event_id": "", "hint": ""}
    dataset.lines(folder / "problems.jsonl", [problem])
    return str(made[0]["event_id_cnty"])


def test_harmful_articles_run_nothing(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    event = harmful(tmp_path)
    address = served(tmp_path).address
    page = tab()
    opened: list[str] = []
    page.on("dialog", lambda one: (opened.append(one.message), one.dismiss()))
    for path in ("/", f"/row/{event}", "/overview", "/dismissed", "/export", "/rescue/1", "/article/1", "/article/1/derivation"):
        page.goto(address + path)
        page.wait_for_load_state("load")
        assert opened == []
        assert page.evaluate("getComputedStyle(document.body).display") != "none"
        assert page.evaluate("document.querySelectorAll('img, iframe, object, main svg[onload], [onerror], a[href^=javascript]').length") == 0
        if not path.startswith("/article/1") or path.endswith("derivation"):
            assert page.locator("main").count() == 1
            assert page.evaluate("!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.outerHTML)")
    page.goto(address + f"/row/{event}")
    ready(page)
    page.locator("#f-actor1").fill("Civ")
    page.locator("#f-actor1-list [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    assert opened == []


def test_five_megabytes_with_ten_thousand_spans_answer_and_can_be_judged(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    text = "سراقب hit on Tuesday. " * 170_000
    assert len(text.encode()) > 4_500_000
    made = dataset.rows(dataset.STRIKE)
    event = made[0]["event_id_cnty"]
    spans = [{"event_id": event, "column": column, "article_id": "a1", "part": "text", "start": n * 370 + shift, "end": n * 370 + shift + 90, "text": "x", "rule": "r"}
             for n in range(5_000) for column, shift in (("location", 0), ("fatalities", 40))]  # fmt: skip
    dataset.folder(tmp_path, made, articles=[dict(dataset.ARTICLES[0], text=text)], evidence=spans)
    page = tab(served(tmp_path).address + f"/row/{event}")
    ready(page)
    assert page.locator("mark").count() > 100
    assert page.evaluate("document.getElementsByTagName('*').length") < 20_000
    page.locator(".w-fatalities").hover()
    page.keyboard.press("a")
    said(page, "last row")
    assert decisions(tmp_path)[-1]["action"] == "accept"


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Serves one page of another origin; gives its address."""
    pages: dict[str, bytes] = {}

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(pages["page"])

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(html: str) -> str:
        pages["page"] = html.encode()
        return f"http://localhost:{server.server_address[1]}/"

    yield serve
    server.shutdown()
    server.server_close()


def test_a_page_of_another_origin_reads_and_decides_nothing(data: Path, served: Callable[..., Served], browser: Any, elsewhere: Callable[[str], str]) -> None:
    desk = served(data).address
    strike = dataset.ids(data)[0]
    body = json.dumps({"event": strike, "seen": "open"})
    page = browser.new_page()
    page.goto(desk)  # the person has the desk open
    page.goto(elsewhere(f"""<form id=f method=post action="{desk}/do/accept" enctype="text/plain" target=frame><input name='{body}' value=''></form>
      <iframe name=frame></iframe><iframe id=in src="{desk}/"></iframe><p id=done></p>"""))
    told = page.evaluate(
        """async ([desk, body]) => {
          const tries = [
            fetch(desk + "/"), fetch(desk + "/", { mode: "no-cors" }), fetch(desk + "/do/accept", { method: "POST", body }),
            fetch(desk + "/do/accept", { method: "POST", body, mode: "no-cors" }),
            fetch(desk + "/do/accept", { method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "include" }),
          ];
          const seen = await Promise.all(tries.map((one) => one.then((answer) => answer.status, () => "refused")));
          document.getElementById("f").submit();
          await new Promise((done) => setTimeout(done, 300));
          return seen;
        }""", [desk, body],
    )  # fmt: skip
    assert set(told) <= {"refused", 0, 403}
    assert decisions(data) == []
    framed = next(frame for frame in page.frames if frame != page.main_frame and frame.name != "frame")
    assert framed.locator("table.rows").count() == 0
    page.close()


def test_a_server_that_is_killed_costs_no_decision(data: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    strike = dataset.ids(data)[0]
    server = served(data)
    page = tab(server.address + f"/row/{strike}")
    ready(page)
    page.locator("#f-location").fill("Ariha")
    page.locator("#f-location").press("Enter")
    said(page, "Saved")
    server.kill()
    assert [(one["field"], one["after"]) for one in decisions(data)] == [("location", "Ariha")]
    # An edit while nobody answers waits in the page, says so, and is sent when the desk is back.
    page.locator("#f-tags").fill("market")
    page.locator("#f-tags").press("Enter")
    said(page, "Not saved")
    page.locator(".w-tags.unsaved").wait_for()
    page.locator("#f-admin2").fill("Saraq")  # and one that is not sent yet: the keystrokes stay in the field
    served(data, "--port", server.address.rpartition(":")[2])
    said(page, "Saved")
    until(lambda: any(one["field"] == "tags" and one["after"] == "market" for one in decisions(data)))
    page.wait_for_timeout(300)
    assert page.locator("#f-admin2").input_value() == "Saraq"
    page.locator("#f-admin2").press("Enter")
    until(lambda: any(one["field"] == "admin2" for one in decisions(data)))


def test_two_people_at_one_row_lose_nothing(data: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    strike = dataset.ids(data)[0]
    first, second = served(data), served(data, "--coder", "max")  # two servers on one folder
    lea, max_ = tab(first.address + f"/row/{strike}"), tab(second.address + f"/row/{strike}")
    other = tab(first.address + f"/row/{strike}")  # and a second tab of the first person
    for page in (lea, max_, other):
        ready(page)
    lea.locator("#f-fatalities").fill("5")
    lea.locator("#f-fatalities").press("Enter")
    said(lea, "Saved")
    # Another cell: both hold, and max now sees lea's.
    max_.locator("#f-injured").fill("9")
    max_.locator("#f-injured").press("Enter")
    said(max_, "Saved")
    until(lambda: max_.locator("#f-fatalities").input_value() == "5")
    # The same cell, from a page that is behind: nothing is overwritten, and it is told who and what.
    other.locator("#f-fatalities").fill("8")
    other.locator("#f-fatalities").press("Enter")
    said(other, "changed this meanwhile: it is now «5»")
    assert other.locator("#f-fatalities").input_value() == "8"  # what was typed is not lost either
    other.get_by_role("button", name="Show it as it is now").click()
    other.wait_for_load_state()
    ready(other)
    assert (other.locator("#f-fatalities").input_value(), other.locator("#f-injured").input_value()) == ("5", "9")
    # A verdict on what somebody else judged meanwhile.
    max_.keyboard.press("a")
    max_.wait_for_url(lambda address: strike not in address)
    lea.keyboard.press("Escape")
    lea.locator("h1").click()
    lea.keyboard.press("x")
    lea.locator("#ask button.primary").click()
    said(lea, "judged this row meanwhile")
    assert [one["action"] for one in decisions(data)].count("reject") == 0
    assert {one["who"] for one in decisions(data)} == {"lea", "max"}


def test_the_token_opens_the_desk_and_leaves_the_address(data: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    address = served(data, "--token", "open-sesame").address
    page = tab(address)
    page.locator("table.rows").wait_for()
    assert "token" not in page.url
    stranger = tab()
    stranger.goto(page.url)
    assert stranger.locator("table.rows").count() == 0
    assert "refused" in stranger.locator("body").inner_text()
