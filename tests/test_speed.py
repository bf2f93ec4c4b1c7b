"""Start-up against the floor that nobody can go under: importing spaCy. Measured in turns, best of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PAGE = Path(__file__).parents[1] / "examples" / "page-syrie.txt"


# Byte code may be written: what is measured is a start, not the compiling of what was never started before.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(*argv: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *argv], check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def test_one_article_costs_at_most_half_as_much_again_as_importing_spacy():
    seconds("-m", "eventx", "extract", str(PAGE), "--quiet")  # files into the cache
    floor, ours = [], []
    for _ in range(6):
        floor.append(seconds("-c", "import spacy"))
        ours.append(seconds("-m", "eventx", "extract", str(PAGE), "--quiet"))
    assert min(ours) <= 1.5 * min(floor)
