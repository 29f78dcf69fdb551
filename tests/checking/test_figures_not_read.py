"""A figure that is not read is told with its line and with what stands in its place; a series of years is normal."""

# Holds: indicators/quality/odd_names.py, indicators/quality/unread.py.

import itertools
from pathlib import Path

import pytest

from longer import sampled
from slips import append, replace
from workspace_builder import ASSESSMENT, PROPERTIES, atlantis, cell, check, line_of, run_folder

GWP = "austrium,gwp100,,10,,,kg CO2-eq/kg,2023,breath_of_furnaces_2023"
PRODUCTION, GOVERNANCE, SECTORS = "data/production.csv", "data/governance.csv", "data/sectors.csv"


def row(value: object, year: object, name: str = "gwp100") -> str:
    return f"austrium,{name},,{value},,,kg CO2-eq/kg,{year},breath_of_furnaces_2023,B,reported,\n"


def told(root: Path, file: str, line: int) -> list[str]:
    return [said for said in check(root).said.splitlines() if said.startswith(f"{file}:{line}:")]


def test_a_correction_dated_after_the_reference_year_leaves_a_gap_that_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(PROPERTIES, GWP, GWP.replace("2023,", "2025,"))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp100"))
    assert "later than the reference year 2024" in said


def test_a_correction_beside_the_older_figure_is_told_with_what_counts(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(12, 2025))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp100,,12"))
    assert "not read" in said
    assert f"line {line_of(root, PROPERTIES, GWP)} (2023: 10) stands instead" in said
    assert cell(run_folder(root), "austrium", "climate_burden")["value"] == "10.0"


def test_it_is_told_whether_or_not_a_criterion_reads_the_figure(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(7, 2025, "density"))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,density"))
    assert "it is missing" in said


def test_a_series_of_years_is_normal(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, "".join(row(year, year, "price") for year in range(2020, 2026)))(root)
    append(PRODUCTION, "".join(f"austrium,extraction,{code},2025,{tonnes},t,world_mines_2025,A,reported\n"
                               for code, tonnes in (("LEM", 80), ("HYP", 20), ("WLD", 100))))(root)  # fmt: skip
    assert check(root).said == "0 problems, 0 warnings\n"


def test_the_one_later_figure_of_a_table_is_no_series(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PRODUCTION, "austrium,extraction,LEM,2025,70,t,world_mines_2025,A,reported\n")(root)
    append(GOVERNANCE, "LEM,rule_of_law,2025,1,governance_of_lands_2024\n")(root)
    assert "line 2 (2024: 80) stands instead" in told(root, PRODUCTION, line_of(root, PRODUCTION, "LEM,2025"))[0]
    assert "(2023: -0.5) stands instead" in told(root, GOVERNANCE, line_of(root, GOVERNANCE, "LEM,rule_of_law,2025"))[0]


def test_a_figure_of_the_reference_year_is_read(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(12, 2024))(root)
    assert check(root).said == "0 problems, 0 warnings\n"
    assert cell(run_folder(root), "austrium", "climate_burden")["value"] == "12.0"


def test_a_figure_without_a_year_beside_a_dated_one(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(12, ""))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp100,,12"))
    assert "stands instead" in said


def test_one_producer_of_a_newer_year_hides_those_of_the_older(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(PRODUCTION, "austrium,extraction,HYP,2024,20", "austrium,extraction,HYP,2023,20")(root)
    (said,) = told(root, PRODUCTION, 2)
    assert "2024 is the year read, and lacks HYP of 2023" in said


def test_a_newer_world_total_without_a_country_is_not_read(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    for code in ("LEM", "HYP"):
        replace(PRODUCTION, f"austrium,extraction,{code},2024", f"austrium,extraction,{code},2023")(root)
    (said,) = told(root, PRODUCTION, line_of(root, PRODUCTION, "austrium,extraction,WLD,2024"))
    assert "the world total of 2024 is not read" in said
    assert "2023 is the year read" in said


def test_one_row_under_a_slip_of_a_property_that_is_read_is_told_in_a_small_workspace(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(12, 2024, "gwp_100"))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp_100"))
    assert "no criterion reads the property 'gwp_100'" in said


def test_a_slip_of_a_governance_indicator_is_told_in_a_small_workspace(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(GOVERNANCE, "LEM,rule_of_law,", "LEM,rule_of_laws,")(root)
    (said,) = told(root, GOVERNANCE, line_of(root, GOVERNANCE, "LEM,rule_of_laws"))
    assert "the indicator 'rule_of_laws' stands for 1 of" in said


def test_a_reported_zero_is_asked_about(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(PROPERTIES, GWP, GWP.replace(",10,", ",0,"))(root)
    (said,) = told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp100"))
    assert "0 is reported" in said


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("criteria/extra.yml", "not read"),
        ("weights/panel.yaml.txt", "not read"),
        ("data/prodution.csv", "not read"),
        ("data/production.csv.txt", "not read"),
        ("data/production.xlsx", "not read"),
    ],
)
def test_a_file_that_is_not_read_is_named(tmp_path: Path, file: str, says: str) -> None:
    root = atlantis(tmp_path)
    (root / file).write_text("code: x\n", "utf-8")
    outcome = check(root)
    assert outcome.code == 0
    assert f"{file}:1: warning: this file is {says}" in outcome.said


FOLDERS = ("criteria", "weights", "scenarios", "assessments", "templates", "data")


@pytest.mark.parametrize(
    ("folder", "name"),
    sampled(itertools.product(FOLDERS, ("._water.yaml", ".hidden.yaml", "~$water.yaml")), 4, lambda case: case[0]),
)
def test_files_of_the_system_are_passed_over(tmp_path: Path, folder: str, name: str) -> None:
    root = atlantis(tmp_path)
    (root / folder).mkdir(exist_ok=True)
    (root / folder / name).write_bytes(b"\x00\x05\x16\x07")
    assert check(root).said == "0 problems, 0 warnings\n"


def test_a_template_whose_name_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "templates").mkdir(exist_ok=True)
    with (root / "templates" / b"\xb0\xea.css".decode("utf-8", "surrogateescape")).open("w") as file:
        file.write("body {}")
    outcome = check(root)
    assert outcome.code == 1
    assert "templates/" in outcome.said
    assert "not UTF-8" in outcome.said


def test_several_empty_columns_without_a_name_are_passed_over(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    text = (root / GOVERNANCE).read_text("utf-8")
    (root / GOVERNANCE).write_text(text.replace("\n", ",,\n"), "utf-8")
    outcome = check(root)
    assert outcome.said.splitlines()[-1] == "0 problems, 1 warning"
    assert "2 empty columns without a name" in outcome.said


def test_a_cause_that_many_rows_share_is_told_once(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    header = "country,mineral,stage,measure,severity,in_force_from,in_force_until,target,act,source,grade\n"
    rows = "".join(
        f"LEM,austrium,extraction,licence {n},0.5,2024/9/{n},,all,An act,world_mines_2025,A\n" for n in range(1, 21)
    )
    (root / "data/export_restrictions.csv").write_text(header + rows, "utf-8")
    outcome = check(root)
    assert outcome.said.splitlines()[-1] == "1 problem, 0 warnings"
    assert "data/export_restrictions.csv:2: in_force_from: '2024/9/1' is not a date; 19 more rows" in outcome.said
    assert "2024-09-01" in outcome.said


def test_the_reference_year_of_the_assessment_counts(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, row(12, 2025))(root)
    replace(ASSESSMENT, "reference_year: 2024 ", "reference_year: 2025 ")(root)
    assert told(root, PROPERTIES, line_of(root, PROPERTIES, "austrium,gwp100,,12")) == []


def test_a_sector_of_a_later_year_counts_nowhere(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = cell(run_folder(root), "norwegium", "strategic_share")
    replace(SECTORS, "shipbuilding,Shipbuilding,造船,100,2023", "shipbuilding,Shipbuilding,造船,100,2025")(root)
    after = cell(run_folder(root), "norwegium", "strategic_share")
    assert "incomplete" not in before["flag"]
    assert "incomplete" in after["flag"]
    assert float(after["value"]) < float(before["value"])


def test_many_sectors_of_a_later_year_are_told_once_and_a_table_of_them_is_refused(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    text = (root / SECTORS).read_text("utf-8")
    more = "".join(f"later_{n},Later,,5,2025,no,,accounts_of_atlantis_2023\n" for n in range(8))
    (root / SECTORS).write_text(text + more, "utf-8")
    (said,) = told(root, SECTORS, line_of(root, SECTORS, "later_0"))
    assert said.endswith("; 7 more rows are like it")
    (root / SECTORS).write_text(text.replace(",2023,", ",2025,"), "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert (
        "data/sectors.csv has no row of ATL up to the reference year 2024, but strategic_share read it" in outcome.said
    )


def test_one_later_figure_of_a_yearly_release_is_told_whatever_its_own_series(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    series = "".join(f"LEM,rule_of_law,{year},-1,governance_of_lands_2024\n" for year in (2019, 2020, 2021, 2022, 2025))
    append(GOVERNANCE, series)(root)
    (said,) = told(root, GOVERNANCE, line_of(root, GOVERNANCE, "LEM,rule_of_law,2025"))
    assert "2025 is after the reference year 2024" in said
    rest = "".join(f"{code},rule_of_law,2025,1,governance_of_lands_2024\n" for code in ("HYP", "MUU", "THU"))
    append(GOVERNANCE, rest)(root)
    assert check(root).said == "0 problems, 0 warnings\n"
