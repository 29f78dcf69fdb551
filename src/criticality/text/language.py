"""The language in which messages are said: one for the whole process, English unless a command chose another."""

from collections.abc import Mapping
from typing import Literal

MessageLanguage = Literal["en", "zh-Hant"]
MESSAGE_LANGUAGES: tuple[MessageLanguage, ...] = ("en", "zh-Hant")
VARIABLE = "CRITICALITY_LANG"
"""The environment variable that names the language of messages."""
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
    return None


def language_of(environment: Mapping[str, str]) -> MessageLanguage:
    """Return the language that the environment asks for: `VARIABLE` first, then the locale, else English."""
    asked = named_language(environment.get(VARIABLE, ""))
    if asked is not None:
        return asked
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return named_language(locale) or "en"
