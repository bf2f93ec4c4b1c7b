"""Attribution: who says so, and whether they report, claim, blame or are contradicted (CODING section 7 and its rulings).

Voices stand in the order of the text. An actor of the row that tells its own act or success makes it ``claimed``; blame
that the article does not share ``accused``; a denial by one who may deny ``disputed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble import Incident
from eventx.voices import Speaker, speaker, stands_in
from eventx.who import Registry

if TYPE_CHECKING:
    from eventx.rows import Draft, Sides

_TWO_SIDED = frozenset({"clash", "ambush", "ground_attack", "capture", "regain", "loss", "repelled", "attack"})


@dataclass(slots=True)
class _Heard:
    """One speaker of one act, in text order."""

    kind: str
    who: Speaker
    sentence: Sentence
    says: Mention
    voice: Mention


def speech(incident: Incident) -> list[tuple[Sentence, Mention]]:
    """Every speech act about an incident, in text order; what nobody says is its author's in interviews and communiqués."""
    acts = [(h.sentence, says) for h in incident.happenings for says in h.says or h.sentence.layer("owner")] + incident.speech
    seen: set[int] = set()
    kept = []
    for sentence, says in sorted(acts, key=lambda pair: (pair[0].index, pair[1].start)):
        if id(says) not in seen:
            seen.add(id(says))
            kept.append((sentence, says))
    return kept


def attribute(draft: Draft, incident: Incident, registry: Registry, sides: Sides, country: str) -> None:
    """Fill ``attributed_to`` and ``attribution_status`` of a row and prove them."""
    acts = [(s, m) for s, m in speech(incident) if _about(s, m, incident, registry, sides, country)]
    heard = [
        _Heard(says.value.kind, who, sentence, says, voice)
        for sentence, says in acts for voice in says.value.voices
        if (who := speaker(voice, registry, country, incident)).name
    ]  # fmt: skip
    heard = [h for h in heard if not _colour(h, incident, others=any(o.who.name != h.who.name and o.kind != "deny" and not o.voice.value.person for o in heard))]
    firsts = {sides.one.name, *sides.assoc_one} if sides.one.certain else set()
    for one in heard:
        if one.kind == "blame" and _same(one.who, firsts, registry):
            one.kind = "deny"  # the accused who points at others denies
    deniers = {h.who.name for h in heard if h.kind == "deny"}
    tellers = [h for h in heard if h.kind != "deny" and h.who.name not in deniers]
    body = [h for h in tellers if h.sentence.zone is None or h.sentence.zone.kind != "title"]
    tellers = body or tellers  # a headline's "(officials)" says in short whom the text names
    others = [h for h in tellers if h.says.rule != "say.owner" or h.who.instead or h.voice.value.person]
    names = _names(others or tellers)  # whose text it is need not be said where it names who tells
    for name in names:
        source = next(h for h in tellers if h.who.name == name)
        draft.proofs.append(("attributed_to", source.sentence, source.voice, source.says.rule))
    status, proof = "attributed" if names else "stated", None
    own = next((h for h in tellers if _own(h, incident, registry, sides, country)), None)
    turned = {id(h.says) for h in heard if h.kind == "deny"}
    blame = next(((s, m) for s, m in acts if m.value.kind == "blame" and id(m) not in turned and _meant(m, registry, sides, country, incident)), None)
    if own is not None:
        status, proof = "claimed", (own.sentence, own.says)
    elif blame is not None and not _told(incident, registry, sides, country):
        status, proof = "accused", blame
    denials = [(s, m) for s, m in acts if m.value.kind == "deny" and _may_deny(s, m, registry, sides, country, incident)]
    denied = bool(denials) or any(h.kind == "deny" and h.says.value.kind == "blame" for h in heard)
    other = any(who.name and who.name not in names and not _same(who, firsts, registry) for _, m in denials for v in m.value.voices if (who := speaker(v, registry, country, incident)))
    if (denied and status in ("attributed", "accused")) or (status == "claimed" and other):
        status = "disputed"
    if proof is not None:
        draft.proofs.append(("attribution_status", *proof, proof[1].rule))
    draft.values |= {"attributed_to": "; ".join(names), "attribution_status": status}


def _colour(heard: _Heard, incident: Incident, *, others: bool) -> bool:
    """Whether a person's words only colour what the outlet or another voice tells: a quotation without a figure."""
    sentence = heard.sentence
    spoken = heard.voice.value.person or heard.voice.value.kind == "person"
    if heard.kind != "say" or not spoken or heard.says.rule == "say.owner" or not any(sentence.quoted):
        return False
    told = any(not h.says and h.sentence.zone is not None and h.sentence.zone.kind != "title" and h.sentence.index < sentence.index for h in incident.happenings)
    return (told or others) and not any(toll.sentence is sentence for toll in incident.tolls)


def _names(tellers: list[_Heard]) -> list[str]:
    """The speakers' names once each; a capital or a government gives way to the body of it that speaks too."""
    names: list[str] = []
    lead = min((h.sentence.index for h in tellers), default=0)
    tellers = [h for h in tellers if h.sentence.index > lead or not any(stands_in(h.who.name, o.who) for o in tellers if o.sentence.index > lead)] or tellers
    bodies = {h.who.country for h in tellers if h.who.country and not h.who.general}
    for one in tellers:
        who = one.who
        if who.name in names or (who.general and who.country in bodies):
            continue
        if who.press == "general" and any(h.who.press == "named" and h.who.country == who.country for h in tellers):
            continue  # state media, and the agency that belongs to them
        if who.instead and who.instead in names:
            continue  # a resident by name after "residents"
        if who.office and any(h.who.office == who.office and h.who.name != who.name and " governor" not in h.who.name and " mayor" not in h.who.name for h in tellers) and who.name.endswith(("governor", "mayor")):
            continue  # "the Homs governor" whom the text names elsewhere
        if any(name.startswith(who.name + " ") or who.name.startswith(name + " ") for name in names):
            continue
        names.append(who.name)
    return names


def _own(heard: _Heard, incident: Incident, registry: Registry, sides: Sides, country: str) -> bool:
    """Whether a speaker is an actor of the row that tells its own act, or its success against the other side."""
    who = heard.who
    if heard.kind == "blame":
        return False
    if heard.kind == "claim" and not who.actors and not sides.one.certain and heard.voice.value.kind in ("person", "ngo"):
        return True  # a group that no table knows
    if who.civil or not who.actors:
        return False
    firsts = {sides.one.name, *sides.assoc_one}
    if _same(who, firsts, registry):
        return True
    seconds = {sides.two.name} if sides.two is not None and sides.two.side != "civilian" else set()
    if heard.kind == "claim" and (not sides.one.certain or sides.two is None or not sides.two.certain or _same(who, seconds, registry)):
        return True
    ours = not sides.one.certain and sides.two is not None and sides.two.certain and sides.two.side == "armed" and who.country == country
    if ours and any(actor.startswith(("Military Forces", "Police Forces")) for actor in who.actors) and not _same(who, seconds, registry) and incident.tolls:
        return True  # "a special unit killed eight militants, the army said"
    if not seconds or not _same(who, seconds, registry) or not set(incident.frames) & _TWO_SIDED:
        return False
    day = incident.day.first if incident.day else None
    hit = []
    for toll in incident.tolls:
        if toll.party is not None:
            actor = registry.resolve(toll.party.value, country, day)
            hit.append(actor.name if actor is not None else "")
    own = sides.two.name if sides.two is not None else ""
    return bool(hit) and own not in hit and any(name and not name.startswith("Civilians") for name in hit)


def _same(who: Speaker, names: set[str], registry: Registry) -> bool:
    for name in names:
        if name in who.actors or any(_bare(name) == _bare(actor) for actor in who.actors):
            return True
        if any(_kin(name, actor, registry) for actor in who.actors):
            return True
        if who.country and name.startswith(("Military Forces of", "Police Forces of", "Government of")) and registry.index.country(who.country) in name:
            return True
    return False


def _kin(one: str, two: str, registry: Registry) -> bool:
    """Whether one named actor is a part of the other: the YPG and the SDF."""
    parents = [{entry.parent for entry in registry.index.named(name) if entry.parent} for name in (one, two)]
    return two in parents[0] or one in parents[1]


def _bare(name: str) -> str:
    return name.split(" (")[0].partition(":")[0]


def _about(sentence: Sentence, says: Mention, incident: Incident, registry: Registry, sides: Sides, country: str) -> bool:
    """Whether a claim or blame heard in another sentence is one of this incident: of a side of it, or of nobody known."""
    if not any(says is heard for _, heard in incident.speech):
        return True
    if says.value.kind == "blame":
        mine = sides.one.certain and any(_same(speaker(v, registry, country, incident), {sides.one.name}, registry) for v in says.value.voices)
        return mine or _meant(says, registry, sides, country, incident)
    if says.value.kind == "claim":
        voices = [speaker(v, registry, country, incident) for v in says.value.voices]
        names = {sides.one.name, *sides.assoc_one}
        return not sides.one.certain or any(_same(v, names, registry) or not v.actors for v in voices)
    return True


def _meant(says: Mention, registry: Registry, sides: Sides, country: str, incident: Incident) -> bool:
    """Whether blame is put on the row's first actor, or on somebody whom no table knows while nobody else is named."""
    day = incident.day.first if incident.day else None
    found = [registry.resolve(v.value.party.value, country, day) for v in says.value.blamed if v.value.party is not None]
    named = {actor.name for actor in found if actor is not None and actor.certain}
    return (not named and sides.one.side != "crowd") or sides.one.name in named or (not sides.one.certain and sides.one.side == "armed")


def _told(incident: Incident, registry: Registry, sides: Sides, country: str) -> bool:
    """Whether the article itself names the one who is blamed as the doer, in a sentence that blames nobody."""
    day = incident.day.first if incident.day else None
    for happening in incident.happenings:
        zone = happening.sentence.zone
        if (zone is not None and zone.kind == "title") or any(s.value.kind == "blame" for s in happening.sentence.layer("says")):
            continue
        for mention in happening.agents:
            if mention.layer == "parties":
                actor = registry.resolve(mention.value, country, day)
                if actor is not None and actor.certain and actor.named and actor.name == sides.one.name:
                    return True
    return False


def _may_deny(sentence: Sentence, says: Mention, registry: Registry, sides: Sides, country: str, incident: Incident) -> bool:
    """Whether a denial is one of this incident: nobody is named, or a side, its state or its organ denies."""
    voices = [speaker(v, registry, country, incident) for v in says.value.voices]
    if not any(v.name for v in voices) or not sides.one.certain:
        return True
    names = {sides.one.name, *sides.assoc_one} | ({sides.two.name} if sides.two is not None else set())
    return any(_same(v, names, registry) or v.country == country or (v.name and not v.actors) for v in voices)
