"""A planner's table entered into a workspace that has its criteria: units that do not fit are told at the cell."""

from pathlib import Path

import openpyxl

from workspace_builder import atlantis, criticality

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
