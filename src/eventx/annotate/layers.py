"""What the annotation rooms write: sentences of folded words, and mentions in layers over them.

Indexes are word positions in the sentence, ``end`` exclusive. Character offsets are relative to the zone's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Mention:
    """A stretch of words with a value. ``layer`` names the room that made it, ``rule`` the rule or table entry."""

    layer: str
    start: int
    end: int
    value: Any
    rule: str = ""
    role: str = ""  # what the preposition before it makes of it: agent, target, at, near, of, event … or ""
    prep: int = -1  # word index at which that preposition starts; -1 when there is none
    head: int = -1  # the governing word: for a party its noun

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Number:
    """How many: ``best`` with its bounds as CODING ruling 1 reads them; ``kind`` names the wording."""

    best: int
    low: int | None
    high: int | None
    kind: str = "exact"  # exact | at_least | up_to | about | range | vague | several | zero | one


@dataclass(frozen=True, slots=True)
class When:
    """A date expression: the days it spans and how it says so.

    ``precision`` is ACLED's (1 day, 2 week or night, 3 month), 4 for a year or less. ``anchor`` is ``"published"`` or
    ``"context"`` (counted from the event told before, ``shift`` days away). ``bound`` is ``"since"`` or ``"until"``
    for spans that are open; ``future`` marks days after publication; ``full`` that a year was written.
    """

    first: date | None
    last: date | None
    precision: int
    anchor: str = "published"
    shift: int = 0
    bound: str = ""
    kind: str = "day"
    full: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A gazetteer name: place ids and/or actor entries that it may stand for."""

    places: tuple[Any, ...] = ()
    actors: tuple[Any, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Party:
    """People or a force: class, whose they are, how many, and in what state."""

    kind: str
    number: Number | None = None
    state: str = ""  # dead | injured | casualty | missing | displaced | captured | bodies
    countries: tuple[str, ...] = ()  # ISO3 from demonyms, possessives and capitals, in text order
    actors: tuple[Any, ...] = ()  # named actor entries
    peoples: tuple[Any, ...] = ()  # ethnic or regional adjectives: «rebelles touaregs», "Druze fighters"
    places: tuple[Any, ...] = ()  # place names inside the phrase («police de Bangui»)
    descriptor: str = ""
    plural: bool = True
    definite: str = ""  # definite | indefinite | demonstrative | another | possessive
    pro: bool = False  # pro-X, X-backed: backing, not membership
    first_person: bool = False
    parts: tuple[Any, ...] = ()  # number of parties told as «dont …»
    age: bool = False
    owned: bool = False  # told whose it is by a noun: «un drone de l'armée», "an army helicopter"
    object: bool = False  # a convoy, base or post: hit, never hitting


@dataclass(slots=True)
class Trigger:
    """A trigger as it stands: its rule(s) and what the words around it make of it."""

    forms: tuple[Any, ...]
    voice: str = "active"  # active | passive | nominal
    tense: str = "past"  # past | present | pluperfect | future | conditional | infinitive | participle | gerund
    negated: bool = False
    modal: str = ""  # future | possible | want | did
    definite: str = ""


@dataclass(slots=True)
class Sentence:
    """One sentence: its words and the layers over them."""

    zone: Any
    index: int  # order in the article
    raw: list[str]
    norm: list[str]
    starts: list[int]
    ends: list[int]
    language: str = ""
    layers: dict[str, list[Mention]] = field(default_factory=dict)
    quoted: list[bool] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # clause number of every word

    def layer(self, name: str) -> list[Mention]:
        """The mentions of one layer, in text order."""
        return self.layers.get(name, [])

    def text(self, start: int, end: int) -> str:
        """The folded words of a stretch."""
        return " ".join(self.norm[start:end])

    def span(self, mention: Mention) -> tuple[int, int]:
        """Character offsets of a mention in the article part that the zone belongs to."""
        return self.zone.start + self.starts[mention.start], self.zone.start + self.ends[mention.end - 1]


def settle(mentions: list[Mention]) -> list[Mention]:
    """The shared overlap policy: the longest wins, then the earliest, then the one made first; text order out."""
    ranked = sorted(enumerate(mentions), key=lambda pair: (-pair[1].size, pair[1].start, pair[0]))
    taken: set[int] = set()
    kept = []
    for _, mention in ranked:
        spread = range(mention.start, mention.end)
        if taken.isdisjoint(spread):
            taken.update(spread)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)
