"""Derives the weights of criteria and dimensions from a document of weights, for every method."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from criticality.errors import InputError, Problem
from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, DirectWeights, EqualWeights, ObjectiveWeights
from criticality.model.results import AnyWeights, ConsistencyHint, WeightSet
from criticality.model.rows.hierarchy import Hierarchy, hierarchy_of
from criticality.text.kept import note
from criticality.text.message import Message
from criticality.weighting.completions import completion_problems
from criticality.weighting.contradictions import consistency_problems
from criticality.weighting.direct import adds_up
from criticality.weighting.finding import Finding
from criticality.weighting.findings import structural_problems
from criticality.weighting.minerals.in_pairs import sifted
from criticality.weighting.objective import Undefined, objective_weights
from criticality.weighting.panel import (
    CONSISTENCY_COLUMNS,
    DIMENSIONS,
    JOINED,
    Checked,
    JudgedGroup,
    check_consistency,
    completions,
    consistency_table,
    judged_groups,
    priorities_by_judge,
)
from criticality.weighting.procedure import procedure_of
from criticality.weighting.subgroups import consensus, panel_table, priorities_by_subgroup

OVERALL = "(overall)"
_FIGURES_OF = {
    ("critic", "raw"): "said.critic_of_raw",
    ("critic", "scaled"): "said.critic_of_scaled",
    ("entropy", "raw"): "said.entropy_of_raw",
    ("entropy", "scaled"): "said.entropy_of_scaled",
}
"""Method and figures of objective weights → the sentence that says so."""
BY_JUDGE_COLUMNS = ("judge", "group", "item", "weight")
BY_SUBGROUP_COLUMNS = ("subgroup", "group", "item", "weight")


@dataclass(frozen=True)
class _Levels:
    """Weights of the dimensions of the first level, and of each criterion or further dimension inside its dimension."""

    dimensions: Mapping[str, float]
    local: Mapping[str, float]


def derive_weights(
    weights: AnyWeights,
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
    matrix: pd.DataFrame | None = None,
    *,
    raw: pd.DataFrame | None = None,
    file: str = "weights",
) -> WeightSet:
    """Derive the weights of the criteria of an assessment.

    Parameters
    ----------
    weights
        The document: AHP judgements, direct, equal, or computed from the values.
    criteria
        The criteria of the assessment; those with the role ``weighted`` get a weight.
    dimensions
        The dimensions of the workspace, in order; one without a weighted criterion gets no weight.
    matrix
        minerals × criteria on 0…1; needed by ``entropy`` and ``critic`` of scaled values only.
    raw
        minerals × criteria in their own units; needed by ``entropy`` and ``critic`` of raw figures only.
    file
        Name of the file for problems.

    Raises
    ------
    InputError
        If the document does not define weights; `findings.problems` reports the same with paths into the document.
    """
    findings = structural_problems(weights, criteria, dimensions)
    _refuse(findings, file)
    weights = sifted(weights, criteria, dimensions).weights
    tree = hierarchy_of(criteria, dimensions)
    notes = [*_notes(findings), *_without_criteria(dimensions, tree)]
    if isinstance(weights, AhpWeights):
        return _from_judgements(weights, criteria, dimensions, notes, file)
    if isinstance(weights, EqualWeights):
        levels = _Levels(
            {code: 1.0 / len(tree.roots) for code in tree.roots},
            {item: 1.0 / len(members) for members in tree.groups.values() for item in members},
        )
    elif isinstance(weights, DirectWeights) and weights.by_group:
        levels = _levels_of({group: _whole(stated, weights) for group, stated in weights.by_group.items()}, tree)
    else:
        if isinstance(weights, ObjectiveWeights):
            notes.append(note(_FIGURES_OF[weights.method, weights.of]))
            matrix = raw if weights.of == "raw" else matrix
        levels = _from_flat(_flat_weights(weights, tree, matrix, file), tree, notes)
    return _weight_set(levels, tree, weights.leave_out, notes, file)


def without_judge(weights: AhpWeights, name: str) -> AhpWeights:
    """The same panel without one judge, for the leave-one-judge-out test."""
    return weights.model_copy(update={"judges": tuple(judge for judge in weights.judges if judge.name != name)})


def _refuse(findings: Sequence[Finding], file: str) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise _input_error(errors, file)


def _input_error(findings: Sequence[Finding], file: str) -> InputError:
    return InputError(
        Problem(file, 1, None, ".".join(map(str, finding.path)), finding.message, finding.hint or "")
        for finding in findings
    )


def _notes(findings: Sequence[Finding]) -> list[str]:
    return [note("said.stated", sentence=finding.message) for finding in findings if finding.severity == "warning"]


def _without_criteria(dimensions: Sequence[Dimension], tree: Hierarchy) -> list[str]:
    held = tree.groups
    return [note("said.without_criteria", of=dimension.code) for dimension in dimensions if dimension.code not in held]


def _whole(stated: Mapping[str, float], weights: DirectWeights) -> dict[str, float]:
    """Stated weights, rescaled to the sum 1 where the document asks for it."""
    total = sum(sorted(stated.values()))
    whole = not weights.normalise or adds_up(total)
    return {code: weight if whole else weight / total for code, weight in stated.items()}


def _flat_weights(
    weights: DirectWeights | ObjectiveWeights, tree: Hierarchy, matrix: pd.DataFrame | None, file: str
) -> dict[str, float]:
    codes = [criterion for root in tree.roots for criterion in tree.criteria_of(root)]
    if isinstance(weights, DirectWeights):
        return _whole({code: weights.of_criteria[code] for code in codes}, weights)
    if matrix is None or not set(codes) <= set(matrix.columns):
        message = Message("weighting.scales_needed", method=weights.method)
        raise _input_error([Finding(("method",), message)], file)
    try:
        return objective_weights(matrix[codes], weights.method)
    except Undefined as undefined:
        raise _input_error(
            [Finding(("method",), undefined.message, Message("weighting.choose_other"))], file
        ) from undefined


def _from_flat(flat: Mapping[str, float], tree: Hierarchy, notes: list[str]) -> _Levels:
    """Split global weights over the levels; in a dimension of weight 0, all items get the same local weight."""
    totals = {
        item: sum(sorted(flat[criterion] for criterion in tree.criteria_of(item)))
        for item in (*tree.groups, *tree.parents)
    }
    local: dict[str, float] = {}
    for code, members in tree.groups.items():
        if totals[code] == 0:
            notes.append(note("said.weightless", of=code))
        for item in members:
            local[item] = totals[item] / totals[code] if totals[code] else 1.0 / len(members)
    return _Levels({code: totals[code] for code in tree.roots}, local)


def _without_left_out(dimensions: Mapping[str, float], leave_out: Sequence[str]) -> dict[str, float]:
    """Set the weights of dimensions left out to 0 and rescale the others to the sum 1."""
    kept = {code: 0.0 if code in leave_out else weight for code, weight in dimensions.items()}
    total = sum(sorted(kept.values()))
    return {code: weight / total for code, weight in kept.items()} if set(leave_out) & set(kept) else kept


def _global(levels: _Levels, tree: Hierarchy, leave_out: Sequence[str]) -> tuple[_Levels, dict[str, float]]:
    """The weights without what is left out, and the global weight of every dimension."""
    dimensions, local = _without_left_out(levels.dimensions, leave_out), dict(levels.local)
    for members in tree.groups.values():
        if set(members) & set(leave_out):
            local |= _without_left_out({item: local[item] for item in members}, leave_out)
    overall = dict(dimensions)
    for code in tree.inner:
        overall[code] = overall[tree.parents[code]] * local[code]
    return _Levels(dimensions, local), overall


def _weight_set(
    levels: _Levels, tree: Hierarchy, leave_out: Sequence[str], notes: Sequence[str], file: str
) -> WeightSet:
    for group, members in {DIMENSIONS: tree.roots, **tree.groups}.items():
        weights = levels.dimensions if group == DIMENSIONS else levels.local
        if set(members) & {*leave_out} and not any(weights[item] for item in members if item not in leave_out):
            _refuse([Finding(("leave_out",), Message("weighting.all_left_out"))], file)
    kept, overall = _global(levels, tree, leave_out)
    order = [criterion for root in tree.roots for criterion in tree.criteria_of(root)]
    rows = [
        {
            "criterion": criterion,
            "dimension": tree.parents[criterion],
            "local_weight": kept.local[criterion],
            "global_weight": overall[tree.parents[criterion]] * kept.local[criterion],
        }
        for criterion in order
    ]
    left = [note("said.left_out", of=code) for code in leave_out if code in tree.groups]
    return WeightSet(
        table=pd.DataFrame(rows, columns=["criterion", "dimension", "local_weight", "global_weight"]),
        dimensions=pd.Series(kept.dimensions, name="weight", dtype="float64"),
        consistency=pd.DataFrame(columns=list(CONSISTENCY_COLUMNS)),
        by_judge=pd.DataFrame(columns=list(BY_JUDGE_COLUMNS)),
        notes=(*notes, *left),
        levels=_level_table(kept, overall, tree) if tree.inner else pd.DataFrame(),
    )


def _level_table(levels: _Levels, overall: Mapping[str, float], tree: Hierarchy) -> pd.DataFrame:
    inside = {**levels.local, **levels.dimensions}
    rows = [(code, tree.parents.get(code, ""), inside[code], overall[code]) for code in (*tree.roots, *tree.inner)]
    return pd.DataFrame(rows, columns=["dimension", "parent", "local_weight", "global_weight"])


# ── judgements ───────────────────────────────────────────────────────────────


def _from_judgements(
    weights: AhpWeights,
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
    notes: Sequence[str],
    file: str,
) -> WeightSet:
    groups = judged_groups(weights, criteria, dimensions)
    checked = check_consistency(groups, weights.consistency_limit)
    inconsistent = consistency_problems(weights, checked)
    _refuse(inconsistent, file)
    tree = hierarchy_of(criteria, dimensions)
    by_judge = priorities_by_judge(groups)
    joined = _weight_set(
        _levels_of(by_judge.get(JOINED, {}), tree),
        tree,
        weights.leave_out,
        [*notes, *_notes(inconsistent), *_notes(completion_problems(weights, groups)), *_completed(groups)],
        file,
    )
    by_part = priorities_by_subgroup(weights, criteria, dimensions)
    everything = {group.code for group in groups}
    return WeightSet(
        table=joined.table,
        dimensions=joined.dimensions,
        consistency=consistency_table(checked, geometric=procedure_of(weights).geometric),
        by_judge=pd.DataFrame(_alone(by_judge, everything, tree, weights.leave_out), columns=list(BY_JUDGE_COLUMNS)),
        by_subgroup=pd.DataFrame(
            _alone(by_part, everything, tree, weights.leave_out), columns=list(BY_SUBGROUP_COLUMNS)
        ),
        panel=panel_table(weights, groups, criteria, dimensions),
        hints=_hints(checked),
        notes=joined.notes,
        consensus={group.code: consensus(group) for group in groups},
        levels=joined.levels,
    )


def _hints(checked: Sequence[Checked]) -> tuple[ConsistencyHint, ...]:
    return tuple(entry.hint for entry in checked if entry.hint is not None)


def _completed(groups: Sequence[JudgedGroup]) -> list[str]:
    return [
        note("said.completed", judge=judge, of=group, more=more, than=than, by=float(f"{by:.4g}"))
        for judge, group, more, than, by in completions(groups)
    ]


def _levels_of(shares: Mapping[str, Mapping[str, float]], tree: Hierarchy) -> _Levels:
    """All levels from the priorities of each group; the only item of a group has the weight 1."""
    return _Levels(
        {code: shares[DIMENSIONS][code] if len(tree.roots) > 1 else 1.0 for code in tree.roots},
        {
            item: shares[code][item] if len(members) > 1 else 1.0
            for code, members in tree.groups.items()
            for item in members
        },
    )


def _alone(
    by_name: Mapping[str, Mapping[str, Mapping[str, float]]],
    everything: Collection[str],
    tree: Hierarchy,
    leave_out: Sequence[str],
) -> list[tuple[str, str, str, float]]:
    """Weights from each judge or subgroup alone: priorities by group, and global weights under ``(overall)``.

    Whoever did not judge every group has no global weights.
    """
    rows: list[tuple[str, str, str, float]] = []
    for name in sorted(set(by_name) - {JOINED}):
        own = by_name[name]
        rows += [(name, group, item, weight) for group, shares in own.items() for item, weight in shares.items()]
        if set(own) != set(everything):
            continue
        levels, overall = _global(_levels_of(own, tree), tree, leave_out)
        rows += [
            (name, OVERALL, criterion, overall[tree.parents[criterion]] * levels.local[criterion])
            for root in tree.roots
            for criterion in tree.criteria_of(root)
        ]
    return rows
