"""What pages share: the session, the language, and how a value of a stranger's text is shown harmlessly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from eventx import schema
from eventx.review import layout, queries
from eventx.review.wording import Wording, choose, languages, wording

if TYPE_CHECKING:
    from eventx.review.app import Session

COOKIE = "eventx-language"
# Signs that turn the direction of what follows, and controls that no text needs. The marks of single letters (LRM, RLM,
# joiners) stay: Arabic and Persian are written with them, and they reach no further than the next letter.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb]")


def session(request: Request) -> Session:
    """The session of the application that answers."""
    found: Session = request.app.state.session
    return found


def words(request: Request) -> Wording:
    """The texts in the language of the person who asks."""
    return wording(choose(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", "")))


def harmless(value: Any) -> Any:
    """Text in which no sign can turn or hide what stands around it; other values as they are."""
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isascii():
        value = _TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
    if isinstance(value, str) and not isinstance(value, Markup):
        return _CONTROL.sub("\ufffd", value)
    return value


def value(words: Wording, column: str, what: Any) -> str:
    """A cell for people: nothing is said to be empty, a status has its name."""
    if column == "status":
        return words(f"status.{what}")
    return words("desk.empty") if what in ("", None) else str(harmless(str(what)))


def row_address(event: str, wanted: queries.Filter) -> str:
    """The address of a row's desk within a list."""
    query = wanted.query()
    return f"/row/{quote(event, safe='')}" + (f"?{query}" if query else "")


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of the person who asks."""
    said = words(request)
    here = session(request)
    values = {
        "t": said, "session": here, "languages": languages(), "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "page": template.removesuffix(".html"), "schema": schema, "layout": layout, "row_address": row_address, "json": _json, **values,
    }  # fmt: skip
    return HTMLResponse(_templates().get_template(template).render(values), status_code=status)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
        finalize=harmless, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["address"] = lambda text: text if re.match(r"https?://", str(text)) else ""
    return environment


def _json(what: Mapping[str, Any] | list[Any] | str | float | None) -> str:
    """A value for a data attribute."""
    return json.dumps(what, ensure_ascii=False)
