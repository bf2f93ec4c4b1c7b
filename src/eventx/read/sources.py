"""One source after the other: opened, its kind recognised, damage told where it is met."""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any

from eventx import decode
from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read import lines, packed, paths
from eventx.read.where import LONGEST, WHOLE, Where

_SPACE = b" \t\r\n\xef\xbb\xbf"
_MARKUP = re.compile(rb"(?i)<(!doctype|html|\?xml|head|body)")


def everything(files: list[paths.File], stdin: IO[Any] | None, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """What is in the files, in their order; a damaged one does not keep the next from being read."""
    for name, stem in files:
        if name == "-":
            source: Any = stdin if stdin is not None else sys.stdin
            where = Where("<stdin>", "stdin")
            yield from _guarded(_stream(getattr(source, "buffer", source), where, "", columns), where)
            continue
        where = Where(name, stem)
        suffix, gzipped = paths.ending(name)
        try:
            file: Any = Path(name).open("rb")  # noqa: SIM115
        except OSError as error:
            raise UsageError(f"cannot be opened: {error.strerror}", file=name) from None
        with file:
            yield from _guarded(_stream(io.BufferedReader(packed.Unpacked(file)) if gzipped else file, where, suffix, columns), where)


def _guarded(items: Iterator[Article | Problem], where: Where) -> Iterator[Article | Problem]:
    """The items, and where the source breaks off a problem: what stood before the damage has been read."""
    try:
        yield from items
    except (EOFError, zlib.error) as error:
        what = str(error).rstrip(".") or "it ends too early"
        yield where.problem("article.unreadable", f"the file is damaged or breaks off: {what}", hint="fetch it again; what stood before is read")
    except OSError as error:
        yield where.problem("article.unreadable", f"the file cannot be read: {error.strerror or error}", hint="is it whole, and what its name says?")


def _stream(file: Any, where: Where, suffix: str, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """Articles of one open file, binary or text."""
    if suffix in paths.COLUMNAR:
        from eventx.read import columnar

        yield from columnar.articles(file, where, columns)
    elif suffix in paths.ARCHIVES:
        from eventx.read import archives

        yield from archives.articles(file, where)
    elif suffix in paths.TABLES:
        from eventx.read import delimited

        yield from delimited.articles(file, where, columns)
    else:
        yield from _text(file, where, suffix, columns)
    packed.check(file)


def _text(file: Any, where: Where, suffix: str, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """JSON lines are read line by line, all else whole."""
    lined = suffix in paths.LINES
    source = lines.bounded(file)
    head: list[bytes | None] = []
    for line in source:
        head.append(line)
        if line is None or line.strip(_SPACE):
            break
    first = (head[-1] or b"").lstrip(_SPACE) if head else b""
    if head and head[-1] is not None and not first:
        head = []
    if not head:
        packed.check(file)
        yield where.problem("article.empty", "the file is empty", hint="nothing to read")
        return
    rest = chain(head, source)
    if lined or (suffix not in paths.KNOWN and first.startswith(b"{") and not decode.binary(first)):
        yield from lines.articles(rest, where, columns)
        return
    pieces, size = [], 0
    for piece in rest:
        size += WHOLE + 1 if piece is None else len(piece)
        if size > WHOLE:
            yield where.too_long("the file", WHOLE, "bytes")
            return
        pieces.append(piece or b"")
    packed.check(file)  # half a page is no article
    yield from _whole(b"".join(pieces), where, suffix, first, columns)


def _whole(data: bytes, where: Where, suffix: str, first: bytes, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    if kind := decode.binary(data):
        yield where.problem("article.binary", f"not text but {kind}", hint="give plain text, HTML or JSON lines")
        return
    page = suffix in paths.PAGES or (suffix not in paths.KNOWN and _MARKUP.match(first))
    text, doubt = decode.text(data, markup=bool(page))
    if doubt:
        yield where.problem("article.encoding", doubt, hint="save the file as UTF-8")
    if suffix in paths.DOCUMENT:
        yield from lines.document(text, where, columns)
    elif page:
        from eventx.read import pages

        yield pages.article(text, where)
    elif len(text) > LONGEST:
        yield where.too_long("the text", LONGEST, "characters")
    else:
        yield Article(where.id, text)
