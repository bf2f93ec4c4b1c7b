"""``eventx build``: an archive to a published data set."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eventx.cli import DONE, SOME_FAILED
from eventx.cli.console import say
from eventx.guard import Given
from eventx.read import mapping

if TYPE_CHECKING:
    from eventx.build.engines import Engine
    from eventx.build.run import Done, Watch

INTERRUPTED = 130


def run(paths: Sequence[str], given: Given, *, folder: Path, columns: Sequence[str], workers: int, fresh: bool, engine: str, scheduler: str, quiet: bool) -> int:
    """Build and tell what came of it; gives the exit code."""
    from eventx.build.run import Job, build

    job = Job(paths, folder, given, mapping(columns), fresh)
    started = time.monotonic()
    try:
        with _progress(quiet) as watch:
            done = build(job, engine=_engine(engine, workers, scheduler), watch=watch)
    except KeyboardInterrupt:
        say("interrupted; what was finished is kept; run the same command again")
        return INTERRUPTED
    if not quiet:
        say(_summary(done, folder, time.monotonic() - started))
    return SOME_FAILED if done.totals.failed else DONE


def _engine(name: str, workers: int, scheduler: str) -> Engine:
    from eventx.build import engines

    if name == "dask":
        from eventx.build import cluster

        return cluster.dask(scheduler, workers)
    return engines.serial if workers == 1 else engines.pool(workers)


def _summary(done: Done, folder: Path, seconds: float) -> str:
    totals = done.totals
    parts = [f"{totals.rows} {'row' if totals.rows == 1 else 'rows'} from {totals.articles} {'article' if totals.articles == 1 else 'articles'} in {folder}"]
    if totals.failed:
        parts.append(f"{totals.failed} failed ({folder / 'problems.jsonl'} tells why)")
    if totals.problems["article.copy"]:
        parts.append(f"{totals.problems['article.copy']} are copies")
    kept = totals.articles - done.worked
    rate = f" ({done.worked / seconds:.0f} a second)" if done.worked and seconds > 1 else ""
    parts.append(f"{done.worked} read now{rate}, {kept} finished before")
    return "; ".join(parts)


@contextmanager
def _progress(quiet: bool) -> Iterator[Watch]:
    """A line with rate and time left on a terminal's standard error; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.0f} articles/s" if speed else "")

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        tasks = {}

        def watch(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total or None)
            bar.update(tasks[phase], completed=done, total=total or None)

        yield watch
