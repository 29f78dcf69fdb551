"""Workbooks of others: read within limits, refused in a sentence, never evaluated."""

# Holds: spreadsheets/reading/unpacking.py, spreadsheets/reading/contents.py, spreadsheets/reading/sheet_cells.py,
# spreadsheets/reading/xlsx_cells.py, spreadsheets/reading/ods_cells.py,
# spreadsheets/reading/spots.py.

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from criticality.spreadsheets.reading import sheet_cells, typed_figures, unpacking
from criticality.spreadsheets.reading.contents import ReadBook, ReadCell, shortest
from criticality.spreadsheets.reading.number_formats import look_of
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.reading.unpacking import Unreadable

MIME = "application/vnd.oasis.opendocument.spreadsheet"
TABLE = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{}</o:document-content>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return held.getvalue()


def ods(rows: str, **more: str) -> bytes:
    table = TABLE.format(f'<t:table t:name="a">{rows}</t:table>')
    return archive({"mimetype": MIME, "content.xml": table, **more})


def xlsx(rows: str, strings: str = "", book: str = "") -> bytes:
    return archive(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{book}<sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def cells(content: bytes, tmp_path: Path) -> Mapping[tuple[int, int], ReadCell]:
    return whole(content, tmp_path).sheets[0].cells


def whole(content: bytes, tmp_path: Path) -> ReadBook:
    path = tmp_path / "a.bin"  # the content says what a file is, not its name
    path.write_bytes(content)
    return read_book(path)


def refusal(content: bytes, tmp_path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        whole(content, tmp_path)
    return caught.value.message.code


BOMB = "<!DOCTYPE a [<!ENTITY b 'cccccccccc'>]>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheets.empty"),
        (b"\0\0\0\0\0\0\0\0\0", "sheets.empty"),
        (b"name,answer\n", "sheets.no_workbook"),
        (b"%PDF-1.7", "sheets.pdf"),
        (b"{\\rtf1", "sheets.document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheets.old_or_locked"),
        (b"PK\x03\x04 and no more", "sheets.broken_archive"),
        (archive({"a.txt": "b"}), "sheets.no_workbook"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "sheets.document"),
        (archive({"mimetype": MIME, "content.xml": "<a>"}), "sheets.no_xml"),
        (archive({"mimetype": MIME, "content.xml": '<?xml version="1.0" encoding="UTF88"?><a/>'}), "sheets.no_xml"),
        (archive({"mimetype": MIME, "content.xml": f"{BOMB}<a>&b;</a>"}), "sheets.declares"),
        (ods("", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "sheets.locked"),
        (ods("<t:table-row/>")[:-60], "sheets.broken_archive"),
        (xlsx('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "sheets.cell_twice"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(content: bytes, code: str, tmp_path: Path) -> None:
    assert refusal(content, tmp_path) == code


def test_a_folder_or_no_file_at_all_is_said(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "sheets.folder"), (tmp_path / "b.ods", "sheets.no_file")):
        with pytest.raises(Unreadable) as caught:
            read_book(path)
        assert caught.value.message.code == code


def test_a_bomb_is_unpacked_no_further_than_the_limit(tmp_path: Path) -> None:
    row = "<t:table-row/>" + " " * 1000
    content = ods(row * 20_000)
    assert len(content) < 1_000_000
    assert refusal(content, tmp_path) == "sheets.unpacked"


def test_a_file_of_too_many_bytes_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 100)
    assert refusal(ods("<t:table-row/>"), tmp_path) == "sheets.too_large"


def test_too_many_parts_cells_or_characters_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = "<t:table-row><t:table-cell><x:p>abc</x:p></t:table-cell></t:table-row>"
    monkeypatch.setattr(sheet_cells, "MOST_CHARACTERS", 8)
    assert refusal(ods(filled * 3), tmp_path) == "sheets.too_much_text"
    monkeypatch.setattr(unpacking, "MOST_PARTS", 1)
    assert refusal(ods(filled), tmp_path) == "sheets.too_many_parts"


def test_a_cell_repeated_a_million_times_is_counted_before_it_is_made(tmp_path: Path) -> None:
    row = '<t:table-row t:number-rows-repeated="1000000"><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>'
    assert refusal(ods(row), tmp_path) == "sheets.too_many_cells"


def test_empty_rows_and_columns_are_passed_over_however_many(tmp_path: Path) -> None:
    rows = (
        '<t:table-row t:number-rows-repeated="1048570"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
        '<t:table-row><t:table-cell t:number-columns-repeated="3"/><t:table-cell><x:p>a<x:s x:c="2"/>b</x:p>'
        "<x:p>c</x:p></t:table-cell></t:table-row>"
    )
    assert {place: cell.text for place, cell in cells(ods(rows), tmp_path).items()} == {(1048571, 4): "a  b\nc"}


def test_an_annotation_of_a_cell_is_no_part_of_its_text(tmp_path: Path) -> None:
    noted = "<o:annotation><x:p>a note</x:p></o:annotation><x:p>3</x:p>"
    row = f"<t:table-row><t:table-cell>{noted}</t:table-cell></t:table-row>"
    assert cells(ods(row), tmp_path)[1, 1].text == "3"


def test_shared_texts_are_read_without_marks_of_pronunciation(tmp_path: Path) -> None:
    strings = "<si><t>plain_xD800_</t></si><si><r><t>二</t></r><r><t> 段_x000D_</t></r><rPh><t>ni</t></rPh></si>"
    rows = '<row r="2"><c r="B2" t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>7</v></c></row>'
    found = cells(xlsx(rows, strings), tmp_path)
    assert {place: cell.text for place, cell in found.items()} == {(2, 2): "二 段\r", (2, 3): "plain\ufffd"}


def test_formulas_errors_and_truths_are_read_as_what_was_worked_out(tmp_path: Path) -> None:
    rows = (
        '<row><c t="str"><f>A9</f><v>said</v></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c>'
        '<c t="inlineStr"><is><t>in line</t></is></c><c><v>1e3</v></c><c><v>nan</v></c></row>'
    )
    found = [cells(xlsx(rows), tmp_path)[1, column] for column in range(1, 7)]
    assert [cell.text for cell in found] == ["said", "#REF!", "TRUE", "in line", "1000", "nan"]
    assert found[0].formula == "A9"
    assert found[5].number is None


def test_a_day_is_counted_from_the_day_that_the_workbook_says(tmp_path: Path) -> None:
    row = "<row><c><v>46356</v></c></row>"
    usual = whole(xlsx(row), tmp_path)
    assert usual.day_of(usual.sheets[0].cells[1, 1]) == date(2026, 11, 30)
    later = whole(xlsx("<row><c><v>44894</v></c></row>", book='<workbookPr date1904="1"/>'), tmp_path)
    assert later.day_of(later.sheets[0].cells[1, 1]) == date(2026, 11, 30)
    assert later.day_of(ReadCell("x")) is None
    assert later.day_of(ReadCell("1e12", 1e12)) is None


def test_a_number_is_written_in_its_shortest_form() -> None:
    assert [shortest(number) for number in (3.0, 0.1, 1e22)] == ["3", "0.1", "1e+22"]


# ── what nobody sees, and how numbers are shown ──────────────────────────────


def test_formats_hidden_rows_and_merged_cells_are_read_of_an_xlsx(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for place, value, shape in (
        ("A1", 0.12, "0 %"),
        ("B1", 45, "yyyy-mm-dd"),
        ("C1", 3, '0.0 "days"'),
        ("D1", True, ""),
    ):
        sheet[place] = value
        sheet[place].number_format = shape or "General"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A2:B3")
    made.create_sheet("second").sheet_state = "veryHidden"
    made.save(tmp_path / "a.xlsx")
    first, second = read_book(tmp_path / "a.xlsx").sheets
    assert [first.cells[1, column].shape for column in range(1, 5)] == ["percent", "date", "worded", "truth"]
    assert (first.hidden_rows, first.hidden_columns, first.merged) == (((4, 4),), ((2, 2),), (((2, 1), (3, 2)),))
    assert (first.hidden, second.hidden) == (False, True)


FORMATS = {
    "": ("General", "G/通用格式", "0.00", "#,##0", "0.00E+00", "#,##0.00_);[Red](#,##0.00)", "# ?/?", "[$-404]0", "@"),
    "scaled": ("#,##0,", '0.0,,"百萬"'),
    "worded": ('0.0"萬"', '0.0"千"', '"NT$"#,##0', "[$NT$-404]#,##0", "$#,##0", "0\\億", '0.0"%"'),
}


def test_a_format_that_shows_a_unit_or_leaves_thousands_out_is_known() -> None:
    """Formats as Excel and LibreOffice write them (ECMA-376, 18.8.31)."""
    assert {
        shape: [code for code in codes if look_of(code, 12.0).shape != shape] for shape, codes in FORMATS.items()
    } == {
        "": [],
        "scaled": [],
        "worded": [],
    }


def test_formats_of_an_ods_are_those_of_its_styles_and_columns(tmp_path: Path) -> None:
    styles = (
        '<t:number-style t:name="N1"><t:number/><t:text>萬</t:text></t:number-style>'
        '<t:number-style t:name="N2"><t:number t:display-factor="1000"/></t:number-style>'
        '<t:number-style t:name="N3"><t:number/><t:text> </t:text><t:map t:apply-style-name="N1"/></t:number-style>'
        '<t:style t:name="ce1" t:data-style-name="N1"/><t:style t:name="ce2" t:data-style-name="N2"/>'
        '<t:style t:name="ce3" t:data-style-name="N3"/>'
    )
    cell = '<t:table-cell {}o:value-type="float" o:value="3"/>'
    table = (
        f'{styles}<t:table t:name="a"><t:table-column t:number-columns-repeated="3"/>'
        '<t:table-column t:default-cell-style-name="ce2"/><t:table-row>'
        + "".join(cell.format(style) for style in ('t:style-name="ce1" ', "", 't:style-name="ce3" ', ""))
        + "</t:table-row></t:table>"
    )
    found = whole(archive({"mimetype": MIME, "content.xml": TABLE.format(table)}), tmp_path).sheets[0]
    assert [found.cells[1, column].shape for column in range(1, 5)] == ["worded", "", "worded", "scaled"]


def test_formats_hidden_rows_and_merged_cells_are_read_of_an_ods(tmp_path: Path) -> None:
    table = (
        '<o:style o:name="ta2"><o:table-properties t:display="false"/></o:style>'
        '<t:table t:name="a" t:style-name="ta2"><t:table-column/><t:table-column t:visibility="collapse" '
        't:number-columns-repeated="2"/>'
        '<t:table-row><t:table-cell o:value-type="percentage" o:value="0.12"/>'
        '<t:table-cell o:value-type="boolean"><x:p>TRUE</x:p></t:table-cell></t:table-row>'
        '<t:table-row t:visibility="filter" t:number-rows-repeated="3"><t:table-cell t:number-columns-spanned="2"/>'
        "</t:table-row></t:table>"
    )
    found = whole(archive({"mimetype": MIME, "content.xml": TABLE.format(table)}), tmp_path).sheets[0]
    assert [found.cells[1, column].shape for column in (1, 2)] == ["percent", "truth"]
    assert (found.hidden_rows, found.hidden_columns) == (((2, 4),), ((2, 3),))
    assert (found.hidden, found.merged) == (True, (((2, 1), (2, 2)),))


@pytest.mark.parametrize(
    ("typed", "cause"),
    [("12 %", "unit"), ("US$ 5", "unit"), ("1,234", "thousands"), ("12,5", "decimal_comma"), ("１２．５", "full_width"),
     ("−0.9", "full_width"), ("2024/9/15", "date"), ("Sep-15", "date"), ("2024年9月", "date"), ("5-10", "bound"),
     ("~5", "bound"), ("abc", "no_number"), ("1e400", "no_number")],
)  # fmt: skip
def test_what_is_typed_beside_a_figure_is_told_apart(typed: str, cause: str) -> None:
    found = typed_figures.figure_of(ReadCell(typed))
    assert isinstance(found, typed_figures.Fault)
    assert found.cause == cause


def test_no_figure_is_none_and_never_zero() -> None:
    assert [typed_figures.figure_of(cell) for cell in (None, ReadCell("n/a"), ReadCell("無資料"), ReadCell("–"))] == [
        None
    ] * 4
    assert typed_figures.figure_of(ReadCell("0", 0.0)) == 0.0
    assert typed_figures.figure_of(ReadCell(" 1.2e3 ")) == 1200.0
