"""geopy's geocoders asked for a place of a name in a country, and their several answers in one shape.

Only settlements, administrative units, bases and airports are taken: a street or a shop of that name is no place of an
event. Nominatim, Photon: OpenStreetMap's keys; GeoNames: its feature codes; Pelias: its layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from eventx.gazetteers.imports.geonames import kind_of as geonames_kind
from eventx.gazetteers.online.options import Online

_OSM = {
    "city": "city", "town": "town", "borough": "neighbourhood", "suburb": "neighbourhood", "quarter": "neighbourhood",
    "neighbourhood": "neighbourhood", "village": "village", "hamlet": "village", "isolated_dwelling": "village", "locality": "village",
    "municipality": "town", "island": "island", "administrative": "district", "aerodrome": "airport", "military": "base", "base": "base", "airfield": "airport",
}  # fmt: skip
_OSM_KEYS = frozenset({"place", "boundary", "aeroway", "military"})
_PELIAS = {"locality": "town", "localadmin": "town", "borough": "neighbourhood", "neighbourhood": "neighbourhood", "county": "district", "macrohood": "neighbourhood"}
_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A place as a service tells of it; ``country`` is an ISO 3166 code of two or three letters in capitals."""

    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int = 0
    geonameid: int = 0

    def as_dict(self) -> dict[str, Any]:
        """A plain mapping, as it is cached."""
        return asdict(self)


Ask = Callable[[str, str], list[Answer]]
"""(name, ISO2 of the country or empty) → usable answers in the service's order."""


def connect(options: Online) -> Ask:
    """A function that asks the service once. What it raises on failure is geopy's ``GeopyError``, or one of Python's
    own errors where an answer is not of the shape that it should have."""
    import logging

    from geopy import geocoders
    from geopy.extra.rate_limiter import RateLimiter

    logging.getLogger("geopy").addHandler(logging.NullHandler())  # its tracebacks of tries that failed are not ours to show
    where = {key: value for key, value in (("scheme", options.scheme), ("domain", options.domain)) if value}
    common: dict[str, Any] = {"user_agent": options.user_agent, "timeout": options.timeout, **where}
    geocoder: Any
    if options.service == "nominatim":
        geocoder = geocoders.Nominatim(**common)
    elif options.service == "geonames":
        geocoder = geocoders.GeoNames(options.user, **common)
    elif options.service == "photon":
        geocoder = geocoders.Photon(**common)
    else:
        geocoder = geocoders.Pelias(api_key=options.user or None, **common)
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=options.delay, max_retries=1, error_wait_seconds=options.delay, swallow_exceptions=False)

    def ask(name: str, country: str) -> list[Answer]:
        found = limited(name, exactly_one=False, **_restriction(options.service, country))
        return list(_taken(options.service, (one.raw | {"at": (one.latitude, one.longitude)} for one in found or ())))

    return ask


def _restriction(service: str, country: str) -> dict[str, Any]:
    """The arguments that keep a service to one country and to English names; Photon has none for the country."""
    if service == "nominatim":
        return {"limit": _LIMIT, "addressdetails": True, "language": "en", **({"country_codes": country.lower()} if country else {})}
    if service == "geonames":
        return {"country": country} if country else {}
    if service == "photon":
        return {"limit": _LIMIT, "language": "en"}
    return {"language": "en", **({"countries": [country]} if country else {})}


def _taken(service: str, found: Iterable[Mapping[str, Any]]) -> Iterable[Answer]:
    read = {"nominatim": _nominatim, "geonames": _geonames, "photon": _photon, "pelias": _pelias}[service]
    for raw in found:
        name, kind, country, admin1, population, number = read(raw)
        lat, lon = (float(one) for one in raw["at"])
        if name and kind and country and -90 <= lat <= 90 and -180 <= lon <= 180:
            yield Answer(name, kind, country.upper(), admin1, round(lat, 4), round(lon, 4), population, number)


Read = tuple[str, str, str, str, int, int]  # name, kind, country, province, people, GeoNames id


def _nominatim(raw: Mapping[str, Any]) -> Read:
    address = raw.get("address") or {}
    key = raw.get("class") or raw.get("category")
    kind = _OSM.get(raw.get("type", ""), "") if key in _OSM_KEYS else ""
    name = raw.get("name") or str(raw.get("display_name", "")).partition(",")[0]
    return name, kind, address.get("country_code", ""), address.get("state") or address.get("region") or "", 0, 0


def _photon(raw: Mapping[str, Any]) -> Read:
    told = raw["properties"]
    kind = _OSM.get(told.get("osm_value", ""), "") if told.get("osm_key") in _OSM_KEYS else ""
    return told.get("name", ""), kind, told.get("countrycode", ""), told.get("state", ""), 0, 0


def _geonames(raw: Mapping[str, Any]) -> Read:
    people = int(raw.get("population") or 0)
    kind = geonames_kind(raw.get("fcl", ""), raw.get("fcode", ""), people)
    return raw.get("name", ""), kind, raw.get("countryCode", ""), raw.get("adminName1", ""), people, int(raw.get("geonameId") or 0)


def _pelias(raw: Mapping[str, Any]) -> Read:
    told = raw["properties"]
    return told.get("name", ""), _PELIAS.get(told.get("layer", ""), ""), told.get("country_a", ""), told.get("region", ""), 0, 0
