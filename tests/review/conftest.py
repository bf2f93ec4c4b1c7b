"""What the desk's tests share: data sets, a desk in the process, a desk as a server, a browser."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.importorskip("starlette", reason="the extra `review` is not installed")

import dataset
from starlette.testclient import TestClient

from eventx.review.app import application
from eventx.review.folder import open_folder
from eventx.review.store import Store

ORIGIN = {"origin": "http://127.0.0.1"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small data set."""
    return dataset.folder(tmp_path / "data")


@pytest.fixture
def store(data: Path) -> Store:
    return Store(open_folder(data))


@pytest.fixture
def desk(data: Path) -> Desk:
    return Desk(data)


class Desk:
    """The application in this process, asked as a page of its own asks."""

    def __init__(self, folder: Path, **options: Any) -> None:
        opened = open_folder(folder, second=options.pop("second", ""))
        options.setdefault("who", "lea")
        self.client = TestClient(application(opened, **options), base_url="http://127.0.0.1", follow_redirects=False)

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)

    def do(self, action: str, **body: Any) -> Any:
        return self.client.post(f"/do/{action}", json=body, headers=ORIGIN)


class Served:
    """``eventx review`` as a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        argv = [sys.executable, "-m", "eventx", "review", str(folder), "--port", "0", "--coder", "lea", *options]
        self.process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.search(r"open (http://\S+)", line)
            if found:
                self.address = found[1].rstrip("/")
                return
        raise AssertionError("".join(said))

    def kill(self) -> None:
        """Without any chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=10)
        self._close()

    def _close(self) -> None:
        if self.process.stderr is not None:
            self.process.stderr.close()


@pytest.fixture
def served() -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(folder: Path, *options: str) -> Served:
        running.append(Served(folder, *options))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def missing(what: str) -> NoReturn:
    """Skip for a missing tool, but where EVENTX_TOOLS=required says that it has to be there."""
    if os.environ.get("EVENTX_TOOLS") == "required":
        pytest.fail(f"{what} is missing and EVENTX_TOOLS=required")
    pytest.skip(f"{what} is missing")


FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium with an empty profile, driven by Playwright; no browser is ever downloaded."""
    try:
        from playwright import sync_api
    except ImportError:
        missing("playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("chromium")
    with sync_api.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, headless=True, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens tabs, each of a person of its own, in which every error and everything that the policy forbids fails the test."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def opened(address: str = "", *, locale: str = "en-GB", width: int = 1440, height: int = 900) -> Any:
        contexts.append(browser.new_context(locale=locale, viewport={"width": width, "height": height}, accept_downloads=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text or "CSP" in said.text else None)
        page.on("request", lambda asked: None if asked.url.startswith("http://127.0.0.1:") else wrong.append(f"asked for {asked.url}"))
        if address:
            page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as the package axe-playwright-python carries it."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        missing("axe-playwright-python")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


def until(what: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)
