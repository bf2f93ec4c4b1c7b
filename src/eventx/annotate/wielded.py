"""Weapons and what stopped them: which readings of a sentence only name a device, and which of a device that did nothing."""

from __future__ import annotations

from eventx.annotate.reading import Reading

_STOPPED = frozenset({"defusal", "weapons_seizure"})  # told of a device that did not go off


def wielded(readings: list[Reading]) -> list[Reading]:
    """Weapons only count as what another reading comes from: «tués par des obus», "a drone hit"; what is defused did nothing."""
    stopping = [reading for reading in readings if reading.rule.frame in _STOPPED and reading.trigger.value.voice != "nominal"]
    stopped = {id(reading.cause) for reading in stopping} | {
        id(other.trigger) for reading in stopping for other in readings
        if other.rule.frame == "bombing" and other.clause == reading.clause and 0 <= other.trigger.start - reading.trigger.end <= 4
    }  # "found a bomb"
    downing = [r for r in readings if r.rule.frame == "interception" and r.trigger.value.voice != "nominal"]
    downed = {id(m) for r in downing for m in (r.object if r.trigger.value.voice == "active" else r.subject) if m.layer == "parties"}
    readings = [r for r in readings if r in downing or r.trigger.value.tense != "participle" or not any(id(m) in downed for m in r.subject)]  # «abattu 41 drones lancés par»
    readings = [reading for reading in readings if id(reading.trigger) not in stopped or reading.trigger.value.voice != "nominal"]
    causes = {id(reading.cause) for reading in readings}
    acts = {reading.clause for reading in readings if not reading.rule.weapon}
    return [
        reading for reading in readings
        if not reading.rule.weapon or id(reading.trigger) in causes or (reading.rule.frame == "chemical" and reading.clause in acts)
    ]
