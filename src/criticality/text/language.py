"""The language in which messages are said, one for the whole process, and how the program is called in them."""

import os
import shlex
from collections.abc import Mapping

from criticality.text.translations import translation_files

MessageLanguage = str
"""The tag of a language: one of `MESSAGE_LANGUAGES`, or one that has a file (`criticality.text.translations`)."""
MESSAGE_LANGUAGES: tuple[MessageLanguage, ...] = ("en", "zh-Hant")
"""The languages in which every sentence is written."""
VARIABLE = "CRITICALITY_LANG"
"""The environment variable that names the language of messages."""
_PROGRAM = "CRITICALITY_PROGRAM"
"""The environment variable in which a script that starts the program says how it was itself called."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What POSIX reads the language of messages from: the first one that is set and not empty counts."""

_chosen: MessageLanguage = "en"


def current_language() -> MessageLanguage:
    """Return the language in which messages are said now."""
    return _chosen


def use_language(language: MessageLanguage) -> None:
    """Say messages of this process in `language` from now on."""
    global _chosen  # noqa: PLW0603 — one process speaks one language, like its locale
    _chosen = language


def known_languages() -> tuple[MessageLanguage, ...]:
    """Return the languages of messages: the two in which all is written, and those that have a file of their own."""
    return (*MESSAGE_LANGUAGES, *translation_files())


def named_language(word: str) -> MessageLanguage | None:
    """Return the language that a word names, or None where it names none of ours.

    >>> named_language("zh-Hant"), named_language("zh_TW.UTF-8"), named_language("en"), named_language("fr")
    ('zh-Hant', 'zh-Hant', 'en', None)
    """
    plain = word.strip().replace("_", "-").split(".")[0].split("@")[0].lower()
    if plain == "zh" or plain.startswith("zh-"):
        return "zh-Hant"
    if plain in ("c", "posix", "en") or plain.startswith("en-"):
        return "en"
    further = {tag.lower(): tag for tag in translation_files()}
    return further.get(plain) or further.get(plain.partition("-")[0])


def language_of(environment: Mapping[str, str]) -> MessageLanguage:
    """Return the language that the environment asks for: `VARIABLE` first, then the locale, else English."""
    asked = named_language(environment.get(VARIABLE, ""))
    if asked is not None:
        return asked
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return named_language(locale) or "en"


def program() -> str:
    """Return what is typed to call the program: as the script that started it was called, else ``criticality``."""
    return shlex.quote(os.environ.get(_PROGRAM) or "criticality")
