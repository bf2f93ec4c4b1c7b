"""eventx beside rule pipelines of clinical text of comparable scope: sentences, targets, negation and the like, dates.

    python benchmarks/pipelines.py --python OTHER/bin/python [FILE_OR_FOLDER…]

The others are installed into an environment of their own (``pip install medspacy edsnlp``); where one is missing the
reason is printed. They get the same texts and, as their targets, the trigger words of the language's pack.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import texts
from timing import apart, seconds, table

from eventx.packs import load

OTHERS = {"edsnlp": ("fr", 4.0), "medspacy": ("en", 3.0)}  # each in its own language


def ours(language: str, more: list[str]) -> float:
    """Seconds of eventx."""
    from eventx.pipeline import read_article

    articles = texts.conflict(language, more)
    read_article(articles[0])
    return seconds(lambda: [read_article(one) for one in articles])


def theirs(name: str, python: str, task: dict[str, Any]) -> dict[str, Any]:
    """What the other pipeline took and found, or ``why`` it did not run."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "task.json"
        file.write_text(json.dumps(task), encoding="utf-8")
        try:
            done = subprocess.run([python, str(Path(__file__).with_name("others.py")), name, str(file)], capture_output=True, text=True, check=False)
        except OSError as error:
            return {"why": f"{error.strerror}: {python}"}
    if done.returncode:
        return {"why": (done.stderr.strip().splitlines() or ["no reason given"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--python", default="python3", help="interpreter of the environment with the others")
    given.add_argument("more", nargs="*")
    asked = given.parse_args()
    lines = []
    for name, (language, bound) in OTHERS.items():
        articles = texts.conflict(language, asked.more)
        terms = [" ".join(phrase) for phrase, _ in load(language).triggers.entries()]
        other = theirs(name, asked.python, {"texts": [f"{one.title}\n{one.text}" for one in articles], "terms": terms})
        if "why" in other:
            lines.append([name, language, len(articles), "", "", "", f"{bound:.1f}", f"not run: {other['why']}"])
            continue
        taken, count = apart(ours, language, asked.more), texts.words(articles)
        ratio = other["seconds"] / taken
        lines.append([
            f"{name} {other['version']}", language, len(articles), f"{count / other['seconds']:,.0f}", f"{count / taken:,.0f}", f"{ratio:.1f}",
            f"{bound:.1f}", "yes" if ratio >= bound else "no",
        ])  # fmt: skip
    print(table(("other", "language", "articles", "other, words/s", "eventx, words/s", "times as fast", "bound", "met"), lines))


if __name__ == "__main__":
    main()
