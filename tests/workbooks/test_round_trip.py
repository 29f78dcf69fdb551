"""What a planner edits as one workbook: out and back without a byte changed, in with the changes alone, slips told."""

# Holds: workbooks/plan.py, workbooks/documents.py, workbooks/own_rows.py, workbooks/gathering.py, workbooks/as_book.py,
# workbooks/coming_back.py, workbooks/putting_in.py, workbooks/trial.py, cli/workbooks/round_trip.py.

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from criticality.files.workspace import Workspace
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from criticality.workbooks.as_book import as_book
from criticality.workbooks.gathering import gathered
from criticality.workbooks.plan import WorkbookPlan
from questionnaires.test_in_libreoffice import converted
from workspace_builder import ASSESSMENT, ATLANTIS, WEIGHTS, Outcome, criticality

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PARTS = ("assessments", "criteria", "weights", "data", "scenarios")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ATLANTIS, tmp_path / "atlantis"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    assert criticality("workbook", "export", path, "--workspace", ATLANTIS).code == 0
    return path


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


# ── out and back ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_round_trip_without_an_edit_changes_no_byte(kind: str, root: Path, tmp_path: Path) -> None:
    before, path = files(root), tmp_path / f"a.{kind}"
    assert criticality("workbook", "export", path, "--workspace", root).code == 0
    back = entered(path, root, "--write")
    assert (back.code, "nothing changes" in back.out) == (0, True)
    assert files(root) == before


def plan_of(root: Path) -> WorkbookPlan:
    return gathered(Workspace(root), ASSESSMENT)


def test_the_same_workspace_gives_the_same_bytes_and_locks_what_is_not_written() -> None:
    plan = plan_of(ATLANTIS)
    for write in (ods_bytes, xlsx_bytes):
        assert write(as_book(plan), plan.day) == write(as_book(plan_of(ATLANTIS)), plan.day)
    for sheet in as_book(plan).sheets[1:-2]:
        kinds = {cell.style for (row, column), cell in sheet.cells.items() if column == 1 or row == 4}
        assert kinds <= {"label", "head", "title", "text"}
    hidden = [sheet.name for sheet in as_book(plan).sheets if sheet.hidden]
    assert hidden == ["_lists", "_codes"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
@pytest.mark.parametrize("workspace", [ATLANTIS, Path(__file__).parents[2]], ids=["atlantis", "taiwan"])
def test_a_workbook_resaved_by_libreoffice_changes_nothing(kind: str, workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    assert criticality("workbook", "export", path, "--workspace", workspace).code == 0
    for other in ("ods", "xlsx"):
        back = entered(converted(path, other, tmp_path / other), workspace)
        assert (back.code, "nothing changes" in back.out) == (0, True), back.said


def test_an_export_never_overwrites_somebodys_changes(exported: Path, root: Path, tmp_path: Path) -> None:
    file = edited(exported, tmp_path, put("準則 Criteria", "climate_burden", "1 at", 30))
    refused = criticality("workbook", "export", file, "--workspace", root)
    assert (refused.code, "it may hold somebody's changes" in refused.err) == (1, True)
    assert criticality("workbook", "export", tmp_path / "a.doc", "--workspace", root).code == 2


# ── the changes alone ────────────────────────────────────────────────────────

EDITS: dict[str, tuple[Callable[[Workbook], None], str, str, str]] = {
    "an anchor": (
        put("準則 Criteria", "climate_burden", "1 at", 30),
        "criteria/climate_burden.yaml",
        "one_at: 100",
        "one_at: 30",
    ),
    "a threshold": (put("規則 Rule", "rule.tiers[1].when[1].at_least", "value", 0.55), ASSESSMENT, "0.5", "0.55"),
    "the method": (put("評估 Assessment", "method", "value", "ahp_ratings"), ASSESSMENT, "topsis", "ahp_ratings"),
    "a date": (put("評估 Assessment", "reference_year", "value", 2023), ASSESSMENT, "2024", "2023"),
    "a figure": (put("數值 Figures", "F2", "value", 0.71), "data/mineral_properties.csv", ",,", ",,0.71,"),
    "a mineral's note": (
        put("礦物 Minerals", "M1", "note", "looked at, again"),
        "data/minerals.csv",
        ",",
        '"looked at, again"',
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_its_value_and_nothing_else(name: str, exported: Path, root: Path, tmp_path: Path) -> None:
    spoil, file, before, after = EDITS[name]
    book = edited(exported, tmp_path, spoil)
    old = files(root)
    shown = entered(book, root)
    assert (shown.code, "1 change" in shown.out) == (0, True), shown.said
    assert files(root) == old
    assert entered(book, root, "--write").code == 0
    new = files(root)
    assert [name for name in old if old[name] != new[name]] == [file]
    (line,) = changed_lines(old[file], new[file])
    assert before in line[0]
    assert after in line[1]


def test_a_judgement_is_turned_round_in_its_own_line(exported: Path, root: Path, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        page = book["判斷 Judgements"]
        row, side = 5, column_of(page, "counts more")
        other = str(page.cell(row, column_of(page, "of these two")).value).split(" / ")
        page.cell(row, side).value = next(title for title in other if title != page.cell(row, side).value)
        page.cell(row, column_of(page, "by so much")).value = "2 whatever the list says"

    old = files(root)
    shown = entered(edited(exported, tmp_path, spoil), root, "--write")
    assert shown.code == 0, shown.said
    ((before, after),) = changed_lines(old[WEIGHTS], files(root)[WEIGHTS])
    more, than = (re.findall(r"(?:more|than): (\w+)", line) for line in (before, after))
    assert than == more[::-1]
    assert "by: 2," in after


def test_designations_sources_and_rows_are_added_and_taken_out(exported: Path, root: Path, tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: str, **cells: object) -> None:
        page = book[sheet]
        blank = next(row for row in range(5, 999) if page.cell(row, 1).value and all(
            page.cell(row, column).value is None for column in range(2, len(page[4]) + 1)))  # fmt: skip
        for head, value in cells.items():
            page.cell(blank, column_of(page, head.replace("_", " ") if head == "take_out" else head)).value = value

    def spoil(book: Workbook) -> None:
        page = book["指定列入 Designations"]
        tier = openpyxl.utils.get_column_letter(column_of(page, "tier"))
        assert page[f"{tier}5"] is not None
        fill(
            book,
            "指定列入 Designations",
            mineral="ilmenium",
            tier="critical",
            by="Cabinet",
            on=date(2024, 12, 1),
            Chinese="決定",
            English="Decided: =1+1",
        )
        fill(book, "來源 Sources", id="cabinet_2024", title="Decision", publisher="Cabinet")
        fill(
            book,
            "數值 Figures",
            mineral="ilmenium",
            property="new_property",
            value=3,
            unit="t",
            year=2023,
            source="cabinet_2024",
            grade="D",
            flag="reported",
        )
        put("數值 Figures", "F1", "take out", "yes 是")(book)

    old = files(root)
    shown = entered(edited(exported, tmp_path, spoil), root, "--write")
    assert shown.code == 0, shown.said
    new = {name: text.decode("utf-8") for name, text in files(root).items()}
    assert (
        new["data/sources.yaml"]
        == old["data/sources.yaml"].decode() + 'cabinet_2024:\n  title: "Decision"\n  publisher: "Cabinet"\n'
    )
    lines = old["data/mineral_properties.csv"].decode().splitlines()
    assert new["data/mineral_properties.csv"].splitlines() == [
        lines[0],
        *lines[2:],
        "ilmenium,new_property,,3,,,t,2023,cabinet_2024,D,reported,",
    ]
    assert (
        "- {mineral: ilmenium, tier: critical, by: Cabinet, on: 2024-12-01, "
        'because: {en: "Decided: =1+1", zh-Hant: "決定"}}' in new[ASSESSMENT]
    )
    assert criticality("check", "--workspace", root).code == 0


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
    "a percentage": (percentage, f"{FIGURES}!E6", "percentage"),
}  # fmt: skip


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


def test_a_workbook_of_files_that_changed_since_is_refused(exported: Path, root: Path) -> None:
    path = root / ASSESSMENT
    path.write_text(path.read_text("utf-8") + "# looked at\n", "utf-8")
    refused = entered(exported, root)
    assert (refused.code, "changed since the export" in refused.err) == (1, True)


def test_another_workbook_is_refused_with_the_command_that_takes_it(root: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "t.xlsx")
    refused = entered(tmp_path / "t.xlsx", root)
    assert (refused.code, "data import sheet" in refused.err) == (1, True)
    (tmp_path / "u.xlsx").write_bytes(b"PK\x03\x04")
    assert entered(tmp_path / "u.xlsx", root).code == 1


def test_crlf_a_mark_and_quotes_stay_where_a_cell_changes(exported: Path, root: Path, tmp_path: Path) -> None:
    table = root / "data" / "minerals.csv"
    text = table.read_text("utf-8").replace("\n", "\r\n")
    table.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    path = tmp_path / "b.xlsx"
    assert criticality("workbook", "export", path, "--workspace", root).code == 0
    assert "nothing changes" in entered(path, root).out
    book = edited(path, tmp_path, put("礦物 Minerals", "M1", "note", "new"))
    before = table.read_bytes()
    assert entered(book, root, "--write").code == 0
    after = table.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert len(changed_lines(before, after)) == 1
    assert after.count(b"\r\n") == before.count(b"\r\n")
