"""What is refused before any page is asked for, and the headers of every answer.

A browser of this machine may be made to send requests here by a page of another site. Hence: only the names of this
machine as host (against a name that is pointed here, «DNS rebinding»), no unsafe request from another origin
(Fetch Metadata; RFC 6454), and a token in every form (`criticality.desk.sessions`). Where a proxy says who asks, nobody
but the proxy is answered (`criticality.desk.sign_on`).
"""

from collections.abc import Callable, Container, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Address, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from criticality.desk.audit import Happened
from criticality.desk.sign_on import Entry

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
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""Of every answer of a desk whose public address begins with https."""
HEALTH = "/health"


class Guard:
    """Refuses requests to other hosts, from other origins and past the proxy, and bodies that are too large.

    Parameters
    ----------
    app
        Answers the others.
    hosts
        The values of ``Host`` under which the desk is reached, with the port.
    entry
        How the desk is entered.
    note
        Writes into the log what came from another site, and who claimed to be somebody past the proxy.
    """

    def __init__(self, app: ASGIApp, hosts: Container[str], entry: Entry, note: Callable[[Happened], None]) -> None:
        self._app, self._hosts, self._entry, self._note = app, hosts, entry, note
        self._headers = {**HEADERS, **(OVER_TLS if entry.public.startswith("https:") else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sending = _with_headers(send, self._headers)
        refused = self._refusal(scope, headers)
        if refused is not None:
            if refused == _FOREIGN or (refused == _PAST_THE_PROXY and self._entry.claims(headers)):
                await run_in_threadpool(self._note, self._refused(scope, headers, *refused))
            await PlainTextResponse(*refused)(scope, receive, sending)
            return
        await self._app(scope, _limited(receive), sending)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[str, int] | None:
        if scope["path"] == HEALTH and self._entry.public:
            return None  # asked for by the machine itself, under whatever name
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return "unknown host", 421
        if self._entry.auth == "proxy" and not self._entry.is_proxy(_client(scope)):
            return _PAST_THE_PROXY
        if scope["method"] not in SAFE and _is_foreign(headers, host, self._entry.public):
            return _FOREIGN
        if _stated_length(headers) > LARGEST:
            return "too large", 413
        return None

    def _refused(self, scope: Scope, headers: Headers, why: str, status: int) -> Happened:
        address = self._entry.address_of(_client(scope), headers)
        return Happened("", address, scope["method"], "", "", why, status)


_FOREIGN = "sent from another site", 403
_PAST_THE_PROXY = "this desk is reached through its proxy alone", 403


def _client(scope: Scope) -> Address | None:
    found = scope.get("client")
    return None if found is None else Address(*found)


def _is_foreign(headers: Headers, host: str, public: str) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    own = (public.lower(),) if public else (f"http://{host}", f"https://{host}")
    return origin is not None and origin.lower() not in own


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


def _with_headers(send: Send, stated: Mapping[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in stated.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
