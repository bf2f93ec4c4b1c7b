"""Names to places by an online geocoder: first the cache, then the service in its turn; after a failure no more."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from eventx import resources
from eventx.fold import fold
from eventx.gazetteers.imports.geonames import short
from eventx.gazetteers.imports.opening import codes
from eventx.gazetteers.online.cache import Cache
from eventx.gazetteers.online.options import Online
from eventx.gazetteers.online.services import Answer, connect
from eventx.gazetteers.places import VARIANT, Place, shipped_index

SOURCE = "online:"
"""What the source of a place begins with that a geocoder has told."""


class Failed(Exception):
    """The geocoder gave no answer; asked once more it would not help. Its text is one line."""


class Asker:
    """One geocoder with its cache. After the first failure only the cache answers."""

    def __init__(self, options: Online) -> None:
        """:raises Failed: the cache cannot be used."""
        self._options = options
        self._key = options.service + (f" {options.scheme}://{options.domain}" if options.domain else "")
        try:
            self._cache = Cache(resources.user_data("geocoder.sqlite"))
        except (OSError, sqlite3.Error) as error:
            raise Failed(f"no cache for the answers of {options.service}: {error}") from None
        self._failed = False

    def place(self, name: str, country: str) -> Place | None:
        """The place of a name in a country (ISO3; empty: anywhere), None when the service knows none.

        :raises Failed: the service does not answer; told once, after that names stay unknown.
        """
        known, kept = self._cache.get(self._key, fold(name), country)
        if not known:
            if self._failed:
                return None
            kept = self._asked(name, country)
            self._cache.put(self._key, fold(name), country, kept)
            known, kept = self._cache.get(self._key, fold(name), country)
        return None if kept is None else self._place(kept)

    def _asked(self, name: str, country: str) -> Mapping[str, Any] | None:
        try:
            time.sleep(self._cache.turn(self._key, self._options.delay))
            answers = _connected(self._options)(name, _iso2(country))
            fitting = (one for one in answers if not country or codes().get(one.country) == country)
            best = next(fitting, None)
        except sqlite3.Error as error:
            self._failed = True
            raise Failed(f"the cache of answers is damaged: {error}") from None
        except Exception as error:
            if not _fault_of_theirs(error):
                raise
            self._failed = True
            told = " ".join(str(error).split())[:120] or "no answer"
            raise Failed(f"{self._options.service} cannot be asked: {type(error).__name__}: {told}") from None
        return None if best is None else best.as_dict()

    def _place(self, kept: Mapping[str, Any]) -> Place:
        one = Answer(**kept)
        country = codes().get(one.country, "")
        ours = shipped_index().province(country, one.admin1) or shipped_index().province(country, short(one.admin1)) if one.admin1 else None
        return Place(
            ref=VARIANT, id="", name=one.name, kind=one.kind, country=country, admin1=ours.name if ours else one.admin1, admin2="", lat=one.lat, lon=one.lon,
            population=one.population, pcode="", geonameid=one.geonameid, seat="", layer="base", source=SOURCE + self._options.service,
        )  # fmt: skip


@cache
def asker(options: Online) -> Asker:
    """The one asker of a process for some options. :raises Failed: the cache cannot be used."""
    return Asker(options)


@lru_cache(maxsize=4)
def _connected(options: Online) -> Any:
    return connect(options)


def _fault_of_theirs(error: Exception) -> bool:
    """Whether an error is the service's or the network's: geopy's own, or what a garbled answer makes of its reader."""
    from geopy.exc import GeopyError

    return isinstance(error, GeopyError | OSError | LookupError | TypeError | ValueError | AttributeError)


def _iso2(country: str) -> str:
    return next((code for code, iso3 in codes().items() if iso3 == country and len(code) == 2), "")
