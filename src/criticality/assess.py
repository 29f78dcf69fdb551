"""The whole method, step by step: from the inputs to a decided list and its robustness."""

from collections.abc import Callable, Hashable, Mapping

from criticality.diagnostics import diagnose
from criticality.indicators.quality.plausibility import implausible
from criticality.indicators.table import compute_indicators
from criticality.listing.classify import classify, coverage_of, insufficient_evidence
from criticality.model.results import Decision, DecisionMatrix, IndicatorTable, Inputs, MethodPanel, Result
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import rank
from criticality.ranking.panel import method_panel
from criticality.robustness import measure_robustness
from criticality.scenarios import apply_scenario
from criticality.weighting.weights import derive_weights

Progress = Callable[[int, int], None]


def assess(inputs: Inputs, *, workers: int = 1, progress: Progress | None = None) -> Result:
    """Compute indicators, weights, ranking, list and robustness of one assessment.

    Parameters
    ----------
    inputs
        Read and checked documents; the same inputs give the same result to the last bit.
    workers
        Number of processes for the draws; it does not change the result.
    progress
        Called with (draws done, draws requested).

    Raises
    ------
    InputError
        If evidence is missing that a missing-data policy requires.
    """
    plan, decision = inputs.assessment, Decider()(inputs)
    matrix, weights, ranking = decision.matrix, decision.weights, decision.ranking
    panel: MethodPanel = method_panel(matrix, weights, inputs.weighted, (plan.method, *plan.also_rank_by), ranking)
    groups = groups_of(inputs)
    acceptability = measure_robustness(inputs, matrix, weights, ranking, groups, workers=workers, progress=progress)
    implausible_values = implausible(inputs.dataset, plan.country, plan.reference_year)
    checks = (*diagnose(matrix, weights, inputs.criteria), *implausible_values)
    return Result(
        decision.indicators, decision.complete, weights, ranking, panel, decision.critical_list, acceptability, checks
    )


class Decider:
    """Decides lists: indicators, weights, ranking and rule, without method panel and robustness.

    Inputs that share documents, such as the mixed assessments of a comparison, also share intermediate results:
    indicators and matrices are computed once for the same evidence and criteria.
    """

    def __init__(self) -> None:
        self._tables: dict[Hashable, IndicatorTable] = {}
        self._matrices: dict[Hashable, DecisionMatrix] = {}
        # The caches are keyed by id(); an id stays unique only while its object exists.
        self._kept_alive: list[Inputs] = []

    def __call__(self, inputs: Inputs) -> Decision:
        """Decide one list.

        Raises
        ------
        InputError
            If evidence is missing that a missing-data policy requires, or the weights do not fit the criteria.
        """
        self._kept_alive.append(inputs)
        plan, groups = inputs.assessment, groups_of(inputs)
        indicators = self._indicators(inputs)
        complete = self._matrix(inputs, indicators, groups, inputs.candidates)
        weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, complete.scaled, raw=complete.raw)
        coverage = coverage_of(complete.cells, weights)
        thin = {**insufficient_evidence(plan.rule, complete.cells, coverage), **complete.left_out}
        scored = tuple(mineral for mineral in inputs.candidates if mineral not in thin)
        matrix = self._matrix(inputs, indicators, groups, scored)
        ranking = rank(matrix, weights, inputs.weighted, plan.method)
        critical_list = classify(ranking, matrix, plan.rule, coverage, thin, groups)
        return Decision(indicators, complete, matrix, weights, ranking, critical_list)

    def _indicators(self, inputs: Inputs) -> IndicatorTable:
        plan = inputs.assessment
        key = (*_evidence_of(inputs), plan.country, plan.reference_year, plan.date)
        if key not in self._tables:
            self._tables[key] = compute_indicators(
                apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date),
                inputs.criteria,
                country=plan.country,
                reference_year=plan.reference_year,
                as_of=plan.date,
            )
        return self._tables[key]

    def _matrix(
        self, inputs: Inputs, indicators: IndicatorTable, groups: Mapping[str, str], minerals: tuple[str, ...]
    ) -> DecisionMatrix:
        key = (id(indicators), *_evidence_of(inputs), minerals)
        if key not in self._matrices:
            self._matrices[key] = decision_matrix(indicators, inputs.criteria, groups, minerals)
        return self._matrices[key]


def _evidence_of(inputs: Inputs) -> tuple[int, int, int]:
    """Identity of the documents that determine the values of the indicators."""
    return id(inputs.dataset), id(inputs.criteria), id(inputs.scenario)


def groups_of(inputs: Inputs) -> Mapping[str, str]:
    """Map every mineral of data/minerals.csv to its group."""
    minerals = inputs.dataset.table("minerals")
    return dict(zip(minerals["mineral"], minerals["group"], strict=True))
