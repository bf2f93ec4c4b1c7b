"""The log: nothing that was acknowledged is lost, nothing half written counts, everything can be taken back."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from eventx.review import judgements as log
from eventx.review.judgements import Judgement


def one(group: str, action: log.Action = "edit", **more: object) -> Judgement:
    return Judgement("SYR-1", action, "lea", log.now(), group, **more)  # type: ignore[arg-type]


def add(file: Path, *judgements: Judgement) -> None:
    with log.locked(file) as opened:
        log.append(opened, judgements)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    wrote = one("g1", field="fatalities", before=3, after=7, reason="rose to seven", key={"location": "Saraqeb"})
    add(file, wrote)
    assert list(log.read(file)) == [wrote]


def test_a_torn_line_is_passed_over_and_swallows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    add(file, one("g1"))
    with file.open("ab") as opened:
        opened.write(one("g2").line().encode()[:50])
    add(file, one("g3"))
    assert [judgement.group for judgement in log.read(file)] == ["g1", "g3"]


def test_half_a_decision_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    add(file, one("g1", field="latitude", size=2))
    assert list(log.read(file)) == []
    add(file, one("g1", field="longitude", size=2))
    assert len(list(log.read(file))) == 2


@pytest.mark.parametrize("line", [b"", b"null", b"[]", b"{}", b'{"action": "burn"}', b"\xff\xfe", b"[" * 100_000, b'{"action": "edit", "event": 1}'])
def test_what_is_no_judgement_is_none(line: bytes) -> None:
    assert log.parse(line) is None


def test_taking_back_and_taking_that_back() -> None:
    first, second = one("g1", field="actor1"), one("g2", field="actor2")
    undo = one("g3", "undo", of="g1")
    assert log.live([first, second, undo]) == [second]
    assert log.live([first, second, undo, one("g4", "undo", of="g3")]) == [first, second]


def _many(file: Path, name: str) -> None:
    for number in range(50):
        add(file, one(f"{name}-{number}", reason="x" * 3000))


def test_processes_do_not_lose_each_others_lines(tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_many, args=(file, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(judgement.group for judgement in log.read(file)) == sorted(f"{name}-{number}" for name in "abc" for number in range(50))
