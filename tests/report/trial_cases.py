"""Small assessments made up for the script of the interactive edition, decided by the product itself.

Values stand on a coarse grid, so that scores tie and meet thresholds exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from criticality.listing.classify import classify
from criticality.model.assessment import ListRule
from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, WeightSet
from criticality.ranking.methods import rank

METHODS = ("topsis", "topsis_flat", "ahp_ratings", "geometric_mean", "product", "euclidean", "lowest", "topsis_vector")
GROUPS = ("", "light", "heavy")
DIMENSIONS = ("need", "risk", "harm")


@dataclass(frozen=True)
class Case:
    """An assessment: minerals × weighted criteria, a screening criterion, weights, a rule, groups."""

    method: str
    values: tuple[tuple[float, ...], ...]
    screening: tuple[float | None, ...]
    dimension_of: tuple[str, ...]
    local: tuple[float, ...]
    across: tuple[float, ...]
    lowers: tuple[bool, ...]
    rule: ListRule
    groups: tuple[str, ...]

    @property
    def minerals(self) -> list[str]:
        return [f"m{number:02}" for number in range(len(self.values))]

    @property
    def codes(self) -> list[str]:
        return [f"c{number}" for number in range(len(self.dimension_of))]

    @property
    def dimensions(self) -> list[str]:
        return [code for code in DIMENSIONS if code in self.dimension_of]

    @property
    def criteria(self) -> list[Criterion]:
        weighted = [
            criterion(code, dimension, "weighted", lowers)
            for code, dimension, lowers in zip(self.codes, self.dimension_of, self.lowers, strict=True)
        ]
        return [*weighted, criterion("screen", self.dimension_of[0], "screening", False)]

    def weights(self, across: Sequence[float]) -> WeightSet:
        shares = dict(zip(self.dimensions, across, strict=True))
        rows = [
            (code, dimension, local, shares[dimension] * local)
            for code, dimension, local in zip(self.codes, self.dimension_of, self.local, strict=True)
        ]
        table = pd.DataFrame(rows, columns=["criterion", "dimension", "local_weight", "global_weight"])
        return WeightSet(table, pd.Series(shares, dtype="float64"), pd.DataFrame(), pd.DataFrame())

    @property
    def matrix(self) -> DecisionMatrix:
        index = pd.Index(self.minerals, name="mineral")
        raw = pd.DataFrame([list(row) for row in self.values], index, self.codes, dtype="float64")
        scaled = None if self.method == "topsis_vector" else raw
        screen = pd.DataFrame({"screen": [np.nan if one is None else 10 * one for one in self.screening]}, index)
        places = np.column_stack([raw.to_numpy(), screen["screen"].to_numpy() / 10])
        if scaled is None:
            places[:, :-1] = np.nan
        cells = pd.DataFrame(
            {
                "mineral": np.repeat(self.minerals, len(self.codes) + 1),
                "criterion": [*self.codes, "screen"] * len(self.minerals),
                "scaled": places.ravel(),
            }
        )
        return DecisionMatrix(cells, scaled, raw, {}, screen)

    def decided(self, rule: ListRule, across: Sequence[float]) -> tuple[pd.DataFrame, Any]:
        ranking = rank(self.matrix, self.weights(across), self.criteria[:-1], self.method)
        group_of = dict(zip(self.minerals, self.groups, strict=True))
        found = classify(ranking, self.matrix, rule, pd.DataFrame(), {}, group_of, self.criteria)
        return found.table.set_index("mineral").reindex(ranking.scores.index), ranking

    def record(self) -> dict[str, Any]:
        """What a record holds of it, as far as the page reads it."""
        table, ranking = self.decided(self.rule, self.across)
        weights, raw = self.weights(self.across), self.matrix.raw
        cells = [(mineral, code, float(raw.at[mineral, code])) for mineral in self.minerals for code in self.codes]
        rows = [
            {
                "mineral": mineral,
                "score": float(ranking.scores[mineral]),
                "rank": int(ranking.ranks[mineral]),
                **{name: row[name] for name in ("tier", "listed", "because")},
            }
            for mineral, row in table.iterrows()
        ]
        return {
            "inputs": {
                "assessment": {"method": self.method, "rule": self.rule.model_dump(mode="json", by_alias=True)},
                "dimensions": [{"code": code} for code in DIMENSIONS],
                "criteria": [entry.model_dump(mode="json", by_alias=True) for entry in self.criteria],
                "data": {
                    "minerals": {
                        "columns": ["mineral", "group"],
                        "rows": list(map(list, zip(self.minerals, self.groups, strict=True))),
                    }
                },
            },
            "result": {
                "ranking": rows,
                "weights": weights.table.to_dict("records"),
                "dimension_weights": {code: float(value) for code, value in weights.dimensions.items()},
                "contributions": [{"mineral": m, "criterion": c, "scaled": value} for m, c, value in cells],
                "indicators": [
                    {"mineral": m, "criterion": c, "value": value, "present": True, "flag": ""} for m, c, value in cells
                ],
            },
        }


def criterion(code: str, dimension: str, role: str, lowers: bool) -> Criterion:
    return Criterion.model_validate(
        {
            "code": code,
            "title": code,
            "dimension": dimension,
            "role": role,
            "direction": "lowers_criticality" if lowers else "raises_criticality",
            "indicator": "observed",
            "parameters": {"property": code},
            "unit": "1",
            "scale": {"kind": "linear", "zero_at": 0, "one_at": 10 if role == "screening" else 1},
            "missing": "interval",
        }
    )


def moved(rule: ListRule, parameters: Sequence[Mapping[str, Any]], thresholds: Sequence[float]) -> ListRule:
    """The rule with other thresholds: conditions that share one move together."""
    new = {(entry["quantity"], entry["threshold"]): value for entry, value in zip(parameters, thresholds, strict=True)}
    tiers = []
    for tier in rule.tiers:
        for place, condition in enumerate(tier.conditions):
            suffix = ":figure" if condition.in_own_unit else ":place" if condition.top is not None else ""
            key = (condition.of + suffix, condition.threshold)
            tier = tier.with_condition(place, condition.at(new[key]))  # noqa: PLW2901
        tiers.append(tier)
    return rule.model_copy(update={"tiers": tuple(tiers)})


# ── what Hypothesis draws ────────────────────────────────────────────────────

GRID = st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9, 1.0])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    method = draw(st.sampled_from(METHODS))
    dimensions = list(DIMENSIONS[: draw(st.integers(1, 3))])
    spread = [*dimensions, *draw(st.lists(st.sampled_from(dimensions), max_size=9))]
    dimension_of = tuple(draw(st.permutations(spread)))
    minerals = draw(st.integers(1, 9))
    values = tuple(tuple(draw(GRID) for _ in dimension_of) for _ in range(minerals))
    points = [draw(st.integers(1, 5)) for _ in dimension_of]
    whole = {code: sum(p for p, own in zip(points, dimension_of, strict=True) if own == code) for code in dimensions}
    local = tuple(p / whole[own] for p, own in zip(points, dimension_of, strict=True))
    names = tuple(f"m{number:02}" for number in range(minerals))
    looks = ["score", "screen"] if method == "topsis_vector" else ["score", "screen", "c0", *dimensions]
    return Case(
        method,
        values,
        tuple(draw(st.one_of(st.none(), GRID)) for _ in range(minerals)),
        dimension_of,
        local,
        draw(shares(len(dimensions))),
        tuple(method == "topsis_vector" and draw(st.booleans()) for _ in dimension_of),
        draw(rules(looks, names)),
        tuple(draw(st.sampled_from(GROUPS)) for _ in range(minerals)),
    )


@st.composite
def shares(draw: st.DrawFn, count: int) -> tuple[float, ...]:
    """Weights of dimensions that add up to 1; some are left out."""
    points = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any))
    return tuple(point / sum(points) for point in points)


@st.composite
def conditions(draw: st.DrawFn, looks: Sequence[str]) -> dict[str, Any]:
    of = draw(st.sampled_from(looks))
    kind = draw(
        st.sampled_from(["at_least", "below", "top", "figure"] if of == "screen" else ["at_least", "below", "top"])
    )
    if kind == "top":
        return {"of": of, "top": draw(st.integers(1, 6))}
    if kind == "figure":
        return {"of": of, draw(st.sampled_from(["at_least", "below"])): {"value": 10 * draw(GRID), "unit": "source"}}
    return {"of": of, kind: draw(GRID)}


@st.composite
def rules(draw: st.DrawFn, looks: Sequence[str], minerals: Sequence[str]) -> ListRule:
    own = st.lists(conditions(looks), min_size=1, max_size=3)
    tiers = []
    for number in range(draw(st.integers(1, 4))):
        tier: dict[str, Any] = {"name": f"t{number}", "listed": number == 0 or draw(st.booleans())}
        kind = draw(st.sampled_from(["when", "any", "both", "when", "designations_only"]))
        if kind == "designations_only":
            tier["designations_only"] = True
        if kind in ("when", "both"):
            tier["when"] = draw(own)
        if kind in ("any", "both"):
            tier["any"] = [{"when": when} for when in draw(st.lists(own, min_size=1, max_size=3))]
        tiers.append(tier)
    groups = [
        {"group": group, "listed_if": draw(st.sampled_from(["any", "all", "average"])), "because": "together"}
        for group in draw(st.lists(st.sampled_from([*GROUPS[1:], "nobody"]), unique=True, max_size=2))
    ]
    placed = draw(st.lists(st.sampled_from(minerals), unique=True, max_size=2))
    decided = [
        {
            "mineral": code,
            "tier": draw(st.sampled_from([tier["name"] for tier in tiers])),
            "by": "A",
            "on": "2026-11-20",
            "because": "b",
        }
        for code in placed
    ]
    return ListRule.model_validate({"because": "b", "tiers": tiers, "groups": groups, "designations": decided})
