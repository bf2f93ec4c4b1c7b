"""Places told by the adjective of a town: «la campagne idlibienne», "the Aleppine countryside"."""

from __future__ import annotations

from collections.abc import Iterable

from eventx.annotate.layers import Mention, Name, Sentence
from eventx.gazetteers.places import PlaceIndex
from eventx.packs import Pack

RULE = "names.adjective"


def add(sentences: Iterable[Sentence], pack: Pack, index: PlaceIndex) -> None:
    """Add such adjectives to the names of sentences: only beside a noun for an area or a town, where nothing else is named.

    «Les autorités kiéviennes» names no place.
    """
    units = pack.words("area_units")
    nouns = units | pack.words("near_words") | pack.words("place_nouns") | pack.words("town_nouns")
    for sentence in sentences:
        norm, names = sentence.norm, sentence.layer("names")
        taken = {i for m in names for i in range(m.start, m.end)}
        found = []
        for i, word in enumerate(norm):
            refs = () if i in taken else index.adjective(word)
            beside = {*norm[max(0, i - 1) : i], *norm[i + 1 : i + 2]} & nouns if refs else set()
            if beside:
                refs = tuple(_unit(ref, index) for ref in refs) if beside & units else refs
                found.append(Mention("names", i, i + 1, Name(refs, (), sentence.raw[i]), RULE, role="at"))
        if found:
            sentence.layers["names"] = sorted([*names, *found], key=lambda m: m.start)


def _unit(ref: int, index: PlaceIndex) -> int:
    """The province that has its name from a town, else the town: «la région idlibienne»."""
    town = index.record(ref)
    province = index.province(town.country, town.name)
    return province.ref if province is not None else ref
