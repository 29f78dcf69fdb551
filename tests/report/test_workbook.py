"""The workbook beside the pages: both languages, numbers as numbers, nothing that acts, the same bytes."""

# Holds: report/workbook_sheets.py, report/workbook_parts/figure_formats.py.

import io
import math
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from sample_record import sample_record

from criticality.report.catalogue import read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.workbook import WORKBOOKS, Names, workbook_bytes, write_workbooks
from criticality.report.workbook_parts.figure_formats import SHARE, formats_of_figures
from criticality.report.workbook_parts.in_words import data_in_words
from criticality.spreadsheets.looks import LONGEST
from criticality.spreadsheets.reading.contents import ReadCell
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.table_book import inert, sheet_names
from criticality.text.wide import cells


def opened(record: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(record)))


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_probability_is_never_shown_as_0_or_100_per_cent() -> None:
    record = sample_record(robustness=True)
    form = '[>0.9995]"> 99.7 %";[<0.0005]"< 0.3 %";0.0 %'  # of 1,000 draws
    book = opened(record)
    for title, head in (("排名 Ranking", "P(listed)"), ("排名可接受度 Acceptability", "Share")):
        (column,) = [cell.column for cell in book[title][1] if str(cell.value).split("\n")[-1] == head]
        assert book[title].cell(2, column).number_format == form
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(record, "list.ods"))) as archive:
        content = archive.read("content.xml").decode()
    for test, shown in ((">0.9995", "> 99.7 %"), ("<0.0005", "< 0.3 %")):
        found = re.search(f'style:condition="value\\(\\){escape(test)}" style:apply-style-name="(\\w+)"', content)
        assert found
        assert f'"{found[1]}" style:volatile="true"><number:text>{escape(shown)}</number:text>' in content


def test_sheets_of_results_sources_and_every_table_of_the_data() -> None:
    record = sample_record(robustness=True)
    book = opened(record)
    assert book.sheetnames[:15] == [
        "說明 About",
        "排名 Ranking",
        "計算 Calculation",
        "條件 Conditions",
        "貢獻 Contributions",
        "尺度 Scales",
        "專家判斷 Judgements",
        "權重 Weights",
        "各專家權重 Weights by judge",
        "一致性 Consistency",
        "共識 Consensus",
        "指標 Indicators",
        "方法 Methods",
        "排名可接受度 Acceptability",
        "各國官方清單 Official lists",
    ]
    assert book.sheetnames[15:17] == ["資料來源 Sources", "檢核 Checks"]
    data = book.sheetnames[17:-1]
    assert len(data) == len(record["inputs"]["data"])
    assert {"資料－各國清單 Official lists (data)", "資料－用途 Uses (data)"} <= set(data)
    assert [title for title in data if not title.startswith("資料－") or len(title) > 31] == []
    assert book.sheetnames[-1] == "_figures"
    tables = [sheet for sheet in book.worksheets if sheet.auto_filter.ref]
    filled = [sheet.title for sheet in book.worksheets if sheet.max_row > 1]
    kept = ("說明 About", "計算 Calculation", "_figures")
    assert [sheet.title for sheet in tables] == [name for name in filled if name not in kept]
    assert all(sheet.freeze_panes == "B2" for sheet in tables)


def test_figures_are_shown_with_decimals_by_their_size_and_no_share_as_nothing() -> None:
    rows: list[list[str | float]] = [
        ["", ""],
        [808727096.3333334, 1.4e-6],
        [76.651856, 0.9999],
        [0.46, 0.0],
        [2.0, 1.0],
    ]
    found = formats_of_figures(rows, (None, SHARE))
    assert {place: form for place, form in found.items() if place[1] == 1} == {(2, 1): "0", (3, 1): "0.00"}
    assert (found[2, 2].split(";")[0], found[3, 2].split(";")[0]) == ('[<0.0005]"< 0.1 %"', '[>0.9995]"> 99.9 %"')
    assert {place for place in found if place[1] == 2} == {(2, 2), (3, 2)}


def test_titles_stand_whole_above_their_sheets_and_every_sheet_is_told_on_the_first() -> None:
    record = sample_record(robustness=True, policy=True)
    record["inputs"]["assessment"]["title"] = {"en": "A list with a long title " * 4, "zh-Hant": "很長之標題" * 9}
    book = opened(record)
    assert book["說明 About"].row_dimensions[1].height > 4 * 20
    told = {row[0].value: row[1].value for row in book["說明 About"].iter_rows() if row[0].hyperlink}
    assert [name for name, holds in told.items() if not holds] == []
    words = read_catalogue(packaged_templates()["words.json"])
    sheets = {key.split(".")[1] for key in words if re.fullmatch(r"sheet\.\w+\.holds", key)}
    assert {"standings", "options", "by_subgroup"} <= sheets


def test_codes_of_the_data_are_in_words_in_the_workbook() -> None:
    record = sample_record()
    book = opened(record)
    uses = rows(book["資料－用途 Uses (data)"])
    assert "電力設備 Electrical equipment" in [row[uses[0].index("產業\nSector")] for row in uses[1:]]
    kinds = rows(book["尺度 Scales"])
    assert not re.fullmatch(r"[a-z_]+", str(kinds[1][kinds[0].index("指標\nIndicator")]))
    readers = Names(record).readers
    said = {
        ("production", "stage", "extraction"): "開採 extraction",
        ("export_restrictions", "measure", "ban"): "禁止出口 export ban",
        ("governance", "indicator", "cc"): "貪腐控制 control of corruption",
        ("production", "flag", "estimated;proxy"): "估計值 estimated; 替代指標 proxy",
        ("export_restrictions", "target", "all"): "所有國家 all countries",
        ("production", "mineral", "aurum"): "aurum",
    }
    for (table, column, code), words in said.items():
        assert data_in_words(readers, table, column, code) == words


def shown(cell: ReadCell) -> str:
    """What both kinds of workbook hold alike: openpyxl writes sixteen digits of a number."""
    return "a formula" if cell.formula is not None else cell.text if cell.number is None else f"{cell.number:.12g}"


def test_both_workbooks_hold_the_same_and_the_first_sheet_leads_to_every_other(tmp_path: Path) -> None:
    record = sample_record(robustness=True, policy=True)
    read = {}
    for name in WORKBOOKS:
        (tmp_path / name).write_bytes(workbook_bytes(record, name))
        sheets = read_book(tmp_path / name).sheets
        read[name] = [
            (sheet.name, sheet.hidden, {at: shown(cell) for at, cell in sheet.cells.items()}) for sheet in sheets
        ]
    assert read["list.xlsx"] == read["list.ods"]
    book = opened(record)
    links = [cell.hyperlink.location for (cell, *_) in book["說明 About"].iter_rows() if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames if name not in ("說明 About", "_figures")]


def test_every_sheet_prints_all_its_columns_on_a_page_and_shows_its_heads_whole() -> None:
    book = opened(sample_record(robustness=True, policy=True))
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.page_setup.fitToHeight == 0
    ranking = book["排名 Ranking"]
    assert ranking.print_title_rows == "$1:$1"
    for cell in ranking[1]:
        width = ranking.column_dimensions[cell.column_letter].width
        lines = sum(math.ceil(cells(line) / width) for line in str(cell.value).split("\n"))
        assert ranking.row_dimensions[1].height >= 15 * lines, cell.value


def test_scales_judgements_and_official_lists_have_sheets_in_words() -> None:
    record = sample_record()
    book = opened(record)
    head, first, *_ = rows(book["尺度 Scales"])
    told = dict(zip(head, first, strict=True))
    assert (told["0 對應\n0 at"], told["1 對應\n1 at"]) == (0.03, 0.56)
    assert told["方向\nDirection"] == "數值愈高愈關鍵 a higher value raises criticality"
    judged = rows(book["專家判斷 Judgements"])
    assert judged[1][7] == "Routes change in a year, refineries do not."
    assert judged[1][4] == "經濟重要性 Economic importance"
    lists = rows(book["各國官方清單 Official lists"])
    assert lists[0][3:] == ["Borduria", "Ruritania", "Sylvania", "Zubrowka"]
    tiers = {row[5] for row in rows(book["排名 Ranking"])[1:]}
    assert "critical" not in tiers
    assert {row[6] for row in rows(book["排名 Ranking"])[1:]} <= {"是 yes", "否 no"}


def test_names_of_sheets_are_made_such_that_a_workbook_takes_them() -> None:
    assert sheet_names(["a/b", "A b", "x" * 40, "x" * 40]) == ["a b", "A b 2", "x" * 31, "x" * 27 + " 2"]


def test_the_ranking_has_both_names_and_numbers_at_full_precision() -> None:
    record = sample_record()
    head, first, *_ = rows(opened(record)["排名 Ranking"])
    top = record["result"]["ranking"][0]
    assert head[:5] == [
        "礦產代碼\nMineral",
        "中文名稱\nChinese name",
        "英文名稱\nEnglish name",
        "排名\nRank",
        "總分\nScore",
    ]
    assert first[0] == top["mineral"]
    assert first[4] == top["score"]
    assert opened(record)["排名 Ranking"]["E2"].number_format == "0.0000"


def test_an_absent_number_is_an_empty_cell_and_never_zero() -> None:
    record = sample_record()
    weak = record["result"]["ranking"][-1]["mineral"]
    (row,) = [row for row in rows(opened(record)["排名 Ranking"]) if row[0] == weak]
    assert row[3] is None
    assert row[4] is None


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://example.org")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_could_be_a_formula_is_neutralised(text: str) -> None:
    assert inert(text).startswith("'")
    record = sample_record()
    record["inputs"]["data"]["minerals"]["rows"][0][7] = text
    record["inputs"]["sources"]["office"]["title"] = text
    book = opened(record)
    pages = [sheet for sheet in book.worksheets if sheet.title != "計算 Calculation"]
    assert all(cell.data_type != "f" for sheet in pages for row in sheet.iter_rows() for cell in row)


def test_what_no_cell_can_hold_is_marked() -> None:
    assert inert("bad\x00text\x1f") == "bad[U+0000]text[U+001F]"
    assert inert("長" * 40_000) == "長" * LONGEST + "…"
    assert inert(-1.5) == -1.5
    assert inert(True) is True


def test_illustrative_weights_are_said_on_the_first_sheet() -> None:
    said = str(rows(opened(sample_record())["說明 About"]))
    assert "僅供示範" in said
    assert "illustrative" in said
    assert "illustrative" not in str(rows(opened(sample_record(weights="equal"))["說明 About"]))


def test_the_same_record_gives_the_same_bytes_and_the_run_s_date(tmp_path: Path) -> None:
    record = sample_record()
    content = workbook_bytes(record)
    made = {name: workbook_bytes(record, name) for name in WORKBOOKS}
    assert [path.read_bytes() for path in write_workbooks(made, tmp_path)] == [
        workbook_bytes(record, name) for name in WORKBOOKS
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.ods", "list.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 0, 0, 0)}
    book = opened(record)
    assert book.properties.modified.replace(tzinfo=UTC) == datetime(2026, 11, 23, tzinfo=UTC)
    assert book.properties.created.replace(tzinfo=UTC) == datetime(2026, 11, 23, tzinfo=UTC)


def test_the_sheets_that_the_printed_list_points_to_hold_what_it_leaves_out() -> None:
    record = sample_record(robustness=True, policy=True)
    book = opened(record)
    held = [row["because"] for row in record["result"]["ranking"]]
    assert len(rows(book["條件 Conditions"])) == 1 + sum(map(len, held))
    assert len(rows(book["貢獻 Contributions"])) == 1 + len(record["result"]["contributions"])
    policy = record["result"]["policy"]
    levers = rows(book["政策工具 Levers"])
    assert len(levers) == 1 + sum(map(len, policy["levers"].values()))
    head, first = levers[0], levers[3]
    told = dict(zip(head, first, strict=True))
    assert told["所需幅度\nNeeded"] == 0.1731
    assert told["上限\nLimit"] == 0.7625
    assert told["來源\nSources"] == "mines_2024"
    assert len(rows(book["儲備 Stocks"])) == 1 + sum(row is not None for row in policy["disruption"].values())
    offers = rows(book["夥伴國 Partners"])
    assert len(offers) == 1 + sum(len(page["minerals"]) for page in policy["partners"])


def test_a_country_nobody_is_pointed_to_is_no_partner_in_the_workbook_either() -> None:
    record = sample_record(policy=True)
    table = record["inputs"]["data"]["countries"]
    table["columns"] += ["print", "print_because"]
    table["rows"] = [[*row, "yes", ""] for row in table["rows"]]
    table["rows"].append(["SYL", "Sanctionia", "受制裁國", False, "", "no", "Under sanctions."])
    assert "SYL" not in {row[3] for row in rows(opened(record)["夥伴國 Partners"])}


def test_every_sheet_that_the_pages_name_is_there_in_both_languages() -> None:
    record = sample_record(robustness=True, policy=True)
    names = set(opened(record).sheetnames)
    template = packaged_templates()["annexes.html"]
    named = re.search(r"for name in \(([^)]*)\)", template[template.index("evidence-workbook") :])
    assert named
    words = read_catalogue(packaged_templates()["words.json"])
    for code in re.findall(r'"(\w+)"', named[1]):
        texts = words[f"sheet.{code}"]
        assert f"{texts['zh-Hant']} {texts['en']}"[:31] in names


def test_every_cell_that_is_no_plain_figure_has_its_marks_and_note_in_the_workbook() -> None:
    record = sample_record(minerals=30, criteria=9)
    head, *body = rows(opened(record)["指標 Indicators"])
    flags = head.index("註記\nMark")
    words = read_catalogue(packaged_templates()["words.json"])

    def said(flag: str) -> str:
        return "; ".join(" ".join(words[f"flag.{code}"][tag] for tag in ("zh-Hant", "en")) for code in flag.split(";"))

    marked = [said(cell["flag"]) for cell in record["result"]["indicators"] if cell["flag"] != "reported"]
    assert sorted(row[flags] for row in body if row[flags] not in (None, "公布值 reported")) == sorted(marked)
