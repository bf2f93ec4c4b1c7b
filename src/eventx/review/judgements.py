"""The log of decisions: ``judgements.jsonl``, to which lines are added and from which none is ever taken away.

A decision is one line, or several that bear the same ``group`` and count only when all ``size`` of them are there. A
line is written in one piece under a lock of the file and is on the disk before anyone is told that it was taken; what a
crash leaves half written is passed over and can never glue itself to the next line.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

Action = Literal["accept", "edit", "reject", "merge", "split", "part", "rescue", "reopen", "undo"]
ACTIONS: tuple[Action, ...] = ("accept", "edit", "reject", "merge", "split", "part", "rescue", "reopen", "undo")
KEY = ("article_ids", "event_date", "country", "location", "sub_event_type", "actor1", "actor2")
"""The cells by which a row is found again when a rebuild gave it another id."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line: who decided what about which cell of which row, when, and why.

    ``event`` is the row's id at that time and ``key`` its extracted cells of :data:`KEY`. ``before`` and ``after`` are
    the cell's values for an ``edit``; ``after`` is the id and key of the row that a ``merge`` keeps, the cells of the
    new row that a ``split`` or ``rescue`` makes, or the articles that a row gives to another by a ``part``. ``of`` is the
    group that an ``undo`` takes back.
    """

    event: str
    action: Action
    who: str
    at: str
    group: str
    size: int = 1
    field: str = ""
    before: Any = None
    after: Any = None
    reason: str = ""
    of: str = ""
    key: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def line(self) -> str:
        """The judgement as a line of JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        order = ("at", "who", "action", "event", "field", "before", "after", "reason", "of", "group", "size", "key")
        return json.dumps({name: values[name] for name in order}, ensure_ascii=False) + "\n"


def now() -> str:
    """The time of a decision: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_group() -> str:
    """A name for a decision that no other decision has."""
    return secrets.token_hex(8)


def parse(line: bytes) -> Judgement | None:
    """The judgement of a line; None for what is no judgement (a torn line, another program's)."""
    try:
        values = json.loads(line)
        if values["action"] not in ACTIONS:
            return None
        return Judgement(
            event=str(values["event"]), action=values["action"], who=str(values["who"]), at=str(values["at"]),
            group=str(values["group"]), size=int(values.get("size", 1)), field=str(values.get("field") or ""),
            before=values.get("before"), after=values.get("after"), reason=str(values.get("reason") or ""),
            of=str(values.get("of") or ""), key=dict(values.get("key") or {}),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read(file: Path) -> Iterator[Judgement]:
    """All judgements of a file in their order; none where there is no file. Groups that are not whole are left out."""
    if not file.is_file():
        return
    with file.open("rb") as lines:
        kept = [judgement for judgement in map(parse, lines) if judgement is not None]
    yield from whole(kept)


def whole(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements whose group has all of its lines."""
    kept = list(judgements)
    sizes: dict[str, int] = {}
    for one in kept:
        sizes[one.group] = sizes.get(one.group, 0) + 1
    return [one for one in kept if sizes[one.group] >= one.size]


def live(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that nobody has taken back, without the undoings themselves. An undoing can be undone."""
    kept = list(judgements)
    gone: set[str] = set()
    for one in reversed(kept):  # later lines speak about earlier ones, so the last word is known first
        if one.action == "undo" and one.group not in gone:
            gone.add(one.of)
    return [one for one in kept if one.action != "undo" and one.group not in gone]


@contextmanager
def locked(file: Path) -> Iterator[IO[bytes]]:
    """The file, opened to read and append, while no other process or thread of ours writes to it."""
    fresh = not file.exists()
    with file.open("a+b") as opened:
        _lock(opened)
        if fresh:
            _keep_name(file.parent)
        try:
            yield opened
        finally:
            _unlock(opened)


def append(opened: IO[bytes], judgements: Iterable[Judgement]) -> None:
    """Write judgements to a file from :func:`locked`; they are on the disk when this returns.

    Raises ``OSError`` when they could not be written (a full disk, a folder gone).
    """
    data = "".join(one.line() for one in judgements).encode("utf-8", "replace")
    end = opened.seek(0, os.SEEK_END)
    if end:
        opened.seek(end - 1)
        if opened.read(1) != b"\n":  # a crash left half a line: it stays alone on its line
            data = b"\n" + data
    opened.write(data)
    opened.flush()
    os.fsync(opened.fileno())


def _keep_name(folder: Path) -> None:
    """Have the folder's own entry for a new file on the disk, where the system can do that."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _lock(opened: IO[bytes]) -> None:
        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]

    def _unlock(opened: IO[bytes]) -> None:
        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def _lock(opened: IO[bytes]) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX)

    def _unlock(opened: IO[bytes]) -> None:
        fcntl.flock(opened, fcntl.LOCK_UN)
