"""Which readings of one sentence tell the same incident: effects with causes, verbs that share their subject."""

from __future__ import annotations

from eventx.annotate.layers import Sentence
from eventx.annotate.reading import Reading
from eventx.assemble.happening import Happening, sentence_between
from eventx.coding import Typology
from eventx.packs import load


def grouped(sentence: Sentence, readings: list[Reading], typology: Typology) -> list[list[Reading]]:
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
            gas = typology.family(readings[j].rule.frame) == "crowd"  # "tear gas was fired at students"
            if gas or readings[j].rule.weapon or typology.joins(readings[j].rule.frame, reading.rule.frame):  # "drones set fire to a refinery"
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
            ) or (near and not apart and _in_the_course(sentence, first, second, effect=bool(typology.effect(first.rule.frame)))):
                union(i, j)
    groups: dict[int, list[Reading]] = {}
    for i, reading in enumerate(readings):
        groups.setdefault(find(i), []).append(reading)
    return list(groups.values())


def _in_the_course(sentence: Sentence, first: Reading, second: Reading, *, effect: bool) -> bool:
    """Whether the second tells the act in which the first happened: "abducted after gunmen attacked", "died when their house was hit"."""
    bare = first.trigger.value.voice == "passive" and not first.agent and second.subject and second.trigger.value.voice == "active"
    if second.trigger.value.voice == "nominal" or not (bare or (effect and not first.agent and second.trigger.value.voice == "passive")):
        return False
    opening = next(k for k, clause in enumerate(sentence.breaks) if clause == second.clause)
    return any(sentence.text(opening, opening + size) in load(sentence.language).words("subordinators") for size in (1, 2))


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
    here = {sentence.text(m.start, m.end) for m in first.places if not m.value.actors}
    there = {sentence.text(m.start, m.end) for m in second.places if not m.value.actors}
    return bool(here and there and not here & there and first.cause is None and second.cause is not first.trigger)


def merge_effects(made: list[Happening], typology: Typology) -> list[Happening]:
    """A bare effect goes to the only tactic beside it: first in its own clause, else the nearest before it."""
    tactics = [h for h in made if not all(typology.effect(frame) for frame in h.frames) and h.frames]
    kept = list(made)
    for happening in made:
        if happening in tactics or not tactics or happening.apart:
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


def _apart(one: Happening, two: Happening) -> bool:
    """Whether two happenings of a sentence are told by clauses with different days."""
    first = {m.value.first for r in one.readings for m in r.dates if m.value.first}
    second = {m.value.first for r in two.readings for m in r.dates if m.value.first}
    return bool(first and second and not first & second)
