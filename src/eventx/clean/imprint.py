"""Imprint: the line of a page that says when, and in which outlet, an article was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from eventx.clean.blocks import Block
from eventx.clean.page import Page, numeric_order
from eventx.fold import fold

_URL = re.compile(r"[/=](19\d\d|20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_SEPARATOR = re.compile(r"\s[|–—•·/-]\s|,\s(?=\D)|\s?[|•·]\s?")
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:[:hH.]\s?\d{0,2})(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?\(?[A-Z]{2,4}\b\)?)?|\b\d{4}\b")
_AGENCY = re.compile(r"\(([A-Z][\w.&' -]{1,30})\)\s*(?:[-–—]|\d)")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Imprint:
    """What one line says: the day, the outlet, and how sure it is (a higher ``rank`` wins)."""

    published: date | None
    publisher: str
    rank: int


def of_line(block: Block, page: Page, *, language: str) -> Imprint | None:
    """The imprint in a short line, ``None`` where it has none.

    Ranks: 5 names outlet and day, 4 a cue of publication and the day, 3 a line that is hardly more than a date,
    1 the day of a later change.
    """
    if len(block.text) > _LONGEST or not (match := page.date.search(block.text)):
        return None
    for pattern in page.imprint:
        if (full := pattern.search(block.text)) and (day := _day(full, page, language)):
            return Imprint(day, _outlet(full["publisher"], page), 5)
    day = _day(match, page, language)
    if day is None:
        return None
    before = fold(block.text[: match.start()])
    published, updated = page.published.search(before), page.updated.search(before)
    if updated and not published:
        return Imprint(day, "", 1)
    if published and (
        published.start() == 0 or re.search(r"[|•·–—-]\s*\S*$", block.text[: match.start()]) or len(before.split()) <= 8
    ):
        return Imprint(day, "", 4)
    return Imprint(day, "", 3) if _bare(block.text, match) else None


def of_dateline(block: Block, page: Page, *, language: str) -> Imprint | None:
    """The imprint at the head of the first paragraph: «BEYROUTH, 2 mars 2020 (AFP) -», "Wed 05 Apr 2017 …"."""
    head = block.text[:120]
    agency = _AGENCY.search(head)
    publisher = _outlet(agency[1], page) if agency else ""
    match = page.date.search(head)
    day = None
    if (match and re.match(r"\s*(?:\([^)]{1,30}\)\s*)?[-–—:/]|\s*\(", head[match.end() :])) or (
        match and (re.fullmatch(r"(?:[^\W\d_]+\.?,? )?", head[: match.start()]) or _cue(head[: match.start()], page))
    ):
        day = _day(match, page, language)
    return Imprint(day, publisher, 2) if day or publisher else None


def _cue(before: str, page: Page) -> bool:
    return page.published.fullmatch(fold(before)) is not None


def of_url(url: str) -> date | None:
    """The day in an address such as ``…/2020/02/28/…``."""
    match = _URL.search(url)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _bare(text: str, match: re.Match[str]) -> bool:
    """Whether a line, or a part of it set off by a separator, is nothing but the date, its weekday and a time."""
    start, end = match.span()
    left = max((found.end() for found in _SEPARATOR.finditer(text, 0, start + 1) if found.end() <= start), default=0)
    right = min((found.start() for found in _SEPARATOR.finditer(text, end)), default=len(text))
    rest = _CLOCK.sub(" ", text[left:start] + " " + text[end:right])
    words = fold(rest).split()
    return len(words) <= 2 and all(len(word) <= 10 for word in words) and len(text) <= 120


def _day(match: re.Match[str], page: Page, language: str) -> date | None:
    groups = match.groupdict()
    if groups["iso_year"]:
        return _date(int(groups["iso_year"]), int(groups["iso_month"]), int(groups["iso_day"]))
    if groups["numeric_year"]:
        first, second, year = int(groups["first"]), int(groups["second"]), int(groups["numeric_year"])
        order = numeric_order(language)
        if order == "dmy" or first > 12 or first == second:
            return _date(year, second, first)
        if order == "mdy" or second > 12:
            return _date(year, first, second)
        return None  # 02/03/2020 with no known habit: not guessed
    prefix = "" if groups["year"] else "us_"
    month = page.months.get(fold(groups[f"{prefix}month"]))
    return _date(int(groups[f"{prefix}year"]), month, int(groups[f"{prefix}day"])) if month else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _outlet(name: str, page: Page) -> str:
    name = name.strip(" \u00a0.-–—")
    return "" if fold(name) in page.anonymous else name
