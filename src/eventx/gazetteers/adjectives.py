"""Adjectives of towns («idlibien», "Aleppine"): which place each form means, from ``gazetteers/adjectives.csv``.

They are kept apart from the names of places: in a text they mean the place only beside a noun for its surroundings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from eventx.fold import fold
from eventx.gazetteers import tables

FILE = "adjectives.json"
"""The compiled table in the index folder: folded form → rows of places."""


def collect(root: Path, rows: Mapping[str, int]) -> dict[str, list[int]]:
    """Folded form → rows of the places it is of; ``rows`` maps the ids of places to their rows."""
    found: dict[str, list[int]] = defaultdict(list)
    for line in tables.rows(root / "adjectives.csv"):
        row = rows.get(line.cells["place"])  # an unknown id is told by the check
        for column in ("forms_en", "forms_fr"):
            for form in tables.split(line.cells[column]):
                if row is not None and row not in found[fold(form)]:
                    found[fold(form)].append(row)
    return dict(sorted(found.items()))
