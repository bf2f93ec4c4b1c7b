"""Colours, styles and small pieces that all parts of the report share."""

from __future__ import annotations

from html import escape

from eventx import schema

TYPES = tuple(dict.fromkeys(kind for kind, _ in schema.TYPE_OF.values()))
"""The event types, in the schema's order."""
# Colours that people with any kind of colour vision tell apart (after Okabe and Ito); the text names every one too.
_PALETTE = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#444444")
COLOURS = {kind: _PALETTE[number % len(_PALETTE)] for number, kind in enumerate(TYPES)}

CSS = """
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1080px;padding:1.5rem;color:#1d1d1b;background:#fff}
h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .4rem;border-top:1px solid #ddd;padding-top:1rem}
h3{font-size:1rem;margin:1rem 0 .3rem}.meta{color:#5c5c58}
.facts{display:flex;flex-wrap:wrap;gap:1.2rem 2.2rem;margin:1rem 0}.facts b{display:block;font-size:1.5rem;line-height:1.2}
svg{width:100%;height:auto;display:block}svg text{font:11px system-ui,sans-serif;fill:#444}
figure{margin:0 0 1rem}figcaption{color:#5c5c58;font-size:.85em}
.sea{fill:#f7f8f9}.land{fill:#ececea;stroke:#c9c9c4;stroke-width:.7}.towns{stroke:#cbcac3;stroke-width:3;stroke-linecap:round;fill:none}
.grid{stroke:#e3e6e8;stroke-width:.6;fill:none}.town{fill:#77766f;font-size:10px}.axis{stroke:#999;stroke-width:1}.rule{stroke:#e6e6e3;stroke-width:1}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.3rem 0;font-size:.88em}
.key i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em;vertical-align:-.05em}
table{border-collapse:collapse;width:100%;margin:.2rem 0 1rem;font-size:.93em}
th,td{text-align:left;padding:.18rem .6rem .18rem 0;border-bottom:1px solid #e3e3e0;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{background:#dfe7ee;display:block;height:.55em;border-radius:2px}td.b{width:22%}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:0 2.2rem}
summary{cursor:pointer;color:#5c5c58;font-size:.88em}
@media print{details{display:none}h2{break-after:avoid}figure{break-inside:avoid}}
"""


def key() -> str:
    """The legend of the event types."""
    items = "".join(f'<li><i style="background:{colour}"></i>{escape(kind)}</li>' for kind, colour in COLOURS.items())
    return f'<ul class="key">{items}</ul>'


def number(value: int) -> str:
    """A number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")
