"""Builds over processes: any number of workers and any end of a process give the same files."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from eventx.build import engines, run, work
from eventx.build.engines import pool
from eventx.guard import Given
from test_build import corpus, jsonl, objects, published, rows, strike

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def start(file: Path, folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "eventx", "build", str(file), "-o", str(folder), *options]
    # Ctrl-C reaches it even where the tests run in the background, whose jobs a shell tells to ignore it.
    heed = (lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) if os.name == "posix" else None
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heed)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> tuple[Path, dict[str, bytes]]:
    """Three dozen articles with a copy, a double and a broken line among them, and the files of an undisturbed build."""
    folder = tmp_path_factory.mktemp("archive")
    articles = [*corpus(34), strike("one"), strike("two", publisher="Le Soir"), strike("one"), {"id": "broken"}]
    file = jsonl(folder / "in.jsonl", articles)
    run.build(run.Job([str(file)], folder / "set"))
    return file, published(folder / "set")


def test_workers_change_no_byte(archive, tmp_path):
    file, files = archive
    done = run.build(run.Job([str(file)], tmp_path / "set"), engine=pool(2))
    assert done.worked == 36
    assert published(tmp_path / "set") == files


@posix
def test_killed_at_any_moment_it_goes_on_and_gives_the_same_bytes(archive, tmp_path):
    file, files = archive
    moments = random.Random(5)
    folder = tmp_path / "set"
    begun = killed = 0
    for round_ in range(4):
        process = start(file, folder, "--workers", "1")
        deadline = time.monotonic() + 20
        while not (folder / run.WORK / "finished.sqlite").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        begun += process.poll() is None
        time.sleep(moments.uniform(0, 1.2) if round_ else 0)  # the first one dies at work; later ones may be done before
        killed += process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert begun
    assert killed
    done = run.build(run.Job([str(file)], folder))
    assert published(folder) == files
    assert done.totals.articles == 36


@posix
def test_what_was_finished_is_not_done_again(archive, tmp_path):
    file, files = archive

    class Stop(Exception):
        pass

    def stop(phase: str, number: int, total: int) -> None:
        if phase == "working" and number >= 16:
            raise Stop

    with pytest.raises(Stop):
        run.build(run.Job([str(file)], tmp_path / "set"), watch=stop)
    assert not (tmp_path / "set" / "events.csv").exists()
    assert run.build(run.Job([str(file)], tmp_path / "set")).worked == 20
    assert published(tmp_path / "set") == files


SUICIDAL = """
import os, signal, sys
from pathlib import Path
from eventx.build import run, store

file, folder, moment, number = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
store._EVERY = 0  # every batch is committed: what is left behind does not hang on the speed of the machine

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def watch(phase, done, total):
    if phase == moment and done >= number:
        die()

renamed = []
replace = Path.replace

def counted(self, target):
    if moment == "renaming" and self.parent.name == "new" and Path(target).parent == folder:
        if len(renamed) == number:
            die()
        renamed.append(target)
    return replace(self, target)

Path.replace = counted
run.build(run.Job([file], folder), watch=watch)
"""
"""A build that ends itself as kill -9 does, at a stated moment."""


@posix
@pytest.mark.parametrize(("moment", "number", "kept"), [("reading", 20, 0), ("working", 16, 16), ("publishing", 0, 36), ("renaming", 3, 36)])
def test_what_a_killed_build_had_finished_is_not_read_again(archive, tmp_path, moment, number, kept):
    file, files = archive
    folder = tmp_path / "set"
    ended = subprocess.run([sys.executable, "-c", SUICIDAL, str(file), str(folder), moment, str(number)], capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert sum((folder / name).exists() for name in files) == (number if moment == "renaming" else 0)
    assert run.build(run.Job([str(file)], folder)).worked == 36 - kept
    assert published(folder) == files
    assert not (folder / run.WORK / "new").exists()


@posix
@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupted_it_says_so_in_one_line(archive, tmp_path, workers):
    file, _ = archive
    process = start(file, tmp_path / "set", "--workers", workers)
    deadline = time.monotonic() + 20
    while not (tmp_path / "set" / run.WORK / "corpus.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines() == ["eventx: interrupted; what was finished is kept; run the same command again"]


@posix
def test_workers_end_with_a_parent_that_was_killed(archive, tmp_path):
    file, _ = archive
    process = start(file, tmp_path / "set", "--workers", "2")
    deadline = time.monotonic() + 20
    children: list[int] = []
    while len(children) < 3 and time.monotonic() < deadline and process.poll() is None:  # two workers and the tracker of resources
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        time.sleep(0.02)
    time.sleep(0.5)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children
    assert not any(alive(pid) for pid in children)


def alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@posix
def test_a_killed_worker_costs_nothing(archive, tmp_path):
    file, files = archive
    killed: list[int] = []

    def kill(phase: str, number: int, total: int) -> None:
        if phase == "working" and not killed and (children := multiprocessing.active_children()):
            killed.append(children[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    run.build(run.Job([str(file)], tmp_path / "set"), engine=pool(2), watch=kill)
    assert killed
    assert published(tmp_path / "set") == files


def deadly(batch: pa.RecordBatch, given: Given) -> pa.RecordBatch:
    """Reads as the workers do, but for one article that takes the process with it."""
    if "deadly" in batch.column("id").to_pylist():
        os.kill(os.getpid(), signal.SIGKILL)
    return work.read_batch(batch, given)


@posix
def test_an_article_that_always_ends_its_worker_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "read_batch", deadly)
    file = jsonl(tmp_path / "in.jsonl", [strike("before"), strike("deadly", text="Le marché a rouvert mardi."), *corpus(1)])
    done = run.build(run.Job([str(file)], tmp_path / "set"), engine=pool(1))
    assert (done.totals.articles, done.totals.failed) == (3, 1)
    (told,) = [one for one in objects(tmp_path / "set" / "problems.jsonl") if one["code"] == "article.failed"]
    assert told["article_id"] == "deadly"
    assert "came to an end" in told["message"]
    assert any(row["article_ids"] == "before" for row in rows(tmp_path / "set"))


@posix
def test_extract_too_goes_on_without_a_worker(tmp_path, monkeypatch, command):
    monkeypatch.setattr(engines, "read_batch", deadly)
    articles = [strike("before"), strike("deadly", text="Le marché a rouvert mardi."), *corpus(1), strike("last", publisher="Le Soir")]
    done = command("extract", jsonl(tmp_path / "in.jsonl", articles), "--workers", "2", "--format", "jsonl", "-q")
    assert done.code == 3
    ids = [json.loads(line)["article_ids"] for line in done.out.splitlines()]
    assert ids[0] == "before"
    assert ids[-1] == "last"
    assert "deadly" not in ids
    assert [line for line in done.err.splitlines() if line] == ["eventx: deadly: the worker that read the article came to an end (out of memory, or a crash in a library; the other articles are read) [article.failed]"]


@posix
@pytest.mark.parametrize("size", ["120k", "440k", "700k"])
def test_a_full_disk_is_told_and_costs_nothing(archive, tmp_path, size):
    """It fills while articles are laid by, while outcomes are kept, or while files are written."""
    file, files = archive
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        with pytest.raises(OSError, match="No space left on device") as told:
            run.build(run.Job([str(file)], disk / "set"))
        assert str(told.value.filename).startswith(str(disk / "set"))
        assert not (disk / "set" / "run.json").exists()
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        run.build(run.Job([str(file)], disk / "set"))
        assert published(disk / "set") == files
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_changes_no_byte(archive, tmp_path):
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    file, files = archive
    process = start(file, tmp_path / "set", "--engine", "dask", "--workers", "1", "--quiet")
    process.communicate(timeout=60)
    assert process.returncode == 3  # the broken line
    assert published(tmp_path / "set") == files
    told = json.loads((tmp_path / "set" / "run.json").read_text(encoding="utf-8"))
    assert told["counts"]["articles"] == 36
