"""No pattern and no room runs away on repeated fragments: twice the text takes about twice the time.

Times are those of the process, the better of two; only what takes long enough to be measured is judged.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import random
import re
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eventx
from eventx import packs, pipeline, resources, room
from eventx.clean import page
from eventx.coding import typology
from eventx.model import Article, Story, Zone

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(eventx.__file__).parent.rglob("*.py"))
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")
BOUNDED = {"eventx.clean.dateline": 200}  # characters: these patterns are only asked about the head of a paragraph
# Put together in a function: the page's are asked below as they come out, the others are fixed words between borders.
BUILT = {"clean/page.py": 3, "convert/places.py": 1, "quantities.py": 1}
GROWTH = 2.9  # twice the text, at most this times as long; a quadratic step gives 4
GENERAL = [" ", "a", "1", "-", ".", ",", "'", '"', "(", "«", "\n", "\t", "_x", "l'", "a ", "1 ", "1,", "1.", "a.", "- ", "é", "<", "<a ", "a=b ", "00:", "1h", "S ", " | ", "2020-"]


# --- Patterns ---


def patterns() -> dict[str, tuple[re.Pattern[Any], frozenset[str]]]:
    """Every pattern that a module holds, by where it stands, with the methods that the code calls it by."""
    found: dict[str, tuple[re.Pattern[Any], frozenset[str]]] = {}
    for info in pkgutil.walk_packages(eventx.__path__, "eventx."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern, method in _inside(value):
                # A method that is called by the pattern's own name; of patterns in tables any may be.
                called = frozenset({method}) if method else called_by(name)
                found.setdefault(f"{info.name}.{name} {pattern.pattern!r}", (pattern, called))
    return found


def in_functions() -> Iterator[tuple[str, re.Pattern[Any] | None, str]]:
    """Patterns written inside functions: (file and text, pattern, method); ``None`` where one is put together at run time."""
    for path in sorted(Path(eventx.__file__).parent.rglob("*.py")):
        functions = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]
        calls = {id(node): node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)}
        for call in calls.values():
            if not ast.unparse(call.func).startswith("re.") or call.func.attr not in (*METHODS, "compile"):  # type: ignore[attr-defined]
                continue
            file, method = path.relative_to(Path(eventx.__file__).parent).as_posix(), call.func.attr  # type: ignore[attr-defined]
            try:
                text = ast.literal_eval(call.args[0])
            except ValueError:
                yield file, None, ""
            else:
                if method == "compile":  # re.compile(…).sub(…): the outer call is the method
                    method = next((outer.func.attr for outer in calls.values() if isinstance(outer.func, ast.Attribute) and outer.func.value is call), method)
                flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(call) else re.NOFLAG
                yield f"{file} {text!r}", re.compile(text, flags), "" if method == "compile" else method


def in_schemas() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns of the JSON schemas, which other programs may run with engines that go back."""

    def walk(value: Any, where: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
            if key == "pattern" and isinstance(one, str):
                yield f"{where} {one}", re.compile(one)
            else:
                yield from walk(one, where)

    for path in sorted(resources.path("schemas").rglob("*.json")):
        yield from walk(json.loads(path.read_bytes()), path.name)


def called_by(name: str) -> frozenset[str]:
    """The methods that the code calls patterns of this name by; all where none is seen."""
    return frozenset(re.findall(rf"\b{re.escape(name)}\.({'|'.join(METHODS)})\b", SOURCE)) or frozenset(METHODS)


def _inside(value: Any, depth: int = 0) -> Iterator[tuple[re.Pattern[Any], str]]:
    if isinstance(value, re.Pattern):
        yield value, ""
    elif isinstance(value, types.BuiltinMethodType) and isinstance(value.__self__, re.Pattern):
        yield value.__self__, value.__name__
    elif depth < 3 and isinstance(value, tuple | list | set | frozenset | dict) and len(value) < 300:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _inside(one, depth + 1)


def fragments(pattern: re.Pattern[Any]) -> list[str]:
    """Pieces to repeat: general ones, the pattern's own words and signs, and chance combinations of both."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    base = GENERAL + list(dict.fromkeys(re.findall(r"[^\W\d_]{2,}|[^\w\s\\]", text)))[:12]
    chance = random.Random(ascii(text))
    return base + ["".join(chance.choices(base, k=chance.choice((2, 2, 3)))) for _ in range(40)]


def spent(pattern: re.Pattern[Any], methods: frozenset[str], text: str) -> float:
    """Seconds that the methods take on a text."""
    subject: Any = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    for method in methods:
        if method in ("finditer", "findall", "sub", "split"):
            pattern.sub("" if isinstance(subject, str) else b"", subject)
        else:
            getattr(pattern, method)(subject)
    return time.process_time() - began


PATTERNS = patterns()
PATTERNS |= {f"clean.page.{name}{at} ": (pattern, called_by(name)) for name in ("anywhere", "imprint", "date", "published", "updated") for at, (pattern, _) in enumerate(_inside([getattr(page.load(), name)]))}
PATTERNS |= {where: (pattern, frozenset({method} if method else METHODS)) for where, pattern, method in in_functions() if pattern is not None}
PATTERNS |= {where: (pattern, frozenset({"search"})) for where, pattern in in_schemas()}


def test_no_pattern_goes_unseen() -> None:
    """One that is put together at run time has to be listed here, and its parts thought of."""
    assert Counter(where for where, pattern, _ in in_functions() if pattern is None) == BUILT


@pytest.mark.parametrize("where", PATTERNS, ids=lambda where: where.split(" ")[0])
def test_every_pattern_is_linear(where: str) -> None:
    pattern, methods = PATTERNS[where]
    limit = next((size for module, size in BOUNDED.items() if where.startswith(module)), 0)
    for fragment in fragments(pattern):
        for tail in ("", "!", "\x00"):
            if limit:
                assert min(spent(pattern, methods, (fragment * limit)[:limit] + tail) for _ in range(2)) < 0.02, repr(fragment)
            else:
                assert linear(lambda size: spent(pattern, methods, fragment * (size // len(fragment)) + tail)), repr(fragment + "…" + tail)  # noqa: B023


def linear(run: Callable[[int], float], *, start: int = 64, stop: int = 1 << 15, least: float = 0.01, enough: float = 0.06) -> bool:
    """Whether the time of ``run(size)`` grows no faster than its size; it is doubled until it can be measured."""
    size, before = start, run(start)
    while size < stop and before < enough:
        size *= 2
        now = run(size)
        # Three doublings in a row that are too slow, each measured again, are no accident.
        if now > least and now > GROWTH * before:
            now, before = min(now, run(size)), min(before, run(size // 2))
            after = min(run(size * 2), run(size * 2)) if now > GROWTH * before else 0
            if now > GROWTH * before and after > GROWTH * now:
                return False
        before = now
    return before < enough * 10


def test_a_bad_pattern_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATTERNS, "bad", (re.compile(r"\s+$"), frozenset({"search"})))
    with pytest.raises(AssertionError):
        test_every_pattern_is_linear("bad")


# --- Rooms ---

LEADS = {
    "fr": "Deux civils ont été tués jeudi dans un bombardement à Saraqeb, selon des habitants. ",
    "en": "Two civilians were killed on Thursday in shelling in Saraqeb, according to residents. ",
}
SIGNS = [" ", ".", ",", ";", ":", "-", "–", "'", "’", "«", "»", '"', "(", ")", "[", "/", "…", "•", "|", "*", "#", "@", "&", "%", "\n", "\t", "\u200b", "\u202e", "\u00a0"]
NAMES = ["Saraqeb", "Idleb", "Syrie", "12", "1", "M.", "27", "2020", "l'armée", "OSDH", "jeudi", "Thursday", "km"]


def words(language: str) -> list[str]:
    """Words that a language's rules know, and names and numbers."""
    pack = packs.load(language)
    known = [word for name in ("and", "definite", "near_words", "toward") for word in pack.words(name)]
    return [*NAMES, *known, *LEADS[language].split()]


def read(text: str, language: str) -> float:
    """Seconds that all rooms take on a text, of which nothing is cut away before."""
    article = Article("a", text, publisher="P", published=date(2020, 2, 28), language=language)
    story = Story(article, (Zone("text", "body", 0, len(text)),), article.published, "P", language)
    began = time.process_time()
    room.code(story, pipeline.Reading(story), typology())
    return time.process_time() - began


def clean(text: str, language: str) -> float:
    """Seconds that the whole way takes, cleaning first."""
    began = time.process_time()
    pipeline.read_article(Article("a", text, publisher="P", published=date(2020, 2, 28), language=language))
    return time.process_time() - began


def chances(language: str, number: int) -> list[str]:
    """Chance fragments of words and signs, the same each time."""
    chance, known = random.Random(f"{language} 1"), words(language)
    made = ["".join(chance.choice(SIGNS) if chance.random() < 0.4 else chance.choice(known) + chance.choice((" ", "", " ")) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6)))) for _ in range(number)]
    return [piece for piece in made if any(sign.isalnum() for sign in piece)]


CASES = [(language, piece) for language in LEADS for piece in chances(language, 45)]
# Each was quadratic once.
ONCE_SLOW = [("fr", "Saraqeb_"), ("fr", ";1 morts ")]


@pytest.mark.parametrize(("language", "piece"), CASES)
def test_rooms_are_linear_on_repeated_fragments(language: str, piece: str) -> None:
    lead = LEADS[language]
    read(lead, language)
    assert linear(lambda size: read(lead + piece * (size // len(piece)) + " " + lead, language), start=1000, stop=8000, least=0.15, enough=0.3), repr(piece)


@pytest.mark.parametrize(("language", "piece"), ONCE_SLOW)
def test_rooms_that_were_slower(language: str, piece: str) -> None:
    lead = LEADS[language]
    assert linear(lambda size: read(lead + piece * (size // len(piece)) + " " + lead, language), start=2000, stop=16_000, least=0.1, enough=0.3), repr(piece)


@pytest.mark.parametrize("piece", [*SIGNS, "-=", ". ", "… ", "« ", "(«", "\\/", "9", "9.9 ", "999 ", "l'", "1/", "http://a/", "a@", "&amp;", "<b>", "e\u0301", "\ue000", "A "])
def test_signs_without_end_are_passed_over(piece: str) -> None:
    lead = LEADS["fr"]
    clean(lead, "fr")
    assert linear(lambda size: clean(lead + piece * (size // len(piece)) + "\n" + lead, "fr"), start=5_000, stop=20_000, least=0.1, enough=0.3), repr(piece)
