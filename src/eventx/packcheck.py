"""Whether the files of a language pack are what their schemas under ``schemas/pack/`` say.

An unknown or misspelt key does nothing when it is read, and the rule that it was meant to guard fires everywhere: so
every key, type and code is checked when a pack is loaded, and the error names file, rule, key and the nearest known one.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from eventx import resources
from eventx.errors import PackError

KINDS = ("pack", "verbs", "numbers", "dates", "stance", "topics", "page", "trigger")
"""The schemas: one for each file of a pack, ``trigger`` for all of ``triggers/``."""


def check(table: Mapping[str, Any], path: Path) -> None:
    """Raise the first of :func:`errors`."""
    for error in errors(table, path):
        raise error


def errors(table: Mapping[str, Any], path: Path) -> Iterator[PackError]:
    """What is wrong with a file that was read from ``path``, one error a place; unknown keys first, they cause others."""
    kind = "trigger" if path.parent.name == "triggers" else path.stem
    for found in sorted(validator(kind).iter_errors(table), key=lambda found: not _unexpected(found)):
        where = list(found.instance_path)
        yield PackError(_message(found, where), file=str(path), column=_named(table, where), hint=_hint(found, kind, found.schema_path))


@cache
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of pack file; raises ``ValueError`` for another kind."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of pack file {kind!r}: one of {', '.join(KINDS)}")
    loaded: dict[str, Any] = json.loads(resources.path("schemas", "pack", f"{kind}.schema.json").read_text(encoding="utf-8"))
    return loaded


@cache
def validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled schema of a kind."""
    return jsonschema_rs.Draft202012Validator(schema(kind))


def _named(table: Mapping[str, Any], where: Sequence[Any]) -> str:
    """Where it is, for a reader: the rule's id where there is one, then the keys below it."""
    out: list[str] = []
    node: Any = table
    for step in where:
        node = node[step]
        if isinstance(node, Mapping) and isinstance(node.get("id"), str):
            out = [node["id"]]
        elif isinstance(step, int):
            out.append(str(step + 1))
        else:
            out.append(str(step))
    return " › ".join(out)


def _unexpected(found: jsonschema_rs.ValidationError) -> list[str]:
    return list(getattr(found.kind, "unexpected", ()))


def _message(found: jsonschema_rs.ValidationError, where: Sequence[Any]) -> str:
    unknown = _unexpected(found)
    if unknown:
        return f"unknown key {', '.join(map(repr, unknown))}"
    if getattr(found.kind, "name", "") == "anyOf":
        return "names no word: it needs verbs, nouns or phrases"
    if getattr(found.kind, "name", "") == "uniqueItems" and isinstance(found.instance, list):
        return f"{next(one for at, one in enumerate(found.instance) if one in found.instance[:at])!r} stands twice"
    return found.message


def _hint(found: jsonschema_rs.ValidationError, kind: str, steps: Sequence[Any]) -> str:
    """The nearest known key, or what the schema says that the value is."""
    node: Any = schema(kind)
    for step in list(steps)[:-1]:
        node = node[step]
    if unknown := _unexpected(found):
        return _nearest(unknown[0], list(node.get("properties", ())))
    if steps[-1] == "enum":
        return _nearest(str(found.instance), [str(one) for one in node["enum"]])
    return str(node.get("description", "see languages/README.md")) if isinstance(node, Mapping) else ""


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
