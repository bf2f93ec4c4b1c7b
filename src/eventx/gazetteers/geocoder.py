"""The gazetteer as a geopy geocoder: what geopy's users call, offline and at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from eventx.gazetteers.places import PlaceIndex, place_index
from eventx.gazetteers.resolve import Scored, disambiguate, km


class EventxGeocoder(Geocoder):  # type: ignore[misc]
    """Geocode place names and reverse-geocode points from the compiled index; no network, no time-outs.

    >>> EventxGeocoder().geocode("Alep", country="SYR").address
    'Aleppo, Aleppo, Syria'
    """

    def __init__(self, *, index: PlaceIndex | None = None) -> None:
        super().__init__(user_agent="eventx", timeout=1)
        self._index = index or place_index()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country: str = "",
        countries: Mapping[str, float] | None = None,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Places of a name, «Saraqeb, Idlib» and "Saraqeb, Syria" included; None when there is none.

        ``country`` (ISO3) is taken as certain, ``countries`` as likely. ``raw`` of a location is the record as a
        mapping with ``score`` and ``reasons``. Raises ``ValueError`` for an empty query.
        """
        parts = [part.strip() for part in query.split(",") if part.strip()]
        if not parts:
            raise ValueError("must be called with a place name")
        admin1 = []
        for container in parts[1:]:
            for place in (self._index.record(ref) for ref in self._index.find(container)):
                if place.kind == "country" and not country:
                    country = place.country
                elif place.kind == "province":
                    admin1.append(place.admin1)
        refs = self._index.find(parts[0]) or self._index.find(parts[0], variants=True)
        scored = disambiguate(refs, country=country or None, countries=countries, admin1=admin1, index=self._index)
        found = [self._location(one) for one in scored if one.place.point and (not country or one.place.country == country)]
        return self._given(found[:limit], exactly_one)

    def reverse(self, query: Any, *, exactly_one: bool = True, within: float = 25.0) -> Location | list[Location] | None:
        """The settlements within some kilometres of a point, the nearest first; None when there is none.

        ``query`` is anything geopy reads as a point. Scans the table: meant for checks, not for the pipeline.
        """
        lat, lon = (float(one) for one in self._coerce_point_to_string(query).split(","))
        found = []
        for row in self._index.around(lat, lon, within=within):
            place = self._index.record(row)
            if place.is_settlement and place.lat is not None and place.lon is not None:
                distance = km(lat, lon, place.lat, place.lon)
                if distance <= within:
                    found.append((distance, row, place))
        found.sort(key=lambda one: one[:2])
        return self._given([self._location(Scored(p, -d, (f"{d:.1f} km away",))) for d, _, p in found[:10]], exactly_one)

    def _location(self, one: Scored) -> Location:
        place = one.place
        country = self._index.country(place.country)
        address = ", ".join(filter(None, [place.name, place.admin1, country.name if country else place.country]))
        raw = {name: getattr(place, name) for name in place.__slots__}
        return Location(address, (place.lat, place.lon), raw | {"score": one.score, "reasons": list(one.reasons)})

    @staticmethod
    def _given(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
        if not found:
            return None
        return found[0] if exactly_one else found

