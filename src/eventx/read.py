"""Files to articles: JSON lines, JSON, plain text and HTML pages, one article at a time.

What cannot be read becomes a :class:`~eventx.model.Problem` that says where it is and what would help, and the next
article goes on. Nothing is cleaned here: offsets of later evidence refer to the text as it stands in the file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, Any

from eventx import decode, resources
from eventx.errors import UsageError
from eventx.model import Article, Problem

LINES, DOCUMENT, PAGES = (".jsonl", ".ndjson"), (".json",), (".html", ".htm", ".xhtml")
KNOWN = (*LINES, *DOCUMENT, *PAGES, ".txt", ".text", ".md")
FATAL = frozenset({"article.empty", "article.binary", "article.invalid_json", "article.no_story"})
"""Problem codes of :func:`read` after which no article follows; the others announce an article that was read."""

_FIELDS = ("id", "publisher", "published", "language", "title", "url", "text")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WANTED = 'give one object a line, such as {"id": "a1", "published": "2020-02-28", "text": "..."}'


@dataclass(frozen=True, slots=True)
class _Where:
    """A place in the input: the file's name, its stem and the line (0: the whole file)."""

    file: str
    stem: str
    line: int = 0

    @property
    def id(self) -> str:
        return f"{self.stem}-{self.line}" if self.line else self.stem

    def problem(self, code: str, message: str, *, article: str = "", text: str = "", hint: str = "") -> Problem:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return Problem(code, f"{place}: {message}", article or self.id, text=text[:80], hint=hint)


def read(paths: Sequence[str], *, stdin: IO[Any] | None = None) -> Iterator[Article | Problem]:
    """Articles and problems of files, folders (their known files, by name) and ``-`` (standard input).

    The kind of a file follows from its ending, else from its first character. An article without an id gets the
    file's stem, with the line's number in JSON lines. ``stdin`` is read for ``-`` instead of ``sys.stdin``.

    :raises UsageError: a path does not exist or cannot be opened, told before anything is read; or a page is HTML
        and the extra ``html`` is missing.
    """
    return _read_all(list(_files(paths)), stdin)


def _files(paths: Sequence[str]) -> Iterator[str]:
    for name in paths:
        path = Path(name)
        if name == "-" or path.is_file() or path.is_fifo() or path.is_char_device():
            yield name
        elif path.is_dir():
            yield from sorted(str(file) for file in path.iterdir() if file.is_file() and file.suffix.lower() in KNOWN)
        else:
            raise UsageError("no such file", file=name, hint="give files, folders or - for standard input")


def _read_all(files: list[str], stdin: IO[Any] | None) -> Iterator[Article | Problem]:
    for name in files:
        if name == "-":
            source: Any = stdin if stdin is not None else sys.stdin
            yield from _stream(getattr(source, "buffer", source), _Where("<stdin>", "stdin"), "")
            continue
        path = Path(name)
        try:
            file = path.open("rb")
        except OSError as error:
            raise UsageError(f"cannot be opened: {error.strerror}", file=name) from None
        with file:
            yield from _stream(file, _Where(name, path.stem), path.suffix.lower())


def _stream(file: IO[Any], where: _Where, suffix: str) -> Iterator[Article | Problem]:
    """Articles of one open file, binary or text; JSON lines are read line by line, all else whole."""
    head: list[bytes] = []
    for line in file:
        head.append(line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line)
        if head[-1].strip(b" \t\r\n\xef\xbb\xbf"):
            break
    first = head[-1].lstrip(b" \t\r\n\xef\xbb\xbf") if head else b""
    if not first:
        yield where.problem("article.empty", "the file is empty", hint="nothing to read")
        return
    rest = (line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line for line in file)
    if suffix in LINES or (suffix not in KNOWN and first.startswith(b"{") and not decode.binary(first)):
        yield from _lines(chain(head, rest), where)
        return
    data = b"".join(chain(head, rest))
    if kind := decode.binary(data):
        yield where.problem("article.binary", f"not text but {kind}", hint="give plain text, HTML or JSON lines")
        return
    page = suffix in PAGES or (suffix not in KNOWN and re.match(rb"(?i)<(!doctype|html|\?xml|head|body)", first))
    text, doubt = decode.text(data, markup=bool(page))
    if doubt:
        yield where.problem("article.encoding", doubt, hint="save the file as UTF-8")
    if suffix in DOCUMENT:
        yield from _document(text, where)
    elif page:
        yield _page(text, where)
    else:
        yield Article(where.id, text)


def _lines(lines: Iterator[bytes], where: _Where) -> Iterator[Article | Problem]:
    for number, raw in enumerate(lines, 1):
        here = _Where(where.file, where.stem, number)
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not raw.strip():
            continue
        if kind := decode.binary(raw):
            yield here.problem("article.binary", f"not text but {kind}", hint=_WANTED)
            continue
        text, doubt = decode.text(raw)
        if doubt:
            yield here.problem("article.encoding", doubt, hint="save the file as UTF-8")
        yield from _parse(text, here)


def _document(text: str, where: _Where) -> Iterator[Article | Problem]:
    """A ``.json`` file: one article, or a list of them (then counted like lines)."""
    parsed, problem = _json(text, where)
    if problem:
        yield problem
    elif isinstance(parsed, list):
        for number, item in enumerate(parsed, 1):
            yield from _article(item, _Where(where.file, where.stem, number))
    else:
        yield from _article(parsed, where)


def _parse(text: str, where: _Where) -> Iterator[Article | Problem]:
    parsed, problem = _json(text, where)
    if problem:
        yield problem
    else:
        yield from _article(parsed, where)


def _json(text: str, where: _Where) -> tuple[Any, Problem | None]:
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        message = f"no valid JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:  # a number with thousands of digits; lists in lists without end
        message = f"no valid JSON: {type(error).__name__}"
    return None, where.problem("article.invalid_json", message, text=text.strip(), hint=_WANTED)


@lru_cache(maxsize=1)
def _schema() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json.loads(resources.path("schemas", "article.schema.json").read_bytes()))


def _article(item: Any, where: _Where) -> Iterator[Article | Problem]:
    """An article of a JSON object, after the doubts about it; only a wrong type refuses it."""
    doubts: list[Problem] = []
    try:
        item, broken = _mended(item)
        errors = list(_schema().iter_errors(item))
    except (RecursionError, ValueError):  # nested without end; numbers no validator takes
        yield where.problem("article.invalid_json", "the object is nested too deeply or holds no usable number", hint=_WANTED)
        return
    for error in errors:
        key = str(error.instance_path[0]) if error.instance_path else ""
        if key == "published":
            continue
        if key == "language" and isinstance(item[key], str):
            doubts.append(where.problem("article.language_unknown", f"language {item[key]!r} is no ISO 639 code", hint="such as fr"))
            continue
        message = f"{key}: {error.message}" if key else error.message
        yield where.problem("article.invalid_json", message if len(message) < 200 else f"{key or 'line'}: wrong type", hint=_WANTED)
        return
    values: Mapping[str, Any] = {key: "" if item.get(key) is None else item[key] for key in _FIELDS}
    name = str(values["id"]).strip() or where.id
    published, readable = _day(values["published"])
    if not readable:
        doubts.append(where.problem("article.no_date", f"published {values['published']!r} is no ISO date", hint="such as 2020-02-28"))
    if broken:
        doubts.append(where.problem("article.encoding", "lone surrogates were replaced by U+FFFD", hint="escape whole characters"))
    if not values["text"].strip() and not values["title"].strip():
        yield where.problem("article.empty", "text and title are empty", article=name, hint=_WANTED)
        return
    for doubt in doubts:
        yield Problem(doubt.code, doubt.message, name, hint=doubt.hint)
    language = "" if any(doubt.code == "article.language_unknown" for doubt in doubts) else values["language"]
    extra = {key: value for key, value in item.items() if key not in _FIELDS}
    yield Article(name, values["text"], values["title"], values["publisher"], published, language, values["url"], extra)


def _day(value: Any) -> tuple[date | None, bool]:
    """The calendar day of an ISO date or time, and whether there was nothing unreadable."""
    if value == "":
        return None, True
    try:
        return date.fromisoformat(value[:10]), True
    except (TypeError, ValueError):
        return None, False


def _mended(value: Any) -> tuple[Any, bool]:
    """The value with lone surrogates replaced, sign for sign (offsets stay), and whether there were any."""
    if isinstance(value, str):
        mended = _SURROGATE.sub("\ufffd", value)
        return mended, mended != value
    if isinstance(value, dict):
        pairs = [(_mended(key), _mended(item)) for key, item in value.items()]
        return {key[0]: item[0] for key, item in pairs}, any(key[1] or item[1] for key, item in pairs)
    if isinstance(value, list):
        items = [_mended(item) for item in value]
        return [item[0] for item in items], any(item[1] for item in items)
    return value, False


def _page(markup: str, where: _Where) -> Article | Problem:
    """The article of an HTML page with the title, day, outlet and language that the page declares."""
    try:
        import trafilatura
    except ImportError as error:
        message = f"HTML needs the extra html: {str(error).splitlines()[0]}"
        raise UsageError(message, file=where.file, hint="pip install 'eventx[html]'") from None
    found = trafilatura.bare_extraction(markup, favor_precision=True, include_comments=False, with_metadata=True)
    if found is None or not (found.text or "").strip():
        return where.problem("article.no_story", "no article was found in the page", hint="give its text as a .txt file")
    declared = re.search(r"<html\b[^>]*?\blang=[\"']?([A-Za-z]{2,3})\b", markup[:4096], re.IGNORECASE)
    language = found.language or (declared[1].lower() if declared else "")
    return Article(
        where.id, found.text, found.title or "", found.sitename or "", _day(found.date or "")[0], language, found.url or ""
    )  # fmt: skip
