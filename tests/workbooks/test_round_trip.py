"""What a planner edits as one workbook: out and back without a byte changed, in with the changes alone, slips told."""

# Holds: workbooks/plan.py, workbooks/documents.py, workbooks/own_rows.py, workbooks/gathering.py, workbooks/as_book.py,
# workbooks/coming_back.py, workbooks/putting_in.py, workbooks/trial.py, workbooks/named_elsewhere.py,
# workbooks/standing_rows.py, workbooks/left_unread.py,
# cli/workbooks/round_trip.py.

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from criticality.files.workspace import Workspace
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from criticality.workbooks.as_book import as_book
from criticality.workbooks.gathering import gathered
from criticality.workbooks.own_rows import BLANK_ROWS, own_rows, records, table_sheet
from criticality.workbooks.plan import WorkbookPlan
from questionnaires.test_in_libreoffice import converted
from workbooks.edited import changed_lines, column_of, edited, entered, files, put, row_of
from workspace_builder import ASSESSMENT, ATLANTIS, WEIGHTS, criticality, edit

# ── out and back ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_round_trip_without_an_edit_changes_no_byte(kind: str, root: Path, tmp_path: Path) -> None:
    before, path = files(root), tmp_path / f"a.{kind}"
    assert criticality("workbook", "export", path, "--workspace", root).code == 0
    back = entered(path, root, "--write")
    assert (back.code, "nothing changes" in back.out) == (0, True)
    assert files(root) == before


def test_an_adopted_list_goes_out_and_comes_back(root: Path, tmp_path: Path) -> None:
    adopted = "status: superseded\nadopted: {by: Council, on: 2025-04-01, act: Order 7}\nreview_by: 2027-04-01\n"
    edit(root, ASSESSMENT, "country: ATL", adopted + "country: ATL")
    assert criticality("workbook", "export", tmp_path / "a.ods", "--workspace", root).code == 0
    back = entered(tmp_path / "a.ods", root)
    assert (back.code, "nothing changes" in back.out) == (0, True), back.said


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
    pages = {sheet.name: sheet.cells for sheet in as_book(plan).sheets}
    assert pages["指定列入 Designations"][4, 4].value == "由何人 by whom"
    assert pages["判斷 Judgements"][4, 5].value == "程度 by so much"


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
    "an own row of production": (
        put("產量 Production", "P1", "grade", "D"),
        "data/production.csv",
        ",",
        ",D,",
    ),
    "a mineral's note": (
        put("礦產 Minerals", "M1", "note", "looked at, again"),
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


def with_words(root: Path) -> None:
    """A criterion that reads two words, and one that reads classes, in place of the figures of two properties."""
    edit(root, "criteria/companionality.yaml", "{kind: linear, zero_at: 0, one_at: 100}",
         "{kind: words, words: {seldom: 10, mostly: 80}, zero_at: 0, one_at: 100}")  # fmt: skip
    table = root / "data" / "mineral_properties.csv"
    rows = [line.split(",") for line in table.read_text("utf-8").splitlines()]
    at = rows[0].index("value")
    for row in rows[1:]:
        if row[1] == "companionality":
            row[at : at + 3] = ["mostly", "", ""]
    table.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")


def test_words_of_a_scale_and_words_among_the_figures_are_edited(root: Path, tmp_path: Path) -> None:
    with_words(root)
    path = tmp_path / "w.xlsx"
    exported = criticality("workbook", "export", path, "--workspace", root)
    assert exported.code == 0, exported.said

    def spoil(book: Workbook) -> None:
        put("尺度 Scales", "X2", "value", 90)(book)
        page = book["數值 Figures"]
        page.cell(row_of(page, "companionality"), column_of(page, "value")).value = "seldom"

    old = files(root)
    shown = entered(edited(path, tmp_path, spoil), root, "--write")
    assert (shown.code, shown.out.count(": 1 change")) == (0, 2), shown.said
    ((_, scale),) = changed_lines(old["criteria/companionality.yaml"], files(root)["criteria/companionality.yaml"])
    assert "{seldom: 10, mostly: 90}" in scale
    ((before, after),) = changed_lines(old["data/mineral_properties.csv"], files(root)["data/mineral_properties.csv"])
    assert after == before.replace("mostly", "seldom")
    unknown = edited(path, tmp_path, put("數值 Figures", "companionality", "value", "often"))
    edit(root, "criteria/companionality.yaml", "mostly: 90", "mostly: 80")
    (root / "data/mineral_properties.csv").write_bytes(old["data/mineral_properties.csv"])
    refused = entered(unknown, root, "--write")
    assert (refused.code, "often" in refused.err) == (1, True), refused.said
    assert files(root) == old


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


def test_rows_of_a_publishers_file_are_left_to_its_importer(root: Path, tmp_path: Path) -> None:
    text = (root / "data" / "production.csv").read_text("utf-8")
    count = len(records(text)) - 1
    assert own_rows("production", text) == list(range(1, count + 1))
    released = text.replace("world_mines_2025", "usgs_mcs_2025")
    own = own_rows("production", released)
    assert [records(released)[row] for row in own] == [row for row in records(text) if "guild_of_smelters_2024" in row]
    sheet = table_sheet("production", released)
    assert f"{count - len(own)} rows" in sheet.how.said("en")
    assert [line.cells[0].value for line in sheet.lines][len(own) :] == [None] * BLANK_ROWS
    assert own_rows("mineral_properties", "mineral,source\nneon,usgs_mcs_2025\n") == [1]


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
    book = edited(path, tmp_path, put("礦產 Minerals", "M1", "note", "new"))
    before = table.read_bytes()
    assert entered(book, root, "--write").code == 0
    after = table.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert len(changed_lines(before, after)) == 1
    assert after.count(b"\r\n") == before.count(b"\r\n")
