"""Formulas of Excel as OpenDocument writes them."""

import pytest

from criticality.spreadsheets.formulas import open_formula, reference


@pytest.mark.parametrize(
    ("excel", "opened"),
    [
        ("IF(A1>0,1/A1,1)", "of:=IF([.A1]>0;1/[.A1];1)"),
        ("'1 a,b'!$C$7&\" / 3, A1\"", "of:=[$'1 a,b'.$C$7]&\" / 3, A1\""),
        ("SUMPRODUCT(($A$1:$A$9='x!y'!E5)*$B$1:$B$9)", "of:=SUMPRODUCT(([.$A$1:.$A$9]=[$'x!y'.E5])*[.$B$1:.$B$9])"),
        ('COUNTIF(G12:G14,">0")', 'of:=COUNTIF([.G12:.G14];">0")'),
        ("A1&CHAR(10)&LN(2)", "of:=[.A1]&CHAR(10)&LN(2)"),
        ('IF(A1="say ""B2"", x",1,2)', 'of:=IF([.A1]="say ""B2"", x";1;2)'),
    ],
)
def test_a_formula_keeps_its_texts_and_names_its_cells_anew(excel: str, opened: str) -> None:
    assert open_formula(excel) == opened


def test_a_range_of_another_sheet_names_the_sheet_once() -> None:
    assert reference("calculation!$B$12:$D$12") == "[$calculation.$B$12:.$D$12]"
