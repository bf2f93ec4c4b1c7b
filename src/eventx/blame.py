"""Blame: whom an accusing sentence makes the doer («impute ces raids à l'aviation russe», "It blamed HTS").

The speech room finds the accusing word and, where it can, the accuser. Who is accused is the first force, group or state
that follows in the clause; what the speech room took for the speaker, standing behind the verb, is not he.
"""

from __future__ import annotations

from collections.abc import Sequence

from eventx.annotate.kinds import FORCES
from eventx.annotate.layers import Mention, Sentence

_REACH = 14  # words between the accusing word and the accused


def accuse(sentences: Sequence[Sentence]) -> None:
    """Fill in the accused of every blame, in place."""
    for sentence in sentences:
        for says in sentence.layer("says"):
            if says.value.kind != "blame" or says.value.blamed:
                continue
            accused = _accused(sentence, says)
            if accused is None:
                continue
            voice = next((v for v in sentence.layer("voices") if v.value.party is accused), None)
            voice = voice or next((v for v in sentence.layer("voices") if v.start < accused.end and accused.start < v.end), None)
            if voice is None or voice.value.party is None:
                continue
            says.value.blamed = [voice]
            says.value.voices = [v for v in says.value.voices if not (v.start < accused.end and accused.start < v.end)]


def _accused(sentence: Sentence, says: Mention) -> Mention | None:
    cue = next((c for c in sentence.layer("cues") if c.value.rule.kind == "blame" and says.start <= c.start < says.end), None)
    start = cue.end if cue is not None else says.end
    for party in sentence.layer("parties"):
        value = party.value
        shared = cue is not None and cue.start < party.start < start < party.end  # the article of «impute aux rebelles»
        if (party.start < start and not shared) or party.start - start > _REACH:
            continue
        if sentence.breaks[party.start] != sentence.breaks[start - 1] and party.start - start > 3:
            return None
        force = value.kind in FORCES or value.kind in ("named", "country") or (value.kind == "asset" and value.countries)
        if (force and value.number is None) or (value.actors and not value.state):
            return party
    return None


__all__ = ["accuse"]
