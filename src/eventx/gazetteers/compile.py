"""Compile the gazetteers: CSV files and the base layer → a name trie and two Arrow tables that are mapped at run time.

``python -m eventx.gazetteers.compile`` builds into ``src/eventx/_index``; the hatch build hook calls :func:`build`.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import marisa_trie
import pyarrow as pa

from eventx import fold as folding
from eventx import resources
from eventx.gazetteers import actor_tables, adjectives, base, outlines, store, tables

FORMAT = "5"
_INNER = re.compile("(?<=[^\\W\\d_])['`´‘’‛′ʹʻʼʽʾʿˈ＇](?=[^\\W\\d_])")
# How a name stands to its place; a lower rank is the stronger claim. Kept in the lowest three bits of a reference.
MAIN, LISTED, BASE_MAIN, BASE_OTHER, VARIANT = range(5)
_KM_SAME = 12.0  # an overlay place and a base place of one name in one country this near are one place
_KM_ALIKE = 4.0  # and this near where only the transliteration family is shared
_KM_SEAT = 30.0


@dataclass(slots=True)
class Draft:
    """A place while it is compiled."""

    id: str
    country: str
    kind: str
    name: str
    admin1: str
    admin2: str
    lat: float
    lon: float
    population: int = 0
    geonameid: int = 0
    pcode: str = ""
    seat: str = ""
    overlay: bool = True
    names: dict[str, int] = field(default_factory=dict)  # folded name → rank

    def add(self, name: str, rank: int) -> None:
        """Let the place be found under a name; the strongest claim stays.

        Folding parts a word at its apostrophe; reporters mostly leave it out: «Ts'khinvali» is found as "Tskhinvali" too.
        """
        for key in (folding.fold(name), folding.fold(_INNER.sub("", name))):
            if key and rank < self.names.get(key, VARIANT + 1):
                self.names[key] = rank


def build(out: Path, *, root: Path | None = None, base_layer: bool = True) -> dict[str, int]:
    """Compile everything into the folder ``out``; returns counts. Raises ``ValueError`` on a line that has no place.

    Files are made aside and moved into place, so that a process that has mapped the old ones goes on unharmed.
    """
    root = root or resources.path("gazetteers")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=out.name) as aside:
        counts = _build(Path(aside), root, base_layer=base_layer)
        for file in sorted(Path(aside).iterdir()):
            os.replace(file, out / file.name)
    return counts


def _build(out: Path, root: Path, *, base_layer: bool) -> dict[str, int]:
    countries = [row.cells for row in tables.rows(root / "countries.csv")]
    overlay = list(read_overlay(root, countries))
    drafts = overlay
    if base_layer:
        deep = frozenset(file.stem for file in root.glob("places/???.csv"))
        words = frozenset(common_words(root / "places" / "common_words.txt"))
        iso3_of = {row["iso2"]: row["iso3"] for row in countries if row["iso2"]}
        drafts = join(overlay, base.read(iso3_of, deep=deep, words=words))
    counts = write_places(out, drafts, countries)
    if base_layer:
        counts |= outlines.write(out / "outlines.arrow")
    rows = {draft.id: number for number, draft in enumerate(drafts) if draft.overlay}
    (out / adjectives.FILE).write_text(json.dumps(adjectives.collect(root, rows), ensure_ascii=False), encoding="utf-8")
    actors = actor_tables.collect(root)
    (out / "actors.json").write_text(json.dumps(actors, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    counts |= {"groups": len(actors["groups"]), "actor names": len(actors["names"])}
    (out / "stamp").write_text(stamp(root), encoding="utf-8")
    return counts


def stamp(root: Path | None = None) -> str:
    """What the index was made of: the digest of the tables and of the code that compiles them."""
    here = Path(__file__)
    code = [here, *(here.with_name(f"{name}.py") for name in ("base", "actor_tables", "adjectives", "outlines")), Path(folding.__file__)]
    return FORMAT + "-" + tables.fingerprint(root or resources.path("gazetteers"), *code)


def is_fresh(out: Path, *, root: Path | None = None) -> bool:
    """Whether the folder holds an index of the tables as they are now."""
    file = out / "stamp"
    return file.is_file() and file.read_text(encoding="utf-8") == stamp(root)


def common_words(file: Path) -> Iterable[str]:
    """The folded words of the stop list; lines starting with ``#`` are its reasons."""
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield from (folding.fold(word) for word in line.split(",") if word.strip())


def read_overlay(root: Path, countries: list[dict[str, str]]) -> Iterable[Draft]:
    """The places of our own tables: countries first, then provinces, then the rest by file and line."""
    for row in countries:
        draft = Draft(
            id=row["iso3"], country=row["iso3"], kind="country", name=row["name"], admin1="", admin2="",
            lat=_number(row["capital_latitude"]), lon=_number(row["capital_longitude"]), seat=row["capital"],
        )  # fmt: skip
        draft.add(row["name"], MAIN)
        for column in ("names_en", "names_fr", "names_ar", "names_es", "names_tr"):
            for name in tables.split(row[column]):
                draft.add(name, LISTED)
        yield draft
    files = sorted((root / "places").glob("*.csv"), key=lambda file: (file.name != "admin.csv", file.name))
    seen: set[str] = set()
    for file in files:
        for _, line, cells in tables.rows(file):
            if cells.get("id", "") in seen:
                continue  # check.py reports it; the first line stays
            try:
                draft = Draft(
                    id=cells["id"], country=cells["country"], kind=cells["kind"], name=cells["name"],
                    admin1=cells["admin1"] or (cells["name"] if cells["kind"] == "province" else ""),
                    admin2=cells["admin2"], lat=_number(cells["latitude"]), lon=_number(cells["longitude"]),
                    pcode=cells["pcode"], seat=cells["seat"],
                )  # fmt: skip
            except (KeyError, ValueError) as error:
                raise ValueError(f"{file.name}:{line}: {error!r} in {cells}") from error
            seen.add(draft.id)
            draft.add(draft.name, MAIN)
            for column in ("names", "names_fr", "names_ar", "names_tr"):
                for name in tables.split(cells[column]):
                    draft.add(name, LISTED)
            yield draft


def _number(cell: str) -> float:
    """A coordinate; an empty cell is not a number (ruling 21: the name alone is known)."""
    return float(cell) if cell else math.nan


def join(overlay: list[Draft], cities: Iterable[base.BasePlace]) -> list[Draft]:
    """Overlay and base layer in one list: where both know a place the overlay's record takes the base's extra names."""
    by_name: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    by_bone: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in overlay:
        if draft.kind not in tables.ADMIN_KINDS:
            for key in draft.names:
                by_name[draft.country, key].append(draft)
                for bone in folding.name_keys(key):
                    by_bone[draft.country, bone].append(draft)
    deep = {country for country, _ in by_bone}
    cities = list(cities)
    provinces = _provinces_by_code(overlay, cities)
    out = list(overlay)
    for city in cities:
        keys = [folding.fold(name) for name in city.names]
        same = _nearest(
            {id(d): d for key in keys for d in by_name.get((city.country, key), ())}.values(), city.lat, city.lon
        )
        if same is None and city.country in deep:
            bones = [bone for name in city.names for bone in folding.name_keys(name)]
            alike = {id(d): d for bone in bones for d in by_bone.get((city.country, bone), ())}.values()
            same = _nearest(alike, city.lat, city.lon, within=_KM_ALIKE)
        if same is not None:
            if city.population > same.population:
                same.population, same.geonameid = city.population, city.geonameid
            for name in city.names:
                same.add(name, BASE_OTHER)
            continue
        draft = Draft(
            id=f"gn-{city.geonameid}", country=city.country, kind="city" if city.population >= 100_000 else "town",
            name=folding.plain(city.names[0]), admin1=_province(provinces, city), admin2="", lat=city.lat,
            lon=city.lon, population=city.population, geonameid=city.geonameid, overlay=False,
        )  # fmt: skip
        draft.add(city.names[0], BASE_MAIN)
        for name in city.names[1:]:
            draft.add(name, BASE_OTHER)
        out.append(draft)
    return out


def _nearest(drafts: Iterable[Draft], lat: float, lon: float, *, within: float = _KM_SAME) -> Draft | None:
    """The nearest of some drafts within the distance at which two records are one place."""
    near = [(km(draft.lat, draft.lon, lat, lon), draft) for draft in drafts if not math.isnan(draft.lat)]
    near = [one for one in near if one[0] <= within]
    return min(near, key=lambda one: (one[0], one[1].id))[1] if near else None


def km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Distance good enough to tell neighbours apart (equirectangular)."""
    x = math.radians(lon2 - lon) * math.cos(math.radians((lat + lat2) / 2))
    return 6371.0 * math.hypot(x, math.radians(lat2 - lat))


def _provinces_by_code(overlay: list[Draft], cities: list[base.BasePlace]) -> dict[tuple[str, str], list[Draft]]:
    """GeoNames' first-level codes → our provinces: the code of the city at each province's seat.

    Where several of ours share one code (their level is finer than GeoNames') the nearest seat decides later on.
    """
    by_country: dict[str, list[base.BasePlace]] = defaultdict(list)
    for city in cities:
        by_country[city.country].append(city)
    out: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for province in overlay:
        if province.kind != "province" or math.isnan(province.lat):
            continue
        seat = folding.fold(province.seat)
        best: tuple[bool, float, str] | None = None
        for city in by_country[province.country]:
            distance = km(province.lat, province.lon, city.lat, city.lon)
            if distance <= _KM_SEAT:
                named = any(folding.fold(name) == seat for name in city.names)
                best = min(best or (True, math.inf, ""), (not named, distance, city.admin1_code))
        if best is not None:
            out[province.country, best[2]].append(province)
    return out


def _province(provinces: dict[tuple[str, str], list[Draft]], city: base.BasePlace) -> str:
    """The province of a base-layer place, empty where no province of ours has its code."""
    among = provinces.get((city.country, city.admin1_code), [])
    if not among:
        return ""
    return min(among, key=lambda one: (km(one.lat, one.lon, city.lat, city.lon), one.id)).admin1


def write_places(out: Path, drafts: list[Draft], countries: list[dict[str, str]]) -> dict[str, int]:
    """Write the tries and the tables of places and postings; returns counts."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        for key, rank in draft.names.items():
            postings[key].append(number << 3 | rank)
    bones = _bones(drafts, postings)
    counts = {"places": len(drafts), "names": len(postings), "transliteration keys": len(bones)}
    _write_names(out, "names", postings)
    _write_names(out, "bones", bones)
    isos = sorted({draft.country for draft in drafts})
    provinces = sorted({draft.admin1 for draft in drafts})
    kind_at = {kind: at for at, kind in enumerate(tables.PLACE_KINDS)}
    iso_at = {iso: at for at, iso in enumerate(isos)}
    province_at = {name: at for at, name in enumerate(provinces)}
    store.write(
        out / "places.arrow",
        {
            "lat": pa.array([draft.lat for draft in drafts], pa.float64(), from_pandas=False),
            "lon": pa.array([draft.lon for draft in drafts], pa.float64(), from_pandas=False),
            "population": pa.array([draft.population for draft in drafts], pa.uint32()),
            "geonameid": pa.array([draft.geonameid for draft in drafts], pa.uint32()),
            "admin1": pa.array([province_at[draft.admin1] for draft in drafts], pa.uint16()),
            "country": pa.array([iso_at[draft.country] for draft in drafts], pa.uint16()),
            "kind": pa.array([kind_at[draft.kind] for draft in drafts], pa.uint8()),
            "overlay": pa.array([int(draft.overlay) for draft in drafts], pa.uint8()),
            "name": pa.array([draft.name for draft in drafts]),
            "id": pa.array([draft.id if draft.overlay else "" for draft in drafts]),
            "admin2": pa.array([draft.admin2 for draft in drafts]),
            "pcode": pa.array([draft.pcode for draft in drafts]),
            "seat": pa.array([draft.seat for draft in drafts]),
        },
        metadata={
            "countries": json.dumps(isos),
            "provinces": json.dumps(provinces, ensure_ascii=False),
            "kinds": json.dumps(tables.PLACE_KINDS),
            "overlay": str(sum(draft.overlay for draft in drafts)),
            "boxes": json.dumps(
                {
                    row["iso3"]: [float(row[side]) for side in ("south", "west", "north", "east")]
                    for row in countries
                    if row["south"]
                }
            ),
            "capitals": json.dumps(_capitals(drafts)),
        },
    )
    return counts


def _bones(drafts: list[Draft], postings: dict[str, list[int]]) -> dict[str, list[int]]:
    """Transliteration keys → places, for names of our own tables and the base layer's towns of the same countries.

    A key that two settlements of one country share says nothing there and is left out; an overlay place beats a
    base place. Provinces and countries are spelled out in their tables and get no keys but through their seats.
    """
    claims: dict[tuple[str, str], dict[int, bool]] = defaultdict(dict)
    deep = {draft.country for draft in drafts if draft.overlay and draft.kind not in tables.ADMIN_KINDS}
    for number, draft in enumerate(drafts):
        if draft.kind == "country" or draft.country not in deep:
            continue
        for name, rank in draft.names.items():
            if rank <= BASE_MAIN and name.isascii():
                for key in folding.name_keys(name):
                    claims[draft.country, key][number] = draft.overlay and draft.kind not in tables.ADMIN_KINDS
    del postings  # listed names win at look-up time, where they are tried first
    out: dict[str, list[int]] = defaultdict(list)
    for (_, key), numbers in sorted(claims.items()):
        strong = [number for number, overlay in numbers.items() if overlay] or list(numbers)
        if len(strong) == 1:
            out[key].append(strong[0] << 3 | VARIANT)
    return out


def _capitals(drafts: list[Draft]) -> dict[str, int]:
    """The settlement record of each country's capital."""
    seats = {draft.country: draft for draft in drafts if draft.kind == "country"}
    best: dict[str, tuple[float, int]] = {}
    for number, draft in enumerate(drafts):
        seat = seats.get(draft.country)
        if seat is None or draft.kind in tables.ADMIN_KINDS or math.isnan(seat.lat) or math.isnan(draft.lat):
            continue
        if folding.fold(seat.seat) in draft.names:
            distance = km(seat.lat, seat.lon, draft.lat, draft.lon)
            if distance < 40:
                best[draft.country] = min(best.get(draft.country, (math.inf, 0)), (distance, number))
    return {iso: number for iso, (_, number) in sorted(best.items())}


def _write_names(out: Path, name: str, postings: dict[str, list[int]]) -> None:
    """One trie and its postings: ``<name>.marisa`` gives a key's number, ``<name>.arrow`` what stands under it."""
    trie = marisa_trie.Trie(postings, order=marisa_trie.LABEL_ORDER)
    trie.save(str(out / f"{name}.marisa"))
    ordered: list[list[int]] = [[] for _ in range(len(trie))]
    for key, refs in postings.items():
        ordered[trie[key]] = sorted(refs, key=lambda ref: (ref & 7, ref))
    starts = [0]
    for refs in ordered:
        starts.append(starts[-1] + len(refs))
    flat = [ref for refs in ordered for ref in refs]
    store.write(out / f"{name}.starts.arrow", {"start": pa.array(starts, pa.uint32())})
    store.write(out / f"{name}.refs.arrow", {"ref": pa.array(flat, pa.uint32())})


def main() -> int:
    """Build the index where the package looks for it, unless it is fresh."""
    out = resources.path("index")
    if is_fresh(out) and "--force" not in sys.argv:
        print("index is fresh", file=sys.stderr)
        return 0
    print(build(out), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
