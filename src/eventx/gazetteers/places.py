"""The place index: names in a text → places of the world, answered from mapped files.

Look-up goes from the words of the text, so its cost does not grow with the gazetteer.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import marisa_trie

from eventx import resources
from eventx.fold import ARTICLES, fold, skeleton
from eventx.gazetteers import adjectives
from eventx.gazetteers.store import Columns
from eventx.gazetteers.tables import ADMIN_KINDS, SETTLEMENT_KINDS

MAIN, LISTED, BASE_MAIN, BASE_OTHER, VARIANT = range(5)
LONGEST = 8  # words in a name
_GUEST = VARIANT + (1 << 40)  # references of guests begin here, beyond those of any table
FUZZY_FROM = 88.0  # rapidfuzz.fuzz.ratio; at 85 and over no wrong answer was seen on names of one country


@dataclass(frozen=True, slots=True)
class Place:
    """One place as the gazetteer knows it.

    ``ref`` is its reference in the index, ``id`` its slug (``gn-…`` for the base layer), ``country`` an ISO3 code,
    ``admin1`` the common English name of its province (empty if not known), ``seat`` the town that stands for an
    administrative unit, ``layer`` is ``overlay`` (our tables) or ``base`` (GeoNames). ``lat`` and ``lon`` are None
    where no source gives the point. ``source`` is empty for what ships with the package, else the name of the table
    that the user has imported, or of the online geocoder that was asked.
    """

    ref: int
    id: str
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lat: float | None
    lon: float | None
    population: int
    pcode: str
    geonameid: int
    seat: str
    layer: str
    source: str = ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, None where they are not known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def is_settlement(self) -> bool:
        """A place that an event's location may be at precision 1."""
        return self.kind in SETTLEMENT_KINDS

    @property
    def is_admin(self) -> bool:
        """A country, province, district, sub-district or region: stood for by its seat."""
        return self.kind in ADMIN_KINDS


class PlaceIndex:
    """Places by name. A *reference* is an opaque integer: a place and how the name stands to it (see :func:`rank`)."""

    def __init__(self, folder: Path | None = None) -> None:
        """Map the compiled index. Raises ``FileNotFoundError`` naming the command that makes it."""
        self._folder = folder = folder or resources.path("index")
        if not (folder / "names.marisa").is_file():
            raise FileNotFoundError(f"no compiled gazetteer in {folder}: run `make index`")
        self._names = marisa_trie.Trie()
        self._names.mmap(str(folder / "names.marisa"))
        self._starts = Columns(folder / "names.starts.arrow").numbers("start")
        self._refs = Columns(folder / "names.refs.arrow").numbers("ref")
        self._bones = marisa_trie.Trie()
        self._bones.mmap(str(folder / "bones.marisa"))
        self._bone_starts = Columns(folder / "bones.starts.arrow").numbers("start")
        self._bone_refs = Columns(folder / "bones.refs.arrow").numbers("ref")
        self._table = table = Columns(folder / "places.arrow")
        self._countries: list[str] = json.loads(table.metadata["countries"])
        self._provinces: list[str] = json.loads(table.metadata["provinces"])
        self._kinds: list[str] = json.loads(table.metadata["kinds"])
        self.overlay_rows = int(table.metadata["overlay"])
        self._boxes: dict[str, list[float]] = json.loads(table.metadata["boxes"])
        self._capitals: dict[str, int] = json.loads(table.metadata["capitals"])
        self._fuzzy_names: dict[str, dict[str, list[int]]] = {}
        self._guests: dict[str, int] = {}
        self._guest_places: dict[int, Place] = {}
        self._guest_number = _GUEST
        self.record = lru_cache(maxsize=16384)(self._record)

    def __len__(self) -> int:
        return self._table.rows

    def prefixes(self, words: Sequence[str], *, variants: bool = False) -> list[tuple[int, tuple[int, ...]]]:
        """All names that begin at the first of some folded words, the longest first: (number of words, references).

        With ``variants`` transliterations that no table lists are tried where no listed name of that length stands.
        """
        window = words[:LONGEST]
        if not window or not window[0]:
            return []
        joined = " ".join(window)
        out = []
        for name in self._names.prefixes(joined):
            size = len(name)
            if size == len(joined) or joined[size] == " ":
                out.append((name.count(" ") + 1, self._under(self._names[name], self._starts, self._refs)))
        if variants:
            taken = {count for count, _ in out}
            out += [one for one in self._transliterated(window) if one[0] not in taken]
        if self._guests:
            out = self._invited(window, out)
        out.sort(key=lambda one: -one[0])
        return out

    def _transliterated(self, window: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
        """Names of the same transliteration family that begin at the first word."""
        ends: dict[int, int] = {}
        joined = ""
        for at, word in enumerate(window):
            bone = "" if word in ARTICLES and at else skeleton(word)
            if not bone:
                if word in ARTICLES and at:
                    continue
                break
            joined += bone
            ends[len(joined)] = at + 1
        out = []
        for key in self._bones.prefixes(joined):
            count = ends.get(len(key))
            if count and sum(map(len, window[:count])) >= 5:
                out.append((count, self._under(self._bones[key], self._bone_starts, self._bone_refs)))
        return out

    @contextmanager
    def guests(self, places: Mapping[str, Place]) -> Iterator[None]:
        """Know some names more (as spelled → place) for a while: those of one article that a geocoder has told.

        They stand behind every listed name, as spellings that no table lists do.
        """
        for name, place in places.items():
            self._guest_number += 8  # never given twice: records are remembered by their reference
            self._guests[fold(name)] = self._guest_number
            self._guest_places[self._guest_number] = replace(place, ref=self._guest_number)
        try:
            yield
        finally:
            self._guests = {}
            self._guest_places = {}

    def _invited(self, window: Sequence[str], found: list[tuple[int, tuple[int, ...]]]) -> list[tuple[int, tuple[int, ...]]]:
        """What was found, and behind it the guests that begin at the first word."""
        out = dict(found)
        for count in range(1, len(window) + 1):
            ref = self._guests.get(" ".join(window[:count]))
            if ref is not None:
                out[count] = (*out.get(count, ()), ref)
        return list(out.items())

    @staticmethod
    def _under(key: int, starts: Any, refs: Any) -> tuple[int, ...]:
        return tuple(refs[starts[key] : starts[key + 1]])

    def find(self, name: str, *, variants: bool = False) -> tuple[int, ...]:
        """References of the places of exactly this name after folding, empty when there is none."""
        words = fold(name).split()
        for count, refs in self.prefixes(words, variants=variants):
            if count == len(words):
                return refs
        return ()

    def _record(self, ref: int) -> Place:
        if ref >= _GUEST:
            return self._guest_places[ref]
        row, table = ref >> 3, self._table
        lat, lon = table.numbers("lat")[row], table.numbers("lon")[row]
        number = table.numbers("geonameid")[row]
        return Place(
            ref=ref,
            id=table.text("id", row) or f"gn-{number}",
            name=table.text("name", row),
            kind=self._kinds[table.numbers("kind")[row]],
            country=self._countries[table.numbers("country")[row]],
            admin1=self._provinces[table.numbers("admin1")[row]],
            admin2=table.text("admin2", row),
            lat=None if math.isnan(lat) else round(lat, 4),
            lon=None if math.isnan(lon) else round(lon, 4),
            population=table.numbers("population")[row],
            pcode=table.text("pcode", row),
            geonameid=number,
            seat=table.text("seat", row),
            layer="overlay" if table.numbers("overlay")[row] else "base",
        )

    def adjective(self, word: str) -> tuple[int, ...]:
        """References of the places that a folded adjective is of: «idlibienne» of Idlib."""
        return tuple(row << 3 | LISTED for row in self._adjectives.get(word, ()))

    @cached_property
    def _adjectives(self) -> dict[str, list[int]]:
        file = self._folder / adjectives.FILE
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    @cached_property
    def _admin(self) -> dict[tuple[str, str, str], int]:
        """(country, kind, folded name) → reference, over countries and provinces of the overlay."""
        out: dict[tuple[str, str, str], int] = {}
        kinds = self._table.numbers("kind")
        for row in range(self.overlay_rows):
            if self._kinds[kinds[row]] in ("country", "province"):
                place = self.record(row << 3)
                out.setdefault((place.country, place.kind, fold(place.name)), row << 3)
        return out

    def country(self, iso3: str) -> Place | None:
        """The record of a country; its point and seat are the capital's."""
        for (country, kind, _), ref in self._admin.items():
            if country == iso3 and kind == "country":
                return self.record(ref)
        return None

    def province(self, iso3: str, name: str) -> Place | None:
        """The record of a first-level province by its common English name or any other listed name."""
        ref = self._admin.get((iso3, "province", fold(name)))
        if ref is not None:
            return self.record(ref)
        found = (self.record(one) for one in self.find(name))
        return next((one for one in found if one.kind == "province" and one.country == iso3), None)

    def provinces(self, iso3: str) -> list[Place]:
        """All first-level provinces of a country that the tables know."""
        return [self.record(ref) for key, ref in self._admin.items() if key[0] == iso3 and key[1] == "province"]

    def capital(self, iso3: str) -> Place | None:
        """The settlement that is a country's capital."""
        row = self._capitals.get(iso3)
        return None if row is None else self.record(row << 3)

    def is_capital(self, ref: int) -> bool:
        """Whether the place is the capital of its country (and may so stand for its government)."""
        return ref < _GUEST and self._capitals.get(self._countries[self._table.numbers("country")[ref >> 3]]) == ref >> 3

    def seat(self, place: Place) -> Place:
        """The settlement that stands for an administrative unit: its seat, else the place itself."""
        if not place.is_admin or not place.seat:
            return place
        if place.kind == "country":
            return self.capital(place.country) or place
        found = [self.record(ref) for ref in self.find(place.seat)]
        found = [one for one in found if one.country == place.country and one.is_settlement]
        near = [one for one in found if _close(one, place)]
        return min(near or found, key=lambda one: (rank(one.ref), -one.population), default=place)

    @property
    def boxes(self) -> Mapping[str, tuple[float, float, float, float]]:
        """South, west, north and east of every country that has a box."""
        return {iso3: (sides[0], sides[1], sides[2], sides[3]) for iso3, sides in self._boxes.items()}

    def around(self, lat: float, lon: float, *, within: float) -> list[int]:
        """References of the places within about so many kilometres of a point. Scans the table: for checks only."""
        lats, lons = self._table.numbers("lat"), self._table.numbers("lon")
        return [row << 3 for row in range(self._table.rows) if abs(lats[row] - lat) < within / 100 and _turn(lons[row], lon) < 5]

    def box(self, iso3: str) -> tuple[float, float, float, float] | None:
        """South, west, north and east of a country."""
        sides = self._boxes.get(iso3)
        return None if sides is None else (sides[0], sides[1], sides[2], sides[3])

    def fuzzy(self, name: str, country: str, *, limit: int = 5) -> list[tuple[int, float]]:
        """Places of one country whose name is nearly this: (reference, similarity 88 to 100), the nearest first.

        Never world-wide; a flagged candidate, no certainty. Names of fewer than five letters have no near misses.
        """
        key = fold(name)
        if len(key) < 5:
            return []
        from rapidfuzz import fuzz, process

        names = self._fuzzy_names.get(country)
        if names is None:
            names = self._fuzzy_names[country] = self._names_in(country)
        found = process.extract(key, names.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_FROM, limit=limit * 3)
        best: dict[int, tuple[int, float]] = {}
        for other, score, _ in found:
            for ref in names[other]:
                if score > best.get(ref >> 3, (0, 0.0))[1]:
                    best[ref >> 3] = (ref, score)
        return sorted(best.values(), key=lambda one: (-one[1], one[0] & 7, one[0]))[:limit]

    def _names_in(self, country: str) -> dict[str, list[int]]:
        """All folded names of one country; a pass over the postings, made once and only when near misses are asked."""
        if country not in self._countries:
            return {}
        code = self._countries.index(country)
        rows = self._table.numbers("country").tobytes()
        wanted = {at // 2 for at in _positions(rows, code.to_bytes(2, "little"))}
        out: dict[str, list[int]] = {}
        for at, ref in enumerate(self._refs):
            if ref >> 3 in wanted:
                key = bisect_left(self._starts, at + 1) - 1
                out.setdefault(self._names.restore_key(key), []).append(ref)
        return out


def _positions(data: bytes, code: bytes) -> Iterable[int]:
    """Where a two-byte number stands in packed two-byte numbers."""
    at = data.find(code)
    while at >= 0:
        if at % 2 == 0:
            yield at
        at = data.find(code, at + 1)


def _close(one: Place, other: Place) -> bool:
    """Within some fifty kilometres."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(math.radians(one.lat))) < 0.5


def _turn(one: float, other: float) -> float:
    """Difference of two longitudes across the date line too."""
    return abs((one - other + 180) % 360 - 180)


def rank(ref: int) -> int:
    """How the name stands to the place: 0 main name, 1 listed, 2 main and 3 other name of the base layer, 4 variant."""
    return ref & 7


@lru_cache(maxsize=1)
def shipped_index() -> PlaceIndex:
    """The index that ships with the package, mapped at the first call."""
    return PlaceIndex()


@lru_cache(maxsize=1)
def place_index() -> PlaceIndex:
    """The index that look-ups use: the shipped one, and beside it what the user has imported.

    :raises DataError: what was imported was compiled by another version of eventx.
    """
    folder = resources.user_data("gazetteers", "index")
    if not (folder / "stamp").is_file():
        return shipped_index()
    from eventx.gazetteers.layered import LayeredIndex

    return LayeredIndex(folder)
