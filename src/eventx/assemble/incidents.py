"""Incidents: happenings of an article that tell the same event, put together in text order.

A happening joins the incident that it fits best: same day and place, frames that can be one event, no contradiction of
sides, a definite or demonstrative noun, nearness. What neither fits nor has a day and place of its own stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from eventx.annotate.layers import Mention, Sentence, When
from eventx.assemble.clock import Tick
from eventx.assemble.finish import absorb, carry, finer, merge_titles
from eventx.assemble.fit import LOSING, REACH, TAKING
from eventx.assemble.fit import home as best_home
from eventx.assemble.happening import Happening, anchor_of, spoken_day
from eventx.assemble.incident import Day, Incident
from eventx.assemble.speakers import hear
from eventx.assemble.sums import sums
from eventx.assemble.tolls import TELLING
from eventx.coding import Typology
from eventx.place import Located


def assemble(
    items: list[Happening],
    typology: Typology,
    locate: Callable[[Happening], list[Located]],
    side: Callable[[Mention], str],
    sentences: Sequence[Sentence] = (),
    scene: Callable[[Sentence], list[Located]] = lambda _: [],
    time: Callable[[Sentence], Tick | None] = lambda _: None,
    headline: Sequence[Located] = (),
) -> tuple[list[Incident], list[tuple[Happening, str]]]:
    """(incidents, dismissed happenings with their code).

    ``locate`` gives the places of a happening, best first; ``side`` a comparable key for a party ("" when general).
    """
    incidents: list[Incident] = []
    dismissed: list[tuple[Happening, str]] = []
    last: Incident | None = None
    told = [item for item in items if item.sentence.zone.kind != "title"]
    for item in told + [item for item in items if item.sentence.zone.kind == "title"]:  # a headline joins its story
        day = _day(item, last, incidents, time, typology)
        places = locate(item)
        if item.dismissed:
            if item.dismissed == "denial" and last is not None and not last.disputed and item.sentence.index - last.happenings[-1].sentence.index <= 6:
                last.disputed = True
            dismissed.append((item, item.dismissed))
            continue
        if item.sentence.zone.kind == "title" and _several(item, typology):
            dismissed.append((item, "too_vague"))  # a headline over several incidents
            continue
        if day is None and _countrywide(item, places):
            dismissed.append((item, "aggregate"))
            continue
        setting = time(item.sentence)
        if dismissed and _recalls(item, dismissed[-1], places, last, typology):
            dismissed.append((item, dismissed[-1][1]))
            continue
        undated = item.late or _recounts(item, incidents)
        home = best_home(item, None if undated else day, setting, places, incidents, typology, side)
        if undated and home is not None:
            day = None
        bare = not item.readings or (bool(item.tolls) and not (item.agents or item.targets or item.own_date or places))  # "they left, and no one was hurt"
        if home is None and all(toll.number.kind == "zero" for toll in item.tolls) and bare:
            if last is not None and item.sentence.index - last.happenings[-1].sentence.index <= 3:
                home = last
            else:
                dismissed.append((item, "negated"))
                continue
        if item.weak and item.definite == "indefinite" and item.sentence.quoted[item.anchor.start] and not item.tolls and not (item.agents and item.own_place):
            dismissed.append((item, "too_vague"))
            continue
        if home is None and not (item.tolls or item.agents or item.targets or item.own_date or places):
            dismissed.append((item, "too_vague"))
            continue
        if home is None:
            home = Incident()
            incidents.append(home)
        _take_sides(home, item, typology)
        home.happenings.append(item)
        home.setting = home.setting or (setting.first if setting is not None else None)
        _settle(home, item, day, places)
        if home.strong or home.tolls:
            last = home
    incidents, totals = sums(merge_titles(absorb(incidents, typology), typology), typology)
    dismissed += totals
    hear(incidents, sentences, {item.sentence.index for item, reason in dismissed if reason not in ("too_vague", "denial", "reaction", "hypothetical")})
    carry(incidents, scene, time, list(headline), next((tick for tick in map(time, sentences) if tick is not None), None))
    return incidents, dismissed


def _recalls(item: Happening, before: tuple[Happening, str], places: list[Located], last: Incident | None, typology: Typology) -> bool:
    """Whether "those attacks", "the assault" go on with what has just been set aside as background or a total."""
    told, code = before
    if code not in ("aggregate", "background", "pluperfect", "plan", "hypothetical", "trial", "anniversary") or item.own_date or not item.readings:
        return False
    gap = item.sentence.index - told.sentence.index
    newer = last is not None and last.happenings[-1].sentence.index > told.sentence.index
    anaphor = item.definite == "demonstrative" or (item.definite == "definite" and gap == 1 and not (item.own_place and item.tolls and item.anchor.role == ""))
    return anaphor and 0 <= gap <= 2 and not newer and any(typology.joins(a, b) for a in item.frames for b in told.frames)


def _recounts(item: Happening, incidents: list[Incident]) -> bool:
    """Whether a sentence only counts again the dead of an incident told before, whatever it dates: «les trente corps sont arrivés mardi»."""
    counts = {(t.state, t.number.best) for t in item.tolls if t.number.best >= TELLING}
    if item.readings or not counts:
        return False
    return any((t.state, t.number.best) in counts for incident in incidents[-REACH:] for t in incident.tolls)


def _several(item: Happening, typology: Typology) -> bool:
    subs = {typology.sub_family(f) for f in item.frames if not typology.effect(f) and not typology.generic(f) and not typology.weak(f)}
    return len(subs) > 1 and not subs <= {"Peaceful protest", "Protest with intervention", "Violent demonstration"} and len(item.readings) > 2


def _countrywide(item: Happening, places: list[Located]) -> bool:
    """Whether only a large toll is told, of no day and no place below a country: a war's, not an incident's."""
    nowhere = bool(places) and places[0].named.kind == "country"
    return nowhere and item.sentence.zone.kind != "title" and any(t.number.best >= 100 for t in item.tolls) and not item.agents and item.own_place


def _take_sides(home: Incident, item: Happening, typology: Typology) -> None:
    """Who withdraws from a town that others take is their target, not their ally; who shoots drones down is on no side of the strike."""
    if item.frames and all(typology.family(f) == "disrupted" for f in item.frames) and any(typology.family(f) == "remote" for f in home.frames):
        item.agents = []
    if set(item.frames) <= LOSING and set(home.frames) & TAKING:
        item.agents, item.targets = [], item.agents + item.targets
    elif set(item.frames) & TAKING:
        for told in home.happenings:
            if set(told.frames) <= LOSING:
                told.agents, told.targets = [], told.agents + told.targets


def _day(item: Happening, last: Incident | None, incidents: list[Incident], time: Callable[[Sentence], Tick | None], typology: Typology) -> Day | None:
    for mention in item.dates:
        when: When = mention.value
        if when.bound or when.precision > 3 or when.kind == "future":
            continue
        if when.kind == "before":  # "killed on Monday, four days after a bomber had struck": counted back from what is told
            told = next((m.value.first for m in item.sentence.layer("dates") if m.value.first and m.value.precision == 1 and m.value.kind != "elapsed" and not m.value.bound), None)
            tick = time(item.sentence)
            told = told or (tick.first if tick is not None else last.day.first if last is not None and last.day is not None else None)
            if told is None:
                continue
            first = told + timedelta(when.shift)
            return Day(first, first, when.precision, mention, item.sentence)
        if when.anchor == "context":
            anchor = anchor_of(item.sentence, mention)
            if anchor is not None:
                frame = anchor.value.forms[0].rule.frame
                known = [i for i in incidents if i.day is not None and any(typology.joins(frame, f) for f in i.frames)]
                told = max(known, key=lambda i: (frame in i.frames, len(i.happenings)), default=None)
                if told is not None and told.day is not None:
                    first = told.day.first + timedelta(when.shift)
                    return Day(first, first, when.precision, mention, item.sentence)
            said = spoken_day(item.sentence, mention)
            if said is not None:
                first = said + timedelta(when.shift)
                return Day(first, first, when.precision, mention, item.sentence)
            tick = time(item.sentence)
            if tick is not None:
                first = tick.first + timedelta(when.shift)
                return Day(first, first, when.precision, mention, item.sentence)
            if last is not None and last.day is not None:
                first = last.day.first + timedelta(when.shift)
                return Day(first, first, max(when.precision, last.day.precision if not when.shift else 1), mention, item.sentence)
            continue
        if when.first:
            return Day(when.first, when.last or when.first, when.precision, mention, item.sentence, when.kind, soft=not item.own_date)
    return None


def _settle(home: Incident, item: Happening, day: Day | None, places: list[Located]) -> None:
    if day is not None and (home.day is None or (home.day.soft and not day.soft) or (day.precision < home.day.precision and item.own_date)):
        home.day = day
    if places:
        again = bool(home.places) and item.sentence.zone.kind == "title" and places[0].place.ref >> 3 == home.places[0].place.ref >> 3
        if not home.places or (finer(places[0], home.places[0]) and not again):  # «à Tillabéri» of a headline is the region of the text
            home.places = places


__all__ = ["Day", "Incident", "assemble"]
