"""Small releases in the publishers' layouts, rebuilt from what public readers of the same files expect of them."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from criticality.cli.main import app
from criticality.errors import InputError
from criticality.refresh.baci import read_baci
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi

ROOT = Path(__file__).parents[2]
MCS = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes"
)
WGI = "codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper"
COUNTRIES = (
    "country_code,country_name,country_iso2,country_iso3\n36,Australia,AU,AUS\n56,Belgium,BE,BEL\n"
    '58,"Belgium-Luxembourg (...1998)",BE,BEL\n152,Chile,CL,CHL\n156,China,CN,CHN\n392,Japan,JP,JPN\n'
    '490,"Other Asia, nes",,S19\n697,"Europe EFTA, nes",,R20\n899,"Areas, nes",N/A,N/A\n'
)


def line(*cells):
    """One line of CSV as the publishers write it: a cell with a comma in quotation marks."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def mcs_row(
    country,
    value,
    *,
    year="2025",
    detail="Mine production",
    notes="",
    section="World Mine Production and Reserves",
    statistic="Production",
    chapter="TUNGSTEN",
    commodity="Tungsten",
    unit="metric tons",
    other="",
):
    """One row of the release since 2026."""
    return line(chapter, section, commodity, country, statistic, detail, unit, year, value, notes, "Yes", other)


class Usgs:
    """Writes and reads a release of the USGS."""

    row = staticmethod(mcs_row)

    @staticmethod
    def titanium(country, form, value):
        """One row of a mineral that is printed by forms."""
        where = {"chapter": "TITANIUM MINERAL CONCENTRATES", "commodity": "Titanium Mineral Concentrates"}
        return mcs_row(country, value, detail=f"Mine production{form}", unit="thousand metric tons", **where)

    def __init__(self, folder):
        self.path = folder / "MCS2026_Commodities_Data.csv"

    def write(self, *rows, header=MCS, encoding="cp1252"):
        self.path.write_bytes((header + "\n" + "".join(rows)).encode(encoding))
        return self.path

    def read(self, *rows, **how):
        return read_usgs_mcs(self.write(*rows, **how))

    def production(self, *rows, **how):
        """Value, flag and note by country."""
        found = self.read(*rows, **how)[0]
        return {row["country"]: (row["value"], row["flag"], row["note"]) for row in found.rows}

    def problems(self, *rows, **how):
        with pytest.raises(InputError) as caught:
            self.read(*rows, **how)
        return caught.value.problems


class Baci:
    """Writes and reads a year of BACI."""

    def __init__(self, folder):
        self.path = folder / "BACI_HS92_Y2023_V202601.csv"
        self.countries = folder / "country_codes_V202601.csv"

    def write(self, *rows, header="t,i,j,k,v,q", countries=COUNTRIES):
        self.countries.write_bytes(countries.encode("latin-1"))
        self.path.write_text(header + "\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return self.path

    def read(self, *rows, **how):
        return read_baci(self.write(*rows, **how), "TWN")[0]

    def trade(self, *rows, **how):
        """Value, quantity and note by flow and partner."""
        found = self.read(*rows, **how).rows
        return {(row["flow"], row["partner"]): (row["value_usd"], row["quantity_t"], row["note"]) for row in found}

    def problems(self, *rows, **how):
        with pytest.raises(InputError) as caught:
            self.read(*rows, **how)
        return caught.value.problems


class Wgi:
    """Writes and reads a release of the WGI, as CSV or as a workbook of sheets."""

    def __init__(self, folder):
        self.folder = folder

    @staticmethod
    def row(code, estimate, *, year="2024", indicator="rl"):
        return f"{code}{indicator}{year},{code},Somewhere,{year},{indicator},{estimate},0.1,9,50,40,60\n"

    def read(self, *rows, header=WGI):
        path = self.folder / "wgidataset.csv"
        path.write_text(header + "\n" + "".join(rows), encoding="utf-8")
        return read_wgi(path)[0]

    def problems(self, *rows, **how):
        with pytest.raises(InputError) as caught:
            self.read(*rows, **how)
        return caught.value.problems

    def book(self, sheets, name="wgidataset.xlsx"):
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for cells in rows:
                sheet.append(cells)
        book.save(self.folder / name)
        return self.folder / name


@pytest.fixture
def usgs(tmp_path):
    return Usgs(tmp_path)


@pytest.fixture
def baci(tmp_path):
    return Baci(tmp_path)


@pytest.fixture
def wgi(tmp_path):
    return Wgi(tmp_path)


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "ws"
    for folder in ("assessments", "criteria", "weights", "data"):
        shutil.copytree(ROOT / folder, root / folder)
    return one_publisher(root)


def one_publisher(root):
    """Take the second publisher's rows out of production: what is imported here is the first one's."""
    path = root / "data" / "production.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",wmd_2026," not in line), "utf-8")
    plan = root / "assessments" / "taiwan-2026.yaml"
    plan.write_text(re.sub(r"(?m)^sources:.*\n", "", plan.read_text("utf-8")), "utf-8")
    return root


@pytest.fixture
def import_into(workspace):
    """Run `criticality data import` in a workspace: what it prints, or the problems it ends in."""

    def run(*words):
        found = CliRunner().invoke(app, ["data", "import", *map(str, words), "--workspace", str(workspace)])
        if found.exception and not isinstance(found.exception, SystemExit):
            if not isinstance(found.exception, InputError):
                raise found.exception
            return str(found.exception)
        return found.output

    return run
