"""What surrounds an article on its page: the cue words of every language pack, and the dates they announce."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale

from eventx import packs, resources
from eventx.errors import PackError
from eventx.fold import fold

KEYS = ("published", "updated", "byline", "line_starts", "line_holds", "end", "caption", "correction")


@dataclass(frozen=True, slots=True)
class Cues:
    """The ``page.toml`` of all packs together: a French article may stand on an English page.

    ``patterns`` match a folded line at its start (``line_holds``: anywhere); ``stopwords`` are lower-case words by
    language; ``months`` and ``weekdays`` are folded names of all languages.
    """

    patterns: Mapping[str, re.Pattern[str]]
    outlets: tuple[re.Pattern[str], ...]
    stopwords: Mapping[str, frozenset[str]]
    months: Mapping[str, int]
    weekdays: frozenset[str]
    month_first: frozenset[str]

    @property
    def common(self) -> frozenset[str]:
        """Stop words of all languages."""
        return frozenset().union(*self.stopwords.values())


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Load ``page.toml`` of every pack that has one.

    :raises PackError: a file is not TOML or lacks a key.
    """
    lists: dict[str, set[str]] = {key: set() for key in KEYS}
    outlets: list[re.Pattern[str]] = []
    stopwords: dict[str, frozenset[str]] = {}
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    month_first: set[str] = set()
    for language in packs.available():
        data = _page(language)
        for key in KEYS:
            lists[key].update(fold(cue) for cue in data[key])
        outlets += [re.compile(pattern, re.IGNORECASE) for pattern in data["outlet"]]
        stopwords[language] = frozenset(data["stopwords"])
        locale = Locale.parse(language)
        for width in ("wide", "abbreviated"):
            months |= {_bare(name): number for number, name in locale.months["format"][width].items()}
            weekdays |= {_bare(name) for name in locale.days["format"][width].values()}
        dates = _toml(resources.path("languages", language, "dates.toml"))
        months |= {_bare(name): number for name, number in dates.get("months", {}).items()}
        if dates.get("order") == "mdy":
            month_first.add(language)
    patterns = {key: _any(words, anywhere=key == "line_holds") for key, words in lists.items()}
    return Cues(patterns, tuple(outlets), stopwords, months, frozenset(weekdays), frozenset(month_first))


def _page(language: str) -> dict[str, Any]:
    path = resources.path("languages", language, "page.toml")
    data = _toml(path) if path.is_file() else {}
    if data and (missing := [key for key in (*KEYS, "outlet", "stopwords") if key not in data]):
        raise PackError(f"lacks {', '.join(missing)}", file=str(path), hint="see another language's page.toml")
    return data or dict.fromkeys((*KEYS, "outlet", "stopwords"), ())


def _toml(path: Any) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"cannot be read: {error}", file=str(path)) from None


def _any(words: Iterable[str], *, anywhere: bool) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words, longest first; never matches when there are none."""
    options = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    start = "" if anywhere else r"[^\w]*"
    return re.compile(rf"{start}(?<!\w)({options})(?!\w)" if options else r"(?!)")


def _bare(name: str) -> str:
    return fold(name).rstrip(".")


@lru_cache(maxsize=1)
def _dates() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, cues().months), key=lambda name: (-len(name), name)))
    between = r"[ .,]{1,3}"
    return (
        re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d) ?[ /.] ?(?P<m>\d{1,2}) ?[ /.] ?(?P<d>\d{1,2})(?!\d)"),
        re.compile(rf"(?<![\d])(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?{between}(?:of )?(?P<n>{names}){between}(?P<y>(?:19|20)\d\d)(?!\d)"),
        re.compile(rf"(?<!\w)(?P<n>{names})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?{between}(?P<y>(?:19|20)\d\d)(?!\d)"),
        re.compile(r"(?<!\d)(?P<a>\d{1,2}) ?[ /.] ?(?P<b>\d{1,2}) ?[ /.] ?(?P<y>(?:19|20)\d\d)(?!\d)"),
    )


def find_date(folded: str, *, language: str = "") -> tuple[date, int] | None:
    """The first full calendar date of a folded line and where it starts, or ``None``.

    Day and month written as numbers are read day first, except where the language's ``dates.toml`` says ``mdy`` or
    where only the other order is a date.
    """
    best: tuple[date, int] | None = None
    for pattern in _dates():
        for match in pattern.finditer(folded):
            found = _day(match, month_first=language in cues().month_first)
            if found:
                if best is None or match.start() < best[1]:
                    best = found, match.start()
                break
    return best


def _day(match: re.Match[str], *, month_first: bool) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        options = [(second, first), (first, second)]
        options = options[::-1] if month_first else options
    else:
        month = cues().months[parts["n"]] if "n" in parts else int(parts["m"])
        options = [(month, int(parts["d"]))]
    for month, day in options:
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None
