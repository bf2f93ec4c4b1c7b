"""Times that bear comparing: processor seconds, each measurement in a process of its own, taken in turns."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


def seconds(work: Callable[[], Any]) -> float:
    """Processor seconds of this process that a piece of work takes; what was made before is not collected in it."""
    gc.collect()
    gc.freeze()
    began = time.process_time()
    work()
    return time.process_time() - began


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a function of a module gives in a fresh process: nothing that an earlier measurement warmed helps it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(work, *given).result()


def middle(work: Callable[..., dict[str, float]], *given: Any, rounds: int = 3) -> dict[str, float]:
    """The middle one of several rounds, each apart, for every figure that the work gives."""
    found = [apart(work, *given) for _ in range(rounds)]
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Lines of a Markdown table."""
    lines = [[str(cell) for cell in line] for line in (list(head), *rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    shown = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines]
    return "\n".join([shown[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *shown[1:]])
