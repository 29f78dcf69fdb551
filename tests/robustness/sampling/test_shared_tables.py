"""Cells that rest on one table are linked, with the correlations of its redrawn shares; others are not."""

from dataclasses import replace

import numpy as np
import pytest

from criticality.assess import Decider, groups_of
from criticality.robustness.engine.blocks import count_draws
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.draws import BLOCK, stream
from criticality.robustness.sampling.figures import grade_spreads
from criticality.robustness.sampling.shared_tables import correlations_of
from policy.cases import inputs_of
from workspace_builder import ATLANTIS


@pytest.fixture(scope="module")
def inputs():
    return inputs_of(ATLANTIS, draws=2000)


@pytest.fixture(scope="module")
def ensemble(inputs):
    decision = Decider()(inputs)
    return build_ensemble(inputs, decision.matrix, decision.weights, decision.ranking.method, groups_of(inputs))[0]


def drawn(of, blocks=20):
    names = [entry.code for entry in (*of.criteria, *of.screened)]
    found = [of.data.draw(stream(1, block, "data"), WorkBuffers()).copy() for block in range(blocks)]
    return dict(zip(names, np.concatenate(found, axis=1), strict=True))


def correlation(of, first, second, mineral):
    values, place = drawn(of), of.minerals.index(mineral)
    return float(np.corrcoef(values[first][:, place], values[second][:, place])[0, 1])


def test_concentration_and_the_largest_share_come_from_one_table(ensemble):
    """Of several producers; that of a sole one does not vary at all."""
    assert correlation(ensemble, "supply_concentration", "largest_supplier_share", "austrium") > 0.8


def test_figures_of_different_tables_stay_independent(ensemble):
    others = [
        entry.code
        for entry in ensemble.criteria
        if entry.code not in ("supply_concentration", "largest_supplier_share")
    ]
    values, place = drawn(ensemble), ensemble.minerals.index("austrium")
    for other in others:
        if values[other][:, place].std() > 0:
            assert abs(np.corrcoef(values["supply_concentration"][:, place], values[other][:, place])[0, 1]) < 0.05


def test_a_mineral_is_measured_alike_wherever_it_stands(inputs, ensemble):
    """Correlations depend on the mineral and its criteria, not on who is assessed beside it."""
    criteria = (*ensemble.criteria, *ensemble.screened)
    whole = correlations_of(inputs, ensemble.minerals, criteria, grade_spreads())
    alone = correlations_of(inputs, ["austrium"], criteria, grade_spreads())
    turned = correlations_of(inputs, ensemble.minerals[::-1], criteria, grade_spreads())
    for table, (codes, measured) in whole.items():
        place = ensemble.minerals.index("austrium")
        assert alone[table][0] == codes
        assert np.array_equal(alone[table][1][0], measured[place])
        assert np.array_equal(turned[table][1][::-1], measured)


def test_any_number_of_workers_counts_the_same(ensemble):
    first = count_draws(ensemble, 3 * BLOCK, workers=1)
    for workers, size in ((1, 1), (2, 2)):
        again = count_draws(ensemble, 3 * BLOCK, workers=workers, blocks_a_task=size)
        assert np.array_equal(first.tiers, again.tiers)
        assert np.array_equal(first.ranks, again.ranks)


def test_correlations_that_are_given_are_not_measured_again(inputs, ensemble, monkeypatch):
    decision = Decider()(inputs)
    case = (inputs, decision.matrix, decision.weights, decision.ranking.method, groups_of(inputs))
    measured = correlations_of(inputs, ensemble.minerals, (*ensemble.criteria, *ensemble.screened), grade_spreads())
    monkeypatch.setattr("criticality.robustness.ensemble.correlations_of", None)
    given = build_ensemble(*case, correlations=measured)[0]
    assert np.array_equal(drawn(given, 1)["supply_concentration"], drawn(ensemble, 1)["supply_concentration"])
    apart = build_ensemble(*case, correlations={})[0]
    assert apart.data.links == ()
    assert abs(correlation(apart, "supply_concentration", "largest_supplier_share", "austrium")) < 0.05


def test_without_spreads_there_is_nothing_to_measure(inputs):
    plan = inputs.assessment
    for change in ({"data_spread": 0.0}, {"draws": 0}):
        settings = plan.robustness.model_copy(update=change)
        still = replace(inputs, assessment=plan.model_copy(update={"robustness": settings}))
        decision = Decider()(still)
        built = build_ensemble(still, decision.matrix, decision.weights, decision.ranking.method, groups_of(still))[0]
        assert built.data.links == ()
