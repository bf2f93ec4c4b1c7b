"""Broken and malicious input: one clear line, the right exit code, and the rows of all other articles."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventx import write
from test_schema import row

TEXT = "Deux civils ont été tués jeudi dans un bombardement à Saraqeb. Des habitants ont fui vers le nord, selon des témoins."
ARTICLE = {"id": "good", "text": TEXT, "published": "2020-02-28", "language": "fr", "publisher": "Kurier"}


def eventx(*words: str | Path, cwd: Path | None = None, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "eventx", *map(str, words)], cwd=cwd, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=120)


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return put(tmp_path / "z.jsonl", json.dumps(ARTICLE) + "\n")


def page(body: str, head: str = "") -> str:
    return f"{head}<html lang='fr'><body><article>{body}</article></body></html>"


def table() -> bytes:
    """A whole Parquet file of articles."""
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([ARTICLE | {"id": str(number), "text": f"{TEXT} {os.urandom(20).hex()}"} for number in range(200)]), out)
    return out.getvalue()


TABLE = table()
DEEP = "<div>" * 200_000
BOMB = "<!DOCTYPE html [<!ENTITY a0 'boum'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
REFUSED = {
    "cut.jsonl.gz": (gzip.compress((json.dumps(ARTICLE) * 50).encode())[:60], "damaged or breaks off"),
    "cut.warc.gz": (gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n" * 20)[:40], "damaged or breaks off"),
    "cut.parquet": (b"PAR1" + bytes(100), "cannot be read as Parquet"),
    "torn.parquet": (TABLE[: len(TABLE) // 2], "cannot be read as Parquet"),
    "bomb.jsonl.gz": (gzip.compress(b'{"text": "' + b"a" * 60_000_000 + b'"}', 1), "more than 4 000 000 characters"),
    "long.txt": (TEXT * 450_000, "more than 4 000 000 characters"),
    "long.jsonl": ('{"text": "' + "a" * 52_000_000 + '"}', "more than 4 000 000 characters"),
    "digits.jsonl": ('{"text": "a", "id": ' + "9" * 100_000 + "}", "no valid JSON"),
    "quotes.jsonl": ('{"text": ' + "[" * 10_000, "no valid JSON"),
    "deep.html": (page(f"{DEEP}<p>{TEXT}</p>"), "no article was found"),
    "long.html": (page(f"<p>{TEXT}</p>" * 200_000), "more than 16 000 000 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_in_one_line(name: str, tmp_path: Path, good: Path) -> None:
    if "warc" in name:
        pytest.importorskip("warcio", reason="the extra warc is not installed")
    data, words = REFUSED[name]
    done = eventx("extract", put(tmp_path / name, data), good, "--format", "jsonl", "-q")
    assert done.returncode == 3
    assert words in done.stderr
    assert name in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert max(map(len, done.stderr.splitlines())) < 500
    assert [json.loads(line)["article_ids"] for line in done.stdout.splitlines()] == ["good"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.warc.gz"])
def test_what_stands_before_the_break_is_read(name: str, tmp_path: Path, good: Path) -> None:
    """A download that was cut off: its first articles are whole."""
    noise = "".join(f"{number:x}" for number in range(200_000))  # does not compress away
    if name == "a.jsonl.gz":
        whole = gzip.compress("".join(json.dumps(one) + "\n" for one in (ARTICLE | {"id": "first"}, ARTICLE | {"id": "second", "noise": noise})).encode())
    else:
        pytest.importorskip("warcio", reason="the extra warc is not installed")
        pytest.importorskip("trafilatura", exc_type=ImportError)
        head = "<html lang='fr'><head><meta property='article:published_time' content='2020-02-28'></head><body><article>"
        pages = [f"{head}<p>{TEXT} {TEXT}</p></article></body></html>", f"{head}<p>{TEXT}</p><!--{noise}--></article></body></html>"]
        whole = b"".join(gzip.compress(record(f"https://kurier.example/{at}", one.encode())) for at, one in enumerate(pages))
    done = eventx("extract", put(tmp_path / name, whole[: len(whole) * 2 // 3]), good, "--format", "jsonl", "-q")
    assert done.returncode == 3
    assert "damaged or breaks off" in done.stderr
    assert len(done.stderr.splitlines()) <= 2  # the torn line, and the file
    ids = [json.loads(line)["article_ids"] for line in done.stdout.splitlines()]
    assert ids[0] in ("first", "a-1")
    assert ids[-1] == "good"


def record(address: str, body: bytes) -> bytes:
    """A response of a WARC file."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Date: 2020-02-28T00:00:00Z\r\n"
    return f"{head}WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


READ = {
    "quotes": "«" * 10_000 + TEXT + "»" * 10_000,
    "digits": f"{TEXT} Le numéro {'7' * 100_000} est occupé.",
    "right to left": "\u202e" + TEXT.replace(" ", " \u200f") + "\u202c",
    "zero width": TEXT.replace("t", "t\u200b"),
    "private use": "\ue000 " + TEXT.replace(". ", ". \ue123 "),
    "surrogates": "\ud800 " + TEXT,
    "controls": "\x01\x02 " + TEXT.replace("Deux", "Deux\x00"),
    "blanks": TEXT + " " * 100_000 + TEXT,
    "rules": TEXT + "-" * 100_000 + TEXT,
}


@pytest.mark.parametrize("name", READ)
def test_odd_signs_cost_no_row_and_no_time(name: str, tmp_path: Path, good: Path) -> None:
    odd = put(tmp_path / "odd.jsonl", json.dumps(ARTICLE | {"id": "odd", "text": READ[name]}) + "\n")
    done = eventx("extract", odd, good, "-o", tmp_path / "out.jsonl", "-o", tmp_path / "out.csv", "--evidence", tmp_path / "evidence.jsonl", "-q")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr
    ids = [json.loads(line)["article_ids"] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "good" in ids
    if name != "zero width":  # letters with signs between them are other words
        assert "odd" in ids
    assert not {"\x00", "\x01"} & set((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert eventx("validate", tmp_path / "out.csv", "-q").returncode == 0


@pytest.mark.parametrize("body", ["&a11;", "&x;"])
def test_entities_are_not_expanded(body: str, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    secret = put(tmp_path / "secret", "hidden words")
    head = BOMB if body == "&a11;" else f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'>]>"
    done = eventx("extract", put(tmp_path / "a.xhtml", page(f"<p>{TEXT} {body}</p>", head)), "--published", "2020-02-28", "--evidence", tmp_path / "e.jsonl", "-q")
    assert done.returncode == 0
    assert len(done.stdout) < 10_000
    assert "hidden words" not in done.stdout + done.stderr + (tmp_path / "e.jsonl").read_text()


def test_workbooks_that_explode(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl", reason="the extra excel is not installed")
    write.save([row()], tmp_path / "in.jsonl")
    assert eventx("convert", "in.jsonl", "ok.xlsx", cwd=tmp_path).returncode == 0

    def with_sheet(name: str, sheet: bytes) -> Path:
        with zipfile.ZipFile(tmp_path / "ok.xlsx") as source, zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as out:
            for entry in source.namelist():
                out.writestr(entry, sheet if entry.endswith("sheet1.xml") else source.read(entry))
        return tmp_path / name

    entities = b"<!DOCTYPE x [<!ENTITY a0 'boum'>" + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>"
    bomb = entities + b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&a11;</t></is></c></row></sheetData></worksheet>"
    for file in (with_sheet("bomb.xlsx", bomb), put(tmp_path / "cut.xlsx", (tmp_path / "ok.xlsx").read_bytes()[:900])):
        done = eventx("validate", file)
        assert done.returncode == 1
        assert "file.unreadable" in done.stdout
        assert "Traceback" not in done.stderr


def test_names_reach_no_other_file_and_no_other_cell(tmp_path: Path) -> None:
    names = ["../../escape", "/tmp/escape", "a;b", "a\nb", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"]
    put(tmp_path / "in.jsonl", "".join(json.dumps(ARTICLE | {"id": name, "publisher": name}) + "\n" for name in names))
    (tmp_path / "out").mkdir()
    done = eventx("extract", "in.jsonl", "-o", "out/rows.csv", "--evidence", "out/e.jsonl", "--problems", "out/p.jsonl", "-q", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["e.jsonl", "in.jsonl", "p.jsonl", "rows.csv"]
    import csv

    shown = list(csv.DictReader((tmp_path / "out" / "rows.csv").open(encoding="utf-8", newline="")))
    assert [one["article_ids"] for one in shown] == ["../../escape", "/tmp/escape", "a,b", "a b", "'=cmd|' /C calc'!A0", "<script>alert(1)</script>"]
    assert all(cell[:1] not in tuple("=+@\t\r") for one in shown for cell in one.values())
    assert eventx("validate", tmp_path / "out" / "rows.csv", "-q").returncode == 0


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")], attrs


def test_markup_in_an_article_stays_text_in_the_page(tmp_path: Path) -> None:
    bad = '<img src=x onerror=alert(1)><script>alert(1)</script>"><iframe>'
    put(tmp_path / "in.jsonl", json.dumps(ARTICLE | {"id": bad, "title": bad, "publisher": bad, "text": f"{TEXT} {bad}"}))
    assert eventx("explain", "in.jsonl", "--html", "page.html", cwd=tmp_path).returncode == 0
    parser = _Tags()
    parser.feed((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert parser.tags.count("script") == 1
    assert not {"img", "iframe"} & set(parser.tags)


# --- Disks and permissions ---


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few kilobytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx", "geojson"])
def test_a_full_disk_leaves_the_old_file(kind: str, tmp_path: Path, small: Path) -> None:
    write.save([{**row(), "event_id_cnty": f"SYR{number}", "article_urls": os.urandom(40).hex()} for number in range(1000)], tmp_path / "in.jsonl")
    put(small / f"out.{kind}", "old")
    done = eventx("convert", tmp_path / "in.jsonl", small / f"out.{kind}", "-q")
    assert done.returncode == 1
    assert done.stderr.startswith(f"eventx: {small / f'out.{kind}'}: ")
    assert "No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (small / f"out.{kind}").read_text() == "old"
    assert [path.name for path in small.iterdir()] == [f"out.{kind}"]


def test_a_full_disk_behind_standard_output() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with open("/dev/full", "w") as full:
        done = eventx("schema", stdout=full.fileno())
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_cannot_be_written(tmp_path: Path, small: Path, good: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    done = eventx("extract", good, "-o", small / "out.csv")
    assert (done.returncode, done.stderr) == (1, f"eventx: {small / 'out.csv'}: Read-only file system\n")


def test_folders_without_permission(tmp_path: Path, good: Path) -> None:
    """Run as nobody where the tests are root's, whom no mode keeps out."""
    closed = tmp_path / "closed"
    closed.mkdir()
    put(closed / "a.txt", TEXT)
    closed.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if os.geteuid() == 0 and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    # The first run loads all that the second needs: nobody may not be allowed to read the interpreter's own files.
    code = """
import contextlib, os, sys
from eventx.cli import main
with contextlib.suppress(SystemExit):
    main(["extract", sys.argv[1], "-q", "-o", sys.argv[2]])
os.geteuid() or os.setuid(65534)
main(sys.argv[3:])
"""
    try:
        for words, exit_code in ((["extract", str(closed)], 2), (["extract", str(good), "-o", str(closed / "out.csv")], 1)):
            done = subprocess.run([sys.executable, "-c", code, str(good), str(tmp_path / "first.csv"), *words], capture_output=True, text=True, check=False)
            assert done.returncode == exit_code, done.stderr
            assert "Permission denied" in done.stderr
            assert len(done.stderr.splitlines()) == 1
    finally:
        closed.chmod(0o700)
