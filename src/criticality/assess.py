"""The whole method on one page: from inputs to a decided list."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from criticality.diagnostics import diagnose
from criticality.indicators.quality.plausibility import implausible
from criticality.indicators.table import compute_indicators
from criticality.listing import rule as listing
from criticality.model.results import Decision, DecisionMatrix, IndicatorTable, Inputs, MethodPanel, Result
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import method_panel, rank
from criticality.robustness import measure_robustness
from criticality.scenarios import apply_scenario
from criticality.weighting.weights import derive_weights

Progress = Callable[[int, int], None]


def assess(inputs: Inputs, *, workers: int = 1, progress: Progress | None = None) -> Result:
    """Compute indicators, weights, ranking and list of one assessment, and how sure the list is.

    Parameters
    ----------
    inputs
        Read and checked documents; the same inputs give the same result to the last bit.
    workers
        Processes for the robustness draws; no input of the result.
    progress
        Called with (draws done, draws asked).

    Raises
    ------
    InputError
        If a missing-data policy refuses what the evidence leaves open.
    """
    plan, found = inputs.assessment, Decider()(inputs)
    matrix, weights, ranking = found.matrix, found.weights, found.ranking
    panel: MethodPanel = method_panel(matrix, weights, inputs.weighted, (plan.method, *plan.also_rank_by), ranking)
    groups = groups_of(inputs)
    acceptability = measure_robustness(inputs, matrix, weights, ranking, groups, workers=workers, progress=progress)
    doubts = implausible(inputs.dataset, plan.country, plan.reference_year)
    checks = (*diagnose(matrix, weights, inputs.criteria), *doubts)
    return Result(found.indicators, found.complete, weights, ranking, panel, found.critical_list, acceptability, checks)


class Decider:
    """Decides lists: indicators, weights, ranking and rule, without panel and robustness.

    Several inputs that share documents (the mixed assessments of a comparison) share what follows from them: indicators
    and matrices are computed once for the same evidence and criteria.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}
        self._alive: list[Inputs] = []

    def __call__(self, inputs: Inputs) -> Decision:
        """Decide one list.

        Raises
        ------
        InputError
            If a missing-data policy refuses what the evidence leaves open, or the weights do not fit the criteria.
        """
        self._alive.append(inputs)
        plan, groups = inputs.assessment, groups_of(inputs)
        indicators = self._indicators(inputs)
        complete = self._matrix(inputs, indicators, groups, inputs.candidates)
        weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, complete.scaled, raw=complete.raw)
        coverage = listing.coverage_of(complete.cells, weights)
        thin = {**listing.insufficient_evidence(plan.rule, complete.cells, coverage), **complete.left_out}
        scored = tuple(mineral for mineral in inputs.candidates if mineral not in thin)
        matrix = self._matrix(inputs, indicators, groups, scored)
        ranking = rank(matrix, weights, inputs.weighted, plan.method)
        critical_list = listing.classify(ranking, matrix, plan.rule, coverage, thin, groups)
        return Decision(indicators, complete, matrix, weights, ranking, critical_list)

    def _indicators(self, inputs: Inputs) -> IndicatorTable:
        plan = inputs.assessment
        key = (*_evidence_of(inputs), plan.country, plan.reference_year, plan.date)
        if key not in self._known:
            self._known[key] = compute_indicators(
                apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date),
                inputs.criteria,
                country=plan.country,
                reference_year=plan.reference_year,
                as_of=plan.date,
            )
        found: IndicatorTable = self._known[key]
        return found

    def _matrix(
        self, inputs: Inputs, indicators: IndicatorTable, groups: Mapping[str, str], minerals: tuple[str, ...]
    ) -> DecisionMatrix:
        key = (id(indicators), *_evidence_of(inputs), minerals)
        if key not in self._known:
            self._known[key] = decision_matrix(indicators, inputs.criteria, groups, minerals)
        found: DecisionMatrix = self._known[key]
        return found


def _evidence_of(inputs: Inputs) -> tuple[int, int, int]:
    """Identity of the documents that the figures follow from; a `Decider` keeps them alive."""
    return id(inputs.dataset), id(inputs.criteria), id(inputs.scenario)


def groups_of(inputs: Inputs) -> Mapping[str, str]:
    """Mineral → group, for every mineral of data/minerals.csv."""
    minerals = inputs.dataset.table("minerals")
    return dict(zip(minerals["mineral"], minerals["group"], strict=True))
