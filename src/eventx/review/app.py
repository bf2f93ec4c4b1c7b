"""The web application: which address is answered by which page or decision."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from eventx.review import decisions, double, pages
from eventx.review.folder import Folder, open_folder
from eventx.review.security import LOOPBACK, Guard
from eventx.review.store import Store

log = logging.getLogger("eventx.review")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Session:
    """What every answer needs: the data set, and who sits at the desk."""

    store: Store
    who: str


def person() -> str:
    """The name under which decisions are written when none is given: the account's."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "coder"


def application(folder: Folder, *, who: str = "", token: str = "", hosts: Iterable[str] = LOOPBACK, sample: int = 0) -> Any:
    """The ASGI application for one data set.

    ``who`` signs the decisions; ``token`` is asked for unless empty; ``hosts`` are the names it may be asked under;
    ``sample`` limits a second coder to so many rows. Raises :class:`eventx.errors.DataError` for files that cannot
    be read.
    """
    prepare = None
    if folder.second:
        first = Store(open_folder(folder.root, articles=folder.articles))
        prepare = partial(double.give, first=first, sample=sample)
    session = Session(Store(folder, prepare=prepare), folder.second or who or person())
    app = Starlette(
        routes=[
            Route("/", pages.rows), Route("/row/{event:path}", pages.row),
            Route("/overview", pages.overview), Route("/dismissed", pages.dismissed), Route("/rescue/{number:int}", pages.rescue),
            Route("/article/{number:int}", pages.article), Route("/article/{number:int}/derivation", pages.derivation),
             Route("/export", pages.export), Route("/export/{name}", pages.exported),
            Route("/language/{code}", pages.language), Route("/complete/{kind}", pages.complete),
            Route("/do/{action}", decisions.decide, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={404: pages.missing, 500: broken},
    )  # fmt: skip
    app.state.session = session
    return Guard(app, hosts=hosts, token=token)


def broken(request: Request, error: Exception) -> Response:
    """A fault of ours: one line, no trace of the inside."""
    log.error("%s: %s: %s", request.url.path, type(error).__name__, error)
    return Response(f"internal error: {type(error).__name__} (please report it)\n", status_code=500, media_type="text/plain")
