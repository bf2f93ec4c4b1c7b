"""The desk as a server: a port of its own, an address to open, a clean end."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from collections.abc import Callable
from typing import Any

from eventx.errors import UsageError
from eventx.review.app import application
from eventx.review.folder import Folder
from eventx.review.security import LOOPBACK


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask at an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    folder: Folder, *, host: str = "127.0.0.1", port: int = 0, who: str = "", token: str = "", sample: int = 0,
    names: tuple[str, ...] = (), ready: Callable[[str], None],
) -> None:  # fmt: skip
    """Answer until interrupted; ``ready`` is told the address when it can be opened.

    Beyond loopback a token is made when none is given, and the desk must know the ``names`` it is asked under. Raises
    :class:`UsageError` when the address cannot be used.
    """
    import uvicorn

    if not is_loopback(host) and not token:
        token = secrets.token_urlsafe(24)
    known = {*LOOPBACK, *names} if is_loopback(host) else {host, *names, *LOOPBACK}
    if host in ("0.0.0.0", "::", ""):
        known |= {socket.gethostname(), socket.getfqdn()}
    app = application(folder, who=who, token=token, hosts=known, sample=sample)
    listening = _listen(host, port)
    bound = listening.getsockname()[1]
    shown = socket.gethostname() if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host
    config = uvicorn.Config(app, log_level="error" if os.environ.get("EVENTX_DEBUG") else "critical", access_log=False, server_header=False, proxy_headers=False, ws="none", lifespan="off", timeout_graceful_shutdown=3)
    server = _server(config, lambda: ready(f"http://{shown}:{bound}/" + (f"?token={token}" if token else "")))
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(family, kind, proto)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen on {host}:{port}: {error}", hint="another --port? 0 takes a free one") from None
    return listening


def _server(config: Any, announce: Callable[[], None]) -> Any:
    """A server that says when it listens."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            announce()

    return Server(config)
