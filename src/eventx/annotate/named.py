"""Names that are parties by themselves («Hezbollah», «la Turquie», "two Palestinians") and names that tell whose a party is."""

from __future__ import annotations

from dataclasses import replace

from eventx.annotate.kinds import FORCES
from eventx.annotate.layers import Mention, Number, Party, Sentence
from eventx.gazetteers.places import PlaceIndex
from eventx.packs import Pack

SINGLE = Number(1, 1, 1, "one")


class Names:
    """Makes parties of the names that stand alone, and gives a party the allegiance that a name says."""

    def __init__(self, pack: Pack, index: PlaceIndex, definite: dict[str, str]) -> None:
        self.pack = pack
        self.index = index
        self.definite = definite
        self.flyers = pack.words("flyers")

    def allegiance(self, party: Party, mention: Mention) -> None:
        name = mention.value
        groups = tuple(entry for entry in name.actors if entry.type in ("group", "force"))
        lands = tuple(dict.fromkeys(entry.iso3 for entry in name.actors if entry.type in ("demonym", "country", "leader", "pro") and entry.iso3))
        if any(entry.type == "pro" for entry in name.actors):
            party.pro = True
        party.peoples = (*party.peoples, *(entry for entry in name.actors if entry.type == "people"))
        if groups:
            party.actors = (*party.actors, *groups)
        elif lands:
            party.countries = tuple(dict.fromkeys((*party.countries, *lands)))
        elif name.places:
            party.places = (*party.places, mention)
            capital = next((ref for ref in name.places if self.index.is_capital(ref)), None)
            if capital is not None and (party.pro or party.kind in ("government", "military", "asset", "militia")):
                party.countries = (*party.countries, self.index.record(capital).country)

    def paired(self, sentence: Sentence, parties: list[Mention]) -> list[Mention]:
        """A second state's force that shares the noun of the first: «les aviations russe et syrienne», "French and British jets"."""
        made = []
        peoples = [m for m in sentence.layer("names") if m.value.actors and {e.type for e in m.value.actors} == {"demonym"}]
        for party in parties:
            if party.value.kind not in FORCES | {"asset"} or not party.value.countries or party.value.number is not None:
                continue
            for name in peoples:
                behind = name.start == party.end + 1 and sentence.norm[party.end] in self.pack.words("and")
                front = name.end == party.start - 1 and sentence.norm[name.end] in self.pack.words("and")
                alone = not any(m.start <= name.start < m.end or m.start == name.end for m in parties if m is not party) and not self.pack.people.at(sentence.norm, name.end)[0]
                told = any(m.start <= name.start - 1 < m.end for m in sentence.layer("names")) if front else False
                lands = tuple(e.iso3 for e in name.value.actors if e.iso3)[:1]
                if (behind or front) and alone and not told and lands and lands != party.value.countries[:1]:
                    value = replace(party.value, countries=lands, actors=(), number=None)
                    made.append(Mention("parties", name.start, name.end, value, party.rule, head=name.start))
        return made

    def alone(self, sentence: Sentence, parties: list[Mention], numbers: dict[int, Mention]) -> list[Mention]:
        taken = {i for mention in parties for i in range(mention.start, mention.end)}
        norm, made = sentence.norm, []
        for mention in sentence.layer("names"):
            if not taken.isdisjoint(range(mention.start, mention.end)) or not mention.value.actors:
                continue
            kinds = {entry.type for entry in mention.value.actors} - {"source", "people"}
            if not kinds or self._headline_of_item(sentence, mention):
                continue
            start = mention.start
            party = Party("named" if kinds & {"group", "force"} else "country")
            if not kinds & {"group", "force"}:
                if kinds <= {"demonym", "pro"}:
                    if not sentence.raw[mention.start][0].isupper() and sentence.norm[mention.start - 1 : mention.start] != ["les"]:
                        continue
                    follows = norm[mention.end] if mention.end < len(norm) else ""
                    plural = sentence.norm[mention.start].endswith("s") or start in numbers
                    single = not plural and self._one(sentence, mention)
                    told = any(c.start == mention.end and c.value.feature == "part" for c in sentence.layer("cues"))  # «un Palestinien soupçonné de»
                    if not (plural or single) or (follows.isalpha() and not told and not self._closes(norm, mention.end) and not self.pack.cues.at(norm, mention.end)[0]):
                        continue
                    party.kind = "national"
                    party.number = SINGLE if single else None
                elif "leader" in kinds and "country" not in kinds:
                    party.kind = "leader"
            self.allegiance(party, mention)
            if any(word in self.flyers for word in norm[mention.start : mention.end]):
                party.kind = "airforce"  # «l'aviation russe»: whatever the verb, from the air
            end = mention.end
            follower = next((m for m in sentence.layer("names") if m.start == end), None)
            if follower is not None and {e.type for e in follower.value.actors} == {"demonym"}:
                self.allegiance(party, follower)  # «Casques bleus togolais»
                party.countries = party.countries or tuple(e.iso3 for e in follower.value.actors if e.iso3)[:1]
                end = follower.end
            before = start
            while before and norm[before - 1] in self.pack.words("another"):
                before -= 1  # «cinq autres Palestiniens»
            if before in numbers:
                party.number, party.definite = numbers[before].value, "another" if before < start else party.definite
                start = numbers[before].start
            elif start > 1 and norm[start - 1] == "s" and party.kind == "named" and any(m.end == start - 1 for m in sentence.layer("names")):
                start = next(m.start for m in sentence.layer("names") if m.end == start - 1)  # "Lebanon's Hezbollah"
            elif start and norm[start - 1] in self.definite:
                party.definite = self.definite[norm[start - 1]]
                start -= 1
            made.append(Mention("parties", start, end, party, "actors.name", head=mention.start))
        return made

    def _one(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name of a people means one of them: «un Palestinien de 61 ans», "an Israeli", «la Française»."""
        if not mention.start or mention.size > 1 or not sentence.raw[mention.start][0].isupper():
            return False
        return self.definite.get(sentence.norm[mention.start - 1]) in ("indefinite", "another", "demonstrative")

    @staticmethod
    def _headline_of_item(sentence: Sentence, mention: Mention) -> bool:
        """Whether a country in capitals only heads the item that follows: «COLOMBIE Trente-six blessés …»."""
        raw = sentence.raw
        first = mention.end < len(raw) and raw[mention.end][0].isupper() and not raw[mention.end].isupper()
        return mention.start == 0 and first and all(word.isupper() for word in raw[: mention.end] if word.isalpha()) and len(raw[0]) > 2

    def _closes(self, norm: list[str], index: int) -> bool:
        """Whether the word at ``index`` cannot belong to a noun phrase begun before it."""
        word = norm[index]
        sequence = norm[index : index + 1]
        return (
            word in self.pack.words("and") or word in self.pack.words("relatives") or self.pack.roles.exact(sequence)[0]
            or self.pack.auxiliaries.exact(sequence)[0] or bool(self.pack.triggers.at(norm, index)[0]) or word in self.pack.words("verb_skip")
        )  # fmt: skip

    @staticmethod
    def headed(sentence: Sentence, parties: list[Mention]) -> list[Mention]:
        """"Four New People's Army (NPA) fighters" are one party: the group, its letters in brackets, its men."""
        raw, made = sentence.raw, list(parties)
        for men in parties:
            if men.value.kind not in FORCES or men.value.actors or men.value.countries or men.start < 3 or raw[men.start - 1] != ")":
                continue
            letters = next((m for m in parties if m.end == men.start - 1 and raw[m.start - 1] == "(" and m.value.actors), None)
            group = next((m for m in parties if letters is not None and m.end == letters.start - 1 and m.value.kind == "named"), None)
            if letters is None or group is None or not {e.name for e in group.value.actors} & {e.name for e in letters.value.actors}:
                continue
            whole = replace(men.value, actors=group.value.actors, number=group.value.number or men.value.number, definite=group.value.definite or men.value.definite)
            made = [m for m in made if m is not group and m is not letters and m is not men]
            made.append(replace(men, start=group.start, value=whole))
        return sorted(made, key=lambda m: m.start)

    @staticmethod
    def bracketed(sentence: Sentence, parties: list[Mention]) -> None:
        """«des combattants du mouvement Retour … (3R)»: an unknown name takes the group of the acronym behind it."""
        for party in parties:
            if party.value.kind not in FORCES or party.value.actors or party.value.countries:
                continue
            for name in sentence.layer("names"):
                if not 0 < name.start - party.end <= 10 or sentence.raw[name.start - 1] != "(" or name.end >= len(sentence.raw) or sentence.raw[name.end] != ")":
                    continue
                groups = tuple(e for e in name.value.actors if e.type in ("group", "force"))  # «FDS»: whose, the country says
                words = sentence.raw[party.end : name.start - 1] or sentence.raw[party.head : party.end]
                if groups and sum(word[0].isupper() for word in words) >= 1 and not any(word in ".;:" for word in words):
                    party.value.actors = groups
                break
