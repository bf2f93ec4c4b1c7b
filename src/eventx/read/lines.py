"""JSON lines and JSON documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eventx import decode
from eventx.model import Article, Problem
from eventx.read.objects import WANTED, article
from eventx.read.where import LINE, Where


def bounded(file: Any) -> Iterator[bytes | None]:
    """Lines of a file, as bytes; None stands for one that is too long to be held, and is passed over.

    Whatever gives lines will do; one that has ``readline`` is never asked for more than the limit at once.
    """
    if not hasattr(file, "readline"):
        yield from (_bytes(line) for line in file)
        return
    while line := _bytes(file.readline(LINE)):
        if len(line) < LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = _bytes(file.readline(LINE))
        yield None


def articles(lines: Iterable[bytes | None], where: Where, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """Articles of JSON lines; what is wrong with a line costs that line only."""
    for number, raw in enumerate(lines, 1):
        here = where.at(number)
        if raw is None:
            yield here.too_long("the line", LINE, "bytes")
            continue
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not raw.strip():
            continue
        if kind := decode.binary(raw):
            yield here.problem("article.binary", f"not text but {kind}", hint=WANTED)
            continue
        text, doubt = decode.text(raw)
        if doubt:
            yield here.problem("article.encoding", doubt, hint="save the file as UTF-8")
        parsed, problem = _json(text, here)
        if problem:
            yield problem
        else:
            yield from article(parsed, here, columns)


def document(text: str, where: Where, columns: Mapping[str, str]) -> Iterator[Article | Problem]:
    """A ``.json`` file: one article, or a list of them (then counted like lines)."""
    parsed, problem = _json(text, where)
    if problem:
        yield problem
    elif isinstance(parsed, list):
        for number, item in enumerate(parsed, 1):
            yield from article(item, where.at(number), columns)
    else:
        yield from article(parsed, where, columns)


def _json(text: str, where: Where) -> tuple[Any, Problem | None]:
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        message = f"no valid JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:  # a number with thousands of digits; lists in lists without end
        message = f"no valid JSON: {type(error).__name__}"
    return None, where.problem("article.invalid_json", message, text=text.strip(), hint=WANTED)


def _bytes(line: bytes | str) -> bytes:
    return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
