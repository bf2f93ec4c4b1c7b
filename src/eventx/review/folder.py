"""The folder of a data set: which of its files the desk reads, and which it writes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eventx.errors import DataError, UsageError

ROWS = ("events.parquet", "events.jsonl", "events.csv")
ARTICLES = (
    "articles.parquet", "articles.jsonl", "articles.jsonl.gz", "articles.csv", "articles.json", "articles",
)  # fmt: skip
CODER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one data set. ``second`` names the second coder whose own judgements are kept apart, else empty."""

    root: Path
    rows: Path
    evidence: Path | None
    problems: Path | None
    articles: tuple[Path, ...]
    run: Path | None
    reports: Path | None = None
    second: str = ""

    @property
    def judgements(self) -> Path:
        """Where the decisions are written: the main file, or the second coder's."""
        return self.root / (f"judgements.{self.second}.jsonl" if self.second else "judgements.jsonl")

    @property
    def first_judgements(self) -> Path:
        """The main file of decisions, also when a second coder is at work."""
        return self.root / "judgements.jsonl"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: the index of the desk."""
        return self.root / ".review"

    @property
    def exports(self) -> Path:
        """Where reviewed data sets are written."""
        return self.root / ("exports" + (f".{self.second}" if self.second else ""))

    def fingerprint(self) -> str:
        """Changes whenever one of the read files does."""
        parts = []
        for file in (self.rows, self.evidence, self.problems, self.reports, *self.articles, self.run):
            if file is not None:
                try:
                    stat = file.stat()
                except FileNotFoundError:
                    parts.append(f"{file.name} gone")
                    continue
                parts.append(f"{file.name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ino}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def second_codings(root: Path) -> list[str]:
    """The names of the second coders who have written judgements into a folder."""
    names = (file.name.removeprefix("judgements.").removesuffix(".jsonl") for file in root.glob("judgements.*.jsonl"))
    return sorted(name for name in names if CODER.fullmatch(name))


def open_folder(root: Path, *, articles: Sequence[Path] = (), second: str = "") -> Folder:
    """Find the files of a data set.

    ``root`` is what ``eventx build`` made, or a folder with the ``events`` file of ``eventx extract`` and, where wanted,
    its ``evidence.jsonl`` and ``problems.jsonl``; ``articles`` says where the articles are when not in the folder.
    Raises :class:`DataError` when there are no rows, :class:`UsageError` for a coder's name that cannot be a file's.
    """
    if second and not CODER.fullmatch(second):
        raise UsageError(f"{second!r} cannot name a coder", hint="letters, digits, - and _, at most 40")
    if not root.is_dir():
        raise DataError("no such folder", file=str(root), hint="give the folder that `eventx build` or `extract` wrote")
    rows = next((root / name for name in ROWS if (root / name).is_file()), None)
    if rows is None:
        raise DataError("there are no rows in the folder", file=str(root), hint=f"one of {', '.join(ROWS)} is expected")
    found = tuple(articles) or tuple(root / name for name in ARTICLES if (root / name).exists())[:1]
    for file in found:
        if not file.exists():
            raise DataError("no such file of articles", file=str(file))
    return Folder(
        root=root.resolve(), rows=rows, evidence=_there(root / "evidence.jsonl"), problems=_there(root / "problems.jsonl"),
        articles=found, run=_there(root / "run.json"), reports=_there(root / "reports.jsonl"), second=second,
    )  # fmt: skip


def _there(file: Path) -> Path | None:
    return file if file.is_file() else None
