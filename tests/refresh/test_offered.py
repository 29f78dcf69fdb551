"""Rows are held to the schema of their table before they are shown: nothing of a reader is taken on trust."""

import pytest

from criticality.errors import InputError
from criticality.refresh.changes import plan_changes
from criticality.refresh.reading.release import Release

GOOD = {
    "mineral": "tungsten",
    "stage": "extraction",
    "country": "ESP",
    "year": "2025",
    "value": "5",
    "unit": "t",
    "source": "usgs_mcs_2026",
    "grade": "A",
    "flag": "reported",
}


def release(*rows):
    return Release("production", "usgs_mcs_2026", rows, file="release.csv", lines=tuple(range(7, 7 + len(rows))))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"value": "nan"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "1e400"}, "value"),
        ({"value": ""}, "value"),
        ({"flag": "zero"}, "flag"),
        ({"flag": "roughly"}, "flag"),
        ({"country": "ES"}, "country"),
        ({"year": "2025.0"}, "year"),
        ({"year": "25"}, "year"),
        ({"stage": "mining"}, "stage"),
        ({"mineral": "Tungsten"}, "mineral"),
    ],
)
def test_a_row_that_the_table_may_not_hold_is_refused_at_the_line_of_the_release(workspace, change, where):
    with pytest.raises(InputError) as caught:
        plan_changes(workspace, release({**GOOD, "country": "AUT"}, {**GOOD, **change}))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.where) == ("release.csv", 8, where)


def test_two_rows_of_one_key_are_refused_with_both_lines(workspace):
    with pytest.raises(InputError, match=r"release\.csv:8: .*the first is line 7"):
        plan_changes(workspace, release(GOOD, {**GOOD, "value": "6"}))


def test_a_table_with_problems_is_not_written_over(workspace):
    path = workspace / "data" / "production.csv"
    text = path.read_text("utf-8")
    first = text.splitlines()[1]
    path.write_text(f"{text}{first}\n", "utf-8")
    with pytest.raises(InputError, match="a second row for mineral"):
        plan_changes(workspace, release(GOOD))
