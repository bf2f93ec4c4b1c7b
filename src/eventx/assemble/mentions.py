"""Happenings: the readings of one sentence put together, and told apart from what is no incident.

Effects join the tactic that they come from («tués dans des frappes», "the blast killed three"); tolls are read off
their victims; every happening gets its dates, places, speakers and, where the words say so, a dismissal code.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.reading import Reading, readings_of
from eventx.assemble.counted import (
    ONE,
    attackers_too,
    closer,
    counted,
    nth,
    of_them,
    other_voices,
    put_at,
    stray_tolls,
    third_of_both,
    zero_tolls,
)
from eventx.assemble.dismiss import dismiss, superlative
from eventx.assemble.grouping import grouped, merge_effects
from eventx.assemble.happening import OUTLAWS, Happening, Toll, anchor_of, is_force, spoken_dates
from eventx.assemble.speakers import attach
from eventx.assemble.spread import spread
from eventx.coding import Typology
from eventx.packs import Pack, load


def _counts(sentence: Sentence, cue: Mention, pack: Pack) -> bool:
    """Whether a total follows where the cue ends in a preposition: «porte à 53 le nombre», but «porte à la connaissance»."""
    if not pack.roles.exact((sentence.norm[cue.end - 1],))[0]:
        return True
    return any(cue.end <= m.start <= cue.end + 2 for m in sentence.layer("numbers"))


def happenings(sentence: Sentence, typology: Typology, pack: Pack, published: date | None) -> list[Happening]:
    """The happenings of one sentence, in text order, dismissed ones included."""
    readings = list(readings_of(sentence))
    cut = min((c.start for c in sentence.layer("cues") if c.value.rule.kind == "aggregate_tail" and _counts(sentence, c, pack)), default=len(sentence.norm))
    readings = [r for r in readings if r.trigger.start < cut]
    crowds = [r for r in readings if typology.family(r.rule.frame) == "crowd"]
    readings = [
        r for r in readings
        if r in crowds or r.trigger.value.voice != "nominal" or r.trigger.role != "target" or not any(c.clause == r.clause and c.trigger.end <= r.trigger.start for c in crowds)
    ]  # what a march is held against
    anchors = {id(t) for t in (anchor_of(sentence, m) for m in sentence.layer("dates")) if t is not None}
    past = [r for r in readings if id(r.trigger) in anchors or (r.cause is not None and id(r.cause) in anchors)]  # what a day is counted from, and what it did
    past += [r for r in readings if r not in past and _held_before(sentence, r, typology, pack)]  # "troops who had occupied the village"
    past += [r for r in readings if r not in past and _another_deed(sentence, r, readings, typology, pack)]
    readings = [
        r for r in readings
        if r not in past and not (r.trigger.value.voice == "nominal" and r.trigger.role == "purpose" and not _claimed(sentence, r))
    ]
    meant = [r for r in readings if r.trigger.value.modal == "plan" and r.trigger.value.tense == "infinitive" and typology.family(r.rule.frame) == "territory"]
    if len(meant) < len(readings):
        readings = [r for r in readings if r not in meant]  # «en pleine offensive pour s'emparer du chef-lieu»
    groups = grouped(sentence, readings, typology)
    made = []
    for group in groups:
        happening = _happening(sentence, group, typology, pack)
        made.append(happening)
    stray_tolls(sentence, made, typology, pack, {id(m) for r in past for m in r.object + r.subject})
    zero_tolls(sentence, made, typology, pack)
    attackers_too(sentence, made)
    third_of_both(made)
    closer(sentence, made)
    other_voices(sentence, made)
    put_at(sentence, made, pack)
    of_them(sentence, made, pack)
    former = _former(sentence, pack)
    for happening in made:
        happening.tolls = [toll for toll in happening.tolls if toll.span.start < cut]
        for toll in happening.tolls:
            toll.former = 0 <= former < toll.span.start
    made = [happening for happening in made if happening.readings or happening.tolls]
    made = merge_effects(made, typology)
    made = [h for h in made if not _only_arrests(h, made, typology)]
    attach(sentence, made)
    for happening in made:
        _elsewhere(sentence, happening, made)
        owned = {r.clause for other in made if other is not happening for r in other.readings} - {r.clause for r in happening.readings}
        anaphor = happening.definite in ("definite", "demonstrative") and not happening.tolls  # "the attack came after …"
        _circumstances(sentence, happening, owned if anaphor else set(), {c for c in owned if sentence.norm[sentence.breaks.index(c)] in pack.words("relatives")})
        happening.places = [m for m in happening.places if m.start < cut]
        happening.dates = [m for m in happening.dates if m.start < cut]
    made = [share for happening in made for share in spread(sentence, happening, pack)]
    for happening in made:
        dismiss(sentence, happening, typology, pack, published)
    return made


def _only_arrests(happening: Happening, made: list[Happening], typology: Typology) -> bool:
    """Whether a raid without dead, wounded or an enemy only led to the arrests that the sentence tells: one row, theirs."""
    bare = not happening.tolls and not happening.targets and all(typology.generic(f) for f in happening.frames)
    doers = {id(m) for m in happening.agents}
    return bare and bool(doers) and any(set(h.frames) <= {"arrest", "abduction"} and doers & {id(m) for m in h.agents} for h in made)


def _loser(sentence: Sentence, reading: Reading) -> str:
    """The kind of force whose men a verb of loss counts: «les terroristes ont perdu 17 hommes», «nous avons perdu six hommes», says an officer."""
    if reading.rule.roles.get("subject") != "target" or "object" not in reading.rule.roles:
        return ""
    spoken = [v.value.party for says in sentence.layer("says") for v in says.value.voices if v.value.party is not None] if reading.pronoun else []
    return next((m.value.kind for m in reading.subject or spoken if m.layer == "parties" and is_force(m)), "")


def _of_side(toll: Toll, kind: str) -> Toll:
    """A toll of men whose side is known by the force that lost them."""
    if toll.party is None or toll.party.value.kind not in ("person", "militant"):
        return toll
    return replace(toll, party=replace(toll.party, value=replace(toll.party.value, kind=kind)))


def _held_before(sentence: Sentence, reading: Reading, typology: Typology, pack: Pack) -> bool:
    """Whether a relative clause in the pluperfect only says who held a place: no capture of the day that the sentence tells."""
    first = sentence.norm[sentence.breaks.index(reading.clause)] if reading.clause in sentence.breaks else ""
    before = reading.trigger.value.tense == "pluperfect" and typology.family(reading.rule.frame) == "territory"
    days = [m for m in reading.dates if sentence.breaks[m.start] == reading.clause and m.end <= reading.trigger.start]
    return before and first in pack.words("relative_subject") - pack.words("complementizers") and not days


def _another_deed(sentence: Sentence, reading: Reading, readings: list[Reading], typology: Typology, pack: Pack) -> bool:
    """Whether a noun only says after what it was: «une frappe israélienne …, quelques heures après un bombardement du Hezbollah»."""
    trigger = reading.trigger
    if trigger.value.voice != "nominal" or trigger.prep < 0 or sentence.text(trigger.prep, trigger.prep + 1) not in pack.words("aside"):
        return False
    tactics = [r for r in readings if r is not reading and r.trigger.end <= trigger.prep and not r.rule.weapon and not typology.effect(r.rule.frame) and r.rule.frame != reading.rule.frame]
    if tactics and typology.both(reading.rule.frame):
        return True  # "a strike killed three, amid exchanges of fire between the two"
    doers = {m.value.countries or m.value.actors[:1] for m in (*reading.agent, *reading.of) if m.layer == "parties" and is_force(m)}
    told = [r for r in readings if r is not reading and r.trigger.end <= trigger.prep and any(m.layer == "names" or is_force(m) for m in r.agent)]
    others = {tuple(e.iso3 for e in m.value.actors[:1]) if m.layer == "names" else m.value.countries or m.value.actors[:1] for r in told for m in r.agent}
    return bool(doers and others and not doers & others)


def _claimed(sentence: Sentence, reading: Reading) -> bool:
    """Whether a noun is what somebody answers for: "claimed responsibility for an attack on the base"."""
    return any(s.value.kind == "claim" and s.end < reading.trigger.start and sentence.breaks[s.start] == reading.clause for s in sentence.layer("says"))


def _former(sentence: Sentence, pack: Pack) -> int:
    """Where a sentence begins to speak of an earlier toll («son précédent décompte»); -1 when it does not."""
    phrases, heads = pack.words("former_tolls"), pack.heads("former_tolls")
    return next(
        (k for k, word in enumerate(sentence.norm) if word in heads and any(" ".join(sentence.norm[k : k + size]) in phrases for size in (1, 2, 3, 4))), -1
    )


# -- one happening --------------------------------------------------------------------------------------------------


def _happening(sentence: Sentence, group: list[Reading], typology: Typology, pack: Pack) -> Happening:
    group = [r for r in group if not r.trigger.value.negated] or group  # «s'est dispersée sans heurts»
    group = sorted(group, key=lambda r: (typology.effect(r.rule.frame) != "", r.rule.weak, r.trigger.start))
    happening = Happening(sentence, group, [r.rule.frame for r in group])
    happening.weak = all(r.rule.weak or typology.weak(r.rule.frame) or (typology.verbal(r.rule.frame) and r.trigger.value.voice == "nominal") for r in group)
    happening.definite = next((r.trigger.value.definite for r in group if r.trigger.value.definite), "")
    for reading in group:
        agents, targets, victims, places = _slots(reading, typology)
        happening.pronoun = happening.pronoun or reading.pronoun
        fellows = _fellows(sentence, reading) if victims else []
        victims = [*victims, *fellows]  # "was killed, along with his wife and two children"
        happening.helpers += [m for m in reading.with_ if m not in happening.helpers and m not in fellows]
        happening.agents += [m for m in agents if m not in happening.agents and m not in victims]
        happening.targets += [m for m in targets if m not in happening.targets]
        happening.places += [m for m in places if m not in happening.places]
        state = typology.effect(reading.rule.frame) or ("dead" if typology.deadly(reading.rule.frame) else "")
        if not state and (targets or victims) and typology.family(reading.rule.frame) in ("violence", "mob") and _to_death(sentence, reading, pack):
            state, victims = "dead", [*victims, *targets]
        before = len(happening.tolls)
        if state:
            for k, m in enumerate(victims):
                if k and m.layer == "parties" and m.value.number is None and not m.value.definite and victims[k - 1].layer == "parties" and victims[k - 1].value.number is not None:
                    continue  # «dix soldats et miliciens»: one number for both
                toll = counted(sentence, m, state, reading, pack)
                if toll and not any(t.span is m for t in happening.tolls):
                    happening.tolls.append(toll)
        if loser := _loser(sentence, reading):
            happening.tolls = [_of_side(toll, loser) if any(toll.span is m for m in victims) else toll for toll in happening.tolls]
        if typology.deadly(reading.rule.frame) and not victims and reading.trigger.value.voice == "active" and not happening.tolls:
            after = sentence.norm[reading.trigger.end : reading.trigger.end + 1]
            if after and after[0] in pack.numbers["one"]["article"]:
                happening.tolls.append(Toll("dead", ONE, None, sentence, reading.trigger))
        silent = len(happening.tolls) == before  # "two were killed and a third was wounded": the subject is the first verb's
        if state and silent and reading.trigger.value.voice != "nominal" and (toll := nth(sentence, reading, state, pack)):
            happening.tolls.append(toll)
        happening.targets += [m for m in victims if m.layer == "parties" and m not in happening.targets and not m.value.state]
    if happening.tolls and happening.definite == "indefinite" and not happening.agents and not pack.words("also").isdisjoint(sentence.norm):
        happening.definite = "another"  # «a également signalé deux morts lors d'une frappe»
    taken = {id(m) for m in happening.agents + happening.targets + happening.helpers}
    happening.sites = [
        m for m in sentence.layer("parties")
        if m.role in ("at", "near", "event", "target", "of") and id(m) not in taken and m.value.kind in ("military", "police", "asset", "named")
        and (m.value.definite or m.value.actors or m.value.countries) and m.value.state == "" and any(r.clause == sentence.breaks[m.start] for r in group)
    ]
    crowd = [m for m in happening.targets if m.layer == "parties" and m.value.kind in ("crowd", "protester")]
    if crowd and any(m.layer == "parties" and m.value.kind in OUTLAWS and not m.value.countries for m in happening.agents):
        happening.frames = ["attack" if frame == "dispersal" else frame for frame in happening.frames]  # gunmen at a market disperse no protest
        for m in crowd:
            m.value.kind = "civilian" if m.value.kind == "crowd" else m.value.kind
        return happening
    families = {typology.family(frame) for frame in happening.frames}
    fight = set(happening.frames) <= {"clash"} and any(m.layer == "parties" and m.value.kind == "protester" for m in crowd)  # "police clashed with protesters"
    if crowd and not fight and families & {"violence", "effect"} and not families & {"remote", "mob"}:
        happening.frames.append("dispersal")  # force used on a crowd, whatever the verb
    return happening


def _to_death(sentence: Sentence, reading: Reading, pack: Pack) -> bool:
    """Whether what a verb tells ends in death: "hacked nine civilians to death", «battu à mort»."""
    end = next((t.start for t in sentence.layer("triggers") if t.start >= reading.trigger.end and t.value.voice != "nominal"), len(sentence.norm))
    return any(
        " ".join(sentence.norm[k : k + 2]) in pack.words("to_death") for k in range(reading.trigger.end, end) if sentence.breaks[k] == reading.clause
    )


def _fellows(sentence: Sentence, reading: Reading) -> list[Mention]:
    """Who befell the same: "was killed, along with his wife", "… as were two policemen"."""
    after = min((t.start for t in sentence.layer("triggers") if t.start >= reading.trigger.end), default=len(sentence.norm))
    return [
        m for m in reading.with_
        if m.layer == "parties" and m.start >= reading.trigger.end and (not is_force(m) or (m.value.number is not None and m.start < after))
    ]


def _slots(reading: Reading, typology: Typology) -> tuple[list[Mention], list[Mention], list[Mention], list[Mention]]:
    """(agents, targets, victims, places) of a reading: its arguments under the rule's and the frame's roles."""
    rule, trigger = reading.rule, reading.trigger.value
    frame = rule.frame
    slots: dict[str, list[Mention]] = {"agent": [], "target": [], "victim": [], "place": [], "both": [], "device": [], "theme": []}
    effect = typology.effect(frame) or typology.deadly(frame)
    object_slot = rule.roles.get("object", "victim" if effect else "target")
    subject_slot = rule.roles.get("subject", "both" if typology.both(frame) else "agent")
    if trigger.voice == "nominal":
        slots["agent"] += reading.agent + reading.subject
        of_slot = rule.roles.get("of", "")
        for m in reading.of:
            force = m.layer == "parties" and is_force(m)
            if m.layer == "names":
                slots["place"].append(m)
            elif typology.both(frame):
                slots["both"].append(m)
            elif of_slot:
                slots[of_slot].append(m)
            elif (effect and not (force and frame in ("killing",))) or not force:
                slots["victim" if effect else "target"].append(m)
            else:
                slots["agent"].append(m)
        bound = any(m.layer == "parties" and is_force(m) for m in reading.of)  # «l'embuscade d'un convoi en direction du Niger»
        slots["target"] += [m for m in reading.target if m.layer == "parties" and not (bound and m.value.kind == "country")]
        slots["place"] += [m for m in reading.target if m.layer == "names"]
        if typology.both(frame):
            slots["both"] += reading.agent + reading.subject
            slots["agent"] = []
            slots["both"] += list(reading.with_)
    elif trigger.voice == "passive":
        slots[object_slot] += reading.subject
        slots[subject_slot if subject_slot in ("agent", "target") else "agent"] += reading.agent
        slots["target"] += [m for m in reading.target if m.layer == "parties"]
    else:
        sustained = typology.effect(frame) and subject_slot == "agent" and not reading.object and any(m.layer == "parties" for m in reading.subject) and trigger.forms[0].feature != "ger" and reading.trigger.size > 1
        if sustained:
            slots["victim"] += reading.subject  # "sustained gunshot wounds", «a perdu la vie»
        elif not (subject_slot == "agent" and typology.effect(frame) and reading.cause is not None):
            slots[subject_slot] += reading.subject  # the cause is the subject's noun: «une frappe sur une école a tué»
        elif reading.cause.start >= reading.trigger.end:
            slots[subject_slot] += [m for m in reading.subject if m.layer == "parties" and is_force(m)]  # "rebels killed five soldiers in an attack"
        if subject_slot == "victim":
            slots["agent"] += [m for m in reading.agent if is_force(m)]
        slots[object_slot if subject_slot != object_slot or object_slot == "both" else "target"] += reading.object
        if subject_slot == "both":
            slots["both"] += list(reading.with_)
            slots["both"] += slots["target"]
            slots["target"] = []
        taken_from = typology.family(frame) == "territory" and bool(reading.subject)  # "recaptured from the rebels"
        if taken_from:
            slots["target"] += [m for m in reading.dative if m not in reading.subject]
        slots["target" if taken_from else "agent"] += reading.agent
        slots["target"] += [m for m in reading.target if m.layer == "parties"]
        slots["place"] += [m for m in reading.target if m.layer == "names"]
    if slots["both"]:
        both = list(dict.fromkeys(map(id, slots["both"])))
        parties = [next(m for m in slots["both"] if id(m) == key) for key in both]
        parties = [m for m in sorted(parties, key=lambda m: m.start) if m.layer == "parties"]
        slots["agent"] += parties[:1]
        slots["target"] += parties[1:]
    agents = [m for m in slots["agent"] if m.layer in ("parties", "names") and (m.layer == "parties" or m.value.actors or (m.prep < 0 and m in reading.subject))]
    targets = [m for m in slots["target"] if m.layer == "parties"]
    objects = [m for m in agents if m.layer == "parties" and m.value.object]
    agents = [m for m in agents if m not in objects]
    targets += [m for m in objects if m not in targets]
    targets = [m for m in targets if not (m.value.kind == "country" and m.role in ("at", "near", "event"))]  # "protests in Syria"
    places = slots["place"] + [m for m in slots["target"] + slots["victim"] if m.layer == "names" and m.value.places]
    victims = [m for m in slots["victim"] if m.layer in ("parties", "numbers")]
    return agents, targets, victims, [m for m in places if m.layer == "names" and m.value.places]


def _elsewhere(sentence: Sentence, happening: Happening, made: list[Happening]) -> None:
    """A happening without a place of its own does not take that of another one in the same sentence."""
    own = {r.clause for r in happening.readings}
    others = {r.clause for h in made if h is not happening for r in h.readings} - own
    if not others or not happening.readings or happening.places or any(r.places for r in happening.readings):
        return
    free = [m for m in sentence.layer("names") if m.value.places and sentence.breaks[m.start] not in others]
    happening.placeless = not free


# -- circumstances ------------------------------------------------------------------------------------------------------


def _circumstances(sentence: Sentence, happening: Happening, owned: set[int], relative: set[int]) -> None:
    """Dates, places and speakers: those of its clauses, else those of the sentence that no other clause owns; a relative
    clause keeps its day to itself ("in the district where the bomber struck on Thursday")."""
    spoken = spoken_dates(sentence) | {id(m) for m in sentence.layer("dates") if m.value.bound == "since" and superlative(sentence, m.start, load(sentence.language))}
    for reading in happening.readings:
        for m in reading.dates:
            if m not in happening.dates and id(m) not in spoken:
                happening.dates.append(m)
        for m in reading.places:
            if m not in happening.places:
                happening.places.append(m)
    happening.late = any(r.rule.late for r in happening.readings)
    if any(r.there for r in happening.readings) and not happening.places:
        happening.placeless = True  # «des hommes y ont attaqué …»: where the text already is
    if happening.readings:
        happening.dates.sort(key=lambda m: min(abs(m.start - r.trigger.start) for r in happening.readings))
    happening.own_date = bool(happening.dates)
    if not happening.dates:
        happening.dates = [m for m in sentence.layer("dates") if m.value.kind != "elapsed" and id(m) not in spoken and sentence.breaks[m.start] not in owned | relative and not (m.role == "since" and not m.value.bound)]
    if not happening.readings and happening.tolls:  # a count without a verb is told by its clause
        happening.own_date = any(sentence.breaks[m.start] == sentence.breaks[happening.tolls[0].span.start] for m in happening.dates)
    if not happening.readings and happening.tolls and not happening.places:
        clause = sentence.breaks[happening.tolls[0].span.start]
        happening.places = [m for m in sentence.layer("names") if m.value.places and sentence.breaks[m.start] == clause]
    happening.places = [m for m in happening.places if sentence.breaks[m.start] not in owned]
    if not happening.places and not happening.placeless:
        happening.places = [m for m in sentence.layer("names") if m.value.places and sentence.breaks[m.start] not in owned]
    happening.own_place = bool(happening.places)
    for toll in happening.tolls:
        if toll.sentence is sentence:
            clause = sentence.breaks[toll.span.start]
            near = [says for says in happening.says if sentence.breaks[says.start] == clause] or happening.says
            toll.voices = [voice for says in near for voice in says.value.voices]

