"""`criticality desk`."""

import os
import sys
import webbrowser
from typing import TYPE_CHECKING

from criticality.api.workspace import open_folder
from criticality.cli.desk.desk_order import DeskOrder
from criticality.cli.terminal.say import say
from criticality.errors import MachineError, with_hint
from criticality.model.document import Language
from criticality.text.language import current_language
from criticality.text.message import Message

if TYPE_CHECKING:
    from criticality.desk.server import Opened


def lacking_packages(error: ModuleNotFoundError) -> MachineError:
    """What is said where the packages of the desk are not installed."""
    return MachineError(with_hint(Message("desk.not_installed", name=error.name or ""), Message("desk.install")))


def open_desk(order: DeskOrder) -> None:
    """Open the desk and print where it answers, the only line on stdout; it ends with Ctrl-C.

    Raises
    ------
    UsageError
        If the words of the command line do not fit together.
    """
    try:
        from criticality.cli.desk.entry_asked import place_of
        from criticality.desk.server import serve
    except ModuleNotFoundError as error:
        raise lacking_packages(error) from error
    place = place_of(order)
    workspace = open_folder(order.workspace)
    language: Language = "zh-Hant" if current_language() == "zh-Hant" else "en"
    say(Message("desk.opening", folder=str(workspace.root)), err=True)
    serve(workspace, place, language, lambda opened: _announce(opened, browser=order.browser))
    say(Message("desk.closed"), err=True)


def _announce(opened: "Opened", *, browser: bool) -> None:
    say(opened.link)
    sys.stdout.flush()
    is_local = opened.desk.entry.auth == "local"
    say(Message("desk.stop" if is_local else "desk.stop_office"), err=True)
    if browser and is_local and _has_screen():
        webbrowser.open(opened.link)


def _has_screen() -> bool:
    """Whether a person sits there, and a browser opens in a window of its own."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
