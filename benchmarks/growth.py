"""How cost grows: with the length of an article, with the number of articles, and how much of it a second worker takes.

    python benchmarks/growth.py [FILE_OR_FOLDER…]
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import texts
from timing import middle, seconds, table

LENGTHS = (16, 64, 256, 1024)  # kilobytes
NUMBERS = (250, 500, 1000, 2000)
WORKED = 4000  # articles that workers share


def length(kilobytes: int, language: str, more: list[str]) -> dict[str, float]:
    """Seconds for one article of that length: conflict articles one after the other, each with days and places of its own."""
    from eventx.pipeline import read_article

    paragraphs = [one.text for one in texts.conflict(language, more)]
    text = ""
    while len(text) < kilobytes * 1000:
        text += "\n\n".join(paragraphs) + "\n\n"
    one = replace(texts.conflict(language)[0], text=text[: kilobytes * 1000])
    read_article(replace(one, text=text[:5000]))
    return {"seconds": seconds(lambda: read_article(one))}


def number(count: int, more: list[str]) -> dict[str, float]:
    """Seconds for that many articles of a mixed archive."""
    from eventx.pipeline import read_article

    articles = texts.mixed("en", more, number=NUMBERS[-1])[:count]
    read_article(articles[0])
    return {"seconds": seconds(lambda: [read_article(one) for one in articles])}


def workers(many: int, more: list[str]) -> dict[str, float]:
    """Seconds on the clock of a build, of its reading phase, and processor seconds of this process and its workers."""
    from eventx.build import run
    from eventx.build.engines import pool

    hot = [one for language in texts.LANGUAGES for one in texts.conflict(language, more)]
    began, working = time.perf_counter(), [0.0, 0.0]

    def watch(phase: str, done: int, total: int) -> None:
        if phase == "working":
            working[:] = working[0] or time.perf_counter(), time.perf_counter()

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "in.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for at in range(WORKED):
                one = hot[at % len(hot)]
                told = {"id": f"{at}", "title": one.title, "text": one.text, "published": str(one.published), "publisher": f"{one.publisher} {at}", "language": one.language}
                out.write(json.dumps(told) + "\n")
        began = time.perf_counter()
        run.build(run.Job([str(file)], Path(folder) / "set"), engine=pool(many), watch=watch)
        whole = time.perf_counter() - began
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"reading": working[1] - working[0], "whole": whole, "own": own.ru_utime + own.ru_stime, "workers": theirs.ru_utime + theirs.ru_stime}


def grown(name: str, sizes: tuple[int, ...], found: list[float]) -> str:
    """Seconds by size, and a unit's cost as a multiple of that in the first line: 1.0 throughout is linear."""
    unit = [taken / size for size, taken in zip(sizes, found, strict=True)]
    lines = [[size, f"{taken:.2f}", f"{one / unit[0]:.2f}"] for size, taken, one in zip(sizes, found, unit, strict=True)]
    return table((name, "seconds", "cost of a unit"), lines)


def main(more: list[str]) -> None:
    """All three tables."""
    for language in texts.LANGUAGES:
        print(grown(f"kilobytes, {language}", LENGTHS, [middle(length, size, language, more, rounds=1)["seconds"] for size in LENGTHS]), end="\n\n")
    print(grown("articles", NUMBERS, [middle(number, count, more)["seconds"] for count in NUMBERS]), end="\n\n")
    one, two = (middle(workers, many, more, rounds=1) for many in (1, 2))
    print(table(
        ("", "1 worker", "2 workers", "times as fast"),
        [[name, f"{one[name]:.1f}", f"{two[name]:.1f}", f"{one[name] / two[name]:.2f}"] for name in one],
    ))  # fmt: skip
    work = [some["own"] + some["workers"] for some in (one, two)]
    print(f"\nby processor time two free processors would be {2 * work[0] / work[1]:.2f} times as fast: what is missing to 2 is the second start")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; a second worker needs a free one")


if __name__ == "__main__":
    main(sys.argv[1:])
