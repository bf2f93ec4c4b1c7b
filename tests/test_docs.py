"""The documents are run: python blocks execute, commands exist with their options, the table shown is the table made.

``python tests/test_docs.py`` rewrites the README's table from what the example page gives now.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "output/README.md", "gazetteers/README.md", "docs/evaluating.md", "docs/reconcile.md", "docs/review.md")]
_TABLE = re.compile(r"(<!-- demo table -->\n```text\n)(.*?)(```\n<!-- end -->)", re.DOTALL)


def blocks(language: str) -> list[str]:
    return [block for page in PAGES for block in re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)]


def commands() -> list[str]:
    """Every line of the shell blocks, without its comment."""
    return [" ".join(shlex.split(line, comments=True)) for block in blocks("sh") for line in block.splitlines() if line.strip()]


def spoken() -> list[str]:
    """Commands named in running text, such as `eventx gazetteer check`."""
    return [found for page in PAGES for found in re.findall(r"`(eventx [a-z][^`|]*)`", page.read_text(encoding="utf-8")) if "," not in found]


def table() -> str:
    """The demo's table as the README shows it."""
    argv = [sys.executable, "-m", "eventx", "extract", "examples", "--format", "table", "--quiet"]
    env = os.environ | {"COLUMNS": "118", "PYTHONIOENCODING": "utf-8"}
    made = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, check=True).stdout.decode()
    return "".join(line.rstrip() + "\n" for line in made.splitlines())


@pytest.mark.parametrize("code", blocks("python"))
def test_python_blocks_run(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("line", [line for line in commands() if line.startswith("make ")])
def test_make_targets_exist(line: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(line.split()[1:]) <= set(targets)


def test_a_fresh_machine_needs_exactly_two_commands() -> None:
    assert blocks("sh")[0].split("\n")[:-1] == ["make demo", "make test"]


@pytest.mark.parametrize("line", [line for line in (*commands(), *spoken()) if line.startswith("eventx ")])
def test_commands_and_their_options_exist(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    from eventx.cli import main

    words = line.split()[1:]
    path = words[: 2 if words[0] in ("lang", "gazetteer") else 1]
    if path[-1] == "COMMAND":
        return
    with pytest.raises(SystemExit) as left:
        main([*path, "--help"])
    helped = capsys.readouterr().out
    assert left.value.code == 0
    assert all(re.search(rf"(?<!\S){re.escape(word)}\b", helped) for word in words if word.startswith("-"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_the_demo_as_it_is() -> None:
    shown = _TABLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown is not None
    assert shown[2] == table(), "run `python tests/test_docs.py` to rewrite it"


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(_TABLE.sub(lambda found: found[1] + table() + found[3], readme.read_text(encoding="utf-8")), encoding="utf-8")
