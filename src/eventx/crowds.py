"""Crowds and machines: who acts where nobody is named, by the words that tell of many people or of aircraft alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eventx.annotate.layers import Mention, Party
from eventx.assemble import Incident
from eventx.coding import Typology
from eventx.packs import load
from eventx.who import Actor, Registry

_SOME, _MANY = 10, 50  # people from which on civilians, or just people, who burn and loot are a crowd
_RAVAGING = frozenset({"arson", "looting", "demolition", "beating", "attack"})


def throng(incident: Incident) -> bool:
    """Whether many people without arms burn, loot or attack: «des milliers d'hommes mettent à sac», "youths looted a supermarket"."""
    for happening in incident.happenings:
        for reading in happening.readings:
            for m in (reading.subject if reading.trigger.value.voice == "active" else reading.agent) if reading.rule.frame in _RAVAGING else ():
                if m.layer != "parties" or m not in happening.agents or m.value.actors:
                    continue
                many = m.value.number is not None and m.value.number.best >= _MANY
                people = happening.sentence.norm[m.head] in load(happening.sentence.language).words("people_words")
                burning = m.value.kind == "person" and many and (people or reading.rule.frame != "attack")  # hundreds of men who attack an army are no crowd
                if m.value.plural and (m.value.kind in ("civilian", "student") or burning) and (m.value.number is None or m.value.number.best >= _SOME):
                    return True
    return False


def rioting(incident: Incident, everyone: Any) -> bool:
    """Whether people without arms fight the police, which is a riot and no clash of two forces: "police clashed with students"."""
    if "clash" not in incident.frames or any(actor.side in ("armed", "crowd") for actor, _, _ in everyone):
        return False
    sides = [m for h in incident.happenings for r in h.readings if r.rule.frame == "clash" for m in (*r.subject, *r.object, *r.with_) if m.layer == "parties"]
    people = any(m.value.kind in ("civilian", "student") and m.value.plural and not m.value.state and not m.value.actors for m in sides)
    return people and any(m.value.kind == "police" for m in sides)


def as_crowd(actor: Actor, registry: Registry, country: str) -> Actor:
    """People without arms as the rioters they are when they fight the police."""
    if actor.side != "civilian":
        return actor
    return replace(actor, name=f"Rioters ({registry.index.country(country)})", inter="Rioters", side="crowd", certain=True)


def machine(mention: Mention) -> bool:
    """Whether an agent is only what flew, whoever sent it: «des drones attribués aux FSR»."""
    return mention.layer == "parties" and mention.value.kind in ("airforce", "asset") and not mention.value.actors and not mention.value.countries


def demonstration(incident: Incident, registry: Registry, country: str, agents: Any, targets: Any, typology: Typology) -> tuple[Any, Any]:
    """Demonstrators are actor1, the force that meets them actor2, whoever is the grammatical subject (ruling 13)."""
    everyone = agents + targets
    crowds = [a for a in everyone if a[0].side == "crowd"]
    forces = [a for a in everyone if a[0].side in ("state", "foreign", "armed") and a[0].certain]
    acting = any(frame in ("dispersal", "arrest", "killing", "wounding", "shooting_dead", "attack", "clash") for frame in incident.frames)
    met = "riot" in incident.frames and any(force in targets and force[2].layer == "parties" and force[2].value.kind == "police" for force in forces)
    acting = acting or met  # "residents clashed with police"
    one = crowds[0] if crowds else None
    if not forces and "dispersal" in incident.frames and incident.day is not None:
        source = incident.happenings[0]
        police = registry.resolve(Party("police", countries=(country,)), country, incident.day.first)
        forces = [(police, source.sentence, source.anchor)] if police is not None else []  # "tear gas scattered them": who else
    return one, (forces[0] if forces and acting else None)
