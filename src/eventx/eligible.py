"""Which names of a sentence may be the place of its happening, and in what order they are believed."""

from __future__ import annotations

from eventx.annotate.layers import Mention, Sentence
from eventx.assemble.happening import Happening
from eventx.packs import Pack
from eventx.place import Atlas
from eventx.precise import Precision
from eventx.scene import whereabouts

_SAYING = ("say", "deny", "claim", "blame", "threat", "call", "condemn")
_LEVEL = {"country": 4, "region": 3, "province": 3, "district": 1, "subdistrict": 1, "neighbourhood": 1, "road": 1, "river": 1, "sea": 1, "mountain": 1}
_LEAVING = frozenset({"abduction", "withdrawal", "displacement", "arrest", "loss", "surrender"})  # told by where from


class Eligible:
    """Judges the names of an article in one language."""

    def __init__(self, atlas: Atlas, pack: Pack, precise: Precision) -> None:
        self.atlas, self.pack, self.precise = atlas, pack, precise
        self.aside, self.roads = pack.words("aside"), pack.words("roads")
        self.relatives = pack.words("relatives")
        self.bound = pack.words("bound")

    def usable(self, sentence: Sentence, mention: Mention, happening: Happening) -> bool:
        """Whether a name can say where a happening was, and is no government, speaker's seat or group."""
        atlas = self.atlas
        place = atlas.place(mention)
        if place is None or mention.role in ("backing", "since"):
            return False  # «depuis Port-au-Prince»: where somebody speaks from
        if any(mention.start >= m.start and mention.end <= m.end for h in (happening.agents, happening.targets) for m in h if m.layer == "parties" and m.value.kind in ("country",)):
            return place.kind != "country" and mention.role in ("at", "near")
        if any(m.value.kind in ("government", "military") and m.start <= mention.start < m.end and atlas.index.is_capital(place.ref) for m in sentence.layer("parties")):
            return False
        if atlas.index.is_capital(place.ref):
            if place.kind != "country" and mention.role not in ("at", "near", "target", "") and place.country != atlas.main_country and not self._part_of(sentence, mention):
                return False
            if mention.prep < 0 and any(m is not mention and m.layer == "names" and m.value.places for r in happening.readings if r.rule.roles.get("object") == "place" and mention.end <= r.trigger.start for m in r.object):
                return False  # "Kyiv lost the town of Vuhledar"
            if mention.prep < 0 and (self._governs(sentence, mention) or self._government(sentence, mention, place.country)):
                return False
            if mention.prep < 0 and any(mention in r.subject and r.trigger.value.voice == "active" and r.rule.roles.get("subject") != "place" for r in happening.readings):
                return False  # «Moscou a visé»: its government
        if mention.role in ("", "of") and any(r.rule.roles.get("subject") == "theme" and r.trigger.value.voice == "active" and 0 < r.trigger.start - mention.end <= 6 and sentence.breaks[mention.start] == r.clause for r in happening.readings):
            return False  # «La Défense civile de Gaza compte 17 morts»
        if place.kind != "country" and whereabouts(sentence, mention, self.pack):
            return False
        for says in happening.says:
            behind = says.value.voices and all(voice.start >= says.end for voice in says.value.voices) and says.start <= mention.start
            if behind and not any(r.trigger.start >= says.end for r in happening.readings):
                return False  # "…, said the spokesman at a briefing in Yola"
            for voice in says.value.voices:
                if voice.start <= mention.start < voice.end:
                    return False
                if 0 <= mention.start - voice.end <= 2 and mention.role in ("at", "of") and place.kind != "village":
                    return False
        return not any(entry.type == "group" for entry in mention.value.actors)

    def _part_of(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name follows a noun for what stands in a town: «un immeuble de Damas», "a suburb of Beirut"."""
        parts = self.pack.words("targets") | self.pack.words("place_nouns") | self.pack.words("facilities")
        return mention.role == "of" and mention.prep > 0 and any(word in parts for word in sentence.norm[max(0, mention.prep - 2) : mention.prep])

    def spoken(self, sentence: Sentence, happening: Happening) -> list[Mention]:
        """Towns of those who tell of a happening («des médecins de Mambasa»): better than nothing."""
        out = []
        for says in happening.says:
            for voice in says.value.voices:
                for m in sentence.layer("names"):
                    place = self.atlas.place(m) if m.value.places else None
                    if place is not None and place.is_settlement and not self.atlas.index.is_capital(place.ref) and m.role in ("at", "of") and voice.start <= m.start <= voice.end + 2:
                        out.append(m)
        return out

    def rank(self, sentence: Sentence, happening: Happening, mention: Mention, order: int) -> tuple[int, ...]:
        """Settlements before areas, places of the clause before others, near before far; the lowest is the place."""
        place = self.atlas.place(mention)
        assert place is not None
        clauses = {r.clause for r in happening.readings} or {sentence.breaks[happening.anchor.start]}
        inside = sentence.breaks[mention.start] in clauses
        level = 2 if self.precise.area(sentence, mention) else _LEVEL.get(place.kind, 0)  # «la région de Donetsk» is no city
        distance = min((abs(mention.start - r.trigger.start) for r in happening.readings), default=abs(mention.start - happening.anchor.start))
        outside = 0 if inside else 2 if self._relative(sentence, mention) else 1
        return int(self._aside(sentence, mention, happening)), int(level == 4), outside, self._detour(sentence, mention, happening), level, distance, order

    def _detour(self, sentence: Sentence, mention: Mention, happening: Happening) -> int:
        """Whether a name says where something came from or went to, or belongs to the doer: not where it happened."""
        norm = sentence.norm
        road = mention.prep > 0 and any(word in self.roads for word in norm[max(0, mention.prep - 3) : mention.start])
        left = bool(_LEAVING & set(happening.frames))
        from_there = mention.role in ("since", "source", "origin") and not road and not left  # "the road from X to Y" is X's
        toward = any(sentence.text(k, k + size) in self.bound for k in range(max(0, mention.start - 6), mention.start) for size in (1, 2, 3) if k + size <= mention.start)
        onto = road and mention.role in ("of", "at", "") and sentence.text(mention.prep, mention.prep + 1) not in self.pack.words("inside_words") | self.pack.words("between")
        return int(from_there or toward or onto or self._far_end(sentence, mention) or self._doers(sentence, mention, happening))

    def _far_end(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name is where a road leads to that starts at another: "on the road from X to Y"."""
        if mention.prep < 1 or sentence.text(mention.prep, mention.start) not in self.pack.words("toward"):
            return False
        start = next((m for m in sentence.layer("names") if m.value.places and 0 <= mention.prep - m.end <= 1 and m.role in ("origin", "since", "of", "source")), None)
        return start is not None and start.prep > 0 and any(word in self.roads for word in sentence.norm[max(0, start.prep - 3) : start.prep])

    @staticmethod
    def _doers(sentence: Sentence, mention: Mention, happening: Happening) -> bool:
        """Whether a name lies in the description of the active subject: "fighters of the Kidal brigade attacked Gao"."""
        return any(
            r.trigger.value.voice == "active" and m.layer == "parties" and m.start < mention.start and m.end <= mention.start < r.trigger.start and sentence.breaks[mention.start] == r.clause
            for r in happening.readings for m in r.subject if m in happening.agents
        )  # fmt: skip

    def _relative(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name stands in a relative clause: «où se rejoignent la M4 et la M5», "which borders Mali"."""
        clause = sentence.breaks[mention.start]
        first = next(k for k, number in enumerate(sentence.breaks) if number == clause)
        return any(word in self.relatives for word in sentence.norm[first : first + 2])

    def _aside(self, sentence: Sentence, mention: Mention, happening: Happening) -> bool:
        """Whether a name stands in the circumstance of another event: "hours before the alarm in Aleppo, shells hit …"."""
        start = mention.start
        while start and sentence.norm[start - 1] not in (",", ";", ":"):
            start -= 1
        inside = any(start <= r.trigger.start < mention.start for r in happening.readings)
        return not inside and any(word in self.aside for word in sentence.norm[start : mention.start]) and (mention.end >= len(sentence.norm) or sentence.norm[mention.end] in (",", ".", ";"))

    def _governs(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a capital is the subject of a verb of saying or of an auxiliary: "Ankara did not comment"."""
        size, auxes = self.pack.auxiliaries.at(sentence.norm, mention.end) if mention.end < len(sentence.norm) else (0, [])
        spoken = any(c.start - mention.end in (0, 1, 2) and c.value.rule.kind in _SAYING for c in sentence.layer("cues"))
        return spoken or (bool(size) and any(family in ("have", "modal") for family, _ in auxes))

    def _government(self, sentence: Sentence, mention: Mention, country: str) -> bool:
        """Whether a foreign capital opens a clause of its own: "as Moscow pressed on with its campaign"."""
        if country == self.atlas.main_country or mention.end >= len(sentence.norm) or not sentence.norm[mention.end].isalpha():
            return False
        opens = not mention.start or sentence.breaks[mention.start - 1] != sentence.breaks[mention.start] or sentence.text(mention.start - 1, mention.start) in self.pack.words("clause_breaks") | self.pack.words("and") | self.pack.words("complementizers")
        event = any(t.value.voice == "nominal" and 0 <= t.start - mention.end <= 2 for t in sentence.layer("triggers"))
        return opens and not event
