"""Tolls by place: "ten people were killed in Aleppo and another five in Idlib" is two incidents, not one of ten or fifteen."""

from __future__ import annotations

from dataclasses import replace

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening, Toll
from eventx.packs import Pack

_REACH = 9  # words from a number to its place
_ROLES = frozenset({"at", "near"})


def spread(sentence: Sentence, happening: Happening, pack: Pack) -> list[Happening]:
    """The happening, or one for each place where its tolls have places of their own."""
    counted = [t for t in happening.tolls if t.sentence is sentence and not t.part and t.number.best and not t.again]
    if not counted or not happening.readings:
        return [happening]
    tolls = sorted(counted + _bare(sentence, counted, pack), key=lambda toll: toll.span.start)
    if len(tolls) < 2:
        return [happening]
    shares: list[tuple[list[Toll], list[Mention]]] = []
    waiting: list[Toll] = []
    for toll, after in zip(tolls, [*tolls[1:], None], strict=True):
        waiting.append(toll)
        end = after.span.start if after is not None else len(sentence.norm)
        named = _named(sentence, toll.span.end, end)
        if named:
            shares.append((waiting, named))
            waiting = []
    if len(shares) < 2 or len({_name(sentence, named[0]) for _, named in shares}) < len(shares):
        return [happening]
    shares[-1][0].extend(waiting)
    whole, parts = tolls[0], tolls[1:]
    if len(parts) > 1 and shares[0][0][0] is whole and all(t.state == whole.state for t in parts) and sum(t.number.best for t in parts) == whole.number.best:
        shares[0][0].remove(whole)  # «44 civils tués, dont 31 à Kourakou et 13 à Tondobi»
    rest = [t for t in happening.tolls if t not in counted]
    made = []
    for index, (own, named) in enumerate(shares):
        made.append(replace(
            happening, readings=list(happening.readings), frames=list(happening.frames), agents=list(happening.agents),
            targets=[m for m in happening.targets if not any(m is t.party for t in tolls) or any(m is t.party for t in own)],
            places=named, tolls=own + (rest if index == 0 else []), own_place=True, shared=True,
        ))  # fmt: skip
    return made


def _named(sentence: Sentence, start: int, end: int) -> list[Mention]:
    """The places right after a number, up to the next one; none where another verb stands between."""
    names = [m for m in sentence.layer("names") if start <= m.start < end and m.value.places and not m.value.actors]
    if not names or names[0].role not in _ROLES or names[0].start - start > _REACH:
        return []
    return names


def _name(sentence: Sentence, mention: Mention) -> str:
    return " ".join(sentence.norm[mention.start : mention.end])


def _bare(sentence: Sentence, counted: list[Toll], pack: Pack) -> list[Toll]:
    """Numbers that leave their noun to the one before: "and another five in Idlib", «et deux autres près de Homs»."""
    inside = {k for m in sentence.layer("parties") for k in range(m.start, m.end)}
    known = {id(t.span) for t in counted}
    joining = pack.words("and") | pack.words("another") | {","}
    out = []
    for m in sentence.layer("numbers"):
        before = [t for t in counted if t.span.end <= m.start]
        if not before or id(m) in known or m.start in inside or m.role in ("besides", "at", "since") or not m.value.best:
            continue
        k = m.start
        while k and sentence.norm[k - 1] in pack.words("another"):
            k -= 1
        follows = sentence.norm[m.end] if m.end < len(sentence.norm) else ""
        end = m.end + (1 if follows in pack.words("another") else 0)
        place = next((n for n in sentence.layer("names") if n.prep == end and n.value.places and n.role in _ROLES), None)
        if place is not None and k and (sentence.norm[k - 1] in joining or m.role == "including"):
            last = before[-1]
            out.append(Toll(last.state, m.value, last.party, sentence, m, voices=last.voices))
    return out
