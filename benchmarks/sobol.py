"""Our Sobol indices beside SALib's, on the Ishigami function and on the project's own model.

Both estimate from the same sample size; the difference is given in standard errors of the difference, from repetitions
with other seeds on both sides. One JSON object a line: ``case`` (ishigami | membership | rank), ``output`` (y;
for the model the mineral nearest to P(listed) = ½), ``factor``, ``index`` (first | total), ``ours``, ``salib``
(means over the repetitions), ``exact`` where a closed form is known, ``in_errors``.

The model is case c of benchmarks/robustness.py: judgements, figures and thresholds are redrawn, the list decided anew.
SALib wants one number a factor: a number in 0…1 picks one of 8,192 drawn sets of weights, of figures, of thresholds.

    python -m venv peers && peers/bin/pip install . -r benchmarks/requirements.txt
    peers/bin/python benchmarks/sobol.py
"""

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from robustness_work import ensemble
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_sample

from criticality.robustness.engine.blocks import count_draws
from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import WeightBlock
from criticality.robustness.kernels.ranks import ranks_of
from criticality.robustness.sampling.draws import BLOCK, stream
from criticality.robustness.sensitivity.sobol import moments, sobol_indices, sobol_of_list

Floats = NDArray[np.float64]
SAMPLE, REPETITIONS, BLOCKS = 8192, 12, 8
EXACT = {"first": (0.3139, 0.4424, 0.0), "total": (0.5576, 0.4424, 0.2437)}
FACTORS = ("weights", "data", "thresholds")


def ishigami(x: Floats) -> Floats:
    """Ishigami & Homma (1990) with a = 7, b = .1; x (…, 3) in −π…π."""
    return np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def ours_on_ishigami(seed: int) -> Floats:
    """First and total indices, (2, 3), by the project's estimator on plain random numbers."""
    rng = np.random.default_rng(seed)
    first, second = (rng.uniform(-np.pi, np.pi, (SAMPLE, 3)) for _ in range(2))
    mixed = np.array([np.where(np.arange(3) == place, second, first) for place in range(3)])
    return np.array(sobol_indices(moments(ishigami(first), ishigami(second), ishigami(mixed))))


def by_salib(model: Callable[[Floats], Floats], names: tuple[str, ...], ends: list[float], seed: int) -> Floats:
    """First and total indices, (2, factors), by SALib's own sample and estimator."""
    problem = {"num_vars": len(names), "names": list(names), "bounds": [ends] * len(names)}
    points = salib_sample.sample(problem, SAMPLE, calc_second_order=False, seed=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = salib_analysis.analyze(problem, model(points), calc_second_order=False, num_resamples=2, seed=seed)
    return np.array([result["S1"], result["ST"]])


class Model:
    """Membership and rank of one mineral as a function of three numbers in 0…1, one a factor."""

    def __init__(self, case: Ensemble, mineral: int) -> None:
        self.case, self.mineral, buffers = case, mineral, WorkBuffers()
        blocks = range(BLOCKS)
        weights = [case.weights.draw(stream(case.seed, block, "weights", 3), block) for block in blocks]
        self.local = np.concatenate([block.local for block in weights])
        self.across = np.concatenate([block.across for block in weights])
        drawn = [np.array(case.drawn(stream(case.seed, block, "data", 3), buffers).scaled) for block in blocks]
        self.scaled = np.concatenate(drawn, axis=1)
        self.thresholds = np.concatenate(
            [case.thresholds.draw(stream(case.seed, block, "thresholds", 3), block) for block in blocks]
        )

    def __call__(self, points: Floats) -> Floats:
        """Membership and rank, (2, points)."""
        places = np.minimum((points * BLOCKS * BLOCK).astype(int), BLOCKS * BLOCK - 1)
        return np.concatenate(
            [self._some(places[start : start + BLOCK].T) for start in range(0, len(places), BLOCK)], axis=1
        )

    def _some(self, places: NDArray[np.int64]) -> Floats:
        weights = WeightBlock(self.local[places[0]], self.across[places[0]])
        values = Values(self.scaled[:, places[1]], None, {})
        decided = decide(self.case, weights, values, WorkBuffers(), thresholds=self.thresholds[places[2]])
        listed = self.case.rule.listed[decided.tiers][:, self.mineral]
        return np.array([listed, ranks_of(decided.scores.exact())[:, self.mineral]], dtype=np.float64)


def ours_on_the_model(case: Ensemble, mineral: int, seed: int) -> Floats:
    """First and total indices of membership and of rank, (2, 2, factors)."""
    result = sobol_of_list(replace(case, seed=seed), SAMPLE)
    name = case.minerals[mineral]
    return np.array(
        [
            [[result[output]["minerals"][name][factor][index] for factor in FACTORS] for index in ("first", "total")]
            for output in ("membership", "rank")
        ]
    )


def borderline(case: Ensemble) -> int:
    """The mineral whose membership varies most."""
    counts = count_draws(case, BLOCK)
    shares = counts.tiers[case.rule.listed].sum(axis=0) / BLOCK
    return int(np.abs(shares - 0.5).argmin())


def compared(case: str, output: str, factors: tuple[str, ...], ours: Floats, theirs: Floats) -> Iterator[str]:
    """One line an index; `ours` and `theirs` are (repetitions, 2, factors)."""
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / REPETITIONS)
    difference = ours.mean(axis=0) - theirs.mean(axis=0)
    for row, index in enumerate(("first", "total")):
        for column, factor in enumerate(factors):
            line = {
                "case": case,
                "output": output,
                "factor": factor,
                "index": index,
                "ours": round(float(ours[:, row, column].mean()), 4),
                "salib": round(float(theirs[:, row, column].mean()), 4),
                "in_errors": round(float(difference[row, column] / max(error[row, column], 1e-12)), 2),
            }
            yield json.dumps(line | ({"exact": EXACT[index][column]} if case == "ishigami" else {}))


def main() -> None:
    """Print our indices beside SALib's."""
    seeds = range(REPETITIONS)
    ours = np.array([ours_on_ishigami(seed) for seed in seeds])
    theirs = np.array([by_salib(ishigami, ("x1", "x2", "x3"), [-np.pi, np.pi], seed) for seed in seeds])
    print("\n".join(compared("ishigami", "y", ("x1", "x2", "x3"), ours, theirs)), flush=True)
    case = ensemble("c")
    mineral = borderline(case)
    ours = np.array([ours_on_the_model(case, mineral, case.seed + seed) for seed in seeds])
    models = [Model(replace(case, seed=case.seed + seed), mineral) for seed in seeds]
    for place, output in enumerate(("membership", "rank")):
        theirs = np.array(
            [
                by_salib(lambda x, of=model, at=place: of(x)[at], FACTORS, [0.0, 1.0], seed)
                for seed, model in zip(seeds, models, strict=True)
            ]
        )
        print("\n".join(compared(output, case.minerals[mineral], FACTORS, ours[:, place], theirs)), flush=True)


if __name__ == "__main__":
    main()
