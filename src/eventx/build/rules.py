"""What the rows of an article depend on besides the article: digests of the code, the tables and the language packs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eventx import packs, resources

_BESIDE = ("build", "cli", "convert", "exports", "read", "review", "rowfiles", "reconcile", "languages", "_index", "_data", "evaluate.py",
           "evaluate_html.py", "explain.py", "explain_html.py", "gold.py", "langcheck.py", "marking.py", "packcheck.py", "seen.py", "spreadsheet.py",
           "validate.py", "write.py")  # fmt: skip
_LIBRARIES = ("spacy", "text2num", "quantulum3", "py3langid", "babel", "geopy")


@cache
def stamps() -> Mapping[str, str]:
    """Language → the digest of all that its articles' rows rest on; under ``""`` that of articles without a pack.

    A changed pack concerns the articles of its language, anything else all of them. Rooms that only read, write, judge
    or show (``convert``, ``evaluate.py``) are no part of it.
    """
    common = _common()
    whole = {language: _digest([common, *_files(resources.path("languages", language))]) for language in packs.available()}
    return {"": hashlib.sha256(common).hexdigest()[:16], **whole}


@cache
def libraries() -> Mapping[str, str]:
    """The versions of eventx and of the libraries that decide what is read."""
    return {name: _version(name) for name in ("eventx", *_LIBRARIES)}


def _common() -> bytes:
    package = resources.PACKAGE
    code = sorted(file for file in package.rglob("*") if file.suffix in (".py", ".toml") and file.relative_to(package).parts[0] not in _BESIDE)
    tables = [file for file in sorted(resources.path("index").glob("*")) if not file.name.startswith(("pack.", "page.", "stamp"))]
    schemas = sorted(resources.path("schemas").rglob("*.json"))
    # Which languages there are, and their pages' words, decide what language an article is taken for.
    pages = [resources.path("languages", language, "page.toml") for language in sorted(packs.available())]
    lists = [resources.path("gazetteers", name) for name in ("countries.csv", "sources.csv")]
    known = [repr(sorted(libraries().items())).encode(), repr(sorted(packs.available())).encode()]
    imported = resources.user_data("gazetteers", "index", "stamp")  # a digest of all that the user has imported
    added = [imported] if imported.is_file() else []
    return _digest([*known, *code, *tables, *schemas, *pages, *lists, *added]).encode()


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _digest(pieces: Iterable[bytes | Path]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        data = piece if isinstance(piece, bytes) else piece.name.encode() + b"\0" + (piece.read_bytes() if piece.is_file() else b"")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # run from a bare source tree
        return "unknown"
