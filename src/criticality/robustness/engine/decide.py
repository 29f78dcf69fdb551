"""Decide the list anew, a whole block of draws at once, by the rule that decides the list itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import assign_tiers, cut_of
from criticality.ranking.kernels import METHODS
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.methods import Rated, SharedValues, enough_weight, ratings, rows_of, score_by
from criticality.robustness.kernels.products import Floats, WeightBlock
from criticality.robustness.kernels.scores import Scores, key_scale, sum_scores

Ints = NDArray[np.int8]


@dataclass(frozen=True)
class Decided:
    """A block of re-decided lists: scores, and the position of each mineral's tier in the rule, both (L, M)."""

    scores: Scores
    tiers: Ints


def decide(
    ensemble: Ensemble,
    weights: WeightBlock,
    values: Values,
    scratch: Scratch,
    *,
    thresholds: Floats | None = None,
    methods: NDArray[np.int64] | None = None,
) -> Decided:
    """Decide the lists of one block.

    Parameters
    ----------
    ensemble
        The case.
    weights, values
        Of the block.
    scratch
        What is returned may live in it and is valid until the next block.
    thresholds
        (L, parameters) or (parameters,); the rule's own by default.
    methods
        (L,) positions among the methods drawn; the deciding one by default.
    """
    if methods is not None and ensemble.methods is not None:
        scores = _by_drawn_method(ensemble, ensemble.methods.methods, weights, values, methods, scratch)
        rated: Sequence[Rated] = ()
    else:
        scores, rated = score(ensemble, ensemble.method, weights, values, scratch)
    in_force = ensemble.rule_thresholds if thresholds is None else thresholds
    cuts = np.array(np.broadcast_to(cut_of(in_force), (len(weights.local), in_force.shape[-1])))
    quantities: dict[str, Floats] = {}
    carried: dict[str, Callable[[Floats], Floats]] = {}
    if scores.flat_at(cuts[:, [ensemble.rule.of[position] == "score" for position in ensemble.rule.parameters]]):
        quantities["score"] = scores.exact()
    else:
        quantities["score"], carried["score"] = np.asarray(scores.axis(slice(None)), dtype=np.float64), scores.carried
    for place, (name, entry) in enumerate(zip(ensemble.dimensions, rated, strict=bool(rated))):
        if name in ensemble.rule.of and enough_weight(weights.across[:, place]):
            quantities[name], carried[name] = entry.values, entry.carried
    for place, position in enumerate(ensemble.rule.parameters):
        name = ensemble.rule.of[position]
        if name in carried:
            cuts[:, place] = carried[name](cuts[:, place])
        elif name not in quantities:
            quantities[name] = quantity(ensemble, name, weights, values, scratch)
    tiers = assign_tiers(ensemble.rule, quantities, cuts=cuts)
    return Decided(scores, tiers)


def score(
    ensemble: Ensemble, method: str, weights: WeightBlock, values: Values, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """Score by one method; the two-level one gives the dimension ratings along."""
    chosen = _given(values.scaled if METHODS[method].needs_scale else values.raw)
    return score_by(method, chosen, ensemble.lowers, ensemble.members, weights, scratch)


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
    scratch: Scratch,
) -> Scores:
    found = np.empty((len(weights.local), len(ensemble.minerals)))
    for place, name in enumerate(names):
        scores, _ = score(ensemble, name, weights, values, scratch)
        rows = np.flatnonzero(drawn == place)
        found[rows] = scores.exact(rows)
    return sum_scores(found * key_scale(found.shape[1]))


def quantity(ensemble: Ensemble, name: str, weights: WeightBlock, values: Values, scratch: Scratch) -> Floats:
    """A dimension's rating or a criterion's scaled value; NaN, which meets no condition, where there is no scale."""
    if name in values.screening:
        return values.screening[name]
    scaled = values.scaled
    if scaled is None:
        return np.full(len(ensemble.minerals), np.nan)
    if name in ensemble.dimensions:
        return ratings(scaled, ensemble.members, weights, ensemble.dimensions.index(name), scratch)
    codes = [criterion.code for criterion in ensemble.criteria]
    found: Floats = rows_of(scaled, slice(codes.index(name), codes.index(name) + 1))[0]
    return found
