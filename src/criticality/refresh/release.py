"""What a release file brings: rows for tables of data/, and the layout it must have to be recognised at all."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from criticality.errors import InputError, Problem

Row = Mapping[str, str]

OTHER_LAYOUTS: Mapping[str, str] = {
    "PROD_EST_": "This is how the USGS released 2025, one column a year; the layout since 2026 is read.",
    "Indicator Code": "This is a table of the World Bank's DataBank; read is the data set itself, wgidataset.",
}
"""Layouts of the same publishers that are known and not read, by how one of their columns begins."""


@dataclass(frozen=True)
class Release:
    """Rows of one publisher's file, in the words of one table of data/.

    Attributes
    ----------
    table
        Name of the table, e.g. ``production``.
    source
        Id of data/sources.yaml that every row cites.
    rows
        Cells as they are written in the table; columns that are missing are empty.
    left_out
        What the file has and the rows have not, as sentences.
    """

    table: str
    source: str
    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()


def refused(path: Path, message: str, hint: str, *, line: int = 1, where: str = "") -> InputError:
    """Return the error that a release file is not what it was taken for."""
    return InputError([Problem(path.name, line, None, where, message, hint)])


def release_rows(path: Path, columns: Sequence[str], publisher: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a publisher's CSV file with their lines.

    Raises
    ------
    InputError
        If the file cannot be read, or lacks a column of the publisher's layout.
    """
    with io.StringIO(_text(path), newline="") as stream:
        reader = csv.DictReader(stream)
        check_columns(path, reader.fieldnames or (), columns, publisher)
        for row in reader:
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}


def check_columns(path: Path, found: Sequence[str], columns: Sequence[str], publisher: str) -> None:
    """Refuse a file that lacks a column of the publisher's layout."""
    missing = [name for name in columns if name not in found]
    if missing:
        message = f"this is not a release of {publisher}: the column {missing[0]!r} is missing"
        read = (
            f"The layout read here has the columns {', '.join(columns)}; docs/reference/refresh.md says which release."
        )
        other = (said for start, said in OTHER_LAYOUTS.items() if any(name.startswith(start) for name in found))
        hint = f"{next(other, '')} {read}".strip()
        raise refused(path, message, hint)


def _text(path: Path) -> str:
    if not path.is_file():
        raise refused(path, "this file does not exist", "Check the spelling.")
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def mapping(name: str) -> list[dict[str, str]]:
    """Return a table of publishers' names that is packaged with the program."""
    text = files("criticality.refresh").joinpath("mappings", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def figure(number: float) -> str:
    """Return a number as the tables write it: no exponent, no trailing zeros."""
    rounded = round(number, 6)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.6f}".rstrip("0")
