"""What the place names of an article leave open: names that no table knows, and names that several places fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eventx.actors import actor_index
from eventx.annotate.layers import Mention, Sentence
from eventx.fold import ARTICLES
from eventx.model import Problem, Story
from eventx.packs import Pack
from eventx.place import Atlas, goes_on

CODE = "place.unknown"
_PLACED = frozenset({"at", "near"})
_SMALL = 50_000  # people; a town of more is named by itself
_JOINTS = frozenset({"de", "du", "des", "of", "la", "le"})


def doubts(story: Story, atlas: Atlas, told: Iterable[Sentence], pack: Pack) -> Iterator[Problem]:
    """The problems of an article's place names; unknown ones only in the sentences that tell of incidents, each once."""
    told = list(told)
    for sentence, mention, places in atlas.ties:
        if sentence not in told or not all(atlas.countries[one.country] for one in places[:2]):
            continue  # the name tells of nothing, or of nowhere near what the article is about
        options = "; ".join(f"{one.name} ({one.admin1 + ', ' if one.admin1 else ''}{one.country})" for one in places)
        yield _problem("place.tie", f"several places fit equally well: {options}", story, sentence, mention.start, mention.end, "the first one is taken")
    seen: set[str] = set()
    for sentence in told:
        for start, end in unknown(sentence, pack, atlas):
            name = sentence.text(start, end)
            if name not in seen:
                seen.add(name)
                yield _problem(CODE, "no table knows a place of this name", story, sentence, start, end, "eventx gazetteer import, or --geocoder")


def unknown(sentence: Sentence, pack: Pack, atlas: Atlas) -> Iterator[tuple[int, int]]:
    """Where capitalised words that nothing knows stand like a place: behind "in" or «près de», or "the village of".

    A small place that goes on in an unknown word is part of an unknown name: «à Tall Mithqal» is not in Tall. A name that
    only places elsewhere bear is unknown too: "in Shagra" of an article on Sudan is not in Arabia.
    """
    raw, norm = sentence.raw, sentence.norm
    known = [m for layer in ("names", "dates", "speakers") for m in sentence.layer(layer)]
    taken = {i for m in known for i in range(m.start, m.end)}
    taken -= {i for m in known if _unsettled(sentence, m, atlas, taken) for i in range(m.start, m.end)}
    nouns = pack.words("town_nouns") | pack.words("place_nouns")
    things = pack.words("roads") | pack.words("facilities") | pack.words("waters")
    index = 0
    while index < len(norm):
        start = index
        index += 1
        if start in taken or not _capital(raw[start]) or _grammar(norm[start], pack):
            continue
        placed = not _PLACED.isdisjoint(pack.roles.ending(norm, start)[1])
        called = start > 1 and norm[start - 1] in pack.words("of_words") and norm[start - 2] in nouns
        if not placed and not called:
            continue
        end = start + 1
        while end < len(raw) and end not in taken and (_capital(raw[end]) or _joins(raw, end)):
            end += 1
        index = end
        if end < len(norm) and end in taken and _capital(raw[end]):
            continue  # «à Radio France»: part of a longer name
        if any(_grammar(word, pack) or word in things for word in norm[start:end]) or _people(norm[start:end], raw[start:end]):
            continue  # "the Security Council", "on Sariab Road", "among the Kurds"
        if norm[start] in pack.words("before_proper") or (end < len(norm) and norm[end] in pack.words("after_proper")):
            continue
        if sum(sign.isalpha() for word in raw[start:end] for sign in word) >= 4 and not all(word.isupper() for word in raw[start:end]):
            yield start, end


def _unsettled(sentence: Sentence, mention: Mention, atlas: Atlas, taken: set[int]) -> bool:
    """Whether a name of places is not known all the same: of none here, or of a small one and then it goes on."""
    if mention.layer != "names" or mention.value.actors or not mention.value.places:
        return False
    place = atlas.place(mention)
    if place is None and mention.role in _PLACED and not goes_on(sentence, mention):
        return True
    return mention.end not in taken and (place is None or (place.layer == "base" and place.population < _SMALL)) and goes_on(sentence, mention)


def _capital(word: str) -> bool:
    return word[:1].isupper() and any(sign.isalpha() for sign in word[1:])


def _joins(raw: list[str], at: int) -> bool:
    """Whether a small word or a hyphen holds two parts of a name together: «Tall al-Dabaa», «Bir el-Ater»."""
    after = raw[at + 1] if at + 1 < len(raw) else ""
    return _capital(after) and (raw[at].lower() in ARTICLES | _JOINTS or raw[at] in "-'’")


def _people(norm: list[str], raw: list[str]) -> bool:
    """Whether an actor is called so, or one of a people: the tables have demonyms in the singular."""
    single = [*norm[:-1], norm[-1].removesuffix("s")]
    return any(size == len(norm) for words in (norm, single) for size, _ in actor_index().prefixes(words, raw))


def _grammar(word: str, pack: Pack) -> bool:
    """Whether a word is the language's own: a function word, a trigger, people, an institution, a title."""
    return (
        bool(pack.roles.exact((word,))[0]) or bool(pack.triggers.exact((word,))[0]) or bool(pack.people.exact((word,))[0]) or bool(pack.cues.exact((word,))[0])
        or bool(pack.auxiliaries.exact((word,))[0]) or any(word in pack.words(key) for key in ("definite", "indefinite", "demonstrative", "possessive", "and", "pronouns", "area_words"))
        or any(key in pack.config and word in pack.words(key) for key in ("institutions", "titles"))
    )  # fmt: skip


def _problem(code: str, message: str, story: Story, sentence: Sentence, start: int, end: int, hint: str) -> Problem:
    part = sentence.zone.part
    first, last = sentence.span(Mention("unknown", start, end, None))
    text = (story.article.title if part == "title" else story.article.text)[first:last]
    return Problem(code, message, story.article.id, part, first, last, " ".join(text.split()), hint=hint)
