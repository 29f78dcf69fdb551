"""Units as publications print them."""

import pytest

from criticality.model.units import tonnes_per, whole_of


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [
        ("t", 1.0),
        ("t REO", 1.0),
        ("metric tons, gross weight", 1.0),
        ("thousand metric tons", 1e3),
        ("kt", 1e3),
        ("Mt", 1e6),
        ("million tonnes", 1e6),
        ("kg", 1e-3),
        ("kilograms (U content)", 1e-3),
    ],
)
def test_masses(unit: str, tonnes: float) -> None:
    assert tonnes_per(unit) == tonnes


@pytest.mark.parametrize("unit", ["", "carats", "usd_per_t", "percent", "million carats"])
def test_what_is_no_mass(unit: str) -> None:
    assert tonnes_per(unit) is None


def test_shares_are_read_in_percent_or_as_fractions() -> None:
    assert [whole_of(unit) for unit in ("percent", "%", " Per cent ", "1", "share", "t")] == [100, 100, 100, 1, 1, None]
