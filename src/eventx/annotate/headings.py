"""Lead-ins: «3 March, Baidoa (Bay).» before a digest's item belongs to the sentence that it sets in time and place."""

from __future__ import annotations

from babel.dates import get_day_names, get_month_names

from eventx.annotate.layers import Sentence
from eventx.fold import words
from eventx.packs import Pack

_LONGEST = 14  # words, signs counted
_SIGNS = frozenset(",()[]-–—/:.")


class Headings:
    """Knows a lead-in by its words: a day and a place, and nothing that tells anything."""

    def __init__(self, pack: Pack) -> None:
        locale = pack.dates["locale"]
        names = [*get_month_names("wide", locale=locale).values(), *get_day_names("wide", locale=locale).values()]
        self.calendar = {word for name in names for word in words(name)} | set(pack.dates["months"])
        self.small = pack.words("of_words") | pack.words("definite") | pack.words("and") | pack.words("noun_of")
        self.roles = pack.roles

    def leads(self, sentence: Sentence) -> bool:
        """Whether the words of a sentence are a day and a place only; a day that stands alone is in capitals."""
        if len(sentence.norm) <= 4 and any(n in self.calendar for n in sentence.norm):
            return all(r in _SIGNS or n.isdigit() or (n in self.calendar and r.isupper()) for r, n in zip(sentence.raw, sentence.norm, strict=True))
        if not 3 <= len(sentence.norm) <= _LONGEST:
            return False
        day = place = False
        for raw, norm in zip(sentence.raw, sentence.norm, strict=True):
            if norm in self.calendar:
                day = True
            elif raw in _SIGNS or norm.isdigit() or norm in self.small or self.roles.exact((norm,))[0]:
                continue
            elif raw[0].isupper():
                place = True
            elif not any(c.isdigit() for c in norm):
                return False
        return day and place
