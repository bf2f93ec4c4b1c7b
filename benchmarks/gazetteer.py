"""What the gazetteer costs, printed as ratios against what was promised; exit code 1 when a promise is broken.

    python benchmarks/gazetteer.py             look-up, mapping, memory
    python benchmarks/gazetteer.py --wheel     also builds the wheel and weighs it
    python benchmarks/gazetteer.py --import    also imports 100 000 hostile names and scores the gold cases again

Look-up: the same words against an index of 10 000 and one of 1 000 000 names, in turns, best of each.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from eventx import resources
from eventx.fold import fold
from eventx.gazetteers import compile as compiler
from eventx.gazetteers.imports.records import Record, save
from eventx.gazetteers.places import PlaceIndex

ROOT = Path(__file__).parents[1]
SEED = 7
SYLLABLES = [c + v for c in ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "q", "r", "s", "t", "w", "z", "kh", "sh"] for v in ("a", "i", "u", "aa", "ou")]
HEADS = ("Tall", "Kafr", "Bir", "Ain", "Khirbet", "Deir", "Wadi")
broken: list[str] = []


def verdict(what: str, value: float, limit: float, unit: str) -> None:
    """Print a figure against its limit."""
    good = value <= limit
    print(f"{'ok  ' if good else 'OVER'}  {what}: {value:.2f} {unit} (limit {limit:g}, ratio {value / limit:.2f})")
    if not good:
        broken.append(what)


def invented(number: int, rng: random.Random) -> Iterator[str]:
    """So many different names of villages that are not."""
    seen: set[str] = set()
    while len(seen) < number:
        name = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(4, 6))).capitalize()
        if rng.random() < 0.3:
            name = f"{rng.choice(HEADS)} {name}"
        if name not in seen:
            seen.add(name)
            yield name


def index_of(names: list[str], folder: Path) -> PlaceIndex:
    """A mapped index with just these names."""
    one = compiler.Draft("syr-x", "SYR", "town", "X", "", "", 35.0, 37.0)
    one.add("Xxxx", compiler.MAIN)
    folder.mkdir()
    compiler.write_places(folder, [one], [])
    compiler._write_names(folder, "names", {fold(name): [0] for name in names})
    compiler._write_names(folder, "bones", {fold(name).replace(" ", ""): [compiler.VARIANT] for name in names})
    return PlaceIndex(folder)


def words() -> list[str]:
    """The folded words of the gold articles."""
    text = " ".join(json.loads(file.read_text(encoding="utf-8"))["article"]["text"] for file in sorted((ROOT / "tests" / "gold").glob("*/*.json")))
    return fold(text).split()


def look_ups(index: PlaceIndex, text: list[str]) -> float:
    """Seconds to look from every word on, with transliterations, as the annotator does."""
    start = time.perf_counter()
    for at in range(len(text)):
        index.prefixes(text[at : at + 8], variants=True)
    return time.perf_counter() - start


def growth() -> None:
    """10 000 names against 1 000 000."""
    rng = random.Random(SEED)
    names = list(invented(1_000_000, rng))
    text = words()
    known = names[:10_000]
    for at in range(0, len(text), 10):  # one word in ten is a name that both know
        text[at : at + 1] = fold(rng.choice(known)).split()
    with tempfile.TemporaryDirectory() as aside:
        small, large = index_of(known, Path(aside) / "small"), index_of(names, Path(aside) / "large")
        few, many = [], []
        for _ in range(40):
            few.append(look_ups(small, text))
            many.append(look_ups(large, text))
    print(f"      {1e6 * min(few) / len(text):.2f} µs a word with 10 000 names, {1e6 * min(many) / len(text):.2f} µs with 1 000 000")
    verdict("look-up with 1 M names against 10 k", min(many) / min(few), 1.10, "times")


PROBE = """
import json, sys, time
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
import pyarrow as pa, marisa_trie
from eventx.gazetteers import places, store
text = json.load(sys.stdin)
before = resident()
start = time.perf_counter()
index = places.PlaceIndex()
seconds = time.perf_counter() - start
mapped = resident() - before
for at in range(len(text)):
    for _, refs in index.prefixes(text[at : at + 8], variants=True):
        for ref in refs:
            index.record(ref)
print(json.dumps([seconds, mapped, resident() - before]))
"""


def mapping() -> None:
    """Time to map the shipped index and what it adds to a process, before and after reading all gold articles."""
    if not Path("/proc/self/statm").exists():
        print("      resident memory is measured on Linux only")
        return
    runs = [json.loads(subprocess.run([sys.executable, "-c", PROBE], input=json.dumps(words()), capture_output=True, text=True, check=True).stdout) for _ in range(5)]
    seconds, mapped, after = (min(column) for column in zip(*runs, strict=True))
    verdict("mapping the index", seconds * 1000, 20, "ms")
    verdict("resident after mapping", mapped / 2**20, 40, "MB")
    verdict("resident after all gold articles", after / 2**20, 40, "MB")


def wheel() -> None:
    """Build the wheel and weigh it."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, str(ROOT)], check=True, capture_output=True)
        (made,) = Path(out).glob("*.whl")
        verdict("the wheel", made.stat().st_size / 2**20, 25, "MB")


def hostile() -> list[Record]:
    """100 000 places: every capitalised word and pair of the gold articles, and invented villages, in their countries."""
    rng = random.Random(SEED)
    gold = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "tests" / "gold").glob("*/*.json"))]
    text = " ".join(case["article"]["text"] for case in gold)
    taken = re.findall(r"\b[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?", text)
    names = list(dict.fromkeys([*taken, *(word for pair in taken for word in pair.split())]))
    names += list(invented(100_000 - len(names), rng))
    boxes = PlaceIndex().boxes
    lands = ("SYR", "PSE", "LBN", "IRQ", "YEM", "UKR", "MLI", "BFA", "NER", "NGA", "SDN", "COD", "SOM", "MMR", "AFG", "HTI", "COL", "MEX", "PAK", "IND", "MOZ", "CAF")
    out = []
    for number, name in enumerate(names):
        country = lands[number % len(lands)]
        south, west, north, east = boxes[country]
        out.append(Record(f"gn-{number}", name, "village", country, "", "", rng.uniform(south, north), rng.uniform(west, east), population=rng.choice((0, 900, 8000))))
    return out


def score(data: str) -> dict[str, float]:
    """What the gold cases score with a data folder."""
    env = os.environ | {"EVENTX_DATA": data}
    done = subprocess.run([sys.executable, "-m", "eventx", "evaluate", str(ROOT / "tests" / "gold"), str(ROOT / "tests" / "quiet"), "--json"], env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {"slot_f1": found["slot_f1"], **{f"event_{name}": value for name, value in found["event"].items()}, "location_f1": found["columns"]["location"]["f1"], "false_rows": found["quiet"]["false_rows"]}


def imported() -> None:
    """The gold cases without and with the hostile import."""
    with tempfile.TemporaryDirectory() as data:
        before = score(data)
        from eventx.gazetteers.imports import layer
        from eventx.gazetteers.layered import FORMAT

        folder = Path(data) / "gazetteers"
        folder.mkdir()
        save(folder / "hostile.csv", hostile())
        start = time.perf_counter()
        number = layer.build(folder / "index", [("hostile", hostile())], PlaceIndex(), stamp=f"{FORMAT}-benchmark\n")
        print(f"      {number} places compiled in {time.perf_counter() - start:.1f} s")
        after = score(data)
    print(f"      without {before}\n      with    {after}")
    verdict("slot F1 lost by a hostile import", before["slot_f1"] - after["slot_f1"], 0.0005, "points")


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", action="store_true")
    parser.add_argument("--import", dest="hostile", action="store_true")
    options = parser.parse_args()
    print(f"index: {sum(file.stat().st_size for file in resources.path('index').glob('*')) / 2**20:.1f} MB on disk")
    mapping()
    growth()
    if options.wheel:
        wheel()
    if options.hostile:
        imported()
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
