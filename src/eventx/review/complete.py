"""What a half-typed actor or place may become: first what the data set already has, then the gazetteers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

import marisa_trie

from eventx import countries, resources
from eventx.fold import fold
from eventx.gazetteers.find import find
from eventx.gazetteers.places import place_index

SHOWN = 12
_LOOKED_AT = 600  # names that begin alike are ranked among so many
_LIKE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
Choice = dict[str, Any]


def actors(db: sqlite3.Connection, text: str, *, country: str, day: str) -> list[Choice]:
    """Actors for a half-typed name: name, class in the country, and a hint where they come from."""
    out: dict[str, Choice] = {}
    if text.strip():
        for one in _found(text, "actor", country, day):
            out.setdefault(one["name"], {"name": one["name"], "inter": one["inter"], "hint": "; ".join(one["reasons"][:2])})
    like = f"%{text.strip().translate(_LIKE)}%"
    used = db.execute(
        r"SELECT name, count(*) AS times FROM (SELECT actor1 AS name FROM rows UNION ALL SELECT actor2 FROM rows) "
        r"WHERE name LIKE ? ESCAPE '\' AND name <> '' GROUP BY name ORDER BY times DESC LIMIT ?", (like, SHOWN),
    )  # fmt: skip
    for row in used:
        out.setdefault(row["name"], {"name": row["name"], "inter": _inter(row["name"], country, day), "hint": f"× {row['times']}"})
    for name in islice(_actor_names(text), SHOWN):
        for one in _found(name, "actor", country, day)[:1]:
            out.setdefault(one["name"], {"name": one["name"], "inter": one["inter"], "hint": ""})
    return list(out.values())[:SHOWN]


def places(db: sqlite3.Connection, text: str, *, country: str) -> list[Choice]:
    """Places for a half-typed name: the cells that they fill, those of the row's country and the bigger ones first."""
    text = text.strip()
    if len(text) < 2:
        return []
    index = place_index()
    seen: dict[tuple[str, str, str], tuple[float, Choice]] = {}
    exact = set(index.find(text) or index.find(text, variants=True))
    for ref in [*exact, *_place_refs(text)]:
        place = index.record(ref)
        if place.point is None:
            continue
        named = countries.by_iso3().get(place.country)
        at_home = place.country == country
        score = (3.0 if ref in exact else 0.0) + (4.0 if at_home else 0.0) + min(3.0, len(str(place.population)) / 3) + (1.0 if place.is_settlement else 0.0)
        key = (place.name, place.admin1, place.country)
        choice = {
            "name": place.name, "kind": place.kind, "admin1": place.admin1, "admin2": place.admin2,
            "country": named.name if named else "", "latitude": place.lat, "longitude": place.lon,
            "location_geonameid": place.geonameid or None, "location_pcode": place.pcode,
        }  # fmt: skip
        if key not in seen or seen[key][0] < score:
            seen[key] = (score, choice)
    ranked = sorted(seen.values(), key=lambda one: (-one[0], len(one[1]["name"]), one[1]["name"]))
    return [choice for _, choice in ranked[:SHOWN]]


def used(db: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """Actors or places of the data set itself that begin with, or hold, a text: for the list's filters."""
    like = f"%{text.strip().translate(_LIKE)}%"
    columns = ("actor1", "actor2") if kind == "actor" else ("location", "admin1", "country")
    union = " UNION ALL ".join(f"SELECT {name} AS name FROM rows" for name in columns)
    found = db.execute(
        rf"SELECT name FROM ({union}) WHERE name LIKE ? ESCAPE '\' AND name <> '' GROUP BY name ORDER BY count(*) DESC LIMIT ?",
        (like, SHOWN),
    )
    return [row["name"] for row in found]


def iso3(country: str) -> str:
    """The code of a country by its name, ``""`` for none."""
    found = countries.by_name().get(country)
    return found.iso3 if found else ""


def middle(country: str) -> tuple[float, float]:
    """Where a map begins when a row has no point: the capital of its country, else the map's origin."""
    code = iso3(country)
    capital = place_index().capital(code) if code else None
    return capital.point if capital is not None and capital.point is not None else (0.0, 0.0)


def _found(name: str, kind: str, country: str, day: str) -> list[Mapping[str, Any]]:
    try:
        found: list[Mapping[str, Any]] = find({"name": name, "kind": kind, "country": country, "date": day})["candidates"]
    except ValueError:  # a half-typed day
        return []
    return found


def _inter(name: str, country: str, day: str) -> str | None:
    return next((one["inter"] for one in _found(name, "actor", country, day) if one["name"] == name), None)


def _actor_names(text: str) -> Iterator[str]:
    """Canonical names in which every typed word begins a word."""
    typed = fold(text).split()
    if not typed:
        return
    for name, words in _canonical():
        if all(any(word.startswith(part) for word in words) for part in typed):
            yield name


@cache
def _canonical() -> tuple[tuple[str, tuple[str, ...]], ...]:
    import json

    data = json.loads(resources.path("index", "actors.json").read_text(encoding="utf-8"))
    return tuple((entry[0], tuple(fold(entry[0]).split())) for entry in data["groups"])


@cache
def _names() -> Any:
    trie = marisa_trie.Trie()
    trie.mmap(str(resources.path("index", "names.marisa")))
    return trie


def _place_refs(text: str) -> Iterator[int]:
    index = place_index()
    for name in islice(_names().iterkeys(fold(text)), _LOOKED_AT):
        yield from index.find(name)
