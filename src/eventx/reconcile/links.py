"""The record of one decision about two rows, so that it can be explained and overridden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows that were near enough to be compared (or that somebody judged), and what was decided.

    ``by`` is ``"score"`` where the pair alone decides so, ``"group"`` where the other rows of the groups outweigh it,
    ``"judgement"`` where somebody decided. ``event_id`` is the merged row's where the decision is ``"same"``.
    """

    one: str
    other: str
    articles_one: str
    articles_other: str
    decision: str
    by: str
    score: float
    reasons: tuple[str, ...]
    event_id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in self.__slots__}
