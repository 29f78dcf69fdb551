"""Whatever bytes a release holds and whatever it is called: rows that the table may hold, or problems in sentences."""

import io
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from criticality.errors import InputError
from criticality.refresh.baci import read_baci
from criticality.refresh.changes import plan_changes
from criticality.refresh.reading.workbook import LARGEST
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi
from longer import examples

WITH_FOLDER = settings(
    max_examples=examples(80),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CODES = b"country_code,country_name,country_iso2,country_iso3\n152,Chile,CL,CHL\n490,Other,,S19\n36,Australia,AU,AUS\n"
MCS = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes\n"
    "TUNGSTEN,World Mine Production,Tungsten,Spain,Production,Mine production,metric tons,2025,"
    '"1,200",Estimated.,Yes,\n'
    "TUNGSTEN,World Mine Production,Tungsten,United States,Production,Mine production,metric tons,2025,W,,Yes,\n"
    "TUNGSTEN,World Mine Production,Tungsten,World total,Production,Mine production: rounded,metric tons,2025,"
    '"80,000",Excludes U.S. production—.,Yes,\n'
).encode("cp1252")
BACI = b"t,i,j,k,v,q\n2023,152,490,283691,1000.5,5.25\n2023,36,490,283691,10,NA\n2023,490,152,283691,7,0\n"
WGI = (
    b"codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper\n"
    b"TWNrl2024,TWN,Taiwan,2024,rl,1.25,0.1,9,50,40,60\nADOcc2023,ADO,Andorra,2023,cc,..,0.1,9,50,40,60\n"
)


def book():
    held, sheets = io.BytesIO(), Workbook()
    sheet = sheets.active
    sheet.title = "rl"
    sheet.append(["Economy (code)", "Economy (name)", "Year", "Governance estimate (approx. -2.5 to +2.5)"])
    sheet.append(["TWN", "Taiwan", 2024, 1.25])
    sheets.save(held)
    return held.getvalue()


GOOD = {"usgs": MCS, "baci": BACI, "codes": CODES, "wgi": WGI, "book": book()}


def held_to_the_promise(folder, reader, data):
    """Read the bytes: whatever comes out of it passes the schema of its table, or there are problems with hints."""
    codes, trade = folder / "country_codes_V202601.csv", folder / "BACI_HS92_Y2023_V202601.csv"
    codes.write_bytes(CODES)
    trade.write_bytes(BACI)
    path = {"baci": trade, "codes": codes, "book": folder / "a.xlsx"}.get(reader, folder / "a.csv")
    path.write_bytes(data)
    read = {"usgs": read_usgs_mcs, "wgi": read_wgi, "book": read_wgi}.get(reader)
    try:
        releases = read(path) if read else read_baci(trade, "TWN")
        for release in releases:
            plan_changes(folder, release)
            assert len(release.lines) == len(release.rows)
    except InputError as error:
        assert all(problem.hint and problem.line >= 1 for problem in error.problems)
        assert all("\n" not in problem.message for problem in error.problems)
        str(error).encode("utf-8")


READERS = sorted(GOOD)


@pytest.mark.parametrize("reader", READERS)
@WITH_FOLDER
@given(data=st.binary(max_size=400))
def test_random_bytes(tmp_path, reader, data):
    held_to_the_promise(tmp_path, reader, data)


@pytest.mark.parametrize("reader", READERS)
@WITH_FOLDER
@given(data=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_random_text_under_a_good_header(tmp_path, reader, data):
    header = GOOD[reader].split(b"\n", 1)[0] if reader != "book" else b""
    held_to_the_promise(tmp_path, reader, header + b"\n" + data.encode("utf-8"))


@pytest.mark.parametrize("reader", READERS)
@WITH_FOLDER
@given(seed=st.integers(0, 2**32), count=st.integers(1, 12))
def test_good_files_with_bytes_changed_lost_and_repeated(tmp_path, reader, seed, count):
    chance, data = random.Random(seed), bytearray(GOOD[reader])
    for _ in range(count):
        place = chance.randrange(len(data))
        done = chance.randrange(4)
        if done == 0:
            data[place] = chance.randrange(256)
        elif done == 1:
            del data[place : place + chance.randrange(1, 40)]
        elif done == 2:
            data[place:place] = data[place : place + chance.randrange(1, 80)]
        else:
            data[place:place] = chance.choice([b",", b'"', b"\n", b"\r", b";", b"\xa0", b"\x00", b"-", b"9" * 500])
        if not data:
            break
    held_to_the_promise(tmp_path, reader, bytes(data))


ODD = ("", "0", "-0", "nan", "inf", "1e309", "-1", "1e-320", "9" * 400, "1,5", "½", "٣", "=1+1", "a\nb", "﹣5", "W")
ODDER = ("..", "2024-01-01", "\ufffd", "\u202e", "0x10", "1_000", "+5", "\x1b[31m", "<<<<<<<", '"')
CELLS = st.sampled_from(ODD + ODDER) | st.text(max_size=12)


@pytest.mark.parametrize("reader", ["usgs", "baci", "codes", "wgi"])
@WITH_FOLDER
@given(cell=CELLS, place=st.integers(0, 11), row=st.integers(1, 3))
def test_any_figure_in_any_cell(tmp_path, reader, cell, place, row):
    text = cell.replace('"', '""').encode("utf-8", "replace").decode("utf-8")
    lines = GOOD[reader].decode("cp1252").splitlines()
    cells = lines[row % len(lines)].replace('"1,200"', "1200").replace('"80,000"', "80000").split(",")
    cells[place % len(cells)] = f'"{text}"'
    lines[row % len(lines)] = ",".join(cells)
    held_to_the_promise(tmp_path, reader, "\n".join(lines).encode("utf-8"))


def test_a_workbook_that_unpacks_to_a_great_size_is_refused(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as stream:
        for _ in range(LARGEST // (1 << 20) + 1):
            stream.write(bytes(1 << 20))
    path = tmp_path / "a.xlsx"
    path.write_bytes(held.getvalue())
    with pytest.raises(InputError, match="unpacked, the workbook has"):
        read_wgi(path)


UNREADABLE = {"locked by a password": (6, 8, 1), "packed in a way that Python does not know": (8, 10, 99)}


@pytest.mark.parametrize(("in_part", "in_index", "value"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_part_of_a_workbook_that_cannot_be_unpacked_is_refused(tmp_path, in_part, in_index, value):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/a.xml", "<c>1</c>")
    content = bytearray(held.getvalue())
    content[in_part] = content[content.index(b"PK\x01\x02") + in_index] = value
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no workbook"):
        read_wgi(path)


NAMES = [b"\xa4\xa4\xa4\xe5.csv", b"BACI_HS92_Y2023_V202601\xff.csv", "釋出.csv".encode(), b"a b.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_file(tmp_path, name):
    path = tmp_path / name.decode("utf-8", "surrogateescape")
    path.write_bytes(b"x")
    for read in (read_usgs_mcs, read_wgi, lambda where: read_baci(where, "TWN")):
        with pytest.raises(InputError) as caught:
            read(path)
        assert str(caught.value).encode("utf-8")
