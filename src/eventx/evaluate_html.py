"""``eventx evaluate --html``: one self-contained page, without scripts, of what was right and wrong in every case.

First the figures by column; then each case with its text, the words that prove the given cells marked and labelled, and
every gold row beside the given one. What differs is told by a sign and a word, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eventx.evaluate import COLUMNS, SLOTS, Result, agree, asked, misses
from eventx.explain import reason
from eventx.marking import Mark, marked, shown
from eventx.model import Event

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1200px;padding:1.5rem;color:#1d1d1b;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0;display:inline}h3{font-size:1rem;margin:1rem 0 .2rem}
.meta,.rule{color:#5c5c58;font-size:.85em}.text{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #ccc;border-radius:6px;padding:1rem;max-height:32rem;overflow:auto}
.headline{font-weight:600;margin:.6rem 0 .3rem}
mark{background:#fff1c2;border-radius:3px;padding:0 1px}mark small{display:inline-block;font-size:.68em;color:#6b4e00;margin-left:.25em;vertical-align:super;line-height:1}
mark.when{background:#d6ecff}mark.where{background:#d9f2d9}mark.who{background:#f3dcff}mark.dead{background:#ffdcd6}mark.says{background:#e6e6e6}
mark.gone{background:none;text-decoration:line-through #888}
table{border-collapse:collapse;width:100%;margin:.3rem 0 1.2rem}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}th{font-weight:600}tbody th{white-space:nowrap;width:11rem}
tr.no{background:#fff0ee}tr.no td.gold{text-decoration:underline #1b6e3c}tr.no td.given{text-decoration:underline wavy #b33}
.also{display:inline-block;width:100%;color:#5c5c58;font-size:.85em}
.state{white-space:nowrap;width:7rem}.pair{table-layout:fixed}.pair td{width:auto}
details.case{border-top:2px solid #bbb;padding:.7rem 0}summary{cursor:pointer}.bad{color:#a12c2c}.good{color:#1b6e3c}
@media print{.text{max-height:none}}
"""
# What a mark is called behind the words, and its class; a column that is not here is marked without a label.
_LABELS = {
    "event_date": ("date", "when"), "sub_event_type": ("type", ""), "actor1": ("actor 1", "who"), "actor2": ("actor 2", "who"),
    "assoc_actor_1": ("beside 1", "who"), "assoc_actor_2": ("beside 2", "who"), "location": ("place", "where"),
    "fatalities": ("dead", "dead"), "injured": ("injured", "dead"), "attributed_to": ("says", "says"),
}  # fmt: skip


def page(results: Sequence[Result], figures: Mapping[str, Any]) -> str:
    """The page of a run: ``figures`` are :func:`eventx.evaluate.summary` of the same results."""
    body = "".join((*_summary(figures), *_contents(results), *(piece for at, result in enumerate(results, 1) for piece in _case(result, at))))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">'
        f"<title>eventx evaluate</title><style>{_STYLE}</style></head>\n<body><h1>eventx evaluate</h1>\n{body}</body></html>\n"
    )


def _summary(figures: Mapping[str, Any]) -> Iterator[str]:
    event, quiet = figures["event"], figures["quiet"]
    yield f"<p>{_many(len(figures['cases']), 'case')}. Slot F1 <b>{figures['slot_f1']:.3f}</b> ({', '.join(SLOTS)}). "
    yield f"{_many(quiet['articles'], 'quiet article')}: {quiet['false_rows_per_100']} false rows per 100.</p>\n" if quiet["articles"] else "No quiet articles.</p>\n"
    heads = "".join(f'<th class="n">{name}</th>' for name in ("precision", "recall", "F1", "right", "gold", "given", "right of matched"))
    yield f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>\n"
    yield _figures("events", [f"{event[key]:.3f}" for key in ("p", "r", "f1")] + [""] * 4)
    rows = sum(case["gold"] for case in figures["cases"])
    for name, one in figures["columns"].items():
        if rows and not one["gold"]:
            continue  # these gold rows do not have it
        cells = [f"{one[key]:.3f}" for key in ("p", "r", "f1")] + [str(one[key]) for key in ("right", "gold", "given")]
        yield _figures(name, [*cells, f"{one['of_matched']:.3f}"])
    yield "</tbody></table>\n"


def _figures(name: str, cells: Sequence[str]) -> str:
    shown_cells = "".join(f'<td class="n">{cell}</td>' for cell in cells)
    return f"<tr><th>{shown(name)}</th>{shown_cells}</tr>\n"


def _contents(results: Sequence[Result]) -> Iterator[str]:
    wrong = [(at, result) for at, result in enumerate(results, 1) if _verdict(result)]
    yield f"<p>{_many(len(wrong), 'case')} with something wrong{':' if wrong else '.'}</p>\n"
    if wrong:
        yield "<ul>"
        yield from (f'<li><a href="#case{at}">{shown(result.case.name)}</a>: {_verdict(result)}</li>\n' for at, result in wrong)
        yield "</ul>\n"


def _verdict(result: Result) -> str:
    """What is wrong with a case, counted; empty when nothing is."""
    kinds = [miss["kind"] for miss in misses(result)]
    counted = ((kinds.count("missing"), "missing row"), (kinds.count("false"), "false row"), (kinds.count("cell"), "differing cell"))
    return ", ".join(_many(number, name) for number, name in counted if number)


def _case(result: Result, at: int) -> Iterator[str]:
    case, verdict = result.case, _verdict(result)
    article = case.article
    state = f'<span class="bad">✗ {verdict}</span>' if verdict else '<span class="good">✓ all right</span>'
    yield f'<details class="case" id="case{at}"{" open" if verdict else ""}><summary><h2>{shown(case.name)}</h2> {state}</summary>\n'
    yield f'<p class="meta">published {article.published or "?"} · outlet {shown(article.publisher or "?")} · language {shown(article.language or "?")}</p>\n'
    if case.why:
        yield f"<p>{shown(case.why)}</p>\n"
    marks = _marks(result)
    if article.title:
        yield f'<div class="headline" dir="auto">{marked(article.title, marks.get("title", ()))}</div>\n'
    yield f'<div class="text" dir="auto" tabindex="0" lang="{shown(article.language)}">{marked(article.text, marks.get("text", ()))}</div>\n'
    for problem in result.problems:
        if not problem.end:
            yield f'<p class="meta">{shown(reason(problem))}</p>\n'
    for number, (gold, row) in enumerate(result.pairs, 1):
        yield from _pair(gold, row, number)
    if not result.pairs:
        yield "<p>No rows in the gold, none given.</p>\n"
    yield "</details>\n"


def _pair(gold: Mapping[str, Any] | None, row: Mapping[str, Any] | None, number: int) -> Iterator[str]:
    if row is None:
        yield f'<h3>Row {number}: <span class="bad">✗ missing</span>, in the gold only</h3>\n'
    elif gold is None:
        yield f'<h3>Row {number}: <span class="bad">✗ false</span>, given and not in the gold</h3>\n'
    else:
        yield f"<h3>Row {number}</h3>\n"
    yield '<table class="pair"><thead><tr><th style="width:11rem">column</th><th class="state">verdict</th><th>gold</th><th>given</th><th>words</th></tr></thead><tbody>\n'
    for column in COLUMNS:
        yield _cell(column, gold, row)
    yield "</tbody></table>\n"


def _cell(column: str, gold: Mapping[str, Any] | None, row: Mapping[str, Any] | None) -> str:
    """One line of a pair; nothing where neither side says anything."""
    wanted, given = (_value(side, column) for side in (gold, row))
    also = gold.get("accept", {}).get(column, ()) if gold is not None else ()
    if not (wanted or given or also):
        return ""
    css = ""
    if gold is None or row is None:
        state = ""
    elif not asked(gold, column):
        state = "not in the gold"
    elif not agree(gold, row, column):
        css, state = ' class="no"', "✗ differs"
    else:
        state = "✓" if wanted == given else "✓ accepted" if given in [_text(one) for one in also] else "✓ the same"
    if also:
        wanted_cell = f'{shown(wanted) or "—"}<span class="also">also right: {" | ".join(shown(_text(one)) or "(empty)" for one in also)}</span>'
    else:
        wanted_cell = shown(wanted) or "—"
    words = _words(row, column)
    return f'<tr{css}><th>{column}</th><td class="state">{state}</td><td class="gold">{wanted_cell}</td><td class="given">{shown(given) or "—"}</td><td>{words}</td></tr>\n'


def _words(row: Mapping[str, Any] | None, column: str) -> str:
    proofs = [e for e in row.evidence if e.column == column] if isinstance(row, Event) else []
    return " · ".join(f'«{shown(" ".join(e.text.split()))}» <span class="rule">{shown(e.rule)}</span>' for e in proofs)


def _value(side: Mapping[str, Any] | None, column: str) -> str:
    return "" if side is None else _text(side.get(column))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _marks(result: Result) -> dict[str, list[Mark]]:
    out: dict[str, list[Mark]] = {}
    for number, (_, row) in enumerate(result.pairs, 1):
        for e in row.evidence if isinstance(row, Event) else ():
            label, look = _LABELS.get(e.column, ("", ""))
            out.setdefault(e.part, []).append(Mark(e.start, e.end, f"row {number} {e.column}", look=look, label=label and f"{number} {label}"))
    for problem in result.problems:
        if problem.end:
            out.setdefault(problem.part, []).append(Mark(problem.start, problem.end, f"left out: {problem.code}", look="gone", label=f"left out: {problem.code}"))
    return out


def _many(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
