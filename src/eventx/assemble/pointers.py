"""Pointers: whom pronouns, bare offices, surnames and words like "the monitor", «leur porte-parole» stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.speakers import Voice
from eventx.annotate.speech import Says
from eventx.packs import load

BACK = 3  # sentences over which a pronoun reaches its speaker
_NEAR = 6  # and a bare office («le ministère de la Santé») the country named with it before
_LOCAL = frozenset({"{demonym} Army", "{demonym} Police", "{demonym} Government"})  # every country of a round-up has them


def copied(at: Mention, voices: Iterable[Mention]) -> list[Mention]:
    """The same speakers, said at another spot."""
    return [Mention("voices", at.start, at.end, voice.value, "voice.carried") for voice in voices]


def pronoun(sentence: Sentence, act: Says, recent: list[Mention], at: int, before: list[tuple[int, Mention]], pronouns: set[int]) -> list[Mention]:
    """Who "it", «il» is: the subject of the sentence before, where it can speak, else who spoke last."""
    if act.personal or (recent and at >= sentence.index - 1):
        return recent
    same = [v for i, v in before if i == sentence.index and v.end <= act.back and _subject(v) and v.start <= 4]
    if same and at < sentence.index:
        return same[:1]
    for gap in range(1, BACK + 1):
        here = sentence.index - gap
        previous = [v for i, v in before if i == here and _subject(v)]
        if previous and at < here and previous[0].start <= 4:
            return previous[:1]
        if here not in pronouns:  # «Il rappelle …. Il déplore …»
            break
    return recent


def _subject(voice: Mention) -> bool:
    """Whether a voice can be the subject that a pronoun stands for: a force, a body or a source, free of prepositions."""
    value: Voice = voice.value
    if voice.role not in ("", "source") or value.kind == "anaphor":
        return False
    if value.party is None:
        return True
    party = value.party.value
    return party.number is None and (bool(party.actors or party.countries) or party.kind in ("named", "country", "government", "military", "police", "rebels", "asset", "militia"))


def resolve(
    sentence: Sentence, says: Mention, voice: Mention, before: list[tuple[int, Mention]], everything: list[tuple[int, Mention]], recent: list[Mention], at: int
) -> list[Mention]:
    """The speakers that a voice stands for: itself where it names somebody, else who was named before."""
    value: Voice = voice.value
    here = sentence.index
    possessive = load(sentence.language).words("possessive")
    if (value.body and not value.countries and not value.place and voice.start and sentence.norm[voice.start - 1] in possessive) or "owner" in value.refers:
        return _owned(sentence, voice, before, recent, at)
    if value.kind == "anaphor":
        if "sources" in value.refers:
            plain = [v for _, v in before if v.value.kind == "anonymous" and v.value.name.endswith("s")][-1:]
            if plain:
                return copied(voice, plain)
        if "last" in value.refers:
            found = [v for v in recent if v.value.kind != "anaphor"]
            if found:
                return copied(voice, found)
        else:
            latest = next((v for _, v in reversed(before) if _fits(value, v.value)), None)
            known = [latest] if latest is not None else [v for i, v in everything if v.start != voice.start and _fits(value, v.value)][:1]
            if known:
                return copied(voice, known)
        return [Mention("voices", voice.start, voice.end, replace(value, kind="anonymous"), voice.rule)] if value.name else []
    if value.kind == "person":
        if not value.person:
            return [voice]  # a person of the tables
        surname = value.person.split()[-1]
        for _, other in before:
            if other.value.person and other.value.person != value.person and other.value.person.split()[-1] == surname:
                return copied(voice, [other])
        office = next((v for v in recent if v.value.kind == "official" and not v.value.person), None)
        if office is not None and voice.rule == "voice.person" and voice.start == 0 and not says.value.trailing and at == here - 1:
            return [Mention("voices", voice.start, voice.end, replace(office.value, person=value.person), "voice.carried")]
        return [voice]
    if value.body and not value.countries and not value.place and says.layer:
        reach = 2 if value.body in _LOCAL else _NEAR
        for i, other in reversed(before):
            if here - i > reach:
                break
            same = other.value.body == value.body and (other.value.countries or other.value.place)
            words = value.body.replace("{demonym} ", "")
            if same or (other.value.kind in ("health", "official") and words in other.value.name and value.body not in _LOCAL):
                found = replace(other.value, person=value.person)
                return [Mention("voices", voice.start, voice.end, found, voice.rule)]
    return [voice]


def _machine(voice: Mention) -> bool:
    """Whether a voice is only planes or guns, which have no ministry and no spokesman."""
    return voice.value.party is not None and voice.value.party.value.kind in ("airforce", "asset")


def _fits(pointer: Voice, voice: Voice) -> bool:
    """Whether a pointer ("the monitor", "the ministry") can stand for a speaker named elsewhere."""
    if voice.kind in ("anaphor", "anonymous", "person", "capital"):
        return False
    if voice.kind in pointer.refers or (voice.kind == "armed_group" and "group" in pointer.refers):
        return True
    if voice.party is not None and not voice.body:
        return "group" in pointer.refers and any(entry.type == "group" for entry in voice.party.value.actors)
    name = voice.name or voice.body
    return any(word in name.split() for word in pointer.refers)


def _owned(sentence: Sentence, voice: Mention, before: list[tuple[int, Mention]], recent: list[Mention], at: int) -> list[Mention]:
    """Whose "its army", «leur porte-parole» is: of the subject before it, else of who spoke last."""
    value: Voice = voice.value
    spoken = [v for v in recent if v.value.kind not in ("person", "anonymous") and not v.value.person]
    owner = spoken[0] if spoken and not value.body and at >= sentence.index - 1 else None  # whose spokesman: who has just spoken
    for here in () if owner else range(sentence.index, max(-1, sentence.index - BACK), -1):
        told = [v for i, v in before if i == here and _subject(v) and v is not voice and not _machine(v) and (here < sentence.index or v.end < voice.start)]
        owner = next((v for v in told if v.role == "" and (v.start <= 4 or here == sentence.index)), None)
        if owner is not None or at == here:
            break
    owner = owner or next(iter(recent), None)
    if owner is None:
        return [voice] if value.body else [Mention("voices", voice.start, voice.end, Voice(kind="person", person=value.person), voice.rule)] if value.person else []
    if not value.body:
        return copied(voice, [owner])
    party = owner.value.party.value if owner.value.party is not None else None
    lands = owner.value.countries or (party.countries if party is not None else ()) or tuple(e.iso3 for e in (party.actors if party is not None else ()) if e.type == "force" and e.iso3)
    if not lands and len(owner.value.organ_of) == 3:
        lands = (owner.value.organ_of,)
    if lands:
        return [Mention("voices", voice.start, voice.end, replace(value, countries=lands[:1]), voice.rule)]
    return copied(voice, [owner]) if party is not None else [voice]  # HTS's interior minister is HTS
