"""Who says what: constructions of speech, from a sentence's speakers to the two columns of a row."""

from __future__ import annotations

from datetime import date

import pytest

from eventx.annotate import annotator
from eventx.assemble.speakers import carry
from eventx.model import Article
from eventx.pipeline import read_article

# (language, text, the speakers of its acts in text order): a source's name, a body's template, an anonymous plural, a
# person's name, or the kind of a party.
SPEAKERS = [
    # subject before the verb, with apposition, insertion and hearer
    ("en", "The Syrian Observatory for Human Rights said on Monday that a strike on Ariha killed seven civilians.", ["SOHR"]),
    ("en", "A strike killed seven civilians, the Syrian Observatory for Human Rights, a Britain-based monitor, said.", ["SOHR"]),
    ("en", "Interior ministry spokesman Abdul Nafi told AFP that four people had been killed.", ["{demonym} Ministry of Interior"]),
    ("en", "A doctor at the clinic, who asked not to be named, told Reuters that nine bodies had been brought in.", ["medics"]),
    ("en", "Brigadier General Onyema Nwachukwu, the army spokesman, said troops killed 15 bandits.", ["{demonym} Army"]),
    ("en", "Shells fell on the market in Idlib, Turkey's defence ministry said.", ["Turkish Ministry of Defence"]),
    ("fr", "L'OSDH, une ONG basée au Royaume-Uni et disposant d'un vaste réseau de sources, a fait état de sept morts.", ["SOHR"]),
    ("fr", "Le JNIM, affilié à Al-Qaïda, a revendiqué l'attaque dans un communiqué.", ["named"]),
    ("fr", "Moussa Soumana, un habitant du village, a affirmé que dix personnes avaient été tuées.", ["residents"]),
    # inverted
    ("en", "Seven civilians were killed, said the Britain-based Observatory.", ["SOHR"]),
    ("en", '"They came at dawn," said Ibrahim Musa, a farmer.', ["farmers"]),
    ("fr", "Sept civils ont été tués, a déclaré à l'AFP le directeur de l'OSDH, Rami Abdel Rahmane.", ["SOHR"]),
    ("fr", "Cinq personnes ont péri, a déclaré le porte-parole de la police, Wahid Abdullah.", ["{demonym} Police"]),
    ("fr", "« Ils sont arrivés à l'aube », a raconté à l'AFP un habitant.", ["residents"]),
    # prepositions, citing, joined speakers
    ("en", "The gunmen killed six villagers, residents and a security source told AFP.", ["residents", "security sources"]),
    ("en", "Medics at the hospital and two residents blamed the Houthis.", ["medics", "residents"]),
    ("en", "SANA, quoting a military source, said two missiles hit Damascus.", ["military sources", "SANA"]),
    ("fr", "Selon des sources locales et un responsable militaire, quinze soldats ont été tués.", ["local sources", "military sources"]),
    ("fr", "Quinze soldats ont été tués, a-t-on appris de source sécuritaire.", ["security sources"]),
    # governors, mayors and people by name
    ("en", "Shelling killed three people in Kherson, regional governor Oleksandr Prokudin said on Telegram.", ["Oleksandr Prokudin"]),
    ("fr", "Trois civils ont été tués, a affirmé sur Telegram le gouverneur régional, Oleg Synegoubov.", ["Oleh Syniehubov"]),
    ("fr", "Le maire de la ville, Jean Dupont, a fait état de deux blessés.", ["Jean Dupont"]),
    # state media, journalists, organisations
    ("en", "State news agency SANA reported that air defences shot down two drones.", ["SANA"]),
    ("en", "AFP journalists saw five bodies in the street.", ["AFP"]),
    ("en", "The Savanna Herders' Forum (SHF) said nine cattle traders were killed.", ["SHF"]),
    ("en", "Nine cattle traders were killed, the Savanna Herders' Forum said.", ["Savanna Herders' Forum"]),
    ("fr", "L'agence officielle Sana a rapporté que la défense antiaérienne avait abattu deux drones.", ["SANA"]),
    ("fr", "Le ministère malien de la Défense a annoncé la mort de six soldats.", ["Malian Ministry of Defence"]),
    # what is said to have been said before
    ("en", "Gunmen killed five people. The account is that of residents.", ["residents"]),
    ("fr", "Des hommes armés ont tué cinq personnes. Le récit est celui d'un médecin.", ["medics"]),
    # carried: pronouns, pointers, surnames, offices without their country
    ("en", "The army said it had shelled the hills. It said ten rebels died.", ["{demonym} Army", "{demonym} Army"]),
    ("en", "Mr Umar Bello said six died. Bello added that two were hurt.", ["Umar Bello", "Umar Bello"]),
    ("en", "The Syrian Observatory for Human Rights said six died. The monitor said two were hurt.", ["SOHR", "SOHR"]),
    ("en", "Turkey's defence ministry said two soldiers died. Five tanks were hit, the ministry said.", ["Turkish Ministry of Defence"] * 2),
    ("fr", "Six soldats ont été tués, selon une source militaire. Deux villages ont brûlé, selon la même source.", ["military sources"] * 2),
    ("fr", "La Croix-Rouge n'a rien dit. L'OSDH parle de six morts. Elle ajoute que deux enfants sont blessés.", ["SOHR", "SOHR"]),
    # nobody speaks
    ("en", "No group has claimed responsibility for the bombing.", []),
    ("en", "The military did not say how many died.", []),
    ("en", "The attack was blamed on the Allied Democratic Forces.", []),
    ("fr", "Aucun groupe n'a revendiqué l'attentat.", []),
    ("fr", "L'armée n'a pas précisé le nombre de morts.", []),
    ("fr", "Le chef de gang Ernst Julmé, dit Ti Greg, a été tué.", []),
]  # fmt: skip


def _who(mention) -> str:  # type: ignore[no-untyped-def]
    voice = mention.value
    if voice.body and "{demonym}" not in voice.body and voice.person:
        return voice.person
    return voice.name or voice.body or voice.person or voice.party.value.kind


def _acts(language: str, text: str) -> list:  # type: ignore[type-arg]
    sentences = annotator(language)(text)._.sentences
    for index, sentence in enumerate(sentences):
        sentence.index = index
    carry(sentences)
    return [says for sentence in sentences for says in sentence.layer("says")]


@pytest.mark.parametrize(("language", "text", "expected"), SPEAKERS)
def test_speakers(language: str, text: str, expected: list[str]) -> None:
    assert [_who(voice) for says in _acts(language, text) for voice in says.value.voices] == expected


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The army said it had killed ten rebels.", "claim"),
        ("en", "The army said it had pushed the rebels back, killing ten.", "claim"),
        ("en", "Police said gunmen had killed ten people.", "say"),
        ("en", "Hezbollah said it had nothing to do with the rocket.", "deny"),
        ("en", "The attack was claimed by the Islamic State group.", "claim"),
        ("fr", "L'armée a annoncé de son côté avoir tué dix rebelles.", "claim"),
        ("fr", "L'armée a annoncé que dix civils avaient été tués.", "say"),
        ("fr", "Kinshasa accuse le M23 d'avoir tué douze civils.", "blame"),
        ("fr", "Le Rwanda a démenti toute implication.", "deny"),
    ],
)
def test_kinds(language: str, text: str, kind: str) -> None:
    assert _acts(language, text)[-1].value.kind == kind


def _row(language: str, text: str, title: str = "", publisher: str = "") -> tuple[str, str]:
    article = Article("a", text, title, publisher, date(2023, 5, 11), language)
    events = read_article(article).events
    assert len(events) == 1
    return events[0]["attributed_to"], events[0]["attribution_status"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # own voice, a third party, the victim's side
        ("en", "Gunmen killed six villagers in Kankara, Nigeria, on Wednesday.", ("", "stated")),
        ("en", "Gunmen killed six villagers in Kankara, Nigeria, on Wednesday, residents said.", ("residents", "attributed")),
        ("fr", "Des hommes armés ont tué six habitants à Djibo, au Burkina Faso, mercredi, selon des habitants.", ("residents", "attributed")),
        # an actor of the row
        ("en", "A bomb killed six policemen in Mogadishu, Somalia, on Wednesday, a doctor said. Al-Shabaab claimed the attack.", ("medics; Al Shabaab", "claimed")),
        ("fr", "Une bombe a tué six policiers à Mogadiscio, en Somalie, mercredi, selon un médecin. Les shebab ont revendiqué l'attentat.", ("medics; Al Shabaab", "claimed")),
        # nobody claims
        ("en", "A bomb killed six policemen in Mogadishu, Somalia, on Wednesday, a doctor said. No group has claimed it.", ("medics", "attributed")),
        # blame, and a denial of it
        ("en", "Shells killed six people in Goma, Congo, on Wednesday, a doctor said. The army blamed the M23.", ("medics; Congolese Army", "accused")),
        ("en", "Shells killed six people in Goma, Congo, on Wednesday, a doctor said. The army blamed the M23. The M23 denied it.", ("medics; Congolese Army", "disputed")),
        ("fr", "Des obus ont tué six personnes à Goma, en RDC, mercredi, selon un médecin. Kinshasa accuse le M23, qui a démenti.", ("medics; Congolese Government", "disputed")),
        # neither confirmed nor denied is no dispute
        ("en", "A Russian missile killed six people in Kharkiv, Ukraine, on Wednesday, rescuers said. Moscow did not comment.", ("rescuers", "attributed")),
        # a confirmation of the toll is a voice, a reaction is none
        ("en", "Gunmen killed six villagers in Kankara, Nigeria, on Wednesday, residents said. Police confirmed the toll.", ("residents; Nigerian Police", "attributed")),
        ("en", "Gunmen killed six villagers in Kankara, Nigeria, on Wednesday, residents said. The president condemned it.", ("residents", "attributed")),
    ],
)  # fmt: skip
def test_row(language: str, text: str, expected: tuple[str, str]) -> None:
    assert _row(language, text) == expected


def test_headline_gives_way() -> None:
    """«(ONG)» in a headline is whom the text names."""
    text = "Une frappe a tué six civils à Ariha, en Syrie, mercredi, a rapporté l'OSDH."
    assert _row("fr", text, title="Syrie: six morts à Ariha (ONG)") == ("SOHR", "attributed")


def test_communique() -> None:
    """What a ministry publishes is its own word; what a monitor publishes is the outlet's."""
    text = "Six soldiers were killed on Wednesday when gunmen attacked their post near Djibo."
    assert _row("en", text, publisher="Burkina Faso Ministry of Defence")[0].endswith("Ministry of Defence")
    text = "SOHR activists documented the death of a civilian in shelling by regime forces on Binnish on Wednesday."
    assert _row("en", text, publisher="SOHR") == ("", "stated")


def test_interview() -> None:
    """Who answers is the speaker of what no one else is said to tell."""
    text = (
        "Amina K. sells fish in Goma.\n\nWhat happened on Wednesday?\nRebels shot dead four people at the market in Goma.\n\n"
        "Were there soldiers?\nNo.\n\nWhat will you do?\nI will stay."
    )
    assert _row("en", text) == ("Amina K.", "attributed")
