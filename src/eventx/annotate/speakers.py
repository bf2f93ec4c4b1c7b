"""Speakers: who in a sentence can say something.

Named sources of the gazetteer, anonymous plurals («des habitants»), public bodies with the country or place beside them
("Kherson's governor"), capitals that stand for a government, armed actors and armies, people by name, and words that
point back to a speaker named before ("the monitor", «la même source»). Gives the layer ``voices``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eventx.actors import actor_index
from eventx.annotate.layers import Mention, Sentence, settle
from eventx.gazetteers.places import place_index
from eventx.packs import Pack

_CALLINGS = frozenset({"official", "civilian", "health_worker", "teacher", "student", "journalist", "aid_worker"})
_GAP = 3  # words of an apposition's article and adjectives
_PRESS = ("media", "state TV", "news agency", "state radio")


def is_press(body: str) -> bool:
    """Whether a body is a state's broadcaster, agency or press."""
    return any(word in body for word in _PRESS)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: a named source, an anonymous plural, a body of a country or place, a party, a person, a pointer back."""

    name: str = ""  # source or anonymous voice, as written in attributed_to
    body: str = ""  # template with {demonym}, {country} or {place}
    countries: tuple[str, ...] = ()
    party: Mention | None = None
    organ_of: str = ""
    kind: str = ""  # of a source; anonymous | official | party | person | anaphor
    person: str = ""  # the name of the one who speaks, where the text gives it
    place: str = ""  # the place of a local office, as the text has it
    refers: tuple[str, ...] = ()  # of an anaphor: kinds and words of names that it can point to


class Speakers:
    """Finds the voices of a sentence with one language's words."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.voices, self.anaphors, self.bodies = pack.voices.heads, pack.anaphors.heads, pack.bodies.heads
        self.index = place_index()
        self.actors = actor_index()
        self.articles = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")
        self.known: set[str] = set()  # surnames of those who have spoken in the article
        self.of = pack.words("home_prepositions")  # what stands between a body and whose it is

    def find(self, sentence: Sentence) -> list[Mention]:
        """The speakers of a sentence, in text order; overlaps are settled, the longest first."""
        groups = {i for m in sentence.layer("names") if any(e.type == "group" for e in m.value.actors) for i in range(m.start, m.end)}
        words = [m for m in (*self._anaphors(sentence), *self._bodies(sentence), *self._anonymous(sentence)) if groups.isdisjoint(range(m.start, m.end))]
        found = settle([*words, *self._sources(sentence)])
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        for mention in sentence.layer("parties"):
            suffix = mention.end < len(sentence.norm) and sentence.norm[mention.end] in self.pack.words("compound_suffixes")
            if taken.isdisjoint(range(mention.start, mention.end)) and not mention.value.state and not suffix:
                found.append(Mention("voices", mention.start, mention.end, Voice(party=mention, countries=mention.value.countries, kind="party"), "voice.party", mention.role, mention.prep))
        found.sort(key=lambda mention: mention.start)
        return self._people(sentence, [m for m in found if not self._title_of(sentence, m, found)])

    def _title_of(self, sentence: Sentence, mention: Mention, voices: list[Mention]) -> bool:
        """Whether a voice only says what the named one beside it is: "state news agency SANA", "AFP journalists"."""
        for other in voices:
            if other.value.kind in ("ngo", "observer") and mention.value.kind == "anonymous" and mention.start == other.end and mention.value.name in ("activists", "local sources", "rights groups", "medics"):
                return True  # "SOHR activists"
            if other is mention or other.value.kind not in ("agency", "state_media", "media"):
                continue
            body = is_press(mention.value.body)
            press = mention.value.name in ("local media", "local journalists", "media reports") or (mention.value.party is not None and mention.value.party.value.kind == "journalist")
            if ((body or press) and 0 <= other.start - mention.end <= 1) or (press and 0 <= mention.start - other.end <= 1 and "," not in sentence.norm[other.end : mention.start]) or (press and 0 < other.start - mention.end <= 2 and sentence.norm[mention.end] in self.of):
                return True
        return False

    # -- kinds ------------------------------------------------------------------------------------------------------

    def _anonymous(self, sentence: Sentence) -> Iterator[Mention]:
        for index, word in enumerate(sentence.norm):
            size, names = self.pack.voices.at(sentence.norm, index) if word in self.voices else (0, [])
            if size:
                yield self._made(sentence, index, index + size, Voice(name=names[0], kind="anonymous"), "voice.anonymous")

    def _anaphors(self, sentence: Sentence) -> Iterator[Mention]:
        for index, word in enumerate(sentence.norm):
            if word not in self.anaphors:
                continue
            size, values = self.pack.anaphors.at(sentence.norm, index)
            proper = index > 0 and sentence.raw[index + size - 1][:1].isupper() and not sentence.raw[index + size - 1].isupper()
            if size and not proper and self._ends(sentence, index + size):
                refers, otherwise = values[0]
                yield self._made(sentence, index, index + size, Voice(name=otherwise, kind="anaphor", refers=refers), "voice.anaphor")

    def _ends(self, sentence: Sentence, end: int) -> bool:
        """Whether a pointer ends here or after one adjective: «l'agence nationale de …» names somebody of its own."""
        if end >= len(sentence.norm) or not sentence.raw[end][:1].islower() or sentence.norm[end] in self.pack.roles:
            return True
        return self._grammar(sentence, end) or (end + 1 < len(sentence.norm) and self._grammar(sentence, end + 1))

    def _grammar(self, sentence: Sentence, index: int) -> bool:
        word = sentence.norm[index]
        lists = ("asides", "verb_skip", "relatives", "and", "or", "clitics", "clause_breaks", "negation", "pronouns", "mouthpieces")
        if not word[0].isalnum() or any(word in self.pack.words(key) for key in lists):
            return True
        if word in self.pack.auxiliaries or any(m.start <= index < m.end for m in sentence.layer("dates")):
            return True
        return bool(self.pack.cues.at(sentence.norm, index)[0] or self.pack.triggers.at(sentence.norm, index)[0])

    def _sources(self, sentence: Sentence) -> Iterator[Mention]:
        for mention in sentence.layer("names"):
            for entry in mention.value.actors:
                named = any(other.type in ("group", "force") for other in mention.value.actors)
                if entry.type == "source" and entry.kind != "platform" and (entry.kind == "agency" or not named):
                    yield Mention("voices", mention.start, mention.end, Voice(name=entry.name, organ_of=entry.organ_of, kind=entry.kind), "voice.source", mention.role, mention.prep)
                    break
            if not mention.value.actors and mention.value.places and mention.role in ("", "source") and any(map(self.index.is_capital, mention.value.places)):
                home = next(self.index.record(ref).country for ref in mention.value.places if self.index.is_capital(ref))
                yield Mention("voices", mention.start, mention.end, Voice(body="{demonym} Government", countries=(home,), kind="capital"), "voice.capital", mention.role, mention.prep)

    def _bodies(self, sentence: Sentence) -> Iterator[Mention]:
        for index, word in enumerate(sentence.norm):
            if word not in self.bodies:
                continue
            size, names = self.pack.bodies.at(sentence.norm, index)
            if sentence.norm[index] in self.pack.words("office_heads") and index + 3 < len(sentence.norm):
                wider, found = self.pack.bodies.at([*sentence.norm[index : index + 1], *sentence.norm[index + 2 : index + 8]], 0)
                if wider > max(size, 1):
                    size, names = wider + 1, found  # «ministère malien de la Défense»
            named = size and any(m.start <= index < m.end and m.size >= size and m.value.actors and all(e.type == "source" for e in m.value.actors) for m in sentence.layer("names"))
            if size and not named:
                start, end, countries, place = self._home(sentence, index, index + size)
                yield self._made(sentence, start, end, Voice(body=names[0], countries=countries, party=self._force(sentence, index, index + size), place=place, kind="official"), "voice.body")

    @staticmethod
    def _force(sentence: Sentence, start: int, end: int) -> Mention | None:
        """The party that the words of a body name too: an army can be blamed."""
        return next((m for m in sentence.layer("parties") if m.start < end and start < m.end and m.value.kind in ("military", "police", "government", "named") and m.value.number is None), None)

    def _made(self, sentence: Sentence, start: int, end: int, voice: Voice, rule: str) -> Mention:
        left = start
        while left and sentence.norm[left - 1] in self.articles and sentence.norm[left - 1] not in self.pack.roles:
            left -= 1
        size, roles = self.pack.roles.ending(sentence.norm, left)
        if not size and sentence.norm[start] in self.articles:
            size, roles = 1, self.pack.roles.exact((sentence.norm[start],))[1]
        if start and sentence.norm[start] in self.pack.words("source_nouns") and sentence.norm[start - 1] in self.of and voice.kind in ("anonymous", "anaphor"):
            return Mention("voices", start, end, voice, rule, "source", start - 1)  # «de source locale»
        role = next((r for r in ("source", "agent", "target", "of") if r in roles), roles[0] if roles else "")
        return Mention("voices", start, end, voice, rule, role, left - size if size else -1)

    def _home(self, sentence: Sentence, start: int, end: int) -> tuple[int, int, tuple[str, ...], str]:
        """Where a body belongs: a demonym, a country or a place beside it, as «de/of/in» or a possessive tells."""
        norm, countries, place = sentence.norm, [], ""
        for mention in sentence.layer("names"):
            if mention.start < end and start < mention.end:
                countries += [e.iso3 for e in mention.value.actors if e.type in ("force", "demonym") and e.iso3 and not e.local][:1]
                start, end = min(start, mention.start), max(end, mention.end)
                continue
            leads = mention.start == end and any(entry.type == "leader" for entry in mention.value.actors)
            isos = [entry.iso3 for entry in mention.value.actors if (entry.type in ("demonym", "country") or leads) and entry.iso3]
            if not isos and not mention.value.places:
                continue
            after = mention.start >= end
            gap = norm[end : mention.start] if after else norm[mention.end : start]
            if after:
                near = len(gap) <= 4 and all(word in self.of or word in self.articles or word in self.pack.words("area_words") for word in gap)
                near = near and (bool(isos) or bool(gap))
                if leads:
                    countries += isos[:1]
                    continue
            else:
                near = mention.end <= start and all(word == "s" or word in self.pack.words("area_words") for word in gap) and len(gap) <= 3
            if near and isos:
                countries += isos[:1]
            elif near and not place:
                place = mention.value.text
                lands = {self.index.record(ref).country for ref in mention.value.places}
                countries += lands if len(lands) == 1 else ()
            if near and (isos or not after or gap):
                start, end = min(start, mention.start), max(end, mention.end)
        if not place and not countries:
            start, end, place = self._deixis(sentence, start, end)
        if not countries:
            for k in (start - 1, end):
                if 0 <= k < len(norm):
                    found = self.actors.prefixes(norm[k : k + 1], sentence.raw[k : k + 1])
                    countries += [e.iso3 for _, entries in found for e in entries if e.type == "demonym"][:1]
                    start, end = (min(start, k), max(end, k + 1)) if countries else (start, end)
                    if countries:
                        break
        return start, end, tuple(dict.fromkeys(countries)), place

    def _deixis(self, sentence: Sentence, start: int, end: int) -> tuple[int, int, str]:
        """The town named last before a body of "the city": «à El-Facher, a indiqué le comité de résistance de la ville»."""
        norm, words = sentence.norm, self.pack.words("home_deixis")
        after = end + 1 if end < len(norm) and norm[end] in self.of else -1
        behind = next((size for size in (2, 1) if after >= 0 and " ".join(norm[after : after + size]) in words), 0)
        left = start - 1 if start and norm[start - 1] == "s" else start
        ahead = next((size for size in (2, 1) if left >= size and " ".join(norm[left - size : left]) in words), 0)
        if not behind and not (ahead and left < start):
            return start, end, ""
        towns = [m for m in sentence.layer("names") if m.value.places and not m.value.actors and m.end <= start]
        place = self.index.record(towns[-1].value.places[0]).name if towns else ""
        return (start if behind else left - ahead), (after + behind if behind else end), place

    # -- people by name ------------------------------------------------------------------------------------------------

    def _people(self, sentence: Sentence, voices: list[Mention]) -> list[Mention]:
        """Join a personal name to the office beside it; a name that stands alone is a voice of its own."""
        kept = list(voices)
        for known in [m for m in voices if m.value.kind == "person" and m.value.name]:
            office = self._office(sentence, [m for m in kept if m is not known], known.start, known.end)
            if office is not None and "{demonym}" not in office.value.body:
                joined = replace(office.value, person=known.value.name)
                kept = [m for m in kept if m is not known and m is not office]
                kept.append(Mention("voices", min(known.start, office.start), max(known.end, office.end), joined, office.rule, office.role, office.prep))
            self.known.add(sentence.norm[known.end - 1])
        for start, end, titled in self._names(sentence, kept):
            led = self._led(sentence, start)
            if led >= 0:
                kept = [m for m in kept if m.end <= led or m.start >= end]
                kept.append(self._made(sentence, led, end, Voice(self._short(sentence, start, end), kind="ngo"), "voice.organisation"))
                continue
            if self._institution(sentence, start, end):
                made = self._made(sentence, start, end, Voice(self._short(sentence, start, end), kind="ngo"), "voice.organisation")
                kept = [m for m in kept if m.end <= start or m.start >= end]
                kept.append(made)
                continue
            text = " ".join(sentence.raw[start:end])
            text += "." if len(sentence.raw[end - 1]) == 1 and sentence.raw[end : end + 1] == ["."] else ""  # "Grace W."
            office = self._office(sentence, kept, start, end)
            if office is not None:
                self.known.add(sentence.norm[end - 1])
                joined = replace(office.value, person=text)
                spread = Mention("voices", min(start, office.start), max(end, office.end), joined, office.rule, office.role, office.prep)
                kept[kept.index(office)] = spread
            elif end - start > 1 or titled or sentence.norm[start] in self.known:
                self.known.add(sentence.norm[end - 1])
                made = self._made(sentence, start, end, Voice(kind="person", person=text), "voice.person")
                kept = [m for m in kept if m.end <= start or m.start >= end or not self._loose(m)]
                kept.append(made)
        return sorted(kept, key=lambda mention: mention.start)

    def _names(self, sentence: Sentence, voices: list[Mention]) -> Iterator[tuple[int, int, bool]]:
        """Runs of capitalised words that no gazetteer explains: (start, end, whether a title stands before it)."""
        raw, norm = sentence.raw, sentence.norm
        upper = sum(word.isupper() for word in raw if len(word) > 2) > 0.6 * max(1, sum(word.isalpha() and len(word) > 2 for word in raw))
        if upper:
            return
        busy = {i for m in voices if not self._loose(m) or not raw[min(m.end, len(raw)) - 1][:1].isupper() for i in range(m.start, m.end)}
        busy |= {i for m in sentence.layer("names") if any(e.type in ("country", "demonym", "group", "force") for e in m.value.actors) for i in range(m.start, m.end)}
        busy |= {i for layer in ("dates", "numbers", "triggers") for m in sentence.layer(layer) for i in range(m.start, m.end)}
        titles = self.pack.words("honorifics")
        index = 0
        while index < len(raw):
            if index in busy or not raw[index][:1].isupper() or self._first(sentence, index, busy) < 0:
                index += 1
                continue
            end = self._first(sentence, index, busy) + 1
            while end < len(raw) and end not in busy and (self._capital(sentence, end, inside=True) or (norm[end] in self.pack.words("name_particles") and end + 1 < len(raw) and self._capital(sentence, end + 1) and end + 1 not in busy)) and sentence.starts[end] - sentence.ends[end - 1] <= 2:
                end += 1
            first = index
            while first < end and norm[first] in titles:
                first += 1
            titled = first > index or (index > 0 and norm[index - 1] in titles) or (index > 1 and norm[index - 1] == "." and norm[index - 2] in titles)
            if first < end and (end - first > 1 or titled or norm[first] in self.known or self._led(sentence, first) >= 0) and not self._placed(sentence, first, end):
                yield first, end, titled
            index = end

    def _first(self, sentence: Sentence, index: int, busy: set[int]) -> int:
        """The index of a word that can open a name, else -1; a noun of the pack only inside a sentence before another capital: «Roman»."""
        if self._capital(sentence, index):
            return index
        inner = 0 < index < len(sentence.raw) - 1 and sentence.raw[index - 1][:1].islower() and index + 1 not in busy
        return index if inner and self._capital(sentence, index, inside=True) and self._capital(sentence, index + 1) else -1

    def _led(self, sentence: Sentence, start: int) -> int:
        """Index of a common noun for an organisation that a name follows: «l'association peule Tabital Pulaaku»; else -1."""
        for k in range(start - 1, max(-1, start - 4), -1):
            word = sentence.norm[k]
            if word in self.pack.words("organisations") and not sentence.raw[k][:1].isupper():
                return k
            if not word.isalpha() or word in self.of or word in self.articles or sentence.raw[k][:1].isupper():
                return -1
        return -1

    @staticmethod
    def _loose(mention: Mention) -> bool:
        """Whether a voice is a common noun or a capital, which a longer name may take in: "Herders' Forum"."""
        voice: Voice = mention.value
        party = voice.party.value if voice.kind == "party" and voice.party is not None else None
        return voice.kind in ("capital", "anonymous") or (party is not None and not party.actors and not party.countries)

    def _institution(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a run of capitalised words is an organisation: "Tribal Leaders' Forum", «Comité de résistance de …»."""
        nouns = self.pack.words("organisations")
        return end - start > 1 and (sentence.norm[end - 1] in nouns or sentence.norm[start] in nouns or (sentence.norm[end - 1] == "s" and sentence.norm[end - 2] in nouns))

    def _short(self, sentence: Sentence, start: int, end: int) -> str:
        """The acronym that a bracket gives, else the words as they stand."""
        raw = sentence.raw
        if end + 2 < len(raw) and raw[end] == "(" and raw[end + 2] == ")" and raw[end + 1].isupper() and len(raw[end + 1]) > 1:
            return raw[end + 1]
        while start < end and sentence.norm[start] in self.articles:
            start += 1
        marks = ["' " if sentence.starts[k + 1] - sentence.ends[k] == 2 else " " for k in range(start, end - 1)]
        return "".join(word + mark for word, mark in zip(raw[start:end], [*marks, ""], strict=True))

    def _capital(self, sentence: Sentence, index: int, *, inside: bool = False) -> bool:
        """Whether a word can be part of a name; ``inside`` one, nouns and verbs with a capital can be too."""
        word, norm = sentence.raw[index], sentence.norm[index]
        if not word[:1].isupper() or not word.replace("-", "").replace(".", "").isalpha():
            return False
        function = norm in self.articles or self.pack.roles.exact((norm,))[0] or self.pack.auxiliaries.exact((norm,))[0] or norm in self.pack.words("pronouns")
        return not function and (inside or not self._common(norm))

    def _common(self, norm: str) -> bool:
        """Whether a word is a noun or verb of the pack, that a sentence may open with."""
        return bool(self.pack.people.exact((norm,))[0] or self.pack.cues.exact((norm,))[0] or self.pack.triggers.exact((norm,))[0])

    def _placed(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether the run is a place's name, or stands after a preposition of place."""
        areas = self.pack.words("area_words") | self.pack.words("place_nouns")
        if sentence.norm[end - 1] in areas or sentence.norm[start] in areas:
            return True
        for mention in sentence.layer("names"):
            if mention.start <= start and mention.end >= end and mention.value.places:
                return True
        roles = self.pack.roles.ending(sentence.norm, start)[1]
        return start > 0 and ("near" in roles or "at" in roles) and "agent" not in roles and "source" not in roles

    @staticmethod
    def _is_office(mention: Mention, spokesman: bool) -> bool:
        """Whether a voice can be what a named person is: a body, a class of people, one civilian; a force has spokesmen."""
        voice: Voice = mention.value
        if voice.kind == "party" and voice.party is not None:
            party = voice.party.value
            return (party.kind in _CALLINGS and not party.plural) or (spokesman and party.number is None and (bool(party.actors or party.countries) or party.kind in ("military", "police", "government", "rebels")))
        return voice.kind not in ("capital", "person") and not voice.person

    def _office(self, sentence: Sentence, voices: list[Mention], start: int, end: int) -> Mention | None:
        """The office of a person: right before the name, or between commas right behind it."""
        norm = sentence.norm
        titles = self.pack.words("honorifics") | {",", "."}
        for mention in reversed(voices):
            if mention.end > start:
                continue
            gap = norm[mention.end : start]
            spokesman = any(word in self.pack.words("mouthpieces") for word in gap) or norm[mention.end - 1] in self.pack.words("mouthpieces")
            if not self._is_office(mention, spokesman):
                continue
            plain = titles | self.articles | self.of | self.pack.words("mouthpieces") | self.pack.words("area_words")
            if mention.value.body and "," in gap and len(gap) <= 8 and all(word in plain for word in gap):
                return mention
            loose = bool(gap) and gap[-1] in titles and "," not in gap[:-1] and len(gap) <= 3 and all(word.isalpha() for word in gap[:-1])
            if (loose or (len(gap) <= 6 and all(word in titles or word in self.articles or word in self.of or word in self.pack.words("mouthpieces") for word in gap))) and mention.value.kind not in ("agency", "media", "state_media"):
                return mention
            break
        if end < len(norm) and norm[end] in (",", "("):
            for mention in voices:
                gap = norm[end + 1 : mention.start]
                if mention.start <= end or not self._is_office(mention, any(word in self.pack.words("mouthpieces") for word in gap)):
                    continue
                bare = all(word.isalpha() and not self.pack.cues.exact((word,))[0] and not self.pack.auxiliaries.exact((word,))[0] for word in gap)
                return mention if len(gap) <= _GAP + 3 and bare else None
        return None
