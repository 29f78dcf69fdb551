"""What a release file brings: rows for one table of data/, where they stood in the file, and what is said of them."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.refresh.reading.findings import shown

Row = Mapping[str, str]


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
        What the rows lack, as sentences.
    remarks
        How rows of the file were read where more than one reading is possible, as sentences.
    file
        Name of the publisher's file.
    lines
        The line of the file that each row begins with, one for each of `rows`.
    """

    table: str
    source: str
    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    file: str = ""
    lines: tuple[int, ...] = ()

    def line(self, place: int) -> int:
        """The line of the file that the row at `place` comes from; 1 where that is not known."""
        return self.lines[place] if place < len(self.lines) else 1


def refused(path: Path, message: str, hint: str, *, line: int = 1, where: str = "") -> InputError:
    """Return the error that a release file is not what it was taken for."""
    return InputError([Problem(shown(path), line, None, where, message, hint)])


def mapping(name: str) -> list[dict[str, str]]:
    """Return a table of publishers' names that is packaged with the program."""
    text = files("criticality.refresh").joinpath("mappings", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def countries() -> frozenset[str]:
    """The codes of countries that may stand in a table: ISO 3166 alpha-3, with seven withdrawn or customary ones."""
    return frozenset(row["code"] for row in mapping("iso_3166"))


@cache
def _former() -> Mapping[str, str]:
    return {entry["code"]: entry["country"] for entry in mapping("former_codes")}


def iso_code(code: str) -> str:
    """The ISO 3166 code of a country that publishers write by a code of their own or by a former one (ROM, ZAR, TMP).

    Any other code is returned as it is; `countries` says whether ISO knows it.
    """
    return _former().get(code, code)


def figure(number: float) -> str:
    """Return a number as the tables write it: no exponent, no trailing zeros, and never 0 for what is not 0."""
    rounded = round(number, 6)
    if rounded == 0 and number != 0:
        return f"{number:.24f}".rstrip("0")
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.6f}".rstrip("0")
