"""Cells that go along when a person changes one: said openly, as edits of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eventx.review.cells import same

_TOLLS = ("fatalities", "injured")


def with_companions(row: Mapping[str, Any], changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Changes (column → seen, wanted) with what must follow so that the row stays one that can be.

    The bounds of a toll that were its exact figure move with it; a second actor's class and companions leave with it.
    """
    out = dict(changes)
    for stem in _TOLLS:
        if stem not in changes:
            continue
        for bound in (f"{stem}_low", f"{stem}_high"):
            if bound not in changes and row[bound] is not None and same(row[bound], row[stem]):
                out[bound] = (row[bound], changes[stem][1])
    if "actor2" in changes and not changes["actor2"][1]:
        for column in ("inter2", "assoc_actor_2"):
            if column not in changes and row[column]:
                out[column] = (row[column], "")
    return out
