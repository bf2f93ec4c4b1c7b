"""The columns as they are, with a row of HXL hashtags under the header."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from eventx.convert.table import Done, Table


def table(given: Table, done: Done) -> Table:
    """The same table with tagged columns; columns that are not ours have no tag."""
    del done
    return Table(tuple(replace(field, tag=tags().get(field.name, "")) for field in given.fields), given.rows)


@cache
def tags() -> dict[str, str]:
    """Column → hashtag, read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
