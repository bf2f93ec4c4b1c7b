"""How well a happening fits an incident told before: day, place, sides, tactic, toll, definiteness and nearness."""

from __future__ import annotations

from collections.abc import Callable

from eventx.annotate.kinds import ARMED
from eventx.annotate.layers import Mention
from eventx.assemble.clock import Tick
from eventx.assemble.happening import Happening
from eventx.assemble.incident import Day, Incident
from eventx.assemble.tolls import TELLING, count
from eventx.coding import Typology
from eventx.gazetteers.resolve import km
from eventx.place import Located

LOSING = frozenset({"withdrawal", "surrender", "loss", "displacement"})  # told of the side that was driven out
TAKING = frozenset({"capture", "regain", "entry", "advance"})
_GENERAL = frozenset({"", "unknown"})
_JOIN = 1.5
REACH = 48  # incidents after which a text no longer comes back to one: what is asked of each does not grow with a long text
_FULL = 64  # happenings in one incident, more than any report has: a table or noise does not make each cost more than the last
_VAGUE = 3  # what «several» stands for when only figures are compared


def home(
    item: Happening, day: Day | None, setting: Tick | None, places: list[Located], incidents: list[Incident],
    typology: Typology, side: Callable[[Mention], str],
) -> Incident | None:  # fmt: skip
    best: Incident | None = None
    best_score = _JOIN
    near = incidents if item.sentence.zone.kind == "title" else incidents[-REACH:]  # a headline tells any of them
    for incident in near:
        if len(incident.happenings) >= _FULL:
            continue
        score = _fit(item, day, setting, places, incident, typology, side)
        if score is not None and (score > best_score or (score == best_score and best is not None)):
            best, best_score = incident, score
    return best


def _fit(
    item: Happening, day: Day | None, setting: Tick | None, places: list[Located], incident: Incident,
    typology: Typology, side: Callable[[Mention], str],
) -> float | None:  # fmt: skip
    """How well a happening fits an incident; None where something contradicts."""
    effect_only = all(typology.effect(frame) for frame in item.frames)
    if not any(typology.joins(a, b) for a in item.frames for b in incident.frames):
        return None
    tactics = [f for f in item.frames if not typology.effect(f)], [f for f in incident.frames if not typology.effect(f)]
    apart = bool(tactics[0] and tactics[1]) and not any(typology.joins(a, b) for a in tactics[0] for b in tactics[1])
    apart = apart and not _faces_crowd(item, incident, typology)
    crowd = any(typology.family(f) == "crowd" for f in item.frames)
    if crowd and tactics[1] and not any(typology.joins(f, "protest") for f in tactics[1]):
        return None  # they march over an attack, elsewhere
    last = incident.happenings[-1]
    gap = item.sentence.index - last.sentence.index
    alike = effect_only or bool({typology.sub_family(f) for f in item.frames} & {typology.sub_family(f) for f in incident.frames} - {""})
    if item.sentence.zone.kind == "title" and alike:  # a headline tells what the text begins with
        gap = incident.happenings[0].sentence.index - item.sentence.index - 1
    score = -1.5 if apart else 0.0  # only their dead could be the same
    if day is not None and incident.day is not None and day.mention is not None:
        if day.first == incident.day.first:
            score += 2.0
        elif day.first <= incident.day.last and incident.day.first <= day.last:
            score += 1.0
        elif day.soft or incident.day.soft:
            score -= 0.3
        else:
            return None
    elif day is not None and day.mention is not None and not day.soft and incident.day is None and incident.setting is not None and not effect_only:
        score -= 0.0 if day.first <= incident.setting <= day.last else 1.5
    elif day is None and setting is not None and not effect_only:
        known = incident.day.first if incident.day is not None else incident.setting
        if known is not None and known != setting.first:
            score -= 1.5
    if places and incident.places:
        relation = same_place(places[0], incident.places[0])
        if relation is None and not _same_dead(item, incident, places):
            return None
        score += relation or 0.0
    elif not places and not day:
        score += 0.5
    agents = {side(m) for m in item.agents} - _GENERAL
    targets = {side(m) for m in item.targets} - _GENERAL
    known_agents = {side(m) for h in incident.happenings for m in h.agents} - _GENERAL
    known_targets = {side(m) for h in incident.happenings for m in h.targets} - _GENERAL
    if agents and agents & known_targets and not agents & known_agents:
        if known_agents and not any(typology.both(f) for f in item.frames + incident.frames):
            return None
    if targets & known_agents and agents and not agents & known_agents and not any(typology.both(f) for f in item.frames + incident.frames):
        return None  # who struck is now struck
    if agents and known_agents:
        if agents & known_agents:
            score += 1.0
        elif _faces_crowd(item, incident, typology):
            pass  # the police who scatter those who march
        elif not (agents & known_targets) and not (set(item.frames) <= LOSING and set(incident.frames) & TAKING):
            score -= 2.0
    if targets and known_targets:
        score += 0.5 if targets & known_targets else -0.5
    lands = {key[2:] for key in targets if key[:2] in ("s:", "g:") and len(key) == 5}
    if lands and not places and incident.places and not known_targets and incident.places[0].place.country not in lands:
        score -= 2.5  # an army hit where it is not at home says so
    score += _same_doers(item, incident, places, gap)
    if item.definite == "another":
        return None
    if item.definite in ("definite", "demonstrative"):
        score += 1.0 if gap <= 3 else 0.5
        score += 0.5 if item.tolls and not item.own_date and not item.own_place else 0.0  # "died in the battle"
    if effect_only:
        score += 1.0 if item.own_date or places else 2.0
    elif set(tactics[0]) & set(tactics[1]) if tactics[0] and tactics[1] else set(item.frames) & set(incident.frames):
        score += 1.0
    else:
        one = {typology.sub_family(f) for f in item.frames if not typology.effect(f)}
        two = {typology.sub_family(f) for f in incident.frames if not typology.effect(f)}
        anaphor = item.definite in ("definite", "demonstrative", "possessive") and not item.own_date and not item.own_place
        same = bool(one and two and one & two)
        crowds = any(typology.family(f) == "crowd" for f in incident.frames) and (
            any(typology.family(f) == "crowd" for f in item.frames)
            or (set(item.frames) <= {"arrest", "abduction"} and not item.agents and not item.own_date and not item.own_place and all(m.value.kind in ("protester", "crowd", "person", "civilian", "student") and not m.value.actors for m in item.targets))
        )
        dated = item.own_date and not all(m.value.anchor == "context" and not m.value.shift for m in item.dates)  # «dans la soirée»
        bare = not (item.agents or item.targets or dated or item.own_place or item.tolls) and gap <= 1
        fought = bare and all(typology.both(f) for f in item.frames) and any(typology.family(f) == "violence" for f in incident.frames)  # "They fought until dark."
        outcome = fought or (all(typology.generic(f) for f in item.frames if not typology.effect(f)) and not item.own_date and not places)
        named = gap <= 2 and bool(tactics[1]) and all(typology.generic(f) for f in tactics[1]) and not item.own_date and not places  # "the attack on …. A bomber blew himself up, …"
        if outcome or crowds or same or named:
            score += 1.0
        elif one and two and not one & two and not anaphor and not (item.weak or not incident.strong):
            if gap > 1 and _complete(item):
                return None
            score -= 1.5
    if effect_only and not item.tolls and not incident.tolls and {typology.family(f) for f in incident.frames} <= {"abduction", "arrest", "crowd", "property"}:
        score -= 2.0  # "the killings" are none of an abduction that no one died in
    if owned_up(item) and gap <= 6:
        score += 1.0  # "the army said it had struck …": what was told before
    score += _toll_fit(item, incident)
    if item.sentence.zone.kind == "title" and any(t.number.best for t in item.tolls) and not any(t.number.best for t in incident.tolls):
        score -= 1.5  # the dead of a headline are told in the text
    if gap <= 1:
        score += 1.0
    elif gap > 8:
        score -= 1.0
    heading = len(last.sentence.norm) <= 12 and last.sentence.norm[-1] not in ".!?" and gap <= 1 and last.sentence.zone.kind == "item"
    if heading:
        score += 1.0
    elif item.sentence.zone.kind == "item" and item.sentence.zone is not last.sentence.zone:
        bare = effect_only and gap <= 3 and not (item.own_date or item.own_place) and (not item.agents or bool(agents & known_agents)) and not _heads(item)  # "Toll so far: 11 dead"
        score -= 0.5 if bare else 2.0
    if last.sentence.zone.kind == "title":
        score += 1.0
    if item.weak:
        score += 0.5
    return score


def _same_dead(item: Happening, incident: Incident, places: list[Located]) -> bool:
    """Whether a number of dead, and nothing but another village of the district, tells the same deed: six at Beni, six on the Eringeti road."""
    new, old = places[0].place, incident.places[0].place
    near = new.country == old.country and new.admin1 == old.admin1 and not _far_apart(places[0], incident.places[0], 60)
    first = [t.number.best for t in item.tolls if t.state == "dead" and not t.part]
    known = [t.number.best for t in incident.tolls if t.state == "dead" and not t.part]
    return near and bool(first) and sum(first) >= TELLING and (sum(first) in known or first[0] in known) and item.definite in ("definite", "demonstrative")


def _faces_crowd(item: Happening, incident: Incident, typology: Typology) -> bool:
    """Whether a force only scatters or arrests the crowd told of: "soldiers fired into the air to disperse them"."""
    if not any(typology.family(f) == "crowd" for f in incident.frames):
        return False
    if set(item.frames) <= {"dispersal", "arrest"}:
        return True
    forces = bool(item.agents) and all(m.layer == "parties" and m.value.kind in ("police", "military", "guards") for m in item.agents)
    unarmed = all(m.layer != "parties" or m.value.kind not in ARMED for m in item.targets)  # soldiers who kill bandits meet no crowd
    return forces and unarmed and set(item.frames) <= {"dispersal", "arrest", "attack", "shooting_dead", "killing", "wounding"} and not item.own_place and item.sentence.index - incident.happenings[-1].sentence.index <= 2


def _same_doers(item: Happening, incident: Incident, places: list[Located], gap: int) -> float:
    """What speaks for one incident when its doers are only pointed at: "They also burned …", "the gunmen killed …"."""
    if item.own_date or places:
        return 0.0
    if gap <= 1 and any(m.rule == "anaphora.pronoun" for m in item.agents):
        return 2.0
    known = {m.value.kind for h in incident.happenings for m in h.agents if m.layer == "parties" and not m.value.actors}
    pointed = any(m.layer == "parties" and m.value.definite in ("definite", "demonstrative") and not m.value.actors and m.value.kind in ARMED and m.value.kind in known for m in item.agents)
    return 1.0 if pointed and gap <= 6 else 0.0


def _complete(item: Happening) -> bool:
    """Whether a sentence tells a whole incident: a verb with who, whom, when and where."""
    told = any(r.trigger.value.voice != "nominal" for r in item.readings)
    return told and item.own_date and item.own_place and bool(item.agents) and bool(item.targets)


def _heads(item: Happening) -> bool:
    """Whether a sentence is the heading of an item that goes on."""
    sentence = item.sentence
    return len(sentence.norm) <= 12 and sentence.norm[-1] not in ".!?" and sentence.ends[-1] + 2 < sentence.zone.end


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
        told = count(same, _VAGUE)
        if any(t.number.best == toll.number.best for t in same) or (told is not None and told.best == toll.number.best):
            score += 1.5 if toll.number.best >= TELLING else 0.8 if toll.number.best > 2 else 0.2
        elif same and all(t.number.kind == "exact" for t in same) and toll.number.kind == "exact":
            score -= 0.7
    return score


def same_place(new: Located, old: Located) -> float | None:
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
