"""Places by ACLED's and OCHA's spelling instead of the common English one: Idlib is Idleb, Saraqeb is Saraqab."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_COLUMNS = ("admin1", "admin2", "admin3", "location")


def respelled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the names of its place so spelled, in the note too; its id and all else stay.

    A place that ``places.csv`` does not list keeps its name.
    """
    out = dict(row)
    country, province = str(row.get("country") or ""), str(row.get("admin1") or "")
    note = str(row.get("notes") or "")
    changed = {}
    for column in _COLUMNS:
        name = str(row.get(column) or "")
        new = spellings().get((country, column, province if column != "admin1" else "", name)) if name else None
        if new:
            out[column] = changed[name] = new
    if changed and note:
        # All at once, the longest first: a name may stand inside another.
        either = "|".join(re.escape(name) for name in sorted(changed, key=len, reverse=True))
        out["notes"] = re.sub(rf"(?<!\w)(?:{either})(?!\w)", lambda found: changed[found[0]], note)
    return out


@cache
def spellings() -> Mapping[tuple[str, str, str, str], str]:
    """Country, column, province (but for provinces) and name → how ACLED spells it."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["column"], row["province"], row["name"]): row["acled"] for row in csv.DictReader(file)}
