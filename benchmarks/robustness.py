"""How many re-decided lists a second: this project's engine beside pymcdm, pyDecision and scikit-criteria.

The same work for everybody: 90 minerals × 15 criteria in three dimensions (5, 7, 3), seeded.

a   weights vary, textbook (vector) TOPSIS, rank acceptability; one process, one thread a core
b1  two-level TOPSIS with tiers and ranks for given weight vectors, thresholds varying
b2  the same, but three judges' judgements are redrawn and the panel resampled, matrices solved anew in every draw
c   b2 with the whole matrix of data redrawn in every draw, too

One JSON object a line. ``draws_per_second`` is the median of five runs, engines taking turns, processes started before
the clock; ``peak_rss_mb`` is that of the main process, with everybody's libraries loaded;
``ratio_to_pymcdm`` is to pymcdm's own loop with its validation; ``identical_to_pymcdm`` is true when on 2,000 draws all
ranks agree exactly and all scores within 1e-12; ``draws_per_second_on_one_core`` is the engine on a single thread.
Peers that cannot do a case say so in ``not_done``.

Install the peers beside the project, in an environment of their own::

    python -m venv peers && peers/bin/pip install . -r benchmarks/requirements.txt
    peers/bin/python benchmarks/robustness.py
"""

import argparse
import json
import os
import resource
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.listing import compile_rule
from criticality.model.assessment import ListRule
from criticality.model.criteria import Criterion
from criticality.robustness.batch import WeightBlock
from criticality.robustness.draws import BLOCK, StatedWeights, ThresholdDraw, on_two_levels, stream
from criticality.robustness.engine import Worker, crew
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.evidence import data_draw
from criticality.robustness.judges import JudgedPairs, JudgementDraw
from criticality.robustness.ranks import count_ranks, ranks_of
from criticality.robustness.redecide import decide, score
from criticality.robustness.scratch import Scratch

Floats = NDArray[np.float64]
MINERALS, SIZES, JUDGES, SEED = 90, (5, 7, 3), 3, 20261123
CRITERIA = sum(SIZES)
RUNS, CHECKED = 5, 2000
DRAWS = {"a": 500_000, "b1": 1_000_000, "b2": 200_000, "c": 100_000}
PEER_DRAWS = 400
FIXED_IDEALS = "its TOPSIS takes its ideals from the candidates and cannot be given fixed ones"
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


SCORE_ALONE = {
    "because": "Benchmark.",
    "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}],
}


@dataclass(frozen=True)
class GivenWeights:
    """Weight vectors that are there already, taken block by block and then from the start again."""

    blocks: tuple[WeightBlock, ...]

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Hand out one block."""
        return self.blocks[block % len(self.blocks)]


# ── the work ─────────────────────────────────────────────────────────────────


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
        tracked=False,
    )
    if case == "a":
        return replace(whole, weights=_given(owner))
    thresholds = ThresholdDraw(whole.knob_thresholds, 0.02)
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
    return GivenWeights(
        tuple(on_two_levels(rng.dirichlet(np.full(CRITERIA, 8.0), BLOCK), owner, _equal()) for _ in range(64))
    )


def _panel(rng: np.random.Generator, whole: Ensemble) -> JudgementDraw:
    def pairs(columns: NDArray[np.intp]) -> JudgedPairs:
        rows, others = np.triu_indices(len(columns), 1)
        strength = rng.normal(0, 0.4, (JUDGES, len(columns)))
        return JudgedPairs(columns, strength[:, rows] - strength[:, others] + rng.normal(0, 0.1, (JUDGES, len(rows))))

    return JudgementDraw(
        within=tuple(pairs(np.flatnonzero(whole.dimension_of == k)) for k in range(len(SIZES))),
        across=pairs(np.arange(len(SIZES))),
        judge_weights=np.ones(JUDGES),
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


# ── peers ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Drawn:
    """Drawn weights, data and thresholds of some draws, for a loop over them."""

    local: Floats
    across: Floats
    thresholds: Floats
    scaled: Floats | None
    raw: Floats


Scorer = Callable[[Ensemble, Drawn, int], Floats]


def drawn(case: Ensemble, block: int, scratch: Scratch) -> tuple[Drawn, Values]:
    """Draw one block of the work, for the engine and for a loop."""
    weights = case.weights.draw(stream(case.seed, block, "weights"), block)
    thresholds = case.knob_thresholds[None]
    if case.thresholds is not None:
        thresholds = case.thresholds.draw(stream(case.seed, block, "thresholds"), block)
    values = case.shared() if case.data is None else case.drawn(stream(case.seed, block, "data"), scratch)
    scaled = None if case.data is None else np.array(values.scaled)
    return Drawn(*weights, thresholds, scaled, case.raw), values


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


# ── measuring ────────────────────────────────────────────────────────────────


def identical(case: Ensemble, scorer: Scorer) -> bool:
    """Whether scores and ranks of 2,000 draws are those of pymcdm."""
    truth = pymcdm_scores(False)
    for block in range(-(-CHECKED // BLOCK)):
        draws, _ = drawn(case, block, Scratch())
        for draw in range(min(BLOCK, CHECKED - block * BLOCK)):
            ours, theirs = scorer(case, draws, draw), truth(case, draws, draw)
            if np.abs(ours - theirs).max() > 1e-12 or not np.array_equal(ranks_of(ours[None]), ranks_of(theirs[None])):
                return False
    return True


def engine_identical(case: Ensemble) -> bool:
    """The same for the engine: whole blocks against pymcdm, and its rank counts against those of the loop."""
    truth, worker = pymcdm_scores(False), Worker(case)
    for block in range(-(-CHECKED // BLOCK)):
        scratch, rows = Scratch(), min(BLOCK, CHECKED - block * BLOCK)
        draws, values = drawn(case, block, scratch)
        decided = decide(case, WeightBlock(draws.local, draws.across), values, scratch)
        ours = decided.scores.exact()[:rows]
        theirs = np.array([truth(case, draws, draw) for draw in range(rows)])
        ranks = ranks_of(theirs)
        counts = np.array([np.bincount(column - 1, minlength=MINERALS) for column in ranks.T])
        if np.abs(ours - theirs).max() > 1e-12 or not np.array_equal(ranks_of(ours), ranks):
            return False
        if not np.array_equal(worker.count_block(block, rows).ranks, counts):
            return False
    return True


def reset_peak() -> None:
    """Start measuring the peak memory of this process anew, where the system can do that."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_memory() -> float:
    """Peak memory of this process since the last reset, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    lines = status.read_text(encoding="ascii").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024.0


@dataclass
class Measured:
    """One engine at work: what to do, how many draws that is, and what it took."""

    do: Callable[[], object]
    draws: int
    times: list[float] = field(default_factory=list)
    peak: float = 0.0

    def once(self) -> None:
        """Do it once and note the time and the peak memory."""
        reset_peak()
        start = time.perf_counter()
        self.do()
        self.times.append(time.perf_counter() - start)
        self.peak = max(self.peak, peak_memory())

    @property
    def rate(self) -> float:
        """Draws a second: median of all runs but the first, which warms up."""
        return self.draws / median(self.times[1:])


def in_turns(engines: Iterable[Measured]) -> None:
    """Measure all engines in turns, so that what else the machine does meets all of them alike."""
    listed = list(engines)
    for _ in range(RUNS + 1):
        for engine in listed:
            engine.once()


def acceptability(work: Ensemble, draws: int, threads: int, pool: ThreadPoolExecutor) -> NDArray[np.int64]:
    """Rank acceptability alone, without a list: scores, ranks, counts; the threads of one process share the blocks."""
    parts = pool.map(partial(_counts_of, work, draws, threads), range(threads))
    return sum(parts, np.zeros((MINERALS, MINERALS), dtype=np.int64))


def _counts_of(work: Ensemble, draws: int, threads: int, thread: int) -> NDArray[np.int64]:
    scratch, values = Scratch(), work.shared()
    counts = np.zeros((MINERALS, MINERALS), dtype=np.int64)
    for block in range(thread, -(-draws // BLOCK), threads):
        weights = work.weights.blocks[block % len(work.weights.blocks)]
        scores, _ = score(work, work.method, weights, values, scratch)
        counts += count_ranks(scores, min(BLOCK, draws - block * BLOCK), scratch).counts
    return counts


def lines_of(case: str, draws: int, workers: int, peers: Iterable[str]) -> list[dict[str, Any]]:
    """Measure all engines on one case."""
    work, engines, lines = ensemble(case), dict[str, Measured](), dict[str, dict[str, Any]]()
    scorers = {}
    with ExitStack() as stack:
        for name, count in (("alone", 1), ("criticality", workers)):
            if count > 1 or name == "alone":
                engines[name] = Measured(_counting(work, draws, count, stack), draws)
        sample, _ = drawn(work, 0, Scratch())
        for name in peers:
            reason = None if case == "a" or name.startswith("pymcdm") else FIXED_IDEALS
            try:
                scorers[name] = PEERS[name]()
            except ImportError as missing:
                reason = f"not installed: {missing.name}"
            if reason:
                lines[name] = {"not_done": reason}
            else:
                engines[name] = Measured(partial(loop, name, work, scorers[name], sample, PEER_DRAWS), PEER_DRAWS)
        in_turns(engines.values())
    alone = engines.pop("alone")
    engines.setdefault("criticality", alone)
    for name, engine in engines.items():
        lines[name] = {
            "draws": engine.draws,
            "draws_per_second": round(engine.rate, 1),
            "peak_rss_mb": round(engine.peak, 1),
            "processes": workers if name == "criticality" and case != "a" else 1,
            "threads": workers if name == "criticality" and case == "a" else 1,
            "identical_to_pymcdm": engine_identical(work) if name == "criticality" else identical(work, scorers[name]),
        }
    lines["criticality"]["draws_per_second_on_one_core"] = round(alone.rate, 1)
    base = engines["pymcdm"].rate if "pymcdm" in engines else None
    for name, line in lines.items():
        line["ratio_to_pymcdm"] = round(engines[name].rate / base, 2) if base and name in engines else None
    return [{"case": case, "engine": name, **lines[name]} for name in ("criticality", *peers)]


def _counting(work: Ensemble, draws: int, workers: int, stack: ExitStack) -> Callable[[], object]:
    if work.method == "topsis_vector":
        return partial(acceptability, work, draws, workers, stack.enter_context(ThreadPoolExecutor(workers)))
    do = stack.enter_context(crew(work, workers))
    return partial(do, draws, None, 16)


def main() -> None:
    """Print one JSON object a line for every case and engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="*", default=["a", "b1", "b2", "c"], choices=["a", "b1", "b2", "c"])
    parser.add_argument("--draws", type=int, help="draws of the engine in each run (default: by case)")
    parser.add_argument(
        "--workers",
        type=int,
        default=min(2, os.cpu_count() or 1),
        help="cores: threads of one process in a, else processes",
    )
    parser.add_argument("--engine-only", action="store_true", help="leave the peers out")
    chosen = parser.parse_args()
    for case in chosen.cases:
        peers = () if chosen.engine_only else tuple(PEERS)
        for line in lines_of(case, chosen.draws or DRAWS[case], chosen.workers, peers):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
