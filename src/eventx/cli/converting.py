"""``eventx convert``: rows from one format, or one set of columns, to another."""

from __future__ import annotations

from pathlib import Path

from eventx.cli import DATA, DONE
from eventx.cli.console import say
from eventx.errors import Finding
from eventx.validate import render


def run(source: Path, target: Path, *, kind: str, into: str, profile: str, names: str, excel: bool, quiet: bool) -> int:
    """Convert a file and tell what was wrong with it; gives 1 when an error cost a row."""
    from eventx import convert

    errors = 0

    def tell(finding: Finding) -> None:
        nonlocal errors
        errors += finding.severity == "error"
        if finding.severity == "error" or not quiet:
            say(render(finding))

    done = convert.convert(source, target, kind=kind, into=into, profile=profile, names=names, excel=excel, tell=tell)
    if not quiet:
        parts = [f"{done.written} of {done.read} rows written to {target}"]
        if done.left_out:
            parts.append(f"{done.left_out} have no counterpart in {profile} (nobody was killed)")
        if done.refused:
            parts.append(f"{done.refused} refused")
        say("; ".join(parts))
    return DATA if errors else DONE
