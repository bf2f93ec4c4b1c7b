"""What the names of actors have in common with their relatives: one state's forces, a branch and its umbrella."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from eventx import resources
from eventx.reconcile.weights import weights


@cache
def kin(name: str) -> frozenset[str]:
    """Keys that a canonical name shares with its relatives: its state, else its own name and its umbrella's."""
    for form in weights().actors["state"]:
        if name.startswith(form):
            return frozenset({"state " + name.removeprefix(form).split("(")[0].strip()})
    umbrella = _umbrellas().get(name, "")
    return frozenset(plain(one) for one in (name, umbrella) if one)


def plain(name: str) -> str:
    """A name without acronym, branch and years: «RSF: Rapid Support Forces» and «Rapid Support Forces (Sudan)» agree."""
    acronym, colon, rest = name.partition(": ")
    return (rest if colon else acronym).split(" (")[0].strip()


@cache
def _umbrellas() -> Mapping[str, str]:
    """Group → what it is part of, by the compiled actor tables."""
    try:
        groups = json.loads(resources.path("index", "actors.json").read_text(encoding="utf-8"))["groups"]
    except OSError:  # rows can be reconciled where nothing was compiled
        return {}
    return {group[0]: group[5] for group in groups if group[5]}
