"""A downloaded file opened: which kind of table it is, and its lines or rows as the readers want them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from eventx import resources
from eventx.errors import DataError, Finding, UsageError
from eventx.gazetteers import tables
from eventx.gazetteers.imports import codab, geonames
from eventx.gazetteers.imports.records import Record
from eventx.gazetteers.places import PlaceIndex

_LONGEST = 100_000  # characters of a header
Told = Callable[[int], None]
"""Told how many bytes of the file have been read."""


class Source:
    """One table of places; :meth:`read` gives its records and findings, ``left`` how many features were passed over."""

    def __init__(self, path: Path, index: PlaceIndex, *, country: str = "") -> None:
        """:raises UsageError: the file is not there, or no table that can be imported.
        :raises DataError: it lacks what a place needs."""
        if not path.is_file():
            raise UsageError("no such file", file=str(path))
        self.path, self._index = path, index
        self.countries = codes()
        if country and country not in self.countries.values():
            raise UsageError(f"unknown country {country!r}", hint="an ISO 3166 alpha-3 code such as SYR")
        self._country = country
        self._reader: geonames.Reader | codab.Reader | None = None
        self.form = self._form()

    @property
    def left(self) -> int:
        """How many features of kinds that are not taken the file had."""
        return self._reader.left if self._reader else 0

    @property
    def size(self) -> int:
        """Bytes of the file as it will be read (unpacked)."""
        if self.path.suffix.lower() == ".zip":
            with zipfile.ZipFile(self.path) as packed:
                return packed.getinfo(_member(packed, self.path)).file_size
        return self.path.stat().st_size

    def read(self, told: Told = lambda _: None) -> Iterator[Record | Finding]:
        """Records and findings in the order of the lines."""
        if self.form == "GeoNames dump":
            reader = self._reader = geonames.Reader(self.path.name, self.countries, self._index)
            with self._text() as lines:
                reader.survey(lines)
            with self._text(told) as lines:
                yield from reader.read(lines)
            return
        for found, rows in self._tables(told):
            table = self._reader = codab.Reader(self.path.name, found, self.countries, self._index, country=self._country)
            yield from table.read(rows)

    def _form(self) -> str:
        if self.path.suffix.lower() in (".xlsx", ".xlsm"):
            if not any(True for _ in self._tables()):
                raise self._no_table()
            return "COD-AB table"
        with self._text() as lines:
            first = next((line for line in lines if line.strip()), "")
        if "\0" in first:
            raise UsageError("no text in UTF-8", file=str(self.path), hint="save the table as UTF-8 (it may be UTF-16)")
        if geonames.fits(first):
            return "GeoNames dump"
        if len(first) < _LONGEST and codab.columns(next(csv.reader([first], delimiter=_delimiter(first)), [])) is not None:
            return "COD-AB table"
        # A dump whose first line is broken is still one.
        with self._text() as lines:
            if sum(geonames.fits(line) for _, line in zip(range(20), lines, strict=False)) >= 2:
                return "GeoNames dump"
        raise self._no_table()

    def _no_table(self) -> UsageError:
        return UsageError("neither a GeoNames country dump nor a COD-AB table with p-codes", file=str(self.path),
                          hint="19 tab-separated columns without a header, or a header such as ADM2_EN,ADM2_PCODE,lat,lon")  # fmt: skip

    def _tables(self, told: Told = lambda _: None) -> Iterator[tuple[codab.Columns, Iterator[tuple[int, Any]]]]:
        if self.path.suffix.lower() in (".xlsx", ".xlsm"):
            for sheet in _sheets(self.path):
                rows = iter(sheet.iter_rows(values_only=True))
                found = codab.columns(next(rows, ()))
                if found is not None:
                    yield found, enumerate(rows, 2)
            return
        with self._text(told) as lines:
            first = next(iter(lines))
            mark = _delimiter(first)
            found = codab.columns(next(csv.reader([first], delimiter=mark)))
            assert found is not None  # _form has seen it
            yield found, _rows(lines, mark)

    def _text(self, told: Told = lambda _: None) -> Lines:
        return Lines(self.path, told)


class Lines:
    """The lines of a text file or of the table in a zip archive, broken characters replaced; a context manager."""

    def __init__(self, path: Path, told: Told) -> None:
        self._path, self._told = path, told

    def __enter__(self) -> Iterator[str]:
        if self._path.suffix.lower() == ".zip":
            try:
                packed = zipfile.ZipFile(self._path)
                raw: Any = packed.open(_member(packed, self._path))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                raise DataError(f"a damaged archive: {error}", file=str(self._path), hint="download it again") from None
        else:
            raw = self._path.open("rb")
        self._raw = raw
        return self._lines(raw)

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def _lines(self, raw: Any) -> Iterator[str]:
        # newline="\n": a name may hold other characters that Python takes for ends of lines
        stream = io.TextIOWrapper(io.BufferedReader(raw) if not isinstance(raw, io.BufferedReader) else raw, encoding="utf-8-sig", errors="replace", newline="\n")
        read = 0
        for number, line in enumerate(stream):
            read += len(line)
            if number % 5000 == 0:
                self._told(read)
            yield line


@cache
def codes() -> dict[str, str]:
    """ISO 3166 alpha-2 and alpha-3 codes → alpha-3."""
    rows = [row.cells for row in tables.rows(resources.path("gazetteers", "countries.csv"))]
    return {row["iso3"]: row["iso3"] for row in rows} | {row["iso2"]: row["iso3"] for row in rows if row["iso2"]}


def _rows(lines: Iterator[str], mark: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """The rows of a table behind its header with the lines on which they end, or what is wrong with one."""
    reader = csv.reader(lines, delimiter=mark)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num + 1, error
            continue
        yield reader.line_num + 1, row


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _member(packed: zipfile.ZipFile, path: Path) -> str:
    """The table in an archive: the biggest text that is no read-me."""
    files = [one for one in packed.infolist() if one.filename.lower().endswith((".txt", ".csv", ".tsv")) and "readme" not in one.filename.lower()]
    if not files:
        raise UsageError("no table in the archive", file=str(path), hint="a zip archive with one .txt or .csv table")
    return max(files, key=lambda one: one.file_size).filename


def _sheets(path: Path) -> Iterator[Any]:
    try:
        import openpyxl
    except ImportError:
        raise UsageError("reading a workbook needs openpyxl", hint="pip install 'eventx[excel]'") from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets out whatever zipfile, its XML reader or itself meets
        raise DataError(f"no workbook that can be read: {error}", file=str(path)) from None
    yield from book.worksheets
    book.close()
