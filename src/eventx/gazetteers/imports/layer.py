"""Kept imports compiled into an index of the shipped one's shape, joined with it place by place.

Our own entries win: an imported place that lies where the shipped index has one of that name and country is that place,
and only brings it further names. A name is taken under the guards of the base layer: no ordinary words, no codes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from eventx import resources
from eventx.fold import fold
from eventx.gazetteers import compile as compiler
from eventx.gazetteers import tables
from eventx.gazetteers.base import ALTERNATES_FROM, WORD_SURVIVES_FROM, is_name
from eventx.gazetteers.compile import LISTED, MAIN, Draft
from eventx.gazetteers.imports.records import Record
from eventx.gazetteers.places import Place, PlaceIndex
from eventx.gazetteers.resolve import km

SEPARATOR = ":"
"""Stands in an id between the name of the import and the place's own id."""
_KM_SAME, _KM_ALIKE = 12.0, 4.0  # as the overlay and the base layer are joined


def build(out: Path, imports: Iterable[tuple[str, Iterable[Record]]], shipped: PlaceIndex, *, stamp: str) -> int:
    """Compile imports (name, records) into the folder ``out``; gives the number of places. The old files stay until
    the new ones are whole."""
    out.mkdir(parents=True, exist_ok=True)
    drafts = [draft for name, records in imports for draft in _drafts(name, records, shipped)]
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=out.name) as aside:
        compiler.write_places(Path(aside), drafts, [])
        (Path(aside) / "stamp").write_text(stamp, encoding="utf-8")
        for file in sorted(Path(aside).iterdir(), key=lambda one: one.name == "stamp"):
            os.replace(file, out / file.name)
    return len(drafts)


def _drafts(source: str, records: Iterable[Record], shipped: PlaceIndex) -> Iterator[Draft]:
    words = frozenset(compiler.common_words(resources.path("gazetteers", "places", "common_words.txt")))
    for record in records:
        names = _usable(record, words)
        if not names:
            continue
        ours = _same(record, names, shipped)
        if ours is not None:
            names = [name for name in names if not any(ref >> 3 == ours.ref >> 3 for ref in shipped.find(name))]
            draft = Draft(
                id=source + SEPARATOR + ours.id, country=ours.country, kind=ours.kind, name=ours.name, admin1=ours.admin1, admin2=ours.admin2,
                lat=float("nan") if ours.lat is None else ours.lat, lon=float("nan") if ours.lon is None else ours.lon,
                population=ours.population, geonameid=ours.geonameid, pcode=ours.pcode or record.pcode, seat=ours.seat,
            )  # fmt: skip
        else:
            draft = Draft(
                id=source + SEPARATOR + record.id, country=record.country, kind=record.kind, name=record.name, admin1=record.admin1,
                admin2=record.admin2, lat=record.lat, lon=record.lon, population=record.population, geonameid=record.geonameid, pcode=record.pcode,
            )  # fmt: skip
        for position, name in enumerate(names):
            draft.add(name, LISTED if position or ours is not None else MAIN)
        if draft.names:
            yield draft


def _usable(record: Record, words: frozenset[str]) -> list[str]:
    """The names under which a place may be found: alternates of hamlets collide with words and surnames, as in the base
    layer; a p-coded unit keeps those of its table."""
    names = [record.name]
    if record.pcode or record.population >= ALTERNATES_FROM or record.kind not in tables.SETTLEMENT_KINDS:
        names += record.names
    else:
        names += [name for name in record.names if not name.isascii() and is_name(name)]
    if record.population < WORD_SURVIVES_FROM:
        names = [name for name in names if fold(name) not in words]
    return [name for name in names if sum(sign.isalpha() for sign in name) >= 3 and len(fold(name).split()) <= 8]


def _same(record: Record, names: list[str], shipped: PlaceIndex) -> Place | None:
    """The shipped place that an imported one is: the nearest of a shared name, of the same country and sort."""
    admin = record.kind in tables.ADMIN_KINDS
    best: tuple[float, int] | None = None
    for name in names:
        for ref in {*shipped.find(name), *shipped.find(name, variants=True)}:
            place = shipped.record(ref)
            if place.country != record.country or place.kind == "country" or place.is_admin != admin:
                continue
            if place.lat is None or place.lon is None:
                continue
            if admin and (place.kind != record.kind or fold(name) not in {fold(place.name), fold(record.name)}):
                continue
            distance = km(place.lat, place.lon, record.lat, record.lon)
            listed = ref & 7 != compiler.VARIANT
            reach = 150.0 if admin else _KM_SAME if listed else _KM_ALIKE  # a unit's seat may lie far from its centre
            if distance <= reach and (best is None or (distance, ref) < best):
                best = distance, ref
    return None if best is None else shipped.record(best[1] & ~7)


