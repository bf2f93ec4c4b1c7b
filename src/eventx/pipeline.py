"""The story on one page: an article in, its event rows out.

read → clean → annotate → locate → assemble → code → derive → check. Every room takes one type and gives one type; only
this module knows their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from eventx import prefilter, schema
from eventx.clean import clean
from eventx.coding import typology
from eventx.model import Article, Event, Evidence, Problem, Story

if TYPE_CHECKING:  # they import spaCy
    from eventx.annotate.layers import Mention, Sentence
    from eventx.assemble import Incident
    from eventx.rows import Draft


@dataclass(slots=True)
class Reading:
    """Everything that one article gave, with the layers kept for ``explain``; ``country`` (ISO3) is the one it is about."""

    story: Story
    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    country: str = ""


def extract(
    articles: Iterable[Article], *, published: date | None = None, publisher: str = "", language: str = ""
) -> Iterator[Event]:
    """The events of articles, in the order of the articles and of their text.

    ``published``, ``publisher`` and ``language`` are taken where an article does not say. An article never depends on
    another one in the batch.
    """
    for article in articles:
        yield from read_article(article, published=published, publisher=publisher, language=language).events


def read_article(article: Article, *, published: date | None = None, publisher: str = "", language: str = "", whole: bool = False) -> Reading:
    """All of one article: its events, its problems and what led to them.

    With ``whole`` also the layers of articles in which nothing stands, for those who want to see why.
    """
    story = clean(article, published=published, publisher=publisher, language=language)
    reading = Reading(story, problems=list(story.problems))
    if not story.zones or not story.language:
        return reading
    if not prefilter.relevant(story):
        return reading
    if story.published is None:
        reading.problems.append(Problem("article.no_date", "no publication date found: relative dates stay unresolved", article.id, hint="give --published"))
    from eventx import room  # imports spaCy: only articles with a trigger pay for it

    return room.code(story, reading, typology(), whole=whole)


def finish(reading: Reading, drafts: list[Draft]) -> None:
    """Turn drafts into checked events with evidence."""
    article = reading.story.article
    seen: set[str] = set()
    for draft in drafts:
        for column, sentence, mention, _ in draft.proofs:
            if column.endswith("_text"):
                draft.values[column] = " ".join(_text(article, sentence, mention).split())
        row = schema.derive(draft.values)
        findings = schema.check(row)
        if findings:
            finding = findings[0]
            reading.problems.append(Problem("row.invalid", str(finding), article.id))
            continue
        if row["event_id_cnty"] in seen:
            continue
        seen.add(row["event_id_cnty"])
        evidence = tuple(
            Evidence(row["event_id_cnty"], column, article.id, sentence.zone.part, *sentence.span(mention), _text(article, sentence, mention), rule)
            for column, sentence, mention, rule in draft.proofs
        )
        reading.events.append(Event(row, evidence))


def _text(article: Article, sentence: Sentence, mention: Mention) -> str:
    start, end = sentence.span(mention)
    return (article.title if sentence.zone.part == "title" else article.text)[start:end]
