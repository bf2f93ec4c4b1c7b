"""Rows: one incident to one row a place, every filled cell with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from eventx.annotate.kinds import CIVILIAN_KINDS
from eventx.annotate.layers import Mention, Party, Sentence
from eventx.assemble import Incident
from eventx.assemble.fit import owned_up
from eventx.assemble.tolls import Count, count
from eventx.attribution import attribute, speech
from eventx.coding import Typology, typology
from eventx.crowds import as_crowd, demonstration, machine, rioting, throng
from eventx.gazetteers.places import Place
from eventx.model import Story
from eventx.place import Located
from eventx.voices import state_body
from eventx.who import Actor, Registry


@dataclass(slots=True)
class Draft:
    """A row before derivation: values by column, and (column, sentence, mention, rule) for each extracted cell."""

    values: dict[str, Any]
    proofs: list[tuple[str, Sentence, Mention, str]] = field(default_factory=list)
    incident: Incident | None = None
    conflict: bool = False


def rows(incident: Incident, story: Story, registry: Registry, typology: Typology) -> Iterator[Draft]:
    """The rows of an incident that has a day and a place: one a place, tolls split over places."""
    assert incident.day is not None
    places = incident.places
    country = places[0].place.country
    day = incident.day.first
    several = typology.several(country, day)
    dead = count([t for t in incident.tolls if t.state == "dead"], several)
    hurt = count([t for t in incident.tolls if t.state == "injured"], several)
    for number, located in enumerate(places):
        draft = Draft({}, incident=incident, conflict=bool(dead and dead.conflict))
        _when(draft, incident)
        _where(draft, located, registry, incident)
        actors = _who(draft, incident, registry, located.place.country, typology, dead, hurt)
        _what(draft, incident, typology, actors, dead, hurt)
        _toll(draft, "fatalities", dead, number, len(places))
        _toll(draft, "injured", hurt, number, len(places))
        attribute(draft, incident, registry, actors, located.place.country)
        draft.values["fatalities_civilians"] = _civilians(dead, number, len(places))
        draft.values |= {
            "source": story.publisher, "language": story.language, "article_ids": story.article.id,
            "article_urls": story.article.url, "published": story.published.isoformat() if story.published else "",
        }  # fmt: skip
        _complete(draft, incident)
        yield draft


# Where a cell follows from another one it is proved by the same words.
_FOLLOWS = {
    "assoc_actor_1": "actor1", "assoc_actor_2": "actor2", "admin2": "location", "location_pcode": "location",
    "location_geonameid": "location", "fatalities_civilians": "fatalities",
}  # fmt: skip
_FROM_THE_ARTICLE = frozenset({"source", "language", "article_ids", "article_urls", "published"})  # no words of the text


def _complete(draft: Draft, incident: Incident) -> None:
    """Evidence for the cells that no words fill by themselves: what follows from others, and what silence means."""
    proved = {proof[0] for proof in draft.proofs}
    first = incident.happenings[0]
    for column, value in draft.values.items():
        if value in ("", None) or column in proved or column in _FROM_THE_ARTICLE:
            continue
        source = next((proof for proof in draft.proofs if proof[0] == _FOLLOWS.get(column)), None)
        if source is not None:
            draft.proofs.append((column, *source[1:]))
        else:
            draft.proofs.append((column, first.sentence, first.anchor, f"{column}.silence"))


def _when(draft: Draft, incident: Incident) -> None:
    day = incident.day
    assert day is not None
    first, precision = day.first, day.precision
    if precision == 2 and (day.last - day.first).days > 1:
        first = day.first + timedelta((day.last - day.first).days // 2)
    elif precision == 3:
        first = {"early": day.first.replace(day=1), "late": day.last}.get(day.kind, day.first.replace(day=15))
    draft.values |= {"event_date": first.isoformat(), "time_precision": precision}
    if day.mention is not None and day.sentence is not None:
        rule = "date.carried" if incident.carried_day else day.mention.rule
        draft.proofs.append(("event_date", day.sentence, day.mention, rule))
        draft.proofs.append(("time_precision", day.sentence, day.mention, rule))
    else:
        source = incident.happenings[0]
        draft.proofs.append(("event_date", source.sentence, source.anchor, "date.carried"))
        draft.proofs.append(("time_precision", source.sentence, source.anchor, "date.carried"))


def _origin(place: Place) -> str:
    """Where a place is from that no table of ours knows: ``imported`` by the user, or told ``online``; else empty."""
    return "" if not place.source else "online" if place.source.startswith("online:") else "imported"


def _where(draft: Draft, located: Located, registry: Registry, incident: Incident) -> None:
    place = located.place
    precision = located.precision
    if incident.carried_place:
        precision = precision if incident.set_near else 3
    draft.values |= {
        "country": registry.index.country(place.country), "admin1": place.admin1 or registry.index.country(place.country),
        "admin2": place.admin2, "location": place.name, "latitude": place.lat, "longitude": place.lon,
        "geo_precision": precision, "location_pcode": place.pcode or "", "location_geonameid": place.geonameid or None,
    }  # fmt: skip
    draft.values["location_text"] = located.mention.value.text
    rule = "place.carried" if incident.carried_place else f"place.{_origin(located.named) or located.named.kind}"
    for column in ("country", "admin1", "location", "latitude", "longitude", "geo_precision", "location_text"):
        draft.proofs.append((column, located.sentence, located.mention, rule))


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a row."""

    one: Actor
    two: Actor | None
    assoc_one: tuple[str, ...] = ()
    assoc_two: tuple[str, ...] = ()


def _who(draft: Draft, incident: Incident, registry: Registry, country: str, typology: Typology, dead: Count | None, hurt: Count | None) -> Sides:
    day = incident.day.first if incident.day else None
    agents = _actors(incident, registry, country, day, "agents")
    targets = _actors(incident, registry, country, day, "targets")
    if not targets:
        targets = [t for t in _actors(incident, registry, country, day, "sites") if t[0].side in ("state", "foreign", "armed") and t[0].certain]
    blamed: list[tuple[Actor, Any, Mention]] = []
    for sentence, says in speech(incident):
        own = says.value.kind == "claim" or (says.value.kind == "say" and _its_own(sentence, incident))
        named = says.value.blamed if says.value.kind == "blame" else says.value.voices if own else []
        for voice in named:
            body = state_body(voice) if says.value.kind == "claim" else None
            party = body or (voice.value.party.value if voice.value.party is not None else _apposed(sentence, voice))
            found = registry.resolve(party, country, day) if party is not None else None
            state = says.value.kind in ("blame", "claim") or (own and any(typology.family(frame) == "territory" for frame in incident.frames))
            if found and found.certain and (found.side == "armed" or (state and found.side in ("state", "foreign"))):
                blamed.append((found, sentence, voice.value.party or voice))
    crowd = any(typology.family(frame) == "crowd" for frame in incident.frames)
    brawl = "clash" in incident.frames and any(a[0].side == "crowd" and not a[0].descriptor.startswith("Settlers") for a in agents + targets) and not any(a[0].side == "armed" for a in agents + targets)
    if rioting(incident, agents + targets):
        brawl = True
        agents, targets = [(as_crowd(a, registry, country), s, m) for a, s, m in agents], [(as_crowd(a, registry, country), s, m) for a, s, m in targets]
    crowd = crowd or brawl  # demonstrators who clash with the police
    air = any(frame in ("air_strike", "drone_strike", "strike") for frame in incident.frames)
    sure = [a for a in agents if a[0].certain and a[0].side != "civilian"]
    if air and sure:
        registry.flyers.setdefault(country, sure[0][0])
    elif air and not blamed and country in registry.flyers:
        source = incident.happenings[0]
        agents = [(registry.flyers[country], source.sentence, source.anchor)]
    if not agents or not agents[0][0].certain or (blamed and (not agents[0][0].named or machine(agents[0][2]))):
        agents = blamed[:1] + [a for a in agents if a[0].certain and not (blamed and machine(a[2]))]
    planted = any(frame in ("interception", "downing", "suicide_bombing", "bombing", "grenade") for frame in incident.frames)
    remote = not planted and any(typology.family(frame) == "remote" for frame in incident.frames)
    if remote and not any(a[0].certain for a in agents) and not blamed and country in registry.attackers:
        source = incident.happenings[0]
        agents = [(registry.attackers[country], source.sentence, source.anchor)]
    if air and not agents and (occupier := registry.invader(country, day)):
        source = incident.happenings[0]
        agents = [(occupier, source.sentence, source.anchor)]  # who else flies there
    civil_agents = [a for a in agents if a[0].side == "civilian"]
    if not crowd and not any(typology.family(f) in ("agreement", "territory", "change", "mob") for f in incident.frames):
        agents = [a for a in agents if a[0].side != "civilian"]
        targets += [a for a in civil_agents if not targets]
    if crowd:
        one, two = demonstration(incident, registry, country, agents, targets, typology)
    else:
        known = {a[0].name for a in agents}
        targets = [t for t in targets if t[0].name not in known or t[0].side == "civilian"]
        one = agents[0] if agents else None
        two = targets[0] if targets else None
        armed = [t for t in targets if t[0].side not in ("civilian",)]
        if armed:
            two = armed[0]
        if one is None and "clash" in incident.frames and armed:  # dead on both sides of a fight: the one named first against the other
            other = next((t for t in armed[1:] if (t[0].side == "armed") != (two[0].side == "armed")), None)
            if other is None and len(armed) == 2 and all(t[0].certain for t in armed):  # two armed groups: «des jihadistes tués dans des affrontements avec des Kurdes»
                two, other = sorted(armed, key=lambda t: (t[1].index, t[2].start))
            one, two = (two, other) if other is not None else (one, two)
            targets = [t for t in targets if other is None or t is not one]
    fought = one is None and two is not None and two[0].side == "armed" and not crowd and "clash" in incident.frames  # "three militants died in a gunfight"
    detained = one is None and set(incident.frames) == {"arrest"}  # "was arrested": by the police, where nobody else is said to be
    losing = one is None and any(frame in ("capture", "loss") for frame in incident.frames) and (two is None or two[0].side in ("state", "foreign"))
    first = one[0] if one else registry.winner(two[0] if two else None, country, day) if losing else registry.opponent(two[0], country, day) if fought and two else (detained and registry.police(country, day)) or registry.unidentified(country)
    if first.inter == "Protesters" and (brawl or any(frame in ("riot", "crowd_attack", "lynching") for frame in incident.frames)):
        first = replace(first, name=first.name.replace("Protesters", "Rioters"), inter="Rioters")
    if crowd and one is None:
        riot = any(frame in ("riot",) for frame in incident.frames)
        name = registry.index.country(country)
        first = Actor(f"Rioters ({name})" if riot else f"Protesters ({name})", "Rioters" if riot else "Protesters", "crowd", certain=False)
    mob = any(typology.family(frame) == "mob" for frame in incident.frames) or (one is None and throng(incident))
    if mob and (one is None or first.side == "civilian"):  # whoever lynches is a mob
        first = Actor(f"Rioters ({registry.index.country(country)})", "Rioters", "crowd", certain=False)
    if first.side == "civilian" and not any(typology.family(f) in ("agreement", "change") for f in incident.frames):
        first, one = registry.unidentified(country), None
    second = two[0] if two else None
    families = {typology.family(frame) for frame in incident.frames if not typology.effect(frame)} or {"effect"}
    if second is None and any(frame in ("capture", "regain", "loss", "clash", "ambush", "interception", "downing") for frame in incident.frames):
        second = registry.opponent(first, country, day)
        if not second.certain and second.name == registry.unidentified(country).name and all(frame in ("interception", "downing") for frame in incident.frames):
            second = None  # nobody says whose drones they were
    if second is None and "entry" in incident.frames and first.side == "armed":
        second = registry.opponent(first, country, day)
    if families == {"arrest"} and first.side == "armed":
        families = {"abduction"}
    if second is None and not crowd and families & {"remote", "violence", "effect", "abduction", "sexual", "body", "mob", "property"}:
        if any(typology.both(frame) for frame in incident.frames):
            second = registry.opponent(first, country, day)
        else:
            second = registry.civilians(country)
    if second is not None and second.name == first.name and second.side != "civilian":
        second = None if crowd else registry.civilians(country)
    if crowd and not brawl and first.inter == "Rioters" and one is not None and one[2].value.kind == "crowd" and not any(f in ("riot", "crowd_attack", "lynching") for f in incident.frames):
        first = replace(first, name=first.name.replace("Rioters", "Protesters"), inter="Protesters")  # a crowd that is shot at
    assoc_one = [a[0].name for a in agents[1:] if (not crowd or a[0].side == "crowd") and a[0].name not in (first.name, second.name if second else "") and a[0].side != "civilian" and a[0].certain]
    assoc_one += [first.descriptor] if first.descriptor else []
    if crowd:
        assoc_one += [a[0].descriptor for a in civil_agents if a[0].descriptor]
    assoc_two: list[str] = []
    if second is not None:
        assoc_two += [t[0].name for t in targets if t[0].name not in (second.name, first.name) and t[0].certain and not (crowd and t[0].side in ("crowd", "civilian")) and (t[0].side != "civilian" or families & {"remote"})]
        for actor, *_ in [t for t in targets if t[0].name == second.name]:
            if actor.descriptor:
                assoc_two.append(actor.descriptor)
    draft.values |= {
        "actor1": first.name, "inter1": first.inter, "assoc_actor_1": "; ".join(dict.fromkeys(assoc_one)),
        "actor2": second.name if second else "", "inter2": second.inter if second else "",
        "assoc_actor_2": "; ".join(dict.fromkeys(a for a in assoc_two if a)),
    }  # fmt: skip
    _prove_actor(draft, "actor1", one, incident, "actor.unidentified")
    if second is not None:
        _prove_actor(draft, "actor2", two, incident, "actor.civilians")
    return Sides(first, second, tuple(assoc_one), tuple(assoc_two))


def _apposed(sentence: Sentence, voice: Mention) -> Party | None:
    """The group that an apposition says a claimant is of: «Sarbakaf Mohmand, un commandant des talibans pakistanais, a revendiqué»."""
    if sentence.norm[voice.end : voice.end + 1] != [","]:
        return None
    return next((m.value for m in sentence.layer("parties") if m.start == voice.end + 1 and m.value.actors), None)


def _prove_actor(draft: Draft, column: str, found: Any, incident: Incident, fallback: str) -> None:
    if found is not None:
        _, sentence, mention = found
        draft.proofs.append((column, sentence, mention, mention.rule))
        draft.proofs.append((column.replace("actor", "inter"), sentence, mention, mention.rule))
        draft.values[f"{column}_text"] = _words(sentence, mention)
        draft.proofs.append((f"{column}_text", sentence, mention, mention.rule))
    else:
        source = incident.happenings[0]
        draft.proofs.append((column, source.sentence, source.anchor, fallback))
        draft.proofs.append((column.replace("actor", "inter"), source.sentence, source.anchor, fallback))
        draft.values[f"{column}_text"] = ""


def _words(sentence: Sentence, mention: Mention) -> str:
    return " ".join(dict.fromkeys(sentence.raw[mention.start : mention.end]))


def _its_own(sentence: Sentence, incident: Incident) -> bool:
    """Whether what is said in a sentence is that the speaker did it: a definite act without another agent."""
    here = [h for h in incident.happenings if h.sentence is sentence]
    return bool(here) and all(
        not h.agents and h.definite in ("definite", "demonstrative") and not h.tolls and h.pronoun is not None and all(r.trigger.value.voice == "nominal" for r in h.readings)
        for h in here
    )


def _actors(incident: Incident, registry: Registry, country: str, day: Any, which: str) -> list[tuple[Actor, Sentence, Mention]]:
    found: list[tuple[Actor, Sentence, Mention]] = []
    bare: list[str] = []
    mob = "lynching" in incident.frames
    reported = [h for h in incident.happenings if not owned_up(h)]
    civil = which == "targets" and any(m.layer == "parties" and m.value.kind in CIVILIAN_KINDS for h in reported for m in h.targets)
    for happening in sorted(reported if civil else incident.happenings, key=lambda h: h.sentence.zone.kind == "title"):
        for mention in getattr(happening, which):
            if mention.layer == "names":
                isos = [e.iso3 for e in mention.value.actors if e.type in ("demonym", "country", "leader")] or registry.capital(mention)
                party = Party("country", countries=tuple(isos[:1]))
                if not isos:
                    continue
            else:
                party = mention.value
            plain = party.kind == "airforce" and not (party.countries or party.actors or party.owned)
            if which == "agents" and registry.unflagged(party, country, day):
                continue
            if which == "targets" and party.kind == "country" and any(typology().family(f) == "remote" for f in incident.frames):
                continue  # «78 drones tirés sur l'Ukraine»: where, not whom
            if party.kind == "government" and which == "agents" and not _political(incident):
                party = replace(party, kind="military")
            if which == "targets" and (party.kind in ("herders", "settlers") or (party.kind in ("bandits", "gang") and mob)) and not party.actors:
                party = replace(party, kind="civilian", descriptor="")  # armed only where they attack; whom a mob takes for thieves
            actor = registry.resolve(party, country, day)
            if actor is not None and not any(actor.name == a[0].name for a in found):
                found.append((actor, happening.sentence, mention))
                if plain:
                    bare.append(actor.name)
    if which == "agents" and any(a[0].certain and a[0].name not in bare for a in found):
        found = [a for a in found if a[0].name not in bare]  # aircraft of nobody named fly for whoever is named
    found.sort(key=lambda a: not a[0].certain)
    return found


def _political(incident: Incident) -> bool:
    """Whether a government acts as such and not through its forces: it signs, it is deposed, it is looted."""
    return any(frame in ("agreement", "coup", "looting", "release") for frame in incident.frames)


def _what(draft: Draft, incident: Incident, typology: Typology, sides: Sides, dead: Count | None, hurt: Count | None) -> None:
    target = sides.two.side if sides.two else "none"
    home = sides.one.side == "state"
    frames = incident.frames
    shot = bool(hurt and hurt.best) and any(frame in ("attack", "shooting_dead") for frame in frames)
    killed = bool(sides.two and sides.two.side in ("state", "foreign", "armed") and ((dead and dead.best) or shot))
    if any(m.layer == "parties" and m.value.kind == "airforce" for h in incident.happenings for m in h.agents):
        frames = [*frames, "air_strike"]  # whatever the verb, an air force strikes from the air
    blast = any(frame in ("bombing", "explosion") for frame in frames)  # "two car bombs driven by suicide bombers"
    if any(m.layer == "parties" and m.value.kind == "bomber" for h in incident.happenings for m in (h.sentence.layer("parties") if blast else h.agents)):
        frames = [*frames, "suicide_bombing"]
    if sides.one.inter == "Rioters" and "protest" in frames:
        frames = [*frames, "riot"]
    governs = "arrest" in frames and sides.one.name.startswith(typology.authorities)
    sub, rule = typology.sub_event(frames, agent="state" if governs else sides.one.side, target=target, home=home, force_killed=killed)
    draft.values["sub_event_type"] = sub
    for happening in incident.happenings:
        for reading in happening.readings:
            draft.proofs.append(("sub_event_type", happening.sentence, reading.trigger, f"{reading.rule.id}+{rule}"))
            return
    source = incident.happenings[0]
    draft.proofs.append(("sub_event_type", source.sentence, source.anchor, rule))


def _toll(draft: Draft, column: str, figure: Count | None, number: int, places: int) -> None:
    if figure is None:
        draft.values |= {column: 0 if column == "fatalities" else None, f"{column}_low": None, f"{column}_high": None}
        return
    draft.values |= {
        column: _share(figure.best, number, places), f"{column}_low": _share(figure.low, number, places),
        f"{column}_high": _share(figure.high, number, places),
    }  # fmt: skip
    for toll in figure.used:
        for suffix in ("", "_low", "_high"):
            if draft.values[column + suffix] is not None:
                draft.proofs.append((column + suffix, toll.sentence, toll.span, "toll." + toll.number.kind))


def _share(value: int | None, number: int, places: int) -> int | None:
    """An even split with the remainder to the first place (CODING section 6)."""
    if value is None or places == 1:
        return value
    return value // places + (value % places if number == 0 else 0)


def _civilians(dead: Count | None, number: int, places: int) -> int | None:
    if dead is None:
        return None
    kinds = [t.party.value.kind if t.party else "" for t in dead.used]
    if all(kind in ("civilian", "child", "woman", "family", "elderly", "refugee", "student", "worker") for kind in kinds):
        return _share(dead.best, number, places)
    return None
