"""Where a happening was: its place among the names of its clause and sentence, with ACLED's precision."""

from __future__ import annotations

from collections.abc import Callable

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening
from eventx.eligible import Eligible
from eventx.gazetteers.places import Place
from eventx.packs import Pack, load
from eventx.place import Atlas, Located
from eventx.precise import Precision, away_from
from eventx.scene import Scene

_MOVES = frozenset({"withdrawal", "displacement"})


def locator(atlas: Atlas, pack: Pack) -> Callable[[Happening], list[Located]]:
    """A function that gives the places of a happening, the decisive one first; several are several rows."""
    precise = Precision(atlas, pack)
    scene, eligible = Scene(atlas, pack, precise), Eligible(atlas, pack, precise)
    toward, care = pack.words("toward"), pack.words("care")

    def locate(happening: Happening) -> list[Located]:
        sentence = happening.sentence
        if not any(m.role == "at" and m.value.places for r in happening.readings for m in r.places):
            pointed = scene.pointed(happening)
            if pointed:
                return pointed
        names = [m for m in sentence.layer("names") if m.value.places and m not in happening.places]
        if happening.placeless:
            names = _setting(sentence, names)
        moved = bool(happening.frames) and set(happening.frames) <= _MOVES
        hurt = bool(happening.frames) and set(happening.frames) <= {"killing", "wounding"}
        usable: list[Mention] = []
        for choice in (happening.places, names):
            usable = usable or [
                m for m in choice
                if eligible.usable(sentence, m, happening) and not (moved and m.prep >= 0 and " ".join(sentence.norm[m.prep : m.start]) in toward)
                and not (hurt and any(word in care for word in sentence.norm[max(0, m.start - 5) : m.start]))
            ]  # where they went is not where they left
        if not happening.placeless and not any(atlas.place(m).is_settlement for m in usable):  # type: ignore[union-attr]
            capital = scene.capital_named(happening)
            if capital:
                return capital
        if happening.agents:
            usable = usable or eligible.spoken(sentence, happening)
        section = scene.section(sentence)
        if not usable or (section and all(_contains(atlas.place(m), section[0].named) for m in usable)):
            return section
        usable = [m for m in usable if not _qualifies(atlas, sentence, m, usable) and not _holds(atlas, sentence, m, usable)]
        best = min(enumerate(usable), key=lambda pair: eligible.rank(sentence, happening, pair[1], pair[0]))[1]
        found = precise(sentence, best)
        place = atlas.place(best)
        assert place is not None
        if place.is_admin or found.precision > 2 or best.role not in ("at", "", "of", "target", "near"):
            return [found]
        if best.prep >= 0 and not pack.words("between").isdisjoint(sentence.norm[best.prep : best.start]):
            return [found]  # between two towns, «sur la route entre» them: one place, the first
        seen: dict[int, Located] = {}
        for m in _joined(atlas, sentence, best, usable, _filler(pack)):
            located = precise(sentence, m)
            seen.setdefault(located.place.ref >> 3, located)
        return list(seen.values())

    return locate


def _contains(area: Place | None, place: Place) -> bool:
    """Whether an area is the country or the province that a place lies in."""
    if area is None or area.country != place.country:
        return False
    return area.kind in ("country", "region") or (area.kind == "province" and area.admin1 == place.admin1)


def scenes(atlas: Atlas, pack: Pack) -> Callable[[Sentence], list[Located]]:
    """A function that gives the place that a sentence without one is set in: the last named before it near by."""
    return Scene(atlas, pack, Precision(atlas, pack)).before


def headline(atlas: Atlas, pack: Pack) -> list[Located]:
    """The settlement that the headline names, when it names one only."""
    return Scene(atlas, pack, Precision(atlas, pack)).title()


def _setting(sentence: Sentence, names: list[Mention]) -> list[Mention]:
    """Names that set the scene of all clauses of a sentence: «Le même jour, à Kenscoff, … et l'ont enlevée»."""
    first = min((t.start for t in sentence.layer("triggers")), default=0)
    doer = min((m.start for m in sentence.layer("parties") if not m.value.places), default=first)
    return [m for m in names if m.role in ("at", "near") and m.end <= min(first, doer) and sentence.text(m.end, m.end + 1) == ","]


def _filler(pack: Pack) -> frozenset[str]:
    """Words that may stand between joined names: «à Alep et dans le village de …»."""
    return (
        pack.words("definite") | pack.words("of_words") | pack.words("place_nouns") | pack.words("indefinite")
        | pack.words("area_words") | pack.words("noun_of") | pack.words("near_words")
    )  # fmt: skip


def _joined(atlas: Atlas, sentence: Sentence, best: Mention, usable: list[Mention], filler: frozenset[str]) -> list[Mention]:
    """The name and those that «et» or a list joins to it, of the same country and no areas, in text order."""
    place = atlas.place(best)
    assert place is not None
    group = [best]
    for step in (1, -1):
        current = best
        while True:
            other = _neighbour(usable, sentence, current, step, load(sentence.language).words("and"), filler)
            another = atlas.place(other) if other is not None else None
            if other is None or another is None or another.is_admin or another.country != place.country or another.ref >> 3 == place.ref >> 3:
                break
            group.append(other)
            current = other
    return sorted(group, key=lambda m: m.start)


def _neighbour(usable: list[Mention], sentence: Sentence, current: Mention, step: int, and_: frozenset[str], filler: frozenset[str]) -> Mention | None:
    """The place joined to this one by «et» or a comma that leads to an «et»."""
    others = sorted((m for m in usable if (m.start > current.start) == (step > 0) and m is not current), key=lambda m: m.start * step)
    if not others:
        return None
    other = others[0]
    first, second = (current, other) if step > 0 else (other, current)
    again = set(sentence.norm[first.prep : first.start]) if first.prep >= 0 else set()  # «sur Alep et sur le village de …»
    gap = [w for w in sentence.norm[first.end : second.start] if w not in filler and w not in again and not load(sentence.language).roles.exact((w,))[0] and (len(w) > 2 or w in and_ or not w.isalpha())]
    return other if gap and all(w in and_ for w in gap) else None


def _holds(atlas: Atlas, sentence: Sentence, mention: Mention, usable: list[Mention]) -> bool:
    """Whether a name only says in what area the one before it lies: "Kankara, in Katsina State", «Bukavu, chef-lieu du Sud-Kivu»."""
    place = atlas.place(mention)
    assert place is not None
    if place.kind not in ("country", "region", "province", "district", "subdistrict"):
        return False
    before = [m for m in usable if 0 <= mention.start - m.end <= 7]
    inner = atlas.place(before[-1]) if before else None
    if inner is None or inner.country != place.country or inner.is_admin or (place.kind != "region" and place.kind != "country" and inner.admin1 != place.admin1):
        return False
    start = before[-1].end
    return not any(start <= t.start < mention.start for t in sentence.layer("triggers")) and not any(
        word in load(sentence.language).words("and") | load(sentence.language).words("relatives") for word in sentence.norm[start : mention.start]
    )


def _qualifies(atlas: Atlas, sentence: Sentence, mention: Mention, usable: list[Mention]) -> bool:
    """Whether a name only says where the one before it lies: «à Tarhouna, à 80 km de Tripoli», "Bungudu, near Gusau"."""
    place = atlas.place(mention)
    far = place is not None and mention.role != "near" and away_from(sentence, mention, place, load(sentence.language)) is not None  # «à 100 km au sud de la ville de X»
    if mention.role != "near" and not far:
        return False
    before = [m for m in usable if m.end <= mention.prep and mention.prep - m.end <= (12 if far else 8) and m is not mention]
    if before and (place := atlas.place(before[-1])) is not None and place.kind in ("country", "river", "sea", "road"):
        return False  # «vers le Niger, dans la région de Ménaka», «sur le fleuve Niger, près de Gao»
    return bool(before) and "," in sentence.norm[before[-1].end : before[-1].end + 1] and not any(
        t.value.voice != "nominal" and before[-1].end <= t.start < mention.start for t in sentence.layer("triggers")
    )
