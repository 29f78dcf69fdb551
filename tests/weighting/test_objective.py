"""Entropy and CRITIC weights: pymcdm as the oracle, the limit at zero, and the figures that define no weights."""

import numpy as np
import pandas as pd
import pytest

from criticality.errors import InputError
from criticality.model.judgements import ObjectiveWeights
from criticality.weighting.objective import Undefined, objective_weights
from criticality.weighting.weights import derive_weights


def overall(found):
    return dict(zip(found.table["criterion"], found.table["global_weight"], strict=True))


@pytest.fixture
def scaled(criteria):
    values = np.random.default_rng(3).uniform(0.05, 1.0, (9, len(criteria)))
    return pd.DataFrame(values, [f"m{row}" for row in range(9)], [entry.code for entry in criteria])


@pytest.mark.parametrize("method", ["entropy", "critic"])
def test_objective_weights_are_pymcdms(criteria, dimensions, scaled, method):
    from pymcdm import weights as oracle

    found = derive_weights(ObjectiveWeights(title="Figures", method=method), criteria, dimensions, scaled)
    expected = getattr(oracle, f"{method}_weights")(scaled.to_numpy())
    assert list(overall(found).values()) == pytest.approx(list(expected), abs=1e-12)


def test_entropy_with_zeros_takes_the_limit(criteria, dimensions, scaled):
    scaled.iloc[0, 0] = 0.0
    found = derive_weights(ObjectiveWeights(title="Figures", method="entropy"), criteria, dimensions, scaled)
    nearly = scaled.copy()
    nearly.iloc[0, 0] = 1e-12
    close = derive_weights(ObjectiveWeights(title="Figures", method="entropy"), criteria, dimensions, nearly)
    assert overall(found) == pytest.approx(overall(close), abs=1e-9)


def test_critic_refuses_a_criterion_that_never_differs(criteria, dimensions, scaled):
    scaled["imports"] = 0.5
    with pytest.raises(InputError, match="imports"):
        derive_weights(ObjectiveWeights(title="Figures", method="critic"), criteria, dimensions, scaled)
    entropy = derive_weights(ObjectiveWeights(title="Figures", method="entropy"), criteria, dimensions, scaled)
    assert overall(entropy)["imports"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("method", ["entropy", "critic"])
def test_objective_weights_without_scales_are_refused(criteria, dimensions, method):
    with pytest.raises(InputError, match="scale"):
        derive_weights(ObjectiveWeights(title="Figures", method=method), criteria, dimensions, None)


def test_one_criterion_has_all_the_weight_under_critic():
    assert objective_weights(pd.DataFrame({"only": [0.1, 0.9]}), "critic") == {"only": 1.0}


@pytest.mark.parametrize("method", ["entropy", "critic"])
@pytest.mark.parametrize("values", [[[0.5, 0.5], [0.5, 0.5]], [[0.1, 0.9]], [[0.1, np.nan], [0.2, 0.3]]])
def test_figures_that_define_no_weights_are_refused(method, values):
    with pytest.raises(Undefined):
        objective_weights(pd.DataFrame(values, columns=["first", "second"]), method)


def test_lee_chang_2018_entropy_weights_of_the_figures_themselves():
    """Renew. Sustain. Energy Rev. 92, 883-896 (doi 10.1016/j.rser.2018.05.007): five renewables, ten criteria."""
    figures = pd.DataFrame(
        {
            "solar": [4550, 30, 6.74, 20, 15, 5, 85, 150, 0.87, 4.76],
            "wind": [3005, 60.86, 2.4, 35, 27, 4, 26, 200, 0.17, 4.51],
            "hydro": [2040, 14.85, 1.7, 90, 25, 5, 26, 500, 0.27, 4.19],
            "biomass": [3370, 99.4, 3.25, 25.3, 54, 3, 45, 222, 0.21, 3.78],
            "geothermal": [3920, 112.6, 4.93, 11.4, 71.7, 2, 50, 100, 0.25, 4.11],
        },
        index=[f"c{place}" for place in range(1, 11)],
        dtype=float,
    ).T
    printed = [0.026, 0.154, 0.089, 0.199, 0.115, 0.040, 0.080, 0.123, 0.172, 0.002]
    found = objective_weights(figures, "entropy")
    assert [found[code] for code in figures.columns] == pytest.approx(printed, abs=6e-4)
