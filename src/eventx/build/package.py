"""``datapackage.json``: the data set described for machines (Data Package v2), made from the schema of the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.build.totals import Totals, ranked
from eventx.gazetteers.imports.folder import Import

_TYPES = {"string": "string", "date32": "date", "float64": "number"}
_LIMITS = ("minimum", "maximum", "pattern", "enum")
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "Creative Commons Attribution 4.0"}
"""The licence of the rows: that of the points of places in them."""
SOURCES = (
    {"title": "GeoNames: points and ids of places, CC BY 4.0", "path": "https://www.geonames.org/"},
    {"title": "OCHA common operational datasets: place codes of Syria, CC BY-IGO", "path": "https://data.humdata.org/"},
)
_OPENSTREETMAP = {"title": "OpenStreetMap contributors: points told by an online geocoder, ODbL 1.0", "path": "https://www.openstreetmap.org/copyright"}
_OUTLETS = 50  # named as sources; the rows name all of them
_FILES = (
    ("events", "events.csv", "csv", "text/csv", "One row: one day, one place, one pair of actors, one tactic."),
    ("events-parquet", "events.parquet", "parquet", "application/vnd.apache.parquet", "The same rows with their types."),
    ("evidence", "evidence.jsonl", "jsonl", "application/jsonl", "The words that prove each cell, one JSON object a line."),
    ("problems", "problems.jsonl", "jsonl", "application/jsonl", "Doubts, and what was told but makes no row, one JSON object a line."),
)


def describe(folder: Path, totals: Totals, *, geocoder: str = "", imported: Iterable[Import] = ()) -> dict[str, Any]:
    """The description of the data set whose files lie in a folder; ``geocoder`` and ``imported`` tell of points that are
    neither ours nor the base layer's."""
    more = [{"title": f"{one.file}: imported places ({one.form})"} for one in imported]
    more += [_OPENSTREETMAP] if geocoder in ("nominatim", "photon", "pelias") else []
    outlets = [{"title": name} for name, _ in ranked(totals.publishers)[:_OUTLETS] if name != "unknown"]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "eventx-events", "title": "Conflict events read from news", "profile": "data-package",
        "description": "Event rows that eventx read from news articles by rules. Text cells of the CSV file that a spreadsheet would run as a formula begin with an apostrophe.",
        "version": str(schema.SCHEMA["version"]), "licenses": [LICENCE], "sources": [*SOURCES, *more, *outlets],
        "resources": [_resource(folder, *file) for file in _FILES],
    }  # fmt: skip


def _resource(folder: Path, name: str, path: str, form: str, media: str, told: str) -> dict[str, Any]:
    file = folder / path
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    resource: dict[str, Any] = {
        "name": name, "path": path, "format": form, "mediatype": media, "description": told,
        "hash": f"sha256:{digest}",
    }  # fmt: skip
    if form != "parquet":  # the reference reader counts the bytes of text only, and takes any number for a mistake
        resource["bytes"] = file.stat().st_size
    if form == "csv":
        resource |= {"type": "table", "encoding": "utf-8", "schema": table_schema()}
    return resource


def table_schema() -> dict[str, Any]:
    """The columns as a Table Schema."""
    fields = [_field(column, schema.SCHEMA["properties"][name]) for name, column in schema.FIELDS.items()]
    return {"fields": fields, "primaryKey": ["event_id_cnty"], "missingValues": [""]}


def _field(column: schema.Column, entry: Mapping[str, Any]) -> dict[str, Any]:
    kind = _TYPES.get(column.arrow, "integer")
    limits = {name: entry[name] for name in _LIMITS if name in entry}
    if kind != "string":
        limits.pop("pattern", None)  # a Table Schema has patterns for text only
    if "enum" in limits:
        limits["enum"] = [value for value in limits["enum"] if value is not None]
    if column.needed:
        limits["required"] = True
    if column.name == "event_id_cnty":
        limits["unique"] = True
    field = {"name": column.name, "type": kind, "title": column.title, "description": column.description}
    return {**field, "constraints": limits} if limits else field
