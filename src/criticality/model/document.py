"""The parts of every document of a workspace: numbers, dates, texts, references, confirmations, sources."""

import math
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

Language = Literal["en", "zh-Hant"]
LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")
PageLanguage = str
"""The tag of a printed edition: a `Language`, or a further one, whose edition is the English one in other words."""
Edition = Literal["short", "full", "public"]
"""A printed edition of the list: a dozen pages for those who decide, everything, or two pages in everyday words."""
EDITIONS: tuple[Edition, ...] = ("short", "full", "public")
SMALLEST, LARGEST = 1e-99, 1e99
"""Sizes of a number other than 0: beyond them a few products or quotients are no numbers any more."""

_LONGEST_QUOTE = 60


class Document(BaseModel):
    """A frozen value read from a planner's file; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def without_idle(dumped: dict[str, object], **idle: object) -> dict[str, object]:
    """A dumped document without keys that state nothing, so that documents that leave them out stay as they were."""
    return {key: value for key, value in dumped.items() if key not in idle or value != idle[key]}


def _stated_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "a number is needed here, not {kind}", {"kind": _kind_of(value)})
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if not math.isfinite(number):
        raise PydanticCustomError("finite", "a finite number is needed here")
    if not countable(number):
        raise PydanticCustomError("size", "{got} is too {side} to be computed with", _side(number))
    return number


def countable(number: float) -> bool:
    """Whether products and quotients of a finite number stay finite: 0, or a size from `SMALLEST` to `LARGEST`."""
    return number == 0 or SMALLEST <= abs(number) <= LARGEST


def _side(number: float) -> dict[str, object]:
    return {"got": f"{number:g}", "side": "large" if abs(number) > 1 else "small"}


def _stated_whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise PydanticCustomError("whole", "a whole number is needed here, not {got}", {"got": _quoted(value)})
    return int(value)


def _stated_date(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("date", "a date is needed here, written YYYY-MM-DD, not {got}", {"got": _quoted(value)})


def _stated_text(value: object) -> object:
    if isinstance(value, str):
        return {"en": value, "zh-Hant": value}
    if not isinstance(value, dict | BaseModel):
        raise PydanticCustomError("text", "a text is needed here, not {kind}", {"kind": _kind_of(value)})
    return value


def _kind_of(value: object) -> str:
    names = {str: "the text", bool: "the truth value", list: "a list", dict: "a mapping", type(None): "an empty value"}
    if type(value) not in names:
        return _quoted(value)
    return f"{names[type(value)]} {_quoted(value)}" if isinstance(value, str | bool) else names[type(value)]


def _quoted(value: object) -> str:
    """A planner's value as it is written, cut to one line."""
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


Number = Annotated[float, BeforeValidator(_stated_number)]
Whole = Annotated[int, BeforeValidator(_stated_whole)]
Flag = Annotated[bool, Field(strict=True)]
Date = Annotated[date, BeforeValidator(_stated_date)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=20_000)]


class Text(Document):
    """A text in both languages of the printed list; a missing one falls back to the other."""

    en: Words | None = None
    zh_hant: Words | None = Field(default=None, alias="zh-Hant")

    def model_post_init(self, _context: object, /) -> None:
        """Refuse a text that has neither language."""
        if self.en is None and self.zh_hant is None:
            raise PydanticCustomError("no_text", "a text needs at least one language, en or zh-Hant")

    def to(self, language: Language) -> str:
        """Return the text in `language`, or in the other language where it is missing."""
        first, second = (self.en, self.zh_hant) if language == "en" else (self.zh_hant, self.en)
        return first or second or ""


BilingualText = Annotated[Text, BeforeValidator(_stated_text)]


class Reference(Document):
    """A publication that a definition is based on."""

    title: Words
    authors: Words | None = None
    year: Whole | None = None
    url: Words | None = None
    doi: Words | None = None
    pages: Words | None = None
    equation: Words | None = None
    note: Words | None = None


class Confirmation(Document):
    """Who last reviewed this and found it still valid; independent of when it was last changed."""

    by: Words
    on: Date


class Source(Document):
    """Origin of figures: one entry of data/sources.yaml."""

    title: Words
    publisher: Words
    published: Words | Whole | Date | None = None
    url: Words | None = None
    doi: Words | None = None
    licence: Words | None = None
    accessed: Words | Whole | Date | None = None
    note: Words | None = None
