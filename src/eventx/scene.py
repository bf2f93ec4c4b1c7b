"""The scene: the place that a sentence without one is set in, and what «cette ville», "the provincial capital" point to."""

from __future__ import annotations

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening
from eventx.gazetteers.places import Place
from eventx.packs import Pack
from eventx.place import Atlas, Located
from eventx.precise import Precision

_SECTIONS = 2  # headings of one form that make a round-up
_HEAD = 6  # words of a heading
_TOWNS = frozenset({"city", "town"})


class Scene:
    """Answers for the sentences of one article."""

    def __init__(self, atlas: Atlas, pack: Pack, locate: Precision) -> None:
        self.atlas, self.pack, self.locate = atlas, pack, locate
        self.order = {sentence.index: sentence for sentence in atlas.sentences}
        self.deixis, self.within = pack.words("deixis"), pack.words("deixis_within")
        self.capital = pack.words("capital_phrases")
        self.provincial = pack.words("provincial_capital_phrases")
        self._heads = self._headings()

    def before(self, sentence: Sentence, *, reach: int = 3, kinds: frozenset[str] = frozenset()) -> list[Located]:
        """The last place named before a sentence near by; ``kinds`` narrows what it may be."""
        for back in range(1, reach + 1):
            before = self.order.get(sentence.index - back)
            if before is None:
                break
            if before.zone is not sentence.zone and before.zone.kind == "body" and sentence.zone.kind == "body" and back > 1 and not kinds:
                break
            named = [m for m in self._named(before) if (not kinds or self._place(m).kind in kinds) and not self._elsewhere(before, m)]
            named.sort(key=lambda m: (self._place(m).is_admin, self._bracketed(before, m), -m.start))
            if named and self._place(named[0]).kind != "country":
                return [self.locate(before, named[0])]
        return []

    def section(self, sentence: Sentence) -> list[Located]:
        """The place whose name heads the section of a round-up that a sentence stands in: «NAIROBI», "Izmir."."""
        if len(self._heads) < _SECTIONS or sentence.zone.kind == "title":
            return []
        head = next((s for s in reversed(self._heads) if s.index < sentence.index), None)
        if head is None:
            return []
        named = self._named(head)
        named.sort(key=lambda m: (self._place(m).is_admin, m.start))
        first = self._place(named[0]).ref >> 3
        between = [self.order[k] for k in range(head.index + 1, sentence.index + 1) if k in self.order]
        if any(self._place(m).is_settlement and self._place(m).ref >> 3 != first for s in between for m in self._named(s)):
            return []  # the section has gone on to another place
        return [self.locate(head, named[0])] if self._place(named[0]).kind != "country" else []

    def _headings(self) -> list[Sentence]:
        """Sentences that are a place's name and nothing else."""
        small = self.pack.words("definite") | self.pack.words("of_words") | self.pack.words("noun_of") | self.pack.words("place_nouns")
        found = []
        for sentence in self.atlas.sentences:
            words = [k for k, word in enumerate(sentence.norm) if word[0].isalnum()]
            if sentence.zone.kind == "title" or not 0 < len(words) <= _HEAD or not sentence.raw[words[0]][0].isupper():
                continue
            named = self._named(sentence)
            inside = {k for m in named for k in range(m.start, m.end)}
            if named and all(k in inside or sentence.norm[k] in small or self.pack.roles.exact((sentence.norm[k],))[0] for k in words):
                found.append(sentence)
        return found

    def title(self) -> list[Located]:
        """The place that the headline names, when it names one settlement only."""
        for sentence in self.atlas.sentences:
            if sentence.zone.kind == "title":
                named = {self._place(m).ref >> 3: m for m in self._named(sentence) if self._place(m).is_settlement}
                if len(named) == 1:
                    return [self.locate(sentence, next(iter(named.values())))]
        return []

    def pointed(self, happening: Happening) -> list[Located]:
        """The place that the words of a happening point back to; empty when they point to none or it is not known."""
        sentence = happening.sentence
        clauses = {r.clause for r in happening.readings}
        for k in range(len(sentence.norm)):
            if sentence.breaks[k] not in clauses:
                continue
            for size in (4, 3, 2):
                phrase = " ".join(sentence.norm[k : k + size])
                if k + size > len(sentence.norm) or phrase not in self.deixis | self.within:
                    continue
                if not self._answered(sentence, k, k + size):
                    found = self.before(sentence, reach=4)
                    if found:
                        return [found[0] if phrase in self.within else self._about(sentence, k, found[0])]
                break
        return []

    def capital_named(self, happening: Happening) -> list[Located]:
        """The capital that a sentence speaks of without its name: «dans la capitale», "the provincial capital"."""
        sentence = happening.sentence
        for k in range(len(sentence.norm)):
            for size in (4, 3, 2):
                phrase = " ".join(sentence.norm[k : k + size])
                if phrase in self.capital | self.provincial and k + size <= len(sentence.norm) and not self._answered(sentence, k, k + size, near=True):
                    found = self._capital(sentence, phrase)
                    if found:
                        return [self._about(sentence, k, found[0])]
        return []

    def _about(self, sentence: Sentence, at: int, one: Located) -> Located:
        """The place a phrase points to, less precise where the phrase is "the outskirts of the town"."""
        near = any(word in self.pack.words("near_words") for word in sentence.norm[max(0, at - 3) : at])
        return Located(one.place, 2 if near and one.precision == 1 else one.precision, one.mention, one.sentence, one.named)

    def _answered(self, sentence: Sentence, start: int, end: int, *, near: bool = False) -> bool:
        """Whether the sentence itself says which place is meant: "the town of X", "In X … the town's prosecutor".

        ``near``: also "in X, on the hills above the capital".
        """
        for m in sentence.layer("names"):
            if not m.value.places or self.atlas.place(m) is None:
                continue
            if 0 <= m.start - end <= 3:
                return True
            if m.end <= start and (self._place(m).is_settlement or self._place(m).kind == "site") and m.role in ("at", "near", "target", ""):
                return near or not any(word in self.pack.words("near_words") for word in sentence.norm[m.end : start])
        return False

    def _capital(self, sentence: Sentence, phrase: str) -> list[Located]:
        """«La capitale», "the provincial capital": of the country, or of the province that the article speaks of."""
        index, country = self.atlas.index, self.atlas.main_country
        anchor = next((m for s in (sentence, *self.atlas.sentences) for m in s.layer("names") if m.value.places), None)
        if anchor is None or not country:
            return []
        where = next(s for s in (sentence, *self.atlas.sentences) if anchor in s.layer("names"))
        if phrase in self.capital:
            place = index.capital(country)
            return [Located(place, 1, anchor, where, place)] if place is not None else []
        province = self.atlas.province(country)
        if province is None:
            return []
        seat = index.seat(province)
        return [Located(seat, 1, anchor, where, seat)]

    def _named(self, sentence: Sentence) -> list[Mention]:
        named = [m for m in sentence.layer("names") if m.value.places and self.atlas.place(m) is not None and not m.value.actors]
        voices = [v for s in sentence.layer("says") for v in s.value.voices]
        seats = [m for m in named if m.role in ("at", "of") and any(0 <= m.start - v.end <= 2 for v in voices)]  # «de source sécuritaire à Niamey»
        return [m for m in named if m not in seats and not any(m.start >= v.start and m.end <= v.end for v in voices)]

    @staticmethod
    def _bracketed(sentence: Sentence, mention: Mention) -> bool:
        """Whether a name stands in brackets behind another: «Nikopol (Dnipropetrovsk)»."""
        return mention.start > 1 and sentence.norm[mention.start - 1] == "("

    def _elsewhere(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name says where somebody came to or speaks from: «les survivants arrivés à El-Obeid»."""
        return mention.role in ("since", "source", "origin") or whereabouts(sentence, mention, self.pack)

    def _place(self, mention: Mention) -> Place:
        place = self.atlas.place(mention)
        assert place is not None
        return place


def whereabouts(sentence: Sentence, mention: Mention, pack: Pack) -> bool:
    """Whether the words before a name say where somebody is at home or speaks from: «basé à», "a spokesman in"."""
    if mention.prep < 0:
        return False
    words, office = pack.words("whereabouts"), pack.words("spokesmen")
    if sentence.text(mention.prep - 1, mention.prep) in words:
        return not any(t.start < mention.prep - 1 < t.end for t in sentence.layer("triggers"))  # "a truce was reached in"
    before = sentence.norm[max(0, mention.prep - 5) : mention.prep]
    cut = max((i for i, word in enumerate(before) if not word.isalpha()), default=-1)
    return any(word in office for word in before[cut + 1 :])
