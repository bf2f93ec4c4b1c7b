"""Paths, folders and patterns to files, and what an article in a file is called."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from eventx.errors import UsageError

LINES, DOCUMENT, PAGES = (".jsonl", ".ndjson"), (".json",), (".html", ".htm", ".xhtml")
TABLES, COLUMNAR, ARCHIVES = (".csv", ".tsv"), (".parquet", ".pq"), (".warc",)
PLAIN = (".txt", ".text", ".md")
KNOWN = (*LINES, *DOCUMENT, *PAGES, *TABLES, *COLUMNAR, *ARCHIVES, *PLAIN)
"""Endings of files that a folder gives; each may be followed by ``.gz``."""

File = tuple[str, str]
"""A file's path, and the stem of its articles' ids."""


def ending(name: str) -> tuple[str, bool]:
    """The ending that says a file's kind, in lower case, and whether ``.gz`` follows it."""
    stem, last = os.path.splitext(name)
    if last.lower() == ".gz":
        return os.path.splitext(stem)[1].lower(), True
    return last.lower(), False


def found(paths: Sequence[str]) -> Iterator[File]:
    """The files of paths in their order.

    :raises UsageError: a path is not there, a folder cannot be listed or a pattern matches nothing.
    """
    for name in paths:
        path = Path(name)
        if name == "-" or path.is_file() or path.is_fifo() or path.is_char_device():
            yield name, _stem(path.name)
        elif path.is_dir():
            yield from _folder(path)
        elif glob.has_magic(name):
            yield from _pattern(name)
        else:
            raise UsageError("no such file", file=name, hint="give files, folders, patterns or - for standard input")


def _pattern(pattern: str) -> Iterator[File]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise UsageError("no file matches the pattern", file=pattern, hint="** reaches into folders")
    # With ** a folder's files match by themselves; a folder matched by name alone stands for what is in it.
    within = "**" in pattern
    root = Path(pattern[: next(place for place, sign in enumerate(pattern) if sign in "*?[")] or ".")
    root = root if root.is_dir() else root.parent
    for match in matches:
        path = Path(match)
        if path.is_file():
            yield match, _below(path, root)
        elif path.is_dir() and not within:
            yield from _folder(path)


def _folder(folder: Path) -> Iterator[File]:
    """The known files in a folder and below it, by name; hidden ones and links to folders are passed over."""

    def refuse(error: OSError) -> None:
        raise UsageError(f"the folder cannot be read: {error.strerror}", file=str(error.filename), hint="see its permissions")

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if ending(name)[0] in KNOWN and not name.startswith(".") and path.is_file():
                yield str(path), _below(path, folder)


def _below(path: Path, root: Path) -> str:
    """The stem of a file, after the path of its folder below the one that was given: two ``1.txt`` get two ids."""
    try:
        parts = path.parent.relative_to(root).parts
    except ValueError:
        parts = ()
    return "/".join((*parts, _stem(path.name)))


def _stem(name: str) -> str:
    if name == "-":
        return "stdin"
    stem = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    return os.path.splitext(stem)[0]
