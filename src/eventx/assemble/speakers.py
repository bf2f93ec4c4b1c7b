"""Speakers of an article: whom pronouns and pointers of speech stand for, and which acts of speech are about which incident.

``carry`` runs over the whole article before it is assembled: "it said", «la même source», "the ministry", a surname, an
open quotation and a list under "the monitor reported:" get the speaker that was named before. ``attach`` gives a
sentence's acts to its happenings, ``hear`` those of sentences that tell no incident themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.speakers import Voice, is_press
from eventx.annotate.speech import Says
from eventx.assemble.pointers import BACK, copied, pronoun, resolve
from eventx.packs import load

if TYPE_CHECKING:
    from eventx.assemble.happening import Happening
    from eventx.assemble.incident import Incident

_OUTLETS = frozenset({"ngo", "observer", "media", "agency"})
_NO_DETAIL = frozenset({"threat", "condemn", "call", "plan", "fear"})
_SHORT = 12  # words of a sentence that can only be a detail of the one before
_HEARD = frozenset({"claim", "blame", "deny", "account"})


def carry(sentences: Sequence[Sentence], imprint: Sequence[Mention] = ()) -> None:
    """Give every act of speech the speakers that its pronoun, pointer or surname stands for.

    ``imprint`` are the voices in the name of the outlet: a ministry or an armed group speaks in its own communiqué.
    """
    told: list[tuple[int, Mention]] = []  # every voice so far, with its sentence
    everything = [(s.index, v) for s in sentences for v in s.layer("voices")]
    last: list[Mention] = []
    spoken: Says | None = None
    at = -9
    pronouns = {s.index for s in sentences if s.norm and s.norm[0] in load(s.language).words("pronouns")}
    own = {v.value.name for v in imprint if v.value.kind in _OUTLETS}  # what an outlet says itself is stated
    for sentence in sentences:
        here: list[tuple[int, Mention]] = []
        for voice in sentence.layer("voices"):
            here.append((sentence.index, voice))
        for says in sentence.layer("says"):
            act: Says = says.value
            before = told + [(i, v) for i, v in here if v.start < says.start]
            recent = last if sentence.index - at <= BACK else []
            if act.latter and spoken is not None and spoken.kind == "blame":
                act.voices = copied(says, spoken.blamed)  # «celle-ci» is the accused, not the accuser
            elif act.back >= 0:
                act.voices = copied(says, pronoun(sentence, act, recent, at, before, pronouns))
            else:
                act.voices = [found for voice in act.voices for found in resolve(sentence, says, voice, before, everything, recent, at)]
            act.voices = [v for v in act.voices if not v.value.name or v.value.name not in own]
            spoken = act
            if act.voices:
                last, at = act.voices, sentence.index
        told += here
    _quotations(sentences)
    _lists(sentences)
    owner = _interviewee(sentences) or [v for v in imprint if _institution(v.value)][:1] or _issuer(sentences)
    for sentence in sentences:
        asked = sentence.norm[-1:] == ["?"] or (sentence.zone is not None and sentence.zone.kind == "title")
        if owner and not asked and not any(says.value.voices or says.value.blamed for says in sentence.layer("says")):
            whole = Mention("says", 0, len(sentence.norm), Says("say", []), "say.owner")
            whole.value.voices = copied(whole, owner)
            sentence.layers["owner"] = [whole]


def _quotations(sentences: Sequence[Sentence]) -> None:
    """A sentence that stands whole inside a quotation is said by whoever opened or closes it in the paragraph."""
    for place, sentence in enumerate(sentences):
        if sentence.layer("says") or not sentence.quoted or sum(sentence.quoted) < 0.8 * len(sentence.quoted):
            continue
        for other in [*sentences[place - 1 : place], *sentences[place + 1 : place + 2]] if place else sentences[1:2]:
            acts = [s for s in other.layer("says") if s.value.kind == "say" and s.value.voices and any(other.quoted)]
            if acts and other.zone is sentence.zone:
                whole = Mention("says", 0, len(sentence.norm), Says("say", []), "say.quotation")
                whole.value.voices = copied(whole, acts[-1].value.voices)
                sentence.layers["says"] = [whole]
                break


def _interviewee(sentences: Sequence[Sentence]) -> list[Mention]:
    """Who answers in an interview: the person named before the first of several paragraphs that are a question."""
    zones: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.zone is not None and sentence.zone.kind != "title":
            zones.setdefault(id(sentence.zone), []).append(sentence)
    blocks = list(zones.values())
    asked = [k for k, block in enumerate(blocks) if block[-1].norm[-1:] == ["?"] and sum(len(s.norm) for s in block) <= 30]
    if len(asked) < 2 or asked[0] > 4:
        return []
    intro = [s for block in blocks[: asked[0]] for s in block]
    people = [v for s in intro for v in s.layer("voices") if v.value.person or v.value.kind == "person"]
    return people[:1]


def _issuer(sentences: Sequence[Sentence]) -> list[Mention]:
    """Who issues a text that calls itself a statement at the head of its title: the body named there, else the first subject."""
    title = [s for s in sentences if s.zone is not None and s.zone.kind == "title"]
    body = [s for s in sentences if s not in title][:1]
    if not title or not body:
        return []
    words = load(title[0].language).words("communiques")
    if not any(" ".join(title[0].norm[:size]) in words for size in (1, 2, 3)):
        return []
    named = [v for s in title for v in s.layer("voices") if _institution(v.value)]
    return named[:1] or [v for v in body[0].layer("voices") if _institution(v.value) and v.start <= 3][:1]


def _institution(voice: Voice) -> bool:
    """Whether an outlet is itself a body, a mission or an armed group, so that what it publishes is its own word."""
    return (bool(voice.body) and not is_press(voice.body) and voice.kind == "official") or voice.kind in ("official", "armed_group", "un", "health") or (
        voice.party is not None and bool(voice.party.value.actors or voice.party.value.countries) and voice.party.value.kind in ("named", "military", "police", "government"))


def _lists(sentences: Sequence[Sentence]) -> None:
    """Entries under "the monitor reported the following:" are all said by it."""
    heading: list[Mention] = []
    for sentence in sentences:
        if sentence.norm and sentence.norm[-1] == ":" and sentence.layer("says"):
            heading = sentence.layer("says")[-1].value.voices
        elif heading and sentence.zone is not None and sentence.zone.kind == "item":
            if not sentence.layer("says"):
                whole = Mention("says", 0, len(sentence.norm), Says("say", []), "say.list")
                whole.value.voices = copied(whole, heading)
                sentence.layers["says"] = [whole]
        else:
            heading = []


# -- which act is about which incident -----------------------------------------------------------------------------------


def attach(sentence: Sentence, made: Sequence[Happening]) -> None:
    """Give each happening of a sentence the acts of speech that cover it; one that stands alone has them all."""
    acts = [says for says in sentence.layer("says") if says.value.kind != "account"]
    alone = len([h for h in made if not h.dismissed or h.tolls or h.frames]) <= 1
    for happening in made:
        happening.says = list(acts) if alone or len(acts) <= 1 else _covering(sentence, happening, acts)
        happening.says = [says for says in happening.says if not _beside(sentence, happening, says)]
    for says in acts:  # "…; Russia denied carrying out any raid"
        if says.value.kind == "deny" and len(made) > 1:
            before = [h for h in made if h.anchor.start < says.start and _segment(sentence, h.anchor.start) < _segment(sentence, says.start)]
            if before and says not in before[-1].says:
                before[-1].says.append(says)


def _spots(happening: Happening) -> list[int]:
    """The words that tell a happening: its triggers and tolls."""
    spots = [r.trigger.start for r in happening.readings] + [t.span.start for t in happening.tolls]
    return spots or [happening.anchor.start]


def _beside(sentence: Sentence, happening: Happening, says: Mention) -> bool:
    """Whether an act is only about something beside the happening: a relative clause of its own, or what stands after a "but"."""
    act: Says = says.value
    if act.kind != "say" or act.trailing or not act.voices:
        return False
    pack, spots = load(sentence.language), _spots(happening)
    start = min((v.start for v in act.voices if v.end <= says.start), default=says.start)
    left = start
    while left and sentence.norm[left - 1] in pack.words("definite") | pack.words("indefinite"):
        left -= 1
    if left and sentence.norm[left - 1] in pack.words("relatives"):  # "a march, which organisers said drew 3,000 people, ended"
        close = next((k for k in range(says.end, len(sentence.norm)) if sentence.norm[k] == ","), len(sentence.norm))
        return not any(left <= spot < close for spot in spots)
    cut = max((k for k in range(left) if sentence.norm[k] in pack.words("clause_breaks") and sentence.norm[k - 1] == ","), default=-1)
    return cut > 0 and all(spot < cut for spot in spots)


def _covering(sentence: Sentence, happening: Happening, acts: Sequence[Mention]) -> list[Mention]:
    """The acts whose reach holds the trigger: an opening act reaches to the next one, a closing one back to the last."""
    spots = _spots(happening)
    found = []
    for place, says in enumerate(acts):
        start = says.start if not says.value.trailing else max((other.end for other in acts[:place]), default=0)
        end = says.end if says.value.trailing else min((other.start for other in acts[place + 1 :]), default=len(sentence.norm))
        if any(start <= spot < max(end, says.end) and _segment(sentence, spot) == _segment(sentence, says.start) for spot in spots):
            found.append(says)
    return found or [says for says in acts if _segment(sentence, says.start) == _segment(sentence, spots[0])][:1]


def _segment(sentence: Sentence, index: int) -> int:
    return sentence.norm[:index].count(";")


def hear(incidents: Sequence[Incident], sentences: Sequence[Sentence], other: set[int]) -> None:
    """A claim, blame or denial in a sentence that tells no incident itself is about the one told before it."""
    telling = {h.sentence.index for i in incidents for h in i.happenings}
    told: dict[int, list[int]] = {}  # sentence to the incidents that it tells
    for at, incident in enumerate(incidents):
        for happening in incident.happenings:
            told.setdefault(happening.sentence.index, []).append(at)
    blamed: tuple[int, Incident | None] = (-9, None)  # the sentence and the incident of the last blame
    for previous, sentence in zip([None, *sentences], sentences, strict=False):
        acts = [says for says in sentence.layer("says") if says.value.kind in _HEARD or says.value.confirms]
        if sentence.zone is not None and sentence.zone.kind == "title":
            continue
        if sentence.index in telling or sentence.index in other:
            acts = [says for says in acts if says.value.kind == "account" or (sentence.index not in telling and (says.value.confirms or _relates(sentence, says)))]
        recent = {at for index in range(sentence.index - BACK, sentence.index) for at in told.get(index, ())}
        before = [incidents[at] for at in sorted(recent) if incidents[at].strong or incidents[at].tolls]
        if blamed[0] == sentence.index - 1 and blamed[1] is not None and sentence.index not in telling:
            blamed[1].speech += [(sentence, says) for says in sentence.layer("says") if says.value.kind == "say" and any(v.value.kind == "official" for v in says.value.voices)]
        for says in sentence.layer("says"):
            if says.value.kind == "blame" and says.value.blamed and _all_of_them(sentence):
                for incident in _nameless(incidents, sentence):
                    incident.speech.append((sentence, says))
        if not acts or not before:
            continue
        latest = max(before, key=lambda i: max(h.sentence.index for h in i.happenings if h.sentence.index < sentence.index))
        if _elsewhere(previous, sentence, latest):
            continue
        latest.speech += [(sentence, says) for says in acts if says.value.kind != "deny" or (_here(sentence, latest) and not _of_a_noun(sentence, says))]
        if any(says.value.kind == "blame" for says in acts):
            blamed = sentence.index, latest
    _detail(incidents, sentences, telling)


def _nameless(incidents: Sequence[Incident], sentence: Sentence) -> list[Incident]:
    """The incidents told before a sentence, on the day of the last of them, whose doers nothing names."""
    body = [(max((h.sentence.index for h in i.happenings if h.sentence.index < sentence.index), default=-1), i) for i in incidents if i.happenings[0].sentence.zone.kind != "title"]
    told = [i for last, i in sorted(body, key=lambda pair: pair[0]) if last >= 0]
    day = next((i.day.first for i in reversed(told) if i.day is not None), None)
    return [
        i for i in told
        if (i.day is None or i.day.first == day) and not any(m.layer == "parties" and (m.value.actors or m.value.countries) for h in i.happenings for m in h.agents)
    ]  # fmt: skip


def _all_of_them(sentence: Sentence) -> bool:
    """Whether a sentence speaks of several attacks that are known: "blamed all four attacks on", «impute ces attentats à»."""
    return any(
        t.value.voice == "nominal" and t.value.forms[0].plural and (t.value.definite in ("definite", "demonstrative") or any(m.end == t.start for layer in ("numbers", "measures") for m in sentence.layer(layer)))
        for t in sentence.layer("triggers")
    )  # fmt: skip


def _of_a_noun(sentence: Sentence, says: Mention) -> bool:
    """Whether only a noun of this very sentence is denied: «accusation que les autorités démentent»."""
    pack = load(sentence.language)
    start = min((v.start for v in says.value.voices if v.end <= says.start), default=says.start)
    while start and sentence.norm[start - 1] in pack.words("definite") | pack.words("indefinite"):
        start -= 1
    if start < 2 or sentence.norm[start - 1] not in pack.words("relatives") or not sentence.norm[start - 2][0].isalnum():
        return False
    return not any(other.value.kind in ("claim", "blame") for other in sentence.layer("says"))


def _relates(sentence: Sentence, says: Mention) -> bool:
    """Whether a sentence only blames, and what else it tells stands in a relative clause on the accused: "blamed the RSF, which has besieged"."""
    if says.value.kind != "blame" or not says.value.blamed:
        return False
    end = max(voice.end for voice in says.value.blamed)
    if sentence.raw[end : end + 1] == ["("] and ")" in sentence.raw[end:]:
        end = sentence.raw.index(")", end) + 1
    while end < len(sentence.norm) and not sentence.norm[end][0].isalnum():
        end += 1
    return end < len(sentence.norm) and sentence.norm[end] in load(sentence.language).words("relatives") and all(t.start > end for t in sentence.layer("triggers"))


def _settled(sentence: Sentence, sentences: Sequence[Sentence], latest: Incident) -> bool:
    """Whether a paragraph other than the incident's has named a place of its own before a sentence of it."""
    if any(h.sentence.zone is sentence.zone for h in latest.happenings):
        return False
    start = max(h.sentence.index for h in latest.happenings)
    return any(start < s.index < sentence.index and not _here(s, latest) for s in sentences)


def pass_on(dropped: Sequence[Incident], kept: Sequence[Incident], sentences: Sequence[Sentence] = ()) -> None:
    """What is claimed, blamed or denied of an incident that makes no row is about the one told right before it."""
    for incident in dropped:
        for happening in incident.happenings:
            sentence = happening.sentence
            acts = [says for says in happening.says if says.value.kind in _HEARD or says.value.confirms]
            before = [i for i in kept if any(0 < sentence.index - h.sentence.index <= BACK for h in i.happenings)]
            if acts and before and (sentence.zone is None or sentence.zone.kind != "title"):
                barred = any(
                    other.tolls and h.sentence.zone is sentence.zone and h.sentence.index < sentence.index
                    for other in dropped for h in other.happenings
                )  # fmt: skip
                if barred:  # the paragraph has told of something else
                    before = [i for i in before if any(h.sentence.zone is sentence.zone for h in i.happenings)]
                if not before:
                    continue
                latest = max(before, key=lambda i: max(h.sentence.index for h in i.happenings if h.sentence.index < sentence.index))
                latest.speech += [(sentence, says) for says in acts if _here(sentence, latest) and not _settled(sentence, sentences, latest)]


def _detail(incidents: Sequence[Incident], sentences: Sequence[Sentence], telling: set[int]) -> None:
    """What nobody was said to tell is told by who gives its details in the next sentence: "a councillor said no shot was fired"."""
    for incident in incidents:
        if incident.speech or any(h.says for h in incident.happenings):
            continue
        last = max((h.sentence for h in incident.happenings), key=lambda s: s.index)
        after = next((s for s in sentences if s.index == last.index + 1), None)
        if after is None or after.zone is not last.zone or after.index in telling or (last.zone is not None and last.zone.kind == "title"):
            continue
        if any(cue.value.rule.kind in _NO_DETAIL for cue in after.layer("cues")) or not (after.layer("triggers") or len(after.norm) <= _SHORT):
            continue
        told = [k for layer in ("triggers", "numbers", "parties") for m in after.layer(layer) for k in range(m.start, m.end)]
        spoken = not any(after.quoted) or any(after.quoted[k] for k in told)  # «un signal fort», dit-il: no detail
        incident.speech += [(after, says) for says in after.layer("says") if spoken and says.value.kind == "say" and says.value.voices]


def _elsewhere(previous: Sentence | None, sentence: Sentence, latest: Incident) -> bool:
    """Whether the sentence before, in the same paragraph, tells of something at another place."""
    if previous is None or previous.zone is not sentence.zone or any(h.sentence is previous for h in latest.happenings):
        return False
    return bool(previous.layer("readings")) and not _here(previous, latest)


def _here(sentence: Sentence, incident: Incident) -> bool:
    """Whether a denial can be one of an incident: it names no place of its own, or the incident's."""
    spoken = list(sentence.layer("voices"))
    names = [m for m in sentence.layer("names") if m.value.places and not m.value.actors and not any(v.start <= m.start < v.end for v in spoken)]
    known = {located.named.ref >> 3 for located in incident.places}
    return not names or not known or any(ref >> 3 in known for m in names for ref in m.value.places)
