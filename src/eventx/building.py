"""Everything that is compiled beforehand into the index folder: gazetteers and language packs.

``python -m eventx.building`` (``make index``) and the hatch build hook run it; what is fresh is left as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from eventx import packs, resources
from eventx.gazetteers import compile as gazetteers


def build() -> Mapping[str, Mapping[str, int]]:
    """Compile what is stale; gives the counts of what was made.

    :raises ValueError: a gazetteer line has no place.
    :raises PackError: a language pack is broken.
    """
    made: dict[str, Mapping[str, int]] = {}
    out = resources.path("index")
    if not gazetteers.is_fresh(out):
        made["gazetteers"] = gazetteers.build(out)
    if forms := packs.index():
        made["trigger forms"] = forms
    return made


def main() -> int:
    """Build where the package looks for it and say what was made."""
    for what, counts in build().items():
        print(f"{what}: {', '.join(f'{number} {name}' for name, number in counts.items())}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
