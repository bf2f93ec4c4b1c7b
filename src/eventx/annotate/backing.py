"""Who stands behind fighters: «miliciens pro-iraniens», "Ankara-backed rebels", «rebelles soutenus par Kigali».

Backing is not taking part (CODING section 4): the name belongs to the phrase and says whose clients they are, no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eventx.annotate.layers import Mention
from eventx.packs import Pack, Phrases


class Backing:
    """Finds the backer's name beside a head noun, by a language's prefixes, suffixes and participles."""

    def __init__(self, pack: Pack) -> None:
        self.pro = pack.words("pro_prefixes") if "pro_prefixes" in pack.config else frozenset({"pro"})
        self.suffixes = pack.words("backed_suffixes") if "backed_suffixes" in pack.config else frozenset()
        self.loyalty = Phrases()
        for phrase in pack.config.get("loyalty", ()):
            self.loyalty.add(phrase, True)
        self.roles = pack.roles
        self.definite = pack.words("definite")

    def before(self, norm: Sequence[str], left: int, name_ends: Mapping[int, Mention]) -> int:
        """How many words left of ``left`` only tie a backer's name to the noun."""
        if not left:
            return 0
        if norm[left - 1] in self.suffixes and left - 1 in name_ends:
            return 1  # "Ankara | backed | rebels"
        return 1 if norm[left - 1] in self.pro else 0  # "pro | Turkish fighters"

    def loyal(self, norm: Sequence[str], right: int) -> int:
        """How many words say that the noun's people belong to whom they name next: "forces loyal to Haftar"."""
        return self.loyalty.at(norm, right)[0]

    def after(self, norm: Sequence[str], right: int, names: Mapping[int, Mention], *, participles: bool) -> int:
        """Where the backer's name begins right of the noun; -1 when none does."""
        if norm[right] in self.pro and right + 1 in names:
            return right + 1
        size = self.loyal(norm, right)
        if not size and participles:
            size, roles = self.roles.at(norm, right)
            size = size if "backing" in roles and "agent" in self.roles.exact((norm[right + size - 1],))[1] else 0
        if not size:
            return -1
        at = right + size
        while at < len(norm) and norm[at] in self.definite:
            at += 1
        return at if at in names else -1
