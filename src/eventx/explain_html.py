"""``eventx explain --html``: one self-contained page with each cell's words highlighted in the article.

Pointing at a cell lights its words, pointing at words lights their cells; without scripts the titles tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eventx.explain import LAYERS, Step, original, proofs, reason, trace
from eventx.marking import Mark, marked, shown

if TYPE_CHECKING:
    from eventx.pipeline import Reading

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1100px;padding:1.5rem;color:#1d1d1b;background:#fff}
h1{font-size:1.3rem}h2{font-size:1.1rem;margin-top:2rem}.meta,.rule,.pos{color:#666;font-size:.85em}
.text{white-space:pre-wrap;border:1px solid #ccc;border-radius:6px;padding:1rem;max-height:32rem;overflow:auto}
.out{color:#999}mark{background:#ffe9a8;border-radius:3px;cursor:pointer}mark.gone:not([data-e]){background:#eee;text-decoration:line-through #b33}
mark.on,tr.on{background:#ff9d5c;outline:2px solid #d35400}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #ddd}
th{font-weight:600;white-space:nowrap}details{border-bottom:1px solid #ddd;padding:.4rem 0}summary{cursor:pointer}
.kept{color:#1b6e3c}.dismissed{color:#a12c2c}
"""
_SCRIPT = """
const all=(k,v)=>document.querySelectorAll('['+k+'~="'+CSS.escape(v)+'"]');
document.addEventListener('mouseover',e=>{
 document.querySelectorAll('.on').forEach(x=>x.classList.remove('on'));
 const t=e.target.closest('[data-e]');if(!t)return;
 t.dataset.e.split(' ').filter(Boolean).forEach(k=>all('data-e',k).forEach(x=>x.classList.add('on')));
});
document.addEventListener('click',e=>{
 const t=e.target.closest('tr[data-e]');if(!t||!t.dataset.e)return;
 const m=document.querySelector('mark[data-e~="'+CSS.escape(t.dataset.e)+'"]');if(m)m.scrollIntoView({block:'center'});
});
"""


def page(readings: Sequence[Reading]) -> str:
    """The page of one file's articles."""
    title = ", ".join(reading.story.article.id for reading in readings[:3]) or "nothing read"
    body = "\n".join("".join(_article(reading, number)) for number, reading in enumerate(readings, 1))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>eventx explain: {shown(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>{body or '<p>Nothing could be read.</p>'}<script>{_SCRIPT}</script></body></html>\n"
    )


def _article(reading: Reading, at: int) -> Iterator[str]:
    story = reading.story
    yield f"<h1>{shown(story.article.id)}</h1>\n"
    yield f'<p class="meta">published {story.published or "?"} · outlet {shown(story.publisher or "?")} · language {shown(story.language or "?")}'
    yield f" · {len(reading.events)} rows · grey text was not read</p>\n"
    marks = _marks(reading, at)
    if story.article.title:
        yield f"<h2>{_highlight(reading, 'title', marks.get('title', []))}</h2>\n"
    yield f'<div class="text">{_highlight(reading, "text", marks.get("text", []))}</div>\n'
    yield "<h2>Rows</h2>\n"
    for number, event in enumerate(reading.events, 1):
        proved = proofs(event)
        yield f"<h3>{number}. {shown(event['event_id_cnty'])}</h3><p>{shown(event['notes'])}</p><table>\n"
        for column, value in event.items():
            if value in ("", None) or column in ("event_id_cnty", "notes"):
                continue
            words = " · ".join(f'«{shown(" ".join(e.text.split()))}» <span class="rule">{shown(e.rule)}</span>' for e in proved.get(column, ()))
            key = f"a{at}r{number}-{column}" if column in proved else ""
            yield f'<tr data-e="{key}"><th>{shown(column)}</th><td>{shown(str(value))}</td><td>{words}</td></tr>\n'
        yield "</table>\n"
    if not reading.events:
        yield "<p>No rows.</p>\n"
    yield "<h2>Sentence by sentence</h2>\n"
    for step in trace(reading):
        if step.clauses or step.dismissed or step.proves:
            yield "".join(_step(step))
    loose = [problem for problem in reading.problems if not problem.end]
    if loose:
        yield "<h2>Problems</h2><ul>" + "".join(f"<li>{shown(reason(problem))}</li>" for problem in loose) + "</ul>\n"


def _step(step: Step) -> Iterator[str]:
    state = "kept" if step.candidates else "dismissed" if step.dismissed else ""
    yield f'<details><summary><span class="{state}">●</span> {shown(" ".join(step.text.split()))} <span class="pos">{step.part} {step.start}–{step.end}</span></summary>\n<table>'
    for layer in LAYERS:
        found = [one for one in step.found if one.layer == layer]
        if found:
            cell = "<br>".join(f'«{shown(one.words)}» {shown(one.value)} <span class="rule">{shown(one.rule)}</span>' for one in found)
            yield f"<tr><th>{layer}</th><td>{cell}</td></tr>\n"
    for name, items in (("clauses", step.clauses), ("candidates", step.candidates), ("dismissed", step.dismissed), ("proves", step.proves)):
        if items:
            yield f'<tr class="{name}"><th>{name}</th><td>{"<br>".join(map(shown, items))}</td></tr>\n'
    yield "</table></details>\n"


def _marks(reading: Reading, at: int) -> dict[str, list[Mark]]:
    out: dict[str, list[Mark]] = {}
    for number, event in enumerate(reading.events, 1):
        for e in event.evidence:
            out.setdefault(e.part, []).append(Mark(e.start, e.end, f"row {number} {e.column}", f"a{at}r{number}-{e.column}"))
    for problem in reading.problems:
        if problem.end:
            out.setdefault(problem.part, []).append(Mark(problem.start, problem.end, f"dismissed: {problem.code}", look="gone"))
    return out


def _highlight(reading: Reading, part: str, marks: Sequence[Mark]) -> str:
    """The part's text with its marks; what was not read is greyed."""
    return marked(original(reading, part), marks, zones=[(z.start, z.end) for z in reading.story.zones if z.part == part])
