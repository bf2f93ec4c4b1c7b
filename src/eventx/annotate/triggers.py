"""Triggers: the words that name an incident, and what the verb group around them says.

Look-up is from the text's words into one table of inflected forms, so cost does not grow with the number of rules.
For verbs the group to the left gives voice, tense, polarity and modality.
"""

from __future__ import annotations

import itertools

from spacy.tokens import Doc

from eventx.annotate.layers import Mention, Sentence, Trigger, settle
from eventx.annotate.prepositions import after_noun
from eventx.packs import Form, Pack

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_LASTING = frozenset({"refugee", "prisoner"})  # «des familles déplacées», «des hommes détenus»: who they are, not what happened
_STATE_NOUNS = frozenset({"dead", "injured", "casualty", "captured", "missing"})
_CLITICS = frozenset({"se", "s", "y", "en", "l", "les", "le", "la", "leur", "lui", "nous"})


class Component:
    """Adds the layer ``triggers``."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.heads = pack.triggers.heads
        self.cues = pack.cues.heads
        self.skip = pack.words("verb_skip")
        self.negation = pack.words("negation")
        self.negation_after = pack.words("negation_after")
        self.without = pack.words("without")
        self.definite = pack.words("definite")
        self.plural = frozenset(pack.numbers["several"]["bare"]) & pack.words("definite")
        self.particles = pack.words("particles")
        self.possessive = pack.words("possessive_marks")
        self.subjects = pack.words("pronouns") | pack.words("relatives") | pack.words("first_person")
        self.complementizers = pack.words("complementizers")
        self.determiners = {
            **dict.fromkeys(pack.words("indefinite"), "indefinite"),
            **dict.fromkeys(pack.words("definite"), "definite"),
            **dict.fromkeys(pack.words("demonstrative"), "demonstrative"),
            **dict.fromkeys(pack.words("possessive"), "possessive"),
            **dict.fromkeys(pack.words("another"), "another"),
        }

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc._.sentences:
            self._sentence(sentence)
        return doc

    def _sentence(self, sentence: Sentence) -> None:
        norm, found = sentence.norm, []
        names = list(sentence.layer("names"))
        states = {
            i
            for m in sentence.layer("parties")
            if m.value.state in _STATE_NOUNS and (m.value.number is not None or m.value.definite)
            for i in range(m.head, m.end)
        } | {
            i for m in sentence.layer("parties") if m.value.kind in _LASTING or m.value.state == "displaced" for i in range(m.start, m.end)
        }  # fmt: skip
        ranks = {i for m in sentence.layer("parties") if m.value.kind == "police" for i in range(m.head, m.end)}  # "riot police" is no riot
        dated = {i for m in sentence.layer("dates") for i in range(m.start, m.end)}
        opening = {m.start for m in sentence.layer("dates")}
        blocked, asides = self._metaphors(norm) | dated, self._asides(sentence)
        index = 0
        while index < len(norm):
            if norm[index] not in self.heads:
                index += 1
                continue
            size, forms = self.pack.triggers.at(norm, index)
            if index not in dated:
                size, forms = self._interrupted(sentence, asides, index) or (size, forms)
            if not size:
                index += 1
                continue
            if size > 1 and index + size in opening and self.pack.roles.exact((norm[index + size - 1],))[0]:
                shorter, fewer = self.pack.triggers.at(norm[index : index + size - 1], 0)
                size, forms = (shorter, fewer) if shorter else (size, forms)  # "police fired on Monday"; "a nightclub fire on 16 March"
            span = range(index, index + size)
            if (
                blocked.isdisjoint(i for i in span if i in (index, index + size - 1) or i not in dated)
                and (index not in states or size > 1)
                and (index not in ranks or size > 1)
                and not any(m.start <= index < m.end and m.size >= size and (m.value.places or (m.value.actors and self._proper(sentence, m))) for m in names)
            ):
                mention = self._trigger(sentence, index, index + size, forms)
                if mention:
                    found.append(mention)
                    index += size
                    continue
            index += 1
        sentence.layers["triggers"] = settle(found)
        self._coordinate(sentence)
        for mention in sentence.layers["triggers"]:
            if mention.value.voice == "nominal":
                self._preposition(norm, mention, {i for m in sentence.layer("dates") for i in range(m.start, m.end)})

    def _interrupted(self, sentence: Sentence, asides: list[tuple[int, int]], index: int) -> tuple[int, list[Form]] | None:
        """A phrase with a day or a place inside, and its length with it: «est passée | samedi | sous le contrôle», «ont signé | à Doha | un accord»."""
        norm = sentence.norm
        for start, end in asides:
            if not index < start <= index + 4:
                continue
            before = norm[index:start]
            size, forms = self.pack.triggers.at(before + norm[end : end + 6], 0)
            if size > len(before):
                return size + end - start, forms
        return None

    @staticmethod
    def _asides(sentence: Sentence) -> list[tuple[int, int]]:
        """Where days and places with their prepositions stand, neighbours as one, with the commas around them."""
        norm = sentence.norm
        places = [m for m in sentence.layer("names") if m.value.places and m.role in ("at", "near") and 0 <= m.prep < m.start]
        spans = sorted((m.prep if 0 <= m.prep < m.start else m.start, m.end) for m in [*sentence.layer("dates"), *places])
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        marks = [(k, k + 1) for k, word in enumerate(sentence.raw) if word in ("«", "»", "“", "”", '"', "'")]  # «a été "la cible d'une attaque"»
        return [(s - 1, e + 1) if s and norm[s - 1] == "," and norm[e : e + 1] == [","] else (s, e) for s, e in joined] + marks

    def _coordinate(self, sentence: Sentence) -> None:
        """A participle joined by «et» to a compound tense shares its auxiliary: «ont pris la ville et tué dix soldats»."""
        norm, and_ = sentence.norm, self.pack.words("and")
        verbs = [m for m in sentence.layers["triggers"] if m.value.voice != "nominal"]
        for before, mention in itertools.pairwise(verbs):
            one, two = before.value, mention.value
            k = mention.start
            while k and (norm[k - 1] in self.skip) and norm[k - 1] not in and_:
                k -= 1
            joined = bool(k) and (norm[k - 1] in and_ or norm[k - 1] == ",")
            if one.voice == "passive" and two.voice == "active" and self._things(sentence, before, mention):
                joined = True  # "seven were killed and two rifles recovered"
            if joined and two.tense == "participle" and one.voice == "active" and one.tense in ("past", "pluperfect", "conditional") and mention.start - before.end <= 16:
                two.voice, two.tense, two.modal, two.negated = one.voice, one.tense, one.modal, one.negated
            elif joined and one.voice == "passive" and two.voice == "active" and self._shares_passive(sentence, before, mention):
                two.voice, two.tense, two.modal, two.negated = one.voice, one.tense, one.modal, one.negated  # "were dragged out, stoned and burned"

    def _things(self, sentence: Sentence, before: Mention, mention: Mention) -> bool:
        """Whether "and" or a comma and a noun that is no party stand before a verb: "were killed and two rifles recovered"."""
        parties = {i for m in sentence.layer("parties") for i in range(m.start, m.end)}
        k = mention.start
        while k > before.end and mention.start - k < 4:
            k -= 1
            word = sentence.norm[k]
            if word in self.pack.words("and") or word == ",":
                return k < mention.start - 1
            if k in parties or word in self.subjects or self.pack.auxiliaries.exact((word,))[0] or self.pack.roles.exact((word,))[0]:
                return False
        return False

    def _shares_passive(self, sentence: Sentence, before: Mention, mention: Mention) -> bool:
        """Whether a form that may be a participle stands in a row of passives: no subject before it, no object behind it."""
        if not any(form.feature == "part" for form in mention.value.forms) or mention.start - before.end > 14:
            return False
        after = sentence.norm[mention.end : mention.end + 1]
        if after and (after[0] in self.determiners or any(m.start == mention.end for m in sentence.layer("numbers") + sentence.layer("names"))):
            return False
        return not any(w in self.subjects for w in sentence.norm[before.end : mention.start])

    @staticmethod
    def _proper(sentence: Sentence, mention: Mention) -> bool:
        return sentence.raw[mention.start][0].isupper()

    def _metaphors(self, norm: list[str]) -> set[int]:
        blocked: set[int] = set()
        for index, word in enumerate(norm):
            size, forms = self.pack.cues.at(norm, index) if word in self.cues else (0, [])
            if size and any(form.rule.kind == "metaphor" for form in forms):
                blocked.update(range(index, index + size))
        return blocked

    def _trigger(self, sentence: Sentence, start: int, end: int, forms: list[Form]) -> Mention | None:
        norm = sentence.norm
        nouns = [form for form in forms if form.feature == "noun"]
        verbs = [form for form in forms if form.feature not in ("noun",)]
        if nouns and verbs:
            before = norm[start - 1] if start else ""
            if before == sentence.raw[start - 1].lower() and self.pack.auxiliaries.exact((before,))[0] if start else False:
                before = "_"  # «a frappé»: the auxiliary, not «à»
            nominal = before != "_" and (before in self.possessive or before in self.determiners or before in self.pack.words("adjectives_skip") or any(
                m.end == start for layer in ("names", "numbers", "measures") for m in sentence.layer(layer)
            ) or self._described(sentence, start, verbs) or (all(form.feature == "ger" for form in verbs) and self.pack.people.exact((before,))[0]) or bool(self.pack.roles.ending(norm, start)[0]))
            forms = nouns if nominal or not start else verbs
        phrase = all(form.feature == "phrase" for form in forms) and (
            norm[start] in self.determiners or bool(start and self.pack.roles.ending(norm, start)[0])
            or any(form.feature == "noun" and form.rule in {one.rule for one in forms} for form in self.pack.triggers.exact((norm[start],))[1])
        )  # "clashes broke out" is told of a noun
        if start and all(form.feature == "ger" for form in forms) and norm[start - 1] in self.determiners and self.pack.people.exact(tuple(norm[start:end]))[0]:
            return None  # «l'assaillant»
        if forms[0].feature == "noun" or phrase:
            definite, k = "", start
            for _ in range(4):
                if k and norm[k - 1] in self.determiners:
                    kind = self.determiners[norm[k - 1]]
                    definite = definite if definite == "another" else kind
                    k -= 1
                    if kind != "another":
                        break
                elif k and (norm[k - 1] in self.pack.words("adjectives_skip") or norm[k - 1].isalpha()) and k > start - 3:
                    k -= 1
                else:
                    break
            negated = any(m.value.kind == "zero" and 0 <= start - m.end <= 2 for m in sentence.layer("numbers"))
            trigger = Trigger(tuple(forms), "nominal", "past", negated, "", definite)
            return Mention("triggers", start, end, trigger, forms[0].rule.id)
        return self._verb(sentence, start, end, forms)

    def _described(self, sentence: Sentence, start: int, verbs: list[Form]) -> bool:
        """Whether an article and one word of no other use stand before a form that is noun or verb: "an improvised bomb"."""
        if start < 2 or not all(form.feature in ("pres", "inf", "subj") for form in verbs):
            return False
        word = sentence.norm[start - 1]
        return (
            self.determiners.get(sentence.norm[start - 2]) == "indefinite" and word.isalpha()
            and not any(m.end == start for m in sentence.layer("parties")) and not self.pack.auxiliaries.exact((word,))[0]
        )  # fmt: skip

    def _verb(self, sentence: Sentence, start: int, end: int, forms: list[Form]) -> Mention | None:
        norm = sentence.norm
        if end < len(norm) and norm[end] in self.complementizers:
            return None  # «a répliqué que …»: speech
        features = {form.feature for form in forms}
        if start and features <= {"pres", "subj"} and (norm[start - 1] in self.determiners or any(m.end == start for m in sentence.layer("numbers"))):
            return None  # "three bombs": a noun that is written like a verb
        if start and "part" in features and features <= {"part", "pres", "subj"} and norm[start - 1] in self.definite and not self.pack.auxiliaries.exact((norm[start - 1],))[0]:
            return None  # «à l'entrée nord de»: a noun that is written like a participle
        if start and features <= {"pres", "subj"} and "with" in self.pack.roles.exact((norm[start - 1],))[1]:
            return None  # "with machine guns": no verb stands right behind a preposition
        k, reflexive = start, False
        negated = any(m.value.kind == "zero" and 0 <= start - m.end <= 1 for m in sentence.layer("numbers"))  # "no shot was fired"
        for _ in range(6):
            if not k:
                break
            word = norm[k - 1]
            if word in self.negation:
                negated, k = True, k - 1
            elif word in ("se", "s"):
                reflexive, k = True, k - 1
            elif (word in self.skip or word in _CLITICS or word in self.negation_after) and not self.pack.auxiliaries.ending(norm, k, longest=4)[0]:
                negated = negated or (word in self.negation_after and word in ("jamais", "aucun", "aucune"))
                k -= 1
            else:
                break
        size, auxes = self.pack.auxiliaries.ending(norm, k, longest=4)
        family, feature = auxes[0] if auxes else ("", "")
        if size:
            k -= size
            for _ in range(3):
                if k and norm[k - 1] in ("se", "s"):
                    reflexive, k = True, k - 1
                elif k and norm[k - 1] in self.negation:
                    negated, k = True, k - 1
                elif k and (norm[k - 1] in _CLITICS and norm[k - 1] not in ("les", "le", "la", "l", "nous")):
                    k -= 1
                else:
                    break
            more, others = self.pack.auxiliaries.ending(norm, k, longest=3)
            if more and others[0][0] == "modal" and family != "modal":
                feature = "modal"
                family_modal = others[0][1]
            else:
                family_modal = ""
        else:
            family_modal = ""
        if end - start == 1 and family == "" and self.pack.roles.exact((norm[start],))[0]:
            return None  # «entre», «visant»: prepositions here
        usable = [form for form in forms if form.rule.reflexive] if reflexive else []
        usable = usable or [form for form in forms if not form.rule.reflexive]
        if not usable or (reflexive and not usable[0].rule.reflexive and usable[0].rule.aux != "be" and usable[0].rule.frame in ("killing", "wounding", "dispersal", "arrest", "release", "looting", "interception")):
            return None  # «les armes se sont tues»
        forms = usable
        rule = forms[0].rule
        be_active = rule.aux == "be" or reflexive
        voice, tense, modal = "active", "past", ""
        if family == "modal":
            modal, tense = feature, "infinitive"
            if features & {"part"} and not features & {"inf"}:
                modal = ""
                family = ""
        if family in ("be", "have"):
            if not features & {"part", "past", "ger", "phrase"}:
                return self._finite(sentence, start, end, forms, features, negated)
            tense = {"pluperfect": "pluperfect", "fut": "future", "cond": "conditional", "inf": "infinitive", "ger": "past", "modal": "infinitive"}.get(feature, "past")
            modal = family_modal or ("future" if tense == "future" else "")
            if family == "be" and features & {"ger"} and not features & {"part"}:
                voice = "active"
            elif family == "be":
                voice = "active" if be_active or "phrase" in features else "passive"
        elif family != "modal":
            return self._finite(sentence, start, end, forms, features, negated)
        return Mention("triggers", start, end, Trigger(tuple(forms), voice, tense, negated, modal), rule.id)

    def _finite(self, sentence: Sentence, start: int, end: int, forms: list[Form], features: set[str], negated: bool) -> Mention | None:
        """A verb form that stands alone: a simple tense, a participle used as an adjective, or a headline."""
        rule = forms[0].rule
        voice, tense, modal = "active", "past", ""
        if "part" in features and self._attributive(sentence, start, end):
            return None
        if features & {"past", "imperf", "pres", "subj", "phrase"} and "part" in features:
            bare = next((form.rule for form in forms if form.rule.intransitive), rule)
            voice = "passive" if self._bare_passive(sentence, start, end, bare) else "active"
            tense = "participle" if voice == "passive" else "past"
        elif features & {"past", "imperf", "phrase"}:
            pass
        elif features & {"pres", "subj"}:
            tense = "present"
        elif "part" in features and self._attributive(sentence, start, end):
            return None
        elif "part" in features:
            voice, tense = ("active" if rule.aux == "be" else "passive"), "participle"
        elif "ger" in features:
            tense = "gerund"
        elif "fut" in features:
            tense, modal = "future", "future"
        elif "cond" in features:
            tense, modal = "conditional", "possible"
        elif "inf" in features:
            tense, modal = "infinitive", "plan"
            before = sentence.norm[start - 1] if start else ""
            if before in self.without:
                negated = True
        return Mention("triggers", start, end, Trigger(tuple(forms), voice, tense, negated, modal), rule.id)

    def _attributive(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a participle only describes the name that follows: "the occupied West Bank", "Israeli-occupied"."""
        names = sentence.layer("names")
        if any(m.start <= start and end <= m.head for m in sentence.layer("parties")):
            return True  # "three displaced women"
        if start and sentence.norm[start - 1] in self.determiners and any(m.head == end for m in sentence.layer("parties")):
            return True  # "a wounded man"
        bare = next((m for m in sentence.layer("parties") if m.head == end and m.start >= start and m.value.number is None and not m.value.definite), None)
        behind = {m.end for layer in ("parties", "names", "numbers") for m in sentence.layer(layer) if m is not bare}
        if bare is not None and start and start not in behind and sentence.norm[start - 1].isalpha() and not self._subject_word(sentence.norm[start - 1]):
            return True  # "visited wounded soldiers"
        after = any(m.start == end and m.value.places for m in names)
        before = bool(start) and (sentence.norm[start - 1] in self.determiners or self.pack.roles.exact((sentence.norm[start - 1],))[0] or any(m.end == start and not m.value.places for m in names))
        following = sentence.norm[end] if end < len(sentence.norm) else ""
        postposed = any(m.end == start and m.value.places for m in names) and "agent" not in self.pack.roles.exact((following,))[1]
        return (after and before) or (postposed and following in ("", ".", ",", ";"))

    def _subject_word(self, word: str) -> bool:
        """Whether a word can be the subject of the verb behind it, or belongs to its group."""
        return word in self.subjects or word in self.pack.words("and") or word in self.skip or bool(self.pack.auxiliaries.exact((word,))[0])

    def _bare_passive(self, sentence: Sentence, start: int, end: int, rule: object) -> bool:
        """Whether an English-style form that is both past tense and participle is a participle here.

        It is, unless an object follows directly («killed three people») or the verb takes none.
        """
        if getattr(rule, "intransitive", False) or getattr(rule, "roles", {}).get("subject") in ("victim", "both", "place", "theme") or getattr(rule, "aux", ""):
            return False
        norm = sentence.norm
        if any(word in self.determiners for word in norm[start:end]):
            return False  # it brings its own object: "staged a coup"
        on_fire = norm[end - 2 : end] == ["on", "fire"]
        if end - start > 1 and not on_fire and norm[end - 1] not in self.particles and not self.pack.roles.exact((norm[end - 1],))[0]:
            return False  # "fired missiles"
        if end >= len(norm):
            return True
        k = end
        while k < len(norm) and norm[k] in self.skip and k < end + 2 and not any(m.start == k for m in sentence.layer("parties")):
            k += 1
        for mention in (*sentence.layer("parties"), *sentence.layer("numbers"), *sentence.layer("names")):
            if mention.start in (k, end) and mention.prep < 0:
                before = [m for m in sentence.layer("parties") if m.end == start]
                return bool(before and before[-1].value.number is not None and mention.layer == "names" and mention.value.places)
        word = norm[k] if k < len(norm) else ""
        if word in self.determiners and not self.pack.roles.exact((word,))[0]:
            return False
        if self.pack.roles.exact((word,))[0] or not word.isalnum() or any(m.start == k for m in sentence.layer("dates")):
            return True
        return word in self.pack.words("and") or bool(self.pack.roles.at(norm, k)[0])

    def _preposition(self, norm: list[str], mention: Mention, dated: set[int]) -> None:
        k = mention.start
        for _ in range(4):
            if k - 1 in dated:
                return  # «cet après-midi | plusieurs raids»
            size, roles = self.pack.roles.ending(norm, k)
            if size == 1 and norm[k - 1] in self.plural and not after_noun(self.pack, norm, k - 1):
                return  # «Des obus sont tombés»: an article
            if size:
                order = ("event", "purpose", "source", "target", "of", "agent", "since", "with")
                mention.role = next((role for role in order if role in roles), roles[0])
                mention.prep = k - size
                return
            if k and (norm[k - 1] in self.determiners or norm[k - 1] in self.pack.words("adjectives_skip") or (norm[k - 1].isalpha() and k > mention.start - 2)):
                k -= 1
            else:
                return
