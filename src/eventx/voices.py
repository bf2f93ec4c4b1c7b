"""Voices: speakers to the English short names that ``attributed_to`` holds (CODING section 7, rulings 10 and 28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eventx.annotate.layers import Mention, Party
from eventx.annotate.speakers import Voice, is_press
from eventx.assemble import Incident
from eventx.who import Registry

# People who speak without a name, as a plain plural (CODING ruling 10).
_PLAIN_VOICES = {
    "family": "relatives", "health_worker": "medics", "civilian": "residents", "journalist": "local media", "aid_worker": "aid workers",
    "official": "local officials", "rebels": "rebels", "student": "students", "teacher": "teachers",
}  # fmt: skip
_SILENT = frozenset({"person", "child", "woman", "gunmen", "crowd", "militant", "bomber", "casualty", "national", "protester", "rioter"})
_FORCES = frozenset({"military", "airforce", "navy", "police", "guards"})
# Who speaks for himself when named; the others stand for their body or their class.
_SELF = frozenset({"residents", "witnesses", "relatives", "survivors", "teachers", "students", "local officials", "traders", "activists", "community leaders", "civil society", "analysts", "farmers", "rights groups"})
_CIVIL = ("Health", "Civil Defence", "Red C", "Prosecutor", "Emergency", "Electoral", "Parliament", "Embassy", "Justice", "Fire")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as a row needs it: its name, the canonical actors that it is or speaks for, the state behind it.

    ``general`` names a whole government, ``civil`` a body that never fights, ``instead`` the plural that a named person
    belongs to, ``office`` the local office that it holds.
    """

    name: str = ""
    actors: tuple[str, ...] = ()
    country: str = ""
    general: bool = False
    civil: bool = False
    instead: str = ""
    office: str = ""
    press: str = ""  # general | named, of a state's media
    monitor: bool = False


def speaker(mention: Mention, registry: Registry, country: str, incident: Incident) -> Speaker:
    """Who a voice is in a row of an incident in a country; without a name when nobody to be named speaks."""
    voice: Voice = mention.value
    day = incident.day.first if incident.day else None
    if voice.kind == "anonymous":
        if voice.person and voice.name in _SELF:
            return Speaker(voice.person, instead=voice.name)
        return Speaker(registry.index.monitor(country) if voice.refers and "observer" in voice.refers else voice.name)
    if voice.kind == "person":
        return Speaker(voice.person or voice.name)
    if voice.name:
        return _source(voice, registry, day)
    if voice.body:
        return _body(voice, registry, country, incident, day)
    return _party(voice, registry, country, day) if voice.party is not None else Speaker()


def stands_in(plain: str, named: Speaker) -> bool:
    """Whether a lead's plain plural ("rescuers said") is a speaker whom the text names later."""
    if plain == "rescuers":
        return any(word in named.name for word in ("White Helmets", "Civil Defence", "Emergency", "Red Cr", "Fire Service", "Rescue"))
    if plain in ("local officials", "local media"):
        return bool(named.office) if plain == "local officials" else named.press == "named"
    return plain == "rights groups" and named.monitor


def state_body(mention: Mention) -> Party | None:
    """The force that a public body speaks for when it tells an act of its own; None for one that does not fight."""
    voice: Voice = mention.value
    named = voice.kind == "official" and len(voice.organ_of) == 3 and voice.organ_of.isupper()  # "the Russian Ministry of Defence"
    body = voice.body or (voice.name if named else "")
    if not body or is_local(body) or any(word in body for word in (*_CIVIL, "Foreign", "Government", "media")):
        return None
    return Party("police" if "Police" in body or "Interior" in body else "military", countries=(voice.organ_of,) if named else voice.countries[:1])


def is_local(body: str) -> bool:
    """Whether a body is a town's or a region's: its head speaks by name."""
    return "{place}" in body or "{region}" in body


def _source(voice: Voice, registry: Registry, day: date | None) -> Speaker:
    organ = voice.organ_of
    civil = voice.kind == "health"
    if len(organ) == 3 and organ.isupper():
        forces = tuple(registry.index.state_actor(force, organ, day) for force in ("military", "police"))
        return Speaker(voice.name, forces, organ, civil=civil, press="named" if voice.kind == "state_media" else "")
    return Speaker(voice.name, (organ,) if organ else (), civil=civil, monitor=voice.kind in ("ngo", "observer"))


def _body(voice: Voice, registry: Registry, country: str, incident: Incident, day: date | None) -> Speaker:
    index = registry.index
    force = "police" if "Police" in voice.body else "military"
    ours = "Army" in voice.body or "General Staff" in voice.body
    home = voice.countries[0] if voice.countries else registry.army(force, country) if ours else country
    civil = any(word in voice.body for word in _CIVIL)
    if is_local(voice.body):
        if voice.person:
            return Speaker(voice.person, country=home, civil=True, office=voice.body)
        place = incident.places[0].place
        name = voice.body.format(place=voice.place or place.name, region=voice.place or place.admin1 or place.name)
        return Speaker(name, country=home, civil=True, office=voice.body)
    if "Prosecutor" in voice.body and (voice.place or not voice.countries):
        return Speaker(f"{voice.place} prosecutor" if voice.place else "prosecutors", country=home, civil=True)
    name = voice.body.format(demonym=index.adjective(home), country=index.country(home))
    known = next((entry for entry in index.find(name) if entry.type == "source"), None)
    name = known.name if known is not None else name.replace("General Staff", "Army")  # "the Ukrainian civil defence" is the State Emergency Service
    actors = tuple(index.state_actor(one, home, day) for one in ("military", "police"))
    press = "general" if known is None and is_press(voice.body) else ""
    return Speaker(name, actors, home, press=press, general=voice.kind == "capital" or voice.body == "{demonym} Government", civil=civil)


def _party(voice: Voice, registry: Registry, country: str, day: date | None) -> Speaker:
    assert voice.party is not None
    party, index = voice.party.value, registry.index
    if voice.person and party.kind in ("civilian", "journalist", "student", "teacher") and not party.actors:
        return Speaker(voice.person, instead=_PLAIN_VOICES[party.kind])
    if party.kind in _PLAIN_VOICES and not party.actors:
        return Speaker(_PLAIN_VOICES[party.kind])
    if party.kind in _SILENT and not party.actors:
        return Speaker()
    actor = registry.resolve(party, country, day)
    if actor is None or not actor.certain:
        return Speaker()
    home = party.countries[0] if party.countries else (party.actors[0].iso3 if party.actors and not party.actors[0].local else country)
    if party.kind in _FORCES or (party.actors and party.actors[0].type == "force"):
        police = party.kind == "police" or actor.name.startswith("Police")
        air = party.kind == "airforce"
        states = tuple(index.state_actor(force, home, day) for force in ("military", "police"))
        return Speaker(f"{index.adjective(home)} {'Police' if police else 'Air Force' if air else 'Army'}", (actor.name, *states), home)
    if party.kind in ("country", "leader", "government"):
        home = party.countries[0] if party.countries else country
        return Speaker(f"{index.adjective(home)} Government", (actor.name, index.state_actor("military", home, day)), home, general=True)
    if actor.side == "armed" or actor.inter in ("Rebel group", "Political militia", "Identity militia") or party.kind == "named":
        return Speaker(index.short(actor.name), (actor.name,))
    return Speaker()
