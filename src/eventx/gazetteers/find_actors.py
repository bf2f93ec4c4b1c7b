"""Actors of a name or a description: the candidates that ``eventx gazetteer find`` prints, best first."""

from __future__ import annotations

from datetime import date
from typing import Any

from eventx import packs
from eventx.actors import ActorIndex, Choice, Entry
from eventx.fold import surface


def candidates(name: str, country: str, day: date | None, language: str, index: ActorIndex) -> list[dict[str, Any]]:
    """What a name stands for in an article on a country at a day: by the tables, else by what it describes."""
    entries = _listed(name, language, index)
    exact = [entry for entry in entries if entry.type in ("group", "force")]
    choices = index.resolve(exact, day=day, event_country=country, countries={country: 1.0} if country else None)
    if choices:
        return [_listed_one(choice, country, index) for choice in choices]
    from eventx.described import describe  # the annotation rooms are only loaded for descriptions

    found = describe(name, language=language or "en", country=country, day=day, index=index)
    if not found and not language:
        found = next(filter(None, (describe(name, language=one, country=country, day=day, index=index) for one in packs.available())), [])
    out = []
    for rank, (actor, reasons) in enumerate(found):
        out.append(_candidate(actor.name, _home(actor.name, country, index), actor.inter, 2.0 - rank, list(reasons)))
        if actor.descriptor:  # who they are beside being protesters, civilians or rioters
            associated = [*reasons, "associated actor"]
            out.append(_candidate(actor.descriptor, _home(actor.descriptor, country, index), actor.inter, 1.5 - rank, associated))
    if not out:
        lands = [entry for entry in entries if entry.type in ("country", "leader")]
        out = [_listed_one(choice, country, index) for choice in index.resolve(lands, day=day, event_country=country)]
    return out


def _listed(name: str, language: str, index: ActorIndex) -> tuple[Entry, ...]:
    """The entries of the name as it stands, then without the articles before it."""
    found = index.find(name, language=language)
    articles: frozenset[str] = frozenset()
    if language in packs.available():
        pack = packs.load(language)
        articles = pack.words("definite") | pack.words("indefinite")
    words = surface(name).split()
    while not [e for e in found if e.type != "source"] and len(words) > 1 and words[0].lower() in articles:
        words = words[1:]
        found = index.find(" ".join(words), language=language)
    return tuple(entry for entry in found if entry.type != "source")


def _listed_one(choice: Choice, country: str, index: ActorIndex) -> dict[str, Any]:
    inter = index.inter(choice.kind, choice.countries, country, name=choice.name)
    home = choice.countries[0] if choice.countries else ""
    return _candidate(choice.name, home, inter, choice.score, [choice.entry.type, *choice.reasons])


def _home(name: str, country: str, index: ActorIndex) -> str:
    """The country that a canonical name bears, else the article's."""
    groups = index.named(name)
    if groups:
        return groups[0].iso3
    inside = name.rpartition("(")[2].rstrip(")")
    state = name.partition(" of ")[2].partition(" (")[0]
    return index.iso3(inside) or index.iso3(state) or country


def _candidate(name: str, country: str, inter: str, score: float, reasons: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": inter,
        "country": country,
        "latitude": None,
        "longitude": None,
        "inter": inter,
        "score": round(score, 3),
        "reasons": reasons,
    }
