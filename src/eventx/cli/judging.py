"""``eventx validate``, ``evaluate`` and ``schema``: files against the schema, rows against gold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eventx.cli import DATA, DONE, SOME_FAILED
from eventx.cli.console import say, show
from eventx.errors import EventxError


def validate(files: Sequence[Path], *, form: str, quiet: bool) -> int:
    """Print the findings of files; gives 1 when there is an error among them."""
    from eventx import validate as room

    errors = warnings = 0
    for finding in room.validate(files):
        errors += finding.severity == "error"
        warnings += finding.severity != "error"
        print(room.render(finding, form=form))
    if not quiet:
        say(f"{len(files)} {'file' if len(files) == 1 else 'files'}: {errors} errors, {warnings} warnings")
    return DATA if errors else DONE


def evaluate(gold: Sequence[Path], *, misses: bool, as_json: bool, html: Path | None) -> int:
    """Extract and score gold cases and print the figures; gives 1 when a file is no gold case (all others are scored)."""
    from eventx import evaluate as room
    from eventx.cli.extracting import one
    from eventx.gold import cases
    from eventx.guard import Given

    failed = broken = 0
    results: list[room.Result] = []

    def refused(error: EventxError) -> None:
        nonlocal broken
        broken += 1
        say(str(error))

    for case in cases(gold, refused=refused):
        events, problems = one(case.article, Given())
        for problem in problems:
            if problem.code == "article.failed":
                failed += 1
                say(f"{case.path}: {problem.message}")
        result = room.score(case, list(events or ()))
        result.problems = problems
        results.append(result)
    if not results:
        return DATA
    figures = room.summary(results)
    if any(row.get("incident") for result in results for row in result.case.gold):
        from eventx import evaluate_incidents

        figures["incidents"] = {"read": evaluate_incidents.summary(results), "coded": evaluate_incidents.perfect([result.case for result in results])}
    if html is not None:
        from eventx.evaluate_html import page

        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page(results, figures), encoding="utf-8")
        say(f"written to {html}")
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _figures(figures)
        if "incidents" in figures:
            _incidents(figures["incidents"])
        if misses:
            _misses(figures)
            _groups(figures.get("incidents", {}))
    if broken:
        say(f"{broken} {'file is' if broken == 1 else 'files are'} not in these figures")
    return DATA if broken else SOME_FAILED if failed else DONE


def _figures(figures: Mapping[str, Any]) -> None:
    from rich.table import Table

    event, quiet = figures["event"], figures["quiet"]
    event_rows = sum(case["gold"] for case in figures["cases"])
    table = Table(show_lines=False, pad_edge=False)
    table.add_column("")
    for name in ("precision", "recall", "F1", "right", "gold", "given", "right of matched"):
        table.add_column(name, justify="right")
    table.add_row("events", f"{event['p']:.3f}", f"{event['r']:.3f}", f"{event['f1']:.3f}", "", "", "", "")
    for name, column in figures["columns"].items():
        if event_rows and not column["gold"]:
            continue  # these gold rows do not have it
        shown = [f"{column[key]:.3f}" for key in ("p", "r", "f1")] + [str(column[key]) for key in ("right", "gold", "given")]
        table.add_row(name, *shown, f"{column['of_matched']:.3f}")
    show(table)
    print(f"slot F1 {figures['slot_f1']:.3f}  (event_date, sub_event_type, actor1, actor2, location within 10 km, fatalities)")
    print(f"{len(figures['cases'])} cases; {quiet['articles']} quiet articles: {quiet['false_rows_per_100']} false rows per 100")


def _incidents(figures: Mapping[str, Any]) -> None:
    from rich.table import Table

    read = figures["read"]
    table = Table(show_lines=False, pad_edge=False)
    for name in ("one incident, one row", "precision", "recall", "F1"):
        table.add_column(name, justify="right" if name != "one incident, one row" else "left")
    for rows in ("read", "coded"):
        for measure, told in (("pairs", "pairs"), ("b_cubed", "B-cubed")):
            table.add_row(f"{told}, rows as {rows}", *(f"{figures[rows][measure][key]:.3f}" for key in ("p", "r", "f1")))
    show(table)
    print(f"{read['incidents']} incidents in {read['mentions']} rows of the gold; {read['missed']} of them were not read; {read['unlabelled']} rows read are none of them")


def _groups(figures: Mapping[str, Any]) -> None:
    for rows, found in figures.items():
        for wrong in found["wrong"]:
            told = {"parted": f"{wrong['incidents'][0]} became two rows", "joined": f"{' and '.join(wrong['incidents'])} became one row"}[wrong["kind"]]
            print(f"\nrows as {rows}: {told}")
            for row in wrong["rows"]:
                print("  " + " | ".join("" if value is None else str(value) for value in row.values()))


def _misses(figures: Mapping[str, Any]) -> None:
    for case in figures["cases"]:
        if not case["misses"]:
            continue
        print(f"\n{case['case']}: {case['matched']} of {case['gold']} rows found, {case['given']} given")
        for miss in case["misses"]:
            if miss["kind"] == "cell":
                place = f"{miss['date']} {miss['location']}"
                print(f"  {place}: {miss['column']} is {miss['given']!r}, gold {miss['gold']!r}")
            else:
                print(f"  {miss['kind']} row: " + " | ".join("" if value is None else str(value) for value in miss["row"].values()))


def schema(form: str) -> int:
    """Print the schema of a row."""
    from eventx import schema as room

    if form == "json":
        print(json.dumps(room.SCHEMA, ensure_ascii=False, indent=2))
    elif form == "markdown":
        print(room.columns_markdown(), end="")
    else:
        for name in room.arrow_schema().names:
            print(f"{name}: {room.arrow_schema().field(name).type}")
    return DONE
