"""Clause boundaries: relative pronouns, subordinators, strong punctuation and brackets cut a sentence into clauses."""

from __future__ import annotations

from eventx.annotate.layers import Mention, Sentence
from eventx.packs import Pack

_STRONG = frozenset(";:()[]—–|•")
_CLAUSE = 9  # words between "two days after" and the verb that it leads to


def opens(sentence: Sentence, day: Mention) -> Mention | None:
    """The finite verb of the clause that "two days after" opens («deux jours après que …»), None before a noun."""
    for t in sentence.layer("triggers"):
        if day.end < t.start <= day.end + _CLAUSE:
            if t.value.voice != "nominal":
                finite = t.value.tense in ("past", "present") and not {",", ";", "."} & set(sentence.norm[day.end : t.start])
                return t if finite else None
            if t.role in ("", "of", "event", "since") and not t.value.forms[0].rule.weapon:
                return None
    return None


class Cutter:
    """Gives every word of a sentence the number of its clause."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.relatives = pack.words("relatives")
        self.breaks, self.break_heads = pack.words("clause_breaks"), pack.heads("clause_breaks")
        self.pronouns = pack.words("pronouns") | pack.words("first_person")
        self.and_ = pack.words("and")
        self.definite = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")
        self.clitics = pack.words("verb_skip") | pack.words("clitics")

    def cut(self, sentence: Sentence) -> None:
        norm, number, index = sentence.norm, 0, 0
        inside = {i for layer in ("names", "dates", "numbers", "parties", "triggers") for m in sentence.layer(layer) for i in range(m.start + 1, m.end)}
        sentence.breaks = [0] * len(norm)
        elapsed = {m.start for m in sentence.layer("dates") if m.value.kind == "elapsed" and opens(sentence, m) is not None}
        outer, highest = [], 0
        aside: list[int] = []  # clauses that a relative clause between commas interrupts
        parts = {m.prep for layer in ("parties", "numbers") for m in sentence.layer(layer) if m.role == "including"}
        while index < len(norm):
            size = 0
            if index not in inside and index not in parts:
                if index in elapsed:
                    number = highest + 1
                elif sentence.raw[index] in "([":
                    outer.append(number)
                    number = highest + 1
                elif sentence.raw[index] in ")]" and outer:
                    number = outer.pop()  # what a bracket interrupts goes on behind it
                elif norm[index] == "," and aside and (self._resumes(sentence, index) or self._begins(sentence, index, aside[-1])):
                    number = aside.pop()  # «La localité, où …, avait été prise»
                elif norm[index] == "," and self._asyndeton(sentence, index):
                    number = highest + 1
                elif norm[index] in _STRONG or sentence.raw[index] in _STRONG or (norm[index] in self.relatives and index and norm[index - 1] != "de" and not any(" ".join(norm[max(0, index - size) : index + 1]) in self.and_ for size in (1, 2))):
                    aside = [number] if norm[index] in self.relatives and "," in norm[max(0, index - 3) : index] else []  # ", four of whom …,"
                    number = highest + 1
                elif norm[index] in self.break_heads:
                    for length in (3, 2, 1):
                        if " ".join(norm[index : index + length]) in self.breaks and not self._role_word(sentence, index, length):
                            number, size = highest + 1, length
                            break
            highest = max(highest, number)
            sentence.breaks[index] = number
            for extra in range(1, size):
                if index + extra < len(norm):
                    sentence.breaks[index + extra] = number
            index += max(size, 1)

    def _resumes(self, sentence: Sentence, index: int) -> bool:
        """Whether the verb group of an interrupted clause follows a comma."""
        norm = sentence.norm
        if index + 1 >= len(norm) or norm[index + 1] in self.relatives or norm[index + 1] in self.and_:
            return False
        k = index + 1
        while k < min(index + 4, len(norm)) and norm[k] in self.clitics:
            k += 1
        if k >= len(norm):
            return False
        return self._auxiliary(norm[k]) or any(t.start == k and t.value.voice != "nominal" and t.value.tense not in ("gerund", "participle") for t in sentence.layer("triggers"))

    def _begins(self, sentence: Sentence, index: int, outer: int) -> bool:
        """Whether the main clause only comes now, with its subject: «Selon le chef, qui doit rencontrer …, la Russie a lancé»."""
        norm = sentence.norm
        opened = [k for k in range(index) if sentence.breaks[k] == outer]
        if any(t.start in opened and t.value.voice != "nominal" for t in sentence.layer("triggers")) or any(self._auxiliary(norm[k]) for k in opened):
            return False
        inner = [k for k in range(index) if sentence.breaks[k] > outer and k > max(opened, default=0)]
        if not any(self._auxiliary(norm[k]) for k in inner) and not any(t.start in inner for t in sentence.layer("triggers")):
            return False
        subject = next((m for layer in ("parties", "names") for m in sentence.layer(layer) if m.start == index + 1), None)
        if subject is None:
            return False
        follows = range(subject.end, min(subject.end + 4, len(norm)))
        return any(self._auxiliary(norm[k]) or any(t.start == k and t.value.voice != "nominal" for t in sentence.layer("triggers")) for k in follows)

    def _auxiliary(self, word: str) -> bool:
        return bool(self.pack.auxiliaries.exact((word,))[0]) and word not in self.definite and not self.pack.roles.exact((word,))[0]

    def _asyndeton(self, sentence: Sentence, index: int) -> bool:
        """In a headline a comma may join two sentences: "Strike kills 30, rocket kills 12"."""
        if sentence.zone is not None and sentence.zone.kind != "title":
            return False
        verbs = [t for t in sentence.layer("triggers") if t.value.voice != "nominal" and index + 1 < t.start <= index + 6]
        heads = [m for layer in ("parties", "triggers") for m in sentence.layer(layer) if index < m.start <= index + 3]
        before = any(t.value.voice != "nominal" and t.end <= index for t in sentence.layer("triggers"))
        if before and any(m.value.state in ("dead", "injured") and index < m.start <= index + 2 for m in sentence.layer("parties")):
            return True  # "M23 takes Masisi, nine civilians killed near Beni"
        return bool(before and verbs and any(m.start < verbs[0].start and m is not verbs[0] for m in heads))

    def _role_word(self, sentence: Sentence, index: int, length: int) -> bool:
        """"after the attack" is a preposition, "after they attacked" opens a clause: the next words decide."""
        norm = sentence.norm
        if self.pack.roles.exact(tuple(norm[index : index + length]))[0] and any(m.start == index + length for m in sentence.layer("dates")):
            return True  # "since Wednesday"
        if self.pack.roles.at(norm, index)[0] > length:
            return True  # "as were two policemen"
        if length > 1 or "event" not in self.pack.roles.exact((norm[index],))[1]:
            return False
        for k in range(index + 1, min(index + 7, len(norm))):
            size, forms = self.pack.triggers.at(norm, k)
            if size and forms[0].rule.weapon and any(t.value.voice != "nominal" and k < t.start <= k + 4 for t in sentence.layer("triggers")):
                return False  # "before a rocket crashed"
            if size:
                return forms[0].feature in ("noun", "ger")
            if k <= index + 3 and any(m.start == k and m.layer == "parties" for m in sentence.layer("parties")) and any(
                t.value.voice != "nominal" and k < t.start <= k + 12 and not any(w in _STRONG or w == "," for w in norm[k : t.start])
                for t in sentence.layer("triggers")
            ):
                return False  # "after another group entered the town"
            if norm[k] in self.pronouns or self.pack.auxiliaries.exact((norm[k],))[0]:
                return False
        return True
