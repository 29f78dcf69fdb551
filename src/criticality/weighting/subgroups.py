"""How far the judges of a panel agree, and what each part of the panel alone would give.

Parts are the judges' subgroups; where no judge states one, the offices that several judges share.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, Judge
from criticality.weighting.ahp import LARGEST_BY
from criticality.weighting.indices import Floats
from criticality.weighting.panel import JOINED, JudgedGroup, check_consistency, judged_groups, priorities_by_judge

WHOLE = ""
"""Stands for the whole panel where a table names its parts."""
PANEL_COLUMNS = ("subgroup", "group", "judges", "consensus", "consistency")


def subgroups_of(weights: AhpWeights) -> dict[str, tuple[Judge, ...]]:
    """The parts of a panel, sorted by name, each with its judges; none where there is nothing to tell apart.

    A judge who states no subgroup belongs to none, where others state theirs. Offices are told apart if there are
    several and one of them sent several judges: otherwise the results by judge say the same.
    """
    stated = any(judge.subgroup for judge in weights.judges)
    parts: dict[str, list[Judge]] = {}
    for judge in weights.judges:
        name = judge.subgroup if stated else judge.office
        if name:
            parts.setdefault(name, []).append(judge)
    alone = len(parts) == 1 and sum(map(len, parts.values())) == len(weights.judges)
    repeated = not stated and (len(parts) < 2 or all(len(judges) == 1 for judges in parts.values()))
    return {} if alone or repeated else {name: tuple(parts[name]) for name in sorted(parts)}


def priorities_by_subgroup(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> dict[str, Mapping[str, Mapping[str, float]]]:
    """Subgroup → group → item → priority, joined as those of the whole panel; groups that a part judged."""
    found = _groups_by_subgroup(weights, criteria, dimensions)
    return {name: priorities_by_judge(groups).get(JOINED, {}) for name, groups in found.items()}


def panel_table(
    weights: AhpWeights,
    groups: Sequence[JudgedGroup],
    criteria: Sequence[Criterion],
    dimensions: Sequence[Dimension],
) -> pd.DataFrame:
    """How far the judges agree in each group: the whole panel, then each subgroup.

    Columns: ``subgroup`` (empty for the whole panel), ``group``, ``judges`` (how many), ``consensus`` (None for fewer
    than two judges), ``consistency`` of the joined matrix (CR or GCI; None where priorities are aggregated).
    """
    parts = {WHOLE: tuple(groups), **_groups_by_subgroup(weights, criteria, dimensions)}
    rows = [row for name, judged in parts.items() for row in panel_rows(name, judged, weights.consistency_limit)]
    return pd.DataFrame(rows, columns=list(PANEL_COLUMNS))


def _groups_by_subgroup(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> dict[str, tuple[JudgedGroup, ...]]:
    return {
        name: judged_groups(weights.model_copy(update={"judges": judges}), criteria, dimensions)
        for name, judges in subgroups_of(weights).items()
    }


def panel_rows(
    name: str, groups: Sequence[JudgedGroup], limit: float
) -> Iterator[tuple[str, str, int, float | None, float | None]]:
    """Return a row of the table of the panel for each group, under the name of a subgroup."""
    joined = {entry.group: entry.measured for entry in check_consistency(groups, limit) if entry.judge == JOINED}
    for group in groups:
        count = len(group.judges)
        yield name, group.code, count, consensus(group) if count > 1 else None, joined.get(group.code)


def consensus(group: JudgedGroup) -> float:
    """AHP consensus indicator among the judges of one group, 0 (none) to 1 (full).

    S* = (S − m) / (1 − m) with S = exp(H_α − H_γ): H_α the mean Shannon entropy of the judges' priorities, H_γ the
    entropy of their mean, and m = exp(H_α,min) / n the smallest possible S for n items on Saaty's scale of 1 to 9.

    References
    ----------
    Goepel, K. D. (2013). Implementing the analytic hierarchy process as a standard method for multi-criteria decision
    making in corporate enterprises. Proc. ISAHP 2013.
    Goepel, K. D. (2018). Implementation of an online software tool for the analytic hierarchy process (AHP-OS). Int. J.
    Anal. Hierarchy Process 10, 469-487, equations 11 to 21: with H_γ,max = ln n.
    """
    each = group.procedure.priorities(group.matrices)
    n = len(group.items)
    similarity = np.exp(np.mean(np.sort(_entropy(each))) - _entropy(np.sort(each, axis=0).mean(axis=0)))
    least = np.exp(_entropy(np.array([LARGEST_BY, *[1.0] * (n - 1)]) / (n + LARGEST_BY - 1.0))) / n
    return float(np.clip((similarity - least) / (1.0 - least), 0.0, 1.0))


def _entropy(shares: Floats) -> Floats:
    entropy: Floats = -(shares * np.log(shares)).sum(axis=-1)
    return entropy
