"""Speech acts: which word of saying, claiming, blaming or denying belongs to which speakers, and what it covers.

A verb takes its subject to the left ("the monitor, which is based in Britain, said"), to the right when it is inverted
after a quotation or a comma (", said the governor"), or its agent in the passive («revendiquée par»). What stands before
an inverted verb is covered by it, what follows a plain one too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eventx.annotate.kinds import FORCES
from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.subjects import SPEECH, Subjects
from eventx.packs import Form

_NEAR = 8  # words after «selon», "according to"


@dataclass(slots=True)
class Says:
    """A speech act: its kind, its speakers and, for blame, the blamed parties.

    ``trailing`` acts close what they report, others open it. ``back`` is a pronoun's word index: the speaker is named
    before. ``confirms`` marks acts that bear out what was told before,
    ``personal`` pronouns that never stand for a body or a group, ``latter`` those that stand for whom was named last.
    """

    kind: str
    voices: list[Mention] = field(default_factory=list)
    blamed: list[Mention] = field(default_factory=list)
    trailing: bool = False
    back: int = -1
    confirms: bool = False
    personal: bool = False
    latter: bool = False


class Speech(Subjects):
    """Finds the speech acts of a sentence that has cues and voices."""

    def find(self, sentence: Sentence) -> list[Mention]:
        """The layer ``says``."""
        made: list[Mention] = []
        for size in (2, 3):
            if " ".join(sentence.norm[:size]) in self.pack.words("opening_pointers") and sentence.norm[size : size + 1] == [","]:
                made.append(Mention("says", 0, size, Says("say", back=size - 1), "say.pointer"))
        self.voices = [v for v in sentence.layer("voices") if not self._hearer(sentence, v) and not self._ours(sentence, v)]
        for cue in sentence.layer("cues"):
            form: Form = cue.value
            kind = form.rule.kind
            if kind == "account":
                voices = self._after(sentence, cue.end, 5)
                if voices:
                    made.append(Mention("says", cue.start, voices[-1].end, Says(kind, voices, trailing=True), cue.rule))
            elif kind == "source_phrase":
                voices = self._after(sentence, cue.end, _NEAR)
                if voices and "," in sentence.norm[cue.end : voices[0].start]:
                    voices = []  # «selon ses informations, les rebelles …»
                if sentence.norm[cue.end : cue.end + 1] and sentence.norm[cue.end] in self.pack.words("stressed_pronouns"):  # «selon lui», "according to her"
                    made.append(Mention("says", cue.start, cue.end + 1, Says("say", trailing=bool(cue.start), back=cue.end), cue.rule))
                elif voices:
                    made.append(Mention("says", cue.start, voices[-1].end, Says("say", voices, trailing=bool(cue.start)), cue.rule))
            elif kind == "versions":
                made.append(Mention("says", cue.start, cue.end, Says("deny", trailing=True), cue.rule))
            elif kind == "dispute" and form.feature != "phrase":
                made += self._act(sentence, cue, "claim" if self._acts_after(sentence, cue.end) else "say")
            elif kind == "claim" and form.feature == "phrase" and self._suffers(sentence, cue.end):
                made += self._act(sentence, cue, "say")
            elif kind in SPEECH:
                made += self._act(sentence, cue, kind)
            elif (kind == "counts" and self._figure(sentence, cue)) or (kind == "avers" and self._asserts(sentence, cue)):
                for says in self._act(sentence, cue, "say"):
                    total = any(m.value.bound for m in sentence.layer("dates"))
                    says.value.confirms = kind == "counts" and not says.value.trailing and not total  # a figure of what was told before
                    made.append(says)
            elif kind == "label" and any(c.value.rule.kind == "deny" and 0 <= c.start - cue.end <= _NEAR for c in sentence.layer("cues")):
                made += self._act(sentence, cue, "deny")
            elif kind == "confirm":
                for says in self._act(sentence, cue, "say"):
                    says.value.confirms = True
                    made.append(says)
        for voice in self.voices:
            if voice.role == "source" and not any(voice in says.value.voices for says in made):
                made.append(Mention("says", voice.start, voice.end, Says("say", [voice, *self._joined(sentence, voice)], trailing=voice.prep > 0), "say.preposition"))
        kept: list[Mention] = []
        for says in made:  # two readings of one verb group are one act
            if not any(other.start < says.end and says.start < other.end and other.value.kind == says.value.kind for other in kept):
                kept.append(says)
        self._denials(sentence, kept)
        made = kept + self._signed(sentence, kept)
        return sorted(made, key=lambda m: m.start)

    def _denials(self, sentence: Sentence, made: list[Mention]) -> None:
        """"said it had nothing to do with", «assure n'y être pour rien»: what is said is a denial."""
        for cue in sentence.layer("cues"):
            if cue.value.rule.kind != "deny" or any(says.start <= cue.start < says.end for says in made):
                continue
            for says in made:
                after = 0 <= cue.start - says.end <= _NEAR and not any(says.end <= t.start < cue.start for t in sentence.layer("triggers"))
                before = says.value.trailing and 0 <= says.start - cue.end <= 2 * _NEAR and ";" not in sentence.norm[cue.end : says.start]
                if (after or before) and says.value.kind in ("say", "claim"):
                    says.value.kind = "deny"

    def _suffers(self, sentence: Sentence, end: int) -> bool:
        """Whether those spoken of are acted on: "said its men had been fired on"."""
        act = next((t for t in sentence.layer("triggers") if 0 <= t.start - end <= _NEAR), None)
        return act is not None and act.value.voice == "passive"

    def _figure(self, sentence: Sentence, cue: Mention) -> bool:
        """Whether a verb of counting has a number behind it, or closes what it counts: «déplore sept morts», "listed nine dead"."""
        near = any(0 <= n.start - cue.end <= 6 for n in sentence.layer("numbers"))
        return near or (bool(cue.start) and self._inverted(sentence, self._group(sentence, cue)[0]))

    def _asserts(self, sentence: Sentence, cue: Mention) -> bool:
        """Whether a verb that need not be one of speech is one here: «maintient que», «jure avoir», '"…", répond X'."""
        norm, end = sentence.norm, cue.end
        end += norm[end : end + 1] != [] and norm[end] in self.pack.words("home_prepositions")  # «se vante d'avoir»
        if norm[end : end + 1] and (norm[end] in self.pack.words("complementizers") or any(aux == ("have", "inf") for aux in self.pack.auxiliaries.at(norm, end)[1])):
            return True
        start, family = self._group(sentence, cue)
        if not start or not self._inverted(sentence, start) or (cue.value.feature == "part" and family != "have"):
            return False
        return any(sentence.quoted[max(0, start - 3) : start]) or any(0 <= v.start - cue.end <= 2 for v in self.voices)

    # -- one verb -----------------------------------------------------------------------------------------------------

    def _act(self, sentence: Sentence, cue: Mention, kind: str) -> list[Mention]:
        norm, feature = sentence.norm, cue.value.feature
        start, family = self._group(sentence, cue)
        passive = family == "be"
        if kind != "deny" and self._negated(sentence, start, cue.end):
            return []
        if kind == "blame" and feature in ("part", "phrase", "noun") and family != "have":
            return self._blamed(sentence, cue, start, passive)
        if passive or (feature == "part" and family != "have" and kind in ("claim", "deny")):
            voices = self._agents(sentence, cue.end)
            return [Mention("says", cue.start, cue.end, Says(kind, voices, trailing=True), cue.rule)] if voices else []
        if family == "modal" or feature in ("noun", "inf", "fut", "cond"):
            return []
        if feature == "part" and not family and norm[cue.start] in self.pack.words("aliases"):
            return []  # «l'autodéfense dite Zaïre»
        pronoun = self._pronoun(sentence, start, cue.end)
        if start <= pronoun and (pronoun < cue.end or kind != "say") and self._before(sentence, start):
            pronoun = -1  # "the group said it was behind", "the front, …, denied it had fired"
        if pronoun >= 0:
            kind = "claim" if kind == "say" and self._own_deed(sentence, cue.end, []) else kind
            return [Mention("says", cue.start, cue.end, Says(kind, trailing=self._inverted(sentence, start), back=pronoun, personal=norm[pronoun] in self.pack.words("person_pronouns"), latter=self._latter(norm, pronoun)), cue.rule)]
        if kind == "blame" and self._other_deed(sentence, cue):
            return []
        inverted = self._inverted(sentence, start)
        voices = self._after(sentence, cue.end, 5) if inverted and kind == "say" else []
        if voices and voices[0].role == "backing":
            return []  # «des factions que soutient Ankara»
        if voices and self._goes_on(sentence, voices[-1].end):
            voices = self._before(sentence, start) or voices  # "…, the spokesman, said troops killed five"
        trailing = bool(voices) and voices[0].start >= cue.end
        if trailing and voices[0].value.kind == "person" and norm[cue.start] in self.pack.words("aliases") and start > 1 and sentence.raw[start - 2][:1].isupper():
            return []  # «Ernst Julmé, dit Ti Greg»
        if not voices:
            voices = self._before(sentence, start) or (self._after(sentence, cue.end, 5) if inverted else [])
            trailing = bool(voices) and self._closes(sentence, voices[0], cue.end)
        blamed = [v for v in self._after(sentence, self._past(cue), 5) if v.value.party is not None and v not in voices] if kind == "blame" else []
        if not voices and not blamed:
            return []
        if kind == "say" and self._own_deed(sentence, cue.end, voices):
            kind = "claim"
        return [Mention("says", cue.start, cue.end, Says(kind, voices, blamed, trailing), cue.rule)]

    def _group(self, sentence: Sentence, cue: Mention) -> tuple[int, str]:
        """Where the verb group of a cue starts, and the family of its auxiliary: «a, pour sa part, fait état», "has also said"."""
        norm = sentence.norm
        size, auxes = self.pack.auxiliaries.ending(norm, cue.start, longest=4)
        if size:
            return cue.start - size, auxes[0][0]
        k = cue.start
        close = k - 1 if k and norm[k - 1] == "," else -1  # «nous a, lui, parlé»
        k = close if close > 0 else k
        while k and self._aside(sentence, k - 1, k):
            k -= 1
        for length in (5, 4, 3, 2):
            if " ".join(norm[max(0, k - length) : k]) in self.asides:
                k -= length
                break
        if close > 0:
            k = k - 1 if 0 < k < close and norm[k - 1] == "," else cue.start
        size, auxes = self.pack.auxiliaries.ending(norm, k, longest=4)
        if size and k < cue.start and auxes[0][0] == "have":
            return k - size, "have"
        return cue.start, ""

    def _goes_on(self, sentence: Sentence, end: int) -> bool:
        """Whether a verb follows, so that what stands after the verb of speech is what is said."""
        for k in range(end, min(end + 8, len(sentence.norm))):
            if not sentence.norm[k][0].isalnum() or sentence.norm[k] in self.pack.words("relatives"):
                break
            if self.pack.auxiliaries.at(sentence.norm, k)[1] and self.pack.auxiliaries.at(sentence.norm, k)[1][0][0] in ("have", "be"):
                return True
        for t in sentence.layer("triggers"):
            if t.start >= end:
                return t.value.voice != "nominal" and t.start - end <= 4 and all(word[0].isalnum() for word in sentence.norm[end : t.start])
        return False

    def _own_deed(self, sentence: Sentence, end: int, voices: list[Mention]) -> bool:
        """Whether speakers tell an act of their own: "said it had struck", «affirme de son côté avoir tué»."""
        norm = sentence.norm
        end = self._past_hearers(sentence, end)
        while end < len(norm) and (norm[end] in self.pack.words("complementizers") or (norm[end] in self.pack.words("object_clitics") and norm[end + 1 : end + 2])):
            end += 1
        acts = [t for t in sentence.layer("triggers") if t.start >= end and t.value.voice == "active" and not t.value.negated]
        if not acts or end >= len(norm):
            return False
        _size, auxes = self.pack.auxiliaries.at(norm, end)
        if any(aux == ("have", "inf") for aux in auxes):
            return acts[0].start - end <= 4
        if acts[0].value.tense == "gerund" and norm[end] in self.pronouns - self.pack.words("person_pronouns") and any(aux[0] == "have" for aux in self.pack.auxiliaries.at(norm, end + 1)[1]):
            return acts[0].start - end <= 14  # "said it had pushed them back, killing five"
        if any(aux[0] == "be" for k in range(end, acts[0].start) for aux in self.pack.auxiliaries.at(norm, k)[1]):
            return False  # "said its men had been fired on"
        owner = norm[end] in self.pronouns - self.pack.words("person_pronouns") or norm[end] in self.pack.words("possessive")
        return owner and acts[0].start - end <= 5 and not any(v.value.kind in ("anonymous", "person") for v in voices)

    def _latter(self, norm: list[str], index: int) -> bool:
        return any(" ".join(norm[index : index + size]) in self.pack.words("latter_pronouns") for size in (1, 2))

    def _past(self, cue: Mention) -> int:
        """Where the accused may begin: the article of «attribuée aux ADF» is the cue's and theirs."""
        return next((v.start for v in self.voices if cue.start < v.start < cue.end < v.end), cue.end)

    def _blamed(self, sentence: Sentence, cue: Mention, start: int, passive: bool) -> list[Mention]:
        blamed = [v for v in self._after(sentence, self._past(cue), 6) if v.value.party is not None]
        if cue.value.feature != "noun" and not self.pack.words("of_words").isdisjoint(sentence.norm[max(cue.start, cue.end - 2) : cue.end + 1]):
            # "whom they accused of helping the army", «l'armée, accusée d'avoir tué»: a deed follows, and before it stands the accused
            near = [v for v in self.voices if v.value.party is not None and (v.end == start or sentence.norm[v.end : start] == [","])]
            blamed = near or ([v for v in self._before(sentence, start) if v.value.party is not None] if passive else [])
            if not any(v.value.party.value.kind in FORCES | {"named", "country"} for v in blamed):
                return []
        voices = self._agents(sentence, cue.end)
        if not passive and cue.value.feature == "phrase" and not self._participle(sentence, cue.start):
            voices += [v for v in self._before(sentence, start) if v not in voices]  # «l'ONG impute aux FSR ces tirs»
        direct = [] if passive else [v for v in self.voices if v.end == start and v.role == ""]  # "an attack that the army blamed on"
        voices += [v for v in direct if v not in voices]
        if not blamed and not voices:
            return []
        if passive and not blamed:
            blamed = [v for v in self._before(sentence, start) if v.value.party is not None]
        return [Mention("says", cue.start, cue.end, Says("blame", [v for v in voices if v not in blamed], blamed), cue.rule)]

    def _other_deed(self, sentence: Sentence, cue: Mention) -> bool:
        """Whether the accused is accused of what is no trigger: «accuse Netanyahou d'avoir sacrifié», "accused him of dealing in drugs"."""
        norm = sentence.norm
        if cue.value.feature in ("phrase", "noun"):
            return False
        for k in range(cue.end, min(cue.end + 9, len(norm) - 1)):
            if not norm[k][0].isalnum():
                return False
            inside = any(m.start < k < m.end for layer in ("parties", "names", "voices") for m in sentence.layer(layer))
            if k > cue.end and norm[k] in self.of_deeds and not inside:
                if norm[k + 1] in self.articles or not norm[k + 1][0].isalnum():
                    return False  # «d'une violation flagrante»: the incident, by another name
                rest = " ".join(norm[k + 1 : k + 9])
                return not any(0 < t.start - k <= _NEAR - 2 for t in sentence.layer("triggers")) and not any(f" {words} " in f" {rest} " for words in self.pack.words("blame_objects"))
        return False

    def _participle(self, sentence: Sentence, index: int) -> bool:
        """Whether a word of blame is a participle: «imputé», "blamed" and not «impute»."""
        word = sentence.raw[index].lower()
        return word != sentence.norm[index] or word.endswith(tuple(self.pack.words("participle_marks")))

    def _acts_after(self, sentence: Sentence, end: int) -> bool:
        """Whether what is claimed is an act ("claimed the assault") and no statement ("claimed that")."""
        return any(t.value.voice == "nominal" and 0 <= t.start - end <= 2 for t in sentence.layer("triggers"))

    def _negated(self, sentence: Sentence, start: int, end: int) -> bool:
        """"did not say", «n'a pas précisé», "no group has claimed": nothing is said."""
        norm = sentence.norm
        if any(word in self.pack.words("negation") or word in self.nobody for word in norm[max(0, start - 3) : end]):
            rest = norm[end : self._past_hearers(sentence, end) + 4]
            only = any(word in self.pack.words("only_after") for word in rest) and not any(word in self.pack.words("negation_after") for word in norm[start:end] + rest)
            return not only  # «n'a révélé que ce jeudi»
        return (start == 0 and norm[:1] == ["no"]) or any(" ".join(norm[k : k + 2]) in self.nobody for k in range(max(0, start - 4), start))

    def _inverted(self, sentence: Sentence, start: int) -> bool:
        """Whether a verb group stands right behind a comma or a quotation, so that its subject may follow."""
        while start and self._aside(sentence, start - 1, start):
            start -= 1
        return (start > 0 and not sentence.norm[start - 1][0].isalnum()) or (start > 0 and sentence.norm[start - 1] in self.pack.words("inverting"))

    def _closes(self, sentence: Sentence, voice: Mention, end: int) -> bool:
        """Whether a speaker and its verb stand behind what they report: "…, residents said."""
        before = voice.start
        while before and sentence.norm[before - 1] in self.articles:
            before -= 1
        told = any(t.end <= before for t in sentence.layer("triggers"))
        rest = [w for w in sentence.norm[end:] if w[0].isalnum()]
        return told and before > 0 and not sentence.norm[before - 1][0].isalnum() and (len(rest) <= 12 or not any(t.start >= end for t in sentence.layer("triggers")))

    def _pronoun(self, sentence: Sentence, start: int, end: int) -> int:
        """Index of the pronoun that is the subject of a verb group ("it said", «a-t-il ajouté», "said she"); -1 if none."""
        norm = sentence.norm
        k = start - 1
        while k >= 0 and self._aside(sentence, k, k + 1):
            k -= 1
        if k >= 0 and norm[k] in self.pronouns:
            return k
        if k >= 1 and " ".join(norm[k - 1 : k + 1]) in self.pronouns:
            return k - 1
        after = norm[end : end + 2]
        if after[:1] == ["t"]:
            after = after[1:]
        if after and after[0] in self.pronouns and self._inverted(sentence, start):
            return end
        inside = [j for j in range(start, end) if norm[j] in self.pronouns]
        return inside[0] if inside else -1

    # -- lines that sign their source --------------------------------------------------------------------------------

    def _signed(self, sentence: Sentence, made: list[Mention]) -> list[Mention]:
        """«12 morts (ONG)», "Five killed – monitor", "Army: rebels repelled": speakers set off at either end."""
        raw, norm, found = sentence.raw, sentence.norm, []
        taken = [v for says in made for v in says.value.voices]
        last = len(norm)
        while last and not norm[last - 1][0].isalnum() and raw[last - 1] not in ")]":
            last -= 1
        for voice in self.voices:
            if voice in taken or voice.value.kind in ("person", "agency", "media"):
                continue  # "(Reuters)" signs the dispatch, not the incident
            start = voice.start
            while start and norm[start - 1] in self.articles:
                start -= 1
            close = next((k for k in range(voice.end, min(voice.end + 6, len(raw))) if raw[k] in ")]"), -1)
            bracket = start > 1 and raw[start - 1] in "([" and close >= 0 and close + 1 >= last
            named = any(other.end == start - 1 and self._source(other) for other in self.voices)  # «l'Observatoire … (OSDH)» is one speaker
            dash = start > 3 and voice.end >= last and sentence.starts[start] - sentence.ends[start - 1] >= 3
            colon = start > 3 and voice.end >= last and norm[start - 1] == ":"
            title = getattr(sentence.zone, "kind", "") == "title"
            land = voice.value.party is not None and voice.value.party.value.kind in ("country", "national", "leader")
            heading = start == 0 and voice.end < len(norm) - 3 and norm[voice.end] == ":" and voice.value.kind != "capital" and not land
            head = heading and voice.value.kind == "party" and title
            heading = heading and voice.value.kind != "party"
            bracket = bracket and (voice.value.kind != "party" or title) and not self._acronym(sentence, voice)
            if start == 0 and voice.end >= last and not title and not land and voice.value.kind not in ("capital", "anaphor"):
                found.append(Mention("says", voice.start, voice.end, Says("account", [voice], trailing=True), "say.signed"))
            elif (bracket and not named) or ((dash or colon) and sentence.layer("triggers") + sentence.layer("parties")) or heading or head:
                found.append(Mention("says", voice.start, voice.end, Says("say", [voice], trailing=not (heading or head)), "say.signed"))
        return found

    @staticmethod
    def _source(voice: Mention) -> bool:
        """Whether a voice is a speaker by name or office, and no party that the sentence only tells of."""
        return voice.value.party is None or bool(voice.value.body or voice.value.party.value.actors)

    @staticmethod
    def _acronym(sentence: Sentence, voice: Mention) -> bool:
        """Whether a bracket only abbreviates the name before it: «Observatoire syrien des droits de l'Homme (OSDH)»."""
        letters = "".join(sentence.norm[voice.start : voice.end])
        if not sentence.raw[voice.start].isupper():
            return False
        initials = iter([word[0] for word in sentence.norm[max(0, voice.start - 2 * len(letters) - 4) : voice.start - 1] if word])
        return all(letter in initials for letter in letters)


__all__ = ["Says", "Speech"]
