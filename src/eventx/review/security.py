"""Who may ask: hosts, origins, the token, and the headers that keep a page from doing what it should not.

The desk shows texts that strangers wrote and takes decisions that count, so it answers only to its own pages.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST = 1 << 20  # bytes of a request's body
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)


class Guard:
    """Lets a request through to the application, or refuses it."""

    def __init__(self, app: App, *, hosts: Iterable[str], token: str = "") -> None:
        """``hosts`` are the names under which the desk may be asked, without port; ``token`` is asked for unless empty."""
        self.app, self.hosts, self.token = app, frozenset(host.casefold() for host in hosts), token

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # no web sockets here
        headers = Headers(scope=scope)

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                extra = [pair for pair in _HEADERS if pair[0] not in names]
                if b"cache-control" not in names:
                    extra.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        refused = self._refusal(scope, headers)
        if refused:
            await PlainTextResponse(refused + "\n", status_code=403)(scope, receive, answer)
            return
        if self.token:
            response = self._admission(scope, headers)
            if response is not None:
                await response(scope, receive, answer)
                return
        await self.app(scope, _bounded(receive), answer)

    def _refusal(self, scope: Scope, headers: Headers) -> str:
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return "refused: this desk is not called that"
        site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
        own = bool(origin) and urlsplit(origin).netloc.casefold() == host.casefold() and urlsplit(origin).scheme in ("http", "https")
        if scope["method"] not in ("GET", "HEAD"):
            if site not in ("", "same-origin") or (origin and not own):
                return "refused: the request comes from another origin"
            if not origin and not site:
                return "refused: the request does not say where it comes from"
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return "refused: decisions are sent as JSON"
        elif (origin and not own) or (site == "cross-site" and headers.get("sec-fetch-mode") != "navigate"):
            return "refused: the request comes from another origin"
        return ""

    def _admission(self, scope: Scope, headers: Headers) -> Any:
        """None for who may enter; else the answer: a cookie and the same address without token, or a refusal."""
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        name = f"eventx-{scope['server'][1] if scope.get('server') else 0}"
        if scope["method"] in ("GET", "HEAD") and self._right(query.get("token", [""])[0]):
            rest = urlencode([(key, value) for key, values in query.items() if key != "token" for value in values])
            # One slash in front, whatever the path: //elsewhere would be another site.
            response = RedirectResponse("/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else ""), status_code=303)
            response.set_cookie(name, self.token, httponly=True, samesite="strict", path="/")
            return response
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";"))
        if self._right(bearer) or self._right(cookies.get(name, "")):
            return None
        return PlainTextResponse("refused: open the address with the token that `eventx review` printed\n", status_code=401)

    def _right(self, given: str) -> bool:
        return bool(given) and hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


def _name(host: str) -> str:
    """The host's name without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].casefold()
    return host.partition(":")[0].casefold()


def _bounded(receive: Any) -> Any:
    """The request's body, cut off with an error when it is longer than any decision."""
    taken = 0

    async def bounded() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            return {"type": "http.disconnect"}
        return message

    return bounded
