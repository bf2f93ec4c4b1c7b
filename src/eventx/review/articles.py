"""The articles of a data set: what the desk shows beside the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventx.errors import DataError
from eventx.model import Article
from eventx.read import read


@dataclass(frozen=True, slots=True)
class Text:
    """One article as the desk needs it; ``published`` is ISO text, empty when unknown."""

    id: str
    title: str
    text: str
    publisher: str
    published: str
    language: str
    url: str


def sound(text: str) -> str:
    """The text without halves of surrogate pairs, which nothing can store; its length and offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def texts(files: Iterable[Path]) -> Iterator[Text]:
    """The articles of files: ``articles.parquet`` of a built data set, or whatever ``eventx extract`` reads.

    What cannot be read as an article is passed over: the extraction has told of it. Raises :class:`DataError` for a
    Parquet file that is broken.
    """
    for file in files:
        if file.suffix in (".parquet", ".pq"):
            yield from _parquet(file)
            continue
        for item in read([str(file)]):
            if isinstance(item, Article):
                day = item.published.isoformat() if item.published else ""
                yield Text(item.id, sound(item.title), sound(item.text), item.publisher, day, item.language, item.url)


def _parquet(file: Path) -> Iterator[Text]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as table:
            names = table.schema_arrow.names
            if "id" not in names or "text" not in names:
                raise DataError("there are no columns id and text", file=str(file), hint=f"found: {', '.join(names[:9])}")
            for batch in table.iter_batches(batch_size=500):
                for row in batch.to_pylist():
                    yield _text(row)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise DataError(f"the file cannot be read as Parquet: {str(error).splitlines()[0]}", file=str(file)) from None


def _text(row: dict[str, Any]) -> Text:
    day = row.get("published")
    return Text(
        id=str(row["id"]), title=sound(row.get("title") or ""), text=sound(row.get("text") or ""), publisher=row.get("publisher") or "",
        published=str(day or "")[:10],
        language=row.get("language") or "", url=row.get("url") or "",
    )  # fmt: skip
