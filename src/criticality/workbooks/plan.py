"""The plan of a workbook that goes out and comes back: rows with a number, cells, and where each is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from criticality.files.positions import Path
from criticality.text.message import Message

VERSION = 3
"""Raised where the same files give other rows or columns."""
Kind = Literal["text", "number", "figure", "date", "yes_no", "choice", "side", "by", "delete"]
"""What may stand in a cell; ``figure`` is a number, or a word where criteria read words."""
Value = str | float | date | bool | None


@dataclass(frozen=True)
class InDocument:
    """A value of a YAML document."""

    file: str
    path: Path


@dataclass(frozen=True)
class InTable:
    """A cell of a CSV table: its row (the head is 0) and the name of its column."""

    file: str
    row: int
    column: str


@dataclass(frozen=True)
class Sides:
    """The two sides of a judgement, which may be exchanged: where it stands, and the codes."""

    file: str
    path: Path
    more: str
    than: str


@dataclass(frozen=True)
class NewRow:
    """A field of a row that may be filled: a designation, a source, or a row of a table."""

    file: str
    number: int
    field: str


@dataclass(frozen=True)
class Removal:
    """A row that may be taken out: an item of a list of a document, or a row of a table."""

    file: str
    path: Path
    row: int = 0


Target = InDocument | InTable | Sides | NewRow | Removal


@dataclass(frozen=True)
class PlannedCell:
    """One cell: what it shows now, what may stand in it, and where that is written; without a target it is locked."""

    value: Value = None
    kind: Kind = "text"
    target: Target | None = None
    options: str = ""


@dataclass(frozen=True)
class Line:
    """A row: its number, which stands in the first column, and its other cells."""

    key: str
    cells: Sequence[PlannedCell]


@dataclass(frozen=True)
class PlannedSheet:
    """One sheet: its name, its title, how to use it, the heads behind the number, their widths, and its rows."""

    name: str
    title: Message
    how: Message
    heads: Sequence[object]
    widths: Sequence[float]
    lines: Sequence[Line]


@dataclass(frozen=True)
class WorkbookPlan:
    """Everything that goes out.

    Attributes
    ----------
    assessment
        The assessment's file.
    day
        Its date, which stands for every time of writing.
    title
        Its title in both languages.
    sheets
        In their order.
    options
        Name of a list → what may be chosen.
    texts
        File → its text as it stands, of every file that may be changed.
    left_out
        Tables with too many rows of its own for a workbook.
    """

    assessment: str
    day: date
    title: str
    sheets: Sequence[PlannedSheet]
    options: Mapping[str, Sequence[str]]
    texts: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()


def numbered(prefix: str, rows: Sequence[Sequence[PlannedCell]]) -> list[Line]:
    """Give rows their numbers: ``A1``, ``A2`` and so on."""
    return [Line(f"{prefix}{place}", cells) for place, cells in enumerate(rows, start=1)]
