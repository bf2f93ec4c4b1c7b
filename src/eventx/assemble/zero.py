"""Nobody: what a sentence says of there being no dead or no wounded («sans faire de victimes», "nobody was hurt").

A ruling of the coding rules (9.1): "no casualties" is 0 dead and 0 wounded, "no one was killed" 0 dead; who was not
even hurt did not die either.
"""

from __future__ import annotations

from collections.abc import Iterator

from eventx.annotate.layers import Mention, Number, Sentence
from eventx.coding import Typology
from eventx.packs import Pack

NONE = Number(0, 0, 0, "zero")


def zero(sentence: Sentence, typology: Typology, pack: Pack) -> Iterator[tuple[str, Mention]]:
    """(state, words) of every statement that nobody died or was hurt; state is ``dead`` or ``injured``."""
    nobody = pack.words("nobody")
    for mention in sentence.layer("parties"):
        party = mention.value
        if party.number is not None and party.number.kind == "zero" and party.state in ("casualty", "dead", "injured"):
            yield from ((state, mention) for state in (("dead",) if party.state == "dead" else ("dead", "injured")))
    unhurt = pack.words("unhurt")
    heads = pack.heads("unhurt")
    for k, word in enumerate(sentence.norm):
        if word not in heads:
            continue
        size = next((size for size in (6, 5, 4, 3, 2) if " ".join(sentence.norm[k : k + size]) in unhurt), 0)
        if size:
            words = Mention("cues", k, k + size, None, "zero.unhurt")
            yield from (("dead", words), ("injured", words))
    for trigger in sentence.layer("triggers"):
        frames = [form.rule.frame for form in trigger.value.forms]  # "killed" is also a mob's
        if trigger.value.voice == "nominal" or not any(typology.family(frame) in ("effect", "violence", "remote") for frame in frames):
            continue
        start = max(0, trigger.start - 7)
        after = any(" ".join(sentence.norm[trigger.end : trigger.end + size]) in nobody for size in (1, 2))  # "injuring nobody"
        if after or (any(" ".join(sentence.norm[k : k + size]) in nobody for size in (1, 2, 3) for k in range(start, trigger.start)) and any(
            sentence.breaks[k] == sentence.breaks[trigger.start] for k in range(start, trigger.start)
        )):
            died = any(typology.effect(frame) == "dead" for frame in frames)
            yield from ((state, trigger) for state in (("dead",) if died else ("dead", "injured")))
