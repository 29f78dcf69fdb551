"""Draws of judgements against the same arithmetic done one judge, one pair and one draw after the other."""

# Holds: robustness/sampling/judgements.py.

import math

import numpy as np
import pytest

from criticality.model.judgements import AhpWeights
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.sampling.draws import BLOCK, stream
from criticality.robustness.sampling.normal_table import normal_slices, random_bits, slice_of, uniform_slices
from criticality.weighting.ahp import group_matrix
from criticality.weighting.panel import judged_groups
from criticality.weighting.procedure import joined_priorities
from robustness.cases import case, panel

SIZES = [4, 3, 1]
SPREAD = 0.25
WAYS = [(way, solved) for way in ("judgements", "priorities") for solved in ("eigenvector", "row_geometric_mean")]


def partial(weights: AhpWeights) -> AhpWeights:
    """Judge 2 judges d0 only, with a weight for it; judge 1 gives an interval and a word in d0."""
    last = weights.judges[2]
    last = last.model_copy(update={"comparisons": {"d0": last.comparisons["d0"]}, "weight": {"d0": 2.5}})
    second = weights.judges[1]
    first, other, *rest = second.comparisons["d0"]
    said = (first.model_copy(update={"by": (2.0, 4.5)}), other.model_copy(update={"by": "rather"}), *rest)
    second = second.model_copy(update={"comparisons": {**second.comparisons, "d0": said}})
    return weights.model_copy(update={"judges": (weights.judges[0], second, last), "words": {"rather": (1.5, 3.0)}})


def draw_of(weights: AhpWeights, **changes):
    of = case(np.eye(8), sizes=SIZES, weights=weights, judgement_spread=SPREAD, **changes)
    return of, build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0].weights


def one_by_one(of, group, times, places, draw: int, spread: float):
    """The priorities of one group in one draw: the steps of `criticality.weighting` on the drawn comparisons."""
    rows, columns = np.triu_indices(len(group.items), 1)
    matrices = []
    for judge, matrix in enumerate(group.matrices):
        drawn = matrix.copy()
        for pair, (row, column) in enumerate(zip(rows, columns, strict=True)):
            log, half = math.log(matrix[row, column]), group.halves[judge, row, column]
            if half > 0:
                log += half * uniform_slices()[places[judge, pair, draw]]
            else:
                end = max(math.log(9), abs(log))
                log = min(max(log + spread * normal_slices()[places[judge, pair, draw]], -end), end)
            drawn[row, column], drawn[column, row] = math.exp(log), math.exp(-log)
        matrices.append(drawn)
    asked = np.array([times[judge][draw] for judge in group.judges])
    some = asked > 0
    weights = (asked * group.judge_weights)[some]
    kept = np.array(matrices)[some]
    if group.procedure.joins_matrices:
        return group.procedure.priorities(group_matrix(kept, weights))
    return joined_priorities(np.array([group.procedure.priorities(matrix) for matrix in kept]), weights)


@pytest.mark.parametrize(("aggregate", "prioritisation"), WAYS)
@pytest.mark.parametrize("resample", [False, True])
def test_every_draw_is_what_the_steps_give_one_by_one(aggregate, prioritisation, resample):
    weights = partial(panel(SIZES, judges=3, aggregate=aggregate, prioritisation=prioritisation))
    of, draw = draw_of(weights, resample_judges=resample)
    found = draw.draw(stream(5, 1, "weights"), 1)
    rng = stream(5, 1, "weights")
    times = {f"Judge {place}": np.ones(BLOCK) for place in range(3)}
    if resample:  # judges 0 and 1 judged the same groups, judge 2 is alone
        asked = rng.integers(2, size=(2, BLOCK))
        times |= {f"Judge {place}": (asked == place).sum(axis=0) for place in range(2)}
    groups = {group.code: group for group in judged_groups(weights, of.inputs.weighted, of.inputs.dimensions)}
    for code, columns in (("d0", slice(0, 4)), ("d1", slice(4, 7)), ("dimensions", slice(0, 3))):
        group = groups[code]
        pairs = len(group.items) * (len(group.items) - 1) // 2
        places = slice_of(random_bits(rng, (len(group.judges), pairs, BLOCK))).astype(int)
        block = found.across if code == "dimensions" else found.local
        for drawn in (0, 1, 2, 511, BLOCK - 1):
            expected = one_by_one(of, group, times, places, drawn, SPREAD)
            assert block[drawn, columns] == pytest.approx(expected, abs=2e-13)


def test_an_interval_is_drawn_uniformly_in_the_logarithm_whatever_the_spread():
    weights = panel([2], judges=1)
    said = weights.judges[0].comparisons["d0"][0].model_copy(update={"by": (2.0, 8.0)})
    judge = weights.judges[0].model_copy(update={"comparisons": {"d0": (said,)}})
    for spread in (0.0, 0.4):
        panel_of_one = weights.model_copy(update={"judges": (judge,)})
        of = case(np.eye(2), sizes=[2], weights=panel_of_one, judgement_spread=spread)
        draw = build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0].weights
        local = np.concatenate([draw.draw(stream(1, block, "weights"), block).local for block in range(8)])
        logs = np.sort(np.log(local.max(axis=1) / local.min(axis=1)))
        assert logs[0] >= math.log(2)
        assert logs[-1] <= math.log(8)
        uniform = (logs - math.log(2)) / math.log(4)
        assert np.abs(uniform - (np.arange(len(uniform)) + 0.5) / len(uniform)).max() < 0.02
        assert of.weights.table["local_weight"].max() == pytest.approx(4 / 5)  # the middle, √(2·8) = 4


def test_in_every_draw_every_group_has_a_judge():
    """Each of three judges judges one group only: nobody can be resampled away."""
    whole = panel(SIZES, judges=3)
    groups = ("dimensions", "d0", "d1")
    judges = tuple(
        judge.model_copy(update={"comparisons": {group: judge.comparisons[group]}})
        for judge, group in zip(whole.judges, groups, strict=True)
    )
    _, draw = draw_of(whole.model_copy(update={"judges": judges}))
    assert draw.times_asked(stream(1, 0, "weights")) is None
    assert np.isfinite(draw.draw(stream(1, 0, "weights"), 0).local).all()


@pytest.mark.parametrize(("aggregate", "prioritisation"), WAYS)
def test_without_spread_and_resampling_every_draw_gives_the_stated_weights(aggregate, prioritisation):
    weights = panel(SIZES, judges=3, aggregate=aggregate, prioritisation=prioritisation)
    of = case(np.eye(8), sizes=SIZES, weights=weights, judgement_spread=0.0, resample_judges=False)
    draw = build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0].weights
    drawn = draw.draw(stream(1, 0, "weights"), 0).local
    assert drawn == pytest.approx(np.tile(of.weights.table["local_weight"], (BLOCK, 1)), abs=1e-12)
