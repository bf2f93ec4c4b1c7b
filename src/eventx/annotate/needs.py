"""What a rule asks of its arguments: classes of people, places, things, a weapon as cause."""

from __future__ import annotations

from eventx.annotate.guards import is_class, plain_word
from eventx.annotate.layers import Sentence
from eventx.annotate.reading import Reading
from eventx.packs import Pack, Rule

_FAR = 16
_THING = 14  # words between a verb and the thing it needs


class Needs:
    """Tells whether the needs of a reading's rule are met; «un sixième» counts as a number of people."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.definite = pack.words("definite") | pack.words("indefinite") | pack.words("possessive") | pack.words("demonstrative")

    def met(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether all that the rule asks for stands in its clause."""
        needs = reading.rule.needs
        if reading.rule.things and not self._handles(sentence, reading):
            return False
        if not needs:
            return True
        slots = {
            "subject": reading.subject if reading.trigger.value.voice != "passive" else reading.agent,
            "object": reading.object if reading.trigger.value.voice != "passive" else reading.subject,
            "agent": reading.agent, "target": reading.target, "of": reading.of, "with": reading.with_,
            "place": reading.places, "any": reading.subject + reading.object + reading.of + reading.target + reading.agent,
        }  # fmt: skip
        if reading.trigger.value.voice == "nominal":
            slots["subject"] = reading.agent + reading.of
            slots["object"] = reading.of + reading.target
        if "cause" in needs and (reading.cause is None or not reading.cause.value.forms[0].rule.weapon):
            return False
        return all(
            role == "cause" or (role == "subject" and reading.pronoun and not slots["subject"] and "force" in kinds) or ("weapon" in kinds and role == "subject" and not slots.get(role))
            or ("any" in kinds and role == "object" and self.something(sentence, reading)) or any(is_class(m, kind) for m in slots.get(role, ()) for kind in kinds)
            or ("place" in kinds and self._place_noun(sentence, reading, role))
            or ("target" in kinds and self._target(sentence, reading, role))
            or ("number" in kinds and any(word in self.pack.ordinals for word in sentence.norm[max(0, reading.trigger.start - 4) : reading.trigger.start]))
            for role, kinds in needs.items()
        )  # weapons are no mentions: a role that nobody fills may hold one

    def _handles(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether one of the things that the rule asks for stands where its object would."""
        things, trigger = reading.rule.things, reading.trigger
        passive = trigger.value.voice == "passive"
        low, high = trigger.end, min(len(sentence.norm), trigger.end + _THING)
        if passive:  # "treated for burns" and "rifles were seized"
            low = max(0, trigger.start - _THING)
        first = sentence.breaks.index(reading.clause) if reading.clause in sentence.breaks else 0
        if first and sentence.norm[first] in self.pack.words("relative_object"):
            low, high = max(0, first - 3), max(high, first)  # «c'est une grenade qu'un drone a larguée»
        return any(
            " ".join(sentence.norm[k : k + size]) in things
            for k in range(low, high) for size in (1, 2, 3)
            if sentence.breaks[k] == reading.clause or abs(k - trigger.start) <= 3 or k < first
        )

    def _place_noun(self, sentence: Sentence, reading: Reading, role: str) -> bool:
        """Whether a noun for a place («la localité», "the town") stands where a role's place would."""
        trigger = reading.trigger
        left = (role == "subject") != (trigger.value.voice == "passive")
        low, high = (max(0, trigger.start - _FAR), trigger.start) if left else (trigger.end, min(len(sentence.norm), trigger.end + _FAR))
        return role in ("subject", "object") and any(
            sentence.norm[k] in self.pack.words("place_nouns") and k and sentence.norm[k - 1] in self.definite and sentence.breaks[k] == reading.clause
            and (trigger.value.voice != "nominal" or k == trigger.end or "of" in self.pack.roles.ending(sentence.norm, k - 1)[1] or "of" in self.pack.roles.ending(sentence.norm, k)[1])
            for k in range(low, high)
        )  # of a noun it is what "of" leads to: «la reprise des combats dans la ville» takes no town

    def _target(self, sentence: Sentence, reading: Reading, role: str) -> bool:
        """Whether what is built, driven or lived in stands where a role's noun would: "struck three tanks", «un immeuble»."""
        trigger, targets = reading.trigger, self.pack.words("targets")
        left = (role == "subject") != (trigger.value.voice == "passive")
        window = range(max(0, trigger.start - _FAR), trigger.start) if left else range(trigger.end, min(len(sentence.norm), trigger.end + 7))
        return any(sentence.norm[k] in targets and sentence.breaks[k] == reading.clause for k in window)

    def something(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether any noun at all stands where the object would: "burned down four homes"."""
        norm, trigger = sentence.norm, reading.trigger
        if trigger.value.voice == "passive":
            return True
        return any(plain_word(word) and not self.pack.roles.exact((word,))[0] for word in norm[trigger.end : trigger.end + 2])


def rule_takes_of(rule: Rule) -> bool:
    """Whether the rule's object follows «de» («s'emparer de», "take control of")."""
    return rule.roles.get("of") is not None or rule.reflexive or rule.frame in ("capture", "regain", "withdrawal")
