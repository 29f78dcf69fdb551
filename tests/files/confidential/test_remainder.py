"""A confidential row that a public total and public rows leave alone is warned of: their difference is its figure."""

import pandas as pd

from criticality.files.confidential.remainder import rows_that_remain
from criticality.model.rows.confidential_rows import FAR


def _production(*rows: tuple[str, str, float], first: int = 2) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["mineral", "country", "year"])
    return frame.assign(stage="processing", line=range(first, first + len(frame)))


PUBLIC = _production(("austrium", "WLD", 2024), ("austrium", "LEM", 2024), ("ilmenium", "LEM", 2024))


def _told(*hidden: tuple[str, str, float]) -> list[int]:
    return [problem.line for problem in rows_that_remain("production", PUBLIC, _production(*hidden, first=FAR + 2))]


def test_one_row_under_a_public_total_is_told_at_its_own_file_and_line() -> None:
    hidden = _production(("ilmenium", "ATL", 2024), ("austrium", "ATL", 2024), first=FAR + 2)
    (problem,) = rows_that_remain("production", PUBLIC, hidden)
    assert (problem.file, problem.line, problem.severity) == ("data/confidential/production.csv", 3, "warning")
    assert "data/production.csv, line 2: the total minus the public rows gives its figure" in problem.message


def test_two_rows_under_one_total_another_year_and_a_confidential_total_are_not() -> None:
    assert not _told(("austrium", "ATL", 2024), ("austrium", "HYP", 2024))
    assert not _told(("austrium", "ATL", 2023))
    assert not _told(("austrium", "WLD", 2024))
    assert _told(("austrium", "ATL", 2024), ("austrium", "HYP", 2023)) == [2]


def test_imports_are_added_up_by_their_partner_and_stated_properties_by_nothing() -> None:
    shared = {
        "reporter": "ATL", "mineral": "austrium", "stage": "", "code_system": "HS", "code": "811292",
        "flow": "import", "year": 2024.0,
    }  # fmt: skip
    total = pd.DataFrame([{**shared, "partner": "WLD", "line": 5}])
    part = pd.DataFrame([{**shared, "partner": "LEM", "line": FAR + 2}])
    assert [problem.where for problem in rows_that_remain("trade", total, part)] == ["partner"]
    assert not list(rows_that_remain("trade", total, part.assign(flow="export")))
    assert not list(rows_that_remain("mineral_properties", total, part))
