"""Which online geocoder to ask, and as whom."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from eventx.errors import UsageError

SERVICES = ("nominatim", "geonames", "photon", "pelias")


@dataclass(frozen=True, slots=True)
class Online:
    """A geocoder of geopy's and how it is asked: ``user`` is GeoNames' user name or Pelias' key, ``scheme`` and
    ``domain`` those of a server of one's own, ``delay`` the seconds between two questions, ``timeout`` those to wait."""

    service: str
    user_agent: str
    user: str = ""
    scheme: str = ""
    domain: str = ""
    delay: float = 1.0
    timeout: float = 10.0


def online(service: str, *, user_agent: str = "", user: str = "", url: str = "") -> Online:
    """The options as a user gives them. :raises UsageError: something that the service demands is missing or wrong."""
    if service not in SERVICES:
        raise UsageError(f"unknown geocoder {service!r}", hint="one of " + ", ".join(SERVICES))
    if not user_agent.strip():
        raise UsageError(f"{service} wants to know who asks", hint="give --user-agent with the name of your project and an address, as its terms of use demand")
    if service == "geonames" and not user:
        raise UsageError("geonames answers registered users only", hint="give --geocoder-user NAME")
    if service == "pelias" and not url:
        raise UsageError("there is no public Pelias server", hint="give --geocoder-url https://HOST")
    parts = urlsplit(url if "://" in url or not url else f"https://{url}")
    if url and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise UsageError(f"no address of a server: {url!r}", hint="--geocoder-url https://HOST")
    return Online(service, user_agent.strip(), user, parts.scheme if url else "", (parts.netloc + parts.path).rstrip("/"))
