"""What the USGS prints where a figure stands: numbers, bounds, ranges, and words for small, withheld or absent amounts.

The words are those of the Mineral Commodity Summaries: W (withheld), NA (not available), XX (not applicable), E (net
exporter), a dash (zero), «Less than ½ unit», Large, Included with …; ``e`` and ``r`` beside a figure mark it as
estimated or revised.
"""

import re
from dataclasses import dataclass

from criticality.refresh.reading.cells import LARGEST, NoFigureError

_DASHES = frozenset({"—", "–", "-", "--", "―", "−", "\x97", "\x96", "nil"})
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
    rf"(?P<figure>{_GROUPED})\s*(?P<after>[erp]{{0,2}})\Z",
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


def printed_amount(text: str, times: float, *, estimated: bool) -> Printed:
    """Read a printed amount and bring it into the unit of the table.

    Parameters
    ----------
    text
        The cell, cleaned.
    times
        Units of the table in one unit of the publisher.
    estimated
        Whether a note marks the figure as estimated.

    Raises
    ------
    NoFigureError
        If there are digits that make no amount, or what a program wrote in place of a number.
    """
    if text.lower() in _NO_WORDS or text.startswith("#"):
        raise NoFigureError(f"the value {text[:40]!r} is what a program writes, not what the publisher prints")
    if text.lower() in _DASHES:
        return Printed(0.0, "zero")
    if _WITHHELD.match(text):
        return Printed(None, "withheld")
    if not text or _ABSENT.match(text):
        long = f"printed as {text.rstrip('.')!r}" if " " in text else ""
        return Printed(None, "absent", note=long)
    if _HALF.match(text):
        return _between(0.0, 0.5, times, text)
    return _with_digits(text, times, estimated=estimated)


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
        raise NoFigureError(f"the value {text[:40]!r} is below 0")
    if re.match(r"\d+,\d{1,2}\Z|\d+,\d{4,}\Z", text):
        raise NoFigureError(f"the value {text[:40]!r} is no number of the publisher: a decimal comma?")
    raise NoFigureError(f"the value {text[:40]!r} is not recognised")


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
        raise NoFigureError(f"the value {text[:40]!r} is larger than anything that is produced")
