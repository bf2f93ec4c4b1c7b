"""Sentences: the words of a zone, folded, cut where a sentence ends; which words stand inside quotation marks."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from eventx.annotate.headings import Headings
from eventx.annotate.layers import Sentence
from eventx.fold import fold_word
from eventx.packs import Pack

NEEDS: list[str] = []
GIVES = ["doc._.sentences"]

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("»”’\"')]")
_LONGEST = 400  # words; a «sentence» beyond it is a table or noise, and is cut so that no rule sees it whole


class Component:
    """Cuts a Doc into :class:`Sentence` objects."""

    def __init__(self, pack: Pack) -> None:
        self.abbreviations = pack.abbreviations
        self.quotes = pack.quotes
        self.headings = Headings(pack)

    def __call__(self, doc: Doc) -> Doc:
        sentences: list[Sentence] = []
        current = Sentence(None, 0, [], [], [], [])
        closing = ""
        tokens = [(token.text, token.idx) for token in doc]
        for index, (text, offset) in enumerate(tokens):
            if text.isspace():
                follower = tokens[index + 1][0] if index + 1 < len(tokens) else ""
                if "\n" in text and current.raw and not follower[:1].islower():  # a hard-wrapped line goes on
                    sentences.append(current)
                    current, closing = Sentence(None, 0, [], [], [], []), ""
                continue
            norm = fold_word(text)
            if closing and text == closing:
                closing = ""
            elif not closing and text in self.quotes:
                closing = self.quotes[text] if not _apostrophe(tokens, index) else ""
            if norm:
                parts = norm.split(" ") if " " in norm else (norm,)
                for part in parts:
                    current.raw.append(text)
                    current.norm.append(part)
                    current.starts.append(offset)
                    current.ends.append(offset + len(text))
                    current.quoted.append(bool(closing))
            if current.raw and (self._ends(tokens, index, current) or len(current.raw) >= _LONGEST):
                sentences.append(current)
                current = Sentence(None, 0, [], [], [], [])
        if current.raw:
            sentences.append(current)
        for sentence in sentences:
            sentence.zone = doc.user_data.get("zone")
        doc._.sentences = sentences
        return doc

    def _ends(self, tokens: list[tuple[str, int]], index: int, current: Sentence) -> bool:
        text = tokens[index][0]
        if text[-1] not in _ENDS:
            return text in _CLOSERS and index > 0 and tokens[index - 1][0][-1] in _ENDS and self._starts(tokens, index + 1)
        if index + 1 < len(tokens) and tokens[index + 1][0] in _CLOSERS:
            return False
        if not self._starts(tokens, index + 1):
            return False
        if text == "." and index:
            before, place = tokens[index - 1]
            glued = place + len(before) == tokens[index][1]
            initial = len(before) == 1 and before.isalpha() and before.isupper() and current.norm[-3:-2] not in (["on"], ["sur"])  # "announced on X."
            if glued and (before in self.abbreviations or initial):
                return index + 1 >= len(tokens)
        goes_on = index + 1 < len(tokens) and "\n" not in tokens[index + 1][0]
        return not (text == "." and goes_on and self.headings.leads(current))

    @staticmethod
    def _starts(tokens: list[tuple[str, int]], index: int) -> bool:
        """Whether a new sentence may start at this token: a capital, a digit, a quote, or the end of the text."""
        for text, _ in tokens[index : index + 3]:
            if text.isspace():
                if "\n" in text:
                    return True
                continue
            if text in "«“\"‘([-–—•":
                continue
            return not text[0].islower() and text[0] not in ",;:"
        return True


_LETTER = re.compile(r"[^\W\d_]$")


def _apostrophe(tokens: list[tuple[str, int]], index: int) -> bool:
    """Whether a single quote between letters is an apostrophe and no quotation mark."""
    text, offset = tokens[index]
    if text != "‘" or not index:
        return False
    before, place = tokens[index - 1]
    return place + len(before) == offset and bool(_LETTER.search(before))
