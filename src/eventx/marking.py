"""Text as HTML: escaped, its unseen signs shown, and stretches of it marked; overlaps are cut so that they nest nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

_BLANK = re.compile(r"(?<![^\S\n])(?:[^\S\n]*\n){3,}")
# Controls that HTML does not have, signs that turn the reading direction of what follows, halves of characters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Mark(NamedTuple):
    """A stretch, what is said of it when it is pointed at, the key of what it proves, its class, and the label behind it."""

    start: int
    end: int
    told: str
    key: str = ""
    look: str = ""
    label: str = ""


def shown(text: object) -> str:
    """Any value as HTML text, safe in an attribute too; signs that would act unseen are named: ``[U+202E]``."""
    return escape(_UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", str(text)))


def marked(source: str, marks: Iterable[Mark], *, zones: Sequence[tuple[int, int]] | None = None) -> str:
    """The source, escaped, cut wherever a mark or a zone begins or ends.

    What lies outside the ``zones`` (none given: everything lies inside) has the class ``out``. Long runs of empty lines
    are shortened. Marks that reach beyond the source are cut.
    """
    inside = [(0, len(source))] if zones is None else list(zones)
    kept = [mark._replace(start=max(0, mark.start), end=min(len(source), mark.end)) for mark in marks]
    cuts = sorted({0, len(source), *(x for mark in kept for x in mark[:2]), *(x for zone in inside for x in zone)})
    opening: dict[int, list[Mark]] = {}
    for mark in kept:
        opening.setdefault(mark.start, []).append(mark)
    here: list[Mark] = []
    pieces, zone = [], 0
    for start, end in pairwise(cuts):
        here = [mark for mark in (*here, *opening.get(start, ())) if mark.end > start]
        while zone < len(inside) and inside[zone][1] <= start:
            zone += 1
        text = shown(_BLANK.sub("\n\n", source[start:end]))
        if here:
            pieces.append(_mark(text, here, end))
        elif zone < len(inside) and inside[zone][0] <= start:
            pieces.append(text)
        else:
            pieces.append(f'<span class="out">{text}</span>')
    return "".join(pieces)


def _mark(text: str, here: Sequence[Mark], end: int) -> str:
    told = _joined((mark.told for mark in here), ", ")
    keys = _joined((mark.key for mark in here), " ")
    look = _joined((mark.look for mark in here), " ")
    label = _joined((mark.label for mark in here if mark.end == end), ", ")
    css = f' class="{look}"' if look else ""
    data = f' data-e="{keys}"' if keys else ""
    said = f"<small>{label}</small>" if label else ""
    return f'<mark{css}{data} title="{told}">{text}{said}</mark>'


def _joined(words: Iterable[str], sign: str) -> str:
    return shown(sign.join(dict.fromkeys(word for word in words if word)))
