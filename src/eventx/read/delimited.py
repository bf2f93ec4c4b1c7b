"""Tables of articles as CSV: a header, then one article a row, separated by comma, semicolon, tab or bar."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eventx import decode
from eventx.model import Article, Problem
from eventx.read import packed
from eventx.read.objects import FIELDS, article
from eventx.read.where import LONGEST, Where

_SEPARATORS = ",;\t|"
_CELL = 2 * LONGEST  # what is over LONGEST must still be readable to be refused by its own row


def articles(file: Any, where: Where, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """Articles of a CSV file, read row by row.

    Columns are matched to fields by ``columns``, else by name, whatever its case. Bytes that are not UTF-8 are read as
    Windows-1252, with a problem that names the row.
    """
    stream = io.BufferedReader(file) if not hasattr(file, "peek") else file
    start = stream.peek(4)[:4]
    if kind := decode.binary(start):
        yield where.problem("article.binary", f"not text but {kind}", hint="give the table as CSV or Parquet")
        return
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = io.TextIOWrapper(stream, encoding="utf-16" if wide else "utf-8-sig", errors="replace" if wide else "surrogateescape", newline="")
    first = text.readline(_CELL)
    if not first.strip():
        packed.check(file)
        yield where.problem("article.empty", "the file is empty", hint="a header is expected")
        return
    csv.field_size_limit(_CELL)
    reader = csv.reader(_again(first, text), delimiter=max(_SEPARATORS, key=first.count), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            here, line = where.at(line, unit="line"), reader.line_num + 1
            if not any(cells):
                continue
            if not header:
                header, problem = fitted(cells, where, columns)
                if problem:
                    yield problem
                    return
            elif len(cells) != len(header):
                yield here.problem("article.invalid_row", f"the row has {len(cells)} cells, the header {len(header)}", text=cells[0], hint="quote cells that hold the separator or a line break")
            else:
                yield from _row(dict(zip(header, cells)), here)
    except csv.Error as error:
        what = "a cell is too long" if "field larger" in str(error) else str(error)
        yield where.at(line, unit="line").problem("article.unreadable", f"the rest cannot be read as CSV: {what}", hint="is a quotation mark left open, or not doubled inside a cell?")


def fitted(names: Sequence[str], where: Where, columns: Mapping[str, str]) -> tuple[list[str], Problem | None]:
    """The names of a table's columns with those of fields in place of what they are called there.

    The problem is that there is no column for the text, or none of a name that was given.
    """
    theirs = {column: field for field, column in columns.items()}
    lower = [name.strip().lower() for name in names]
    out = []
    for place, (name, low) in enumerate(zip(names, lower)):
        own = low if low in FIELDS and lower.index(low) == place else name
        # What bears the name of a field that stands elsewhere is kept aside under another.
        out.append(theirs.get(name) or (f"other {own}" if own in columns else own))
    for missing in (column for column in columns.values() if column not in names):
        return out, where.problem("article.no_column", f"no column is named {missing!r}", hint=_listed(names))
    if "text" not in out:
        return out, where.problem("article.no_column", "no column is named text", hint=f"--column text=NAME says which; {_listed(names)}")
    return out, None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"the columns are: {shown}"[:300]


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _row(row: dict[str, str], where: Where) -> Iterator[Article | Problem]:
    for name, cell in row.items():
        if not cell.isascii() and any("\udc80" <= sign <= "\udcff" for sign in cell):
            row[name], doubt = decode.text(cell.encode("utf-8", "surrogateescape"))
            yield where.problem("article.encoding", f"{name}: {doubt}", hint="save the file as UTF-8")
    yield from article({name: cell for name, cell in row.items() if cell or name == "text"}, where, {})
