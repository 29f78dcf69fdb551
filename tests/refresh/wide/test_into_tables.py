"""A planner's table entered into a workspace that has its criteria: units that do not fit are told at the cell."""

from pathlib import Path

import openpyxl
import pytest

from workspace_builder import Outcome, atlantis, criticality

GIVEN = ("--source", "guild_of_smelters_2024", "--year", "2023")


def test_cells_shown_as_per_cent_are_refused_where_the_criterion_counts_in_per_cent(tmp_path: Path) -> None:
    root, book = atlantis(tmp_path), openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Mineral", "Companionality"], ["Ilmenium", 0.12], ["Austrium", 0.25]):
        sheet.append(row)
    sheet["B2"].number_format = sheet["B3"].number_format = "0%"
    book.save(tmp_path / "shown.xlsx")
    before = (root / "data/mineral_properties.csv").read_bytes()
    refused = criticality("data", "import", "sheet", tmp_path / "shown.xlsx", *GIVEN, "--write", "--workspace", root)
    assert refused.code == 1, refused.said
    assert "shows 12 % and holds 0.12" in refused.err
    assert "write 12 for 12 %" in refused.err
    assert (root / "data/mineral_properties.csv").read_bytes() == before


def test_words_of_a_scale_in_the_table_stop_no_import_of_figures(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    criterion = (root / "criteria/companionality.yaml").read_text("utf-8")
    words = criterion.replace("code: companionality", "code: strife").replace(
        "property: companionality", "property: strife"
    )
    words = words.replace(
        "{kind: linear, zero_at: 0, one_at: 100}", "{kind: words, words: {low: 0, high: 1}, zero_at: 0, one_at: 1}"
    )
    (root / "criteria/strife.yaml").write_text(words.replace('unit: "percent"', 'unit: "1"'), "utf-8")
    table = root / "data/mineral_properties.csv"
    row = "austrium,strife,,high,,,1,2023,guild_of_smelters_2024,B,reported,\n"
    table.write_text(table.read_text("utf-8") + row, "utf-8")
    (tmp_path / "plain.csv").write_text("Mineral,Companionality\nIlmenium,12\n", "utf-8")
    done = criticality("data", "import", "sheet", tmp_path / "plain.csv", *GIVEN, "--write", "--workspace", root)
    assert done.code == 0, done.said
    assert row in table.read_text("utf-8")
    assert "ilmenium,companionality,,12," in table.read_text("utf-8")


def test_a_source_that_the_workspace_does_not_know_is_refused_and_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    rows = "Mineral,Companionality\nsource,smelters\nIlmenium,12\n"
    (tmp_path / "sources.csv").write_text(rows, "utf-8")
    before = (root / "data/mineral_properties.csv").read_bytes()
    refused = criticality("data", "import", "sheet", tmp_path / "sources.csv", *GIVEN, "--write", "--workspace", root)
    assert refused.code == 1, refused.said
    assert "smelters" in refused.err
    assert (root / "data/mineral_properties.csv").read_bytes() == before


def test_a_figure_that_loses_its_grade_is_shown_with_both_grades(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    table = root / "data/mineral_properties.csv"
    row = next(line for line in table.read_text("utf-8").splitlines() if line.startswith("ilmenium,companionality,"))
    cells = row.split(",")
    head = table.read_text("utf-8").splitlines()[0].split(",")
    stated = dict(zip(head, cells, strict=False))
    (tmp_path / "same.csv").write_text("Mineral,Companionality\nIlmenium,12\n", "utf-8")
    given = ("--source", stated["source"], "--year", stated["year"])
    shown = criticality("data", "import", "sheet", tmp_path / "same.csv", *given, "--workspace", root)
    assert shown.code == 0, shown.said
    assert f"grade {stated['grade']} → D" in shown.out


def put_in(root: Path, tmp_path: Path, rows: str, *words: object) -> Outcome:
    (tmp_path / "t.csv").write_text(rows, "utf-8")
    return criticality("data", "import", "sheet", tmp_path / "t.csv", *GIVEN, *words, "--workspace", root)


SLIPS = {
    "a source that is not there": (
        "Mineral,Companionality\nsource,smelters\nIlmenium,12\n",
        "t!B2: the source 'smelters'",
    ),
    "a figure that check would refuse": ("Mineral,gwp100\nIlmenium,-33\n", "t!B2: `check` would refuse this"),
    "shares for per cent": ("Mineral,Companionality\nIlmenium,0.5\n", "t!B1: all figures of Companionality"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_at_its_cell_and_the_table_stays(name: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = (root / "data/mineral_properties.csv").read_bytes()
    rows, said = SLIPS[name]
    refused = put_in(root, tmp_path, rows, "--write")
    assert (refused.code, said in refused.err) == (1, True), refused.said
    assert (root / "data/mineral_properties.csv").read_bytes() == before


def test_a_source_named_by_its_title_is_cited_by_its_id_and_a_late_year_is_said(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    rows = "Mineral,gwp100\nsource,Yearbook of the guild of smelters\nyear,2031\nIlmenium,33\n"
    told = put_in(root, tmp_path, rows, "--write")
    assert told.code == 0, told.said
    assert "Yearbook of the guild of smelters is cited as guild_of_smelters_2024" in told.out
    assert "no assessment reads figures after 2024: gwp100 (2031)" in told.out
    assert ",2031,guild_of_smelters_2024,D," in (root / "data/mineral_properties.csv").read_text("utf-8")
