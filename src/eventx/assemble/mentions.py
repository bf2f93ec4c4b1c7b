"""Happenings: the readings of one sentence put together, and told apart from what is no incident.

Effects join the tactic that they come from («tués dans des frappes», "the blast killed three"); tolls are read off
their victims; every happening gets its dates, places, speakers and, where the words say so, a dismissal code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from eventx.annotate.clauses import Reading
from eventx.annotate.layers import Mention, Number, Sentence
from eventx.assemble.dismiss import dismiss
from eventx.assemble.speakers import attach
from eventx.assemble.zero import NONE, zero
from eventx.coding import Typology
from eventx.packs import Pack

_BARE = Number(3, 3, None, "several")
_ONE = Number(1, 1, 1, "one")
_UN = frozenset({"un", "une", "a", "an"})


@dataclass(slots=True)
class Toll:
    """Deaths or wounds: of whom, how many, where it is said and by whom."""

    state: str  # dead | injured
    number: Number
    party: Mention | None
    sentence: Sentence
    span: Mention
    part: bool = False
    update: bool = False
    again: bool = False  # the same deaths by another voice in one breath: «70 selon X, 83 selon Y»
    former: bool = False  # an earlier figure that the text itself overtakes
    voices: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Happening:
    """What one sentence tells of one incident."""

    sentence: Sentence
    readings: list[Reading]
    frames: list[str]
    agents: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    helpers: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    says: list[Mention] = field(default_factory=list)
    dismissed: str = ""
    why: str = ""
    weak: bool = False
    definite: str = ""
    pronoun: bool = False
    own_date: bool = False
    own_place: bool = False
    sites: list[Mention] = field(default_factory=list)  # forces in whose camp, post or convoy it happened
    placeless: bool = False  # the sentence's places are another happening's
    late: bool = False  # who dies of his wounds on Wednesday was hit before

    @property
    def anchor(self) -> Mention:
        """The trigger (or toll) that stands for the happening."""
        return self.readings[0].trigger if self.readings else self.tolls[0].span


def happenings(sentence: Sentence, typology: Typology, pack: Pack, published: date | None) -> list[Happening]:
    """The happenings of one sentence, in text order, dismissed ones included."""
    readings: list[Reading] = list(sentence.layer("readings"))  # type: ignore[arg-type]
    cut = min((c.start for c in sentence.layer("cues") if c.value.rule.kind == "aggregate_tail"), default=len(sentence.norm))
    readings = [r for r in readings if r.trigger.start < cut]
    crowds = [r for r in readings if typology.family(r.rule.frame) == "crowd"]
    readings = [
        r for r in readings
        if r in crowds or r.trigger.value.voice != "nominal" or r.trigger.role != "target" or not any(c.clause == r.clause and c.trigger.end <= r.trigger.start for c in crowds)
    ]  # what a march is held against
    readings = [r for r in readings if not (r.trigger.value.voice == "nominal" and (r.trigger.role == "purpose" or _anchors(sentence, r.trigger)))]
    groups = _groups(sentence, readings, typology)
    made = []
    for group in groups:
        happening = _happening(sentence, group, typology)
        made.append(happening)
    _stray_tolls(sentence, made, typology)
    _zero_tolls(sentence, made, typology, pack)
    _attackers_too(sentence, made)
    _other_voices(sentence, made)
    _put_at(sentence, made, pack)
    former = _former(sentence, pack)
    for happening in made:
        happening.tolls = [toll for toll in happening.tolls if toll.span.start < cut]
        for toll in happening.tolls:
            toll.former = 0 <= former < toll.span.start
    made = [happening for happening in made if happening.readings or happening.tolls]
    made = _merge_effects(made, typology)
    attach(sentence, made)
    for happening in made:
        _elsewhere(sentence, happening, made)
        owned = {r.clause for other in made if other is not happening for r in other.readings} - {r.clause for r in happening.readings}
        anaphor = happening.definite in ("definite", "demonstrative") and not happening.tolls  # "the attack came after …"
        _circumstances(sentence, happening, owned if anaphor else set())
        happening.places = [m for m in happening.places if m.start < cut]
        happening.dates = [m for m in happening.dates if m.start < cut]
        dismiss(sentence, happening, typology, pack, published)
    return made


def _former(sentence: Sentence, pack: Pack) -> int:
    """Where a sentence begins to speak of an earlier toll («son précédent décompte»); -1 when it does not."""
    phrases = pack.words("former_tolls")
    return next(
        (k for k in range(len(sentence.norm)) if any(" ".join(sentence.norm[k : k + size]) in phrases for size in (1, 2, 3, 4))), -1
    )


def _anchors(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a noun only says from what a day is counted: «la veille de cette reconquête», "hours after the attack"."""
    return any(anchor_of(sentence, m) is trigger for m in sentence.layer("dates"))


def anchor_of(sentence: Sentence, day: Mention) -> Mention | None:
    """The noun that a relative day is counted from, if one follows it: «la veille de cette reconquête»."""
    if day.value.anchor != "context":
        return None
    return next(
        (
            t for t in sentence.layer("triggers")
            if t.value.voice == "nominal" and 0 < t.start - day.end <= 3 and day.end == (t.prep if t.prep >= 0 else t.start)
        ),
        None,
    )


# -- grouping ---------------------------------------------------------------------------------------------------


def _groups(sentence: Sentence, readings: list[Reading], typology: Typology) -> list[list[Reading]]:
    """Readings of one sentence that tell one incident: effects with causes, verbs that share their subject."""
    parent = list(range(len(readings)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def union(i: int, j: int) -> None:
        a, b = sorted((find(i), find(j)))
        parent[b] = a

    place = {id(reading.trigger): i for i, reading in enumerate(readings)}
    for i, reading in enumerate(readings):
        if reading.cause is not None and id(reading.cause) in place:
            j = place[id(reading.cause)]
            if typology.joins(readings[j].rule.frame, reading.rule.frame):
                union(i, j)
    for i, first in enumerate(readings):
        for j in range(i + 1, len(readings)):
            second = readings[j]
            if find(i) == find(j):
                continue
            if not typology.joins(first.rule.frame, second.rule.frame):
                continue
            effect = typology.effect(first.rule.frame) and typology.effect(second.rule.frame)
            near = abs(first.clause - second.clause) <= 1 and second.trigger.start - first.trigger.end <= 20
            gerund = second.trigger.value.tense == "gerund"
            apart = _two_places(sentence, first, second) or "another" in (first.trigger.value.definite, second.trigger.value.definite)
            if (effect and near and not apart) or (gerund and near) or (first.clause == second.clause and not apart) or (
                _same_subject(first, second) and near and not apart
            ):
                union(i, j)
    groups: dict[int, list[Reading]] = {}
    for i, reading in enumerate(readings):
        groups.setdefault(find(i), []).append(reading)
    return list(groups.values())


def _same_subject(first: Reading, second: Reading) -> bool:
    one = first.subject or first.agent
    two = second.subject or second.agent
    return bool(one and two and one[0] is two[0])


def _two_places(sentence: Sentence, first: Reading, second: Reading) -> bool:
    """Whether each of two readings has a place or a day of its own between them that the other has not."""
    if first.clause == second.clause:
        return False
    for one, two in ((first.dates, second.dates),):
        mine = [m for m in one if sentence.breaks[m.start] == first.clause]
        theirs = [m for m in two if sentence.breaks[m.start] == second.clause]
        if mine and theirs and mine[0] is not theirs[0] and mine[0].value.first != theirs[0].value.first:
            return True
    mine = {sentence.text(m.start, m.end) for m in first.places if not m.value.actors}
    theirs = {sentence.text(m.start, m.end) for m in second.places if not m.value.actors}
    return bool(mine and theirs and not mine & theirs and first.cause is None and second.cause is not first.trigger)


def _merge_effects(made: list[Happening], typology: Typology) -> list[Happening]:
    """A bare effect goes to the only tactic beside it: first in its own clause, else the nearest before it."""
    tactics = [h for h in made if not all(typology.effect(frame) for frame in h.frames) and h.frames]
    kept = list(made)
    for happening in made:
        if happening in tactics or not tactics:
            continue
        choices = [h for h in tactics if not _apart(happening, h) and any(typology.joins(frame, "killing") for frame in h.frames)]
        if not choices:
            continue
        choices = [h for h in choices if not (happening.agents and h.agents and not {id(m) for m in happening.agents} & {id(m) for m in h.agents})]
        if happening.agents or any(r.places for r in happening.readings):  # "…; in Homs, two people were killed"
            choices = [h for h in choices if ";" not in sentence_between(h, happening)]
        if not choices:
            continue
        before = [h for h in choices if h.anchor.start <= happening.anchor.start]
        home = before[-1] if before else choices[0]
        home.readings += happening.readings
        home.frames += happening.frames
        home.tolls += happening.tolls
        home.agents += [m for m in happening.agents if m not in home.agents]
        home.targets += [m for m in happening.targets if m not in home.targets]
        kept = [h for h in kept if h is not happening]
    return kept


def sentence_between(one: Happening, two: Happening) -> list[str]:
    """The words between two happenings of a sentence."""
    low, high = sorted((one.anchor.start, two.anchor.start))
    return one.sentence.norm[low:high]


def _apart(one: Happening, two: Happening) -> bool:
    """Whether two happenings of a sentence are told by clauses with different days."""
    first = {m.value.first for r in one.readings for m in r.dates if m.value.first}
    second = {m.value.first for r in two.readings for m in r.dates if m.value.first}
    return bool(first and second and not first & second)


# -- one happening --------------------------------------------------------------------------------------------------


def _happening(sentence: Sentence, group: list[Reading], typology: Typology) -> Happening:
    group = [r for r in group if not r.trigger.value.negated] or group  # «s'est dispersée sans heurts»
    group = sorted(group, key=lambda r: (typology.effect(r.rule.frame) != "", r.rule.weak, r.trigger.start))
    happening = Happening(sentence, group, [r.rule.frame for r in group])
    happening.weak = all(r.rule.weak or typology.weak(r.rule.frame) or (typology.verbal(r.rule.frame) and r.trigger.value.voice == "nominal") for r in group)
    happening.definite = next((r.trigger.value.definite for r in group if r.trigger.value.definite), "")
    for reading in group:
        agents, targets, victims, places = _slots(reading, typology)
        happening.pronoun = happening.pronoun or reading.pronoun
        happening.helpers += [m for m in reading.with_ if m not in happening.helpers]
        happening.agents += [m for m in agents if m not in happening.agents and m not in victims]
        happening.targets += [m for m in targets if m not in happening.targets]
        happening.places += [m for m in places if m not in happening.places]
        state = typology.effect(reading.rule.frame) or ("dead" if typology.deadly(reading.rule.frame) else "")
        if state:
            for k, m in enumerate(victims):
                if k and m.layer == "parties" and m.value.number is None and not m.value.definite and victims[k - 1].layer == "parties" and victims[k - 1].value.number is not None:
                    continue  # «dix soldats et miliciens»: one number for both
                toll = _toll(sentence, m, state, reading)
                if toll and not any(t.span is m for t in happening.tolls):
                    happening.tolls.append(toll)
        if typology.deadly(reading.rule.frame) and not victims and reading.trigger.value.voice == "active" and not happening.tolls:
            after = sentence.norm[reading.trigger.end : reading.trigger.end + 1]
            if after and after[0] in _UN:
                happening.tolls.append(Toll("dead", _ONE, None, sentence, reading.trigger))
        happening.targets += [m for m in victims if m.layer == "parties" and m not in happening.targets and not m.value.state]
    taken = {id(m) for m in happening.agents + happening.targets + happening.helpers}
    happening.sites = [
        m for m in sentence.layer("parties")
        if m.role in ("at", "near", "event", "target", "of") and id(m) not in taken and m.value.kind in ("military", "police", "asset", "named")
        and (m.value.definite or m.value.actors or m.value.countries) and m.value.state == "" and any(r.clause == sentence.breaks[m.start] for r in group)
    ]
    crowd = [m for m in happening.targets if m.layer == "parties" and m.value.kind in ("crowd", "protester")]
    families = {typology.family(frame) for frame in happening.frames}
    if crowd and families & {"violence", "effect"} and not families & {"remote", "mob"}:
        happening.frames.append("dispersal")  # force used on a crowd, whatever the verb
    return happening


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
        slots["target"] += [m for m in reading.target if m.layer == "parties"]
        slots["place"] += [m for m in reading.target if m.layer == "names"]
        if typology.both(frame):
            slots["both"] += reading.agent + reading.subject
            slots["agent"] = []
            slots["both"] += [m for m in reading.with_]
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
        slots[object_slot if subject_slot != object_slot or object_slot == "both" else "target"] += reading.object
        if subject_slot == "both":
            slots["both"] += [m for m in reading.with_]
            slots["both"] += slots["target"]
            slots["target"] = []
        taken_from = typology.family(frame) == "territory" and bool(reading.subject)  # "recaptured from the rebels"
        if taken_from:
            slots["target"] += [m for m in reading.dative if m not in reading.subject]
        slots["target" if taken_from else "agent"] += reading.agent
        slots["target"] += [m for m in reading.target if m.layer == "parties"]
        slots["place"] += [m for m in reading.target if m.layer == "names"]
    if slots["both"]:
        both = [m for m in dict.fromkeys(map(id, slots["both"]))]
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


def is_force(mention: Mention) -> bool:
    """Whether a party can act with arms: a force, a named group, a state, people described as fighters."""
    from eventx.annotate.groups import FORCES

    party = mention.value
    return bool(party.actors) or party.kind in ("named", "country", "leader", "asset") or party.kind in FORCES


def _toll(sentence: Sentence, mention: Mention, state: str, reading: Reading | None) -> Toll | None:
    if mention.layer == "numbers":
        return Toll(state, mention.value, None, sentence, mention, mention.role == "including")
    party = mention.value
    if party.state in ("casualty", "missing", "captured", "displaced"):
        return None
    if party.state in ("dead", "bodies", "injured"):
        died = reading is not None and reading.rule.roles.get("subject") == "victim" and party.state == "injured"  # a wounded man dies
        state = "injured" if party.state == "injured" and not died else "dead"
    if party.kind in ("country", "leader") or (party.kind in ("named", "asset") and party.number is None):
        return None
    number = party.number
    if number is None:
        if party.definite in ("definite", "demonstrative", "possessive") or (reading and reading.trigger.value.voice == "nominal"):
            if party.plural:
                return None
        number = _BARE if party.plural else _ONE
    part = mention.role == "including" or bool(party.parts)
    return Toll(state, number, mention, sentence, mention, part)


def _stray_tolls(sentence: Sentence, made: list[Happening], typology: Typology) -> None:
    """States with a number that no reading has taken («18 morts et 75 blessés») go to the nearest happening."""
    used = {id(t.span) for h in made for t in h.tolls}
    slots = {id(m) for h in made for m in h.agents}
    for mention in sentence.layer("parties"):
        party = mention.value
        if party.state not in ("dead", "injured", "bodies") or mention.role == "purpose" or id(mention) in used or id(mention) in slots:
            continue
        if party.state == "bodies" and party.number is None:
            of = next((m for m in sentence.layer("parties") if m.role == "of" and 0 < m.start - mention.end <= 2 and m.value.number is not None), None)
            if of is None:
                continue
            party.number = of.value.number  # "the bodies of several soldiers"
        elif party.number is None or (party.number.kind == "several" and party.definite in ("definite", "indefinite")):
            continue
        toll = _toll(sentence, mention, "dead", None)
        if toll is None:
            continue
        homes = [h for h in made if any(typology.joins(frame, "killing") for frame in h.frames)]
        clause = [h for h in homes if any(sentence.breaks[mention.start] == r.clause for r in h.readings)]
        choices = clause or [h for h in homes if ";" not in sentence.norm[min(h.anchor.start, mention.start) : max(h.anchor.start, mention.start)]]
        if choices:
            min(choices, key=lambda h: abs(h.anchor.start - mention.start)).tolls.append(toll)
        else:
            frame = "killing" if toll.state == "dead" else "wounding"
            if made and not homes:
                made[-1].tolls.append(toll)
            else:
                made.append(Happening(sentence, [], [frame], tolls=[toll]))
                homes = []
            made[-1].frames = made[-1].frames or [frame]


def _other_voices(sentence: Sentence, made: list[Happening]) -> None:
    """«Soixante-dix ont été tués selon une source médicale, quatre-vingt-trois selon une source militaire»."""
    used = {id(t.span) for h in made for t in h.tolls}
    inside = {i for m in sentence.layer("parties") for i in range(m.start, m.end)}
    for mention in sentence.layer("numbers"):
        if id(mention) in used or mention.start in inside or mention.value.kind in ("several", "zero"):
            continue
        if not any(c.value.rule.kind == "source_phrase" and 0 <= c.start - mention.end <= 1 for c in sentence.layer("cues")):
            continue
        before = [(t, h) for h in made for t in h.tolls if t.span.start < mention.start]
        if before:
            toll, home = before[-1]
            home.tolls.append(Toll(toll.state, mention.value, toll.party, sentence, mention, again=True))


def _put_at(sentence: Sentence, made: list[Happening], pack: Pack) -> None:
    """"The number of fighters killed has risen to four", «le bilan passe à 12 morts», "put the toll at 10"."""
    nouns, verbs = pack.words("toll_nouns"), pack.words("toll_verbs")
    inside = {i for m in sentence.layer("parties") for i in range(m.start, m.end) if m.value.state}
    named = [k for k in range(len(sentence.norm)) if any(" ".join(sentence.norm[k : k + size]) in nouns for size in (1, 2, 3))]
    if not named:
        return
    for mention in sentence.layer("numbers"):
        lead = [size for size in (1, 2, 3, 4) if " ".join(sentence.norm[max(0, mention.start - size) : mention.start]) in verbs]
        if not lead or not any(k < mention.start for k in named) or (mention.start in inside and not lead) or mention.value.kind in ("zero", "several"):
            continue
        toll = Toll("dead", mention.value, None, sentence, mention, update=True)
        home = next((h for h in made if any(t.state == "dead" for t in h.tolls)), made[0] if made else None)
        if home is None:
            made.append(Happening(sentence, [], ["killing"], tolls=[toll]))
            continue
        late = [t for h in made if any(r.rule.late for r in h.readings) for t in h.tolls]
        for happening in made:
            happening.tolls = [t for t in happening.tolls if t.state != "dead" or (t.number.kind not in ("several", "one") and t not in late and t.span is not mention)]
        home.tolls.append(toll)
        return


def _attackers_too(sentence: Sentence, made: list[Happening]) -> None:
    """«Quinze recrues ont été tuées, en plus de l'assaillant»: the attacker died as well (ruling 9.4)."""
    for mention in sentence.layer("parties"):
        if mention.role != "besides" or mention.value.kind not in ("bomber", "gunmen", "militant", "terrorists"):
            continue
        home = next((h for h in made if any(t.state == "dead" for t in h.tolls)), None)
        if home is not None and not any(t.span is mention for t in home.tolls):
            mention.value.definite = "another"
            home.tolls.append(Toll("dead", mention.value.number or _ONE, mention, sentence, mention))


def _zero_tolls(sentence: Sentence, made: list[Happening], typology: Typology, pack: Pack) -> None:
    """«Sans faire de victimes» goes to the happening of its sentence; alone, it waits for the incident told before."""
    found = [Toll(state, NONE, None, sentence, mention) for state, mention in zero(sentence, typology, pack)]
    if not found:
        return
    for happening in list(made):
        spans = [t.span for t in found]
        own = all(r.trigger in spans or (r.object + r.subject and all(m in spans for m in r.object or r.subject)) for r in happening.readings)
        if own or (typology.effect(happening.frames[0]) and all(r.trigger.value.negated for r in happening.readings) and not happening.tolls):
            made.remove(happening)
    homes = [h for h in made if h.readings and not all(r.trigger.value.negated for r in h.readings)]
    if homes:
        min(homes, key=lambda h: abs(h.anchor.start - found[0].span.start)).tolls += found
    else:
        made.append(Happening(sentence, [], ["killing"], tolls=found))


def _elsewhere(sentence: Sentence, happening: Happening, made: list[Happening]) -> None:
    """A happening without a place of its own does not take that of another one in the same sentence."""
    own = {r.clause for r in happening.readings}
    others = {r.clause for h in made if h is not happening for r in h.readings} - own
    if not others or not happening.readings or happening.places or any(r.places for r in happening.readings):
        return
    free = [m for m in sentence.layer("names") if m.value.places and sentence.breaks[m.start] not in others]
    happening.placeless = not free


# -- circumstances ------------------------------------------------------------------------------------------------------


def _circumstances(sentence: Sentence, happening: Happening, owned: set[int]) -> None:
    """Dates, places and speakers: those of its clauses, else those of the sentence that no other clause owns."""
    spoken = spoken_dates(sentence)
    for reading in happening.readings:
        for m in reading.dates:
            if m not in happening.dates and id(m) not in spoken:
                happening.dates.append(m)
        for m in reading.places:
            if m not in happening.places:
                happening.places.append(m)
    happening.late = any(r.rule.late for r in happening.readings)
    if happening.readings:
        happening.dates.sort(key=lambda m: min(abs(m.start - r.trigger.start) for r in happening.readings))
    happening.own_date = bool(happening.dates)
    if not happening.dates:
        happening.dates = [m for m in sentence.layer("dates") if m.value.kind != "elapsed" and id(m) not in spoken and sentence.breaks[m.start] not in owned]
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


def spoken_dates(sentence: Sentence) -> set[int]:
    """Days on which something was said, not done: «a rapporté vendredi l'OSDH», "said on Wednesday that"."""
    ends = {c.end for c in sentence.layer("cues") if c.value.rule.kind in ("say", "deny", "condemn", "claim")}
    return {id(m) for m in sentence.layer("dates") if m.value.anchor == "published" and (m.start in ends or (m.start - 1 in ends and len(sentence.norm[m.start - 1]) <= 2))}
