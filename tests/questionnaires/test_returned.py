"""Questionnaires as they come back: every slip of an expert is told at its cell, in both languages, with a hint."""

import dataclasses
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from criticality.errors import Problem
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.returned import NO_REASON, Returned, read_returned, twice
from criticality.questionnaires.sheets.pairs import BECAUSE, BY, WHICH, Layout
from criticality.spreadsheets.book import Book, Cell, Formula, Place, Sheet
from criticality.text.message import Message, said
from questionnaires.filling import again, answers_of, atlantis_panel, filled, put, saved
from workspace_builder import WEIGHTS, edit

Cells = dict[Place, Cell]
Spoil = Callable[[list[Sheet]], None]
KINDS = (".ods", ".xlsx")
CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
QUOTED = re.compile(r"「[^」]*」|\"[^\"]*\"")
ORDER = Order("Judge E", "Office E", "both", closes=date(2026, 12, 31))


@pytest.fixture
def panel(tmp_path: Path) -> PanelFile:
    return atlantis_panel(tmp_path)


def whole(panel: PanelFile) -> Book:
    return filled(panel, ORDER, answers_of(panel, "Harbourmaster"))


def spoiled(panel: PanelFile, spoil: Spoil, path: Path) -> Returned:
    book = whole(panel)
    sheets = [dataclasses.replace(sheet, cells=dict(sheet.cells)) for sheet in book.sheets]
    spoil(sheets)
    return read_returned(saved(dataclasses.replace(book, sheets=sheets), panel, path), path.name, panel)


def first_row(panel: PanelFile, group: int = 3) -> int:
    return Layout.of("", panel.questions().groups[group - 1]).first


def wrote(column: int, value: object, group: int = 3) -> Callable[[PanelFile], Spoil]:
    """Put a value into the first line of a group."""

    def of(panel: PanelFile) -> Spoil:
        return lambda sheets: put(_cells(sheets[group]), (first_row(panel, group), column), value)

    return of


def _cells(sheet: Sheet) -> Cells:
    assert isinstance(sheet.cells, dict)
    return sheet.cells


def calculated(column: int) -> Callable[[PanelFile], Spoil]:
    def of(panel: PanelFile) -> Spoil:
        def spoil(sheets: list[Sheet]) -> None:
            place = (first_row(panel), column)
            cells = _cells(sheets[3])
            cells[place] = dataclasses.replace(cells[place], value=Formula('HYPERLINK("http://example.org","x")'))

        return spoil

    return of


def same_but_three(panel: PanelFile) -> Spoil:
    def spoil(sheets: list[Sheet]) -> None:
        put(_cells(sheets[3]), (first_row(panel), WHICH), "兩者同等重要 both count the same")
        put(_cells(sheets[3]), (first_row(panel), BY), "3")

    return spoil


def both_sides(panel: PanelFile) -> Spoil:
    pair = panel.questions().groups[2].pairs[0]
    return wrote(WHICH, f"{pair.first.title.to('en')}, {pair.second.title.to('en')}")(panel)


def date_of_answers(value: str) -> Callable[[PanelFile], Spoil]:
    def of(_panel: PanelFile) -> Spoil:
        def spoil(sheets: list[Sheet]) -> None:
            cover = _cells(sheets[0])
            put(cover, next(place for place, cell in cover.items() if cell.style == "date"), value)

        return spoil

    return of


def dropped_row(panel: PanelFile) -> Spoil:
    def spoil(sheets: list[Sheet]) -> None:
        for place in [place for place in sheets[3].cells if place[0] == first_row(panel)]:
            del _cells(sheets[3])[place]

    return spoil


def copied_row(panel: PanelFile) -> Spoil:
    row = first_row(panel)

    def spoil(sheets: list[Sheet]) -> None:
        _cells(sheets[3]).update({(40, place[1]): cell for place, cell in sheets[3].cells.items() if place[0] == row})

    return spoil


def code(row: int, column: int, text: str) -> Callable[[PanelFile], Spoil]:
    return lambda _panel: lambda sheets: put(_cells(sheets[-1]), (row, column), text)


def said_of(key: str, text: str) -> Callable[[PanelFile], Spoil]:
    """Let the hidden sheet say something else."""

    def of(_panel: PanelFile) -> Spoil:
        def spoil(sheets: list[Sheet]) -> None:
            cells = _cells(sheets[-1])
            row = next(row for (row, column), cell in cells.items() if column == 2 and cell.value == key)
            put(cells, (row, 3), text)

        return spoil

    return of


def renamed_pair(_panel: PanelFile) -> Spoil:
    def spoil(sheets: list[Sheet]) -> None:
        cells = _cells(sheets[-1])
        row = next(row for (row, column), cell in cells.items() if column == 1 and cell.value == "pair")
        put(cells, (row, 4), "another_item")

    return spoil


SLIPS: dict[str, tuple[Callable[[PanelFile], Spoil], str, str]] = {
    "a word that is not of the scale": (wrote(BY, "a lot"), "asking.no_scale", "E"),
    "a fraction": (wrote(BY, "1/3"), "asking.no_scale", "E"),
    "more than nine": (wrote(BY, 12.0), "asking.no_scale", "E"),
    "no side": (wrote(WHICH, "the port"), "asking.no_side", "D"),
    "both sides": (both_sides, "asking.both_sides", "D"),
    "half an answer, how much is lacking": (wrote(BY, None), "asking.half", "E"),
    "half an answer, which is lacking": (wrote(WHICH, None), "asking.half", "E"),
    "the same, and yet three times": (same_but_three, "asking.same_but", "E"),
    "a formula in the side": (calculated(WHICH), "asking.formula", "D"),
    "a formula in the scale": (calculated(BY), "asking.formula", "E"),
    "a link in the reason": (calculated(BECAUSE), "asking.formula", "F"),
    "a book for a reason": (wrote(BECAUSE, "x" * 3000), "asking.long_reason", "F"),
    "a day that is none": (date_of_answers("30 November"), "asking.no_date", "B"),
    "a day that no month has": (date_of_answers("2026-11-31"), "asking.no_date", "B"),
    "a row gone": (dropped_row, "asking.rows_lost", ""),
    "a row twice": (copied_row, "asking.row_twice", "A"),
    "another program's version": (code(1, 2, "9"), "asking.other_version", ""),
    "a judge without a name": (said_of("judge", " "), "asking.no_questionnaire", ""),
    "a judge whose name is a book": (said_of("judge", "x" * 30_000), "asking.no_judge_name", ""),
    "a judge on two lines": (said_of("judge", "E\nF"), "asking.no_judge_name", ""),
    "a judge who is the whole panel": (said_of("judge", "group"), "asking.no_judge_name", ""),
    "an office that is a book": (said_of("office", "x\u202e " * 1_500), "asking.long_office", ""),
    "no such hidden sheet": (code(1, 1, "something else"), "asking.no_questionnaire", ""),
    "other codes in the hidden sheet": (renamed_pair, "asking.other_items", ""),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("slip", "expected", "column"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_its_cell(
    panel: PanelFile, slip: Callable[[PanelFile], Spoil], expected: str, column: str, kind: str, tmp_path: Path
) -> None:
    returned = spoiled(panel, slip(panel), tmp_path / f"answers{kind}")
    errors = [problem for problem in returned.problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == [expected]
    assert returned.judge is None
    (problem,) = errors
    assert problem.file == f"answers{kind}"
    assert re.sub(r".*!([A-Z]+)\d+", r"\1", problem.where) == column
    if column:
        assert problem.where.endswith(str(problem.line))
    in_both_languages(errors)


def in_both_languages(problems: Iterable[Problem]) -> None:
    for problem in problems:
        for text in (problem.message, problem.hint):
            assert isinstance(text, Message), problem
            spoken = said(text, "zh-Hant")
            assert CHINESE.search(spoken), spoken
            assert not ENGLISH.search(re.sub(r"criticality ask .*", "", QUOTED.sub("", spoken))), spoken


def test_all_slips_of_a_file_are_told_at_once(panel: PanelFile, tmp_path: Path) -> None:
    def spoil(sheets: list[Sheet]) -> None:
        for each in (wrote(BY, "a lot"), date_of_answers("soon"), wrote(WHICH, "x", 1), wrote(BY, None, 2)):
            each(panel)(sheets)

    problems = spoiled(panel, spoil, tmp_path / "a.ods").problems
    assert {problem.code for problem in problems} == {
        "asking.no_scale",
        "asking.no_date",
        "asking.no_side",
        "asking.half",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_questionnaire_is_the_judge_that_was_written_into_it(
    panel: PanelFile, kind: str, tmp_path: Path
) -> None:
    returned = read_returned(saved(whole(panel), panel, tmp_path / f"a{kind}"), "a", panel)
    assert returned.problems == []
    assert returned.judge is not None
    assert (returned.judge.name, returned.judge.office, returned.judge.on) == (
        "Judge E",
        "Office E",
        date(2026, 11, 30),
    )
    read = {(each.more, each.than): each.by for group in returned.judge.comparisons.values() for each in group}
    assert read == answers_of(panel, "Harbourmaster")
    assert all(
        each.because.to("en").startswith("因為 Q") for group in returned.judge.comparisons.values() for each in group
    )


def test_an_empty_questionnaire_is_one_problem(panel: PanelFile, tmp_path: Path) -> None:
    returned = read_returned(saved(filled(panel, ORDER, {}), panel, tmp_path / "a.ods"), "a", panel)
    assert [problem.code for problem in returned.problems] == ["asking.nothing_answered"]


def test_missing_answers_are_named_and_many_of_a_sheet_together(panel: PanelFile, tmp_path: Path) -> None:
    answers = answers_of(panel, "Harbourmaster")
    answers.pop(("supply_risk", "economic_importance"))
    answers.pop(("supply_concentration", "companionality"))
    returned = read_returned(saved(filled(panel, ORDER, answers), panel, tmp_path / "a.ods"), "a", panel)
    assert [(problem.code, problem.severity) for problem in returned.problems] == [("asking.unanswered", "error")] * 2
    in_both_languages(returned.problems)
    del answers["climate_burden", "water_burden"]
    returned = read_returned(saved(filled(panel, ORDER, answers), panel, tmp_path / "a.ods"), "a", panel)
    assert [problem.code for problem in returned.problems][2:] == ["asking.group_unanswered"]
    in_both_languages(returned.problems)
    edit(panel.workspace.root, WEIGHTS, "incomplete: refuse", "incomplete: complete")
    allowed = again(panel)
    returned = read_returned(saved(filled(allowed, ORDER, answers), allowed, tmp_path / "b.ods"), "b", allowed)
    assert {problem.severity for problem in returned.problems} == {"warning"}
    assert returned.judge is not None
    assert "environmental_impact" not in returned.judge.comparisons


def test_an_answer_without_a_reason_says_so(panel: PanelFile, tmp_path: Path) -> None:
    book = filled(panel, ORDER, answers_of(panel, "Harbourmaster"), because="")
    returned = read_returned(saved(book, panel, tmp_path / "a.xlsx"), "a", panel)
    assert [(problem.code, problem.severity) for problem in returned.problems] == [("asking.no_reason", "warning")]
    assert returned.judge is not None
    reasons = [each.because for group in returned.judge.comparisons.values() for each in group]
    assert {(reason.en, reason.zh_hant) for reason in reasons} == {(NO_REASON["en"], NO_REASON["zh-Hant"])}


def test_answers_after_the_closing_date_and_answers_without_a_date_are_told(panel: PanelFile, tmp_path: Path) -> None:
    answers = answers_of(panel, "Harbourmaster")
    for day, expected in (("2027/1/2", "asking.late"), (date(2027, 1, 2), "asking.late"), (None, "asking.undated")):
        book = filled(panel, ORDER, answers, day)
        for kind in KINDS:
            returned = read_returned(saved(book, panel, tmp_path / f"a{kind}"), "a", panel)
            assert [(problem.code, problem.severity) for problem in returned.problems] == [(expected, "warning")]
            assert returned.judge is not None
            assert returned.judge.on == (None if day is None else date(2027, 1, 2))


def test_rows_moved_columns_inserted_and_notes_elsewhere_change_nothing(panel: PanelFile, tmp_path: Path) -> None:
    path = saved(whole(panel), panel, tmp_path / "a.xlsx")
    before = read_returned(path, "a", panel).judge
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[3]
    sheet.insert_rows(first_row(panel), 2)
    sheet.insert_cols(1)
    sheet.cell(2, 12).value = "a note of mine"
    sheet.column_dimensions["B"].width = 60
    book.move_sheet(sheet, -2)
    sheet.title = "renamed"
    book.create_sheet("my own sheet")["A1"] = "Q01"
    book.save(path)
    returned = read_returned(path, "a", panel)
    assert returned.problems == []
    assert returned.judge == before


def test_a_shuffled_questionnaire_gives_the_same_judgements(panel: PanelFile, tmp_path: Path) -> None:
    answers = answers_of(panel, "Harbourmaster")
    book = filled(panel, dataclasses.replace(ORDER, seed=11), answers)
    judge = read_returned(saved(book, panel, tmp_path / "a.ods"), "a", panel).judge
    assert judge is not None
    assert {(each.more, each.than): each.by for group in judge.comparisons.values() for each in group} == answers


def test_words_changed_since_are_a_warning_and_criteria_changed_since_are_refused(
    panel: PanelFile, tmp_path: Path
) -> None:
    path, root = saved(whole(panel), panel, tmp_path / "a.ods"), panel.workspace.root
    text = (root / "criteria/climate_burden.yaml").read_text("utf-8")
    (root / "criteria/climate_burden.yaml").write_text(re.sub("(?m)^title: .*", "title: Otherwise", text), "utf-8")
    codes = [problem.code for problem in read_returned(path, "a", again(panel)).problems]
    assert codes == ["asking.wording"]
    (root / "criteria/climate_burden.yaml").write_text(
        text.replace("dimension: environmental_impact", "dimension: environmental_impact\nrole: screening"), "utf-8"
    )
    (problem,) = read_returned(path, "a", again(panel)).problems
    assert problem.code == "asking.other_items"
    assert "climate_burden" in problem.message


def test_a_file_that_is_no_workbook_is_one_problem(panel: PanelFile, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(b"%PDF-1.7")
    (problem,) = read_returned(tmp_path / "a.ods", "a.ods", panel).problems
    assert (problem.code, problem.line) == ("sheets.pdf", 1)
    in_both_languages([problem])


def test_a_judge_who_answers_twice_or_is_there_already_is_told(panel: PanelFile, tmp_path: Path) -> None:
    path = saved(whole(panel), panel, tmp_path / "a.ods")
    two = [read_returned(path, name, panel) for name in ("a.ods", "b.ods")]
    assert [problem.code for problem in twice(two, [], replace=False, panel=panel)] == ["asking.twice"]
    there = list(twice(two[:1], ["Judge E"], replace=False, panel=panel))
    assert [problem.code for problem in there] == ["asking.judge_there"]
    assert list(twice(two[:1], ["Judge E"], replace=True, panel=panel)) == []
    in_both_languages(there)
