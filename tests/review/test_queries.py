"""The list: filters, search, order, and where one goes next."""

from __future__ import annotations

from pathlib import Path

import dataset
import pytest

from eventx.review import actions, queries
from eventx.review.queries import Filter
from eventx.review.store import Store, row_of


def found(store: Store, **values: str) -> list[str]:
    with store.reading() as db:
        return [row["location"] for row in queries.page(db, Filter.of(values)).rows]


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({}, ["Saraqeb", "Saraqeb", "Ariha", "Idlib"]), ({"start": "2020-02-05"}, ["Idlib"]), ({"end": "2020-02-04"}, ["Saraqeb", "Saraqeb", "Ariha"]),
        ({"type": "Attack"}, ["Ariha"]), ({"type": "Protests"}, ["Idlib"]), ({"actor": "russia"}, ["Saraqeb"]), ({"place": "Sara"}, ["Saraqeb", "Saraqeb"]),
        ({"place": "Idlib"}, ["Saraqeb", "Saraqeb", "Ariha", "Idlib"]), ({"source": "L'Orient"}, ["Saraqeb"]), ({"problem": "background"}, ["Saraqeb"]),
        ({"q": "teacher"}, ["Saraqeb", "Ariha"]), ({"q": "tues frappe"}, ["Saraqeb"]), ({"q": "protestors OR"}, []), ({"q": "\"air strike\" sara"}, ["Saraqeb", "Ariha"]),
        ({"q": "\"strike air\""}, []), ({"q": "*"}, []), ({"q": "' AND 1=1 --"}, []), ({"actor": "100%"}, []), ({"status": "open", "type": "Attack"}, ["Ariha"]),
        ({"status": "'; DROP TABLE rows; --"}, ["Saraqeb", "Saraqeb", "Ariha", "Idlib"]), ({"start": "soon"}, ["Saraqeb", "Saraqeb", "Ariha", "Idlib"]),
        ({"sort": "newest"}, ["Idlib", "Saraqeb", "Saraqeb", "Ariha"]), ({"sort": "deaths"}, ["Saraqeb", "Saraqeb", "Ariha", "Idlib"]),
    ],
)  # fmt: skip
def test_filters(store: Store, values: dict[str, str], places: list[str]) -> None:
    assert found(store, **values) == places


@pytest.mark.parametrize("q", ['"', '""', '"""', "a\"b", "NEAR(a b)", "col:x", "^x", "(", "-", "a* b*", "\x00", "é" * 400, "مدينة"])
def test_no_search_breaks(store: Store, q: str) -> None:
    found(store, q=q)


def test_search_knows_what_was_edited(store: Store, data: Path) -> None:
    actions.edit(store, dataset.ids(data)[0], {"location": ("Saraqeb", "Kafr Nabl")}, who="lea")
    assert found(store, q="kafr nabl") == ["Kafr Nabl"]
    assert found(store, status="edited") == ["Kafr Nabl"]


@pytest.mark.parametrize("sort", sorted(queries.SORTS))
def test_next_walks_the_list_to_its_end_and_back(store: Store, sort: str) -> None:
    wanted = Filter(sort=sort)
    with store.reading() as db:
        order = [row["id"] for row in queries.page(db, wanted).rows]
        walked = [order[0]]
        while True:
            row = row_of(db, walked[-1])
            assert row is not None
            after = queries.place(db, wanted, row).after
            if not after:
                break
            back = row_of(db, after)
            assert back is not None
            found = queries.place(db, wanted, back)
            assert (found.before, found.at, found.total) == (walked[-1], len(walked) + 1, 4)
            walked.append(after)
    assert walked == order


def test_next_from_a_row_that_left_the_list(store: Store, data: Path) -> None:
    one, two, *_ = dataset.ids(data)
    actions.judge(store, one, "accept", who="lea", seen="open")
    with store.reading() as db:
        row = row_of(db, one)
        assert row is not None
        found = queries.place(db, Filter(status="open"), row)
        assert (found.before, found.after, found.at, found.total) == ("", two, 0, 3)
