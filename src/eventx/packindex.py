"""Language packs compiled beforehand: one JSON file a language in the index folder, made at build and by ``make index``.

Reading TOML, checking it and inflecting twenty thousand verb forms costs more than reading an article. What is stored
bears a digest of the pack's files and of the code that compiles them; a pack that was edited since is compiled from
its files again, so nobody ever runs on old words.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from eventx import resources
from eventx.phrases import Phrases

_CODE = ("packindex.py", "packs.py", "phrases.py", "fold.py")
Made = TypeVar("Made")


def stamp(files: Iterable[Path]) -> str:
    """A digest of files and of the code that compiles packs. A file that is missing counts as empty."""
    digest = hashlib.sha256(_code())
    for file in files:
        digest.update(file.name.encode() + b"\0" + (file.read_bytes() if file.is_file() else b"") + b"\0")
    return digest.hexdigest()


@cache
def _code() -> bytes:
    here = Path(__file__).parent
    return b"\0".join((here / name).read_bytes() for name in _CODE if (here / name).is_file())


def files(folder: Path) -> list[Path]:
    """The files of a pack that are compiled, in one fixed order; ``page.toml`` is stored on its own."""
    return sorted([*(one for one in folder.glob("*.*") if one.name != "page.toml"), *folder.glob("triggers/*.toml")])


def stored(name: str, made_of: Iterable[Path]) -> Any:
    """What the index holds under a name if it was made of these files as they are now, else ``None``."""
    try:
        kept = json.loads(resources.path("index", f"{name}.json").read_bytes())
        return kept["data"] if kept["stamp"] == stamp(made_of) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no index, or a broken one: the files themselves are read


def store(name: str, data: Any, made_of: Iterable[Path]) -> None:
    """Put data into the index folder; made aside and moved, for others may be reading."""
    out = resources.path("index")
    out.mkdir(parents=True, exist_ok=True)
    aside = out / f"{name}.json.{os.getpid()}"
    aside.write_text(json.dumps({"stamp": stamp(made_of), "data": data}, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    os.replace(aside, out / f"{name}.json")


# -- a pack as plain values -----------------------------------------------------------------------------------------


def dump(pack: Any) -> dict[str, Any]:
    """A compiled pack as what JSON can hold. Raises ``TypeError`` where a table holds something else."""
    out: dict[str, Any] = {"rules": {name: _fields(rule) for name, rule in pack.rules.items()}}
    numbers: dict[str, int] = {}
    values: list[Any] = []
    for field in dataclasses.fields(pack):
        value = getattr(pack, field.name)
        if isinstance(value, Phrases):
            table: dict[str, list[list[Any]]] = {}
            for (head, *rest), found in value.entries():
                refs = []
                for one in found:
                    plain = _plain(one)
                    key = json.dumps(plain, ensure_ascii=False)
                    if key not in numbers:
                        numbers[key] = len(values)
                        values.append(plain)
                    refs.append(numbers[key])
                table.setdefault(head, []).append([" ".join(rest), *refs])
            out[field.name] = table
        elif field.name != "rules":
            out[field.name] = value
    return {"tables": out, "values": values}


def restore(data: Mapping[str, Any], pack: Callable[..., Made], *, rule: Callable[..., Any], kinds: Mapping[str, Callable[..., Any]]) -> Made:
    """The pack of :func:`dump`: ``pack`` and ``rule`` make it and its rules, ``kinds`` the classes of its values by name."""
    tables = dict(data["tables"])
    rules = {name: rule(*map(_made, fields)) for name, fields in tables.pop("rules").items()}

    def value(plain: Any) -> Any:
        if not isinstance(plain, dict):
            return plain
        if "rule" in plain:
            return rules[plain["rule"]]
        if "tuple" in plain:
            return tuple(map(value, plain["tuple"]))
        ((kind, fields),) = plain.items()
        return kinds[kind](*map(value, fields))

    values = [value(plain) for plain in data["values"]]
    phrases = {field.name for field in dataclasses.fields(pack) if field.default_factory is Phrases}  # type: ignore[arg-type]
    return pack(rules=rules, **{name: Phrases(table, values) if name in phrases else table for name, table in tables.items()})


def _plain(value: Any) -> Any:
    """A value of a table: text and numbers as they are, a rule by its id, other classes by name and fields."""
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if dataclasses.is_dataclass(value):
        if type(value).__name__ == "Rule":
            rule: Any = value
            return {"rule": rule.id}
        return {type(value).__name__: [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a pack's table cannot hold {type(value).__name__}")


def _fields(rule: Any) -> list[Any]:
    """A rule's fields in order; tuples, which JSON lacks, are marked at the two levels at which rules have them."""
    return [_marked(getattr(rule, field.name)) for field in dataclasses.fields(rule)]


def _marked(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"tuple": list(value)}
    if isinstance(value, Mapping):
        return {"map": {key: list(one) if isinstance(one, tuple) else one for key, one in value.items()}}
    return value


def _made(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "tuple" in value:
        return tuple(value["tuple"])
    return {key: tuple(one) if isinstance(one, list) else one for key, one in value["map"].items()}
