"""The weights of ``weights.toml``: what speaks for and against two rows telling one incident."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Steps = tuple[tuple[float, float], ...]
"""Up to so much: so many points."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The table as it stands, with families looked up by sub-event type and in either order."""

    same: float
    near: float
    apart: float
    day: Mapping[str, Any]
    place: Mapping[str, Any]
    type: Mapping[str, Any]
    doer: Mapping[str, float]
    target: Mapping[str, float]
    toll: Mapping[str, Any]
    voice: Mapping[str, float]
    rival: Mapping[str, float]
    actors: Mapping[str, tuple[str, ...]]
    family: Mapping[str, str]
    between: Mapping[tuple[str, str], float]


@cache
def weights() -> Weights:
    """The weights, read once."""
    table = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    kinds = table["type"]
    family = {sub: name for name, subs in kinds["families"].items() for sub in subs}
    between: dict[tuple[str, str], float] = {}
    for pair, points in kinds["between"].items():
        one, other = pair.split()
        between[one, other] = between[other, one] = points
    return Weights(
        same=table["same"], near=table["near"], apart=table["apart"], day=table["day"], place=table["place"], type=kinds,
        doer=table["doer"], target=table["target"], toll=table["toll"], voice=table["voice"], rival=table["rival"],
        actors={name: tuple(words) for name, words in table["actors"].items()}, family=family, between=between,
    )  # fmt: skip


def step(steps: list[list[float]], value: float, beyond: float | None = None) -> float | None:
    """The points of the first step that the value does not pass."""
    for limit, points in steps:
        if value <= limit:
            return points
    return beyond
