"""``eventx extract`` and ``eventx explain``: articles to rows, and how they came about."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eventx import resources
from eventx.cli import DONE, SOME_FAILED
from eventx.cli.console import say, show
from eventx.errors import UsageError
from eventx.guard import FAILED, Given, guarded
from eventx.model import Article, Event, Evidence, Problem
from eventx.read import mapping, read

if TYPE_CHECKING:
    from eventx.pipeline import Reading

@dataclass(slots=True)
class Tally:
    """What a run met, for the summary, the side files and the exit code."""

    articles: int = 0
    failed: int = 0
    rows: int = 0
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dismissed: Counter[str] = field(default_factory=Counter)


def run(
    articles: Sequence[str], given: Given, *, columns: Sequence[str] = (), form: str, outputs: Sequence[Path], evidence: Path | None,
    problems: Path | None, names: str = "eventx", workers: int, quiet: bool,
) -> int:  # fmt: skip
    """Extract and write; gives the exit code."""
    from eventx import write

    for file in outputs:
        if form in ("", "table"):
            write.format_of(file)  # a wrong ending is told before the work, not after
    form = form or ("" if outputs else "table" if sys.stdout.isatty() else "jsonl")
    if form == "parquet" and not outputs and sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal", hint="give -o FILE")
    tally = Tally()
    rows = _rows(read(articles, columns=mapping(columns)), given, tally, workers=workers, keep=evidence is not None)
    if names == "acled":
        from eventx.convert.places import respelled

        rows = (replace(event, row=respelled(event.row)) for event in rows)
    _write(rows, form, outputs)
    if evidence is not None:
        write.save_beside(tally.evidence, evidence)
    if problems is not None:
        write.save_beside(tally.problems, problems)
    if not quiet:
        say(_summary(tally, told=problems is not None))
    return SOME_FAILED if tally.failed else DONE


def _write(rows: Iterator[Event], form: str, outputs: Sequence[Path]) -> None:
    from eventx import write

    if outputs:
        kind = "" if form == "table" else form
        if len(outputs) == 1 and form != "table":
            write.save(rows, outputs[0], kind=kind)
            return
        kept = list(rows)
        for file in outputs:
            write.save(kept, file, kind=kind)
        rows = iter(kept)
    if form == "table":
        show(write.table(rows))
    elif form == "csv":
        write.csv_rows(rows, sys.stdout)
    elif form == "jsonl":
        write.jsonl(rows, sys.stdout)
    elif form == "parquet" and not outputs:
        import io

        import pyarrow.parquet as pq

        buffer = io.BytesIO()
        pq.write_table(write.arrow_table(rows), buffer, compression="zstd")
        sys.stdout.buffer.write(buffer.getvalue())


def _rows(items: Iterable[Article | Problem], given: Given, tally: Tally, *, workers: int, keep: bool) -> Iterator[Event]:
    """The events of all articles in their order; everything else goes into the tally, and in part to the user."""
    for events, problems in _work(items, given, workers):
        failed = any(problem.code in FAILED for problem in problems)
        if events is not None or failed:
            tally.articles += 1
        tally.failed += failed
        for problem in problems:
            tally.problems.append(problem)
            if problem.code.startswith("article."):
                say(_line(problem))
            else:
                tally.dismissed[problem.code] += 1
        for event in events or ():
            tally.rows += 1
            tally.problems += event.problems
            if keep:
                tally.evidence += event.evidence
            yield event


Outcome = tuple[list[Event] | None, list[Problem]]


def _work(items: Iterable[Article | Problem], given: Given, workers: int) -> Iterator[Outcome]:
    if workers == 1:
        # Start-up makes a million objects that stay: collecting among them costs a tenth of a one-article run.
        gc.disable()
        try:
            for item in items:
                yield (None, [item]) if isinstance(item, Problem) else one(item, given)
                if not gc.isenabled():
                    gc.freeze()
                    gc.enable()
        finally:
            gc.enable()
        return
    from eventx.cli.together import outcomes

    yield from outcomes(items, given, workers)


def one(article: Article, given: Given) -> Outcome:
    """One article's events and problems; a fault of ours in one article must not cost the others their rows."""
    reading = guarded(article, given)
    return reading.events, reading.problems


def _line(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    named = problem.article_id and not problem.message.startswith(problem.article_id)
    return f"{problem.article_id + ': ' if named else ''}{problem.message}{hint} [{problem.code}]"


def _summary(tally: Tally, *, told: bool) -> str:
    parts = [f"{tally.rows} {'row' if tally.rows == 1 else 'rows'} from {tally.articles} {'article' if tally.articles == 1 else 'articles'}"]
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    left = sum(tally.dismissed.values())
    if left:
        kinds = ", ".join(f"{number} {code}" for code, number in tally.dismissed.most_common(4))
        parts.append(f"{left} mentions left out ({kinds}{', …' if len(tally.dismissed) > 4 else ''})")
        if not told:
            parts.append("--problems FILE or `eventx explain` tells why")
    if resources.user_data("gazetteers", "index", "stamp").is_file():
        from eventx.gazetteers.imports.folder import imports

        parts.append(f"with the imported places of {', '.join(one.name for one in imports())}")
    return "; ".join(parts)


def explain(article: str, given: Given, *, html: Path | None, every: bool) -> int:
    """Show how the articles of one file became rows; gives the exit code."""
    from eventx.pipeline import read_article

    readings: list[Reading] = []
    failed = False
    for item in read([article]):
        if isinstance(item, Problem):
            say(_line(item))
            failed = failed or item.code in FAILED
            continue
        readings.append(read_article(item, published=given.published, publisher=given.publisher, language=given.language, whole=True))
    for reading in readings:
        for problem in reading.problems:
            if problem.code.startswith("article."):
                say(_line(problem))
                failed = failed or problem.code in FAILED
    if html is not None:
        from eventx.explain_html import page

        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page(readings), encoding="utf-8")
        say(f"written to {html}")
    else:
        from eventx.explain import text

        for reading in readings:
            print(text(reading, every=every))
    return SOME_FAILED if failed else DONE
