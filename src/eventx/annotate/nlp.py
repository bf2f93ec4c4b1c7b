"""The spaCy pipeline of a language: a blank tokeniser of our own and the annotation rooms as its components.

The multi-language ``xx`` class is taken for every language and told by the pack which words elide, because importing
``spacy.lang.fr`` compiles a 1.9 s regular expression that news text does not need.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import ModuleType

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from eventx.annotate import actors, clauses, dates, groups, numbers, sentences, stance, triggers
from eventx.packs import Pack, load

ROOMS = (sentences, dates, numbers, actors, groups, triggers, stance, clauses)

if not Doc.has_extension("sentences"):
    Doc.set_extension("sentences", default=None)
    Doc.set_extension("story", default=None)

_PUNCT = r"""[\s.,;:!?…"“”„«»‹›()\[\]{}<>|/\\*•·–—~^=+_#&§©®™→←…%€$£¥'’‘`´\-‐‑\u200b-\u200f\u202a-\u202e\ufeff]"""
_PREFIX = re.compile(rf"^{_PUNCT}").search
_SUFFIX = re.compile(rf"{_PUNCT}$").search
_INFIX = re.compile(
    r"""['’‘`´\-‐‑–—_/…;:!?"“”«»()\[\]|•·*]|(?<=[^\W\d_])\.(?=[^\W\d_]{2})|,(?=\D)|(?<=\D),|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)"""
).finditer
_MOST = 30_000  # words of a vocabulary: those of a few thousand articles, some 20 MB
_INITIALS = re.compile(r"^(?:[^\W\d_]\.){2,}$").match


class Words:
    """The tokeniser, whose vocabulary is begun anew when it is full: spaCy keeps every word that it has ever seen."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._cut = Tokenizer(Vocab(), prefix_search=_PREFIX, suffix_search=_SUFFIX, infix_finditer=_INFIX, token_match=_INITIALS)

    def __call__(self, text: str) -> Doc:
        if len(self._cut.vocab.strings) > _MOST:
            self._begin()
        doc: Doc = self._cut(text)
        return doc


def _make(room: ModuleType) -> None:
    name = f"eventx_{room.__name__.rpartition('.')[2]}"

    @Language.factory(name, default_config={"language": ""}, requires=room.NEEDS, assigns=room.GIVES)
    def create(nlp: Language, name: str, language: str) -> object:
        component = room.Component(load(language))
        return component


for _room in ROOMS:
    _make(_room)


@lru_cache(maxsize=16)
def annotator(language: str) -> Language:
    """The pipeline of one language; built once a process.

    :raises eventx.errors.PackError: the language's pack is broken.
    """
    pack: Pack = load(language)
    nlp = spacy.blank("xx")
    nlp.max_length = 50_000_000
    nlp.tokenizer = Words()
    for room in ROOMS:
        nlp.add_pipe(f"eventx_{room.__name__.rpartition('.')[2]}", config={"language": pack.language})
    return nlp
