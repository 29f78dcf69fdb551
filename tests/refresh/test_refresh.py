"""A yearly refresh shows what a publisher's file would change, refuses what it does not know, and waits for --write."""

# Holds: cli/sweeps/trade_options.py,
# refresh/baci_rows.py, refresh/reading/cells.py, refresh/reading/findings.py, refresh/reading/release.py,
# refresh/reading/series.py, refresh/reading/table.py, refresh/reading/text.py, refresh/reading/workbook.py,
# refresh/usgs_forms.py, refresh/usgs_places.py, refresh/usgs_rows.py, refresh/usgs_values.py, cli/refresh.py.

import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from criticality.cli.main import app
from criticality.errors import InputError
from criticality.refresh.baci import read_baci
from criticality.refresh.changes import plan_changes, write_table
from criticality.refresh.reading import text, workbook
from criticality.refresh.reading.release import mapping
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi
from workspace_builder import atlantis, criticality

ROOT = Path(__file__).parents[2]
MCS_HEADER = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes"
)
KT = "thousand metric tons"
# Rows as the USGS printed them (Mineral Commodity Summaries 2026, doi 10.5066/P1WKQ63T, public domain).
ANTIMONY = [
    ("China", "Production", "Mine production", "metric tons", "2024", "40,000", "Estimated."),
    ("Burma", "Production", "Mine production", "metric tons", "2024", "4,600", "Estimated."),
    ("Canada", "Production", "Mine production", "metric tons", "2024", "—", ""),
    ("United States", "Production", "Mine production", "metric tons", "2024", "W", ""),
    ("World total", "Production", "Mine production: rounded", "metric tons", "2024", "119,000", ""),
    ("World total", "Reserves", "Reserves: rounded", "metric tons", "2025", ">2,000,000", ""),
]


def mcs(path, rows, chapter="ANTIMONY", commodity="Antimony", header=MCS_HEADER):
    lines = [header]
    for country, statistic, detail, unit, year, value, notes in rows:
        cells = (chapter, "World Mine Production and Reserves", commodity, country, statistic, detail, unit, year)
        lines.append(",".join(f'"{cell}"' for cell in (*cells, value, notes, "Yes", "")))
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path


def table(root, name):
    with (root / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_usgs_release_gives_tonnes_flags_and_lower_bounds(tmp_path):
    production, reserves = read_usgs_mcs(mcs(tmp_path / "MCS2026_Commodities_Data.csv", ANTIMONY))
    rows = {row["country"]: row for row in production.rows}
    assert production.source == "usgs_mcs_2026"
    assert {code: (row["value"], row["flag"]) for code, row in rows.items()} == {
        "CHN": ("40000", "estimated"),
        "MMR": ("4600", "estimated"),
        "CAN": ("0", "zero"),
        "USA": ("", "withheld"),
        "WLD": ("119000", "reported"),
    }
    assert [(row["value"], row["low"]) for row in reserves.rows] == [("2000000", "2000000")]


def test_forms_of_one_country_are_added_and_the_joint_world_total_is_taken_once(tmp_path):
    rows = [
        ("Australia", "Production", "Mine production: Ilmenite", "thousand metric tons", "2024", "400", "Estimated."),
        ("Australia", "Production", "Mine production: Rutile", "thousand metric tons", "2024", "200", "Reported."),
        ("World total", "Production", "Mine production: Ilmenite, rounded", KT, "2024", "9,000", ""),
        ("World total", "Production", "Mine production: Rutile, rounded", KT, "2024", "600", ""),
        ("World total", "Production", "Mine production: ilmenite and rutile, rounded", KT, "2024", "9,700", ""),
    ]  # fmt: skip
    chapter = "TITANIUM MINERAL CONCENTRATES"
    production, _ = read_usgs_mcs(mcs(tmp_path / "a.csv", rows, chapter, "Titanium Mineral Concentrates"))
    assert [(row["country"], row["value"], row["flag"]) for row in production.rows] == [
        ("AUS", "600000", "estimated"),
        ("WLD", "9700000", "reported"),
    ]


def test_a_world_total_rounded_below_its_countries_gives_way_to_their_sum(tmp_path):
    rows = [
        ("China", "Production", "Mine production", "metric tons", "2024", "104,000", ""),
        ("World total", "Production", "Mine production", "metric tons", "2024", "100,000", ""),
    ]
    production, _ = read_usgs_mcs(mcs(tmp_path / "a.csv", rows))
    world = production.rows[1]
    assert (world["value"], world["flag"]) == ("104000", "estimated")
    assert "100000 t printed" in world["note"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({3: "thousand metric tons"}, "printed in 'thousand metric tons', until now in 'metric tons'"),
        ({0: "Atlantis"}, "the country 'Atlantis' is not known"),
        ({5: "12 and 14"}, "the value '12 and 14' is not recognised"),
    ],
)
def test_usgs_refuses_unit_country_and_value_that_it_does_not_know(tmp_path, change, said):
    row = tuple(change.get(place, cell) for place, cell in enumerate(ANTIMONY[0]))
    with pytest.raises(InputError, match=said) as caught:
        read_usgs_mcs(mcs(tmp_path / "a.csv", [row]))
    assert caught.value.problems[0].line == 2
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("read", "name", "header", "said"),
    [
        (
            read_usgs_mcs,
            "MCS2025_World_Data.csv",
            "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,RESERVES_2024,RESERVE_NOTES",
            "how the USGS released 2025",
        ),
        (
            read_wgi,
            "WGICSV.csv",
            "Country Name,Country Code,Indicator Name,Indicator Code,2022,2023",
            "the World Bank's DataBank",
        ),
    ],
)
def test_a_layout_of_the_publisher_that_is_not_read_is_named(tmp_path, read, name, header, said):
    path = tmp_path / name
    path.write_text(header + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert said in caught.value.problems[0].hint


def test_another_layout_is_refused_with_the_column_it_lacks(tmp_path):
    old = mcs(tmp_path / "a.csv", ANTIMONY, header=MCS_HEADER.replace("Statistics_detail", "Detail"))
    with pytest.raises(InputError, match="the column 'Statistics_detail' is missing"):
        read_usgs_mcs(old)


def test_wgi_reads_the_long_file_the_workbook_of_sheets_and_renames_economies(tmp_path):
    # World Bank (2024), WGI: Andorra is ADO there; the estimate of 2021 is empty.
    long = tmp_path / "wgidataset.csv"
    long.write_text(
        "codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper\n"
        "ADOcc2023,ADO,Andorra,2023,cc,1.2704660892486572,0.3,1,88,70,97\n"
        "CHNpv2023,CHN,China,2023,pv,-0.51,0.2,8,26,20,40\n"
        "CHNpv2021,CHN,China,2021,pv,..,0.2,8,26,20,40\n"
        "CHNpv2019,CHN,China,2019,pv,-0.4,0.2,8,26,20,40\n"
    )
    (release,) = read_wgi(long)
    assert release.source == "wb_wgi_2024"
    assert [(row["country"], row["indicator"], row["year"], row["value"]) for row in release.rows] == [
        ("AND", "cc", "2023", "1.27047"),
        ("CHN", "pv", "2023", "-0.51"),
    ]
    book = Workbook()
    book.active.title = "Methodology"
    sheet = book.create_sheet("rl")
    sheet.append(["Economy (name)", "Economy (code)", "Year", "Governance estimate (approx. -2.5 to +2.5)"])
    sheet.append(["China", "CHN", 2024, -0.11])
    book.save(tmp_path / "wgi.xlsx")
    (release,) = read_wgi(tmp_path / "wgi.xlsx")
    assert (release.source, release.rows[0]["value"], release.rows[0]["indicator"]) == ("wb_wgi_2025", "-0.11", "rl")


BACI_CODES = (
    "country_code,country_name,country_iso2,country_iso3\n"
    '36,Australia,AU,AUS\n156,China,CN,CHN\n392,Japan,JP,JPN\n490,"Other Asia, nes",,S19\n'
)


def baci(folder, rows):
    (folder / "country_codes_V202601.csv").write_text(BACI_CODES)
    path = folder / "BACI_HS92_Y2024_V202601.csv"
    path.write_text("t,i,j,k,v,q\n" + "\n".join(rows) + "\n")
    return path


def test_baci_reads_the_countrys_flows_of_known_codes_and_takes_490_for_taiwan(tmp_path):
    path = baci(
        tmp_path,
        [
            "2024,156,490,284610,3948.456,4150.451",
            "2024,392,490,284610,1000.5,NA",
            "2024,490,392,284610,10.0,2.5",
            "2024,156,392,284610,99.0,9.0",
            "2024,156,490,010121,5.0,1.0",
        ],
    )
    (release,) = read_baci(path, "TWN")
    rows = [(row["partner"], row["flow"], row["value_usd"], row["quantity_t"]) for row in release.rows]
    assert rows == [
        ("CHN", "import", "3948456", "4150.45"),
        ("JPN", "import", "1000500", ""),
        ("WLD", "import", "4948956", ""),
        ("WLD", "export", "10000", "2.5"),
    ]
    assert {(row["reporter"], row["mineral"], row["source"]) for row in release.rows} == {
        ("TWN", "cerium", "cepii_baci_202601")
    }


def test_all_reporters_are_read_in_one_pass_as_each_country_alone(tmp_path):
    rows = [
        "2024,156,490,284610,3948.456,4150.451",
        "2024,392,490,284610,1000.5,NA",
        "2024,490,392,284610,10.0,2.5",
        "2024,156,392,284610,99.0,9.0",
        "2024,36,156,284690,99.0,9.0",
        "2024,156,490,010121,5.0,1.0",
    ]
    path = baci(tmp_path, rows)
    (every,) = read_baci(path, "all")
    alone = [read_baci(path, country)[0] for country in ("AUS", "CHN", "JPN", "TWN")]
    assert list(every.rows) == [row for release in alone for row in release.rows]
    assert list(every.lines) == [line for release in alone for line in release.lines]
    assert {row["reporter"] for row in every.rows if row["flow"] == "import"} == {"CHN", "JPN", "TWN"}


def test_all_reporters_tell_a_country_that_the_codes_do_not_know_once(tmp_path):
    path = baci(tmp_path, ["2024,999,490,284610,1,1", "2024,999,392,284610,1,1", "2024,998,997,284610,1,1"])
    with pytest.raises(InputError) as refused:
        read_baci(path, "all")
    assert {problem.line for problem in refused.value.problems} >= {2}
    assert len([problem for problem in refused.value.problems if "999" in str(problem.message)]) == 1


def test_a_country_and_all_of_them_exclude_each_other(tmp_path):
    path = baci(tmp_path, ["2024,156,490,284610,1,1"])
    words = ("data", "import", "baci", path, "--country", "TWN", "--all-reporters")
    outcome = criticality(*words, "--workspace", atlantis(tmp_path))
    assert outcome.code == 2
    assert "exclude each other" in outcome.said


def test_baci_leaves_a_slipped_quantity_open_and_says_what_was_printed(tmp_path):
    path = baci(tmp_path, [f"2024,{code},490,284610,100,10" for code in (156, 392)] + ["2024,156,490,284690,900,0.001"])
    path.write_text(path.read_text() + "2024,392,490,284690,900,900\n2024,36,490,284690,1,1\n")
    (release,) = read_baci(path, "TWN")
    slipped = next(row for row in release.rows if (row["code"], row["partner"]) == ("284690", "CHN"))
    assert slipped["quantity_t"] == ""
    assert "0.001 t is printed" in slipped["note"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("baci.csv", "does not say nomenclature"),
        ("BACI_HS02_Y2024_V202601.csv", "no code is read from the nomenclature"),
    ],
)
def test_baci_refuses_a_file_whose_name_says_too_little(tmp_path, name, said):
    path = baci(tmp_path, ["2024,156,490,284610,1,1"]).rename(tmp_path / name)
    with pytest.raises(InputError, match=said):
        read_baci(path, "TWN")


def test_baci_refuses_a_country_that_its_codes_do_not_know(tmp_path):
    with pytest.raises(InputError, match="the country codes know no KOR"):
        read_baci(baci(tmp_path, ["2024,156,490,284610,1,1"]), "KOR")


def test_a_second_reading_of_what_was_written_changes_nothing_and_leaves_other_rows_alone(tmp_path, workspace):
    path = mcs(tmp_path / "a.csv", [(*ANTIMONY[0][:5], "41,000", "Reported."), *ANTIMONY[1:]])
    before = table(workspace, "production")
    production = read_usgs_mcs(path)[0]
    plan = plan_changes(workspace, production)
    (change,) = (change for change in plan.changes if "CHN" in change.key)
    assert "→ 41000 t reported [usgs_mcs_2026]" in str(change)
    write_table(workspace, plan)
    after = table(workspace, "production")
    touched = {change.key for change in plan.changes}
    keys = ("mineral", "stage", "country", "year", "source")
    assert [row for row in after if tuple(row[k] for k in keys) not in touched] == [
        row for row in before if tuple(row[k] for k in keys) not in touched
    ]
    assert [tuple(row[k] for k in keys) for row in after] == sorted(tuple(row[k] for k in keys) for row in after)
    assert not plan_changes(workspace, production).changes


@pytest.mark.parametrize(("source", "rows"), [("usgs_mcs_2027", 1), ("other_survey_2026", 2)])
def test_another_edition_takes_the_place_of_a_row_and_another_publisher_stands_beside_it(
    tmp_path, workspace, source, rows
):
    path = mcs(tmp_path / "a.csv", [(*ANTIMONY[0][:5], "41,000", "Reported."), *ANTIMONY[1:]])
    release = read_usgs_mcs(path, source)[0]
    key = ("antimony", "extraction", "CHN", "2024")
    plan = plan_changes(workspace, release)
    (change,) = (change for change in plan.changes if change.key[:4] == key)
    assert (change.before is None) is (rows == 2)
    write_table(workspace, plan)
    found = [row for row in table(workspace, "production") if tuple(row.values())[:4] == key]
    assert sorted(row["source"] for row in found) == sorted({source, *(["usgs_mcs_2026"] if rows == 2 else [])})
    assert not plan_changes(workspace, release).changes


def test_a_new_row_of_an_unsorted_table_stands_beside_its_likes(tmp_path, workspace):
    row = ("World total", "Reserves", "Reserves: rounded", "metric tons", "2026", "2,100,000", "")
    reserves = read_usgs_mcs(mcs(tmp_path / "a.csv", [row]), "usgs_mcs_2026")[1]
    write_table(workspace, plan_changes(workspace, reserves))
    rows = [(entry["mineral"], entry["property"], entry["year"]) for entry in table(workspace, "mineral_properties")]
    place = rows.index(("antimony", "reserves", "2026"))
    assert rows[place - 1] == ("antimony", "reserves", "2025")


def test_the_command_shows_and_writes_only_when_told(tmp_path, workspace):
    path = mcs(tmp_path / "a.csv", [(*ANTIMONY[0][:5], "41,000", "Reported.")])
    before = (workspace / "data" / "production.csv").read_bytes()
    words = ["data", "import", "usgs-mcs", str(path), "--source", "usgs_mcs_2026", "--workspace", str(workspace)]
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 0
    assert "nothing was written; --write enters these changes" in shown.output
    assert (workspace / "data" / "production.csv").read_bytes() == before
    assert "written: data/production.csv (1 rows)" in CliRunner().invoke(app, [*words, "--write"]).output
    assert (workspace / "data" / "production.csv").read_bytes() != before


def test_nothing_is_written_for_a_source_that_nobody_described(tmp_path, workspace):
    path = mcs(tmp_path / "a.csv", [("China", "Production", "Mine production", "metric tons", "2026", "41,000", "")])
    before = (workspace / "data" / "production.csv").read_bytes()
    words = ["data", "import", "usgs-mcs", str(path), "--write", "--workspace", str(workspace)]
    found = CliRunner().invoke(app, words)
    assert isinstance(found.exception, InputError)
    assert "usgs_mcs_2027" in str(found.exception)
    assert (workspace / "data" / "production.csv").read_bytes() == before


def test_every_mineral_of_the_mappings_is_one_of_the_workspace():
    minerals = {row["mineral"] for row in table(ROOT, "minerals")}
    assert {row["mineral"] for name in ("usgs_mcs_series", "baci_codes") for row in mapping(name)} <= minerals


def test_a_table_keeps_its_mode_when_it_is_written(tmp_path, workspace):
    path = workspace / "data" / "production.csv"
    path.chmod(0o600)
    release = read_usgs_mcs(mcs(tmp_path / "a.csv", [(*ANTIMONY[0][:5], "41,000", "Reported.")]))[0]
    write_table(workspace, plan_changes(workspace, release))
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_check_would_refuse_is_not_written(tmp_path, workspace):
    release = read_usgs_mcs(mcs(tmp_path / "a.csv", [(*ANTIMONY[0][:5], "41,000", "Reported.")]))[0]
    plan = plan_changes(workspace, release)
    before = (workspace / "data" / "production.csv").read_bytes()
    odd = replace(plan, rows=(*plan.rows, {**plan.rows[0], "country": "ZZZ", "value": "nan"}))
    with pytest.raises(InputError, match=r"data/production\.csv:\d+: value: a number is needed here, not 'nan'"):
        write_table(workspace, odd)
    assert (workspace / "data" / "production.csv").read_bytes() == before
    assert not list((workspace / "data").glob(".*"))


@pytest.mark.slow
def test_two_imports_at_once_both_count(tmp_path, workspace):
    program = "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()"
    words = ["data", "import", "usgs-mcs", "--write", "--source", "usgs_mcs_2026", "--workspace", str(workspace)]
    both = []
    for country, code, value in (("China", "CHN", "41,000"), ("Burma", "MMR", "4,700")):
        row = (country, *ANTIMONY[0][1:5], value, "Reported.")
        file = mcs(tmp_path / f"{code}.csv", [row])
        both.append(subprocess.Popen([sys.executable, "-c", program, *words, str(file)], stdout=subprocess.DEVNULL))
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    values = {
        row["country"]: row["value"]
        for row in table(workspace, "production")
        if (row["mineral"], row["stage"], row["year"]) == ("antimony", "extraction", "2024")
    }
    assert (values["CHN"], values["MMR"]) == ("41000", "4700")


def test_a_line_without_end_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "wgi.csv"
    path.write_bytes(b"a,b\n" + b"x" * (9 << 20))
    with pytest.raises(InputError, match=r"wgi\.csv:2: this line has more than 8 MB: this is no table"):
        read_wgi(path)


def test_a_file_larger_than_any_release_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "LARGEST", 2_000_000)
    path = tmp_path / "wgi.csv"
    path.write_bytes(b"a,b\n" * 600_000)
    with pytest.raises(InputError, match=r"the file has 2 MB; more than 2 MB is refused"):
        read_wgi(path)


def test_a_workbook_of_more_cells_than_any_release_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_PIECES", 100)
    book = Workbook()
    for number in range(60):
        book.active.append([number, f"text {number}"])
    book.save(tmp_path / "wgi.xlsx")
    with pytest.raises(InputError, match=r"the workbook has \d+ cells and texts; more than 100 are refused"):
        read_wgi(tmp_path / "wgi.xlsx")
