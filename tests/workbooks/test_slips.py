"""A planner's slips in a workbook: each told by sheet and cell, all at once, in both languages; nothing is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from workbooks.edited import CHINESE, column_of, edited, entered, files, put

# ── slips ────────────────────────────────────────────────────────────────────


def sheet_does(name: str, does: Callable[[Worksheet], object]) -> Callable[[Workbook], None]:
    return lambda book: does(book[name]) and None


FIGURES, CRITERIA = "數值 Figures", "準則 Criteria"


def set_value(place: str, value: object) -> Callable[[Worksheet], object]:
    return lambda page: setattr(page[place], "value", value)


def hide_row(row: int) -> Callable[[Worksheet], object]:
    return lambda page: setattr(page.row_dimensions[row], "hidden", True)


def percentage(book: Workbook) -> None:
    put(FIGURES, "F2", "value", 0.1)(book)
    book[FIGURES]["E6"].number_format = "0%"


def blank_row(sheet: str, cells: dict[int, str]) -> Callable[[Workbook], None]:
    def spoil(book: Workbook) -> None:
        page = book[sheet]
        row = next(row for row in range(5, 99) if page.cell(row, 2).value is None)
        for column, text in cells.items():
            page.cell(row, column).value = text

    return spoil


def shown_as(code: str) -> Callable[[Workbook], None]:
    def spoil(book: Workbook) -> None:
        put(FIGURES, "F2", "value", 800)(book)
        book[FIGURES]["E6"].number_format = code

    return spoil


def strike(sheet: str, row: int) -> Callable[[Workbook], None]:
    def spoil(book: Workbook) -> None:
        for cell in book[sheet][row]:
            cell.font = Font(strike=True)

    return spoil


SLIPS: dict[str, tuple[Callable[[Workbook], None], str, str]] = {
    "a unit typed": (put(FIGURES, "F2", "value", "12 %"), f"{FIGURES}!E6", "has its unit typed"),
    "thousands and a unit": (put(FIGURES, "F2", "value", "1,234 t"), f"{FIGURES}!E6", "has its unit typed"),
    "full-width digits": (put(FIGURES, "F2", "value", "０．７"), f"{FIGURES}!E6", "full-width"),
    "a date": (put(FIGURES, "F2", "value", date(2024, 9, 15)), f"{FIGURES}!E6", "is a date"),
    "a formula": (put(FIGURES, "F2", "value", "=1/3"), f"{FIGURES}!E6", "a formula"),
    "a deleted row": (sheet_does(FIGURES, lambda page: page.delete_rows(6)), f"{FIGURES}!A4", "a row is gone: F2"),
    "a row copied": (sheet_does(FIGURES, set_value("A99", "F1")), f"{FIGURES}!A99", "stands here twice"),
    "a row of one's own": (sheet_does(FIGURES, lambda page: page.append([None, "ilmenium"])), FIGURES, "has no number"),
    "a renamed sheet": (sheet_does(FIGURES, lambda page: setattr(page, "title", "mine")), FIGURES, "is not there"),
    "a hidden sheet": (sheet_does(FIGURES, lambda page: setattr(page, "sheet_state", "hidden")), FIGURES, "is hidden"),
    "a filtered row": (sheet_does(FIGURES, hide_row(7)), f"{FIGURES}!A7", "hidden"),
    "merged cells": (sheet_does(FIGURES, lambda page: page.merge_cells("E6:E7")), f"{FIGURES}!E6", "merged"),
    "a moved column": (sheet_does(FIGURES, lambda page: page.insert_cols(3)), f"{FIGURES}!C4", "not the head"),
    "a locked cell": (put(CRITERIA, "climate_burden", "code", "climate"), CRITERIA, "a locked cell says"),
    "an emptied anchor": (put(CRITERIA, "climate_burden", "1 at", None), CRITERIA, "was emptied"),
    "another direction": (put(CRITERIA, "climate_burden", "direction", "up"), CRITERIA, "none of what may stand here"),
    "anchors that fall": (put(CRITERIA, "climate_burden", "0 at", 1e6), CRITERIA, "`check` would refuse this"),
    "a source nobody knows": (put(FIGURES, "F2", "source", "gazette"), f"{FIGURES}!", "`check` would refuse this"),
    "a judgement of 12": (put("判斷 Judgements", "J1", "by so much", 12), "判斷 Judgements!", "no step of the scale"),
    "thousands left out": (shown_as("#,##0,"), f"{FIGURES}!E6", "the cell holds 800"),
    "a unit by format": (shown_as('0.0"萬"'), f"{FIGURES}!E6", "the cell holds 800"),
    "a percentage of a share": (
        put("規則 Rule", "rule.tiers[1].when[1].at_least", "value", "45%"),
        "規則 Rule!D13",
        "unit typed",
    ),
    "a hidden column": (
        sheet_does(FIGURES, lambda page: setattr(page.column_dimensions["E"], "hidden", True)),
        f"{FIGURES}!E4",
        "hidden",
    ),
    "a bound by format": (shown_as('"<"0'), f"{FIGURES}!E6", "its format shows <800"),
    "a row struck through": (strike(FIGURES, 6), f"{FIGURES}!A6", "is struck through"),
    "a day in a text": (put(CRITERIA, "climate_burden", "title, English", date(2024, 5, 6)), CRITERIA, "a date, and"),
    "a truth value in a text": (put(CRITERIA, "climate_burden", "title, English", True), CRITERIA, "truth value, and"),
    "a new row with a number of one's own": (
        sheet_does(FIGURES, lambda page: page.append(["F999", "ilmenium", "gwp100", None, 3])),
        f"{FIGURES}!A",
        "no number of this workbook (F999)",
    ),
    "shares that no longer add up": (put("用途 End uses", "U1", "share", 0.7), "用途 End uses!D", "add up to"),
    "a mineral taken out that others name": (
        put("礦產 Minerals", "M1", "take out", "yes 是"),
        "礦產 Minerals!J5",
        "still name what stood here (austrium)",
    ),
    "half a designation": (blank_row("指定列入 Designations", {2: "ilmenium"}), "指定列入 Designations!D6", "is empty"),
    "half a source": (blank_row("來源 Sources", {3: "Report", 4: "Office"}), "來源 Sources!B10", "has no id"),
    "a percentage": (percentage, f"{FIGURES}!E6", "percentage"),
}  # fmt: skip


WARNED: dict[str, tuple[Callable[[Workbook], None], str, str]] = {
    "another unit": (put(CRITERIA, "climate_burden", "unit", "t"), f"{CRITERIA}!I5", "the criterion is in 't'"),
    "a property of no criterion": (
        put(FIGURES, "F2", "property", "substitution_indx"),
        f"{FIGURES}!C6",
        "no criterion reads",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_check_would_newly_warn_of_is_told_at_its_cell(
    name: str, exported: Path, root: Path, tmp_path: Path
) -> None:
    spoil, where, says = WARNED[name]
    told = entered(edited(exported, tmp_path, spoil), root)
    (line,) = [line for line in told.out.splitlines() if "warning" in line]
    assert (told.code, where in line, says in line) == (0, True, True), told.said


def test_hints_say_what_the_cell_wants(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        put("規則 Rule", "rule.tiers[1].when[1].at_least", "value", "45%")(book)
        put(FIGURES, "F2", "value", "45%")(book)
        put("指定列入 Designations", "D1", "by whom", None)(book)

    said = entered(edited(exported, tmp_path, spoil), root).err
    assert "Write 0.45: a share of 1" in said
    assert "Write 45, without its unit" in said
    assert "choose «yes 是» in the last column" in said


def test_what_is_shown_of_changes_is_in_words_and_hides_nothing(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        put("規則 Rule", "rule.tiers[1].listed", "value", "no 否")(book)
        put("礦產 Minerals", "M1", "name_en", "Ilm\u200benium")(book)
        book.create_sheet("mine")["A1"] = "a note"
        page = book["指定列入 Designations"]
        for column in range(2, 8):
            page.cell(5, column).value = None
        page.cell(5, 8).value = "yes 是"

    told = entered(edited(exported, tmp_path, spoil), root)
    assert told.code == 0, told.said
    for words in ("yes 是 → no 否", "Ilm[U+200B]enium", "sheets that are not read", "no tier is listed", "taken out"):
        assert words in told.out


def test_notes_and_comments_are_not_read_and_that_is_said(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        page = book[FIGURES]
        page["P6"] = "better: 0.8"
        page.cell(page.max_row + 2, 1).value = "註：待確認"
        book[CRITERIA]["D5"].comment = Comment("請修改", "王")

    told = entered(edited(exported, tmp_path, spoil), root)
    assert told.code == 0, told.said
    assert f"3 notes beside the tables, or sheets with comments, are not read: {FIGURES}!P6" in told.out
    assert "nothing changes" in told.out


def test_a_sheet_that_hides_its_noughts_changes_nothing(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        for page in book.worksheets:
            page.sheet_view.showZeros = False

    told = entered(edited(exported, tmp_path, spoil), root)
    assert (told.code, "nothing changes" in told.out) == (0, True), told.said


CODES: dict[str, tuple[Callable[[Workbook], None], str, str]] = {
    "of a mineral": (put("礦產 Minerals", "M1", "mineral", "xyzzy"), "礦產 Minerals!B5", "12 other places"),
    "of a dimension": (put(CRITERIA, "climate_burden", "dimension", "supply_risk"), f"{CRITERIA}!G5", "4 other places"),
    "of a tier": (put("規則 Rule", "rule.tiers[1].name", "value", "vital"), "規則 Rule!D", "another place still names"),
}


@pytest.mark.parametrize("name", CODES)
def test_a_code_that_others_name_is_told_once_at_its_cell(
    name: str, exported: Path, root: Path, tmp_path: Path
) -> None:
    spoil, where, says = CODES[name]
    refused = entered(edited(exported, tmp_path, spoil), root, "--write")
    (line,) = [line for line in refused.err.splitlines() if line[:1] not in (" ", "") and "nothing was" not in line]
    assert (refused.code, where in line, says in line) == (1, True, True), refused.said


def hide_sheet(name: str) -> Callable[[Workbook], None]:
    return sheet_does(name, lambda page: setattr(page, "sheet_state", "hidden"))


TWO_CAUSES: dict[str, tuple[tuple[Callable[[Workbook], None], ...], tuple[str, ...]]] = {
    "two bad cells on two sheets": (
        (put(FIGURES, "F2", "value", "12 %"), put(CRITERIA, "climate_burden", "code", "climate")),
        (f"{FIGURES}!E6", CRITERIA),
    ),
    "a bad cell, and what check would refuse": (
        (put(FIGURES, "F2", "value", "12 %"), put(CRITERIA, "climate_burden", "0 at", 1e6)),
        (f"{FIGURES}!E6", CRITERIA),
    ),
    "a renamed sheet and a hidden one": (
        (sheet_does(FIGURES, lambda page: setattr(page, "title", "mine")), hide_sheet(CRITERIA)),
        (FIGURES, CRITERIA),
    ),
    "a row without a number, and what check would refuse": (
        (
            sheet_does(FIGURES, lambda page: page.append([None, "ilmenium"])),
            put(CRITERIA, "climate_burden", "0 at", 1e6),
        ),
        (FIGURES, CRITERIA),
    ),
    "two rows that check would refuse": (
        (put(FIGURES, "F2", "source", "gazette"), put(CRITERIA, "climate_burden", "0 at", 1e6)),
        (f"{FIGURES}!", CRITERIA),
    ),
}


@pytest.mark.parametrize("name", TWO_CAUSES)
def test_two_bad_sheets_are_told_at_once_and_each_once(name: str, exported: Path, root: Path, tmp_path: Path) -> None:
    spoils, places = TWO_CAUSES[name]

    def spoil(book: Workbook) -> None:
        for each in spoils:
            each(book)

    before = files(root)
    refused = entered(edited(exported, tmp_path, spoil), root, "--write")
    told = [line for line in refused.err.splitlines() if line.startswith(str(tmp_path))]
    assert (refused.code, len(told)) == (1, len(places)), refused.err
    assert all(any(place in line for line in told) for place in places), refused.err
    assert files(root) == before


def test_what_rests_on_a_bad_row_has_no_problem_of_its_own(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        page = book["來源 Sources"]
        blank = next(row for row in range(5, 99) if page.cell(row, 2).value is None)
        page.cell(blank, 2).value = "gazette_2024"
        page.cell(blank, column_of(page, "accessed")).value = "last spring"
        put(FIGURES, "F2", "source", "gazette_2024")(book)

    told = [line for line in entered(edited(exported, tmp_path, spoil), root).err.splitlines() if "hint" not in line]
    assert len([line for line in told if "last spring" in line]) == 1
    assert len([line for line in told if line.startswith(str(tmp_path))]) == 1


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_by_sheet_and_cell_and_nothing_is_written(
    name: str, exported: Path, root: Path, tmp_path: Path
) -> None:
    spoil, where, says = SLIPS[name]
    book, before = edited(exported, tmp_path, spoil), files(root)
    refused = entered(book, root, "--write")
    assert refused.code == 1, refused.said
    line = next(line for line in refused.err.splitlines() if where in line)
    assert says in line
    assert files(root) == before
    chinese = entered(book, root, "--lang", "zh-Hant").err
    assert any(CHINESE.search(line.split(": ")[-1]) for line in chinese.splitlines() if where in line)
