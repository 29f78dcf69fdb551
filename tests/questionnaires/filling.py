"""Questionnaires filled in by tests: in the plan of the workbook, before it is written."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from criticality.files.workspace import Workspace
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.questionnaires.questionnaire import questionnaire
from criticality.questionnaires.sheets.pairs import BECAUSE, BY, WHICH, Layout
from criticality.questionnaires.sheets.sheet_names import group_name
from criticality.questionnaires.words import scale_of, side_words
from criticality.spreadsheets.book import Book, Cell, Place
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from workspace_builder import atlantis

ATLANTIS_WEIGHTS = "weights/two-offices.yaml"
Answers = Mapping[tuple[str, str], float | str]
"""(more, than) → by: which of two codes counts more, and how many times as much, or a word of the file."""


def atlantis_panel(folder: Path) -> PanelFile:
    """The panel of a copy of the fictional country."""
    root = atlantis(folder).resolve()
    return read_panel(Workspace(root), ATLANTIS_WEIGHTS, root)


def again(panel: PanelFile) -> PanelFile:
    """The same panel as its file stands now."""
    return read_panel(panel.workspace, panel.file, panel.workspace.root)


def answers_of(panel: PanelFile, judge: str) -> dict[tuple[str, str], float]:
    """The judgements of a judge of the file."""
    (found,) = (entry for entry in panel.weights.judges if entry.name == judge)
    return {(each.more, each.than): panel.weights.ratio(each) for group in found.comparisons.values() for each in group}


def filled(panel: PanelFile, order: Order, answers: Answers, day: object = "2026-11-30", because: str = "因為") -> Book:
    """Return a questionnaire with its answers."""
    book, language = questionnaire(panel, order), order.language
    sheets = list(book.sheets)
    groups = panel.questions(order.seed).among(order.groups).groups
    for number, group in enumerate(groups, start=1):
        layout = Layout.of(group_name(number, group, language), group)
        cells = dict(sheets[number].cells)
        for place, pair in enumerate(group.pairs):
            row = layout.first + place
            first, second, same = side_words(pair, language)
            for more, than, word in ((pair.first, pair.second, first), (pair.second, pair.first, second)):
                by = answers.get((more.code, than.code))
                if by is None:
                    continue
                shown = {step.by: step.shown for step in scale_of(language, panel.own_words)}
                much = shown.get(by, by)
                put(cells, (row, WHICH), same if by == 1 else word)
                put(cells, (row, BY), None if by == 1 else much)
                put(cells, (row, BECAUSE), f"{because} {pair.number}" if because else None)
        sheets[number] = replace(sheets[number], cells=cells)
    cover = dict(sheets[0].cells)
    put(cover, next(place for place, cell in cover.items() if cell.style == "date"), day)
    sheets[0] = replace(sheets[0], cells=cover)
    return replace(book, sheets=sheets)


def put(cells: dict[Place, Cell], place: Place, value: object) -> None:
    """Write a value into a cell as it is dressed."""
    assert value is None or isinstance(value, str | float | int) or hasattr(value, "isoformat")
    cells[place] = replace(cells[place], value=value)


def saved(book: Book, panel: PanelFile, path: Path) -> Path:
    """Write a workbook of the kind that the name of the file says."""
    write = ods_bytes if path.suffix == ".ods" else xlsx_bytes
    path.write_bytes(write(book, panel.day))
    return path
