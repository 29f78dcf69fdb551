"""Tables that are laid out otherwise, and formats that say what a cell does not: told at the cell."""

# Holds: refresh/wide/known_names.py, refresh/wide/shown_units.py.

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from criticality.errors import InputError
from criticality.refresh.wide.grid import read_grid
from criticality.refresh.wide.reading_wide import read_wide
from criticality.refresh.wide.understood import WideTable
from refresh.wide.test_reading_wide import ROWS, put, xlsx


def heads(*words: str) -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        for column, word in enumerate(words, start=2):
            sheet.cell(1, column).value = word

    return spoil


def sideways(sheet: Worksheet) -> None:
    sheet.delete_rows(2, 4)
    for row in ("進口值", "回收率", "集中度"):
        sheet.cell(2 + ("進口值", "回收率", "集中度").index(row), 1).value = row
    heads("鎵", "Tungsten 鎢", "Co")(sheet)


def two_heads(sheet: Worksheet) -> None:
    sheet.insert_rows(2)
    for column, word in enumerate(("", "2024", "%", "USD", "value"), start=0):
        if column > 1:
            sheet.cell(2, column).value = f"of {word}"


def shown_in(*pairs: str) -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        for place, shown in zip(pairs[::2], pairs[1::2], strict=True):
            sheet[place].number_format = shown

    return spoil


SLIPS: dict[str, tuple[Callable[[Worksheet], None], str, str]] = {
    "heads that are minerals": (sideways, "Table!A1", "wide.on_its_side"),
    "a head of another word for weight": (put("B1", "權重(%)"), "Table!B1", "wide.role_as_column"),
    "one Chinese head twice": (heads("進口值 (t)", "進口值(t)"), "Table!C1", "wide.column_twice"),
    "a result among the criteria": (put("D1", "總分"), "Table!D1", "wide.no_criterion_head"),
    "a year for a criterion": (put("D1", "113年"), "Table!D1", "wide.no_criterion_head"),
    "one criterion in two years": (heads("2022年進口值", "2023年進口值"), "Table!C1", "wide.years_of_one"),
    "another table behind a gap": (put("F1", "Price"), "Table!F1", "wide.behind_a_gap"),
    "two rows of heads": (two_heads, "Table!B2", "wide.two_heads"),
    "a row for all others": (put("A8", "其他"), "Table!A8", "wide.total"),
    "a total with a word behind it": (put("A8", "臺灣合計數"), "Table!A8", "wide.total"),
    "ten thousands among hundred millions": (
        shown_in("B6", '0"萬元"', "B7", '0.0"億元"'),
        "Table!B6",
        "wide.units_mixed",
    ),
    "a unit shown that is not the column's": (
        shown_in("D6", '0"公噸"', "D7", '0"公噸"'),
        "Table!D6",
        "wide.shown_in_another",
    ),
    "a format that shows nothing": (put("B6", 0.98, ";;;"), "Table!B6", "sheets.cell_unseen"),
    "a time of day": (put("B6", 0.5, "[h]:mm"), "Table!B6", "sheets.cell_date"),
    "a percentage among per cent": (put("C6", 0.66, "0 %"), "Table!C6", "wide.percent_of_percent"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_table_that_is_laid_out_otherwise_is_refused_at_its_cell(name: str, tmp_path: Path) -> None:
    spoil, where, code = SLIPS[name]
    with pytest.raises(InputError) as caught:
        read_wide(read_grid(xlsx(tmp_path / "t.xlsx", spoil=spoil), None))
    told = {(problem.where, problem.code) for problem in caught.value.problems}
    assert (where, code) in told, told


def read(tmp_path: Path, *below: list[object], spoil: Callable[[Worksheet], None] = lambda _sheet: None) -> WideTable:
    return read_wide(read_grid(xlsx(tmp_path / "t.xlsx", [*ROWS, *below], spoil), None))


def test_roles_are_known_with_what_stands_in_brackets_behind_them(tmp_path: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        put("A2", "方向（+/-）")(sheet)
        put("A3", "權數(%)")(sheet)

    assert [(column.lowers, column.weight) for column in read(tmp_path, spoil=spoil).columns] == [
        (False, 0.5),
        (True, 0.2),
        (False, 0.3),
    ]


def test_marks_of_footnotes_and_trees_are_left_out_of_names_and_said(tmp_path: Path) -> None:
    table = read(tmp_path, ["鎵* ", 0.5, 5, 5], ["　├ 釹²", 0.5, 5, 5], ["鈷(註3)", 0.5, 5, 5], ["P2O5", 0.1, 1, 1])
    assert [mineral.name for mineral in table.minerals][3:] == ["鎵", "釹", "鈷", "P2O5"]
    assert any("A9" in remark.said("en") and remark.code == "wide.marks_left_out" for remark in table.remarks)


def test_every_line_of_words_below_the_table_is_said_and_not_read(tmp_path: Path) -> None:
    for below in (["註：海關"], ["資料來源：海關"]), ([], ["Of customs"], ["Seen in May"]):
        table = read(tmp_path, *below)
        read_not = [remark for remark in table.remarks if remark.code == "wide.line_not_read"]
        assert (len(table.minerals), len(read_not)) == (3, 2)


def test_one_unit_that_all_cells_show_is_that_of_the_column(tmp_path: Path) -> None:
    bare = heads("Imports", "Recycling [%]", "Else")

    def spoil(sheet: Worksheet) -> None:
        bare(sheet)
        for row in range(4, 9):
            sheet.cell(row, 2).number_format = '0.0"億元"'

    assert read(tmp_path, spoil=spoil).columns[0].unit == "億元"


def test_figures_outside_stated_anchors_are_warned_of(tmp_path: Path) -> None:
    (warned,) = read(tmp_path, ["Neon", 1.5, 5, 5]).warnings
    assert (warned.where, warned.code) == ("Table!B9", "wide.outside_anchors")


def test_one_mineral_under_its_names_in_two_languages_and_its_symbol_is_warned_of(tmp_path: Path) -> None:
    told = read(tmp_path, ["Ga", 0.1, 1, 1], ["W", 0.1, 1, 1], ["Copper", 0.1, 1, 1]).warnings
    assert [(each.where, each.code) for each in told] == [
        (place, "wide.perhaps_one_mineral") for place in ("Table!A11", "Table!A10", "Table!A9")
    ]
