"""From what was extracted and what was decided to the state of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventx import schema
from eventx.review.cells import EDITABLE, cell, same
from eventx.review.judgements import KEY, Judgement

STATUSES = ("open", "accepted", "corrected", "rejected", "merged")
"""What a row can be: not judged yet, right as it was, right after edits, no row at all, the same as another row."""
_DECIDES_TARGETING = {"sub_event_type", "actor2", "inter2"}
_JOINED = ("source", "article_ids", "article_urls", "language")


@dataclass(slots=True)
class State:
    """A row as it stands. ``edits`` has the last judgement on every edited cell; ``into`` names the row that it was merged into."""

    id: str
    base: Mapping[str, Any]
    origin: str = "extracted"  # or "split", "rescued"
    verdict: str = ""
    edits: dict[str, Judgement] = field(default_factory=dict)
    into: Mapping[str, Any] = field(default_factory=dict)
    last: Judgement | None = None
    stale: bool = False
    row: dict[str, Any] = field(default_factory=dict)
    extracted: Mapping[str, Any] = field(default_factory=dict)  # the row before articles left it, where some did
    rejected: set[str] = field(default_factory=set)  # the articles of the rows that were rejected

    @property
    def changed(self) -> dict[str, Judgement]:
        """The edits that make a cell differ from what was extracted."""
        return {name: one for name, one in self.edits.items() if not same(self.base.get(name), one.after)}

    @property
    def status(self) -> str:
        """One of :data:`STATUSES`."""
        if self.verdict == "accepted" and self.changed and self.origin == "extracted":
            return "corrected"
        return self.verdict or "open"


def created(judgement: Judgement) -> State | None:
    """The row that a ``split`` or ``rescue`` makes; None when its cells do not make one."""
    if not isinstance(judgement.after, Mapping):
        return None
    cells = {name: judgement.after.get(name) for name in schema.COLUMNS}
    name = str(cells["event_id_cnty"] or "")
    if not name:
        return None
    origin = "rescued" if judgement.action == "rescue" else "split"
    return State(name, _typed(cells), origin=origin, verdict="accepted" if origin == "rescued" else "", last=judgement)


def fold(state: State, judgements: Iterable[Judgement]) -> State:
    """Apply live judgements about one row, in their order, and compute the cells that follow."""
    for one in judgements:
        state.last = one
        if state.origin == "extracted":
            anew = one.event != state.id or (bool(one.key) and not _alike(one.key, state.extracted or state.base))
            if anew or one.action != "edit":  # a verdict on the row as it is now is a fresh look at all of it
                state.stale = anew
        if one.action in ("accept", "reopen"):
            state.rejected.clear()
        if one.action == "accept":
            state.verdict, state.into = "accepted", {}
        elif one.action == "reject":
            state.rejected |= articles_of(one.key)
            # A row to which a rebuild added a report that nobody rejected is looked at again.
            all_of_it = not one.key or articles_of(state.base) <= state.rejected
            state.verdict, state.into = "rejected" if all_of_it else "", {}
        elif one.action == "merge":
            state.verdict, state.into = "merged", one.after if isinstance(one.after, Mapping) else {}
        elif one.action == "reopen":
            state.verdict, state.into = "", {}
        elif one.action == "edit" and _can_be(one):
            state.edits[one.field] = one
    state.row = effective(state.base, {name: one.after for name, one in state.edits.items()})
    return state


def _alike(key: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
    """Whether a row is still the one that a judgement spoke of: of the same articles, with the same key cells."""
    return articles_of(key) == articles_of(base) and all(same(key.get(name), base.get(name)) for name in KEY[1:])


def _can_be(judgement: Judgement) -> bool:
    """Whether an edit sets what can be set. A log may come from elsewhere: what cannot be applied is left out."""
    try:
        cell(judgement.field, judgement.after)
    except (ValueError, KeyError, OverflowError):
        return False
    return judgement.field in EDITABLE


def effective(base: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """The whole row after edits. Its id stays the extracted one, so that evidence and judgements still find it."""
    row = {name: base.get(name) for name in schema.COLUMNS}
    if all(same(row[name], value) for name, value in edits.items()):
        return _typed(row)
    row.update({name: cell(name, value) for name, value in edits.items()})
    if "notes" not in edits:
        row["notes"] = ""
    if "civilian_targeting" not in edits and _DECIDES_TARGETING & set(edits):
        row["civilian_targeting"] = None
    elif row["civilian_targeting"] is None:
        row["civilian_targeting"] = ""  # decided: not the target
    kept = row["event_id_cnty"]
    try:
        whole = schema.derive(row)
    except (KeyError, ValueError, TypeError, OverflowError):  # a row that was broken before: its note cannot be made
        whole = schema.derive({**row, "notes": base.get("notes") or "-"})
    return {**whole, "event_id_cnty": kept}


def joined(row: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A row that others were merged into: its own cells, with everybody's articles, outlets and newest day."""
    out = dict(row)
    if not others:
        return out
    for name in _JOINED:
        parts = [part for one in (row, *others) for part in str(one.get(name) or "").split("; ") if part]
        out[name] = "; ".join(dict.fromkeys(parts))
    out["published"] = max((str(one.get("published") or "") for one in (row, *others)), default="")
    out["timestamp"] = max((one.get("timestamp") or 0 for one in (row, *others)), default=0) or None
    return out


def key_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells by which a row is found again after a rebuild."""
    return {name: row.get(name) for name in KEY}


def articles_of(row: Mapping[str, Any]) -> set[str]:
    """The ids of a row's articles."""
    return {name for name in str(row.get("article_ids") or "").split("; ") if name}


def match(key: Mapping[str, Any], candidates: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The id of the row that a judgement's ``key`` speaks of, ``""`` when none or several fit.

    ``candidates`` are ids with cells: a row's own, or those of a report that is part of it. One fits when it shares an
    article, the day and the place; of several the one with the most of type and actors, then the one that shares most
    articles, then the one of the first article.
    """
    articles = articles_of(key)
    first = str(key.get("article_ids") or "").split("; ")[0]
    best: dict[str, tuple[int, int, bool]] = {}
    for name, row in candidates:
        shared = articles & articles_of(row)
        if not shared or any(not same(row.get(column), key.get(column)) for column in ("event_date", "country", "location")):
            continue
        alike = sum(same(row.get(column), key.get(column)) for column in ("sub_event_type", "actor1", "actor2"))
        best[name] = max(best.get(name, (0, 0, False)), (alike, len(shared), first in shared))
    most = max(best.values(), default=None)
    found = [name for name, rank in best.items() if rank == most]
    return found[0] if len(found) == 1 else ""


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: ("" if value is None else str(value)) if schema.FIELDS[name].is_text else (None if value == "" else value)
        for name, value in row.items()
    }
