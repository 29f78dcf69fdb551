"""Messages to the person at the terminal: a code with named slots, and one sentence for it per language.

The sentences stand in ``text/messages/<part>.json``, where ``<part>`` is the code up to its first dot::

    "checking.tier_reserved": {"en": "the tier {tier!r} is reserved", "zh-Hant": "類別「{tier}」為保留名稱"},

A slot is written as in `str.format`. Where a slot named ``n`` is 1, the sentence of the code with ``.one`` behind it is
taken, if there is one.
"""

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any, Literal, Self

from criticality.text.language import MessageLanguage, current_language
from criticality.text.visible import one_line

_QUOTED = re.compile(r"「\{(\w+)")
"""A place between Chinese quotes."""
_BETWEEN = "joined."
"""Codes of what stands between the items of `joined`: not a sentence, but the mark itself."""
_SENTENCE = "errors.sentence"
"""The code of a message that stands by itself, and so begins with a capital letter where the language has them."""


class Message(str):
    """A sentence that remembers its code and slots, so that it can be said in another language.

    As a text it is the English sentence: it compares, sorts and prints like one. `said` gives it in a language.

    Parameters
    ----------
    code
        The name of the sentence, ``<part>.<rest>``.
    slots
        What fills the places. A message in a slot is said in the language of the whole; a tuple is an enumeration, and
        a list is one without the word before the last item.

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


def encoded(text: object) -> object:
    """Return a text, or what stands in its slots, as JSON from which `decoded` makes it again: for another process."""
    if isinstance(text, Message):
        return {"code": text.code, "slots": {name: encoded(value) for name, value in text.slots.items()}}
    if isinstance(text, tuple):
        return {"and": [encoded(item) for item in text]}
    return [encoded(item) for item in text] if isinstance(text, list) else text


def decoded(value: object) -> Any:
    """Return what `encoded` was given."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "and" in value:
        return tuple(decoded(item) for item in value["and"])
    return Message(value["code"], **{name: decoded(slot) for name, slot in value["slots"].items()})


def sentence(text: str) -> Message:
    """Return a text that stood behind a colon as a sentence of its own."""
    return Message(_SENTENCE, text=text)


def joined(
    items: Iterable[str], by: Literal["comma", "semicolon", "and", "or", "line", "space", "sentence"] = "comma"
) -> str:
    """Join texts and messages into one message, with what stands between them in each language.

    >>> said(joined(["a", "b", "c"]), "zh-Hant")
    'a、b、c'
    """
    found = list(items)
    alone = found[0] if found else ""
    return Message(f"{_BETWEEN}{by}", items=found) if found[1:] else alone


@functools.cache
def sentences(part: str) -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of one part of the program: code → language → sentence."""
    file = resources.files("criticality.text").joinpath("messages", f"{part}.json")
    read: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return read


def is_known(code: str) -> bool:
    """Whether there is a sentence of this code."""
    part = code.partition(".")[0]
    return part in parts() and code in sentences(part)


@functools.cache
def parts() -> list[str]:
    """Return the parts that have sentences."""
    folder = resources.files("criticality.text").joinpath("messages")
    return sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))


def _made_again(code: str, slots: Mapping[str, object]) -> Message:
    return Message(code, **slots)


def _filled(code: str, slots: Mapping[str, object], language: MessageLanguage) -> str:
    known = sentences(code.partition(".")[0])
    chosen = f"{code}.one" if slots.get("n") == 1 and f"{code}.one" in known else code
    template = known[chosen][language]
    items = slots.get("items")
    if code.startswith(_BETWEEN) and isinstance(items, list):
        return template.join(said(item, language) for item in items)
    if language == "en":
        rows = {name: _slot(value, "en") for name, value in slots.items() if isinstance(value, tuple | list)}
        text = template.format_map({**slots, **rows} if rows else slots)
        return text[:1].upper() + text[1:] if code == _SENTENCE else text
    values = {name: _slot(value, language) for name, value in slots.items()}
    quoted = {name: _in_quotes(values[name]) for name in _quoted_places(template)}
    return template.format_map({**values, **quoted})


@functools.cache
def _quoted_places(template: str) -> frozenset[str]:
    return frozenset(_QUOTED.findall(template))


def _in_quotes(value: object) -> object:
    """A planner's words between quotes, where English has a literal of Python: on one line, without what acts on it."""
    return one_line(value) if isinstance(value, str) else value


def _slot(value: object, language: MessageLanguage) -> object:
    if isinstance(value, Message):
        return value.said(language)
    if not isinstance(value, tuple | list):
        return value
    items = [said(item, language) for item in value]
    between, last = (sentences("joined")[f"{_BETWEEN}{mark}"][language] for mark in ("comma", "and"))
    if isinstance(value, list):
        return between.join(items)
    if language != "en" and items and items[-1].isascii():
        last = f" {last} "
    return last.join([between.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
