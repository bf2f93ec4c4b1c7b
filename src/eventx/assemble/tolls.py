"""Tolls: from everything that an article says of an incident's dead or wounded to one figure with its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from eventx.annotate.layers import Mention, Number
from eventx.assemble.happening import Toll

TELLING = 5  # dead from which on the same number tells the same dead
_PARTS = frozenset({"child", "woman", "elderly"})


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the row: best, low, high, and the tolls that it was read from."""

    best: int
    low: int | None
    high: int | None
    used: tuple[Toll, ...]
    conflict: bool = False


def count(tolls: list[Toll], several: int) -> Count | None:
    """The figure for one state (dead or injured) of one incident; None when nothing is said.

    ``several`` is what a vague plural stands for. Parts are not added to wholes; disjoint groups of one sentence are
    summed; a later different figure in another voice opens the bounds and the lowest is taken (CODING section 6).
    """
    current = [toll for toll in tolls if not (toll.former and _overtaken(toll, tolls))]  # what the article overtakes counts for nothing
    statements = _statements([toll for toll in current if not toll.part], several)
    if not statements:
        return None
    statements = [s for s in statements if s[0].best] or statements  # "nobody" gives way to anybody
    body = [s for s in statements if all(t.sentence.zone.kind != "title" for t in s[1])]
    if all(s[0].kind in ("vague", "several") for s in body):
        body = statements  # a headline speaks where the text does not, or only vaguely: it may sum up several incidents
    body = [s for s in body if s[0].kind not in ("vague", "several", "one") or _more(s[1])] or body
    first = body[0]
    for later in body[1:]:
        if any(toll.update for toll in later[1]) and later[0].best >= first[0].best:
            first = later
    number, used = first
    conflict = False
    for other, source in body:
        if other is number or other.best == number.best:
            continue
        if number.kind == "about" == used[0].number.kind and other.kind == "exact" and not _disjoint(source, used) and abs(other.best - number.best) <= number.best / 4:
            number, used = other, source  # «une dizaine de morts», then «onze civils tués»
            continue
        if first[1][0].update and not any(t.voices for t in first[1]) and other.best < first[0].best:
            continue  # "The toll rose to 15": the article overtakes itself, whoever gave the lower figure (ruling 9.27)
        if _more(source) and source[0].sentence is not used[0].sentence and 0 < other.best <= number.best and not conflict:
            number, used = _add(number, other), used + source
            continue
        if _disjoint(source, used):
            number = _add(number, other)
            used = used + source
            continue
        if other.best < number.best and source[0].sentence is not used[0].sentence and all(map(_other, source)):
            continue  # «les corps des quatre autres» of five
        if _is_part(source, used) or (other.best < number.best and not _voices_differ(source, used)):
            continue
        if (_voices_differ(source, used) or source[0].sentence is used[0].sentence) and other.best <= number.best * 5:
            low = min(number.best, other.best)
            high = max(number.high or number.best, other.high or other.best)
            number, conflict = Number(low, low, high, "conflict"), True
            used = used + source
    return Count(number.best, number.low, number.high, tuple(used), conflict)


def _overtaken(toll: Toll, tolls: list[Toll]) -> bool:
    """Whether a first count («selon un premier bilan») has a later one of the same people beside it."""
    return any(not other.former and other.number.kind not in ("vague", "several") and not _disjoint([toll], [other]) for other in tolls)


def _statements(tolls: list[Toll], several: int) -> list[tuple[Number, list[Toll]]]:
    """One figure a sentence: its disjoint groups added up, «12 morts, 7 soldats et 5 civils» read as a whole and parts."""
    made: list[tuple[Number, list[Toll]]] = []
    by_sentence: dict[int, list[Toll]] = {}
    for toll in tolls:
        by_sentence.setdefault(id(toll.sentence), []).append(toll)
    for group in by_sentence.values():
        group.sort(key=lambda toll: toll.span.start)
        numbers = [_value(toll.number, several) for toll in group]
        total, used = numbers[0], [group[0]]
        again: list[tuple[Number, list[Toll]]] = []
        rest = list(zip(numbers[1:], group[1:], strict=True))
        if len(rest) > 1 and total.best and sum(n.best for n, _ in rest) == total.best and not any(_disjoint([toll], used) for _, toll in rest):
            made.append((total, used))
            continue
        for number, toll in rest:
            if _joined(used[-1], toll):
                total = _add(total, number)
                used.append(toll)
                continue
            if number.kind == "one" == used[-1].number.kind and toll.party is not None and toll.party.value.definite in ("indefinite", "possessive"):
                total = _add(total, number)  # «le conducteur a été tué, ainsi qu'un homme»: two people
                used.append(toll)
                continue
            if number.best == total.best and _same_class(toll, used[0]):
                continue
            if toll.party is not None and toll.party.value.kind in _PARTS and number.best < total.best:
                continue
            if _same_class(toll, used[0]) and number.best < total.best and not _other(toll):
                continue
            restated = toll.again or toll.sentence.breaks[toll.span.start] != used[0].sentence.breaks[used[0].span.start]
            if _same_class(toll, used[0]) and not _other(toll) and number.best >= total.best and (toll.party is None or restated):
                again.append((number, [toll]))
                continue
            total = _add(total, number)
            used.append(toll)
        made += [(total, used), *again]
    return made


def _joined(before: Toll, toll: Toll) -> bool:
    """Whether two tolls stand side by side as one subject: «cinq soldats et un instructeur»."""
    gap = toll.sentence.norm[before.span.end : toll.span.start]
    return before.sentence is toll.sentence and len(gap) == 1 and gap[0] in ("et", "and") and before.state == toll.state


def _value(number: Number, several: int) -> Number:
    return Number(several, several, None, "several") if number.kind == "several" else number


def _add(one: Number, two: Number) -> Number:
    if two.kind == "zero":
        return one
    if one.kind == "zero":
        return two
    low = None if one.low is None or two.low is None else one.low + two.low
    high = None if one.high is None or two.high is None else one.high + two.high
    return Number(one.best + two.best, low, high, "sum")


def _kind(toll: Toll) -> str:
    return toll.party.value.kind if toll.party is not None else ""


def _same_class(one: Toll, two: Toll) -> bool:
    a, b = _kind(one), _kind(two)
    return a == b or not a or not b or "person" in (a, b)


def _other(toll: Toll) -> bool:
    return toll.party is not None and toll.party.value.definite == "another"


def _more(source: list[Toll]) -> bool:
    """Whether a sentence's dead come to those told before: «un autre est mort à l'hôpital», "the bomber also died"."""
    return all(toll.more for toll in source)


def _is_part(source: list[Toll], used: list[Toll]) -> bool:
    return all(_kind(t) in _PARTS for t in source) and not all(_kind(t) in _PARTS for t in used)


_SIDES = {
    **dict.fromkeys(("military", "police", "government", "airforce", "navy", "guards"), "state"),
    **dict.fromkeys(("civilian", "child", "woman", "family", "elderly", "refugee", "student"), "civilian"),
    **dict.fromkeys(("militant", "gunmen", "rebels", "jihadists", "bandits", "gang", "militia", "terrorists", "insurgents", "bomber"), "armed"),
}  # fmt: skip


def _disjoint(source: list[Toll], used: list[Toll]) -> bool:
    one = {_SIDES.get(_kind(t), "") for t in source}
    two = {_SIDES.get(_kind(t), "") for t in used}
    return bool(one and two and "" not in one and "" not in two and not one & two)


def _voices_differ(source: list[Toll], used: list[Toll]) -> bool:
    one = {_voice(v) for t in source for v in t.voices}
    two = {_voice(v) for t in used for v in t.voices}
    return bool(one) and one != two


def _voice(mention: Mention) -> tuple[object, ...]:
    """Who a speaker is, wherever it is named: two mentions of one source are one voice."""
    voice = mention.value
    return voice.name, voice.body, voice.countries, voice.person, id(voice.party)
