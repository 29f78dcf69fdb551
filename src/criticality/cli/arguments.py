"""What the words of the command line mean, and what tells the reader of progress."""

from collections.abc import Callable, Iterable, Sequence

from criticality.api.pages import EDITION_WORDS, language_words, languages_of, silent
from criticality.cli.terminal.say import say
from criticality.errors import UsageError
from criticality.text.message import Message, joined


def require_pages(language: str, edition: str) -> None:
    """Refuse words that name no language or edition, and a machine that cannot print what they name.

    Raises
    ------
    UsageError
        If `language` is none of zh-Hant, en, both, none or a further language, or `edition` none of short, full,
        public, html, all.
    MachineError
        If something is to be printed and the machine lacks Pango or the font.
    """
    if language not in language_words():
        raise UsageError(_none_of("--language", language, language_words()))
    if edition not in EDITION_WORDS:
        raise UsageError(_none_of("--edition", edition, EDITION_WORDS))
    languages_of(language, edition)


def _none_of(option: str, word: str, known: Iterable[str]) -> Message:
    return Message("cli.none_of", option=option, word=word, known=joined(known))


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
            raise UsageError(Message("cli.answer_form", word=word))
        if choice in found:
            raise UsageError(Message("cli.answered_twice", word=word, choice=choice))
        found[choice] = option
    return found
