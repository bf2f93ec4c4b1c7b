"""A reading: one trigger with its arguments in universal roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from eventx.annotate.layers import Mention, Sentence
from eventx.packs import Rule


@dataclass(slots=True)
class Reading:
    """One trigger with its arguments. ``cause`` is the trigger that an effect comes from, in the same sentence."""

    trigger: Mention
    rule: Rule
    subject: list[Mention] = field(default_factory=list)
    object: list[Mention] = field(default_factory=list)
    agent: list[Mention] = field(default_factory=list)
    target: list[Mention] = field(default_factory=list)
    of: list[Mention] = field(default_factory=list)
    with_: list[Mention] = field(default_factory=list)
    dative: list[Mention] = field(default_factory=list)  # «repris aux rebelles»
    places: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    cause: Mention | None = None
    pronoun: bool = False
    there: bool = False  # a pronoun puts it where the text already is: «y ont attaqué»
    clause: int = 0


def readings_of(sentence: Sentence) -> list[Reading]:
    """The readings of a sentence, in text order: the one layer that holds no mentions."""
    return cast("list[Reading]", sentence.layer("readings"))
