"""Stance: what a sentence does with its events: reports, claims, blames, denies, threatens, recalls; and who says so.

Adds three layers. ``cues`` are the pack's stance words. ``voices`` are speakers (:mod:`eventx.annotate.speakers`),
``says`` the speech acts that join a word of reporting, claiming, blaming or denying to them
(:mod:`eventx.annotate.speech`).
"""

from __future__ import annotations

from spacy.tokens import Doc

from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.speakers import Speakers
from eventx.annotate.speech import Speech
from eventx.packs import Form, Pack

_RANK = {"noun": 0, "past": 2, "pres": 2, "imperf": 2}

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]


class Component:
    """Adds the layers ``cues``, ``voices`` and ``says``."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.heads = pack.cues.heads
        self.speakers = Speakers(pack)
        self.speech = Speech(pack)

    def __call__(self, doc: Doc) -> Doc:
        self.speakers.known = doc.user_data.setdefault("speakers", set())
        for sentence in doc._.sentences:
            sentence.language = self.pack.language
            self._cues(sentence)
            sentence.layers["voices"] = self.speakers.find(sentence)
            sentence.layers["says"] = self.speech.find(sentence)
        return doc

    def _parted(self, norm: list[str], index: int, size: int, forms: list[Form]) -> tuple[int, list[Form]]:
        """A phrase that an aside between commas parts: «parle, elle, de onze morts»."""
        if size > 1 or norm[index + 1 : index + 2] != [","]:
            return size, forms
        close = next((k for k in range(index + 3, min(index + 7, len(norm))) if norm[k] == ","), -1)
        if close < 0 or " ".join(norm[index + 2 : close]) not in self.pack.words("asides"):
            return size, forms
        whole, found = self.pack.cues.at([norm[index], *norm[close + 1 : close + 5]], 0)
        return (whole + close - index, found) if whole > 1 else (size, forms)

    def _dated(self, sentence: Sentence, index: int, size: int, forms: list[Form]) -> tuple[int, list[Form]]:
        """A phrase that a day parts: «a appelé | dimanche | à un cessez-le-feu»."""
        norm = sentence.norm
        for day in sentence.layer("dates"):
            start = day.prep if 0 <= day.prep < day.start else day.start
            if size < 2 and index < start <= index + 3:
                whole, found = self.pack.cues.at(norm[index:start] + norm[day.end : day.end + 4], 0)
                if whole > start - index:
                    return whole + day.end - start, found
        return size, forms

    def _cues(self, sentence: Sentence) -> None:
        found = []
        dated = {i for m in sentence.layer("dates") for i in range(m.start, m.end)}
        named = {i for m in sentence.layer("names") if m.size > 1 for i in range(m.start, m.end)}
        for index, word in enumerate(sentence.norm):
            if word not in self.heads:
                continue
            size, forms = self.pack.cues.at(sentence.norm, index)
            if size == 1 and index in named and sentence.raw[index][0].isupper():
                continue  # Roman, Victor: somebody's name
            size, forms = self._parted(sentence.norm, index, size, forms)
            size, forms = self._dated(sentence, index, size, forms)
            if (size and dated.isdisjoint((index, index + size - 1))) or any(form.rule.kind == "aggregate" for form in forms):
                ranked = sorted(forms, key=lambda form: _RANK.get(form.feature, 1))  # «démenti» is a verb before it is a noun
                for form in {form.rule.id: form for form in ranked}.values():
                    found.append(Mention("cues", index, index + size, form, form.rule.id))
        sentence.layers["cues"] = found
