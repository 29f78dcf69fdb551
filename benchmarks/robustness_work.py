"""The work of benchmarks/robustness.py: 90 minerals × 15 criteria in three dimensions, the same for everybody."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.listing.rule import compile_rule
from criticality.model.assessment import ListRule
from criticality.model.criteria import Criterion
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import WeightBlock
from criticality.robustness.sampling.draws import (
    BLOCK,
    StatedWeights,
    ThresholdDraw,
    on_two_levels,
    stream,
)
from criticality.robustness.sampling.figures import data_draw
from criticality.robustness.sampling.judgements import JudgedPairs, JudgementDraw

Floats = NDArray[np.float64]
MINERALS, SIZES, JUDGES, GIVEN_BLOCKS, SEED = 90, (5, 7, 3), 3, 64, 20261123
CRITERIA = sum(SIZES)
RULE = {
    "because": "Benchmark.",
    "tiers": [
        {
            "name": "critical",
            "listed": True,
            "when": [{"of": "score", "at_least": 0.5}, {"of": "d0", "at_least": 0.4}, {"of": "d1", "at_least": 0.4}],
        },
        {"name": "strategic", "listed": False, "when": [{"of": "d0", "at_least": 0.6}, {"of": "d1", "below": 0.4}]},
        {"name": "watch", "listed": False, "when": [{"of": "d1", "at_least": 0.4}]},
    ],
}


@dataclass(frozen=True)
class GivenWeights:
    """Weight vectors computed beforehand, whole blocks of them, used in order and then from the start again."""

    weights: WeightBlock

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Return one block; the random numbers are not used."""
        first = block % (len(self.weights.local) // BLOCK) * BLOCK
        rows = slice(first, first + BLOCK)
        return WeightBlock(self.weights.local[rows], self.weights.across[rows])


SCORE_ALONE = {
    "because": "Benchmark.",
    "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}],
}


def ensemble(case: str) -> Ensemble:
    """Put the work of one case into arrays."""
    rng = np.random.default_rng(SEED)
    scaled = rng.random((CRITERIA, MINERALS))
    names = [f"m{place:02d}" for place in range(MINERALS)]
    criteria = tuple(_criterion(f"c{j}", f"d{k}") for k, size in enumerate(SIZES) for j in range(size))
    owner = np.repeat(np.arange(len(SIZES)), SIZES)
    ends = np.cumsum((0, *SIZES))
    stated = on_two_levels(rng.dirichlet(np.full(CRITERIA, 8.0), 1), owner, _equal())
    whole = Ensemble(
        minerals=tuple(names),
        criteria=criteria,
        dimensions=tuple(f"d{k}" for k in range(len(SIZES))),
        members=tuple(slice(int(ends[k]), int(ends[k + 1])) for k in range(len(SIZES))),
        dimension_of=owner,
        lowers=np.zeros(CRITERIA, dtype=np.bool_),
        scaled=scaled,
        raw=scaled + 0.1,
        screened=(),
        screening={},
        method="topsis_vector" if case == "a" else "topsis",
        rule=compile_rule(ListRule.model_validate(SCORE_ALONE if case == "a" else RULE), names, {}),
        stated=StatedWeights(stated.local[0], stated.across[0]),
        seed=SEED,
        collect_central_weights=False,
    )
    if case == "a":
        return replace(whole, weights=_given(owner))
    thresholds = ThresholdDraw(whole.rule_thresholds, 0.02)
    if case == "b1":
        return replace(whole, weights=_given(owner), thresholds=thresholds)
    judged = replace(whole, weights=_panel(rng, whole), thresholds=thresholds)
    return judged if case == "b2" else replace(judged, data=_data(whole))


def _criterion(code: str, dimension: str) -> Criterion:
    return Criterion.model_validate(
        {
            "code": code,
            "title": code,
            "dimension": dimension,
            "direction": "raises_criticality",
            "indicator": "observed",
            "unit": "kg",
            "scale": {"kind": "linear", "zero_at": 0, "one_at": 1},
            "missing": "interval",
        }
    )


def _equal() -> StatedWeights:
    return StatedWeights(np.repeat([1 / size for size in SIZES], SIZES), np.full(len(SIZES), 1 / len(SIZES)))


def _given(owner: NDArray[np.intp]) -> GivenWeights:
    rng = np.random.default_rng(SEED + 1)
    return GivenWeights(on_two_levels(rng.dirichlet(np.full(CRITERIA, 8.0), GIVEN_BLOCKS * BLOCK), owner, _equal()))


def _panel(rng: np.random.Generator, whole: Ensemble) -> JudgementDraw:
    def pairs(columns: NDArray[np.intp]) -> JudgedPairs:
        rows, others = np.triu_indices(len(columns), 1)
        strength = rng.normal(0, 0.4, (JUDGES, len(columns)))
        logs = strength[:, rows] - strength[:, others] + rng.normal(0, 0.1, (JUDGES, len(rows)))
        return JudgedPairs(columns, logs, np.arange(JUDGES), np.ones(JUDGES), np.zeros_like(logs))

    return JudgementDraw(
        within=tuple(pairs(np.flatnonzero(whole.dimension_of == k)) for k in range(len(SIZES))),
        across=pairs(np.arange(len(SIZES))),
        strata=(np.arange(JUDGES),),
        spread=0.2,
        resample=True,
        left_out=np.zeros(len(SIZES), dtype=np.bool_),
        stated=whole.stated,
    )


def _data(whole: Ensemble) -> Any:
    grades = np.random.default_rng(SEED + 2).choice(list("ABCD"), (CRITERIA, MINERALS))
    cells = [
        pd.DataFrame(
            {
                "value": row,
                "low": np.nan,
                "high": np.nan,
                "present": True,
                "grade": grade,
                "scaled": row,
                "scaled_low": np.nan,
                "scaled_high": np.nan,
            }
        )
        for row, grade in zip(whole.scaled, grades, strict=True)
    ]
    return data_draw(cells, whole.criteria, 1.0, raw=None)


@dataclass(frozen=True)
class Drawn:
    """Drawn weights, data and thresholds of some draws, for a loop over them."""

    local: Floats
    across: Floats
    thresholds: Floats
    scaled: Floats | None
    raw: Floats


def drawn(case: Ensemble, block: int, buffers: WorkBuffers) -> tuple[Drawn, Values]:
    """Draw one block of the work, for the engine and for a loop."""
    weights = case.weights.draw(stream(case.seed, block, "weights"), block)
    thresholds = case.rule_thresholds[None]
    if case.thresholds is not None:
        thresholds = case.thresholds.draw(stream(case.seed, block, "thresholds"), block)
    values = case.shared() if case.data is None else case.drawn(stream(case.seed, block, "data"), buffers)
    scaled = None if case.data is None else np.array(values.scaled)
    return Drawn(*weights, thresholds, scaled, case.raw), values
