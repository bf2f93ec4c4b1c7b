"""What a name of the actor tables can stand for, and which of these is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a name can stand for.

    ``type``: ``group`` (named actor), ``force`` (a state's army, police or government by a name of its own),
    ``leader``, ``country``, ``demonym``, ``people``, ``source`` (a voice that texts attribute to). ``kind`` is the class at home
    of a group, the force of a force, the kind of a source. ``valid_to`` is the last day in force. ``unit`` is what the
    name of a force adds to that of the whole (Gendarmerie); a ``local`` name ("National Guard") tells no country and
    is only meant where its own is at hand. A ``people`` gives the actor that its armed men of some ``classes`` are,
    and ``civil``, the group that its civilians belong to.
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
    unit: str = ""
    local: bool = False
    classes: str = ""
    civil: str = ""
    predecessor: str = ""
    scale: str = ""

    def valid(self, day: date | None) -> bool:
        """Whether the entry is in force at a day (unknown days always are)."""
        if day is None:
            return True
        text = day.isoformat()
        return (not self.valid_from or self.valid_from <= text) and (not self.valid_to or text <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Choice:
    """A canonical actor with its class at home, its score against the others and why."""

    name: str
    kind: str
    countries: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    entry: Entry
