"""What a wide table was understood to say: its criteria, what the rows above the minerals state, and its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from criticality.errors import Problem
from criticality.spreadsheets.book import Place
from criticality.text.message import Message


@dataclass(frozen=True)
class WideColumn:
    """One column of figures.

    Attributes
    ----------
    place
        Its number in the sheet.
    code, title, unit
        The head as a code, as it is written, and its unit; empty where none is stated.
    lowers
        Whether more of it is less critical; None where the sheet does not say.
    weight, zero_at, one_at
        As the rows above the minerals state them; None where they do not.
    dimension, source, year
        As stated there; empty where they are not.
    """

    place: int
    code: str
    title: str
    unit: str = ""
    lowers: bool | None = None
    weight: float | None = None
    zero_at: float | None = None
    one_at: float | None = None
    dimension: str = ""
    source: str = ""
    year: str = ""


@dataclass(frozen=True)
class WideMineral:
    """One row of the table: the mineral's name as it is written, and what stands in the columns of facts."""

    row: int
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WideTable:
    """A table of minerals and criteria.

    Attributes
    ----------
    file, sheet
        Where it stands.
    heads
        The row of the heads.
    columns, minerals
        In the order of the sheet.
    figures
        (row, column) → figure; what has none is left out.
    remarks
        How the table was read where that is not obvious, and what was not read.
    warnings
        What is probably a slip and can be read all the same, at its cell.
    percentages
        Column → the first of its cells that shows a percentage: its row, what it shows and what it holds.
    source_row
        The row that names the sources; 0 where there is none.
    """

    file: str
    sheet: str
    heads: int
    columns: Sequence[WideColumn]
    minerals: Sequence[WideMineral]
    figures: Mapping[Place, float]
    remarks: Sequence[Message] = ()
    warnings: Sequence[Problem] = ()
    percentages: Mapping[int, tuple[int, str, str]] = field(default_factory=dict)
    source_row: int = 0

    def of(self, column: WideColumn) -> list[float]:
        """The figures of a column, from above."""
        return [
            self.figures[mineral.row, column.place]
            for mineral in self.minerals
            if (mineral.row, column.place) in self.figures
        ]
