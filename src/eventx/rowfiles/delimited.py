"""Rows of CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from eventx import decode
from eventx.errors import Finding
from eventx.rowfiles.cells import Line, has_bom, is_tags, kind_of, twice, typed
from eventx.spreadsheet import restore

_CELL = 1 << 22  # characters; the csv module's own limit of 128 k is less than some notes with joined addresses


def read_csv(file: Path) -> Iterator[Line]:
    """Rows of a CSV file; ``line`` is where the row begins. A file with a header only has no rows and is right."""
    if has_bom(file):
        yield Finding("file.bom", "the file begins with a byte order mark", line=1, severity="warning",
                      hint="save as UTF-8 without BOM")  # fmt: skip
    csv.field_size_limit(_CELL)
    endings = _Endings()
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        reader = csv.reader(endings.watch(lines), strict=True)
        header: list[str] = []
        kinds: list[str] = []
        start, number = 1, 0
        try:
            for cells in reader:
                line, start = start, reader.line_num + 1
                endings.row(reader.line_num)
                if not cells:
                    continue
                number += 1
                yield from _undecodable(cells, header or cells, line)
                if not header:
                    header = [restore(name) for name in cells]
                    kinds = [kind_of(name) for name in header]
                    yield from twice(header)
                    yield 0, dict.fromkeys(header)
                elif number == 2 and is_tags(cells):
                    continue
                elif len(cells) != len(header):
                    yield Finding("row.cells", f"the row has {len(cells)} cells, the header {len(header)}", line=line,
                                  value=cells[0], hint="quote cells with commas in them")  # fmt: skip
                else:
                    yield line, {name: typed(kind, cell) for name, kind, cell in zip(header, kinds, cells)}
        except csv.Error as error:
            yield Finding("csv.broken", f"the rest cannot be read as CSV: {error}", line=start,
                          hint="is a quotation mark left open, or not doubled inside a cell?")  # fmt: skip
    if not header:
        yield Finding("file.empty", "the file is empty", hint="a header is expected")
    if endings.first == "\r\n" and not endings.mixed_at:
        yield Finding("file.crlf", "the lines do not end in \\n alone", line=1, value="CRLF", severity="warning",
                      hint="readers accept it; \\n is what eventx writes")  # fmt: skip
    if endings.mixed_at:
        yield Finding("file.line_endings", "the line ends otherwise than the lines before it", line=endings.mixed_at,
                      severity="warning", hint="use \\n throughout")  # fmt: skip


class _Endings:
    """Watches how rows end while their lines pass; line breaks inside quoted cells are no ends of rows."""

    def __init__(self) -> None:
        self.mixed_at = 0
        self.first = ""
        self._last = ""

    def watch(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._last = "\r\n" if line.endswith("\r\n") else line[-1:]
            yield line

    def row(self, line: int) -> None:
        """A row has ended with that line."""
        if self._last not in ("\r\n", "\n", "\r"):
            return
        self.first = self.first or self._last
        if self._last != self.first and not self.mixed_at:
            self.mixed_at = line


def _undecodable(cells: list[str], header: list[str], line: int) -> Iterator[Finding]:
    """Cells with bytes that are not UTF-8; they are read as Windows-1252 after that is told."""
    for place, cell in enumerate(cells):
        if not cell.isascii() and any("\udc80" <= sign <= "\udcff" for sign in cell):
            raw = cell.encode("utf-8", "surrogateescape")
            cells[place] = decode.text(raw)[0]
            name = header[place] if place < len(header) else ""
            yield Finding("file.encoding", "the cell is not UTF-8", line=line, column=name,
                          value=raw.decode("utf-8", "replace"), hint="save the file as UTF-8")  # fmt: skip
