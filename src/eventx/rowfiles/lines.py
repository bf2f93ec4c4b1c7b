"""Rows of JSON lines."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from eventx.errors import Finding
from eventx.rowfiles.cells import Line, has_bom


def read_jsonl(file: Path) -> Iterator[Line]:
    """Rows of a file of JSON lines; blank lines are passed over. An empty file has no rows and is right."""
    if has_bom(file):
        yield Finding("file.bom", "the file begins with a byte order mark", line=1, severity="warning",
                      hint="save as UTF-8 without BOM")  # fmt: skip
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            raw = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8"), parse_constant=str)
            except UnicodeDecodeError as error:
                yield Finding("file.encoding", f"not UTF-8 at byte {error.start} of the line", line=number)
            except (ValueError, RecursionError) as error:
                yield Finding("json.invalid", f"the line is no JSON: {error}", line=number)
            else:
                if isinstance(row, dict):
                    yield number, row
                else:
                    yield Finding("json.invalid", "the line is JSON but no object", line=number,
                                  hint="one row a line, as {…}")  # fmt: skip
