"""Hatch build hook: compile gazetteers and language packs into the package before it is packed or linked."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels, editable installs and source distributions alike; a fresh index is left as it is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        source = root / "src" / "eventx"
        # A bare package of that name: eventx/__init__.py would import what a build environment does not have.
        package = types.ModuleType("eventx")
        package.__path__ = [str(source)]
        before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "eventx"}
        sys.modules["eventx"] = package
        try:
            from eventx import building

            for what, counts in building.build().items():
                self.app.display_info(f"{what}: {', '.join(f'{number} {name}' for name, number in counts.items())}")
        finally:
            for name in [name for name in sys.modules if name.split(".")[0] == "eventx"]:
                del sys.modules[name]
            sys.modules.update(before)
