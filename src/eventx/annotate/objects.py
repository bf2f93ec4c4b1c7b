"""Objects: whom a verb acts on, behind it, before a relative pronoun, or as a pronoun («… et l'ont enlevée»)."""

from __future__ import annotations

from collections.abc import Sequence

from eventx.annotate.arguments import Arguments, free, next_verb
from eventx.annotate.layers import Mention, Sentence
from eventx.annotate.needs import rule_takes_of
from eventx.annotate.reading import Reading
from eventx.packs import Pack

_FAR = 16  # words between a verb and its object


class Objects:
    """Finds the objects of a verb."""

    def __init__(self, pack: Pack, arguments: Arguments) -> None:
        self.pack = pack
        self.arguments = arguments
        self.relatives = pack.words("relative_object")
        self.clitics = pack.words("object_clitics")
        self.pronouns = pack.words("object_pronouns")

    def direct(self, sentence: Sentence, reading: Reading, right: list[Mention]) -> list[Mention]:
        """The nearest free argument behind an active verb, with what is joined to it."""
        mention, trigger, norm = reading.trigger, reading.trigger.value, sentence.norm
        objects: list[Mention] = []
        intransitive = reading.rule.roles.get("subject") in ("victim", "theme", "place") and "object" not in reading.rule.roles
        if trigger.voice == "active" and not intransitive:
            said = [c.start for c in sentence.layer("cues") if c.start >= mention.end and c.value.rule.kind == "say" and c.value.feature not in ("noun", "phrase")]
            limit = min([next_verb(sentence, mention), *said])
            for m in right:
                if m.start >= limit or (objects and m.start - objects[-1].end > 3):
                    break
                if m.role == "source":
                    break
                if m.layer == "parties" and any(t.start == m.end and t.value.voice == "active" and t.value.tense in ("past", "present", "pluperfect") for t in sentence.layer("triggers")) and any(
                    word in self.arguments.and_ or word == "," for word in norm[max(mention.end, m.start - 1) : m.start]
                ):
                    break  # "sealed off the square and gunmen fired": the subject of the next verb
                between = norm[mention.end : m.start]
                if (between.count(",") > 1 or ("," in between and len(between) > 10)) and not self._aside(sentence, mention.end, m.start):
                    break  # the object stood before the comma
                own = mention.start <= m.prep < mention.end or (m.layer == "parties" and m.role in ("at", "of") and m.role in reading.rule.roles)
                if (free(m) or own) and m.start - mention.end <= _FAR:
                    objects = self.arguments.coordinated(sentence, m)  # «a coûté la vie à six soldats», "claimed the lives of eight"
                    break
                if m.role not in ("", "at", "near", "of", "event", "with", "target", "agent"):
                    continue
                if m.role in ("of",) and m.start - mention.end <= 3 and rule_takes_of(reading.rule):
                    objects = self.arguments.coordinated(sentence, m)
                    break
        return objects

    def _aside(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether only days and places between commas part a verb from its object: «ont abattu mardi, dans un village de X, douze hommes»."""
        norm = sentence.norm
        commas = [k for k in range(start, end) if norm[k] == ","]
        if len(commas) != 2 or commas[1] != end - 1 or commas[0] - start > 3:
            return False
        opens = self.pack.roles.at(norm, commas[0] + 1)[0] > 0 or any(m.start == commas[0] + 1 for m in sentence.layer("dates"))
        return opens and not any(start <= t.start < end and t.value.voice != "nominal" for t in sentence.layer("triggers"))

    def relative(self, sentence: Sentence, mention: Mention, first: int, subject: list[Mention], objects: list[Mention]) -> list[Mention]:
        """The antecedent of an object relative, where no object of its own follows the verb; else nothing."""
        antecedent = self._antecedent(sentence, mention, first, subject)
        own = objects and not any(self.pack.auxiliaries.exact((word,))[0] for word in sentence.norm[mention.end : objects[0].start])
        return [] if own else antecedent

    def pronoun(self, sentence: Sentence, reading: Reading, before: Sequence[Reading]) -> bool:
        """Fill in whom an object pronoun stands for: whom the verb before acted on, else the people named last, never its subject.

        True when somebody was found.
        """
        mention, norm = reading.trigger, sentence.norm
        if reading.object or mention.value.voice != "active":
            return False
        k = mention.start
        while k and (self.pack.auxiliaries.exact((norm[k - 1],))[0] or norm[k - 1] in self.pack.words("verb_skip")) and norm[k - 1] not in self.clitics:
            k -= 1
        clitic = 0 < k < mention.start and norm[k - 1] in self.clitics and bool(self.pack.auxiliaries.exact((norm[k],))[0])
        if not clitic and not (mention.end < len(norm) and norm[mention.end] in self.pronouns):
            return False
        doers = [m for one in (*before, reading) for m in one.subject]
        known = next((one.object for one in reversed(before) if one.object and one.trigger.value.voice == "active"), [])
        named = [m for m in known if m.layer == "parties" and m not in doers]
        people = [m for m in sentence.layer("parties") if m.end < k and m not in doers and m.value.kind != "asset"]
        found = named or (self.arguments.coordinated(sentence, people[-1], backwards=True) if people else [])
        if found and not reading.subject and before:
            reading.subject = before[-1].subject
        reading.object = found
        return bool(found)

    def _antecedent(self, sentence: Sentence, mention: Mention, first: int, subject: list[Mention]) -> list[Mention]:
        """Whom an object relative tells of: «onze femmes que des combattants ont violées», "the men whom police shot"."""
        norm = sentence.norm
        if mention.value.voice != "active" or not first or norm[first] not in self.relatives or not any(m.start > first for m in subject):
            return []
        before = [m for m in self.arguments.all(sentence) if m.end == first and m.layer in ("parties", "numbers")][-1:]
        told = any(
            c.value.rule.kind in ("say", "claim") and 0 <= m.start - c.end <= 2 and all(w in self.arguments.definite or w in self.pack.roles for w in norm[c.end : m.start])
            for m in before for c in sentence.layer("cues")
        )  # fmt: skip
        return [] if told or not before else self.arguments.coordinated(sentence, before[0], backwards=True)
