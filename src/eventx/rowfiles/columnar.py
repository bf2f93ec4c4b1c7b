"""Rows of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eventx.errors import Finding
from eventx.rowfiles.cells import Line, twice


def read_parquet(file: Path) -> Iterator[Line]:
    """Rows of a Parquet file; ``line`` is the row's number, from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file.open("rb").close()  # what cannot be opened is the caller's OSError, not a broken table
    try:
        with pq.ParquetFile(file) as table:
            yield from twice(table.schema_arrow.names)
            yield 0, dict.fromkeys(table.schema_arrow.names)
            number = 0
            for group in range(table.num_row_groups):  # one by one: a damaged group leaves those before it
                for batch in table.iter_batches(batch_size=2000, row_groups=[group]):
                    for row in batch.to_pylist():
                        number += 1
                        yield number, row
    except (pa.ArrowException, UnicodeDecodeError, OverflowError) as error:
        # Arrow's own I/O errors are OSErrors as well, but say more as what they are.
        yield Finding("file.unreadable", f"the file cannot be read as Parquet: {str(error).splitlines()[0]}")
