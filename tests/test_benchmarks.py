"""The benchmarks are run by hand; here only that they still run, over little."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts find the modules beside them, as when they are run."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in ("texts", "timing", "rate", "growth", "memory", "pipelines"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_article_in_twenty_is_of_conflict(language: str) -> None:
    import texts

    articles = texts.mixed(language, number=200)
    assert sum(one.id.startswith("c") for one in articles) == 10
    assert articles == texts.mixed(language, number=200)
    assert texts.words(articles) > 200 * 100


def test_scripts_measure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import memory
    import rate
    import texts

    few = texts.conflict("en")[:3]
    monkeypatch.setattr(texts, "conflict", lambda language, more=(): few)
    found = rate.measured("conflict", "en", [])
    assert found["articles"] == 3
    assert found["ratio"] > 0
    memory.main(2, [])
    assert "times as much" in capsys.readouterr().out


def test_what_is_not_installed_is_told(tmp_path: Path) -> None:
    import pipelines

    assert pipelines.theirs("edsnlp", str(tmp_path / "python"), {"texts": ["a"], "terms": []})["why"].startswith("No such file")


def test_linear_is_one_throughout() -> None:
    import growth

    assert growth.grown("n", (1, 2), [0.5, 1.0]).splitlines()[-1].split("|")[3].strip() == "1.00"
