"""Files of rows from one format to another: csv, jsonl, parquet, geojson, xlsx; in our columns, ACLED's, UCDP's or HXL's.

read → translate (old exports) → type → profile → write. What a row holds that its columns cannot is told as a
:class:`~eventx.errors.Finding`, the row is left out and the others are written. Without a profile nothing is lost on
the way there and back, columns of other people included.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eventx import rowfiles
from eventx.convert.profiles import PROFILES
from eventx.convert.table import Done, Table, opened
from eventx.convert.writers import FORMATS, write
from eventx.errors import Finding, UsageError

__all__ = ["FORMATS", "NAMES", "PROFILES", "Done", "convert"]

NAMES = ("eventx", "acled")
"""Spellings of places that :func:`convert` knows."""


def convert(
    source: Path, target: Path, *, kind: str = "", into: str = "", profile: str = "", names: str = "", excel: bool = False,
    tell: Callable[[Finding], None] = lambda finding: None,
) -> Done:  # fmt: skip
    """Write the rows of one file as another and say how many.

    ``kind`` and ``into`` are formats (:data:`FORMATS`) where the files' endings do not say. ``profile`` is one of
    :data:`PROFILES`, ``""`` for the columns as they are. ``names`` is ``acled`` for ACLED's and OCHA's spelling of
    places (which the profile ``acled`` takes by itself), ``excel`` begins CSV with the mark that Excel wants. Each
    finding is given to ``tell`` as it is met. The target is replaced only when all rows are written.

    :raises UsageError: a format, profile or spelling is unknown or they do not go together, or an extra is missing.
    :raises DataError: the target's format cannot hold what is to be written.
    :raises OSError: a file cannot be read or written.
    """
    into = into or rowfiles.format_of(target)
    if into not in FORMATS:
        raise UsageError(f"unknown format {into!r}", hint=f"one of: {', '.join(FORMATS)}")
    if profile and profile not in PROFILES:
        raise UsageError(f"unknown profile {profile!r}", hint=f"one of: {', '.join(PROFILES)}")
    if names and names not in NAMES:
        raise UsageError(f"unknown spelling {names!r}", hint=f"one of: {', '.join(NAMES)}")
    if excel and into != "csv":
        raise UsageError("--excel is for csv", hint="xlsx needs no mark")
    if profile == "hxl" and into not in ("csv", "xlsx"):
        raise UsageError(f"{into} has no row for hashtags", hint="write csv or xlsx")
    done = Done()
    table = opened(source, kind or rowfiles.format_of(source), done, tell)
    if profile:
        table = PROFILES[profile](table, done)
    if names == "acled" or (profile == "acled" and not names):
        from eventx.convert.places import respelled

        table = Table(table.fields, map(respelled, table.rows))
    done.written = write(table, target, into=into, excel=excel)
    return done
