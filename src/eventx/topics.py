"""Topics: what an article is about when that is no conflict reporting, and which of its incidents that takes with it.

War vocabulary fills match reports, stock markets, reviews and drills. One such word proves nothing; several different
ones together do. A headline or lead that speaks of an accident, a trial or an anniversary sets the topic as well.
"""

from __future__ import annotations

from eventx.annotate.layers import Sentence
from eventx.assemble import Incident
from eventx.coding import Typology
from eventx.packs import Pack

_CUES = ("accident", "sport", "drill", "film", "trial", "anniversary")
_ANNOUNCED = frozenset({"trial", "statistics", "factcheck"})  # their words stand in the headline or lead, or it is not what the article is about
_HEAD = 4  # sentences
_PLAYED = ("sport", "drill", "film", "market", "factcheck")  # nothing in such an article happened as told


def about(sentences: list[Sentence], pack: Pack) -> set[str]:
    """The topics of an article: of its whole vocabulary, of its headline and lead, and of recurring cues."""
    head = [s for s in sentences if s.zone.kind == "title"] + [s for s in sentences if s.zone.kind != "title"][:2]
    topics = {c.value.rule.kind for s in head for c in s.layer("cues") if c.value.rule.kind in _CUES}
    for kind in ("sport", "drill", "film"):
        if sum(any(c.value.rule.kind == kind for c in s.layer("cues")) for s in sentences) >= 2:
            topics.add(kind)
    return topics | _vocabulary(sentences, pack)


def _vocabulary(sentences: list[Sentence], pack: Pack) -> set[str]:
    found: dict[str, set[str]] = {}
    opened: set[str] = set()
    for position, sentence in enumerate(sentences):
        index = 0
        while index < len(sentence.norm):
            size, entries = pack.topics.at(sentence.norm, index)
            for topic, entry in entries:
                found.setdefault(topic, set()).add(entry)
                if sentence.zone.kind == "title" or position <= _HEAD:
                    opened.add(topic)
            index += max(size, 1)
    # A long report may well have a stadium, a team and a season in it: what counts grows with its length.
    floor = len(sentences) // 6
    return {
        topic for topic, entries in found.items()
        if len(entries) >= max(pack.topic_least[topic], floor) and (topic in opened or topic not in _ANNOUNCED)
    }  # fmt: skip


def off_topic(incident: Incident, topics: set[str], typology: Typology) -> str:
    """The topic that an incident only belongs to; empty when it stands on its own."""
    if not topics:
        return ""
    own = any(h.own_date and h.own_place and h.agents for h in incident.happenings)
    acting = any(h.agents for h in incident.happenings)
    if "accident" in topics and not acting and all(typology.family(f) in ("effect", "remote", "body", "property", "disrupted") for f in incident.frames):
        return "accident"
    for topic in _PLAYED:
        if topic in topics:
            return {"film": "metaphor", "market": "metaphor", "factcheck": "denial"}.get(topic, topic)
    if "campaign" in topics and not incident.tolls and not any(typology.family(f) == "crowd" for f in incident.frames) and not own:
        return "metaphor"
    if "statistics" in topics and not own:
        return "aggregate"
    return next((topic for topic in ("trial", "anniversary") if topic in topics and not own), "")
