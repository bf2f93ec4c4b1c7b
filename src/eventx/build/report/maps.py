"""Maps without tiles: rows by place, on the settled land as our own place index knows it, drawn as SVG."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from eventx import resources
from eventx.build.report.style import COLOURS, number
from eventx.review.mapping import Box, about, grid, land, names

Row = Mapping[str, Any]
_WIDE, _HALF = 1000, 500  # units of a drawing, of one beside another
_DOT = 5  # units between two dots of settled land
_EDGE = 70  # units that a name needs
_COUNTRIES = 6  # with a map of their own
_LEAST = 3  # rows for a map of one's own
_SPOTS = 1500  # of a map: the biggest


def maps(rows: Sequence[Row]) -> str:
    """A map of all rows, and one of each of the countries with most rows."""
    placed = [row for row in rows if row["latitude"] is not None and row["longitude"] is not None]
    if not placed:
        return "<p>No row has a point.</p>"
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in placed:
        by_country[row["country"]].append(row)
    most = sorted(by_country, key=lambda country: (-len(by_country[country]), country))
    out = [_map("All rows", placed, _WIDE)]
    if len(most) > 1:
        own = "".join(_map(country, by_country[country], _HALF) for country in most[:_COUNTRIES] if len(by_country[country]) >= _LEAST)
        out.append(f'<div class="two">{own}</div>')
    left = len(rows) - len(placed)
    if left:
        out.append(f'<p class="meta">{number(left)} of {number(len(rows))} rows have no point.</p>')
    return "".join(out)


def _map(title: str, rows: Sequence[Row], wide: int) -> str:
    box = about((row["latitude"], row["longitude"]) for row in rows)
    left, top = box.xy(box.north, box.west)
    right, bottom = box.xy(box.south, box.east)
    scale = wide / (right - left)
    high = round((bottom - top) * scale)

    def at(lat: float, lon: float) -> tuple[float, float]:
        x, y = box.xy(lat, lon)
        return round((x - left) * scale, 1), round((y - top) * scale, 1)

    frame = f'<g transform="scale({scale:.5f}) translate({-left:.5f} {-top:.5f})">'
    drawn = f'<path class="grid" vector-effect="non-scaling-stroke" d="{grid(box)}"/><path class="land" vector-effect="non-scaling-stroke" d="{land(box)}"/>'
    spots = "".join(_spots(rows, at))
    towns = "".join(
        f'<text class="town" x="{x + 6:.1f}" y="{y + 3:.1f}">{escape(name)}</text>'
        for name, (x, y) in ((one["name"], at(one["lat"], one["lon"])) for one in names(box))
        if x < wide - _EDGE
    )
    what = f"{title}: {number(len(rows))} {'row' if len(rows) == 1 else 'rows'} with a point"
    return (
        f'<figure><svg viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(what)}"><rect class="sea" width="{wide}" height="{high}"/>'
        f'{frame}{drawn}</g><path class="towns" d="{_settled(box, wide, high)}"/>{towns}{spots}</svg><figcaption>{escape(what)}</figcaption></figure>'
    )


def _spots(rows: Iterable[Row], at: Any) -> Iterable[str]:
    """One circle a place, its area by the number of rows, coloured by their most frequent type; small ones on top."""
    places: dict[tuple[float, float], list[Row]] = defaultdict(list)
    for row in rows:
        places[row["latitude"], row["longitude"]].append(row)
    for point, here in sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))[:_SPOTS]:
        x, y = at(*point)
        kinds = Counter(row["event_type"] for row in here)
        kind = min(kinds, key=lambda name: (-kinds[name], name))
        dead = sum(row["fatalities"] or 0 for row in here)
        told = f"{here[0]['location']}: {len(here)} {'row' if len(here) == 1 else 'rows'}, {dead} dead ({', '.join(sorted(kinds))})"
        yield (
            f'<circle cx="{x}" cy="{y}" r="{min(30.0, 3.5 + 2.5 * math.sqrt(len(here))):.1f}" fill="{COLOURS.get(kind, "#444")}" fill-opacity=".7" stroke="#fff" stroke-width=".8">'
            f"<title>{escape(told)}</title></circle>"
        )


def _settled(box: Box, units: int, high: int) -> str:
    """A dot wherever somebody lives: what of the land one sees where no outlines are bundled."""
    import pyarrow as pa
    import pyarrow.compute as pc

    batch = pa.ipc.open_file(pa.memory_map(str(resources.path("index", "places.arrow")))).get_batch(0)
    lats, lons = batch.column("lat"), batch.column("lon")
    inside = pc.and_(
        pc.and_(pc.greater(lats, box.south), pc.less(lats, box.north)), pc.and_(pc.greater(lons, box.west), pc.less(lons, box.east))
    )
    right, down = units / _DOT / (box.east - box.west), high / _DOT / (box.north - box.south)
    lats, lons = lats.filter(inside).to_pylist(), lons.filter(inside).to_pylist()
    cells = {(int((lon - box.west) * right), int((box.north - lat) * down)) for lat, lon in zip(lats, lons)}
    return "".join(f"M{x * _DOT} {y * _DOT}h0" for x, y in sorted(cells, key=lambda cell: (cell[1], cell[0])))
