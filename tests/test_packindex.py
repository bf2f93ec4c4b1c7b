"""Packs in the index: the same as compiled from their files, and never older than these."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventx import packindex, packs, resources
from eventx.phrases import Phrases


def plain(pack: packs.Pack) -> dict[str, Any]:
    """All that a pack holds, in a form that compares."""
    held = {field.name: getattr(pack, field.name) for field in dataclasses.fields(pack)}
    return {name: dict(value.entries()) if isinstance(value, Phrases) else value for name, value in held.items()}


def restored(data: Any) -> packs.Pack:
    return packindex.restore(data, packs.Pack, rule=packs.Rule, kinds={"Form": packs.Form, "Cue": packs.Cue, "Person": packs.Person})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Packs and an index of their own, which a test may change."""
    languages = Path(shutil.copytree(resources.path("languages"), tmp_path / "languages"))
    real = resources.path

    def path(kind: Any, *parts: str) -> Path:
        own = {"languages": languages, "index": tmp_path / "index"}.get(kind)
        return own.joinpath(*parts) if own else real(kind, *parts)

    monkeypatch.setattr(resources, "path", path)
    packs.page.cache_clear()
    yield languages
    packs.page.cache_clear()


@pytest.mark.parametrize("language", packs.available())
def test_a_stored_pack_is_the_pack(language: str, home: Path) -> None:
    packs.index()
    stored = packindex.stored(f"pack.{language}", packindex.files(home / language))
    assert plain(restored(stored)) == plain(packs.read(language))
    assert packindex.stored(f"page.{language}", [home / language / "page.toml"]) == packs.page(language)


def test_what_is_fresh_is_not_made_again(home: Path) -> None:
    assert sorted(packs.index()) == packs.available()
    assert packs.index() == {}


@pytest.mark.parametrize("name", ["pack.toml", "people.csv", "triggers/air.toml", "page.toml"])
def test_an_edited_pack_is_read_from_its_files(name: str, home: Path) -> None:
    packs.index()
    file = home / "fr" / name
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    made_of = [file] if name == "page.toml" else packindex.files(home / "fr")
    key = "page.fr" if name == "page.toml" else "pack.fr"
    assert packindex.stored(key, made_of) is None
    packs.index()
    assert packindex.stored(key, made_of) is not None


def test_a_new_trigger_file_counts(home: Path) -> None:
    packs.index()
    shutil.copy(home / "fr" / "triggers" / "air.toml", home / "fr" / "triggers" / "new.toml")
    assert packindex.stored("pack.fr", packindex.files(home / "fr")) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff"])
def test_a_broken_index_is_no_index(content: bytes, home: Path) -> None:
    packs.index()
    resources.path("index", "pack.fr.json").write_bytes(content)
    assert packindex.stored("pack.fr", packindex.files(home / "fr")) is None


def test_an_opened_table_takes_more() -> None:
    table = Phrases({"on": [["the other hand", 1], ["", 0]]}, ["A", "B"])
    assert len(table) == 2
    table.add("on top", "C")
    assert dict(table.entries()) == {("on",): ["A"], ("on", "the", "other", "hand"): ["B"], ("on", "top"): ["C"]}
    assert table.at(["on", "the", "other", "hand"], 0) == (4, ["B"])
    assert table.at(["on", "foot"], 0) == (1, ["A"])
    assert table.at(["off"], 0) == (0, [])
