"""Messages to the person at the terminal: a code with named slots, and one sentence for it per language.

The sentences stand in ``text/messages/<part>.json``, where ``<part>`` is the code up to its first dot::

    "checking.tier_reserved": {"en": "the tier {tier!r} is reserved", "zh-Hant": "類別「{tier}」為保留名稱"},

A slot is written as in `str.format`. Where a slot named ``n`` is 1, the sentence of the code with ``.one`` behind it is
taken, if there is one. A workspace may say other sentences in their place (`criticality.text.own_words`), and a file
may add a language (`criticality.text.translations`).
"""

import functools
import json
import re
import string
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any, Literal, Self

from criticality.text.language import MessageLanguage, current_language
from criticality.text.named import Named
from criticality.text.own_words import own_words
from criticality.text.sentence_places import completed
from criticality.text.translations import translation
from criticality.text.visible import one_line

_QUOTED = re.compile(r"「\{(\w+)")
"""A place between Chinese quotes."""
_FORMATTER = string.Formatter()
_BETWEEN = "joined."
"""Codes of what stands between the items of `joined`: not a sentence, but the mark itself."""
_SENTENCE = "errors.sentence"
"""The code of a message that stands by itself, and so begins with a capital letter where the language has them."""


Mark = Literal["comma", "semicolon", "and", "or", "line", "space", "sentence", "codes", "actions", "missing", "also"]
"""What stands between the items of `joined`, by the name of its entry in ``joined.json``."""


class Message(str):
    """A sentence that remembers its code and slots, so that it can be said in another language.

    As a text it is the shipped English sentence: it compares, sorts and is written into files like one. `said` gives it
    in a language, in the words of the workspace where it has its own.

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
        message = super().__new__(cls, _english(code, slots))
        message.code, message.slots = code, slots
        return message

    def __reduce__(self) -> tuple[Callable[..., "Message"], tuple[str, Mapping[str, object]]]:
        return _made_again, (self.code, self.slots)

    def said(self, language: MessageLanguage | None = None) -> str:
        """Return the sentence in `language`, or in the language of the process."""
        return _filled(self.code, self.slots, language or current_language())


def said(text: object, language: MessageLanguage | None = None) -> str:
    """Return a text in `language`, or in that of the process; what is no message is the same in every language."""
    if isinstance(text, Named):
        return text.name(language or current_language())
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


def joined(items: Iterable[str], by: Mark = "comma") -> str:
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


def shipped(code: str) -> Mapping[str, str] | None:
    """Return the shipped sentences of a code by language, or None where there is no such code."""
    part = code.partition(".")[0]
    return sentences(part).get(code) if part in parts() else None


def _made_again(code: str, slots: Mapping[str, object]) -> Message:
    return Message(code, **slots)


def _english(code: str, slots: Mapping[str, object]) -> str:
    """The shipped English sentence, whatever a workspace says in its place."""
    known = sentences(code.partition(".")[0])
    template, items = known[_chosen(code, slots, known)]["en"], slots.get("items")
    if code.startswith(_BETWEEN) and isinstance(items, list):
        return template.join(f"{item}" for item in items)
    rows = {
        name: _row(value, [f"{item}" for item in value], "en", lambda mark: sentences("joined")[mark]["en"])
        for name, value in slots.items()
        if isinstance(value, tuple | list)
    }
    return _begun(code, slots, template.format_map({**slots, **rows} if rows else slots))


def _filled(code: str, slots: Mapping[str, object], language: MessageLanguage) -> str:
    """The sentence as it is said: in the words of the workspace or of a translation, where they have it."""
    template, items = _template(code, slots, language), slots.get("items")
    if code.startswith(_BETWEEN) and isinstance(items, list):
        return template.join(said(item, language) for item in items)
    values = {name: _slot(value, language) for name, value in slots.items()}
    quoted = {name: _in_quotes(values[name]) for name in _quoted_places(template, _literals(code))}
    text = template.format_map({**values, **quoted})
    return text if language == "zh-Hant" else _begun(code, slots, text)


def _template(code: str, slots: Mapping[str, object], language: MessageLanguage) -> str:
    """The sentence of a code in a language; English where a further language has none."""
    known = sentences(code.partition(".")[0])
    chosen = _chosen(code, slots, known)
    texts, own = known[chosen], own_words().get(chosen, {})
    found = _completed(own.get(language), texts["en"]) or texts.get(language)
    if found is None:
        further = translation(language).messages
        found = _completed(further.get(chosen) or further.get(code), texts["en"])
    if found is not None:  # what stands between two Chinese sentences is nothing
        return found
    return _completed(own.get("en"), texts["en"]) or texts["en"]


def _chosen(code: str, slots: Mapping[str, object], known: Mapping[str, object]) -> str:
    return f"{code}.one" if slots.get("n") == 1 and f"{code}.one" in known else code


@functools.cache
def _completed(template: str | None, english: str) -> str | None:
    return None if template is None else completed(template, english)


def _begun(code: str, slots: Mapping[str, object], text: str) -> str:
    """A sentence that stands by itself, with a capital letter; every other text as it is, and a code in any place."""
    if code != _SENTENCE or _begins_with_code(slots.get("text")):
        return text
    return text[:1].upper() + text[1:]


def _begins_with_code(text: object) -> bool:
    """Whether a sentence begins with what fills a place, as the name of an indicator: a code is written as it is."""
    if not isinstance(text, Message):
        return False
    literal, place, _, _ = next(
        iter(_FORMATTER.parse((shipped(text.code) or {"en": ""})["en"])), ("", None, None, None)
    )
    if literal or place is None:
        return False
    value = text.slots.get(place)
    return _begins_with_code(value) if isinstance(value, Message) else isinstance(value, str)


@functools.cache
def _quoted_places(template: str, literals: frozenset[str]) -> frozenset[str]:
    """The places between Chinese quotes, and those that are literals in English and written plainly here."""
    plain = {name for _, name, _, conversion in _FORMATTER.parse(template) if name in literals and not conversion}
    return frozenset(_QUOTED.findall(template)) | frozenset(plain)


@functools.cache
def _literals(code: str) -> frozenset[str]:
    """The places of a planner's words in the shipped English sentence: ``{tier!r}``."""
    texts = shipped(code) or {"en": ""}
    return frozenset(name for _, name, _, conversion in _FORMATTER.parse(texts["en"]) if name and conversion)


def _in_quotes(value: object) -> object:
    """A planner's words, where English has a literal of Python: on one line, without what acts on it."""
    return one_line(value) if isinstance(value, str) else value


def _slot(value: object, language: MessageLanguage) -> object:
    if isinstance(value, Message):
        return value.said(language)
    if isinstance(value, Named):
        return value.name(language)
    if not isinstance(value, tuple | list):
        return value
    return _row(value, [said(item, language) for item in value], language, lambda mark: _template(mark, {}, language))


def _row(kind: object, items: list[str], language: MessageLanguage, mark: Callable[[str], str]) -> str:
    """The items of a list in a row, those of a tuple as an enumeration."""
    between, last = mark(f"{_BETWEEN}comma"), mark(f"{_BETWEEN}and")
    if isinstance(kind, list):
        return between.join(items)
    if language == "zh-Hant" and items and items[-1].isascii():
        last = f" {last} "
    return last.join([between.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
