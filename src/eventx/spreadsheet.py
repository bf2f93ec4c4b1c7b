"""Text that a spreadsheet would run as a formula is told to be text, and read back as it was.

A cell that begins with one of the signs that start a formula gets an apostrophe before it; one that already begins with
apostrophes before such a sign gets one more. Taking one away again is therefore exact. Numbers are never touched: a
longitude of -1.5 stays a number.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_RUNS = re.compile(f"\\A'*[{_SIGNS}]")
_TOLD = re.compile(f"\\A'+[{_SIGNS}]")


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if _RUNS.match(text) else text


def restore(cell: str) -> str:
    """What :func:`defuse` was given."""
    return cell[1:] if _TOLD.match(cell) else cell
