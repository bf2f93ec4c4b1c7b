"""What assembling gives: an incident with its day, its places and everything that is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening, Toll
from eventx.place import Located


@dataclass(slots=True)
class Day:
    """When: first and last day, ACLED's precision, and the mention that says so (None when carried over)."""

    first: date
    last: date
    precision: int
    mention: Mention | None
    sentence: Sentence | None
    kind: str = "day"
    soft: bool = False  # named elsewhere in the sentence than in the clause that tells it


@dataclass(slots=True)
class Incident:
    """One event: what is told of it, its day, its places (several are several rows) and its dismissal, if any."""

    happenings: list[Happening] = field(default_factory=list)
    day: Day | None = None
    places: list[Located] = field(default_factory=list)
    carried_place: bool = False
    carried_day: bool = False
    set_near: bool = False  # the place was named in a sentence right before
    speech: list[tuple[Sentence, Mention]] = field(default_factory=list)
    disputed: bool = False
    setting: date | None = None  # the day of the clock when it was first told

    @property
    def frames(self) -> list[str]:
        told = [h for h in self.happenings if h.readings or any(t.number.kind != "zero" for t in h.tolls)]  # "nobody was hurt" is no tactic
        return [frame for happening in told or self.happenings for frame in happening.frames]

    @property
    def tolls(self) -> list[Toll]:
        return [toll for happening in self.happenings for toll in happening.tolls]

    @property
    def told(self) -> bool:
        """Whether a finite verb tells that it happened: "soldiers arrested", not "the arrest"."""
        return any(
            r.trigger.value.voice != "nominal" and not r.trigger.value.modal
            and (r.trigger.value.tense in ("past", "participle") or (r.trigger.value.tense == "pluperfect" and any(s.end <= r.trigger.start for s in h.says)))  # "said it had taken"
            for h in self.happenings for r in h.readings
        )

    @property
    def strong(self) -> bool:
        return any(not happening.weak for happening in self.happenings)
