"""Makes the pictures in ``docs/``: ``python tests/review/pictures.py`` builds the small archive, judges some rows, looks.

Where Pillow is installed the pictures get 128 colours, which a third of the bytes hold.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from test_browser_story import build

from conftest import FLAGS, Served
from eventx.review import actions
from eventx.review.folder import open_folder
from eventx.review.store import Store

DOCS = Path(__file__).parents[2] / "docs"


def judge(data: Path) -> list[str]:
    """Take some decisions; gives the ids of the rows."""
    store = Store(open_folder(data))
    with store.reading() as db:
        ids = [row["id"] for row in db.execute("SELECT id FROM rows ORDER BY n")]
    actions.edit(store, ids[0], {"fatalities": (5, 7), "fatalities_high": (5, 7)}, who="lea", reason="two died in hospital")
    for number in (2, 3, 4, 8, 9, 11):
        actions.judge(store, ids[number], "accept", who="max", seen="open")
    actions.judge(store, ids[7], "reject", who="lea", seen="open", reason="outside the scope of the study")
    actions.merge(store, ids[6], ids[5], who="lea", seen="open", reason="one battle")
    actions.edit(store, ids[10], {"location": ("Bandiagara", "Mopti")}, who="max")
    actions.judge(store, ids[10], "accept", who="max", seen="open")
    return ids


def smaller(file: Path) -> None:
    """Rewrite a picture with few colours."""
    with contextlib.suppress(ImportError):
        from PIL import Image

        Image.open(file).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)


def main(out: Path) -> None:
    """Write the pictures into a folder."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        data = build(Path(place))
        ids = judge(data)
        served = Served(data)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))

        def look(path: str, name: str, *, locale: str = "en-GB", height: int = 800, of: str = "", before: Any = None) -> None:
            page = browser.new_context(locale=locale, viewport={"width": 1280, "height": height}).new_page()
            page.goto(served.address + path)
            page.wait_for_load_state("networkidle")
            if before:
                before(page)
            file = out / f"review-{name}.png"
            if of:
                page.locator(of).screenshot(path=file)
            else:
                page.screenshot(path=file)
            smaller(file)
            print(file, file.stat().st_size)

        look("/", "list", height=620)
        look(f"/row/{ids[0]}", "desk", height=860, before=lambda page: page.locator(".w-fatalities").hover())
        look(f"/row/{ids[5]}", "map", of="section.map", before=lambda page: page.locator("#f-geo_precision").hover())
        look("/overview", "overview", height=900, locale="fr-FR")
        browser.close()
        served.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
