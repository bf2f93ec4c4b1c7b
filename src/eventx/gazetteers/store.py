"""A mapped Arrow file read cell by cell: opening costs microseconds, memory is what is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa


class Columns:
    """The columns of one Arrow IPC file with a single record batch, mapped into memory.

    Numbers are read through typed memory views, text through its offsets; no Arrow scalar is made for a look-up.
    Raises ``OSError`` where the file cannot be mapped and ``pyarrow.ArrowInvalid`` where it is no Arrow file.
    """

    _CODES: ClassVar[dict[str, Any]] = {"uint8": "B", "uint16": "H", "uint32": "I", "int32": "i", "float": "f", "double": "d"}

    def __init__(self, file: Path) -> None:
        self._map = pa.memory_map(str(file))
        batch = pa.ipc.open_file(self._map).get_batch(0)
        self.rows: int = batch.num_rows
        self.metadata: dict[str, str] = {
            key.decode(): value.decode() for key, value in (batch.schema.metadata or {}).items()
        }
        self._numbers: dict[str, Any] = {}
        self._texts: dict[str, tuple[Any, Any]] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            buffers = column.buffers()
            if pa.types.is_string(column.type):
                self._texts[name] = (memoryview(buffers[1]).cast("i"), memoryview(buffers[2] or b""))
            else:
                self._numbers[name] = memoryview(buffers[1]).cast(self._CODES[str(column.type)])

    def numbers(self, name: str) -> Any:
        """A numeric column as an indexable view."""
        return self._numbers[name]

    def text(self, name: str, row: int) -> str:
        """One cell of a text column."""
        offsets, data = self._texts[name]
        return bytes(data[offsets[row] : offsets[row + 1]]).decode()


def write(file: Path, columns: dict[str, pa.Array], *, metadata: dict[str, str] | None = None) -> None:
    """Write columns as an Arrow IPC file with one uncompressed batch, as :class:`Columns` wants it."""
    batch = pa.record_batch(list(columns.values()), names=list(columns))
    if metadata:
        batch = batch.replace_schema_metadata(metadata)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
