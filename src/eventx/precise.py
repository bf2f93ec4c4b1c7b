"""From a name to a located place: the seat that stands for an area, the point told by a distance, ACLED's precision."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from eventx.annotate.layers import Mention, Number, Sentence
from eventx.fold import fold
from eventx.gazetteers.places import Place
from eventx.gazetteers.resolve import offset
from eventx.packs import Pack, load
from eventx.place import Atlas, Located
from eventx.quantities import kilometres

_WIDE = ("road", "river", "sea", "mountain", "front")


class Precision:
    """Locates the names of an article in one language."""

    def __init__(self, atlas: Atlas, pack: Pack) -> None:
        self.atlas, self.pack = atlas, pack
        self.near_words = pack.words("near_words")
        self.units = pack.words("area_units")
        self.joints = pack.words("definite") | pack.words("of_words")
        self.capitals = pack.words("capital_nouns")
        self.facilities, self.roads = pack.words("facilities"), pack.words("roads")
        self.inside, self.of_words = pack.words("inside_words"), pack.words("of_words")
        self.bearings = frozenset(word for names in pack.config["directions"].values() for name in names for word in name.split())
        # what may stand between «la périphérie» and the name: «la périphérie est de la ville de X»
        self.between = self.joints | pack.words("town_nouns") | pack.words("area_words")

    def __call__(self, sentence: Sentence, mention: Mention) -> Located:
        """The place of a resolved name as it stands in a row."""
        place = self.atlas.place(mention)
        assert place is not None
        if not place.is_admin and self.area(sentence, mention):
            place = self._province(place, mention) or place
        if place.kind in ("province", "country", "region"):
            seat = self.atlas.index.seat(place)
            return Located(seat, 1 if self._seat_named(sentence, mention) else 3, mention, sentence, place)
        if place.kind in ("district", "subdistrict"):
            return Located(self.atlas.index.seat(place), 2, mention, sentence, place)
        away = away_from(sentence, mention, place, self.pack)
        if away is not None:
            return Located(away, 2, mention, sentence, place)
        return Located(place, 2 if self._near(sentence, mention) or place.kind in _WIDE else 1, mention, sentence, place)

    def area(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether the name is said to be that of a province: «la région d'Idlib», "Idlib province", "Ayn (Kobani) region"."""
        k = mention.start
        while k and sentence.norm[k - 1] in self.joints:
            k -= 1
        after = mention.end
        while after < len(sentence.norm) and sentence.norm[after] in (")", "]", "'", "s"):
            after += 1
        return (k < mention.start and k > 0 and sentence.norm[k - 1] in self.units) or sentence.text(after, after + 1) in self.units

    def _seat_named(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether it is the seat that is spoken of: «la capitale de la province du Sud-Kivu», "the capital of Tigray"."""
        norm, k = sentence.norm, mention.start
        while k and norm[k - 1] in self.between and norm[k - 1] not in self.capitals:
            k -= 1
        return 0 < k < mention.start and norm[k - 1] in self.capitals

    def _province(self, place: Place, mention: Mention) -> Place | None:
        """The province of that name, also by an older name of its seat: "Dnipropetrovsk Oblast"."""
        index = self.atlas.index
        named = (index.record(ref) for ref in mention.value.places)
        own = next((one for one in named if one.kind == "province" and one.country == place.country), None)
        if own is not None or index.province(place.country, place.name) is not None:
            return own or index.province(place.country, place.name)
        if fold(mention.value.text) == fold(place.name):
            return None  # "the Canapé-Vert district of Port-au-Prince"
        seat = index.province(place.country, place.admin1)
        return seat if seat is not None and index.seat(seat).ref >> 3 == place.ref >> 3 else None

    def _near(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether the words about the name put the event near it and not in it."""
        lead = sentence.norm[mention.prep : mention.start] if mention.prep >= 0 else []
        if any(word in self.facilities for word in lead):
            return False  # «près de la gare d'Al-Bab» is in Al-Bab
        if mention.role == "near" or self.nearing(sentence, mention) or self._linked(sentence, mention):
            return True
        if lead and any(word in self.roads for word in sentence.norm[max(0, mention.prep - 2) : mention.prep]) and lead[0] not in self.inside:
            return True  # "the road leading from X to Y"
        if lead and lead[0] not in self.inside and not self.bearings.isdisjoint(lead) and lead[-1] in self.of_words:
            return True  # «au sud d'Idlib»
        if mention.prep >= 0 and mention.role != "at" and _length(sentence, mention, self.pack) is not None:
            return True  # "six kilometres from X"
        after = sentence.text(mention.end, mention.end + 1)
        return after in self.near_words and after not in ("front", "road", "route", "axis")

    def _linked(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name is one end of a road named after both: "the Aleppo-Damascus highway"."""
        names = sentence.layer("names")
        end = max((m.end for m in names if m.value.places and m.start in (mention.start, mention.end)), default=mention.end)
        other = end > mention.end or any(m.value.places and m.end == mention.start for m in names)
        return other and sentence.text(end, end + 1) in self.roads

    def nearing(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a word such as "outskirts" leads to a name: «à la sortie est de X», "the road to X"."""
        norm = sentence.norm
        k = mention.prep if mention.prep >= 0 else mention.start
        lead = norm[k : mention.start]
        if any(word in self.near_words for word in lead):
            return True
        if lead and lead[0] in self.inside:
            return False  # "on Sariab Road in Quetta": the street is in the town
        for _ in range(4):
            if not k:
                return False
            k -= 1
            if norm[k] in self.near_words:
                return True
            if norm[k] not in self.between:
                return False
        return False


def away_from(sentence: Sentence, mention: Mention, place: Place, pack: Pack) -> Place | None:
    """The point of «à 10 km au sud de X»: a length right before a direction right before the name."""
    if mention.prep < 0 or place.lat is None or place.lon is None:
        return None
    length = _length(sentence, mention, pack)
    words = f" {' '.join(sentence.norm[max(0, mention.prep - 3) : mention.start])} "  # whole words: «ouest» is not «est»
    bearing = next((code for code, names in pack.config["directions"].items() if any(f" {name} " in words for name in names)), "")
    if not bearing or length is None or length > 150:
        return None
    lat, lon = offset(place, length, bearing)
    return replace(place, lat=lat, lon=lon)


def _length(sentence: Sentence, mention: Mention, pack: Pack) -> float | None:
    """The length in kilometres that stands right before a name's preposition: «une dizaine de kilomètres», "six miles"."""
    for layer in ("measures", "numbers"):
        for number in sentence.layer(layer):
            # the preposition may have swallowed the unit: «à 10 km de», "5 km north of"
            if number.end <= mention.start and mention.prep - number.end <= 3 and mention.start - number.end <= 7:
                unit = next((word for word in sentence.norm[number.end - 1 : mention.start] if word in _unit_words(pack.language)), "")
                if not unit:
                    continue
                count = str(number.value.best) if isinstance(number.value, Number) else " ".join(sentence.norm[number.start : number.end])
                return kilometres(count if unit in count.split() else f"{count} {unit}", pack.numbers["units"])
    return None


@lru_cache(maxsize=16)
def _unit_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load(language).numbers["units"])
