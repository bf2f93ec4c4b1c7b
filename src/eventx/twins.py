"""Twins: rows of one article that tell one incident again, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eventx.assemble.tolls import TELLING
from eventx.coding import Typology
from eventx.rows import Draft


def unique(drafts: list[Draft], typology: Typology) -> list[Draft]:
    """One row a day, place, pair of actors and tactic: what only repeats or names another row again is left out.

    Of two rows of one day and place with the same sides the one whose tactic comes first in the order of precedence
    stays and takes the larger account of the dead; a row without actor, toll and wounded beside another one is its echo.
    """
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((k for k in kept if _twins(k, draft)), None)
        if twin is None:
            kept.append(draft)
            continue
        first = typology.precedence.index(twin.values["sub_event_type"]) <= typology.precedence.index(draft.values["sub_event_type"])
        winner, loser = (twin, draft) if first else (draft, twin)
        for column in ("fatalities", "injured"):
            if (loser.values[column] or 0) > (winner.values[column] or 0):
                for suffix in ("", "_low", "_high"):
                    winner.values[column + suffix] = loser.values[column + suffix]
                    winner.proofs = [p for p in winner.proofs if p[0] != column + suffix] + [p for p in loser.proofs if p[0] == column + suffix]
        _voices(winner, loser)
        kept[kept.index(twin)] = winner
    return [draft for draft in kept if not any(_echo(draft, other) or _summed_up(draft, other, typology) for other in kept)]


_STATUS = ("stated", "attributed", "accused", "claimed", "disputed")  # what is told twice is told by all who tell it


def _voices(winner: Draft, loser: Draft) -> None:
    """Join the speakers of two rows that tell one incident; the stronger status stands."""
    told = winner.values.get("attributed_to")
    if told and winner.values["actor1"].startswith("Unidentified"):
        return  # two deeds of unknown people may be two
    names = [name for draft in (winner, loser) for name in str(draft.values.get("attributed_to") or "").split("; ") if name]
    winner.values["attributed_to"] = "; ".join(dict.fromkeys(names))
    winner.proofs += [proof for proof in loser.proofs if proof[0] == "attributed_to"]
    if _STATUS.index(loser.values["attribution_status"]) > _STATUS.index(winner.values["attribution_status"]):
        winner.values["attribution_status"] = loser.values["attribution_status"]
        winner.proofs = [p for p in winner.proofs if p[0] != "attribution_status"] + [p for p in loser.proofs if p[0] == "attribution_status"]


def _twins(one: Draft, two: Draft) -> bool:
    a, b = one.values, two.values
    if _apart(two) and a["fatalities"] != b["fatalities"] and a["fatalities"] and b["fatalities"]:
        return False  # «dans une autre attaque, cinq personnes …»: told as another, with dead of its own
    same = all(a[c] == b[c] for c in ("event_date", "location", "country"))
    if same and _domain(one) == _domain(two) and (a["fatalities"] or 0) >= TELLING and a["fatalities"] == b["fatalities"] and _sides(a) & _sides(b):
        return True  # the same dead of the same side, told of a fight and of an ambush
    crossed = (a["actor1"], a["actor2"]) == (b["actor2"], b["actor1"]) and a["sub_event_type"] == b["sub_event_type"] == "Armed clash"
    if same and crossed and a["actor2"]:
        return True  # «40 terroristes tués lors d'une attaque», then what the attackers did: one fight
    return same and (a["actor1"], a["actor2"]) == (b["actor1"], b["actor2"]) and _domain(one) == _domain(two)


def _sides(row: Mapping[str, Any]) -> frozenset[str]:
    """The actors of a row that are named, on whichever side."""
    return frozenset(row[c] for c in ("actor1", "actor2") if row[c] and not row[c].startswith(("Unidentified", "Civilians")))


def _apart(draft: Draft) -> bool:
    return draft.incident is not None and draft.incident.happenings[0].definite == "another"


def _domain(draft: Draft) -> str:
    sub = draft.values["sub_event_type"]
    if sub in ("Peaceful protest", "Protest with intervention", "Excessive force against protesters", "Violent demonstration", "Mob violence"):
        return "crowd"
    return sub if sub in ("Agreement", "Arrests", "Change to group/activity", "Looting/property destruction", "Headquarters or base established") else "violence"


def _echo(draft: Draft, other: Draft) -> bool:
    a, b = draft.values, other.values
    return (
        draft is not other and a["event_date"] == b["event_date"] and a["location"] == b["location"]
        and _domain(draft) == _domain(other) == "violence" and a["actor1"].startswith("Unidentified") and not a["fatalities"] and not a["injured"]
        and not (b["actor1"].startswith("Unidentified") and not b["fatalities"] and not b["injured"])
    )  # fmt: skip


def _summed_up(draft: Draft, other: Draft, typology: Typology) -> bool:
    """Whether a row without place, day and doer of its own tells the dead of another: «l'armée a perdu trois hommes», at the head of a live blog."""
    a, b, incident = draft.values, other.values, draft.incident
    if draft is other or incident is None or not incident.carried_place or any(h.own_place or h.own_date or h.agents for h in incident.happenings):
        return False
    effect = all(typology.effect(frame) for frame in incident.frames)
    return effect and bool(a["fatalities"]) and all(a[c] == b[c] for c in ("event_date", "fatalities", "actor2"))
