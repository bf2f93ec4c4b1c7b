"""Language: told by frequent words where these are plain, else by py3langid."""

from __future__ import annotations

from collections.abc import Sequence

from eventx.clean.blocks import Block
from eventx.clean.page import Page

_SAMPLE = 4000  # characters given to py3langid
_SHARE = 0.12  # of all words: the frequent words of a language in any text of it
_LEAD = 2.5  # times as many as those of the next language
_ENOUGH = 20  # words
# Without any language's packs: running text repeats its small words, link lists and random letters do not.
_COMMON, _NATURAL, _TYPES = 20, 0.15, 30


def guess(blocks: Sequence[Block], page: Page) -> str:
    """ISO 639-1 code of the language of some blocks, ``""`` where nothing can be told.

    The code may be of a language without a pack: py3langid is not held to those that have one, or every text would
    be French or English. It loads for most of a second and is therefore asked only where frequent words do not decide.
    """
    total = sum(block.words for block in blocks)
    counts = {language: sum(block.markers.get(language, 0) for block in blocks) for language in page.markers}
    ranked = sorted(counts, key=lambda language: (-counts[language], language))
    if not total or not ranked:
        return ""
    best = counts[ranked[0]]
    second = counts[ranked[1]] if len(ranked) > 1 else 0
    if total >= _ENOUGH and best >= _SHARE * total and best >= _LEAD * second:
        return ranked[0]
    if total < _ENOUGH and best >= 2 and not second:
        return ranked[0]  # py3langid takes headlines for anything
    code = _by_letters("\n".join(block.text for block in blocks)[:_SAMPLE])
    return page.guessed.get(code, code)


def natural(blocks: Sequence[Block]) -> bool:
    """Whether blocks may be running text of a language that has no pack (and not noise)."""
    closed = [
        block for block in blocks if block.ends and not block.run and (block.words >= 6 or not block.text.isascii())
    ]
    words = [word for block in closed for word in block.text.lower().split()]
    if len(words) < 100:
        return bool(closed) and any(sign.isalpha() for block in closed for sign in block.text)
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return len(counts) >= _TYPES and sum(sorted(counts.values(), reverse=True)[:_COMMON]) >= _NATURAL * len(words)


def _by_letters(text: str) -> str:
    from py3langid.langid import classify

    code, _ = classify(text)
    return str(code)
