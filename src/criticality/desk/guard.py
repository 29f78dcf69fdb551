"""What is refused before any page is asked for, and the headers of every answer.

A browser of this machine may be made to send requests here by a page of another site. Hence: only the names of this
machine as host (against a name that is pointed here, «DNS rebinding»), no unsafe request from another origin
(Fetch Metadata; RFC 6454), and a token in every form (`criticality.desk.sessions`).
"""

from collections.abc import Container, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST = 2_000_000
"""Bytes of a request; a form of every judgement has some thousand."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer; a page that states one of them itself keeps its own."""


class Guard:
    """Refuses requests to other hosts and from other origins, and bodies that are too large.

    Parameters
    ----------
    app
        Answers the others.
    hosts
        The values of ``Host`` under which the desk is reached, with the port.
    """

    def __init__(self, app: ASGIApp, hosts: Container[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sending = _with_headers(send)
        refused = self._refusal(scope["method"], headers)
        if refused is not None:
            await PlainTextResponse(*refused)(scope, receive, sending)
            return
        await self._app(scope, _limited(receive), sending)

    def _refusal(self, method: str, headers: Headers) -> tuple[str, int] | None:
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return "unknown host", 421
        if method not in SAFE and _is_foreign(headers, host):
            return "sent from another site", 403
        if _stated_length(headers) > LARGEST:
            return "too large", 413
        return None


def _is_foreign(headers: Headers, host: str) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}")


def _stated_length(headers: Headers) -> int:
    stated = headers.get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdigit() else LARGEST + 1


def _limited(receive: Receive) -> Receive:
    """Count what is received, so that a body that states no length is refused too."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            raise HTTPException(413)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
