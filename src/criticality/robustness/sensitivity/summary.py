"""All sensitivity tests of one list, as the record stores them."""

from criticality.model.results import Inputs
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.sensitivity.leave_one_out import (
    dimension_groups,
    drop_one_criterion,
    drop_one_judge,
    groups_of_one,
    method_panel,
)
from criticality.robustness.sensitivity.rank_reversal import rank_reversal
from criticality.robustness.sensitivity.smallest_changes import (
    smallest_threshold_changes,
    smallest_weight_changes,
    threshold_sweep,
    tornado,
    weight_triangle,
)
from criticality.robustness.sensitivity.sobol import sobol_of_list
from criticality.robustness.sensitivity.variants import Variants
from criticality.text.kept import note

CORNERS_OF_A_TRIANGLE = 3


def sensitivity(ensemble: Ensemble, inputs: Inputs, draws: int, not_done: dict[str, str]) -> dict[str, object]:
    """Run every sensitivity test on the decided list; a test that cannot be done is added to `not_done`.

    Parameters
    ----------
    ensemble
        The decided case and what varies.
    inputs
        Those of the assessment.
    draws
        Number of draws that the assessment asks for.
    not_done
        Test → reason why it cannot be done; entries are added.
    """
    variants = Variants(ensemble)
    criteria, dimensions = groups_of_one(variants), dimension_groups(variants)
    return {
        "smallest_weight_change": smallest_weight_changes(variants, criteria),
        "smallest_dimension_change": smallest_weight_changes(variants, dimensions),
        "smallest_threshold_change": smallest_threshold_changes(variants),
        "threshold_sweep": threshold_sweep(variants),
        "tornado": tornado(variants, criteria),
        "weight_triangle": _triangle(variants, not_done),
        "drop_one_criterion": drop_one_criterion(variants, not_done),
        "drop_one_judge": drop_one_judge(variants, inputs, not_done),
        "method_panel": method_panel(variants, not_done),
        "rank_reversal": rank_reversal(ensemble),
        "sobol": _sobol(ensemble, draws, not_done),
    }


def _triangle(variants: Variants, not_done: dict[str, str]) -> dict[str, object] | None:
    count = len(variants.ensemble.dimensions)
    if count != CORNERS_OF_A_TRIANGLE:
        not_done[note("said.step_triangle")] = note("said.triangle", n=count)
        return None
    return weight_triangle(variants)


def _sobol(ensemble: Ensemble, draws: int, not_done: dict[str, str]) -> dict[str, object] | None:
    if not ensemble.varied:
        not_done[note("said.step_sobol")] = note("said.nothing_varies")
        return None
    return sobol_of_list(ensemble, draws)
