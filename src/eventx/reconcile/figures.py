"""What the dead and injured of two reports say for and against their telling one incident."""

from __future__ import annotations

from eventx.reconcile.report import Figure, Report
from eventx.reconcile.weights import step, weights


def points(one: Report, other: Report) -> tuple[float, str]:
    """The points of dead and injured, with what they are for in words."""
    total, told = _silent(one, other) if one.dead is None or other.dead is None else _dead(one.dead, other.dead, one.published - other.published)
    if one.hurt is not None and other.hurt is not None:
        more, fewer = max(one.hurt.best, other.hurt.best), min(one.hurt.best, other.hurt.best)
        if more == fewer and more > 1:
            total, told = total + weights().toll["injured_equal"], f"{told}{', ' if told else ''}{more} injured"
        elif (more + 1) / (fewer + 1) > weights().toll["injured_ratio"]:
            total, told = total + weights().toll["injured_apart"], f"{told}{', ' if told else ''}{fewer} and {more} injured"
    return total, told


def _silent(one: Report, other: Report) -> tuple[float, str]:
    """At least one report does not tell of dead: that speaks against many, more so when it counts the wounded."""
    table = weights().toll
    silent, told = (one, other) if one.dead is None else (other, one)
    if told.dead is None:
        return 0.0, ""
    points = step(table["silent"], told.dead.best) or 0.0
    if points and silent.hurt is not None:
        share = table["grown"] if silent.published < told.published else 1.0  # the wounded die, the missing are found
        return (points + table["wounded_only"]) * share, f"{told.dead.best} dead here, only wounded there{', earlier' if share < 1 else ''}"
    return points, f"{told.dead.best} dead here, none told of there" if points else ""


def _dead(one: Figure, other: Figure, later: int) -> tuple[float, str]:
    """``later`` is by how many days the first report was published after the other."""
    table = weights().toll
    if one.best == other.best:
        return step(table["equal"], one.best) or 0.0, f"{one.best} dead in both"
    told = f"{one.best} and {other.best} dead"
    large = step(table["large"], min(one.best, other.best)) or 0.0
    if one.holds(other.best) and other.holds(one.best):
        return table["within"] + large, f"{told}, as the wording allows"
    more, fewer = max(one.best, other.best), min(one.best, other.best)
    points = step(table["ratio"], (more + 1) / (fewer + 1)) or 0.0
    grown = later > 0 if one.best > other.best else later < 0
    if grown and points < 0:
        return points * table["grown"] + large, f"{told}, the higher one later"
    return points + large, told
