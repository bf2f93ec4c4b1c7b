"""The article is found, whole, between whatever stands around it; offsets refer to the text as given."""

from __future__ import annotations

import random
import string
import time
from datetime import date

import pytest

from eventx.clean import clean
from eventx.clean.dateline import length
from eventx.model import Article, Story

FR = (
    "Au moins douze soldats ont été tués mercredi dans une embuscade tendue près de Tarbil, selon des sources de sécurité.",
    "Le convoi revenait de la ville quand des hommes armés ont ouvert le feu depuis les collines, a raconté un habitant.",
    "L'armée n'a pas réagi. Trois blessés ont été conduits à l'hôpital de la capitale provinciale.",
)
EN = (
    "At least twelve soldiers were killed on Wednesday in an ambush near the town of Tarbil, security sources said.",
    "The convoy was returning from the town when gunmen opened fire from the hills, a resident told the agency by phone.",
    "The army did not comment. Three wounded men were taken to the hospital of the provincial capital.",
)
PAGE_FR = "\n".join(
    (
        "Bourse: la séance finit en légère hausse    Météo: pluies attendues sur le nord    Football: le derby reporté",
        "",
        "Ce site utilise des cookies pour améliorer votre visite.",
        "Embuscade meurtrière près de Tarbil",
        "Publié dans Le Courrier du Soir le 28 - 02 - 2020",
        "",
        *FR[:2],
        "Lire aussi : Un raid fait neuf morts à Safra | Deux policiers abattus à Qarn",
        FR[2],
        "",
        "Cliquez ici pour lire l'article depuis sa source.",
        "Mentions légales    Contact    Publicité    © 2020 Tous droits réservés",
    )
)
PAGE_EN = "\n".join(
    (
        "Home",
        "Politics",
        "Business",
        "World",
        "Sport",
        "Ambush near Tarbil kills twelve soldiers",
        "By A. Reporter | 28 February 2020",
        "Share on Facebook | Share on X | Email",
        "",
        EN[0],
        "",
        "Tarbil valley",
        "",
        *EN[1:],
        "",
        "RELATED NEWS",
        "- Army shells hills above Qarn, killing four",
        "- Two officers abducted on Safra road",
        "",
        "Comments",
        "They should send more troops, this has been going on for years and nobody cares.",
    )
)


def texts(story: Story) -> list[str]:
    """The words of every zone."""
    strings = {"title": story.article.title, "text": story.article.text}
    return [strings[zone.part][zone.start : zone.end] for zone in story.zones]


def test_french_page_with_navigation_gives_its_article() -> None:
    story = clean(Article("a", PAGE_FR))
    assert texts(story) == ["Embuscade meurtrière près de Tarbil", *FR]
    assert [zone.kind for zone in story.zones] == ["title", "body", "body", "body"]
    assert (story.published, story.publisher, story.language) == (date(2020, 2, 28), "Le Courrier du Soir", "fr")
    assert not story.problems


def test_english_page_with_menu_lines_and_lists_gives_its_article() -> None:
    story = clean(Article("a", PAGE_EN))
    assert texts(story) == ["Ambush near Tarbil kills twelve soldiers", EN[0], "Tarbil valley", *EN[1:]]
    assert (story.published, story.language) == (date(2020, 2, 28), "en")


def test_a_title_given_apart_is_read_once() -> None:
    story = clean(Article("a", PAGE_FR, title="Embuscade meurtrière près de Tarbil"))
    assert (story.zones[0].part, story.zones[0].kind) == ("title", "title")
    assert texts(story) == ["Embuscade meurtrière près de Tarbil", *FR]
    inside = f"Wed 05 Apr 2017 Twelve soldiers killed near Tarbil. {EN[0]} {EN[1]}"
    story = clean(Article("a", inside, title="Twelve soldiers killed near Tarbil"))
    assert texts(story) == ["Twelve soldiers killed near Tarbil", f"{EN[0]} {EN[1]}"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\n \u00a0\n"])
@pytest.mark.parametrize("paragraphs", [FR, EN])
def test_a_plain_agency_text_comes_through_whole(paragraphs: tuple[str, ...], newline: str) -> None:
    story = clean(Article("a", newline.join(paragraphs)))
    assert texts(story) == list(paragraphs)


def test_a_short_flash_is_an_article() -> None:
    story = clean(Article("a", "Kaboul: explosion dans le centre, au moins trois morts", language="fr"))
    assert texts(story) == ["Kaboul: explosion dans le centre, au moins trois morts"]


def test_a_text_on_one_line_keeps_its_paragraphs_and_loses_its_links() -> None:
    text = "    ".join(("Home", "News", "World", EN[0], EN[1], EN[2]))
    assert texts(clean(Article("a", text))) == list(EN)
    story = clean(Article("a", "      ".join(EN)))
    assert " ".join(texts(story)).split() == " ".join(EN).split()


def test_lines_of_fixed_width_are_one_paragraph() -> None:
    text = "At least twelve soldiers were killed on Wednesday in an ambush near the\ntown of Tarbil, security sources said.\n\nThe army did not comment."
    assert texts(clean(Article("a", text)))[0].endswith("near the\ntown of Tarbil, security sources said.")


def test_entries_of_a_live_blog_are_items() -> None:
    text = f"18:30 – L'essentiel\n• {FR[0]}\n• {FR[2]}\n\n17:42 – Tarbil : le bilan s'alourdit\n{FR[1]}\n\n16h05 - Rappel\n{FR[2]}"
    story = clean(Article("a", text))
    assert {zone.kind for zone in story.zones} == {"item"}
    assert texts(story) == ["L'essentiel", FR[0], FR[2], f"Tarbil : le bilan s'alourdit\n{FR[1]}", f"Rappel\n{FR[2]}"]
    text = f"20:10 GMT\nTwelve soldiers killed near Tarbil\n{EN[0]}\n\n18:25 GMT\nConvoy attacked\n{EN[1]}"
    story = clean(Article("a", text))
    assert texts(story) == [f"Twelve soldiers killed near Tarbil\n{EN[0]}", f"Convoy attacked\n{EN[1]}"]


def test_heads_of_a_round_up_and_their_paragraphs_are_items() -> None:
    text = "Weekly round-up\n" + "\n\n".join(
        f"{country}: Soldiers die in ambush\nTARBIL - {EN[0]}" for country in ("SOMALIA", "MALI", "NIGER")
    )
    story = clean(Article("a", text))
    assert [zone.kind for zone in story.zones][1:] == ["item"] * 6
    assert texts(story)[1:3] == ["SOMALIA: Soldiers die in ambush", EN[0]]


def test_captions_go_and_corrections_stay() -> None:
    text = "\n\n".join(
        (*EN, "Correction: an earlier version gave a wrong number of dead.", "(File photo: soldiers on patrol in 2017)")
    )
    assert texts(clean(Article("a", text)))[-1].startswith("Correction:")
    text = "\n\n".join((*FR, "(Photo d'archives: une patrouille près de Tarbil en 2017)"))
    assert texts(clean(Article("a", text))) == list(FR)


@pytest.mark.parametrize(
    "sentence",
    [
        "Home Minister Karim said the attackers had fled.",
        "Search teams found nine bodies in the rubble.",
        "Photos showed burnt cars along the road.",
        "Comment le convoi a été pris, personne ne le dit.",
        "Share prices fell after the blast in the capital.",
        "Publicité ou pas, le marché a rouvert ses portes.",
    ],
)
def test_a_cue_inside_a_sentence_is_no_frame(sentence: str) -> None:
    paragraphs = FR if "é" in sentence else EN
    assert sentence in texts(clean(Article("a", "\n\n".join((paragraphs[0], sentence, paragraphs[1])))))


@pytest.mark.parametrize(
    ("line", "day", "outlet"),
    [
        ("Publié dans Barka le 28 - 02 - 2020", date(2020, 2, 28), "Barka"),
        ("Publié le 28/02/2020 à 14h35 - Mis à jour le 29/02/2020 à 09h12", date(2020, 2, 28), ""),
        ("Par Amine K. - le 28/02/2020 à 14h", date(2020, 2, 28), ""),
        ("Vendredi 28 février 2020", date(2020, 2, 28), ""),
        ("Mis à jour le 1er mars 2020", date(2020, 3, 1), ""),
        ("2020-02-28", date(2020, 2, 28), ""),
        ("Le 31/02/2020", None, ""),
    ],
)
def test_imprint_of_french_pages(line: str, day: date | None, outlet: str) -> None:
    story = clean(Article("a", "\n".join(("Embuscade meurtrière près de Tarbil", line, "", *FR))))
    assert (story.published, story.publisher) == (day, outlet)
    assert texts(story)[0] == "Embuscade meurtrière près de Tarbil"


@pytest.mark.parametrize(
    ("line", "day", "outlet"),
    [
        ("Published on 28 February 2020", date(2020, 2, 28), ""),
        ("Posted: Feb. 28, 2020 | 3 min read", date(2020, 2, 28), ""),
        ("October 18, 2023 | Reading time: 3 mins", date(2023, 10, 18), ""),
        ("By A. Reporter | 28 February 2020", date(2020, 2, 28), ""),
        ("Friday, February 28th, 2020 4:05 PM", date(2020, 2, 28), ""),
        ("02/03/2020", None, ""),
        ("28/02/2020", date(2020, 2, 28), ""),
    ],
)
def test_imprint_of_english_pages(line: str, day: date | None, outlet: str) -> None:
    story = clean(Article("a", "\n".join(("Ambush near Tarbil kills twelve", line, "", *EN))))
    assert (story.published, story.publisher) == (day, outlet)


def test_imprint_in_the_footer_the_dateline_and_the_address() -> None:
    assert (
        clean(Article("a", "\n\n".join((*EN, "Published in The Herald, March 23rd, 2025")))).publisher == "The Herald"
    )
    story = clean(Article("a", f"BEYROUTH, 2 mars 2020 (AFP) - {FR[0]}\n\n{FR[1]}"))
    assert (story.published, story.publisher, texts(story)[0]) == (date(2020, 3, 2), "AFP", FR[0])
    assert clean(Article("a", EN[0], url="https://example.org/world/2020/02/28/ambush")).published == date(2020, 2, 28)


def test_no_day_of_an_event_is_taken_for_the_day_of_publication() -> None:
    text = "\n\n".join(("The bombing of 11 September 2001 still haunts the town.", *EN))
    assert clean(Article("a", text)).published is None
    text = "\n\n".join(("Attentat du 11 septembre 2001 : les survivants racontent", *FR))
    assert clean(Article("a", text)).published is None


def test_the_article_wins_over_its_page_and_both_over_the_caller() -> None:
    given = Article("a", PAGE_FR, publisher="Own", published=date(2019, 1, 1), language="fr")
    story = clean(given, published=date(2018, 1, 1), publisher="Caller", language="en")
    assert (story.published, story.publisher, story.language) == (date(2019, 1, 1), "Own", "fr")
    story = clean(Article("a", PAGE_FR), published=date(2018, 1, 1), publisher="Caller")
    assert (story.published, story.publisher) == (date(2020, 2, 28), "Le Courrier du Soir")
    story = clean(Article("a", "\n".join(FR)), published=date(2018, 1, 1), publisher="Caller")
    assert (story.published, story.publisher) == (date(2018, 1, 1), "Caller")


@pytest.mark.parametrize(
    ("head", "cut"),
    [
        ("BEYROUTH (Liban), 6 oct 2020 - Un camion a sauté.", "BEYROUTH (Liban), 6 oct 2020 - "),
        ("MOGADISHU - Two vehicles blew up.", "MOGADISHU - "),
        ("JERUSALEM/CAIRO, July 27 (Reuters) - An air strike killed two.", "JERUSALEM/CAIRO, July 27 (Reuters) - "),
        ("QUETTA: Police arrested two men.", "QUETTA: "),
        ("GOMA, 12 mars (AFP) — Des rebelles ont pris la ville.", "GOMA, 12 mars (AFP) — "),
        ("Goma (AFP) – Des rebelles ont pris la ville.", "Goma (AFP) – "),
        ("(Reuters) - Five people were killed.", "(Reuters) - "),
        ("Kiev – At least ten people were killed.", "Kiev – "),
        ("Syria - At least ten people were killed.", ""),
        ("SOMALIE - Un kamikaze a tué deux hommes.", ""),
        ("M23 rebels - backed by Kigali - took the town.", ""),
        ("The army - which denies it - shelled the town.", ""),
        ("UN – a word too short.", ""),
    ],
)
def test_dateline_is_cut(head: str, cut: str) -> None:
    assert head[: length(head, first=True, ends=True)] == cut


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "article.empty"),
        (" \n\t\u00a0\n", "article.empty"),
        ("Home    News    Politics    World    Sport\n" * 20, "article.no_story"),
        ("--- *** 1 2 3 ---\n" * 30, "article.no_story"),
        ("El ejército mató el miércoles a doce soldados cerca de la ciudad, según fuentes de seguridad de la provincia. " * 3, "article.language_unknown"),
        ("قتل ما لا يقل عن اثني عشر جنديا يوم الأربعاء في كمين قرب المدينة، بحسب مصادر أمنية في المحافظة.", "article.language_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_without_zones(text: str, code: str) -> None:
    story = clean(Article("a", text))
    assert [problem.code for problem in story.problems] == [code]
    assert story.zones == ()


def test_a_language_without_a_pack_is_named() -> None:
    story = clean(Article("a", "\n".join(EN), language="xx"))
    assert story.problems[0].code == "article.language_unknown"
    assert "xx" in story.problems[0].message
    assert clean(Article("a", "\n".join(EN), language="en-GB")).language == "en"


@pytest.mark.parametrize("kind", ["characters", "words", "lines", "links", "spaces"])
def test_megabytes_of_noise_take_linear_time(kind: str) -> None:
    rng = random.Random(1)
    words = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 9))) for _ in range(50_000)]
    text = {
        "characters": "".join(rng.choices(string.printable, k=50_000)) * 20,
        "words": (" ".join(words) + ". ") * 4,
        "lines": "\n".join(words) * 4,
        "links": "    ".join(f"Some link text {word}" for word in words),
        "spaces": " " * 1_000_000,
    }[kind]
    started = time.perf_counter()
    story = clean(Article("a", text))
    assert time.perf_counter() - started < 3
    assert not story.zones


def test_offsets_stay_inside_any_text() -> None:
    rng = random.Random(7)
    pieces = [
        "\n",
        "\n\n",
        "   ",
        "\t",
        " | ",
        "• ",
        "- ",
        "12:30 ",
        "BEIRUT (AP) - ",
        "Lire aussi : ",
        "2020-02-28",
        *EN,
        *FR,
        "é",
        "\u2028",
        "\r",
    ]
    for _ in range(300):
        text = "".join(rng.choices(pieces, k=rng.randint(1, 25)))
        story = clean(Article("a", text, title=rng.choice(["", EN[0], "  x "])))
        last = 0
        for zone in story.zones:
            size = len(text if zone.part == "text" else story.article.title)
            assert 0 <= zone.start < zone.end <= size
            if zone.part == "text":
                assert zone.start >= last
                last = zone.end
        assert clean(story.article) == story
