"""Rows of GeoJSON: the properties of each feature, and its point where they have no coordinates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eventx.errors import Finding
from eventx.rowfiles.cells import Line

LARGEST = 1_000_000_000
"""Bytes; the document is held whole."""


def read_geojson(file: Path) -> Iterator[Line]:
    """Rows of a FeatureCollection; ``line`` is the feature's number, from 1."""
    if file.stat().st_size > LARGEST:
        yield Finding("file.too_large", "the document is too large to be held whole", hint="use CSV, JSON lines or Parquet")
        return
    try:
        document = json.loads(file.read_bytes().decode("utf-8-sig"), parse_constant=str)
    except UnicodeDecodeError as error:
        yield Finding("file.encoding", f"not UTF-8 at byte {error.start}")
        return
    except (ValueError, RecursionError) as error:
        yield Finding("json.invalid", f"the file is no JSON: {error}")
        return
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        yield Finding("geojson.invalid", "the document is no FeatureCollection", hint='{"type": "FeatureCollection", "features": […]}')
        return
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            yield Finding("geojson.invalid", "the feature has no properties", line=number)
            continue
        yield number, _placed(properties, feature.get("geometry"))


def _placed(row: dict[str, Any], geometry: Any) -> dict[str, Any]:
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2 and not {"latitude", "longitude"} & row.keys():
        return {**row, "latitude": point[1], "longitude": point[0]}
    return row
