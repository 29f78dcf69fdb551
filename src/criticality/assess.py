"""The whole method on one page: from inputs to a decided list."""

from collections.abc import Callable, Mapping

from criticality import listing
from criticality.diagnostics import diagnose
from criticality.indicators.table import compute_indicators
from criticality.model.results import Inputs, MethodPanel, Result
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import method_panel, rank
from criticality.robustness import measure_robustness
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
    plan, dataset = inputs.assessment, inputs.dataset
    groups = groups_of(inputs)
    indicators = compute_indicators(
        dataset, inputs.criteria, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
    )
    complete = decision_matrix(indicators, inputs.criteria, groups, inputs.candidates)
    weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, complete.scaled)
    coverage = listing.coverage_of(complete.cells, weights)
    thin = {**listing.insufficient_evidence(plan.rule, complete.cells, coverage), **complete.left_out}
    scored = [mineral for mineral in inputs.candidates if mineral not in thin]
    matrix = decision_matrix(indicators, inputs.criteria, groups, scored)
    ranking = rank(matrix, weights, inputs.weighted, plan.method)
    panel: MethodPanel = method_panel(matrix, weights, inputs.weighted, (plan.method, *plan.also_rank_by), ranking)
    critical_list = listing.classify(ranking, matrix, plan.rule, coverage, thin, groups)
    acceptability = measure_robustness(inputs, matrix, weights, ranking, groups, workers=workers, progress=progress)
    checks = diagnose(matrix, weights, inputs.criteria)
    return Result(indicators, complete, weights, ranking, panel, critical_list, acceptability, checks)


def groups_of(inputs: Inputs) -> Mapping[str, str]:
    """Mineral → group, for every mineral of data/minerals.csv."""
    minerals = inputs.dataset.table("minerals")
    return dict(zip(minerals["mineral"], minerals["group"], strict=True))
