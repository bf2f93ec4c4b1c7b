"""Measures that are no people, read by quantulum3: «à 10 km au sud de», "six miles north of".

quantulum3 is imported when the first distance is read and only sees short phrases that our own grammar has cut out
and labelled a measure. Guards, each for a measured trap: its classifier is switched off (it breaks where
scikit-learn happens to be installed), root log handlers that it adds are taken off again, a small unit set of our own
keeps it from reading aircraft as units, decimal commas and French unit names are rewritten first, and a span that is
not the whole phrase is not believed.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

_KM = {"kilometre": 1.0, "mile": 1.609344, "metre": 0.001, "nautical mile": 1.852}  # SI; international mile, 1959

_UNITS: tuple[tuple[str, list[str], str, list[str]], ...] = (
    ("dimensionless", [], "dimensionless", []),
    ("kilometre", ["kilometre", "kilometres", "kilometer", "kilometers"], "length", ["km", "kms"]),
    ("mile", ["mile", "miles"], "length", []),
    ("metre", ["metre", "metres", "meter", "meters"], "length", ["m"]),
    ("nautical mile", ["nautical mile", "nautical miles"], "length", []),
)


def kilometres(phrase: str, units: Mapping[str, str]) -> float | None:
    """The length that a phrase such as «une dizaine de… 10 km» names, in kilometres; None when it is no length.

    ``units`` maps the language's unit words to English ones (``[units]`` of its ``numbers.toml``).
    """
    text = re.sub(r"(?<=\d),(?=\d)", ".", phrase.lower())
    for word, english in units.items():
        text = re.sub(rf"\b{re.escape(word)}\b", english, text)
    for quantity in _parse(text):
        factor = _KM.get(quantity.unit.name)
        if factor is not None and quantity.value > 0:
            return float(quantity.value) * factor
    return None


@lru_cache(maxsize=1024)
def _parse(text: str) -> tuple[Any, ...]:
    root = logging.getLogger()
    handlers = list(root.handlers)
    try:
        parser = _quantulum()
        return tuple(parser.parse(text))
    except Exception:  # the parser of a library on odd input: no measure is the safe answer
        return ()
    finally:
        root.handlers[:] = handlers


@contextmanager
def _unchecked() -> Iterator[None]:
    """Keep inflect, which quantulum3 names its plurals with, from having its methods rewritten by typeguard at import.

    That costs a second of every process that reads a length, and checks nothing but inflect's own arguments.
    """
    try:
        import typeguard
    except ImportError:  # another release of inflect
        yield
        return
    checked = typeguard.typechecked
    typeguard.typechecked = lambda target=None, **_: target if target is not None else lambda one: one  # type: ignore[assignment]
    try:
        yield
    finally:
        typeguard.typechecked = checked


@lru_cache(maxsize=1)
def _quantulum() -> Any:
    with warnings.catch_warnings(), _unchecked():
        warnings.simplefilter("ignore")
        import quantulum3.classifier as classifier
        from quantulum3 import load, parser

        import_module("quantulum3._lang.en_US.parser")  # imports inflect; the first length would do so otherwise

    classifier.USE_CLF = False
    load.load_custom_units(
        [{name: {"surfaces": surfaces, "entity": entity, "URI": "", "dimensions": [], "symbols": symbols} for name, surfaces, entity, symbols in _UNITS}],
        use_general_units=False, use_additional_units=False,
    )  # fmt: skip
    return parser
