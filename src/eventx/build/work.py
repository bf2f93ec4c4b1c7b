"""The unit of work, Arrow in and Arrow out: a batch of articles to all that they gave. Pure and picklable.

Serial runs, the pool of processes and clusters all map :func:`read_batch`, so they cannot differ.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa

from eventx.build import copies
from eventx.guard import FAILED, Given, failed, guarded
from eventx.model import Article
from eventx.pipeline import Reading

_TEXT = ("id", "title", "publisher", "published", "language", "url", "text")
ARTICLES = pa.schema([pa.field(name, pa.string()) for name in ("key", *_TEXT)])
"""Articles as work: their fields as text, and the key of their content."""
OUTCOMES = pa.schema([
    pa.field("key", pa.string()), pa.field("publisher", pa.string()), pa.field("published", pa.string()), pa.field("language", pa.string()),
    pa.field("failed", pa.bool_()), pa.field("sketch", pa.binary()), pa.field("rows", pa.int32()), pa.field("outcome", pa.binary()),
])  # fmt: skip
"""What an article gave: what was settled of it, its sketch for finding copies, the number of its rows, and all of it
(:func:`unpacked`)."""


def key(article: Article, given: Given) -> str:
    """A digest of all of an article that its rows can depend on, and of what is given for what it does not say."""
    parts = [article.id, article.text, article.title, article.publisher, article.published, article.language, article.url]
    parts += [given.published, given.publisher, given.language]
    if given.online is not None:
        parts += [given.online.service, given.online.domain]
    text = json.dumps([str(part or "") for part in parts], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def record(name: str, article: Article) -> dict[str, str]:
    """An article with its key, as a row of :data:`ARTICLES`."""
    return {"key": name, **{field: _text(getattr(article, field)) for field in _TEXT}}


def batch(records: Iterable[dict[str, str]]) -> pa.RecordBatch:
    """Articles with their keys (:func:`record`) as one batch."""
    return pa.RecordBatch.from_pylist(list(records), schema=ARTICLES)


def read_batch(articles: pa.RecordBatch, given: Given) -> pa.RecordBatch:
    """All that a batch of articles gave, in their order."""
    return _outcomes((row["key"], guarded(_article(row), given)) for row in articles.to_pylist())


def lost(articles: pa.RecordBatch) -> pa.RecordBatch:
    """The outcomes of articles in whose midst a worker came to its end twice."""
    hint = "out of memory, or a crash in a library; the other articles are read"
    return _outcomes((row["key"], failed(_article(row), "the worker that read the article came to an end", hint=hint)) for row in articles.to_pylist())


def unpacked(outcome: bytes) -> dict[str, list[Any]]:
    """``rows``, ``evidence`` and ``problems`` of an outcome, as lists of mappings."""
    if not outcome:
        return {"rows": [], "evidence": [], "problems": []}
    found: dict[str, list[Any]] = json.loads(zlib.decompress(outcome))
    return found


def _outcomes(readings: Iterable[tuple[str, Reading]]) -> pa.RecordBatch:
    made = [_outcome(name, reading) for name, reading in readings]
    return pa.RecordBatch.from_pylist(made, schema=OUTCOMES)


def _outcome(name: str, reading: Reading) -> dict[str, Any]:
    story = reading.story
    evidence = [proof.as_dict() for event in reading.events for proof in event.evidence]
    problems = [problem.as_dict() for problem in (*reading.problems, *(problem for event in reading.events for problem in event.problems))]
    found = {"rows": [dict(event) for event in reading.events], "evidence": evidence, "problems": problems}
    text = json.dumps(found, ensure_ascii=True, separators=(",", ":")) if any(found.values()) else ""
    return {
        "key": name, "publisher": story.publisher, "published": _text(story.published), "language": story.language,
        "failed": any(problem.code in FAILED for problem in reading.problems), "sketch": copies.sketch(story) if story.zones else b"",
        "rows": len(reading.events), "outcome": zlib.compress(text.encode("ascii"), 1) if text else b"",
    }  # fmt: skip


def _article(row: dict[str, Any]) -> Article:
    day = date.fromisoformat(row["published"]) if row["published"] else None
    return Article(row["id"], row["text"], row["title"], row["publisher"], day, row["language"], row["url"])


def _text(value: Any) -> str:
    # Half a surrogate pair cannot go into Arrow; offsets stay what they were.
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")
