"""Parties: people and forces as a phrase with a head noun, a number, a state and an allegiance.

«Au moins 33 soldats turcs», "sixteen fighters of the Syrian regime", «les positions de l'armée», "Hezbollah",
«la Turquie», "two Palestinians", «18 morts dont 13 civils» each give one mention in the layer ``parties``.
"""

from __future__ import annotations

import itertools

from spacy.tokens import Doc

from eventx.annotate.backing import Backing
from eventx.annotate.kinds import ARMED, FORCES, STATE_BODIES, STATES
from eventx.annotate.layers import Mention, Number, Party, Sentence, settle
from eventx.annotate.named import SINGLE, Names
from eventx.annotate.prepositions import Prepositions
from eventx.gazetteers.places import place_index
from eventx.packs import Pack, Person, Phrases

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_REACH = 6  # words that adjectives, numbers and names may stand left of their noun


class Component:
    """Adds the layer ``parties`` and the prepositional role of every party, place, date and number."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.backing = Backing(pack)
        self.skip = pack.words("adjectives_skip")
        self.assets = pack.words("noun_of")
        self.held = pack.words("held_suffixes")
        self.possessives = pack.words("possessive") | pack.words("possessive_first")
        self.age_words = pack.words("age_words")
        self.objects = pack.words("force_objects")
        self.flyers = pack.words("flyers")
        self.ordinals = set(pack.dates["ordinal_suffixes"])
        self.compounds = pack.words("compound_heads")
        self.definite = {
            **dict.fromkeys(pack.words("indefinite"), "indefinite"),
            **dict.fromkeys(pack.words("definite"), "definite"),
            **dict.fromkeys(pack.words("demonstrative"), "demonstrative"),
            **dict.fromkeys(pack.words("possessive"), "possessive"),
            **dict.fromkeys(pack.words("possessive_first"), "first"),
            **dict.fromkeys(pack.words("another"), "another"),
        }
        self.complementizers = pack.words("complementizers")
        self.names = Names(pack, place_index(), self.definite)
        self.prepositions = Prepositions(pack, self.definite)
        self.articles = {" ".join(word.split()) for word in pack.numbers["one"]["article"]}
        self.bare_plural = set(pack.numbers["several"]["bare"])
        self.quotes = set(pack.quotes) | set(pack.quotes.values())
        self.of = {word for word in ("de", "d", "du", "des", "of", "from") if "of" in pack.roles.exact((word,))[1] or word == "from"}
        self.no_people = Phrases()
        for phrase in pack.words("no_people"):
            self.no_people.add(phrase, True)
        self.asset_heads = pack.heads("noun_of")
        self.heads = self.no_people.heads | pack.people.heads | self.asset_heads

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc._.sentences:
            self._sentence(sentence)
        return doc

    def _sentence(self, sentence: Sentence) -> None:
        norm = sentence.norm
        names = {mention.start: mention for mention in sentence.layer("names")}
        name_ends = {mention.end: mention for mention in sentence.layer("names")}
        numbers = {mention.end: mention for mention in sentence.layer("numbers")}
        heads: list[tuple[int, int, tuple[Person, ...], bool]] = []
        index = 0
        while index < len(norm):
            if norm[index] not in self.heads:
                index += 1
                continue
            other = self.no_people.at(norm, index)[0]
            if other:  # "the general hospital", "Jibia local government area"
                index += other
                continue
            size, people = self.pack.people.at(norm, index)
            if size and people[0].kind == "person" and self._adjective(norm, names.get(index)):
                index += size
                continue
            named = size and any(m.start <= index and m.end == index + size and any(e.type == "group" for e in m.value.actors) for m in names.values())
            if size == 1 and people[0].kind in ARMED and people[0].number == "sg" and self._surname(sentence, index):
                index += 1
                continue  # Zabihullah Mujahid
            if size and not named and not any(m.start < index + size and index < m.end and m.size > size for m in names.values()):
                heads.append((index, index + size, tuple(people), False))
                index += size
                continue
            size = next((s for s in (2, 1) if " ".join(norm[index : index + s]) in self.assets), 0) if norm[index] in self.asset_heads else 0
            if size and index not in names:
                heads.append((index, index + size, (), True))
            index += max(size, 1)
        parties: list[Mention] = []
        for start, end, persons, asset in heads:
            made = self._party(sentence, start, end, persons, asset, names, name_ends, numbers)
            if made:
                parties.append(made)
        parties += self.names.alone(sentence, parties, numbers)
        parties += self.names.paired(sentence, parties)
        parties = self._shared(sentence, self._nested(sentence, settle(parties)))
        parties = self.names.headed(sentence, parties)
        self.names.bracketed(sentence, parties)
        parties = [m for m in parties if not self._holds(sentence, m)]
        sentence.layers["parties"] = parties
        for layer in ("parties", "names", "dates", "numbers"):
            for mention in sentence.layer(layer):
                self.prepositions.give(norm, mention, counted=any(m.start == mention.start for m in sentence.layer("numbers")))
        for mention in sentence.layer("names"):
            self.prepositions.aside(norm, mention)
        for before, mention in zip(sentence.layer("names"), sentence.layer("names")[1:], strict=False):
            gap = [word for word in norm[before.end : mention.start] if word not in self.definite]
            if gap and not mention.role and before.role and all(word in self.pack.words("and") or word == "," for word in gap):
                mention.role, mention.prep = before.role, before.prep  # "brokered by Moscow and Ankara"

    def _surname(self, sentence: Sentence, index: int) -> bool:
        """Whether a noun with a capital follows a word with one that is no other noun or name: part of somebody's name."""
        raw, norm = sentence.raw, sentence.norm
        if index < 1 or not raw[index][0].isupper() or raw[index].isupper() or not raw[index - 1][0].isupper() or raw[index - 1].isupper() or not norm[index - 1].isalpha():
            return False
        known = {i for m in sentence.layer("names") for i in range(m.start, m.end)}
        return index - 1 not in known and norm[index - 1] not in self.definite and norm[index - 1] not in self.skip and not self.pack.people.ending(norm, index, longest=3)[0]

    # -- one phrase ---------------------------------------------------------------------------------------------

    def _party(
        self, sentence: Sentence, start: int, end: int, people: tuple[Person, ...], asset: bool,
        names: dict[int, Mention], name_ends: dict[int, Mention], numbers: dict[int, Mention],
    ) -> Mention | None:  # fmt: skip
        norm = sentence.norm
        person = people[0] if people else Person("asset", "pl", "")
        party = Party(person.kind, descriptor=person.descriptor, plural=person.number != "sg")
        if person.kind in STATES:
            party.state, party.kind = person.kind, "person"
        party.object = asset and any(word in self.objects for word in norm[start:end])
        left = start
        measures = {m.end: m for m in sentence.layer("measures")}
        for _ in range(_REACH):
            if left in numbers:
                party.number = numbers[left].value
                left = numbers[left].start
                break
            if left in name_ends:
                mention = name_ends[left]
                self.names.allegiance(party, mention)
                left = mention.start
                continue
            if not left:
                break
            word = norm[left - 1]
            if (word in self.of and left - 1 in numbers) or self.backing.before(norm, left, name_ends):
                left -= 1
                continue
            if word in self.quotes and left - 1 in numbers:
                left -= 1  # «quinze "terroristes"»
                continue
            if word in self.of and left > 1 and norm[left - 2] in self.quotes and left - 2 in numbers:
                left -= 2  # «"plus d'une centaine" d'assaillants»
                continue
            inner, found = self.pack.people.ending(norm, left, longest=3)
            if word in self.definite and not (word in self.complementizers and party.plural):  # "and that troops returned fire"
                party.definite = self.definite[word]
                if party.definite == "first":
                    party.first_person = True
                left -= 1
                if party.definite in ("another",):
                    continue
                if left and norm[left - 1] in self.definite and self.definite[norm[left - 1]] == "indefinite":
                    left -= 1
                break
            if word in self.skip and left - 1 not in names:
                left -= 1
            elif left in measures and norm[left] in self.age_words:
                left = measures[left].start  # "his three year old daughter"
            elif word in self.age_words:
                left -= 1
            elif word in self.ordinals or (word.isdigit() and left < start and norm[left] in self.ordinals):
                left -= 1  # «la 30e brigade»
            elif inner and not any(m.start < left <= m.end for m in names.values()) and found[0].kind not in STATES and not self._list(norm, left):
                self._inherit(party, found[0].kind)
                left -= inner
            elif word in self.assets or (word == "s" and left - 1 in name_ends):
                left -= 1
            elif self._unknown(norm, left, numbers):
                left -= 1  # "our heroic comrades": a word that no list has
            else:
                break
        if party.number is not None or left in measures:
            total = measures[left].start if left in measures else left
            of = next((k for k in (total - 1, total - 2) if k in numbers and all(word in self.of or word in self.definite for word in norm[k:total])), -1)
            if of >= 0:
                party.number, left = numbers[of].value, numbers[of].start  # «41 des 64 drones», "two of the five attackers"
        if party.number is None and left > 1 and norm[left - 1] in self.of and left - 1 in numbers:
            party.parts = ("part",) if party.state else ()  # "three of the dead are children"
            party.number = numbers[left - 1].value  # "one of its soldiers", «deux de ses neveux»
            left = numbers[left - 1].start
        right = end
        compound = bool(people) and right < len(norm) and norm[right] in self.compounds
        if compound:
            right += 1
        right = self._right(sentence, party, right, names)
        if asset and any(word in self.flyers for word in norm[start:end]):
            party.kind = "airforce" if party.actors or party.countries or party.definite == "possessive" else party.kind
        if asset and not (party.actors or party.countries or party.peoples or party.kind != "asset" or party.definite == "possessive"):
            return None  # a possessive waits for its holder
        if person.number == "pair" and party.number is None:
            party.number = Number(2, 2, 2)  # «un couple», whose daughter died too
        if party.kind == "family" and party.number is None:
            party.number = self._members(norm, right, sentence)
        if party.state and party.number is None and (not party.definite or (party.definite == "indefinite" and person.number == "pl")):
            return None  # a bare participle: «ont été tués», "a rocket killed"
        if party.state and party.number is None and left < start and right < len(norm) and (norm[right] in self.definite or any(m.start == right for m in sentence.layer("numbers"))):
            return None  # "the gunmen killed more than 40 people": the verb
        if party.number is None and (person.number == "sg" or party.state) and party.definite in ("indefinite", "another"):
            party.number = SINGLE
        elif party.state and person.number == "sg":
            pass  # «la mort des soldats» counts nobody
        elif party.number is None and person.number == "sg" and person.kind not in ("military", "police", "government"):
            party.number = SINGLE if party.definite != "demonstrative" else None
        elif party.number is None and person.number == "pl" and left < start and norm[left] in self.bare_plural and norm[left] == "des":
            party.number = Number(3, 3, None, "several")
        if compound and party.number is not None and party.number.kind in ("one", "exact"):
            party.number = None  # "a student dormitory" counts no student
        return Mention("parties", left, right, party, f"people.{person.kind}", head=start)

    def _members(self, norm: list[str], end: int, sentence: Sentence) -> Number | None:
        """"A family of four", «une famille de six personnes»: the number behind says how many are meant."""
        if end + 1 >= len(norm) or norm[end] not in self.of:
            return None
        return next((m.value for m in sentence.layer("numbers") if m.start == end + 1), None)

    def _unknown(self, norm: list[str], left: int, numbers: dict[int, Mention]) -> bool:
        """Whether one or two words of no list stand between a noun and its determiner or number."""
        for k in (left - 1, left - 2):
            if k < 1:
                return False
            word = norm[k]
            if len(word) < 4 or not word.isalpha() or self.pack.roles.exact((word,))[0] or self.pack.auxiliaries.exact((word,))[0]:
                return False
            if word in self.pack.words("and") or word in self.pack.words("relatives") or any(form.feature not in ("noun", "part") for form in self.pack.triggers.exact((word,))[1]):
                return False
            if any(form.feature in ("past", "pres", "part") for form in self.pack.cues.exact((word,))[1]):
                return False
            if norm[k - 1] in self.definite or k in numbers:
                return norm[k - 1] in self.possessives or k in numbers
        return False

    @staticmethod
    def _list(norm: list[str], left: int) -> bool:
        return norm[left - 1] in (",", "and", "et", "ou", "or")

    @staticmethod
    def _inherit(party: Party, kind: str) -> None:
        """A noun before or after the head that says more than it does: "police officers", «hommes de l'armée»."""
        party.owned = party.owned or kind in STATE_BODIES or kind == "government"
        if party.kind in ("asset", "person", "militant", "official", "gunmen", "journalist") or kind in ("airforce", "navy"):
            if not (party.kind == "militant" and kind in ("person", "civilian")):
                party.kind = "military" if kind == "government" and party.kind != "official" else kind

    def _right(self, sentence: Sentence, party: Party, right: int, names: dict[int, Mention]) -> int:
        norm = sentence.norm
        for _ in range(6):
            if right >= len(norm):
                return right
            loyal = self.backing.loyal(norm, right)
            backer = self.backing.after(norm, right, names, participles=party.kind in ARMED)
            if backer >= 0:
                party.pro = not loyal
                self.names.allegiance(party, names[backer])
                right = names[backer].end
                continue
            if right in names and (names[right].value.actors or norm[right - 1] in self.of or party.kind == "asset"):
                mention = names[right]
                kinds = {entry.type for entry in mention.value.actors}
                if kinds and kinds <= {"country"} and norm[right - 1] not in self.definite and norm[right - 1] not in self.of:
                    return right
                if not kinds and not self._force(party):
                    return right
                self.names.allegiance(party, mention)
                right = mention.end
                continue
            word = norm[right]
            step = right + 1
            if word in self.of and step < len(norm):
                while step < len(norm) and step not in names and step - right <= 3 and (norm[step] in self.definite or norm[step] in self.assets):
                    step += 1
                inner, found = self.pack.people.at(norm, step) if step < len(norm) else (0, [])
                if step in names and names[step].value.actors:
                    if {entry.type for entry in names[step].value.actors} <= {"country"} and not self._force(party):
                        return right
                    right = step
                    continue
                if step in names and self._force(party) and not names[step].value.actors:
                    self.names.allegiance(party, names[step])
                    right = names[step].end
                    continue
                if inner and found[0].kind in STATE_BODIES:
                    party.descriptor = party.descriptor or found[0].descriptor  # «l'aviation de la coalition»
                if inner and found[0].kind not in STATES and (party.kind in ("asset", "person", "militant", "official") or self._force(party)):
                    if party.kind == "asset" or found[0].kind in FORCES:
                        self._inherit(party, found[0].kind)
                        right = step + inner
                        continue
                return right
            if word in self.skip and right + 1 < len(norm) and (right + 1 in names or norm[right + 1] in self.skip) and word not in ("deux",):
                right += 1
                continue
            if word in self.skip and word.startswith(("arme", "masque", "presume", "civil", "encagoul", "suspect")):
                right += 1
                continue
            return right
        return right

    def _adjective(self, norm: list[str], mention: Mention | None) -> bool:
        """Whether a word for people only tells whose the next ones are: "Palestinian gunmen"."""
        if mention is None or not any(entry.type == "demonym" for entry in mention.value.actors):
            return False
        return mention.end < len(norm) and self.pack.people.at(norm, mention.end)[0] > 0

    @staticmethod
    def _force(party: Party) -> bool:
        return party.kind in FORCES or party.kind == "asset"

    def _holds(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a force only says whose a place is: "the rebel-held town of X", "government-controlled areas"."""
        norm, end = sentence.norm, mention.end
        if end + 1 >= len(norm) or norm[end] not in self.held:
            return False
        places = self.pack.words("place_nouns") | self.pack.words("area_words")
        return any(word in places for word in norm[end + 1 : end + 4]) or any(m.start == end + 1 for m in sentence.layer("names"))

    def _shared(self, sentence: Sentence, parties: list[Mention]) -> list[Mention]:
        """A participle behind a list is said of every item: «11 soldats, 4 miliciens et une trentaine d'assaillants tués»."""
        state = ""
        for position in range(len(parties) - 1, 0, -1):
            mention, before = parties[position], parties[position - 1]
            if mention.value.state in ("dead", "injured") and mention.head > mention.start and self.pack.people.ending(sentence.norm, mention.head, longest=3)[0]:
                state = mention.value.state
            gap = [word for word in sentence.norm[before.end : mention.start] if word not in self.definite]
            listed = len(gap) <= 3 and sum(word == "," or word in self.pack.words("and") for word in gap) == 1 and (gap[-1] == "," or gap[-1] in self.pack.words("and"))
            verbal = any(self.pack.auxiliaries.exact((word,))[0] or self.pack.triggers.exact((word,))[0] or self.pack.roles.exact((word,))[0] for word in gap[:-1])
            if not state or not listed or verbal or before.value.state or before.value.number is None:
                state = ""
                continue
            before.value.state, before.value.plural = state, True
        return parties

    def _nested(self, sentence: Sentence, parties: list[Mention]) -> list[Mention]:
        """Mark parties that are parts of the one before («sept civils, dont trois enfants») and widen bare states.

        "three dead and five wounded fighters"; «12 morts, 7 soldats et 5 civils» is left to the assembler.
        """
        for before, mention in itertools.pairwise(parties):
            gap = sentence.norm[before.end : mention.start]
            if not gap or len(gap) > 4:
                continue
            size, roles = self.pack.roles.ending(sentence.norm, mention.start)
            if size and "including" in roles:
                mention.value.parts = ("part",)
            if mention.value.number is not None and before.value.number is None and gap == [","]:
                continue
        return parties
