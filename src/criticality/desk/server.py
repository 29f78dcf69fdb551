"""The server: it listens on an address or a unix socket, says where, and ends with Ctrl-C or SIGTERM."""

import gc
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from criticality.desk.application import application
from criticality.desk.roles import local_user
from criticality.desk.routes import TABLE
from criticality.desk.running.jobs import Jobs
from criticality.desk.saving import state_folder
from criticality.desk.sessions import OFFICE_IDLE, OFFICE_LONGEST, Sessions
from criticality.desk.sign_on import Entry
from criticality.desk.visits import Desk
from criticality.errors import MachineError, with_hint
from criticality.files.workspace import Workspace
from criticality.model.document import Language
from criticality.text.message import Message

HOST = "127.0.0.1"
OFFICE_COOKIE = "__Host-desk"
"""A browser takes a cookie of such a name over TLS alone, and from no other name of the domain (RFC 6265bis)."""
_NAMES = (HOST, "localhost")
_AT_ONCE, _SECONDS_TO_END = 1_000, 3
"""Connections, those that wait for a next request among them: a browser keeps some."""
_SOCKET_MODE = 0o660
"""Of a unix socket: its owner and its group, which the proxy belongs to."""


@dataclass(frozen=True)
class Place:
    """Where a desk is to listen, and how it is entered.

    Attributes
    ----------
    host, port
        0 for a free port.
    uds
        The path of a unix socket, in place of both.
    """

    host: str = HOST
    port: int = 0
    uds: Path | None = None
    entry: Entry = field(default_factory=Entry)


@dataclass(frozen=True)
class Opened:
    """A desk that is about to answer: where, what it shows, and the address that is opened, which may enter once."""

    address: str
    link: str
    desk: Desk


def serve(workspace: Workspace, place: Place, language: Language, announce: Callable[[Opened], None]) -> None:
    """Answer until the process is interrupted.

    Parameters
    ----------
    workspace
        The folder to show.
    place
        Where to listen, and who may enter.
    language
        For a browser that asks for none of ours.
    announce
        Called once the desk answers.

    Raises
    ------
    MachineError
        If the port or the socket is taken.
    """
    gc.set_threshold(700, 10, 10)  # a process that runs on has to look for circles, which a command leaves to its end
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service is stopped as Ctrl-C stops it
    with _listening(place) as listening:
        opened, hosts = _opened(workspace, place, language, listening)
        opened.desk.part(Jobs)  # what an earlier desk left waiting or running is looked after at once
        app = application(opened.desk, TABLE, hosts)
        try:
            with suppress(KeyboardInterrupt):
                _Server(settings(app), lambda: announce(opened)).run(sockets=[listening])
        finally:
            opened.desk.close()


def _opened(
    workspace: Workspace, place: Place, language: Language, listening: socket.socket
) -> tuple[Opened, frozenset[str]]:
    """The desk, and the names under which it is reached."""
    entry, port = place.entry, 0 if place.uds is not None else int(listening.getsockname()[1])
    address = f"{entry.public}/" if entry.public else f"http://{place.host}:{port}/"
    hosts = frozenset({entry.public_host} if entry.public else (f"{name}:{port}" for name in _NAMES))
    if entry.auth == "local":
        desk = Desk(workspace, Sessions(), language, cookie=f"desk-{port}", entry=entry)
        link = f"{address}?token={desk.sessions.ticket(local_user(workspace.root))}"
        return Opened(address, link, desk), hosts
    kept = state_folder(workspace) / "sessions.sqlite"
    sessions = Sessions(kept, idle=OFFICE_IDLE, longest=OFFICE_LONGEST)
    desk = Desk(workspace, sessions, language, cookie=OFFICE_COOKIE, entry=entry)
    desk.at_end(sessions.close)
    return Opened(address, address, desk), hosts


def settings(app: ASGIApp) -> uvicorn.Config:
    """How the server answers: it logs no address, names no software, and believes no header of a proxy."""
    return uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._told()


@contextmanager
def _listening(place: Place) -> Iterator[socket.socket]:
    """Listen, and leave no socket file behind."""
    if place.uds is None:
        with _on_port(place.host, place.port) as made:
            yield made
        return
    with _on_socket(place.uds) as made:
        try:
            yield made
        finally:
            place.uds.unlink(missing_ok=True)


def _on_port(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise MachineError(with_hint(Message("desk.port_taken", port=port), Message("desk.port_hint"))) from error
    return made


def _on_socket(path: Path) -> socket.socket:
    """Listen on a unix socket; one that a desk left behind when it was killed is taken away."""
    if sys.platform == "win32":
        raise MachineError(Message("desk.no_sockets"))
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~_SOCKET_MODE)
    try:
        if path.exists() and stat.S_ISSOCK(path.stat().st_mode) and not _is_answered(path):
            path.unlink()
        made.bind(str(path))
    except OSError as error:
        made.close()
        wrong = Message("desk.socket_taken", path=str(path), reason=error.strerror or str(error))
        raise MachineError(with_hint(wrong, Message("desk.socket_hint"))) from error
    finally:
        os.umask(before)
    return made


def _is_answered(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
        try:
            asked.connect(str(path))
        except ConnectionRefusedError:
            return False
        return True
