"""Finishing incidents: headlines and tolls told first join their story; what is not said is carried over."""

from __future__ import annotations

from collections.abc import Callable

from eventx.annotate.layers import Sentence
from eventx.assemble.clock import Tick
from eventx.assemble.fit import same_place
from eventx.assemble.happening import spoken_dates
from eventx.assemble.incident import Day, Incident
from eventx.coding import Typology
from eventx.place import Located


def merge_titles(incidents: list[Incident], typology: Typology) -> list[Incident]:
    """An incident that only the title tells is that of the body which it fits, when it adds no day of its own."""
    kept = list(incidents)
    for incident in incidents:
        if any(h.sentence.zone.kind != "title" for h in incident.happenings):
            continue
        for other in incidents:
            if other is incident or other not in kept or all(h.sentence.zone.kind == "title" for h in other.happenings):
                continue
            if not any(typology.joins(a, b) for a in incident.frames for b in other.frames):
                continue
            if any(t.number.best for t in incident.tolls) and not any(t.number.best for t in other.tolls):
                continue  # the dead of a headline are told in the text
            if incident.places and other.places and same_place(incident.places[0], other.places[0]) is None:
                continue
            other.happenings = incident.happenings + other.happenings
            if incident.places and (not other.places or finer(incident.places[0], other.places[0])):
                other.places = incident.places
            break
        kept.remove(incident)  # a headline without a story to it proves no row
    return kept


def absorb(incidents: list[Incident], typology: Typology) -> list[Incident]:
    """A toll told before its cause («Bilan : 18 morts. Un camion a sauté …») is that of the incident right after it."""
    kept = list(incidents)
    for incident in incidents:
        body = [h for h in incident.happenings if h.sentence.zone.kind != "title"]
        if not body or not all(typology.effect(frame) for frame in incident.frames) or any(h.agents for h in body):
            continue
        last = max(h.sentence.index for h in body)
        other = next((o for o in kept if o is not incident and _follows(incident, o, last, typology)), None)
        if other is None:
            continue
        other.happenings = sorted(incident.happenings + other.happenings, key=lambda h: (h.sentence.zone.kind == "title", h.sentence.index))
        other.day = other.day or incident.day
        other.places = other.places or incident.places
        kept.remove(incident)
    return kept


def _follows(toll: Incident, other: Incident, last: int, typology: Typology) -> bool:
    """Whether an incident right behind a toll can be what the toll is of."""
    told = [h.sentence.index for h in other.happenings if h.sentence.zone.kind != "title"]
    if not told or not 0 < min(told) - last <= 2 or all(typology.effect(frame) for frame in other.frames):
        return False
    if not any(typology.joins("killing", frame) for frame in other.frames):
        return False
    if any(h.own_place for h in toll.happenings) and toll.places and other.places and same_place(toll.places[0], other.places[0]) is None:
        return False
    return toll.day is None or other.day is None or toll.day.first == other.day.first


def finer(new: Located, old: Located) -> bool:
    """Whether a place says more than the one known: a settlement in or instead of an area."""
    if new.place.country != old.place.country:
        return False
    if old.named.kind == "country" and new.named.kind != "country":
        return True
    return new.precision < old.precision and (old.named.is_admin or not new.named.is_admin) and old.precision == 3


def _said(incident: Incident, first: Tick | None) -> Day | None:
    """The first day that the article sets, else the day on which an incident was told: "said on Monday it had taken the town"."""
    if first is not None:
        return Day(first.first, first.last, first.precision, first.mention, first.sentence, first.kind)
    sentence = incident.happenings[0].sentence
    spoken = spoken_dates(sentence)
    day = next((m for m in sentence.layer("dates") if id(m) in spoken and m.value.first and m.value.precision == 1), None)
    if day is None or not any(h.agents or h.tolls for h in incident.happenings):
        return None
    return Day(day.value.first, day.value.first, 2, day, sentence)


def carry(
    incidents: list[Incident],
    scene: Callable[[Sentence], list[Located]],
    time: Callable[[Sentence], Tick | None],
    headline: list[Located],
    set_first: Tick | None = None,
) -> None:
    """What an incident lacks comes from the one told before it near by, else from the headline, else from the first."""
    solid = [i for i in incidents if i.strong or i.tolls]
    firm = set(map(id, solid))
    first_day = next((i.day for i in solid if i.day is not None), None)
    settled = [i.places for i in incidents if i.places]
    first_place = next((p for p in settled if p[0].named.kind != "country"), settled[0] if settled else None)
    previous: Incident | None = None
    for incident in incidents:
        near = previous is not None and incident.happenings[0].sentence.index - previous.happenings[-1].sentence.index <= 2
        if incident.day is None:
            tick = next((t for t in map(time, (h.sentence for h in incident.happenings)) if t is not None), None)
            source = previous.day if near and previous is not None and previous.day is not None else None
            lead = incident.happenings[0].sentence.index <= 3
            source = source or (first_day if lead else None) or (_said(incident, set_first) if lead else None)
            if tick is not None:
                incident.day = Day(tick.first, tick.last, tick.precision, tick.mention, tick.sentence, tick.kind)
                incident.carried_day = True
            elif source is not None:
                incident.day = Day(source.first, source.last, source.precision, source.mention, source.sentence, source.kind)
                incident.carried_day = True
        if not incident.places:
            source_places: list[Located] | None = scene(incident.happenings[0].sentence)
            incident.set_near = bool(source_places)
            if not source_places and previous is not None and previous.places and near:
                source_places, incident.set_near = previous.places, True
            if not source_places and headline and (not incident.carried_day or any(h.agents and h.targets for h in incident.happenings)):
                source_places, incident.set_near = headline, True
            source_places = source_places or first_place
            if source_places:
                incident.places = [Located(p.place, 3 if p.precision == 3 else p.precision, p.mention, p.sentence, p.named) for p in source_places[:1]]
                incident.carried_place = True
        if id(incident) in firm:
            previous = incident
