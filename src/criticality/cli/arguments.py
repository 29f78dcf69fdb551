"""From the words of the command line to editions, and to what tells the reader of progress."""

from collections.abc import Callable

from criticality.api.pages import EDITIONS, editions_of, silent
from criticality.cli.terminal.say import say
from criticality.errors import UsageError


def require_editions(word: str) -> None:
    """Refuse a word that names no edition, and a machine that cannot print the editions it names.

    Raises
    ------
    UsageError
        If the word is none of zh-Hant, en, both, none.
    MachineError
        If something is to be printed and the machine lacks Pango or the font.
    """
    if word not in EDITIONS:
        raise UsageError(f"--language {word}: none of zh-Hant, en, both, none")
    editions_of(word)


def notifier(quiet: bool) -> Callable[[str], None]:
    """Return what tells the reader of progress on stderr; nothing with ``--quiet``."""
    return silent if quiet else (lambda message: say(message, err=True))
