"""Sobol indices against closed forms."""

import numpy as np
import pytest

from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.sensitivity.sobol import moments, sobol_indices, sobol_of_list
from robustness.cases import GATED, case, direct, panel


def ishigami(x):
    return np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def test_ishigami_and_homma_1990():
    # first order .3139, .4424, 0; total .5576, .4424, .2437 (a = 7, b = .1); the values SALib prints
    rng = np.random.default_rng(1)
    first, second = (rng.uniform(-np.pi, np.pi, (200_000, 3)) for _ in range(2))
    mixed = np.array([np.where(np.arange(3) == place, second, first) for place in range(3)])
    alone, total = sobol_indices(moments(ishigami(first), ishigami(second), ishigami(mixed)))
    assert alone == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.015)


def test_samples_add_up():
    rng = np.random.default_rng(2)
    first, second = rng.random((600, 3)), rng.random((600, 3))
    mixed = np.array([np.where(np.arange(3) == place, second, first) for place in range(3)])
    whole = moments(ishigami(first), ishigami(second), ishigami(mixed))
    parts = [
        moments(ishigami(first[s]), ishigami(second[s]), ishigami(mixed[:, s])) for s in (slice(250), slice(250, 600))
    ]
    assert np.allclose(sobol_indices(parts[0] + parts[1]), sobol_indices(whole), atol=1e-12)


def test_an_output_that_does_not_vary_has_no_index():
    alone, total = sobol_indices(moments(np.ones(50), np.ones(50), np.ones((2, 50))))
    assert np.isnan(alone).all()
    assert np.isnan(total).all()


def test_membership_decided_by_two_independent_factors_in_closed_form():
    # Listed iff value ≥ threshold: value uniform on 0…1 (missing evidence), threshold uniform on .3…7, P = ½.
    # Knowing the value v: P(listed | v) = clip((v − .3)/.4, 0, 1); its variance is .2167 of .25.
    # Knowing the threshold t: P(listed | t) = 1 − t, variance .16/12.
    of = case(
        [[np.nan], [0.05], [0.95]],
        sizes=[1],
        method="ahp_ratings",
        vary=("data", "thresholds"),
        data_spread=0,
        threshold_spread=0.2,
    )
    ensemble = build_ensemble(of.inputs, of.matrix, of.weights, "ahp_ratings", {})[0]
    found = sobol_of_list(ensemble, 8192)
    value_alone = (0.3 * 0.25 * 2 + 0.4 / 12) / 0.25
    threshold_alone = 0.16 / 12 / 0.25
    indices = found["membership"]["minerals"]["m00"]
    assert indices["data"]["first"] == pytest.approx(value_alone, abs=0.04)
    assert indices["thresholds"]["first"] == pytest.approx(threshold_alone, abs=0.04)
    assert indices["data"]["total"] == pytest.approx(1 - threshold_alone, abs=0.04)
    assert indices["thresholds"]["total"] == pytest.approx(1 - value_alone, abs=0.04)
    assert found["membership"]["undefined"] == ["m01", "m02"]
    assert found["membership"]["list"][0]["first"] == pytest.approx(indices["data"]["first"])
    assert found["rank"]["minerals"]["m00"]["data"]["total"] == pytest.approx(1.0, abs=0.04)
    assert found["rank"]["minerals"]["m00"]["thresholds"]["total"] == 0.0


def test_one_factor_alone_carries_everything():
    table = np.random.default_rng(3).random((8, 4))
    of = case(
        table,
        sizes=[2, 2],
        weights=direct(0.25, 0.25, 0.25, 0.25),
        rule=GATED,
        vary=("weights",),
        weight_draw="uniform",
    )
    ensemble = build_ensemble(of.inputs, of.matrix, of.weights, "topsis", {})[0]
    (entry,) = sobol_of_list(ensemble, 2048)["membership"]["list"]
    assert entry["total"] == pytest.approx(1.0, abs=0.1)
    assert entry["first"] == pytest.approx(1.0, abs=1e-9)


def test_factors_of_a_panel_add_up_to_at_most_one_alone_and_at_least_one_together():
    table = np.random.default_rng(5).random((20, 6))
    of = case(
        table, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED, vary=("weights", "data", "thresholds", "method")
    )
    found = of.measured().details["sobol"]
    for output in ("membership", "rank"):
        alone, total = (sum(entry[name] for entry in found[output]["list"]) for name in ("first", "total"))
        assert alone < 1.05
        assert total > 0.95
