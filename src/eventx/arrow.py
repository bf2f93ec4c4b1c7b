"""Arrow in, Arrow out: the unit of work for tables of any size and for engines that map batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from eventx import schema
from eventx.gold import article
from eventx.pipeline import read_article


def batches(source: pa.Table | pa.RecordBatchReader | Any) -> pa.RecordBatchReader:
    """The event rows of articles, as a reader of record batches in the event schema.

    ``source`` is a table or reader with the columns ``id`` and ``text`` and, where known, ``title``, ``publisher``,
    ``published`` (ISO day), ``language`` and ``url``. One batch out a batch in, in order; a batch without events is
    empty. An article that breaks gives no row and stops nothing.
    """
    reader = source.to_reader() if isinstance(source, pa.Table) else source
    wanted = schema.arrow_schema()
    return pa.RecordBatchReader.from_batches(wanted, (extract_batch(batch) for batch in reader))


def extract_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The event rows of one batch of articles; pure and picklable, so any engine can map it."""
    from eventx.write import arrow_table

    rows = [dict(event) for event in _events(batch)]
    table = arrow_table(rows).cast(schema.arrow_schema()).combine_chunks()
    found = table.to_batches()
    return found[0] if found else pa.RecordBatch.from_pylist([], schema=schema.arrow_schema())


def _events(batch: pa.RecordBatch) -> Iterator[Any]:
    for row in batch.to_pylist():
        try:
            yield from read_article(article(row)).events
        except (KeyError, ValueError):  # no id or no text: not an article
            continue
