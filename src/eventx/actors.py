"""The actor index: who a name can stand for, what a force is called at a day, and which class it acts in where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from eventx import resources
from eventx.entries import Choice, Entry
from eventx.fold import fold, surface

LONGEST = 16  # words in a name: UN missions have long ones
_FORCE = re.compile(r"\{(\w+):(\w+)\}")  # {military:SYR} in the table of described fighters
_FORCES = {"military": "Military Forces", "police": "Police Forces", "government": "Government"}


class ActorIndex:
    """Names to :class:`Entry` tuples, and canonical names of state forces and described fighters by country and day."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._names: Mapping[str, list[list[Any]]] = data["names"]
        self._acronyms: Mapping[str, list[list[Any]]] = data["acronyms"]
        self._longest: dict[str, int] = {}
        for name in self._names:
            head, size = name.partition(" ")[0], name.count(" ") + 1
            if size > self._longest.get(head, 0):
                self._longest[head] = size
        self._capitals = frozenset(name.partition(" ")[0] for name in self._acronyms)
        self.countries: Mapping[str, Mapping[str, str]] = data["countries"]
        self._entry = lru_cache(maxsize=8192)(self._make_entry)

    # --- names ----------------------------------------------------------------------------------------------------

    def opens(self, norm: str, raw: str) -> bool:
        """Whether a name can begin with this word, folded and as it stands."""
        # A plain word is its own first word; other signs («U.S.», «l'ONU») may fall apart.
        return norm in self._longest or not (raw.isascii() and raw.isalnum()) or raw in self._capitals

    def prefixes(
        self, norms: Sequence[str], raw: Sequence[str], *, language: str = ""
    ) -> list[tuple[int, tuple[Entry, ...]]]:
        """(number of words, entries) of all names that start the given words, the longest first.

        ``norms`` are folded words and ``raw`` the same words with their case: acronyms («FDS», "IS") are compared with
        it. With a ``language`` the names and demonyms of countries are those of that language only.
        """
        found: dict[int, dict[Entry, None]] = {}
        for size in range(min(self._longest.get(norms[0], 0), len(norms), LONGEST), 0, -1):
            refs = self._names.get(" ".join(norms[:size]))
            if refs:
                found[size] = dict.fromkeys(self._entries(refs, language))
        for size in range(min(3, len(raw)) if raw and self.opens("", raw[0]) else 0, 0, -1):
            refs = self._acronyms.get(surface(" ".join(raw[:size])))
            if refs:
                entries = dict.fromkeys(self._entries(refs, language))
                # A token in capitals that is an acronym is that acronym: "SOMALI" aside, "IS" is no other name.
                found[size] = entries | {one: None for one in found.get(size, ()) if one.type in ("group", "source")}
        return [(size, tuple(found[size])) for size in sorted(found, reverse=True) if found[size]]

    def find(self, name: str, *, language: str = "") -> tuple[Entry, ...]:
        """What exactly this name can stand for."""
        raw = surface(name).split()
        norms = [fold(word) for word in raw]
        if not norms or not all(norms):
            return ()
        return next((entries for size, entries in self.prefixes(norms, raw, language=language) if size == len(raw)), ())

    def _entries(self, refs: list[list[Any]], language: str) -> Iterable[Entry]:
        for what, ref, languages in refs:
            if language and languages and what in ("country", "demonym") and language not in languages.split():
                continue
            yield self._entry(what, ref)

    def _make_entry(self, what: str, ref: Any) -> Entry:
        if what in ("country", "demonym"):
            return Entry(what, self.countries[ref]["name"], iso3=ref, countries=(ref,))
        if what == "group":
            name, kind, isos, start, end, parent, before = self._data["groups"][ref]
            return Entry(
                "group", name, kind, isos[0] if isos else "", tuple(isos), start, end, parent, predecessor=before
            )
        if what == "force":
            iso3, force, unit, local = self._data["forces"][ref]
            return Entry("force", "", force, iso3, (iso3,), unit=unit, local=local)
        if what == "people":
            people: Entry = self._people[ref]
            return people
        if what == "leader":
            iso3, start, end = self._data["leaders"][ref]
            return Entry("leader", "", "government", iso3, (iso3,), start, end)
        name, kind, iso3, scale, organ = self._data["sources"][ref]
        return Entry("source", name, kind, iso3, organ_of=organ, scale=scale)

    @cached_property
    def _people(self) -> list[Entry]:
        return [
            Entry("people", actor, kind, iso3, (iso3,), start, end, classes=classes, civil=civil)
            for iso3, classes, start, end, actor, kind, civil in self._data["peoples"]
        ]

    def of_people(self, entries: Iterable[Entry], kind: str, country: str, day: date | None) -> tuple[str, str] | None:
        """(actor, class at home) that armed men of a people stand for in a country at a day, if the table knows it."""
        kind = kind if kind not in ("asset", "military") else "militia"  # "Amhara forces"
        for entry in entries:
            fits = not entry.classes or kind in entry.classes.split("|")
            if entry.iso3 == country and entry.valid(day) and fits:
                return entry.name, entry.kind
        return None

    def named(self, name: str) -> list[Entry]:
        """The group entries of a canonical name, in the order of the tables."""
        return [self._entry("group", ref) for ref in self._by_name.get(name, ())]

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for ref, row in enumerate(self._data["groups"]):
            out.setdefault(row[0], []).append(ref)
        return out

    @cached_property
    def _branches(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for ref, row in enumerate(self._data["groups"]):
            if row[5]:
                out.setdefault(row[5], []).append(ref)
        return out

    @cached_property
    def _successors(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for ref, row in enumerate(self._data["groups"]):
            if row[6]:
                out.setdefault(row[6], []).append(ref)
        return out

    def sources(self) -> list[Entry]:
        """All voices of the table."""
        return [self._entry("source", ref) for ref in range(len(self._data["sources"]))]

    # --- which one is meant ---------------------------------------------------------------------------------------

    def resolve(
        self,
        entries: Iterable[Entry],
        *,
        day: date | None = None,
        event_country: str = "",
        countries: Mapping[str, float] | None = None,
    ) -> list[Choice]:
        """Rank what a name may stand for, the best first.

        ``event_country`` is where the event happened, ``countries`` the article's countries with weights. A branch
        («Daech») is the one of the event's country; a group outside its dates gives way to its successor, or to the
        state whose regime began on the day it ended (ruling 11: the Taliban, HTS). Scores within 0.2 are a tie.
        """
        weights = countries or {}
        out: dict[str, Choice] = {}
        for order, entry in enumerate(dict.fromkeys(self._branch(one, event_country, day) for one in entries)):
            if entry.local and entry.iso3 != event_country and entry.iso3 not in weights:
                continue
            score, reasons = 0.0, []
            name, kind, homes = entry.name, entry.kind, entry.countries
            if entry.type == "group":
                name, kind, homes, reason = self._at(entry, day)
                if reason:
                    reasons.append(reason)
                    score -= 4.0 if reason == "not in force" else 0.2
                if event_country and event_country in entry.countries:
                    score += 3.0 if entry.countries[0] == event_country else 2.6
                    reasons.append(f"active in {event_country}")
                elif not entry.countries:
                    score += 1.0
                    reasons.append("international")
                weight = max((weights.get(iso, 0.0) for iso in entry.countries), default=0.0)
                if weight:
                    score += weight
                    reasons.append("country of the article")
            elif entry.type in ("force", "leader"):
                force = entry.kind if entry.type == "force" else "government"
                name, kind = self.state_actor(force, entry.iso3, day, unit=entry.unit), "State forces"
                if not entry.valid(day):
                    score -= 4.0
                    reasons.append("not in force")
                if entry.iso3 == event_country:
                    score += 3.0
                    reasons.append(f"active in {event_country}")
                score += weights.get(entry.iso3, 0.0) + 0.5
            elif entry.type in ("country", "demonym"):
                name, kind = self.state_actor("government", entry.iso3, day), "State forces"
                score += weights.get(entry.iso3, 0.0)
            else:
                score -= 1.0
            score -= order * 0.001  # the tables' order settles what nothing else does
            if name not in out or out[name].score < score:
                out[name] = Choice(name, kind, homes, round(score, 4), tuple(reasons), entry)
        return sorted(out.values(), key=lambda one: -one.score)

    def _branch(self, entry: Entry, country: str, day: date | None) -> Entry:
        """The branch that a group of no country has in one («al-Qaïda» in Yemen); else the group itself."""
        if entry.type != "group" or entry.kind != "Rebel group" or entry.countries or not country:
            return entry
        near = [one for one in map(self._group, self._branches.get(entry.name, ())) if country in one.countries[:2] and one.valid(day)]
        return min(near, key=lambda one: one.countries.index(country), default=entry)

    def _group(self, ref: int) -> Entry:
        return self._entry("group", ref)

    def _at(self, entry: Entry, day: date | None) -> tuple[str, str, tuple[str, ...], str]:
        """Name, class and countries of a group at a day, and what had to be done for it."""
        own = (entry.name, entry.kind, entry.countries)
        if day is not None and not entry.valid(day):
            same = [one for one in self.named(entry.name) if one.valid(day)]
            if same:
                return self._at(same[-1], day)
            if entry.valid_to and entry.valid_to < day.isoformat():
                if entry.kind == "Rebel group" and self._took_power(entry.iso3, entry.valid_to):
                    return (self.military(entry.iso3, day), "State forces", (entry.iso3,), "holds the state")
                for later in self._heirs(entry.name):
                    if later.valid(day):
                        return (later.name, later.kind, later.countries, f"successor of {entry.name}")
                    if later.valid_to and later.valid_to < day.isoformat() and self._took_power(later.iso3, later.valid_to):
                        return (self.military(later.iso3, day), "State forces", (later.iso3,), "holds the state")
            return (*own, "not in force")
        newer = [one for one in self.named(entry.name) if one.valid(day) and one.valid_from > entry.valid_from]
        if day is not None and newer:
            return self._at(newer[-1], day)
        came_to_power = len(self.named(entry.name)) > 1 and self._took_power(entry.iso3, entry.valid_from)
        if entry.kind == "State forces" and entry.valid_from and came_to_power:
            return (self.military(entry.iso3, day), "State forces", (entry.iso3,), "holds the state")
        return (*own, "")

    def _heirs(self, name: str) -> list[Entry]:
        """The successors of a group, their successors and so on, the nearest first."""
        out = [self._entry("group", ref) for ref in self._successors.get(name, ())]
        return out + [heir for one in out for heir in self._heirs(one.name)]

    def _took_power(self, iso3: str, day: str) -> bool:
        """Whether a regime of the country began on that day."""
        return any(span[1] == day for span in self._data["regimes"].get(iso3, ()))

    # --- canonical names ------------------------------------------------------------------------------------------

    def regime(self, iso3: str, day: date | None) -> tuple[str, str] | None:
        """(state name, regime label) in force at a day; the newest when the day is unknown or after the table."""
        spans = self._data["regimes"].get(iso3, ())
        text = day.isoformat() if day else "9999"
        best = None
        for name, start, end, label in spans:
            if (not start or start <= text) and (not end or text < end):
                best = (name, label)
        return best or ((spans[-1][0], spans[-1][3]) if spans else None)

    def state_actor(self, force: str, iso3: str, day: date | None, *, unit: str = "") -> str:
        """``Military Forces of Syria (2000-2024)`` and the like; ``force`` is military, police or government.

        A ``unit`` stands after the bracket: ``Police Forces of Niger (2021-2023) Gendarmerie``.
        """
        name, label = self.regime(iso3, day) or (self.country(iso3), "")
        return " ".join(part for part in (f"{_FORCES[force]} of {name}", f"({label})" if label else "", unit) if part)

    def military(self, iso3: str, day: date | None) -> str:
        """The army of a state at a day."""
        return self.state_actor("military", iso3, day)

    def police(self, iso3: str, day: date | None) -> str:
        """The police of a state at a day."""
        return self.state_actor("police", iso3, day)

    def government(self, iso3: str, day: date | None) -> str:
        """The government of a state at a day."""
        return self.state_actor("government", iso3, day)

    def people(self, what: str, iso3: str) -> str:
        """``Civilians (Syria)``; ``what`` is Civilians, Protesters, Rioters, Unidentified Armed Group, Settlers …"""
        return f"{what} ({self.country(iso3)})"

    def generic(self, kind: str, iso3: str, day: date | None) -> tuple[str, str] | None:
        """(canonical name, class at home) of a described kind of fighter in a country at a day, if the tables know it.

        Of several spans in force the one that began last speaks; a line without country speaks for all others. In an
        actor's name ``{military:SYR}`` is that force at the day, ``{country}`` the country.
        """
        text = day.isoformat() if day else "9999"
        spans = self._data["generic"].get(kind, {})
        for country in (iso3, ""):
            fit = [
                span
                for span in spans.get(country, ())
                if (not span[0] or span[0] <= text) and (not span[1] or text <= span[1])
            ]
            if fit:
                _, _, actor, inter = max(fit, key=lambda span: span[0])
                actor = _FORCE.sub(lambda of: self.state_actor(of[1], of[2], day), actor)
                return actor.replace("{country}", self.country(iso3)), inter
        return None

    @cached_property
    def heads(self) -> Mapping[str, Mapping[str, str]]:
        """Language → folded word → class of people or force, for languages that have no pack."""
        heads: Mapping[str, Mapping[str, str]] = self._data["heads"]
        return heads

    def generic_classes(self) -> frozenset[str]:
        """The classes that the table of described fighters knows."""
        return frozenset(self._data["generic"])

    def inter(
        self, kind: str, homes: str | Iterable[str], event_country: str, *, name: str = "", admin1: str = ""
    ) -> str:
        """The inter class of an actor where the event is: state forces abroad are External/Other forces.

        ``kind`` is the class at home, ``homes`` the actor's country or countries. Rulings kept here because they hang
        on the event's place: Hamas is a Political militia in the West Bank, Wagner's class stays what the table says.
        """
        if name == "Hamas Movement":
            return "Political militia" if admin1 == "West Bank" else "Rebel group"
        home = (homes,) if isinstance(homes, str) else tuple(homes)
        if kind == "State forces" and event_country and any(home) and event_country != home[0]:
            return "External/Other forces"
        return kind

    # --- countries ------------------------------------------------------------------------------------------------

    def country(self, iso3: str) -> str:
        """The English name of a country; the code itself when unknown."""
        row = self.countries.get(iso3)
        return row["name"] if row else iso3

    def demonym(self, iso3: str) -> str:
        """The English adjective of a country; the code itself when unknown."""
        row = self.countries.get(iso3)
        return (row["demonym"] or row["name"]) if row else iso3

    def short(self, name: str) -> str:
        """What texts call a named actor: its entry of kind ``short`` in the sources, else its acronym or plain name."""
        unit = name.partition(") ")[2]
        if unit and name.startswith(("Military Forces of", "Police Forces of")):
            return self._short.get(name) or unit
        label, _, rest = name.partition(": ")
        label = label.rpartition("/")[2] if label.isupper() and len(label.rpartition("/")[2]) > 1 else label
        return self._short.get(name) or (label if rest else label.split(" (")[0])

    def monitor(self, iso3: str) -> str:
        """Who "a war monitor" is in a country that has one; the plain plural elsewhere."""
        return self._short.get("monitor:" + iso3, "rights groups")

    def adjective(self, iso3: str) -> str:
        """What stands for a country before Army or Government: its demonym, or the entry of kind ``short``."""
        return self._short.get(iso3) or self.demonym(iso3)

    @cached_property
    def _short(self) -> dict[str, str]:
        return {organ: name for name, kind, _, _, organ in self._data["sources"] if kind == "short"}

    def iso3(self, name: str) -> str:
        """The code of a country by its English name or a canonical actor's bracket; empty when unknown."""
        return self._iso_of.get(name, "")

    @cached_property
    def _iso_of(self) -> dict[str, str]:
        out = {row["name"]: iso3 for iso3, row in self.countries.items()}
        for iso3, spans in self._data["regimes"].items():
            for name, *_ in spans:
                out.setdefault(name, iso3)
        return out


def in_force(entry: Entry, name: str, kind: str) -> Entry:
    """The entry under the name and class that a :class:`Choice` gave it."""
    return replace(entry, name=name, kind=kind)


def load(folder: Path | None = None) -> ActorIndex:
    """Read the compiled actor index. Raises ``FileNotFoundError`` naming the command that makes it."""
    file = (folder or resources.path("index")) / "actors.json"
    if not file.is_file():
        raise FileNotFoundError(f"no compiled gazetteer in {file.parent}: run `make index`")
    return ActorIndex(json.loads(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def actor_index() -> ActorIndex:
    """The compiled actor index, read once a process."""
    return load()


__all__ = ["LONGEST", "ActorIndex", "Choice", "Entry", "actor_index", "in_force", "load"]
