"""Incidents: happenings of an article that tell the same event, put together in text order.

A happening joins the incident that it fits best: same day and place, frames that can be one event, no contradiction of
sides, a definite or demonstrative noun, nearness. What neither fits nor has a day and place of its own stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from eventx.annotate.layers import Mention, Sentence, When
from eventx.assemble.clock import Tick
from eventx.assemble.mentions import Happening, Toll, anchor_of
from eventx.assemble.speakers import hear
from eventx.coding import Typology
from eventx.gazetteers.resolve import km
from eventx.place import Located

_JOIN = 1.5
_LOSING = frozenset({"withdrawal", "surrender", "loss", "displacement"})  # told of the side that was driven out
_TAKING = frozenset({"capture", "regain", "entry", "advance"})
_GENERAL = frozenset({"", "unknown"})


@dataclass(slots=True)
class Day:
    """When: first and last day, ACLED's precision, and the mention that says so (None when carried over)."""

    first: date
    last: date
    precision: int
    mention: Mention | None
    sentence: Sentence | None
    kind: str = "day"
    soft: bool = False  # named elsewhere in the sentence than in the clause that tells it


@dataclass(slots=True)
class Incident:
    """One event: what is told of it, its day, its places (several are several rows) and its dismissal, if any."""

    happenings: list[Happening] = field(default_factory=list)
    day: Day | None = None
    places: list[Located] = field(default_factory=list)
    carried_place: bool = False
    carried_day: bool = False
    set_near: bool = False  # the place was named in a sentence right before
    speech: list[tuple[Sentence, Mention]] = field(default_factory=list)
    disputed: bool = False
    setting: date | None = None  # the day of the clock when it was first told

    @property
    def frames(self) -> list[str]:
        told = [h for h in self.happenings if h.readings or any(t.number.kind != "zero" for t in h.tolls)]  # "nobody was hurt" is no tactic
        return [frame for happening in told or self.happenings for frame in happening.frames]

    @property
    def tolls(self) -> list[Toll]:
        return [toll for happening in self.happenings for toll in happening.tolls]

    @property
    def told(self) -> bool:
        """Whether a finite verb tells that it happened: "soldiers arrested", not "the arrest"."""
        return any(r.trigger.value.voice != "nominal" and r.trigger.value.tense in ("past", "participle") and not r.trigger.value.modal for h in self.happenings for r in h.readings)

    @property
    def strong(self) -> bool:
        return any(not happening.weak for happening in self.happenings)


def assemble(
    items: list[Happening],
    typology: Typology,
    locate: Callable[[Happening], list[Located]],
    side: Callable[[Mention], str],
    sentences: Sequence[Sentence] = (),
    scene: Callable[[Sentence], list[Located]] = lambda _: [],
    time: Callable[[Sentence], Tick | None] = lambda _: None,
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
        if day is None and _countrywide(item, places):
            dismissed.append((item, "aggregate"))
            continue
        setting = time(item.sentence)
        if dismissed and _recalls(item, dismissed[-1], places, last, typology):
            dismissed.append((item, dismissed[-1][1]))
            continue
        home = _home(item, None if item.late else day, setting, places, incidents, typology, side)
        if item.late and home is not None:
            day = None
        if home is None and all(toll.number.kind == "zero" for toll in item.tolls) and not item.readings:
            if last is not None and item.sentence.index - last.happenings[-1].sentence.index <= 3:
                home = last
            else:
                dismissed.append((item, "negated"))
                continue
        if item.weak and item.definite == "indefinite" and item.sentence.quoted[item.anchor.start] and not item.tolls:
            dismissed.append((item, "too_vague"))
            continue
        if home is None and not (item.tolls or item.agents or item.targets or item.own_date or places):
            dismissed.append((item, "too_vague"))
            continue
        if home is None:
            home = Incident()
            incidents.append(home)
        _take_sides(home, item)
        home.happenings.append(item)
        home.setting = home.setting or (setting.first if setting is not None else None)
        _settle(home, item, day, places)
        if home.strong or home.tolls:
            last = home
    incidents = _merge_titles(incidents, typology, side)
    hear(incidents, sentences, {item.sentence.index for item, reason in dismissed if reason != "too_vague"})
    _carry(incidents, scene, time)
    return incidents, dismissed


def _recalls(item: Happening, before: tuple[Happening, str], places: list[Located], last: Incident | None, typology: Typology) -> bool:
    """Whether "those attacks", "the assault" go on with what has just been set aside as background or a total."""
    told, code = before
    if code not in ("aggregate", "background", "pluperfect", "plan", "hypothetical", "trial", "anniversary") or item.own_date or not item.readings:
        return False
    gap = item.sentence.index - told.sentence.index
    newer = last is not None and last.happenings[-1].sentence.index > told.sentence.index
    anaphor = item.definite == "demonstrative" or (item.definite == "definite" and gap == 1)
    return anaphor and 0 <= gap <= 2 and not newer and any(typology.joins(a, b) for a in item.frames for b in told.frames)


def _countrywide(item: Happening, places: list[Located]) -> bool:
    """Whether only a large toll is told, of no day and no place below a country: a war's, not an incident's."""
    nowhere = not places or places[0].named.kind == "country"
    return nowhere and item.sentence.zone.kind != "title" and any(t.number.best >= 100 for t in item.tolls) and not item.agents and item.own_place


def _take_sides(home: Incident, item: Happening) -> None:
    """Who withdraws from a town that others take is their target, not their ally."""
    if set(item.frames) <= _LOSING and set(home.frames) & _TAKING:
        item.agents, item.targets = [], item.agents + item.targets
    elif set(item.frames) & _TAKING:
        for told in home.happenings:
            if set(told.frames) <= _LOSING:
                told.agents, told.targets = [], told.agents + told.targets


def _day(item: Happening, last: Incident | None, incidents: list[Incident], time: Callable[[Sentence], Tick | None], typology: Typology) -> Day | None:
    for mention in item.dates:
        when: When = mention.value
        if when.bound or when.precision > 3 or when.kind == "future":
            continue
        if when.anchor == "context":
            anchor = anchor_of(item.sentence, mention)
            if anchor is not None:
                frame = anchor.value.forms[0].rule.frame
                known = [i for i in incidents if i.day is not None and any(typology.joins(frame, f) for f in i.frames)]
                if known and known[-1].day is not None:
                    first = known[-1].day.first + timedelta(when.shift)
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
        if not home.places or _finer(places[0], home.places[0]):
            home.places = places


def _finer(new: Located, old: Located) -> bool:
    """Whether a place says more than the one known: a settlement in or instead of an area."""
    if new.place.country != old.place.country:
        return False
    return new.precision < old.precision and (old.named.is_admin or not new.named.is_admin) and old.precision == 3


def _home(item, day, setting, places, incidents, typology, side) -> Incident | None:  # type: ignore[no-untyped-def]
    best: Incident | None = None
    best_score = _JOIN
    for incident in incidents:
        score = _fit(item, day, setting, places, incident, typology, side)
        if score is not None and (score > best_score or (score == best_score and best is not None)):
            best, best_score = incident, score
    return best


def _fit(item, day, setting, places, incident, typology, side) -> float | None:  # type: ignore[no-untyped-def]
    """How well a happening fits an incident; None where something contradicts."""
    effect_only = all(typology.effect(frame) for frame in item.frames)
    if not any(typology.joins(a, b) for a in item.frames for b in incident.frames):
        return None
    tactics = [f for f in item.frames if not typology.effect(f)], [f for f in incident.frames if not typology.effect(f)]
    apart = bool(tactics[0] and tactics[1]) and not any(typology.joins(a, b) for a in tactics[0] for b in tactics[1])
    last = incident.happenings[-1]
    gap = item.sentence.index - last.sentence.index
    score = -1.5 if apart else 0.0  # only their dead could be the same
    if day is not None and incident.day is not None and day.mention is not None:
        if day.first == incident.day.first:
            score += 2.0
        elif day.first <= incident.day.last and incident.day.first <= day.last:
            score += 1.0
        elif day.soft or incident.day.soft:
            score -= 1.0
        else:
            return None
    elif day is None and setting is not None:
        known = incident.day.first if incident.day is not None else incident.setting
        if known is not None and known != setting.first:
            score -= 1.5
    if places and incident.places:
        relation = _same_place(places[0], incident.places[0])
        if relation is None:
            return None
        score += relation
    elif not places and not day:
        score += 0.5
    agents = {side(m) for m in item.agents} - _GENERAL
    targets = {side(m) for m in item.targets} - _GENERAL
    known_agents = {side(m) for h in incident.happenings for m in h.agents} - _GENERAL
    known_targets = {side(m) for h in incident.happenings for m in h.targets} - _GENERAL
    if agents and agents & known_targets and not agents & known_agents:
        if known_agents and not any(typology.both(f) for f in item.frames + incident.frames):
            return None
    if agents and known_agents:
        if agents & known_agents:
            score += 1.0
        elif not (agents & known_targets) and not (set(item.frames) <= _LOSING and set(incident.frames) & _TAKING):
            score -= 2.0
    if targets and known_targets:
        score += 0.5 if targets & known_targets else -0.5
    if item.definite == "another":
        return None
    if item.definite in ("definite", "demonstrative"):
        score += 1.0 if gap <= 3 else 0.5
        score += 0.5 if item.tolls and not item.own_date and not item.own_place else 0.0  # "died in the battle"
    if effect_only:
        score += 1.0 if item.own_date or places else 2.0
    elif set(item.frames) & set(incident.frames):
        score += 1.0
    else:
        one = {typology.sub_family(f) for f in item.frames if not typology.effect(f)}
        two = {typology.sub_family(f) for f in incident.frames if not typology.effect(f)}
        anaphor = item.definite in ("definite", "demonstrative", "possessive") and not item.own_date and not item.own_place
        same = bool(one and two and one & two)
        crowds = any(typology.family(f) == "crowd" for f in incident.frames) and (
            any(typology.family(f) == "crowd" for f in item.frames)
            or (set(item.frames) == {"arrest"} and not item.own_date and not item.own_place and all(m.value.kind in ("protester", "crowd", "person", "civilian", "student") and not m.value.actors for m in item.targets))
        )
        outcome = all(typology.generic(f) for f in item.frames if not typology.effect(f)) and not item.own_date and not places
        if outcome or crowds or same:
            score += 1.0
        elif one and two and not one & two and not anaphor and not (item.weak or not incident.strong):
            score -= 1.5
    if owned_up(item) and gap <= 6:
        score += 1.0  # "the army said it had struck …": what was told before
    score += _toll_fit(item, incident)
    if gap <= 1:
        score += 1.0
    elif gap > 8:
        score -= 1.0
    heading = len(last.sentence.norm) <= 12 and last.sentence.norm[-1] not in ".!?" and gap <= 1 and last.sentence.zone.kind == "item"
    if heading:
        score += 1.0
    elif item.sentence.zone.kind == "item" and item.sentence.zone is not last.sentence.zone:
        score -= 2.0
    if last.sentence.zone.kind == "title":
        score += 1.0
    if item.weak:
        score += 0.5
    return score


def owned_up(item: Happening) -> bool:
    """Whether a speaker says of himself that he had done it, without a day of its own."""
    past = any(r.trigger.value.tense in ("pluperfect", "infinitive") and not r.trigger.value.modal for r in item.readings)
    return past and bool(item.says) and not item.own_date and not item.tolls


def _toll_fit(item: Happening, incident: Incident) -> float:
    score = 0.0
    for toll in item.tolls:
        if toll.part:
            continue
        same = [t for t in incident.tolls if t.state == toll.state and not t.part]
        if any(t.number.best == toll.number.best for t in same):
            score += 1.5 if toll.number.best > 2 else 0.7
        elif same and all(t.number.kind == "exact" for t in same) and toll.number.kind == "exact":
            score -= 0.7
    return score


def _same_place(new: Located, old: Located) -> float | None:
    """2 for the same place, 1 where one contains the other, None for two different ones."""
    if new.named.ref >> 3 == old.named.ref >> 3:
        return 2.0
    if new.place.country != old.place.country:
        return None
    if new.named.kind == "country" or old.named.kind == "country":
        return 0.5
    if new.named.is_admin or old.named.is_admin:
        if new.named.admin1 and new.named.admin1 == old.named.admin1:
            return 1.0
        return 0.8 if "region" in (new.named.kind, old.named.kind) and not _far_apart(new, old, 100) else None
    if new.place.admin1 == old.place.admin1 and not _far_apart(new, old):
        return 0.5
    return None


def _far_apart(new: Located, old: Located, reach: float = 0.0) -> bool:
    one, two = new.place.point, old.place.point
    return one is None or two is None or km(*one, *two) > (reach or (12 if 2 in (new.precision, old.precision) else 4))


def _merge_titles(incidents: list[Incident], typology: Typology, side) -> list[Incident]:  # type: ignore[no-untyped-def]
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
            if incident.places and other.places and _same_place(incident.places[0], other.places[0]) is None:
                continue
            other.happenings = incident.happenings + other.happenings
            if incident.places and (not other.places or _finer(incident.places[0], other.places[0])):
                other.places = incident.places
            break
        kept.remove(incident)  # a headline without a story to it proves no row
    return kept


def _carry(incidents: list[Incident], scene: Callable[[Sentence], list[Located]], time: Callable[[Sentence], Tick | None]) -> None:
    """What an incident lacks comes from the one told before it in the same paragraph, else from the first of all."""
    solid = [i for i in incidents if i.strong or i.tolls]
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
            source = source or (first_day if lead else None)
            if tick is not None:
                incident.day = Day(tick.first, tick.last, tick.precision, tick.mention, tick.sentence, tick.kind)
                incident.carried_day = True
            elif source is not None:
                incident.day = Day(source.first, source.last, source.precision, source.mention, source.sentence, source.kind)
                incident.carried_day = True
        if not incident.places:
            source_places = scene(incident.happenings[0].sentence)
            incident.set_near = bool(source_places)
            source_places = source_places or (previous.places if near and previous is not None else None)
            source_places = source_places or first_place
            if source_places:
                incident.places = [Located(p.place, 3 if p.precision == 3 else p.precision, p.mention, p.sentence, p.named) for p in source_places[:1]]
                incident.carried_place = True
        if incident in solid:
            previous = incident


__all__ = ["Day", "Incident", "assemble", "owned_up"]
