"""Small data sets for the desk's tests, made of cells and words told here: what the extractor says of them is no matter."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from eventx import schema, write

LEAD = "Three civilians were killed in an air strike on Saraqeb on Tuesday, SOHR said."
ARTICLES: list[dict[str, Any]] = [
    {"id": "a1", "publisher": "Halab Daily", "published": "2020-02-05", "language": "en", "title": "Strike on Saraqeb",
     "url": "https://example.org/a1",
     "text": LEAD + "\n\nRussia denied it. The president threatened to burn the province. In Ariha, gunmen shot dead a teacher."},
    {"id": "a2", "publisher": "L'Orient", "published": "2020-02-05", "language": "fr", "title": "",
     "text": "Trois civils ont été tués mardi dans une frappe sur Saraqeb, selon l'OSDH. L'été dernier, la ville avait été bombardée."},
    {"id": "a3", "publisher": "Wire", "published": "2020-03-02", "language": "en", "title": "Protest",
     "text": "Hundreds protested peacefully in Idlib on Sunday."},
]  # fmt: skip
STRIKE = {
    "event_date": "2020-02-04", "time_precision": 1, "sub_event_type": "Air/drone strike", "actor1": "Military Forces of Russia (2000-)",
    "inter1": "External/Other forces", "actor2": "Civilians (Syria)", "inter2": "Civilians", "country": "Syria", "admin1": "Idlib",
    "location": "Saraqeb", "latitude": 35.8645, "longitude": 36.8059, "geo_precision": 1, "fatalities": 3, "fatalities_low": 3,
    "fatalities_high": 3, "attribution_status": "attributed", "attributed_to": "SOHR", "source": "Halab Daily", "article_ids": "a1",
    "published": "2020-02-05", "language": "en",
}  # fmt: skip
SAME = STRIKE | {"actor1": "Military Forces of Syria (2000-2024)", "inter1": "State forces", "source": "L'Orient", "article_ids": "a2", "language": "fr"}
SHOOTING = STRIKE | {
    "sub_event_type": "Attack", "actor1": "Unidentified Armed Group (Syria)", "inter1": "Political militia", "location": "Ariha",
    "latitude": 35.8139, "longitude": 36.6097, "fatalities": 1, "fatalities_low": 1, "fatalities_high": 1, "attribution_status": "stated", "attributed_to": "",
}  # fmt: skip
PROTEST = STRIKE | {
    "event_date": "2020-03-01", "sub_event_type": "Peaceful protest", "actor1": "Protesters (Syria)", "inter1": "Protesters", "actor2": "", "inter2": "",
    "location": "Idlib", "latitude": 35.9306, "longitude": 36.6339, "fatalities": 0, "fatalities_low": None, "fatalities_high": None,
    "attribution_status": "stated", "attributed_to": "", "source": "Wire", "article_ids": "a3", "published": "2020-03-02",
}  # fmt: skip
WORDS = {
    "a1": {"fatalities": "Three civilians", "actor2": "civilians", "sub_event_type": "air strike", "location": "Saraqeb", "event_date": "Tuesday",
           "attributed_to": "SOHR"},
    "a2": {"fatalities": "Trois civils", "sub_event_type": "frappe", "location": "Saraqeb", "event_date": "mardi", "attributed_to": "l'OSDH"},
    "a3": {"sub_event_type": "protested", "location": "Idlib", "event_date": "Sunday", "actor1": "Hundreds"},
}  # fmt: skip
WORDLIST = ["the", "a", "of", "said", "that", "army", "rebels", "village", "road", "market", "school", "spokesman", "sources", "added", "night", "morning", "attack", "border", "convoy", "wounded", "hospital"]
DISMISSED = [("a1", "threat", "burn", "arson.burn"), ("a1", "denial", "denied", "deny.verb"), ("a2", "background", "bombardée", "shelling.bombard")]


def rows(*cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whole rows of extracted cells."""
    return [schema.derive(one) for one in cells]


def folder(
    where: Path, made: Iterable[Mapping[str, Any]] | None = None, *, articles: Iterable[Mapping[str, Any]] = ARTICLES, kind: str = "jsonl",
    evidence: Iterable[Mapping[str, Any]] | None = None,
) -> Path:  # fmt: skip
    """Write a data set; by default the strike told twice, a shooting and a protest."""
    where.mkdir(parents=True, exist_ok=True)
    made = list(made) if made is not None else rows(STRIKE, SAME, SHOOTING, PROTEST)
    articles = list(articles)
    write.save(made, where / f"events.{kind}")
    lines(where / "articles.jsonl", articles)
    lines(where / "evidence.jsonl", evidence if evidence is not None else proofs(made, articles))
    lines(where / "problems.jsonl", dismissals(articles))
    return where


def proofs(made: Iterable[Mapping[str, Any]], articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The words of each row's cells, where they stand in its first article."""
    texts = {one["id"]: one["text"] for one in articles}
    out = []
    for row in made:
        article = row["article_ids"].split("; ")[0]
        for column, words in WORDS.get(article, {}).items():
            start = texts.get(article, "").find(words)
            if start >= 0:
                out.append({"event_id": row["event_id_cnty"], "column": column, "article_id": article, "part": "text", "start": start,
                            "end": start + len(words), "text": words, "rule": f"test.{column}"})  # fmt: skip
    return out


def dismissals(articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Mentions that made no row."""
    texts = {one["id"]: one["text"] for one in articles}
    out = []
    for article, code, words, rule in DISMISSED:
        start = texts.get(article, "").find(words)
        if start >= 0:
            out.append({"code": code, "message": rule, "article_id": article, "part": "text", "start": start, "end": start + len(words),
                        "text": words, "event_id": "", "hint": ""})  # fmt: skip
    return out


def lines(file: Path, items: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON lines."""
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in items), encoding="utf-8", errors="replace")


def ids(where: Path) -> list[str]:
    """The ids of the rows of a data set, in order."""
    return [json.loads(line)["event_id_cnty"] for line in (where / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def many(where: Path, number: int) -> Path:
    """A data set of that many rows and articles, the same each time: days of six years, forty places, a dozen outlets."""
    chance = random.Random(6)
    towns = [(f"Town {n}", 33 + n % 8 * 0.5, 36 + n // 8 * 0.7) for n in range(40)]
    kinds = [STRIKE, SHOOTING, PROTEST]
    made, articles = [], []
    for n in range(number):
        day = date(2018, 1, 1) + timedelta(days=chance.randrange(2000))
        town, lat, lon = chance.choice(towns)
        outlet, dead = f"Outlet {chance.randrange(12)}", chance.randrange(9)
        kind = chance.choice(kinds)
        made.append(schema.derive(kind | {
            "event_date": day.isoformat(), "published": (day + timedelta(days=1)).isoformat(), "location": town, "latitude": lat, "longitude": lon,
            "fatalities": dead, "fatalities_low": dead, "fatalities_high": dead, "source": outlet, "article_ids": f"n{n}",
        }))  # fmt: skip
        text = f"{kind['sub_event_type']} in {town}: {dead} people were killed on {day:%A}. " + " ".join(chance.choices(WORDLIST, k=120))
        articles.append({"id": f"n{n}", "publisher": outlet, "published": (day + timedelta(days=1)).isoformat(), "language": "en", "title": f"News from {town}", "text": text})
    where.mkdir(parents=True, exist_ok=True)
    write.save(made, where / "events.parquet")
    lines(where / "articles.jsonl", articles)
    lines(where / "evidence.jsonl", (
        {"event_id": row["event_id_cnty"], "column": column, "article_id": row["article_ids"], "part": "text", "start": start, "end": start + 6, "text": "x", "rule": f"test.{column}"}
        for row in made for column, start in (("sub_event_type", 0), ("location", 12), ("fatalities", 24), ("actor1", 40))
    ))  # fmt: skip
    lines(where / "problems.jsonl", (
        {"code": chance.choice(["threat", "background", "denial"]), "message": "test.rule", "article_id": f"n{n}", "part": "text", "start": 60, "end": 70, "text": "x", "event_id": "", "hint": ""}
        for n in range(0, number, 3)
    ))  # fmt: skip
    return where
