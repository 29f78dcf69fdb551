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
from criticality.text.message import Message
from criticality.text.republic import western_date, western_year
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

    def __init__(self, message: Message, hint: Message) -> None:
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
        raise Refused(Message("files.formula", cell=cell[:40]), Message("files.store_value"))
    if not cell:
        if column.filled:
            raise Refused(Message("files.cell_empty"), Message("files.fill_in"))
        return column.default if column.default is not None else _EMPTY.get(column.kind, "")
    try:
        return _read(cell, column)
    except Refused as refused:
        narrow = unicodedata.normalize("NFKC", cell)
        if narrow != cell and _reads(narrow, column):
            refused.hint = Message("files.full_width_number", number=narrow[:40])
        raise


def _reads(cell: str, column: Column) -> bool:
    try:
        _read(cell, column)
    except Refused:
        return False
    return True


def _read(cell: str, column: Column) -> Any:
    if column.choices and cell not in column.choices:
        raise Refused(
            Message("files.cell_none_of", cell=cell[:40], known=list(column.choices)), nearest(cell, column.choices)
        )
    value = _READERS[column.kind](cell)
    if isinstance(value, float):
        _within(value, column)
    return value


def _number(cell: str) -> float:
    if not NUMBER.match(cell):
        raise Refused(Message("files.cell_no_number", cell=cell[:40]), _number_hint(cell))
    value = float(cell)
    if not math.isfinite(value):
        raise Refused(Message("files.too_large_number", cell=cell[:40]), Message("files.check_digits"))
    if not countable(value):
        code = "files.too_large" if abs(value) > 1 else "files.too_small"
        raise Refused(Message(code, got=Message("files.quoted", value=cell[:40])), Message("files.check_digits"))
    return value


def _number_hint(cell: str) -> Message:
    """How the figure meant should be written; the first that applies."""
    plain, letters = cell.translate(_MINUS), cell.translate(_LETTERS)
    hints = (
        (cell.lower() in _NOTHING, "files.no_number", ""),
        (cell.startswith("#"), "files.not_worked_out", ""),
        (plain != cell and NUMBER.match(plain), "files.plain_minus", plain),
        (_SPACED.match(cell), "files.without_thousands", _MARKS.sub("", cell)),
        (_PRINTED.match(cell), "files.no_figure", ""),
        (_DECIMAL_COMMA.match(cell), "files.decimal_point", cell.replace(",", ".")),
        (_PER_CENT.match(cell), "files.without_per_cent", cell.rstrip("% ")),
        (_POINTS.match(cell), "files.without_separators", cell.replace(".", "")),
        (cell.startswith("'") and NUMBER.match(cell[1:]), "files.without_apostrophe", cell[1:]),
        (letters != cell and NUMBER.match(letters), "files.letters_like_digits", letters),
    )
    code, number = next(((code, number) for applies, code, number in hints if applies), ("files.usual_number", ""))
    return Message(code, cell=cell, number=number, share=_hundredth(cell))


def _hundredth(cell: str) -> str:
    """The share that a figure in per cent is; the cell itself where it is none."""
    return f"{float(cell.rstrip('% ')) / 100:.10g}" if _PER_CENT.match(cell) else cell


def _share(cell: str) -> float:
    value = _number(cell)
    if not 0 <= value <= 1:
        raise Refused(Message("files.no_share", cell=cell[:40]), Message("files.write_as_share"))
    return value


def _year(cell: str) -> float:
    decimal = re.fullmatch(r"(\d{4})\.0+", cell, re.ASCII)
    if decimal:
        raise Refused(Message("files.no_year", cell=cell[:20]), Message("files.decimal_year", year=decimal[1]))
    if not re.fullmatch(r"\d{4}", cell, re.ASCII) or not FIRST_YEAR <= int(cell) <= LAST_YEAR:
        meant = western_year(cell)
        hint = Message("files.four_digits", first=FIRST_YEAR, last=LAST_YEAR)
        hint = hint if meant is None else Message("files.republic_year", year=meant)
        raise Refused(Message("files.no_year", cell=cell[:20]), hint)
    return float(cell)


def _date(cell: str) -> date:
    try:
        if len(cell) == 10 and FIRST_YEAR <= date.fromisoformat(cell).year <= LAST_YEAR:
            return date.fromisoformat(cell)
    except ValueError:
        pass
    slashed = _SLASHED.match(cell)
    hint = Message("files.write_date", example="2026-11-23", first=FIRST_YEAR, last=LAST_YEAR)
    if slashed:
        year, month, day = slashed.groups()
        meant = f"{year}-{int(month):02d}-{int(day):02d}"
        hint = Message("files.write_date_rewritten", example=meant, first=FIRST_YEAR, last=LAST_YEAR)
    western = western_date(cell)
    if western is not None:
        hint = Message("files.republic_date", day=western.isoformat())
    raise Refused(Message("files.no_date", cell=cell[:20]), hint)


def _code(cell: str) -> str:
    if not _CODE.match(cell):
        close = re.sub(r"[\s-]+", "_", cell.lower())
        hint = Message("files.write_this", text=close[:60]) if _CODE.match(close) else Message("files.code_form")
        raise Refused(Message("files.cell_no_code", cell=cell[:40]), hint)
    return cell


def _country_of(form: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not _COUNTRY.match(cell):
            hint = (
                Message("files.write_this", text=cell.upper())
                if _COUNTRY.match(cell.upper())
                else Message(form, world=WORLD, others=OTHERS)
            )
            raise Refused(Message("files.no_country", cell=cell[:40]), hint)
        return cell

    return read


def _truth(cell: str) -> bool:
    if cell.lower() not in _TRUTH:
        raise Refused(Message("files.yes_or_no", cell=cell[:20]), Message("files.write_yes_or_no"))
    return _TRUTH[cell.lower()]


def _sources(cell: str) -> str:
    odd = next((mark for mark in "；，、," if mark in cell), None)
    if odd is not None:
        raise Refused(
            Message("files.joined_by", odd=odd), Message("files.write_this", text=re.sub("[；，、,]", ";", cell)[:60])
        )
    return ";".join(part.strip() for part in cell.split(";") if part.strip())


def _within(value: float, column: Column) -> None:
    judged = column.name == "by"  # a judgement on Saaty's scale has no unit
    if column.at_least is not None and value < column.at_least:
        hint = Message("files.saaty_hint" if judged else "files.check_sign")
        raise Refused(Message("files.below", value=value, least=column.at_least), hint)
    if column.at_most is not None and value > column.at_most:
        hint = Message("files.saaty_hint" if judged else "files.check_unit")
        raise Refused(Message("files.above", value=value, most=column.at_most), hint)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "code": _code,
    "text": stated,  # as `neutral` of criticality.text.spreadsheet wrote it
    "country": _country_of("files.country_form"),
    "partner": _country_of("files.partner_form"),
    "number": _number,
    "share": _share,
    "year": _year,
    "date": _date,
    "choice": str,
    "sources": _sources,
    "truth": _truth,
}
