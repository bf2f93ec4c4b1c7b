"""Tolls of a sentence: the counted dead and wounded that no verb holds, and the happening that each belongs to."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from eventx.annotate.layers import Mention, Number, Sentence
from eventx.annotate.reading import Reading
from eventx.assemble.happening import Happening, Toll
from eventx.assemble.zero import NONE, zero
from eventx.coding import Typology
from eventx.packs import Pack

_BARE = Number(3, 3, None, "several")
ONE = Number(1, 1, 1, "one")


def counted(sentence: Sentence, mention: Mention, state: str, reading: Reading | None, pack: Pack) -> Toll | None:
    """The toll that a party or a number is, in the state that its verb or its own words give; ``None`` when it is none."""
    if mention.layer == "numbers":
        return Toll(state, mention.value, None, sentence, mention, mention.role == "including")
    party = mention.value
    if party.state in ("casualty", "missing", "captured", "displaced"):
        return None
    if party.state in ("dead", "bodies", "injured"):
        died = reading is not None and reading.rule.roles.get("subject") == "victim" and party.state == "injured"  # a wounded man dies
        state = "injured" if party.state == "injured" and not died else "dead"
    if party.kind in ("country", "leader") or (party.kind in ("named", "asset") and party.number is None):
        return None
    number = ONE if party.number is None and _single(sentence, mention, pack) else party.number
    if number is None:
        if party.definite in ("definite", "demonstrative", "possessive") or (reading and reading.trigger.value.voice == "nominal"):
            if party.plural:
                return None
        number = _BARE if party.plural else ONE
    part = mention.role == "including" or bool(party.parts)
    nth_of = _ordinal(sentence, mention.start, mention.head + 1, pack) if party.number is None or party.number.kind == "one" else 0
    if nth_of:
        return Toll(state, Number(nth_of, nth_of, nth_of), mention, sentence, mention, part, update=True)
    also = reading is not None and any(word in pack.words("also") for word in sentence.norm[mention.end : reading.trigger.end + 2])
    return Toll(state, number, mention, sentence, mention, part, more=also or party.definite == "another")


def _single(sentence: Sentence, mention: Mention, pack: Pack) -> bool:
    """Whether a group is only whose one is spoken of: "the leader of a gang", «le chef d'un groupe armé»."""
    return any(sentence.norm[k] in pack.words("leaders") for k in range(mention.start, min(mention.start + 2, mention.end - 1)))


def nth(sentence: Sentence, reading: Reading, state: str, pack: Pack) -> Toll | None:
    """«Un sixième a succombé», "a sixth died", "wounded a third": the ordinal alone is who and how many."""
    if reading.trigger.value.voice == "active" and (of := _ordinal(sentence, reading.trigger.end, min(len(sentence.norm), reading.trigger.end + 2), pack)):
        if sentence.norm[reading.trigger.end + 2 : reading.trigger.end + 3] and sentence.norm[reading.trigger.end + 2] in pack.words("of_words"):
            return None  # "killed a third of the herd"
        return Toll(state, Number(of, of, of), None, sentence, reading.trigger, update=True)
    start = reading.trigger.start
    while start and sentence.breaks[start - 1] == reading.clause and sentence.norm[start - 1] not in ",;.":
        start -= 1
    of = _ordinal(sentence, start, reading.trigger.start, pack)
    return Toll(state, Number(of, of, of), None, sentence, reading.trigger, update=True) if of else None


def closer(sentence: Sentence, made: list[Happening]) -> None:
    """"Dozens of people, at least 30, were killed": the figure between commas is what the vague word stands for."""
    for toll in (t for h in made for t in h.tolls):
        if toll.number.kind not in ("vague", "several") or toll.span.end + 1 >= len(sentence.norm) or sentence.norm[toll.span.end] != ",":
            continue
        said = next((m for m in sentence.layer("numbers") if m.start == toll.span.end + 1 and m.value.best), None)
        if said is not None and said.end < len(sentence.norm) and sentence.norm[said.end] in ",;)":
            toll.number = said.value


def third_of_both(made: list[Happening]) -> None:
    """"Two were killed and a third was wounded": the third of both is one wounded, not three."""
    tolls = sorted((t for h in made for t in h.tolls), key=lambda toll: toll.span.start)
    for before, toll in pairwise(tolls):
        if toll.update and toll.state != before.state and toll.number.best == before.number.best + 1 and not any(t.state == toll.state for t in tolls if t is not toll):
            toll.number, toll.update = ONE, False


def _ordinal(sentence: Sentence, start: int, end: int, pack: Pack) -> int:
    """The third or later that an article and an ordinal name between two positions: 6 for «un sixième»; 0 for none."""
    ordinals, articles = pack.ordinals, pack.numbers["one"]["article"]
    return next(
        (ordinals[sentence.norm[k]] for k in range(start + 1, end) if sentence.norm[k] in ordinals and ordinals[sentence.norm[k]] > 2 and sentence.norm[k - 1] in articles), 0
    )


def stray_tolls(sentence: Sentence, made: list[Happening], typology: Typology, pack: Pack, past: set[int]) -> None:
    """States with a number that no reading has taken («18 morts et 75 blessés») go to the nearest happening.

    ``past`` are the parties of what the sentence only counts a day from.
    """
    used = {id(t.span) for h in made for t in h.tolls} | past
    slots = {id(m) for h in made for m in h.agents}
    for mention in sentence.layer("parties"):
        party = mention.value
        if party.state not in ("dead", "injured", "bodies") or mention.role == "purpose" or id(mention) in used or id(mention) in slots:
            continue
        if party.state == "bodies" and party.number is None:
            of = next((m for m in sentence.layer("parties") if m.role == "of" and 0 < m.start - mention.end <= 2 and m.value.number is not None), None)
            if of is None:
                continue
            party.number = of.value.number  # "the bodies of several soldiers"
        elif party.number is None or (party.number.kind == "several" and party.definite in ("definite", "indefinite")):
            continue
        toll = counted(sentence, mention, "dead", None, pack)
        if toll is None:
            continue
        homes = [h for h in made if any(typology.joins(frame, "killing") for frame in h.frames)]
        clause = [h for h in homes if any(sentence.breaks[mention.start] == r.clause for r in h.readings)]
        if not clause and homes and _placed_apart(sentence, mention, homes):
            made.append(Happening(sentence, [], ["killing" if toll.state == "dead" else "wounding"], tolls=[toll], apart=True))
            continue
        choices = clause or [h for h in homes if ";" not in sentence.norm[min(h.anchor.start, mention.start) : max(h.anchor.start, mention.start)]]
        if choices:
            min(choices, key=lambda h: abs(h.anchor.start - mention.start)).tolls.append(toll)
        else:
            frame = "killing" if toll.state == "dead" else "wounding"
            if made and not homes:
                made[-1].tolls.append(toll)
            else:
                made.append(Happening(sentence, [], [frame], tolls=[toll]))
                homes = []
            made[-1].frames = made[-1].frames or [frame]


def _placed_apart(sentence: Sentence, mention: Mention, homes: list[Happening]) -> bool:
    """Whether a toll stands in a clause with a place of its own: "M23 takes Masisi, nine civilians killed near Beni"."""
    clause = sentence.breaks[mention.start]
    named = [m for m in sentence.layer("names") if m.value.places and sentence.breaks[m.start] == clause and m.role in ("at", "near")]
    return bool(named) and all(r.places and not set(map(id, r.places)) & set(map(id, named)) for h in homes for r in h.readings)


def other_voices(sentence: Sentence, made: list[Happening]) -> None:
    """«Soixante-dix ont été tués selon une source médicale, quatre-vingt-trois selon une source militaire»."""
    used = {id(t.span) for h in made for t in h.tolls}
    inside = {i for m in sentence.layer("parties") for i in range(m.start, m.end)}
    for mention in sentence.layer("numbers"):
        if id(mention) in used or mention.start in inside or mention.value.kind in ("several", "zero"):
            continue
        if not any(c.value.rule.kind == "source_phrase" and 0 <= c.start - mention.end <= 1 for c in sentence.layer("cues")):
            continue
        before = [(t, h) for h in made for t in h.tolls if t.span.start < mention.start]
        if before:
            toll, home = before[-1]
            home.tolls.append(Toll(toll.state, mention.value, toll.party, sentence, mention, again=True))


def of_them(sentence: Sentence, made: list[Happening], pack: Pack) -> None:
    """«Le maire en annonce quatorze», «l'OSDH n'en recense que quarante-cinq»: so many of the dead told before."""
    pronouns = pack.words("partitive")
    if made and any(h.tolls for h in made):
        return
    inside = {i for m in sentence.layer("parties") for i in range(m.start, m.end)}
    said = {k for c in sentence.layer("cues") if c.value.rule.kind in ("say", "claim") for k in range(c.start, c.end)}
    said |= {k for t in sentence.layer("triggers") for form in t.value.forms if (form.rule.roles.get("subject"), form.rule.roles.get("object")) == ("theme", "victim") for k in range(t.start, t.end)}
    for mention in sentence.layer("numbers"):
        follows = sentence.norm[mention.end] if mention.end < len(sentence.norm) else "."
        stands = not follows.isalpha() or pack.roles.at(sentence.norm, mention.end)[0] or follows in pack.words("and")
        before = sentence.norm[max(0, mention.start - 5) : mention.start]
        spoken = any(k in said for k in range(max(0, mention.start - 4), mention.start))
        if mention.start in inside or not mention.value.best or not stands or not spoken or not pronouns & set(before):
            continue
        made.append(Happening(sentence, [], ["killing"], tolls=[Toll("dead", mention.value, None, sentence, mention)]))
        return


def put_at(sentence: Sentence, made: list[Happening], pack: Pack) -> None:
    """"The number of fighters killed has risen to four", «le bilan passe à 12 morts», "put the toll at 10"."""
    nouns, verbs = pack.words("toll_nouns"), pack.words("toll_verbs")
    inside = {i for m in sentence.layer("parties") for i in range(m.start, m.end) if m.value.state}
    heads = pack.heads("toll_nouns")
    named = [k for k, word in enumerate(sentence.norm) if word in heads and any(" ".join(sentence.norm[k : k + size]) in nouns for size in (1, 2, 3))]
    if not named:
        return
    for mention in sentence.layer("numbers"):
        lead = _led(sentence.norm, mention.start, verbs)
        if not lead or not any(k < mention.start for k in named) or (mention.start in inside and not lead) or mention.value.kind in ("zero", "several"):
            continue
        same = next((t for h in made for t in h.tolls if t.state == "dead" and t.span.start <= mention.start < t.span.end), None)
        if same is not None:
            same.update = True  # «est passé à cinq morts»
            continue
        toll = Toll("dead", mention.value, None, sentence, mention, update=True)
        here = [h for h in made if any(r.clause == sentence.breaks[mention.start] for r in h.readings)] or made
        home = next((h for h in here if any(t.state == "dead" for t in h.tolls)), here[0] if here else None)
        if home is None:
            made.append(Happening(sentence, [], ["killing"], tolls=[toll]))
            continue
        late = [t for h in made if any(r.rule.late for r in h.readings) for t in h.tolls]
        for happening in made:
            happening.tolls = [t for t in happening.tolls if t.state != "dead" or (t.number.kind not in ("several", "one") and t not in late and t.span is not mention)]
        home.tolls.append(toll)
        return


def _led(norm: list[str], start: int, verbs: Collection[str]) -> bool:
    """Whether a verb of tolls leads to a number, a few words of time or cause between: «est passé dans la soirée à cinq»."""
    for verb in verbs:
        *head, last = verb.split()
        if norm[start - 1 : start] != [last]:
            continue
        gap = next((n for n in range(6) if norm[max(0, start - 1 - n - len(head)) : start - 1 - n] == head), None)
        if gap is not None and all(word.isalpha() for word in norm[start - 1 - gap : start - 1]):
            return True
    return False


def attackers_too(sentence: Sentence, made: list[Happening]) -> None:
    """«Quinze recrues ont été tuées, en plus de l'assaillant»: the attacker died as well (ruling 9.4)."""
    for mention in sentence.layer("parties"):
        if mention.role != "besides" or mention.value.kind not in ("bomber", "gunmen", "militant", "terrorists"):
            continue
        home = next((h for h in made if any(t.state == "dead" for t in h.tolls)), None)
        if home is not None and not any(t.span is mention for t in home.tolls):
            mention.value.definite = "another"
            home.tolls.append(Toll("dead", mention.value.number or ONE, mention, sentence, mention, more=True))


def zero_tolls(sentence: Sentence, made: list[Happening], typology: Typology, pack: Pack) -> None:
    """«Sans faire de victimes» goes to the happening of its sentence; alone, it waits for the incident told before."""
    found = [Toll(state, NONE, None, sentence, mention) for state, mention in zero(sentence, typology, pack)]
    if not found:
        return
    spans = [t.span for t in found]
    for happening in list(made):
        own = all(r.trigger in spans or (r.object + r.subject and all(m in spans for m in r.object or r.subject)) for r in happening.readings)
        own = own and (bool(happening.readings) or all(t.span in spans for t in happening.tolls))  # "four wounded, no deaths" counts both
        if own or (typology.effect(happening.frames[0]) and all(r.trigger.value.negated for r in happening.readings) and not happening.tolls):
            made.remove(happening)
    homes = [h for h in made if not h.readings or not all(r.trigger.value.negated for r in h.readings)]
    for home in homes:
        home.tolls = [t for t in home.tolls if t.span not in spans]
    if homes:
        min(homes, key=lambda h: abs(h.anchor.start - found[0].span.start)).tolls += found
    else:
        made.append(Happening(sentence, [], ["killing"], tolls=found))
