"""The shape of the house: small modules, rooms that say what they need and give, words in packs and nowhere else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import eventx
from eventx import packs
from eventx.annotate import nlp

SOURCE = Path(eventx.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 400
LONG: set[str] = set()  # modules over the limit that wait to be split
ONE_LANGUAGE: set[str] = set()  # modules that ask for a language by its code
WORDY = {"gazetteers/find.py"}  # words for kinds of places, in several languages
LETTERS = re.compile(r"[^\W\d_]")


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def modules(known: set[str]) -> pytest.MarkDecorator:
    """One case a module; those known to fail must fail, so that a mended one leaves its list."""
    marks = {True: [pytest.mark.xfail(reason="known, to be mended", strict=True)], False: []}
    return pytest.mark.parametrize("module", [pytest.param(path, id=name(path), marks=marks[name(path) in known]) for path in MODULES])


@modules(LONG)
def test_module_is_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@modules(set())
def test_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))), "a module begins with what it does"


@pytest.mark.parametrize("room", nlp.ROOMS, ids=lambda room: room.__name__.rpartition(".")[2])
def test_room_declares_needs_and_gives(room: object) -> None:
    assert isinstance(room.NEEDS, list)  # type: ignore[attr-defined]
    assert room.GIVES
    assert isinstance(room.GIVES, list)
    assert callable(room.Component)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", packs.available())
def test_rooms_stand_in_an_order_that_meets_their_needs(language: str) -> None:
    pipeline = nlp.annotator(language)
    assert len(pipeline.pipe_names) == len(nlp.ROOMS)
    problems = pipeline.analyze_pipes()["problems"]
    assert {room: missing for room, missing in problems.items() if missing} == {}


def test_packs_are_found_by_listing() -> None:
    folders = sorted(path.parent.name for path in (SOURCE / "languages").glob("*/pack.toml"))
    assert sorted(packs.available()) == folders
    assert folders


@modules(ONE_LANGUAGE)
def test_no_code_asks_for_one_language(module: Path) -> None:
    """A comparison with a language's code is a rule that belongs into its pack."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            codes = [side.value for side in (node.left, *node.comparators) if isinstance(side, ast.Constant)]
            assert not set(codes) & set(packs.available()), f"line {node.lineno}"


def literals(module: Path) -> list[tuple[int, list[str]]]:
    """Line and strings of every list, tuple and set of plain strings."""
    out = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            out.append((node.lineno, [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]))
    return out


def foreign(word: str) -> bool:
    """Whether a word bears letters that no identifier of ours has: an accent or another script."""
    return any(not char.isascii() for char in word if LETTERS.match(char))


@modules(WORDY)
def test_no_word_lists_in_python(module: Path) -> None:
    """Lightly: words with accents or of other scripts do not stand in lists of the code."""
    for line, words in literals(module):
        assert sum(foreign(word) for word in words) < 3, f"line {line}: {words[:6]} … belongs into a pack or a gazetteer"


def test_no_module_is_ignored_by_git() -> None:
    """What git ignores reaches neither the repository nor the wheel."""
    if shutil.which("git") is None or not (SOURCE.parents[1] / ".git").exists():
        pytest.skip("no git checkout")
    found = subprocess.run(["git", "check-ignore", "--no-index", *map(str, MODULES)], cwd=SOURCE, capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_known_failures_are_modules() -> None:
    assert (LONG | ONE_LANGUAGE | WORDY) - {name(path) for path in MODULES} == set()
