"""Every rule's own examples. Known failures stand in ``pack_xfails.txt``, one id and its reason a line, and are strict.

``python tests/test_packs.py`` rewrites that list from what fails now, keeping the reasons that stand there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eventx import langcheck, packs

LIST = Path(__file__).with_name("pack_xfails.txt")
HEAD = "# Examples of rules that fail, each with what is wrong. A line whose example passes must go: the test says so.\n"


def known() -> dict[str, str]:
    """Example id → why it fails."""
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    pairs = (line.partition("  # ") for line in lines if line and not line.startswith("#"))
    return {name.strip(): why for name, _, why in pairs}


KNOWN = known()
EXAMPLES = [example for language in packs.available() for example in langcheck.examples(language)]


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(one, id=one.id, marks=[pytest.mark.xfail(reason=KNOWN[one.id], strict=True)] if one.id in KNOWN else [])
        for one in EXAMPLES
    ],
)
def test_example(example: langcheck.Example) -> None:
    wrong = langcheck.verdict(example)
    assert not wrong, f"{example.rule.file}: {wrong}\n{example.text}"


def test_every_known_failure_is_an_example_and_has_a_reason() -> None:
    assert sorted(set(KNOWN) - {one.id for one in EXAMPLES}) == []
    assert [name for name, why in KNOWN.items() if not why] == []


def test_ids_are_unique() -> None:
    assert len({one.id for one in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("wrong", [{"place": "Alep"}, {"date": "2020-01-14"}, {"dead": 8}, {"injured": 1}, {"agent": "l'armée turque"}, {"agent": ""}])
def test_a_wrong_slot_is_told(wrong: dict[str, object]) -> None:
    """The judge itself: a true slot passes, a wrong one does not."""
    from dataclasses import replace
    from datetime import date

    rule = next(rule for rule in packs.load("fr").rules.values() if rule.id == "air_strike.noun")
    text = "Un raid aérien mené par l'aviation russe a tué sept civils mercredi à Ariha."
    right = langcheck.Example("fr:x:match:1", "fr", rule, "match", text, date(2020, 1, 16), {"place": "Ariha", "date": "2020-01-15", "dead": 7})
    assert langcheck.verdict(right) == ""
    assert next(iter(wrong)) in langcheck.verdict(replace(right, slots=wrong))


def rewrite() -> None:
    """The list as it is now."""
    lines = [f"{example.id}  # {KNOWN.get(example.id) or wrong}\n" for language in packs.available() for example, wrong in langcheck.failures(language)]
    LIST.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
