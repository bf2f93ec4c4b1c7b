"""Frame: which blocks of a text are the article and which are the page around it.

A block is dropped only on evidence: a cue of the frame, a run of links, a menu, a list of other stories under a
heading for one, or its place before the headline or after the last paragraph of a page that shows such a frame.
A plain agency text shows none and comes through whole.

Kinds: ``prose``, ``short`` (subheading, signature, flash), ``title``, ``repeat`` (the given title once more), ``meta``
(date and byline) are the article's; ``frame``, ``run``, ``listed``, ``menu``, ``noise`` are the page's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from eventx.clean.blocks import LONG, Block
from eventx.clean.imprint import of_line
from eventx.clean.page import Page
from eventx.fold import fold

PAGE = frozenset({"frame", "run", "listed", "menu", "noise"})
_SET_OFF = frozenset(":|/–—-")
_NOTICE = 40  # words; a longer block is never a notice of the page
_MENU = 4  # entries; so many very short lines on end are a menu
_ENTRY = 4  # words; longest entry of such a menu
_HEAD = 60  # blocks; so far above the first paragraph its date is looked for
_HEADS = 2  # headings of one form that make a round-up
_WORD = re.compile(r"\w+")
_HEADING = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’ .-]{2,40}:\s")
_LINKS = 6  # lines; so many unfinished lines on end are links


def mark(blocks: list[Block], page: Page, *, title: str) -> None:
    """Set the ``kind`` of every block."""
    _by_cue(blocks, page)
    _menus(blocks)
    _runs(blocks)
    head = _title(blocks, page, title)
    _metas(blocks, page)
    _outside(blocks, head)


def prose(block: Block) -> bool:
    """Whether a block reads like sentences of a language that has a pack."""
    if block.words >= 30:
        return block.common >= 0.1 * block.words
    return block.ends and block.words >= 4 and (block.common >= 0.07 * block.words or block.words < 9)


def _noise(block: Block) -> bool:
    return (block.words >= 30 and block.common < 0.03 * block.words) or (block.words < 3 and len(block.text) > 200)


def headings(blocks: Sequence[Block]) -> set[int]:
    """Indexes of the headings of a round-up («SOMALIA: Car bombs toll rises to 120»), each with a paragraph under it."""
    found = {
        index
        for index, block in enumerate(blocks[:-1])
        if not block.ends and block.kind == "short" and _HEADING.match(block.text) and blocks[index + 1].kind == "prose"
    }
    return found if len(found) >= _HEADS else set()


def _by_cue(blocks: list[Block], page: Page) -> None:
    listing = ended = seen = False
    for block in blocks:
        if ended:
            block.kind = "frame"
            continue
        if len(block.text) > LONG or block.words > 80:
            block.kind = "prose" if prose(block) else "noise" if _noise(block) else "short"
            seen = seen or block.kind == "prose"
            listing = False
            continue
        if block.run:
            block.kind = "prose" if prose(block) and block.words >= 15 and block.ends else "run"
            seen = seen or block.kind == "prose"
            continue
        folded = _words(block.text[block.lead :])
        cue = _cue(block, folded, page)
        if cue == "end" and seen:
            ended = True
            block.kind = "frame"
        elif cue == "related":
            listing = True
            block.kind = "frame"
        elif cue in ("start", "caption", "anywhere"):
            block.kind = "frame"
        elif listing and not (block.ends and block.words >= 12 and not block.bullet):
            block.kind = "listed"
        elif cue == "keep" or prose(block):
            block.kind = "prose"
        else:
            block.kind = "noise" if _noise(block) else "short"
        if block.kind == "prose":
            seen, listing = True, False


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _cue(block: Block, folded: Sequence[str], page: Page) -> str:
    """Which kind of cue a short block carries, ``""`` for none."""
    if not folded:
        return "" if block.time else "start"
    length, _ = page.cues["keep"].at(folded, 0)
    if length and _set_off(block, folded, length):
        return "keep"
    for kind in ("end", "related"):
        if page.cues[kind].exact(folded)[0]:
            return kind
    for kind in ("start", "caption"):
        length, _ = page.cues[kind].at(folded, 0)
        # One word alone proves little: «Recherche : …» is a label, "Search teams found …" a sentence.
        if length and (_set_off(block, folded, length) or (length > 1 and len(folded) <= _NOTICE)):
            return kind
    if len(folded) <= _NOTICE and ("©" in block.text or page.anywhere.search(" ".join(folded))):
        return "anywhere"
    return ""


def _set_off(block: Block, folded: Sequence[str], length: int) -> bool:
    """Whether a cue is the whole block or is followed by a colon, bar or dash."""
    if length == len(folded):
        return True
    rest = block.text[block.lead :].lstrip("([")
    for index, sign in enumerate(rest[:80]):
        if sign in _SET_OFF:
            before = _words(rest[:index])
            if len(before) >= length:
                return len(before) == length and not (sign == "-" and rest[index - 1 : index].isalnum())
    return False


def _menus(blocks: list[Block]) -> None:
    """Very short lines one after another, as a menu is left when its markup is gone."""
    for group in _stretches(
        blocks, lambda b: b.kind == "short" and b.words <= _ENTRY and not (b.bullet or b.time or b.ends)
    ):
        if len(group) >= _MENU:
            for block in group:
                block.kind = "menu"


def _runs(blocks: list[Block]) -> None:
    """Unfinished lines one after another: headlines of other stories."""
    for group in _stretches(blocks, lambda b: b.kind in ("short", "menu") and not (b.bullet or b.time or b.ends)):
        if len(group) >= _LINKS:
            for block in group:
                block.kind = "menu"


def _stretches(blocks: Sequence[Block], wanted: Callable[[Block], bool]) -> list[list[Block]]:
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if wanted(block):
            groups[-1].append(block)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _metas(blocks: list[Block], page: Page) -> None:
    """The lines above the first paragraph that say when the article was published."""
    first = next((index for index, block in enumerate(blocks) if block.kind == "prose"), len(blocks))
    for block in blocks[max(0, first - _HEAD) : first]:
        if (
            block.kind == "short"
            and not block.time
            and (found := of_line(block, page, language=""))
            and found.rank >= 3
        ):
            block.kind = "meta"


def _title(blocks: list[Block], page: Page, title: str) -> int:
    """Index of the block that is the headline, -1 where none stands in the text."""
    bodies = [index for index, block in enumerate(blocks) if block.kind == "prose"]
    if not bodies:
        return -1
    first, total = bodies[0], sum(blocks[index].words for index in bodies)
    if title:
        folded = fold(title)
        for index, block in enumerate(blocks):
            if len(block.text) <= 2 * len(title) + 40 and fold(block.text) == folded:
                after = sum(blocks[other].words for other in bodies if other > index)
                if 2 * after >= total:
                    block.kind = "repeat"
                    return index
        return -1
    for index, block in enumerate(blocks[: first + 8]):
        # The line that says when it was published stands under the headline, even where a list hides both.
        found = of_line(block, page, language="") if not block.run else None
        if found and found.rank >= 3 and sum(blocks[other].words for other in bodies if other > index) * 2 >= total:
            block.kind = "meta"
            for other in (index - 1, index - 2, index + 1):
                if 0 <= other < len(blocks) and _headline(blocks[other]):
                    blocks[other].kind = "title"
                    return other
    heads = headings(blocks)
    last_page = max((index for index in range(first) if blocks[index].kind in PAGE), default=-1)
    for index in range(last_page + 1, first):
        if blocks[index].time:
            return -1  # a live blog without its headline
        if index not in heads and _headline(blocks[index]):
            blocks[index].kind = "title"
            return index
    return -1


def _headline(block: Block) -> bool:
    # A sentence with its full stop may be a headline only where nothing better is there; here it is not taken.
    return (
        block.kind in ("short", "listed", "menu")
        and 3 <= block.words <= 30
        and not (block.run or block.bullet or block.time)
        and " | " not in block.text
        and not block.text.rstrip().endswith((".", ":", "—", "–", "-", ","))
    )


def _outside(blocks: list[Block], head: int) -> None:
    """Drop what a page that shows a frame has before the headline and after the last paragraph."""
    bodies = [index for index, block in enumerate(blocks) if block.kind == "prose"]
    if not bodies:
        return
    if head >= 0:
        before = [block for block in blocks[:head] if block.kind not in PAGE]
        words = sum(block.words for block in before if block.kind == "prose")
        total = sum(blocks[index].words for index in bodies)
        if len(before) < head and 3 * words < total:
            for block in before:
                block.kind = "frame"
    else:
        last = max((index for index in range(bodies[0]) if blocks[index].kind in PAGE), default=-1)
        for block in blocks[: last + 1]:
            block.kind = "frame"
    after = range(bodies[-1] + 1, len(blocks))
    edge = next((index for index in after if blocks[index].kind in PAGE), len(blocks))
    for block in blocks[edge:]:
        if block.kind not in ("meta", "repeat"):
            block.kind = "frame"
