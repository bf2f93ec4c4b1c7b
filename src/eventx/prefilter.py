"""The pre-filter: whether a story holds any trigger word at all, told without tokenising and without spaCy."""

from __future__ import annotations

import re
from functools import lru_cache

from eventx.fold import fold
from eventx.model import Story
from eventx.packs import Rule, load
from eventx.phrases import Phrases

_WORD = re.compile(r"[^\W_]+")
_HURT = frozenset({"injured", "bodies"})
STATES = ("dead", "injured", "bodies")


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
        if any(possible(form.rule, flat) for word in words for form in triggers.scattered(word, words)):
            return True
        for index in range(len(norms)):
            if any(person.kind in STATES for person in people.at(norms, index)[1]):
                return True
    return False


def possible(rule: Rule, flat: str) -> bool:
    """Whether a rule can fire in a text of which nothing else is known: ``flat`` is its folded words between blanks.

    One that asks for things («brandir» with «pancartes») needs one of them in the text. One that asks for the wounded
    («laisser» with «blessés») or for a weapon as cause ("fell" of a shell) never is the only one: those words count.
    """
    if "cause" in rule.needs or any(_HURT.issuperset(kinds) for kinds in rule.needs.values()):
        return False
    return not rule.things or any(f" {thing} " in flat for thing in rule.things)
