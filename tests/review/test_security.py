"""Who is refused: other hosts, other origins, those without the token, forged paths and forged bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dataset
import pytest

from conftest import ORIGIN, Desk
from eventx.review.serve import is_loopback

TOKEN = "open-sesame"


@pytest.fixture
def strike(data: Path) -> str:
    return dataset.ids(data)[0]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:80", "[::2]:80"])
def test_another_host_is_refused(desk: Desk, host: str) -> None:
    assert desk.get("/", host=host).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:9999", "localhost:1", "LOCALHOST", "[::1]:80"])
def test_names_of_this_machine_are_answered(desk: Desk, host: str) -> None:
    assert desk.get("/", host=host).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:81"}, {"origin": "file://"}, {},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1.evil.example"}, {"origin": "ftp://127.0.0.1"},
    ],
)  # fmt: skip
def test_decisions_from_elsewhere_are_refused(desk: Desk, strike: str, headers: dict[str, str]) -> None:
    body = {"event": strike, "seen": "open"}
    assert desk.client.post("/do/reject", json=body, headers=headers).status_code == 403
    assert desk.do("accept", **body).status_code == 200  # nobody has judged it meanwhile


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_forms_of_other_pages_cannot_decide(desk: Desk, strike: str, kind: str) -> None:
    answer = desk.client.post("/do/accept", content=json.dumps({"event": strike, "seen": "open"}), headers=ORIGIN | {"content-type": kind})
    assert answer.status_code == 403


def test_other_pages_cannot_read(desk: Desk) -> None:
    assert desk.get("/", origin="http://evil.example").status_code == 403
    assert desk.get("/", **{"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403
    assert desk.get("/", **{"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}).status_code == 200  # a link followed


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/....//app.py", "/export/../judgements.jsonl", "/export/%2e%2e%2fevents.jsonl",
        "/export/..%5cevents.jsonl", "/row/..%2f..%2fetc%2fpasswd", "/row/%00", "/article/../../etc/passwd", "/article/-1", "/article/1e9", "/rescue/999999",
        "/article/99999999999999999999", "/rescue/99999999999999999999", "/export//etc/passwd", "/static//etc/passwd", "/complete/../x", "/language/..%2fx/y", "/do/accept",
    ],
)  # fmt: skip
def test_forged_paths_lead_nowhere(desk: Desk, data: Path, path: str) -> None:
    (data / "exports").mkdir()
    answer = desk.get(path)
    assert answer.status_code in (404, 405), answer.text[:200]
    assert "root:" not in answer.text


def test_a_link_among_the_exports_is_not_followed(desk: Desk, data: Path) -> None:
    (data / "exports").mkdir()
    (data / "exports" / "x.csv").symlink_to("/etc/hostname")
    assert desk.get("/export/x.csv").status_code == 404


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example", "/\t/evil.example", "/\n//evil.example"])
def test_the_language_link_leads_nowhere_else(desk: Desk, to: str) -> None:
    answer = desk.client.get("/language/fr", params={"to": to})
    assert answer.headers["location"] == "/"
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "1", '{"event": 1}', "[" * 100_000, '{"event": {}, "changes": []}', '{"event": "x", "changes": {"fatalities": 3}}'])
@pytest.mark.parametrize("action", ["edit", "accept", "merge", "split", "rescue", "undo", "burn"])
def test_forged_bodies_are_told_so(desk: Desk, action: str, body: str) -> None:
    answer = desk.client.post(f"/do/{action}", content=body, headers=ORIGIN | {"content-type": "application/json"})
    assert answer.status_code in (400, 409, 422)
    assert answer.json()["message"]


def test_a_body_beyond_measure_is_not_read(desk: Desk, strike: str) -> None:
    assert desk.do("accept", event=strike, seen="open", reason="x" * (2 << 20)).status_code == 400


def test_every_answer_is_told_to_run_nothing_of_others(desk: Desk, strike: str) -> None:
    for path in ("/", f"/row/{strike}", "/overview", "/nowhere", "/static/desk.js", "/article/1"):
        headers = desk.get(path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


class TestToken:
    """A desk that others on the network can reach."""

    @pytest.fixture
    def desk(self, data: Path) -> Desk:
        return Desk(data, token=TOKEN)

    @pytest.mark.parametrize("asked", ["/", "/?token=", "/?token=wrong", "/static/desk.js", "/overview?token=open-sesam", "/?token=%C3%A9", "/nowhere"])
    def test_without_it_nothing_is_shown(self, desk: Desk, asked: str) -> None:
        answer = desk.get(asked)
        assert answer.status_code == 401
        assert "Saraqeb" not in answer.text

    def test_without_it_nothing_is_decided(self, desk: Desk, strike: str) -> None:
        assert desk.do("accept", event=strike, seen="open").status_code == 401

    def test_it_becomes_a_cookie_that_other_sites_cannot_send(self, desk: Desk) -> None:
        answer = desk.get(f"/?token={TOKEN}&type=Attack")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/?type=Attack"
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert desk.get("/").status_code == 200

    def test_it_does_not_lead_elsewhere(self, desk: Desk) -> None:
        assert desk.client.get(f"http://127.0.0.1//evil.example/?token={TOKEN}").headers["location"].startswith("/evil")

    def test_it_may_be_sent_by_programs(self, desk: Desk) -> None:
        assert desk.get("/", authorization=f"Bearer {TOKEN}").status_code == 200


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.9.9.9", True), ("0.0.0.0", False), ("192.168.1.4", False), ("", False)])
def test_what_counts_as_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_beyond_this_machine_a_token_is_made(served: Any, data: Path) -> None:
    import httpx

    running = served(data, "--host", "0.0.0.0", "--name", "127.0.0.1")
    address, _, token = running.address.partition("/?token=")
    assert len(token) >= 32
    port = address.rpartition(":")[2]
    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 401
    assert httpx.get(f"http://127.0.0.1:{port}/", headers={"authorization": f"Bearer {token}"}).status_code == 200
