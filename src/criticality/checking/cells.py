"""What only the cells show: gaps that a criterion refuses, and values its scale cannot take."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from criticality.checking.judged import tops_outside
from criticality.diagnostics import effective_weights
from criticality.errors import InputError, Problem
from criticality.files.load import Reading
from criticality.files.positions import Path, spell
from criticality.indicators.table import compute_indicators
from criticality.listing.quantities import places_of
from criticality.model.assessment import Assessment
from criticality.model.criteria import Criterion
from criticality.model.dataset import JUDGED_PRIORITIES, TABLES, Dataset
from criticality.model.results import DecisionMatrix, WeightSet
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import rank
from criticality.ranking.panel import PANEL_METHODS, method_panel
from criticality.text.message import Message, sentence
from criticality.weighting.minerals.in_pairs import judged_codes, mineral_groups, priorities_of_minerals
from criticality.weighting.weights import derive_weights

SPARSE = 0.4
"""Share of the candidates with figures below which a criterion with weight is told."""

_NAMED = 5
"""Minerals that are named where more could be told."""
_PROPERTIES = "mineral_properties"
_POLICIES = {
    "refuse": "checking.are_refused",
    "interval": "checking.stand_at_middle",
    "leave_out_mineral": "checking.not_scored",
    "group_median": "checking.get_median",
    "group_median_or_interval": "checking.get_median_or_middle",
}
"""What becomes of a mineral without a figure."""


def cell_problems(reading: Reading, *, computed: bool = True) -> Iterator[Problem]:
    """Problems of the decision matrix, each at its row or its criterion; all else must be in order.

    Without `computed`, only those that the rows themselves show: a run computes the cells anyway, and is refused there.
    """
    negative = list(_negative_rows(reading))
    yield from negative
    if not computed:
        return
    told = {problem.where for problem in negative}
    for problem in _matrix_problems(reading):
        if not (problem.where == "scale" and problem.file[9:-5] in told):
            yield _placed(problem, reading)


def _negative_rows(reading: Reading) -> Iterator[Problem]:
    """Stated values below zero under a log scale: each at its row, under the name of its criterion."""
    rows = reading.dataset.table(_PROPERTIES)
    for code, criterion in sorted(reading.criteria.items()):
        if criterion.indicator == "observed" and criterion.scale is not None and criterion.scale.kind == "log":
            for line, mineral, name, stage, value in zip(
                *(rows[key] for key in ("line", "mineral", "property", "stage", "value")), strict=True
            ):
                if value < 0 and _reads(criterion, name, stage):
                    message = Message("checking.negative_value", mineral=mineral, value=value, criterion=code)
                    hint = Message("checking.correct_or_linear", criterion=code)
                    yield Problem(TABLES[_PROPERTIES].path, int(line), None, code, message, hint)


def _reads(criterion: Criterion, name: str, stage: str) -> bool:
    wanted = criterion.parameters.get("stage")
    return criterion.parameters.get("property") == name and wanted in (None, stage)


def sparse_beside(problems: Sequence[Problem], reading: Reading) -> Iterator[Problem]:
    """Warn of criteria with few figures where the errors are those of the weights alone: a new criterion makes both."""
    wrong = {problem.file for problem in problems if problem.severity == "error"}
    if wrong != {reading.paths.get("weights")} or reading.assessment is None:
        return
    if reading.weights is not None and mineral_groups(reading.weights, judged_codes(reading.criteria.values())):
        return  # the values of minerals rest on these very weights
    try:
        criteria, matrix = _decision_matrix(reading, reading.assessment)
    except InputError as error:
        yield from (_placed(problem, reading) for problem in error.problems)
        return
    yield from (_placed(problem, reading) for problem in _sparse(matrix, None, criteria))


def _decision_matrix(reading: Reading, plan: Assessment) -> tuple[list[Criterion], DecisionMatrix]:
    """The weighted criteria and the decision matrix.

    Raises
    ------
    InputError
        If a criterion refuses a gap or a value.
    """
    minerals = reading.tables["minerals"]
    criteria = [reading.criteria[code] for code in sorted(reading.criteria)]
    groups = dict(zip(minerals["mineral"], minerals["group"], strict=True))
    everything = [str(code) for code in minerals.loc[minerals["candidate"], "mineral"]]
    candidates = everything if plan.candidates == "all" else plan.candidates
    cells = compute_indicators(
        _with_priorities(reading, criteria),
        criteria,
        country=plan.country,
        reference_year=plan.reference_year,
        as_of=plan.date,
    )
    matrix = decision_matrix(cells, criteria, groups, candidates)
    return [criterion for criterion in criteria if criterion.role == "weighted"], matrix


def _with_priorities(reading: Reading, criteria: list[Criterion]) -> Dataset:
    """The data with the priorities of the minerals that judges of the weights compare."""
    frame = None if reading.weights is None else priorities_of_minerals(reading.weights, criteria)
    data = reading.dataset
    return data if frame is None else replace(data, tables={**data.tables, JUDGED_PRIORITIES: frame})


def _matrix_problems(reading: Reading) -> tuple[Problem, ...]:
    plan = reading.assessment
    if plan is None or reading.weights is None or reading.dimensions is None:
        return ()
    try:
        weighted, matrix = _decision_matrix(reading, plan)
        weights = derive_weights(
            reading.weights,
            weighted,
            reading.dimensions,
            matrix.scaled,
            raw=matrix.raw,
            file=reading.paths["weights"],
        )
    except InputError as error:
        return error.problems
    return (
        *_sparse(matrix, weights, weighted),
        *_not_done(reading, plan, matrix, weights, weighted),
        *_without_effect(reading, plan, matrix),
        *tops_outside(reading, matrix.raw.index),
        *_not_compared(reading, plan, matrix),
    )


def _without_effect(reading: Reading, plan: Assessment, matrix: DecisionMatrix) -> Iterator[Problem]:
    """Warn of conditions on a criterion that no figure reaches, and of first places that clipped figures share."""
    for at, tier in enumerate(plan.rule.tiers):
        for number, condition in enumerate(tier.when):
            if condition.of not in reading.criteria:
                continue
            cells = matrix.cells[(matrix.cells["criterion"] == condition.of) & matrix.cells["present"].astype(bool)]
            column = cells["value" if condition.in_own_unit else "scaled"].astype("float64").dropna()
            where = f"rule.tiers.{at}.when.{number}.{condition.comparison}"
            file, given = reading.paths["assessment"], {"criterion": condition.of, "threshold": condition.threshold}
            if condition.top is not None and not column.empty:
                tied = int((places_of(np.asarray(column, dtype=np.float64)) <= condition.top).sum())
                clipped = cells.loc[column.index, "flag"].str.contains("clipped").any()
                if tied > condition.top and clipped:
                    message = Message("checking.clipped_ties", top=condition.top, tied=tied, criterion=condition.of)
                    yield Problem(file, 1, None, where, message, Message("checking.wider_anchors"), "warning")
            elif not column.empty and condition.comparison == "at_least" and column.max() < condition.threshold:
                message = Message("checking.none_so_high", largest=float(column.max()), **given)
                yield Problem(file, 1, None, where, message, Message("checking.compare_units"), "warning")
            elif not column.empty and condition.comparison == "below" and column.min() >= condition.threshold:
                message = Message("checking.none_so_low", least=float(column.min()), **given)
                yield Problem(file, 1, None, where, message, Message("checking.compare_units"), "warning")


def _not_done(
    reading: Reading, plan: Assessment, matrix: DecisionMatrix, weights: WeightSet, weighted: Sequence[Criterion]
) -> Iterator[Problem]:
    """Warn of methods of the panel that cannot be done on these figures: a run would only say so in passing."""
    asked = [name for name in plan.also_rank_by if name in PANEL_METHODS]
    if not asked or matrix.raw.empty:
        return
    deciding = rank(matrix, weights, weighted, plan.method)
    for name, why in method_panel(matrix, weights, weighted, asked, deciding).not_done.items():
        where = f"also_rank_by.{plan.also_rank_by.index(name)}"
        message = Message("checking.method_not_done", method=name, why=why)
        hint = Message("checking.take_method_out", method=name)
        yield Problem(reading.paths["assessment"], 1, None, where, message, hint, "warning")


def _sparse(matrix: DecisionMatrix, weights: WeightSet | None, weighted: Sequence[Criterion]) -> Iterator[Problem]:
    """Warn of criteria with weight that have figures for few candidates, with what that does to known weights."""
    effective = {} if matrix.scaled is None or weights is None else effective_weights(matrix.scaled, weights)
    for criterion in weighted:
        present = matrix.cells.loc[matrix.cells["criterion"] == criterion.code, "present"].astype(bool)
        nominal, share = effective.get(criterion.code, (0.0, 0.0))
        if not len(present) or present.mean() >= SPARSE or (weights is not None and nominal <= 0):
            continue
        message = Message(
            "checking.sparse",
            criterion=criterion.code,
            present=int(present.sum()),
            candidates=len(present),
            policy=Message(_POLICIES[criterion.missing]),
        )
        if nominal > 0:
            weighs = {"nominal": f"{nominal:.1%}", "share": f"{share:.1%}"}
            message = Message("checking.sparse_and_weighs", sparse=message, **weighs)
        hint = Message("checking.find_figures")
        yield Problem(f"criteria/{criterion.code}.yaml", 1, None, "missing", message, hint, "warning")


def _not_compared(reading: Reading, plan: Assessment, matrix: DecisionMatrix) -> Iterator[Problem]:
    """Warn of candidates that nobody compares where minerals are judged in pairs; of many, `_sparse` warns."""
    tested = plan.rule.tested()
    for code in judged_codes(reading.criteria.values()):
        criterion = reading.criteria[code]
        cells = matrix.cells[matrix.cells["criterion"] == code]
        present = cells["present"].astype(bool)
        weighted = criterion.role == "weighted"
        told = not present.any() or (weighted and present.mean() < SPARSE)
        if told or present.all() or not (weighted or code in tested):
            continue
        names = sorted(cells.loc[~present, "mineral"].astype(str))
        some = Message("checking.minerals_and_more", names=names[:_NAMED], more=len(names) - _NAMED)
        policy = Message(_POLICIES[criterion.missing])
        minerals = some if len(names) > _NAMED else names
        message = Message("checking.not_compared", criterion=code, minerals=minerals, policy=policy)
        yield Problem(f"criteria/{code}.yaml", 1, None, "missing", message, Message("checking.compare_it"), "warning")


def _placed(problem: Problem, reading: Reading) -> Problem:
    """The same problem with the line and column of the key it names."""
    marked, key = reading.marks.get(problem.file), problem.where
    if marked is None:
        return problem
    path: Path = tuple(int(step) if step.isdigit() else step for step in key.split(".")) if key else ()
    line, column = marked.value_at(path) if path in marked.values else marked.key_at(path)
    hint = sentence(problem.hint) if problem.hint else ""
    return replace(problem, line=line, column=column, where=spell(path), hint=hint)
