"""Subjects: which speakers a verb of speech has, to its left, to its right, as its agent, and joined by "and".

A subject may be parted from its verb by adverbs, days, hearers ("to reporters") and an insertion between commas; what
only depends on another noun ("a resident of the town") is no subject.
"""

from __future__ import annotations

from eventx.annotate.layers import Mention, Sentence
from eventx.packs import Pack

SPEECH = frozenset({"say", "claim", "blame", "deny"})
PRESS = frozenset({"agency", "media", "state_media"})
_FAR = 22  # words between a speaker and its verb
_STOPS = frozenset({";", ":", "»", "”", "•"})


class Subjects:
    """Finds the speakers of a verb; ``voices`` are those of the sentence at hand that are no mere hearers."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.articles = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")
        self.hearers = pack.words("hearers")
        self.mouths = pack.words("mouthpieces")
        self.asides = pack.words("asides")
        self.pronouns = pack.words("pronouns")
        self.of_deeds = frozenset({word for word in pack.words("home_prepositions") if "of" in pack.roles.exact((word,))[1]})
        self.nobody = pack.words("nobody_says")
        self.longest_hearer = max((phrase.count(" ") + 1 for phrase in self.hearers), default=1)
        self.voices: list[Mention] = []

    def _before(self, sentence: Sentence, start: int) -> list[Mention]:
        """The subject of a verb: the nearest free speaker to the left whose gap to the verb holds nothing but asides."""
        relative = self._relative(sentence, start)
        if relative is not None:
            return [relative]
        apposed = self._apposed(sentence, start)
        if apposed is not None:
            return [*self._joined_left(sentence, apposed), apposed]
        inner: Mention | None = None
        for voice in reversed(self.voices):
            if voice.end > start:
                continue
            if not self._bridged(sentence, voice, inner.start if inner else start, start):
                break
            if voice.role not in ("", "source") and self._dependent(sentence, voice) and not self._relative_object(sentence, voice):
                inner = voice
                continue
            if inner is not None and self._speaks_for(sentence, voice, inner):
                voice = inner
            return [*self._joined_left(sentence, voice), self._bracketed(sentence, voice)]
        if inner is not None and self._mouthed(sentence, inner):
            return [inner]
        return []

    def _relative(self, sentence: Sentence, start: int) -> Mention | None:
        """The speaker before a relative pronoun: «le M23, qui a démenti»."""
        norm = sentence.norm
        if not start or norm[start - 1] not in self.pack.words("relative_subject"):
            return None
        end = start - 2 if start > 1 and norm[start - 2] == "," else start - 1
        return next((v for v in self.voices if v.end == end), None)

    def _apposed(self, sentence: Sentence, start: int) -> Mention | None:
        """The subject that an insertion between commas parts from its verb: "the group, which …, said"."""
        norm = sentence.norm
        close = start
        while close and self._aside(sentence, close - 1, close):
            close -= 1
        if not close or norm[close - 1] != ",":
            return None
        close -= 1
        near = next((v for v in reversed(self.voices) if v.end <= close), None)
        if near is not None and close - near.end <= 6 and self._plain(sentence, near.end, close) and "," not in norm[near.end : close] and ("," in norm[near.start : near.end] or near.value.kind == "person"):
            return near
        for voice in reversed(self.voices):
            if voice.end >= close or close - voice.end > _FAR or norm[voice.end] != ",":
                continue
            if any(word in _STOPS for word in norm[voice.end : close]):
                return None
            left = voice.start
            while left and norm[left - 1] in self.articles:
                left -= 1
            clause = max((k for k in range(left) if not norm[k][0].isalnum()), default=-1) + 1
            fresh = left - clause <= 5 and not any(clause <= t.start < left for t in sentence.layer("triggers"))
            opens = fresh or not norm[left - 1][0].isalnum() or norm[left - 1] in self.pack.words("and") or norm[left - 1] in self.pack.words("clause_breaks")
            if opens and voice.role in ("", "source"):
                return voice
        return None

    def _dependent(self, sentence: Sentence, voice: Mention) -> bool:
        """Whether a voice stands inside a prepositional phrase, so that what it depends on is the subject."""
        return voice.prep > 0 and "," not in sentence.norm[voice.prep : voice.start]  # "in Idlib, Turkey's ministry said"

    def _relative_object(self, sentence: Sentence, voice: Mention) -> bool:
        """Whether only a relative pronoun stands before a voice, which is then the clause's subject: «dont les Fano ont revendiqué»."""
        between = sentence.norm[voice.prep : voice.start]
        free = any(" ".join(between[k : k + size]) in self.pack.words("free_relatives") for k in range(len(between)) for size in (1, 2))
        return free or (between[:1] != [] and between[0] in self.pack.words("relatives"))

    def _mouthed(self, sentence: Sentence, voice: Mention) -> bool:
        """Whether a noun for those who speak for a body stands before it: "a spokesman for the ministry"."""
        back = sentence.norm[max(0, voice.prep - 4) : voice.prep]
        return any(word in self.mouths for word in back) or any(" ".join(back[k : k + 2]) in self.mouths for k in range(len(back)))

    def _speaks_for(self, sentence: Sentence, outer: Mention, inner: Mention) -> bool:
        """"an official of the Red Crescent", «un responsable de l'OSDH»: an official stands for his body (ruling 28)."""
        official = outer.value.kind == "anonymous" and outer.value.name in self.pack.words("official_voices")
        official = official or (outer.value.kind in ("party", "anonymous") and any(word in self.mouths for word in sentence.norm[outer.start : outer.end]))
        if outer.value.kind == "anaphor" and inner.value.kind != "anaphor" and sentence.norm[inner.start - 1 : inner.start] and len(sentence.norm[outer.end : inner.start]) <= 3 and inner.role == "of":
            return True  # «la mission de l'ONU»
        named = inner.value.kind not in ("anonymous", "anaphor", "capital", "person")
        return official and named and len(sentence.norm[outer.end : inner.start]) <= 4 and inner.role in ("of", "agent", "near", "at", "with", "source")

    def _bridged(self, sentence: Sentence, voice: Mention, end: int, verb: int) -> bool:
        """Whether the words from a speaker to its verb are asides only: no other clause, no other subject."""
        norm = sentence.norm
        gap = norm[voice.end : end]
        if verb - voice.end > _FAR or any(word in _STOPS for word in gap):
            return False
        if not gap or (len(gap) <= 3 and gap[-1] in self.pack.words("organisations")):  # "the White Helmets rescue service said"
            return True
        commas = [k for k, word in enumerate(gap) if word == ","]
        if sentence.raw[voice.end] == "(":
            close = next((k for k in range(voice.end, end) if sentence.raw[k] == ")"), -1)
            return close >= 0 and (close + 1 == end or self._plain(sentence, close + 1, end))
        if not commas:
            return self._plain(sentence, voice.end, end)
        tail = voice.end + commas[-1] + 1
        if not self._plain(sentence, tail, end, asides=True):
            return False
        opens = voice.start == 0 or not norm[voice.start - 1][0].isalnum() or (norm[voice.start - 1] in self.articles and voice.start <= 2)
        if opens and commas == [len(gap) - 1] and self._plain(sentence, voice.end, end):
            return True
        return commas[0] == 0 or self._plain(sentence, voice.end, voice.end + commas[0], asides=len(commas) == 1)

    def _plain(self, sentence: Sentence, start: int, end: int, *, asides: bool = False) -> bool:
        """Whether a stretch holds no verb; with ``asides`` nothing but adverbs, days and hearers."""
        if start >= end:
            return True
        if any(start <= t.start < end for t in sentence.layer("triggers") if asides or t.value.voice != "nominal"):
            return False
        if any(start <= c.start < end and c.value.rule.kind in SPEECH for c in sentence.layer("cues")):
            return False
        if not asides:
            return end - start <= 12
        k = start
        while k < end:
            if self._aside(sentence, k, k + 1):
                k += 1
                continue
            size = next((n for n in (5, 4, 3, 2) if k + n <= end and " ".join(sentence.norm[k : k + n]) in self.asides), 0)
            if not size:
                return False
            k += size
        return True

    def _aside(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a word may stand between a subject and its verb: an adverb, a date, a mark."""
        word = sentence.norm[start]
        return (
            word in self.asides or word in self.pack.words("clitics") or (word in self.pack.words("verb_skip") and word not in self.pronouns)
            or any(m.start <= start < m.end or (m.start == start + 1 and word in self.pack.roles) for m in sentence.layer("dates"))
        )  # fmt: skip

    def _after(self, sentence: Sentence, start: int, reach: int) -> list[Mention]:
        """The speakers that follow a word: behind articles, days, adverbs and hearers («à l'AFP»)."""
        start = self._past_hearers(sentence, start)
        for voice in self.voices:
            if voice.start < start:
                continue
            gap = sentence.norm[start : voice.start]
            if len(gap) > reach or any(not word[0].isalnum() and word not in (",", "«", '"', "“") for word in gap):
                return []
            if any(self.pack.triggers.exact((word,))[0] or word in self.pack.words("relatives") for word in gap):
                return []
            inner = next((v for v in self.voices if v.start >= voice.end and v.start - voice.end <= 4), None)
            if inner is not None and self._speaks_for(sentence, voice, inner):
                voice = inner
            return [self._bracketed(sentence, voice), *self._joined(sentence, voice)]
        return []

    def _bracketed(self, sentence: Sentence, voice: Mention) -> Mention:
        """The source that a bracket names behind a speaker: «le service de presse de l'armée (ISPR)»."""
        if voice.end + 2 >= len(sentence.raw) or sentence.raw[voice.end] != "(":
            return voice
        inside = next((v for v in self.voices if v.start == voice.end + 1 and sentence.raw[v.end : v.end + 1] == [")"]), None)
        if inside is None or inside.value.kind in ("capital", "person", "anonymous"):
            return voice
        return inside if inside.value.party is None or inside.value.party.value.actors else voice

    def _past_hearers(self, sentence: Sentence, start: int) -> int:
        """The index behind «vendredi à l'AFP», "on Friday", "to reporters"."""
        norm = sentence.norm
        moved = True
        while moved and start < len(norm):
            moved = False
            for mention in sentence.layer("dates"):
                if 0 <= mention.start - start <= 1 and (mention.start == start or norm[start] in self.pack.roles):
                    start, moved = mention.end, True
            for mention in sentence.layer("voices"):
                if 0 < mention.start - start <= 3 and self._hearer(sentence, mention):
                    start, moved = mention.end, True
            size = next((n for n in (5, 4, 3, 2, 1) if " ".join(norm[start : start + n]) in self.asides), 0)
            if size:
                start, moved = start + size, True
        return start

    def _hearer(self, sentence: Sentence, voice: Mention) -> bool:
        """Whether somebody is only told: "told AFP", «à l'AFP», "in an interview with Al Jazeera"."""
        end = voice.start
        while end and sentence.norm[end - 1] in self.articles and sentence.norm[end - 1] not in self.hearers:
            end -= 1
        for size in range(min(self.longest_hearer, end), 0, -1):
            if " ".join(sentence.norm[end - size : end]) in self.hearers:
                return True
        return voice.value.kind in PRESS and bool(end) and sentence.norm[end - 1] in self.pack.words("press_hearers")

    def _ours(self, sentence: Sentence, voice: Mention) -> bool:
        """Whether a voice is the outlet's own reporter: "our correspondent in the city"."""
        words = sentence.norm[max(0, voice.start - 1) : voice.end]
        return words[0] in self.pack.words("possessive_first") and any(word in self.pack.words("own_press") for word in words)

    def _joined(self, sentence: Sentence, voice: Mention) -> list[Mention]:
        """Speakers joined to one by "and" or a comma and "and", to its right."""
        found: list[Mention] = []
        end = voice.end
        for other in self.voices:
            if other.start < end:
                continue
            gap = sentence.norm[end : other.start]
            if 0 < len(gap) <= 3 and gap[0] in self.pack.words("and") and all(w in self.articles or w in self.pack.words("and") or w in self.pack.roles for w in gap):
                found.append(other)
                end = other.end
            elif not gap or len(gap) > 3:
                break
        return found

    def _joined_left(self, sentence: Sentence, voice: Mention) -> list[Mention]:
        """Speakers before one that "and" joins to it: "medics at the hospital and two residents"."""
        found: list[Mention] = []
        start = voice.start
        counted = {i for m in sentence.layer("numbers") for i in range(m.start, m.end)}
        for other in reversed(self.voices):
            if other.end > start:
                continue
            gap = sentence.norm[other.end : start]
            joint = next((k for k in range(len(gap) - 1, -1, -1) if gap[k] in self.pack.words("and")), -1)
            rest = range(other.end + joint + 1, start)
            plain = all(k in counted or sentence.norm[k] in self.articles or sentence.norm[k] in self.pack.words("adjectives_skip") for k in rest)
            if joint < 0 or len(gap) > 9 or not plain or any(not w[0].isalnum() for w in gap) or not self._plain(sentence, other.end, start):
                break
            if other.role not in ("", "source"):
                continue  # "medics at the hospital and two residents"
            found.insert(0, other)
            start = other.start
        return found

    def _agents(self, sentence: Sentence, start: int) -> list[Mention]:
        """The speakers of a passive: «revendiqué par», "reported by"."""
        for voice in self.voices:
            if start <= voice.start < start + 10 and (voice.role == "agent" or "agent" in self._roles(sentence, voice.start)):
                if any(t.value.voice != "nominal" for t in sentence.layer("triggers") if start <= t.start < voice.start):
                    return []
                return [voice, *self._joined(sentence, voice)]
        return []

    def _roles(self, sentence: Sentence, start: int) -> list[str]:
        roles = list(self.pack.roles.ending(sentence.norm, start)[1])
        while start and sentence.norm[start - 1] in self.articles:
            start -= 1
            roles += self.pack.roles.ending(sentence.norm, start)[1]
        return roles
