"""One spelling for names and text: what two spellings share once case, accents and punctuation are set aside.

Names of the gazetteers and words of the text are folded by the same function, so «Idlib», «IDLİB» and "idlib" meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Apostrophes, ayn and hamza signs, hyphens and dashes all separate: «al-Bab» = "al Bab", «Ma'arrat» = «Maʿarrat».
SEPARATORS = "'`´‘’‛′ʹʻʼʽʾʿˈ＇-‐‑‒–—―−﹣－־_\u00a0\u200c\u202f"
_JOINERS = "\u00ad\u0640\u200b\u200d\u200e\u200f\u2060\ufeff"  # soft hyphen, tatweel, zero-width and direction marks
_LETTERS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "œ": "oe", "æ": "ae", "ə": "e", "ŋ": "n", "ɓ": "b", "ɗ": "d",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "گ": "ك",
}  # fmt: skip
_ASCII = {ord(sign): " " for sign in SEPARATORS if ord(sign) < 128}
_SPLIT = {ord(sign): " " for sign in SEPARATORS} | dict.fromkeys(map(ord, _JOINERS))
_MAP = _SPLIT | {ord(letter): other for letter, other in _LETTERS.items()}


def fold(text: str) -> str:
    """Fold a name or a stretch of text: compatibility forms, marks, case, apostrophes, hyphens and spaces levelled.

    Arabic script: alef forms, ya and alef maqsura, ta marbuta and ha, tatweel and vowel signs are levelled.
    Folding a folded string changes nothing.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    text = text.translate(_SPLIT)
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join([sign for sign in text if not unicodedata.combining(sign)])
    return " ".join(text.translate(_MAP).split())


@lru_cache(maxsize=32768)
def fold_word(word: str) -> str:
    """:func:`fold` for single tokens, remembered: a text repeats its words."""
    return fold(word)


def words(text: str) -> list[str]:
    """The folded words of a text, as the name indexes count them."""
    return fold(text).split()


def surface(text: str) -> str:
    """Split as :func:`fold` does but with case and letters kept: the form in which acronyms are compared."""
    return " ".join(text.translate(_ASCII if text.isascii() else _SPLIT).split())


def plain(name: str) -> str:
    """A name in plain Latin letters with its capitals: «Al Ḩasakah» → «Al Hasakah»; other scripts are kept."""
    if name.isascii():
        return name
    text = unicodedata.normalize("NFKD", name)
    text = "".join([sign for sign in text if not unicodedata.combining(sign)])
    for letter, other in _LETTERS.items():
        text = text.replace(letter, other)
        if other.isascii() and letter.upper() != letter and letter != "ı":
            text = text.replace(letter.upper(), other.capitalize())
    return unicodedata.normalize("NFC", text.translate({ord(sign): "'" for sign in "‘’ʻʼʽʾʿ´`"}))


# --- Transliteration families -------------------------------------------------------------------------------------

# What reporters choose freely when they write Arabic, Persian, Kurdish or Sahelian names in Latin letters.
ARTICLES = frozenset({"al", "el", "ul", "il", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "ech", "ach",
                      "at", "et", "az", "ez", "adh"})  # fmt: skip
_FAMILIES = (
    (re.compile("^k[aeou]?f[aeou]?r$"), "kafr"),  # Kafr, Kfar, Kafar, Kufr: village
    (re.compile("tch|tsh"), "sh"), (re.compile("ch|sh"), "S"), (re.compile("dj"), "j"), (re.compile("kh"), "x"),
    (re.compile("gh"), "g"), (re.compile("th"), "t"), (re.compile("dh"), "d"), (re.compile("ph"), "f"),
    (re.compile("qu(?=[aei])|q|ck|c"), "k"), (re.compile("(?<=g)u(?=[ei])"), ""),
    (re.compile("^y(?=[aeiou])"), "Y"), (re.compile("^(?:w|ou(?=[aei]))"), "W"),
    (re.compile("h$"), ""), (re.compile("(?<![aeiouyw])[aeiy]*[ouw][aeiouyw]*"), "u"), (re.compile("[aeiy]+"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@lru_cache(maxsize=32768)
def skeleton(word: str) -> str:
    """What the spellings of one transliterated word share: «Choughour», «Shughur», «Shoghur» give one key.

    ``word`` is folded. Families: ou/oo/o/u/w, e/i/a/ay/ai/ei, dj/j, ch/sh, q/qu/k/c, gh/g, th/t, dh/d, doubled
    letters, final -a/-ah/-eh. Empty for words that are not Latin: those are compared as they stand.
    """
    if not word.isascii() or not word.isalpha():
        return ""
    for pattern, letters in _FAMILIES:
        word = pattern.sub(letters, word)
    return word


def name_keys(name: str) -> list[str]:
    """The transliteration keys under which a name may also be found, without spaces; none when it is too short.

    The article is left out, or joined («Albab»). A key needs three consonants and four letters, so that it cannot
    fall upon ordinary short words. Keys are compiled beside the listed names at a lower rank and never override one.
    """
    parts = words(name)
    bones = [skeleton(part) for part in parts]
    if not all(bones) or len("".join(parts)) < 5:
        return []
    keys = ["".join(bone for part, bone in zip(parts, bones, strict=True) if part not in ARTICLES)]
    keys.append(skeleton("".join(parts)) if len(parts) > 1 else keys[0])
    return [key for key in dict.fromkeys(keys) if len(key) >= 4 and len(re.sub("[au]", "", key)) >= 3]
