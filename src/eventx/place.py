"""Places: which place each name of an article means, and where a happening was, with its precision.

A name is settled once for the whole article: by a container written beside it («Saraqeb, dans la province d'Idlib»),
by the countries and places that the article speaks of, by prominence. A name that ties is a problem, never a guess.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eventx.annotate.layers import Mention, Sentence
from eventx.gazetteers.places import VARIANT, Place, PlaceIndex, place_index, rank
from eventx.gazetteers.resolve import km
from eventx.packs import load

_THIRD = 3  # the rank of a name from which on it is of another language than the article's
_FEATURES = frozenset({"river", "mountain", "road", "sea", "valley", "desert", "region", "dam"})
_ARTICLE = 4.0  # what an article before a name says for a river or a range against the town of that name
# A place of our tables whose people nobody has counted is there because reporting names it: it weighs like one of so many.
_TOLD = {"city": 100_000, "town": 50_000, "village": 10_000}
_ADMIN = {"country": 4, "region": 3, "province": 3, "district": 2, "subdistrict": 2}


@dataclass(frozen=True, slots=True)
class Located:
    """Where: the place that stands in the row, ACLED's precision, and the mention that says so."""

    place: Place
    precision: int
    mention: Mention
    sentence: Sentence
    named: Place  # the place as named, before an area is stood for by its seat


class Atlas:
    """The places of one article: every name mention with its resolved place."""

    def __init__(self, sentences: Iterable[Sentence], *, index: PlaceIndex | None = None) -> None:
        self.index = index or place_index()
        self.sentences = list(sentences)
        self.ties: list[tuple[Sentence, Mention, list[Place]]] = []
        self._of: dict[int, Place] = {}
        self._in = {id(m): sentence for sentence in self.sentences for m in sentence.layer("names")}
        self.countries = self._countries()
        self._resolve()

    def place(self, mention: Mention) -> Place | None:
        """The place that a name mention means."""
        return self._of.get(id(mention))

    @property
    def main_country(self) -> str:
        """ISO3 of the country that the article is about; empty when nothing says."""
        return self.countries.most_common(1)[0][0] if self.countries else ""

    def province(self, country: str) -> Place | None:
        """The province of a country that the article speaks of most; None when it names none or two alike."""
        named = [(n, key) for key, n in self._provinces.items() if key[0] == country]
        if not named:
            return None
        (_, key), *rest = sorted(named, key=lambda one: (-one[0], one[1]))
        return None if rest and rest[0][0] == self._provinces[key] else self.index.province(*key)

    def _countries(self) -> Counter[str]:
        """Countries weighed by how often names, demonyms and unambiguous places speak of them."""
        votes: Counter[str] = Counter()
        for sentence in self.sentences:
            for mention in sentence.layer("names"):
                entries = mention.value.actors
                isos = {e.iso3 for e in entries if e.type in ("country", "demonym", "leader", "force") and e.iso3}
                if len(isos) == 1:  # a force or a demonym says who acts, which may be abroad
                    votes[next(iter(isos))] += 2 if any(e.type == "country" for e in entries) else 1
                homes = {iso for e in entries if e.type == "group" for iso in e.countries[:1]}
                if len(homes) == 1:
                    votes[next(iter(homes))] += 1
                places = [self.index.record(ref) for ref in mention.value.places if rank(ref) != VARIANT]
                lands = {place.country for place in places}
                if len(lands) == 1:
                    votes[next(iter(lands))] += 3 if any(place.kind == "province" or place.layer == "overlay" for place in places) else 1
                else:
                    for place in places:
                        if place.layer == "overlay":
                            votes[place.country] += 1
        return votes

    def _resolve(self) -> None:
        provinces = Counter[str]()
        self._provinces: Counter[tuple[str, str]] = Counter()
        for sentence in self.sentences:
            for mention in sentence.layer("names"):
                for ref in mention.value.places:
                    place = self.index.record(ref)
                    if place.kind == "province":
                        provinces[place.country + place.admin1] += 1
                        self._provinces[place.country, place.admin1] += 1
        names: dict[str, list[Mention]] = {}
        first: dict[str, Sentence] = {}
        near: dict[str, list[str]] = {}
        for sentence in self.sentences:
            mentions = [m for m in sentence.layer("names") if m.value.places]
            for position, mention in enumerate(mentions):
                names.setdefault(sentence.text(mention.start, mention.end), []).append(mention)
                first.setdefault(sentence.text(mention.start, mention.end), sentence)
                for other in mentions[position + 1 : position + 3]:
                    if other.start - mention.end <= 7:
                        for ref in other.value.places:
                            place = self.index.record(ref)
                            if _ADMIN.get(place.kind, 0) >= 2:
                                near.setdefault(sentence.text(mention.start, mention.end), []).append(place.country + "/" + place.admin1)
        anchors: list[Place] = []
        pending = []
        for name, mentions in names.items():
            places = [(ref, self.index.record(ref)) for ref in mentions[0].value.places if rank(ref) != VARIANT or self._fits(ref)]
            if not places:
                continue
            article = any(self._articled(m) for m in mentions)
            scored = sorted(((self._score(ref, place, near.get(name, []), provinces, []) + _ARTICLE * (article and place.kind in _FEATURES), -n, place) for n, (ref, place) in enumerate(places)), key=lambda s: (-s[0], -s[1]))
            if len(scored) == 1 or scored[0][0] - scored[1][0] >= 2.0:
                self._settle(places[-scored[0][1]][0], mentions, scored[0][2], near.get(name, []), first[name])
                anchors.append(scored[0][2])
            else:
                pending.append((name, mentions, places, article))
        for name, mentions, places, article in pending:
            scored = sorted(((self._score(ref, place, near.get(name, []), provinces, anchors) + _ARTICLE * (article and place.kind in _FEATURES), -n, place) for n, (ref, place) in enumerate(places)), key=lambda s: (-s[0], -s[1]))
            best = scored[0]
            if len(scored) > 1 and best[0] - scored[1][0] < 0.05 and _far(best[2], scored[1][2]):
                self.ties.append((first[name], mentions[0], [one[2] for one in scored[:3]]))
            self._settle(places[-best[1]][0], mentions, best[2], near.get(name, []), first[name])

    def _articled(self, mention: Mention) -> bool:
        """Whether an article stands before a name, as before rivers and ranges: «de l'autre côté du Dniepr»."""
        sentence = self._in.get(id(mention))
        return sentence is not None and mention.start > 0 and sentence.norm[mention.start - 1] in load(sentence.language).words("definite")

    def _fits(self, ref: int) -> bool:
        """Whether a spelling that no table lists may mean this place: in a country that the article is about."""
        total = sum(self.countries.values())
        return total > 0 and self.countries[self.index.record(ref).country] >= max(2, 0.25 * total)

    def _stray(self, place: Place, ref: int, times: int, near: frozenset[str] = frozenset()) -> bool:
        """A small place of the base layer in a country that nothing else in the article speaks of is a surname; so is
        any place there under a spelling of a third language («Daka» in Burkina Faso is not Dhaka)."""
        votes, total = self.countries[place.country], sum(self.countries.values())
        if total >= 4 and votes <= 1 and place.layer == "base" and place.population < 200_000:
            return True
        if near and place.country not in near and votes <= 3 * times and total - votes >= 4:
            return True  # «Abba, dans la région de Nabatiyé» is not the Abba of another country
        return rank(ref) >= _THIRD and votes <= 3 * times and total - votes >= 4 and not self._known(place)

    def _known(self, place: Place) -> bool:
        """Whether anything else in the article speaks of the place's country or lies there."""
        return any(other.country == place.country for other in self._of.values())

    def _settle(self, ref: int, mentions: list[Mention], place: Place, near: list[str], sentence: Sentence) -> None:
        if self._stray(place, ref, len(mentions), frozenset(one.split("/")[0] for one in near)):
            return
        abroad = self.countries[place.country] <= 3 * len(mentions) < sum(self.countries.values())
        if abroad and place.is_settlement and goes_on(sentence, mentions[0]):
            return  # «Tall Mithqal» in an article on Syria is not Pakistan's Tall
        for mention in mentions:
            self._of[id(mention)] = place

    def _score(self, ref: int, place: Place, near: list[str], provinces: Mapping[str, int], anchors: list[Place]) -> float:
        """How well a place fits the article: container, country, prominence, neighbours; rank of the name."""
        total = sum(self.countries.values()) or 1
        score = 8.0 * self.countries.get(place.country, 0) / total
        score += 4.0 if self.countries.get(place.country, 0) else 0.0
        if place.country + "/" + place.admin1 in near:
            score += 6.0
        elif near and any(one.split("/")[0] == place.country for one in near):
            score += 2.0
        if provinces.get(place.country + place.admin1) and place.kind != "province":
            score += 1.0
        score += {0: 1.0, 1: 0.8, 2: 0.5, 3: -0.5}.get(ref & 7, -1.0)
        score += 1.2 if place.layer == "overlay" else 0.0
        score += {"country": 3.0, "province": 0.9, "city": 1.0, "town": 0.4, "district": -0.4, "subdistrict": -0.6}.get(place.kind, 0.0)
        people = place.population or (_TOLD.get(place.kind, 0) if place.layer == "overlay" else 0)
        score += min(3.0, math.log10(people + 10) / 2.2) if people else 0.0
        if place.point and anchors:
            nearest = min((km(*place.point, *other.point) for other in anchors if other.point and other.kind != "country"), default=9e9)
            score += 1.5 if nearest < 60 else 0.7 if nearest < 200 else 0.0
        return score


def goes_on(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name is followed at once by a capitalised word that is no name by itself: «Tall Mithqal»."""
    end = mention.end
    if end >= len(sentence.raw) or any(m.start <= end < m.end for layer in ("names", "dates") for m in sentence.layer(layer)):
        return False
    word = sentence.raw[end]
    return word[:1].isupper() and any(sign.isalpha() for sign in word[1:]) and sentence.starts[end] - sentence.ends[end - 1] == 1


def _far(one: Place, two: Place) -> bool:
    return bool(one.point and two.point and km(*one.point, *two.point) > 30)
