"""The actor tables gathered into one structure for the index: groups, states, generics, voices and all their names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from eventx.fold import fold, surface
from eventx.gazetteers import tables

LANGUAGES = ("en", "fr", "ar", "es", "tr")


def collect(root: Path) -> dict[str, Any]:
    """Everything that the actor index answers from, as plain lists and mappings.

    ``names`` maps a folded name to entries ``[what, reference, languages]``; ``acronyms`` maps a case-kept token to
    the same. ``what`` is group, force, people, leader, country, demonym or source; the reference is a row number of that table
    or, for country and demonym, the country's ISO3.
    """
    names: dict[str, dict[tuple[str, Any], set[str]]] = defaultdict(lambda: defaultdict(set))
    acronyms: dict[str, dict[tuple[str, Any], set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(cells: dict[str, str], what: str, ref: Any, prefix: str = "names_") -> None:
        for language in LANGUAGES:
            for name in tables.split(cells.get(prefix + language, "")):
                # A token of capitals such as «IDF» or «FDS» is compared with its case: "ISIS" is not "Isis".
                if name.isupper() and name.isascii() and len(name) <= 7 and " " not in name:
                    acronyms[surface(name)][what, ref].add(language)
                elif fold(name):
                    names[fold(name)][what, ref].add(language)

    groups: list[list[Any]] = []
    for file in tables.group_files(root):
        for row in tables.rows(file):
            cells = row.cells
            ref = len(groups)
            groups.append(
                [cells["name"], cells["kind"], tables.split(cells["country"]), cells["valid_from"], cells["valid_to"],
                 cells["parent"], cells["predecessor"]]
            )  # fmt: skip
            add(cells, "group", ref)
            for name in _own_names(cells["name"]):
                names[fold(name)]["group", ref].add("")
            for acronym in tables.split(cells["acronyms"]):
                acronyms[surface(acronym)]["group", ref].add("")
    forces: list[list[Any]] = []
    for row in tables.rows(root / "actors" / "forces.csv"):
        add(row.cells, "force", len(forces))
        forces.append([row.cells["iso3"], row.cells["force"], row.cells["suffix"], bool(row.cells["local"])])
    peoples: list[list[Any]] = []
    for row in tables.rows(root / "actors" / "peoples.csv"):
        add(row.cells, "people", len(peoples))
        peoples.append([row.cells[one] for one in ("iso3", "classes", "valid_from", "valid_to", "actor", "kind", "civil")])
    leaders: list[list[Any]] = []
    for row in tables.rows(root / "actors" / "leaders.csv"):
        add(row.cells, "leader", len(leaders))
        leaders.append([row.cells["iso3"], row.cells["valid_from"], row.cells["valid_to"]])
    sources: list[list[Any]] = []
    for row in tables.rows(root / "sources.csv"):
        cells = row.cells
        add(cells, "source", len(sources))
        if cells["kind"] != "short":  # how an actor of the tables is written, no voice by itself
            names[fold(cells["name"])]["source", len(sources)].add("")
        sources.append([cells["name"], cells["kind"], cells["iso3"], cells["scale"], cells["organ_of"]])
    countries = {}
    for row in tables.rows(root / "countries.csv"):
        cells = row.cells
        countries[cells["iso3"]] = {
            "name": cells["name"], "demonym": (tables.split(cells["demonyms_en"]) or [""])[0], "iso2": cells["iso2"],
        }  # fmt: skip
        add(cells, "country", cells["iso3"])
        add(cells, "demonym", cells["iso3"], "demonyms_")
    return {
        "groups": groups,
        "forces": forces,
        "peoples": peoples,
        "leaders": leaders,
        "sources": sources,
        "countries": countries,
        "regimes": _regimes(root),
        "generic": _generic(root),
        "heads": _heads(root),
        "names": _packed(names),
        "acronyms": _packed(acronyms),
    }


def _own_names(name: str) -> list[str]:
    """The spellings in which a canonical name may itself stand in a text: whole, and without its acronym or country."""
    bare = name.split(": ", 1)[-1]
    out = [name, bare]
    if bare.endswith(")") and " (" in bare and not bare.startswith("Islamic State ("):
        out.append(bare[: bare.rindex(" (")])
    return [one for one in dict.fromkeys(out) if " " in one or one == name]


def _packed(names: dict[str, dict[tuple[str, Any], set[str]]]) -> dict[str, list[list[Any]]]:
    """The names in one order, languages joined; an empty string among the languages means all of them."""
    return {
        name: [
            [what, ref, "" if "" in languages else " ".join(sorted(languages))]
            for (what, ref), languages in entries.items()
        ]
        for name, entries in sorted(names.items())
    }


def _regimes(root: Path) -> dict[str, list[list[str]]]:
    """Per country its regimes in time order: name in actor strings, first day, day after the last, label."""
    out: dict[str, list[list[str]]] = defaultdict(list)
    for row in tables.rows(root / "actors" / "regimes.csv"):
        cells = row.cells
        out[cells["iso3"]].append([cells["name"], cells["valid_from"], cells["valid_to"], cells["label"]])
    return {iso: sorted(spans, key=lambda span: span[1]) for iso, spans in sorted(out.items())}


def _generic(root: Path) -> dict[str, dict[str, list[list[str]]]]:
    """Class → country → spans: first day, day after the last, actor, kind."""
    out: dict[str, dict[str, list[list[str]]]] = defaultdict(lambda: defaultdict(list))
    for row in tables.rows(root / "actors" / "generic.csv"):
        cells = row.cells
        out[cells["class"]][cells["iso3"]].append(
            [cells["valid_from"], cells["valid_to"], cells["actor"], cells["kind"]]
        )
    return {name: dict(spans) for name, spans in out.items()}


def _heads(root: Path) -> dict[str, dict[str, str]]:
    """Language → folded word → class, for languages without a pack."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.rows(root / "actors" / "heads.csv"):
        for column in tables.HEAD_COLUMNS:
            if column.startswith("forms_"):
                for form in tables.split(row.cells[column]):
                    out[column.removeprefix("forms_")].setdefault(fold(form), row.cells["class"])
    return dict(out)
