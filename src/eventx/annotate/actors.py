"""Names: places, named actors, states, leaders, demonyms and voices, looked up in the compiled gazetteers.

One pass over the words: at each position the longest name of either index wins. A place name must be capitalised in
scripts that have case; actor names and demonyms need not be («les talibans», «turcs»).
"""

from __future__ import annotations

from spacy.tokens import Doc

from eventx.actors import Entry, actor_index
from eventx.annotate.layers import Mention, Name, Sentence
from eventx.fold import ARTICLES
from eventx.gazetteers.places import PlaceIndex, place_index
from eventx.packs import Pack

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_CONNECTORS = frozenset({"de", "du", "des", "of", "la", "le", "el", "al", "and", "et"}) | ARTICLES


def places_at(index: PlaceIndex, norm: list[str], k: int) -> bool:
    """Whether a place of its own begins at a word: "between Homs al-Qusayr" would be two."""
    return any(size > 1 for size, _ in index.prefixes(norm[k : k + 4]))


class Component:
    """Adds the layer ``names``."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.persons: set[str] = set()
        self.places = place_index()
        self.actors = actor_index()
        self.titles = pack.words("titles") if "titles" in pack.config else frozenset()
        self.institutions = pack.words("institutions") if "institutions" in pack.config else frozenset()
        self.before_proper, self.after_proper = pack.words("before_proper"), pack.words("after_proper")
        self.land = pack.words("area_words") | pack.words("waters")
        self.pro = pack.words("pro_prefixes") if "pro_prefixes" in pack.config else frozenset({"pro"})
        self.backed = pack.words("backed_suffixes") if "backed_suffixes" in pack.config else frozenset()

    def __call__(self, doc: Doc) -> Doc:
        self.persons = doc.user_data.setdefault("persons", set())  # surnames that the article has introduced
        for sentence in doc._.sentences:
            self._sentence(sentence)
        return doc

    def _sentence(self, sentence: Sentence) -> None:
        norm, raw, found = sentence.norm, sentence.raw, []
        upper = sum(word.isupper() for word in raw if word.isalpha() and len(word) > 2) > 0.7 * max(
            1, sum(word.isalpha() and len(word) > 2 for word in raw)
        )
        busy = {i for layer in ("dates", "numbers") for m in sentence.layer(layer) if layer == "dates" for i in range(m.start, m.end)}
        index = 0
        while index < len(norm):
            if index in busy or not norm[index][0].isalnum() or self._plain(sentence, index):
                index += 1
                continue
            mention = self._at(sentence, index, upper)
            if mention is None:
                index += 1
                continue
            found.append(mention)
            index = mention.end
        sentence.layers["names"] = found
        inside = [m for m in found if m.value.actors]  # «le Mouvement du 23 mars»: no day
        sentence.layers["dates"] = [d for d in sentence.layer("dates") if not any(m.start < d.start and d.end <= m.end for m in inside)]

    def _plain(self, sentence: Sentence, i: int) -> bool:
        """Whether a small word can begin no name, told without a look-up of what follows: most words of a text."""
        word = sentence.norm[i]
        if not sentence.raw[i][0].islower() or word in self.land or word in ("al", "el") or self.actors.opens(word, sentence.raw[i]):
            return False
        return i + 1 == len(sentence.norm) or not sentence.norm[i + 1].isdigit()  # «m23»

    def _at(self, sentence: Sentence, i: int, upper: bool) -> Mention | None:
        norm, raw = sentence.norm, sentence.raw
        window, raw_window = norm[i : i + 9], raw[i : i + 9]
        glued = norm[i] in ("al", "el") and i + 1 < len(raw) and raw[i + 1][:1].isupper() and sentence.starts[i + 1] - sentence.ends[i] <= 1
        capital = not raw[i][0].islower() or glued  # «el-Facher»
        actors = self.actors.prefixes(window, raw_window)
        if i + 1 < len(norm) and sentence.starts[i + 1] == sentence.ends[i] and norm[i].isdigit() != norm[i + 1].isdigit():
            joined = self.actors.prefixes([norm[i] + norm[i + 1], *window[2:]], [raw[i] + raw[i + 1], *raw_window[2:]])
            actors = [*actors, *((size + 1, entries) for size, entries in joined)]  # «M23», "3R": one word in the tables
        places = self.places.prefixes(window) if capital or norm[i] in self.land else []
        if not capital:
            places = [(size, ids) for size, ids in places if size > 1]
        places = [(size, ids) for size, ids in places if self._spelled(raw_window[:size] if capital else raw_window[1:size], size)]
        best = max([size for size, _ in actors] + [size for size, _ in places], default=0)
        if not best and capital and len(norm[i]) > 5 and norm[i].endswith("s") and norm[i].isascii():
            window = [norm[i][:-1], *window[1:]]  # "Syrias president": an apostrophe lost on the way
            actors = [(size, e) for size, e in self.actors.prefixes(window, [raw[i][:-1], *raw_window[1:]]) if size == 1]
            places = [(size, ids) for size, ids in self.places.prefixes(window) if size == 1 and any(self.places.record(ref).layer != "base" for ref in ids)]
            best = 1 if actors or places else 0
        if not best and capital:
            window = norm[i : i + 9]
            places = self._transliterated(sentence, i, window, raw_window)
            best = max((size for size, _ in places), default=0)
        if not best:
            return None
        if norm[i] in self.pack.words("definite") and best + 2 < len(window) and any(size >= best for size, _ in self.actors.prefixes(window[1:], raw_window[1:])):
            return None  # «la Défense civile» is no business district
        entries: tuple[Entry, ...] = next((e for size, e in actors if size == best), ())
        ids = next((refs for size, refs in places if size == best), ())
        if not capital:
            entries = tuple(e for e in entries if e.type in ("demonym", "people", "group", "force", "source") and (e.type != "source" or best > 1))
            entries = tuple(e for e in entries if e.type in ("demonym", "people") or best > 1 or len(norm[i]) > 5)
        if not capital or len(entries) == 1:
            bodies = tuple(e for e in entries if e.type == "source" and e.kind == "official")
            if bodies and len(bodies) == len(entries) and any(self.pack.people.at(norm, k)[0] for k in range(i, i + best)):
                shorter = [(size, e) for size, e in actors if size < best]
                entries, best = shorter[0][::-1] if shorter else ((), best)
        if any(e.type == "source" and e.kind == "agency" for e in entries):
            entries, ids = tuple(e for e in entries if e.type == "source"), ()  # AFP is the agency, not an army, SANA no city
        if best == 1 and len(norm[i]) <= 3 and not raw[i].isupper():
            entries, ids = (), ids if len(norm[i]) == 3 and capital and not self._function(norm[i]) else ()
        if best == 1 and self._function(norm[i]):
            entries, ids = tuple(e for e in entries if raw[i].isupper() and not upper and len(raw[i]) > 1), ()
        if ids and best == 1 and norm[i] in self.persons and not self.pack.roles.ending(norm, i)[0]:
            ids = ()
        if ids and self._person(sentence, i, best, ids):
            self.persons.add(norm[i])
            ids = ()
            entries = tuple(e for e in entries if e.type not in ("country", "people"))
        if ids and i + best < len(raw) and raw[i + best].isdigit() and sentence.starts[i + best] - sentence.ends[i + best - 1] <= 1 and len(raw[i + best]) <= 3:
            ids = ()  # «Deirezzor 24», "Kabul 24 News": a name of something else
        k = i
        while k and norm[k - 1] in ARTICLES:
            k -= 1
        if ids and ((k and norm[k - 1] in self.before_proper) or (i + best < len(norm) and norm[i + best] in self.after_proper and raw[i + best][0].isupper())):
            ids = ()  # «le parti Baas», «la place Tahrir», "the Baath Party"
        if ids and all(word in self.pack.words("area_words") for word in norm[i : i + best]) and not self._unit(norm, k, i + best):
            ids = ()  # «(Nord-ouest)» is a direction, «la région du Nord-Ouest» a province
        if ids and self._water(norm, k, i + best):
            ids = tuple(ref for ref in ids if self.places.record(ref).kind in ("river", "sea", "lake"))  # «le fleuve Niger», "the Ayeyarwady River"
            entries = ()
        if ids and self._dateline(sentence, i, i + best):
            ids = ()
        if ids and best == 1 and i + 2 < len(norm) and norm[i + 1] in ("al", "el") and raw[i + 2][0].isupper() and not places_at(self.places, norm, i + 1):
            ids = ()  # "Hajar al-Mak" is no Hajar
        follows = norm[i + best] if i + best < len(norm) else ""
        if follows in self.backed and entries and all(e.type in ("country", "demonym", "leader") for e in entries):
            entries, ids = tuple(Entry("pro", e.name, iso3=e.iso3) for e in entries), ()  # "US-led", "Ankara-backed"
        elif follows in self.backed and not entries and ids:
            entries, ids = (Entry("pro", iso3=self.places.record(ids[0]).country),), ()
        if not entries and not ids:
            return None
        if i and norm[i - 1] in self.pro:
            entries = tuple(Entry("pro", e.name, iso3=e.iso3) if e.type in ("country", "demonym", "leader") else e for e in entries) or (
                (Entry("pro", iso3=self.places.record(ids[0]).country),) if ids else ())
            ids = ()
        return Mention("names", i, i + best, Name(ids, entries, " ".join(raw[i : i + best])), "names")

    def _transliterated(self, sentence: Sentence, i: int, window: list[str], raw: list[str]) -> list[tuple[int, tuple[int, ...]]]:
        """Names spelled otherwise than any table does («Al-Arich»): only where a preposition says that a place follows."""
        roles = self.pack.roles.ending(sentence.norm, i)[1]
        if not any(role in ("at", "near") for role in roles) or window[0] in self.persons:
            return []
        found = [(size, refs) for size, refs in self.places.prefixes(window, variants=True) if self._spelled(raw[:size], size)]
        return [
            (size, refs) for size, refs in found
            if not any(self._function(word) or self.pack.triggers.exact((word,))[0] for word in window[:size])
            and not (size < len(raw) and raw[size][0].isupper() and raw[size].isalpha() and raw[size - 1] not in ".")
        ]  # fmt: skip

    @staticmethod
    def _dateline(sentence: Sentence, start: int, end: int) -> bool:
        """Whether a name in capitals is a place of reporting in running text: "MOSCOW (Sputnik)", "BEIRUT, Lebanon (AP)"."""
        raw = sentence.raw
        if not all(word.isupper() for word in raw[start:end] if word.isalpha()) or len("".join(raw[start:end])) < 4:
            return False
        for k in range(end, min(end + 4, len(raw) - 2)):
            if raw[k] == "(":
                close = next((j for j in range(k + 1, min(k + 5, len(raw))) if raw[j] == ")"), -1)
                return close > 0 and (all(word[0].isupper() or not word.isalpha() for word in raw[k + 1 : close]))
            if raw[k] != "," and not raw[k][0].isupper():
                return False
        return False

    def _function(self, word: str) -> bool:
        """A word of the language's grammar is never a name by itself: «Par», «Sous», "Of"."""
        return (
            self.pack.roles.exact((word,))[0] or self.pack.auxiliaries.exact((word,))[0]
            or any(word in self.pack.words(key) for key in ("definite", "indefinite", "demonstrative", "possessive", "and", "relatives", "pronouns", "verb_skip", "area_words", "adjectives_skip"))
            or self.pack.people.exact((word,))[0]
        )  # fmt: skip

    def _unit(self, norm: list[str], start: int, end: int) -> bool:
        """Whether a noun for a province stands beside a name: «la région du Centre-Nord», "Central Province"."""
        units = self.pack.words("area_units")
        behind = end < len(norm) and norm[end] in units
        return behind or any(word in units for word in norm[max(0, start - 3) : start]) or norm[end - 1] in units

    def _water(self, norm: list[str], start: int, end: int) -> bool:
        """Whether a name is that of a river or a lake: the noun stands right before it, or right behind."""
        waters = self.pack.words("waters")
        before = norm[start - 2 : start] if start > 1 and norm[start - 1] in self.pack.words("of_words") else norm[start - 1 : start]
        return (bool(before) and before[0] in waters) or (norm[end : end + 1] != [] and norm[end] in waters)

    def _spelled(self, raw: list[str], size: int) -> bool:
        """Whether the last word of a place name is capitalised too, connectors aside: «Al-Bab», not «Al bab», but "Niger state"."""
        if size > 1 and len(raw) == size and raw[-1].lower() in self.pack.words("area_words"):
            raw = raw[:-1]
        return (all(not word[0].islower() or word.lower() in _CONNECTORS or len(word) <= 2 for word in raw) and not (raw and raw[-1][0].islower())) or size == 1

    def _person(self, sentence: Sentence, i: int, size: int, refs: tuple[int, ...]) -> bool:
        """Whether the name is part of a person's: a title or a capitalised unknown word right before or after it."""
        norm, raw = sentence.norm, sentence.raw
        if i and norm[i - 1].rstrip(".") in self.titles:
            return True
        if self._speaker(sentence, i, size):
            return True
        if size > 1 or (i + 1 < len(raw) and raw[i + 1] == "-"):
            return False
        before = raw[i - 1] if i else ""
        glued = bool(before) and sentence.starts[i] - sentence.ends[i - 1] <= 1
        after = raw[i + 1] if i + 1 < len(raw) else ""
        located = bool(self.pack.roles.ending(norm, i)[0])
        base = all(self.places.record(ref).layer == "base" for ref in refs)
        if base and not located and after[:1].isupper() and after.isalpha() and not after.isupper() and sentence.starts[i + 1] - sentence.ends[i] == 1 and not self._known(norm, i + 1):
            return True
        return bool(i > 1 and glued and before[:1].isupper() and before.isalpha() and not before.isupper() and not self._known(norm, i - 1) and (raw[i - 2] not in "." or raw[i - 3] in self.pack.words("abbreviations")))

    def _speaker(self, sentence: Sentence, i: int, size: int) -> bool:
        """Whether the name is part of a speaker's full name behind a verb of saying: "…, said Gambo Isa, the spokesman"."""
        raw, first, last = sentence.raw, i, i + size
        while first and _given(raw[first - 1]):
            first -= 1
        while last < len(raw) and _given(raw[last]):
            last += 1
        said = bool(first) and any(form.rule.kind == "say" and form.feature != "noun" for form in self.pack.cues.exact((sentence.norm[first - 1],))[1])
        return said and last - first > size and (last == len(raw) or raw[last] in ",.;")

    def _known(self, norm: list[str], i: int) -> bool:
        """Whether a capitalised word is no first name: a place, an actor, a noun or a function word."""
        return (
            self._function(norm[i]) or bool(self.pack.triggers.exact((norm[i],))[0]) or bool(self.places.prefixes(norm[i : i + 1]))
            or bool(self.actors.prefixes(norm[i : i + 1], [norm[i]])) or norm[i] in self.institutions or bool(self.pack.cues.exact((norm[i],))[0])
        )  # fmt: skip


def _given(word: str) -> bool:
    """Whether a word looks like part of a person's name: capitalised, not in capitals throughout."""
    return word[:1].isupper() and word.isalpha() and not word.isupper()
