"""What a user has imported: one table an import in the data folder, and the index compiled of all of them.

The same files imported in any order, once or twice, give the same bytes. Nothing in them tells when.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from eventx import resources
from eventx.errors import Finding, UsageError
from eventx.gazetteers.compile import FORMAT as COMPILED
from eventx.gazetteers.imports import layer, records
from eventx.gazetteers.imports.opening import Source
from eventx.gazetteers.layered import FORMAT
from eventx.gazetteers.places import shipped_index

_NOTE = ".json"


@dataclass(frozen=True, slots=True)
class Import:
    """One import: its name, the file and format it came from, SHA-256 of that file, how many places it gave, how many
    lines were faulty and how many features were of kinds that are not taken."""

    name: str
    file: str
    form: str
    digest: str
    places: int
    faulty: int
    left: int


def root() -> Path:
    """The folder of imports; it need not exist."""
    return resources.user_data("gazetteers")


def imports() -> list[Import]:
    """All imports, by name."""
    found = []
    for note in sorted(root().glob("*" + _NOTE)):
        if note.with_suffix(".csv").is_file():
            found.append(Import(**json.loads(note.read_text(encoding="utf-8"))))
    return found


def take(path: Path, *, name: str = "", country: str = "", report: Callable[[Finding], None], told: Callable[[int], None] = lambda _: None) -> Import:
    """Read a downloaded table and keep it under a name (the file's by default); an import of that name is replaced.

    Faulty lines are reported and left out. The index is not compiled: see :func:`refresh`.
    :raises UsageError: the file is no table that can be imported, or it gives no place.
    """
    name = slug(name or path.stem)
    source = Source(path, shipped_index(), country=country)
    root().mkdir(parents=True, exist_ok=True)
    faulty = 0

    def good() -> Iterator[records.Record]:
        nonlocal faulty
        seen: set[str] = set()
        for one in source.read(told):
            if isinstance(one, Finding):
                faulty += 1
                report(one)
            elif one.id not in seen:  # a unit that several sheets hold
                seen.add(one.id)
                yield one

    with tempfile.TemporaryDirectory(dir=root(), prefix=".new-") as aside:
        table = Path(aside) / f"{name}.csv"
        places = records.save(table, good())
        if not places:
            raise UsageError("no place in it could be used", file=str(path))
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        made = Import(name, path.name, source.form, digest, places, faulty, source.left)
        note = Path(aside) / (name + _NOTE)
        note.write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(table, root() / table.name)
        os.replace(note, root() / note.name)
    return made


def remove(name: str) -> None:
    """Forget an import; compile anew afterwards. :raises UsageError: there is none of that name."""
    note = root() / (slug(name) + _NOTE)
    if not note.is_file():
        known = ", ".join(one.name for one in imports())
        raise UsageError(f"no import is called {name!r}", hint=f"there are: {known}" if known else "nothing has been imported")
    note.unlink()
    note.with_suffix(".csv").unlink(missing_ok=True)


def refresh() -> int:
    """Compile the index of all imports anew (none: take it away); gives the number of places in it."""
    out = root() / "index"
    found = imports()
    if not found:
        shutil.rmtree(out, ignore_errors=True)
        return 0
    tables = [(one.name, records.load(root() / f"{one.name}.csv")) for one in found]
    return layer.build(out, tables, shipped_index(), stamp=_stamp(found))


def is_fresh() -> bool:
    """Whether the compiled index is of these imports and of the places that ship with this version."""
    file, found = root() / "index" / "stamp", imports()
    return file.read_text(encoding="utf-8") == _stamp(found) if file.is_file() else not found


def _stamp(found: list[Import]) -> str:
    """What a compiled index was made of: its format, the shipped index, the tables of all imports."""
    digest = hashlib.sha256(COMPILED.encode() + resources.path("index", "stamp").read_bytes())
    for one in found:
        digest.update(one.name.encode() + b"\0" + (root() / f"{one.name}.csv").read_bytes() + b"\0")
    return f"{FORMAT}-{digest.hexdigest()}\n"


def slug(name: str) -> str:
    """The name of an import as files bear it. :raises UsageError: nothing of it is left."""
    made = re.sub(r"[^\w.-]+", "-", name).strip("-.")
    if not made:
        raise UsageError(f"no name for an import: {name!r}", hint="letters and digits")
    return made
