"""The list without one criterion, without one judge, and by another method."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from criticality.errors import InputError
from criticality.model.judgements import AhpWeights
from criticality.model.results import Inputs
from criticality.ranking.kernels import METHODS
from criticality.robustness.ensemble import Ensemble, methods_beside
from criticality.robustness.kernels.products import WeightBlock
from criticality.robustness.sensitivity.variants import Variants
from criticality.text.kept import note
from criticality.text.message import joined
from criticality.weighting.weights import derive_weights, without_judge


def drop_one_criterion(variants: Variants, not_done: dict[str, str]) -> list[dict[str, object]]:
    """What changes without each criterion; the other criteria of its dimension share its weight in proportion.

    Where a dimension holds no other criterion, those of the dimension above it share the weight.
    """
    case, result = variants.ensemble, []
    for place, criterion in enumerate(case.criteria):
        weights = case.stated.repeated(1)
        own = case.dimension_of[place]
        siblings, together, emptied = _sharing(case, place)
        total = weights.local[0, siblings].sum()
        if lost := [name for name in emptied if name in case.rule.of]:
            not_done[note("said.step_criterion", of=criterion.code)] = note("said.rests_on", of=lost[0])
            continue
        if siblings and total > 0:
            weights.local[0, place] = 0.0
            weights.local[0, siblings] /= total / together
        else:
            reason = _without_dimension(weights, int(own), case.dimensions[own], case.rule.of)
            if reason:
                not_done[note("said.step_criterion", of=criterion.code)] = reason
                continue
        result.append({"criterion": criterion.code, **variants.changes(variants.lists(weights))})
    return result


def _sharing(case: Ensemble, place: int) -> tuple[list[int], float, list[str]]:
    """Who shares the weight of a criterion that is left out: positions, their weight together, dimensions left empty.

    Those are the other criteria of the nearest dimension above it that has others with weight.
    """
    local, emptied = case.stated.local, list[str]()
    holding = [(rows, name) for name, (rows, _) in case.inner.items() if rows.start <= place < rows.stop]
    for rows, name in sorted(holding, key=lambda entry: entry[0].stop - entry[0].start):
        others = [other for other in range(rows.start, rows.stop) if other != place]
        if local[others].sum() > 0:
            return others, float(local[rows].sum()), emptied
        emptied.append(name)
    own = case.dimension_of[place]
    return [int(other) for other in np.flatnonzero(case.dimension_of == own) if other != place], 1.0, emptied


def _without_dimension(weights: WeightBlock, place: int, name: str, named: tuple[str, ...]) -> str:
    """Give a dimension weight 0, as its only criterion is left out; return the reason if this is not possible."""
    if name in named:
        return note("said.rests_on", of=name)
    rest = 1.0 - weights.across[0, place]
    if rest <= 0:
        return note("said.none_left", of=name)
    weights.across[0, place] = 0.0
    weights.across[0] /= rest
    return ""


def drop_one_judge(variants: Variants, inputs: Inputs, not_done: dict[str, str]) -> list[dict[str, object]]:
    """What changes without each judge of the panel."""
    document = inputs.weights
    if not isinstance(document, AhpWeights):
        not_done[note("said.step_judges")] = note("said.no_judges", kind=document.method)
        return []
    if len(document.judges) == 1:
        not_done[note("said.step_judges")] = note("said.one_judge")
        return []
    result = []
    for judge in sorted(entry.name for entry in document.judges):
        try:
            weights = derive_weights(without_judge(document, judge), inputs.weighted, inputs.dimensions)
        except InputError as refused:
            said = joined([problem.message for problem in refused.problems], "semicolon")
            not_done[note("said.step_judge", judge=judge)] = said
            continue
        table = weights.top.set_index("criterion")["local_weight"]
        local = np.array([table[criterion.code] for criterion in variants.ensemble.criteria], dtype=np.float64)
        across = np.array([weights.dimensions[code] for code in variants.ensemble.dimensions], dtype=np.float64)
        lists = variants.lists(WeightBlock(local[None], across[None]))
        result.append({"judge": judge, **variants.changes(lists)})
    return result


def method_panel(variants: Variants, not_done: dict[str, str]) -> list[dict[str, object]]:
    """What the same rule would list if another method gave the score."""
    case, result = variants.ensemble, []
    for method in methods_beside(case.method):
        if case.scaled is None and METHODS[method].needs_scale:
            not_done[note("said.step_method", method=method)] = note("said.needs_scale")
            continue
        other = variants if method == case.method else Variants(replace(case, method=method))
        result.append({"method": method, "decides": method == case.method, **variants.changes(other.base)})
    return result


def groups_of_one(variants: Variants) -> Mapping[str, list[int]]:
    """Every criterion as a group of its own, except those of dimensions without weight."""
    case = variants.ensemble
    return {
        criterion.code: [place]
        for place, criterion in enumerate(case.criteria)
        if case.stated.across[case.dimension_of[place]] > 0
    }


def dimension_groups(variants: Variants) -> Mapping[str, list[int]]:
    """Dimension → positions of its criteria, for every dimension with weight, on any level."""
    case = variants.ensemble
    groups = {
        dimension: np.flatnonzero(case.dimension_of == place).tolist()
        for place, dimension in enumerate(case.dimensions)
        if case.stated.across[place] > 0
    }
    overall = case.stated.local * case.stated.across[case.dimension_of]
    below = {name: [*range(rows.start, rows.stop)] for name, (rows, _) in case.inner.items() if overall[rows].sum() > 0}
    return groups | below
