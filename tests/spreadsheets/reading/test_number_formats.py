"""What a reader of a spreadsheet sees of a number, and what the cell holds: told apart by the format of the cell."""

# Holds: spreadsheets/reading/ods_styles.py, spreadsheets/reading/letters.py.

from pathlib import Path

import pytest

from criticality.spreadsheets.reading.contents import ReadCell
from criticality.spreadsheets.reading.number_formats import look_of
from criticality.spreadsheets.reading.typed_figures import Fault, figure_of
from spreadsheets.reading.test_read import MIME, TABLE, archive, cells, whole, xlsx

OTHERWISE = {
    "a bound by format": ('"<"0', 5, "<5"),
    "an estimate by format": ('"約"0', 12, "約12"),
    "a footnote by format": ('0.0"*"', 12.3, "12.3*"),
    "ten thousands by a point among the digits": ("0!.0,", 980_000, "98.0"),
    "the same with an escaped point": ("0\\.0,", 980_000, "98.0"),
    "two noughts that the cell does not hold": ('0"00"', 98, "9800"),
    "a digit before the figure": ('"1"0', 98, "198"),
    "a minus that the cell does not hold": ("-0", 98, "-98"),
    "a positive figure in brackets": ("(0)", 98, "(98)"),
    "a negative figure without its sign": ("0;[Red]0", -98, "98"),
    "a word in place of a figure": ('[<100]"low";0', 98, "low"),
    "n/a in place of 0": ('0;-0;"n/a"', 0, "n/a"),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_format_that_shows_another_figure_than_the_cell_holds_is_told(name: str) -> None:
    code, held, shown = OTHERWISE[name]
    look = look_of(code, float(held))
    assert (look.shape, look.shown) == ("otherwise", shown)


ALIKE = (
    "General", "@", "0.00E+00", "# ?/?", "# ##0", "#,##0.00_);(#,##0.00)", "#,##0_ ;-#,##0\\ ", "0;[Red]-0",
    "+0.0;-0.0",
    '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', "[DBNum1][$-404]General", '#,##0;"▲"#,##0', "[Blue]0;(0)",
)  # fmt: skip


@pytest.mark.parametrize("code", ALIKE)
def test_a_format_that_shows_the_figure_itself_is_nothing_to_tell(code: str) -> None:
    assert [look_of(code, number).shape for number in (98.0, -98.0)] == ["", ""]


@pytest.mark.parametrize(
    ("code", "shape"), [("0;-0;;@", "unseen"), ('0;-0;"-"', "dash"), ("0", ""), ("mm", "date"), ("e", "date")]
)
def test_a_nought_that_is_hidden_or_shown_as_a_dash_is_known(code: str, shape: str) -> None:
    assert look_of(code, 0.0).shape == shape


def test_a_format_with_conditions_shows_each_figure_in_its_own_unit() -> None:
    code = '[>=100000000]0.0,,"億";[>=10000]0.0,"萬";0"元"'
    assert [look_of(code, number).unit for number in (3e8, 5e4, 12.0)] == ["億", "萬", "元"]


PER_CENT = (
    '<t:percentage-style t:name="P1"><t:number/><t:text>%</t:text></t:percentage-style>'
    '<t:date-style t:name="D1"><t:year/></t:date-style>'
    '<t:number-style t:name="W1"><t:text>-</t:text><t:number/><t:map t:condition="value()&gt;=0" '
    't:apply-style-name="W2"/></t:number-style><t:number-style t:name="W2"><t:number t:decimal-places="1"/>'
    "</t:number-style>"
    '<t:style t:name="named" t:data-style-name="P1"/><t:style t:name="child" t:parent-style-name="named"/>'
    '<t:style t:name="day" t:data-style-name="D1"/><t:style t:name="plain" t:data-style-name="W1"/>'
)


@pytest.mark.parametrize(
    ("where", "shapes"),
    [("cell", ["percent", "", ""]), ("row", ["percent", "percent", ""]), ("column", ["percent", "", "percent"])],
)
def test_percentages_of_an_ods_are_known_by_cell_row_and_column(where: str, shapes: list[str], tmp_path: Path) -> None:
    """Styles that stand in styles.xml and are inherited, as other programs than LibreOffice write them."""
    style = {where: 't:default-cell-style-name="child" '}
    first = 't:style-name="child" ' if where == "cell" else ""
    number = '<t:table-cell {}o:value-type="float" o:value="0.8"/>'
    table = (
        f'<t:table t:name="a"><t:table-column {style.get("column", "")}/><t:table-column/>'
        f"<t:table-row {style.get('row', '')}>{number.format(first)}{number.format('')}</t:table-row>"
        f"<t:table-row>{number.format('')}</t:table-row></t:table>"
    )
    parts = {"mimetype": MIME, "styles.xml": TABLE.format(PER_CENT), "content.xml": TABLE.format(table)}
    found = whole(archive(parts), tmp_path).sheets[0].cells
    assert [found[place].shape for place in ((1, 1), (1, 2), (2, 1))] == shapes


def test_days_and_signs_of_an_ods_are_known_by_their_formats(tmp_path: Path) -> None:
    row = "".join(
        f'<t:table-cell t:style-name="{style}" o:value-type="float" o:value="{held}"/>'
        for style, held in (("day", 45000), ("plain", -3), ("plain", 3))
    )
    table = f'{PER_CENT}<t:table t:name="a"><t:table-row>{row}</t:table-row></t:table>'
    found = whole(archive({"mimetype": MIME, "content.xml": TABLE.format(table)}), tmp_path).sheets[0].cells
    assert [found[1, column].shape for column in (1, 2, 3)] == ["date", "", ""]
    assert found[1, 1].text == "2023-03-15"


def test_a_raised_footnote_is_no_digit_of_the_figure(tmp_path: Path) -> None:
    raised = '<r><t>98</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    strings = f"<si>{raised}</si><si><r><rPr><strike/></rPr><t>9</t></r><r><t>8</t></r></si>"
    rows = f'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is>{raised}</is></c></row>'
    found = cells(xlsx(rows, strings), tmp_path)
    faults = [figure_of(found[1, column]) for column in (1, 2, 3)]
    assert [fault.cause for fault in faults if isinstance(fault, Fault)] == ["footnote", "struck", "footnote"]
    assert found[1, 1].text == "98¹"


def test_a_raised_footnote_of_an_ods_is_no_digit_and_what_is_struck_is_known(tmp_path: Path) -> None:
    styles = (
        '<t:style t:name="T1"><t:text-properties t:text-position="super 58%"/></t:style>'
        '<t:style t:name="T2"><t:text-properties t:text-line-through-style="solid"/></t:style>'
    )
    row = (
        '<t:table-cell><x:p>98<x:span x:style-name="T1">1</x:span></x:p></t:table-cell>'
        '<t:table-cell t:style-name="T2" o:value-type="float" o:value="5"><x:p>5</x:p></t:table-cell>'
    )
    table = f'{styles}<t:table t:name="a"><t:table-row>{row}</t:table-row></t:table>'
    found = whole(archive({"mimetype": MIME, "content.xml": TABLE.format(table)}), tmp_path).sheets[0].cells
    assert (found[1, 1].text, found[1, 2].struck) == ("98¹", True)


@pytest.mark.parametrize(
    ("typed", "cause", "write"),
    [("12.3*", "footnote", "12.3"), ("12.3¹", "footnote", "12.3"), ("12 (註1)", "footnote", "12"),
     ("0（估計）", "footnote", "0"), ("12\u200b", "invisible", "12"), ("12 (kg)", "unit", "12")],
)  # fmt: skip
def test_a_mark_behind_a_figure_is_called_a_mark_and_never_joined_to_it(typed: str, cause: str, write: str) -> None:
    fault = figure_of(ReadCell(typed))
    assert isinstance(fault, Fault)
    assert (fault.cause, fault.hint.slots["write"]) == (cause, write)


def test_columns_of_no_width_and_folded_rows_count_as_hidden(tmp_path: Path) -> None:
    found = whole(xlsx('<row r="1" ht="0"><c><v>1</v></c></row>'), tmp_path).sheets[0]
    assert found.hidden_rows == ((1, 1),)
    row = "<t:table-row><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>"
    table = f'<t:table t:name="a">{row}<t:table-row-group t:display="false">{row}</t:table-row-group>{row}</t:table>'
    found = whole(archive({"mimetype": MIME, "content.xml": TABLE.format(table)}), tmp_path).sheets[0]
    assert found.hidden_rows == ((2, 2),)
