"""For everybody: axe-core finds nothing serious on any page in any language, everything works by keyboard, nothing jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dataset
import pytest
from test_browser_story import build, decisions, ready, said

from conftest import Served, until
from eventx.review import actions
from eventx.review.folder import open_folder
from eventx.review.store import Store

LOCALES = {"en": "en-GB", "fr": "fr-FR"}
SHIFT = """() => new Promise((done) => new PerformanceObserver((list, observer) => {
  observer.disconnect();
  done(list.getEntries().reduce((sum, one) => sum + one.value, 0));
}).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 400))"""


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A built data set of which every kind of decision was taken, two people's, and the ids of its rows."""
    data = build(tmp_path_factory.mktemp("judged"))
    store = Store(open_folder(data))
    with store.reading() as db:
        ids = [row["id"] for row in db.execute("SELECT id FROM rows ORDER BY n")]
    actions.edit(store, ids[0], {"fatalities": (5, 4), "latitude": (35.8645, 35.9)}, who="lea", reason="counted anew")
    actions.edit(store, ids[1], {"actor2": ("Civilians (Syria)", ""), "inter2": ("Civilians", "")}, who="lea")  # not valid any more
    actions.split(store, ids[2], who="max")
    actions.merge(store, ids[6], ids[5], who="lea", seen="open")
    for number, verdict in ((0, "accept"), (3, "reject"), (4, "accept")):
        actions.judge(store, ids[number], verdict, who="max", seen="open")
    second = Store(open_folder(data, second="max"))
    for number, verdict in ((0, "reject"), (3, "reject"), (4, "accept")):
        actions.judge(second, ids[number], verdict, who="max", seen="open")
    return data, ids


@pytest.fixture(scope="module")
def address(judged: tuple[Path, list[str]]) -> Iterator[str]:
    running = Served(judged[0])
    yield running.address
    running.stop()


PAGES = ["/", "/?q=nothing-has-this", "/?type=Attack&start=2020-01-01", "/row/0", "/row/1", "/row/3", "/row/5", "/row/6", "/overview", "/dismissed", "/export", "/rescue/1",
         "/article/1/derivation", "/nowhere"]  # fmt: skip


def at(path: str, ids: list[str]) -> str:
    return f"/row/{ids[int(path[5:])]}" if path.startswith("/row/") else path


@pytest.mark.parametrize("language", LOCALES)
def test_axe_finds_nothing_serious(judged: tuple[Path, list[str]], address: str, tab: Callable[..., Any], axe: str, language: str) -> None:
    page = tab(locale=LOCALES[language])
    wrong = []
    for path in PAGES:
        page.goto(address + at(path, judged[1]))
        page.wait_for_load_state("load")
        assert page.locator("html").get_attribute("lang") == language
        page.evaluate(axe)  # from the disk, past the page's policy
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert found["passes"], path
        wrong += [(path, one["id"], one["impact"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"] if one["impact"] in ("serious", "critical", "moderate")]
    assert wrong == []


def test_axe_finds_nothing_serious_in_what_opens(judged: tuple[Path, list[str]], address: str, tab: Callable[..., Any], axe: str) -> None:
    """The dialogs, the choices of a name, the rules and words, the toast."""
    page = tab(address + at("/row/0", judged[1]))
    ready(page)
    page.evaluate(axe)

    def clean() -> None:
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"] if one["impact"] in ("serious", "critical")] == []

    page.keyboard.press("r")
    page.keyboard.press("?")
    for summary in page.locator("details summary").all():
        summary.click()
    clean()
    page.keyboard.press("x")
    page.locator("#ask-reason").wait_for()
    clean()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.locator("#parting").wait_for()
    clean()
    page.keyboard.press("Escape")
    page.locator("#f-actor1").fill("islamic")
    page.locator("#f-actor1-list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    clean()


@pytest.mark.parametrize("width", [1440, 1100, 420])
def test_nothing_jumps_and_nothing_runs_out_of_the_page(judged: tuple[Path, list[str]], address: str, tab: Callable[..., Any], width: int) -> None:
    page = tab(width=width)
    for path in ("/", "/row/0", "/overview", "/dismissed", "/export", "/rescue/1"):
        page.goto(address + at(path, judged[1]))
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFT) < 0.02, path
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path


def test_the_list_is_walked_and_judged_without_a_mouse(data: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    page = tab(served(data).address)
    ready(page)
    rows = page.locator("table.rows tbody tr")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').dataset.event") == dataset.ids(data)[1]
    page.keyboard.press("a")
    until(lambda: "accepted" in rows.nth(1).inner_text())
    until(lambda: page.evaluate("document.activeElement.closest('tr')?.dataset.event") == dataset.ids(data)[2])
    page.keyboard.press("x")
    until(lambda: "rejected" in rows.nth(2).inner_text())
    page.keyboard.press("u")
    said(page, "Taken back")
    ready(page)
    page.keyboard.press("/")
    page.keyboard.type("protest")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=protest**")
    ready(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/row/**")
    ready(page)
    # The point by its own keys: an arrow moves it, Enter saves it, Escape would not.
    page.locator("#point").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    until(lambda: any(one["field"] == "latitude" for one in decisions(data)))
    page.locator("#point").blur()
    page.keyboard.press("l")
    page.wait_for_url("**/?q=protest**")


def test_the_language_is_chosen_and_kept(data: Path, served: Callable[..., Served], tab: Callable[..., Any]) -> None:
    page = tab(served(data).address + "/overview")
    page.get_by_role("link", name="Français").click()
    page.locator("h1", has_text="Vue d’ensemble").wait_for()
    page.get_by_role("link", name="Lignes", exact=True).click()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("link", name="English").click()
    page.locator(".filters label", has_text="Search").wait_for()
