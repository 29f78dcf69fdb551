"""Robustness of the list: how often each mineral is listed, its rank interval, and what the list is sensitive to.

P(listed) is the share of draws in which the rule lists the mineral under the stated spreads. It is not the probability
that the mineral is critical.

References
----------
Lahdelma, R., & Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group decision making.
Oper. Res. 49, 444–454.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.model.results import Acceptability, DecisionMatrix, Inputs, Ranking, WeightSet
from criticality.robustness.engine.blocks import FIXED_POINT, Counts, Progress, count_draws
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.rank_classes import MOST_COUNTED, fixed_ranks, rank_classes, windows_of
from criticality.robustness.sampling.figures import grade_spreads
from criticality.robustness.sensitivity.summary import sensitivity

MOST_WITH_EVERY_RANK = 200
"""Minerals up to which the share of every rank is kept; above, the shares at and up to the fixed ranks."""

CLASSES = (("firm", 0.9), ("likely", 0.67), ("borderline", 0.33), ("unlikely", 0.0))
_TAIL = 20


def measure_robustness(
    inputs: Inputs,
    matrix: DecisionMatrix,
    weights: WeightSet,
    ranking: Ranking,
    group_of: Mapping[str, str],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Acceptability | None:
    """Decide the list in every draw of the factors that the assessment varies, and count the results.

    Parameters
    ----------
    inputs
        Those of the assessment.
    matrix, weights, ranking
        As decided, for the minerals with enough evidence.
    group_of
        Mineral → group.
    workers
        Number of processes. It changes no result.
    executor
        Where the draws are made instead of processes of this machine. It changes no result.
    progress
        Called with (draws done, draws asked for).

    Returns
    -------
    Acceptability or None
        None where the assessment asks for no draws, or no mineral is scored.
    """
    draws = inputs.assessment.robustness.draws
    if draws == 0 or not len(matrix.raw):
        return None
    ensemble, not_done = build_ensemble(inputs, matrix, weights, ranking.method, group_of)
    ensemble = with_classes(ensemble)
    count = partial(count_draws, draws=draws, workers=workers, executor=executor, progress=progress)
    counts = count(ensemble)
    table = acceptability_table(ensemble, counts, _interval(ensemble, counts, draws, count))
    details = {
        "settings": _settings(inputs, ensemble),
        "minerals": table.to_dict(orient="records"),
        "list_size": list_size(counts),
        **_central_weights(ensemble, counts),
        **sensitivity(ensemble, inputs, draws, not_done),
        "not_done": not_done,
    }
    return Acceptability(table, rank_shares(ensemble, counts), details)


def with_classes(ensemble: Ensemble) -> Ensemble:
    """Let ranks be counted by class where the minerals are too many to count each."""
    minerals = len(ensemble.minerals)
    return ensemble if minerals <= MOST_COUNTED else replace(ensemble, classes=rank_classes(minerals))


def p_listed(ensemble: Ensemble, draws: int) -> dict[str, float]:
    """Share of so many draws that list each mineral."""
    counts = count_draws(with_classes(ensemble), draws)
    listed = counts.tiers[ensemble.rule.listed].sum(axis=0) / int(counts.draws)
    return dict(zip(ensemble.minerals, listed.tolist(), strict=True))


Interval = tuple[NDArray[np.int64], NDArray[np.int64]]


def acceptability_table(ensemble: Ensemble, counts: Counts, interval: Interval) -> pd.DataFrame:
    """One row a mineral: ``mineral, p_listed, rank_low, rank_high, confidence, p_<tier>…, standard_error``."""
    draws = int(counts.draws)
    listed = counts.tiers[ensemble.rule.listed].sum(axis=0)
    p_listed = listed / draws
    low, high = interval
    return pd.DataFrame(
        {
            "mineral": list(ensemble.minerals),
            "p_listed": p_listed,
            "rank_low": low,
            "rank_high": high,
            "confidence": [confidence(int(count), draws) for count in listed],
            **{f"p_{name}": tier / draws for name, tier in zip(ensemble.rule.names, counts.tiers, strict=True)},
            "standard_error": np.sqrt(p_listed * (1.0 - p_listed) / draws),
        }
    )


def _interval(ensemble: Ensemble, counts: Counts, draws: int, count: Callable[[Ensemble], Counts]) -> Interval:
    """The rank interval; where ranks were counted by class, the draws are made again for the ranks at its ends."""
    places = rank_interval(counts.ranks)
    classes = ensemble.classes
    if classes is None:
        return places
    ends = [place - 1 for place in places]
    closer = windows_of(classes, ends)
    again = replace(ensemble, classes=closer, collect_central_weights=False)
    counted = count(again).ranks[:, len(closer.ends) :]
    before = np.concatenate([np.zeros((len(counted), 1), dtype=np.int64), counts.ranks.cumsum(axis=1)], axis=1)
    low, high = (
        start + first_at_least(before[np.arange(len(counted)), end][:, None] + inside.cumsum(axis=1), draws * share) + 1
        for start, end, inside, share in zip(
            closer.windows, ends, np.split(counted, 2, axis=1), (1, _TAIL - 1), strict=True
        )
    )
    return low, high


def first_at_least(reached: NDArray[np.int64], twentieths: int) -> NDArray[np.int64]:
    """The first place of each row (M, places) at which so many twentieths of a draw are reached."""
    result: NDArray[np.int64] = (reached * _TAIL >= twentieths).argmax(axis=1).astype(np.int64)
    return result


def rank_interval(ranks: NDArray[np.int64]) -> Interval:
    """The ranks at the 5 % and 95 % quantiles of the draws, from counts (M, M); compared as integers, so exact."""
    reached = ranks.cumsum(axis=1)
    draws = int(reached[0, -1])
    return first_at_least(reached, draws) + 1, first_at_least(reached, draws * (_TAIL - 1)) + 1


def confidence(listed: int, draws: int) -> str:
    """Class of P(listed): firm from 0.9, likely from 0.67, borderline from 0.33, unlikely below."""
    share = listed / draws
    return next(name for name, least in CLASSES if share >= least)


def rank_shares(ensemble: Ensemble, counts: Counts) -> pd.DataFrame:
    """Rank acceptability: ``mineral, rank, share``, the share of draws that give the mineral the rank.

    With more than `MOST_WITH_EVERY_RANK` minerals only the fixed ranks stand there, and ``share_up_to`` beside them:
    the share of draws that give the mineral this rank or a better one.
    """
    size = len(ensemble.minerals)
    if size > MOST_WITH_EVERY_RANK:
        return _fixed_shares(ensemble, counts)
    return pd.DataFrame(
        {
            "mineral": np.repeat(list(ensemble.minerals), size),
            "rank": np.tile(np.arange(1, size + 1), size),
            "share": (counts.ranks / int(counts.draws)).ravel(),
        }
    )


def _fixed_shares(ensemble: Ensemble, counts: Counts) -> pd.DataFrame:
    size, draws = len(ensemble.minerals), int(counts.draws)
    ranks = np.array(fixed_ranks(size))
    places = ranks - 1 if ensemble.classes is None else np.searchsorted(ensemble.classes.ends, ranks)
    return pd.DataFrame(
        {
            "mineral": np.repeat(list(ensemble.minerals), len(ranks)),
            "rank": np.tile(ranks, size),
            "share": (counts.ranks[:, places] / draws).ravel(),
            "share_up_to": (counts.ranks.cumsum(axis=1)[:, places] / draws).ravel(),
        }
    )


def list_size(counts: Counts) -> dict[str, object]:
    """Expected number of minerals listed and its 90 % interval."""
    sizes, draws = np.arange(len(counts.sizes)), int(counts.draws)
    reached = counts.sizes.cumsum()
    return {
        "expected": float((sizes * counts.sizes).sum() / draws),
        "low": int((reached * _TAIL >= draws).argmax()),
        "high": int((reached * _TAIL >= draws * (_TAIL - 1)).argmax()),
        "shares": {str(size): float(counts.sizes[size] / draws) for size in np.flatnonzero(counts.sizes)},
    }


def _settings(inputs: Inputs, ensemble: Ensemble) -> dict[str, object]:
    plan = inputs.assessment.robustness.model_dump(mode="json")
    return {**plan, "varied": list(ensemble.varied), "grade_spreads": dict(grade_spreads())}


def _central_weights(ensemble: Ensemble, counts: Counts) -> dict[str, object]:
    """Mean weights of the draws that rank a mineral first (SMAA's central weights), and of those that list it."""
    if ensemble.weights is None:
        return {}
    first = counts.ranks[:, 0]
    listed = counts.tiers[ensemble.rule.listed].sum(axis=0)
    return {
        "central_weights": _means(ensemble, counts.first_weights, first),
        "listing_weights": _means(ensemble, counts.listing_weights, listed),
    }


def _means(ensemble: Ensemble, sums: NDArray[np.int64], times: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    codes = [criterion.code for criterion in ensemble.criteria]
    return {
        mineral: {code: float(value / FIXED_POINT / count) for code, value in zip(codes, row, strict=True)}
        for mineral, row, count in zip(ensemble.minerals, sums, times, strict=True)
        if count
    }
