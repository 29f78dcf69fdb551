"""The governance indicators: the layouts of two updates, estimates that can be, and economies that are countries."""

import pytest

from criticality.errors import InputError
from criticality.refresh.wgi import read_wgi

SHEET = [
    "ID variable (economy code/ gov. dimension/ year)",
    "Economy (code)",
    "Economy (name)",
    "Year",
    "Governance dimension",
    "Governance estimate (approx. -2.5 to +2.5)",
    "Governance score (0-100)",
]


def sheet(*rows, indicator="rl"):
    return [SHEET, *([f"{c}{indicator}{y}", c, "Somewhere", y, indicator, e, 50] for c, y, e in rows)]


def values(release):
    return {(row["country"], row["indicator"], row["year"]): row["value"] for row in release.rows}


@pytest.mark.parametrize("code", ["TW", "twn", "Taiwan", "TWN1", ""])
def test_what_is_no_code_of_three_letters_is_refused(wgi, code):
    (problem,) = wgi.problems(wgi.row("JPN", "1"), wgi.row(code, "1.3"))
    assert (problem.line, problem.where) == (3, "code")


def test_a_region_is_left_out_by_name(wgi):
    release = wgi.read(wgi.row("JPN", "1"), wgi.row("EUU", "0.5"))
    assert list(values(release)) == [("JPN", "rl", "2024")]
    assert "EUU: no country of ISO 3166, rows: 1" in release.left_out


@pytest.mark.parametrize(
    ("estimate", "said"),
    [("71.2", "beyond -5 to 5"), ("-6", "beyond -5 to 5"), ("nan", "no number"), ("1e999", "no finite number")],
)
def test_estimates_that_cannot_be_are_refused(wgi, estimate, said):
    (problem,) = wgi.problems(wgi.row("JPN", "1"), wgi.row("KOR", estimate))
    assert (problem.line, said in problem.message) == (3, True)


@pytest.mark.parametrize("nothing", ["..", "", "#N/A", "NA"])
def test_empty_estimates_are_left_out_and_counted(wgi, nothing):
    release = wgi.read(wgi.row("JPN", "1"), wgi.row("KOR", nothing))
    assert list(values(release)) == [("JPN", "rl", "2024")]
    assert "empty estimates: 1" in release.left_out


def test_two_estimates_of_one_economy_and_year_are_refused_with_both_lines(wgi):
    (problem,) = wgi.problems(wgi.row("JPN", "1.2"), wgi.row("KOR", "1"), wgi.row("JPN", "1.1"))
    assert (problem.line, "the first is line 2" in problem.message) == (4, True)


def test_the_old_and_the_new_code_of_a_country_are_one_country(wgi):
    (problem,) = wgi.problems(wgi.row("ROM", "0.3"), wgi.row("ROU", "0.4"))
    assert "a second row for ROU" in problem.message


@pytest.mark.parametrize("code", ["2024", "2024.0"])
def test_years_may_be_decimals_and_indicators_capitals(wgi, code):
    assert values(wgi.read(wgi.row("JPN", "1", year=code, indicator="CC"))) == {("JPN", "cc", "2024"): "1"}


def test_the_workbook_of_2025_is_read_sheet_by_sheet(wgi):
    sheets = {
        "Introduction": [["text"]],
        "va": sheet(("TWN", 2024, 1.1), indicator="va"),
        "RL ": sheet(("TWN", 2024, 1)),
    }
    (release,) = read_wgi(wgi.book(sheets))
    assert values(release) == {("TWN", "va", "2024"): "1.1", ("TWN", "rl", "2024"): "1"}
    assert "the indicator cc" in release.left_out


def test_a_workbook_under_the_name_of_a_csv_file_is_still_a_workbook(wgi):
    (release,) = read_wgi(wgi.book({"rl": sheet(("TWN", 2024, 1))}, "wgidataset.csv"))
    assert values(release) == {("TWN", "rl", "2024"): "1"}


def test_one_sheet_saved_alone_is_read_where_it_names_the_indicator(wgi):
    header = ",".join(f'"{name}"' for name in SHEET)
    assert values(wgi.read("x,TWN,Taiwan,2024,rl,1.3,80\n", header=header)) == {("TWN", "rl", "2024"): "1.3"}


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"rl": sheet(("TWN", 2024, 71.2))}, "sheet rl, estimate"),
        ({"rl": [["A title"], *sheet(("TWN", 2024, 1))]}, "the header of the sheet 'rl' is row 2"),
        ({"rl": []}, "the sheet 'rl' is empty"),
        ({"Introduction": [["x"]], "VoiceandAccountability": [["x"]]}, "as it was until 2023"),
    ],
)
def test_workbooks_that_are_no_release_are_refused(wgi, sheets, said):
    with pytest.raises(InputError, match=said):
        read_wgi(wgi.book(sheets))


def test_nothing_refused_reaches_the_table(wgi, import_into, workspace):
    before = (workspace / "data" / "governance.csv").read_bytes()
    wgi.problems(wgi.row("JPN", "1"), wgi.row("KOR", "71"))
    assert "lies beyond" in import_into("wgi", wgi.folder / "wgidataset.csv", "--write")
    assert (workspace / "data" / "governance.csv").read_bytes() == before
