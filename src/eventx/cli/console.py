"""Standard output and standard error, and nothing about what is said on them."""

from __future__ import annotations

import os
import sys
from typing import Any

_WIDE = 150  # characters of a table that goes to a file or a pipe


def say(message: str) -> None:
    """One line to standard error."""
    print(f"eventx: {' '.join(message.split())}", file=sys.stderr)


def show(what: Any) -> None:
    """A rich table (or anything that rich prints) to standard output, as wide as the terminal."""
    from rich.console import Console

    narrow = sys.stdout.isatty() or os.environ.get("COLUMNS")
    Console(file=sys.stdout, width=None if narrow else _WIDE, highlight=False).print(what)
