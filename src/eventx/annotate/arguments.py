"""Arguments: the mentions of a sentence that can fill a role, and which of them belong together."""

from __future__ import annotations

from eventx.annotate.layers import Mention, Sentence
from eventx.packs import Pack


def free(mention: Mention) -> bool:
    """Whether no preposition has given a mention its role yet."""
    return mention.role in ("", "besides") or (mention.role == "event" and mention.layer == "parties" and mention.value.kind != "country")


def next_verb(sentence: Sentence, mention: Mention) -> int:
    """Where the next verb after a mention stands; the sentence's length when none does."""
    return next((t.start for t in sentence.layer("triggers") if t.start >= mention.end and t.value.voice != "nominal"), len(sentence.norm))


class Arguments:
    """Finds the arguments of a sentence and what is joined to one of them."""

    def __init__(self, pack: Pack) -> None:
        self._known: tuple[Sentence | None, list[Mention]] = (None, [])
        self.and_ = pack.words("and")
        self.auxiliaries = pack.auxiliaries
        self.of = pack.words("of_words")
        self.allied = pack.words("allied_words")
        self.complementizers = pack.words("complementizers")
        self.definite = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")

    def all(self, sentence: Sentence) -> list[Mention]:
        """Parties, and numbers that stand alone, and places: everything that can fill a role, in text order.

        Remembered for the sentence asked about last: every trigger of it asks, and its layers stand by then.
        """
        if self._known[0] is not sentence:
            self._known = sentence, self._all(sentence)
        return list(self._known[1])

    def _all(self, sentence: Sentence) -> list[Mention]:
        speakers = []
        for says in sentence.layer("says"):
            for v in says.value.voices if says.value.kind in ("say", "deny") else ():
                reach = 9 if self._named_aside(sentence, v.end, says.start) else 3
                if v.start - says.end <= 3 and says.start - v.end <= reach:
                    speakers.append(v)
        parties = [m for m in sentence.layer("parties") if not any(v.start < m.end and m.start < v.end for v in speakers)]
        phrases = [t for t in sentence.layer("triggers") if t.size > 1]  # "an artillery bombardment": no gunners
        parties = [m for m in parties if m.value.actors or m.value.countries or not any(t.start <= m.head and m.end <= t.end for t in phrases)]
        parties = [m for k, m in enumerate(parties) if not (k and sentence.raw[parties[k - 1].end : m.start] == ["("] and sentence.raw[m.end : m.end + 1] == [")"])]  # «les Forces armées de RDC (FARDC)»
        taken = {i for m in parties for i in range(m.start, m.end)}
        numbers = [m for m in sentence.layer("numbers") if (taken.isdisjoint(range(m.start, m.end)) and m.value.kind not in ("several", "zero")) or (m.value.kind in ("several", "zero") and m.size > 1 and taken.isdisjoint(range(m.start, m.end)))]
        places = [m for m in sentence.layer("names") if m.value.places and taken.isdisjoint(range(m.start, m.end))]
        places = [m for m in places if not any(v.start <= m.start and m.end < v.end for v in speakers)]  # "…, Niger state police spokesman X said"
        return sorted([*parties, *numbers, *places], key=lambda m: m.start)

    def coordinated(self, sentence: Sentence, mention: Mention, *, backwards: bool = False) -> list[Mention]:
        """The mention and what is joined to it by a comma or «et» before any other word."""
        arguments = self.all(sentence)
        try:
            position = arguments.index(mention)
        except ValueError:
            return [mention]
        group, joined = [mention], False
        step = -1 if backwards else 1
        while 0 <= position + step < len(arguments):
            other = arguments[position + step]
            first, second = (other, group[0]) if backwards else (group[-1], other)
            gap = [word for word in self._open(sentence, first.end, second.start) if (word not in self.definite and word not in self.allied) or word in self.complementizers]
            if len(gap) > 1 and gap[0] in self.of and gap[-1] in self.and_ and len(gap) <= 4 and all(word.isalpha() for word in gap):
                gap = gap[-1:]  # "three fighters of the tribes and one SDF member"
            if other.layer != mention.layer or not gap or not all(word in self.and_ or word == "," for word in gap):
                break
            if not backwards and gap == [","] and other.value is not None and self._acts(sentence, other.end):
                break  # «après avoir tué dix civils, les assaillants ont été …»: the subject of what follows
            if backwards:
                group.insert(0, other)
            else:
                group.append(other)
            joined = joined or any(word in self.and_ for word in gap)
            position += step
        if backwards and not joined:
            return [mention]  # «selon une ONG basée en Norvège, des policiers l'ont frappé»: no list without its last «et»
        return group

    def _acts(self, sentence: Sentence, end: int) -> bool:
        """Whether a verb group begins right behind a mention."""
        norm = sentence.norm
        return end < len(norm) and (self.auxiliaries.at(norm, end)[0] > 0 or any(t.start == end and t.value.voice == "active" for t in sentence.layer("triggers")))

    @staticmethod
    def _open(sentence: Sentence, start: int, end: int) -> list[str]:
        """The words between two mentions, without an age and what a bracket or quotation marks add."""
        raw = sentence.raw[start:end]
        age = next((m for m in sentence.layer("measures") if start <= m.start <= start + 1 and m.end < end), None)
        if age is not None and sentence.norm[age.end].isalpha():
            start = age.end + 1  # «un homme de 67 ans et une femme de 61 ans»
        if raw[:1] == ["("] and ")" in raw:
            start += raw.index(")") + 1
        return [word for word in sentence.norm[start:end] if word not in ('"', "«", "»", "“", "”")]

    @staticmethod
    def _named_aside(sentence: Sentence, start: int, end: int) -> bool:
        """Whether only a name in commas stands between a speaker and the verb: "a councillor, Bello Nahuche, said"."""
        words = sentence.raw[start:end]
        return bool(words) and words[0] == words[-1] == "," and all(word == "," or not word[0].islower() for word in words)
