"""The whole method, step by step: from the inputs to a decided list and its robustness."""

from collections.abc import Callable

from criticality.choices.evaluate import evaluate_choices
from criticality.deciding import Decider, groups_of
from criticality.diagnostics import diagnose
from criticality.indicators.quality.plausibility import implausible
from criticality.model.results import Inputs, MethodPanel, Result
from criticality.ranking.panel import method_panel
from criticality.robustness import measure_robustness

__all__ = ["Decider", "assess", "groups_of"]
Progress = Callable[[int, int], None]


def assess(inputs: Inputs, *, workers: int = 1, progress: Progress | None = None) -> Result:
    """Compute indicators, weights, ranking, list and robustness of one assessment, and the list under other answers.

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
    plan, decide = inputs.assessment, Decider()
    decision = decide(inputs)
    matrix, weights, ranking = decision.matrix, decision.weights, decision.ranking
    panel: MethodPanel = method_panel(matrix, weights, inputs.weighted, (plan.method, *plan.also_rank_by), ranking)
    groups = groups_of(inputs)
    acceptability = measure_robustness(inputs, matrix, weights, ranking, groups, workers=workers, progress=progress)
    choices = evaluate_choices(inputs, decision, acceptability, decide, workers=workers, progress=progress)
    implausible_values = implausible(inputs.dataset, plan.country, plan.reference_year)
    checks = (*diagnose(matrix, weights, inputs.criteria), *implausible_values)
    return Result(
        decision.indicators,
        decision.complete,
        weights,
        ranking,
        panel,
        decision.critical_list,
        acceptability,
        checks,
        choices,
    )
