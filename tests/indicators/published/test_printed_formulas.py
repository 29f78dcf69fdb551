"""The formulas of others against what they printed."""

import pytest

from criticality.indicators.published.printed_formulas import (
    criticality_yale,
    economic_importance_ec2017,
    geopolitical_supply_risk,
    supply_risk_ec2017,
    supply_risk_usgs2021,
)


@pytest.mark.parametrize(
    ("mineral", "world", "sourcing", "reliance", "recycling", "substitution", "printed"),
    [
        ("aluminium", 1.4, 0.3, 0.64, 0.12, 0.9, 0.5),
        ("borate", 1.1, 5.0, 1.0, 0.0, 1.0, 3.0),
        ("chromium", 1.2, 1.1, 0.75, 0.21, 1.0, 0.9),
        ("cobalt", 3.6, 1.3, 0.32, 0.0, 1.0, 1.6),
        ("coking coal", 2.8, 0.3, 0.63, 0.0, 0.9, 1.0),
        ("copper", 0.5, 0.5, 0.82, 0.55, 1.0, 0.2),
        ("fluorspar", 2.6, 0.7, 0.70, 0.01, 1.0, 1.3),
        ("germanium", 2.9, 1.5, 0.64, 0.02, 1.0, 1.9),
    ],
)
def test_ec_2017_supply_risk_as_printed(mineral, world, sourcing, reliance, recycling, substitution, printed):
    # European Commission (2017), Study on the review of the list of critical raw materials, doi:10.2873/876644.
    found = supply_risk_ec2017(world, sourcing, reliance, recycling, substitution)
    assert found == pytest.approx(printed, abs=0.1), mineral


def test_ec_2017_worked_check():
    assert supply_risk_ec2017(4.2, 4.0, 1.0, 0.01, 0.95) == pytest.approx(3.86, abs=5e-3)


def test_ec_2017_economic_importance_of_the_largest_sector_is_ten_times_its_substitution_index():
    assert economic_importance_ec2017({"a": 1.0}, {"a": 50.0}, 0.9, 50.0) == pytest.approx(9)
    assert economic_importance_ec2017({"a": 0.5, "b": 0.5}, {"a": 50.0, "b": 10.0}, 1.0, 50.0) == pytest.approx(6)


def test_usgs_2021_is_the_geometric_mean_and_nothing_where_one_factor_is_nothing():
    assert supply_risk_usgs2021(0.4, 0.4, 0.4) == pytest.approx(0.4)
    assert supply_risk_usgs2021(1, 1, 0.125) == pytest.approx(0.5)
    assert supply_risk_usgs2021(1, 0, 1) == 0


def test_yale_vector_of_a_corner_is_as_long_as_its_edge():
    assert criticality_yale(100, 100, 100) == pytest.approx(100)
    assert criticality_yale(90, 0, 0) == pytest.approx(90 / 3**0.5)


def test_geopolitical_supply_risk_is_diluted_by_domestic_production():
    imports, risks = {"CHN": 60.0, "AUS": 40.0}, {"CHN": 0.6, "AUS": 0.2}
    assert geopolitical_supply_risk(0.5, imports, risks, 0) == pytest.approx(0.5 * 0.44)
    assert geopolitical_supply_risk(0.5, imports, risks, 100) == pytest.approx(0.5 * 0.22)


def test_geopolitical_supply_risk_refuses_what_is_not_known():
    with pytest.raises(ValueError, match="not defined"):
        geopolitical_supply_risk(0.5, {}, {}, 0)
    with pytest.raises(KeyError):
        geopolitical_supply_risk(0.5, {"CHN": 1.0}, {}, 0)
