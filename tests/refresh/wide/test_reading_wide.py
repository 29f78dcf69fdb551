"""A planner's own spreadsheet: in three commands a ranked list, and every slip told by sheet and cell."""

# Holds: refresh/wide/fresh.py, refresh/wide/grid.py, refresh/wide/into_tables.py, refresh/wide/understood.py,
# cli/workbooks/sheet.py, cli/workbooks/commands.py.

import csv
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from criticality.errors import InputError
from criticality.refresh.wide.grid import read_grid
from criticality.refresh.wide.reading_wide import read_wide
from criticality.spreadsheets.book import Book, Cell, Sheet
from criticality.spreadsheets.ods import ods_bytes
from workspace_builder import ATLANTIS, Outcome, criticality, run_folder

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROWS: list[list[object]] = [
    ["Mineral", "Supply share [1]", "Recycling [%]", "Imports (USD)"],
    ["direction", "+", "-", "raises_criticality"],
    ["weight", 0.5, 0.2, 0.3],
    ["zero_at", 0, 0, 0],
    ["one_at", 1, 60, 1000],
    ["Gallium 鎵", 0.98, 1, 120],
    ["Tungsten", 0.8, 42, 900],
    ["銅", 0.2, 30, "n/a"],
]
"""Scores by hand, all criteria at once (TOPSIS with fixed ideals): see `test_the_list_is_what_a_hand_works_out`."""


def xlsx(path: Path, rows: list[list[object]] = ROWS, spoil: Callable[[Worksheet], None] = lambda _sheet: None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table"
    for row in rows:
        sheet.append(row)
    spoil(sheet)
    book.save(path)
    return path


def ods(path: Path, rows: list[list[object]] = ROWS) -> Path:
    cells = {(r, c): Cell(value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    path.write_bytes(ods_bytes(Book("t", "en", [Sheet("Table", cells)]), date(2026, 11, 30)))
    return path


def text(path: Path, rows: list[list[object]] = ROWS) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def imported(file: Path, root: Path, *words: object) -> Outcome:
    return criticality("data", "import", "sheet", file, *words, "--workspace", root)


def put(place: str, value: object, number_format: str = "") -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        sheet[place] = value
        if number_format:
            sheet[place].number_format = number_format

    return spoil


def hide(what: str, which: object) -> Callable[[Worksheet], None]:
    return lambda sheet: setattr(getattr(sheet, f"{what}_dimensions")[which], "hidden", True)


@pytest.mark.parametrize(("write", "name"), [(xlsx, "t.xlsx"), (ods, "t.ods"), (text, "t.csv")])
def test_three_commands_lead_from_the_spreadsheet_to_the_ranked_list(
    write: Callable[[Path], Path], name: str, tmp_path: Path
) -> None:
    file = write(tmp_path / name)
    looked = imported(file, tmp_path, "--year", 2024)
    assert looked.code == 0
    assert "minerals: 3, criteria: 3, figures: 8" in looked.out
    assert [path.name for path in tmp_path.iterdir()] == [name], "looking writes nothing"
    assert imported(file, tmp_path, "--year", 2024, "--write").code == 0
    with (run_folder(tmp_path) / "tables" / "ranking.csv").open(encoding="utf-8") as stream:
        ranks = {row["mineral"]: row["rank"] for row in csv.DictReader(stream)}
    assert ranks == {"tungsten": "1", "gallium": "2", "mineral_3": "3"}
    assert "0 problems" in criticality("check", "--workspace", tmp_path).out


def test_the_list_is_what_a_hand_works_out(tmp_path: Path) -> None:
    """Closeness with the weighted scaled values as distances: gallium 0.98, 1 − 1/60, 0.12; weights 0.5, 0.2, 0.3."""
    assert imported(text(tmp_path / "t.csv"), tmp_path, "--year", 2024, "--write").code == 0
    with (run_folder(tmp_path) / "tables" / "ranking.csv").open(encoding="utf-8") as stream:
        scores = {row["mineral"]: float(row["score"]) for row in csv.DictReader(stream)}
    weighted = [(0.5 * 0.98, 0.5), (0.2 * (1 - 1 / 60), 0.2), (0.3 * 0.12, 0.3)]
    worst = sum(value**2 for value, _ in weighted) ** 0.5
    best = sum((one - value) ** 2 for value, one in weighted) ** 0.5
    assert scores["gallium"] == pytest.approx(worst / (worst + best), abs=1e-9)


def test_every_assumption_is_said(tmp_path: Path) -> None:
    bare = [ROWS[0], *ROWS[5:]]
    told = imported(text(tmp_path / "t.csv", bare), tmp_path)
    for words in ("its own", "more is taken to be more critical", "none are stated", "1 cell has no figure", "XXX"):
        assert words in told.out
    chinese = criticality("data", "import", "sheet", tmp_path / "t.csv", "--workspace", tmp_path, "--lang", "zh-Hant")
    assert "表中未載明之假設" in chinese.out


SLIPS: dict[str, tuple[Callable[[Worksheet], None], str, str]] = {
    "a unit typed beside the figure": (put("C6", "12 %"), "Table!C6", "sheets.cell_unit"),
    "thousands and a unit": (put("D7", "1,234 t"), "Table!D7", "sheets.cell_unit"),
    "thousands as text": (put("D7", "1,234"), "Table!D7", "sheets.cell_thousands"),
    "full-width digits": (put("B6", "０．９８"), "Table!B6", "sheets.cell_full_width"),
    "a decimal comma": (put("B6", "0,98"), "Table!B6", "sheets.cell_decimal_comma"),
    "a date made of a figure": (put("B6", date(2026, 9, 15)), "Table!B6", "sheets.cell_date"),
    "a date typed": (put("B6", "15-Sep"), "Table!B6", "sheets.cell_date"),
    "a formula never worked out": (put("B6", "=B7/2"), "Table!B6", "sheets.cell_formula"),
    "an error of the spreadsheet": (put("B6", "#DIV/0!"), "Table!B6", "sheets.cell_error_value"),
    "a truth value": (put("B6", True), "Table!B6", "sheets.cell_truth_value"),
    "a bound": (put("B6", "<0.5"), "Table!B6", "sheets.cell_bound"),
    "a word": (put("B6", "high"), "Table!B6", "sheets.cell_no_number"),
    "merged cells": (lambda sheet: sheet.merge_cells("B6:B7"), "Table!B6", "wide.merged"),
    "a hidden row": (hide("row", 7), "Table!A7", "wide.hidden_rows"),
    "a hidden column": (hide("column", "C"), "Table!C1", "wide.hidden_columns"),
    "a mineral twice": (put("A7", "gallium 鎵"), "Table!A7", "wide.mineral_twice"),
    "a criterion twice": (put("C1", "supply share"), "Table!C1", "wide.column_twice"),
    "a row of totals": (put("A8", "合計"), "Table!A8", "wide.total"),
    "a row without a name": (put("A8", None), "Table!A8", "wide.no_name"),
    "a figure beside the table": (put("F6", 3), "Table!F6", "wide.outside"),
    "a direction nobody knows": (put("B2", "sideways"), "Table!B2", "wide.no_direction"),
    "anchors the wrong way round": (put("B4", 2), "Table!B4", "wide.anchors_fall"),
    "a weight left out": (put("C3", None), "Table!C1", "wide.no_weight"),
    "a negative weight": (put("C3", -1), "Table!C3", "wide.negative"),
    "percentages of per cent": (put("C6", 0.12, "0 %"), "Table!C6", "wide.percent_of_percent"),
    "percentages among plain numbers": (put("B6", 0.12, "0.0%"), "Table!B6", "wide.percent_and_plain"),
    "an anchor in per cent among plain numbers": (put("B5", 0.6, "0%"), "Table!B5", "wide.percent_and_plain"),
    "a weight in per cent beside plain weights": (put("C3", 0.2, "0%"), "Table!C3", "wide.percent_and_plain"),
    "a column called score": (put("B1", "score"), "Table!B1", "wide.reserved"),
    "years in a column": (put("B1", "year"), "Table!B1", "wide.role_as_column"),
    "a table on its side": (put("A1", "Criterion"), "Table!A1", "wide.on_its_side"),
    "a head that is a formula never worked out": (put("B1", '="Supply"&" share"'), "Table!B1", "sheets.cell_formula"),
    "a head that is a number": (put("B1", 2024), "Table!B1", "wide.head_is_number"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_by_sheet_and_cell_in_both_languages_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    spoil, where, code = SLIPS[name]
    file = xlsx(tmp_path / "t.xlsx", spoil=spoil)
    refused = imported(file, tmp_path, "--write")
    assert refused.code == 1
    assert f"{where}: " in refused.err
    assert "hint: " in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]
    chinese = imported(file, tmp_path, "--write", "--lang", "zh-Hant").err
    line = next(line for line in chinese.splitlines() if f"{where}: " in line)
    assert CHINESE.search(line.split(where)[1])
    if not code.startswith(("wide.no_weight", "wide.reserved")):  # told of the workspace, not of the sheet
        with pytest.raises(InputError) as caught:
            read_wide(read_grid(file, None))
        assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(("typed", "write"), [("60 %", "0.6"), ("７％", "0.07")])
def test_a_percentage_typed_among_shares_is_to_be_written_as_a_share(typed: str, write: str, tmp_path: Path) -> None:
    refused = imported(xlsx(tmp_path / "t.xlsx", spoil=put("B6", typed)), tmp_path)
    assert f"lie between 0 and 1: write {write}, or turn the whole column into %" in refused.err
    refused = imported(xlsx(tmp_path / "u.xlsx", spoil=put("C6", typed)), tmp_path)
    assert "The other figures" not in refused.err


def test_figures_shown_in_thousands_are_read_as_the_cells_hold_them_and_that_is_said(tmp_path: Path) -> None:
    def in_thousands(sheet: Worksheet) -> None:
        for row, held in ((5, 1_000_000), (6, 120_000), (7, 900_000)):
            put(f"D{row}", held, "#,##0,")(sheet)

    shown = imported(xlsx(tmp_path / "t.xlsx", spoil=in_thousands), tmp_path)
    assert shown.code == 0, shown.said
    assert "D5 holds 1000000" in shown.out
    assert (
        "shortened by thousands" not in imported(xlsx(tmp_path / "u.xlsx", spoil=put("D6", 12, "#,##0")), tmp_path).out
    )


@pytest.mark.parametrize(("unit", "middle", "warned"), [("1", 60, True), ("1", 3, False), ("USD", 60, False)])
def test_shares_and_percentages_in_one_column_are_warned_of(
    unit: str, middle: float, warned: bool, tmp_path: Path
) -> None:
    rows = [["Mineral", f"Share [{unit}]"], ["Gallium", 0.98], ["Tungsten", middle], ["Copper", 0.8]]
    path = xlsx(tmp_path / "t.xlsx", rows)
    told = read_wide(read_grid(path, None)).warnings
    assert [(each.where, each.line, each.severity) for each in told] == [("Table!B3", 3, "warning")] * warned
    shown = imported(path, tmp_path)
    assert (shown.code, "t.xlsx:3:2: " in shown.out) == (0, warned)
    assert not warned or "60 here and 0.98 in B2" in shown.out


def test_the_fewer_figures_are_the_odd_ones_and_are_named_once(tmp_path: Path) -> None:
    figures = [35, 60, 0.4, 80, 0.2, 95]
    rows = [["Mineral", "Share"], *([f"Mineral {n}", figure] for n, figure in enumerate(figures))]
    (told,) = read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None)).warnings
    assert told.where == "Table!B4"
    assert "one further cell (B6)" in told.message.said("en")
    assert "混用" in told.message.said("zh-Hant")
    rows.append(["Mineral 9", "12 kg"])
    refused = imported(xlsx(tmp_path / "u.xlsx", rows), tmp_path)
    assert (refused.code, "u.xlsx:4:2: " in refused.err, "u.xlsx:8:2: " in refused.err) == (1, True, True)


@pytest.mark.parametrize(("head", "low", "warned"), [("[％]", 0.12, True), ("（%）", 1, False), ("[USD]", 0.12, False)])
def test_one_share_under_a_head_of_per_cent_is_warned_of(head: str, low: float, warned: bool, tmp_path: Path) -> None:
    rows = [["Mineral", f"Recycling {head}"], ["Gallium", 20], ["Tungsten", low], ["Copper", 40]]
    table = read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None))
    assert [each.where for each in table.warnings] == ["Table!B3"] * warned
    assert not warned or "write 12 if" in str(table.warnings[0].hint)
    assert table.columns[0].unit == ("USD" if "USD" in head else "%")


def test_names_of_one_mineral_in_two_rows_are_warned_of(tmp_path: Path) -> None:
    rows = [["Mineral", "symbol", "Share"], ["Ga", "", 1], ["gallium 鎵", "Ga", 2], ["鎵", "", 3],
            ["Rare earths (light)", "", 4], ["Rare earths (heavy)", "", 5], ["鎵 Gallium", "", 6]]  # fmt: skip
    told = read_wide(read_grid(xlsx(tmp_path / "t.xlsx", rows), None)).warnings
    assert [(each.where, each.severity) for each in told] == [
        (place, "warning") for place in ("Table!A7", "Table!A4", "Table!A3")
    ]
    assert "'鎵' and 'Ga' in A2" in told[1].message.said("en")


def test_a_date_is_told_as_a_date_and_not_as_its_serial_number(tmp_path: Path) -> None:
    refused = imported(xlsx(tmp_path / "t.xlsx", spoil=put("B6", date(2026, 2, 3))), tmp_path)
    assert "'2026-02-03' is a date" in refused.err


def test_many_cells_with_one_fault_are_told_once(tmp_path: Path) -> None:
    rows = [ROWS[0], *([f"Mineral {n}", f"{n} kg", n, n] for n in range(1, 40))]
    refused = imported(xlsx(tmp_path / "t.xlsx", rows), tmp_path)
    assert refused.err.count("hint: ") == 1
    assert "likewise 38 more cells of this column: B3, B4" in refused.err


def hide_sheet(sheet: Worksheet) -> None:
    """Hide the table, beside a sheet that is seen: a workbook needs one."""
    sheet.parent.create_sheet("Other")["A1"] = "x"
    sheet.sheet_state = "hidden"


def test_a_workbook_of_several_sheets_asks_which_and_says_what_is_not_read(tmp_path: Path) -> None:
    def add(state: str) -> Callable[[Worksheet], None]:
        def spoil(sheet: Worksheet) -> None:
            other = sheet.parent.create_sheet("Other")
            other["A1"], other.sheet_state = "x", state

        return spoil

    refused = imported(xlsx(tmp_path / "t.xlsx", spoil=add("visible")), tmp_path)
    assert refused.code == 1
    assert '--sheet "Table"' in refused.err
    named = imported(tmp_path / "t.xlsx", tmp_path, "--sheet", "Table")
    assert "not read: the sheets Other" in named.out
    hidden = imported(xlsx(tmp_path / "u.xlsx", spoil=add("hidden")), tmp_path)
    assert (hidden.code, "because hidden: the sheets Other" in hidden.out) == (0, True)
    asked = imported(xlsx(tmp_path / "v.xlsx", spoil=hide_sheet), tmp_path, "--sheet", "Table")
    assert (asked.code, "the sheet Table is hidden" in asked.out) == (0, True), asked.said
    renamed = imported(tmp_path / "t.xlsx", tmp_path, "--sheet", "Other 2")
    assert "The sheets are: Table, Other" in renamed.err


def test_what_is_no_spreadsheet_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<a/>")
        bomb.writestr("xl/styles.xml", b" " * 40_000_000)
    (tmp_path / "c.csv").write_bytes("礦物,值\n鎵,1\n".encode("cp950"))
    (tmp_path / "d.csv").write_text("Mineral;value\nGallium;1\n", "utf-8")
    (tmp_path / "e.csv").write_text("", "utf-8")
    (tmp_path / "g.csv").write_text("Mineral;Share, world;Price\nGallium;0,98;1,5\nCopper;0;3\n", "utf-8")
    for file, words in (("a.xlsx", "PDF"), ("b.xlsx", "unpacked"), ("c.csv", "Big5"), ("d.csv", "semicolons"),
                        ("g.csv", "semicolons"),
                        ("e.csv", "nothing"), ("f.csv", "does not exist")):  # fmt: skip
        refused = imported(tmp_path / file, tmp_path, "--write")
        assert (refused.code, words in refused.err) == (1, True), refused.err
    assert not (tmp_path / "assessments").exists()


def test_titles_above_and_notes_below_the_table_are_said_and_not_read(tmp_path: Path) -> None:
    rows = [["Our minerals 2026"], [], *ROWS, [], ["Source: customs"]]
    told = imported(xlsx(tmp_path / "t.xlsx", rows), tmp_path)
    assert "row 1 is a line of words and is not read: Our minerals 2026" in told.out
    assert "row 12 is a line of words and is not read: Source: customs" in told.out


def test_columns_of_facts_dimensions_and_sources_are_taken_over(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["編號", "礦物", "name_en", "symbol", "group", "供應集中度 [1]", "進口值（百萬美元）"],
        [None, "構面", None, None, None, "供應風險", "經濟重要性"],
        [None, "來源", None, None, None, "USGS 2026", "海關"],
        [None, "年份", None, None, None, 2023, 2022],
        [1, "鎵", "Gallium", "Ga", "minor", 0.9, 0],
        [2, "鎢", "Tungsten", "W", "minor", 0.8, 90],
    ]
    assert imported(xlsx(tmp_path / "t.xlsx", rows), tmp_path, "--year", 2024, "--write").code == 0
    minerals = (tmp_path / "data" / "minerals.csv").read_text("utf-8").splitlines()
    assert minerals[1] == "gallium,Ga,Gallium,鎵,minor,yes,,"
    figures = (tmp_path / "data" / "mineral_properties.csv").read_text("utf-8").splitlines()
    assert figures[1] == "gallium,criterion_1,,0.9,,,1,2023,usgs_2026,D,reported,"
    assert figures[2] == "gallium,criterion_2,,0,,,百萬美元,2022,sheet_2,D,zero,"
    assert "method: topsis\n" in (tmp_path / "assessments" / "list.yaml").read_text("utf-8")
    assert run_folder(tmp_path).is_dir()


def test_an_existing_folder_of_a_workspace_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    refused = imported(text(tmp_path / "t.csv"), tmp_path, "--write")
    assert (refused.code, "holds data already" in refused.err) == (1, True)
    assert list((tmp_path / "data").iterdir()) == []


# ── into a workspace that is there already ───────────────────────────────────


@pytest.fixture
def atlantis(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ATLANTIS, tmp_path / "atlantis"))


def test_figures_go_into_the_table_of_a_workspace_and_are_shown_first(atlantis: Path, tmp_path: Path) -> None:
    file = text(tmp_path / "t.csv", [["mineral", "gwp100"], ["year", 2021], ["Ilmenium", 33]])
    table = atlantis / "data" / "mineral_properties.csv"
    before = table.read_bytes()
    lines = (atlantis / "data" / "sources.yaml").read_text("utf-8").splitlines()
    source = next(line.split(":")[0] for line in lines if line[:1].isalpha())
    shown = imported(file, atlantis, "--source", source)
    assert "gwp100" in shown.out
    assert "--write enters these changes" in shown.out
    assert table.read_bytes() == before
    assert imported(file, atlantis, "--source", source, "--write").code == 0
    assert f"gwp100,,33,,,kg CO2-eq/kg,2021,{source},D,reported" in table.read_text("utf-8")


def test_an_unknown_mineral_criterion_or_unit_is_told_with_what_is_meant(atlantis: Path, tmp_path: Path) -> None:
    file = text(tmp_path / "t.csv", [["mineral", "climate_burden [t]", "gwp"], ["Ilmenum", 33, 1]])
    refused = imported(file, atlantis, "--year", 2021)
    assert refused.code == 1
    assert "Did you mean 'ilmenium'?" in refused.err
    assert "the unit is 't'" in refused.err
    assert "no criterion of this workspace reads 'gwp'" in refused.err


def test_a_year_that_no_assessment_reads_is_refused_unless_somebody_names_it(atlantis: Path, tmp_path: Path) -> None:
    file = text(tmp_path / "t.csv", [["mineral", "climate_burden"], ["Ilmenium", 33]])
    os.utime(file, (1.9e9, 1.9e9))
    refused = imported(file, atlantis)
    assert (refused.code, "no assessment would read the figures" in refused.err) == (1, True)
    assert imported(file, atlantis, "--year", 2024).code == 0


def test_a_table_for_excel_gets_a_mark_and_keeps_it(tmp_path: Path, atlantis: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert imported(text(tmp_path / "t.csv"), fresh, "--write", "--excel", "--year", 2024).code == 0
    assert (fresh / "data" / "minerals.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    file = text(tmp_path / "u.csv", [["mineral", "climate_burden"], ["year", 2021], ["Ilmenium", 33]])
    table, source = atlantis / "data" / "mineral_properties.csv", "breath_of_furnaces_2023"
    for words, figure in (((), 33), (("--excel",), 34), ((), 35)):
        text(file, [["mineral", "climate_burden"], ["year", 2021], ["Ilmenium", figure]])
        assert imported(file, atlantis, "--source", source, "--write", *words).code == 0
        assert table.read_bytes().startswith(b"\xef\xbb\xbf") == (figure > 33)
