"""Where a happening was: its place among the names of its clause and sentence, with ACLED's precision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening
from eventx.gazetteers.places import Place
from eventx.gazetteers.resolve import offset
from eventx.packs import Pack, load
from eventx.place import Atlas, Located
from eventx.quantities import kilometres

_MOVES = frozenset({"withdrawal", "displacement"})


def locator(atlas: Atlas, pack: Pack) -> Callable[[Happening], list[Located]]:
    """A function that gives the places of a happening, the decisive one first; several are several rows."""
    near_words = pack.words("near_words")
    units = pack.words("area_units")
    skip = pack.words("definite") | frozenset({"de", "d", "of"})
    and_ = pack.words("and")
    deixis, scene = pack.words("deixis"), scenes(atlas, pack)
    toward = pack.words("toward")
    between = pack.words("between")
    aside, care = pack.words("aside"), pack.words("care")
    filler = skip | pack.words("place_nouns") | pack.words("definite") | pack.words("indefinite") | pack.words("area_words") | pack.words("noun_of") | near_words

    def locate(happening: Happening) -> list[Located]:
        sentence = happening.sentence
        if _points_back(happening, deixis) and not any(m.role == "at" and m.value.places for r in happening.readings for m in r.places):
            before = scene(sentence)
            if before:
                return before
        names = [] if happening.placeless else [m for m in sentence.layer("names") if m.value.places and m not in happening.places]
        moved = bool(happening.frames) and set(happening.frames) <= _MOVES
        hurt = bool(happening.frames) and set(happening.frames) <= {"killing", "wounding"}
        usable: list[Mention] = []
        for choice in (happening.places, names):
            usable = usable or [
                m for m in choice
                if _usable(sentence, m, happening, atlas) and not (moved and m.prep >= 0 and " ".join(sentence.norm[m.prep : m.start]) in toward)
                and not (hurt and any(word in care for word in sentence.norm[max(0, m.start - 5) : m.start]))
            ]  # where they went is not where they left
        if not usable:
            return []
        usable = [m for m in usable if not _qualifies(sentence, m, usable)]
        ranked = sorted(enumerate(usable), key=lambda pair: _rank(atlas, sentence, happening, pair[1], pair[0], _area(sentence, pair[1], units, skip), _aside(sentence, pair[1], happening, aside)))
        best = ranked[0][1]
        place = atlas.place(best)
        assert place is not None
        found = [_located(atlas, sentence, best, near_words, units, skip)]
        if not place.is_admin and found[0].precision <= 2:
            group = [best]
            for step in (1, -1):
                current = best
                while True:
                    other = _neighbour(usable, sentence, current, step, and_, filler)
                    if other is None:
                        break
                    another = atlas.place(other)
                    if another is None or another.is_admin or another.country != place.country or another.ref >> 3 == place.ref >> 3:
                        break
                    group.append(other)
                    current = other
            group.sort(key=lambda m: m.start)
            if len(group) > 1 and best.role in ("at", "", "of", "target", "near") and not (best.prep >= 0 and sentence.norm[best.prep] in between):
                seen: dict[int, Located] = {}
                for m in group:
                    located = _located(atlas, sentence, m, near_words, units, skip)
                    seen.setdefault(located.place.ref >> 3, located)
                found = list(seen.values())
        return found

    return locate


def _qualifies(sentence: Sentence, mention: Mention, usable: list[Mention]) -> bool:
    """Whether a name only says where the one before it lies: «à Tarhouna, à 80 km de Tripoli», "Bungudu, near Gusau"."""
    if mention.role != "near":
        return False
    before = [m for m in usable if m.end <= mention.prep and mention.prep - m.end <= 8 and m is not mention]
    return bool(before) and "," in sentence.norm[before[-1].end : before[-1].end + 1] and not any(
        t.value.voice != "nominal" and before[-1].end <= t.start < mention.start for t in sentence.layer("triggers")
    )


def _aside(sentence: Sentence, mention: Mention, happening: Happening, aside: frozenset[str]) -> bool:
    """Whether a name stands in the circumstance of another event: "hours before the alarm in Aleppo, shells hit …"."""
    start = mention.start
    while start and sentence.norm[start - 1] not in (",", ";", ":"):
        start -= 1
    inside = any(start <= r.trigger.start < mention.start for r in happening.readings)
    return not inside and any(word in aside for word in sentence.norm[start : mention.start]) and mention.end < len(sentence.norm) and sentence.norm[mention.end] == ","


def _points_back(happening: Happening, deixis: frozenset[str]) -> bool:
    """Whether the clause speaks of «cette ville», "that village": the place is the one named before."""
    sentence = happening.sentence
    clauses = {r.clause for r in happening.readings}
    return any(
        sentence.breaks[k] in clauses and any(" ".join(sentence.norm[k : k + size]) in deixis for size in (2, 3))
        and not any(m.value.places and 0 < m.start - k <= 4 and m.role in ("", "of") for m in sentence.layer("names"))
        for k in range(len(sentence.norm))
    )


def scenes(atlas: Atlas, pack: Pack) -> Callable[[Sentence], list[Located]]:
    """A function that gives the place that a sentence without one is set in: the last named before it near by."""
    near_words, units = pack.words("near_words"), pack.words("area_units")
    skip = pack.words("definite") | frozenset({"de", "d", "of"})
    order = {sentence.index: sentence for sentence in atlas.sentences}

    def scene(sentence: Sentence) -> list[Located]:
        for back in range(1, 4):
            before = order.get(sentence.index - back)
            if before is None:
                break
            if before.zone is not sentence.zone and before.zone.kind == "body" and sentence.zone.kind == "body" and back > 1:
                break
            named = [m for m in before.layer("names") if m.value.places and atlas.place(m) is not None and not m.value.actors]
            named = [m for m in named if not any(m.start >= v.start and m.end <= v.end for s in before.layer("says") for v in s.value.voices)]
            named.sort(key=lambda m: (atlas.place(m).is_admin, -m.start))  # type: ignore[union-attr]
            if named and atlas.place(named[0]).kind != "country":  # type: ignore[union-attr]
                return [_located(atlas, before, named[0], near_words, units, skip)]
        return []

    return scene


def _area(sentence: Sentence, mention: Mention, units: frozenset[str], skip: frozenset[str]) -> bool:
    """Whether the name is said to be that of a province: «la région d'Idlib», "Idlib province"."""
    k = mention.start
    while k and sentence.norm[k - 1] in skip:
        k -= 1
    after = sentence.norm[mention.end] if mention.end < len(sentence.norm) else ""
    return (k < mention.start and k > 0 and sentence.norm[k - 1] in units) or after in units


def _away(sentence: Sentence, mention: Mention, place: Place) -> Place | None:
    """The point of «à 10 km au sud de X»: a length right before a direction right before the name."""
    if mention.prep < 0 or place.lat is None or place.lon is None:
        return None
    measure = next((m for m in sentence.layer("measures") if 0 <= mention.prep - m.end <= 3), None)
    if measure is None:
        return None
    pack = load(sentence.language)
    words = sentence.norm[measure.end : mention.start]
    bearing = next((code for code, names in pack.config["directions"].items() if any(name in " ".join(words) for name in names)), "")
    if not bearing:
        return None
    length = kilometres(" ".join(sentence.norm[measure.start : measure.end + 1]), pack.numbers["units"])
    if length is None or length > 150:
        return None
    lat, lon = offset(place, length, bearing)
    return replace(place, lat=lat, lon=lon)


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


def _usable(sentence: Sentence, mention: Mention, happening: Happening, atlas: Atlas) -> bool:
    place = atlas.place(mention)
    if place is None or mention.role in ("backing", "since"):
        return False  # «depuis Port-au-Prince»: where somebody speaks from
    if any(mention.start >= m.start and mention.end <= m.end for h in (happening.agents, happening.targets) for m in h if m.layer == "parties" and m.value.kind in ("country",)):
        return place.kind != "country" and mention.role in ("at", "near")
    if any(m.value.kind in ("government", "military") and m.start <= mention.start < m.end and atlas.index.is_capital(place.ref) for m in sentence.layer("parties")):
        return False
    if place.kind != "country" and mention.role not in ("at", "near", "target", "") and atlas.index.is_capital(place.ref) and place.country != atlas.main_country:
        return False
    if atlas.index.is_capital(place.ref) and mention.prep < 0 and _governs(sentence, mention):
        return False
    if atlas.index.is_capital(place.ref) and mention.prep < 0 and any(mention in r.subject and r.trigger.value.voice == "active" and r.rule.roles.get("subject") != "place" for r in happening.readings):
        return False  # «Moscou a visé»: its government
    if mention.role in ("", "of") and any(r.rule.roles.get("subject") == "theme" and r.trigger.value.voice == "active" and 0 < r.trigger.start - mention.end <= 6 and sentence.breaks[mention.start] == r.clause for r in happening.readings):
        return False  # «La Défense civile de Gaza compte 17 morts»
    for says in happening.says:
        for voice in says.value.voices:
            if voice.start <= mention.start < voice.end:
                return False
            if 0 <= mention.start - voice.end <= 2 and mention.role in ("at", "of") and place.kind != "village":
                return False
    return not any(entry.type == "group" for entry in mention.value.actors)


def _governs(sentence: Sentence, mention: Mention) -> bool:
    """Whether a capital is the subject of a verb of saying or of an auxiliary: "Ankara did not comment"."""
    pack = load(sentence.language)
    size, auxes = pack.auxiliaries.at(sentence.norm, mention.end) if mention.end < len(sentence.norm) else (0, [])
    spoken = any(c.start - mention.end in (0, 1, 2) and c.value.rule.kind in ("say", "deny", "claim", "blame", "threat", "call", "condemn") for c in sentence.layer("cues"))
    return spoken or (bool(size) and any(family in ("have", "modal") for family, _ in auxes))


def _rank(atlas: Atlas, sentence: Sentence, happening: Happening, mention: Mention, order: int, area: bool, aside: bool) -> tuple[int, ...]:
    """Settlements before areas, places of the clause before others, near before far."""
    place = atlas.place(mention)
    assert place is not None
    clauses = {r.clause for r in happening.readings} or {sentence.breaks[happening.anchor.start]}
    inside = sentence.breaks[mention.start] in clauses
    level = {"country": 3, "region": 2, "province": 2, "district": 1, "subdistrict": 1, "neighbourhood": 1}.get(place.kind, 0)
    if place.kind in ("road", "river", "sea", "mountain"):
        level = 1
    if area:
        level = 2  # «la région de Donetsk»: the name of a city, but not the city
    distance = min((abs(mention.start - r.trigger.start) for r in happening.readings), default=abs(mention.start - happening.anchor.start))
    road = mention.prep > 0 and any(word in load(sentence.language).words("roads") for word in sentence.norm[max(0, mention.prep - 3) : mention.prep])
    from_or_toward = 1 if mention.role in ("since", "source", "origin") and not road else 0  # "the road from X to Y" is X's
    return int(aside), 2 if level == 3 else 0 if inside else 1, level + from_or_toward, distance, order


def _located(atlas: Atlas, sentence: Sentence, mention: Mention, near_words: frozenset[str], units: frozenset[str], skip: frozenset[str]) -> Located:
    place = atlas.place(mention)
    assert place is not None
    if not place.is_admin and _area(sentence, mention, units, skip):
        province = atlas.index.province(place.country, place.name)
        if province is not None:
            place = province
    if place.kind in ("province", "country", "region"):
        return Located(atlas.index.seat(place), 3, mention, sentence, place)
    if place.kind in ("district", "subdistrict"):
        return Located(atlas.index.seat(place), 2, mention, sentence, place)
    away = _away(sentence, mention, place)
    if away is not None:
        return Located(away, 2, mention, sentence, place)
    before = sentence.norm[max(0, mention.start - 5) : mention.start]
    after = sentence.norm[mention.end : mention.end + 2]
    near = mention.role == "near" or any(w in near_words for w in (before[-3:] if mention.prep >= 0 else before[-1:])) or any(w in near_words and w not in ("front", "road", "route", "axis") for w in after[:1])
    return Located(place, 2 if near or place.kind in ("road", "river", "sea", "mountain", "front") else 1, mention, sentence, place)
