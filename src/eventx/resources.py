"""Where data files are: in a checkout or inside the installed wheel. No other module knows.

In a checkout ``schemas/`` and ``gazetteers/`` stand at the top; the wheel carries both under ``eventx/_data/``.
Language packs and the compiled index always live inside the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["schemas", "languages", "gazetteers", "index"]

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[1]


def in_checkout() -> bool:
    """Whether the package runs from its source tree (also when installed as editable)."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "gazetteers").is_dir()


def path(kind: Kind, *parts: str) -> Path:
    """Path of a data file or folder; it need not exist.

    ``kind`` is ``schemas``, ``languages``, ``gazetteers`` (CSV files) or ``index`` (what they are compiled into).
    Raises ``ValueError`` for another kind.
    """
    if kind == "languages":
        root = PACKAGE / "languages"
    elif kind == "index":
        root = PACKAGE / "_index"
    elif kind in ("schemas", "gazetteers"):
        root = (CHECKOUT if in_checkout() else PACKAGE / "_data") / kind
    else:
        raise ValueError(f"unknown kind of resource {kind!r}: one of schemas, languages, gazetteers, index")
    return root.joinpath(*parts)
