"""The maps: outlines that are compiled fit together, are cut to the box, and names do not cover each other."""

from __future__ import annotations

import re

import pytest

from eventx.gazetteers import outlines
from eventx.review import mapping


def rings(path: str) -> list[list[tuple[float, float]]]:
    return [[(float(x), float(y)) for x, y in (pair.split(" ") for pair in one.split("L"))] for one in re.findall(r"M([^Z]*)Z", path)]


def inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    x, y = point
    crossed = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossed = not crossed
    return crossed


@pytest.mark.parametrize(
    ("place", "lat", "lon", "land"),
    [("Saraqeb", 35.86, 36.81, True), ("off Latakia", 35.5, 35.3, False), ("Gaza", 31.5, 34.45, True), ("Bamako", 12.64, -8.0, True), ("Atlantic", 20.0, -30.0, False), ("Kyiv", 50.45, 30.52, True)],
)
def test_land_is_land_and_sea_is_sea(place: str, lat: float, lon: float, land: bool) -> None:
    box = mapping.around(lat, lon, km=70)
    assert sum(inside(box.xy(lat, lon), ring) for ring in rings(mapping.land(box))) == land, place


def test_outlines_are_cut_to_the_box() -> None:
    box = mapping.around(35.86, 36.81, km=70)
    left, top, wide, high = (float(part) for part in box.view.split())
    air = high / 10
    for ring in rings(mapping.land(box)):
        for x, y in ring:
            assert left - air <= x <= left + wide + air
            assert top - air <= y <= top + high + air


@pytest.mark.parametrize("box", [mapping.around(90, 0, km=70), mapping.around(-89, 179.9, km=500), mapping.about([]), mapping.about([(0, 0)]), mapping.about([(80, -179), (-80, 179)])])
def test_the_ends_of_the_world_are_drawn(box: mapping.Box) -> None:
    assert "nan" not in mapping.land(box) + mapping.grid(box) + box.view


def test_a_border_is_simplified_alike_from_either_side() -> None:
    border = [(0.0, float(y) / 10 + 0.001 * (y % 3)) for y in range(50)]
    west = [*border, (-5.0, 5.0), (-5.0, 0.0)]
    east = [*reversed(border), (5.0, 0.0), (5.0, 5.0)]
    users = {point: frozenset(number for number, ring in enumerate((west, east)) if point in ring) for point in (*west, *east)}
    simple = [set(outlines.simplified(ring, users, 0.01)) & set(border) for ring in (west, east)]
    assert simple[0] == simple[1]
    assert {border[0], border[-1]} <= simple[0]
    assert len(simple[0]) < 10


def test_names_of_a_map_do_not_cover_each_other() -> None:
    box = mapping.around(35.86, 36.81, km=70)
    found = mapping.names(box)
    assert len(found) > 10
    line = (box.north - box.south) / 23  # the height of a letter, as the page draws it
    for number, one in enumerate(found):
        assert one["end"] <= box.east
        for other in found[:number]:
            assert abs(one["lat"] - other["lat"]) >= line or one["end"] <= other["lon"] or other["end"] <= one["lon"]
