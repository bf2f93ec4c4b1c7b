"""Voices: speakers to the English short names that ``attributed_to`` holds (CODING section 7, rulings 10 and 28)."""

from __future__ import annotations

from eventx.annotate.layers import Mention
from eventx.annotate.stance import Voice
from eventx.assemble import Incident
from eventx.who import Registry

# People who speak without a name, as a plain plural (CODING ruling 10).
_PLAIN_VOICES = {
    "family": "relatives", "health_worker": "medics", "civilian": "residents", "journalist": "local media", "aid_worker": "aid workers",
    "official": "local officials", "rebels": "rebels", "student": "students", "teacher": "teachers",
}  # fmt: skip


def voice_name(mention: Mention, registry: Registry, country: str, incident: Incident) -> tuple[str, str]:
    """(name as written in attributed_to, canonical actor that the voice is or speaks for) of a speaker."""
    voice: Voice = mention.value
    index = registry.index
    day = incident.day.first if incident.day else None
    if voice.name:
        organ = voice.organ_of
        if organ and len(organ) == 3 and organ.isupper():
            organ = index.state_actor("military", organ, day)
        return voice.name, organ
    if voice.body:
        home = voice.countries[0] if voice.countries else country
        force = "police" if "Police" in voice.body else "military"
        return voice.body.format(demonym=index.demonym(home), country=index.country(home), place=incident.places[0].place.name), index.state_actor(force, home, day)
    if voice.party is None:
        return "", ""
    party = voice.party.value
    if party.kind in _PLAIN_VOICES:
        return _PLAIN_VOICES[party.kind], ""
    if party.kind in ("person", "child", "woman", "family", "gunmen", "crowd", "militant", "bomber", "casualty", "national"):
        return "", ""
    actor = registry.resolve(party, country, day)
    if actor is None or not actor.certain:
        return "", ""
    if party.kind in ("military", "airforce", "navy", "police", "guards") or (party.actors and party.actors[0].type == "force"):
        home = party.countries[0] if party.countries else (party.actors[0].iso3 if party.actors else country)
        head = "Police" if actor.name.startswith("Police") else "Army"
        return f"{index.demonym(home)} {head}", actor.name
    if party.kind in ("country", "leader", "government"):
        home = party.countries[0] if party.countries else country
        return f"{index.demonym(home)} Government", actor.name
    if actor.side == "armed":
        label, _, rest = actor.name.partition(": ")
        return (label if rest else label.split(" (")[0]), actor.name
    return "", ""
