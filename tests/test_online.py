"""Online geocoders against a server of this machine: answers, the cache, failures, and that nothing is asked unasked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from eventx.errors import UsageError
from eventx.gazetteers.online import asking, options
from eventx.gazetteers.online.cache import Cache
from eventx.gazetteers.places import Place, PlaceIndex

VILLAGE = {
    "lat": "35.55", "lon": "36.9", "class": "place", "type": "village", "name": "Tall Mithqal",
    "display_name": "Tall Mithqal, Idlib Governorate, Syria", "address": {"state": "Idleb", "country_code": "sy"},
}  # fmt: skip
STREET = VILLAGE | {"class": "highway", "type": "residential"}
ABROAD = VILLAGE | {"address": {"state": "Gotham", "country_code": "us"}}
FEATURE = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.9, 35.55]}}
PHOTON = {"features": [FEATURE | {"properties": {"osm_key": "place", "osm_value": "village", "name": "Tall Mithqal", "countrycode": "SY", "state": "Idlib Governorate"}}]}
PELIAS = {"features": [FEATURE | {"properties": {"layer": "locality", "name": "Tall Mithqal", "country_a": "SYR", "region": "Idleb", "label": "Tall Mithqal, Syria"}}]}
GEONAMES = {
    "geonames": [
        {"lat": "35.55", "lng": "36.9", "name": "Tall Mithqal", "toponymName": "Tall Mithqal", "countryCode": "SY", "countryName": "Syria",
         "adminName1": "Idlib", "fcl": "P", "fcode": "PPL", "population": 1200, "geonameId": 900001}
    ]
}  # fmt: skip
REPLIES: dict[str, tuple[int, bytes]] = {
    "tall mithqal": (200, json.dumps([STREET, ABROAD, VILLAGE]).encode()),
    "rue": (200, json.dumps([STREET]).encode()),
    "nothing": (200, b"[]"),
    "tall broken": (500, b"out of order"),
    "tall quota": (429, b"slow down"),
    "refused": (403, b"who are you"),
    "garbage": (200, b"<html>maintenance</html>"),
    "odd": (200, b'[{"name": "no point"}]'),
    "list": (200, b'"text"'),
}
FAILURES = ("tall broken", "tall quota", "refused", "garbage", "odd", "list", "slow")
TEXT = "Au moins quatre civils ont été tués jeudi en Syrie dans un bombardement de l'armée syrienne sur {}."


class Server(ThreadingHTTPServer):
    """Answers by name; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """One question."""

    server: Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.server.asked.append(query | {"path": url.path, "agent": self.headers.get("User-Agent", "")})
        name = (query.get("q") or query.get("text") or "").lower()
        if name == "slow":
            time.sleep(1.0)
        reply = {"/api": PHOTON, "/v1/search": PELIAS, "/searchJSON": GEONAMES}.get(url.path)
        status, body = (200, json.dumps(reply).encode()) if reply else REPLIES.get(name, (200, b"[]"))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTX_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def asker(server: Server, service: str = "nominatim", *, delay: float = 0.0) -> asking.Asker:
    domain = f"127.0.0.1:{server.server_port}"
    return asking.Asker(options.Online(service, "tests", "somebody", "http", domain, delay, timeout=0.3))


def eventx(*argv: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "eventx", *argv], input=text, capture_output=True, text=True, encoding="utf-8", env=dict(os.environ), check=False)


@pytest.mark.parametrize("service", options.SERVICES)
def test_each_service_gives_the_place_in_the_country(server: Server, service: str) -> None:
    place = asker(server, service).place("Tall Mithqal", "SYR")
    assert place is not None
    assert (place.name, place.country, place.admin1, place.point) == ("Tall Mithqal", "SYR", "Idlib", (35.55, 36.9))
    assert place.kind == ("town" if service == "pelias" else "village")
    assert place.source == f"online:{service}"
    (asked,) = server.asked
    assert asked["agent"] == "tests"
    assert {"nominatim": asked.get("countrycodes"), "geonames": asked.get("country"), "pelias": asked.get("boundary.country"), "photon": "sy"}[service].lower() == "sy"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["rue", "nothing"])
def test_a_street_or_nothing_is_no_place(server: Server, name: str) -> None:
    one = asker(server)
    assert one.place(name, "SYR") is None
    assert one.place(name, "SYR") is None
    assert len(server.asked) == 1  # that there is none is an answer too


def test_a_place_abroad_is_not_the_place(server: Server) -> None:
    assert asker(server).place("Tall Mithqal", "FRA") is None


def test_what_was_answered_is_not_asked_again(server: Server) -> None:
    first = asker(server).place("Tall Mithqal", "SYR")
    server.shutdown()
    server.server_close()
    assert asker(server).place("TALL MITHQÂL", "SYR") == first
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_once_and_ends_the_asking(server: Server, name: str) -> None:
    one = asker(server)
    with pytest.raises(asking.Failed, match="nominatim cannot be asked") as told:
        one.place(name, "SYR")
    assert "\n" not in str(told.value)
    asked = len(server.asked)
    assert one.place("Tall Mithqal", "SYR") is None
    assert len(server.asked) == asked
    assert asker(server).place("Tall Mithqal", "SYR") is not None  # a failure is no answer that would be kept


def test_nobody_at_the_address_is_a_failure(server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(asking.Failed, match="nominatim"):
        asker(server).place("Tall Mithqal", "SYR")


def test_questions_keep_their_distance(server: Server) -> None:
    one = asker(server, delay=0.3)
    start = time.monotonic()
    for name in ("nothing", "rue", "tall mithqal"):
        one.place(name, "SYR")
    assert time.monotonic() - start >= 0.6


def test_processes_take_turns(tmp_path: Path) -> None:
    one, other = Cache(tmp_path / "turns.sqlite"), Cache(tmp_path / "turns.sqlite")
    waits = [cache.turn("nominatim", 1.0) for cache in (one, other, one)]
    assert waits[0] == 0
    assert waits[1] == pytest.approx(1.0, abs=0.5)
    assert waits[2] == pytest.approx(2.0, abs=0.5)


@pytest.mark.parametrize(
    ("service", "given"),
    [("nominatim", {}), ("nominatim", {"user_agent": "  "}), ("geonames", {"user_agent": "x"}), ("pelias", {"user_agent": "x"}),
     ("google", {"user_agent": "x"}), ("nominatim", {"user_agent": "x", "url": "ftp://somewhere"})],
)  # fmt: skip
def test_what_a_service_demands_is_asked_for(service: str, given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        options.online(service, **given)


@pytest.mark.parametrize(
    "argv", [["gazetteer", "find", "X", "--geocoder", "nominatim"], ["extract", "-", "--geocoder", "nominatim"], ["build", "-", "-o", "x", "--geocoder", "nominatim"], ["extract", "-", "--user-agent", "me"]]
)
def test_without_a_name_nothing_is_asked(argv: list[str]) -> None:
    done = eventx(*argv)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_guests_are_known_only_for_a_while() -> None:
    index = PlaceIndex()
    place = Place(0, "", "Tall Mithqal", "village", "SYR", "Idlib", "", 35.55, 36.9, 0, "", 0, "", "base", "online:nominatim")
    with index.guests({"Tall Mithqal": place}):
        (ref,) = index.find("tall mithqal")
        assert index.record(ref).point == (35.55, 36.9)
        assert not index.is_capital(ref)
    assert index.find("tall mithqal") == ()


def article(name: str, ident: str = "a") -> str:
    return json.dumps({"id": ident, "publisher": "Wire", "published": "2020-02-28", "language": "fr", "title": "Syrie", "text": TEXT.format(name)}) + "\n"


def test_extract_asks_and_the_second_run_needs_no_network(server: Server, tmp_path: Path) -> None:
    options = ["--format", "jsonl", "--geocoder", "nominatim", "--user-agent", "tests", "--geocoder-url", f"http://127.0.0.1:{server.server_port}"]
    beside = ["--evidence", str(tmp_path / "evidence.jsonl"), "--problems", str(tmp_path / "problems.jsonl")]
    plain = eventx("extract", "-", "--format", "jsonl", text=article("Tall Mithqal"))
    assert (plain.stdout, server.asked) == ("", [])  # never by default
    first = eventx("extract", "-", *options, *beside, text=article("Tall Mithqal"))
    row = json.loads(first.stdout)
    assert (row["location"], row["admin1"], row["geo_precision"], row["latitude"]) == ("Tall Mithqal", "Idlib", 1, 35.55)
    proofs = [json.loads(line) for line in (tmp_path / "evidence.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["rule"] for one in proofs if one["column"] == "location"} == {"place.online"}
    assert len(server.asked) == 1
    server.shutdown()
    server.server_close()
    written = (tmp_path / "evidence.jsonl").read_bytes(), (tmp_path / "problems.jsonl").read_bytes()
    again = eventx("extract", "-", *options, *beside, text=article("Tall Mithqal"))
    assert again.stdout == first.stdout
    assert ((tmp_path / "evidence.jsonl").read_bytes(), (tmp_path / "problems.jsonl").read_bytes()) == written


def test_a_build_outlives_the_geocoder_and_says_why(server: Server, tmp_path: Path) -> None:
    corpus = tmp_path / "articles.jsonl"
    corpus.write_text(article("Tall Broken") + article("Tall Mithqal", "b") + article("Saraqeb", "c"), encoding="utf-8")
    options = ["--geocoder", "nominatim", "--user-agent", "secret-name", "--geocoder-url", f"http://127.0.0.1:{server.server_port}"]
    done = eventx("build", str(corpus), "-o", str(tmp_path / "set"), *options)
    assert done.returncode == 0, done.stderr
    problems = [json.loads(line) for line in (tmp_path / "set" / "problems.jsonl").read_text(encoding="utf-8").splitlines()]
    (told,) = [one for one in problems if one["code"] == "place.geocoder"]
    assert told["article_id"] == "a"
    assert "500" in told["message"] or "Service" in told["message"]
    assert "Saraqeb" in (tmp_path / "set" / "events.csv").read_text(encoding="utf-8")
    run = (tmp_path / "set" / "run.json").read_text(encoding="utf-8")
    assert json.loads(run)["options"]["geocoder"] == "nominatim"
    package = (tmp_path / "set" / "datapackage.json").read_text(encoding="utf-8")
    assert "OpenStreetMap" in package
    assert "secret-name" not in run + package  # a data set is published


def test_find_asks_for_what_no_table_knows(server: Server) -> None:
    options = ["--geocoder", "nominatim", "--user-agent", "tests", "--geocoder-url", f"http://127.0.0.1:{server.server_port}", "--json"]
    done = eventx("gazetteer", "find", "Tall Mithqal", "Saraqeb", "--country", "SYR", *options)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["candidates"][0]["reasons"] == ["online:nominatim"]
    assert answers[1]["candidates"][0]["name"] == "Saraqeb"
    assert len(server.asked) == 1
    failed = eventx("gazetteer", "find", "Tall Broken", "Tall Quota", "--country", "SYR", *options)
    assert failed.returncode == 3
    assert len(failed.stderr.strip().splitlines()) == 1
