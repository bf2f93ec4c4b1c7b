"""Sums: a toll told first over several places is not an incident beside those that make it up.

«Cinq civils ont péri dans des attaques contre deux villes» and then three dead in one town, two in the other: the five
are the three and the two. Only the numbers and the order show it, so the rule asks for both.
"""

from __future__ import annotations

from itertools import accumulate

from eventx.assemble.fit import same_place
from eventx.assemble.happening import Happening
from eventx.assemble.incident import Incident
from eventx.assemble.tolls import count
from eventx.coding import Typology

_LEAST = 3  # a total of two is too easily met by chance
_VAGUE = 3  # what «several» stands for when only the sum is asked


def sums(incidents: list[Incident], typology: Typology) -> tuple[list[Incident], list[tuple[Happening, str]]]:
    """(incidents without totals, the happenings of the totals with their code)."""
    kept, dropped = list(incidents), []
    dead = [_dead(incident) for incident in incidents]
    for at, incident in enumerate(incidents):
        total = dead[at]
        if total < _LEAST or _settled(incident):
            continue
        later = [died for died, other in zip(dead[at + 1 :], incidents[at + 1 :], strict=True) if died and _part_of(other, incident, typology)]
        running = list(accumulate(later))
        if total in running[1:]:
            kept.remove(incident)
            dropped += [(happening, "aggregate") for happening in incident.happenings]
    return kept, dropped


def _dead(incident: Incident) -> int:
    tolls = [t for h in incident.happenings if h.sentence.zone.kind != "title" for t in h.tolls if t.state == "dead"]
    figure = count(tolls, _VAGUE) if tolls else None
    return figure.best if figure is not None else 0


def _settled(incident: Incident) -> bool:
    """Whether the words that tell an incident name a town of their own, not the area that holds several."""
    named = _named(incident)
    return any(id(place.mention) in named and not place.named.is_admin and place.named.kind != "country" for place in incident.places)


def _part_of(other: Incident, total: Incident, typology: Typology) -> bool:
    if not any(typology.joins(a, b) for a in total.frames for b in other.frames):
        return False
    if total.day is not None and other.day is not None and not (total.day.first <= other.day.last and other.day.first <= total.day.last):
        return False
    inside = not total.places or not other.places or same_place(total.places[0], other.places[0]) is not None
    return inside or not _named(total)


def _named(incident: Incident) -> set[int]:
    """The places that the clauses of an incident name, headlines apart."""
    return {id(m) for h in incident.happenings if h.sentence.zone.kind != "title" for r in h.readings for m in r.places}


__all__ = ["sums"]
