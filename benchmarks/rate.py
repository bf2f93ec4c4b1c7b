"""How fast articles are read, as a multiple of the rate at which spaCy's blank tokeniser only cuts them into words.

    python benchmarks/rate.py [FILE_OR_FOLDER…]

Texts are seen once by both, as an archive is: the process is warm, the words of the texts are new to it.
"""

from __future__ import annotations

import sys
from typing import Any

import texts
from timing import middle, seconds, table

BOUNDS = {"conflict": 0.25, "mixed": 4.0}


def measured(kind: str, language: str, more: list[str]) -> dict[str, float]:
    """Seconds of both for one kind of corpus."""
    import spacy

    from eventx.pipeline import read_article

    articles: list[Any] = (texts.conflict if kind == "conflict" else texts.mixed)(language, more)
    blank = spacy.blank(language)
    first = texts.conflict("en" if language == "fr" else "fr")[0]
    read_article(first)  # libraries and tables
    read_article(type(first)("", "Three people were killed. Trois personnes ont été tuées.", "", "", first.published, language))
    rows = 0

    def ours() -> None:
        nonlocal rows
        rows = sum(len(read_article(one).events) for one in articles)

    def theirs() -> None:
        for one in articles:
            blank(f"{one.title}\n{one.text}")

    floor, taken = seconds(theirs), seconds(ours)
    return {"articles": len(articles), "words": texts.words(articles), "rows": rows, "blank": floor, "eventx": taken, "ratio": floor / taken}


def main(more: list[str]) -> None:
    lines = []
    for kind, bound in BOUNDS.items():
        for language in texts.LANGUAGES:
            one = middle(measured, kind, language, more)
            lines.append([
                kind, language, int(one["articles"]), int(one["words"]), int(one["rows"]), f"{one['words'] / one['blank']:,.0f}",
                f"{one['words'] / one['eventx']:,.0f}", f"{one['ratio']:.2f}", f"{bound:.2f}", "yes" if one["ratio"] >= bound else "no",
            ])  # fmt: skip
    print(table(("corpus", "language", "articles", "words", "rows", "spacy.blank, words/s", "eventx, words/s", "ratio", "bound", "met"), lines))


if __name__ == "__main__":
    main(sys.argv[1:])
