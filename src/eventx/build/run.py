"""A build from its corpus to its published files. What is finished is kept; the next run goes on from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from eventx.build import corpus, publish, rules, work
from eventx.build.engines import Engine, serial
from eventx.build.lock import locked
from eventx.build.store import Store, opened
from eventx.build.totals import Totals
from eventx.errors import UsageError
from eventx.guard import Given
from eventx.model import Article, Problem
from eventx.read import read

WORK = ".build"
"""The folder in the data set's in which finished work is kept; it may be deleted, and all is read anew."""
_FINISHED, _CORPUS = "finished.sqlite", "corpus.jsonl"

Phase = Literal["reading", "working", "publishing"]
Watch = Callable[[Phase, int, int], None]
"""Told the phase, how much of it is done and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a build. ``columns`` is field → column of the input, ``fresh`` forgets what was finished."""

    paths: Sequence[str]
    folder: Path
    given: Given = field(default_factory=Given)
    columns: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the totals of the data set, and how many articles had to be read anew."""

    totals: Totals
    worked: int


def build(job: Job, *, engine: Engine = serial, watch: Watch = lambda *_: None) -> Done:
    """Read the corpus, work on what is not finished, and publish the data set.

    :raises UsageError: a path or a column is wrong, or another build is at work in the folder.
    :raises DataError: the finished work is damaged, or the made rows break the schema.
    :raises OSError: a file cannot be read or written; what was finished is kept.
    """
    if job.folder.exists() and not job.folder.is_dir():
        raise UsageError("there is a file where the folder should be", file=str(job.folder), hint="give another -o DIR")
    items = read(job.paths, columns=job.columns)  # a path that is not there is told before a folder is made
    try:
        return _build(job, items, engine, watch)
    except OSError as error:
        if error.filename:
            raise
        # A full disk is met while writing, where the system does not say in which file.
        raise OSError(error.errno, error.strerror or str(error), str(job.folder)) from None


def _build(job: Job, items: Iterator[Article | Problem], engine: Engine, watch: Watch) -> Done:
    place = job.folder / WORK
    with locked(place):
        if job.fresh:
            (place / _FINISHED).unlink(missing_ok=True)
        spool = place / _CORPUS
        with opened(place / _FINISHED, rules.stamps()) as store:
            number = 0
            for number in corpus.lay_by(items, job.given, store, spool):
                watch("reading", number, 0)
            worked = _work(store, spool, job.given, engine, watch)
            watch("publishing", number, number)
            totals = publish.publish(store, spool, job.folder, place, job.given, job.columns)
            store.prune()
        spool.unlink()
    return Done(totals, worked)


def _work(store: Store, spool: Path, given: Given, engine: Engine, watch: Watch) -> int:
    total = sum(len(batch) for batch in corpus.undone(spool, store))
    done = 0
    watch("working", 0, total)
    for outcomes in engine((work.batch(batch) for batch in corpus.undone(spool, store)), given):
        store.keep(outcomes)
        done += outcomes.num_rows
        watch("working", done, total)
    store.commit()
    return total
