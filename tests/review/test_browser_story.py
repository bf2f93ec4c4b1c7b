"""One person's way through the desk in a real browser, from the list to the export, and what a rebuild leaves of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus
import pytest

from conftest import Served, until
from eventx.build import run

Row = dict[str, str]


def build(folder: Path, *more: dict[str, Any]) -> Path:
    """Build the archive, and further articles, into a folder."""
    file = corpus.archive(folder / "news.jsonl")
    with file.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in more)
    run.build(run.Job([str(file)], folder / "set"))
    return folder / "set"


def events(file: Path) -> dict[str, Row]:
    """Rows by their first article and type."""
    with file.open(encoding="utf-8", newline="") as opened:
        return {f"{row['article_ids']} {row['sub_event_type']}": row for row in csv.DictReader(opened)}


def decisions(data: Path) -> list[dict[str, Any]]:
    file = data / "judgements.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def said(page: Any, text: str) -> None:
    page.locator("#toast.shown", has_text=text).wait_for()


def go(page: Any, words: str) -> None:
    """Open the row of the list in whose line the words stand."""
    page.locator("table.rows tr", has_text=words).locator("a.open").click()
    page.wait_for_url("**/row/**")
    ready(page)


def ready(page: Any) -> None:
    """Wait until keys act."""
    page.locator("body[data-keys=ready]").wait_for()


def test_the_whole_way(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    data = build(tmp_path)
    before = {file.name: file.read_bytes() for file in data.iterdir() if file.is_file()}
    address = served(data).address
    page = tab(address)

    # Open and filter.
    assert page.locator("table.rows tbody tr").count() == 15
    page.locator("#type").select_option("Armed clash")
    page.wait_for_url("**type=Armed+clash**")
    assert page.locator("table.rows tbody tr").count() == 5
    page.locator("#q").fill("market")
    page.locator("#type").select_option("")
    page.wait_for_url("**q=market**")
    assert page.locator("table.rows tbody tr").count() == 1

    # Edit a toll. Its bounds go along where they were the figure itself.
    go(page, "Saraqeb")
    toll = page.locator("#f-fatalities")
    assert toll.input_value() == "5"
    page.locator("#reason").fill("two died in hospital")
    toll.fill("7")
    toll.press("Enter")
    said(page, "Saved")
    until(lambda: page.locator("#f-fatalities_high").input_value() == "7")
    assert {(one["field"], one["before"], one["after"]) for one in decisions(data)} == {("fatalities", 5, 7), ("fatalities_high", 5, 7)}
    assert {one["reason"] for one in decisions(data)} == {"two died in hospital"}
    page.locator(".w-fatalities .was", has_text="extracted: 5").wait_for()

    # Drag the point.
    was = page.locator("#f-latitude").input_value()
    dot = page.locator("#point .dot").bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y - 15)
    page.mouse.move(x + 20, y - 30)
    page.mouse.up()
    until(lambda: page.locator("#f-latitude").input_value() != was)
    until(lambda: any(one["field"] == "longitude" for one in decisions(data)))
    latitude = page.locator("#f-latitude").input_value()
    assert 0.02 < float(latitude) - float(was) < 0.5
    page.keyboard.press("a")  # accept, and on to the next row of the list: there is none
    said(page, "last row")
    assert page.locator("#bar .badge", has_text="corrected").count() == 1

    # Merge two rows: the clash told of on the same day goes into the shelling.
    page.goto(address + "/?type=Shelling%2Fartillery%2Fmissile+attack")
    go(page, "Maarat al-Numan")
    page.locator("#neighbours .card", has_text="Armed clash").get_by_role("button", name="Merge it into this row").click()
    page.locator("h3", has_text="Merged into this row").wait_for()
    assert page.locator("#texts article").count() == 2

    # Reject one, take it back, reject it again.
    page.goto(address + "/?q=teacher")
    go(page, "Ariha")
    page.keyboard.press("x")
    page.locator("#ask-reason").fill("outside the study")
    page.locator("#ask-reason").press("Enter")
    said(page, "last row")
    page.locator("#bar .badge", has_text="rejected").wait_for()
    ready(page)
    page.keyboard.press("u")
    said(page, "Taken back")
    page.locator("#bar .badge", has_text="to judge").wait_for()
    ready(page)
    page.keyboard.press("x")
    page.locator("#ask button.primary").click()
    page.locator("#bar .badge", has_text="rejected").wait_for()

    # Export.
    page.goto(address + "/export")
    page.get_by_role("button", name="Write the files").click()
    page.locator("#outcome", has_text="13 rows written").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="reviewed.csv").click()
    rows = events(Path(download.value.path()))
    strike = rows["m1; m2 Air/drone strike"]
    assert (strike["fatalities"], strike["fatalities_low"], strike["fatalities_high"], strike["latitude"]) == ("7", "3", "7", latitude)
    assert rows["a5; a6 Shelling/artillery/missile attack"]["source"] == "Wire South; Halab Daily"
    assert not any(name.startswith("a1") for name in rows)
    assert {file.name: file.read_bytes() for file in data.iterdir() if file.name in before} == before

    # Rebuild with a third report of the strike: its row is another one now, and the judgements still hold.
    third = corpus.MARKET[0]
    more = {"id": "m3", "publisher": "Nile Review", "published": third[2], "language": "en", "title": "Strike on Saraqeb",
            "text": "A Russian air strike on the market of Saraqeb, in Idlib province, killed three civilians on Tuesday, medics said."}  # fmt: skip
    build(tmp_path, more)
    assert b"m1; m3; m2" in (data / "events.csv").read_bytes() or b"m1; m2; m3" in (data / "events.csv").read_bytes()
    page.wait_for_timeout(1100)  # the desk looks once a second whether the files were rebuilt
    page.goto(address + "/?q=market")
    go(page, "Saraqeb")
    assert page.locator("#f-fatalities").input_value() == "7"
    assert page.locator("#f-latitude").input_value() == latitude
    page.locator("#bar .badge", has_text="corrected").wait_for()
    page.locator("#alerts", has_text="extracted anew").wait_for()
    page.goto(address + "/export")
    page.get_by_role("button", name="Write the files").click()
    page.locator("#outcome", has_text="13 rows written").wait_for()
    again = events(data / "exports" / "reviewed.csv")
    (strike,) = (row for row in again.values() if "m1" in row["article_ids"])
    assert (strike["fatalities"], strike["latitude"], set(strike["article_ids"].split("; "))) == ("7", latitude, {"m1", "m2", "m3"})
    assert "a5; a6 Shelling/artillery/missile attack" in again
    assert not any(name.startswith("a1") for name in again)


def test_an_article_that_tells_another_incident_is_split_off(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    data = build(tmp_path)
    page = tab(served(data).address + "/?q=market")
    go(page, "Saraqeb")
    page.locator("details.alone summary").first.click()
    assert "5 | 3" in " ".join(page.locator("details.alone").first.inner_text().split())
    page.keyboard.press("s")
    page.get_by_role("checkbox", name="m2").check()
    page.locator("#parting button.primary").click()
    page.locator("#bar .badge", has_text="split off").wait_for()
    assert (page.locator("#f-fatalities").input_value(), page.locator("#texts article").count()) == ("5", 1)
    assert page.locator("#texts mark").count() > 5  # the words of the article came along
    page.locator("#neighbours .card a").first.click()
    page.locator("#texts article", has_text="m1").wait_for()
    ready(page)
    assert (page.locator("#f-fatalities").input_value(), page.locator("#texts article").count()) == ("3", 1)
    page.keyboard.press("u")
    said(page, "Taken back")
    assert (page.locator("#f-fatalities").input_value(), page.locator("#texts article").count()) == ("5", 2)


def test_a_name_brings_its_cells_with_it(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    data = build(tmp_path)
    page = tab(served(data).address + "/?q=teacher")
    go(page, "Ariha")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.id") == "f-sub_event_type"
    page.keyboard.press("Escape")
    place = page.locator("#f-location")
    place.fill("Jisr al")
    page.locator("#f-location-list [role=option]", has_text="Jisr al-Shughur").first.wait_for()
    place.press("ArrowDown")
    place.press("Enter")
    said(page, "Saved")
    until(lambda: page.locator("#f-latitude").input_value().startswith("35.8"))
    assert page.locator("#f-admin1").input_value() == "Idlib"
    actor = page.locator("#f-actor1")
    actor.fill("hayat tahrir")
    page.locator("#f-actor1-list [role=option]", has_text="HTS: Hayat Tahrir al Sham").first.click()
    until(lambda: page.locator("#f-inter1").input_value() == "Rebel group")
    page.locator("#f-event_date").fill("2020-02-31")
    page.locator("#f-event_date").press("Enter")
    page.locator(".w-event_date.wrong").wait_for()
    assert not any(one["after"] == "2020-02-31" for one in decisions(data))


@pytest.mark.parametrize("column", ["fatalities", "actor1"])
def test_words_and_cells_light_each_other(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any], column: str) -> None:
    page = tab(served(build(tmp_path)).address + "/?q=market")
    go(page, "Saraqeb")
    page.locator(f".w-{column}").hover()
    assert page.locator(f"mark.on[data-c~={column}]").count() == page.locator(f"mark[data-c~={column}]").count() > 0
    page.locator("h1").hover()
    assert page.locator("mark.on").count() == 0
    page.locator(f"mark[data-c~={column}]").first.hover()
    page.locator(f".field.on[data-column={column}]").wait_for()
    page.keyboard.press("r")
    assert page.locator(f".w-{column} ul.why code").first.is_visible()


def test_a_mention_that_was_left_out_is_rescued(tmp_path: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    data = build(tmp_path)
    page = tab(served(data).address + "/?q=market")
    go(page, "Saraqeb")
    page.locator("#left-out li", has_text="raids").get_by_role("link").click()
    page.wait_for_url("**/rescue/*")
    assert page.locator("mark").inner_text() == "raids"
    page.get_by_role("button", name="Make the row").click()
    said(page, "That cannot be")
    page.locator(".w-event_date.wrong").wait_for()  # what is missing is said at its cell
    page.locator("#f-event_date").fill("2020-02-03")
    page.locator("#f-time_precision").select_option("1")
    page.locator("#f-sub_event_type").select_option("Air/drone strike")
    page.locator("#f-actor1").fill("Military Forces of Rus")
    page.locator("#f-actor1-list [role=option]", has_text="Military Forces of Russia (2000-)").first.click()
    page.locator("#f-country").fill("Syria")
    page.locator("#f-location").fill("Ariha")
    page.locator("#f-location-list [role=option]", has_text="Idlib").first.click()
    page.locator("#f-geo_precision").select_option("2")
    page.locator("#f-fatalities").fill("0")
    page.get_by_role("button", name="Make the row").click()
    page.wait_for_url("**/row/**")
    page.locator("#bar .badge", has_text="rescued").wait_for()
    (made,) = (one for one in decisions(data) if one["action"] == "rescue")
    assert (made["after"]["location"], made["after"]["inter1"], made["after"]["article_ids"]) == ("Ariha", "External/Other forces", "m1")
    assert made["after"]["source"] == "Halab Daily"
