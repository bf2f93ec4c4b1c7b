"""The pre-filter: whether a story holds any trigger word at all, told without tokenising and without spaCy."""

from __future__ import annotations

import re
from functools import lru_cache

from eventx.fold import fold
from eventx.model import Story
from eventx.packs import load

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8)
def _heads(language: str) -> frozenset[str]:
    pack = load(language)
    return frozenset(pack.triggers.heads()) | frozenset(
        head for head in pack.people.heads() if any(p.kind in ("dead", "injured", "bodies") for _, values in [pack.people.at([head], 0)] for p in values)
    )


def relevant(story: Story) -> bool:
    """Whether any word of the story can start a trigger."""
    heads = _heads(story.language)
    for zone in story.zones:
        text = (story.article.title if zone.part == "title" else story.article.text)[zone.start : zone.end]
        if not heads.isdisjoint(_WORD.findall(fold(text))):
            return True
    return False
