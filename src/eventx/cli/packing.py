"""``eventx lang check``: the examples of language packs, and rules counted over a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eventx import packs
from eventx.cli import DATA, DONE
from eventx.cli.console import say
from eventx.errors import UsageError

if TYPE_CHECKING:
    from eventx.model import Article


def _known(languages: Sequence[str]) -> list[str]:
    there = packs.available()
    for language in languages:
        if language not in there:
            raise UsageError(f"no language pack {language!r}", hint=f"there are: {', '.join(there)}")
    return list(languages) or there


def check(languages: Sequence[str], *, as_json: bool) -> int:
    """Run all examples and print the failures; gives 1 when there is one."""
    known = _known(languages)
    from eventx import langcheck

    failed = number = 0
    for language in known:
        for example in langcheck.examples(language):
            number += 1
            wrong = langcheck.verdict(example)
            if not wrong:
                continue
            failed += 1
            if as_json:
                print(json.dumps({"id": example.id, "file": example.rule.file, "text": example.text, "message": wrong}, ensure_ascii=False))
            else:
                print(f"{example.rule.file}: {example.id}: {wrong}\n    {example.text}")
    say(f"{number} examples in {', '.join(known)}: {failed} failed")
    return DATA if failed else DONE


def _articles(corpus: Sequence[str]) -> Iterator[Article]:
    """The articles of files and folders, those of gold cases included; what cannot be read is told and left out."""
    from eventx import gold
    from eventx.model import Article
    from eventx.read import read

    for name in corpus:
        path = Path(name)
        if path.suffix == ".json" or (path.is_dir() and any(path.rglob("*.json"))):
            for case in gold.cases([path], refused=lambda error: say(str(error))):
                yield case.article
            continue
        for item in read([name]):
            if isinstance(item, Article):
                yield item
            else:
                say(f"{item.code}: {item.message}")


def fired(languages: Sequence[str], corpus: Sequence[str], *, as_json: bool) -> int:
    """Count firings over the articles of files and print every rule's, those that never fired included."""
    known = _known(languages)
    from eventx import langcheck

    counts, kept = langcheck.firings(_articles(corpus))
    for language in known:
        rules = packs.load(language).rules
        for name in sorted(rules, key=lambda rule: (-counts[language, rule], rule)):
            number, alive = counts[language, name], kept[language, name]
            if as_json:
                print(json.dumps({"language": language, "rule": name, "fired": number, "kept": alive}))
            else:
                print(f"{number:7d} {alive:7d}  {language}  {name}")
        say(f"{language}: {sum(not counts[language, name] for name in rules)} of {len(rules)} rules never fired")
    return DONE
