"""Decide the lists of a block of draws, by the same rule that decides the list of the run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.listing.quantities import FIGURE, base_of, is_figure, is_place, places_of
from criticality.listing.rule import assign_tiers
from criticality.ranking.kernels import METHODS
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.methods import Rated, SharedValues, enough_weight, ratings, rows_of, score_by
from criticality.robustness.kernels.products import Floats, WeightBlock, weighted_sum
from criticality.robustness.kernels.scores import Scores, key_scale, sum_scores

Ints = NDArray[np.int8]


@dataclass(frozen=True)
class Decided:
    """The lists of a block of draws: scores, and the position of each mineral's tier in the rule, both (L, M)."""

    scores: Scores
    tiers: Ints


def decide(
    ensemble: Ensemble,
    weights: WeightBlock,
    values: Values,
    buffers: WorkBuffers,
    *,
    thresholds: Floats | None = None,
    methods: NDArray[np.int64] | None = None,
    scored: tuple[Scores, Sequence[Rated]] | None = None,
) -> Decided:
    """Decide the lists of one block.

    Parameters
    ----------
    ensemble
        The decided case.
    weights, values
        Those of the draws in the block.
    buffers
        Work arrays. The returned arrays may be among them and are valid until the next block.
    thresholds
        (L, parameters) or (parameters,); the rule's own by default.
    methods
        (L,) positions in `Ensemble.methods`; the deciding method by default.
    scored
        What `score` gives by the deciding method, where these weights and values are scored already.
    """
    if methods is not None and ensemble.methods is not None:
        scores = _by_drawn_method(ensemble, ensemble.methods.methods, weights, values, methods, buffers)
        rated: Sequence[Rated] = ()
    else:
        scores, rated = scored or score(ensemble, ensemble.method, weights, values, buffers)
    in_force = ensemble.rule_thresholds if thresholds is None else thresholds
    rule = ensemble.rule
    cuts = np.array(np.broadcast_to(rule.cuts(in_force), (len(weights.local), in_force.shape[-1])))
    # The score and the ratings are compared in the form that is fastest to compute; `to_axis` transforms a threshold
    # to that form.
    quantities: dict[str, Floats] = {}
    to_axis: dict[str, Callable[[Floats], Floats]] = {}
    if rule.averages or scores.flat_at(cuts[:, [rule.quantity[position] == "score" for position in rule.parameters]]):
        quantities["score"] = scores.exact()
    else:
        quantities["score"], to_axis["score"] = np.asarray(scores.axis(slice(None)), dtype=np.float64), scores.on_axis
    for place, (name, entry) in enumerate(zip(ensemble.dimensions, rated, strict=bool(rated))):
        if name in rule.quantity and not rule.averages and enough_weight(weights.across[:, place]):
            quantities[name], to_axis[name] = entry.values, entry.on_axis
    for place, position in enumerate(rule.parameters):
        name = rule.quantity[position]
        if name in to_axis:
            cuts[:, place] = to_axis[name](cuts[:, place])
        elif name not in quantities:
            quantities[name] = quantity(ensemble, name, weights, values, buffers, scores)
    return Decided(scores, assign_tiers(rule, quantities, cuts=cuts))


def score(
    ensemble: Ensemble, method: str, weights: WeightBlock, values: Values, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """Score a block by one method; two-level TOPSIS also returns the dimension ratings."""
    chosen = _given(values.scaled if METHODS[method].needs_scale else values.raw)
    return score_by(method, chosen, ensemble.lowers, ensemble.members, weights, buffers)


def _given(values: SharedValues | Floats | None) -> SharedValues | Floats:
    if values is None:
        raise ValueError("the values this method works on are not there")
    return values


def _by_drawn_method(
    ensemble: Ensemble,
    names: tuple[str, ...],
    weights: WeightBlock,
    values: Values,
    drawn: NDArray[np.int64],
    buffers: WorkBuffers,
) -> Scores:
    result = np.empty((len(weights.local), len(ensemble.minerals)))
    for place, name in enumerate(names):
        scores, _ = score(ensemble, name, weights, values, buffers)
        rows = np.flatnonzero(drawn == place)
        result[rows] = scores.exact(rows)
    return sum_scores(result * key_scale(result.shape[1]))


def quantity(
    ensemble: Ensemble, name: str, weights: WeightBlock, values: Values, buffers: WorkBuffers, scores: Scores
) -> Floats:
    """A dimension's rating, a criterion's scaled value (NaN without a scale) or figure, or places in such an order."""
    if is_place(name):
        return places_of(quantity(ensemble, base_of(name), weights, values, buffers, scores))
    if name == "score":
        return scores.exact()
    if is_figure(name) or name in values.screening:
        return values.figures[name.removesuffix(FIGURE)] if is_figure(name) else values.screening[name]
    scaled = values.scaled
    if scaled is None:
        return np.full(len(ensemble.minerals), np.nan)
    if name in ensemble.dimensions:
        return ratings(scaled, ensemble.members, weights, ensemble.dimensions.index(name), buffers)
    codes = [criterion.code for criterion in ensemble.criteria]
    result: Floats = (
        inner_ratings(ensemble, name, weights, scaled)
        if name in ensemble.inner
        else rows_of(scaled, slice(codes.index(name), codes.index(name) + 1))[0]
    )
    return result


def inner_ratings(ensemble: Ensemble, name: str, weights: WeightBlock, scaled: SharedValues | Floats) -> Floats:
    """Ratings (L, M) inside a dimension below the first level, by the weights that its criteria have in each draw.

    Where they have none in a draw, the dimension keeps its shares as decided: its rating is still asked for.
    """
    rows, stated = ensemble.inner[name]
    own = weights.local[:, rows]
    whole = own.sum(axis=1, keepdims=True)
    shares: Floats = np.where(whole > 0, own / np.where(whole > 0, whole, 1.0), stated)
    block = rows_of(scaled, rows)
    return weighted_sum(shares, block, np.empty((len(shares), block.shape[-1])))
