"""Problems of rows that nobody edited, and that stand in the workbook all the same: told at their cells."""

from collections.abc import Iterable, Mapping, Sequence

from criticality.errors import Problem
from criticality.files.separated import rows_with_lines
from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadBook
from criticality.spreadsheets.reading.spots import Spot
from criticality.workbooks.coming_back import Edit, row_numbers
from criticality.workbooks.plan import InTable, Removal, WorkbookPlan
from criticality.workbooks.putting_in import NewText


def with_standing_rows(
    made: Mapping[str, NewText], problems: Iterable[Problem], plan: WorkbookPlan, book: ReadBook, edits: Sequence[Edit],
    file: str,
) -> dict[str, NewText]:  # fmt: skip
    """Return the new texts with the cells of further lines: those that a problem names and a sheet shows.

    An edit of one row can make another wrong, as where the shares of a mineral no longer add up.
    """
    lines = {name: dict(new.lines) for name, new in made.items()}
    texts = {name: new.text for name, new in made.items()}
    sheets = _cells(plan, book)
    for problem in problems:
        text = texts.get(problem.file, plan.texts.get(problem.file))
        if text is None or not problem.file.endswith(".csv") or problem.line in lines.get(problem.file, {}):
            continue
        gone = {edit.target.row for edit in edits if isinstance(edit.target, Removal)
                and edit.target.file == problem.file} if problem.file in made else set()  # fmt: skip
        row = _row_at(text, problem.line, gone)
        column = problem.where.split(",")[0].strip()
        found = sheets.get((problem.file, row, column)) or sheets.get((problem.file, row, ""))
        if found is not None:
            texts.setdefault(problem.file, text)
            lines.setdefault(problem.file, {})[problem.line] = Spot(file, *found)
    return {name: NewText(texts[name], own) for name, own in lines.items()}


def _row_at(text: str, line: int, gone: set[int]) -> int:
    """The row of a table, from 1, as the workbook shows it, that begins at a line of its text; 0 for none."""
    begins = [at for at, row in rows_with_lines(text) if any(map(str.strip, row))][1:]
    kept = (row for row in range(1, len(begins) + len(gone) + 1) if row not in gone)
    return dict(zip(begins, kept, strict=False)).get(line, 0)


def _cells(plan: WorkbookPlan, book: ReadBook) -> dict[tuple[str, int, str], tuple[str, Place]]:
    """File, row and column of a table → sheet and cell; without the column the first cell of the row."""
    read = {sheet.name: sheet for sheet in book.sheets}
    found: dict[tuple[str, int, str], tuple[str, Place]] = {}
    for planned in plan.sheets:
        rows = row_numbers(read[planned.name]) if planned.name in read else {}
        for line in planned.lines:
            for column, cell in enumerate(line.cells, start=2):
                target = cell.target
                if isinstance(target, InTable) and line.key in rows:
                    place = planned.name, (rows[line.key], column)
                    found[target.file, target.row, target.column] = place
                    found.setdefault((target.file, target.row, ""), place)
    return found
