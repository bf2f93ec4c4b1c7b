"""The examples of language packs, run: each rule against its own sentences, and rules counted over a corpus.

A ``match`` passes when its rule fires, once, is not dismissed, and fills the slots that the example names: nothing
found, found twice, dismissed and filled otherwise are different failures. A ``no_match`` passes when nothing of the
rule's frame stands un-dismissed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.reading import readings_of
from eventx.assemble import Incident
from eventx.assemble.tolls import count
from eventx.coding import typology
from eventx.fold import words
from eventx.model import Article, Story, Zone
from eventx.packs import Rule, load
from eventx.pipeline import Reading, read_article
from eventx.room import code

_SEVERAL = 3  # what «several» counts for where an example does not name a war


@dataclass(frozen=True, slots=True)
class Example:
    """One example sentence of a rule; ``id`` is ``<language>:<rule>:match|no_match:<number>``."""

    id: str
    language: str
    rule: Rule
    kind: str
    text: str
    published: date | None
    slots: Mapping[str, Any]


def examples(language: str) -> Iterator[Example]:
    """The examples of a pack in the order of its files. Raises ``PackError`` where the pack does not load."""
    for rule in load(language).rules.values():
        for kind, entries in (("match", rule.match), ("no_match", rule.no_match)):
            for number, entry in enumerate(entries, 1):
                day = entry.get("published")
                published = day if isinstance(day, date) else date.fromisoformat(day) if day else None
                name = f"{language}:{rule.id}:{kind}:{number}"
                yield Example(name, language, rule, kind, entry["text"], published, entry.get("slots", {}))


def verdict(example: Example) -> str:
    """What is wrong with an example; empty when it passes."""
    reading = _read(example)
    if example.kind == "no_match":
        return _silent(example, reading)
    fired = [r for s in reading.sentences for r in readings_of(s) if r.rule.id == example.rule.id]
    if not fired:
        others = sorted({r.rule.id for s in reading.sentences for r in readings_of(s)})
        return f"does not fire (fired: {', '.join(others) or 'nothing'})"
    if len(fired) > 1:
        return f"fires {len(fired)} times"
    home = next((i for i in reading.incidents for h in i.happenings if any(r is fired[0] for r in h.readings)), None)
    if home is None:
        reasons = sorted({f"{problem.code} by {problem.message}" for problem in reading.problems})
        return f"is dismissed ({', '.join(reasons) or 'without a word'})"
    wrong = list(_slots(example.slots, home))
    return "; ".join(wrong)


def failures(language: str) -> Iterator[tuple[Example, str]]:
    """The examples of a pack that fail, with what is wrong."""
    for example in examples(language):
        wrong = verdict(example)
        if wrong:
            yield example, wrong


def firings(articles: Iterable[Article]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How often each (language, rule) fires over articles, and how often un-dismissed."""
    fired: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    for article in articles:
        reading = read_article(article, whole=True)
        language = reading.story.language
        fired.update((language, r.rule.id) for s in reading.sentences for r in readings_of(s))
        kept.update((language, r.rule.id) for i in reading.incidents for h in i.happenings for r in h.readings)
    return fired, kept


def _read(example: Example) -> Reading:
    """The sentence through annotation and assembly, as the body of an article of its own."""
    article = Article(example.id, example.text, published=example.published, language=example.language)
    zone = Zone("text", "body", 0, len(example.text))
    story = Story(article, (zone,), example.published, "", example.language)
    return code(story, Reading(story), typology(), whole=True)


def _silent(example: Example, reading: Reading) -> str:
    alive = [r for i in reading.incidents for h in i.happenings for r in h.readings if r.rule.frame == example.rule.frame]
    if not alive:
        return ""
    return f"{example.rule.frame} fires un-dismissed by {', '.join(sorted({r.rule.id for r in alive}))}"


# -- slots ------------------------------------------------------------------------------------------------------


def _slots(wanted: Mapping[str, Any], incident: Incident) -> Iterator[str]:
    for slot, value in wanted.items():
        if slot == "date":
            yield from _day(str(value), incident)
        elif slot in ("dead", "injured"):
            figure = count([toll for toll in incident.tolls if toll.state == slot], _SEVERAL)
            if (figure.best if figure else None) != value:
                yield f"{slot} is {figure.best if figure else None}, not {value}"
        else:
            yield from _words(slot, str(value), incident)


def _day(wanted: str, incident: Incident) -> Iterator[str]:
    day = incident.day
    if day is None:
        yield f"no date, not {wanted}"
    elif not day.first.isoformat() <= wanted <= day.last.isoformat():
        yield f"date is {day.first.isoformat()}, not {wanted}"


def _words(slot: str, wanted: str, incident: Incident) -> Iterator[str]:
    """Whether one of the slot's mentions contains the wanted words or is contained in them; "" wants it empty."""
    given = list(_given(slot, incident))
    target = words(wanted)
    if not target:
        if given:
            yield f"{slot} is {', '.join(map(repr, given))}, not empty"
    elif not any(_within(target, words(text)) or _within(words(text), target) for text in given):
        yield f"{slot} is {', '.join(map(repr, given)) or 'empty'}, not {wanted!r}"


def _given(slot: str, incident: Incident) -> Iterator[str]:
    if slot == "place":
        for located in incident.places:
            yield _text(located.sentence, located.mention)
        return
    for happening in incident.happenings:
        if slot == "agent":
            yield from (_text(happening.sentence, m) for m in happening.agents)
        elif slot in ("target", "victim"):
            yield from (_text(happening.sentence, m) for m in happening.targets)
            yield from (_text(toll.sentence, toll.party) for toll in happening.tolls if toll.party is not None)
        else:  # a device or another thing: what the trigger or its subject names
            for reading in happening.readings:
                yield from (_text(happening.sentence, m) for m in (reading.trigger, *reading.subject, *reading.object))


def _text(sentence: Sentence, mention: Mention) -> str:
    return sentence.text(mention.start, mention.end)


def _within(inner: list[str], outer: list[str]) -> bool:
    inner, outer = list(inner), list(outer)
    return bool(inner) and any(outer[k : k + len(inner)] == inner for k in range(len(outer) - len(inner) + 1))
