"""The narrative clock: the day that a sentence is set in when it names none itself.

A text sets its time («Le général a parachevé lundi sa mainmise …», «Mardi, rebelote …») and tells on until another day
is named. What is only remembered (pluperfect, another month), foreseen or said on a day does not move the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from eventx.annotate.layers import Mention, Sentence, When
from eventx.assemble.dismiss import superlative
from eventx.assemble.happening import spoken_dates
from eventx.packs import Pack

_REACH = 8  # sentences for which a day holds
_FRESH = 6  # days within which a pluperfect still tells news (ruling 9.5)
_RECENT = 14  # days before publication beyond which a day is a memory


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the text has set: from which words, in which sentence."""

    first: date
    last: date
    precision: int
    sentence: Sentence
    mention: Mention
    kind: str = "day"
    until: int = 0  # index of the last sentence that has kept it going


def clock(sentences: Sequence[Sentence], published: date | None, pack: Pack) -> Callable[[Sentence], Tick | None]:
    """A function from a sentence to the day set before it, None where the text has set none near enough."""
    set_before: dict[int, Tick | None] = {}
    running = _live(sentences, published, pack)
    now: Tick | None = running
    zone = None
    for sentence in sentences:
        if running is not None and sentence.zone is not zone:
            now, zone = running, sentence.zone  # each entry of a live blog is told on its day
        set_before[sentence.index] = now if now is not None and sentence.index - now.until <= _REACH else None
        now = _moved(sentence, now, published, pack) or now
        lead = set_before[sentence.index]
        if lead is not None and now is lead and _told(sentence):
            now = replace(lead, until=sentence.index)  # an incident told at that day keeps the clock going
    return lambda sentence: set_before.get(sentence.index)


def _live(sentences: Sequence[Sentence], published: date | None, pack: Pack) -> Tick | None:
    """The day of a live blog, which its entries take for granted; None for any other article."""
    for sentence in sentences[:3]:
        size = next((size for size in (3, 2, 1) if " ".join(sentence.norm[:size]) in pack.words("live")), 0)
        if published is not None and size and (len(sentence.norm) == size or not sentence.norm[size].isalpha() or (size > 1 and sentence.norm[-1] not in ".!?")):
            return Tick(published, published, 1, sentence, Mention("dates", 0, size, None, "dates.live"), until=len(sentences))
    return None


def _moved(sentence: Sentence, now: Tick | None, published: date | None, pack: Pack) -> Tick | None:
    if published is None or sentence.zone.kind == "title":
        return None
    remembered = _remembered(sentence, pack)
    if any(t.value.forms[0].rule.late for t in sentence.layer("triggers")):
        return None
    spoken = spoken_dates(sentence)
    between = pack.words("between")
    for mention in sentence.layer("dates"):
        when: When = mention.value
        if id(mention) in spoken or (sentence.quoted[mention.start] and not sentence.layer("triggers")) or when.bound or when.kind == "elapsed" or when.precision > 2 or when.kind == "future":
            continue
        if when.anchor == "context":
            if now is None or remembered:
                continue
            day = now.first + timedelta(when.shift)
            precision = max(when.precision, now.precision) if not when.shift else when.precision  # «la même nuit»: as known as that night
            return Tick(day, day, precision, sentence, mention, until=sentence.index)
        relative = sentence.norm[sentence.breaks.index(sentence.breaks[mention.start])] in pack.words("relatives") and any(t.value.forms[0].rule.frame == "agreement" and t.end <= mention.start for t in sentence.layer("triggers"))  # "the truce that took effect on …"
        reach = _FRESH if remembered or relative else _RECENT
        if sentence.text(mention.start - 1, mention.start) in between and not sentence.layer("triggers"):
            continue  # "between 13 and 18 May we spoke with eleven people"
        if when.first and when.first <= published and (published - when.first).days <= reach:
            return Tick(when.first, when.last or when.first, when.precision, sentence, mention, when.kind, sentence.index)
    return None


def _remembered(sentence: Sentence, pack: Pack) -> bool:
    """Whether a sentence looks back: a pluperfect, or a cue of background or of an aggregate."""
    if any(
        cue.value.rule.kind in ("background", "anniversary", "hypothetical") or (cue.value.rule.kind == "aggregate" and not superlative(sentence, cue.start, pack))
        for cue in sentence.layer("cues")
    ):
        return True
    told = {cue.end for cue in sentence.layer("cues") if cue.value.rule.kind in ("say", "claim", "source_phrase")}
    if told:
        return False  # «l'armée a annoncé qu'elle avait repris»: the news itself
    verbs = [t for t in sentence.layer("triggers") if t.value.voice != "nominal"]
    if verbs:
        return all(t.value.tense == "pluperfect" for t in verbs)
    return any(
        {("have", "pluperfect"), ("be", "pluperfect")} & set(pack.auxiliaries.exact((word,))[1]) and _participle(sentence.norm[k + 1 : k + 3], pack)
        for k, word in enumerate(sentence.norm)
    )


def _participle(words: list[str], pack: Pack) -> bool:
    endings = tuple(pack.config["participle_endings"])
    return any(len(word) > 3 and word.endswith(endings) for word in words)


def _told(sentence: Sentence) -> bool:
    return any(t.value.voice != "nominal" and t.value.tense in ("past", "present", "participle") for t in sentence.layer("triggers"))
