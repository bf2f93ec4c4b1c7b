"""Start-up against the floor that nobody can go under: importing spaCy. Processor time, in turns, best of each.

The clock would count what other processes take of the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]

PAGE = Path(__file__).parents[1] / "examples" / "page-syrie.txt"


# Byte code may be written: what is measured is a start, not the compiling of what was never started before.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(*argv: str) -> float:
    """Processor seconds of a process."""
    if resource is None:  # Windows
        start = time.perf_counter()
        subprocess.run([sys.executable, *argv], check=True, capture_output=True, env=ENVIRONMENT)
        return time.perf_counter() - start
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *argv], check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_one_article_costs_at_most_half_as_much_again_as_importing_spacy():
    seconds("-m", "eventx", "extract", str(PAGE), "--quiet")  # files into the cache
    floor, ours = [], []
    for turn in range(12):  # more of them only where a loaded machine has spoilt the first
        floor.append(seconds("-c", "import spacy"))
        ours.append(seconds("-m", "eventx", "extract", str(PAGE), "--quiet"))
        if turn >= 2 and min(ours) <= 1.5 * min(floor):
            return
    raise AssertionError(f"{min(ours):.2f} s, importing spaCy {min(floor):.2f} s")
