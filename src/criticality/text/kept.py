"""Sentences that a record keeps: a code with typed slots beside the English sentence, said again where it is shown.

`note` makes a sentence on a cell, `coded` gives what the record keeps of any sentence. A slot has its type by its name:
those of `NUMBERS` hold numbers, which are written in one way wherever they are shown; every other slot holds a code (a
country, a stage, a criterion), a text of the data, a sentence of its own, or a list of these. The English sentence of
the record has the codes themselves, the pages have their names.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, NotRequired, TypedDict, cast

from criticality.text.language import MessageLanguage
from criticality.text.message import Message, is_known, joined
from criticality.text.message import said as say
from criticality.text.named import Named, named_again
from criticality.text.numbers import figure as written_figure
from criticality.text.numbers import plain, two_figures
from criticality.text.own_words import shipped_words
from criticality.text.phrases import Phrase


class Said(TypedDict):
    """One sentence as the record keeps it; `slots` is missing where the sentence has no place to fill."""

    code: str
    slots: NotRequired[dict[str, object]]


class Share(float):
    """A part of a whole, 0…1: ``98 %``, with a decimal below ten per cent."""

    def __str__(self) -> str:
        figure = 100 * float(self)
        return f"{figure:.0f} %" if figure >= 10 or figure == 0 else f"{figure:.1f} %"


class Thousandths(float):
    """The value of an indicator: three decimals."""

    def __str__(self) -> str:
        return f"{float(self):.3f}"


class Tonnes(float):
    """A quantity in tonnes: one decimal, thousands apart."""

    def __str__(self) -> str:
        return f"{float(self):,.1f}"


class PerCent(float):
    """A part of a whole as somebody states it: ``12.5 %``, four significant digits."""

    def __str__(self) -> str:
        return f"{100 * float(self):.4g} %"


class Stated(float):
    """A number as it is stated in a file: every digit."""

    def __str__(self) -> str:
        return plain(float(self))


class Short(float):
    """A measured figure beside a stated one: four significant digits."""

    def __str__(self) -> str:
        return plain(float(f"{float(self):.4g}"))


class Ratio(float):
    """A measure of consistency: three decimals, or the digits that it was rounded to."""

    def __str__(self) -> str:
        written = f"{float(self):.3f}"
        return written if float(written) == float(self) else f"{float(self):.6g}"


class Digits(float):
    """A number that was rounded to the digits it is written with, at most nine of them."""

    def __str__(self) -> str:
        return f"{float(self):.9g}"


class Beside(float):
    """One of two figures side by side, with as many digits as it takes to tell them apart."""

    written: str

    def __str__(self) -> str:
        return self.written


class Measured(float):
    """A figure of a comparison: three significant digits."""

    def __str__(self) -> str:
        return written_figure(float(self))


class Figure(float):
    """A figure as it was stated: up to six significant digits."""

    def __str__(self) -> str:
        return f"{float(self):g}"


NUMBERS: Mapping[str, type[float]] = {
    "share": Share,
    "low": Thousandths,
    "high": Thousandths,
    "bought": Tonnes,
    "sold": Tonnes,
    "made": Tonnes,
    "figure": Figure,
    "severity": Figure,
    "left": Thousandths,
    "measured": Measured,
    "ratio": Ratio,
    **dict.fromkeys(("by", "limit", "total"), Digits),
    **dict.fromkeys(("amount", "most", "best", "floor", "ceiling", "today", "share_today", "confidence"), PerCent),
    **dict.fromkeys(("needed", "threshold", "stated_today"), Stated),
    **dict.fromkeys(("figure_today", "value"), Short),
}
"""The slots of a note that hold a number, with the way in which it is written."""


def note(code: str, /, **slots: object) -> Message:
    """Return a sentence on a cell, its numbers written as `NUMBERS` says.

    >>> note("note.traced", share=0.125, countries=["NLD", "SGP"])
    '12 % traced beyond the partner (NLD, SGP)'
    """
    return Message(code, **{name: typed(name, value) for name, value in (slots | _side_by_side(slots)).items()})


def _side_by_side(slots: Mapping[str, object]) -> dict[str, object]:
    """The two figures of a change, each written so that it can be told from the other."""
    pair = [slots.get(name) for name in ("before", "after")]
    if not all(isinstance(value, int | float) for value in pair):
        return {}
    figures = [Beside(cast(float, value)) for value in pair]
    figures[0].written, figures[1].written = two_figures(*figures)
    return {"before": figures[0], "after": figures[1]}


class Pending(NamedTuple):
    """A sentence on a cell that is not made yet: levers and answers compute most cells for their values alone.

    A tuple of such sentences in a slot is joined into one.
    """

    code: str
    slots: Mapping[str, object]

    def made(self) -> Message:
        """Return the sentence."""
        return note(self.code, **{name: _made(value) for name, value in self.slots.items()})


def pending(code: str, /, **slots: object) -> Pending:
    """Return a sentence on a cell, to be made where somebody reads it."""
    return Pending(code, slots)


def made(sentences: Iterable[Pending]) -> str:
    """Return sentences as one text; nothing where there are none."""
    return joined([sentence.made() for sentence in sentences], "semicolon")


def _made(value: object) -> object:
    if isinstance(value, Pending):
        return value.made()
    if isinstance(value, list):
        return [_made(item) for item in value]
    return made(value) if isinstance(value, tuple) else value


def typed(name: str, value: object) -> object:
    """Return what fills a slot of a note: a number by the kind that belongs to the slot's name."""
    kind = NUMBERS.get(name)
    return kind(value) if kind is not None and isinstance(value, int | float) else value


def several(names: Sequence[str], most: int = 3) -> Message | list[str]:
    """Return the first few of some codes, and how many more there are."""
    shown = list(names[:most])
    return note("note.more", names=shown, count=len(names) - most) if len(names) > most else shown


def coded(text: object) -> list[Said]:
    """Return what the record keeps of a sentence, or of several joined into one; nothing of a plain text."""
    return [_kept(sentence) for sentence in sentences_of(text)]


def sentences_of(text: object) -> list[Message]:
    """Return the sentences that a text is joined of, or the one that it is; none of a plain text."""
    if not isinstance(text, Message):
        return []
    items = text.slots.get("items")
    if text.code.startswith("joined.") and isinstance(items, list):
        return [item for item in items if isinstance(item, Message)]
    return [text]


def again(said: Said, named: Callable[[str, object], object] = lambda _, value: value) -> Message | str:
    """Return the message of which a record keeps code and slots; `named` gives what stands for a plain value of a slot.

    A sentence of a code that is not known is empty.
    """
    if not is_known(said["code"]):
        return ""
    return note(said["code"], **{name: _again(name, value, named) for name, value in said.get("slots", {}).items()})


def in_language(said: Sequence[Said], text: str, language: MessageLanguage) -> str:
    """Return what a record keeps in `language`; the English text where it has no codes that are known."""
    sentences = [again(entry) for entry in said]
    return say(joined(sentences, "semicolon"), language) if sentences and all(sentences) else text


def in_both_languages(sentence: str) -> Phrase:
    """Return a sentence as a record has it, in the shipped words of both languages."""
    with shipped_words():
        return {"en": say(sentence, "en"), "zh-Hant": say(sentence, "zh-Hant")}


def shipped_name(code: str) -> Phrase:
    """Return a name of ``text/messages/name.json`` as a record has it: ``score`` for ``name.score``."""
    return in_both_languages(Message(f"name.{code}"))


def own_name(code: str) -> Phrase:
    """Return a name of ``text/messages/name.json`` in the words of this process."""
    name = Message(f"name.{code}")
    return {"en": say(name, "en"), "zh-Hant": say(name, "zh-Hant")}


def reworded(said: Sequence[Said], text: Phrase) -> Phrase:
    """Return what a record keeps in the words of this process; the text that it has where there are no known codes."""
    sentences = [again(entry) for entry in said]
    if not sentences or not all(sentences):
        return text
    whole = joined(sentences, "sentence")
    return {"en": say(whole, "en"), "zh-Hant": say(whole, "zh-Hant")}


def _again(name: str, value: object, named: Callable[[str, object], object]) -> object:
    if isinstance(value, dict):
        return again(cast(Said, value), named) if "code" in value else named_again(value)
    return [_again(name, item, named) for item in value] if isinstance(value, list) else named(name, value)


def _kept(sentence: Message) -> Said:
    if not sentence.slots:
        return {"code": sentence.code}
    return {"code": sentence.code, "slots": {name: _plain(value) for name, value in sentence.slots.items()}}


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return _kept(value)
    if isinstance(value, Named):
        return value.kept()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value)
    return value if isinstance(value, bool | int) or value is None else str(value)
