"""The pre-filter: whether a story holds any trigger word at all, told without tokenising and without spaCy."""

from __future__ import annotations

import re
from functools import lru_cache

from eventx.fold import fold
from eventx.model import Story
from eventx.packs import Phrases, load

_WORD = re.compile(r"[^\W_]+")
_STATES = ("dead", "injured", "bodies")


@lru_cache(maxsize=8)
def _tables(language: str) -> tuple[Phrases, Phrases]:
    """The phrases that can make an incident: triggers, and nouns for the dead and wounded."""
    pack = load(language)
    return pack.triggers, pack.people


def relevant(story: Story) -> bool:
    """Whether any whole trigger phrase stands in the story; its first word alone («a», «une») says nothing."""
    triggers, people = _tables(story.language)
    for zone in story.zones:
        text = (story.article.title if zone.part == "title" else story.article.text)[zone.start : zone.end]
        norms = _WORD.findall(fold(text))
        flat, words = f" {' '.join(norms)} ", frozenset(norms)
        # A day may stand inside a phrase, so its words count wherever they are: «est passée samedi sous le contrôle».
        if any(_possible(form.rule.things, flat) for word in words for form in triggers.scattered(word, words)):
            return True
        for index in range(len(norms)):
            if any(person.kind in _STATES for person in people.at(norms, index)[1]):
                return True
    return False


def _possible(things: tuple[str, ...], flat: str) -> bool:
    """Whether a rule can fire: one that asks for things («brandir» with «pancartes») needs one of them in the text."""
    return not things or any(f" {thing} " in flat for thing in things)
