"""The typology: frames and the classes of the parties to sub-event types, as ``coding.toml`` says once for all."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any


class Typology:
    """``coding.toml``, compiled. Frames are universal; no language and no place appears here but for wars' dates."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.frames: Mapping[str, Mapping[str, Any]] = data["frame"]
        self.precedence: Sequence[str] = data["precedence"]
        self.cases: Sequence[Mapping[str, Any]] = data["case"]
        self.news_days: int = data["news_days"]
        self.digest_days: int = data["digest_days"]
        self.authorities = tuple(data["authorities"])
        self.without_army: Mapping[str, str] = data["without_army"]
        self.besides = frozenset(data["besides"])
        self._wars = data["war"]
        self._vague = (data["vague_high"], data["vague_low"])
        self._joins = {family: frozenset(others) for family, others in data["joins"].items()}

    def family(self, frame: str) -> str:
        """Which incidents a frame can be told of."""
        return str(self.frames.get(frame, {}).get("family", "other"))

    def sub_family(self, frame: str) -> str:
        """Frames of one sub-family are names of the same tactic."""
        return str(self.frames.get(frame, {}).get("sub", ""))

    def effect(self, frame: str) -> str:
        """``dead`` or ``injured`` for frames that only tell what an incident did; else empty."""
        return str(self.frames.get(frame, {}).get("effect", ""))

    def deadly(self, frame: str) -> bool:
        """Whether the frame's victims are dead by its meaning (murder, lynching)."""
        return bool(self.frames.get(frame, {}).get("deadly"))

    def both(self, frame: str) -> bool:
        """Whether subject and object stand on equal footing (clash, agreement)."""
        return bool(self.frames.get(frame, {}).get("both"))

    def weak(self, frame: str) -> bool:
        """Whether the frame alone makes no row."""
        return bool(self.frames.get(frame, {}).get("weak"))

    def verbal(self, frame: str) -> bool:
        """Whether only a verb tells that it happened; its noun names a thing (a post, a deployment)."""
        return bool(self.frames.get(frame, {}).get("verbal"))

    def generic(self, frame: str) -> bool:
        """Whether the frame's words name other tactics too ("the attack") or tell their outcome."""
        return bool(self.frames.get(frame, {}).get("generic"))

    def joins(self, one: str, two: str) -> bool:
        """Whether two frames can tell one incident."""
        first, second = self.family(one), self.family(two)
        return second in self._joins.get(first, ()) or first in self._joins.get(second, ())

    def several(self, iso3: str, day: date) -> int:
        """What «several» counts for: ten in a high-intensity war, else three (CODING section 6)."""
        for war in self._wars:
            if war["iso3"] == iso3 and war["from"] <= day <= war.get("to", date.max):
                return int(self._vague[0])
        return int(self._vague[1])

    def sub_event(self, frames: Iterable[str], *, agent: str, target: str, home: bool, force_killed: bool) -> tuple[str, str]:
        """(sub-event type, the case or frame that decided) of an incident.

        ``agent`` and ``target`` are side classes: state, foreign, armed, crowd, civilian or none. ``home`` tells
        whether the agent is a state in its own country; ``force_killed`` that a force killed or badly hurt protesters.
        """
        present = list(dict.fromkeys(frames))
        tactics = [frame for frame in present if not self.effect(frame)] or present
        dead = any(self.effect(frame) == "dead" for frame in present)
        behind = self.besides | {"abduction"} if dead else self.besides
        if all(self.family(frame) in behind for frame in tactics if not self.generic(frame)) and not all(map(self.generic, tactics)):
            tactics = present  # who kills and burns has killed first
        strong = [frame for frame in tactics if not self.weak(frame)] or tactics
        if any(self.family(frame) not in self.besides and not self.generic(frame) for frame in strong):
            strong = [frame for frame in strong if not self.generic(frame)]  # "the attack" was a strike, a bombing …
        found: list[tuple[int, str, str]] = []
        for frame in strong:
            sub, rule = str(self.frames.get(frame, {}).get("sub", "Other")), f"coding.{frame}"
            for number, case in enumerate(self.cases, 1):
                if self._holds(case, frame, present, agent=agent, target=target, home=home, force_killed=force_killed):
                    sub, rule = case["sub"], f"coding.case{number}"
                    break
            found.append((self.precedence.index(sub), sub, rule))
        _, sub, rule = min(found)
        return sub, rule

    @staticmethod
    def _holds(case: Mapping[str, Any], frame: str, present: Sequence[str], *, agent: str, target: str, home: bool, force_killed: bool) -> bool:
        if frame not in case["frame"]:
            return False
        if "agent" in case and agent not in case["agent"]:
            return False
        if "target" in case and target not in case["target"]:
            return False
        if case.get("home") and not home:
            return False
        if case.get("deaths_by_force") and not force_killed:
            return False
        return "with" not in case or any(other in present for other in case["with"])


@lru_cache(maxsize=1)
def typology() -> Typology:
    """The typology, read once a process."""
    return Typology(tomllib.loads(files("eventx").joinpath("coding.toml").read_text(encoding="utf-8")))
