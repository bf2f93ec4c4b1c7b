"""Whether an article tells any happening that may stand, found out from the few sentences that could.

Nearly every article has a word in it that can tell an incident («perdre», "strike", "left"), so the pre-filter lets it
pass. What is a happening, and what sets one aside («l'attaque de ses joueurs»), is read off its own sentence; so only
the sentences with such a word are read, and where each of them is set aside the others need not be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from eventx.annotate import Sentence
from eventx.assemble import Happening, happenings
from eventx.coding import Typology
from eventx.packs import Pack, load
from eventx.prefilter import STATES, possible


def set_aside(
    docs: Sequence[Doc], nlp: Language, rooms: Sequence[Callable[[Doc], Doc]], pack: Pack, typology: Typology, published: date | None
) -> list[Happening] | None:
    """The happenings of cut texts if all of them are dismissed by their own sentence; ``None`` if the texts need be read.

    The sentences stay as they are.
    """
    gone: list[Happening] = []
    found = [(doc, sentence) for doc in docs for sentence in doc._.sentences if _hopeful(sentence, pack)]
    if len(found) > 1 and len(found) * 2 > sum(len(doc._.sentences) for doc in docs):
        return None  # sifting would cost more than it can save
    for doc, sentence in found:
        alone = Doc(nlp.vocab)
        alone._.story = doc._.story
        alone._.sentences = [replace(sentence, layers={}, breaks=[])]
        alone.user_data["zone"] = sentence.zone
        for room in rooms:
            alone = room(alone)
        (read,) = alone._.sentences
        told = happenings(read, typology, pack, published)
        for happening in told:
            happening.dismissed = happening.dismissed or _nobody(happening)
        if not all(happening.dismissed for happening in told):
            return None
        gone += told
    # As the assembler goes through them: a headline comes last.
    return sorted(gone, key=lambda happening: happening.sentence.zone.kind == "title")


def _nobody(happening: Happening) -> str:
    """The code of what only says that nobody was hurt, in a text that tells nothing else; empty for all others."""
    zero = all(toll.number.kind == "zero" for toll in happening.tolls)
    return "negated" if zero and not happening.readings and not happening.places else ""


def _hopeful(sentence: Sentence, pack: Pack) -> bool:
    """Whether a whole trigger phrase, a noun for dead or wounded or one for a toll stands among the words."""
    heads, states, tolls = _heads(pack.language)
    words = frozenset(sentence.norm)
    if not words.isdisjoint(tolls):
        return True
    flat = f" {' '.join(sentence.norm)} "
    if any(possible(form.rule, flat) for word in words & heads for form in pack.triggers.scattered(word, words)):
        return True
    return any(person.kind in STATES for k, word in enumerate(sentence.norm) if word in states for person in pack.people.at(sentence.norm, k)[1])


@lru_cache(maxsize=16)
def _heads(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    pack = load(language)
    return pack.triggers.heads, pack.people.heads, pack.heads("toll_nouns")
