"""A plan as a workbook: what may be changed is coloured and not locked, lists offer what may stand there."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from criticality.spreadsheets.book import UNLOCKED, Book, Cell, Choice, Place, Sheet, address
from criticality.text.message import Message
from criticality.text.wide import cells as width_of
from criticality.workbooks.documents import in_both
from criticality.workbooks.gathering import NO, YES
from criticality.workbooks.plan import VERSION, PlannedCell, PlannedSheet, WorkbookPlan

HELP, LISTS, CODES = "說明 Help", "_lists", "_codes"
"""Names of the sheets beside those of the plan; the last two are hidden."""
HEAD_ROW = 4
"""The row of the heads of every sheet of the plan; its rows follow."""
_NUMBER_WIDTH = 8.0
_LINE, _MOST_LINES = 15.0, 12


def as_book(plan: WorkbookPlan) -> Book:
    """Return a plan as a workbook; the same plan gives the same workbook."""
    ranges, lists = _lists(plan.options)
    sheets = [_sheet(sheet, ranges) for sheet in plan.sheets]
    return Book(plan.title, "zh-Hant", [_help(plan), *sheets, lists, _codes(plan)])


def digest(text: str) -> str:
    """What a file is held to when a workbook comes back."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def shown(cell: PlannedCell) -> object:
    """What a cell shows: yes and no in words, everything else as it is."""
    if isinstance(cell.value, bool):
        return YES if cell.value else NO
    return cell.value


def _sheet(planned: PlannedSheet, ranges: Mapping[str, str]) -> Sheet:
    span = 1 + len(planned.heads)
    how = f"{planned.how.said('zh-Hant')}\n{planned.how.said('en')}"
    widths = [_NUMBER_WIDTH, *planned.widths]
    cells: dict[Place, Cell] = {
        (1, 1): Cell(in_both(planned.title), "title", span=span),
        (2, 1): Cell(how, "text", span=span),
        (HEAD_ROW, 1): Cell(in_both(Message("workbook.head_number")), "head"),
    }
    for column, words in enumerate(planned.heads, start=2):
        cells[HEAD_ROW, column] = Cell(in_both(words), "head")
    heights = {1: 26.0, 2: _high([(how, sum(widths))])}
    for row, line in enumerate(planned.lines, start=HEAD_ROW + 1):
        cells[row, 1] = Cell(line.key, "label")
        for column, cell in enumerate(line.cells, start=2):
            cells[row, column] = _cell(cell, ranges)
        texts = [(str(cell.value), widths[column]) for column, cell in enumerate(line.cells, start=1)
                 if isinstance(cell.value, str)]  # fmt: skip
        heights[row] = _high(texts)
    return Sheet(planned.name, cells, widths, heights, frozen=HEAD_ROW)


def _cell(cell: PlannedCell, ranges: Mapping[str, str]) -> Cell:
    style = "label" if cell.target is None else "date" if cell.kind == "date" else "answer"
    value = shown(cell)
    made = Cell(value, style)  # type: ignore[arg-type]
    if cell.target is None or not cell.options or cell.options not in ranges:
        return made
    return replace(made, choice=Choice(ranges[cell.options], in_both(Message("workbook.choose"))))


def _high(texts: Sequence[tuple[str, float]]) -> float:
    lines = [sum(1 + int(width_of(line) * 1.1 / width) for line in text.split("\n")) for text, width in texts]
    return _LINE * min(_MOST_LINES, max(lines, default=1)) + 4.0


def _lists(options: Mapping[str, Sequence[str]]) -> tuple[Mapping[str, str], Sheet]:
    """The hidden sheet of what may be chosen, a column each, and where each list stands."""
    cells: dict[Place, Cell] = {}
    ranges: dict[str, str] = {}
    for column, (name, words) in enumerate(options.items(), start=1):
        cells[1, column] = Cell(name, "label")
        cells |= {(row, column): Cell(word, "label") for row, word in enumerate(words, start=2)}
        if words:
            first = address((2, column), sheet=LISTS, fixed=True)
            ranges[name] = f"{first}:{address((len(words) + 1, column), fixed=True)}"
    return ranges, Sheet(LISTS, cells, hidden=True)


def _codes(plan: WorkbookPlan) -> Sheet:
    """The hidden sheet by which a workbook is known when it comes back."""
    rows = [("criticality workbook", str(VERSION)), ("assessment", plan.assessment)]
    rows += [(file, digest(text)) for file, text in plan.texts.items()]
    cells = {
        (row, column): Cell(word, "label") for row, pair in enumerate(rows, 1) for column, word in enumerate(pair, 1)
    }
    return Sheet(CODES, cells, (60.0, 70.0), hidden=True)


def _help(plan: WorkbookPlan) -> Sheet:
    cells: dict[Place, Cell] = {
        (1, 1): Cell(in_both(Message("workbook.title")), "title", span=2),
        (2, 1): Cell(plan.title, "section", span=2),
    }
    heights = {1: 46.0, 2: 40.0}
    row = 3
    for number in range(1, 8):
        words = Message(f"workbook.help_{number}")
        row += 1
        text = f"{words.said('zh-Hant')}\n{words.said('en')}"
        cells[row, 1] = Cell(text, "text", span=2)
        heights[row] = _high([(text, 120.0)])
    row += 1
    for sheet in plan.sheets:
        row += 1
        open_cells = sum(cell.target is not None for line in sheet.lines for cell in line.cells)
        cells[row, 1] = Cell(sheet.name, "label")
        cells[row, 2] = Cell(in_both(Message("workbook.sheet_holds", what=sheet.title, n=open_cells)), "label")
    row += 2
    example = Cell(in_both(Message("workbook.looks_open")), "answer")
    cells[row, 1], cells[row, 2] = example, Cell(in_both(Message("workbook.looks_locked")), "label")
    assert example.style in UNLOCKED
    return Sheet(HELP, cells, (34.0, 86.0), heights)
