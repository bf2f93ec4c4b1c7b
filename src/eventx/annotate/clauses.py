"""Clauses: the shallow grammar that gives every trigger its arguments in universal roles.

A finite-state cascade in the manner of FASTUS: clauses are cut at relative pronouns, subordinators and strong
punctuation; within its clause a verb takes the nearest free party to the left as subject and to the right as object;
prepositions have already given their role to what follows them. Adds the layer ``readings``.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from spacy.tokens import Doc

from eventx.annotate.arguments import Arguments, free, next_verb
from eventx.annotate.cuts import Cutter, opens
from eventx.annotate.kinds import FORCES
from eventx.annotate.layers import Mention, Sentence, Trigger
from eventx.annotate.needs import Needs
from eventx.annotate.objects import Objects
from eventx.annotate.reading import Reading
from eventx.annotate.wielded import wielded
from eventx.gazetteers.places import place_index
from eventx.packs import Pack, Rule

NEEDS = ["doc._.sentences"]
GIVES = ["doc._.sentences"]

_STRONG = frozenset(";:()[]—–|•")
_FAR = 16
_THING = 14  # words between a verb and the thing it needs


_BLASTS = frozenset({"explosion", "bombing", "suicide_bombing", "grenade"})
_INQUIRERS = frozenset({"government", "police", "official", "leader"})


class Component:
    """Adds the layer ``readings`` and the clause number of every word."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.cutter = Cutter(pack)
        self.needs = Needs(pack)
        self.arguments = Arguments(pack)
        self.objects = Objects(pack, self.arguments)
        self.index = place_index()
        self.relatives = pack.words("relatives")
        self.relative_subject = pack.words("relative_subject")
        self.relative_any = self.relative_subject | (pack.words("relatives") & pack.words("relative_object"))
        self.clitics = pack.words("verb_skip") | pack.words("clitics") | pack.words("negation")
        self.breaks = pack.words("clause_breaks")
        self.pronouns = pack.words("pronouns") | pack.words("first_person")
        self.and_ = pack.words("and")
        self.definite = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc._.sentences:
            self.cutter.cut(sentence)
            readings = [self._read(sentence, mention) for mention in sentence.layer("triggers")]
            for before, reading in itertools.pairwise(readings):
                one, two = before.trigger.value, reading.trigger.value
                if (
                    one.voice == two.voice == "active" and before.clause == reading.clause and (before.subject or before.pronoun)
                    and reading.subject and reading.subject[0] in before.object
                ):  # fmt: skip
                    reading.subject, reading.pronoun = before.subject, before.pronoun  # «ont tué un passant et blessé un autre»
            self._pronouns(readings)
            for position, reading in enumerate(readings):
                if self.objects.pronoun(sentence, reading, readings[:position]):
                    reading.rule = self._chosen(sentence, reading)
            kept = [reading for reading in readings if self.needs.met(sentence, reading)]
            kept = wielded(kept)
            gone = {id(reading.trigger) for reading in readings} - {id(reading.trigger) for reading in kept}
            for reading in kept:
                if reading.cause is not None and id(reading.cause) in gone:
                    reading.cause = None
            sentence.layers["readings"] = kept
        return doc

    # -- arguments -----------------------------------------------------------------------------------------------

    def _read(self, sentence: Sentence, mention: Mention) -> Reading:
        trigger: Trigger = mention.value
        rule = trigger.forms[0].rule
        reading = Reading(mention, rule, clause=sentence.breaks[mention.start])
        if trigger.voice == "nominal":
            self._nominal(sentence, reading)
        else:
            self._verbal(sentence, reading)
        self._adjuncts(sentence, reading)
        reading.cause = self._cause(sentence, reading)
        reading.rule = self._chosen(sentence, reading)
        return reading

    def _chosen(self, sentence: Sentence, reading: Reading) -> Rule:
        """Of the rules that share a form the first whose needs are met: one with things before one with needs before one without."""
        rules: list[Rule] = list({form.rule.id: form.rule for form in reading.trigger.value.forms}.values())
        if len(rules) == 1:
            return rules[0]
        met: list[Rule] = []
        for rule in rules:
            reading.rule = rule
            if self.needs.met(sentence, reading):
                met.append(rule)
        return next((rule for rule in met if rule.things), None) or next((rule for rule in met if rule.needs), met[0] if met else rules[0])

    def _verbal(self, sentence: Sentence, reading: Reading) -> None:
        mention, trigger = reading.trigger, reading.trigger.value
        clause, breaks, norm = reading.clause, sentence.breaks, sentence.norm
        left = [m for m in self.arguments.all(sentence) if m.end <= mention.start]
        subject: list[Mention] = []
        in_clause = [m for m in left if breaks[m.start] == clause and mention.start - m.end <= _FAR * 2]
        unruled = [m for m in in_clause if free(m)]
        if trigger.voice == "active" and reading.rule.roles.get("subject", "agent") == "agent":  # towns do not act, capitals do
            unruled = [m for m in unruled if m.layer != "names" or m.value.actors or self.index.is_capital(m.value.places[0])]
        heads = [t for t in sentence.layer("triggers") if t.end <= mention.start]
        if trigger.tense == "gerund" and trigger.voice == "active" and heads:
            unruled = []  # "attacked X, killing three": whoever attacked
        first = self._clause_start(breaks, clause)
        relative = first < len(norm) and norm[first] in self.relative_subject and not self._completive(sentence, first)
        if self._main_again(sentence, mention, first):
            relative, unruled = True, []  # "the men who held the post fled": the antecedent is the subject of both
        if trigger.tense in ("participle", "gerund") and trigger.voice == "passive":
            near = [m for m in left if mention.start - m.end <= 3 and not any(w in _STRONG or w == "." for w in norm[m.end : mention.start])]
            subject = [near[-1]] if near else unruled[-1:]
            quoted = [m for m in left if near and 0 < near[-1].start - m.end <= 1 and not norm[m.end].isalnum() and m.layer == "parties" and m.value.actors]
            subject = quoted[-1:] or subject  # "fighters of the SDF “Commandos” killed"
        elif unruled:
            shared = norm[mention.start - 1] in self.and_ and mention.end < len(norm) and norm[mention.end] in self.objects.pronouns
            subject = [unruled[0] if shared else self._subject(sentence, unruled, mention)]  # "stopped four travellers and shot them"
        elif relative and first:
            before = [m for m in left if m.end <= first and first - m.end <= 3]
            before = before or [m for m in self._nouns(sentence) if m.end <= first and first - m.end <= 3]
            subject = before[-1:]
            if not subject:
                anything = [m for m in left if m.end <= first]
                subject = anything[-1:]
        if not subject and trigger.tense != "gerund":
            window = norm[max(first, mention.start - 6) : mention.start]
            reading.pronoun = any(word in self.pronouns for word in window)
            spoken = [v.value.party for says in sentence.layer("says") for v in says.value.voices if v.value.party is not None and v.end <= mention.start]
            if reading.pronoun and spoken:
                subject = spoken[-1:]  # "the army said it had struck"
        if trigger.tense == "infinitive" and not trigger.modal:
            subject = self._speaker(sentence, mention) or subject
        if subject:
            subject = self.arguments.coordinated(sentence, subject[0], backwards=True)
        right = [m for m in self.arguments.all(sentence) if m.start >= mention.end and (breaks[m.start] == clause or m.start - mention.end <= 2)]
        if reading.rule.roles.get("object") != "victim":  # «ont attaqué un bus, sans faire de victimes»: nobody is no target
            right = [m for m in right if not (m.layer == "parties" and m.value.number is not None and m.value.number.kind == "zero" and m.value.state)]
        objects = self.objects.direct(sentence, reading, right)
        inner = [m for m in sentence.layer("parties") if mention.start < m.head < mention.end]
        objects = self.objects.relative(sentence, mention, first, subject, objects) or objects
        reading.subject, reading.object = subject, objects or inner  # «tiré dans la foule»: named by the trigger itself
        reading.dative = [m for m in right if m.role == "at" and m.layer == "parties" and m.start - mention.end <= 3 and m.value.kind != "country"][:1]
        self._prepositional(sentence, reading, right, in_clause)
        if mention.size > 1 and reading.rule.roles.get("subject") == "victim" and not reading.agent:
            reading.agent = [m for m in right if m.role == "of" and m.layer == "parties" and 0 <= m.prep - mention.end <= 1][:1]  # «tués par des tirs | de l'armée»
        if trigger.voice == "passive" and not reading.agent:
            spoken = [c.start for c in sentence.layer("cues") if c.value.rule.kind == "say"]
            reading.agent = [m for m in right if m.role == "agent" and m.start - mention.end <= _FAR and not any(mention.end <= c < m.start for c in spoken)][:1]

    def _main_again(self, sentence: Sentence, verb: Mention, first: int) -> bool:
        """Whether a relative clause that no comma closes has ended before a verb: «des miliciens qui tenaient un barrage sont passés …»."""
        norm = sentence.norm
        if verb.value.tense in ("participle", "gerund", "infinitive") or first >= verb.start or norm[first] not in self.relative_any or not first or norm[first - 1] == ",":
            return False
        k = verb.start
        while k > first + 1 and (norm[k - 1] in self.clitics or self.pack.auxiliaries.exact((norm[k - 1],))[0]):
            k -= 1
        if "," in norm[first:k] or norm[k - 1] in self.and_ or self._completive(sentence, first):
            return False
        circumstances = {i for layer in ("dates", "names") for m in sentence.layer(layer) for i in range(m.prep if 0 <= m.prep < m.start else m.start, m.end)}
        if norm[first] not in self.relative_subject:  # «une grenade qu'un drone de l'armée a larguée»: its own subject
            circumstances |= {i for m in sentence.layer("parties") for i in range(m.start, m.end)}
        told = [i for i in range(first + 1, k) if norm[i].isalpha() and i not in circumstances and norm[i] not in self.clitics]
        return len(told) >= (3 if norm[first] in self.relative_subject else 4)

    def _completive(self, sentence: Sentence, first: int) -> bool:
        """Whether "that" only opens what is said: "announced that it had", not "the army, that had"."""
        spoken = any(c.end == first and c.value.rule.kind in ("say", "claim") for c in sentence.layer("cues"))
        return spoken or (first + 1 < len(sentence.norm) and sentence.norm[first + 1] in self.pronouns)

    @staticmethod
    def _speaker(sentence: Sentence, mention: Mention) -> list[Mention]:
        """Who says that he did it: «l'armée dit avoir abattu», "claims to have shot down"."""
        for says in sentence.layer("says"):
            if says.value.kind in ("say", "claim") and 0 <= mention.start - says.end <= 4:
                spoken = [m for v in says.value.voices for m in sentence.layer("parties") if m.start < v.end and v.start < m.end]
                return spoken[:1]
        return []

    def _subject(self, sentence: Sentence, free: list[Mention], verb: Mention) -> Mention:
        """The nearest free party, unless it only stands in apposition or in a list closed before the verb."""
        best = free[-1]
        described = self._described(sentence, free, verb)
        if described is not None:
            return described
        for other in reversed(free[:-1]):
            gap = sentence.norm[other.end : best.start]
            if gap == [","] and best.value is not None and other.layer == "parties" and getattr(best.value, "number", None) is None:
                best = other
            else:
                break
        return best

    @staticmethod
    def _described(sentence: Sentence, free: list[Mention], verb: Mention) -> Mention | None:
        """Whom an apposition between commas describes: «les hommes de X, la coalition de Y, ont attaqué»."""
        norm = sentence.norm
        close = next((k for k in range(free[-1].end, min(free[-1].end + 4, verb.start)) if norm[k] == ","), -1)
        if close < 0 or verb.start - close > 6:
            return None
        for other in reversed(free[:-1]):
            if other.layer == "parties" and norm[other.end] == "," and other.end < close and not any(other.end <= t.start < close for t in sentence.layer("triggers")):
                return other
        return None

    def _nominal(self, sentence: Sentence, reading: Reading) -> None:
        mention, norm, breaks = reading.trigger, sentence.norm, sentence.breaks
        arguments = self.arguments.all(sentence)
        for m in arguments:
            if m.end <= mention.start and mention.start - m.end <= 2 and m.layer == "parties":
                gap = norm[m.end : mention.start]
                if m.prep < 0 or m.role in ("event", "agent", "target", "purpose", "source", "of", "at"):
                    if all(word == "s" or word in self.pack.words("adjectives_skip") or word.isalpha() for word in gap) and not any(
                        word in self.and_ or self.pack.auxiliaries.exact((word,))[0] or word in self.definite or self.pack.roles.exact((word,))[0] for word in gap
                    ):
                        reading.agent.append(m)
        for m in sentence.layer("names"):
            if any(entry.type in ("demonym", "pro") for entry in m.value.actors) and (
                0 <= m.start - mention.end <= 2 or 0 <= mention.start - m.end <= 1 or mention.start <= m.start < mention.end
            ):
                gap = norm[mention.end : m.start] if m.start >= mention.end else norm[m.end : mention.start]
                joined = reading.agent and len(gap) <= 2 and gap[-1:] and gap[-1] in self.and_
                if joined or not any(word in self.and_ or not word.isalpha() or word in self.definite for word in gap):
                    reading.agent.append(m)
        for m in sentence.layer("parties"):
            armed = m.value.actors or m.value.countries or (m.value.kind in FORCES and m.value.kind not in ("military", "airforce"))
            leading = m.start < mention.start < m.end and any(word not in self.definite for word in norm[m.start : mention.start])
            armed = armed or leading  # "army artillery fire"
            if (mention.start <= m.head < mention.end or leading) and armed and m not in reading.agent:
                reading.agent.append(m)  # «tirs d'artillerie des FSR»: the noun is part of the trigger
        right = [m for m in arguments if m.start >= mention.end and m.start - mention.end <= _FAR]
        limit = next_verb(sentence, mention)
        for position, m in enumerate(right):
            between = m.prep >= 0 and norm[m.prep] in self.pack.words("between") and not reading.of and reading.rule.frame in ("clash", "agreement")
            if (breaks[m.start] != reading.clause and m.start - mention.end > 4) or (m.start >= limit and m.role not in ("agent",) and not between):
                break
            if m.role == "of" and m.layer == "parties" and (m.prep - mention.end <= 2 or between or (position and right[position - 1].role == "of" and not reading.of)):
                roles = [self.pack.roles.exact((word,))[1] for word in norm[mention.end : m.prep]]
                hit = not between and m.value.kind != "country" and any(one and "of" not in one for one in roles)
                found = self.arguments.coordinated(sentence, m)
                if hit:
                    reading.target += found  # «des frappes sur des bâtiments du Hezbollah»
                else:
                    reading.of += found
            elif m.role == "of" and m.prep - mention.end <= 3 and not reading.of:
                reading.of.append(m)
        self._prepositional(sentence, reading, right, [])
        if mention.role == "event" and reading.rule.frame == "ambush":  # "fell into an ambush"
            before = [m for m in arguments if m.end <= mention.start and breaks[m.start] == reading.clause and free(m) and m.layer == "parties"]
            reading.target += before[-1:]
        if reading.rule.frame == "agreement" and not reading.agent and not reading.of:  # "X and Y apply a ceasefire"
            before = [m for m in arguments if m.end <= mention.start and breaks[m.start] == reading.clause and free(m) and m.layer == "parties"]
            reading.subject = self.arguments.coordinated(sentence, before[-1], backwards=True) if before else []
        elif mention.value.definite == "possessive" and not reading.agent:  # «Israël a repris ses bombardements»
            before = [m for m in arguments if m.end <= mention.start and breaks[m.start] == reading.clause and free(m) and m.layer == "parties"]
            reading.agent = [m for m in before if m.value.kind in FORCES or m.value.actors or m.value.countries][-1:]
        elif mention.role in ("", "target", "purpose") and not reading.agent and mention.role != "event":
            before = [m for m in arguments if m.end <= mention.start and breaks[m.start] == reading.clause and free(m) and m.layer == "parties"]
            verbs = [
                t for t in sentence.layer("triggers")
                if t.value.voice != "nominal" and before and before[-1].end <= t.start < mention.start and not all(form.rule.things for form in t.value.forms)
            ]  # "its jets had carried out 24 raids": a light verb
            named = before and any(c.value.rule.kind in ("label", "call", "say") and before[-1].end <= c.start < mention.start for c in sentence.layer("cues"))
            if before and not verbs and not named and mention.start - before[-1].end <= 8 and mention.start - before[-1].end > 0:
                gap = norm[before[-1].end : mention.start]
                if not any(word in (",", ";") or word in self.and_ for word in gap) and any(word.isalpha() and word not in self.definite for word in gap):
                    blast = reading.rule.frame in _BLASTS and before[-1].value.kind in _INQUIRERS  # "authorities were investigating the blast"
                    reading.subject = [] if blast else [before[-1]]

    def _prepositional(self, sentence: Sentence, reading: Reading, right: list[Mention], left: list[Mention]) -> None:
        mention = reading.trigger
        limit = self._next_trigger(sentence, mention)
        for m in right:
            if m.role == "agent" and any(c.value.rule.kind == "say" and mention.end <= c.start < m.start for c in sentence.layer("cues")):
                continue  # "the toll announced by the president"
            if m.role == "agent" and (m.start < limit or m.prep <= limit) and m.layer == "parties" and not reading.agent:
                reading.agent += self.arguments.coordinated(sentence, m)
            elif m.role == "target" and m.start - mention.end <= _FAR and m.start < max(limit, mention.end + 4) and not reading.target:
                reading.target += self.arguments.coordinated(sentence, m)
            elif m.role == "with" and m.layer == "parties" and m.start - mention.end <= _FAR:
                reading.with_ += [one for one in self.arguments.coordinated(sentence, m) if one not in reading.with_]
            elif m.role == "backing":
                continue
        for m in left:
            if m.role == "agent" and not reading.agent and reading.trigger.value.voice == "passive":
                reading.agent.append(m)
            elif m.role == "with":
                reading.with_.append(m)

    def _adjuncts(self, sentence: Sentence, reading: Reading) -> None:
        """Dates and places of the clause; the assembler decides between several."""
        mention, breaks = reading.trigger, sentence.breaks
        for layer, store in (("dates", reading.dates), ("names", reading.places)):
            for m in sentence.layer(layer):
                if layer == "names" and not m.value.places:
                    continue
                elapsed = layer == "dates" and m.value.kind == "elapsed"
                if elapsed and opens(sentence, m) is mention:
                    store.append(replace(m, value=replace(m.value, first=None, last=None, anchor="context", kind="before")))
                    continue
                if elapsed != (layer == "dates" and mention.value.voice == "nominal" and 0 <= mention.start - m.end <= 3 and elapsed):
                    continue  # counted back to the event that follows, and to no other
                if breaks[m.start] == reading.clause:
                    store.append(m)
            store.sort(key=lambda m: (_distance(m, mention)))
        reading.there = self._there(sentence, mention)
        if reading.there:  # «des tribus y ont attaqué …, deux jours après un vol sur la route de Damas»
            reading.places = [m for m in reading.places if m.end <= mention.start]

    def _there(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a verb says by a pronoun that it happened where the text already is."""
        k = mention.start
        while k and (self.pack.auxiliaries.exact((sentence.norm[k - 1],))[0] or sentence.norm[k - 1] in self.pack.words("verb_skip")) and mention.start - k < 4:
            k -= 1
        return mention.value.voice != "nominal" and bool(k) and sentence.norm[k - 1] in self.pack.words("there")

    def _cause(self, sentence: Sentence, reading: Reading) -> Mention | None:
        """The trigger that this one happens in or by: its subject noun, or a noun after an event preposition."""
        mention = reading.trigger
        nouns = [t for t in sentence.layer("triggers") if t is not mention and t.value.voice == "nominal"]
        same = [t for t in nouns if sentence.breaks[t.start] == reading.clause]
        if mention.value.voice != "nominal":
            for t in same:
                armed = t.value.forms[0].rule.weapon and t.role == "with" and t.start - mention.end <= 8  # "opened fire with mortars"
                if t.start >= mention.end and (armed or (t.role in ("event", "agent") and t.start - mention.end <= 30)):
                    return t
            before = [t for t in same if t.end <= mention.start and t.role in ("", "event", "agent")]
            if before:
                return before[-1] if before[-1].role == "" or before[-1].role in ("event", "agent") else None
            first = self._clause_start(sentence.breaks, reading.clause)
            if first < len(sentence.norm) and sentence.norm[first] in self.relatives:
                antecedent = [t for t in nouns if t.end <= first and first - t.end <= 8]
                if antecedent:
                    return antecedent[-1]
            if mention.value.tense == "gerund":
                heads = [t for t in sentence.layer("triggers") if t.end <= mention.start]
                return heads[-1] if heads else None
        else:
            for t in same:
                armed = t.value.forms[0].rule.weapon and t.role == "with"  # "an attack with shells"
                if t.start >= mention.end and (t.role in ("event", "agent", "of") or armed) and t.start - mention.end <= 8:
                    return t
        return None

    # -- helpers of the grammar -----------------------------------------------------------------------------------

    @staticmethod
    def _nouns(sentence: Sentence) -> list[Mention]:
        return [t for t in sentence.layer("triggers") if t.value.voice == "nominal"]

    @staticmethod
    def _clause_start(breaks: list[int], clause: int) -> int:
        return breaks.index(clause) if clause in breaks else 0

    @staticmethod
    def _next_trigger(sentence: Sentence, mention: Mention) -> int:
        return next((t.start for t in sentence.layer("triggers") if t.start >= mention.end), len(sentence.norm))

    # -- guards -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _pronouns(readings: list[Reading]) -> None:
        """«… ont intercepté un camion ; ils ont tué le chauffeur»: the pronoun stands for the subject before it."""
        last: list[Mention] = []
        for reading in sorted(readings, key=lambda r: r.trigger.start):
            if reading.pronoun and not reading.subject and reading.trigger.value.voice == "active":
                reading.subject = last
            acting = reading.subject if reading.trigger.value.voice == "active" else reading.agent
            if acting and acting[-1].layer == "parties":
                last = acting


def _distance(mention: Mention, trigger: Mention) -> int:
    if mention.start >= trigger.end:
        return mention.start - trigger.end
    return trigger.start - mention.end + 1
