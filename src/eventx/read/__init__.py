"""Files to articles, one at a time: text, HTML, JSON, CSV, Parquet and web archives, plain or gzipped.

What cannot be read becomes a :class:`~eventx.model.Problem` that says where it is and what would help, and the next
article goes on. Nothing is cleaned here: offsets of later evidence refer to the text as it stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read.objects import FIELDS
from eventx.read.paths import KNOWN, found
from eventx.read.sources import everything

__all__ = ["FATAL", "FIELDS", "KNOWN", "mapping", "read"]

FATAL = frozenset({
    "article.empty", "article.binary", "article.invalid_json", "article.invalid_row", "article.no_column",
    "article.no_story", "article.too_long", "article.unreadable",
})  # fmt: skip
"""Problem codes of :func:`read` after which no article follows; the others announce an article that was read."""


def read(
    paths: Sequence[str], *, stdin: IO[Any] | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Article | Problem]:
    """Articles and problems of files, folders, patterns (``news/**/*.html``) and ``-`` (standard input).

    A folder gives its known files and those of the folders in it, by name; links to folders are not followed. The kind
    of a file follows from its ending (``.gz`` after it: compressed), else from its first character. An article without
    an id gets the file's stem, with the number of its line, row or record where the file holds several, and its
    folder's path where it lies below the folder that was given. ``stdin`` is read for ``-`` instead of ``sys.stdin``.
    ``columns`` says which key or column holds a field where it does not bear the field's name:
    ``{"text": "body", "published": "date"}``.

    :raises UsageError: a path does not exist or cannot be opened, a pattern matches nothing or a field is unknown, told
        before anything is read; or a file needs an extra that is not installed.
    """
    chosen = dict(columns or {})
    for name in chosen:
        if name not in FIELDS:
            raise UsageError(f"an article has no field {name!r}", hint=f"one of: {', '.join(FIELDS)}")
    return everything(list(found(paths)), stdin, chosen)


def mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Field → column of pairs as a command line has them, such as ``text=body``.

    :raises UsageError: a pair has no ``=``, or names a field that articles do not have.
    """
    out: dict[str, str] = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not sign or not column or field.strip() not in FIELDS:
            raise UsageError(f"{pair!r} maps no column", hint=f"write FIELD=COLUMN with one of: {', '.join(FIELDS)}")
        out[field.strip()] = column
    return out
