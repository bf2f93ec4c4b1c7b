"""Hatch build hook: compile the gazetteers into the package before it is packed or linked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels, editable installs and source distributions alike; a fresh index is left as it is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from eventx.gazetteers import compile as compiler

        out = root / "src" / "eventx" / "_index"
        if not compiler.is_fresh(out, root=root / "gazetteers"):
            self.app.display_info(f"compiling the gazetteers: {compiler.build(out, root=root / 'gazetteers')}")
