"""A cell of a CSV file that no spreadsheet evaluates (OWASP, CSV injection), and the way back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.text.spreadsheet import neutral, stated


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://evil","x")', '\'=HYPERLINK("http://evil","x")'),
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("\t=1", "\t'=1"),
        ("a;=1+1", "a;'=1+1"),
        ("a\n=1+1", "a\n'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
    ],
)
def test_a_text_that_would_be_evaluated_gets_an_apostrophe(text: str, cell: str) -> None:
    assert neutral(text) == cell
    assert stated(cell) == text


@pytest.mark.parametrize(
    "text", ["-1.78", "+3", "-1e-5", "-.5", "", "-", "–", "a-b", "it's", "'tis", "a = b", "reported;clipped"]
)
def test_a_number_and_a_plain_text_stay(text: str) -> None:
    assert neutral(text) == text
    assert stated(text) == text


@given(st.text(alphabet="=+-@'；;,ab1\t\r\n ＝\"", max_size=12))
def test_every_text_comes_back(text: str) -> None:
    assert stated(neutral(text)) == text
