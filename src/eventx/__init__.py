"""eventx: conflict reporting in, research-grade event rows out. Deterministic, explainable, offline.

``extract(articles)`` gives the events of articles, ``read_article(article)`` all that one article gave. Nothing heavy
is imported before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eventx.arrow import batches
    from eventx.model import Article, Event, Evidence, Problem
    from eventx.pipeline import Reading, extract, read_article

__all__ = ["Article", "Event", "Evidence", "Problem", "Reading", "batches", "extract", "read_article"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'eventx' has no attribute {name!r}")
    from importlib import import_module

    room = {"Reading": "pipeline", "extract": "pipeline", "read_article": "pipeline", "batches": "arrow"}.get(name, "model")
    return getattr(import_module(f"eventx.{room}"), name)
