"""The decision matrix: candidates × criteria, every gap filled as its criterion says. No NaN leaves this room."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from criticality.errors import InputError, Problem
from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, IndicatorTable
from criticality.ranking.scales import below_log_scale, scaled_values, unscaled_values

CLIPPED = "clipped"
GROUP_MEDIAN = "group_median"
ABSENT = "absent"
MIDDLE = 0.5


def decision_matrix(
    indicators: IndicatorTable,
    criteria: Sequence[Criterion],
    groups: Mapping[str, str],
    candidates: Sequence[str],
) -> DecisionMatrix:
    """Scale the candidates' values and fill what is missing by each criterion's policy.

    ``interval``: the cell is the whole [0, 1] and counts 0.5; without a scale it is refused, or stays missing where the
    criterion is for screening only. ``group_median``: the median over all minerals of the group in the indicator table,
    candidates or not. ``leave_out_mineral``: the mineral is not scored. ``refuse``: an error that names all minerals.

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
    minerals = sorted(set(candidates))
    evidence = {str(code): rows.set_index("mineral") for code, rows in indicators.cells.groupby("criterion")}
    columns: dict[str, pd.DataFrame] = {}
    left_out: dict[str, list[str]] = {}
    found: list[Problem] = []
    for criterion in criteria:
        rows = evidence.get(criterion.code, indicators.cells.iloc[:0].set_index("mineral"))
        column = _evidence_of(rows, minerals, criterion)
        found += _negative(column, criterion)
        column, problems = _filled(column, rows, groups, criterion)
        found += problems
        if criterion.missing == "leave_out_mineral":
            for mineral in column.index[column["raw"].isna()]:
                left_out.setdefault(str(mineral), []).append(criterion.code)
        columns[criterion.code] = column
    if found:
        raise InputError(found)
    return _assembled(columns, criteria, minerals, {key: _reason(codes) for key, codes in sorted(left_out.items())})


def _reason(codes: Iterable[str]) -> str:
    return f"no evidence for {', '.join(codes)}"


def _evidence_of(rows: pd.DataFrame, minerals: Sequence[str], criterion: Criterion) -> pd.DataFrame:
    """The candidates' cells of one criterion with raw and scaled values; a mineral without a row is absent."""
    column = rows.reindex(pd.Index(minerals, name="mineral"))
    unknown = ~column.index.isin(rows.index)
    column["criterion"] = criterion.code
    column["present"] = column["present"].eq(True) & column["value"].notna()
    column.loc[unknown, "flag"] = ABSENT
    column.loc[unknown, "unit"] = criterion.unit
    for name in ("flag", "grade", "sources", "note", "unit"):
        column[name] = column[name].astype(object).where(column[name].notna(), "")
    for name in ("value", "low", "high"):
        column[name] = column[name].astype("float64")
    column["raw"] = column["value"].where(column["present"])
    return _with_scale(column, criterion)


def _with_scale(column: pd.DataFrame, criterion: Criterion) -> pd.DataFrame:
    """Add ``scaled, scaled_low, scaled_high``; bounds that the direction turns round are put in order again."""
    if criterion.scale is None:
        return column.assign(scaled=np.nan, scaled_low=np.nan, scaled_high=np.nan)
    scaled, clipped = scaled_values(column["raw"], criterion)
    ends = [scaled_values(column[name].fillna(column["raw"]), criterion).values for name in ("low", "high")]
    stack = np.where(column["present"].to_numpy(dtype=bool), np.array([scaled, *ends]), np.nan)
    return column.assign(
        scaled=scaled,
        scaled_low=stack.min(axis=0),
        scaled_high=stack.max(axis=0),
        flag=_flagged(column["flag"], clipped, CLIPPED),
    )


def _flagged(flags: "pd.Series[str]", marked: Any, flag: str) -> list[str]:
    """Add a flag to those cells, after the ones they carry."""
    return [
        ";".join([*filter(None, str(old).split(";")), flag]) if mark else str(old)
        for old, mark in zip(flags, marked, strict=True)
    ]


# ── missing evidence ─────────────────────────────────────────────────────────


def _filled(
    column: pd.DataFrame, rows: pd.DataFrame, groups: Mapping[str, str], criterion: Criterion
) -> tuple[pd.DataFrame, list[Problem]]:
    missing = column["raw"].isna()
    if not missing.any() or criterion.missing == "leave_out_mineral":
        return column, []
    if criterion.missing == "group_median":
        return _from_group(column, rows, groups, criterion)
    if criterion.missing == "interval" and criterion.scale is not None:
        whole = {"raw": float(unscaled_values(MIDDLE, criterion)), "scaled": MIDDLE, "scaled_low": 0.0}
        return _put(column, missing, {**whole, "scaled_high": 1.0}), []
    if criterion.missing == "interval" and criterion.role == "screening":
        return column, []
    return column, [_refused(criterion, [str(mineral) for mineral in column.index[missing]])]


def _put(column: pd.DataFrame, where: "pd.Series[bool]", values: Mapping[str, float]) -> pd.DataFrame:
    return column.assign(**{name: column[name].mask(where, value) for name, value in values.items()})


def _from_group(
    column: pd.DataFrame, rows: pd.DataFrame, groups: Mapping[str, str], criterion: Criterion
) -> tuple[pd.DataFrame, list[Problem]]:
    """Give the missing cells the median of their group, over all its minerals that have a value of their own."""
    known = rows.loc[rows["present"].eq(True) & rows["value"].notna(), "value"].astype("float64")
    group_of = {str(mineral): groups.get(str(mineral), "") for mineral in [*known.index, *column.index]}
    named = known[[group_of[str(mineral)] != "" for mineral in known.index]]
    medians = named.groupby([group_of[str(mineral)] for mineral in named.index]).median()
    missing = column["raw"].isna()
    raw = pd.Series([medians.get(group_of[str(mineral)], np.nan) for mineral in column.index], column.index)
    lonely = [str(mineral) for mineral in column.index[missing & raw.isna()]]
    if lonely:
        return column, [_no_group_value(criterion, lonely)]
    return _with_medians(column, missing, raw, criterion), []


def _with_medians(
    column: pd.DataFrame, missing: "pd.Series[bool]", medians: "pd.Series[float]", criterion: Criterion
) -> pd.DataFrame:
    flags = pd.Series(_flagged(column["flag"], missing, GROUP_MEDIAN), column.index)
    raw = column["raw"].mask(missing, medians)
    column = column.assign(raw=raw, value=column["value"].mask(missing, raw), flag=flags)
    if criterion.scale is None:
        return column
    scaled, clipped = scaled_values(raw, criterion)
    flags = pd.Series(_flagged(flags, missing & clipped, CLIPPED), column.index)
    filled = {name: column[name].mask(missing, scaled) for name in ("scaled", "scaled_low", "scaled_high")}
    return column.assign(flag=flags, **filled)


# ── problems ─────────────────────────────────────────────────────────────────


def _refused(criterion: Criterion, minerals: Sequence[str]) -> Problem:
    named = ", ".join(minerals)
    if criterion.missing == "interval":
        message = f"missing: interval needs a scale as soon as a cell is missing; no evidence for {named}"
        return _problem(criterion, "missing", message, "give the criterion a scale, or add the evidence")
    message = f"no evidence for {named}, and the criterion refuses missing evidence"
    hint = "add the evidence to data/, or choose interval, group_median or leave_out_mineral"
    return _problem(criterion, "missing", message, hint)


def _no_group_value(criterion: Criterion, minerals: Sequence[str]) -> Problem:
    message = f"no mineral in the group of {', '.join(minerals)} has a value to take the median of"
    return _problem(criterion, "missing", message, "add evidence for one of the group, or choose another policy")


def _negative(column: pd.DataFrame, criterion: Criterion) -> list[Problem]:
    below = column.index[below_log_scale(column["raw"], criterion)]
    if below.empty:
        return []
    named = ", ".join(f"{mineral} ({column.loc[mineral, 'raw']:g})" for mineral in below)
    message = f"a log scale cannot take the negative values of {named}"
    return [_problem(criterion, "scale", message, "use a linear scale, or correct the figures")]


def _problem(criterion: Criterion, where: str, message: str, hint: str) -> Problem:
    return Problem(f"criteria/{criterion.code}.yaml", 1, None, where, f"{criterion.code}: {message}", hint)


# ── the matrix ───────────────────────────────────────────────────────────────


def _assembled(
    columns: Mapping[str, pd.DataFrame],
    criteria: Sequence[Criterion],
    minerals: Sequence[str],
    left_out: Mapping[str, str],
) -> DecisionMatrix:
    weighted = [criterion for criterion in criteria if criterion.role == "weighted"]
    scored = pd.Index([mineral for mineral in minerals if mineral not in left_out], name="mineral")
    raw = pd.DataFrame({entry.code: columns[entry.code]["raw"] for entry in weighted}, index=scored, dtype="float64")
    scaled = None
    if all(entry.scale is not None for entry in weighted):
        values = {entry.code: columns[entry.code]["scaled"] for entry in weighted}
        scaled = pd.DataFrame(values, index=scored, dtype="float64")
    cells = pd.concat([column.drop(columns="raw").reset_index() for column in columns.values()], ignore_index=True)
    order = cells["mineral"].map({mineral: position for position, mineral in enumerate(minerals)})
    cells = cells.iloc[np.argsort(order.to_numpy(), kind="stable")].reset_index(drop=True)
    return DecisionMatrix(cells=cells, scaled=scaled, raw=raw, left_out=dict(left_out))
