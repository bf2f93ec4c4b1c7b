"""Language packs: load a folder of TOML and CSV, check it, compile it to look-up tables.

A pack holds words only. What the engine knows of a language is the tables built here: phrases to the role that
they give what follows, trigger forms to their rule and inflection, nouns for people to their class, cues to their
kind. A broken pack stops the program with a :class:`~eventx.errors.PackError` that names file and rule.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from eventx import packindex, resources
from eventx.errors import PackError
from eventx.fold import fold_word, words
from eventx.phrases import Phrases as Phrases

VERB_FEATURES = ("pres", "past", "imperf", "fut", "cond", "subj", "part", "ger", "inf")
SLOTS = ("agent", "target", "victim", "place", "device", "theme", "both")


@dataclass(frozen=True, slots=True)
class Rule:
    """One trigger rule of a pack. ``roles`` maps a grammatical role to the slot it fills; ``needs`` guards it.

    ``weak`` rules make no row alone, ``weapon`` rules only tell what another reading comes from, the day of a ``late``
    one is not the incident's («a succombé mercredi à ses blessures»). ``things`` are words one of which must stand where
    the object would («tirer» with «roquettes», "set up" with "observation post"). An ``intransitive`` rule's verb needs no object ("police fired over").
    """

    id: str
    frame: str
    file: str
    roles: Mapping[str, str]
    needs: Mapping[str, tuple[str, ...]]
    aux: str = ""
    reflexive: bool = False
    weak: bool = False
    weapon: bool = False
    late: bool = False
    things: tuple[str, ...] = ()
    intransitive: bool = False
    match: tuple[Mapping[str, Any], ...] = ()
    no_match: tuple[Mapping[str, Any], ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a rule or cue: the rule and its inflection (a verb feature, ``noun`` or ``phrase``)."""

    rule: Any
    feature: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A stance cue: what it does (``kind``) and how far it reaches (``scope``)."""

    id: str
    kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class Person:
    """A noun for people: its class, grammatical number and associated-actor descriptor."""

    kind: str
    number: str
    descriptor: str


@dataclass
class Pack:
    """A compiled language pack; see :func:`load`."""

    language: str
    config: Mapping[str, Any]
    rules: Mapping[str, Rule] = field(default_factory=dict)
    triggers: Phrases = field(default_factory=Phrases)
    cues: Phrases = field(default_factory=Phrases)
    people: Phrases = field(default_factory=Phrases)
    roles: Phrases = field(default_factory=Phrases)
    auxiliaries: Phrases = field(default_factory=Phrases)
    voices: Phrases = field(default_factory=Phrases)
    bodies: Phrases = field(default_factory=Phrases)
    anaphors: Phrases = field(default_factory=Phrases)
    topics: Phrases = field(default_factory=Phrases)
    topic_least: dict[str, int] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, Any] = field(default_factory=dict)

    def words(self, key: str) -> frozenset[str]:
        """A word list of ``pack.toml`` as folded phrases joined by a space."""
        return self._sets[key]

    def heads(self, key: str) -> frozenset[str]:
        """The first words of a word list's phrases: where none of them stands, no phrase does."""
        return self._heads[key]

    @cached_property
    def _heads(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(phrase.partition(" ")[0] for phrase in phrases) for key, phrases in self._sets.items()}

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        return {
            key: frozenset(" ".join(words(item)) for item in value)
            for key, value in self.config.items()
            if isinstance(value, list) and all(isinstance(item, str) for item in value)
        }

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Words whose full stop does not end a sentence, without the stop: «MM.», but not «60 mm.»."""
        return frozenset(form for word in self.config.get("abbreviations", ()) for form in (word, word.capitalize()))

    @cached_property
    def ordinals(self) -> Mapping[str, int]:
        """Folded ordinals from the third on to their numbers."""
        return {" ".join(words(word)): number for word, number in self.numbers.get("ordinals", {}).items()}

    @cached_property
    def quotes(self) -> Mapping[str, str]:
        """Opening to closing quotation marks."""
        return {pair["open"]: pair["close"] for pair in self.config.get("quotes", ())}


class _Inflector:
    """Surface forms of verb lemmas from ``verbs.toml``."""

    def __init__(self, data: Mapping[str, Any], file: Path) -> None:
        self.file = file
        self.irregular = data.get("irregular", {})
        self.paradigms = sorted(data.get("paradigm", ()), key=lambda table: -len(table["ending"]))

    def forms(self, entry: str, *, rule: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """(words, feature) of every form of ``lemma`` or ``lemma fixed words``."""
        lemma, _, tail = entry.partition(" ")
        rest = tuple(words(tail))
        if lemma in self.irregular:
            for feature, forms in self.irregular[lemma].items():
                for form in forms if isinstance(forms, list) else ():
                    yield (*words(form), *rest), feature
            return
        for table in self.paradigms:
            if lemma.endswith(table["ending"]):
                stem = lemma[: len(lemma) - len(table["ending"])]
                start = words(stem)  # folding goes sign by sign, so stem and suffix may be folded apart
                for feature in VERB_FEATURES:
                    for suffix in table.get(feature, ()):
                        yield (*start[:-1], "".join(start[-1:]) + fold_word(suffix), *rest), feature
                return
        raise PackError(f"no paradigm and no irregular entry for the verb {lemma!r}", file=str(self.file), hint=rule)


def load(language: str, *, folder: Path | None = None) -> Pack:
    """Load, check and compile the pack of a language.

    :raises PackError: a file is missing or malformed, an id stands twice, a verb cannot be inflected, a rule has no
        example; the error names file and rule.
    """
    return _load(language, folder or resources.path("languages", language))


def read(language: str, *, folder: Path | None = None) -> Pack:
    """The pack compiled anew from its files, whatever the index holds. Raises as :func:`load` does."""
    return _read(language, folder or resources.path("languages", language))


@lru_cache(maxsize=64)
def page(language: str) -> Mapping[str, Any]:
    """The pack's ``page.toml``: what pages of the language say around an article. Raises ``PackError``."""
    file = resources.path("languages", language, "page.toml")
    kept: Mapping[str, Any] | None = packindex.stored(f"page.{language}", [file])
    return _toml(file) if kept is None else kept


def index() -> dict[str, int]:
    """Put every pack into the index folder; gives the number of trigger forms of those that were not there as they are.

    :raises PackError: a pack is broken.
    """
    made = {}
    for language in available():
        folder = resources.path("languages", language)
        if (file := folder / "page.toml").is_file() and packindex.stored(f"page.{language}", [file]) is None:
            packindex.store(f"page.{language}", _toml(file), [file])
        if packindex.stored(f"pack.{language}", packindex.files(folder)) is None:
            pack = read(language)
            packindex.store(f"pack.{language}", packindex.dump(pack), packindex.files(folder))
            made[language] = len(pack.triggers)
    return made


def available() -> list[str]:
    """Codes of the languages that have a pack, found by listing the folder."""
    root = resources.path("languages")
    return sorted(path.parent.name for path in root.glob("*/pack.toml"))


@lru_cache(maxsize=8)
def _load(language: str, folder: Path) -> Pack:
    if folder == resources.path("languages", language):
        kept = packindex.stored(f"pack.{language}", packindex.files(folder))
        if kept is not None:
            return packindex.restore(kept, Pack, rule=Rule, kinds={"Form": Form, "Cue": Cue, "Person": Person})
    return _read(language, folder)


def _read(language: str, folder: Path) -> Pack:
    config = _toml(folder / "pack.toml")
    inflector = _Inflector(_toml(folder / "verbs.toml"), folder / "verbs.toml")
    pack = Pack(language, config, numbers=_toml(folder / "numbers.toml"), dates=_toml(folder / "dates.toml"))
    for role, phrases in config["roles"].items():
        for phrase in phrases:
            pack.roles.add(phrase, role)
    for family in ("be", "have", "modal"):
        for feature, phrases in config.get(family, {}).items():
            for phrase in phrases:
                pack.auxiliaries.add(phrase, (family, feature))
    _people(pack, folder / "people.csv")
    _stance(pack, inflector, folder / "stance.toml")
    _topics(pack, folder / "topics.toml")
    rules: dict[str, Rule] = {}
    for path in sorted((folder / "triggers").glob("*.toml")):
        for table in _toml(path).get("rule", ()):
            rule = _rule(table, path)
            if rule.id in rules:
                raise PackError(f"rule id {rule.id!r} stands twice", file=str(path), hint=rule.id)
            rules[rule.id] = rule
            _compile(pack, inflector, rule, table)
    pack.rules = rules
    return pack


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    from eventx import packcheck

    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except FileNotFoundError:
        raise PackError("file is missing", file=str(path), hint="a pack needs it") from None
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"not TOML: {error}", file=str(path), hint="see languages/README.md") from None
    packcheck.check(table, path)
    return table


def _people(pack: Pack, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if not row.get("class") or row.get("number") not in ("sg", "pl", "mass", "pair"):
                raise PackError("needs a class and a number of sg, pl, mass or pair", file=str(path), line=number)
            person = Person(row["class"], row["number"], row.get("descriptor") or "")
            for form in row["forms"].split("|"):
                pack.people.add(form, person)


def _stance(pack: Pack, inflector: _Inflector, path: Path) -> None:
    data = _toml(path)
    seen: set[str] = set()
    for table in data.get("cue", ()):
        if table["id"] in seen:
            raise PackError(f"cue id {table['id']!r} stands twice", file=str(path), hint=table["id"])
        seen.add(table["id"])
        cue = Cue(table["id"], table["kind"], table.get("scope", "clause"))
        for sequence, feature in _forms(inflector, table, rule=table["id"]):
            pack.cues.add(sequence, Form(cue, feature))
    pack.config = {**pack.config, **data.get("speech", {})}
    for table in data.get("voice", ()):
        for form in table["forms"]:
            pack.voices.add(form, table["name"])
    for table in data.get("anaphor", ()):
        for form in table["forms"]:
            pack.anaphors.add(form, (tuple(table["refers"]), table.get("otherwise", "")))
    for table in data.get("body", ()):
        for form in table["forms"]:
            pack.bodies.add(form, table["name"])


def _topics(pack: Pack, path: Path) -> None:
    data = _toml(path)
    for table in data["topic"]:
        pack.topic_least[table["kind"]] = table.get("least", data["least"])
        for entry in table["words"]:
            for form in entry.split("|"):
                pack.topics.add(form, (table["kind"], entry))


def _forms(inflector: _Inflector, table: Mapping[str, Any], *, rule: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for entry in table.get("verbs", ()):
        yield from inflector.forms(entry, rule=rule)
    for entry in table.get("nouns", ()):
        for form in entry.split("|"):
            yield tuple(words(form)), "noun"
    for entry in table.get("phrases", ()):
        for form in entry.split("|"):
            yield tuple(words(form)), "phrase"


def _rule(table: Mapping[str, Any], path: Path) -> Rule:
    needs = {role: tuple(value.split("|")) for role, value in table.get("needs", {}).items()}
    return Rule(
        table["id"], table["frame"], path.name, table.get("roles", {}), needs, table.get("aux", ""),
        bool(table.get("reflexive")), bool(table.get("weak")), bool(table.get("weapon")), bool(table.get("late")),
        tuple(" ".join(words(form)) for entry in table.get("things", ()) for form in entry.split("|")),
        bool(table.get("intransitive")), tuple(table["match"]), tuple(table["no_match"]),
    )  # fmt: skip


def _compile(pack: Pack, inflector: _Inflector, rule: Rule, table: Mapping[str, Any]) -> None:
    for entry in table.get("nouns", ()):
        forms = entry.split("|")
        for index, form in enumerate(forms):
            pack.triggers.add(form, Form(rule, "noun", plural=index > 0))
    verbs: Iterable[tuple[tuple[str, ...], str]] = (
        form for entry in table.get("verbs", ()) for form in inflector.forms(entry, rule=rule.id)
    )
    for sequence, feature in verbs:
        pack.triggers.add(sequence, Form(rule, feature))
    for entry in table.get("phrases", ()):
        for form in entry.split("|"):
            pack.triggers.add(form, Form(rule, "phrase"))
