"""`criticality desk`."""

import os
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.errors import MachineError, UsageError, with_hint
from criticality.model.document import Language
from criticality.text.language import current_language
from criticality.text.message import Message

if TYPE_CHECKING:
    from criticality.desk.server import Opened

_HERE = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class DeskOrder:
    """What the command line asked of the desk."""

    workspace: Path | None
    port: int
    host: str
    auth: str
    browser: bool


def open_desk(order: DeskOrder) -> None:
    """Open the desk and print the link that enters it, the only line on stdout; it ends with Ctrl-C."""
    if order.auth != "local":
        raise UsageError(Message("cli.none_of", option="--auth", word=order.auth, known="local"))
    if order.host not in _HERE:
        raise UsageError(Message("desk.only_here", host=order.host))
    workspace = open_folder(order.workspace)
    try:
        from criticality.desk.server import serve
    except ModuleNotFoundError as error:
        lacking = Message("desk.not_installed", name=error.name or "")
        raise MachineError(with_hint(lacking, Message("desk.install"))) from error
    language: Language = "zh-Hant" if current_language() == "zh-Hant" else "en"
    say(Message("desk.opening", folder=str(workspace.root)), err=True)
    serve(workspace, order.port, language, lambda opened: _announce(opened, browser=order.browser))
    say(Message("desk.closed"), err=True)


def _announce(opened: "Opened", *, browser: bool) -> None:
    say(opened.link)
    sys.stdout.flush()
    say(Message("desk.stop"), err=True)
    if browser and _has_screen():
        webbrowser.open(opened.link)


def _has_screen() -> bool:
    """Whether a person sits there, and a browser opens in a window of its own."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
