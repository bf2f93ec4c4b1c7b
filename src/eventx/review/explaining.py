"""The derivation of an article on demand: it is read again, as the run did, and every step is told."""

from __future__ import annotations

import sqlite3
from datetime import date

from eventx.model import Article
from eventx.review.marks import LONGEST


def derivation(article: sqlite3.Row) -> str:
    """The derivation as ``eventx explain`` prints it; ``""`` for an article too long to be told of on a page."""
    from eventx.explain import text
    from eventx.pipeline import read_article

    if len(article["text"]) > LONGEST:
        return ""
    try:
        published = date.fromisoformat(article["published"])
    except ValueError:
        published = None
    reading = read_article(
        Article(article["id"], article["text"], article["title"], article["publisher"], published, article["language"], article["url"]),
        whole=True,
    )
    return text(reading)
