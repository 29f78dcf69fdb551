"""What the reader of JSON found wrong, with its Chinese: its sentences are those of Python's module `json`."""

from functools import cache
from json import JSONDecodeError

from criticality.text.message import Message, sentences


def json_slip(error: JSONDecodeError) -> str:
    """Return what is wrong as a message; the reader's own sentence where it is one that this version does not know."""
    told = error.msg.removesuffix(": ")
    code = _codes().get(told)
    return told if code is None else Message(code)


@cache
def _codes() -> dict[str, str]:
    """The sentence of the reader → its code."""
    return {texts["en"]: code for code, texts in sentences("json").items()}
