"""A cell as a figure, or in a sentence why it is none: what people type into spreadsheets beside numbers."""

import math
import re
import unicodedata
from dataclasses import dataclass

from criticality.spreadsheets.reading.contents import ReadCell, shortest
from criticality.text.message import Message
from criticality.text.spelling import plain

NO_FIGURE = frozenset(
    (
        "",
        "-",
        "–",
        "—",
        "--",
        "..",
        "...",
        "…",
        "n/a",
        "na",
        "n.a.",
        "n. a.",
        "not available",
        "無資料",
        "未有資料",
        "不詳",
    )
)
"""What people write where there is no figure; `plain` forms."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<figure>[+-]?[\d.,]*\d)\s*(?P<unit>[^\d\s.,<>~±–-][^\d<>±]*)", re.ASCII)
_UNIT_FIRST = re.compile(r"(?P<unit>[$€£¥]|US\$|NT\$|USD|TWD)\s*(?P<figure>[+-]?[\d.,]*\d)", re.ASCII)
_BOUND = re.compile(
    r"[<>≤≥~≈±]|\d\s*(?:[-–—~]|to)\s*\d|約|逾|不足|[小大少多低高]於|以[上下]|超過|未滿|about|approx", re.IGNORECASE
)
_MARKED = re.compile(
    r"(?P<figure>[+-]?[\d.,]*\d)\s*(?P<mark>[*†‡§※]+|[¹²³⁰⁴-⁹ᵃᵇᶜᵈᵉᶠ⁾⁽]+|[(（\[［](?:註|附註|note)?\s*\d{1,2}[)）\]］]"
    r"|[(（](?:估計值?|推估|預估|初步|初估|修正|est\.?|[epr])[)）])",
    re.ASCII | re.IGNORECASE,
)
"""A figure with the mark of a footnote behind it."""
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    rf"\d{{4}}[-/.年]\d{{1,2}}(?:[-/.月]\d{{0,2}}日?)?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}[- ]{_MONTH}(?:[- ]\d{{2,4}})?|{_MONTH}[- ]\d{{1,4}}"
)
_LONGEST = 40


@dataclass(frozen=True)
class Fault:
    """Why a cell is no figure, and what to write in its place; `cause` is the same for cells with the same fault."""

    cause: str
    message: Message
    hint: Message


def figure_of(cell: ReadCell | None) -> float | Fault | None:
    """Return the figure of a cell, None where it says that there is none, or why it cannot be read.

    What was worked out last counts for a formula; a percentage counts as the number it holds: 12 % is 0.12.
    """
    if cell is None:
        return None
    text = cell.text.strip()
    fault = _no_number(cell, text)
    if fault is not None or cell.number is not None:
        return fault or cell.number
    if plain(text) in NO_FIGURE:
        return None
    return float(text) if _NUMBER.fullmatch(text) and math.isfinite(float(text)) else _typed(text)


def _no_number(cell: ReadCell, text: str) -> Fault | None:
    """Why what the workbook calls a number is none: a formula without a value, an error, a date, a truth value."""
    if cell.struck and text:
        return _fault("struck", text)
    if cell.formula is not None and cell.shape != "error" and not text and not cell.worked_out:
        return _fault("formula", text, formula=cell.formula[:_LONGEST])
    if cell.day is not None:
        return _fault("date", text)
    causes = {"error": "error_value", "date": "date", "truth": "truth_value", "unseen": "unseen",
              "otherwise": "otherwise"}  # fmt: skip
    return _fault(causes[cell.shape], text, shown=cell.shown) if cell.shape in causes else None


def _typed(text: str) -> Fault:
    """Why a text is no figure; the first cause that fits."""
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    bare = narrow.replace(",", "") if _GROUPED.fullmatch(narrow) else narrow
    seen, marked = _INVISIBLE.sub("", text).strip(), _MARKED.fullmatch(text)
    with_unit = _WITH_UNIT.fullmatch(narrow) or _UNIT_FIRST.fullmatch(narrow)
    if seen != text and _NUMBER.fullmatch(seen):
        fault = _fault("invisible", seen, write=seen)
    elif marked is not None:
        fault = _fault("footnote", text, write=marked["figure"], mark=marked["mark"].strip())
    elif narrow != text and _NUMBER.fullmatch(bare):
        fault = _fault("full_width", text, write=bare)
    elif _GROUPED.fullmatch(narrow):
        fault = _fault("thousands", text, write=bare)
    elif _DECIMAL_COMMA.fullmatch(narrow):
        fault = _fault("decimal_comma", text, write=narrow.replace(",", "."))
    elif _DAY.fullmatch(narrow.casefold()):
        fault = _fault("date", text)
    elif with_unit is not None:
        figure = with_unit["figure"]
        figure = figure.replace(",", "") if _GROUPED.fullmatch(figure) else figure
        fault = _fault("unit", text, write=figure, unit=with_unit["unit"].strip())
    else:
        fault = _fault("bound" if _BOUND.search(narrow) else "no_number", text)
    return fault


def _fault(cause: str, text: str, **slots: object) -> Fault:
    message = Message(f"sheets.cell_{cause}", got=text[:_LONGEST], **slots)
    return Fault(cause, message, Message(f"sheets.hint_{cause}", got=text[:_LONGEST], **slots))


def shown_as(cell: ReadCell) -> str:
    """Return what a reader of the spreadsheet sees of a number that is shown as a percentage."""
    return f"{shortest(round(100 * (cell.number or 0.0), 10))} %"
