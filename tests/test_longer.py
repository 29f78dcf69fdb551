"""The short form of the tests: what of a large family runs by default (tests/longer.py)."""

from longer import short_of


def test_a_fifth_of_a_large_family_runs_and_its_first_and_last_case_among_them() -> None:
    names = [f"tests/a.py::test_slip[{number}]" for number in range(14)]
    kept = sorted(
        int(name.partition("[")[2][:-1]) for name in short_of([*names, "tests/a.py::test_alone"]) if "[" in name
    )
    assert kept == [0, 5, 10, 13]


def test_four_cases_and_promises_of_their_own_run_whole() -> None:
    small = [f"tests/a.py::test_slip[{number}]" for number in range(4)]
    routes = [f"tests/desk/test_routes.py::test_row[{number}]" for number in range(40)]
    assert short_of([*small, *routes]) == {*small, *routes}
