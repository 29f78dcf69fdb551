"""How many re-decided lists a second: this project's engine beside pymcdm, pyDecision and scikit-criteria.

The same work for everybody: 90 minerals × 15 criteria in three dimensions (5, 7, 3), seeded.

a   weights vary, textbook (vector) TOPSIS, rank acceptability; one process, one thread a core
b1  two-level TOPSIS with tiers and ranks for given weight vectors, thresholds varying
b2  the same, but three judges' judgements are redrawn and the panel resampled, matrices solved anew in every draw
c   b2 with the whole matrix of data redrawn in every draw, too
default  Taiwan's assessment as shipped, with its own settings: judgements, figures and thresholds vary

One JSON object a line. ``draws_per_second`` is the median of five runs, engines taking turns, processes started before
the clock; ``peak_rss_mb`` is that of the main process, with everybody's libraries loaded;
``ratio_to_pymcdm`` is to pymcdm's own loop with its validation; ``identical_to_pymcdm`` is true when on 2,000 draws all
ranks agree exactly and all scores within 1e-12; ``draws_per_second_on_one_core`` is the engine on a single thread.
Peers that cannot do a case say so in ``not_done``. In ``default``, which no peer can do, ``identical_to_scalar_path``
is true when tiers and ranks counted in 2,000 draws are those of as many lists decided one by one.

Install the peers beside the project, in an environment of their own::

    python -m venv peers && peers/bin/pip install . -r benchmarks/requirements.txt
    peers/bin/python benchmarks/robustness.py

To compare two versions, run both in turn on an idle machine, several times, and take the median of the ratios; each
checkout with its own environment and its own benchmark (before version 0.3 there is no case ``default``)::

    for run in 1 2 3 4 5; do
        for checkout in ../before .; do
            (cd $checkout && .venv/bin/python benchmarks/robustness.py --engine-only --cases default c b2 b1 a)
        done
    done
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from robustness_peers import PEERS, Scorer, loop, pymcdm_scores
from robustness_shipped import counts_are_those_of_the_scalar_path, shipped
from robustness_work import MINERALS, drawn, ensemble

from criticality.robustness.engine.blocks import Worker, task_size, worker_pool
from criticality.robustness.engine.decide import decide, score
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import WeightBlock, joined
from criticality.robustness.kernels.ranks import count_ranks, ranks_of
from criticality.robustness.sampling.draws import BLOCK

RUNS, CHECKED, BLOCKS_TOGETHER, DEFAULT = 5, 2000, 4, "default"
DRAWS = {"a": 1 << 19, "b1": 1_000_000, "b2": 200_000, "c": 100_000, DEFAULT: 100_000}
PEER_DRAWS = 400
GENERATOR = np.random.default_rng(0)
FIXED_IDEALS = "its TOPSIS takes its ideals from the candidates and cannot be given fixed ones"


def identical(case: Ensemble, scorer: Scorer) -> bool:
    """Whether scores and ranks of 2,000 draws are those of pymcdm."""
    truth = pymcdm_scores(False)
    for block in range(-(-CHECKED // BLOCK)):
        draws, _ = drawn(case, block, WorkBuffers())
        for draw in range(min(BLOCK, CHECKED - block * BLOCK)):
            ours, theirs = scorer(case, draws, draw), truth(case, draws, draw)
            if np.abs(ours - theirs).max() > 1e-12 or not np.array_equal(ranks_of(ours[None]), ranks_of(theirs[None])):
                return False
    return True


def engine_identical(case: Ensemble) -> bool:
    """The same for the engine: whole blocks against pymcdm, and its rank counts against those of the loop."""
    truth, worker = pymcdm_scores(False), Worker(case)
    for block in range(-(-CHECKED // BLOCK)):
        buffers, rows = WorkBuffers(), min(BLOCK, CHECKED - block * BLOCK)
        draws, values = drawn(case, block, buffers)
        decided = decide(case, WeightBlock(draws.local, draws.across), values, buffers)
        ours = decided.scores.exact()[:rows]
        theirs = np.array([truth(case, draws, draw) for draw in range(rows)])
        ranks = ranks_of(theirs)
        counts = np.array([np.bincount(column - 1, minlength=MINERALS) for column in ranks.T])
        if np.abs(ours - theirs).max() > 1e-12 or not np.array_equal(ranks_of(ours), ranks):
            return False
        if not np.array_equal(worker.count_blocks(range(block, block + 1), rows).ranks, counts):
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
    """Measurements of one engine: the task, the number of its draws, and the time and memory of each run."""

    task: Callable[[], object]
    draws: int
    times: list[float] = field(default_factory=list)
    peak: float = 0.0

    def once(self) -> None:
        """Run the task once, and record the time and the peak memory."""
        reset_peak()
        start = time.perf_counter()
        self.task()
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


class Counting:
    """Rank acceptability alone, without a list: scores, ranks, counts; the threads of one process share the blocks.

    Many blocks go through each step at a time: NumPy gives up the interpreter's lock inside a step, so the longer the
    steps, the less the threads wait for one another.
    """

    def __init__(self, work: Ensemble, threads: int) -> None:
        self._work, self._values = work, work.shared()
        self._buffers_of_threads = [WorkBuffers() for _ in range(threads)]

    def count(self, draws: int, pool: ThreadPoolExecutor) -> NDArray[np.int64]:
        """Count the ranks of some draws, (M, M)."""
        blocks, hands = -(-draws // BLOCK), len(self._buffers_of_threads)
        shares = [range(blocks * hand // hands, blocks * (hand + 1) // hands) for hand in range(hands)]
        return sum(
            pool.map(partial(self._share, draws), shares, self._buffers_of_threads), np.zeros((MINERALS,) * 2, np.int64)
        )

    def _share(self, draws: int, share: range, buffers: WorkBuffers) -> NDArray[np.int64]:
        counts = np.zeros((MINERALS, MINERALS), dtype=np.int64)
        for first in range(share.start, share.stop, BLOCKS_TOGETHER):
            blocks = range(first, min(first + BLOCKS_TOGETHER, share.stop))
            weights = joined([self._work.weights.draw(GENERATOR, block) for block in blocks], buffers)
            scores, _ = score(self._work, self._work.method, weights, self._values, buffers)
            rows = min(len(blocks) * BLOCK, draws - first * BLOCK)
            counts += count_ranks(scores, rows, buffers).counts
        return counts


def lines_of(case: str, draws: int, workers: int, peers: Iterable[str]) -> list[dict[str, Any]]:
    """Measure all engines on one case."""
    run = shipped() if case == DEFAULT else None
    work, engines, lines = run.ensemble if run else ensemble(case), dict[str, Measured](), dict[str, dict[str, Any]]()
    scorers = {}
    with ExitStack() as stack:
        for name, count in (("alone", 1), ("criticality", workers)):
            if count > 1 or name == "alone":
                engines[name] = Measured(_counting(work, draws, count, stack), draws)
        sample, _ = drawn(work, 0, WorkBuffers())
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
        }
        if run:
            lines[name]["identical_to_scalar_path"] = counts_are_those_of_the_scalar_path(run, CHECKED)
        else:
            same = engine_identical(work) if name == "criticality" else identical(work, scorers[name])
            lines[name]["identical_to_pymcdm"] = same
    lines["criticality"]["draws_per_second_on_one_core"] = round(alone.rate, 1)
    base = engines["pymcdm"].rate if "pymcdm" in engines else None
    for name, line in lines.items():
        line["ratio_to_pymcdm"] = round(engines[name].rate / base, 2) if base and name in engines else None
    return [{"case": case, "engine": name, **lines[name]} for name in ("criticality", *peers)]


def _counting(work: Ensemble, draws: int, workers: int, stack: ExitStack) -> Callable[[], object]:
    if work.method == "topsis_vector":
        return partial(Counting(work, workers).count, draws, stack.enter_context(ThreadPoolExecutor(workers)))
    count = stack.enter_context(worker_pool(work, workers))
    return partial(count, draws, None, task_size(draws, workers))


def main() -> None:
    """Print one JSON object a line for every case and engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="*", default=list(DRAWS), choices=list(DRAWS))
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
        peers = () if chosen.engine_only or case == DEFAULT else tuple(PEERS)
        for line in lines_of(case, chosen.draws or DRAWS[case], chosen.workers, peers):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
