"""Names in context: the tables of ``tests/places/``, by the look-up and by the whole reading of a sentence.

Every line is a sentence with one name, the country that its article is about, and the point and country that the name
means there. ``mentions.csv`` was worked with; ``further.csv`` was written before any of its names was looked up and
counted once before anything was mended (``gazetteers/README.md`` has both figures).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from eventx import countries, packs, room
from eventx.clean import clean
from eventx.gazetteers.find import find
from eventx.gazetteers.resolve import km
from eventx.model import Article
from eventx.pipeline import read_article
from eventx.place import Atlas
from eventx.precise import Precision

FILE = Path(__file__).parent / "places" / "mentions.csv"
FURTHER = FILE.with_name("further.csv")
READ = ("fr", "en")  # languages with a pack: their sentences are read, not only their names looked up
NEAR = 10.0

Line = dict[str, str]
Answer = tuple[str, float | None, float | None] | None


def lines(*, even: bool | None = None, file: Path = FILE) -> list[tuple[int, Line]]:
    """A table with line numbers; ``even`` picks a half."""
    with file.open(encoding="utf-8", newline="") as file:
        return [(n, row) for n, row in enumerate(csv.DictReader(file), 2) if even is None or even == (n % 2 == 0)]


def looked_up(line: Line) -> Answer:
    """What the gazetteer answers for the name in an article of this country."""
    query = {"name": line["name"], "kind": "place", "language": line["language"], "country": line["country"]}
    found = find(query)["candidates"]
    return (found[0]["country"], found[0]["latitude"], found[0]["longitude"]) if found else None


def read(line: Line) -> Answer:
    """What the name means to the whole reading of an article that bears the country in its title."""
    country = countries.by_iso3()[line["country"]].name
    if line["language"] == "fr":
        country = FRENCH[line["country"]]
    story = clean(Article(id="a", title=country, text=line["sentence"], published=date(2024, 5, 3), language=line["language"]))
    sentences = room.annotate(story)
    atlas = Atlas(sentences)
    located = Precision(atlas, packs.load(line["language"]))
    for sentence in reversed(sentences):
        for mention in sentence.layer("names"):
            place = atlas.place(mention)
            if place is not None and sentence.zone.part == "text":
                start, end = sentence.span(mention)
                if line["name"] in line["sentence"][start:end]:
                    found = located(sentence, mention).place  # «à 10 km au sud de X» is not X
                    return found.country, found.lat, found.lon
    return None


def _french() -> dict[str, str]:
    with (Path(__file__).parents[1] / "gazetteers" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row["names_fr"].split("|")[0] for row in csv.DictReader(file)}


FRENCH = _french()


def judged(table: list[tuple[int, Line]], answer: object) -> Iterator[tuple[int, Line, Answer, bool, bool]]:
    """Line number, line, answer, whether it is right, whether its country is wrong."""
    for number, line in table:
        got: Answer = answer(line)  # type: ignore[operator]
        abroad = bool(got) and got[0] != line["expected_country"]
        if not line["latitude"]:  # a river: that its country is right is all that can be told of it
            right = bool(got) and not abroad
        else:
            right = bool(got) and got[1] is not None and km(got[1], got[2], float(line["latitude"]), float(line["longitude"])) <= NEAR
        yield number, line, got, right, abroad


@pytest.mark.parametrize("half", ["odd", "even"])
@pytest.mark.parametrize("answer", [looked_up, read])
def test_names_in_context_lead_to_their_place(half: str, answer: object) -> None:
    table = lines(even=half == "even")
    if answer is read:
        table = [(n, line) for n, line in table if line["language"] in READ]
    results = list(judged(table, answer))
    missed = [(n, line["name"], got) for n, line, got, right, _ in results if not right]
    abroad = [(n, line["name"], got) for n, line, got, _, wrong in results if wrong]
    assert len(missed) <= 0.05 * len(results), missed
    assert len(abroad) <= 0.01 * len(results), abroad


@pytest.mark.parametrize("answer", [looked_up, read])
def test_further_names_lead_to_their_place(answer: object) -> None:
    table = lines(file=FURTHER)
    if answer is read:
        table = [(n, line) for n, line in table if line["language"] in READ]
    else:  # what only the words about a name can tell
        table = [(n, line) for n, line in table if line["kind"] not in ("offset", "river")]
    results = list(judged(table, answer))
    missed = [(n, line["name"], got) for n, line, got, right, _ in results if not right]
    abroad = [(n, line["name"], got) for n, line, got, _, wrong in results if wrong]
    assert len(missed) <= 0.02 * len(results), missed
    assert not abroad


def test_spellings_of_a_name_lead_to_its_place() -> None:
    missed = []
    with FILE.with_name("spellings.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    for line in table:
        want, got = (find({"name": line[which], "kind": "place", "country": line["country"]})["candidates"][0] for which in ("meant", "spelling"))
        near = got["country"] == line["country"] and km(got["latitude"], got["longitude"], want["latitude"], want["longitude"]) <= NEAR
        if not near or any("near miss" in reason for reason in got["reasons"]):
            missed.append(line["spelling"])
    assert len(table) >= 100
    assert len(missed) <= 0.02 * len(table), missed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Des obus sont tombés sur la campagne idlibienne.", {"Idlib"}),
        ("Des obus sont tombés sur la banlieue damascène.", {"Damascus"}),
        ("Les autorités kiéviennes ont parlé d'obus.", set()),
    ],
)
def test_adjectives_of_towns_place_only_beside_an_area(words: str, expected: set[str]) -> None:
    sentences = room.annotate(clean(Article(id="a", text=words, published=date(2024, 5, 3), language="fr")))
    atlas = Atlas(sentences)
    assert {place.name for s in sentences for m in s.layer("names") if (place := atlas.place(m)) is not None} == expected


def test_the_further_table_is_wide_enough() -> None:
    rows = [line for _, line in lines(file=FURTHER)]
    assert len(rows) >= 150
    assert len({row["country"] for row in rows}) >= 20
    assert len({row["language"] for row in rows}) >= 4
    assert {"variant", "adjective", "container", "offset", "ambiguous", "script", "river", "crossing", "camp"} <= {row["kind"] for row in rows}
    known = {(line["name"], line["country"]) for _, line in lines() if line["name"] != "Tripoli"}
    assert not [row for row in rows if (row["name"], row["country"]) in known and row["kind"] != "offset"]


def test_the_table_is_wide_enough() -> None:
    rows = [line for _, line in lines()]
    assert len(rows) >= 300
    assert len({row["country"] for row in rows}) >= 20
    assert len({row["language"] for row in rows}) >= 4
    assert all(row["name"] in row["sentence"] for row in rows)


@pytest.mark.parametrize(
    ("language", "country", "where", "expected"),
    [
        ("en", "Syria", "on the Aleppo-Damascus highway", ("Aleppo", 2, 36.20, 37.16)),
        ("en", "Syria", "on the road between Palmyra and Deir ez-Zor", ("Palmyra", 2, 34.56, 38.28)),
        ("fr", "Syrie", "sur la route entre Palmyre et Deir ez-Zor", ("Palmyra", 2, 34.56, 38.28)),
        ("fr", "Mali", "sur le fleuve Niger, près de Gao", ("Gao", 2, 16.27, -0.04)),
        ("fr", "Syrie", "au sud d'Idlib", ("Idlib", 2, 35.93, 36.63)),
        ("fr", "Syrie", "à 10 km au sud-ouest de Saraqeb", ("Saraqeb", 2, 35.80, 36.73)),
        ("fr", "Syrie", "à une dizaine de kilomètres à l'ouest de Raqqa", ("Raqqa", 2, 35.95, 38.90)),
        ("fr", "Syrie", "dans la campagne idlibienne", ("Idlib", 3, 35.93, 36.63)),
        ("fr", "Nigeria", "à Gaya, dans l'Etat de Kano", ("Gaya", 1, 11.86, 9.00)),
        ("en", "Palestine", "at the Allenby crossing", ("Allenby Bridge", 1, 31.87, 35.54)),
        ("fr", "RD Congo", "à Kenge", ("Kenge", 1, -4.81, 17.04)),
    ],
)
def test_constructions_place_a_row(language: str, country: str, where: str, expected: tuple[str, int, float, float]) -> None:
    text = {"en": f"Gunmen killed four soldiers on Thursday {where}.", "fr": f"Des hommes armés ont tué quatre soldats jeudi {where}."}[language]
    (row,) = read_article(Article(id="a", title=country, text=text, published=date(2024, 5, 3), language=language)).events
    assert (row["location"], row["geo_precision"]) == expected[:2]
    assert km(row["latitude"], row["longitude"], *expected[2:]) < 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("à Zzoukra", ["Zzoukra"]),
        ("dans le village de Zzoukra", ["Zzoukra"]),
        ("à Tall Zzoukra", ["Tall Zzoukra"]),  # the Tall that the tables know lies in Pakistan
        ("à Wadowice", ["Wadowice"]),  # and this one in Poland
        ("à Saraqeb", []),
        ("dans la nuit de mercredi", []),
        ("près du Conseil de Zzoukra", []),
    ],
)
def test_names_that_no_table_knows_are_told(name: str, expected: list[str]) -> None:
    text = f"L'armée syrienne a bombardé des positions en Syrie. Quatre civils syriens ont été tués jeudi dans un bombardement {name}."
    found = read_article(Article(id="a", title="Syrie", text=text, published=date(2024, 5, 3), language="fr")).problems
    assert [problem.text for problem in found if problem.code == "place.unknown"] == expected
