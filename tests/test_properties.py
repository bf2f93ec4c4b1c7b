"""Garbage in: no exception, words that give back their offsets, valid rows, the same rows again and in any company."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from eventx import evaluate, packs, pipeline, schema
from eventx.model import Article, Event

HERE = Path(__file__).parent
LANGUAGES = sorted(folder.name for folder in (HERE / "gold").iterdir() if folder.is_dir())
CASES = [case for language in LANGUAGES for case in evaluate.cases([HERE / "gold" / language])]
QUIET = [case for language in LANGUAGES for case in evaluate.cases([HERE / "quiet" / language])]
WEATHER = {
    "en": "The weather will stay mild along the coast, with light winds and a few clouds in the afternoon.",
    "fr": "Le temps restera doux sur le littoral, avec un vent faible et quelques nuages dans l'après-midi.",
}

FEW = settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=10)

# Pieces that the rules know, so that chance meets them, and pieces that break tokenisers.
WORDS = sorted({word for case in CASES for word in case.article.text.split()})[:: max(1, len(CASES) // 6)]
ODD = ["\x00", "\ufeff", "\u200f", "\u202e", "\ud800", "ﬁ", "İ", "ß", "e\u0301", "١٢", "½", "12.345,67", "1er", "31/02/2024", "30 février",
       "29 February 2023", "\r\n", "\t", "«", "»", "“", "”", "'", "’", "(((", "...", "—", "-", "http://a.example/b?c=d", "<p>", "&amp;", "999999999999999999999"]  # fmt: skip
pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD), st.text(max_size=8))
garbage = st.one_of(st.text(max_size=200), st.lists(pieces, max_size=60).map(" ".join), st.lists(pieces, max_size=40).map("\n".join))
languages = st.sampled_from([*packs.available(), "", "zz"])
days = st.one_of(st.none(), st.dates(date(1997, 1, 1), date(2030, 12, 31)), st.just(date(2024, 2, 29)))


@st.composite
def shuffled_sentences(draw: st.DrawFn) -> str:
    """Sentences of real cases in any order and cut anywhere: nearly news."""
    texts = draw(st.lists(st.sampled_from([case.article.text for case in CASES]), min_size=1, max_size=2))
    sentences = [part for text in texts for part in text.replace("\n", " ").split(". ")]
    text = ". ".join(draw(st.permutations(sentences)))
    return text[draw(st.integers(0, 40)) : len(text) - draw(st.integers(0, 40))]


def plain(events: list[Event]) -> str:
    """Rows and evidence as the bytes that would be written."""
    return json.dumps([[dict(event), [proof.as_dict() for proof in event.evidence]] for event in events], default=str)


def sound(article: Article) -> list[Event]:
    """Read an article; whatever it was, what comes out is whole."""
    reading = pipeline.read_article(article)
    for event in reading.events:
        assert schema.check(event) == []
        for proof in event.evidence:
            whole = article.title if proof.part == "title" else article.text
            assert 0 <= proof.start < proof.end <= len(whole)
            assert whole[proof.start : proof.end] == proof.text
            assert proof.event_id == event["event_id_cnty"]
            assert proof.article_id == article.id
            assert proof.column in schema.COLUMNS
    for problem in reading.problems:
        whole = article.title if problem.part == "title" else article.text
        assert 0 <= problem.start <= problem.end <= len(whole)
        assert problem.code != "row.invalid", problem.message
    assert len({event["event_id_cnty"] for event in reading.events}) == len(reading.events)
    return reading.events


@FEW
@seed(1)
@example(text="", title="", language="fr", published=None)
@example(text="\n \n", title="\x00", language="en", published=None)
@given(text=garbage, title=st.text(max_size=30), language=languages, published=days)
def test_any_text_is_read(text: str, title: str, language: str, published: date | None) -> None:
    sound(Article("a", text, title=title, publisher="Paper", published=published, language=language))


@pytest.mark.parametrize("published", [date.min, date.max])
def test_absurd_publication_dates_stop_nothing(published: date) -> None:
    for case in CASES[::5]:
        pipeline.read_article(Article("a", case.article.text, publisher="Paper", published=published, language=case.article.language))


@FEW
@seed(2)
@given(text=shuffled_sentences(), language=st.sampled_from(packs.available()), published=days)
def test_nearly_news_is_read(text: str, language: str, published: date | None) -> None:
    article = Article("a", text, publisher="Paper", published=published, language=language)
    assert plain(sound(article)) == plain(pipeline.read_article(article).events)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_cases_are_sound_and_come_out_alike(case: evaluate.Case) -> None:
    assert plain(sound(case.article)) == plain(pipeline.read_article(case.article).events)


@FEWER
@seed(3)
@given(order=st.permutations([case.article for case in CASES[::4] + QUIET[::6]]))
def test_an_article_does_not_depend_on_its_company(order: list[Article]) -> None:
    alone = {article.id: plain(pipeline.read_article(article).events) for article in order[:4]}
    together: dict[str, list[Event]] = {}
    for event in pipeline.extract(order):
        together.setdefault(event["article_ids"], []).append(event)
    for article, rows in alone.items():
        assert plain(together.get(article, [])) == rows


def rows(article: Article) -> list[dict[str, object]]:
    return [dict(event.items()) for event in pipeline.read_article(article).events]


@pytest.mark.parametrize("case", CASES + QUIET, ids=lambda case: case.path.stem)
def test_the_weather_changes_nothing(case: evaluate.Case) -> None:
    article = case.article
    longer = Article(article.id, f"{article.text}\n\n{WEATHER[article.language]}", article.title, article.publisher, article.published, article.language)
    assert rows(longer) == rows(article)


def test_every_language_has_its_weather() -> None:
    assert sorted(WEATHER) == LANGUAGES
