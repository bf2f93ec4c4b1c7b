"""Story: an article's text cut to the zones worth reading, with its day, outlet and language settled.

For day and outlet, what the article's own particulars say wins over what is found on the page, and that over what the
caller says, who may speak for a whole batch. A language that the caller names is not questioned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from eventx.clean import dateline, frame, language
from eventx.clean.blocks import Block, split
from eventx.clean.imprint import Imprint, of_dateline, of_line, of_url
from eventx.clean.page import Page, load
from eventx.model import Article, Problem, Story, Zone
from eventx.packs import available

_EDGE = 60  # blocks at either end of a text in which its imprint is looked for
_HEADLINE = 1000  # characters; a longer title is a text in the wrong field, and its beginning will do
_BEHIND_NAME = re.compile(r"\s*[.:–—-]+\s+|\s*[.:]?$")  # what parts a headline from the text on its line
_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\D)")


def clean(article: Article, *, published: date | None = None, publisher: str = "", language: str = "") -> Story:
    """The story in an article. Offsets of its zones refer to the article's own text and title.

    ``published``, ``publisher`` and ``language`` (ISO 639-1) are used where the article does not say. Doubts
    are problems: ``article.no_story`` and ``article.language_unknown``, both without zones. Linear in the text.
    """
    page = load()
    blocks = split(article.text, markers=page.markers, common=page.common)
    title = article.title.strip()
    frame.mark(blocks, page, title=title)
    kept = [block for block in blocks if block.kind not in frame.PAGE]
    chosen, problem = _language(article, language or "", blocks, kept, page)
    imprint = _imprint(blocks, page, language=chosen)
    day = article.published or imprint.published or of_url(article.url) or published
    # One name on one line: a semicolon would make two sources of it.
    outlet = " ".join((article.publisher or imprint.publisher or publisher).replace(";", ",").split())
    zones = () if problem else _zones(article, kept)
    problems = (problem,) if problem else ()
    return Story(article, zones, day, outlet, chosen, problems)


def _language(
    article: Article, given: str, blocks: Sequence[Block], kept: Sequence[Block], page: Page
) -> tuple[str, Problem | None]:
    """The language, or the problem that leaves nothing to read."""
    said = re.split(r"[-_]", (article.language or given).strip().lower())[0]
    body = [block for block in kept if block.kind == "prose"]
    if not _reads(body):
        body = []
    if said and said not in available():
        return said, _unknown(article, f"there is no language pack for {said!r}")
    if not body:
        flash = (
            bool(kept)
            and all(block.kind != "prose" for block in kept)
            and len(kept) <= 10
            and any(block.common or said for block in kept)
            and not _noisy(blocks)
        )
        if not flash and not (article.title and not blocks):
            if not said and language.natural(blocks):
                found = language.guess([block for block in blocks if not block.run], page)
                if found not in available():
                    return "", _unknown(article, f"the text reads like {found!r}, for which there is no language pack")
            message = "nothing in the text reads like an article" if article.text.strip() else "the article has no text"
            code = "article.no_story" if article.text.strip() else "article.empty"
            return said, Problem(code, message, article.id, hint="is it only navigation, a list or noise?")
    found = said or language.guess(body or kept or [_of_title(article, page)], page)
    if found not in available():
        return "", _unknown(article, f"the text reads like {found!r}, for which there is no language pack")
    return found, None


def _reads(body: Sequence[Block]) -> bool:
    """Whether paragraphs are of a language that has a pack: not of another one, not noise, not one word repeated."""
    words = sum(block.words for block in body)
    if words < 30:
        return True
    frequent = sum(block.common for block in body)
    return frequent >= 0.12 * words and len({word for block in body[:20] for word in block.text[:2000].split()}) > 12


def _unknown(article: Article, message: str) -> Problem:
    known = ", ".join(available())
    return Problem("article.language_unknown", message, article.id, hint=f"languages: {known}; --language says which")


def _noisy(blocks: Sequence[Block]) -> bool:
    return sum(block.words for block in blocks if block.kind == "noise") > 50


def _of_title(article: Article, page: Page) -> Block:
    blocks = split(article.title, markers=page.markers, common=page.common)
    return blocks[0] if blocks else Block(0, 0, "")


def _imprint(blocks: Sequence[Block], page: Page, *, language: str) -> Imprint:
    """The surest imprint of a page; a line before the first paragraph wins over an equal one after the last."""
    bodies = [index for index, block in enumerate(blocks) if block.kind == "prose"]
    first, last = (bodies[0], bodies[-1]) if bodies else (len(blocks), len(blocks))
    lines = [*range(max(0, first - _EDGE), min(first + 1, len(blocks))), *range(last, min(len(blocks), last + _EDGE))]
    found: list[Imprint] = []
    for index in lines:
        block = blocks[index]
        if block.run:
            continue
        imprint = of_line(block, page, language=language)
        if imprint and (imprint.rank >= 4 or (index < first and imprint.rank >= 1)):
            found.append(imprint)
    if bodies and (imprint := of_dateline(blocks[first], page, language=language)):
        found.append(imprint)
    dated = max((one for one in found if one.published), key=lambda one: one.rank, default=None)
    named = max((one for one in found if one.publisher), key=lambda one: one.rank, default=None)
    return Imprint(dated.published if dated else None, named.publisher if named else "", 0)


def _zones(article: Article, kept: Sequence[Block]) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    title = article.title
    if title.strip():
        start = len(title) - len(title.lstrip())
        zones.append(Zone("title", "title", start, min(len(title.rstrip()), start + _HEADLINE)))
    reading = [block for block in kept if block.kind not in ("repeat", "meta")]
    timed = sum(block.time for block in reading) >= 2
    heads = frame.headings(reading)
    entry = False  # inside an entry of a live blog
    item = False  # the paragraph after a heading of a round-up
    started = False
    for index, block in enumerate(reading):
        if block.kind == "title":
            zones.append(Zone("text", "title", block.start, block.end))
            continue
        start = block.start + (block.lead if block.bullet or (block.time and timed) else 0)
        if number := _NUMBER.match(block.text):
            start = block.start + number.end()
        prose = block.kind == "prose"
        if not started and prose:
            start = _after_title(article, block) or start
        start += dateline.length(article.text[start : block.end], first=prose and not started, ends=block.ends)
        started = started or prose
        if timed and block.time:
            entry = True
        elif block.bullet:
            entry = False
        elif entry and zones and zones[-1].kind == "item" and not _between(article.text, zones[-1], block, kept):
            opened = zones[-1].start if zones[-1].end > zones[-1].start else block.start
            zones[-1] = Zone("text", "item", opened, block.end)
            continue
        if start >= block.end and not (entry and block.time):
            continue
        kind = "item" if entry or block.bullet or index in heads or item else "body"
        zones.append(Zone("text", kind, start, block.end))
        item = index in heads
    return tuple(zone for zone in zones if zone.end > zone.start)


def _between(text: str, zone: Zone, block: Block, kept: Sequence[Block]) -> bool:
    """Whether something left out stands between the zone and the block."""
    return any(sign.isalnum() for sign in text[zone.end : block.start]) if block.start - zone.end < 10_000 else True


def _after_title(article: Article, block: Block) -> int:
    """Where the first paragraph goes on after the title that it begins with, 0 where it does not."""
    title = article.title.strip()
    if len(title) < 15:
        return 0
    at = article.text.find(title, block.start, block.start + len(title) + 60)
    # Only a date or a time of day may stand before it.
    if (
        at < 0
        or sum(sign.isalpha() for sign in article.text[block.start : at]) > 12
        or "." in article.text[block.start : at]
    ):
        return 0
    end = at + len(title)
    match = _BEHIND_NAME.match(article.text, end, block.end)
    return match.end() if match else 0
