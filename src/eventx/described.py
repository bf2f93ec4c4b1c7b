"""A description alone to the actor it stands for: «l'armée nigériane», "pro-Turkish fighters", «hombres armados».

The same rooms that read an article read the phrase, and the article's registry resolves it. Languages without a pack
have only a table of head words (``gazetteers/actors/heads.csv``): a head, and the names and demonyms beside it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eventx import packs
from eventx.actors import ActorIndex, Entry
from eventx.annotate.kinds import CIVILIAN_KINDS
from eventx.annotate.layers import Mention, Party
from eventx.fold import fold, surface
from eventx.gazetteers.places import place_index
from eventx.who import ARMED_KINDS, STATE_KINDS, Actor, Registry

_SKIP, _REGIME = "skip", "regime"
_PLAIN = frozenset({"protester", "rioter", "crowd", "asset", "country", "leader", "named"})
_KINDS = frozenset(STATE_KINDS) | CIVILIAN_KINDS | ARMED_KINDS | _PLAIN


def describe(
    name: str, *, language: str, country: str, day: date | None, index: ActorIndex
) -> list[tuple[Actor, tuple[str, ...]]]:
    """(actor, country codes and reasons) of a described party, the best first; empty when it describes none.

    A capital, a palace or a leader is its government first, then its army; "the regime" the other way round.
    """
    party = _read(name, language, day) if language in packs.available() else _by_heads(name, language, index)
    if party is None or party.kind not in _KINDS:
        return []
    registry = Registry([Mention("parties", 0, 1, party)], index=index, countries={country: 1.0} if country else None)
    registry.known.clear()  # what names itself is found by its name, not by what the article knows
    out: list[tuple[Actor, tuple[str, ...]]] = []
    for one, reason in _readings(party):
        if not country and not (one.countries or one.actors):
            continue  # «des rebelles» of nowhere
        actor = registry.resolve(one, country, day)
        if actor is not None and actor.name not in [known.name for known, _ in out]:
            out.append((actor, (reason, *_whose(one, country))))
    return out


def _readings(party: Party) -> list[tuple[Party, str]]:
    """What a party may stand for, the likeliest first."""
    if party.kind in ("country", "leader"):
        return [(replace(party, kind="government"), "stands for its government"), (replace(party, kind="military"), "stands for its army")]
    if party.kind == "government" and party.descriptor == _REGIME:
        plain = replace(party, descriptor="")
        return [(replace(plain, kind="military"), "a regime at war is its forces"), (plain, "described as government")]
    if party.kind == "settlers":
        return [(party, "settlers who attack"), (replace(party, kind="civilian", countries=("ISR",)), "settlers attacked")]
    return [(party, f"described as {party.descriptor or party.kind}")]


def _whose(party: Party, country: str) -> tuple[str, ...]:
    if party.countries:
        return tuple(f"of {iso3}" for iso3 in party.countries)
    return (f"in {country}",) if country else ()


def _read(name: str, language: str, day: date | None) -> Party | None:
    """The party that the rooms of a language read in a phrase: the longest, then the first."""
    from eventx.annotate import annotator

    nlp = annotator(language)
    doc = nlp.make_doc(name)
    doc._.story = day
    for _, component in nlp.pipeline:
        doc = component(doc)
    found = [(mention, len(sentence.norm)) for sentence in doc._.sentences for mention in sentence.layer("parties")]
    if found:
        best, size = max(found, key=lambda pair: (pair[0].size, -pair[0].start))
        whole = best.size == size or best.value.kind not in ("country", "leader")
        party: Party = best.value
        return party if whole else replace(party, kind="military")  # "US airstrike": what it does, forces do
    names = [mention.value for sentence in doc._.sentences for mention in sentence.layer("names")]
    return _capital(names[0].places) if len(names) == 1 and names[0].places else None


def _capital(refs: tuple[int, ...]) -> Party | None:
    places = place_index()
    seat = next((ref for ref in refs if places.is_capital(ref)), None)
    return None if seat is None else Party("country", countries=(places.record(seat).country,))


def _by_heads(name: str, language: str, index: ActorIndex) -> Party | None:
    """A party by a language's head words and the names beside them, longest first, over all the words."""
    heads = index.heads.get(language, {})
    words = surface(name).split()
    party, at = Party(""), 0
    while at < len(words):
        for size in range(len(words) - at, 0, -1):
            raw = " ".join(words[at : at + size])
            kind = heads.get(fold(raw), "")
            entries = () if kind else _entries(raw, language, index)
            if kind or entries:
                break
        else:
            return None  # a word that nothing knows: the phrase may be anything
        _take(party, kind, entries)
        at += size
    return party if party.kind or party.actors or party.countries else None


def _entries(name: str, language: str, index: ActorIndex) -> tuple[Entry, ...]:
    """What takes part in events under a name: no voices."""
    found = index.find(name, language=language) or index.find(name)
    return tuple(entry for entry in found if entry.type != "source")


def _take(party: Party, kind: str, entries: tuple[Entry, ...]) -> None:
    if kind == _SKIP:
        return
    if kind and not party.kind:
        party.kind = {_REGIME: "government", "peacekeepers": "military", "coalition": "military"}.get(kind, kind)
        party.descriptor = kind if party.kind != kind else ""
    party.actors += tuple(entry for entry in entries if entry.type in ("group", "force"))
    party.peoples += tuple(entry for entry in entries if entry.type == "people")
    lands = tuple(dict.fromkeys(e.iso3 for e in entries if e.type in ("country", "demonym", "leader")))
    if lands and not party.actors:
        party.countries = tuple(dict.fromkeys((*party.countries, *lands)))
        party.kind = party.kind or "country"
    if party.actors:
        party.kind = party.kind or "named"
