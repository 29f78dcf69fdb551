"""Tables that are laid out otherwise, and formats that say what a cell does not: told at the cell."""

# Holds: refresh/wide/known_names.py, refresh/wide/shown_units.py, refresh/wide/odd_figures.py.

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from criticality.errors import InputError
from criticality.refresh.wide.grid import read_grid
from criticality.refresh.wide.reading_wide import read_wide
from criticality.refresh.wide.table_words import is_no_criterion
from criticality.refresh.wide.understood import WideTable
from criticality.spreadsheets.reading.contents import ReadCell
from criticality.spreadsheets.reading.typed_figures import Fault, figure_of
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


def all_shown_as(column: str, code: str) -> Callable[[Worksheet], None]:
    return lambda sheet: [setattr(sheet[f"{column}{row}"], "number_format", code) for row in (5, 6, 7)] and None


def thousands_of_thousands(sheet: Worksheet) -> None:
    put("D1", "Output [千噸]")(sheet)
    all_shown_as("D", "#,##0,")(sheet)


def years_as(head: str) -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        for place, value in (("D1", head), ("D4", None), ("D5", None), ("D6", 2019), ("D7", 2022), ("D8", 2023)):
            sheet[place].value = value

    return spoil


def units_of_rows(sheet: Worksheet) -> None:
    for place, value in (("A2", "單位"), ("B2", "1"), ("C2", "t"), ("D2", "USD")):
        sheet[place].value = value


def hidden_noughts(sheet: Worksheet) -> None:
    put("C6", 0)(sheet)
    sheet.sheet_view.showZeros = False


def struck(sheet: Worksheet) -> None:
    for cell in sheet[7]:
        cell.font = Font(strike=True)


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
    "a percentage of tonnes": (all_shown_as("D", "0%"), "Table!D5", "wide.percent_of_unit"),
    "thousands left out of thousands of tonnes": (thousands_of_thousands, "Table!D5", "wide.scaled_of_unit"),
    "a unit shown beside thousands left out": (all_shown_as("B", '#,##0,"千元"'), "Table!B5", "wide.scaled_of_unit"),
    "noughts that the sheet hides": (hidden_noughts, "Table!C6", "sheets.cell_unseen"),
    "thousands left out of one figure": (put("D6", 120_000, "#,##0,"), "Table!D6", "wide.scaled_and_plain"),
    "years under a head of their own": (years_as("Start"), "Table!D1", "wide.looks_like_years"),
    "a total with a blank in the word": (put("A8", "總　計"), "Table!A8", "wide.total"),
    "an example of how to fill in": (put("A8", "例：鎵"), "Table!A8", "wide.total"),
    "an ideal solution as a mineral": (put("A8", "正理想解"), "Table!A8", "wide.total"),
    "a number as a mineral": (put("A8", 12), "Table!A8", "wide.no_mineral_name"),
    "a day as a mineral": (put("A8", date(2026, 3, 1)), "Table!A8", "wide.no_mineral_name"),
    "a year as a mineral": (put("A8", "113年"), "Table!A8", "wide.no_mineral_name"),
    "two columns of names": (put("B1", "礦物名稱"), "Table!B1", "wide.names_twice"),
    "a mineral as a head": (put("B1", "鈷"), "Table!B1", "wide.head_is_mineral"),
    "figures in the row of units": (put("A2", "單位"), "Table!B2", "wide.no_unit_word"),
    "two units of one column": (units_of_rows, "Table!C2", "wide.two_units"),
    "a mineral struck through": (struck, "Table!A7", "sheets.cell_struck"),
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


NO_CRITERIA = (
    "資料年度", "基準年", "yr", "重要性排序", "名次變動", "優先順序", "Rank 2024", "綜合評分", "加權平均", "總和",
    "接近係數", "是否列入", "等級", "礦物代碼", "流水號", "CCC號列(8碼)", "Material No.",
    "原子序", "聯絡電話", "頁碼", "資料品質",
    "欄1", "Column1",
    "Unnamed: 0", "2021", "(%)", "?", "N/A", "#REF!",
)  # fmt: skip
CRITERIA_ALL_THE_SAME = (
    "可採年數(年)", "品位等級指標", "編碼產業用量(噸)", "總供應量(噸)", "WGI分數", "治理評分", "平均品位(%)",
    "風險指數", "HHI", "Country risk score", "Lead time (years)", "Total imports [t]", "Average price [USD/t]",
    "No. of suppliers",
    "WGI percentile rank", "民國113年進口值", "年產量(噸)", "前置時間(月)", "比率",
)  # fmt: skip


@pytest.mark.parametrize(("heads_of", "refused"), [(NO_CRITERIA, True), (CRITERIA_ALL_THE_SAME, False)])
def test_heads_of_ranks_years_results_and_identifiers_are_no_criteria(heads_of: tuple[str, ...], refused: bool) -> None:
    assert [head for head in heads_of if is_no_criterion(head) != refused] == []


def test_lines_above_the_heads_are_not_taken_for_heads_and_a_unit_in_them_is_said(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["進口統計", None, None, "單位：新臺幣萬元"],
        ["製表日期", date(2026, 1, 2)],
        ["礦　物\n名稱", "進口值", "出口值", "存量"],
        ["鎵", 120, 3, 7],
        ["鎢", 900, 4, 8],
    ]
    table = read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None))
    assert [column.title for column in table.columns] == ["進口值", "出口值", "存量"]
    said = {remark.code: remark.said("zh-Hant") for remark in table.remarks}
    assert "新臺幣萬元" in said["wide.unit_line_not_read"]
    assert "製表日期" in said["wide.line_not_read"]


def test_names_of_no_known_mineral_and_comments_are_said(tmp_path: Path) -> None:
    def note(sheet: Worksheet) -> None:
        sheet["B6"].comment = Comment("估計值", "王")

    table = read(tmp_path, ["中國", 0.5, 5, 5], ["稀土", 0.5, 5, 5], ["镝", 0.5, 5, 5], spoil=note)
    said = {remark.code: remark.said("en") for remark in table.remarks}
    assert "1 name is known of no mineral, and stands in the list as it is written: 中國." in said["wide.unknown_names"]
    assert "wide.comments" in said
    (warned,) = [each for each in table.warnings if each.code == "wide.group_and_members"]
    assert (warned.where, "镝 (A11)" in warned.message.said("en")) == ("Table!A10", True)


@pytest.mark.parametrize(
    ("figures", "code", "cell"),
    [((98, -999, 70), "wide.sentinel", "Table!B3"), ((98, 999999, 70), "wide.sentinel", "Table!B3"),
     ((98, -7, 70), "wide.negative_share", "Table!B3"), ((9800, 80, 70), "wide.above_whole", "Table!B2"),
     ((98, 0, 70), "", "")],
)  # fmt: skip
def test_figures_that_are_perhaps_none_are_warned_of(
    figures: tuple[float, ...], code: str, cell: str, tmp_path: Path
) -> None:
    rows = [["Mineral", "Share [%]"], *([f"Mineral {n}", figure] for n, figure in enumerate(figures))]
    told = read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None)).warnings
    assert [(each.code, each.where) for each in told] == ([(code, cell)] if code else [])


def test_noughts_that_are_shown_as_a_dash_are_said_and_hidden_ones_refused(tmp_path: Path) -> None:
    account = '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-'
    table = read(tmp_path, spoil=put("C6", 0, account))
    assert [remark.said("en") for remark in table.remarks if remark.code == "wide.shown_as_dash"] == [
        "1 cell of Recycling shows a dash and holds 0; 0 is read (C6)"
    ]
    with pytest.raises(InputError) as caught:
        read(tmp_path, spoil=put("C6", 0, "0;-0;;@"))
    assert {problem.code for problem in caught.value.problems} == {"sheets.cell_unseen"}


def test_a_garbled_csv_is_refused(tmp_path: Path) -> None:
    text = "礦物,集中度\n鎵,98\n".encode()
    for number, damaged in enumerate((text.decode("latin-1"), text.decode("cp950", "replace"))):
        path = tmp_path / f"{number}.csv"
        path.write_text(damaged, "utf-8")
        with pytest.raises(InputError) as caught:
            read_grid(path, None)
        assert [problem.code for problem in caught.value.problems] == ["wide.garbled"]


def test_a_blank_result_of_a_formula_is_no_figure_and_an_error_is_called_one(tmp_path: Path) -> None:
    blank = ReadCell("", formula='IF(A1="","",A1)', worked_out=True)
    assert figure_of(blank) is None
    found = figure_of(ReadCell("#DIV/0!", formula="1/0", shape="error"))
    assert isinstance(found, Fault)
    assert found.cause == "error_value"


def test_names_with_brackets_under_a_head_of_minerals_are_no_criteria(tmp_path: Path) -> None:
    rows = [["礦物", "進口"], ["稀土元素（不含釔及鈧）", 1], ["鉑族金屬（鉑、鈀、銠）", 3]]
    assert len(read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None)).minerals) == 2
