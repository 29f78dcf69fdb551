"""What the USGS prints where a figure stands: numbers, bounds, ranges, and words for small, withheld or absent amounts.

The words are those of the Mineral Commodity Summaries: W (withheld), NA (not available), XX (not applicable), E (net
exporter), a dash (zero), «Less than ½ unit», Large, Included with …; ``e`` and ``r`` beside a figure mark it as
estimated or revised.
"""

import re
from dataclasses import dataclass

from criticality.refresh.reading.cells import LARGEST, NoFigureError
from criticality.text.message import Message

_DASHES = frozenset({"—", "–", "-", "--", "―", "−", "\x97", "\x96", "nil", "zero"})
_FOOTNOTE = re.compile(r"(?<=\S)\s*\(\d{1,2}\)\Z|(?<=[—–])\d{1,2}\Z|[¹²³⁴-⁹]+\Z|(?<=\S)\s*\([¹²³⁴-⁹]+\)\Z")
"""A footnote's number behind an amount."""

_NUMBER_OF_A_FOOTNOTE = re.compile(r"\(\d{1,2}\)\Z")
_SMALL = re.compile(
    r"\(?(?:negligible|traces?|insignificant|nominal|token|very minor|minimal)(?: amounts?)?\)?\.?\Z", re.IGNORECASE
)
"""Words for less than half a unit."""

_KILOGRAMS = re.compile(r"(?:less than|<|under)\s*(?P<figure>[\d,.]+)\s*(?:kilograms?|kg)\.?\Z", re.IGNORECASE)
_WITHHELD = re.compile(r"\(?w\)?\.?\Z|withheld\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"\(?(na|n\.a\.|n/a|xx?|s|e|do|large|moderate|moderate to large|small|very small|not (available|applicable)"
    r"|included (with|in) .*)\)?\.?\Z",
    re.IGNORECASE,
)
_NO_WORDS = frozenset({"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "null", "none", "true", "false"})
"""What programs write for no number; no publisher prints it."""

_GROUPED = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<before>[erp]{{0,2}})\s*(?P<bound>[<>≤≥~]|more than|at least|less than|about|over|under)?\s*"
    rf"(?P<figure>{_GROUPED})\s*(?P<after>[erp]{{0,2}}|\((?:e|est\.?|estimated?)\))\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"(?P<low>{_GROUPED})\s*(?:to|[-–—])\s*(?P<high>{_GROUPED})\Z", re.IGNORECASE)
_HALF = re.compile(
    r"(?:\(?\d*\)?\s*)?\(?(?:less than|<)\s*(?:½|1/2|one-half|a half|0?\.5)(?:\s+(?:of\s+)?a?\s*unit)?s?\)?\.?\Z",
    re.IGNORECASE,
)
_ABOVE = frozenset({">", "≥", "more than", "at least", "over"})
_BELOW = frozenset({"<", "≤", "less than", "under"})


@dataclass(frozen=True)
class Printed:
    """One printed amount in the unit of the table.

    Attributes
    ----------
    value
        The figure; None where none is given.
    flag
        ``reported``, ``estimated``, ``zero``, ``withheld`` or ``absent``, as the table has them.
    low, high
        Bounds, where the publisher prints them instead of a figure.
    note
        How the words were read, where they are no plain figure.
    known
        Whether the words are among those that the publisher explains.
    """

    value: float | None
    flag: str
    low: float | None = None
    high: float | None = None
    note: str = ""
    known: bool = True


def printed_amount(text: str, times: float, *, estimated: bool, kilogram: float | None = None) -> Printed:
    """Read a printed amount and bring it into the unit of the table.

    Parameters
    ----------
    text
        The cell, cleaned.
    times
        Units of the table in one unit of the publisher.
    estimated
        Whether a note marks the figure as estimated.
    kilogram
        A kilogram in the unit of the table; None where that is no mass.

    Raises
    ------
    NoFigureError
        If there are digits that make no amount, or what a program wrote in place of a number.
    """
    if text.lower() in _NO_WORDS or text.startswith("#"):
        raise NoFigureError(Message("refresh.program_word", text=text[:40]))
    if _NUMBER_OF_A_FOOTNOTE.match(text):
        return Printed(None, "absent", note=f"printed as {text!r}", known=False)
    plain = _FOOTNOTE.sub("", text)
    return _in_words(plain) or _small(plain, times, kilogram) or _with_digits(plain, times, estimated=estimated)


def _in_words(text: str) -> Printed | None:
    """What the words of the publisher for nothing, for a withheld and for an absent amount mean."""
    if text.lower() in _DASHES:
        return Printed(0.0, "zero")
    if _WITHHELD.match(text):
        return Printed(None, "withheld")
    if not text or _ABSENT.match(text):
        long = f"printed as {text.rstrip('.')!r}" if " " in text else ""
        return Printed(None, "absent", note=long)
    return None


def _small(text: str, times: float, kilogram: float | None) -> Printed | None:
    """Words for less than half a unit, or for some kilograms beside a series of tonnes."""
    if _HALF.match(text) or _SMALL.match(text):
        return _between(0.0, 0.5, times, text)
    kilograms = _KILOGRAMS.match(text)
    return _in_kilograms(kilograms["figure"], text, kilogram) if kilograms else None


def _in_kilograms(figure: str, text: str, kilogram: float | None) -> Printed:
    """An upper bound that is printed in kilograms beside a series of tonnes."""
    if kilogram is None or not re.fullmatch(_GROUPED, figure):
        return Printed(None, "absent", note=f"printed as {text[:60]!r}", known=False)
    return _between(0.0, _number(figure), kilogram, text)


def _with_digits(text: str, times: float, *, estimated: bool) -> Printed:
    found = _NUMBER.match(text)
    if found:
        marks = (found["before"] + found["after"]).lower()
        number, bound = _number(found["figure"]), (found["bound"] or "").lower()
        if bound in _BELOW:
            return _between(0.0, number, times, text)
        value = number * times
        _check(value, text)
        if bound in _ABOVE:
            return Printed(value, "estimated", low=value, note=f"lower bound: printed as {text!r}")
        if value == 0:
            return Printed(0.0, "zero")
        return Printed(value, "estimated" if estimated or "e" in marks or bound else "reported")
    between = _RANGE.match(text)
    if between and _number(between["low"]) < _number(between["high"]):
        return _between(_number(between["low"]), _number(between["high"]), times, text)
    if not re.search(r"\d", text):
        return Printed(None, "absent", note=f"printed as {text[:60]!r}", known=False)
    if re.match(r"[-−]\s*\d", text):
        raise NoFigureError(Message("refresh.value_below_zero", text=text[:40]))
    if re.match(r"\d+,\d{1,2}\Z|\d+,\d{4,}\Z", text):
        raise NoFigureError(Message("refresh.value_decimal_comma", text=text[:40]))
    raise NoFigureError(Message("refresh.value_unknown", text=text[:40]))


def _between(low: float, high: float, times: float, text: str) -> Printed:
    """An amount of which only bounds are printed: the middle of them stands for it."""
    if high == 0:
        return Printed(0.0, "zero")
    _check(high * times, text)
    middle = (low + high) / 2 * times
    return Printed(middle, "estimated", low * times, high * times, f"printed as {text[:60]!r}: the middle stands here")


def _number(text: str) -> float:
    return float(text.replace(",", "")[:300])


def _check(value: float, text: str) -> None:
    if not value <= LARGEST:
        raise NoFigureError(Message("refresh.value_too_much", text=text[:40]))
