"""Who: parties to canonical actor names, classes and associated-actor descriptors.

Knows no language: it gets classes of people, countries and gazetteer entries, and gives ACLED-style names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from eventx.actors import ActorIndex, Entry, actor_index
from eventx.annotate.kinds import CIVILIAN_KINDS
from eventx.annotate.layers import Mention, Party
from eventx.coding import typology
from eventx.gazetteers.places import place_index

STATE_KINDS = {
    "military": "military", "airforce": "military", "navy": "military", "police": "police", "government": "government",
    "guards": "military", "loyalists": "military",
}  # fmt: skip
ARMED_KINDS = frozenset(
    ["militant", "gunmen", "rebels", "opposition", "jihadists", "islamists", "separatists", "insurgents", "terrorists", "bandits", "gang", "militia", "paramilitaries", "mercenaries", "kurds", "cartel", "pirates", "bomber", "herders", "settlers"]
)
_VAGUE = frozenset({"gunmen", "bomber"})  # say nothing of who it is
_HENCHMEN = frozenset({"militia", "militant", "paramilitaries", "loyalists"})  # "Iranian militias" abroad are Iran's, not Iranians


@dataclass(frozen=True, slots=True)
class Actor:
    """A canonical actor: name, inter class, and the side it stands on for the typology."""

    name: str
    inter: str
    side: str  # state | foreign | armed | crowd | civilian
    descriptor: str = ""
    certain: bool = True
    named: bool = True  # not only described («des jihadistes»)


class Registry:
    """Resolves the parties of one article; remembers which named group its rebels, fighters or bandits are."""

    def __init__(
        self, mentions: Iterable[Mention], *, index: ActorIndex | None = None, countries: Mapping[str, float] | None = None
    ) -> None:
        self.index = index or actor_index()
        self.countries = countries  # the article's countries with weights, where they are known
        self.known: dict[str, tuple[Entry, ...]] = {}
        self.attackers: dict[str, Actor] = {}  # whom headline and lead make the doer of the article's strikes, by country
        self.flyers: dict[str, Actor] = {}  # who is known to strike from the air, by country of the strike
        self.seen: set[str] = set()
        self.named: set[str] = set()  # every armed group that the article names
        self.armies: dict[str, Counter[str]] = defaultdict(Counter)  # whose army or police the article speaks of
        for mention in mentions:
            party: Party = mention.value
            self.seen.add(party.kind)
            if party.kind in STATE_KINDS and party.countries:
                self.armies[STATE_KINDS[party.kind]][party.countries[0]] += 1
            groups = tuple(entry for entry in party.actors if entry.type == "group")
            self.named |= {group.name for group in groups if group.kind in ("Rebel group", "Political militia", "Identity militia")}
            if groups and party.kind in ARMED_KINDS and party.kind not in self.known:
                self.known[party.kind] = groups

    def resolve(self, party: Party, country: str, day: date | None) -> Actor | None:
        """The canonical actor of a party in an event of a country at a day; None for parties that are none."""
        if party.actors:
            found = self._entries(party.actors, country, day)
            if found:
                return found
        kind = party.kind
        if party.peoples and (kind in ARMED_KINDS or kind in ("asset", "military")):
            people = self.index.of_people(party.peoples, kind, country, day)
            if people:
                return self._described(*people)
        if kind == "gunmen" and party.number is not None and party.number.best >= 200:
            kind = "crowd"  # thousands with sticks are no commando
        if kind in ("country", "leader"):
            iso3 = party.countries[0] if party.countries else ""
            return self._state("military", iso3, country, day) if iso3 else None
        if kind in STATE_KINDS or (kind == "asset" and party.countries):
            force = STATE_KINDS.get(kind, "military")
            sort = party.descriptor or (kind if kind == "loyalists" and not party.actors else "")
            body = self.index.generic(sort, country, day) if sort else None
            if body:  # peacekeepers, a coalition: no state's own force; the contingent is associated
                lent = party.countries[0] if party.countries and not party.pro and party.countries[0] != country else ""
                return replace(self._described(*body), named=True, descriptor=self.index.military(lent, day) if lent else "")
            if party.descriptor == "coalition":
                return None
            if party.pro and force == "military":
                backed = self._backed(party, country, day)
                if backed or kind == "asset":
                    return backed or self.unidentified(country)
                party = replace(party, countries=())
            iso3 = party.countries[0] if party.countries else self.army(force, country)
            return self._state(force, iso3, country, day, unit=party.descriptor if force == "police" else "") if iso3 else None
        if kind in ("protester", "rioter", "crowd"):
            name = self.index.country(party.countries[0] if party.countries and kind != "crowd" else country)
            head, inter = ("Protesters", "Protesters") if kind == "protester" else ("Rioters", "Rioters")
            return Actor(f"{head} ({name})", inter, "crowd", party.descriptor)
        if kind == "settlers" and self.index.generic(kind, country, day):
            return Actor("Rioters (Israel)", "Rioters", "crowd", "Settlers (Israel)")
        if kind in ARMED_KINDS:
            return self._armed(party, kind, country, day)
        if kind in CIVILIAN_KINDS:
            home = party.countries[0] if party.countries else country
            if kind == "foreigner":
                return Actor("Civilians (International)", "Civilians", "civilian")
            descriptor = party.descriptor.replace("{country}", self.index.country(home)) if party.descriptor else ""
            return Actor(f"Civilians ({self.index.country(home)})", "Civilians", "civilian", descriptor)
        return None

    def army(self, force: str, country: str) -> str:
        """Whose «l'armée» is: the country's own, unless it has none, or the article only speaks of another's there."""
        occupier = typology().without_army.get(country, "")
        own = any(counts[country] for counts in self.armies.values())
        if not occupier or own or force == "police":
            return country
        known = self.armies[force]
        return known.most_common(1)[0][0] if known else occupier

    def unidentified(self, country: str) -> Actor:
        """The fall-back for attackers that nobody names."""
        return Actor(f"Unidentified Armed Group ({self.index.country(country)})", "Political militia", "armed", certain=False)

    def opponent(self, first: Actor, country: str, day: date | None) -> Actor:
        """Who stands against a side that the text leaves alone: the state against armed groups, the armed group that
        the article speaks of, or the rebels of the country, against a state."""
        invader = self.invader(country, day)
        if first.side == "armed":
            if invader and country in typology().without_army:  # whoever fights there fights the occupier
                return invader
            return replace(self._state("military", country, country, day), certain=False)
        foe = self.attackers.get(country) or self.flyers.get(country)
        if foe is not None and foe.name != first.name and foe.side != "state":
            return replace(foe, certain=False)
        for kind in ("rebels", "opposition", "jihadists", "islamists", "terrorists", "separatists", "insurgents", "militant"):
            if kind in self.seen or kind in self.known:
                found = self._armed(Party(kind), kind, country, day)
                if kind != "militant" or found.inter != "Political militia":  # «des combattants volontaires» fight beside the army
                    return replace(found, certain=False)
        if invader and first.side == "state":
            return invader
        generic = self.index.generic("rebels", country, day)
        if generic:
            return replace(self._described(*generic), certain=False)
        if first.side == "foreign" and country not in typology().without_army:  # an invader meets the country's army
            return replace(self._state("military", country, country, day), certain=False)
        return self.unidentified(country)

    def invader(self, country: str, day: date | None) -> Actor | None:
        """The army that has invaded a country and is in it at a day, as the tables know it."""
        found = self.index.generic("invader", country, day)
        return replace(self._described(*found), certain=False) if found else None

    def unflagged(self, party: Party, country: str, day: date | None) -> bool:
        """Whether an aircraft flies for nobody yet: "a drone", of no state, group or owner; any aircraft over an invaded country."""
        counted = party.number is not None and party.number.kind == "several"  # «des drones»: no article in any other tongue
        if party.kind != "airforce" or party.countries or party.actors or party.owned or (party.definite == "definite" and not counted):
            return False
        return not party.plural or self.invader(country, day) is not None

    def winner(self, loser: Actor | None, country: str, day: date | None) -> Actor:
        """Who took a town from a side, or from the country's army, where nobody says who."""
        return self.opponent(loser or self._state("military", country, country, day), country, day)

    def police(self, country: str, day: date | None) -> Actor | None:
        """The country's own police, for arrests that nobody is said to have made."""
        found = self._state("police", country, country, day)
        return replace(found, certain=False) if found is not None else None

    def of(self, mention: Mention, country: str, day: date | None) -> Actor | None:
        """The actor that a mention stands for: a party, or a name of a state, a people or a capital."""
        if mention.layer != "names":
            return self.resolve(mention.value, country, day)
        isos = [e.iso3 for e in mention.value.actors if e.type in ("demonym", "country", "leader")] or self.capital(mention)
        return self.resolve(Party("country", countries=tuple(isos[:1])), country, day) if isos else None

    def civilians(self, country: str) -> Actor:
        """The fall-back for people hit that nobody describes."""
        return Actor(f"Civilians ({self.index.country(country)})", "Civilians", "civilian", certain=False)

    def capital(self, mention: Mention) -> list[str]:
        """The country whose government a capital stands for: «Moscou a visé»; empty for any other name."""
        places = place_index()
        refs = getattr(mention.value, "places", ())
        return [places.record(refs[0]).country] if refs and places.is_capital(refs[0]) else []

    def side(self, mention: Mention) -> str:
        """A key by which two parties can be compared before country and day are known; empty for general ones."""
        if mention.layer != "parties":
            lands: list[str] = [e.iso3 for e in getattr(mention.value, "actors", ()) if e.type in ("demonym", "country", "leader")] or self.capital(mention)
            return "s:" + lands[0] if lands else ""
        party: Party = mention.value
        if party.actors:
            return "g:" + str(party.actors[0].name or party.actors[0].iso3)
        if party.countries and (party.kind in STATE_KINDS or party.kind in ("country", "leader", "asset")):
            return "s:" + party.countries[0]
        if party.kind in STATE_KINDS:
            return "s:"
        if party.kind in ("protester", "rioter", "crowd"):
            return "crowd"
        if party.kind in CIVILIAN_KINDS:
            return "civilian" if party.kind not in ("person",) else ""
        if party.kind in ARMED_KINDS:
            return "" if party.kind in ("gunmen", "militant", "terrorists", "bomber") else "a:" + party.kind
        return ""

    # -- kinds ------------------------------------------------------------------------------------------------------

    def _entries(self, entries: tuple[Entry, ...], country: str, day: date | None) -> Actor | None:
        """The best of the groups and forces that a name may stand for."""
        known = [entry for entry in entries if entry.type in ("group", "force")]
        choices = self.index.resolve(known, day=day, event_country=country, countries=self.countries)
        if not choices:
            return None
        best = choices[0]
        if best.entry.type == "force":
            return self._state(best.entry.kind or "military", best.entry.iso3, country, day, unit=best.entry.unit)
        inter = self.index.inter(best.kind, best.countries, country, name=best.name)
        return Actor(best.name, inter, _side(inter))

    def _state(self, force: str, iso3: str, country: str, day: date | None, *, unit: str = "") -> Actor:
        home = iso3 == country
        name = self.index.state_actor(force, iso3, day, unit=unit)
        return Actor(name, "State forces" if home else "External/Other forces", "state" if home else "foreign")

    @staticmethod
    def _described(name: str, inter: str) -> Actor:
        """An actor that a description stands for in a country."""
        return Actor(name, inter, _side(inter), named=False)

    def _armed(self, party: Party, kind: str, country: str, day: date | None) -> Actor:
        known = kind in self.known and not party.countries and not party.descriptor and not party.peoples
        if known and (kind not in ("gunmen", "militant", "person") or len(self.named) <= 1):
            found = self._entries(self.known[kind], country, day)
            if found:
                return found
        backed = self._backed(party, country, day) if party.pro or kind in _HENCHMEN else None
        if backed:
            return backed
        home = party.countries[0] if party.countries and not party.pro else country
        classes = [one for one in (party.descriptor, kind) if one and one not in _VAGUE]
        generic = next(filter(None, (self.index.generic(one, home, day) for one in classes)), None)
        if generic and kind != "kurds" and not party.countries and not party.descriptor and not party.peoples and (only := self._only(generic[0], country, day)):
            return only  # an article on the ELN alone has no other rebels
        return self._described(*generic) if generic else self.unidentified(country)

    def _only(self, usual: str, country: str, day: date | None) -> Actor | None:
        """The one armed group that the article names, where a word for rebels would stand for another group of the country."""
        here = [entries for entries in map(self.index.named, sorted(self.named)) if country in entries[0].countries]
        if len(here) != 1 or not self.index.named(usual):
            return None
        return self._entries(tuple(here[0]), country, day)

    def _backed(self, party: Party, country: str, day: date | None) -> Actor | None:
        """Whom another state keeps in a country, as the tables know it."""
        abroad = (self.index.generic(f"pro-{iso3}", country, day) for iso3 in party.countries if iso3 != country)
        return next((self._described(*found) for found in abroad if found), None)


def _side(inter: str) -> str:
    """The side on which a class stands for the typology."""
    return {"State forces": "state", "External/Other forces": "foreign"}.get(inter, "armed")
