"""From partner to origin: hubs, refiners, exports beyond production, stages that do not match."""

# Holds: indicators/trade.py.

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.indicators.tracing import trace_to_origin
from indicators.cases import cell, dataset, flags, governance, imports, production

WORST = governance(dict.fromkeys(("CHN", "JPN", "AUS", "SGP", "MYS", "TWN"), -2.5))
"""Everybody governed worst, so that the concentration is a plain Herfindahl index."""
codes = st.sampled_from(["CHN", "JPN", "AUS", "USA", "TWN"])


def s2(data, **parameters):
    return cell(data, "import_concentration", floor_of_world=0.0, **parameters)


@given(
    st.dictionaries(codes, st.floats(0.01, 1), min_size=1),
    st.dictionaries(codes, st.floats(0.01, 1)),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_tracing_neither_makes_nor_loses_supply(partners, world, own, unknown):
    whole = sum(partners.values())
    imported = {code: share / whole for code, share in partners.items()}
    traced, lost = trace_to_origin(imported, dict.fromkeys(imported, own), world, unknown, "TWN")
    assert sum(traced.values()) + lost == pytest.approx(1)
    assert min([*traced.values(), lost]) >= 0


def test_transit_hub_is_not_an_origin():
    data = dataset(
        production=production({"CHN": 80, "AUS": 20, "SGP": 100, "WLD": 200}),
        trade=imports({"SGP": 100}),
        countries=[{"country": "SGP", "transit_hub": True}],
        governance=WORST,
    )
    found = s2(data)
    assert found["value"] == pytest.approx(0.8**2 + 0.2**2)
    assert "traced" in flags(found)
    assert "SGP" in found["note"]


def test_partner_that_produces_is_the_origin():
    data = dataset(
        production=production({"CHN": 80, "JPN": 20, "WLD": 100}), trade=imports({"JPN": 100}), governance=WORST
    )
    found = s2(data)
    assert found["value"] == 1
    assert "traced" not in flags(found)


def test_partner_that_produces_nothing_passes_on_world_supply():
    data = dataset(
        production=production({"CHN": 75, "AUS": 25, "WLD": 100}),
        trade=imports({"JPN": 40, "CHN": 60}),
        governance=WORST,
    )
    assert s2(data)["value"] == pytest.approx(0.9**2 + 0.1**2)


def test_partner_is_an_origin_up_to_its_production_over_exports():
    data = dataset(
        production=production({"CHN": 80, "AUS": 10, "MYS": 10, "WLD": 100}),
        trade=[
            *imports({"MYS": 50}),
            {"reporter": "MYS", "partner": "WLD", "flow": "export", "quantity_t": 40, "value_usd": 1},
        ],
        governance=WORST,
    )
    shares = {"MYS": 0.25, "CHN": 0.75 * 80 / 90, "AUS": 0.75 * 10 / 90}
    assert s2(data)["value"] == pytest.approx(sum(share**2 for share in shares.values()))


def test_country_itself_is_no_source_of_its_imports():
    data = dataset(
        production=production({"CHN": 40, "TWN": 50, "AUS": 10, "WLD": 100}),
        trade=imports({"SGP": 100}),
        governance=WORST,
    )
    assert s2(data)["value"] == pytest.approx(0.8**2 + 0.2**2)


def test_ore_is_not_traced_with_shares_of_metal():
    data = dataset(
        production=production({"CHN": 100, "WLD": 100}, stage="processing"),
        trade=imports({"AUS": 50, "JPN": 50}, stage="extraction"),
        governance=WORST,
    )
    found = s2(data)
    assert found["value"] == pytest.approx(0.5)
    assert "untraced" in flags(found)


def test_refiner_that_mines_nothing_passes_its_risk_on_to_the_stage_above():
    data = dataset(
        production=production({"CHN": 50, "JPN": 25, "AUS": 25, "WLD": 100})
        + production({"CHN": 90, "AUS": 10, "WLD": 100}, stage="extraction"),
        trade=imports({"JPN": 50, "AUS": 50}),
        governance=WORST,
    )
    assert s2(data)["value"] == pytest.approx(0.5)
    # above: JPN mines nothing (0.5 of world ore); AUS covers 0.10/0.25 of its need, the rest is ore without AUS.
    through = s2(data, stage="bottleneck")
    china = 0.5 * 0.9 + 0.5 * 0.6
    assert through["value"] == pytest.approx(china**2 + (1 - china) ** 2)
    assert "extraction" in through["note"]


def test_removing_the_partners_production_row_does_not_clear_the_partner():
    amounts = {"CHN": 90, "AUS": 10, "WLD": 100}
    trade = imports({"CHN": 100})
    before = s2(dataset(production=production(amounts), trade=trade, governance=WORST))
    del amounts["CHN"]
    after = s2(dataset(production=production(amounts), trade=trade, governance=WORST))
    assert after["value"] == before["value"] == 1
    assert "incomplete" in flags(after)


def test_small_flow_of_another_stage_does_not_decide():
    data = dataset(
        production=production({"CHN": 50, "AUS": 50, "WLD": 100})
        + production({"MYS": 100, "WLD": 100}, stage="extraction"),
        trade=imports({"CHN": 50, "AUS": 50}) + imports({"MYS": 0.5}, stage="extraction", code="261100"),
        governance=WORST,
    )
    assert s2(data)["value"] == pytest.approx(0.5)


def test_dense_case_is_the_same_in_any_order_of_rows():
    rows = imports({"CHN": 3.3, "JPN": 7.1, "AUS": 0.7, "MYS": 5.9})
    made = production({"CHN": 61.7, "AUS": 11.3, "MYS": 9.1, "WLD": 90})
    there = s2(dataset(production=made, trade=rows, governance=WORST))
    back = s2(dataset(production=made[::-1], trade=rows[::-1], governance=WORST[::-1]))
    assert there["value"] == pytest.approx(back["value"], abs=1e-14)
    assert there["note"] == back["note"]
