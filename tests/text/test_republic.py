"""A planner in Taipei types the years of the Republic of China, and is told the year that is meant."""

from datetime import date
from pathlib import Path

import pytest

from criticality.text.republic import western_date, western_year
from workspace_builder import atlantis, criticality, edit


@pytest.mark.parametrize(
    ("text", "year"), [("113", 2024), ("民國113年", 2024), ("99", 2010), ("24", None), ("2024", None)]
)
def test_a_year_of_the_republic(text: str, year: int | None) -> None:
    assert western_year(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("114-01-31", date(2025, 1, 31)),
        ("114/1/31", date(2025, 1, 31)),
        ("中華民國114年1月31日", date(2025, 1, 31)),
        ("114-02-30", None),
        ("24-03-01", None),
        ("2025-01-31", None),
    ],
)
def test_a_date_of_the_republic(text: str, day: date | None) -> None:
    assert western_date(text) == day


def test_years_and_dates_of_the_republic_are_told_where_they_stand(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, "assessments/atlantis-2024.yaml", "reference_year: 2024 ", "reference_year: 113 ")
    edit(root, "criteria/climate_burden.yaml", "on: 2025-01-31", "on: 114-01-31")
    edit(root, "data/production.csv", "austrium,extraction,LEM,2024,80", "austrium,extraction,LEM,113,80")
    told = criticality("check", "--workspace", root)
    assert told.code == 1
    for place, meant in (
        ("assessments/atlantis-2024.yaml:3:17", "a year of the Republic of China, write 2024."),
        ("criteria/climate_burden.yaml:11:53", "a date of the Republic of China, write 2025-01-31."),
        ("data/production.csv:2", "a year of the Republic of China, write 2024."),
    ):
        after = told.said.split(place)[1]
        assert meant in after.split("hint: ")[1].split("\n")[0]
