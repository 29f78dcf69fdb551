"""Release files that a spreadsheet, a broken download or a merge has changed: one problem that says what happened."""

import gzip
import io
import zipfile

import pytest

from criticality.errors import InputError
from criticality.refresh.baci import read_baci
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi

HEADER = "t,i,j,k,v,q\n"
ROW = "2023,152,490,283691,1000,5\n"
CODES = "country_code,country_iso3\n152,CHL\n490,S19\n"


def zipped(data):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.csv", data)
    return held.getvalue()


WHOLE = [
    (b"", "the file is empty"),
    (b"\xef\xbb\xbf\r\n\r\n", "the file is empty"),
    (gzip.compress(b"t,i,j,k,v,q"), "a gzip archive"),
    (zipped("t"), "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "the old kind"),
    (b"%PDF-1.7\n", "a PDF"),
    ((HEADER + ROW).encode("utf-16"), "UTF-16"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n", "pointer of Git LFS"),
    (b"<!DOCTYPE html>\n<html><body>Not found</body></html>", "a web page"),
    (b'{"error": "not found"}', "this is JSON"),
    (b"\x7fELF\x02\x01\x01\x80\x90\xff\xfe", "this is no text"),
]


@pytest.mark.parametrize(("data", "said"), WHOLE, ids=[said for _, said in WHOLE])
@pytest.mark.parametrize("reader", ["usgs", "baci", "codes", "wgi"])
def test_a_file_that_is_no_csv_text_is_called_what_it_is(tmp_path, reader, data, said):
    codes, baci = tmp_path / "country_codes_V202601.csv", tmp_path / "BACI_HS92_Y2023_V202601.csv"
    codes.write_text(CODES)
    baci.write_text(HEADER + ROW)
    path = {"baci": baci, "codes": codes}.get(reader, tmp_path / "release.csv")
    path.write_bytes(data)
    read = {"usgs": read_usgs_mcs, "wgi": read_wgi}.get(reader, lambda _: read_baci(baci, "TWN"))
    if reader == "wgi" and data.startswith(b"PK"):
        said = "the workbook cannot be read"
    with pytest.raises(InputError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint


def test_nul_bytes_are_told_with_their_line(baci):
    (problem,) = baci.problems("2023,152,490,283691,10,5", "2023,36,490,283691,\x00,5")
    assert (problem.line, "NUL bytes" in problem.message) == (3, True)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators_are_one_problem(usgs, baci, wgi, mark):
    world = "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value"
    for release, header in ((usgs, world), (baci, "t,i,j,k,v,q"), (wgi, "code,year,indicator,estimate")):
        (problem,) = release.problems(header=header.replace(",", mark))
        assert "the cells are separated by" in problem.message


def test_the_line_that_a_spreadsheet_needs_is_named(baci):
    (problem,) = baci.problems(HEADER.strip(), ROW.strip(), header="sep=,")
    assert "'sep=,'" in problem.message


def test_titles_above_the_header_are_told_with_the_line_of_the_header(baci):
    (problem,) = baci.problems("", HEADER.strip(), ROW.strip(), header="BACI of CEPII,,,,,")
    assert (problem.line, "the header is line 3: lines 1 to 2 stand above it" in problem.message) == (3, True)


def test_a_header_that_is_missing_is_told(baci):
    (problem,) = baci.problems(ROW.strip(), header=ROW.strip())
    assert "the header is missing" in problem.message


def test_a_header_with_a_column_twice_is_refused(baci):
    (problem,) = baci.problems("2023,152,490,283691,10,5,7", header="t,i,j,k,v,q,v")
    assert "'v' stands in the header twice" in problem.message


def test_a_header_with_blanks_of_other_kinds_is_read(baci):
    assert baci.trade("2023,152,490,283691,10,5", header="\ufefft,\u00a0i,j ,\u3000k,v,q")["import", "CHL"][1] == "5"


def test_empty_columns_at_the_end_of_header_and_rows_are_read(baci):
    assert baci.trade("2023,152,490,283691,10,5,,", header="t,i,j,k,v,q,,")["import", "CHL"][1] == "5"


def test_a_figure_beyond_the_columns_of_the_header_is_told(baci):
    (problem,) = baci.problems("2023,152,490,283691,10,5,7,", header="t,i,j,k,v,q,,")
    assert "beyond the 6 columns that the header names" in problem.message


def test_thousands_without_quotation_marks_are_one_problem_with_a_count(usgs):
    rows = [usgs.row("Spain", "82,700", year=str(year)).replace('"', "") for year in range(1990, 2020)]
    (problem,) = usgs.problems(*rows)
    assert problem.line == 2
    assert "13 cells, the header has 12 (the first of 30 such rows, the last is line 31)" in problem.message


def test_decimal_commas_are_one_problem(baci, wgi):
    (problem,) = baci.problems("2023,152,490,283691,1000,5,50,25")
    assert "8 cells, the header has 6" in problem.message
    (problem,) = wgi.problems(wgi.row("JPN", "1"), wgi.row("KOR", "0,9"))
    assert (problem.line, "12 cells, the header has 11" in problem.message) == (3, True)


def test_a_download_that_was_cut_short_is_told_at_its_last_line(usgs):
    row = usgs.row("Spain", "50")
    (problem,) = usgs.problems(usgs.row("Austria", "1"), row[:60])
    assert (problem.line, "it was cut short" in problem.message) == (3, True)
    (problem,) = usgs.problems(usgs.row("Austria", "1"), 'TUNGSTEN,World,"Tung')
    assert (problem.line, "a quotation mark" in problem.message) == (3, True)


def test_a_row_with_too_few_cells_inside_a_file_was_not_cut_short(baci):
    (problem,) = baci.problems("2023,152,490", "2023,36,490,283691,10,5")
    assert (problem.line, problem.message) == (2, "this row has 3 cells, the header has 6")


def test_a_file_without_a_line_end_is_read_and_told(usgs):
    path = usgs.write(usgs.row("Spain", "50"))
    assert not any("no line end" in said for said in read_usgs_mcs(path)[0].remarks)
    path.write_bytes(path.read_bytes().rstrip())
    assert any("no line end" in said for said in read_usgs_mcs(path)[0].remarks)


def test_a_quotation_mark_that_is_not_closed_hides_no_other_problem_behind_it(usgs):
    rows = [
        usgs.row("Austria", "1"),
        usgs.row("Spain", "2").replace("2025,2", '2025,"2'),
        usgs.row("Ruritania", "3,000"),
    ]
    (problem,) = usgs.problems(*rows)
    assert (problem.line, "is not closed" in problem.message) == (3, True)


def test_merge_marks_are_one_problem_and_the_two_versions_no_second_one(baci):
    (problem,) = baci.problems(
        "<<<<<<< ours", "2023,152,490,283691,10,5", "=======", "2023,152,490,283691,20,5", ">>>>>>> theirs"
    )
    assert (problem.line, "merge mark of Git" in problem.message) == (2, True)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Source,Country,Type,Prod_t_2022,Prod_t_est_2023,Reserves_t", "the USGS releases of 2022 to 2024"),
        ("SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024", "how the USGS released 2025"),
        ("DataSource,Year,USprod_t,Imports_t", "salient U.S. statistics"),
        ("Source,Year,State,State_Rank_prelim_2025", "table 3"),
    ],
)
def test_other_files_of_the_same_publisher_are_named(usgs, header, said):
    (problem,) = usgs.problems(header=header)
    assert said in problem.hint


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path):
    for path, said in ((tmp_path / "no.csv", "does not exist"), (tmp_path, "a folder")):
        for read in (read_usgs_mcs, read_wgi):
            with pytest.raises(InputError, match=said):
                read(path)


def test_line_ends_of_other_machines_are_read(usgs):
    path = usgs.write(usgs.row("Spain", "50"))
    for end in (b"\r\n", b"\r"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end))
        assert [row["value"] for row in read_usgs_mcs(path)[0].rows] == ["50"]


MCS_HEADER = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes"
)


def test_nameless_columns_of_the_header_alone_change_no_row(usgs):
    rows = usgs.production(usgs.row("Spain", "40"), usgs.row("World total", "40"), header=f"{MCS_HEADER},,")
    assert rows["ESP"][0] == "40"
    (problem,) = usgs.problems(
        usgs.row("Spain", "40"), usgs.row("Peru", "40").replace("40", "4,000"), header=f"{MCS_HEADER},,"
    )
    assert (problem.line, "13 cells" in problem.message) == (3, True)


def test_rows_that_are_all_too_short_are_told_once_and_not_as_cut(usgs):
    short = [usgs.row("Spain", value).rpartition(",")[0] + "\n" for value in ("1", "2", "3")]
    (problem,) = usgs.problems(usgs.row("Peru", "1"), *short)
    assert "the first of 3 such rows, the last is line 5" in problem.message
