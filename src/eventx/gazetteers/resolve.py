"""Which of several places of one name is meant, with reasons; and points told by distance and direction.

The score adds what speaks for a place: the container the text gives, the article's countries, provinces and other
places, prominence, kind. Every part leaves a reason. A candidate below :data:`PLAUSIBLE` is no place of this text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventx.fold import fold
from eventx.gazetteers.places import VARIANT, Place, PlaceIndex, place_index, rank
from eventx.gazetteers.tables import ADMIN_KINDS

PLAUSIBLE = 2.0
TIE = 0.35  # scores this near do not decide
_TIE_KM = 25.0  # and only places this far apart make a difference
_LARGE = 500_000  # known to readers without their country

_RANKS = (0.0, -0.1, 0.0, -0.4, -1.0)
# Prominence of what has no population of its own, as the logarithm of one.
_PROMINENCE = {
    "country": 8.0, "province": 5.5, "region": 5.0, "city": 5.0, "sea": 5.0, "river": 4.5, "mountain": 4.0,
    "district": 4.0, "town": 4.0, "island": 4.0, "camp": 4.0, "subdistrict": 3.3, "base": 3.5, "airport": 3.5,
    "crossing": 3.5, "dam": 3.5, "road": 3.5, "front": 3.5, "prison": 3.5,
}  # fmt: skip
BEARINGS = {"n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315}


@dataclass(frozen=True, slots=True)
class Scored:
    """A place with what speaks for it."""

    place: Place
    score: float
    reasons: tuple[str, ...]

    @property
    def plausible(self) -> bool:
        """Whether enough speaks for the place that an event may be put there."""
        return self.score >= PLAUSIBLE


def disambiguate(
    refs: Iterable[int],
    *,
    country: str | None = None,
    countries: Mapping[str, float] | None = None,
    admin1: Iterable[str] = (),
    near: Sequence[tuple[float, float]] = (),
    kind: str = "",
    index: PlaceIndex | None = None,
) -> list[Scored]:
    """Rank the places that a name may stand for, the best first.

    ``country`` is the container the text itself gives ("X, in Syria"), ``countries`` the article's countries with
    weights of any scale, ``admin1`` provinces that the text names, ``near`` points of its other places. ``kind`` is
    a hint: ``settlement``, ``admin`` or one kind of place (``province``, ``base`` …); without it a settlement is
    preferred to the units named after it. The order of equal scores is that of the index, so it never varies.
    """
    index = index or place_index()
    places = [index.record(ref) for ref in dict.fromkeys(refs)]
    top = max((countries or {}).values(), default=0.0)
    weights = {iso: weight / top for iso, weight in (countries or {}).items()} if top > 0 else {}
    provinces = {fold(name) for name in admin1}
    scored = [
        _score(place, country=country, weights=weights, provinces=provinces, near=near, kind=kind, index=index)
        for place in places
    ]
    return sorted(scored, key=lambda one: (-one.score, one.place.ref))


def tied(scored: Sequence[Scored]) -> list[Scored]:
    """The plausible candidates that the best one does not beat and that lie elsewhere; empty when the best stands."""
    if not scored or not scored[0].plausible:
        return []
    best = scored[0]
    rivals = [one for one in scored[1:] if best.score - one.score < TIE and one.plausible and _apart(best, one)]
    return [best, *rivals] if rivals else []


def _score(
    place: Place,
    *,
    country: str | None,
    weights: Mapping[str, float],
    provinces: set[str],
    near: Sequence[tuple[float, float]],
    kind: str,
    index: PlaceIndex,
) -> Scored:
    reasons: list[str] = []
    size = math.log10(place.population + 1) if place.population else _PROMINENCE.get(place.kind, 3.0)
    if not place.population and place.layer == "base":
        size = 2.7
    score = 0.4 * size + _RANKS[rank(place.ref)]
    if place.population:
        reasons.append(f"{place.population} people")
    if place.source:
        reasons.append(f"imported: {place.source}")
    elif rank(place.ref) == VARIANT:
        reasons.append("transliteration")
    if place.layer == "overlay":
        score += 0.5
        reasons.append("in our tables")
    score += _kind(place, kind, reasons)
    supported = False
    if country:
        supported = place.country == country
        score += 4.0 if supported else -4.0
        reasons.append(f"{'in' if supported else 'not in'} {country}")
    weight = weights.get(place.country, 0.0)
    if weight > 0:
        supported = True
        score += 3.0 * weight
        reasons.append(f"country of the article: {place.country}")
    elif weights and not country:
        score -= 0.5 if place.population >= _LARGE or place.kind == "country" or index.is_capital(place.ref) else 1.5
        reasons.append("not a country of the article")
    if provinces and place.kind != "country" and place.admin1 and fold(place.admin1) in provinces:
        supported = True
        score += 2.0
        reasons.append(f"in {place.admin1}, which the text names")
    if near and place.lat is not None and place.lon is not None:
        distance = min(km(place.lat, place.lon, *point) for point in near)
        gain = 2.0 * math.exp(-distance / 100)
        if gain > 0.1:
            score += gain
            reasons.append(f"{distance:.0f} km from another place of the text")
            supported = supported or distance < 100
    if rank(place.ref) == VARIANT and not supported:
        score -= 2.0
    return Scored(place, round(score, 4), tuple(reasons))


def _kind(place: Place, kind: str, reasons: list[str]) -> float:
    """What the hint says of the place's kind."""
    if not kind:
        return 0.6 if place.is_settlement else 0.0
    fits = (
        place.is_settlement
        if kind == "settlement"
        else place.kind in ADMIN_KINDS
        if kind == "admin"
        else place.kind == kind
    )
    if fits:
        reasons.append(f"a {place.kind}")
        return 2.0
    return -1.0


def _apart(one: Scored, other: Scored) -> bool:
    """Whether two candidates lie so far apart that choosing matters, neither being inside the other."""
    a, b = one.place, other.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    if a.country == b.country and (a.is_admin != b.is_admin) and a.admin1 == b.admin1:
        return False
    return km(a.lat, a.lon, b.lat, b.lon) > _TIE_KM


def km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres, for ranking thousands of candidates; :func:`distance` is the exact one."""
    a = math.sin(math.radians(lat2 - lat) / 2) ** 2
    a += math.cos(math.radians(lat)) * math.cos(math.radians(lat2)) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742.0176 * math.asin(min(1.0, math.sqrt(a)))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Geodesic distance in kilometres between two points (latitude, longitude)."""
    import geopy.distance

    return float(geopy.distance.geodesic(one, other).kilometers)


def offset(place: Place, km: float, bearing: float | str) -> tuple[float, float]:
    """The point ``km`` kilometres from a place in a direction: degrees from north, or ``n``, ``ne``, ``e`` …

    Raises ``ValueError`` where the place's own point is unknown, ``KeyError`` for another direction.
    """
    if place.lat is None or place.lon is None:
        raise ValueError(f"{place.id} has no point")
    import geopy.distance

    degrees = BEARINGS[bearing] if isinstance(bearing, str) else bearing
    point = geopy.distance.geodesic(kilometers=km).destination((place.lat, place.lon), bearing=degrees)
    return round(point.latitude, 4), round(point.longitude, 4)
