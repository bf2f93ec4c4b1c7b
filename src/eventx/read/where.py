"""A place in the input, the problems told of it, and how much of it is taken at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eventx.model import Problem

LONGEST = 4_000_000
"""Characters of one article; a long book has two million. Longer ones are refused, not cut."""
LINE = 64_000_000
"""Bytes of one line of JSON."""
WHOLE = 256_000_000
"""Bytes of one file (or one record of an archive) that must be held whole."""
PAGE = 16_000_000
"""Characters of markup that are parsed as a page."""


def usable(name: str) -> str:
    """A name as an id can bear it: one line, and no semicolon, which joins ids."""
    return " ".join("".join(sign if sign.isprintable() or sign.isspace() else " " for sign in name).replace(";", ",").split())


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the input: the file's name, its stem and the number of the line, row or record (0: the whole file)."""

    file: str
    stem: str
    number: int = 0
    unit: str = ""

    @property
    def id(self) -> str:
        """The id of an article there that has none of its own."""
        return usable(f"{self.stem}-{self.number}" if self.number else self.stem)

    def at(self, number: int, *, unit: str = "") -> Where:
        """A numbered place in the same file; ``unit`` says what is counted where it is not lines."""
        return replace(self, number=number, unit=unit)

    def problem(self, code: str, message: str, *, article: str = "", text: str = "", hint: str = "") -> Problem:
        """A problem that names the place."""
        number = f":{self.unit + ' ' if self.unit else ''}{self.number}" if self.number else ""
        return Problem(code, f"{self.file}{number}: {message}", article or self.id, text=text[:80], hint=hint)

    def too_long(self, what: str, limit: int, unit: str) -> Problem:
        """The problem of something over a limit."""
        return self.problem("article.too_long", f"{what} has more than {limit:,} {unit}".replace(",", " "), hint="split it into its articles")
