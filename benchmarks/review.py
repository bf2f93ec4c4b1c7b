"""How quickly the review desk answers: `python benchmarks/review.py [--rows 50000]` prints the times of every kind of page.

The desk runs as a process of its own and is asked over HTTP, each time in another way, so that nothing is kept from the
answer before. A share of the rows is judged first, as in the middle of real work.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "review"))

import dataset

from eventx.review import judgements as log
from eventx.review.folder import open_folder
from eventx.review.judgements import Judgement
from eventx.review.store import Store

LIMIT = 200.0  # milliseconds at the 95th percentile, for the list and its filters
TIMES = 60


def kinds(ids: list[str], chance: random.Random) -> dict[str, Callable[[], str]]:
    """Name of a kind of question → an address of it, another one each time."""
    day = lambda: f"20{chance.randrange(18, 23)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"  # noqa: E731
    return {
        "list, first page": lambda: "/",
        "list, a page within": lambda: f"/?page={chance.randrange(1, 900)}",
        "list, newest first": lambda: f"/?sort=newest&page={chance.randrange(1, 900)}",
        "list, most dead first": lambda: f"/?sort=deaths&page={chance.randrange(1, 200)}",
        "filter by days": lambda: f"/?start={day()}&end=2023-0{chance.randrange(1, 10)}-01",
        "filter by type": lambda: "/?type=" + chance.choice(["Attack", "Protests", "Air/drone strike"]) + f"&page={chance.randrange(1, 200)}",
        "filter by actor": lambda: "/?actor=" + chance.choice(["russia", "armed", "protest", "nobody"]),
        "filter by place": lambda: f"/?place=Town {chance.randrange(40)}",
        "filter by outlet": lambda: f"/?source=Outlet {chance.randrange(12)}&sort=newest",
        "filter by problem": lambda: "/?problem=" + chance.choice(["threat", "background", "denial"]),
        "filter by state": lambda: "/?status=" + chance.choice(["open", "accepted", "rejected", "judged", "invalid", "edited"]),
        "search, a rare word": lambda: f'/?q="town {chance.randrange(40)}"',
        "search, a word of every article": lambda: "/?q=" + chance.choice(dataset.WORDLIST[5:]),
        "search within filters": lambda: f"/?q=hospital&type=Attack&place=Town {chance.randrange(40)}&status=open",
        "the desk of a row": lambda: f"/row/{chance.choice(ids)}",
        "the desk within a list": lambda: f"/row/{chance.choice(ids)}?q=convoy&sort=newest",
        "overview": lambda: "/overview",
        "left out": lambda: f"/dismissed?page={chance.randrange(1, 300)}",
        "completion of a place": lambda: "/complete/place?country=Syria&q=" + chance.choice(["al", "sar", "dam", "kafr", "ra"]),
        "completion of an actor": lambda: "/complete/actor?country=Syria&date=2020-02-04&q=" + chance.choice(["mil", "civ", "isl", "free s"]),
    }  # fmt: skip


def judge(folder: Path, ids: list[str], chance: random.Random) -> None:
    """Judge every tenth row."""
    lines = [
        Judgement(one, chance.choice(["accept", "reject"]), "lea", log.now(), log.new_group())  # type: ignore[arg-type]
        for one in ids[::10]
    ]  # fmt: skip
    (folder / "judgements.jsonl").write_text("".join(one.line() for one in lines), encoding="utf-8")


def percentile(times: list[float], share: float) -> float:
    """The time that a share of all stays below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> int:
    """Make the data set, ask, print; 1 when the list or a filter is slower than the limit."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--rows", type=int, default=50_000)
    given = wanted.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        folder = dataset.many(Path(place), given.rows)
        start = time.perf_counter()
        store = Store(open_folder(folder))
        print(f"{given.rows} rows and articles; the index is made in {time.perf_counter() - start:.1f} s")
        with store.reading() as db:
            ids = [row["id"] for row in db.execute("SELECT id FROM rows ORDER BY n")]
        judge(folder, ids, chance)
        start = time.perf_counter()
        with store.reading():
            print(f"{len(ids) // 10} decisions are read in {time.perf_counter() - start:.1f} s")
        argv = [sys.executable, "-m", "eventx", "review", str(folder), "--port", "0"]
        slow = []
        with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            address = next(found[1].rstrip("/") for found in (re.search(r"open (http://\S+)", line) for line in process.stderr) if found)
            print(f"\n{'milliseconds':34} {'median':>8} {'95 %':>8} {'kB':>8}")
            with httpx.Client(base_url=address) as client:
                for name, path in kinds(ids, chance).items():
                    times, size = [], 0
                    for number in range(TIMES + 3):
                        start = time.perf_counter()
                        answer = client.get(path())
                        took = 1000 * (time.perf_counter() - start)
                        assert answer.status_code == 200, answer
                        size = max(size, len(answer.content))
                        if number >= 3:  # the first ones load what a process loads once
                            times.append(took)
                    late = percentile(times, 0.95)
                    if name.startswith(("list", "filter", "search")) and late >= LIMIT:
                        slow.append(name)
                    print(f"{name:34} {percentile(times, 0.5):8.0f} {late:8.0f} {size / 1000:8.0f}")
            process.terminate()
    print(f"\n{'all lists and filters' if not slow else 'NOT ' + ', '.join(slow)} under {LIMIT:.0f} ms at the 95th percentile")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
