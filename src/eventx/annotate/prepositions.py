"""Prepositions: the role that the words before a party, a place, a date or a number give it."""

from __future__ import annotations

from collections.abc import Mapping

from eventx.annotate.layers import Mention
from eventx.packs import Pack

_ORDER = {
    "parties": ("source", "agent", "target", "with", "backing", "including", "besides", "of", "event", "near", "at"),
    "names": ("near", "backing", "at", "of", "target", "source", "origin", "agent"),
    "dates": ("since", "event", "at"),
    "numbers": ("including", "besides", "of"),
    "triggers": ("event", "purpose", "source", "target", "of", "agent", "since", "with"),
}


class Prepositions:
    """Sets ``role`` and ``prep`` of a mention from what stands before it."""

    def __init__(self, pack: Pack, definite: Mapping[str, str]) -> None:
        self.pack = pack
        self.definite = definite
        # articles that hold a preposition: «du», «au»; «des» only after a noun
        self.contracted = {word for word in definite if word in pack.roles}
        self.opening = set(pack.quotes)
        self.areas = pack.words("area_words")
        self.bare_plural = set(pack.numbers["several"]["bare"])

    def give(self, norm: list[str], mention: Mention, *, counted: bool = False) -> None:
        """The role of the words just before a mention, articles skipped; ``counted`` parties begin with their number."""
        end = mention.start
        if end and norm[end - 1] in self.opening:
            end -= 1  # «la mort de "plusieurs terroristes"»
        for _ in range(3):
            size, roles = self.pack.roles.ending(norm, end)
            article = size == 1 and norm[end - 1] in self.bare_plural and norm[end - 1] in self.definite
            if article and mention.layer in ("parties", "numbers") and not after_noun(self.pack, norm, end - 1):
                return  # «Des centaines d'habitants»
            if size:
                order = _ORDER.get(mention.layer, ())
                known = [role for role in order if role in roles]
                mention.role = known[0] if known else roles[0]
                mention.prep = end - size
                if norm[mention.prep : end] and mention.layer == "names":
                    longer, more = self.pack.roles.ending(norm, mention.start, longest=6)
                    if longer > size:
                        mention.role = next((role for role in order if role in more), more[0])
                        mention.prep = mention.start - longer
                    elif mention.role in ("of", "at"):
                        self._apposition(norm, mention, order)
                return
            if end and (norm[end - 1] in self.definite or (norm[end - 1] in self.areas and (mention.layer == "names" or (mention.layer == "parties" and mention.value.kind == "country")))):
                end -= 1  # "in northwest Nigeria's Katsina state"
                continue
            inside = norm[mention.start] if mention.layer == "parties" and mention.start < mention.head and not counted else ""
            if inside in self.contracted and (inside not in self.bare_plural or after_noun(self.pack, norm, mention.start)):
                size, roles = self.pack.roles.ending(norm, mention.start + 1)  # «attribuée aux», «près des»
                order = _ORDER.get(mention.layer, ())
                mention.role = next((role for role in order if role in roles), roles[0])
                mention.prep = mention.start + 1 - size
            return

    def aside(self, norm: list[str], mention: Mention) -> None:
        """"near the state capital, Gusau": a name in commas takes the role of the noun that it names."""
        k = mention.start - 2
        if mention.role or k < 1 or norm[mention.start - 1] != "," or norm[k] not in self.pack.words("place_nouns"):
            return
        for _ in range(4):
            size, roles = self.pack.roles.ending(norm, k)
            if size:
                mention.role, mention.prep = next((role for role in _ORDER["names"] if role in roles), roles[0]), k - size
                return
            if not k or not norm[k - 1].isalpha():
                return
            k -= 1

    def _apposition(self, norm: list[str], mention: Mention, order: tuple[str, ...]) -> None:
        """«la ville stratégique de Saraqeb», "the crossroads town of X": the name takes the role of the noun before it."""
        for back in (1, 2, 3):
            k = mention.prep - back
            if k < 0 or norm[k] not in self.pack.words("place_nouns"):
                continue
            for _ in range(4):
                size, roles = self.pack.roles.ending(norm, k)
                if not size and norm[k] in self.contracted and norm[k] not in self.pack.words("place_nouns"):
                    size, roles = 0, self.pack.roles.exact((norm[k],))[1]
                if roles:
                    mention.role, mention.prep = next((role for role in order if role in roles), roles[0]), k - size
                    return
                if not k or not norm[k - 1].isalpha() or norm[k - 1] in self.pack.words("and"):
                    break
                if any(form.feature != "noun" for form in self.pack.triggers.exact((norm[k - 1],))[1]):
                    break  # «a frappé le cœur de Mogok»: the auxiliary is no preposition
                k -= 1
            mention.role, mention.prep = "", -1
            return


def after_noun(pack: Pack, norm: list[str], start: int) -> bool:
    """Whether the word before is a noun, so that «des» is "of the" and no plural article."""
    if not start:
        return False
    forms = pack.triggers.exact((norm[start - 1],))[1]
    return (
        any(form.feature == "noun" for form in forms) or pack.people.exact((norm[start - 1],))[0]
        or norm[start - 1] in pack.words("noun_of") or norm[start - 1] in pack.words("area_words")
    )  # fmt: skip
