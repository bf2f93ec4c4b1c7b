"""Web archives (WARC): every page or text in them, as the crawler fetched it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eventx import decode
from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read import packed, pages
from eventx.read.where import LONGEST, PAGE, Where

_BYTES = 4 * PAGE  # UTF-8 needs up to four a character
_KINDS = ("response", "resource", "conversion")


def articles(file: Any, where: Where) -> Iterator[Article | Problem]:
    """Articles of the archive's successful responses and plain texts; pictures, redirects and requests are passed over.

    The page's address goes into ``url``, the day of the crawl aside: it is not the day of publication.

    :raises UsageError: the extra ``warc`` is missing.
    :raises EOFError: the archive breaks off within a record.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise UsageError("web archives need the extra warc", file=where.file, hint="pip install 'eventx[warc]'") from None
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), 1):
            if record.rec_headers.get_header("Content-Length") is None:
                raise EOFError("the archive ends within a record's header")
            here = where.at(number, unit="record")
            if record.rec_type in _KINDS and _fetched(record):
                yield from _record(record, here)
            _drained(record)
    except (ArchiveLoadFailed, ValueError, AttributeError, TypeError, KeyError) as error:  # broken headers meet the library unprepared
        packed.check(file)  # a compressed file that breaks off is told as that
        what = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        yield where.at(number + 1, unit="record").problem("article.unreadable", f"the rest cannot be read as a web archive: {what}", hint="fetch it again; what stood before is read")
        return
    packed.check(file)
    if not number:
        yield where.problem("article.empty", "the archive has no records", hint="nothing to read")


def _fetched(record: Any) -> bool:
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return bool(status == "200")


def _record(record: Any, where: Where) -> Iterator[Article | Problem]:
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").lower()
    markup = "html" in kind
    if not markup and not kind.startswith("text/plain"):
        return
    data = record.content_stream().read(_BYTES + 1)
    if len(data) > _BYTES:
        yield where.too_long("the page", _BYTES, "bytes")
        return
    if not data.strip():
        return
    if found := decode.binary(data):
        yield where.problem("article.binary", f"not text but {found}", hint="the server named it text")
        return
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    text, doubt = decode.text(_declared(data, kind), markup=markup)
    if markup:
        item = pages.article(text, where)
        if isinstance(item, Problem):
            yield item
            return
    elif len(text) > LONGEST:
        yield where.too_long("the text", LONGEST, "characters")
        return
    else:
        item = Article(where.id, text)
    if doubt:
        yield where.problem("article.encoding", doubt, hint="the page is read as well as can be")
    day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    yield Article(item.id, item.text, item.title, item.publisher, item.published, item.language, url or item.url, {"crawled": day} if day else {})


def _declared(data: bytes, kind: str) -> bytes:
    """The bytes in UTF-8 where the server's header names another encoding and they are of it."""
    _, found, name = kind.partition("charset=")
    name = name.split(";")[0].strip(" \"'")
    if not found or name in ("utf-8", "utf8"):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(name).encode("utf-8")
        except (LookupError, UnicodeDecodeError):
            pass
    return data


def _drained(record: Any) -> None:
    """Read what is left of a record, and see that all that it promised was there."""
    stream = record.raw_stream
    while stream.read(1 << 16):
        pass
    if getattr(stream, "limit", 0) > 0:
        raise EOFError("the archive ends within a record")
