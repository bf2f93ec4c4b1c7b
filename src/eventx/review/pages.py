"""The pages: what is asked for in the address, looked up and rendered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from eventx.review import agreement, desk, explaining, layout, mapping, queries, view, wording
from eventx.review import complete as completion
from eventx.review import export as exporting
from eventx.review import overview as glance
from eventx.review.marks import Proof

_DAY = 86_400
_KM = 70.0  # to the north and south of a point, on the desk's map
_WIDER = 7  # how far one can zoom out of it


def rows(request: Request) -> Response:
    """``/``: the list."""
    wanted = queries.Filter.of(request.query_params)
    with view.session(request).store.reading() as db:
        page = queries.page(db, wanted, _number(request.query_params.get("page")))
        values: dict[str, Any] = {"page_of": page, "counts": queries.counts(db), "choices": queries.choices(db), "lost": glance.lost(db)}
    return view.render(request, "rows.html", wanted=wanted, **values)


def row(request: Request) -> Response:
    """``/row/ID``: the desk."""
    wanted = queries.Filter.of(request.query_params)
    with view.session(request).store.reading() as db:
        found = desk.desk(db, request.path_params["event"])
        if found is None:
            return view.render(request, "missing.html", status=404, message="page.not_found_row")
        place = queries.place(db, wanted, found.number)
    return view.render(request, "desk.html", desk=found, wanted=wanted, place=place, map=_map(found))


def _map(found: desk.Desk) -> dict[str, Any]:
    """The drawing around the row's point, or around its neighbours' or country's when it has none."""
    lat, lon = found.row["latitude"], found.row["longitude"]
    known = isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 180
    centre = (lat, lon) if known else completion.middle(found.row["country"])
    box = mapping.around(*centre, km=_KM if known else _KM * _WIDER)
    wide = mapping.around(*centre, km=_KM * _WIDER)
    near = [one.row for one in found.neighbours if one.row["latitude"] is not None]
    return {
        "box": box, "wider": _WIDER, "known": known, "lat": centre[0], "lon": centre[1], "land": mapping.land(wide, mapping.seen_step(box)), "grid": mapping.grid(box),
        "names": mapping.names(box), "near": [(*box.xy(one["latitude"], one["longitude"]), one) for one in near],
        "radii": {key: mapping.radius(key) for key in layout.circle()}, "radius": mapping.radius(found.row["geo_precision"]),
    }  # fmt: skip


def article(request: Request) -> Response:
    """``/article/N``: the whole text as plain text, which no browser takes for a page."""
    with view.session(request).store.reading() as db:
        found = db.execute("SELECT title, text FROM articles WHERE a=?", (_key(request),)).fetchone()
    if found is None or found["text"] is None:
        return view.render(request, "missing.html", status=404, message="page.not_found")
    return PlainTextResponse(f"{found['title']}\n\n{found['text']}" if found["title"] else found["text"])


def derivation(request: Request) -> Response:
    """``/article/N/derivation``: how the article became rows, sentence by sentence."""
    with view.session(request).store.reading() as db:
        found = db.execute("SELECT * FROM articles WHERE a=?", (_key(request),)).fetchone()
    if found is None or found["text"] is None:
        return view.render(request, "missing.html", status=404, message="page.not_found")
    return view.render(request, "derivation.html", article=found, text=explaining.derivation(found))


def overview(request: Request) -> Response:
    """``/overview``: the data set at a glance."""
    with view.session(request).store.reading() as db:
        found = glance.overview(db)
    return view.render(request, "overview.html", o=found)


def dismissed(request: Request) -> Response:
    """``/dismissed``: what the articles told that made no row."""
    code, q = request.query_params.get("code", ""), request.query_params.get("q", "")
    number = _number(request.query_params.get("page"))
    with view.session(request).store.reading() as db:
        codes = db.execute("SELECT code, count(*) AS times FROM problems GROUP BY code ORDER BY code").fetchall()
        where, values = "(?='' OR code=?) AND (?='' OR problems.text LIKE ? OR articles.id LIKE ?)", [code, code, q, f"%{q}%", f"%{q}%"]
        source = f"FROM problems LEFT JOIN articles USING (a) WHERE {where}"
        total = db.execute(f"SELECT count(*) {source}", values).fetchone()[0]
        last = max(1, -(-total // queries.PAGE))
        number = min(number, last)
        found = db.execute(
            f"SELECT problems.*, articles.id AS article_id, substr(articles.text, max(1, start - 79), 80 + stop - start + 80) AS context, "
            f"min(start, 80) AS at {source} ORDER BY k LIMIT ? OFFSET ?", [*values, queries.PAGE, (number - 1) * queries.PAGE],
        ).fetchall()  # fmt: skip
    return view.render(request, "dismissed.html", codes=codes, code=code, q=q, found=found, total=total, number=number, last=last)


def rescue(request: Request) -> Response:
    """``/rescue/K``: the form that makes a row of a dismissed mention."""
    with view.session(request).store.reading() as db:
        found = db.execute("SELECT * FROM problems WHERE k=?", (_key(request),)).fetchone()
        text = db.execute("SELECT * FROM articles WHERE a=?", (found["a"],)).fetchone() if found else None
        if text is None:
            return view.render(request, "missing.html", status=404, message="page.not_found")
        marked = {(found["a"], found["part"] or "text"): [Proof("dismissed", found["start"] or 0, found["stop"] or 0, found["message"] or "")]}
        sheet = desk.sheet(text, marked)
    return view.render(request, "rescue.html", problem=found, one_sheet=sheet)


def export(request: Request) -> Response:
    """``/export``: write the reviewed data set, see how far people agree."""
    store = view.session(request).store
    folder = store.folder.exports
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith(".")) if folder.is_dir() else []
    with store.reading() as db:
        figures = agreement.report(db)
    codings = [] if store.folder.second else exporting.second(store)
    return view.render(request, "export.html", files=files, report=figures, codings=codings)


def exported(request: Request) -> Response:
    """``/export/NAME``: one of the written files, by its name only."""
    folder = view.session(request).store.folder.exports
    known = {file.name: file for file in folder.iterdir() if file.is_file() and not file.is_symlink()} if folder.is_dir() else {}
    file = known.get(request.path_params["name"])
    if file is None:
        return view.render(request, "missing.html", status=404, message="page.not_found")
    return FileResponse(file, filename=file.name, content_disposition_type="attachment")


def language(request: Request) -> Response:
    """``/language/CODE``: remember the language and go back to where one came from."""
    to = request.query_params.get("to", "/")
    parts = urlsplit(to)
    if not to.startswith("/") or not to.isprintable() or to.startswith(("//", "/\\")) or parts.scheme or parts.netloc:
        to = "/"
    answer = RedirectResponse(to, status_code=303)
    if request.path_params["code"] in wording.languages():
        answer.set_cookie(view.COOKIE, request.path_params["code"], max_age=400 * _DAY, samesite="strict", httponly=True, path="/")
    return answer


def complete(request: Request) -> Response:
    """``/complete/KIND``: what a half-typed name may become."""
    kind, asked = request.path_params["kind"], request.query_params
    text = asked.get("q", "")[:100]
    country = completion.iso3(asked.get("country", ""))
    with view.session(request).store.reading() as db:
        if kind == "actor":
            found: list[Any] = completion.actors(db, text, country=country, day=asked.get("date", ""))
        elif kind == "place":
            found = completion.places(db, text, country=country)
        elif kind in ("used-actor", "used-place"):
            found = [{"name": name} for name in completion.used(db, kind.removeprefix("used-"), text)]
        else:
            return JSONResponse([], status_code=404)
    return JSONResponse(found)


def missing(request: Request, error: Exception) -> Response:
    """No such address."""
    del error
    return view.render(request, "missing.html", status=404, message="page.not_found")


def _key(request: Request) -> int:
    """The number in the address; one that no table can hold becomes one that none has."""
    return min(int(request.path_params["number"]), 1 << 60)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 1
