"""The decision about one pair: points for day, place, type, sides, toll and voices, each with its reason.

:func:`score` gives the sum alone and is what runs on every pair; :func:`reasons` gives the parts in words for those that
somebody looks at. Both take them from one place, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt

from eventx.reconcile import figures
from eventx.reconcile.report import Report, Side
from eventx.reconcile.weights import step, weights

APART = float("-inf")
"""The score of a pair that cannot be one incident."""


def score(one: Report, other: Report) -> float:
    """The points of a pair; :data:`APART` when day, place or kind make it impossible."""
    total = 0.0
    for compare in _PARTS:
        points = compare(one, other)
        if points is None:
            return APART
        total += points[0]
    return round(total, 3)


def reasons(one: Report, other: Report) -> tuple[str, ...]:
    """The parts of the score in words, ``name +points: why``; the last one of an impossible pair says why it is so."""
    told = []
    for compare in _PARTS:
        name = compare.__name__.strip("_")
        points = compare(one, other)
        if points is None:
            told.append(f"{name}: impossible ({_why_apart(name, one, other)})")
            break
        if points[1] != "":
            told.append(f"{name} {points[0]:+.1f}: {points[1]}")
    return tuple(told)


Points = tuple[float, str] | None


def _day(one: Report, other: Report) -> Points:
    table, worst = weights().day, max(one.day_precision, other.day_precision)
    days = abs(one.day - other.day)
    if worst == 3:
        if one.row["event_date"][:7] != other.row["event_date"][:7]:
            return None
        exact = one.day_precision == other.day_precision
        return (table["month_exact"], "both known as the same month") if exact else (table["month"], "within the month")
    steps = table["exact"] if worst == 1 else table["span"]
    if days >= len(steps):
        return None
    told = "same day" if not days else f"{days} day{'s' if days > 1 else ''} apart"
    return steps[days], told if worst == 1 else f"{told}, one known as a span"


def _place(one: Report, other: Report) -> Points:
    table, worst = weights().place, max(one.geo, other.geo)
    same_country = one.country == other.country
    if one.point is None or other.point is None:
        return _unplaced(one, other)
    km = _km(one.point, other.point)
    if worst == 3:
        if same_country and one.province and one.province == other.province:
            both = one.geo == other.geo
            return (table["province_exact"], "both known as the same province") if both else (table["province"], "in the province")
        limit, points = table["beside"]
        return (points, f"{km:.0f} km apart, other provinces") if km <= limit else None
    if same_country and one.place == other.place and one.province == other.province:
        km = 0.0
    points = step(table["exact"] if worst == 1 else table["near"], km)
    return None if points is None else (points, "same place" if km < 1 else f"{km:.0f} km apart")


def _unplaced(one: Report, other: Report) -> Points:
    """At least one point is missing: names and provinces decide."""
    table = weights().place
    if one.country != other.country or (one.province and other.province and one.province != other.province):
        return None
    if one.place and one.place == other.place:
        return table["homonym"], "same name, no point"
    if max(one.geo, other.geo) == 3:
        return (table["province"], "in the province") if one.province and one.province == other.province else None
    from rapidfuzz.fuzz import ratio

    if ratio(one.place, other.place) >= table["spelling"]:
        return table["alike"], "names written alike, no point"
    return None


def _type(one: Report, other: Report) -> Points:
    table = weights().type
    if one.sub == other.sub:
        return table["same"], "same type"
    tactics = table["tactics"]
    if any(a.sub in tactics["telling"] and b.sub in tactics["strike"] for a, b in ((one, other), (other, one))):
        return table["telling"], f"{one.sub} and {other.sub}"
    if one.sub in tactics["strike"] and other.sub in tactics["strike"]:
        return table["tactic"], f"{one.sub} and {other.sub}"
    if one.family == other.family:
        return table["family"], f"both {one.family}"
    points = weights().between.get((one.family, other.family))
    return None if points is None else (points, f"{one.family} and {other.family}")


def _sides(one: Report, other: Report) -> Points:
    straight = _pair(one.doer, one.target, other.doer, other.target, guessed=_guessed(one, other))
    if "fight" not in (one.family, other.family):
        return straight
    crossed = _pair(one.doer, one.target, other.target, other.doer)
    return crossed if crossed[0] > straight[0] else straight


def crossed(one: Report, other: Report) -> bool:
    """Whether two accounts of one fight name its sides in the other order."""
    if "fight" not in (one.family, other.family):
        return False
    turned = _pair(one.doer, one.target, other.target, other.doer)
    return turned[0] > _pair(one.doer, one.target, other.doer, other.target)[0]


def _guessed(one: Report, other: Report) -> bool:
    """Whether one incident may well have two doers in two reports: one is only blamed, or both guess who flew."""
    flown = weights().type["tactics"]["flown"]
    return one.blamed or other.blamed or (one.sub in flown and other.sub in flown)


def _pair(doer1: Side, target1: Side, doer2: Side, target2: Side, *, guessed: bool = False) -> tuple[float, str]:
    doers, targets = _doers(doer1, doer2), _targets(target1, target2)
    if guessed and doers == "different":
        return weights().doer["guessed"] + weights().target[targets], f"actor 1 different but guessed, actor 2 {targets}"
    return weights().doer[doers] + weights().target[targets], f"actor 1 {doers}, actor 2 {targets}"


def _doers(one: Side, other: Side) -> str:
    if one.known & other.known:
        return "same"
    if (one.state and other.rebel) or (one.rebel and other.state):
        return "different"
    if not one.known or not other.known:
        return "unknown"
    return "kin" if one.kin & other.kin else "different"


def _targets(one: Side, other: Side) -> str:
    if one.known & other.known:
        return "same"
    if one.people and other.people:
        return "people" if one.names & other.names else "unknown"
    if one.people != other.people and one.names and other.names:
        return "unknown" if one.names & other.names else "mixed"
    if not one.known or not other.known:
        return "unknown"
    return "kin" if one.kin & other.kin else "different"


def _toll(one: Report, other: Report) -> Points:
    return figures.points(one, other)


def _voice(one: Report, other: Report) -> Points:
    shared = one.voices & other.voices
    return (weights().voice["shared"], f"{min(shared)} says so") if shared else (0.0, "")


_PARTS: tuple[Callable[[Report, Report], Points], ...] = (_day, _place, _type, _sides, _toll, _voice)


def _why_apart(name: str, one: Report, other: Report) -> str:
    if name == "day":
        return f"{one.row['event_date']} and {other.row['event_date']}"
    if name == "place":
        return f"{one.row['location']} and {other.row['location']}"
    return f"{one.sub} and {other.sub}"


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in kilometres."""
    if one == other:
        return 0.0
    a = sin(radians(other[0] - one[0]) / 2) ** 2
    a += cos(radians(one[0])) * cos(radians(other[0])) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 12742.0176 * asin(min(1.0, sqrt(a)))
