"""The texts that are measured: conflict articles of the test cases and of folders given by hand, and ordinary news.

A conflict article is one of ``tests/gold`` and ``tests/quiet`` or of what the command line names; ordinary articles are
put together from the sentences in ``ordinary/``, by a fixed draw of lots.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from eventx.gold import cases
from eventx.model import Article
from eventx.read import read

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
LANGUAGES = ("fr", "en")


def conflict(language: str, more: Iterable[str] = ()) -> list[Article]:
    """The conflict articles of a language: test cases, then articles (files or folders of any kind) given by hand."""
    found = [case.article for case in cases([TESTS / "gold" / language, TESTS / "quiet" / language])]
    for path in map(Path, more):
        if path.is_dir() and any(path.rglob("*.json")):
            found += [case.article for case in cases([path], refused=lambda error: None)]
        else:
            found += [one for one in read([str(path)]) if isinstance(one, Article)]
    found = [replace(one, published=one.published or date(2020, 2, 28)) for one in found if one.text and one.language in (language, "")]
    return [replace(one, id=f"{number}", language=language) for number, one in enumerate(found)]


def ordinary(language: str, number: int) -> Iterator[Article]:
    """Articles of everyday news: a headline and some 15 sentences drawn by lot, the same each time.

    One in five has a sentence with a word of war in it («l'attaque de ses joueurs», "the strike by controllers").
    """
    lines = (HERE / "ordinary" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    plain, warlike = [line for line in lines if line[0] != "*"], [line[2:] for line in lines if line[0] == "*"]
    lots = random.Random(f"{language} {number}")
    for at in range(number):
        drawn = lots.sample(plain, 16)
        if at % 5 == 0:
            drawn[lots.randrange(1, 16)] = lots.choice(warlike)
        # A number of its own keeps every article, and every tokeniser's memory of words, from being the last one's.
        text = "\n\n".join(" ".join(drawn[k : k + 3]) for k in range(1, 16, 3)) + f" ({at})"
        yield Article(f"o{at}", text, drawn[0].rstrip("."), "Gazette", date(2020, 2, 28), language)


def mixed(language: str, more: Iterable[str] = (), *, number: int = 1000) -> list[Article]:
    """An archive of which one article in twenty is a conflict article."""
    hot = conflict(language, more)
    everyday = list(ordinary(language, number - number // 20))
    lots = random.Random(language)
    chosen = [replace(hot[k % len(hot)], id=f"c{k}") for k in lots.sample(range(max(len(hot), number // 20)), number // 20)]
    both = everyday + chosen
    lots.shuffle(both)
    return both


def words(articles: Iterable[Article]) -> int:
    """Words between blanks, headlines included."""
    return sum(len(one.text.split()) + len(one.title.split()) for one in articles)
