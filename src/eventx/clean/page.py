"""What pages say around an article, from every pack's ``page.toml``: cues of the frame, dates, frequent words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eventx import resources
from eventx.errors import PackError
from eventx.fold import fold, words
from eventx.packs import Phrases, page

FRAME = ("start", "related", "end", "caption", "keep")
_LISTS = (
    "marker_words",
    "common_words",
    "guessed_as",
    "months",
    "day_suffixes",
    "imprint",
    "published",
    "updated",
    "byline",
    "anonymous",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The cues of all languages together: a page may mix them, and its language is not known yet.

    ``markers`` are each language's own frequent words, ``common`` the frequent words of all; ``guessed`` maps a
    guesser's code to the language meant; ``cues`` maps a kind of frame to its phrases; ``anywhere`` finds frame phrases
    inside a folded line; ``imprint`` are patterns with the groups ``publisher`` and those of ``date``.
    """

    markers: Mapping[str, frozenset[str]]
    common: frozenset[str]
    guessed: Mapping[str, str]
    cues: Mapping[str, Phrases]
    anywhere: re.Pattern[str]
    imprint: tuple[re.Pattern[str], ...]
    date: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    byline: frozenset[str]
    anonymous: frozenset[str]
    months: Mapping[str, int]


@lru_cache(maxsize=1)
def load() -> Page:
    """Read and compile the ``page.toml`` of every language pack.

    :raises PackError: a file is not TOML or lacks a list.
    """
    tables = {path.parent.name: page(path.parent.name) for path in sorted(resources.path("languages").glob("*/page.toml"))}
    if not tables:
        raise PackError("no language has a page.toml", file=str(resources.path("languages")))
    joined: dict[str, list[str]] = {key: [item for table in tables.values() for item in table[key]] for key in _LISTS}
    cues = {kind: Phrases() for kind in FRAME}
    for table in tables.values():
        for kind in FRAME:
            for phrase in table["frame"][kind]:
                cues[kind].add(phrase, kind)
    months = {
        name: number
        for table in tables.values()
        for number, row in enumerate(table["months"], 1)
        for name in row.split("|")
    }
    names = "|".join(_accents(name) for name in sorted(months, key=lambda name: (-len(name), name)))
    date = _date(names, joined["day_suffixes"])
    # An imprint is only looked for in a line with a date; any word will do for the month there, and compiles faster.
    loose = _date(r"[^\W\d_]{3,10}", joined["day_suffixes"])
    anywhere = [phrase for table in tables.values() for phrase in table["frame"]["anywhere"]]
    return Page(
        markers={language: frozenset(table["marker_words"]) for language, table in tables.items()},
        common=frozenset(joined["marker_words"] + joined["common_words"]),
        guessed={code: language for language, table in tables.items() for code in table["guessed_as"]},
        cues=cues,
        anywhere=_any(anywhere),
        imprint=tuple(_imprint(pattern, loose) for pattern in joined["imprint"]),
        date=re.compile(date, re.IGNORECASE),
        published=_any(joined["published"]),
        updated=_any(joined["updated"]),
        byline=frozenset(fold(phrase) for phrase in joined["byline"]),
        anonymous=frozenset(fold(phrase) for phrase in joined["anonymous"]),
        months=months,
    )


def numeric_order(language: str) -> str:
    """``"dmy"``, ``"mdy"`` or ``""`` (unknown): how a language writes 02/03/2020."""
    return str(page(language)["numeric_order"]) if resources.path("languages", language, "page.toml").is_file() else ""


def _any(phrases: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted({" ".join(words(phrase)) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")(?!\w)")


def _date(names: str, suffixes: Sequence[str]) -> str:
    ordinal = "(?:" + "|".join(re.escape(suffix) for suffix in sorted(set(suffixes))) + ")?"
    return (
        r"(?<![\d./-])(?:"
        r"(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
        r"|(?P<first>\d{1,2})[ \u00a0]?[-/.][ \u00a0]?(?P<second>\d{1,2})[ \u00a0]?[-/.][ \u00a0]?(?P<numeric_year>(?:19|20)\d\d)"
        rf"|(?P<day>\d{{1,2}}){ordinal}[ \u00a0](?:of )?(?P<month>{names})\.?,?[ \u00a0](?P<year>(?:19|20)\d\d)"
        rf"|(?P<us_month>{names})\.?[ \u00a0](?P<us_day>\d{{1,2}}){ordinal},?[ \u00a0](?P<us_year>(?:19|20)\d\d)"
        r")(?![\d/-])"
    )


def _imprint(pattern: str, date: str) -> re.Pattern[str]:
    text = "".join(_accents(part) if not part.startswith("{") else part for part in re.split(r"(\{\w+\})", pattern))
    # «jeudi 28 février», "Friday, 28 February": one word may stand before the date.
    text = text.replace("{publisher}", r"(?P<publisher>[^\s,|:][^\n,|:]{0,58}?)").replace(
        "{date}", rf"(?:[^\W\d_]+,? )?{date}"
    )
    return re.compile(text.replace(r"\ ", r"[ \u00a0]+"), re.IGNORECASE)


def _accents(text: str) -> str:
    """The pattern for a text whose accents may be there or not."""
    variants = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}
    plain = (unicodedata.normalize("NFD", sign)[0] for sign in text)
    return "".join(f"[{variants[sign]}]" if sign in variants else re.escape(sign) for sign in plain)
