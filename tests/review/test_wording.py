"""The interface speaks each of its languages wholly: no key is missing, idle or unknown, and no page shows another tongue."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import Any

import pytest

import eventx
from conftest import Desk
from eventx import schema
from eventx.errors import PROBLEMS
from eventx.review import layout, wording

HERE = Path(eventx.__file__).parent / "review"
LANGUAGES = sorted(wording.languages())
TEXTS = {code: wording._read(code) for code in LANGUAGES}
KEYS = {code: {f"{section}.{name}" for section, texts in TEXTS[code].items() for name in texts} for code in LANGUAGES}
# Taken from the schema and the problem codes where the language is theirs.
SCHEMAS_OWN = ("columns.", "problems.", "findings.", "choices.")


def asked() -> set[str]:
    """Every ``section.name`` that templates and code write out, and those of sections that are walked or put together."""
    found: set[str] = set()
    for file in (*HERE.glob("templates/*.html"), *HERE.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        found |= {f"{one[1]}.{one[2]}" for one in re.finditer(r"""["']([a-z_]+)\.([a-z_0-9]+)["']""", text) if one[1] in TEXTS["en"] and one[2] not in ("html", "jsonl")}
    for file in HERE.glob("static/*.js"):
        found |= {f"message.{name}" for name in re.findall(r"\btexts\.([a-z_]+)", file.read_text(encoding="utf-8"))}
    for module in (HERE / "actions.py",):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused" and isinstance(node.args[0], ast.Constant):
                found.add(f"message.{node.args[0].value}")
    return found


def test_there_are_two() -> None:
    assert {"en", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_that_is_asked_for_is_there(code: str) -> None:
    assert asked() - KEYS[code] == set()


def test_no_text_is_idle() -> None:
    walked = ("format.", "sorts.", "status.", "group.", "action.", "reasons.", *SCHEMAS_OWN)  # by their names, see below
    parts = {"overview.day", "overview.week", "overview.month", "overview.year", "overview.toll_by_type", "overview.toll_by_country", "message.conflict", "message.conflict_status", "export.open", "export.invalid"}
    together = {f"{one[1]}.{name}" for one in re.finditer(r'"(page|keys|list)\.', "".join(file.read_text(encoding="utf-8") for file in HERE.glob("templates/*.html"))) for name in TEXTS["en"][one[1]]}
    assert {key for key in KEYS["en"] - asked() - parts - together if not key.startswith(walked)} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_languages_have_the_same_texts(code: str) -> None:
    own = {key for key in KEYS[code] ^ KEYS["en"] if not key.startswith(SCHEMAS_OWN)}
    assert own == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_are_filled_with_the_same_values(code: str) -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key in KEYS[code] & KEYS["en"]:
        section, _, name = key.partition(".")
        if not key.startswith(SCHEMAS_OWN):
            assert blanks(TEXTS[code][section][name]) == blanks(TEXTS["en"][section][name]), key


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_another_language_than_the_schemas_has_words_for_all_of_it(code: str) -> None:
    texts = TEXTS[code]
    assert set(texts["columns"]) >= set(schema.COLUMNS)
    assert set(texts["problems"]) == {name.replace(".", "_") for name in PROBLEMS}
    coded = {f"{name}_{value}" for name, field in schema.FIELDS.items() for value in field.enum or () if isinstance(value, int) and field.definitions}
    assert set(texts["choices"]) == {name for name in coded if name.rpartition("_")[0] in {column for _, columns in layout.groups() for column in columns}}
    codes = set(re.findall(r'Finding\("([a-z0-9_.]+)"', (HERE.parent / "checks.py").read_text(encoding="utf-8")))
    seldom = {"file.unreadable", "header.wrong", "column.missing", "column.unknown", "column.order", "id.duplicate"}  # of files, not of rows
    assert {name.replace(".", "_") for name in codes - seldom} <= set(texts["findings"])


def test_the_sections_that_are_put_together_are_whole() -> None:
    from eventx.review.fold import STATUSES
    from eventx.review.judgements import ACTIONS
    from eventx.review.queries import FLAGS, SORTS

    for code in LANGUAGES:
        assert {*STATUSES, *FLAGS} <= set(TEXTS[code]["status"])
        assert set(SORTS) == set(TEXTS[code]["sorts"])
        assert set(ACTIONS) == set(TEXTS[code]["action"])
        assert {name for name, _ in layout.groups()} == set(TEXTS[code]["group"])
        assert {"day", "week", "month", "year"} <= set(TEXTS[code]["overview"])


def words(page: str) -> set[str]:
    """The texts between the tags of a page, and those of its attributes that are read out."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', body)
    return {" ".join(text.split()) for text in (*re.split(r"<[^>]*>", body), *spoken) if text.strip()}


@pytest.mark.parametrize("path", ["/", "/row/{}", "/overview", "/dismissed", "/export", "/rescue/1", "/nowhere"])
def test_no_english_text_stands_on_a_french_page(desk: Desk, data: Path, path: str) -> None:
    import dataset

    path = path.format(dataset.ids(data)[0])
    french = words(desk.get(path, **{"accept-language": "fr"}).text)
    english: dict[str, Any] = TEXTS["en"]
    only = {text for section, texts in english.items() if section not in ("format",) for name, text in texts.items() if "{" not in text and len(text) > 4}
    same = {text for section, texts in TEXTS["fr"].items() for text in texts.values()}
    assert french & (only - same) == set()
    titles = {field.title for field in schema.FIELDS.values() if len(field.title) > 4} - same
    assert french & titles == set()
