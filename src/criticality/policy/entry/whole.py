"""Decide the whole list again with one change: of a value, the weights, the rule, the data or the scenario."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from criticality.assess import Decider, groups_of
from criticality.listing.classify import classify
from criticality.model.assessment import ListRule
from criticality.model.results import CriticalList, Decision, DecisionMatrix, Inputs, WeightSet
from criticality.policy.bench import Bench
from criticality.policy.cells import MineralValues
from criticality.ranking.methods import rank
from criticality.robustness.sensitivity.smallest_changes import with_weight
from criticality.weighting.weights import derive_weights


class Verdict(NamedTuple):
    """The result for one mineral in a list decided again, and the other minerals that enter or leave."""

    listed: bool
    tier: str
    score: float | None
    entered: list[str]
    left: list[str]


class WholeList:
    """Decides the list of one run again, all minerals at once, and returns the result for one of them.

    Parameters
    ----------
    bench
        The decided run.
    mineral
        A scored candidate.
    """

    def __init__(self, bench: Bench, mineral: str) -> None:
        self._bench, self._mineral = bench, mineral
        self._inputs, self._decision = bench.inputs, bench.decision
        self._codes = [criterion.code for criterion in bench.criteria]
        self._before = _listed(self._decision.critical_list)
        scored = set(self._decision.ranking.scores.index)
        table = self._decision.critical_list.table
        reasons = dict(zip(table["mineral"], table["reason"], strict=True))
        self._unscored = {code: reason for code, reason in reasons.items() if code not in scored}

    def with_values(self, position: int, values: MineralValues) -> Verdict:
        """The list with another value of the mineral under the criterion at a position, (criteria,)."""
        after = self._with_cell(self._codes[position], float(values.scaled[position]), float(values.raw[position]))
        weights = self._decision.weights
        if self._inputs.weights.method in ("entropy", "critic"):
            weights = derive_weights(
                self._inputs.weights, self._inputs.weighted, self._inputs.dimensions, after.scaled, raw=after.raw
            )
        return self._ranked(after, weights, self._inputs.assessment.rule)

    def with_weights(self, weights: WeightSet) -> Verdict:
        """The list under other weights."""
        return self._ranked(self._decision.matrix, weights, self._inputs.assessment.rule)

    def with_rule(self, rule: ListRule) -> Verdict:
        """The list under another rule; no mineral is ranked again."""
        return self._ranked(self._decision.matrix, self._decision.weights, rule)

    def with_inputs(self, inputs: Inputs) -> Verdict:
        """The list of other inputs, by a complete assessment."""
        result: Decision = Decider()(inputs)
        return self._verdict(result.critical_list, result.ranking.scores)

    def _ranked(self, matrix: DecisionMatrix, weights: WeightSet, rule: ListRule) -> Verdict:
        inputs, coverage = self._inputs, self._decision.critical_list.coverage
        ranking = rank(matrix, weights, inputs.weighted, inputs.assessment.method)
        decided = classify(ranking, matrix, rule, coverage, self._unscored, groups_of(inputs), inputs.criteria)
        return self._verdict(decided, ranking.scores)

    def _verdict(self, decided: CriticalList, scores: "pd.Series[float]") -> Verdict:
        listed = _listed(decided)
        tiers: Mapping[str, str] = dict(zip(decided.table["mineral"], decided.table["tier"], strict=True))
        score = float(scores[self._mineral]) if self._mineral in scores.index else None
        others = {self._mineral}
        return Verdict(
            self._mineral in listed,
            str(tiers[self._mineral]),
            score,
            sorted(listed - self._before - others),
            sorted(self._before - listed - others),
        )

    def _with_cell(self, code: str, scaled: float, raw: float) -> DecisionMatrix:
        old = self._decision.matrix
        cells = old.cells.copy()
        place = (cells["mineral"] == self._mineral) & (cells["criterion"] == code)
        cells.loc[place, ["value", "scaled", "scaled_low", "scaled_high"]] = [raw, scaled, scaled, scaled]
        cells.loc[place, "present"] = True
        return DecisionMatrix(
            cells,
            None if old.scaled is None else _with_value(old.scaled, self._mineral, code, scaled),
            _with_value(old.raw, self._mineral, code, raw),
            old.left_out,
            _with_value(old.screening, self._mineral, code, raw),
        )


def _listed(decided: CriticalList) -> set[str]:
    return set(decided.table.loc[decided.table["listed"].astype(bool), "mineral"])


def _with_value(table: pd.DataFrame, mineral: str, code: str, value: float) -> pd.DataFrame:
    if code not in table.columns:
        return table
    changed = table.copy()
    changed.loc[mineral, code] = value
    return changed


def reweighted(weights: WeightSet, criteria: set[str], together: float) -> WeightSet:
    """Give a group of criteria another total weight; all proportions inside and outside the group stay.

    The weight of a dimension is the sum over its criteria; a dimension with weight 0 keeps its local weights.
    """
    table = weights.table.copy()
    members = np.flatnonzero(table["criterion"].isin(criteria).to_numpy())
    overall = table["global_weight"].to_numpy(dtype=np.float64)
    table["global_weight"] = with_weight(overall, members, np.array([together]))[0]
    levels = _levels_again(weights, table)
    by_dimension = table.groupby("dimension")["global_weight"].sum()
    sums = by_dimension if levels.empty else levels.set_index("dimension")["global_weight"]
    across = table["dimension"].map(sums)
    table["local_weight"] = (table["global_weight"] / across).where(across > 0, table["local_weight"])
    roots = sums.reindex(weights.dimensions.index).fillna(0.0)
    return replace(weights, table=table, dimensions=roots, levels=levels)


def _levels_again(weights: WeightSet, table: pd.DataFrame) -> pd.DataFrame:
    """The weights of the dimensions on every level where the criteria have other global weights."""
    levels = weights.levels.copy()
    if levels.empty:
        return levels
    overall = table.set_index("criterion")["global_weight"]
    held = {str(code): rows["criterion"].tolist() for code, rows in weights.top.groupby("dimension")}
    held |= {code: shares.index.tolist() for code, shares in weights.inner.items()}
    sums = {code: float(overall[criteria].sum()) for code, criteria in held.items()}
    levels["global_weight"] = [sums[code] for code in levels["dimension"]]
    above = [sums.get(parent, 1.0) for parent in levels["parent"]]
    levels["local_weight"] = [
        own / whole if whole > 0 else local
        for own, whole, local in zip(levels["global_weight"], above, levels["local_weight"], strict=True)
    ]
    return levels
