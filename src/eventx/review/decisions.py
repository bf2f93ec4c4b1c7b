"""Decisions as they come from the page: JSON in, what became of them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from eventx.errors import DataError
from eventx.review import actions, export, layout, queries, view
from eventx.review.actions import Conflict, Invalid, Refused
from eventx.review.companions import with_companions
from eventx.review.judgements import Action
from eventx.review.store import cells_of, row_of
from eventx.review.wording import Wording

Body = Mapping[str, Any]


async def decide(request: Request) -> Response:
    """``POST /do/ACTION``: take a decision, answer with what the page needs to go on."""
    words = view.words(request)
    action = request.path_params["action"]
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        body = None
    if action not in _ACTIONS or not isinstance(body, dict):
        return JSONResponse({"message": words("message.bad_request")}, status_code=400)
    try:
        done = await run_in_threadpool(_ACTIONS[action], request, body)
    except Conflict as error:
        now = view.value(words, error.column, error.now)
        key = "conflict_status" if error.column == "status" else "conflict"
        return JSONResponse({"message": words(f"message.{key}", who=error.who or "?", now=now), "conflict": error.column}, status_code=409)
    except Invalid as error:
        return _invalid(words, error)
    except Refused as error:
        return JSONResponse({"message": words(f"message.{error.code}")}, status_code=422)
    except (KeyError, TypeError, ValueError):
        return JSONResponse({"message": words("message.bad_request")}, status_code=400)
    except (OSError, DataError) as error:
        return JSONResponse({"message": words("message.not_written", message=str(error))}, status_code=500)
    return JSONResponse(done)


def _invalid(words: Wording, error: Invalid) -> Response:
    found = {one.column: words.finding(one) for one in error.findings}
    message = words("message.invalid", message="; ".join(found.values()))
    return JSONResponse({"message": message, "columns": found}, status_code=422)


def _edit(request: Request, body: Body) -> dict[str, Any]:
    session, event = view.session(request), str(body["event"])
    changes = {str(column): (pair["before"], pair["after"]) for column, pair in dict(body["changes"]).items()}
    with session.store.reading() as db:
        number = row_of(db, event)
        if number is None:
            raise Refused("unknown_row", event)
        row = cells_of(db, number["n"])[1]
        # What the page showed harmlessly is the same value as the one that it stands for.
        changes = {name: (row.get(name) if before == view.harmless(row.get(name)) else before, after) for name, (before, after) in changes.items()}
        changes = with_companions(row, changes)
    actions.edit(session.store, event, changes, who=session.who, reason=_reason(body))
    return {"part": "row"}


def _judge(action: Action) -> Callable[[Request, Body], dict[str, Any]]:
    def judge(request: Request, body: Body) -> dict[str, Any]:
        session, event = view.session(request), str(body["event"])
        actions.judge(session.store, event, action, who=session.who, seen=str(body["seen"]), reason=_reason(body))
        return _onwards(request, body, event)

    return judge


def _merge(request: Request, body: Body) -> dict[str, Any]:
    session, event, into = view.session(request), str(body["event"]), str(body["into"])
    actions.merge(session.store, event, into, who=session.who, seen=str(body["seen"]), reason=_reason(body))
    return {"go": view.row_address(into, _filter(body))}


def _split(request: Request, body: Body) -> dict[str, Any]:
    session = view.session(request)
    articles = [str(name) for name in body.get("articles") or ()]
    _, new = actions.split(session.store, str(body["event"]), who=session.who, articles=articles, reason=_reason(body))
    return {"go": view.row_address(new, _filter(body))}


def _rescue(request: Request, body: Body) -> dict[str, Any]:
    session = view.session(request)
    with session.store.reading() as db:
        found = db.execute("SELECT problems.*, articles.id AS article_id, articles.publisher, articles.published, articles.language, articles.url "
                           "FROM problems JOIN articles USING (a) WHERE k=?", (int(body["problem"]),)).fetchone()  # fmt: skip
    if found is None:
        raise Refused("unknown_row")
    given = {name: value for name, value in dict(body["cells"]).items() if name in layout.rescue()}
    cells = given | {
        "source": found["publisher"], "article_ids": found["article_id"], "article_urls": found["url"], "published": found["published"],
        "language": found["language"],
    }  # fmt: skip
    problem = {"code": found["code"], "article_id": found["article_id"], "part": found["part"], "start": found["start"], "end": found["stop"], "text": found["text"]}
    _, new = actions.rescue(session.store, cells, who=session.who, problem=problem, reason=_reason(body))
    return {"go": view.row_address(new, queries.Filter())}


def _undo(request: Request, body: Body) -> dict[str, Any]:
    session = view.session(request)
    _, event = actions.undo(session.store, who=session.who, group=str(body.get("group") or ""))
    with session.store.reading() as db:
        there = row_of(db, event) is not None
    message = view.words(request)("message.undone")
    return {"go": view.row_address(event, _filter(body)) if there else f"/?{_filter(body).query()}", "message": message}


def _export(request: Request, body: Body) -> dict[str, Any]:
    which: export.Which = "judged" if body.get("which") == "judged" else "all"
    done = export.export(view.session(request).store, which=which)
    words = view.words(request)
    lines = [words("export.done", number=words.number(done.rows))]
    lines += [words(f"export.{name}", number=words.number(number)) for name, number in (("open", done.open), ("invalid", done.invalid)) if number]
    return {"message": " ".join(lines), "part": "files"}


def _onwards(request: Request, body: Body, event: str) -> dict[str, Any]:
    """Where to go after a verdict: the next row of the list, or stay when that is what the page asks for."""
    wanted = _filter(body)
    if not body.get("next"):
        return {"part": "row"}
    with view.session(request).store.reading() as db:
        row = row_of(db, event)
        after = queries.place(db, wanted, row).after if row is not None else ""
    if after:
        return {"go": view.row_address(after, wanted)}
    return {"go": view.row_address(event, wanted), "message": view.words(request)("message.no_next")}


def _filter(body: Body) -> queries.Filter:
    return queries.Filter.of({name: str(value) for name, value in dict(body.get("filter") or {}).items()})


def _reason(body: Body) -> str:
    return " ".join(str(body.get("reason") or "").split())[:2000]


_ACTIONS: Mapping[str, Callable[[Request, Body], dict[str, Any]]] = {
    "edit": _edit, "accept": _judge("accept"), "reject": _judge("reject"), "reopen": _judge("reopen"), "merge": _merge,
    "split": _split, "rescue": _rescue, "undo": _undo, "export": _export,
}  # fmt: skip
