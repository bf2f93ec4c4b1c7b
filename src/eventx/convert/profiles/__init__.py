"""Other people's columns: each profile makes a table of theirs from a table of rows.

A profile is a function of the table and of the tally, in which it counts the rows that have no counterpart there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eventx.convert.profiles import acled, hxl, ucdp
from eventx.convert.table import Done, Table

__all__ = ["PROFILES"]

PROFILES: Mapping[str, Callable[[Table, Done], Table]] = {"acled": acled.table, "ucdp": ucdp.table, "hxl": hxl.table}
"""Name → what makes the table."""
