"""The actor index: who a name can stand for, and what a force is called at a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from eventx import resources
from eventx.fold import surface

_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a name can stand for.

    ``type``: ``group`` (named actor), ``force`` (a state's army, police or government by a name of its own),
    ``leader``, ``country``, ``demonym``, ``source`` (a voice that texts attribute to).
    """

    type: str
    name: str = ""
    kind: str = ""
    iso3: str = ""
    countries: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    parent: str = ""
    organ_of: str = ""

    def valid(self, day: date | None) -> bool:
        """Whether the entry is in force at a day (unknown days always are)."""
        if day is None:
            return True
        text = day.isoformat()
        return (not self.valid_from or self.valid_from <= text) and (not self.valid_to or text <= self.valid_to)


class ActorIndex:
    """Names to :class:`Entry` tuples, and canonical names of state forces and described fighters by country and day."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._heads = {key.split(" ", 1)[0] for key in data["names"]}
        self.countries: dict[str, dict[str, str]] = data["countries"]
        self._iso_of = {row["name"]: iso3 for iso3, row in self.countries.items()}

    def prefixes(self, norms: Sequence[str], raw: Sequence[str]) -> list[tuple[int, tuple[Entry, ...]]]:
        """(number of words, entries) of all names that start the given words, longest first."""
        found = []
        names, acronyms = self._data["names"], self._data["acronyms"]
        if norms[0] in self._heads:
            for size in range(min(_LONGEST, len(norms)), 0, -1):
                refs = names.get(" ".join(norms[:size]))
                if refs:
                    found.append((size, self._entries(refs)))
        refs = acronyms.get(surface(raw[0])) if len(raw[0]) > 1 else None
        if refs:
            same = [entry for size, entries in found if size == 1 for entry in entries]
            found = [item for item in found if item[0] != 1]
            extra = tuple(entry for entry in same if entry.type not in ("country", "demonym") or raw[0].isupper() is False)
            found.append((1, tuple(dict.fromkeys((*self._entries(refs), *extra)))))
        return found

    def _entries(self, refs: list[list[Any]]) -> tuple[Entry, ...]:
        return tuple(self._entry(kind, number) for kind, number in refs)

    @lru_cache(maxsize=8192)  # noqa: B019  the index lives as long as the process
    def _entry(self, kind: str, number: Any) -> Entry:
        if kind in ("country", "demonym"):
            return Entry(kind, self.countries[number]["name"], iso3=number)
        if kind == "group":
            name, inter, countries, start, end, parent, _ = self._data["groups"][number]
            return Entry("group", name, inter, countries[0] if countries else "", tuple(countries), start, end, parent)
        if kind == "force":
            iso3, force, _ = self._data["forces"][number]
            return Entry("force", "", force, iso3, (iso3,))
        if kind == "leader":
            iso3, start, end = self._data["leaders"][number]
            return Entry("leader", "", "government", iso3, (iso3,), start, end)
        name, what, iso3, organ, _ = self._data["sources"][number]
        return Entry("source", name, what, iso3, organ_of=organ)

    def regime(self, iso3: str, day: date | None) -> tuple[str, str] | None:
        """(state name, regime label) in force at a day; the newest when the day is unknown or after the table."""
        spans = self._data["regimes"].get(iso3, ())
        text = day.isoformat() if day else "9999"
        best = None
        for name, start, end, label in spans:
            if (not start or start <= text) and (not end or text < end):
                best = (name, label)
        return best or ((spans[-1][0], spans[-1][3]) if spans else None)

    def state_actor(self, force: str, iso3: str, day: date | None) -> str:
        """``Military Forces of Syria (2000-2024)`` and the like; ``force`` is military, police or government."""
        found = self.regime(iso3, day)
        head = {"military": "Military Forces", "police": "Police Forces", "government": "Government"}[force]
        if found is None:
            return f"{head} of {self.country(iso3)}"
        return f"{head} of {found[0]} ({found[1]})"

    def generic(self, kind: str, iso3: str, day: date | None) -> tuple[str, str] | None:
        """(canonical name, class) of a described kind of fighter in a country at a day, if the tables know one."""
        text = day.isoformat() if day else "9999"
        for country, start, end, actor, inter in self._data["generic"].get(kind, ()):
            if country == iso3 and (not start or start <= text) and (not end or text <= end):
                return actor, inter
        return None

    def country(self, iso3: str) -> str:
        """The English name of a country."""
        row = self.countries.get(iso3)
        return row["name"] if row else iso3

    def demonym(self, iso3: str) -> str:
        """The English adjective of a country."""
        row = self.countries.get(iso3)
        return row["demonym"] if row else iso3

    def iso3(self, name: str) -> str:
        """The code of a country by its English name; empty when unknown."""
        return self._iso_of.get(name, "")

    def named(self, name: str) -> list[Entry]:
        """The group entries of a canonical name."""
        return [self._entry("group", number) for number, row in enumerate(self._data["groups"]) if row[0] == name]


@lru_cache(maxsize=1)
def actor_index() -> ActorIndex:
    """The compiled actor index, read once a process."""
    return ActorIndex(json.loads(resources.path("index", "actors.json").read_text(encoding="utf-8")))
