"""``datapackage.json``: the data set described for machines (Data Package v2), made from the schema of the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.build.totals import Totals, ranked
from eventx.gazetteers.imports.folder import Import
from eventx.reconcile import links
from eventx.reconcile.judgements import DECISIONS

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
    ("links", "links.csv", "csv", "text/csv", "Which reports were taken for one incident and which were not, though near: what decided, with reasons."),
    ("reports", "reports.jsonl", "jsonl", "application/jsonl", "The rows of single articles that were merged into a row, with that row's id as merged_into."),
    ("problems", "problems.jsonl", "jsonl", "application/jsonl", "Doubts, and what was told but makes no row, one JSON object a line."),
)

_SUBS = schema.ENUMS["sub_event_type"]
_LINKS: Mapping[str, tuple[Any, ...]] = {
    **{f"{name}_{number}": (kind, f"{told} of report {number}", *allowed) for number in "12" for name, kind, told, *allowed in (
        ("article", "string", "Article"), ("date", "date", "Day"), ("location", "string", "Place"), ("type", "string", "Sub-event type", _SUBS),
    )},
    "decision": ("string", "Whether the two reports tell one incident", DECISIONS),
    "who": ("string", "Who judged, where somebody did"), "reason": ("string", "The reason that was given"),
    "by": ("string", "What decided: the pair's score, the other reports of the groups, the article that tells both, or a judgement", links.BY),
    "score": ("number", "Points of the pair; empty where day, place or kind rule it out"),
    "points": ("string", "The parts of the score, joined by a semicolon and a space"),
    "event_1": ("string", "Row of events.csv that report 1 became part of"), "event_2": ("string", "Row of events.csv that report 2 became part of"),
}  # fmt: skip
_MAY_LACK = ("who", "reason", "score", "location_1", "location_2", "points")


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
        "resources": [_resource(folder, *file) for file in _FILES if file[0] != "reports" or (folder / file[1]).stat().st_size],
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
        resource |= {"type": "table", "encoding": "utf-8", "schema": links_schema() if name == "links" else table_schema()}
    return resource


def table_schema() -> dict[str, Any]:
    """The columns as a Table Schema."""
    fields = [_field(column, schema.SCHEMA["properties"][name]) for name, column in schema.FIELDS.items()]
    return {"fields": fields, "primaryKey": ["event_id_cnty"], "missingValues": [""]}


def links_schema() -> dict[str, Any]:
    """The columns of the links as a Table Schema; their events are rows of the resource ``events``."""
    fields = [_link_field(name, *told) for name, told in _LINKS.items()]
    keys = [{"fields": [name], "reference": {"resource": "events", "fields": ["event_id_cnty"]}} for name in ("event_1", "event_2")]
    return {"fields": fields, "foreignKeys": keys, "missingValues": [""]}


def _link_field(name: str, kind: str, told: str, allowed: Sequence[Any] = ()) -> dict[str, Any]:
    limits: dict[str, Any] = {"enum": list(allowed)} if allowed else {}
    if name not in _MAY_LACK:
        limits["required"] = True
    return {"name": name, "type": kind, "description": told, **({"constraints": limits} if limits else {})}


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
