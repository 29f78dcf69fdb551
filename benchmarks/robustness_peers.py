"""The peers of benchmarks/robustness.py, each doing the work draw by draw, as their own documentation has it."""

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from robustness_work import CRITERIA, JUDGES, MINERALS, SIZES, Drawn, Floats

from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.products import WeightBlock
from criticality.robustness.sampling.draws import BLOCK
from criticality.robustness.sampling.judgements import JudgedPairs, JudgementDraw

Scorer = Callable[[Ensemble, Drawn, int], Floats]


def pymcdm_scores(validation: bool) -> Scorer:
    """Score one draw through pymcdm, as `criticality.ranking.methods` does for the list itself."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    vector, anchored = TOPSIS(vector_normalization), TOPSIS(lambda column, cost=False: column)
    signs, three = np.ones(CRITERIA, dtype=int), np.ones(len(SIZES), dtype=int)

    def scores(case: Ensemble, draws: Drawn, draw: int) -> Floats:
        local, across = draws.local[draw], draws.across[draw]
        if case.method == "topsis_vector":
            return vector(draws.raw.T, local * across[case.dimension_of], signs, validation=validation)
        table = case.scaled if draws.scaled is None else draws.scaled[:, draw]
        ratings = np.column_stack([local[rows] @ table[rows] for rows in case.members])
        table = np.vstack([ratings, np.ones(len(SIZES)), np.zeros(len(SIZES))])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return anchored(table, np.sqrt(across), three, validation=validation)[:-2]

    return scores


def pydecision_scores() -> Scorer:
    """Score one draw through pyDecision's textbook TOPSIS."""
    from pyDecision.algorithm import topsis_method

    kinds = ["max"] * CRITERIA

    def scores(case: Ensemble, draws: Drawn, draw: int) -> Floats:
        weights = draws.local[draw] * draws.across[draw][case.dimension_of]
        return topsis_method(draws.raw.T, weights, kinds, graph=False, verbose=False)

    return scores


def scikit_criteria_scores() -> Scorer:
    """Score one draw through scikit-criteria: vector scaler, then TOPSIS."""
    import skcriteria
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler

    scaler, method = VectorScaler(target="matrix"), TOPSIS()

    def scores(case: Ensemble, draws: Drawn, draw: int) -> Floats:
        weights = draws.local[draw] * draws.across[draw][case.dimension_of]
        table = skcriteria.mkdm(draws.raw.T, [max] * CRITERIA, weights=weights)
        return method.evaluate(scaler.transform(table)).e_.similarity

    return scores


PEERS: dict[str, Callable[[], Scorer]] = {
    "pymcdm": lambda: pymcdm_scores(True),
    "pymcdm_unvalidated": lambda: pymcdm_scores(False),
    "pydecision": pydecision_scores,
    "scikit_criteria": scikit_criteria_scores,
}


def resolve(case: Ensemble, rng: np.random.Generator) -> WeightBlock:
    """Ask the panel again and solve its matrices one by one, for one draw (what a loop has to do in b2 and c)."""
    panel = case.weights
    asked = np.bincount(rng.integers(JUDGES, size=JUDGES), minlength=JUDGES) / JUDGES

    def priorities(group: JudgedPairs) -> Floats:
        said = np.clip(group.logs + panel.spread * rng.standard_normal(group.logs.shape), -group.ends, group.ends)
        rows, columns = np.triu_indices(len(group.columns), 1)
        matrix = np.ones((len(group.columns),) * 2)
        matrix[rows, columns] = np.exp(asked @ said)
        matrix[columns, rows] = 1.0 / matrix[rows, columns]
        values, vectors = np.linalg.eig(matrix)
        vector = np.abs(vectors[:, values.real.argmax()].real)
        return vector / vector.sum()

    return WeightBlock(
        np.concatenate([priorities(group) for group in panel.within])[None], priorities(panel.across)[None]
    )


def loop(name: str, case: Ensemble, scorer: Scorer, draws: Drawn, count: int) -> None:
    """Do what the engine does, draw by draw: weights, data, scores, tiers, ranks, counts."""
    from pymcdm.helpers import rrankdata

    rng = np.random.default_rng(1)
    ranks = np.zeros((MINERALS, MINERALS), dtype=int)
    tiers = np.zeros((4, MINERALS), dtype=int)
    everybody = np.arange(MINERALS)
    for draw in range(count):
        here, place = draws, draw % BLOCK
        if isinstance(case.weights, JudgementDraw):
            scaled = draws.scaled
            if case.data is not None:
                scaled = np.clip(case.scaled * np.exp(0.2 * rng.standard_normal(case.scaled.shape)), 0, 1)[:, None]
            here, place = Drawn(*resolve(case, rng), draws.thresholds[[draw % BLOCK]], scaled, draws.raw), 0
        scores = scorer(case, here, place)
        if name == "pymcdm":
            ranks[everybody, rrankdata(scores).astype(int) - 1] += 1
        else:
            ranks[np.argsort(-scores), everybody] += 1
        if case.method == "topsis":
            tiers[_tiers(case, here, place, scores), everybody] += 1


def _tiers(case: Ensemble, draws: Drawn, draw: int, scores: Floats) -> NDArray[np.int64]:
    table = case.scaled if draws.scaled is None else draws.scaled[:, draw]
    economy, supply = (draws.local[draw, rows] @ table[rows] for rows in case.members[:2])
    score, needed, exposed, much = draws.thresholds[draw]
    critical = (scores >= score) & (economy >= needed) & (supply >= exposed)
    return np.where(critical, 0, np.where((economy >= much) & (supply < exposed), 1, np.where(supply >= exposed, 2, 3)))
