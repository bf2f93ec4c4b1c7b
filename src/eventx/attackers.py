"""The attacker of an article: whom its headline and lead name for strikes that its items then tell without a doer.

"Russian attacks kill 8 across Ukraine": the shells that fell on Rodynske in the third paragraph are the same side's. It
holds for a country where headline and lead name one side alone, and no strike told there has another known doer; what
that side's enemy does elsewhere («l'Ukraine a répliqué … à Saratov») changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from eventx.assemble import Happening, Incident
from eventx.coding import Typology
from eventx.who import Actor, Registry

_LEAD = 3  # sentences
_UNREAL = frozenset({"negated", "background", "pluperfect", "anniversary", "trial"})


def attackers(
    items: Sequence[Happening], incidents: Sequence[Incident], registry: Registry, typology: Typology, main: str, day: date | None
) -> dict[str, Actor]:
    """By country the one side that an article makes the doer of its strikes there."""
    there = {incident.places[0].place.country for incident in incidents if incident.places} | ({main} if main else set())
    found = ((country, _attacker(items, incidents, registry, typology, country, day, main)) for country in sorted(there))
    return {country: actor for country, actor in found if actor is not None}


def _attacker(items: Iterable[Happening], incidents: Iterable[Incident], registry: Registry, typology: Typology, country: str, day: date | None, main: str) -> Actor | None:
    elsewhere = {
        id(happening) for incident in incidents if incident.places and incident.places[0].place.country != country
        and any(typology.family(frame) == "remote" for frame in incident.frames)
        for happening in incident.happenings if happening.sentence.zone.kind != "title"
    }  # fmt: skip
    lead: dict[str, Actor] = {}
    others: set[str] = set()
    for item in items:
        families = {typology.family(frame) for frame in item.frames}
        striking = bool(families & {"remote"}) or (bool(families & {"violence"}) and all(typology.generic(f) or typology.effect(f) for f in item.frames))
        if not striking or item.dismissed in _UNREAL or id(item) in elsewhere:
            continue
        leading = item.sentence.zone.kind == "title" or item.sentence.index <= _LEAD
        if item.dismissed and not leading:
            continue
        for mention in item.agents[:1]:
            if mention.layer == "parties" and registry.unflagged(mention.value, country, day):
                continue
            actor = registry.of(mention, country, day)
            if actor is None or not actor.certain or not actor.named or actor.side not in ("foreign", "state", "armed") or (actor.side == "state" and country != main):
                continue
            others.add(actor.name)
            if leading:
                lead[actor.name] = actor
    return next(iter(lead.values())) if len(lead) == 1 and others == set(lead) else None
