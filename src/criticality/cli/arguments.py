"""From the words of the command line to editions, and to what tells the reader of progress."""

from collections.abc import Callable, Sequence

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


def answers_given(words: Sequence[str]) -> dict[str, str]:
    """Choice → option, from words of the form CHOICE=OPTION.

    Raises
    ------
    UsageError
        If a word has another form, or one choice is answered twice.
    """
    found: dict[str, str] = {}
    for word in words:
        choice, sign, option = (part.strip() for part in word.partition("="))
        if not (choice and sign and option):
            raise UsageError(f"--answer {word}: write CHOICE=OPTION")
        if choice in found:
            raise UsageError(f"--answer {word}: {choice} is answered twice")
        found[choice] = option
    return found
