"""Stance: who says so, and what a sentence does with its events: reports, claims, blames, denies, threatens, recalls.

Adds three layers. ``cues`` are the pack's stance words. ``voices`` are speakers: named sources, anonymous groups
("residents") and public bodies, whose country is read from the words beside them. ``says`` joins a reporting, claiming,
blaming or denying word to its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from eventx.annotate.layers import Mention, Sentence, settle
from eventx.gazetteers.places import place_index
from eventx.packs import Form, Pack

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

SPEECH = frozenset({"say", "claim", "blame", "deny"})
_FAR = 14  # words between a speaker and its verb


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: a named source, an anonymous plural, a body of a country, or an actor."""

    name: str = ""  # source or anonymous voice, as written in attributed_to
    body: str = ""  # template with {demonym}/{country}
    countries: tuple[str, ...] = ()
    party: Mention | None = None
    organ_of: str = ""
    kind: str = ""


@dataclass(slots=True)
class Says:
    """A speech act: its kind, its speakers and, for blame, the blamed parties."""

    kind: str
    voices: list[Mention] = field(default_factory=list)
    blamed: list[Mention] = field(default_factory=list)
    direct: bool = False


class Component:
    """Adds the layers ``cues``, ``voices`` and ``says``."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.index = place_index()
        self.definite = pack.words("definite") | pack.words("indefinite") | pack.words("possessive")
        self.of = {"of", "de", "du", "des", "d", "from"}

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc._.sentences:
            self._cues(sentence)
            self._voices(sentence)
            self._says(sentence)
        return doc

    def _cues(self, sentence: Sentence) -> None:
        found = []
        dated = {i for m in sentence.layer("dates") for i in range(m.start, m.end)}
        for index in range(len(sentence.norm)):
            size, forms = self.pack.cues.at(sentence.norm, index)
            if (size and dated.isdisjoint(range(index, index + size))) or any(form.rule.kind == "aggregate" for form in forms):
                ranked = sorted(forms, key=lambda form: form.feature in ("past", "pres", "imperf"))
                for form in {form.rule.id: form for form in ranked}.values():
                    found.append(Mention("cues", index, index + size, form, form.rule.id))
        sentence.layers["cues"] = found

    def _voices(self, sentence: Sentence) -> None:
        norm, found = sentence.norm, []
        for index in range(len(norm)):
            size, names = self.pack.bodies.at(norm, index)
            if size:
                start, end, countries = self._country(sentence, index, index + size)
                found.append(Mention("voices", start, end, Voice(body=names[0], countries=countries, kind="official"), "voice.body"))
            size, names = self.pack.voices.at(norm, index)
            if size:
                found.append(Mention("voices", index, index + size, Voice(name=names[0], kind="anonymous"), "voice.anonymous"))
        for mention in sentence.layer("names"):
            for entry in mention.value.actors:
                if entry.type == "source" and (entry.kind == "agency" or not any(other.type in ("group", "force") for other in mention.value.actors)):
                    found.append(Mention("voices", mention.start, mention.end, Voice(name=entry.name, organ_of=entry.organ_of, kind=entry.kind), "voice.source", mention.role, mention.prep))
                    break
            if not mention.value.actors and mention.value.places and mention.role in ("", "source") and self.index.is_capital(mention.value.places[0]):
                home = self.index.record(mention.value.places[0]).country
                found.append(Mention("voices", mention.start, mention.end, Voice(body="{demonym} Government", countries=(home,), kind="official"), "voice.capital", mention.role, mention.prep))
        found = settle(found)
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        for mention in sentence.layer("parties"):
            if taken.isdisjoint(range(mention.start, mention.end)) and not mention.value.state:
                found.append(Mention("voices", mention.start, mention.end, Voice(party=mention, countries=mention.value.countries, kind="party"), "voice.party", mention.role, mention.prep))
        sentence.layers["voices"] = sorted(found, key=lambda mention: mention.start)

    def _country(self, sentence: Sentence, start: int, end: int) -> tuple[int, int, tuple[str, ...]]:
        """The country that a body belongs to: a demonym beside it, «de/of» and a country, a possessive before it."""
        norm, countries = sentence.norm, []
        for mention in sentence.layer("names"):
            isos = [entry.iso3 for entry in mention.value.actors if entry.type in ("demonym", "country") and entry.iso3]
            if not isos:
                continue
            gap = norm[end : mention.start] if mention.start >= end else norm[mention.end : start]
            if (len(gap) <= 2 and mention.start >= end and all(word in self.of or word in self.definite for word in gap)) or (
                mention.end <= start and (not gap or gap == ["s"])
            ):
                countries += isos[:1]
                start, end = min(start, mention.start), max(end, mention.end)
        return start, end, tuple(dict.fromkeys(countries))

    # -- speech acts ------------------------------------------------------------------------------------------------

    def _says(self, sentence: Sentence) -> None:
        made: list[Mention] = []
        for cue in sentence.layer("cues"):
            form: Form = cue.value
            kind = form.rule.kind
            if kind == "source_phrase":
                voices = self._after(sentence, cue.end, 8)
                if voices:
                    made.append(Mention("says", cue.start, voices[-1].end, Says("say", voices), cue.rule))
            elif kind == "dispute" and self._claims(sentence, cue.end):
                made += self._act(sentence, cue, "claim", form.feature)
            elif kind in SPEECH:
                made += self._act(sentence, cue, kind, form.feature)
        for voice in sentence.layer("voices"):
            if voice.role == "source" and not any(voice in says.value.voices for says in made):
                made.append(Mention("says", voice.start, voice.end, Says("say", [voice]), "say.preposition"))
        sentence.layers["says"] = made

    def _act(self, sentence: Sentence, cue: Mention, kind: str, feature: str) -> list[Mention]:
        norm = sentence.norm
        family, passive = "", False
        size, auxes = self.pack.auxiliaries.ending(norm, cue.start, longest=4)
        if size:
            family = auxes[0][0]
            passive = family == "be"
        blamed: list[Mention] = []
        if kind == "blame" and (feature == "part" or feature == "phrase" or feature == "noun") and not family == "have":
            blamed = [v for v in self._after(sentence, cue.end, 6) if v.value.party is not None]
            voices = self._between(sentence, cue.end, cue.end + 8, role="agent")
            if not blamed and not voices:
                return []
            if passive and not blamed:
                blamed = [v for v in self._before(sentence, cue.start) if v.value.party is not None]
            return [Mention("says", cue.start, cue.end, Says("blame", [v for v in voices if v not in blamed], blamed), cue.rule)]
        if passive or (feature == "part" and family != "have" and kind in ("claim", "deny")):
            voices = self._between(sentence, cue.end, cue.end + 8, role="agent")
            return [Mention("says", cue.start, cue.end, Says(kind, voices), cue.rule)] if voices else []
        if family == "modal" or feature in ("noun", "inf", "fut", "cond"):
            return []
        group = cue.start - size
        if group and norm[group - 1] in self.pack.words("pronouns"):
            return [Mention("says", cue.start, cue.end, Says(kind, [], []), cue.rule)]
        inverted = group > 0 and (not norm[group - 1].isalnum())
        voices = self._after(sentence, cue.end, 3) if inverted else self._before(sentence, cue.start)
        if not voices:
            voices = self._before(sentence, cue.start) if inverted else self._after(sentence, cue.end, 3)
        if kind == "blame":
            after = [v for v in self._after(sentence, cue.end, 5) if v.value.party is not None and v not in voices]
            blamed = after
        if not voices and not self._pronoun(sentence, cue.start):
            return []
        return [Mention("says", cue.start, cue.end, Says(kind, voices, blamed), cue.rule)]

    def _claims(self, sentence: Sentence, end: int) -> bool:
        """Whether what is claimed is an act ("claimed the assault") and no statement ("claimed that")."""
        return any(t.value.voice == "nominal" and 0 <= t.start - end <= 2 for t in sentence.layer("triggers"))

    def _pronoun(self, sentence: Sentence, end: int) -> bool:
        start = max(0, end - 4)
        return any(word in self.pack.words("pronouns") or word in self.pack.words("first_person") for word in sentence.norm[start : end + 3])

    def _before(self, sentence: Sentence, end: int) -> list[Mention]:
        """The subject of a verb of speech: the nearest free speaker to the left in its clause."""
        norm = sentence.norm
        best: Mention | None = None
        for voice in sentence.layer("voices"):
            if voice.end > end:
                break
            gap = norm[voice.end : end]
            if len(gap) > _FAR or any(word in (";", ":", "»", "”") for word in gap):
                continue
            if voice.role in ("at", "near") and voice.value.party is None:
                continue  # "said on its Telegram channel"
            if best is not None and self._inside(sentence, best, voice):
                continue
            best = voice
        if best is None:
            return []
        gap = norm[best.end : end]
        tail = gap[len(gap) - gap[::-1].index(",") :] if "," in gap else []
        if 0 < len(tail) <= 6 and gap.count(",") == 1 and len(norm) - end <= 4:
            return []  # "…, the ombudsman's office reported": somebody whom no table knows
        if any(word in self.pack.words("pronouns") for word in norm[best.end : end][-2:]):
            return []
        return [best]

    def _inside(self, sentence: Sentence, first: Mention, second: Mention) -> bool:
        """Whether the second speaker only qualifies the first: «le porte-parole de l'armée», a name in apposition."""
        gap = sentence.norm[first.end : second.start]
        return bool(gap) and (gap[-1] in self.of or second.role in ("of", "at", "near", "with", "target")) and len(gap) <= 6

    def _after(self, sentence: Sentence, start: int, reach: int) -> list[Mention]:
        found: list[Mention] = []
        for voice in sentence.layer("voices"):
            if voice.start < start:
                continue
            gap = sentence.norm[(found[-1].end if found else start) : voice.start]
            if len(gap) > (reach if not found else 2) or any(not word.isalnum() and word not in (",", "«", "\"", "“") for word in gap):
                break
            if found and not any(word in self.pack.words("and") for word in gap):
                break
            if any(self.pack.triggers.exact((word,))[0] for word in gap):
                break
            found.append(voice)
        return found

    def _between(self, sentence: Sentence, start: int, end: int, *, role: str) -> list[Mention]:
        return [
            voice
            for voice in sentence.layer("voices")
            if start <= voice.start < end and role in self.pack.roles.ending(sentence.norm, voice.start)[1] + self._article_roles(sentence, voice.start)
        ]

    def _article_roles(self, sentence: Sentence, start: int) -> list[str]:
        if start and sentence.norm[start - 1] in self.definite:
            return self.pack.roles.ending(sentence.norm, start - 1)[1]
        if sentence.norm[start] in self.definite or self.pack.roles.exact((sentence.norm[start],))[0]:
            return self.pack.roles.ending(sentence.norm, start)[1]
        return []
