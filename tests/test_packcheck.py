"""Every file of a language pack answers to its schema; what does not is refused by file, rule and key."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import jsonschema
import pytest

from eventx import packcheck, packs, resources
from eventx.coding import typology
from eventx.errors import PackError

ROOT = resources.path("languages")
FILES = sorted([*ROOT.glob("*/*.toml"), *ROOT.glob("*/triggers/*.toml")])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the French pack that a test may break."""
    return Path(shutil.copytree(ROOT / "fr", tmp_path / "fr"))


def broken(pack: Path, name: str, old: str, new: str) -> PackError:
    """Loads the pack after one replacement in one file, and gives the error back."""
    file = pack / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        packs.load("fr", folder=pack)
    assert caught.value.file == str(file)
    return caught.value


@pytest.mark.parametrize("kind", packcheck.KINDS)
def test_schemas_are_schemas(kind):
    jsonschema.Draft202012Validator.check_schema(packcheck.schema(kind))


@pytest.mark.parametrize("kind", packcheck.KINDS)
def test_every_key_is_described(kind):
    def undescribed(node, name):
        for key, value in node.get("properties", {}).items():
            if not value.get("description") and "enum" not in value and key not in ("subject", "object", "agent", "target", "of", "with", "at", "place", "any", "cause"):
                yield f"{name}.{key}"
            yield from undescribed(value, f"{name}.{key}")
            yield from undescribed(value.get("items", {}), f"{name}.{key}")

    assert list(undescribed(packcheck.schema(kind), kind)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_files_are_what_their_schemas_say(file):
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert [str(error) for error in packcheck.errors(table, file)] == []


@pytest.mark.parametrize("language", packs.available())
def test_every_rule_has_a_frame_of_the_typology(language):
    unknown = {rule.id: rule.frame for rule in packs.load(language).rules.values() if rule.frame not in typology().frames}
    assert unknown == {}


@pytest.mark.parametrize(
    ("name", "old"),
    [("pack.toml", "definite ="), ("numbers.toml", "at_least ="), ("dates.toml", "locale ="), ("topics.toml", "least ="), ("verbs.toml", "ending =")],
)
def test_a_misspelt_key_is_refused(pack, name, old):
    error = broken(pack, name, old, f"x{old}")
    assert repr("x" + old.removesuffix(" =")) in error.message
    assert error.hint


def test_a_rule_is_named_with_its_key_and_the_nearest_one(pack):
    table = tomllib.loads((pack / "triggers" / "things.toml").read_text(encoding="utf-8"))["rule"][0]
    error = broken(pack, "triggers/things.toml", "things =", "thinks =")
    assert (error.column, error.hint) == (table["id"], "did you mean 'things'?")


def test_a_wrong_type_is_refused(pack):
    assert broken(pack, "stance.toml", 'scope = "clause"', 'scope = "clauses"').hint == "did you mean 'clause'?"


def test_a_rule_without_words_is_refused(tmp_path):
    rule = {"id": "a.b", "frame": "killing", "match": [{"text": "x"}], "no_match": [{"text": "y"}]}
    (error,) = packcheck.errors({"rule": [rule]}, tmp_path / "triggers" / "a.toml")
    assert (error.column, error.message) == ("a.b", "names no word: it needs verbs, nouns or phrases")


def test_a_rule_id_that_stands_twice_is_refused(pack):
    table = tomllib.loads((pack / "triggers" / "things.toml").read_text(encoding="utf-8"))["rule"]
    error = broken(pack, "triggers/things.toml", f'"{table[1]["id"]}"', f'"{table[0]["id"]}"')
    assert table[0]["id"] in error.message


def test_a_word_that_stands_twice_is_refused(tmp_path):
    rule = {"id": "a.b", "frame": "killing", "verbs": ["kill", "slay", "kill"], "match": [{"text": "x"}], "no_match": [{"text": "y"}]}
    (error,) = packcheck.errors({"rule": [rule]}, tmp_path / "triggers" / "a.toml")
    assert (error.column, error.message) == ("a.b › verbs", "'kill' stands twice")


def test_the_command_says_it_in_one_line(pack, monkeypatch, capsys):
    from eventx.cli import main

    (pack / "topics.toml").write_text("least = 1\ntopics = []\n", encoding="utf-8")
    monkeypatch.setattr(packs.resources, "path", lambda kind, *parts: pack.parent.joinpath(*parts) if kind == "languages" else resources_path(kind, *parts))
    packs._load.cache_clear()
    with pytest.raises(SystemExit) as left:
        main(["lang", "check", "fr"])
    packs._load.cache_clear()
    assert left.value.code == 1
    assert [line for line in capsys.readouterr().err.splitlines() if "topics.toml" in line and "topic" in line]


resources_path = resources.path
