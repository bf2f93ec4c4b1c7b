"""The pre-commit hook and the GitHub action do what they say: their commands are run as those programs run them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from eventx import write
from test_schema import row

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a right and a wrong file, and a command ``eventx`` beside it."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "eventx"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m eventx "$@"\n')
    command.chmod(0o755)
    write.save([row()], tmp_path / "data" / "deep" / "events.csv")
    write.save([row() | {"year": 1999}], tmp_path / "bad" / "events $(touch owned).csv")
    return tmp_path


def run(argv: list[str], repository: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{repository / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(argv, cwd=repository, env=os.environ | {"PATH": path} | env, capture_output=True, text=True, check=False)


def test_the_hook(repository: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    names = ["data/deep/events.csv", "bad/events $(touch owned).csv", "events-2024.parquet", "notes.csv", "eventsx.txt"]
    assert [name for name in names if re.search(hook["files"], name)] == names[:3]
    right = run([*shlex.split(hook["entry"]), names[0]], repository)
    assert (right.returncode, right.stdout, right.stderr) == (0, "", "")
    wrong = run([*shlex.split(hook["entry"]), *names[:2]], repository)
    assert wrong.returncode == 1
    assert "year.mismatch" in wrong.stdout


def test_the_action(repository: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    assert step["env"] == {"EVENT_FILES": "${{ inputs.files }}"}
    assert "${{" not in step["run"]
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    right = run(shell, repository, EVENT_FILES="data/**/*.csv")
    assert (right.returncode, right.stdout) == (0, "")
    wrong = run(shell, repository, EVENT_FILES="data/**/*.csv\nbad/*.csv")
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("::error file=bad/events $(touch owned).csv,line=2,title=year.mismatch::")
    none = run(shell, repository, EVENT_FILES="nothing/*.csv $(touch owned)")
    assert none.returncode == 1
    assert "no file matches" in none.stdout
    assert not list(repository.rglob("owned"))
