"""Articles out of tables, web archives, compressed files, folders and patterns; what is damaged costs only itself."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read import FATAL, mapping, read
from test_read import PAGE

TEXT = "Deux civils ont été tués jeudi dans un bombardement à Saraqeb, selon des habitants."


def results(*paths: Path | str, **options: object) -> list[Article | Problem]:
    return list(read([str(path) for path in paths], **options))  # type: ignore[arg-type]


def told(items: list[Article | Problem]) -> list[str]:
    """Ids of articles and codes of problems, in their order."""
    return [item.id if isinstance(item, Article) else item.code for item in items]


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_its_own_names(tmp_path: Path, separator: str) -> None:
    rows = [["ID", "Title", "published", "text", "section"], ["a1", "Titre", "2020-02-28", f'"{TEXT} «Oui{separator}\nnon»"', "Monde"], ["", "", "", "b", ""]]
    file = write(tmp_path / "a.csv", "".join(separator.join(row) + "\r\n" for row in rows))
    one, two = results(file)
    assert one == Article("a1", f"{TEXT} «Oui{separator}\nnon»", "Titre", published=date(2020, 2, 28), extra={"section": "Monde"})
    assert (two.id, two.text) == ("a-4", "b"), "the line where the row begins names it"


def test_columns_of_other_names(tmp_path: Path) -> None:
    columns = mapping(["text=body", "published=date", "id=nr"])
    data = {"nr": 7, "date": "2020-02-28", "body": TEXT, "text": "teaser"}
    table = write(tmp_path / "a.csv", "nr,date,body,text\n7,2020-02-28,\"" + TEXT + '",teaser\n')
    lines = write(tmp_path / "b.jsonl", json.dumps(data))
    pq.write_table(pa.Table.from_pylist([data | {"date": datetime(2020, 2, 28, 23, 0)}]), tmp_path / "c.parquet")
    for item in results(table, lines, tmp_path / "c.parquet", columns=columns):
        assert isinstance(item, Article)
        assert (item.id, item.text, item.published) == ("7", TEXT, date(2020, 2, 28))


@pytest.mark.parametrize("pair", ["text", "text=", "body=text", "=x"])
def test_a_mapping_that_maps_nothing_is_refused(pair: str) -> None:
    with pytest.raises(UsageError, match="FIELD=COLUMN"):
        mapping([pair])


def test_a_table_without_the_column_says_which_it_has(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "id,body\n1,x\n")
    [problem] = results(file)
    assert (problem.code, "id, body" in problem.hint) == ("article.no_column", True)
    [problem] = results(file, columns={"text": "content"})
    assert (problem.code, "'content'" in problem.message) == ("article.no_column", True)
    with pytest.raises(UsageError, match="no field"):
        read([str(file)], columns={"body": "text"})


def test_rows_that_are_wrong_cost_themselves(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", b'text,published\nfirst,\nx,y,z\n"",2020-02-28\nt\xe9,2020-02-28\nlast,28/02/2020\n')
    assert told(results(file)) == ["a-2", "article.invalid_row", "article.empty", "article.encoding", "a-5", "article.no_date", "a-6"]
    cut = write(tmp_path / "cut.csv", 'text\nfirst\n"never closed\nlast\n')
    assert told(results(cut)) == ["cut-2", "article.unreadable"]
    wide = write(tmp_path / "wide.csv", "text\ncafé\n".encode("utf-16"))
    assert results(wide)[0].text == "café"


def test_parquet_rows(tmp_path: Path) -> None:
    table = pa.table({"id": pa.array([1, None]), "text": pa.array([TEXT, None]), "published": pa.array([date(2020, 2, 28), None]), "tags": pa.array([["a"], None])})
    pq.write_table(table, tmp_path / "a.parquet")
    one, two = results(tmp_path / "a.parquet")
    assert (one.id, one.published, one.extra["tags"]) == ("1", date(2020, 2, 28), "['a']")
    assert (two.code, "row 2" in two.message) == ("article.empty", True)


def test_damaged_parquet_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    with pq.ParquetWriter(tmp_path / "a.parquet", pa.schema([("text", "string")]), compression="gzip") as writer:
        for number in range(3):
            writer.write_table(pa.table({"text": [f"{TEXT} {number}"]}))
    whole = (tmp_path / "a.parquet").read_bytes()
    last = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(2).column(0).dictionary_page_offset
    hurt = whole[: last + 4] + bytes(len(whole[last + 4 : last + 60])) + whole[last + 60 :]
    assert told(results(write(tmp_path / "hurt.parquet", hurt))) == ["hurt-1", "hurt-2", "article.unreadable"]
    for size in (0, 3, 40, len(whole) // 2, len(whole) - 1):
        assert told(results(write(tmp_path / "cut.parquet", whole[:size]))) == ["article.unreadable"]


def test_compressed_files_of_every_kind(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl.gz", gzip.compress(b'{"text": "one"}\n') + gzip.compress(b'{"text": "two"}\n'))
    write(tmp_path / "b.txt.gz", gzip.compress(b"three"))
    write(tmp_path / "c.CSV.GZ", gzip.compress(b"text\nfour\n"))
    pq.write_table(pa.table({"text": ["five"]}), tmp_path / "d")
    write(tmp_path / "d.parquet.gz", gzip.compress((tmp_path / "d").read_bytes()))
    assert told(results(tmp_path)) == ["a-1", "a-2", "b", "c-2", "d-1"]


def test_truncated_gzip_gives_the_lines_before_the_break(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{TEXT} {number * 7919}"}) + "\n" for number in range(2000)).encode()
    whole = gzip.compress(lines)
    good = write(tmp_path / "z.txt", "the next file")
    for cut in (whole[: len(whole) // 2], whole[:-4]):
        found = told(results(write(tmp_path / "a.jsonl.gz", cut), good))
        assert found[-2:] == ["article.unreadable", "z"]
        assert found[0] == "a-1"
        assert len(found) > 900
    assert told(results(write(tmp_path / "a.txt.gz", whole[:50]), good)) == ["article.unreadable", "z"]
    assert told(results(write(tmp_path / "a.txt.gz", b"no gzip at all"), good)) == ["article.unreadable", "z"]
    assert told(results(write(tmp_path / "a.csv.gz", b""), good)) == ["article.empty", "z"]


def test_folders_are_read_to_the_bottom_and_ids_stay_apart(tmp_path: Path) -> None:
    for name in ("b/1.txt", "a/1.txt", "1.txt", ".git/x.txt", "a/.hidden.txt", "a/p.png"):
        write(tmp_path / name, name)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert told(results(tmp_path)) == ["1", "a/1", "b/1"]
    assert told(results(f"{tmp_path}/**/*.txt"))[:1] == ["1"]
    assert {"a/1", "b/1"} < set(told(results(f"{tmp_path}/**/*.txt")))
    assert told(results(f"{tmp_path}/[ab]")) == ["1", "1"]
    with pytest.raises(UsageError, match="matches"):
        results(f"{tmp_path}/*.nothing")
    odd = write(tmp_path / "odd[1].txt", "a file whose name looks like a pattern")
    assert told(results(odd)) == ["odd[1]"]


# --- Web archives ---


def archive(*records: tuple[str, str, bytes, str], gz: bool = True) -> bytes:
    """A web archive of records: type, content type, payload, HTTP status line (empty: none)."""
    warc = pytest.importorskip("warcio.warcwriter")
    from warcio.statusandheaders import StatusAndHeaders

    out = io.BytesIO()
    writer = warc.WARCWriter(out, gzip=gz)
    for number, (kind, content, payload, status) in enumerate(records, 1):
        http = StatusAndHeaders(status, [("Content-Type", content)], protocol="HTTP/1.1") if status else None
        address = f"https://news.example/{number}"
        headers = {"WARC-Date": "2020-03-01T00:00:00Z"}
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(payload), http_headers=http, warc_content_type="" if status else content, warc_headers_dict=headers))
    return out.getvalue()


RECORDS = [
    ("warcinfo", "application/warc-fields", b"software: x\r\n", ""),
    ("response", "text/html; charset=iso-8859-1", PAGE.format(charset="iso-8859-1").encode("latin-1"), "200 OK"),
    ("response", "image/png", b"\x89PNG", "200 OK"),
    ("response", "text/html", b"<html><body>gone</body></html>", "404 Not Found"),
    ("conversion", "text/plain", TEXT.encode(), ""),
    ("response", "text/html", b"<html><body></body></html>", "200 OK"),
]


@pytest.mark.parametrize("gz", [True, False])
def test_web_archives(tmp_path: Path, gz: bool) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    file = write(tmp_path / ("a.warc.gz" if gz else "a.warc"), archive(*RECORDS, gz=gz))
    page, text, empty = results(file)
    assert (page.id, page.url, page.title, page.published) == ("a-2", "https://news.example/2", "Deux morts à Saraqeb", date(2020, 2, 28))
    assert "Deux civils ont été tués jeudi" in page.text
    assert page.extra == {"crawled": "2020-03-01"}
    assert (text.id, text.text) == ("a-5", TEXT)
    assert (empty.code, "record 6" in empty.message) == ("article.no_story", True)


def test_a_web_archive_in_one_gzip(tmp_path: Path) -> None:
    file = write(tmp_path / "a.warc.gz", gzip.compress(archive(RECORDS[4], RECORDS[4], gz=False)))
    assert told(results(file)) == ["a-1", "a-2"]


@pytest.mark.parametrize("gz", [True, False])
def test_truncated_web_archives(tmp_path: Path, gz: bool, capfd: pytest.CaptureFixture[str]) -> None:
    name = "a.warc.gz" if gz else "a.warc"
    first, both = archive(RECORDS[4], gz=gz), archive(RECORDS[4], RECORDS[4], gz=gz)
    for size in range(len(first) + 20, len(both) - 8, 37):
        assert told(results(write(tmp_path / name, both[:size])))[0] == "a-1"
        assert told(results(tmp_path / name))[-1] == "article.unreadable"
    assert told(results(write(tmp_path / name, b"not a web archive\n" * 9))) == ["article.unreadable"]
    assert told(results(write(tmp_path / "b.warc", b""))) == ["article.empty"]
    assert capfd.readouterr().err == "", "the library's own warnings do not reach the user"


def test_web_archives_need_their_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "warcio.archiveiterator", None)
    with pytest.raises(UsageError, match=r"eventx\[warc\]"):
        results(write(tmp_path / "a.warc", b"WARC/1.0"))


def test_codes_of_damage_are_fatal_and_explained() -> None:
    from eventx.errors import PROBLEMS

    assert set(PROBLEMS) >= FATAL
