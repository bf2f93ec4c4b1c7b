"""The texts of the interface, a file a language in ``interface/``; a language is added by adding its file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.errors import PROBLEMS, Finding

FOLDER = Path(__file__).parent / "interface"
DEFAULT = "en"


class Wording:
    """The texts of one language. What a file leaves out is taken from the schema and the problem codes."""

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language, self._texts = language, texts

    def __call__(self, key: str, **values: Any) -> str:
        """The text ``section.name`` with ``values`` filled in; the key itself when there is none."""
        section, _, name = key.partition(".")
        text = self._texts.get(section, {}).get(name)
        return key if text is None else str(text).format(**values) if values else str(text)

    def column(self, name: str) -> str:
        """A column's title."""
        field = schema.FIELDS.get(name)
        return str(self._texts["columns"].get(name) or (field.title if field else name))

    def choice(self, column: str, value: Any) -> str:
        """What a coded number of a column means."""
        return str(self._texts["choices"].get(f"{column}_{value}") or schema.FIELDS[column].definitions.get(str(value), ""))

    def problem(self, code: str) -> str:
        """What a problem code means."""
        return str(self._texts["problems"].get(code.replace(".", "_")) or PROBLEMS.get(code, ""))

    def finding(self, finding: Finding) -> str:
        """What is wrong with a cell, in words, with the hint where the words are the program's own."""
        text = self._texts["findings"].get(finding.code.replace(".", "_"))
        if text is None:
            return finding.message + (f" ({finding.hint})" if finding.hint else "")
        return str(text).format(column=self.column(finding.column), value=finding.value)

    def section(self, name: str) -> Mapping[str, str]:
        """All texts of a section."""
        found: Mapping[str, str] = self._texts[name]
        return found

    def number(self, value: Any) -> str:
        """A whole number with the language's thousands sign, or nothing."""
        return "" if value is None else f"{value:,}".replace(",", self._texts["format"]["thousands"])

    def percent(self, value: float | None) -> str:
        """A share as a percentage, or a dash."""
        return "–" if value is None else f"{100 * value:.1f}".replace(".", self._texts["format"]["decimal"]) + self._texts["format"]["percent"]


def languages() -> dict[str, str]:
    """Code → name of every language that there is an interface in."""
    return {code: str(_read(code)["format"]["name"]) for code in sorted(file.stem for file in FOLDER.glob("*.toml"))}


@cache
def wording(language: str) -> Wording:
    """The texts of a language, those of :data:`DEFAULT` for one that there is no file of."""
    known = language if language in languages() else DEFAULT
    return Wording(known, _read(known))


def choose(cookie: str, accepted: str) -> str:
    """The language for a request: what the person chose, else what the browser asks for, else the default."""
    known = languages()
    if cookie in known:
        return cookie
    for part in accepted.split(","):
        code = part.partition(";")[0].strip().partition("-")[0].lower()
        if code in known:
            return code
    return DEFAULT


@cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
