"""The decision matrix: candidates × criteria, every gap filled as its criterion says. No NaN leaves this room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.errors import InputError, Problem
from criticality.model.criteria import GROUP_POLICIES, Criterion
from criticality.model.results import DecisionMatrix, IndicatorTable
from criticality.ranking.scales import Floats, below_log_scale, scaled_values, unscaled_values
from criticality.text.kept import note
from criticality.text.message import Message

CLIPPED = "clipped"
GROUP_MEDIAN = "group_median"
ABSENT = "absent"
MIDDLE = 0.5
_TEXTS = ("unit", "grade", "flag", "sources", "note")


@dataclass(frozen=True)
class _Column:
    """The candidates' cells of one criterion: arrays of shape (minerals,)."""

    value: Floats
    present: NDArray[np.bool_]
    flag: NDArray[np.object_]
    raw: Floats
    scaled: Floats
    scaled_low: Floats
    scaled_high: Floats


@dataclass(frozen=True)
class MatrixColumn:
    """One criterion of a decision matrix, from which matrices that share it are put together.

    Attributes
    ----------
    criterion, minerals
        Whose cells, in order.
    cells
        Its cells, one row a mineral, as `DecisionMatrix.cells` has them.
    raw
        (minerals,) in its own unit; NaN where a mineral is left out.
    problems
        What is wrong with it: evidence missing where it is required, or negative under a log scale.
    """

    criterion: Criterion
    minerals: tuple[str, ...]
    cells: Mapping[str, NDArray[np.generic]]
    raw: Floats
    problems: tuple[Problem, ...]


def decision_matrix(
    indicators: IndicatorTable,
    criteria: Sequence[Criterion],
    groups: Mapping[str, str],
    candidates: Sequence[str],
) -> DecisionMatrix:
    """Scale the candidates' values and fill what is missing by each criterion's policy.

    ``interval``: the cell is the whole [0, 1] and counts 0.5; without a scale it is refused, or stays missing where the
    criterion is for screening only. ``group_median``: the median over all minerals of the group in the indicator table,
    candidates or not. ``group_median_or_interval``: the same, and ``interval`` for a group without a value.
    ``leave_out_mineral``: the mineral is not scored. ``refuse``: an error that names all minerals.

    Parameters
    ----------
    indicators
        Evidence of all minerals, candidates or not.
    criteria
        The criteria of the assessment; those for screening are scaled in the cells but are not in the matrix.
    groups
        Mineral → group.
    candidates
        The minerals to be ranked.

    Returns
    -------
    DecisionMatrix
        Minerals sorted by code, criteria in the order given.

    Raises
    ------
    InputError
        Evidence missing where it is required, or a negative value under a log scale: all of them at once.
    """
    minerals = tuple(sorted(set(candidates)))
    rows = {str(code): own for code, own in indicators.cells.groupby("criterion", sort=False)}
    none = indicators.cells.iloc[:0]
    return joined_columns([matrix_column(rows.get(one.code, none), one, groups, minerals) for one in criteria])


def matrix_column(
    evidence: pd.DataFrame, criterion: Criterion, groups: Mapping[str, str], minerals: tuple[str, ...]
) -> MatrixColumn:
    """Scale and fill the cells of one criterion; its problems are in the column.

    Parameters
    ----------
    evidence
        Its rows of the indicator table, of all minerals.
    groups
        Mineral → group.
    minerals
        The minerals to be ranked, sorted.
    """
    cells = _every_cell(evidence, criterion, minerals)
    column = _column(cells, criterion)
    negative = _negative(column, criterion, minerals)
    column, lacking = _filled(column, criterion, minerals, evidence, groups)
    changed = {name: getattr(column, name) for name in ("value", "flag", "scaled", "scaled_low", "scaled_high")}
    found = {name: changed.get(name, cells[name].to_numpy()) for name in cells.columns}
    return MatrixColumn(criterion, minerals, {**found, **changed}, column.raw, (*negative, *lacking))


def joined_columns(columns: Sequence[MatrixColumn]) -> DecisionMatrix:
    """Put the columns of all criteria together, of the same minerals.

    Raises
    ------
    InputError
        With the problems of all columns.
    """
    problems = [problem for column in columns for problem in column.problems]
    if problems:
        raise InputError(problems)
    left_out: dict[str, list[str]] = {}
    for column in columns:
        if column.criterion.missing == "leave_out_mineral":
            for position in np.flatnonzero(np.isnan(column.raw)).tolist():
                left_out.setdefault(column.minerals[position], []).append(column.criterion.code)
    return _assembled(columns, {key: _reason(codes) for key, codes in left_out.items()})


def _reason(codes: Iterable[str]) -> str:
    return note("said.no_evidence", of=list(codes))


def _every_cell(evidence: pd.DataFrame, criterion: Criterion, minerals: Sequence[str]) -> pd.DataFrame:
    """One row for every candidate; one without a row is absent."""
    stated = evidence.drop(columns="criterion").set_index("mineral")
    cells = stated.reindex(pd.Index(minerals, name="mineral"))
    texts = {name: cells[name].astype(object).where(cells[name].notna(), "") for name in _TEXTS}
    unknown = ~cells.index.isin(stated.index)
    texts["flag"] = texts["flag"].mask(unknown, ABSENT)
    texts["unit"] = texts["unit"].mask(unknown, criterion.unit)
    numbers = {name: cells[name].astype("float64") for name in ("value", "low", "high")}
    present = cells["present"].eq(True) & cells["value"].notna()
    return cells.assign(**texts, **numbers, present=present)


def _column(cells: pd.DataFrame, criterion: Criterion) -> _Column:
    """Raw and scaled values of one criterion, with the bounds that the direction turns round in order again."""
    present = cells["present"].to_numpy(dtype=np.bool_)
    value = cells["value"].to_numpy(dtype=np.float64)
    raw = np.where(present, value, np.nan)
    flag = cells["flag"].to_numpy(dtype=object)
    nothing = np.full(len(raw), np.nan)
    if criterion.scale is None:
        return _Column(value, present, flag, raw, nothing, nothing, nothing)
    scaled, clipped = scaled_values(raw, criterion)
    bounds = [cells[name].to_numpy(dtype=np.float64) for name in ("low", "high")]
    ends = [scaled_values(np.where(np.isnan(bound) | ~present, raw, bound), criterion).values for bound in bounds]
    stack = np.array([scaled, *ends])
    return _Column(value, present, _flagged(flag, clipped, CLIPPED), raw, scaled, stack.min(axis=0), stack.max(axis=0))


def _flagged(flags: NDArray[np.object_], marked: NDArray[np.bool_], flag: str) -> NDArray[np.object_]:
    """Add a flag to the marked cells, after the ones they carry."""
    found = flags.copy()
    for position in np.flatnonzero(marked):
        found[position] = ";".join([*filter(None, str(flags[position]).split(";")), flag])
    return found


# ── missing evidence ─────────────────────────────────────────────────────────


def _filled(
    column: _Column,
    criterion: Criterion,
    minerals: Sequence[str],
    evidence: pd.DataFrame,
    groups: Mapping[str, str],
) -> tuple[_Column, list[Problem]]:
    missing = np.isnan(column.raw)
    if not missing.any() or criterion.missing == "leave_out_mineral":
        return column, []
    if criterion.missing in GROUP_POLICIES:
        return _from_group(column, criterion, minerals, evidence, groups)
    if criterion.missing == "interval" and criterion.scale is not None:
        return _whole_interval(column, missing, criterion), []
    if criterion.missing == "interval" and criterion.role == "screening":
        return column, []
    return column, [_refused(criterion, [minerals[position] for position in np.flatnonzero(missing).tolist()])]


def _whole_interval(column: _Column, missing: NDArray[np.bool_], criterion: Criterion) -> _Column:
    return replace(
        column,
        raw=np.where(missing, unscaled_values(MIDDLE, criterion), column.raw),
        scaled=np.where(missing, MIDDLE, column.scaled),
        scaled_low=np.where(missing, 0.0, column.scaled_low),
        scaled_high=np.where(missing, 1.0, column.scaled_high),
    )


def _from_group(
    column: _Column,
    criterion: Criterion,
    minerals: Sequence[str],
    evidence: pd.DataFrame,
    groups: Mapping[str, str],
) -> tuple[_Column, list[Problem]]:
    """Give the missing cells the median of their group, over all its minerals that have a value of their own."""
    medians = _group_medians(evidence[evidence["criterion"] == criterion.code], groups)
    missing = np.isnan(column.raw)
    raw = np.array([medians.get(groups.get(mineral, ""), np.nan) for mineral in minerals], dtype=np.float64)
    without = missing & np.isnan(raw)
    if without.any() and (criterion.missing == "group_median" or criterion.scale is None):
        named = [minerals[position] for position in np.flatnonzero(without).tolist()]
        return column, [_no_group_value(criterion, named)]
    return _whole_interval(_with_medians(column, missing & ~without, raw, criterion), without, criterion), []


def _group_medians(rows: pd.DataFrame, groups: Mapping[str, str]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for mineral, value, present in zip(rows["mineral"], rows["value"], rows["present"], strict=True):
        group = groups.get(str(mineral), "")
        if group and present is not None and bool(present) and not np.isnan(value):
            values.setdefault(group, []).append(float(value))
    return {group: float(np.median(members)) for group, members in values.items()}


def _with_medians(column: _Column, missing: NDArray[np.bool_], medians: Floats, criterion: Criterion) -> _Column:
    raw = np.where(missing, medians, column.raw)
    flag = _flagged(column.flag, missing, GROUP_MEDIAN)
    value = np.where(missing, medians, column.value)
    if criterion.scale is None:
        return replace(column, raw=raw, value=value, flag=flag)
    scaled, clipped = scaled_values(raw, criterion)
    return replace(
        column,
        raw=raw,
        value=value,
        flag=_flagged(flag, missing & clipped, CLIPPED),
        scaled=scaled,
        scaled_low=np.where(missing, scaled, column.scaled_low),
        scaled_high=np.where(missing, scaled, column.scaled_high),
    )


# ── problems ─────────────────────────────────────────────────────────────────


def _refused(criterion: Criterion, minerals: Sequence[str]) -> Problem:
    named = list(minerals)
    if criterion.missing == "interval":
        message = Message("ranking.interval_needs_scale", minerals=named)
        return _problem(criterion, "missing", message, Message("ranking.scale_or_evidence"))
    message = Message("ranking.refuses_missing", minerals=named)
    hint = Message("ranking.add_evidence")
    return _problem(criterion, "missing", message, hint)


def _no_group_value(criterion: Criterion, minerals: Sequence[str]) -> Problem:
    message = Message("ranking.no_group_value", minerals=list(minerals))
    return _problem(criterion, "missing", message, Message("ranking.add_for_group"))


def _negative(column: _Column, criterion: Criterion, minerals: Sequence[str]) -> list[Problem]:
    below = np.flatnonzero(below_log_scale(column.raw, criterion))
    if not below.size:
        return []
    named = [f"{minerals[position]} ({column.raw[position]:g})" for position in below.tolist()]
    message = Message("ranking.negative_under_log", minerals=named)
    return [_problem(criterion, "scale", message, Message("ranking.linear_scale"))]


def _problem(criterion: Criterion, where: str, message: Message, hint: Message) -> Problem:
    told = Message("ranking.of_criterion", criterion=criterion.code, message=message)
    return Problem(f"criteria/{criterion.code}.yaml", 1, None, where, told, hint)


# ── the matrix ───────────────────────────────────────────────────────────────


def _assembled(columns: Sequence[MatrixColumn], left_out: Mapping[str, str]) -> DecisionMatrix:
    weighted, others = (
        [column for column in columns if (column.criterion.role == "weighted") is kind] for kind in (True, False)
    )
    minerals = columns[0].minerals if columns else ()
    index = pd.Index(list(minerals), name="mineral")
    scored = [mineral for mineral in minerals if mineral not in left_out]
    raw, screening = (
        pd.DataFrame({column.criterion.code: column.raw for column in some}, index, dtype="float64").loc[scored]
        for some in (weighted, others)
    )
    scaled = None
    if all(column.criterion.scale is not None for column in weighted):
        values = {column.criterion.code: column.cells["scaled"] for column in weighted}
        scaled = pd.DataFrame(values, index, dtype="float64").loc[scored]
    return DecisionMatrix(_cells_of(columns, minerals), scaled, raw, dict(left_out), screening)


def _cells_of(columns: Sequence[MatrixColumn], minerals: Sequence[str]) -> pd.DataFrame:
    """The cells, mineral by mineral and in the order of the criteria."""
    codes = [column.criterion.code for column in columns]
    found: dict[str, object] = {
        "mineral": np.repeat(np.array(minerals, dtype=object), len(columns)),
        "criterion": np.array(codes * len(minerals), dtype=object),
    }
    for name in columns[0].cells if columns else ():
        found[name] = np.array([column.cells[name] for column in columns]).T.ravel()
    return pd.DataFrame(found)
