"""Counted and spanning times: «il y a trois jours», "two weeks later", "in the first three months", «ces derniers jours»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from eventx.annotate.layers import Mention, When
from eventx.fold import words
from eventx.packs import Phrases


class Stretches:
    """Times that are counted from the day of publication or from another day of the text."""

    def __init__(self, table: Mapping[str, Any], relative: Phrases) -> None:
        self.relative = relative
        self.amounts = {word: int(number) for number, entries in table["amounts"].items() for word in entries}
        self.stretch_open = table_of(dict.fromkeys(table["stretch"]["open"], True))
        self.stretch_middle = table_of(dict.fromkeys(table["stretch"]["middle"], True))
        self.since_event = {" ".join(words(item)) for item in table["stretch"]["since_event"]}
        ago = table["ago"]
        self.ago_before = table_of(dict.fromkeys(ago["before"], True))
        self.ago_words = {key: {" ".join(words(item)) for item in ago[key]} for key in ("after", "later", "earlier")}
        self.units = {
            word: unit for unit in ("days", "weeks", "months", "years", "hours") for item in ago[unit] for word in words(item)
        }

    def ago(self, norm: list[str], i: int, published: date | None) -> list[Mention]:
        """«il y a trois jours», "two days later", "ten years ago" at one position."""
        n = len(norm)
        size, _ = self.ago_before.at(norm, i)
        start = i + size
        if start >= n:
            return []
        amount, end = self._amount(norm, start)
        if not amount or end >= n or norm[end] not in self.units:
            return []
        unit, end = self.units[norm[end]], end + 1
        since = not size and end < n and norm[end] in self.since_event
        if since and published is not None and unit in ("hours", "days", "weeks"):  # "three days after the abduction of …"
            days = {"hours": 0, "days": 1, "weeks": 7}[unit] * amount
            back = published - timedelta(days)
            if unit != "hours":
                return [Mention("dates", i, end + 1, When(back, back, 1 if unit == "days" else 2, shift=-days, kind="elapsed"), "dates.elapsed")]
        sign, anchor = 0, "published"
        if size:
            sign = -1
        elif end < n and norm[end] in self.ago_words["after"]:
            sign, end = -1, end + 1
        else:
            for key, direction in (("later", 1), ("earlier", -1)):
                for phrase in self.ago_words[key]:
                    parts = phrase.split()
                    if norm[end : end + len(parts)] == parts:
                        sign, anchor = direction, "context"
                        end_at = end + len(parts)
            if sign:
                end = end_at
        if not sign:
            return []
        today, _ = self.relative.at(norm, end) if end < n else (0, [])
        end += today  # "ten years ago today"
        days = {"hours": 0, "days": 1, "weeks": 7, "months": 30, "years": 365}[unit] * amount * sign
        if anchor == "context":
            precision = 1 if unit in ("days", "hours") else 2 if unit == "weeks" else 4
            return [Mention("dates", i, end, When(None, None, precision, "context", days), "dates.later")]
        if published is None:
            return []
        precision = {"hours": 1, "days": 1, "weeks": 2, "months": 3, "years": 4}[unit]
        if unit == "weeks":
            middle = published + timedelta(days)
            return [Mention("dates", i, end, When(middle - timedelta(3), middle + timedelta(3), 2, kind="ago"), "dates.ago")]
        day = published + timedelta(days)
        return [Mention("dates", i, end, When(day, day, precision, kind="ago"), "dates.ago")]


    def stretch(self, norm: list[str], i: int, published: date | None) -> list[Mention]:
        """"in the first three months of the year", «ces deux derniers jours»: a stretch of time, not a day."""
        size, _ = self.stretch_open.at(norm, i)
        k = i + size
        if not size or k >= len(norm) or published is None:
            return []
        before, _ = self.stretch_middle.at(norm, k)
        k += before
        amount, end = self._amount(norm, k) if k < len(norm) else (0, k)
        if not amount or end >= len(norm):
            return []
        middle, _ = self.stretch_middle.at(norm, end)
        end += middle
        if end >= len(norm) or norm[end] not in self.units or not (before or middle or self.units[norm[end]] in ("months", "years") or (self.units[norm[end]] in ("days", "weeks") and norm[i:k] in (["en"], ["in"]))):
            return []
        days = {"hours": 0.05, "days": 1, "weeks": 7, "months": 30, "years": 365}[self.units[norm[end]]] * amount
        if days < 1:
            return []
        first = published - timedelta(int(days))
        if days <= 7 and (before or middle):
            return [Mention("dates", i, end + 1, When(first, published, 2, kind="stretch"), "dates.stretch")]
        return [Mention("dates", i, end + 1, When(first, published, 4, kind="recent_long"), "dates.stretch")]

    def _amount(self, norm: list[str], i: int) -> tuple[int, int]:
        """(how many, end) of a small number at ``i``: digits or a word; 0 when there is none."""
        if re.fullmatch(r"\d{1,3}", norm[i]):
            return int(norm[i]), i + 1
        return (self.amounts[norm[i]], i + 1) if norm[i] in self.amounts else (0, i)


def table_of(entries: Mapping[str, Any]) -> Phrases:
    """Phrases to their values."""
    phrases = Phrases()
    for phrase, value in entries.items():
        phrases.add(phrase, value)
    return phrases


def span(name: str, published: date) -> When:
    """The days that a named span («la semaine dernière», "last month") covers, seen from the day of publication."""
    monday = published - timedelta(published.weekday())
    month = published.replace(day=1)
    before = month - timedelta(1)
    first, last, precision = {
        "this_week": (monday, published, 2),
        "last_week": (monday - timedelta(7), monday - timedelta(1), 2),
        "weekend": (published - timedelta((published.weekday() - 5) % 7), published - timedelta((published.weekday() - 6) % 7), 2),
        "last_weekend": (monday - timedelta(2), monday - timedelta(1), 2),
        "this_month": (month, published, 3),
        "last_month": (before.replace(day=1), before, 3),
        "recent": (published - timedelta(4), published - timedelta(1), 4),
        "recent_long": (published - timedelta(60), published, 4),
        "this_year": (date(published.year, 1, 1), published, 4),
        "last_year": (date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), 4),
    }[name]
    if last < first:
        first = last - timedelta(1)
    return When(first, last, precision, kind=name)
