"""The page: figures, map, timeline, toll, tables. Everything that came from articles is escaped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from eventx.build.report import times
from eventx.build.report.maps import maps
from eventx.build.report.style import CSS, key, number
from eventx.build.totals import Totals

Row = Mapping[str, Any]
_LINES = 25  # of a table
# A page from strangers' words: nothing is loaded, nothing is run.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(rows: Sequence[Row], totals: Totals) -> str:
    """The report as HTML."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>Conflict events</title><style>{CSS}</style></head>\n'
        f"<body><h1>Conflict events read from news</h1>\n{_facts(totals)}{_body(rows) if rows else '<p>There are no rows.</p>'}"
        '<p class="meta">Made by eventx. Rows: CC BY 4.0; places: GeoNames (CC BY 4.0), OCHA (CC BY-IGO).</p></body></html>\n'
    )


def _facts(totals: Totals) -> str:
    facts = [(totals.rows, "rows"), (totals.fatalities, "reported deaths"), (totals.articles, "articles"), (totals.problems["article.copy"], "of them copies"), (totals.failed, "not readable")]
    days = f'<p class="meta">{totals.first_day} to {totals.last_day}</p>' if totals.rows else ""
    return days + '<div class="facts">' + "".join(f"<div><b>{number(value)}</b>{what}</div>" for value, what in facts) + "</div>\n"


def _body(rows: Sequence[Row]) -> str:
    step, found = times.periods(rows)
    return (
        f"<h2>Where</h2>{key()}{maps(rows)}\n<h2>When</h2>{key()}{times.timeline(found, step)}\n<h2>Toll over time</h2>{times.toll(found, step)}"
        f"{times.figures(found, step)}\n<h2>What</h2>{_table('type', rows, lambda row: [row['event_type'] + ': ' + row['sub_event_type']])}\n"
        f"<h2>Who</h2>{_table('actor, on either side', rows, lambda row: [row['actor1'], row['actor2']])}\n"
        f"<h2>Which countries</h2>{_table('country', rows, lambda row: [row['country']])}\n"
        f"<h2>On whose word</h2><div class=\"two\"><div>{_table('outlet', rows, lambda row: _parts(row['source']))}</div>"
        f"<div>{_table('attributed to', rows, lambda row: _parts(row['attributed_to']))}</div></div>\n"
    )


def _parts(cell: str | None) -> list[str]:
    return (cell or "").split("; ")


def _table(what: str, rows: Iterable[Row], names: Callable[[Row], list[str]]) -> str:
    """Rows and deaths by what they have in common; a row with two names counts under both."""
    counts: Counter[str] = Counter()
    dead: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in dict.fromkeys(filter(None, names(row))):
            counts[name] += 1
            dead[name] += row["fatalities"] or 0
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    if not ranked:
        return "<p>None.</p>"
    top = counts[ranked[0]]
    lines = "".join(
        f'<tr><td>{escape(name)}</td><td class="b"><span class="bar" style="width:{counts[name] / top:.1%}"></span></td>'
        f'<td class="n">{number(counts[name])}</td><td class="n">{number(dead[name])}</td></tr>'
        for name in ranked[:_LINES]
    )
    more = f'<p class="meta">and {number(len(ranked) - _LINES)} more</p>' if len(ranked) > _LINES else ""
    head = f'<tr><th>{escape(what)}</th><th></th><th class="n">rows</th><th class="n">dead</th></tr>'
    return f"<table><thead>{head}</thead><tbody>{lines}</tbody></table>{more}"
