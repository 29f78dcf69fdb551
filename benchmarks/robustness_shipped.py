"""Taiwan's run as shipped, for benchmarks/robustness.py: weights, figures and thresholds vary; and its scalar path."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from robustness_work import Drawn, Floats, drawn

from criticality.assess import Decider, groups_of
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.listing.classify import classify
from criticality.listing.rule import CompiledRule
from criticality.model.assessment import ListRule
from criticality.model.results import Decision, Inputs
from criticality.ranking.methods import rank
from criticality.robustness.engine.blocks import Worker
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.draws import BLOCK

ROOT = Path(__file__).resolve().parent.parent
ASSESSMENT = "assessments/taiwan-2026.yaml"


@dataclass(frozen=True)
class Shipped:
    """An assessment of the shipped workspace, decided."""

    inputs: Inputs
    decision: Decision
    ensemble: Ensemble


def shipped() -> Shipped:
    """Load and decide Taiwan's assessment, and make ready what its own settings vary."""
    inputs = load_inputs(Workspace(ROOT), ASSESSMENT)
    result = Decider()(inputs)
    built, _ = build_ensemble(inputs, result.matrix, result.weights, result.ranking.method, groups_of(inputs))
    return Shipped(inputs, result, built)


def scalar_list(run: Shipped, draws: Drawn, draw: int) -> tuple[list[int], list[str]]:
    """Ranks and tiers of one draw by the functions that decide the list itself, one mineral and one list at a time."""
    case, matrix, weights = run.ensemble, run.decision.matrix, run.decision.weights
    codes, across = [entry.code for entry in case.criteria], draws.across[draw]
    table = weights.table.set_index("criterion").loc[codes].reset_index()
    table["local_weight"] = draws.local[draw]
    table["global_weight"] = draws.local[draw] * across[case.dimension_of]
    drawn_weights = replace(weights, table=table, dimensions=pd.Series(across, index=list(case.dimensions)))
    scaled = pd.DataFrame(draws.scaled[:, draw].T, index=list(case.minerals), columns=codes)
    matrix = replace(matrix, scaled=scaled)
    ranking = rank(matrix, drawn_weights, run.inputs.weighted, case.method)
    rule = _with_thresholds(run.inputs.assessment.rule, case.rule, draws.thresholds[draw])
    listed = classify(ranking, matrix, rule, pd.DataFrame(), {}, groups_of(run.inputs)).table
    tiers = listed.set_index("mineral")["rule_tier"]
    return ranking.ranks.loc[list(case.minerals)].tolist(), tiers.loc[list(case.minerals)].tolist()


def _with_thresholds(rule: ListRule, compiled: CompiledRule, thresholds: Floats) -> ListRule:
    place, tiers = iter(range(len(compiled.of))), []
    for tier in rule.tiers:
        names = ["at_least" if condition.at_least is not None else "below" for condition in tier.when]
        drawn = [float(thresholds[compiled.parameter_of[next(place)]]) for _ in tier.when]
        when = [
            condition.model_copy(update={name: value})
            for condition, name, value in zip(tier.when, names, drawn, strict=True)
        ]
        tiers.append(tier.model_copy(update={"when": tuple(when)}))
    return rule.model_copy(update={"tiers": tuple(tiers)})


def counts_are_those_of_the_scalar_path(run: Shipped, checked: int) -> bool:
    """Whether tiers and ranks counted by the engine are those of as many lists decided one by one."""
    case, names = run.ensemble, run.ensemble.rule.names
    ranks = np.zeros((len(case.minerals),) * 2, dtype=np.int64)
    tiers = np.zeros((len(names), len(case.minerals)), dtype=np.int64)
    places = np.arange(len(case.minerals))
    for block in range(-(-checked // BLOCK)):
        draws, _ = drawn(case, block, WorkBuffers())
        for draw in range(min(BLOCK, checked - block * BLOCK)):
            order, entered = scalar_list(run, draws, draw)
            ranks[places, np.array(order) - 1] += 1
            tiers[[names.index(name) for name in entered], places] += 1
    result = Worker(case).count_blocks(range(-(-checked // BLOCK)), checked)
    return bool(np.array_equal(result.ranks, ranks) and np.array_equal(result.tiers, tiers))
