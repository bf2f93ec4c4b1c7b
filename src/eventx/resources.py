"""Where data files are: in a checkout or inside the installed wheel. No other module knows.

In a checkout ``schemas/`` and ``gazetteers/`` stand at the top; the wheel carries both under ``eventx/_data/``.
Language packs and the compiled index always live inside the package. What a user adds (imported gazetteers, answers of
online geocoders) lies in a data folder of the user's own.
"""

from __future__ import annotations

import os
import sys
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


def user_data(*parts: str) -> Path:
    """Path in the user's data folder; it need not exist.

    The folder is what the environment variable ``EVENTX_DATA`` says, else the platform's place for data of programs.
    """
    given = os.environ.get("EVENTX_DATA")
    if given:
        root = Path(given).expanduser()
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "eventx"
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support" / "eventx"
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "eventx"
    return root.joinpath(*parts)
