"""Gold cases: an article and the rows that a right reading of it gives, one JSON file a case.

Their form is ``schemas/gold.schema.json``. A case that is not so would quietly score as wrong, so it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from eventx import resources, schema
from eventx.errors import DataError
from eventx.model import Article
from eventx.read.objects import mended

_HINT = "one JSON object with article, events and why; see schemas/gold.schema.json"
OWN = frozenset({"accept", "incident"})
"""Keys of a gold row that are no columns."""
_SHOWN = 80  # characters of a wrong value that are told


@dataclass(slots=True)
class Case:
    """One gold file: the article, its rows, and what it tests."""

    path: Path
    article: Article
    gold: list[dict[str, Any]]
    why: str = ""

    @property
    def name(self) -> str:
        """Its folder and its file, without the ending."""
        return f"{self.path.parent.name}/{self.path.stem}"


def cases(paths: Iterable[Path], *, refused: Callable[[DataError], None] | None = None) -> Iterator[Case]:
    """The cases of files and of folders to the bottom, sorted by name within each; a file given twice counts once.

    A path that is missing, a folder without a case and a file that is none go to ``refused`` and the others go on;
    without ``refused`` the first of them is raised.

    :raises DataError: naming file, row, column, value and what would help.
    """
    seen: set[Path] = set()
    for path in paths:
        try:
            files = _files(path)
        except DataError as error:
            if refused is None:
                raise
            refused(error)
            continue
        for file in files:
            if (real := file.resolve()) in seen:
                continue
            seen.add(real)
            try:
                found = case(file)
            except DataError as error:
                if refused is None:
                    raise
                refused(error)
            else:
                yield found


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise DataError("no such file or folder", file=str(path), hint="give folders of gold cases, or case files")
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise DataError("no gold cases here", file=str(path), hint="a case is a .json file; " + _HINT)
    return files


def case(file: Path) -> Case:
    """The case of one file.

    :raises DataError: naming file, row, column, value and what would help.
    """
    try:
        data, _ = mended(json.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(file)) from None
    except json.JSONDecodeError as error:
        raise DataError(f"no valid JSON: {error.msg}", file=str(file), line=error.lineno, hint=_HINT) from None
    except UnicodeDecodeError as error:
        raise DataError(f"no UTF-8 at byte {error.start}", file=str(file), hint="save the case as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"no valid JSON: {type(error).__name__}", file=str(file), hint=_HINT) from None
    _known(file, data)
    for wrong in _validator().iter_errors(data):
        raise _fault(file, wrong)
    for number, row in enumerate(data["events"], 1):
        _values(file, number, row)
    return Case(file, article(data["article"]), data["events"], data.get("why", ""))


def article(data: Mapping[str, Any]) -> Article:
    """An article from its JSON form; the publication date may be missing or malformed (then None)."""
    try:
        published = date.fromisoformat(str(data.get("published") or "")[:10])
    except ValueError:
        published = None
    return Article(
        str(data["id"]), str(data["text"]), str(data.get("title") or ""), str(data.get("publisher") or ""), published,
        str(data.get("language") or ""), str(data.get("url") or ""),
    )  # fmt: skip


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(json.loads(resources.path("schemas", "gold.schema.json").read_bytes()))


def _known(file: Path, data: Any) -> None:
    """Refuse columns that no row has before anything else: a misspelt name explains why the right one is missing."""
    rows = data.get("events") if isinstance(data, dict) else None
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        accepted = row.get("accept") if isinstance(row, dict) else None
        for where, columns in (("", row), (" › accept", accepted)):
            for column in columns if isinstance(columns, dict) else ():
                if column not in schema.COLUMNS and (where or column not in OWN):
                    near = get_close_matches(column, (*schema.COLUMNS, *OWN), 1)
                    hint = f"is it {near[0]!r}?" if near else "`eventx schema` lists the columns"
                    raise DataError(f"unknown column {column[:_SHOWN]!r}", file=str(file), column=f"row {number}{where}", value=column, hint=hint)


def _fault(file: Path, error: Any) -> DataError:
    """What the validator found, by row and column; its message quotes the value unless that is long."""
    steps = list(error.instance_path)
    where = [f"row {step + 1}" if isinstance(step, int) and at == 1 else str(step) for at, step in enumerate(steps)]
    if len(steps) > 1:
        where = where[1:] if steps[0] == "events" else where
    value = json.dumps(error.instance, ensure_ascii=False)
    message = error.message if len(error.message) < 200 else f"{value[:_SHOWN]}… is of a wrong type or shape"
    hint = "such as 2020-02-28" if steps and steps[-1] == "event_date" else _HINT
    return DataError(message, file=str(file), column=" › ".join(where), value=value[:_SHOWN], hint=hint)


def _values(file: Path, number: int, row: Mapping[str, Any]) -> None:
    """Refuse days that no calendar has and values that no row can have: they could never be met."""
    accepted: Mapping[str, list[Any]] = row.get("accept", {})
    for column in sorted({*row, *accepted} - OWN):
        known = schema.ENUMS.get(column, ())
        for value in (row.get(column), *accepted.get(column, ())):
            wrong = ""
            if known and value not in (*known, "", None):
                near = get_close_matches(str(value), [str(one) for one in known], 1)
                wrong, hint = "no value of the column", f"is it {near[0]!r}?" if near else f"one of: {', '.join(map(str, known))}"
            elif column == "event_date" and not _day(value):
                wrong, hint = "no day", "such as 2020-02-28"
            if wrong:
                shown = repr(value)[:_SHOWN]
                raise DataError(f"{shown} is {wrong}", file=str(file), column=f"row {number} › {column}", value=shown, hint=hint)


def _day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
