"""Exceptions, findings about rows, and the table of problem codes.

An exception says that the house or the call is broken; a :class:`Finding` that a row is; a
:class:`eventx.model.Problem` that the text leaves a doubt. All three name where, what and what would help.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal


class EventxError(Exception):
    """What a user can be told in one line: where it is, what is wrong, what would help."""

    def __init__(
        self, message: str, *, file: str = "", line: int = 0, column: str = "", value: str = "", hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line
        self.column, self.value, self.hint = column, value, hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or "", self.column) if part)
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{hint}" if place else f"{self.message}{hint}"


class PackError(EventxError):
    """A language pack is broken."""


class DataError(EventxError):
    """A file of articles, rows or places cannot be used."""


class SchemaError(EventxError):
    """A schema, or something that must agree with it, is broken."""


class UsageError(EventxError):
    """The call itself is wrong: an unknown option value, a missing extra."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a row or a file of rows.

    ``line`` counts from 1 (0: the file as a whole); in a CSV file it is the line on which the row begins, in
    Parquet the row's number. ``value`` is the offending cell as text.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: str = ""
    value: str = ""
    hint: str = ""
    severity: Severity = "error"

    def at(self, *, file: str, line: int) -> Finding:
        """The same finding with its place in a file."""
        return replace(self, file=file, line=line)

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping with the keys that scripts rely on first."""
        keys = ("file", "line", "column", "value", "code", "message", "hint", "severity")
        return {key: getattr(self, key) for key in keys}


PROBLEMS: dict[str, str] = {
    # The article as a whole.
    "article.empty": "The file or the text is empty.",
    "article.binary": "The file is not text.",
    "article.encoding": "The text is not UTF-8 and was read in another encoding, or characters in it are broken.",
    "article.invalid_json": "The line is no JSON object with a text.",
    "article.invalid_row": "The row of a table is no article: no text, or not as many cells as the header.",
    "article.no_column": "The table has no column of the name that was given, or none for the text.",
    "article.too_long": "The line, the page or the text is longer than one article can be.",
    "article.unreadable": "The file is damaged or breaks off; what stood before the damage is read.",
    "article.id": "The id holds a semicolon or a line break, or another article bears it, and was changed.",
    "article.failed": "An internal error, or the end of the worker that read it; the article gives no row.",
    "article.repeated": "The same article, with the same id, stands in the corpus before; it is read once.",
    "article.copy": "A near-identical copy of another article (syndication); the same rows of both are one.",
    "judgement.conflict": "Lines of the judgements contradict each other: of two about the same rows the later one stands; one that would join rows which others keep apart is not followed.",
    "judgement.unmatched": "A line of the judgements names a row that the data set does not have.",
    "judgement.ambiguous": "A line of the judgements that says same fits several rows; it is not followed.",
    "judgement.one_row": "A line of the judgements names one row twice.",
    "article.no_date": "No day of publication is given or found; relative dates cannot be resolved.",
    "article.no_story": "No article was found between navigation and noise.",
    "article.language_unknown": "The language is unknown, or no language pack is there for it.",
    # What an incident lacks.
    "date.missing": "Neither the sentence nor the article dates the incident.",
    "place.missing": "Neither the sentence nor the article places the incident.",
    "place.unknown": "The place named is in no gazetteer.",
    "place.geocoder": "The online geocoder that was to be asked does not answer; unknown names stay unknown.",
    "place.tie": "Several places of that name fit equally well.",
    "actor.missing": "The text does not say who acted.",
    "actor.ambiguous": "Several actors fit the words equally well.",
    "row.invalid": "The row breaks the schema and is left out, or its reports stay apart; please report it.",
    "too_vague": "The day or the place is known too vaguely for a row.",
    # What makes no row.
    "aggregate": "A total over a campaign, a month or a war.",
    "background": "An earlier event told as context.",
    "threat": "A threat or an ultimatum.",
    "plan": "A plan, a call, a demand.",
    "denial": "A denial; it changes a status and makes no row.",
    "reaction": "A condemnation, a comment, a talk without result.",
    "negated": "The text says that it did not happen.",
    "hypothetical": "The text supposes, fears or conditions it.",
    "trial": "A court case about an old event, or ordinary crime.",
    "metaphor": "Words of war for something else; fiction, film or a book.",
    "accident": "An accident or a natural disaster.",
    "sport": "A match or a race.",
    "anniversary": "A commemoration of an old event.",
    "drill": "A military exercise.",
    "statistic": "A survey, an index or an annual figure.",
    # What the numbers leave open.
    "toll.conflict": "Sources give different numbers for the same victims.",
    "toll.split": "One number over several places or days was divided.",
    "toll.vague": "The number is a word such as several or dozens and was coded by the rule for it.",
    "duplicate": "The same incident was told again; it is one row.",
}
"""Code → what it means. The codes are stable; new ones may be added."""
