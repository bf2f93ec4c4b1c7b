"""``README.md`` of a data set: what it holds, counts, coverage, licence. For the reader of the folder."""

from __future__ import annotations

from collections.abc import Mapping

from eventx.build.package import LICENCE, SOURCES
from eventx.build.totals import Totals, ranked

_LONGEST = 30  # lines of a table
_FILES = """| file | what |
|---|---|
| `events.csv`, `events.parquet` | the rows; columns are described in `datapackage.json` |
| `evidence.jsonl` | the words that prove each cell: event, column, article, offsets, text, rule |
| `problems.jsonl` | doubts, and what was told but makes no row, with a code |
| `links.csv` | which reports were taken for one incident, which were not though near, and why |
| `reports.jsonl` | what each article alone says of an incident that several articles tell |
| `articles.jsonl` | the articles that were read; their texts remain their outlets' and are no part of the data package |
| `datapackage.json` | the description for machines (Data Package v2) |
| `run.json` | versions, options and counts |
| `report.html` | map, timeline and tables, in one page that loads nothing |
"""


def page(totals: Totals, versions: Mapping[str, str]) -> str:
    """The page in Markdown."""
    days = f"{totals.first_day} to {totals.last_day}" if totals.rows else "none"
    problems = _table("Doubts and what makes no row", "code", totals.problems)
    sources = "\n".join(f"- {source['title']}: <{source['path']}>" for source in SOURCES)
    return f"""# Conflict events read from news

Made by eventx {versions.get("eventx", "")} from {totals.articles} articles, by rules: the same articles give the same rows.

| | |
|---|---:|
| articles | {totals.articles} |
| of them with rows | {totals.with_rows} |
| articles and inputs that could not be read | {totals.failed} |
| rows | {totals.rows} |
| reported deaths in them | {totals.fatalities} |
| days | {days} |

{_FILES}
## Coverage
{_table("Countries", "country", totals.countries)}{_table("Types", "type", totals.types)}{_table("Languages of the articles", "language", totals.languages)}{_table("Outlets", "outlet", totals.publishers)}{problems}
## Licence
The rows: [{LICENCE["title"]}]({LICENCE["path"]}), as their places come from

{sources}
"""


def _table(title: str, what: str, counter: Mapping[str, int]) -> str:
    if not counter:
        return ""
    lines = [f"| {_cell(name)} | {number} |" for name, number in ranked(counter)[:_LONGEST]]
    more = len(counter) - len(lines)
    rest = [f"| and {more} more | {sum(number for _, number in ranked(counter)[_LONGEST:])} |"] if more > 0 else []
    return "\n".join(["", f"### {title}", f"| {what} | number |", "|---|---:|", *lines, *rest, ""])


def _cell(text: str) -> str:
    # An outlet's name comes from the input: it must stay one cell and no markup.
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[").replace("`", "'")
