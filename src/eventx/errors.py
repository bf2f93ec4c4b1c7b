"""Exceptions and problem codes."""

from __future__ import annotations


class EventxError(Exception):
    """What a user can be told in one line: where it is, what is wrong, what would help."""

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: str = "", value: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message, self.file, self.line, self.column, self.value, self.hint = message, file, line, column, value, hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or "", self.column) if part)
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{hint}" if place else f"{self.message}{hint}"


class PackError(EventxError):
    """A language pack is broken."""
