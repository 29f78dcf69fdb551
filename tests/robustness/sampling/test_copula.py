"""Linked cells vary together, and each of them as it did alone."""

import numpy as np
import pandas as pd
import pytest

from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.copula import NEARLY_ONE, join, linked
from criticality.robustness.sampling.draws import BLOCK, stream
from criticality.robustness.sampling.figures import data_draw
from criticality.robustness.sampling.normal_table import UNIFORM, bits_of_deviates, deviates_of_bits, random_bits
from robustness.cases import criterion

CODES = ("c0", "c1", "c2")
RHO = np.array([[1.0, 0.8, -0.5], [0.8, 1.0, 0.0], [-0.5, 0.0, 1.0]])
SINGULAR = np.array([[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]])
EVERY = np.ones((3, 1), dtype=np.bool_)


def drawn_bits(correlations, blocks=60, *, signs=(1.0, 1.0, 1.0), varies=EVERY):
    """Bits of three cells of one mineral (3, L), and the same bits before they were joined."""
    links = linked(np.arange(3)[:, None], correlations[None], np.array(signs)[:, None], varies)
    alone = np.concatenate([random_bits(stream(5, block, "data"), (3, BLOCK)) for block in range(blocks)], axis=1)
    together = alone.copy()
    join(together, () if links is None else (links,), WorkBuffers())
    return together, alone


def rank_correlations(bits):
    return np.corrcoef(bits.astype(np.float64))


@pytest.mark.parametrize("correlations", [RHO, SINGULAR], ids=["mixed", "all one"])
def test_rank_correlations_are_those_of_the_gaussian_copula(correlations):
    """Spearman's ρ_s = (6/π)·arcsin(ρ/2) for a Gaussian copula (Pearson 1907)."""
    together, _ = drawn_bits(correlations)
    off = ~np.eye(3, dtype=bool)
    expected = 6.0 / np.pi * np.arcsin(NEARLY_ONE * correlations / 2.0)
    assert rank_correlations(together)[off] == pytest.approx(expected[off], abs=0.012)


def test_every_cell_is_as_likely_to_have_any_bits_as_before():
    together, alone = drawn_bits(RHO, blocks=120)
    assert np.array_equal(together[0], alone[0])
    count = together.shape[1]
    for row in together:
        counted = np.bincount(row >> 8, minlength=256)
        chi_squared = ((counted - count / 256) ** 2 / (count / 256)).sum()
        assert chi_squared < 255 + 5 * np.sqrt(2 * 255)
        assert row.min() < 8
        assert row.max() > UNIFORM - 9


def test_bits_that_go_to_deviates_and_back_are_as_likely_as_before():
    """All 65,536 at once: every quantile stays within three parts in 100,000."""
    steps = deviates_of_bits().astype(np.float64) * (UNIFORM / 2 / 4.4) + UNIFORM / 2
    back = np.sort(bits_of_deviates()[np.clip(steps.astype(int), 0, UNIFORM - 1)].astype(int))
    assert np.abs(back - np.arange(UNIFORM)).max() <= 3e-5 * UNIFORM + 1


def test_a_cell_that_is_not_drawn_by_its_bits_is_linked_to_nothing():
    varies = np.array([[True], [False], [True]])
    together, alone = drawn_bits(RHO, varies=varies)
    found = rank_correlations(together)
    assert found[0, 2] == pytest.approx(6 / np.pi * np.arcsin(-0.25), abs=0.012)
    assert found[0, 1] == pytest.approx(0.0, abs=0.012)
    nobody = drawn_bits(RHO, varies=np.zeros((3, 1), dtype=np.bool_))
    assert np.array_equal(*nobody)
    assert not np.array_equal(together, alone)


def test_bits_that_rise_as_the_figure_falls_turn_the_sign():
    together, _ = drawn_bits(RHO, signs=(1.0, -1.0, 1.0))
    assert rank_correlations(together)[0, 1] < -0.75


# ── cells of every kind ──────────────────────────────────────────────────────

KINDS = {
    "figure": {"unit": "kg"},
    "log": {"unit": "kg", "scale": {"kind": "log", "zero_at": 0.01, "one_at": 1.0}},
    "share": {"unit": "1"},
    "lowers": {"unit": "kg", "direction": "lowers_criticality"},
    "bounds": {"unit": "kg", "low": 0.1, "high": 0.9},
    "lowers, bounds": {"unit": "kg", "low": 0.1, "high": 0.9, "direction": "lowers_criticality"},
    "missing": {"unit": "kg", "present": False},
}


def drawn_cells(kinds, *, correlations, blocks, raw=False, together=1):
    """Values (criteria, L) of one mineral whose cells are of the kinds named; all criteria are linked."""
    columns, criteria = [], []
    for place, kind in enumerate(kinds):
        settings = dict(KINDS[kind])
        low, high, present = settings.pop("low", np.nan), settings.pop("high", np.nan), settings.pop("present", True)
        entry = criterion(f"c{place}", "d0", **settings)
        value = 0.4 if present else np.nan
        turned = entry.direction == "lowers_criticality"
        ends = (1 - high, 1 - low) if turned else (low, high)
        scaled = {"scaled": 0.6 if turned else 0.4, "scaled_low": ends[0], "scaled_high": ends[1]}
        unit = {"value": value, "low": low, "high": high, "present": present, "grade": "C", **scaled}
        columns.append(pd.DataFrame([unit], index=["m00"]))
        criteria.append(entry)
    given = (
        None if correlations is None else {"supply": (tuple(f"c{k}" for k in range(len(kinds))), correlations[None])}
    )
    values = [np.array([0.4])] * len(kinds)
    draw = data_draw(columns, criteria, 1.0, raw=values if raw else None, correlations=given)
    found = []
    for start in range(0, blocks, together):
        scratch = WorkBuffers()
        bits = draw.bits([stream(3, block, "data") for block in range(start, start + together)], scratch)
        found.append(draw.values(bits, scratch)[:, :, 0].copy())
    return np.concatenate(found, axis=1)


def both(rho):
    return np.array([[1.0, rho], [rho, 1.0]])


@pytest.mark.parametrize("raw", [False, True], ids=["scaled", "raw"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_distribution_of_a_linked_cell_is_that_of_the_cell_alone(kind, raw):
    alone, linked_ = (
        drawn_cells(("figure", kind), correlations=rho, blocks=80, raw=raw)[1] for rho in (None, both(0.9))
    )
    levels = np.linspace(0.01, 0.99, 33)
    spread = np.quantile(alone, 0.99) - np.quantile(alone, 0.01)
    assert np.quantile(linked_, levels) == pytest.approx(np.quantile(alone, levels), abs=0.02 * spread)


def test_a_figure_of_grade_c_keeps_its_published_quantiles_when_linked():
    """x·exp(.2·z): the 5 % and 95 % quantiles are 0.4·exp(∓.329)."""
    drawn = drawn_cells(("figure", "log", "figure"), correlations=RHO, blocks=100)[2]
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx(0.4 * np.exp([-0.329, 0.0, 0.329]), rel=0.01)


@pytest.mark.parametrize(
    ("kind", "sign"),
    [("figure", 1), ("log", 1), ("share", 1), ("bounds", 1), ("lowers", -1), ("lowers, bounds", -1), ("missing", 0)],
)
def test_scaled_values_move_as_the_figures_do(kind, sign):
    """Figures that rise together: the scaled value of a criterion that lowers criticality falls."""
    drawn = drawn_cells(("figure", kind), correlations=both(0.9), blocks=30)
    found = np.corrcoef(drawn.argsort(axis=1).argsort(axis=1))[0, 1]
    assert found == pytest.approx(sign * 6 / np.pi * np.arcsin(0.45), abs=0.02)


def test_raw_figures_between_bounds_rise_together_whatever_the_direction():
    drawn = drawn_cells(("figure", "lowers, bounds"), correlations=both(0.9), blocks=20, raw=True)
    assert np.corrcoef(drawn)[0, 1] > 0.8


@pytest.mark.parametrize("together", [2, 3, 6])
def test_blocks_drawn_together_are_the_blocks_drawn_one_by_one_to_the_last_bit(together):
    kinds = ("figure", "bounds", "share")
    one_by_one = drawn_cells(kinds, correlations=RHO, blocks=6)
    assert np.array_equal(drawn_cells(kinds, correlations=RHO, blocks=6, together=together), one_by_one)


def test_cells_of_one_mineral_are_not_linked_to_another_minerals():
    cells = np.array([[0, 1], [2, 3]])
    links = linked(cells, np.array([both(0.9), both(-0.9)]), np.ones((2, 2)), np.ones((2, 2), dtype=np.bool_))
    bits = random_bits(stream(1, 0, "data"), (4, 40 * BLOCK))
    join(bits, (links,), WorkBuffers())
    found = rank_correlations(bits)
    assert found[0, 2] > 0.85
    assert found[1, 3] < -0.85
    assert np.abs(found[[0, 0, 1, 2], [1, 3, 2, 3]]).max() < 0.02
