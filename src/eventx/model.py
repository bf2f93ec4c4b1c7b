"""The types that flow from room to room: article, mention, candidate, event, evidence, problem.

All of them are frozen. Offsets are character offsets into the article's *original* text (or its separate
title, where ``part == "title"``), so that ``text[start:end]`` gives back the words that prove a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as read: nothing cleaned, nothing guessed.

    ``published`` is the day of publication, ``None`` when unknown. ``extra`` keeps unknown keys of the input aside.
    ``markup`` holds the HTML page where the text was taken from one.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article that is read: its headline, one paragraph of its body, or its dateline.

    ``part`` says which string the offsets refer to: ``"title"`` (the separate title) or ``"text"``.
    ``kind`` is ``"title"``, ``"body"`` or ``"item"`` (an entry of a live blog or bullet list).
    """

    part: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Story:
    """A cleaned article: the article with date, outlet and language settled, and the zones worth reading, in order."""

    article: Article
    zones: tuple[Zone, ...]
    published: date | None
    publisher: str
    language: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand: part of the article (``"title"`` or ``"text"``) and character offsets."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove one cell of one row."""

    event_id: str
    column: str
    article_id: str
    part: str
    start: int
    end: int
    text: str
    rule: str

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping in the order that ``evidence.jsonl`` is written."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt with a stable code (see :mod:`eventx.errors`), where it arose and what was done about it."""

    code: str
    message: str
    article_id: str = ""
    part: str = "text"
    start: int = 0
    end: int = 0
    text: str = ""
    event_id: str = ""
    hint: str = ""

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping in the order that ``problems.jsonl`` is written."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Event(Mapping[str, Any]):
    """One row of the data set, with its evidence and the doubts about it.

    Reads as a mapping from column name to value; a missing number is ``None``, missing text ``""``.
    """

    row: Mapping[str, Any]
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, column: str) -> Any:
        return self.row[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.row)

    def __len__(self) -> int:
        return len(self.row)
