"""Numbers: how many people, with bounds; and which numbers are ages, measures, calibres, roads or unit names.

Number words come from text2num; digits in every thousands style, ranges, qualifiers, collectives («une trentaine»,
"two dozen") and vague words from the pack's ``numbers.toml``. A number that counts something else than people is kept
in the layer ``measures`` so that no rule takes it for a toll.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc
from text_to_num import find_numbers

from eventx.annotate.layers import Mention, Number, Sentence, settle
from eventx.fold import words
from eventx.packs import Pack, Phrases

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_DIGITS = re.compile(r"^\d{1,12}$")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")
_DECIMAL = re.compile(r"^\d+[.,]\d{1,2}$")
_DASHED = re.compile(r"^(\d+)[–-](\d+)$")


class _Token:
    """What text2num asks of a token."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def text_lowercase(self) -> str:
        return self._text.lower()

    def nt_separated(self, previous: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


class Component:
    """Adds the layers ``numbers`` (counts) and ``measures`` (everything else with a number in it)."""

    def __init__(self, pack: Pack) -> None:
        self.language = pack.language
        table = pack.numbers
        self.people = pack.people
        self.qualifiers = Phrases()
        for kind, phrases in table["qualifier"].items():
            for phrase in phrases:
                self.qualifiers.add(phrase, kind)
        self.collective = {" ".join(words(key)): value for key, value in table["collective"].items()}
        self.vague = {" ".join(words(key)): value for key, value in table["vague"].items()}
        self.fixed = Phrases()
        for phrase, value in table["two"]["couple"].items():
            self.fixed.add(phrase, value)
        self.couples = self.fixed.heads
        self.several = Phrases()
        for phrase in table["several"]["words"]:
            self.several.add(phrase, True)
        self.zero = Phrases()
        for phrase in table["zero"]["words"]:
            self.zero.add(phrase, True)
        self.uncounted = self.several.heads | self.zero.heads
        self.join = {" ".join(words(word)) or word for word in table["range"]["join"]}
        self.rising = {" ".join(words(word)) for word in table["range"]["rising"]}
        self.between = {" ".join(words(word)) for word in table["range"]["between"]}
        self.scales = {" ".join(words(key)): value for key, value in table["range"]["scales"].items()}
        self.after = Phrases()
        for phrase in (*table["measure"]["after"], *table["measure"]["ages"]):
            self.after.add(phrase, True)
        self.before = {" ".join(words(word)) for word in table["measure"]["before"]}
        self.labels = {" ".join(words(word)) for word in table["measure"].get("labels", ())}
        self.unit_names = {" ".join(words(word)) for word in table["measure"]["unit_names"]}
        self.auxiliaries = pack.auxiliaries
        self.toll_verbs = pack.words("toll_verbs")
        self.of = {"de", "d", "of"}
        self.series = pack.words("and") | pack.words("or") | {","}
        self.articles = {" ".join(words(word)) for word in table["one"]["article"]}
        self.word_numbers = lru_cache(maxsize=512)(self._word_numbers)

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc._.sentences:
            self._sentence(sentence)
        return doc

    def _word_numbers(self, norms: tuple[str, ...], raws: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
        found = find_numbers([_Token(raw) for raw in raws], self.language, 0.0)
        spans = []
        for item in found:
            if item.is_ordinal or any(_DIGITS.match(norms[i]) for i in range(item.start, item.end)):
                continue
            if item.end - item.start == 1 and (norms[item.start] in self.articles or norms[item.start] == "mil"):
                continue  # «mil» alone is millet
            value = float(item.value)
            if value == int(value) and 0 < value < 10**10:
                spans.append((item.start, item.end, int(value)))
        return tuple(spans)

    def _sentence(self, sentence: Sentence) -> None:
        norm = sentence.norm
        busy = {i for mention in sentence.layer("dates") for i in range(mention.start, mention.end)}
        raw: list[tuple[int, int, int]] = []
        index = 0
        while index < len(norm):
            found = self._digits(sentence, index) if index not in busy else None
            if found:
                raw.append(found)
                index = found[1]
            else:
                index += 1
        for start, end, value in self.word_numbers(tuple(norm), tuple(sentence.raw)):
            if end == start + 1 and norm[start] in self.vague:
                continue  # "hundreds", "thousands" are no exact figures
            if busy.isdisjoint(range(start, end)) and not any(s < end and start < e for s, e, _ in raw):
                raw.append((start, end, value))
        counts: list[Mention] = []
        for start, end, value in sorted(raw):
            counts.append(self._scaled(norm, start, end, value))
        counts += self._collectives(norm, counts, busy)
        counts = self._spelled_out(norm, settle(counts))
        counts = self._ranges(sentence, counts)
        numbers: list[Mention] = []
        measures: list[Mention] = []
        for mention in reversed(counts):
            series = bool(measures) and 0 < measures[-1].start - mention.end <= 1 and norm[mention.end] in self.series
            if series or self._measure(sentence, mention):  # «45, 48 et 57 ans»: the unit closes the series
                measures.append(mention)
            else:
                numbers.append(self._qualified(norm, mention))
        taken = {i for mention in numbers + measures for i in range(mention.start, mention.end)} | busy
        for index in range(len(norm)):
            if index in taken or norm[index] not in self.uncounted:
                continue
            size, _ = self.several.at(norm, index)
            if size and taken.isdisjoint(range(index, index + size)):
                numbers.append(Mention("numbers", index, index + size, Number(3, 3, None, "several"), "numbers.several"))
            size, _ = self.zero.at(norm, index)
            if size and taken.isdisjoint(range(index, index + size)):
                numbers.append(Mention("numbers", index, index + size, Number(0, 0, 0, "zero"), "numbers.zero"))
        sentence.layers["numbers"] = settle(numbers)
        sentence.layers["measures"] = settle(measures)

    @staticmethod
    def _spelled_out(norm: list[str], counts: list[Mention]) -> list[Mention]:
        """«quarante-quatre (44) civils», "12 (twelve) dead": the number in brackets is the one before it."""
        made: list[Mention] = []
        for mention in counts:
            before = made[-1] if made else None
            same = before is not None and before.value.best == mention.value.best and norm[before.end : mention.start] == ["("]
            if before is not None and same and norm[mention.end : mention.end + 1] == [")"]:
                made[-1] = replace(before, end=mention.end + 1)
            else:
                made.append(mention)
        return made

    def _digits(self, sentence: Sentence, index: int) -> tuple[int, int, int] | None:
        text = sentence.norm[index]
        dashed = _DASHED.match(text)
        if dashed:
            return None
        if _GROUPED.match(text):
            return index, index + 1, int(re.sub("[.,]", "", text))
        if not _DIGITS.match(text):
            return None
        end, digits = index + 1, text
        while end < len(sentence.norm) and len(text) <= 3 and re.fullmatch(r"\d{3}", sentence.norm[end]):
            if sentence.starts[end] - sentence.ends[end - 1] != 1:
                break
            digits += sentence.norm[end]
            end += 1
        return index, end, int(digits)

    def _scaled(self, norm: list[str], start: int, end: int, value: int) -> Mention:
        if end < len(norm) and norm[end] in self.scales and len(norm[end]) > 1:
            return Mention("numbers", start, end + 1, Number(value * self.scales[norm[end]], None, None), "numbers.scale")
        return Mention("numbers", start, end, Number(value, value, value), "numbers.exact")

    def _collectives(self, norm: list[str], counts: list[Mention], busy: set[int]) -> list[Mention]:
        made = []
        for index, word in enumerate(norm):
            if index in busy:
                continue
            size, values = self.fixed.at(norm, index) if word in self.couples else (0, [])
            if size:
                value = values[0]
                made.append(Mention("numbers", index, index + size, Number(value, value, value, "about"), "numbers.fixed"))
            elif word in self.collective:
                start = index - 1 if index and norm[index - 1] in self.articles else index
                value = self.collective[word]
                for other in counts:  # «3 milliers», "two dozen"
                    if other.end == index:
                        start, value = other.start, other.value.best * value
                if start < index:
                    made.append(Mention("numbers", start, index + 1, Number(value, value, value, "about"), "numbers.collective"))
            elif word in self.vague:
                value, end = self.vague[word], index + 1
                if end + 1 < len(norm) and norm[end] in self.of and norm[end + 1] in self.vague:
                    value, end = value * self.vague[norm[end + 1]], end + 2
                more, _ = self.several.ending(norm, index)
                made.append(Mention("numbers", index - more, end, Number(value, value, None, "vague"), "numbers.vague"))
        return made

    def _ranges(self, sentence: Sentence, counts: list[Mention]) -> list[Mention]:
        norm, merged, skip = sentence.norm, [], -1
        for i, mention in enumerate(counts):
            if i <= skip:
                continue
            follower = counts[i + 1] if i + 1 < len(counts) else None
            if follower is not None and mention.value.kind == "exact" == follower.value.kind:
                gap = norm[mention.end : follower.start]
                before = norm[mention.start - 1] if mention.start else ""
                dashed = not gap and sentence.starts[follower.start] - sentence.ends[mention.end - 1] == 1 and bool(
                    re.match(r"\d", norm[mention.end - 1])
                ) and bool(re.match(r"\d", norm[follower.start]))
                joined = len(gap) == 1 and gap[0] in self.join and gap[0] not in ("et", "and")
                between = before in self.between and len(gap) == 1 and gap[0] in ("et", "and", "a", "to")
                low, high = mention.value.best, follower.value.best
                if between and before not in ("entre", "between") and mention.start > 1 and norm[mention.start - 2] in self.rising:
                    merged.append(Mention("numbers", mention.start - 1, follower.end, follower.value, "numbers.risen"))  # «est passé de 8 à 41 morts»
                    skip = i + 1
                    continue
                if (dashed or joined or between) and low < high < low * 20 + 20:
                    start = mention.start - (1 if between else 0)
                    merged.append(Mention("numbers", start, follower.end, Number(low, low, high, "range"), "numbers.range"))
                    skip = i + 1
                    continue
            merged.append(mention)
        return merged

    def _measure(self, sentence: Sentence, mention: Mention) -> bool:
        norm = sentence.norm
        if mention.start > 1 and norm[mention.start - 1] == "h" and norm[mention.start - 2].isdigit():
            return True  # «vers 05 h 40»
        size, _ = self.after.at(norm, mention.end) if mention.end < len(norm) else (0, [])
        if size and norm[mention.end] in ("m", "h") and sentence.raw[mention.end] != norm[mention.end]:
            size = 0
        if size or (mention.end < len(norm) and norm[mention.end] in self.unit_names and not self.people.at(norm, mention.end + 1)[0]):
            return True
        first, last = norm[mention.start], norm[mention.end - 1]
        if _DECIMAL.match(first) or (mention.end < len(norm) and re.fullmatch(r"[a-z]{1,2}", norm[mention.end]) and (
            sentence.starts[mention.end] == sentence.ends[mention.end - 1]
        )):
            return True
        if mention.start:
            before, raw = norm[mention.start - 1], sentence.raw[mention.start - 1]
            glued = sentence.starts[mention.start] - sentence.ends[mention.start - 1] <= 1
            if before in self.labels and last.isdigit() and mention.size == 1 and self._stands_alone(norm, mention.end):
                return True
            if before in self.before and not (len(before) == 1 and before not in ("m", "n")):
                nothing_follows = mention.end >= len(norm) or not norm[mention.end].isalpha()
                toll = any(" ".join(norm[max(0, mention.start - n) : mention.start]) in self.toll_verbs for n in (2, 3, 4))
                if not toll and (before not in ("a", "at", "vers", "war") or nothing_follows):
                    return True
            if glued and sentence.starts[mention.start] - sentence.ends[mention.start - 1] <= 1 and re.fullmatch(
                r"[A-Z]{1,4}|[Mm]ig|Su|Il|Tu|Mi|Ka|An|CH|Grad|Shahed|Kh", raw
            ) and first.isdigit():
                return True
        return last.isdigit() and mention.size == 1 and len(last) == 4 and 1900 <= int(last) <= 2099 and self._year(norm, mention)

    def _stands_alone(self, norm: list[str], end: int) -> bool:
        """Whether nothing that a number could count follows: a sign, a verb or the end."""
        return end >= len(norm) or not norm[end].isalpha() or self.auxiliaries.exact((norm[end],))[0]

    @staticmethod
    def _year(norm: list[str], mention: Mention) -> bool:
        """A bare four-digit number of this and the last century is a year unless it counts what follows."""
        before = norm[mention.start - 1] if mention.start else ""
        return before in {"en", "in", "since", "depuis", "de", "of", "l", "annee", "fin", "debut", "mi", "by", "until", "from"} or (
            mention.end >= len(norm) or not norm[mention.end].isalpha()
        )

    def _qualified(self, norm: list[str], mention: Mention) -> Mention:
        size, kinds = self.qualifiers.ending(norm, mention.start)
        start, value = mention.start, mention.value
        if value.low is None and value.high is None:
            value = Number(value.best, value.best, value.best, value.kind)
        if size:
            start -= size
            kind, best = kinds[0], value.best
            if kind == "at_least":
                value = Number(best, best, None if value.kind != "range" else value.high, "at_least")
            elif kind == "up_to":
                value = Number(best, None, best, "up_to")
            elif value.kind == "exact":
                value = Number(best, best, best, "about")
        return Mention("numbers", start, mention.end, value, mention.rule)
