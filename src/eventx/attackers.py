"""The attacker of an article: whom its headline and lead name for strikes that its items then tell without a doer.

"Russian attacks kill 8 across Ukraine": the shells that fell on Rodynske in the third paragraph are the same side's. It
holds only where headline and lead name one side alone, and no strike of the article has another known doer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eventx.assemble import Happening
from eventx.coding import Typology
from eventx.who import Actor, Registry

_LEAD = 3  # sentences


def attacker(items: Iterable[Happening], registry: Registry, typology: Typology, country: str, day: date | None) -> Actor | None:
    """The one side that an article of a country makes the doer of its strikes; None where it names none or several."""
    lead: dict[str, Actor] = {}
    others: set[str] = set()
    for item in items:
        families = {typology.family(frame) for frame in item.frames}
        striking = bool(families & {"remote"}) or (bool(families & {"violence"}) and all(typology.generic(f) or typology.effect(f) for f in item.frames))
        if not striking or item.dismissed in ("negated", "background", "pluperfect", "anniversary", "trial"):
            continue
        for mention in item.agents[:1]:
            actor = registry.of(mention, country, day)
            if actor is None or not actor.certain or not actor.named or actor.side not in ("foreign", "state", "armed"):
                continue
            others.add(actor.name)
            if item.sentence.zone.kind == "title" or item.sentence.index <= _LEAD:
                lead[actor.name] = actor
    return next(iter(lead.values())) if len(lead) == 1 and others == set(lead) else None
