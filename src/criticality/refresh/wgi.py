"""Worldwide Governance Indicators of the World Bank: the estimates of six indicators by economy and year.

Two layouts: ``wgidataset.xlsx`` (or the same as CSV) of the 2024 update, one row an economy, year and indicator; and
the workbook of the 2025 update with one sheet an indicator.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from criticality.refresh.release import Release, Row, check_columns, mapping, refused, release_rows

INDICATORS = ("cc", "ge", "pv", "rl", "rq", "va")
LONG = ("code", "year", "indicator", "estimate")
SHEETS = ("Economy (code)", "Year", "Governance estimate (approx. -2.5 to +2.5)")
PUBLISHER = "the Worldwide Governance Indicators (wgidataset)"
YEARS = 3
_DIGITS = 5
_NOTHING = frozenset({"", "..", "#N/A", "NA"})


def read_wgi(path: Path, source: str = "") -> list[Release]:
    """Return the release for ``governance``: the three newest years, empty estimates left out.

    Parameters
    ----------
    path
        CSV or xlsx of the publisher.
    source
        Id of data/sources.yaml; by default ``wb_wgi_`` and the year after the newest estimate.

    Raises
    ------
    InputError
        If the layout, an indicator or an estimate is not recognised.
    """
    rows = list(_workbook(path) if path.suffix.lower() == ".xlsx" else release_rows(path, LONG, PUBLISHER))
    if not rows:
        raise refused(path, "the file has no rows", f"Is it a release of {PUBLISHER}?")
    newest = max(_year(path, row, line) for line, row in rows)
    edition = source or f"wb_wgi_{newest + 1}"
    kept = [(line, row) for line, row in rows if _year(path, row, line) > newest - YEARS]
    empty = sum(row["estimate"] in _NOTHING for _, row in kept)
    left_out = (f"years before {newest - YEARS + 1}", f"{empty} empty estimates") if empty else ()
    written = (_governance_row(path, row, line, edition) for line, row in kept if row["estimate"] not in _NOTHING)
    return [Release("governance", edition, tuple(written), left_out)]


def _governance_row(path: Path, row: Row, line: int, source: str) -> Row:
    if row["indicator"] not in INDICATORS:
        hint = f"Known are {', '.join(INDICATORS)}."
        raise refused(path, f"the indicator {row['indicator']!r} is not known", hint, line=line, where="indicator")
    try:
        estimate = float(row["estimate"])
    except ValueError:
        message = f"the estimate {row['estimate']!r} is no number"
        raise refused(path, message, "Look at the file.", line=line, where="estimate") from None
    renamed = {entry["code"]: entry["country"] for entry in mapping("wgi_economies")} if len(row["code"]) == 3 else {}
    return {
        "country": renamed.get(row["code"], row["code"]),
        "indicator": row["indicator"],
        "year": str(_year(path, row, line)),
        "value": f"{estimate:.{_DIGITS}f}".rstrip("0").rstrip("."),
        "source": source,
    }


def _year(path: Path, row: Row, line: int) -> int:
    try:
        return int(float(row["year"]))
    except ValueError:
        raise refused(path, f"{row['year']!r} is no year", "Look at the file.", line=line, where="year") from None


def _workbook(path: Path) -> Iterator[tuple[int, Row]]:
    if not path.is_file():
        raise refused(path, "this file does not exist", "Check the spelling.")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise refused(path, f"this is no workbook ({error})", "Save it again as xlsx or CSV.") from error
    sheets = [name for name in book.sheetnames if name in INDICATORS]
    if sheets:
        for name in sheets:
            for line, row in _sheet(path, book[name], SHEETS):
                yield (
                    line,
                    {"code": row[SHEETS[0]], "year": row[SHEETS[1]], "indicator": name, "estimate": row[SHEETS[2]]},
                )
    else:
        yield from _sheet(path, book[book.sheetnames[0]], LONG)


def _sheet(path: Path, sheet: Any, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    lines = sheet.iter_rows(values_only=True)
    header = [_cell(value) for value in next(lines, ())]
    check_columns(path, header, columns, PUBLISHER)
    places = {name: header.index(name) for name in columns}
    for line, row in enumerate(lines, start=2):
        if row and row[places[columns[0]]] is not None:
            yield line, {name: _cell(row[place]) for name, place in places.items()}


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return str(value.year)
    return "" if value is None else str(value).strip()
