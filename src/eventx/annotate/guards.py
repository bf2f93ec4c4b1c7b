"""Guards: whether what fills a role is of the class that a rule's ``needs`` asks for."""

from __future__ import annotations

from eventx.annotate.kinds import CIVILIAN_KINDS
from eventx.annotate.layers import Mention, Party


def plain_word(word: str) -> bool:
    """A word that may be a noun: letters only, more than two."""
    return word.isalpha() and len(word) > 2


def is_class(mention: Mention, kind: str) -> bool:
    """Whether a mention is of the class that a rule's guard asks for."""
    if kind == "any":
        return True
    if mention.layer == "numbers":
        return kind in ("number", "people", "dead")
    if mention.layer == "names":
        return (kind == "place" and bool(mention.value.places)) or (kind == "force" and bool(mention.value.actors))
    if mention.layer != "parties":
        return False
    party: Party = mention.value
    if kind == "place":
        return bool(party.places) or party.kind in ("country",) or party.kind == "asset"
    if kind == "number":
        return party.number is not None
    if kind == "dead":
        return party.state in ("dead", "bodies")
    if kind == "remains":
        return party.state in ("dead", "bodies")  # said to be dead: "two rifles were found" finds nobody
    if kind == "injured":
        return party.state == "injured"
    if kind == "civilian":
        return party.kind in CIVILIAN_KINDS or party.kind == "national"
    if kind == "force":
        return party.kind in ("named", "country", "leader", "asset") or party.kind not in CIVILIAN_KINDS
    if kind == "people":
        return party.kind not in ("country", "asset")
    return kind == party.kind
