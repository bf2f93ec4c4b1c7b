"""Anaphora: whose force «ses drones», "its soldiers" are, and who «ils», "they" stands for across sentences.

A possessive before a force takes the country or group that is in view: the body that speaks in the sentence, else the
one named before it there, else the subject of the sentence before. Nothing is resolved over more than two sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eventx.actors import actor_index
from eventx.annotate.kinds import FORCES, STATE_BODIES
from eventx.annotate.layers import Mention, Party, Sentence
from eventx.annotate.named import SINGLE
from eventx.annotate.reading import readings_of
from eventx.fold import words
from eventx.packs import Pack

_REACH = 2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is in view: countries and named actors, and where it was said."""

    countries: tuple[str, ...]
    actors: tuple[Any, ...]
    index: int
    kind: str = ""
    body: str = ""  # peacekeepers, gendarmes: what they are beside whose


def resolve(sentences: Sequence[Sentence], pack: Pack, publisher: str = "") -> None:
    """Give possessive forces their holder and pronoun subjects their antecedent, in place.

    "Our forces", «nos soldats» are those of the body that publishes the text or issues the statement.
    """
    us = _publisher(publisher) or _issuer(sentences)
    first = pack.words("first_person")
    view: Holder | None = None
    actors: list[Mention] = []
    acted, struck = -9, -9
    hurt: Mention | None = None
    alone, officers = pack.words("one_person"), pack.words("officers")
    armed = us is not None or any(m.value.first_person and m.value.kind in FORCES for s in sentences for m in s.layer("parties"))
    body, heard = "", -9
    for sentence in sentences:
        for party in sentence.layer("parties"):
            value = party.value
            if value.first_person and value.kind == "person" and (armed or _armed_voice(sentence)):
                value.kind = "militant" if us is not None and not us.countries else "military"  # «quatre de nos hommes»
            if us is not None and value.first_person and not value.actors and not value.countries:
                value.countries, value.actors = us.countries, us.actors
                continue
            if value.kind in STATE_BODIES and not value.actors and not value.countries:
                words_ = sentence.norm[party.head : party.end]
                near = sentence.index - heard <= 3 and (sentence.index == heard or not any(m.value.places for m in sentence.layer("names")))
                if value.kind == "military" and body == "police" and near and len(words_) == 1 and words_[0] in officers:
                    value.kind = "police"  # "police used tear gas; officers then opened fire"
                body, heard = value.kind, sentence.index
            if value.definite == "definite" and value.kind in STATE_BODIES and not value.actors and not value.countries and not value.peoples:
                value.countries = _spoken_of(sentence, party)
            if sentence.zone.kind != "title" and value.definite == "possessive" and not value.actors and not value.countries and (value.kind in FORCES or value.kind == "asset"):
                own = _holder(sentence, party)
                if own is not None and not own.countries and not own.actors:
                    value.kind = own.kind  # "four soldiers died when a mine hit their convoy"
                    continue
                holder = own or (view if view is not None and sentence.index - view.index <= _REACH else None)
                if holder is not None:
                    value.countries, value.actors, value.descriptor = holder.countries, holder.actors, value.descriptor or holder.body
        sentence.layers["parties"] = [m for m in sentence.layer("parties") if m.value.kind != "asset" or m.value.actors or m.value.countries or m.value.peoples]
        for reading in readings_of(sentence):
            if not reading.pronoun or reading.subject or reading.trigger.value.voice != "active":
                continue
            before = sentence.norm[max(0, reading.trigger.start - 4) : reading.trigger.start]
            if reading.rule.roles.get("subject") == "victim" and alone & set(before):
                one = hurt if hurt is not None and sentence.index - struck <= 1 else Mention("parties", 0, 0, Party("person", plural=False), "anaphora.one")
                reading.subject = [_moved(replace(one, value=replace(one.value, number=SINGLE)), reading.trigger)]
                continue  # "a gunman shot an officer. He died in hospital": who was struck
            if us is not None and any(word in first for word in before):
                ours = Party("military" if us.countries else "named", countries=us.countries, actors=us.actors)
                reading.subject = [Mention("parties", reading.trigger.start, reading.trigger.end, ours, "anaphora.first", head=reading.trigger.start)]
                continue
            speaker = _speaker(sentence, reading.trigger)
            if speaker is not None:
                reading.subject = speaker
            elif actors and sentence.index - acted <= _REACH and not any(word in first for word in before):  # «nous avons perdu»: who speaks
                reading.subject = [_moved(m, reading.trigger) for m in actors]
        doers = [
            m for reading in readings_of(sentence) for m in (reading.subject if reading.trigger.value.voice == "active" else reading.agent)
            if m.layer == "parties" and (m.value.kind in FORCES or m.value.kind in ("named", "country"))
        ]
        for reading in readings_of(sentence):
            passive = reading.trigger.value.voice == "passive"
            struck_here = [m for m in (reading.subject if passive else [*reading.object, *reading.target]) if m.layer == "parties" and m.value.kind != "country"]
            if struck_here and (struck_here[0].value.number is None or struck_here[0].value.number.best == 1):
                hurt, struck = struck_here[0], sentence.index
        if doers:
            actors, acted = doers[:1], sentence.index
        view = _first(sentence) or view


def _armed_voice(sentence: Sentence) -> bool:
    """Whether a force speaks, whose "men" are fighters: «quatre de nos hommes sont tombés, a dit l'armée»."""
    voices = [v.value.party for says in sentence.layer("says") for v in says.value.voices if v.value.party is not None]
    return any(party.value.kind in FORCES or party.value.kind == "named" for party in voices)


def _spoken_of(sentence: Sentence, force: Mention) -> tuple[str, ...]:
    """The country of "the army" in what an official of a country says: "two Pakistani officials said the military had struck"."""
    for says in sentence.layer("says"):
        for voice in says.value.voices if says.value.kind in ("say", "claim") and says.end <= force.start else ():
            party = voice.value.party.value if voice.value.party is not None else None
            countries = tuple(voice.value.countries) or (party.countries if party is not None else ())
            countries = countries or next((m.value.countries for m in sentence.layer("parties") if m.start < voice.end and voice.start < m.end and m.value.countries), ())
            if len(countries) == 1 and voice.end <= force.start:
                return countries
    return ()


def _publisher(name: str) -> Holder | None:
    """The state or group whose organ the publisher is."""
    sequence = words(name)
    if not sequence:
        return None
    for size, entries in actor_index().prefixes(sequence, name.split()):
        if size < len(sequence):
            continue
        for entry in entries:
            if entry.type == "group":
                return Holder((), (entry,), -1)
            if entry.type == "source" and entry.organ_of:
                return _organ(entry.organ_of)
    return None


def _organ(owner: str) -> Holder | None:
    if len(owner) == 3 and owner.isupper():
        return Holder((owner,), (), -1)
    sequence = words(owner)
    found = [e for size, entries in actor_index().prefixes(sequence, owner.split()) if size == len(sequence) for e in entries if e.type == "group"]
    return Holder((), (found[0],), -1) if found else None


def _issuer(sentences: Sequence[Sentence]) -> Holder | None:
    """The body whose statement the text is: the one that speaks in its headline or first sentences."""
    for sentence in sentences[:3]:
        for mention in sentence.layer("voices"):
            if mention.value.countries and mention.value.party is None:
                return Holder(mention.value.countries, (), sentence.index)
        for mention in sentence.layer("names"):
            for entry in mention.value.actors:
                if entry.type == "source" and entry.organ_of:
                    return _organ(entry.organ_of)
        for mention in sentence.layer("parties"):
            if mention.value.actors or (mention.value.kind == "military" and mention.value.countries):
                return Holder(mention.value.countries, mention.value.actors, sentence.index)
    return None


_BODIES = {"Army": "military", "Ministry of Defence": "military", "Air Force": "military", "Navy": "military", "Police": "police"}


def _speaker(sentence: Sentence, trigger: Mention) -> list[Mention] | None:
    """Whom "it" stands for after a verb of saying: the force that speaks, nobody when another speaks; None without one."""
    spoken = [says for says in sentence.layer("says") if says.value.kind in ("say", "claim") and says.end <= trigger.start]
    if not spoken:
        return None
    for voice in spoken[-1].value.voices[-1:]:
        if voice.value.party is not None:
            return [_moved(voice.value.party, trigger)]
        kind = next((kind for name, kind in _BODIES.items() if name in (voice.value.body or voice.value.name)), "")
        if kind:
            return [Mention("parties", voice.start, voice.end, Party(kind, countries=tuple(voice.value.countries)), "anaphora.speaker", head=voice.start)]
    return []


def _moved(mention: Mention, trigger: Mention) -> Mention:
    """The antecedent's party at the place of the verb whose pronoun stands for it."""
    return Mention("parties", trigger.start, trigger.end, mention.value, "anaphora.pronoun", head=trigger.start)


def _holder(sentence: Sentence, party: Mention) -> Holder | None:
    """The nearest body, country or named group before a possessive in its own sentence."""
    best: tuple[int, Holder] | None = None
    verbs = [t for t in sentence.layer("triggers") if t.value.voice != "nominal" and t.end <= party.start and sentence.breaks[t.start] == sentence.breaks[party.start]]
    for mention, holder in _holders(sentence):
        if verbs and mention.end <= verbs[-1].start and sentence.breaks[mention.start] == sentence.breaks[party.start] and mention.layer == "parties" and party.start - verbs[-1].end <= 4:
            continue  # "Turkish drones pound its forces": another's
        if mention.end <= party.start and (best is None or mention.start >= best[0]):
            best = mention.start, holder
    return best[1] if best else None


def _first(sentence: Sentence) -> Holder | None:
    """Who a sentence is about: the first body, country or named group in it that no preposition governs."""
    return next((holder for mention, holder in _holders(sentence) if mention.prep < 0 and (holder.countries or holder.actors)), None)


def _holders(sentence: Sentence) -> list[tuple[Mention, Holder]]:
    found: list[tuple[Mention, Holder]] = []
    for mention in sentence.layer("names"):
        for entry in mention.value.actors:
            if entry.type == "source" and entry.organ_of and len(entry.organ_of) == 3 and entry.organ_of.isupper():
                found.append((mention, Holder((entry.organ_of,), (), sentence.index)))
    for mention in sentence.layer("parties"):
        value = mention.value
        if value.definite != "possessive" and (value.actors or value.countries or value.kind in ("military", "police")) and not value.pro:
            found.append((mention, Holder(value.countries, value.actors, sentence.index, value.kind, value.descriptor)))
    for mention in sentence.layer("voices"):
        if mention.value.countries and mention.value.party is None:
            found.append((mention, Holder(mention.value.countries, (), sentence.index)))
    return sorted(found, key=lambda pair: pair[0].start)
