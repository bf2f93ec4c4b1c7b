"""``eventx gazetteer import``: downloaded tables of places into the user's data folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from eventx.cli import DATA, DONE
from eventx.cli.console import say
from eventx.errors import Finding, UsageError

_MANY = 50_000  # places whose compiling takes so long that it is announced
_SHOWN = 20  # faults of one file that are printed one by one


def take(files: Sequence[Path], *, name: str, country: str, as_json: bool, quiet: bool) -> int:
    """Import files and compile; gives 1 when a line was left out."""
    if name and len(files) > 1:
        raise UsageError("one name for several files", hint="import them one by one")
    from eventx.gazetteers.imports import folder

    faulty = 0
    for file in files:
        told = _Faults(as_json)
        with _progress(file, quiet) as progress:
            made = folder.take(file, name=name, country=country, report=told, told=progress)
        told.close(file)
        faulty += made.faulty
        if not quiet:
            left = f", {made.left} features of other kinds passed over" if made.left else ""
            say(f"{made.name}: {made.places} places of a {made.form}{left}, {made.faulty} lines left out")
    _compile(quiet)
    return DATA if faulty else DONE


def remove(names: Sequence[str], *, quiet: bool) -> int:
    """Take imports away and compile what is left."""
    from eventx.gazetteers.imports import folder

    for name in names:
        folder.remove(name)
    _compile(quiet)
    return DONE


def refresh(*, quiet: bool) -> int:
    """Compile what was imported anew, as after a new version of eventx."""
    _compile(quiet)
    return DONE


def show(*, as_json: bool) -> int:
    """Print what has been imported, and where it lies."""
    from eventx.gazetteers.imports import folder

    found = folder.imports()
    for one in found:
        if as_json:
            print(json.dumps(asdict(one), ensure_ascii=False))
        else:
            print(f"{one.name}  {one.places} places  {one.form}  {one.file}  sha256:{one.digest[:16]}")
    if not as_json:
        say(f"{len(found)} imports in {folder.root()}")
    if not folder.is_fresh():
        say("they were compiled beside another version of the shipped tables (eventx gazetteer import --refresh)")
    return DONE


def _compile(quiet: bool) -> None:
    from eventx.gazetteers.imports import folder

    waiting = sum(one.places for one in folder.imports())
    if waiting > _MANY and not quiet:
        say(f"compiling {waiting} places (about {max(1, round(waiting / 15_000))} s)")
    number = folder.refresh()
    if not quiet:
        say(f"compiled: {number} places that add names to the shipped ones" if waiting else "nothing is imported any more")


class _Faults:
    """Prints findings as they come, the first of a file one by one."""

    def __init__(self, as_json: bool) -> None:
        self._json, self._number = as_json, 0

    def __call__(self, finding: Finding) -> None:
        self._number += 1
        if self._json:
            print(json.dumps(finding.as_dict(), ensure_ascii=False))
        elif self._number <= _SHOWN:
            place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
            hint = f" ({finding.hint})" if finding.hint else ""
            say(f"{place}: {finding.message}: {finding.value!r}{hint} [{finding.code}]")

    def close(self, file: Path) -> None:
        """Say how many were not printed."""
        if self._number > _SHOWN and not self._json:
            say(f"{file.name}: {self._number - _SHOWN} more (--json prints all)")


@contextmanager
def _progress(file: Path, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=file.stat().st_size if file.is_file() and file.suffix != ".zip" else None)
        yield lambda done: bar.update(task, completed=done)
