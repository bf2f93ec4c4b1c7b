"""The engine of a cluster: the same function mapped by dask.distributed, on one machine or on many.

The workers must have the same eventx installed. A batch whose worker came to an end is tried again by the scheduler,
then article by article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from eventx.build.engines import Engine
from eventx.build.work import lost, read_batch
from eventx.errors import UsageError
from eventx.guard import Given

_AHEAD = 3  # batches a thread of the cluster that wait for it


def dask(scheduler: str, workers: int) -> Engine:
    """The engine of the cluster behind a scheduler's address; without one, of that many processes of this machine.

    :raises UsageError: the extra is not installed, or nobody answers at the address.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError("--engine dask needs an extra", hint="pip install 'eventx[cluster]'") from None

    def engine(batches: Iterable[pa.RecordBatch], given: Given) -> Iterator[pa.RecordBatch]:
        local = None if scheduler else _local(distributed, workers)
        try:
            with _client(distributed, scheduler or local) as client:
                yield from _mapped(distributed, client, iter(batches), given)
        finally:
            if local is not None:
                local.close()

    return engine


def _local(distributed: Any, workers: int) -> Any:
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)


def _client(distributed: Any, address: Any) -> Any:
    try:
        return distributed.Client(address, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no cluster answers at {address}", hint=f"is it the scheduler's address, and its version? ({type(error).__name__})") from None


def _mapped(distributed: Any, client: Any, batches: Iterator[pa.RecordBatch], given: Given) -> Iterator[pa.RecordBatch]:
    pending: dict[Any, pa.RecordBatch] = {}
    queue = distributed.as_completed()

    def submit(batch: pa.RecordBatch) -> None:
        future = client.submit(read_batch, batch, given, pure=False)
        pending[future.key] = batch
        queue.add(future)

    def feed() -> None:
        room = max(1, sum(client.nthreads().values())) * (1 + _AHEAD)
        while len(pending) < room and (batch := next(batches, None)) is not None:
            submit(batch)

    feed()
    while pending:
        future = next(queue)
        batch = pending.pop(future.key)
        try:
            yield future.result()
        except distributed.KilledWorker:
            if batch.num_rows == 1:
                yield lost(batch)
            for row in range(batch.num_rows if batch.num_rows > 1 else 0):
                submit(batch.slice(row, 1))
        feed()
