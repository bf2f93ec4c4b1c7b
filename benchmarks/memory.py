"""Resident memory of a process after 10 000 and after 100 000 articles: what it keeps must not grow with the archive.

    python benchmarks/memory.py [FEWER [FILE_OR_FOLDER…]]

``FEWER`` is a number to measure after, and after ten times as many (10000).
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import texts

from eventx.pipeline import read_article


def resident() -> float:
    """Megabytes of memory that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main(fewer: int, more: list[str]) -> None:
    hot = {language: texts.conflict(language, more) for language in texts.LANGUAGES}
    lots, rows, before = random.Random(7), 0, 0.0
    plain = {language: list(texts.ordinary(language, 400)) for language in texts.LANGUAGES}
    for number in range(1, fewer * 10 + 1):
        language = texts.LANGUAGES[number % 2]
        one = lots.choice(hot[language] if number % 20 < 2 else plain[language])
        # Names that no article had before: what is remembered of words and names must be bounded.
        fresh = f"{''.join(lots.choices('aeioubdklmnrst', k=8)).title()} {number}"
        rows += len(read_article(replace(one, id=str(number), text=f"{one.text}\n\nOn {fresh}, {fresh[::-1]}.")).events)
        if number == fewer:
            before = resident()
            print(f"{number} articles, {rows} rows: {before:.0f} MB", flush=True)
    after = resident()
    print(f"{fewer * 10} articles, {rows} rows: {after:.0f} MB, {after / before:.2f} times as much (bound 1.10)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2:])
