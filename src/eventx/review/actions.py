"""What a person can decide. Each function checks that the person saw the row as it is, writes the log, or refuses.

All of them take the person's name ``who``, give the group of the decision, and raise :class:`Conflict` when somebody else
was quicker, :class:`Refused` when the decision makes no sense, ``OSError`` when it could not be written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from eventx import countries, schema
from eventx.errors import Finding
from eventx.review import judgements as log
from eventx.review.cells import EDITABLE, cell, same
from eventx.review.fold import key_of
from eventx.review.judgements import Judgement
from eventx.review.parting import own_articles, told_by
from eventx.review.replay import log_of
from eventx.review.store import Store, cells_of, row_of

_PLAIN = {"accept": "accepted", "reject": "rejected", "reopen": "open"}
_LONGEST = 20_000  # characters of a cell: notes are long, a pasted book is an accident


class Refused(Exception):
    """The decision makes no sense; ``code`` names a line of the interface's texts, ``value`` what it speaks of."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile; ``now`` is its present value, ``who`` changed it."""

    def __init__(self, column: str, now: Any, who: str) -> None:
        super().__init__("conflict", column)
        self.column = column
        self.now, self.who = now, who


def edit(store: Store, event: str, changes: Mapping[str, tuple[Any, Any]], *, who: str, reason: str = "") -> str:
    """Set cells of a row: column → (the value that the person saw, the value that it shall have).

    Gives ``""`` when nothing changes.
    """
    wanted = {column: (before, typed(column, after)) for column, (before, after) in changes.items()}
    with store.deciding() as (db, out):
        number, base, row = _open(db, event)
        for column, (before, _) in wanted.items():
            if not same(typed(column, row[column]), typed(column, before)):
                raise Conflict(column, row[column], str(number["who"]))
        wanted = {column: pair for column, pair in wanted.items() if not same(row[column], pair[1])}
        if not wanted:
            return ""
        _check(row, {column: pair[1] for column, pair in wanted.items()})
        group = log.new_group()
        lines = [
            Judgement(event, "edit", who, log.now(), group, len(wanted), column, _bare(row[column]), _bare(after), reason, key=key_of(base))
            for column, (_, after) in wanted.items()
        ]
        log.append(out, lines)
    return group


def judge(store: Store, event: str, action: log.Action, *, who: str, seen: str, reason: str = "") -> str:
    """Accept, reject or reopen a row. ``seen`` is the status that the person saw."""
    with store.deciding() as (db, out):
        number, base, _ = _open(db, event, merged=action == "reopen")
        _seen(number, seen)
        if action == "reject" and db.execute("SELECT 1 FROM rows WHERE into_id=?", (event,)).fetchone():
            raise Refused("has_members")
        group = log.new_group()
        log.append(out, [Judgement(event, action, who, log.now(), group, before=number["status"], after=_PLAIN[action], reason=reason, key=key_of(base))])
    return group


def merge(store: Store, event: str, into: str, *, who: str, seen: str, reason: str = "") -> str:
    """Say that a row tells the same incident as another row, which stays and takes its articles."""
    with store.deciding() as (db, out):
        number, base, _ = _open(db, event)
        _seen(number, seen)
        if event == into:
            raise Refused("merge_self")
        target, target_base, _ = _open(db, into)
        if target["status"] == "rejected":
            raise Refused("merge_rejected")
        group = log.new_group()
        after = {"event_id_cnty": into, **key_of(target_base)}
        log.append(out, [Judgement(event, "merge", who, log.now(), group, before=number["status"], after=after, reason=reason, key=key_of(base))])
    return group


def split(store: Store, event: str, *, who: str, articles: Collection[str] = (), reason: str = "") -> tuple[str, str]:
    """Make a second row out of a row; gives the group and the new id.

    Without ``articles`` the new row has the same cells, to be edited apart. With them it takes these articles away from
    the row: both are then told by what is left to each.
    """
    with store.deciding() as (db, out):
        number, base, row = _open(db, event)
        group = log.new_group()
        new = _new_id(row, group)
        if not articles:
            log.append(out, [_made("split", {**row, "event_id_cnty": new}, who, group, reason, before=event)])
            return group, new
        told = own_articles(db, row)
        if not set(articles) < told:
            raise Refused("split_all")
        cells = told_by(db, number["drawn"], row, set(articles)) | {"event_id_cnty": new}
        moved = sorted(articles)
        part = Judgement(event, "part", who, log.now(), group, size=2, before=sorted(told), after=moved, reason=reason, key=key_of(base))
        log.append(out, [part, _made("split", cells, who, group, reason, before=event, size=2)])
    return group, new


def rescue(store: Store, cells: Mapping[str, Any], *, who: str, problem: Mapping[str, Any], reason: str = "") -> tuple[str, str]:
    """Make a row out of a dismissed mention; gives the group and the new id. ``problem`` tells which mention."""
    row = schema.derive({name: typed(name, value) for name, value in cells.items() if name in EDITABLE or name == "published"})
    group = log.new_group()
    row["event_id_cnty"] = _new_id(row, group)
    wrong = schema.check(row)
    if wrong:
        raise Invalid(wrong)
    with store.deciding() as (_, out):
        log.append(out, [_made("rescue", row, who, group, reason, before=dict(problem))])
    return group, str(row["event_id_cnty"])


def undo(store: Store, *, who: str, group: str = "") -> tuple[str, str]:
    """Take back a decision, or one's own last one that still stands; gives the undoing's group and the row's id."""
    with store.deciding() as (db, out):
        found = _standing(db, who, group)
        if found is None:
            raise Refused("nothing_to_undo")
        one, row_id = found
        if one.action in ("split", "rescue") and db.execute("SELECT 1 FROM rows WHERE into_id=?", (row_id,)).fetchone():
            raise Refused("has_members")
        new = log.new_group()
        rows = {line["event"]: line["row_id"] for line in db.execute("SELECT event, row_id FROM log WHERE grp=? AND row_id<>''", (one.group,))}
        log.append(out, [Judgement(name, "undo", who, log.now(), new, len(rows), field=one.field, of=one.group, key=one.key) for name in rows])
        back = next((row for name, row in rows.items() if name != one.event), row_id) if one.action == "split" else row_id
    return new, back


class Invalid(Refused):
    """The cells do not make a row; ``findings`` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("invalid", findings[0].column)
        self.findings = findings


def typed(column: str, value: Any) -> Any:
    """A value of a form as its column has it. Raises :class:`Refused` for another column, :class:`Invalid` otherwise."""
    if column not in EDITABLE and column != "published":
        raise Refused("not_editable", column)
    if isinstance(value, str) and len(value) > _LONGEST:
        raise Refused("too_long", column)
    try:
        return cell(column, value)
    except ValueError:
        whole = schema.FIELDS[column].arrow != "float64"
        message = f"{column} must be {'a whole number' if whole else 'a number'}"
        raise Invalid([Finding("value.type", message, column=column, value=str(value)[:80])]) from None


def _open(db: Any, event: str, *, merged: bool = False) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    number = row_of(db, event)
    if number is None:
        raise Refused("unknown_row", event)
    if number["status"] == "merged" and not merged:
        raise Refused("is_merged", number["into_id"])
    return (number, *cells_of(db, number["n"]))


def _seen(number: Any, seen: str) -> None:
    if number["status"] != seen:
        raise Conflict("status", number["status"], str(number["who"]))


def _check(row: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """A value that can never be right is refused; what does not fit to other cells yet is shown on the desk instead."""
    findings = [one for one in schema.check({**row, **changes}) if one.column in changes and one.code.split(".")[0] in ("value", "date", "country")]
    if findings:
        raise Invalid(findings)


def _bare(value: Any) -> Any:
    return None if value == "" else value


def _made(action: log.Action, cells: Mapping[str, Any], who: str, group: str, reason: str, before: Any, size: int = 1) -> Judgement:
    bare = {name: value for name, value in cells.items() if value not in ("", None)}
    return Judgement(str(cells["event_id_cnty"]), action, who, log.now(), group, size, before=before, after=bare, reason=reason, key=key_of(cells))


def _new_id(row: Mapping[str, Any], group: str) -> str:
    country = countries.by_name().get(row["country"])
    digits = hashlib.sha256((json.dumps(key_of(row), sort_keys=True) + group).encode()).hexdigest()[:12]
    return f"{country.iso3 if country else 'ZZZ'}-{digits}"


def _standing(db: Any, who: str, group: str) -> tuple[Judgement, str] | None:
    """The decision to take back and its row, when it still stands."""
    where, value = ("grp=?", group) if group else ("json_extract(json, '$.who')=? AND action<>'undo'", who)
    for found in db.execute(f"SELECT json, row_id FROM log WHERE {where} AND row_id<>'' ORDER BY seq DESC", (value,)):
        one = log.parse(found["json"].encode())
        if one is None or one.action == "undo":
            continue
        standing = log.live(log_of(db, found["row_id"]))
        if any(other.group == one.group for other in standing):
            return one, str(found["row_id"])
    return None
