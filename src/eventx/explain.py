"""How an article became rows, for people: sentence → layers → clauses → candidates → row, with the rule ids.

:func:`trace` gives the derivation as plain values, :func:`text` prints it, :mod:`eventx.explain_html` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eventx.errors import PROBLEMS
from eventx.model import Event, Problem

if TYPE_CHECKING:
    from eventx.pipeline import Reading

LAYERS = ("dates", "numbers", "names", "parties", "triggers", "voices", "says", "cues")
_ROLES = ("subject", "object", "agent", "target", "of", "with_", "places", "dates")


@dataclass(frozen=True, slots=True)
class Found:
    """One mention of a layer: its words, what the room made of them, and by which rule."""

    layer: str
    words: str
    value: str
    rule: str


@dataclass(slots=True)
class Step:
    """One sentence and what came of it; offsets refer to the article's part."""

    part: str
    start: int
    end: int
    text: str
    found: list[Found] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    proves: list[str] = field(default_factory=list)


def original(reading: Reading, part: str) -> str:
    """The string that offsets of a part refer to."""
    return reading.story.article.title if part == "title" else reading.story.article.text


def trace(reading: Reading) -> list[Step]:
    """One step a sentence, in text order."""
    steps = []
    alive = {id(h): number for number, i in enumerate(reading.incidents, 1) for h in i.happenings}
    for sentence in reading.sentences:
        if not sentence.norm:
            continue
        start, end = sentence.zone.start + sentence.starts[0], sentence.zone.start + sentence.ends[-1]
        step = Step(sentence.zone.part, start, end, original(reading, sentence.zone.part)[start:end])
        source = original(reading, step.part)
        for layer in LAYERS:
            for mention in sentence.layer(layer):
                a, b = sentence.span(mention)
                step.found.append(Found(layer, source[a:b], _value(layer, mention.value), _rules(layer, mention)))
        step.clauses = [_clause(sentence, reading_, source) for reading_ in sentence.layer("readings")]
        for incident in reading.incidents:
            for happening in incident.happenings:
                if happening.sentence is sentence:
                    step.candidates.append(_candidate(happening, alive[id(happening)], source))
        step.dismissed = [reason(p) for p in reading.problems if p.end and p.part == step.part and start <= p.start < end]
        step.proves = list(_proves(reading, step))
        steps.append(step)
    return steps


def reason(problem: Problem) -> str:
    """A dismissal in words: what, why, by which rule."""
    meaning = PROBLEMS.get(problem.code, "").rstrip(".")
    why = f": {meaning}" if meaning else ""
    rule = f" [{problem.message}]" if problem.message else ""
    return f"«{problem.text}» {problem.code}{why}{rule}" if problem.text else f"{problem.code}{why}{rule}"


def proofs(event: Event) -> dict[str, list[Any]]:
    """The evidence of a row by column."""
    out: dict[str, list[Any]] = {}
    for evidence in event.evidence:
        out.setdefault(evidence.column, []).append(evidence)
    return out


def _proves(reading: Reading, step: Step) -> Iterator[str]:
    for number, event in enumerate(reading.events, 1):
        columns = dict.fromkeys(e.column for e in event.evidence if e.part == step.part and step.start <= e.start < step.end)
        if columns:
            yield f"row {number}: {', '.join(columns)}"


def _clause(sentence: Any, clause: Any, source: str) -> str:
    trigger = clause.trigger.value
    bits = [trigger.voice, trigger.tense, "negated" if trigger.negated else "", trigger.modal, trigger.definite]
    a, b = sentence.span(clause.trigger)
    roles = []
    for role in _ROLES:
        mentions = getattr(clause, role, ())
        if mentions:
            shown = ", ".join("«" + source[slice(*sentence.span(m))] + "»" for m in mentions)
            roles.append(f"{role.rstrip('_')} {shown}")
    cause = f"; from «{source[slice(*sentence.span(clause.cause))]}»" if clause.cause is not None else ""
    return f"«{source[a:b]}» {clause.rule.frame} [{clause.rule.id}] ({', '.join(x for x in bits if x)}) {'; '.join(roles)}{cause}".rstrip()


def _candidate(happening: Any, number: int, source: str) -> str:
    tolls = ", ".join(f"{t.number.best} {t.state} ({t.number.kind})" for t in happening.tolls)
    weak = " (weak)" if happening.weak else ""
    return f"incident {number}: {' + '.join(dict.fromkeys(happening.frames)) or 'toll'}{weak}{'; ' + tolls if tolls else ''}"


def _rules(layer: str, mention: Any) -> str:
    """The rule of a mention; of a trigger all that share the form, for which of them counts is settled by its clause."""
    if layer == "triggers":
        return " | ".join(dict.fromkeys(form.rule.id for form in mention.value.forms))
    return str(mention.rule)


def _value(layer: str, value: Any) -> str:
    """A mention's value in a few words; what has no short form shows nothing."""
    if layer == "numbers":
        return f"{value.best} ({_bound(value.low)}–{_bound(value.high)}) {value.kind}"
    if layer == "dates":
        span = str(value.first) if value.first == value.last else f"{value.first}…{value.last}"
        return f"{span if value.first else value.anchor} precision {value.precision}{' ' + value.bound if value.bound else ''}"
    if layer == "names":
        kinds = [f"{len(value.places)} places"] if value.places else []
        kinds += [f"{entry.type} {entry.name}" for entry in value.actors[:2]]
        return "; ".join(kinds)
    if layer == "parties":
        number = str(value.number.best) if value.number is not None else ""
        return " ".join(x for x in (value.kind, number, value.state, "/".join(value.countries)) if x)
    if layer == "triggers":
        return f"{value.voice} {value.tense}"
    if layer == "voices":
        return str(value.name or value.body or value.kind)
    if layer in ("says", "cues"):
        return str(getattr(value, "kind", "") or value.rule.kind)
    return ""


def _bound(value: int | None) -> str:
    return "" if value is None else str(value)


def text(reading: Reading, *, every: bool = False) -> str:
    """The whole derivation as plain text. ``every`` keeps sentences in which nothing was found."""
    return "\n".join(_lines(reading, every))


def _lines(reading: Reading, every: bool) -> Iterable[str]:
    story = reading.story
    yield f"# {story.article.id}"
    yield f"published {story.published or '?'}; outlet {story.publisher or '?'}; language {story.language or '?'}; {len(story.zones)} zones read"
    for step in trace(reading):
        if not (every or step.clauses or step.dismissed or step.proves):
            continue
        yield f"\n{step.part} {step.start}–{step.end}  {' '.join(step.text.split())}"
        for one in step.found:
            rule = f"  [{one.rule}]" if one.rule else ""
            yield f"    {one.layer:9} «{one.words}» {one.value}{rule}"
        for title, items in (("clause", step.clauses), ("candidate", step.candidates), ("dismissed", step.dismissed), ("proves", step.proves)):
            for item in items:
                yield f"  → {title}: {item}"
    for number, event in enumerate(reading.events, 1):
        yield f"\nrow {number}  {event['event_id_cnty']}"
        proved = proofs(event)
        for column, value in event.items():
            if value in ("", None):
                continue
            shown = "; ".join(f"«{' '.join(e.text.split())}» {e.part} {e.start}–{e.end} [{e.rule}]" for e in proved.get(column, ()))
            yield f"    {column:20} {value}" + (f"   ← {shown}" if shown else "")
    if not reading.events:
        yield "\nno rows"
    loose = [p for p in reading.problems if not p.end]
    for problem in loose:
        yield f"problem: {reason(problem)}"
