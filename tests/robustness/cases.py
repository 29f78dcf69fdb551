"""Small assessments made of arrays, taken through the real steps up to the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from criticality.listing.classify import classify, coverage_of
from criticality.model.assessment import Assessment
from criticality.model.criteria import Criterion, Dimension
from criticality.model.dataset import Dataset
from criticality.model.judgements import AhpWeights, DirectWeights, EqualWeights
from criticality.model.results import (
    Acceptability,
    CriticalList,
    DecisionMatrix,
    IndicatorTable,
    Inputs,
    Ranking,
    WeightSet,
)
from criticality.ranking.matrix import decision_matrix
from criticality.ranking.methods import rank
from criticality.robustness import measure_robustness
from criticality.weighting.weights import derive_weights

RULE = {
    "because": "High overall.",
    "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}],
}
GATED = {
    "because": "Needed, exposed, and high overall.",
    "tiers": [
        {
            "name": "critical",
            "listed": True,
            "when": [{"of": "score", "at_least": 0.5}, {"of": "d0", "at_least": 0.4}, {"of": "d1", "at_least": 0.4}],
        },
        {"name": "strategic", "listed": False, "when": [{"of": "d0", "at_least": 0.6}, {"of": "d1", "below": 0.4}]},
        {"name": "watch", "listed": False, "when": [{"of": "d1", "at_least": 0.4}]},
    ],
}


@dataclass(frozen=True)
class Case:
    """An assessment as far as the list."""

    inputs: Inputs
    matrix: DecisionMatrix
    weights: WeightSet
    ranking: Ranking
    critical_list: CriticalList
    groups: Mapping[str, str]

    def measured(self, **changes: Any) -> Acceptability:
        """How sure it is, with other robustness settings."""
        case = self.with_robustness(**changes)
        found = measure_robustness(case.inputs, case.matrix, case.weights, case.ranking, case.groups)
        assert found is not None
        return found

    def with_robustness(self, **changes: Any) -> "Case":
        plan = self.inputs.assessment
        settings = plan.robustness.model_copy(update=changes)
        assessment = plan.model_copy(update={"robustness": settings})
        return replace(self, inputs=replace(self.inputs, assessment=assessment))


def criterion(code: str, dimension: str, **changes: Any) -> Criterion:
    return Criterion.model_validate(
        {
            "code": code,
            "title": code,
            "dimension": dimension,
            "direction": "raises_criticality",
            "indicator": "observed",
            "unit": "kg",
            "scale": {"kind": "linear", "zero_at": 0.0, "one_at": 1.0},
            "missing": "interval",
            **changes,
        }
    )


def cells_of(
    values: np.ndarray[Any, Any],
    criteria: Sequence[Criterion],
    grade: str = "B",
    bounds: Mapping[tuple[int, int], tuple[float, float]] | None = None,
) -> IndicatorTable:
    """NaN in `values` (minerals × criteria) is missing evidence; `bounds` by mineral and criterion position."""
    rows = []
    for mineral, row in enumerate(values):
        for place, (value, entry) in enumerate(zip(row, criteria, strict=True)):
            low, high = (bounds or {}).get((mineral, place), (np.nan, np.nan))
            rows.append(
                {
                    "mineral": f"m{mineral:02d}",
                    "criterion": entry.code,
                    "value": value,
                    "low": low,
                    "high": high,
                    "unit": entry.unit,
                    "present": not np.isnan(value),
                    "grade": "" if np.isnan(value) else grade,
                    "flag": "absent" if np.isnan(value) else "reported",
                    "sources": "source",
                    "note": "",
                }
            )
    return IndicatorTable(pd.DataFrame(rows))


def case(
    values: Sequence[Sequence[float]] | np.ndarray[Any, Any],
    *,
    sizes: Sequence[int],
    weights: AhpWeights | DirectWeights | EqualWeights | None = None,
    method: str = "topsis",
    rule: Mapping[str, Any] = RULE,
    grade: str = "B",
    bounds: Mapping[tuple[int, int], tuple[float, float]] | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    groups: Mapping[str, str] | None = None,
    screening: int = 0,
    **robustness: Any,
) -> Case:
    """Take a table of values (minerals × criteria) to its list.

    `sizes` says how many criteria each dimension d0, d1… has; criteria are called c0, c1…; the last `screening` columns
    are screening criteria s0, s1… of the first dimension.
    """
    table = np.asarray(values, dtype=np.float64)
    dimensions = [Dimension.model_validate({"code": f"d{k}", "title": f"D{k}"}) for k in range(len(sizes))]
    owners = [f"d{k}" for k, size in enumerate(sizes) for _ in range(size)]
    criteria = [criterion(f"c{j}", owner, **(changes or {}).get(f"c{j}", {})) for j, owner in enumerate(owners)]
    criteria += [criterion(f"s{j}", "d0", role="screening") for j in range(screening)]
    minerals = tuple(f"m{m:02d}" for m in range(len(table)))
    assessment = Assessment.model_validate(
        {
            "title": "Case",
            "country": "TWN",
            "reference_year": 2024,
            "candidates": "all",
            "criteria": "all",
            "weights": "weights/case.yaml",
            "method": method,
            "rule": rule,
            "robustness": {"draws": 2000, "seed": 20261123, **robustness},
        }
    )
    document = weights or EqualWeights.model_validate({"title": "Equal", "method": "equal"})
    inputs = Inputs(assessment, tuple(dimensions), tuple(criteria), document, None, Dataset(), minerals)
    named = dict(groups or {})
    matrix = decision_matrix(cells_of(table, criteria, grade, bounds), criteria, named, minerals)
    found = derive_weights(document, inputs.weighted, inputs.dimensions, matrix.scaled)
    ranking = rank(matrix, found, inputs.weighted, method)
    coverage = coverage_of(matrix.cells, found)
    critical_list = classify(ranking, matrix, assessment.rule, coverage, {}, named, criteria)
    return Case(inputs, matrix, found, ranking, critical_list, named)


def direct(*weights: float) -> DirectWeights:
    stated = {f"c{j}": weight for j, weight in enumerate(weights)}
    return DirectWeights.model_validate(
        {"title": "Direct", "method": "direct", "weights": stated, "because": "Stated."}
    )


def panel(sizes: Sequence[int], *, judges: int = 2, seed: int = 7, **changes: Any) -> AhpWeights:
    """Judges who disagree a little about consistent judgements."""
    rng = np.random.default_rng(seed)
    owners = [f"d{k}" for k, size in enumerate(sizes) for _ in range(size)]
    groups = {"dimensions": [f"d{k}" for k in range(len(sizes))]}
    groups |= {f"d{k}": [f"c{j}" for j, owner in enumerate(owners) if owner == f"d{k}"] for k in range(len(sizes))}
    members = []
    for judge in range(judges):
        comparisons = {}
        for code, items in groups.items():
            strength = rng.uniform(1.0, 2.5, len(items))
            said = []
            for i in range(len(items)):
                for j in range(i + 1, len(items)):
                    more, than = (i, j) if strength[i] >= strength[j] else (j, i)
                    by = float(np.clip(strength[more] / strength[than] * rng.uniform(0.9, 1.1), 1.0, 9.0))
                    said.append({"more": items[more], "than": items[than], "by": by, "because": "Case."})
            if said:
                comparisons[code] = said
        members.append({"name": f"Judge {judge}", "weight": 1.0 + judge, "comparisons": comparisons})
    return AhpWeights.model_validate({"title": "Panel", "method": "ahp", "judges": members, **changes})
