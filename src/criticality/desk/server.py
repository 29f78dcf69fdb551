"""The server: it listens on this machine alone, says where, and ends with Ctrl-C."""

import gc
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from criticality.desk.application import application
from criticality.desk.roles import local_user
from criticality.desk.routes import TABLE
from criticality.desk.running.jobs import Jobs
from criticality.desk.sessions import Sessions
from criticality.desk.visits import Desk
from criticality.errors import MachineError, with_hint
from criticality.files.workspace import Workspace
from criticality.model.document import Language
from criticality.text.message import Message

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost")
_AT_ONCE, _SECONDS_TO_END = 64, 3


@dataclass(frozen=True)
class Opened:
    """A desk that is about to answer: where, what it shows, and the link that enters it once."""

    address: str
    link: str
    desk: Desk


def serve(workspace: Workspace, port: int, language: Language, announce: Callable[[Opened], None]) -> None:
    """Answer until the process is interrupted.

    Parameters
    ----------
    workspace
        The folder to show.
    port
        0 for a free one.
    language
        For a browser that asks for none of ours.
    announce
        Called once the desk answers.

    Raises
    ------
    MachineError
        If the port is taken.
    """
    gc.set_threshold(700, 10, 10)  # a process that runs on has to look for circles, which a command leaves to its end
    with _listening(port) as listening:
        found = listening.getsockname()[1]
        desk = Desk(workspace, Sessions(), language, cookie=f"desk-{found}")
        desk.part(Jobs)  # what an earlier desk left waiting or running is looked after at once
        app = application(desk, TABLE, {f"{name}:{found}" for name in _NAMES})
        address = f"http://{HOST}:{found}/"
        opened = Opened(address, f"{address}?token={desk.sessions.ticket(local_user(workspace.root))}", desk)
        try:
            with suppress(KeyboardInterrupt):
                _Server(settings(app), lambda: announce(opened)).run(sockets=[listening])
        finally:
            desk.close()


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


def _listening(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError as error:
        made.close()
        raise MachineError(with_hint(Message("desk.port_taken", port=port), Message("desk.port_hint"))) from error
    return made
