"""What one sentence tells of one incident: a happening, its tolls, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from eventx.annotate.kinds import FORCES
from eventx.annotate.layers import Mention, Number, Sentence
from eventx.annotate.reading import Reading
from eventx.packs import load

OUTLAWS = frozenset({"gunmen", "militant", "bandits", "gang", "terrorists", "jihadists", "bomber", "islamists", "insurgents"})
"""Kinds of people who act against the law of the place: what they do to a crowd is an attack, to soldiers a fight."""


@dataclass(slots=True)
class Toll:
    """Deaths or wounds: of whom, how many, where it is said and by whom."""

    state: str  # dead | injured
    number: Number
    party: Mention | None
    sentence: Sentence
    span: Mention
    part: bool = False
    update: bool = False
    again: bool = False  # the same deaths by another voice in one breath: «70 selon X, 83 selon Y»
    former: bool = False  # an earlier figure that the text itself overtakes
    more: bool = False  # comes to those told before: "the bomber also died", «un autre est mort»
    voices: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Happening:
    """What one sentence tells of one incident."""

    sentence: Sentence
    readings: list[Reading]
    frames: list[str]
    agents: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    helpers: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    says: list[Mention] = field(default_factory=list)
    dismissed: str = ""
    why: str = ""
    weak: bool = False
    definite: str = ""
    pronoun: bool = False
    own_date: bool = False
    own_place: bool = False
    sites: list[Mention] = field(default_factory=list)  # forces in whose camp, post or convoy it happened
    placeless: bool = False  # the sentence's places are another happening's
    shared: bool = False  # one of several places that a sentence's tolls are told by
    apart: bool = False  # a toll in a clause with a place of its own
    late: bool = False  # who dies of his wounds on Wednesday was hit before

    @property
    def anchor(self) -> Mention:
        """The trigger (or toll) that stands for the happening."""
        return self.readings[0].trigger if self.readings else self.tolls[0].span


def anchor_of(sentence: Sentence, day: Mention) -> Mention | None:
    """The words that a day is counted from, if they follow it: «la veille de cette reconquête», "a week after being driven out"."""
    if day.value.anchor != "context" and day.value.kind != "elapsed":
        return None
    if day.value.kind == "elapsed":
        verb = next((t for t in sentence.layer("triggers") if t.start >= day.end), None)
        if verb is not None and verb.value.voice != "nominal" and verb.start - day.end <= 9 and verb.value.tense in ("infinitive", "gerund", "pluperfect", "participle"):
            return verb if not {",", ";", "."} & set(sentence.norm[day.end : verb.start]) else None
    return next(
        (
            t for t in sentence.layer("triggers")
            if t.value.voice == "nominal" and t.role in ("", "of", "event", "since") and 0 < t.start - day.end <= 3 and (day.end == (t.prep if t.prep >= 0 else t.start) or (day.value.kind == "elapsed" and (t.prep == day.end - 1 or t.prep < 0) and not t.value.forms[0].rule.weapon))
        ),
        None,
    )


def sentence_between(one: Happening, two: Happening) -> list[str]:
    """The words between two happenings of a sentence."""
    low, high = sorted((one.anchor.start, two.anchor.start))
    return one.sentence.norm[low:high]


def is_force(mention: Mention) -> bool:
    """Whether a party can act with arms: a force, a named group, a state, people described as fighters."""
    party = mention.value
    return bool(party.actors) or party.kind in ("named", "country", "leader", "asset") or party.kind in FORCES


def spoken_dates(sentence: Sentence) -> set[int]:
    """Days on which something was said, not done: «a rapporté vendredi l'OSDH», "said on Wednesday that"."""
    done = sentence.layer("triggers")  # «un accord a été conclu jeudi» tells a deed, though who concludes also speaks
    ends = {
        c.end for c in sentence.layer("cues")
        if c.value.rule.kind in ("say", "deny", "condemn", "claim") and not any(t.start < c.start < t.end for t in done)
    }
    ends |= {c.end for c in sentence.layer("cues") if c.value.rule.kind in ("counts", "avers") and any(s.start <= c.start < s.end for s in sentence.layer("says"))}
    issued = load(sentence.language).words("issued")
    spoken = {id(m) for m in sentence.layer("dates") if m.value.anchor == "published" and (m.start in ends or (m.start - 1 in ends and len(sentence.norm[m.start - 1]) <= 2))}
    for m in sentence.layer("dates"):
        k = (m.prep if 0 <= m.prep < m.start else m.start) - 1
        k -= k > 0 and sentence.norm[k] == ","
        if m.value.anchor == "published" and any(sentence.text(max(0, k + 1 - size), k + 1) in issued for size in (1, 2)):
            spoken.add(id(m))  # «un communiqué publié, ce samedi, par le gouverneur»
    head = next((m for m in sentence.layer("dates") if m.start == 0 and m.size >= 3 and m.value.precision == 1 and m.value.first), None)
    if head is not None and any(m.size <= 2 and m.value.precision == 1 and not m.value.bound and m.value.first and m.value.first < head.value.first for m in sentence.layer("dates") if m is not head):
        spoken.add(id(head))  # the day of writing before the story: «Mercredi 12 octobre 2022 — Des jeunes ont … mardi soir»
    return spoken


def spoken_day(sentence: Sentence, day: Mention) -> date | None:
    """The day of speech that a relative day in what is said counts from: "said on Tuesday … the day before"."""
    if not day.value.shift:
        return None
    ids = spoken_dates(sentence)
    said = [m for m in sentence.layer("dates") if id(m) in ids and m.end <= day.start and m.value.first]
    return said[-1].value.first if said else None
