"""An object with an article's fields, from whatever format it was read, to an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from eventx import resources
from eventx.model import Article, Problem
from eventx.read.where import LONGEST, Where, usable

FIELDS = ("id", "publisher", "published", "language", "title", "url", "text")
"""What an article can be told to have; other keys are kept aside."""
WANTED = 'give one object a line, such as {"id": "a1", "published": "2020-02-28", "text": "..."}'
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1)
def _schema() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json.loads(resources.path("schemas", "article.schema.json").read_bytes()))


def article(item: Any, where: Where, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """An article of an object, after the doubts about it; only a wrong type or a missing text refuses it.

    ``columns`` is field → key for fields that stand under another key.
    """
    if columns and isinstance(item, Mapping):
        item = _renamed(item, columns)
    doubts: list[Problem] = []
    try:
        item, broken = mended(item)
        errors = list(_schema().iter_errors(item))
    except (RecursionError, ValueError):  # nested without end; numbers no validator takes
        yield where.problem(_broken(where), "the object is nested too deeply or holds no usable number", hint=_wanted(where))
        return
    for error in errors:
        key = str(error.instance_path[0]) if error.instance_path else ""
        if key == "published":
            continue
        if key == "language" and isinstance(item[key], str):
            doubts.append(where.problem("article.language_unknown", f"language {item[key]!r} is no ISO 639 code", hint="such as fr"))
            continue
        message = f"{key}: {error.message}" if key else error.message
        yield where.problem(_broken(where), message if len(message) < 200 else f"{key or where.unit or 'line'}: wrong type", hint=_wanted(where))
        return
    values: Mapping[str, Any] = {key: "" if item.get(key) is None else item[key] for key in FIELDS}
    given = str(values["id"]).strip()
    name = usable(given) or where.id
    if given and name != given:
        doubts.append(where.problem("article.id", f"the id {given[:80]!r} was read as {name[:80]!r}", hint="an id is one line without semicolons"))
    published, readable = day(values["published"])
    if not readable:
        doubts.append(where.problem("article.no_date", f"published {values['published']!r} is no ISO date", hint="such as 2020-02-28"))
    if broken:
        doubts.append(where.problem("article.encoding", "lone surrogates were replaced by U+FFFD", hint="escape whole characters"))
    if not values["text"].strip() and not values["title"].strip():
        yield where.problem("article.empty", "text and title are empty", article=name, hint=_wanted(where))
        return
    if len(values["text"]) > LONGEST or len(values["title"]) > LONGEST:
        yield where.too_long("the text", LONGEST, "characters")
        return
    for doubt in doubts:
        yield Problem(doubt.code, doubt.message, name, hint=doubt.hint)
    language = "" if any(doubt.code == "article.language_unknown" for doubt in doubts) else values["language"]
    extra = {key: value for key, value in item.items() if key not in FIELDS}
    yield Article(name, values["text"], values["title"], values["publisher"], published, language, values["url"], extra)


def _broken(where: Where) -> str:
    return "article.invalid_row" if where.unit else "article.invalid_json"


def _wanted(where: Where) -> str:
    return "--column text=NAME says which column holds the text" if where.unit else WANTED


def _renamed(item: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The object with the mapped keys under their fields' names; a field that is mapped is found nowhere else."""
    given = set(columns.values())
    kept = {key: value for key, value in item.items() if key not in given and key not in columns}
    return kept | {field: item[key] for field, key in columns.items() if key in item}


def day(value: Any) -> tuple[date | None, bool]:
    """The calendar day of an ISO date or time, and whether there was nothing unreadable."""
    if value == "":
        return None, True
    try:
        return date.fromisoformat(value[:10]), True
    except (TypeError, ValueError):
        return None, False


def mended(value: Any) -> tuple[Any, bool]:
    """The value with lone surrogates replaced, sign for sign (offsets stay), and whether there were any."""
    if isinstance(value, str):
        whole = _SURROGATE.sub("\ufffd", value)
        return whole, whole != value
    if isinstance(value, dict):
        pairs = [(mended(key), mended(item)) for key, item in value.items()]
        return {key[0]: item[0] for key, item in pairs}, any(key[1] or item[1] for key, item in pairs)
    if isinstance(value, list):
        items = [mended(item) for item in value]
        return [item[0] for item in items], any(item[1] for item in items)
    return value, False
