"""``eventx review``: the desk as a server, or its export and figures without one."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eventx.cli import DONE
from eventx.cli.console import say
from eventx.errors import UsageError


@dataclass(frozen=True, slots=True)
class Desk:
    """How the desk is opened: who sits at it, and where it can be asked."""

    who: str = ""
    second: str = ""
    sample: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    token: str = ""
    names: tuple[str, ...] = ()
    browser: bool = False


def serve(folder: Path, articles: Sequence[Path], desk: Desk) -> int:
    """Answer until interrupted."""
    _has_extra()
    from eventx.review import serve as room
    from eventx.review.folder import open_folder

    opened = open_folder(folder, articles=articles, second=desk.second)
    if not opened.articles:
        say(f"{folder}: no articles beside the rows; give them with --articles FILE to see the texts")

    def ready(address: str) -> None:
        say(f"{opened.rows.name}: open {address} (Ctrl+C ends; decisions lie in {opened.judgements})")
        if desk.browser:
            webbrowser.open(address)

    room.serve(
        opened, host=desk.host, port=desk.port, who=desk.who, token=desk.token, sample=desk.sample, names=desk.names, ready=ready
    )
    return DONE


def export(folder: Path, articles: Sequence[Path], *, out: Path | None, judged: bool) -> int:
    """Write the reviewed data set and the agreement report without opening the desk."""
    from eventx.review import export as room
    from eventx.review.folder import open_folder
    from eventx.review.store import Store

    done = room.export(Store(open_folder(folder, articles=articles)), which="judged" if judged else "all", out=out)
    for file in done.files:
        print(file)
    say(f"{done.rows} rows; {done.open} not judged, {done.invalid} not valid")
    return DONE


def report(folder: Path, articles: Sequence[Path], *, as_json: bool) -> int:
    """Print the measured precision, and how far two coders agree."""
    import json

    from eventx.review import agreement, double
    from eventx.review.export import second
    from eventx.review.folder import open_folder
    from eventx.review.store import Store

    store = Store(open_folder(folder, articles=articles))
    with store.reading() as db:
        figures = agreement.report(db)
    codings = second(store)
    if as_json:
        print(json.dumps({**figures.as_dict(), "double_coding": [one.as_dict() for one in codings]}, ensure_ascii=False))
    else:
        sys.stdout.write("\n".join([agreement.text(figures), *(double.text(one) for one in codings)]))
    return DONE


def _has_extra() -> None:
    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(f"the review desk needs the package {error.name}", hint="pip install 'eventx[review]'") from None
