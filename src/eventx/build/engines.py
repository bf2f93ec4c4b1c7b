"""Who does the work: this process or a pool of warm ones. Batches in, outcomes out; all engines map the same function.

An engine takes batches of :data:`eventx.build.work.ARTICLES` and gives batches of :data:`~eventx.build.work.OUTCOMES`,
in any order. None holds more of the corpus than a few batches a worker.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, connection, get_context, parent_process, resource_tracker

import pyarrow as pa

from eventx.build.work import lost, read_batch
from eventx.guard import Given

Engine = Callable[[Iterable[pa.RecordBatch], Given], Iterator[pa.RecordBatch]]
_AHEAD = 3  # batches a worker that wait for it


def serial(batches: Iterable[pa.RecordBatch], given: Given) -> Iterator[pa.RecordBatch]:
    """One batch after the other in this process."""
    for batch in batches:
        yield read_batch(batch, given)


def pool(workers: int) -> Engine:
    """The engine of that many processes on this machine."""

    def engine(batches: Iterable[pa.RecordBatch], given: Given) -> Iterator[pa.RecordBatch]:
        remaining = iter(batches)
        left: list[pa.RecordBatch] | None = []
        while left is not None:
            for batch in left:  # which of them ended the worker is not known: each is tried by itself
                yield from alone(batch, given)
            left = yield from _together(remaining, given, workers)

    return engine


def _together(batches: Iterator[pa.RecordBatch], given: Given, workers: int) -> Generator[pa.RecordBatch, None, list[pa.RecordBatch] | None]:
    """Work on batches until there are none (gives ``None``) or a worker ends (gives those that were under way)."""
    under_way: dict[Future[pa.RecordBatch], pa.RecordBatch] = {}
    with _processes(workers) as processes:
        try:
            for batch in batches:
                under_way[_submit(processes, batch, given)] = batch
                if len(under_way) >= workers * (1 + _AHEAD):
                    yield from _done(under_way)
            while under_way:
                yield from _done(under_way)
        except BrokenProcessPool:
            return list(under_way.values())
    return None


def _done(under_way: dict[Future[pa.RecordBatch], pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in finished:
        result = future.result()
        del under_way[future]  # only now: a broken pool leaves the batch under way
        yield result


def alone(batch: pa.RecordBatch, given: Given) -> Iterator[pa.RecordBatch]:
    """A batch in a process of its own; where that ends too, its articles one by one, each in one process."""
    waiting = deque([batch])
    while waiting:
        one = waiting.popleft()
        try:
            with _processes(1) as processes:
                result = _submit(processes, one, given).result()
        except BrokenProcessPool:
            if one.num_rows > 1:
                waiting.extendleft(one.slice(row, 1) for row in reversed(range(one.num_rows)))
                continue
            result = lost(one)
        yield result


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool; on Ctrl-C, or when nobody wants more, its workers are ended at once and not waited for."""
    others = set(active_children())
    # spawn: a fork of a process with threads (pyarrow's, rich's) can hang, and a started worker owes nothing to this one.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_settle) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(active_children()) - others:
                child.terminate()
            raise


def _submit(processes: ProcessPoolExecutor, batch: pa.RecordBatch, given: Given) -> Future[pa.RecordBatch]:
    """Hand a batch to the pool, which may start a worker for it: that one leaves Ctrl-C to this process from its birth."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return processes.submit(read_batch, batch, given)
    resource_tracker.ensure_running()  # its start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a blocked signal waits, and the block is inherited
    try:
        return processes.submit(read_batch, batch, given)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle() -> None:
    """Make a worker leave Ctrl-C to its parent, and end when the parent is gone, however that ended."""
    gc.set_threshold(100_000, 20, 50)  # packs and tables are a million objects that stay: the command does the same
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
