"""The part of the pipeline that needs spaCy: annotate a story's zones, settle places, assemble and code its incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

from eventx import localities
from eventx.anaphora import resolve
from eventx.annotate import Sentence, annotator
from eventx.annotate.kinds import CIVILIAN_KINDS, FORCES
from eventx.annotate.layers import Mention
from eventx.assemble import Happening, Incident, assemble, happenings
from eventx.assemble.clock import clock
from eventx.assemble.speakers import carry, pass_on
from eventx.attackers import attackers
from eventx.blame import accuse
from eventx.coding import Typology
from eventx.gazetteers.places import place_index
from eventx.model import Problem, Story
from eventx.packs import Pack, load
from eventx.place import Atlas, Located
from eventx.rows import rows
from eventx.sift import set_aside
from eventx.topics import about, off_topic
from eventx.twins import unique
from eventx.unknown import doubts
from eventx.where import headline, locator, scenes
from eventx.who import Registry

if TYPE_CHECKING:
    from eventx.pipeline import Reading


def annotate(story: Story) -> list[Sentence]:
    """The annotated sentences of a story, in text order."""
    return _annotated(story, _cut(story))


def _annotated(story: Story, docs: list[Doc]) -> list[Sentence]:
    _, *rooms = (component for _, component in annotator(story.language).pipeline)
    sentences: list[Sentence] = []
    persons: set[str] = set()
    speakers: set[str] = set()
    for doc in docs:
        doc.user_data["persons"] = persons
        doc.user_data["speakers"] = speakers
        for room in rooms:
            doc = room(doc)
        for sentence in doc._.sentences:
            sentence.index, sentence.language = len(sentences), story.language
            sentences.append(sentence)
    localities.add(sentences, load(story.language), place_index())
    carry(sentences, _imprint(story))
    resolve(sentences, load(story.language), story.publisher)
    accuse(sentences)
    return sentences


def _cut(story: Story) -> list[Doc]:
    """A story's zones, cut into sentences."""
    nlp, docs = annotator(story.language), []
    cutter = nlp.pipeline[0][1]
    for zone in story.zones:
        doc = nlp.make_doc((story.article.title if zone.part == "title" else story.article.text)[zone.start : zone.end])
        doc._.story = story.published
        doc.user_data["zone"] = zone
        docs.append(cutter(doc))
    return docs


def _imprint(story: Story) -> list[Mention]:
    """The voices in the outlet's name: «Ministère de la Défense», "Hezbollah Military Media"."""
    if not story.publisher:
        return []
    doc = annotator(story.language)(story.publisher)
    return [voice for sentence in doc._.sentences for voice in sentence.layer("voices")]


def code(story: Story, reading: Reading, typology: Typology, *, whole: bool = False) -> Reading:
    """Fill a reading with the events and problems of a story.

    Sentences that nothing hangs on are not annotated unless the ``whole`` is asked for.
    """
    from eventx.pipeline import finish

    pack: Pack = load(story.language)
    docs = _cut(story)
    if not whole:
        nlp = annotator(story.language)
        gone = set_aside(docs, nlp, [component for _, component in nlp.pipeline[1:]], pack, typology, story.published)
        if gone is not None:
            reading.problems += [_problem(story, happening, happening.dismissed) for happening in gone]
            return reading
    sentences = _annotated(story, docs)
    atlas = Atlas(sentences)
    registry = Registry(m for s in sentences for m in s.layer("parties"))
    items = [h for s in sentences for h in happenings(s, typology, pack, story.published)]
    locate = locator(atlas, pack)
    incidents, dismissed = assemble(items, typology, locate, registry.side, sentences, scenes(atlas, pack), clock(sentences, story.published, pack), headline(atlas, pack))
    reading.sentences, reading.incidents, reading.country = sentences, incidents, atlas.main_country
    for happening, reason in dismissed:
        reading.problems.append(_problem(story, happening, reason))
    registry.attackers.update(attackers(items, incidents, registry, typology, atlas.main_country or "", story.published))
    drafts = []
    topics = about(sentences, pack)
    reasons = [_lacking(incident, typology) or off_topic(incident, topics, typology) for incident in incidents]
    pass_on([i for i, reason in zip(incidents, reasons, strict=True) if reason], [i for i, reason in zip(incidents, reasons, strict=True) if not reason], sentences)
    for incident, reason in zip(incidents, reasons, strict=True):
        if reason:
            reading.problems.append(_problem(story, incident.happenings[0], reason))
            continue
        drafts += list(rows(incident, story, registry, typology))
    told = dict.fromkeys(h.sentence.index for incident in incidents for h in incident.happenings)
    reading.problems += doubts(story, atlas, (sentences[number] for number in sorted(told)), pack)
    kept = unique(drafts, typology)
    finish(reading, kept)
    return reading


# What lasts (a town held, a deal in force, troops in place) is told without a day; only a day makes it an incident.
_DATED = frozenset({"territory", "agreement", "change", "base", "arrest", "disrupted", "property", "other"})


def _lacking(incident: Incident, typology: Typology) -> str:
    """What keeps an incident from being a row; empty when nothing does."""
    if incident.day is None:
        return "date.missing"
    if not incident.places:
        return "place.missing"
    country_only = incident.places[0].named.kind == "country"
    if country_only and not any(typology.family(f) == "agreement" for f in incident.frames):
        return "place.missing"
    left = any(h.agents and h.own_date and h.own_place and typology.family(f) == "territory" for h in incident.happenings for f in h.frames)
    if not incident.strong and not incident.tolls and not left:
        return "too_vague"
    claimed = any(r.trigger.role == "purpose" for h in incident.happenings for r in h.readings)  # "responsibility for an attack"
    bare = not incident.tolls and not claimed and not any(h.agents for h in incident.happenings)
    vague = all(typology.generic(f) or typology.effect(f) or typology.weak(f) or f == "clash" for f in incident.frames)
    march = any(typology.family(f) == "crowd" for f in incident.frames) and any(h.own_place and h.definite == "indefinite" for h in incident.happenings)
    if bare and ((incident.carried_day and not march) or (vague and not any(h.targets or _told_outright(h, typology) for h in incident.happenings))):
        return "too_vague"  # nobody did it, nobody was hurt, nothing says what it was
    if all(typology.effect(f) == "injured" for f in incident.frames) and not any(h.agents for h in incident.happenings):
        return "too_vague"
    if not any(h.own_place for h in incident.happenings) and all(typology.family(f) in ("change", "base") for f in incident.frames):
        return "place.missing"  # "police have been deployed to the area": what follows an attack
    if set(incident.frames) == {"killing"} and all(_passed_away(h) for h in incident.happenings):
        return "too_vague"  # "two climbers died": of what, nobody says
    doers = [m.value.kind for h in incident.happenings for m in h.agents if m.layer == "parties"]
    if doers and vague and not incident.tolls and all(kind in CIVILIAN_KINDS for kind in doers) and not any(h.targets for h in incident.happenings):
        return "too_vague"  # «prise d'assaut par les touristes»
    spread = incident.day.kind in ("this_month", "last_month", "this_year", "last_year")
    if ((incident.carried_day and not incident.told) or spread) and all(typology.family(f) in _DATED for f in incident.frames):
        return "date.missing"
    if incident.carried_day and incident.carried_place and not any(t.number.kind not in ("one", "several") for t in incident.tolls):
        return "too_vague"
    return ""


def _passed_away(happening: Happening) -> bool:
    """Whether people who are no force only died: no doer, no cause, no act beside it."""
    verbs = [r for r in happening.readings if r.trigger.value.voice == "active" and r.rule.roles.get("subject") == "victim" and r.cause is None]
    forces = any(m.layer == "parties" and (m.value.kind in FORCES or m.value.actors) for m in happening.targets)
    return bool(verbs) and len(verbs) == len(happening.readings) and not happening.agents and not forces


def _told_outright(happening: Happening, typology: Typology) -> bool:
    """Whether a finite verb tells an attack with its day and place, though neither side: «a été la cible d'une attaque»."""
    if not (happening.own_date and happening.own_place):
        return False
    verbs = [r.trigger.value for r in happening.readings if typology.family(r.rule.frame) == "violence"]
    return any(verb.voice != "nominal" and verb.tense != "participle" for verb in verbs)


def _problem(story: Story, happening: Happening, reason: str) -> Problem:
    anchor: Mention = happening.anchor
    start, end = happening.sentence.span(anchor)
    part = happening.sentence.zone.part
    text = (story.article.title if part == "title" else story.article.text)[start:end]
    return Problem(reason, happening.why or "+".join(happening.frames), story.article.id, part, start, end, text)


__all__ = ["Located", "annotate", "code"]
