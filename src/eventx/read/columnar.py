"""Tables of articles as Parquet, read in batches."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from eventx.model import Article, Problem
from eventx.read import packed
from eventx.read.delimited import fitted
from eventx.read.objects import FIELDS, article
from eventx.read.where import WHOLE, Where

_ROWS = 200  # articles at a time: memory stays flat


def articles(file: Any, where: Where, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """Articles of a Parquet file; dates and times become ISO text, other values of fields what they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.seekable():  # a pipe or a compressed file: the table's index stands at its end
        data = file.read(WHOLE + 1)
        packed.check(file)
        if len(data) > WHOLE:
            yield where.too_long("the compressed table", WHOLE, "bytes")
            return
        file = io.BytesIO(data)
    number = 0
    try:
        with pq.ParquetFile(file) as table:
            names, problem = fitted(table.schema_arrow.names, where, columns)
            if problem:
                yield problem
                return
            for group in range(table.num_row_groups):  # one by one: a damaged group leaves those before it
                for batch in table.iter_batches(batch_size=_ROWS, row_groups=[group]):
                    for row in batch.rename_columns(names).to_pylist():
                        number += 1
                        item = {name: _plain(name, value) for name, value in row.items()}
                        yield from article(item, where.at(number, unit="row"), {})
    except (pa.ArrowException, UnicodeDecodeError, OverflowError) as error:
        message = f"the {'rest of the ' if number else ''}file cannot be read as Parquet: {str(error).splitlines()[0][:160]}"
        yield where.problem("article.unreadable", message, hint="is it whole? what stood before is read")


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return "" if name == "text" else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if name in FIELDS or isinstance(value, str | int | float | bool) else str(value)
