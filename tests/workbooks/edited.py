"""Workbooks that went out and are edited as a planner edits them, by openpyxl."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workspace_builder import Outcome, criticality

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PARTS = ("assessments", "criteria", "weights", "data", "scenarios")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for part in PARTS for path in (root / part).glob("*")}


def edited(exported: Path, tmp_path: Path, spoil: Callable[[Workbook], None]) -> Path:
    book = openpyxl.load_workbook(exported)
    spoil(book)
    book.save(tmp_path / "edited.xlsx")
    return tmp_path / "edited.xlsx"


def entered(file: Path, root: Path, *words: object) -> Outcome:
    return criticality("workbook", "import", file, *words, "--workspace", root)


def row_of(sheet: Worksheet, word: str) -> int:
    return next(cell.row for row in sheet.iter_rows(min_row=5) for cell in row if str(cell.value).startswith(word))


def column_of(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[4] if head in str(cell.value))


def put(sheet: str, row: str, head: str, value: object) -> Callable[[Workbook], None]:
    def spoil(book: Workbook) -> None:
        page = book[sheet]
        page.cell(row_of(page, row), column_of(page, head)).value = value

    return spoil


def changed_lines(before: bytes, after: bytes) -> list[tuple[str, str]]:
    pairs = zip(before.decode("utf-8").splitlines(), after.decode("utf-8").splitlines(), strict=True)
    return [(old, new) for old, new in pairs if old != new]
