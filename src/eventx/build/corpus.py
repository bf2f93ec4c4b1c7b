"""The corpus as it is read: every article once, under an id of its own, noted in the store and laid by for the work.

Archives are parsed once a build; the work and the published ``articles.jsonl`` are then taken from the plain lines that
are laid by, also where the articles came through a pipe.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from eventx.build import work
from eventx.build.store import Store
from eventx.guard import Given
from eventx.model import Article, Problem

_BATCH = 16  # articles: what a lost worker repeats, and enough for the transport to cost nothing
_CHARACTERS = 400_000  # of a batch: long articles go with fewer others


def lay_by(items: Iterable[Article | Problem], given: Given, store: Store, file: Path) -> Iterator[int]:
    """Note all articles and doubts in the store and write the articles to a file; gives their number as it grows."""
    place = 0
    store.begin()
    with file.open("w", encoding="ascii", newline="\n") as out:
        for item in items:
            if isinstance(item, Problem):
                store.doubt(place, item)
                continue
            article = _own_id(item, given, store, place)
            if article is None:
                continue
            key = work.key(article, given)
            store.note(place, article, key)
            out.write(json.dumps(work.record(key, article)) + "\n")
            place += 1
            yield place
    store.commit()


def _own_id(article: Article, given: Given, store: Store, place: int) -> Article | None:
    """The article under an id that no other one has; nothing where it is the same one again."""
    name, number = article.id, 1
    while known := store.key_of(name):
        if known == work.key(replace(article, id=name), given):
            store.doubt(place, Problem("article.repeated", "the same article under the same id; it is read once", article.id))
            return None
        number += 1
        name = f"{article.id}#{number}"
    if name == article.id:
        return article
    store.doubt(place, Problem("article.id", f"another article has the id {article.id!r}; this one was read as {name!r}", name, hint="give each article an id of its own"))
    return replace(article, id=name)


def laid_by(file: Path) -> Iterator[dict[str, str]]:
    """The articles of :func:`lay_by`, in order."""
    with file.open(encoding="ascii") as lines:
        for line in lines:
            yield json.loads(line)


def undone(file: Path, store: Store) -> Iterator[list[dict[str, str]]]:
    """Batches of the articles of which the store has no outcome that holds."""
    batch: list[dict[str, str]] = []
    size = 0
    for record in laid_by(file):
        if store.done(record["key"]) is not None:
            continue
        batch.append(record)
        size += len(record["text"])
        if len(batch) == _BATCH or size > _CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
