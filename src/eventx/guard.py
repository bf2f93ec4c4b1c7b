"""One article read so that a fault of ours in it cannot cost the others their rows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date

from eventx import pipeline
from eventx.gazetteers.online.options import Online
from eventx.model import Article, Problem, Story
from eventx.pipeline import Reading
from eventx.read import FATAL

FAILED = FATAL | {"article.language_unknown", "article.failed"}
"""Codes after which an article gives no row because it could not be read."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of articles that do not say it themselves."""

    published: date | None = None
    publisher: str = ""
    language: str = ""
    online: Online | None = None  # the geocoder to ask for names that no table knows


def guarded(article: Article, given: Given) -> Reading:
    """All that one article gave; an internal error becomes a problem of the code ``article.failed``.

    With ``EVENTX_DEBUG`` set the error itself is raised.
    """

    def read() -> Reading:
        return pipeline.read_article(article, published=given.published, publisher=given.publisher, language=given.language)

    try:
        reading = read()
        if given.online is not None and reading.events + reading.problems:
            from eventx.again import again

            reading = again(reading, read, given.online)
        return reading
    except (RecursionError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, AssertionError) as error:
        if os.environ.get("EVENTX_DEBUG"):
            raise
        message = f"internal error: {type(error).__name__}: {error}"
        return failed(article, message, hint="please report it; EVENTX_DEBUG=1 shows where")


def failed(article: Article, message: str, *, hint: str) -> Reading:
    """The reading of an article that could not be read to its end."""
    story = Story(article, (), article.published, article.publisher, article.language)
    return Reading(story, problems=[Problem("article.failed", message, article.id, hint=hint)])
