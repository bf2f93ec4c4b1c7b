"""Dates: absolute, partial, weekday, relative, nights and spans, resolved against the day of publication.

Month and weekday names come from CLDR through Babel, the words around them from the pack's ``dates.toml``. A weekday
is the nearest such day at or before publication (CODING section 2); a weekday that disagrees with a written date is
ignored. A date without a year takes the year that puts it nearest before publication.
"""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, date, timedelta

from babel.dates import get_day_names, get_month_names
from spacy.tokens import Doc

from eventx.annotate.layers import Mention, Sentence, When, settle
from eventx.annotate.stretches import Stretches, span, table_of
from eventx.fold import words
from eventx.packs import Pack, Phrases

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_DAY = re.compile(r"^(\d{1,2})$")
_ORDINAL = re.compile(r"^(\d{1,2})([a-z]{1,3})$")
_YEAR = re.compile(r"^(?:19[4-9]\d|20\d\d)$")
_WORD_DAYS = {"premier": 1, "1er": 1}
_SKIPPED = (",", "the")  # what may stand before a calendar day
_OPENING = ("hours24_to", "hours24", "overnight", "overnight_range", "last_before", "next_before", "early", "mid", "late")


class Component:
    """Adds the layer ``dates``."""

    def __init__(self, pack: Pack) -> None:
        table = pack.dates
        self.months = {word: number for number, name in get_month_names("wide", locale=table["locale"]).items() for word in words(name)}
        self.full_months = set(self.months)
        self.months |= dict(table["months"].items())
        self.weekdays = {words(name)[0]: number for number, name in get_day_names("wide", locale=table["locale"]).items()}
        short = get_day_names("abbreviated", locale=table["locale"])
        if table.get("short_weekdays"):
            self.weekdays |= {words(name)[0]: number for number, name in short.items()}
        self.before_year = set(table.get("before_year", ()))
        self.suffixes = set(table["ordinal_suffixes"])
        self.relative, self.anchored, self.spans = (table_of(table[key]) for key in ("relative", "anchored", "spans"))
        self.phrases: dict[str, Phrases] = {}
        for key, value in table["modifiers"].items():
            self.phrases[key] = table_of(dict.fromkeys(value, True))
        self.stretches = Stretches(table, self.relative)
        self.units = self.stretches.units
        opening = (self.relative, self.anchored, self.spans, *(self.phrases[key] for key in _OPENING), self.stretches.ago_before, self.stretches.stretch_open)
        # What a date can begin with; digits besides. Elsewhere no table is asked.
        self.openers = {"ce", "this", "cet", *self.weekdays, *self.months, *self.stretches.amounts, *_WORD_DAYS}.union(*(table.heads for table in opening))

    def __call__(self, doc: Doc) -> Doc:
        published = doc._.story if doc._.story and 1900 < doc._.story.year < MAXYEAR else None
        for sentence in doc._.sentences:
            found = []
            norm = sentence.norm
            for index, word in enumerate(norm):
                if word in self.openers or word[0].isdigit() or (word in _SKIPPED and self._opens(norm, index)):
                    found += self._at(sentence, index, published)
            sentence.layers["dates"] = self._bounded(norm, [m for m in settle(found) if not _named(sentence, m)])
        return doc

    def _opens(self, norm: list[str], i: int) -> bool:
        """Whether a date can stand behind the signs and articles at ``i`` that calendar days pass over."""
        while i < len(norm) and norm[i] in _SKIPPED:
            i += 1
        return i < len(norm) and (norm[i] in self.openers or norm[i][0].isdigit())

    # -- one position -------------------------------------------------------------------------------------------

    def _at(self, sentence: Sentence, i: int, published: date | None) -> list[Mention]:
        norm, made = sentence.norm, []
        for table, anchor in ((self.relative, "published"), (self.anchored, "context")):
            size, values = table.at(norm, i)
            if size:
                shift = values[0]
                day = published + timedelta(shift) if published and anchor == "published" else None
                kind = "future" if anchor == "published" and shift > 0 else "day"
                made.append(Mention("dates", i, i + size, When(day, day, 1, anchor, shift, kind=kind), f"dates.{anchor}"))
        size, values = self.spans.at(norm, i)
        if size and published:
            made.append(Mention("dates", i, i + size, span(values[0], published), f"dates.{values[0]}"))
        size, _ = self.phrases["hours24_to"].at(norm, i)
        until = self._day_at(norm, i + size, published) if size else None
        if until and until[1]:
            made.append(Mention("dates", i, until[0], When(until[1] - timedelta(1), until[1], 2), "dates.hours24"))
        for key in ("hours24", "overnight"):
            size, _ = self.phrases[key].at(norm, i)
            if size and published:
                day = published - timedelta(1)
                made.append(Mention("dates", i, i + size, When(day, published, 2, kind="night" if key == "overnight" else "day"), f"dates.{key}"))
        made += self._night(norm, i, published)
        made += self.stretches.ago(norm, i, published)
        made += self.stretches.stretch(norm, i, published)
        if not (norm[i] in self.weekdays and len(norm[i]) <= 3 and sentence.raw[i][0].islower()):  # "women sat"
            made += self._weekday(norm, i, published)
        made += self._calendar(sentence, i, published)
        return made

    def _night(self, norm: list[str], i: int, published: date | None) -> list[Mention]:
        size, _ = self.phrases["overnight_range"].at(norm, i)
        if not size:
            return []
        first = self._day_at(norm, i + size, published)
        if not first:
            return self._numbered_night(norm, i, i + size, published)
        end, day = first
        if end < len(norm):
            joined, _ = self.phrases["range_join"].at(norm, end)
            second = self._day_at(norm, end + joined, published) if joined else None
            if second:
                last = second[1]
                if day and last and not 0 < (last - day).days < 4:
                    day = last - timedelta(1)
                return [Mention("dates", i, second[0], When(day, last, 2, kind="night"), "dates.night_range")]
        return [Mention("dates", i, end, When(day, day, 1, kind="night"), "dates.night")]

    def _numbered_night(self, norm: list[str], start: int, i: int, published: date | None) -> list[Mention]:
        """«dans la nuit du 4 au 5 décembre»: the month stands with the second day only."""
        if i + 2 >= len(norm) or not _DAY.match(norm[i]):
            return []
        joined, _ = self.phrases["range_join"].at(norm, i + 1)
        second = self._day_at(norm, i + 1 + joined, published) if joined else None
        if not second or second[1] is None:
            return []
        day = second[1] - timedelta(1)
        return [Mention("dates", start, second[0], When(day, second[1], 2, kind="night"), "dates.night_range")] if day.day == int(norm[i]) else []

    def _day_at(self, norm: list[str], i: int, published: date | None) -> tuple[int, date | None] | None:
        """(end, day) of a weekday and/or calendar day that starts at ``i``, an article before it allowed."""
        if i < len(norm) and norm[i] in ("le", "the", "du", "au"):
            i += 1
        if i >= len(norm):
            return None
        weekday = self.weekdays.get(norm[i])
        calendar_day = self._calendar_at(norm, i + 1 if weekday is not None else i, published)
        if calendar_day:
            return calendar_day[0], calendar_day[1].first
        if weekday is not None:
            if i + 1 < len(norm) and _DAY.match(norm[i + 1]) and published and not (i + 2 < len(norm) and norm[i + 2] in self.units):
                number = int(norm[i + 1])  # «jeudi 27»: the month is that of publication or the one before
                for back in range(0, 45):
                    day = published - timedelta(back)
                    if day.day == number:
                        return i + 2, day
            return i + 1, self._nearest(weekday, published)
        return None

    @staticmethod
    def _nearest(weekday: int, published: date | None) -> date | None:
        return published - timedelta((published.weekday() - weekday) % 7) if published else None

    def _weekday(self, norm: list[str], i: int, published: date | None) -> list[Mention]:
        before, _ = self.phrases["last_before"].at(norm, i)
        ahead, _ = self.phrases["next_before"].at(norm, i)
        this = 1 if norm[i] in ("ce", "this", "cet") else 0
        start = i + (before or ahead or this)
        if start >= len(norm) or norm[start] not in self.weekdays:
            return []
        end, day = self._day_at(norm, start, published) or (start + 1, None)
        kind = "day"
        after, _ = self.phrases["last"].at(norm, end) if end < len(norm) else (0, [])
        if (before or after) and published and day == published:
            day = day - timedelta(7)
        future, _ = self.phrases["next"].at(norm, end) if end < len(norm) else (0, [])
        if ahead or future:
            day, kind = (day + timedelta(7) if day else None), "future"
        end += after or future
        part, _ = self.phrases["parts"].at(norm, end) if end < len(norm) else (0, [])
        night, _ = self.phrases["night"].at(norm, end) if end < len(norm) else (0, [])
        return [Mention("dates", i, end + (part or night), When(day, day, 1, kind=kind), "dates.weekday")]

    # -- calendar dates -----------------------------------------------------------------------------------------

    def _calendar(self, sentence: Sentence, i: int, published: date | None) -> list[Mention]:
        norm = sentence.norm
        weekday = norm[i] in self.weekdays
        found = self._calendar_at(norm, i + 1 if weekday else i, published)
        if found and (not weekday or found[1].precision == 1):
            end = found[0]
            part, _ = self.phrases["parts"].at(norm, end) if end < len(norm) else (0, [])
            return [Mention("dates", i, end + part, found[1], "dates.calendar")]
        match = _ISO.match(sentence.raw[i])
        if match is None and i + 4 < len(norm) and re.fullmatch(r"\d{1,4}", norm[i]) and norm[i + 1] == norm[i + 3] in ("/", "."):
            match = re.match(r"(\d+)\D(\d+)\D(\d+)", "/".join((norm[i], norm[i + 2], norm[i + 4])))
            day = _numeric(*match.groups()) if match else None
            return [Mention("dates", i, i + 5, When(day, day, 1, full=True), "dates.numeric")] if day else []
        if match is None and i + 2 < len(norm) and all(re.fullmatch(r"\d{1,4}", word) for word in norm[i : i + 3]):
            glue = all(sentence.starts[k + 1] - sentence.ends[k] <= 3 for k in (i, i + 1))
            triple = _numeric(norm[i], norm[i + 1], norm[i + 2]) if glue and len(norm[i]) + len(norm[i + 2]) >= 5 else None
            if triple:
                return [Mention("dates", i, i + 3, When(triple, triple, 1, full=True), "dates.numeric")]
        if match:
            day = _numeric(*match.groups())
            return [Mention("dates", i, i + 1, When(day, day, 1, full=True), "dates.iso")] if day else []
        return []

    def _calendar_at(self, norm: list[str], i: int, published: date | None) -> tuple[int, When] | None:
        n = len(norm)
        while i < n and norm[i] in _SKIPPED:
            i += 1
        if i >= n:
            return None
        number, end = self._number(norm, i)
        if number:  # 27 (of) February 2020
            k = end + (1 if end < n and norm[end] == "of" else 0)
            if k < n and norm[k] in self.months and (len(norm[k]) > 2):
                k_end = k + 1 + (1 if k + 1 < n and norm[k + 1] == "." else 0)
                k_year = k_end + (1 if k_end < n and norm[k_end] == "," else 0)
                year = int(norm[k_year]) if k_year < n and _YEAR.match(norm[k_year]) else None
                when = self._day(number, self.months[norm[k]], year, published)
                return (k_year + 1 if year else k_end, when) if when else None
            return None
        for key in ("early", "mid", "late"):
            size, _ = self.phrases[key].at(norm, i)
            if size and i + size < n and norm[i + size] in self.months:
                found = self._month(norm, i + size, published, key)
                return found
        if norm[i] in self.months:  # February 27, 2020 · February 2020
            k = i + 1 + (1 if i + 1 < n and norm[i + 1] == "." else 0)
            number, end = self._number(norm, k) if k < n else (0, k)
            if number and not (end < n and norm[end] in self.units):
                k_year = end + (1 if end < n and norm[end] == "," else 0)
                year = int(norm[k_year]) if k_year < n and _YEAR.match(norm[k_year]) else None
                when = self._day(number, self.months[norm[i]], year, published)
                return (k_year + 1 if year else end, when) if when else None
            return self._month(norm, i, published, "")
        adjective = i + 1 < n and i > 0 and norm[i - 1] in self.before_year and norm[i + 1].isalpha() and len(norm[i + 1]) > 3
        if _YEAR.match(norm[i]) and i and adjective:  # "the 2020 ceasefire"
            year = int(norm[i])
            return i + 1, When(date(year, 1, 1), date(year, 12, 31), 4, kind="year", full=True)
        if _YEAR.match(norm[i]) and i and norm[i - 1] in ("en", "in", "since", "depuis", "fin", "debut", "of", "de", "late", "early", "mid", "l"):
            year = int(norm[i])
            return i + 1, When(date(year, 1, 1), date(year, 12, 31), 4, kind="year", full=True)
        return None

    def _number(self, norm: list[str], i: int) -> tuple[int, int]:
        """(day of month, end) at ``i``; 0 when there is none. Ordinals may be glued or split from their suffix."""
        match = _DAY.match(norm[i]) or _ORDINAL.match(norm[i])
        if norm[i] in _WORD_DAYS:
            return 1, i + 1
        if not match or not 1 <= int(match[1]) <= 31:
            return 0, i
        if match.re is _ORDINAL and match[2] not in self.suffixes:
            return 0, i
        end = i + 1
        if end < len(norm) and norm[end] in self.suffixes:
            end += 1
        return int(match[1]), end

    @staticmethod
    def _day(day: int, month: int, year: int | None, published: date | None) -> When | None:
        if year is None:
            if published is None:
                return None
            year = published.year
            if ((month, day) > (published.month, published.day) and (month - published.month) % 12 > 1) or ((month, day) > (published.month, published.day) and month == 12 == published.month + 11):
                year -= 1
            full = False
        else:
            full = True
        try:
            value = date(year, month, day)
        except ValueError:
            return None
        kind = "future" if published and value > published else "day"
        return When(value, value, 1, kind=kind, full=full)

    def _month(self, norm: list[str], i: int, published: date | None, part: str) -> tuple[int, When] | None:
        month, n = self.months[norm[i]], len(norm)
        if norm[i] not in self.full_months or (norm[i] in ("mars", "may", "march", "august") and not part and not _monthly(norm, i)):
            return None
        k = i + 1
        k += 1 if k < n and norm[k] == "." else 0
        last, _ = self.phrases["last"].at(norm, k) if k < n else (0, [])
        year = int(norm[k]) if k < n and _YEAR.match(norm[k]) else None
        end, full = (k + 1 if year else i + 1 + last), year is not None
        if year is None:
            if published is None:
                return None
            year = published.year - (1 if month > published.month else 0)
        days = calendar.monthrange(year, month)[1]
        first, final = {"early": (1, 10), "mid": (10, 20), "late": (20, days)}.get(part, (1, days))
        return end, When(date(year, month, first), date(year, month, final), 3, kind=part or "month", full=full)

    # -- counted and spans ----------------------------------------------------------------------------------------

    def _bounded(self, norm: list[str], mentions: list[Mention]) -> list[Mention]:
        """Mark dates that open or close a longer span: «depuis décembre», "until Friday"."""
        result = []
        for mention in mentions:
            bound = ""
            for key in ("since", "until"):
                size, _ = self.phrases[key].ending(norm, mention.start)
                if not size and mention.start > 1 and norm[mention.start - 1] in ("le", "la", "the", "l"):
                    size, _ = self.phrases[key].ending(norm, mention.start - 1)
                if size:
                    bound = key
            when = mention.value
            if not bound and when.precision == 1:  # "since the operation began on 27 February"
                for k in range(mention.start - 1, max(-1, mention.start - 9), -1):
                    if not norm[k].isalnum():
                        break
                    if self.phrases["since_far"].exact((norm[k],))[0] and k + 1 < mention.start:
                        dated = any(other is not mention and 0 < other.start - k <= 2 for other in mentions)  # "since January … on Thursday"
                        bound = "" if dated else "since"
                        break
            if bound and not (norm[mention.start - 1] in ("by", "before", "from") and when.precision == 1):
                when = When(when.first, when.last, when.precision, when.anchor, when.shift, bound, when.kind, when.full)
            result.append(Mention("dates", mention.start, mention.end, when, mention.rule))
        return result


def _monthly(norm: list[str], i: int) -> bool:
    """Whether an ambiguous month word is used as one: after a preposition or before a year."""
    return (i > 0 and norm[i - 1] in ("en", "de", "in", "of", "since", "depuis", "last", "this", "until")) or (
        i + 1 < len(norm) and bool(_YEAR.match(norm[i + 1]))
    )


def _numeric(one: str, two: str, three: str) -> date | None:
    """A date written in figures: year first, or day first (the usage of the languages that have packs)."""
    a, b, c = int(one), int(two), int(three)
    if a > 31:
        a, c = c, a
    if c < 100:
        c += 2000
    if b > 12 and a <= 12:
        a, b = b, a
    try:
        return date(c, b, a) if 1940 < c < 2100 else None
    except ValueError:
        return None


_QUOTES = {"«": "»", "“": "”\"", '"': '"”', "‘": "’"}  # an apostrophe between letters is none


def _named(sentence: Sentence, mention: Mention) -> bool:
    """Whether a day in quotation marks with a word beside it is the name of one long past: «le "jeudi noir"», “Bloody Sunday”."""
    raw = sentence.raw
    start, end = mention.start, mention.end
    before = next((k for k in range(start - 1, max(-1, start - 3), -1) if raw[k] in _QUOTES), -1)
    after = next((k for k in range(end, min(len(raw), end + 2)) if before >= 0 and raw[k] and raw[k] in _QUOTES[raw[before]]), -1)
    return before >= 0 and after >= 0 and after - before - 1 > mention.size and mention.size == 1
