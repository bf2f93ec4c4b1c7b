"""Blocks: a text cut into lines, and lines of link runs cut into their links, each with a few cheap measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_GAPS = re.compile(r"[ \u00a0\u2007\u202f\u3000]{3,}|\t[ \t]*")
_BARS = re.compile(r"(?<!\s)\s+[|•·»›]\s+")
_PLAIN_BARS = re.compile(r"(?<!\s)\s+[|•·]\s+")
_WORD = re.compile(r"[^\W_]")
_EMPTY = re.compile(r"[\W_]{60,}")  # a rule, a row of dots, a wide gap: no sentence goes on across it
_CLOSERS = " \u00a0\u202f\"'»”’)]}*_"
_ENDS = ".!?…:؟۔。！？"
_BULLET = re.compile(r"(?:[•▪►●■◆‣∙·*]|[-–—](?=\s))\s*")
_ZONE = r"(?:\s?(?:GMT|UTC|TU|CES?T|BST|E[SD]T|heures?|[ap]\.?m\.?))"
_TIME = re.compile(rf"\[?\d{{1,2}}\s?(?:[:hH]\s?(?:\d\d)?|\.\d\d(?={_ZONE}))\]?{_ZONE}?\s*(?:[-–—:|]\s+|$)")
LONG = 600  # characters; a longer block is never a headline, a link or a notice
_HARD_WRAP = (45, 110)  # characters; lines of typed or mailed text
_LINK = 30  # characters; a shorter piece beside paragraphs is a link
_MANY = 4000  # lines; a longer text is thinned
_SENTENCE, _SPACES = 60, 7  # characters and spaces of the shortest line that may be a sentence then
_NEAR = 40  # lines
_GAP_SIGNS = ("   ", "\t", "\u00a0\u00a0", "\u3000", "\u202f\u202f")
_BAR_SIGNS = ("|", "•", "·", "»", "›")


@dataclass(slots=True)
class Block:
    """A stretch of text that stands on its own: a paragraph, a headline, a menu entry.

    ``run``: it is one of several links on one line. ``words``, ``common``
    (frequent words of any language) and ``markers`` (those of each language) are counts; ``ends``: it closes like a
    sentence. ``lead`` is the length of a bullet or a time of day at its start. ``kind`` is decided in
    :mod:`eventx.clean.frame`.
    """

    start: int
    end: int
    text: str
    run: bool = False
    words: int = 0
    common: int = 0
    markers: dict[str, int] = field(default_factory=dict)
    ends: bool = False
    bullet: bool = False
    time: bool = False
    lead: int = 0
    kind: str = ""


def split(text: str, *, markers: Mapping[str, frozenset[str]], common: frozenset[str]) -> list[Block]:
    """The blocks of a text in order; lines without a letter or digit are left out."""
    blocks: list[Block] = []
    for group in _groups(text):
        if _wrapped(text, group):
            group = [(group[0][0], group[-1][1])]
        for start, end in group:
            for block in _cut(text, start, end):
                _measure(block, markers, common)
                blocks.append(block)
    return blocks


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Lines that follow one another without a blank line between them."""
    group: list[tuple[int, int]] = []
    last = 0
    for start, end in _thin(text, [span for match in _LINE.finditer(text) for span in _filled(text, *match.span())]):
        line = text[start:end]
        start += len(line) - len(line.lstrip())
        end -= len(line) - len(line.rstrip())
        if start >= end:
            continue
        between = text[last:start]
        if group and max(between.count("\n"), between.count("\r"), between.count("\u2029") * 2) > 1:
            yield group
            group = []
        last = end
        if _WORD.search(text, start, end):
            group.append((start, end))
    if group:
        yield group


def _filled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a line between long stretches without any letter or digit; tokenising these is slow as well."""
    for gap in _EMPTY.finditer(text, start, end):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if end > start:
        yield start, end


def _thin(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of very many lines or links, those near one that may be a sentence: megabytes of noise go here."""
    if len(spans) <= _MANY:
        return spans
    kept: list[tuple[int, int]] = []
    done = 0
    for index, (start, end) in enumerate(spans):
        if end - start >= _SENTENCE and text.count(" ", start, end) >= _SPACES:
            kept.extend(spans[max(done, index - _NEAR) : index + _NEAR])
            done = max(done, min(len(spans), index + _NEAR))
    return kept


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines are one paragraph broken at a fixed width: of even length, going on in lower case."""
    if len(lines) < 2 or any(not _HARD_WRAP[0] <= end - start <= _HARD_WRAP[1] for start, end in lines[:-1]):
        return False
    if lines[-1][1] - lines[-1][0] > _HARD_WRAP[1] or any(_BULLET.match(text, start) for start, _ in lines[1:]):
        return False
    going_on = sum(text[start].islower() for start, _ in lines[1:])
    broken = sum(text[end - 1] not in _ENDS for _, end in lines[:-1])
    return 2 * going_on >= len(lines) - 1 and 2 * broken >= len(lines) - 1


def _cut(text: str, start: int, end: int) -> Iterator[Block]:
    """One line as a block, or as its links where it is a run of them."""
    line = text[start:end]
    bars = _PLAIN_BARS if "«" in line else _BARS  # what closes a quotation parts no links
    for pattern, signs in ((_GAPS, _GAP_SIGNS), (bars, _BAR_SIGNS)):
        if not any(sign in line for sign in signs):
            continue
        cuts = _parts(line, pattern)
        if len(cuts) < 3:
            continue
        parts = [(a, b) for a, b in _thin(line, cuts) if _WORD.search(line, a, b)]
        closed = [_closes(line[a:b]) for a, b in parts]
        if parts and 5 * sum(closed) >= 4 * len(parts):
            continue  # sentences that somebody spaced widely
        # Mostly sentences: paragraphs without their line breaks, with a pull quote or subheading between them.
        ended = sum(b - a for (a, b), close in zip(parts, closed, strict=True) if close or b - a > LONG)
        story = pattern is _GAPS and 2 * ended > len(line)
        for a, b in parts:
            yield Block(start + a, start + b, line[a:b], run=not story or b - a < _LINK)
        return
    yield Block(start, end, line)


def _parts(line: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    parts, last = [], 0
    for match in pattern.finditer(line):
        parts.append((last, match.start()))
        last = match.end()
    parts.append((last, len(line)))
    return [(a, b) for a, b in parts if b > a]


def _closes(text: str) -> bool:
    text = text.rstrip(_CLOSERS)
    return bool(text) and text[-1] in _ENDS


def _measure(block: Block, markers: Mapping[str, frozenset[str]], common: frozenset[str]) -> None:
    # Two splits for the apostrophe: «l'armée» counts as two words, so that its article is seen.
    tokens = block.text.lower().replace("'", " ").replace("’", " ").split()
    block.words = len(tokens)
    frequent = [token for token in tokens if token in common]
    block.common = len(frequent)
    if frequent:
        for language, known in markers.items():
            block.markers[language] = sum(1 for token in frequent if token in known)
    block.ends = _closes(block.text)
    if (block.text[0] == "[" or block.text[0].isdigit()) and (match := _TIME.match(block.text)):
        block.time, block.lead = True, match.end()
    elif not block.text[0].isalnum() and (match := _BULLET.match(block.text)):
        block.bullet, block.lead = True, match.end()
