"""Names → candidates with reasons: what ``eventx gazetteer find`` prints and other scripts rely on (CONTRACT)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from eventx.actors import ActorIndex, actor_index
from eventx.fold import fold
from eventx.gazetteers.find_actors import candidates
from eventx.gazetteers.places import Place, PlaceIndex, place_index
from eventx.gazetteers.resolve import disambiguate

_UNITS = {
    "province", "gouvernorat", "governorate", "region", "oblast", "wilaya", "district", "state", "etat", "departement",
    "محافظه", "ولايه", "اقليم",
}  # fmt: skip
_SMALL_WORDS = {"of", "de", "du", "des", "d", "la", "le", "les", "l", "the"}


def find(query: Mapping[str, Any], *, places: PlaceIndex | None = None, actors: ActorIndex | None = None) -> dict[str, Any]:
    """The candidates of one query, best first.

    ``query`` has ``name`` and optionally ``kind`` (``place`` or ``actor``), ``language``, ``country`` (ISO3 of the
    article's main country), ``date`` (ISO) and ``near`` (a place name or a pair of coordinates). Unknown names have
    no candidates. Raises ``ValueError`` for a query without a name or with a date that is none.
    """
    name = str(query.get("name") or "")
    if not name.strip():
        raise ValueError("a query needs a name")
    kind = query.get("kind") or ""
    country = str(query.get("country") or "")
    day = date.fromisoformat(str(query["date"])[:10]) if query.get("date") else None
    out: list[dict[str, Any]] = []
    if kind != "actor":
        out += _places(name, country, query.get("near"), places or place_index())
    if kind != "place":
        out += candidates(name, country, day, str(query.get("language") or ""), actors or actor_index())
    out.sort(key=lambda one: -one["score"])
    return {"query": dict(query), "candidates": out}


def find_all(queries: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """:func:`find` for many queries, in their order."""
    return (find(query) for query in queries)


def _places(name: str, country: str, near: Any, index: PlaceIndex) -> list[dict[str, Any]]:
    """Places of the name: listed, transliterated, and failing those its near misses in the article's country."""
    hint, bare = _unit(name)
    refs = index.find(bare) or index.find(bare, variants=True) or index.adjective(fold(bare))
    fuzzy: dict[int, float] = {}
    if not refs and country:
        fuzzy = dict(index.fuzzy(bare, country))
        refs = tuple(fuzzy)
    scored = disambiguate(
        refs, countries={country: 1.0} if country else None, near=_points(near, country, index), kind=hint, index=index
    )
    out = []
    for one in scored:
        place, reasons = one.place, list(one.reasons)
        score = one.score
        if place.ref in fuzzy:
            score -= 1.0
            reasons.append(f"near miss: {fuzzy[place.ref]:.0f} % alike")
        out.append(told(place, score, reasons))
    return out


def told(place: Place, score: float, reasons: list[str]) -> dict[str, Any]:
    """A place as a candidate."""
    return {
        "name": place.name, "kind": place.kind, "country": place.country, "admin1": place.admin1, "latitude": place.lat,
        "longitude": place.lon, "inter": None, "score": round(score, 3), "reasons": reasons,
    }  # fmt: skip


def _unit(name: str) -> tuple[str, str]:
    """A kind hint and the bare name: «province d'Idlib» is an administrative unit called Idlib."""
    words = fold(name).split()
    kept = [word for word in words if word not in _UNITS]
    if len(kept) == len(words) or not kept:
        return "", name
    while len(kept) > 1 and kept[0] in _SMALL_WORDS:
        kept = kept[1:]
    while len(kept) > 1 and kept[-1] in _SMALL_WORDS:
        kept = kept[:-1]
    return "admin", " ".join(kept)


def _points(near: Any, country: str, index: PlaceIndex) -> list[tuple[float, float]]:
    """The points that ``near`` tells: a pair of numbers, a place name, or a list of either."""
    if not near:
        return []
    if isinstance(near, str):
        scored = disambiguate(index.find(near), countries={country: 1.0} if country else None, index=index)
        return [scored[0].place.point] if scored and scored[0].place.point else []
    if isinstance(near, Mapping):
        return [(float(near["latitude"]), float(near["longitude"]))]
    if len(near) == 2 and all(isinstance(one, int | float) for one in near):
        return [(float(near[0]), float(near[1]))]
    return [point for one in near for point in _points(one, country, index)]
