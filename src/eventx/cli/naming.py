"""``eventx gazetteer find``, ``check`` and ``compile``: the tables of places and actors."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eventx import resources
from eventx.cli import DATA, DONE, SOME_FAILED
from eventx.cli.console import say
from eventx.errors import UsageError

if TYPE_CHECKING:
    from eventx.gazetteers.online.options import Online


def online(service: str | None, user_agent: str, user: str, url: str) -> Online | None:
    """The online geocoder that is asked for, None without one. :raises UsageError: see :func:`options.online`."""
    if service is None:
        if user_agent or user or url:
            raise UsageError("which geocoder?", hint="give --geocoder nominatim, or another")
        return None
    from eventx.gazetteers.online import options

    return options.online(service, user_agent=user_agent, user=user, url=url)


def find(names: Sequence[str], options: Mapping[str, Any], *, as_json: bool, online: Online | None = None) -> int:
    """Print the candidates of names, or of JSON queries on standard input (``-``); of unknown ones those of a geocoder.

    Gives 3 when a query cannot be understood, or the geocoder did not answer.
    """
    from eventx.gazetteers.find import find as look_up

    bad = 0
    for number, query in _queries(names, options):
        try:
            if isinstance(query, str):
                raise ValueError(query)
            answer = look_up(query)
            if online is not None and not answer["candidates"] and query.get("kind") != "actor":
                bad += _ask(answer, online)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            bad += 1
            say(f"<stdin>:{number}: {error}" if "-" in names else str(error))
            if as_json:
                # One line a query, also for one that cannot be understood: scripts count lines.
                print(json.dumps({"query": query if isinstance(query, dict) else {}, "candidates": []}, ensure_ascii=False))
            continue
        if as_json:
            print(json.dumps(answer, ensure_ascii=False), flush="-" in names)
        else:
            _print(answer)
    return SOME_FAILED if bad else DONE


def _ask(answer: dict[str, Any], options: Online) -> bool:
    """Add what an online geocoder knows of an unknown name; gives whether it failed (which is told once)."""
    from eventx.gazetteers.find import told
    from eventx.gazetteers.online.asking import Failed, asker

    query = answer["query"]
    try:
        place = asker(options).place(str(query["name"]), str(query.get("country") or ""))
    except Failed as error:
        say(f"{error} (no more names are asked for)")
        return True
    if place is not None:
        answer["candidates"].append(told(place, 0.0, [place.source]))
    return False


def _queries(names: Sequence[str], options: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """(line, query) or (line, what is wrong with it)."""
    for name in names:
        if name != "-":
            yield 0, {"name": name, **options}
            continue
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip():
                continue
            try:
                query = json.loads(line)
            except ValueError as error:
                yield number, f"no valid JSON: {error}"
                continue
            yield number, {**options, **query} if isinstance(query, dict) else "a query is a JSON object with a name"


def _print(answer: Mapping[str, Any]) -> None:
    print(answer["query"]["name"] + ("" if answer["candidates"] else ": unknown"))
    for one in answer["candidates"]:
        point = "" if one["latitude"] is None else f"  {one['latitude']:.4f}, {one['longitude']:.4f}"
        inter = f"  {one['inter']}" if one["inter"] else ""
        print(f"  {one['score']:7.3f}  {one['name']}  [{one['kind']}, {one['country']}]{point}{inter}")
        if one["reasons"]:
            print(f"           {'; '.join(one['reasons'])}")


def check(*, as_json: bool) -> int:
    """Print what is wrong with the tables; gives 1 when an error is among it."""
    _checkout()
    from eventx.gazetteers import check as room

    found = room.check()
    for one in found:
        if as_json:
            print(json.dumps(one.as_dict(), ensure_ascii=False))
        else:
            hint = f" ({one.hint})" if one.hint else ""
            print(f"{one.file}:{one.line}: {one.severity}: {one.column}: {one.message}: {one.value!r}{hint} [{one.code}]")
    errors = len(room.errors(found))
    say(f"gazetteers: {errors} errors, {len(found) - errors} warnings")
    return DATA if errors else DONE


def compile_index(*, force: bool) -> int:
    """Compile the tables unless the index is fresh."""
    _checkout()
    try:
        from eventx.gazetteers import compile as room
    except ImportError as error:
        raise UsageError(f"compiling needs the package {error.name}", hint="pip install -e '.[dev]'") from None
    out = resources.path("index")
    if room.is_fresh(out) and not force:
        say("the index is fresh")
        return DONE
    say(", ".join(f"{number} {what}" for what, number in room.build(out).items()))
    return DONE


def _checkout() -> None:
    if not resources.in_checkout():
        raise UsageError("the tables are not part of an installed package", hint="run this in a checkout of eventx")
