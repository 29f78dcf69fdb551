"""Messages to the person at the terminal: a code with named slots, and one sentence for it per language.

The sentences stand in ``text/messages/<part>.json``, where ``<part>`` is the code up to its first dot::

    "checking.tier_reserved": {"en": "the tier {tier!r} is reserved", "zh-Hant": "類別「{tier}」為保留名稱"},

A slot is written as in `str.format`. Where a slot named ``n`` is 1, the sentence of the code with ``.one`` behind it is
taken, if there is one.
"""

import functools
import json
import string
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Literal, Self

from criticality.text.language import MessageLanguage, current_language

_JOINED: Mapping[MessageLanguage, tuple[str, str]] = {"en": (", ", " and "), "zh-Hant": ("、", "及")}
"""What stands between the items of an enumeration, and before the last one."""


class Message(str):
    """A sentence that remembers its code and slots, so that it can be said in another language.

    As a text it is the English sentence: it compares, sorts and prints like one. `said` gives it in a language.

    Parameters
    ----------
    code
        The name of the sentence, ``<part>.<rest>``.
    slots
        What fills the places. A message in a slot is said in the language of the whole; a tuple is an enumeration.

    Raises
    ------
    KeyError
        There is no such code, or a place of its sentence is not filled: a fault of the program.
    """

    __slots__ = ("code", "slots")
    code: str
    slots: Mapping[str, object]

    def __new__(cls, code: str, /, **slots: object) -> Self:
        """Fill the English sentence of `code`."""
        message = super().__new__(cls, _filled(code, slots, "en"))
        message.code, message.slots = code, slots
        return message

    def __reduce__(self) -> tuple[Callable[..., "Message"], tuple[str, Mapping[str, object]]]:
        return _made_again, (self.code, self.slots)

    def said(self, language: MessageLanguage | None = None) -> str:
        """Return the sentence in `language`, or in the language of the process."""
        return _filled(self.code, self.slots, language or current_language())


def said(text: object, language: MessageLanguage | None = None) -> str:
    """Return a text in `language`, or in that of the process; what is no message is the same in every language."""
    return text.said(language) if isinstance(text, Message) else str(text)


def joined(
    items: Iterable[str], by: Literal["comma", "semicolon", "and", "or", "line", "space", "sentence"] = "comma"
) -> str:
    """Join texts and messages into one message, with what stands between them in each language.

    >>> said(joined(["a", "b", "c"]), "zh-Hant")
    'a、b、c'
    """
    first, *rest = list(items) or [""]
    return Message(f"joined.{by}", first=first, rest=joined(rest, by)) if rest else first


@functools.cache
def sentences(part: str) -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of one part of the program: code → language → sentence."""
    file = resources.files("criticality.text").joinpath("messages", f"{part}.json")
    read: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return read


def parts() -> list[str]:
    """Return the parts that have sentences."""
    folder = resources.files("criticality.text").joinpath("messages")
    return sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))


def _made_again(code: str, slots: Mapping[str, object]) -> Message:
    return Message(code, **slots)


def _filled(code: str, slots: Mapping[str, object], language: MessageLanguage) -> str:
    known = sentences(code.partition(".")[0])
    chosen = f"{code}.one" if slots.get("n") == 1 and f"{code}.one" in known else code
    values = {name: _slot(value, language) for name, value in slots.items()}
    return string.Formatter().vformat(known[chosen][language], (), values)


def _slot(value: object, language: MessageLanguage) -> object:
    if isinstance(value, Message):
        return value.said(language)
    if not isinstance(value, tuple):
        return value
    items = [said(item, language) for item in value]
    between, last = _JOINED[language]
    return last.join([between.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
