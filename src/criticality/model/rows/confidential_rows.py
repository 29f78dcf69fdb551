"""The rows of data/confidential/: figures that count like others and are not for publication."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypedDict

from criticality.model.input_record import ConfidentialEntry

if TYPE_CHECKING:
    import pandas as pd

FOLDER: Final = "data/confidential"
CONFIDENTIAL_TABLES: Final = ("mineral_properties", "production", "trade")
"""The tables whose rows may be confidential: the figures of companies, of customs, of an office's own statistics."""
FAR: Final = 1_000_000_000
"""Added to the lines of confidential rows while they stand among the public ones, to tell them apart."""
CONFIDENTIAL: Final = "confidential"
"""The flag of a cell whose figure a public record withholds."""
_BETWEEN = "\x1f"


class RestingCell(TypedDict):
    """A cell that rests on a confidential figure."""

    mineral: str
    criterion: str


class RestingRecord(TypedDict):
    """What of a result rests on confidential figures: cells, and every mineral with such a cell or such a row.

    `rows` has the minerals of the confidential rows by table.
    """

    minerals: list[str]
    cells: list[RestingCell]
    rows: dict[str, list[str]]


@dataclass(frozen=True)
class Confidential:
    """The confidential rows of a workspace.

    Attributes
    ----------
    tables
        Table → its confidential rows, as `Dataset` has them.
    sources
        Ids of the sources that only the confidential folder describes.
    salt
        The secret of the office; empty where there is none.
    kept
        Where the inputs come from a record: what it says of these rows.
    """

    tables: "Mapping[str, pd.DataFrame]" = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    salt: bytes = b""
    kept: ConfidentialEntry | None = None

    @property
    def minerals(self) -> frozenset[str]:
        """The minerals that have a confidential row."""
        return frozenset(str(mineral) for frame in self.tables.values() for mineral in frame["mineral"])


def keys_of_rows(frame: "pd.DataFrame", key: Sequence[str]) -> Iterator[str]:
    """Yield the key of every row as one text, by which rows are ordered and compared."""
    for cells in zip(*(frame[name].tolist() for name in key), strict=True):
        yield _BETWEEN.join(map(str, cells))
