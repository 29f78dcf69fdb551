"""One cell of a table: a text read as what its column says, or refused in a sentence with a hint."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from criticality.files.messages import nearest
from criticality.model.dataset import OTHERS, WORLD, Column
from criticality.model.document import countable
from criticality.text.spreadsheet import stated

FIRST_YEAR, LAST_YEAR = 1900, 2100
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)
"""A number as a table may hold it."""

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_COUNTRY = re.compile(r"[A-Z]{3}\Z")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+\Z", re.ASCII)
_SPACED = re.compile(r"[-+]?\d{1,3}(?:[ ,'’\u2009]\d{3})+(\.\d+)?\Z", re.ASCII)
_MARKS = re.compile(r"[ ,'’\u2009]")
_PRINTED = re.compile(
    r"[<>≤≥~]|(less|more|greater) than|about|up to|\d[\d.]*\s*(to|-|–|—)\s*\d|e\d|\d[\d.]*\s*e\Z",
    re.ASCII | re.IGNORECASE,
)
"""Amounts as publishers print them: bounds, ranges, an e for estimated."""

_BOUND = "A bound or a range is no figure: enter one with the flag estimated, and the printed words in the note."
_NOTHING = ("nan", "n/a", "na", "-", "--", "–", "—", "inf", "infinity", "...", "…", "w", "xx", "none")
_PER_CENT = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)\s*%\Z", re.ASCII)
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3}){2,}\Z", re.ASCII)
_LETTERS = str.maketrans("OoQlI", "00011")
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\u2014\ufe63"), "-")
_SLASHED = re.compile(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?\Z", re.ASCII)
_TRUTH = {"yes": True, "no": False, "true": True, "false": False}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_BLANKS = {ord(blank): " " for blank in "\u00a0\u2007\u202f"}
_EMPTY: dict[str, Any] = {"number": math.nan, "share": math.nan, "year": math.nan, "date": None, "truth": False}


class Refused(ValueError):
    """A cell cannot be read; carries the sentence and the hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def cleaned(cell: str) -> str:
    """A cell without blanks at its ends, with plain blanks inside, without characters that nobody sees."""
    return cell.translate(_INVISIBLE).translate(_BLANKS).strip()


def read_cell(cell: str, column: Column) -> Any:
    """The value of a cell; what is missing is NaN, None or an empty text.

    Raises
    ------
    Refused
        If the cell cannot be read as what its column says.
    """
    if cell.startswith("="):
        raise Refused(f"the cell holds a formula: {cell[:40]!r}", "Store the value, not the spreadsheet formula.")
    if not cell:
        if column.filled:
            raise Refused("the cell is empty", "Fill it in; what is unknown has its own flag, never a blank or a zero.")
        return column.default if column.default is not None else _EMPTY.get(column.kind, "")
    try:
        return _read(cell, column)
    except Refused as refused:
        narrow = unicodedata.normalize("NFKC", cell)
        if narrow != cell and _reads(narrow, column):
            refused.hint = f"It is written with full-width characters: write {narrow[:40]}"
        raise


def _reads(cell: str, column: Column) -> bool:
    try:
        _read(cell, column)
    except Refused:
        return False
    return True


def _read(cell: str, column: Column) -> Any:
    if column.choices and cell not in column.choices:
        raise Refused(f"{cell[:40]!r} is none of {', '.join(column.choices)}", nearest(cell, column.choices))
    value = _READERS[column.kind](cell)
    if isinstance(value, float):
        _within(value, column)
    return value


def _number(cell: str) -> float:
    if not NUMBER.match(cell):
        raise Refused(f"a number is needed here, not {cell[:40]!r}", _number_hint(cell))
    value = float(cell)
    if not math.isfinite(value):
        raise Refused(f"{cell[:40]!r} is too large for a number", "Check the digits and the unit.")
    if not countable(value):
        side = "large" if abs(value) > 1 else "small"
        raise Refused(f"{cell[:40]!r} is too {side} to be computed with", "Check the digits and the unit.")
    return value


def _number_hint(cell: str) -> str:
    """How the figure meant should be written; the first that applies."""
    plain, letters = cell.translate(_MINUS), cell.translate(_LETTERS)
    hints = (
        (
            cell.lower() in _NOTHING,
            "Leave the cell empty and set the flag to withheld or absent: missing is never a number.",
        ),
        (cell.startswith("#"), "The spreadsheet could not work out this cell: mend it there, and store the value."),
        (plain != cell and NUMBER.match(plain), f"Type the plain minus: write {plain}"),
        (_SPACED.match(cell), f"Write it without thousands separators: {_MARKS.sub('', cell)}"),
        (_PRINTED.match(cell), _BOUND),
        (_DECIMAL_COMMA.match(cell), f"The point separates the decimals: write {cell.replace(',', '.')}"),
        (_PER_CENT.match(cell), _without_per_cent(cell)),
        (_POINTS.match(cell), f"Write it without separators: {cell.replace('.', '')}"),
        (cell.startswith("'") and NUMBER.match(cell[1:]), f"Write it without the apostrophe: {cell[1:]}"),
        (letters != cell and NUMBER.match(letters), f"It holds letters that look like digits: write {letters}"),
    )
    usual = "Write digits and a point, without units or thousands separators."
    return next((hint for applies, hint in hints if applies), usual)


def _without_per_cent(cell: str) -> str:
    number = cell.rstrip("% ")
    return (
        f"Write {cell} as {float(number) / 100:.10g}, or in a column with a unit as {number}"
        if _PER_CENT.match(cell)
        else ""
    )


def _share(cell: str) -> float:
    value = _number(cell)
    if not 0 <= value <= 1:
        raise Refused(f"a share lies between 0 and 1, not {cell[:40]}", "Write 45 % as 0.45.")
    return value


def _year(cell: str) -> float:
    decimal = re.fullmatch(r"(\d{4})\.0+", cell, re.ASCII)
    if decimal:
        raise Refused(f"{cell[:20]!r} is not a year", f"A program wrote it as a decimal: write {decimal[1]}.")
    if not re.fullmatch(r"\d{4}", cell, re.ASCII) or not FIRST_YEAR <= int(cell) <= LAST_YEAR:
        raise Refused(f"{cell[:20]!r} is not a year", f"Four digits, {FIRST_YEAR} to {LAST_YEAR}.")
    return float(cell)


def _date(cell: str) -> date:
    try:
        if len(cell) == 10 and FIRST_YEAR <= date.fromisoformat(cell).year <= LAST_YEAR:
            return date.fromisoformat(cell)
    except ValueError:
        pass
    slashed, example = _SLASHED.match(cell), "2026-11-23"
    if slashed:
        year, month, day = slashed.groups()
        example = f"{year}-{int(month):02d}-{int(day):02d}; a spreadsheet rewrites dates when it opens the file"
    raise Refused(f"{cell[:20]!r} is not a date", f"Write it as {example}, {FIRST_YEAR} to {LAST_YEAR}.")


def _code(cell: str) -> str:
    if not _CODE.match(cell):
        close = re.sub(r"[\s-]+", "_", cell.lower())
        hint = f"Write {close[:60]}" if _CODE.match(close) else "Small letters, digits and _, e.g. natural_graphite."
        raise Refused(f"{cell[:40]!r} is not a code", hint)
    return cell


def _country_of(form: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not _COUNTRY.match(cell):
            hint = f"Write {cell.upper()}" if _COUNTRY.match(cell.upper()) else form
            raise Refused(f"{cell[:40]!r} is not a country code", hint)
        return cell

    return read


def _truth(cell: str) -> bool:
    if cell.lower() not in _TRUTH:
        raise Refused(f"yes or no is needed here, not {cell[:20]!r}", "Write yes or no.")
    return _TRUTH[cell.lower()]


def _sources(cell: str) -> str:
    odd = next((mark for mark in "；，、," if mark in cell), None)
    if odd is not None:
        raise Refused(f"sources are joined by ; and not by {odd}", f"Write {re.sub('[；，、,]', ';', cell)[:60]}")
    return ";".join(part.strip() for part in cell.split(";") if part.strip())


def _within(value: float, column: Column) -> None:
    if column.at_least is not None and value < column.at_least:
        raise Refused(f"{value:g} is below {column.at_least:g}", "Check the sign and the unit.")
    if column.at_most is not None and value > column.at_most:
        raise Refused(f"{value:g} is above {column.at_most:g}", "Check the unit.")


_READERS: Mapping[str, Callable[[str], Any]] = {
    "code": _code,
    "text": stated,  # as `neutral` of criticality.text.spreadsheet wrote it
    "country": _country_of("Three capital letters (ISO 3166), e.g. JPN."),
    "partner": _country_of(f"ISO 3166, or {WORLD} (world), {OTHERS} (others)."),
    "number": _number,
    "share": _share,
    "year": _year,
    "date": _date,
    "choice": str,
    "sources": _sources,
    "truth": _truth,
}
