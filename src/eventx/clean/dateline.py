"""Dateline: the place of reporting before a paragraph («BEYROUTH, 2 mars 2020 (AFP) - »), which is no event's place."""

from __future__ import annotations

import csv
import re
from functools import cache

from eventx import resources
from eventx.fold import fold

_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞİŁŃŇŌŐŒŘŚŠŞŢŤŪŮŰŹŻŽ]"
_CAPITALS = rf"{_UPPER}(?:{_UPPER}|['’.-])+"
_TOWN = rf"{_CAPITALS}(?:\s?/\s?{_CAPITALS}|\s{_CAPITALS}|\sDE\s|\sD['’])*"
_MORE = r"(?:,\s?[^()\n:–—]{2,40}?)?(?:\s?\([^()\n]{2,30}\))?(?:,?\s?[^()\n:–—]{2,24}?)?(?:\s?\([^()\n]{2,30}\))?"
_DASH = re.compile(rf"(?P<town>{_TOWN})(?P<more>{_MORE})\s*(?:(?:[–—]|(?<=\s)-{{1,2}}(?=\s)|//)(?:\s+|$)|(?<=\s)[–—](?={_UPPER}))")
# In small letters only with an agency in brackets: «Beyrouth (AFP) – », "Paris, March 3 (Reuters) - ".
_AGENCY = re.compile(
    rf"{_UPPER}[\w'’. -]{{1,30}}?(?:,\s?[^()\n:–—]{{2,40}}?)?\s?\([A-Z][\w. ]{{1,20}}\)(?:\s[\d/. -]{{6,12}})?\s*(?:[–—-]{{1,2}})\s+"
)
# Without one only a short name at the head of the article: «Kiev – Au moins …».
_PLAIN = re.compile(
    rf"{_UPPER}[\w'’.-]+(?: {_UPPER}[\w'’.-]+){{0,2}}(?:, {_UPPER}[\w'’. -]{{2,20}})?\s[–—-]\s+(?={_UPPER})"
)
# With a day and an agency no dash is needed: "Srinagar, May 31 (IANS) Two militants …".
_DATED = re.compile(rf"{_UPPER}[\w'’.-]+(?: {_UPPER}[\w'’.-]+){{0,2}},? [^()\n,:–—]{{0,14}}\d{{1,2}}[^()\n:–—]{{0,18}} ?\([A-Z][\w. -]{{1,20}}\)[:.]?\s+(?={_UPPER}|[«“\"])")
# With a day and a dash no agency is needed: «Beyrouth, le 18 janvier 2024 — Le …».
_DAYED = re.compile(rf"{_UPPER}[\w'’.-]+(?:[ ]{_UPPER}[\w'’.-]+){{0,2}},[^()\n:–—]{{0,24}}?\b\d{{1,2}}\b[^()\n:–—]{{0,24}}?\s[–—-]{{1,2}}\s+(?={_UPPER}|[«“\"])")
# A town and its country before a colon: "Manila, Philippines: Gunmen …".
_LANDED = re.compile(rf"{_UPPER}[\w'’.-]+(?: {_UPPER}[\w'’.-]+){{0,2}}, (?P<land>{_UPPER}[\w'’. -]{{2,30}}):\s+(?={_UPPER}|[«“\"])")
# Town and day in brackets: "(Nairobi, May 20, 2025) – ", as reports of rights groups begin.
_ROUND = re.compile(rf"\({_UPPER}[\w'’. -]{{1,30}},\s?[^()\n]{{0,14}}\d{{1,2}}[^()\n]{{0,14}}\)\s*[–—-]{{1,2}}\s+")
_BARE = re.compile(r"\([A-Z][\w. ]{1,20}\)\s*[–—-]{1,2}\s+")
_COLON = re.compile(rf"(?P<town>{_TOWN}):\s+(?={_UPPER}|[«“\"])")


def length(text: str, *, first: bool, ends: bool) -> int:
    """Length of the dateline at the head of a paragraph, 0 where there is none.

    ``first``: it is the article's first paragraph, where a town in capitals may also end in a colon. ``ends``: the
    paragraph closes like a sentence; «SOMALIA: Car bombs toll rises to 120» is a heading and keeps its words.
    The name of a country stays too: «SOMALIE - Un kamikaze …» tells where the news is, not where it was written.
    """
    match = _DASH.match(text[:200])
    if match is None and ends:
        for pattern in (_AGENCY, _BARE, _PLAIN, _DAYED, _ROUND) if first else (_AGENCY, _BARE):
            if (match := pattern.match(text[:200])) and fold(re.split(r"\s[–—-]|,", match[0])[0]) not in _countries():
                return match.end()
        if first and ((match := _DATED.match(text[:200])) or ((match := _LANDED.match(text[:200])) and fold(match["land"]) in _countries())):
            return match.end()
        match = _COLON.match(text[:200]) if first else None
    if match is None:
        return 0
    if fold(match["town"]) in _countries() or sum(sign.isalpha() for sign in match["town"]) < 3:
        return 0
    if match.re is _DASH and not ends and match.end() < len(text):
        return 0
    return match.end()


@cache
def _countries() -> frozenset[str]:
    with resources.path("gazetteers", "countries.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(
            fold(name)
            for row in csv.DictReader(file)
            for column, cell in row.items()
            if column == "name" or column.startswith("names_")
            for name in (cell or "").split("|")
            if name
        )
