"""The English note of a row, made from its cells in ACLED's manner (CONVENTIONS 1.11).

Pure ASCII, one paragraph, no double quotes. The sentences are data (``notes.toml``); the note repeats what the cells
say and adds nothing, but for the coding sentence that the caller tells (:func:`vague`, :func:`split`).
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# Letters and signs that NFKD does not take apart.
_PLAIN = str.maketrans({
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe",
    "Œ": "OE", "ð": "d", "þ": "th", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "“": "'", "”": "'", "«": "'", "»": "'",
    '"': "'", "–": "-", "—": "-",
})  # fmt: skip


def note(row: Mapping[str, Any], *, coding: str = "") -> str:
    """The note of a full row (see :func:`eventx.derive.derive`); ``coding`` is a sentence to end it with."""
    texts = _texts()
    when = texts["date"].get(str(row["time_precision"] or 1)).format(day=_day(row["event_date"]))
    shape = texts["sub_event_type"].get(row["sub_event_type"], texts["sub_event_type"]["Other"])
    deed = shape["with" if row["actor2"] else "alone"].format(
        actor1=_party(row["actor1"], row["assoc_actor_1"]) or "unknown actors",
        actor2=_party(row["actor2"], row["assoc_actor_2"]),
        where=_where(row),
    )
    if not row["actor2"] and row["assoc_actor_2"]:
        deed += f", with {_list(row['assoc_actor_2'])} affected"
    voice = _voice(row)
    first = f"{when}, {deed}{f', {voice}' if voice else ''}."
    label = f"{shape['label']}: " if "label" in shape else ""
    return _ascii(" ".join(part for part in (label + first, _toll(row), coding) if part))


def vague(number: int) -> str:
    """The coding sentence for deaths told by a vague word."""
    return f"Unknown fatalities coded as {number}."


def split(*, total: int, events: int, here: int) -> str:
    """The coding sentence for one number of deaths over several places or days."""
    return f"Total fatalities coded to {total} and split between {events} events with {here} coded here."


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _day(iso: str) -> str:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return iso or "an unknown day"
    return f"{int(day)} {_texts()['months'][int(month) - 1]} {year}"


def _party(actor: str, others: str) -> str:
    return f"{actor} (with {_list(others)})" if actor and others else actor


def _list(joined: str) -> str:
    names = joined.split("; ")
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _where(row: Mapping[str, Any]) -> str:
    place = row["location"] or row["country"] or "an unknown place"
    around = [name for name in (row["admin1"], row["country"]) if name and name != place]
    if around:
        place += f" ({', '.join(around)})"
    return str(_texts()["where"][str(row["geo_precision"] or 1)].format(place=place))


def _voice(row: Mapping[str, Any]) -> str:
    status, voices = row["attribution_status"], row["attributed_to"]
    if voices:
        return str(_texts()["status"].get(status, _texts()["status"]["attributed"]).format(voices=_list(voices)))
    return str(_texts()["nameless"].get(status, ""))


def _toll(row: Mapping[str, Any]) -> str:
    dead, injured = row["fatalities"] or 0, row["injured"]
    if not dead and injured:
        return f"{_people(row, 'injured')} injured{_range(row, 'injured')}; no fatalities were reported."
    if not dead:
        nobody = "No fatalities were reported" if row["fatalities_low"] is None else "There were no fatalities"
        return f"{nobody}{_range(row, 'fatalities')}."
    civilians = row["fatalities_civilians"]
    among = f" ({civilians} of them civilians)" if civilians and civilians < dead else ""
    sentence = f"{_people(row, 'fatalities')} killed{among}{_range(row, 'fatalities')}"
    if injured:
        sentence += f" and {_bound(row, 'injured').lower()}{injured} injured{_range(row, 'injured')}"
    return sentence + "."


def _people(row: Mapping[str, Any], stem: str) -> str:
    number = row[stem]
    return _bound(row, stem) + ("1 person was" if number == 1 else f"{number} people were")


def _bound(row: Mapping[str, Any], stem: str) -> str:
    best, low, high = row[stem], row[f"{stem}_low"], row[f"{stem}_high"]
    if low == best and high is None:
        return "At least "
    return "Up to " if high == best and low is None else ""


def _range(row: Mapping[str, Any], stem: str) -> str:
    """What different sources allow beside the one figure; nothing when they agree on it."""
    low, high = row[f"{stem}_low"], row[f"{stem}_high"]
    return f" (reports range from {low} to {high})" if low is not None and high is not None and low != high else ""


def _ascii(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode("ascii")
    return " ".join(flat.split())
