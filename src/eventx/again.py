"""An article read once more with the places that an online geocoder has told for its unknown names."""

from __future__ import annotations

from collections.abc import Callable

from eventx.gazetteers.online.asking import Failed, asker
from eventx.gazetteers.online.options import Online
from eventx.gazetteers.places import Place, place_index
from eventx.model import Problem
from eventx.pipeline import Reading

UNKNOWN, FAILED = "place.unknown", "place.geocoder"


def again(reading: Reading, read: Callable[[], Reading], options: Online) -> Reading:
    """The reading with what the geocoder knows of its unknown names, in the country that the article is about.

    Only names of this article are asked and answered, so that no article's rows depend on another's. A geocoder that
    fails leaves one problem and the names as unknown as they were.
    """
    places: dict[str, Place] = {}
    told: list[Problem] = []
    for problem in reading.problems:
        if problem.code != UNKNOWN or not reading.country:
            continue
        try:
            found = asker(options).place(problem.text, reading.country)
        except Failed as error:
            told = [Problem(FAILED, str(error), reading.story.article.id, hint="the names stay unknown; run again when it answers (build: with --fresh)")]
            break
        if found is not None:
            places[problem.text] = found
    if places:
        with place_index().guests(places):
            reading = read()
    reading.problems += told
    return reading
