"""How much of a supply is best moved to another source, by hand and as a property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.indicators.concentration import herfindahl
from criticality.policy.sourcing import optimal_move

RARE_EARTHS_2023 = {  # tonnes, HS 284610 + 284690 + 280530, CEPII BACI
    "CHN": 6892.465, "JPN": 656.198, "MYS": 448.5, "USA": 7.585, "KOR": 3.141, "RUS": 1.941, "IND": 1.149,
    "ESP": 1.029, "DEU": 0.675, "AUT": 0.634, "TUR": 0.255, "FRA": 0.228, "CZE": 0.121, "GBR": 0.068, "CHE": 0.029,
    "ARM": 0.029, "BEL": 0.026, "ISL": 0.02, "NLD": 0.01, "CAN": 0.01, "SGP": 0.003, "ITA": 0.002, "NOR": 0.001,
}  # fmt: skip


def test_thirty_points_of_rare_earths_from_china_to_australia():
    whole = sum(RARE_EARTHS_2023.values())
    shares = {code: tonnes / whole for code, tonnes in RARE_EARTHS_2023.items()}
    moved = {**shares, "CHN": shares["CHN"] - 0.3, "AUS": 0.3}
    assert round(herfindahl(shares.values()).value, 3) == 0.750
    assert round(herfindahl(moved.values()).value, 3) == 0.413


def concentration_change(risk_from: float, share_from: float, risk_to: float, share_to: float, move: float) -> float:
    """ΔHHI_g of a move from A to B."""
    return risk_from * ((share_from - move) ** 2 - share_from**2) + risk_to * ((share_to + move) ** 2 - share_to**2)


risk = st.floats(0.01, 1)


@given(risk, st.floats(0, 1), risk, st.floats(0, 1), st.floats(0, 1))
def test_the_optimal_move_is_a_minimum(risk_from, share, risk_to, part, cap):
    first, second = share, (1 - share) * part
    best = optimal_move(risk_from, first, risk_to, second, cap)
    least = concentration_change(risk_from, first, risk_to, second, best)
    most = min(first, cap)
    assert 0 <= best <= most + 1e-15
    for step in range(101):
        other = concentration_change(risk_from, first, risk_to, second, most * step / 100)
        assert least <= other + 1e-12


@given(risk, risk, st.floats(0.3, 0.9))
def test_inside_its_bounds_the_optimal_move_is_the_closed_form(risk_from, risk_to, share):
    best = optimal_move(risk_from, share, risk_to, 0.0)
    assert best == pytest.approx(min(share, risk_from * share / (risk_from + risk_to)))
