"""Dismissal: which happenings are no incident of their own, told by their words; the code says why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from eventx.annotate.layers import Mention, Sentence
from eventx.coding import Typology
from eventx.fold import words
from eventx.packs import Pack

if TYPE_CHECKING:
    from eventx.assemble.happening import Happening

_SENTENCE_CUES = {
    "aggregate": "aggregate", "background": "background", "trial": "trial", "accident": "accident", "sport": "sport",
    "drill": "drill", "anniversary": "anniversary", "film": "metaphor",
}  # fmt: skip
_MANY = 50  # dead that are "since" counted in one sentence are no single incident's
_RECENT = 3  # days after which a deal spoken of as known is no news
_CLAUSE_CUES = {
    "threat": "threat", "plan": "plan", "call": "plan", "fear": "hypothetical", "hypothetical": "hypothetical",
    "want": "plan", "avoid": "hypothetical", "condemn": "reaction", "deny": "denial", "retrospect": "background",
}  # fmt: skip


def dismiss(sentence: Sentence, happening: Happening, typology: Typology, pack: Pack, published: date | None) -> None:
    """Why a happening is no incident of its own, if the words say so; the first reason in this order."""
    code, why = "", ""
    cues = sentence.layer("cues")
    clauses = {r.clause for r in happening.readings} or {sentence.breaks[happening.anchor.start]}
    acts = [r for r in happening.readings if not r.rule.weapon] or happening.readings  # what the weapon did counts
    strong = [r for r in acts if not typology.effect(r.rule.frame)] or acts
    if strong and all(r.trigger.value.negated for r in strong):
        code, why = "negated", strong[0].rule.id
    conceded = any(cue.value.rule.kind == "concession" for cue in cues)
    modals = [r.trigger.value for r in strong if r.trigger.value.voice != "nominal"]
    nominal = [r for r in strong if r.trigger.value.voice == "nominal"]
    if modals and not nominal and all(t.modal in ("future", "possible", "want", "plan") for t in modals):
        code = {"future": "plan", "plan": "plan", "want": "plan"}.get(modals[0].modal, "hypothetical")
        why = strong[0].rule.id
    if modals and not nominal and all(t.tense == "conditional" and not t.modal for t in modals) and pack.config.get("conditional") == "hypothetical":
        code, why = "hypothetical", strong[0].rule.id
    alone = all(not r.subject or _governed(sentence, r.trigger, pack) for r in strong if r.trigger.value.voice != "nominal")
    if modals and not nominal and all(t.tense == "gerund" for t in modals) and not code and alone:
        code, why = "hypothetical", strong[0].rule.id
    if nominal and not modals and not happening.tolls and not code and all(_supposed(sentence, r.trigger, pack) for r in nominal):
        code, why = "hypothetical", nominal[0].rule.id
    for cue in cues:
        kind = cue.value.rule.kind
        if any(r.trigger.start <= cue.start and cue.end < r.trigger.end for r in happening.readings):
            continue  # "died of his wounds" says more than "died of"
        if kind in ("trial", "accident") and happening.own_date and happening.own_place and all(typology.family(f) in ("crowd", "mob") for f in happening.frames):
            continue  # what a crowd marches for: "demanding a judicial inquiry"
        if kind == "aggregate" and superlative(sentence, cue.start, pack):
            continue  # «les combats les plus violents depuis un an»: how bad, not how long
        if kind in _SENTENCE_CUES and (cue.value.rule.scope != "clause" or (sentence.breaks[cue.start] in clauses and not _aside(sentence, cue, happening))):
            code, why = code or _SENTENCE_CUES[kind], why or cue.rule
        elif kind in _CLAUSE_CUES and not (conceded and kind == "hypothetical") and _governs(sentence, cue, happening):
            threat = kind == "threat" and code == "plan"  # what is only threatened stands like a plan
            code, why = ("threat", cue.rule) if threat else (code or _CLAUSE_CUES[kind], why or cue.rule)
    counted = happening.tolls or any(m.layer == "parties" and m.value.number is not None and m.value.number.best > 20 for m in happening.targets)
    for mention in happening.dates if happening.own_date else ():
        when = mention.value
        precise = any(m.value.precision <= 2 and not m.value.bound and m.value.kind != "ago" for m in happening.dates)
        if not precise and when.bound == "since" and (when.precision >= 3 or when.kind in ("year", "recent_long") or (published and when.first and (published - when.first).days > (1 if counted else 7))):
            code, why = code or "aggregate", why or mention.rule
        elif when.kind in ("this_year", "recent_long", "last_year", "this_month", "last_month", "recent") and not any(
            m.value.precision <= 2 and m is not mention for m in happening.dates
        ):
            code, why = code or ("aggregate" if happening.tolls else "background"), why or mention.rule
    if not code and happening.tolls and not happening.own_date and _spans(sentence, happening, pack):
        code, why = "aggregate", "aggregate.since_event"
    first = next((m for m in happening.dates if (m.value.first or m.value.anchor == "context") and not m.value.bound), None)
    first = first or next((m for m in happening.dates if m.value.first and m.value.bound == "until"), None)
    if first is not None and not code and published and first.value.first:
        when = first.value
        age = (published - (when.last or when.first)).days
        if when.kind == "future" or when.first > published:
            code, why = "plan", first.rule
        elif (when.precision == 3 and (when.first.year, when.first.month) != (published.year, published.month) and (when.kind == "month" or age > 3)) or when.precision >= 4 or age > typology.digest_days or (age > typology.news_days and (when.full or when.precision > 1)) or age > typology.news_days:
            code, why = "background", first.rule
        elif age > _RECENT and nominal and not modals and happening.definite == "definite" and set(happening.frames) == {"agreement"}:
            code, why = "background", first.rule  # "the truce that took effect on November 27": known to the reader
    if not code and any(m.value.kind == "before" and -m.value.shift > typology.news_days for m in happening.dates):
        code, why = "background", "dates.elapsed"  # "a year after the rebels seized the town"
    quoted = happening.readings and all(sentence.quoted[r.trigger.start] for r in happening.readings)
    if not code and quoted and modals and not nominal and all(t.tense == "present" for t in modals) and not happening.own_date and not happening.tolls:
        code, why = "too_vague", "quoted.present"  # “only hits terrorists”: what they always do
    accused = [s for s in sentence.layer("says") if s.value.kind == "blame" and s.end <= happening.anchor.start]
    if not code and accused and not happening.own_date and not happening.tolls and happening.anchor.role in ("of", "purpose") and happening.definite != "demonstrative" and sentence.zone.kind != "title":
        code, why = "too_vague", "accusation"  # "accuses the junta of shelling towns"
    if not code and any(toll.number.best >= (1000 if toll.number.kind == "vague" else 2000) for toll in happening.tolls):
        code, why = "aggregate", "toll.of_a_war"
    tenses = {t.tense for t in modals}
    told = any(c.value.rule.kind == "say" and c.end <= strong[0].trigger.start for c in cues) if strong else False
    remembered = {r.trigger.value.tense for r in happening.readings if r.trigger.value.voice != "nominal"} == {"pluperfect"}
    introduced = bool(nominal) and all(r.trigger.value.definite == "indefinite" for r in nominal)
    if not code and not told and ((tenses == {"pluperfect"} and not nominal) or (remembered and introduced)):
        fresh = first is not None and ((first.value.anchor == "context" and abs(first.value.shift) <= typology.news_days) or (published and first.value.first and (published - first.value.first).days <= 7 and (first.value.precision == 1 or first.value.kind == "night")))
        if not fresh:
            code, why = "pluperfect", strong[0].rule.id
    happening.dismissed, happening.why = code, why


def superlative(sentence: Sentence, end: int, pack: Pack) -> bool:
    """Whether a span that begins at ``end`` only measures how bad something was: "the deadliest attack since January"."""
    words = pack.words("superlatives")
    return any(sentence.text(k, k + size) in words for size in (1, 2) for k in range(max(0, end - 5), end))


def _aside(sentence: Sentence, cue: Mention, happening: Happening) -> bool:
    """Whether a cue stands in an aside that only describes: «à Nikopol, ville exposée chaque jour aux tirs, un homme a péri»."""
    norm, stops = sentence.norm, (",", ";", "(", ")", "–", "—")
    start = next((k for k in range(cue.start - 1, -1, -1) if norm[k] in stops), -1)
    end = next((k for k in range(cue.end, len(norm)) if norm[k] in stops), -1)
    if start < 0 or end < 0 or end - start - 1 == cue.size:
        return False  # the sentence begins or ends with it, or it stands alone between commas: «chaque jour, des obus tombent»
    return not any(start < r.trigger.start < end for r in happening.readings)


def _spans(sentence: Sentence, happening: Happening, pack: Pack) -> bool:
    """Whether its dead are counted from an event far back: "since the truce", «depuis son entrée en vigueur»."""
    norm, clauses = sentence.norm, {r.clause for r in happening.readings} | {sentence.breaks[t.span.start] for t in happening.tolls if t.sentence is sentence}
    since = frozenset(" ".join(words(one)) for key in ("since", "since_far") for one in pack.dates["modifiers"][key])
    skipped = pack.words("definite") | pack.words("possessive") | pack.words("demonstrative")
    for k, word in enumerate(norm):
        if word in since and {sentence.breaks[k], sentence.breaks[k - 1]} & clauses:
            start = k + 1
            while start < len(norm) and norm[start] in skipped:
                start += 1
            bare = k and (pack.auxiliaries.exact((norm[k - 1],))[0] or any(m.start in (k + 1, start) for m in sentence.layer("numbers")))
            if bare and any(toll.number.best >= _MANY for toll in happening.tolls):
                return True  # «il a fait depuis des centaines de morts», "has since killed 300"
            if start > k + 1 and any(" ".join(norm[start : start + size]) in pack.words("beginnings") for size in (1, 2, 3)):
                return True
    return False


def _governed(sentence: Sentence, trigger: Mention, pack: Pack) -> bool:
    """Whether a preposition stands before a gerund: "accused of firing", "without firing"."""
    return bool(trigger.start) and bool(pack.roles.ending(sentence.norm, trigger.start)[0])


def _supposed(sentence: Sentence, trigger: Mention, pack: Pack) -> bool:
    """Whether a noun is the subject of what would or will be: "an attack would be the worst of options"."""
    clause = sentence.breaks[trigger.start]
    for k in range(trigger.end, min(trigger.end + 12, len(sentence.norm))):
        if sentence.breaks[k] != clause or any(t.start == k for t in sentence.layer("triggers")):
            return False
        size, auxes = pack.auxiliaries.at(sentence.norm, k)
        if size and sentence.raw[k].lower() not in pack.words("definite"):
            return any(family == "be" and feature in ("cond", "fut") for family, feature in auxes)
    return False


def _governs(sentence: Sentence, cue: Mention, happening: Happening) -> bool:
    """Whether a cue stands over a happening: in its clause and before its trigger, or a noun right after it."""
    anchor = happening.anchor
    if cue.start <= anchor.start < cue.end:
        return False
    feature = cue.value.feature
    kind = cue.value.rule.kind
    if kind == "hypothetical" and feature == "phrase" and cue.end <= anchor.start:
        return sentence.breaks[anchor.start] - sentence.breaks[cue.start] <= 0 and anchor.start - cue.end <= 15
    nominal = bool(happening.readings) and happening.readings[0].trigger.value.voice == "nominal"
    if kind == "plan" and nominal and 0 <= cue.start - anchor.end <= 6 and sentence.breaks[cue.start] == sentence.breaks[anchor.start]:
        return not any(anchor.end <= t.start < cue.start for t in sentence.layer("triggers"))  # "talks are due on Tuesday"
    if cue.end <= anchor.start:
        between = [t for t in sentence.layer("triggers") if cue.end <= t.start < anchor.start and t.value.voice != "nominal"]
        return not between and anchor.start - cue.end <= 12 and sentence.breaks[anchor.start] - sentence.breaks[cue.start] <= 1
    return False
