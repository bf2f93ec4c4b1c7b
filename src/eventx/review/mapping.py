"""Maps as SVG without tiles: outlines and points on a plain degree grid, drawn by the server, moved by the browser."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from eventx import resources
from eventx.gazetteers.outlines import SCALE
from eventx.gazetteers.places import place_index
from eventx.review import layout
from eventx.review.desk import KM_A_DEGREE

_NAMES = 26


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the world in degrees; ``squeeze`` is how much narrower a degree of longitude is there."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """The cosine of the middle latitude."""
        return max(0.2, math.cos(math.radians((self.south + self.north) / 2)))

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies in the drawing."""
        return round(lon * self.squeeze, 5), round(-lat, 5)

    @property
    def view(self) -> str:
        """The ``viewBox`` of the drawing."""
        x, y = self.xy(self.north, self.west)
        right, bottom = self.xy(self.south, self.east)
        return f"{x} {y} {right - x:.5f} {bottom - y:.5f}"


def around(lat: float, lon: float, *, km: float, aspect: float = 1.4) -> Box:
    """A box about a point, ``km`` to its north and south."""
    up = km / KM_A_DEGREE
    side = up * aspect / max(0.2, math.cos(math.radians(lat)))
    return Box(lon - side, max(-89.9, lat - up), lon + side, min(89.9, lat + up))


def about(points: Iterable[tuple[float, float]], *, aspect: float = 2.0) -> Box:
    """The box of (latitude, longitude) points with some air around them, in the drawing's proportions."""
    known = list(points) or [(-50.0, -160.0), (70.0, 160.0)]
    south, north = min(p[0] for p in known), max(p[0] for p in known)
    west, east = min(p[1] for p in known), max(p[1] for p in known)
    squeeze = max(0.2, math.cos(math.radians((south + north) / 2)))
    high, wide = max(1.5, (north - south) * 1.2), max(1.5, (east - west) * squeeze * 1.2)
    high, wide = max(high, wide / aspect), max(wide, high * aspect)
    lat, lon = (south + north) / 2, (west + east) / 2
    return Box(lon - wide / squeeze / 2, max(-90, lat - high / 2), lon + wide / squeeze / 2, min(90, lat + high / 2))


@lru_cache(maxsize=256)
def land(box: Box, step: float = 0.0) -> str:
    """The outlines of countries in a box, as the ``d`` of a path, cut off beyond its edges.

    Points nearer to each other than ``step`` degrees are left out; by default those that one would not tell apart.
    """
    import pyarrow.compute as pc

    try:
        outlines = _outlines()
    except OSError:  # an index that was compiled without them
        return ""
    meets = pc.and_(
        pc.and_(pc.less_equal(outlines["west"], box.east), pc.greater_equal(outlines["east"], box.west)),
        pc.and_(pc.less_equal(outlines["south"], box.north), pc.greater_equal(outlines["north"], box.south)),
    )
    seen = pc.greater(pc.max_element_wise(*(pc.subtract(outlines[b], outlines[a]) for a, b in (("west", "east"), ("south", "north")))), 4 * (step or seen_step(box)))
    rings = outlines["points"].filter(pc.and_(meets, seen))
    points, ends = rings.flatten().to_numpy().reshape(-1, 2), rings.value_lengths().to_numpy().cumsum() // 2
    starts = [0, *ends[:-1].tolist()]
    return "".join(_path(box, points[start:end], step or seen_step(box)) for start, end in zip(starts, ends.tolist()))


def seen_step(box: Box) -> float:
    """Degrees that one hardly sees in a drawing of a box."""
    return (box.north - box.south) / 360


def grid(box: Box) -> str:
    """Lines of longitude and latitude at round distances, as the ``d`` of a path."""
    step = next(s for s in (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60) if (box.north - box.south) / s <= 8 or s == 60)
    out = []
    lon = math.ceil(box.west / step) * step
    while lon <= box.east:
        (x, top), (_, bottom) = box.xy(box.north, lon), box.xy(box.south, lon)
        out.append(f"M{x} {top}V{bottom}")
        lon += step
    lat = math.ceil(box.south / step) * step
    while lat <= box.north:
        (left, y), (right, _) = box.xy(lat, box.west), box.xy(lat, box.east)
        out.append(f"M{left} {y}H{right}")
        lat += step
    return "".join(out)


def radius(precision: Any) -> float:
    """The radius in degrees that a precision of the place is drawn with."""
    return layout.circle().get(precision, 0.0) / KM_A_DEGREE


def names(box: Box) -> list[dict[str, Any]]:
    """The biggest places of a box whose names fit in it without covering each other, to see by where a point is."""
    import pyarrow.compute as pc

    lats, lons, people = _points()
    inside = pc.and_(
        pc.and_(pc.greater(lats, box.south), pc.less(lats, box.north)), pc.and_(pc.greater(lons, box.west), pc.less(lons, box.east))
    )
    rows = pc.indices_nonzero(inside).to_pylist()
    rows.sort(key=lambda row: (-people[row], row))
    out: list[dict[str, Any]] = []
    line, letter = (box.north - box.south) / 19, (box.north - box.south) / 40 / box.squeeze
    for row in rows[:400]:
        place = place_index().record(row << 3)
        if not place.is_settlement or place.lat is None or place.lon is None:
            continue
        end = place.lon + letter * (len(place.name) + 2)
        if end > box.east or any(abs(one["lat"] - place.lat) < line and one["lon"] < end and place.lon < one["end"] for one in out):
            continue
        x, y = box.xy(place.lat, place.lon)
        out.append({"name": place.name, "lat": place.lat, "lon": place.lon, "end": end, "x": x, "y": y})
        if len(out) == _NAMES:
            break
    return out


@cache
def _points() -> tuple[Any, Any, list[int]]:
    """Latitudes, longitudes and populations of the place index, by its rows."""
    import pyarrow as pa

    batch = pa.ipc.open_file(pa.memory_map(str(resources.path("index", "places.arrow")))).get_batch(0)
    return batch.column("lat"), batch.column("lon"), batch.column("population").to_pylist()


@cache
def _outlines() -> Any:
    """The compiled outlines: west, south, east, north of each ring, and its points."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(resources.path("index", "outlines.arrow")))).get_batch(0)


def _path(box: Box, points: Any, step: float) -> str:
    """A ring, of several points in one cell of ``step`` degrees only the first, cut off a little outside the box."""
    air = (box.north - box.south) / 20
    cells = points // max(1, round(step * SCALE))
    changes = (cells[1:] != cells[:-1]).any(axis=1).nonzero()[0] + 1
    ring: list[tuple[float, float]] = [(x / SCALE, y / SCALE) for x, y in points[[0, *changes.tolist()]].tolist()]
    for axis, edge, sign in ((0, box.west - air, 1), (0, box.east + air, -1), (1, box.south - air, 1), (1, box.north + air, -1)):
        ring = _cut(ring, axis, edge, sign)
    if len(ring) < 3:
        return ""
    digits = max(1, math.ceil(-math.log10(step)) + 1)
    return "M" + "L".join(f"{lon * box.squeeze:.{digits}f} {-lat:.{digits}f}" for lon, lat in ring) + "Z"


def _cut(ring: list[tuple[float, float]], axis: int, edge: float, sign: int) -> list[tuple[float, float]]:
    """A ring without what lies beyond an edge (Sutherland and Hodgman)."""
    out: list[tuple[float, float]] = []
    for one, other in zip(ring, ring[1:] + ring[:1]):
        inside, next_inside = (sign * (point[axis] - edge) >= 0 for point in (one, other))
        if inside:
            out.append(one)
        if inside != next_inside:
            share = (edge - one[axis]) / (other[axis] - one[axis])
            out.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
    return out
