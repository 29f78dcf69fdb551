"""Which language a command speaks: ``--lang`` on its line, else the environment."""

from collections.abc import Mapping, Sequence

from criticality.cli.terminal.help import LANG
from criticality.errors import UsageError
from criticality.text.language import MESSAGE_LANGUAGES, VARIABLE, MessageLanguage, language_of, named_language
from criticality.text.message import Message


def language_asked(words: Sequence[str], environment: Mapping[str, str]) -> MessageLanguage:
    """Return the language of a command line: the last ``--lang`` anywhere before ``--``, else that of the environment.

    Raises
    ------
    UsageError
        In both languages, if a word given for the language names none of ours.
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = environment.get(VARIABLE) or None
    place = f"{VARIABLE}={asked}"
    for position, word in enumerate(before):
        if word == LANG and position + 1 < len(before):
            asked, place = before[position + 1], f"{LANG} {before[position + 1]}"
        elif word.startswith(f"{LANG}="):
            asked, place = word.removeprefix(f"{LANG}="), word
    if asked is None:
        return language_of(environment)
    language = named_language(asked)
    if language is None:
        wrong = Message("cli.no_language", place=place, languages=", ".join(MESSAGE_LANGUAGES))
        raise UsageError("\n".join(wrong.said(each) for each in MESSAGE_LANGUAGES))
    return language
