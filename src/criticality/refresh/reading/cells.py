"""Cells of a release as figures, years and codes, refused where they cannot be what they are taken for."""

import math
import re

from criticality.text.message import Message

LARGEST = 1e12
"""Tonnes, or thousand dollars, that no country reaches: beyond it a figure is a slip of the file."""

_FLOAT = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\Z", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?\Z", re.ASCII)
_WHOLE = re.compile(r"0*(\d+)(?:\.0+)?\Z", re.ASCII)
_FIRST, _LAST = 1900, 2100


class NoFigureError(ValueError):
    """A cell holds no figure that could be entered; its text says why."""


def amount(text: str) -> float:
    """Read a finite number of 0 or more, as programs write it.

    Raises
    ------
    NoFigureError
        If it is no number, below 0, not finite or out of range.
    """
    number = finite(text)
    if number < 0:
        raise NoFigureError(Message("refresh.below_zero", text=text[:40]))
    if number > LARGEST:
        raise NoFigureError(Message("refresh.too_much", text=text[:40]))
    return number


def finite(text: str) -> float:
    """Read a finite number.

    Raises
    ------
    NoFigureError
        If it is none.
    """
    if not _FLOAT.match(text):
        comma = re.match(r"-?\d+,\d+\Z", text)
        raise NoFigureError(Message("refresh.decimal_comma" if comma else "refresh.no_number", text=text[:40]))
    number = float(text)
    if not math.isfinite(number):
        raise NoFigureError(Message("refresh.no_finite", text=text[:40]))
    return number


def year(text: str) -> int | None:
    """Read a year of four digits, also where a program wrote it as a decimal (2024.0); None if it is none."""
    found = _YEAR.match(text)
    return int(found[1]) if found and _FIRST <= int(found[1]) <= _LAST else None


def whole(text: str) -> str | None:
    """A numeric code without leading zeros, also where a program wrote it as a decimal; None if it is none."""
    found = _WHOLE.match(text)
    return found[1] if found else None
