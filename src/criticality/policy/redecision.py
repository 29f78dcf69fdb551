"""Decide the list again with other values of one mineral, by the method and the rule of the run.

Where the method allows it, the score is computed from the mineral's own values, for thousands of points at once. The
answers are verified by complete assessments (`criticality.policy.verify`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.assess import groups_of
from criticality.listing.classify import quantities_of
from criticality.listing.quantities import FIGURE, unit_of
from criticality.listing.rule import CompiledRule, assign_tiers, compile_rule
from criticality.model.input_record import Text
from criticality.model.results import Decision, DecisionMatrix, Inputs
from criticality.policy.cells import Floats, MineralValues
from criticality.ranking.kernels import METHODS, Method
from criticality.ranking.kernels.arithmetic import DECIMALS, dimension_ratings, inner_ratings
from criticality.ranking.kernels.method import Weights, weights_of
from criticality.ranking.methods import rank, shares_below
from criticality.weighting.weights import derive_weights


class Distance(NamedTuple):
    """How far a mineral stands above the line of the list: by an amount of what a condition is about, in its unit.

    `kind` is ``source`` for the unit of the criterion's figures, which `unit` names, ``place`` for places, and nothing
    for a part of 0…1; `title` is that of the criterion whose figures are compared.
    """

    amount: float
    of: str = ""
    kind: Literal["", "source", "place"] = ""
    unit: str = ""
    title: Text | None = None


@dataclass(frozen=True)
class Standings:
    """Score, tier and margin of one mineral at several points: arrays of shape (points,), `dimensions` (points, K + I).

    `margin` is the slack of the tightest condition of a way into a listed tier, the largest over all; the rule lists
    the mineral if it is at least 0. `decisive` is the position of that condition in the rule; -1 without one.
    """

    listed: NDArray[np.bool_]
    tier: NDArray[np.int8]
    score: Floats
    dimensions: Floats
    margin: Floats
    decisive: NDArray[np.intp]


class Redecision:
    """Decides the tier of one mineral for other values of that mineral; all other minerals keep their values."""

    def __init__(self, inputs: Inputs, decision: Decision) -> None:
        """Take the decided run; `dimensions` are the codes of all dimensions, those of the first level first."""
        self._inputs, self._decision = inputs, decision
        self._criteria = inputs.criteria
        self._codes = [criterion.code for criterion in inputs.criteria]
        self.dimensions = [*map(str, decision.weights.dimensions.index), *decision.weights.inner]
        self._method: Method = METHODS[inputs.assessment.method]
        self._weights_depend_on_values = inputs.weights.method in ("entropy", "critic")
        self._lowers = np.array([entry.direction == "lowers_criticality" for entry in inputs.criteria], dtype=np.bool_)

    @property
    def tiers(self) -> Sequence[str]:
        """Names of the tiers; `Standings.tier` holds positions in this sequence."""
        return self._rule.names

    @property
    def has_unconditional_tier(self) -> bool:
        """Whether a tier of the list has no condition, so that no threshold can keep a mineral off the list."""
        rule = self._rule
        return any(rule.listed[tier] and any(not way for way in ways) for tier, ways in enumerate(rule.ways))

    @property
    def looks_at_others(self) -> bool:
        """Whether the rule itself looks at other minerals: at a group, or at places."""
        return self._rule.looks_at_others

    # ── how much has to be computed again ────────────────────────────────────

    @property
    def separable(self) -> bool:
        """Whether a mineral's score depends on its own values only, both through the method and through the weights."""
        return not self._method.depends_on_others and not self._weights_depend_on_values

    def own_row_decides(self, mineral: str) -> bool:
        """Whether the tier of this mineral can be computed from its changed row, without ranking the others again.

        This is so if its score depends on its own values only. It is also so if the method can score one row among
        others (`Method.score_row`), the weights do not depend on the values, the rule asks for no place, and the
        mineral is in no group of it: the scores of the others, which change too, then have no effect on its tier.
        """
        if self.separable:
            return True
        groups = groups_of(self._inputs)
        tied = groups.get(mineral, "") in {entry.group for entry in self._inputs.assessment.rule.groups}
        return (
            self._method.score_row is not None
            and not self._weights_depend_on_values
            and not (tied or self._rule.asks_for_places)
        )

    def standings(self, mineral: str, values: MineralValues) -> Standings:
        """Decide score, tier and margin of a mineral at several points.

        Parameters
        ----------
        mineral
            A mineral with a score in the decided list.
        values
            Its values, (points, criteria).
        """
        if self.own_row_decides(mineral):
            score = self._own_scores(values) if self.separable else self._scores_among_others(mineral, values.raw)
            return self._decided(mineral, values, score)
        points = [MineralValues(*point) for point in zip(*values, strict=True)]
        result = [self._ranked_again(mineral, point) for point in points]
        parts = {
            name: np.concatenate([getattr(one, name) for one in result]) for name in Standings.__dataclass_fields__
        }
        return Standings(**parts)

    # ── the mineral's own row ────────────────────────────────────────────────

    @cached_property
    def _weights(self) -> Weights:
        return weights_of(self._decision.weights, self._codes)

    def _own_scores(self, values: MineralValues) -> Floats:
        chosen = _without_gaps(values.scaled if self._method.needs_scale else values.raw)
        return _rounded_score(self._method.score(chosen, self._weights, self._lowers))

    def _ratings(self, scaled: Floats) -> Floats:
        values = _without_gaps(scaled)
        ratings = dimension_ratings(values, self._weights)
        if self._decision.weights.inner:
            below = inner_ratings(values, shares_below(self._decision.weights, self._codes))
            ratings = np.concatenate([ratings, below])
        return np.asarray(np.round(ratings.T, DECIMALS), dtype=np.float64)

    def _scores_among_others(self, mineral: str, raw: Floats) -> Floats:
        """Scores of one mineral by a method that depends on the others, whose rows stay unchanged."""
        if self._method.score_row is None:
            raise ValueError(f"{self._inputs.assessment.method} scores no single row")
        table = self._decision.matrix.raw
        weighted = [self._codes.index(str(code)) for code in table.columns]
        others = table.drop(index=mineral).to_numpy(dtype=np.float64).T
        weights = weights_of(self._decision.weights, table.columns)
        return _rounded_score(self._method.score_row(raw[:, weighted].T, others, weights, self._lowers[weighted]))

    # ── the rule ─────────────────────────────────────────────────────────────

    @cached_property
    def _rule(self) -> CompiledRule:
        minerals = [str(mineral) for mineral in self._decision.ranking.scores.index]
        return compile_rule(self._inputs.assessment.rule, minerals, groups_of(self._inputs), self._criteria)

    @cached_property
    def _quantities(self) -> dict[str, Floats]:
        return quantities_of(self._decision.ranking, self._decision.matrix, self._rule.needs)

    def _decided(self, mineral: str, values: MineralValues, score: Floats) -> Standings:
        column = int(self._decision.ranking.scores.index.get_loc(mineral))  # type: ignore[arg-type]
        ratings, rule = self._ratings(values.scaled), self._rule
        own = dict(zip(self._codes, values.scaled.T, strict=True))
        own |= {"score": score, **dict(zip(self.dimensions, ratings.T, strict=True))}
        own |= {code + FIGURE: figures for code, figures in zip(self._codes, values.raw.T, strict=True)}
        if rule.asks_for_places or any(column in members for members, _ in rule.groups):
            quantities = {name: np.tile(self._quantities[name], (len(score), 1)) for name in rule.needs}
            for name, column_values in quantities.items():
                column_values[:, column] = own[name]
            everything = rule.completed(quantities)
            own |= {name: found[:, column] for name, found in everything.items()}
            tier = assign_tiers(rule, everything)[:, column]
        else:
            tier = assign_tiers(rule.without_groups(), {name: own[name][:, None] for name in rule.needs})[:, 0]
        return Standings(rule.listed[tier], tier, score, ratings, *self._margin(own, len(score)))

    def _margin(self, own: Mapping[str, Floats], points: int) -> tuple[Floats, NDArray[np.intp]]:
        """The margin at every point, and the condition that it is of."""
        best, decisive = np.full(points, -np.inf), np.full(points, -1, dtype=np.intp)
        rule = self._rule
        for tier, ways in enumerate(rule.ways):
            for way in ways if rule.listed[tier] else ():
                slack = np.array([rule.slack(one, own[rule.quantity[one]]) for one in way] or [np.full(points, np.inf)])
                least, tightest = slack.min(axis=0), np.array(way or [-1])[slack.argmin(axis=0)]
                # NaN, of a missing value, stays NaN: it is not known how far the mineral is from the line.
                decisive = np.where(least > best, tightest, decisive)
                best = np.maximum(best, least)
        return best, decisive

    def distance(self, result: Standings) -> Distance:
        """How far the mineral stands above the line of the list at the first point."""
        margin, condition, rule = max(0.0, float(result.margin[0])), int(result.decisive[0]), self._rule
        if condition < 0:
            return Distance(margin)
        of, kind = rule.of[condition], unit_of(rule.quantity[condition])
        threshold, span = float(rule.thresholds[condition]), rule.spans[condition]
        if not kind or (span.logarithmic and threshold <= 0):
            return Distance(margin, of)
        part = margin if rule.comparison[condition] == "at_least" else -margin
        if kind == "place":
            return Distance(span.length(threshold, part), of, kind)
        criterion = next(entry for entry in self._criteria if entry.code == of)
        title = criterion.title.model_dump(by_alias=True)
        return Distance(span.length(threshold, part), of, kind, criterion.unit, title)

    # ── the whole list ───────────────────────────────────────────────────────

    def _ranked_again(self, mineral: str, values: MineralValues) -> Standings:
        """Rank the whole list with one changed row; needed where the minerals' scores or tiers depend on each other."""
        old, inputs = self._decision.matrix, self._inputs
        after = DecisionMatrix(
            old.cells,
            None if old.scaled is None else self._with_row(old.scaled, mineral, values.scaled),
            self._with_row(old.raw, mineral, values.raw),
            old.left_out,
            self._with_row(old.screening, mineral, values.raw),
        )
        weights = self._decision.weights
        if self._weights_depend_on_values:
            weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, after.scaled, raw=after.raw)
        ranking = rank(after, weights, inputs.weighted, inputs.assessment.method)
        ratings = np.full((1, len(self.dimensions)), np.nan)
        if ranking.dimensions is not None:
            ratings = ranking.dimensions.loc[[mineral], self.dimensions].to_numpy(dtype=np.float64)
        quantities = quantities_of(ranking, after, self._rule.needs)
        column = int(ranking.scores.index.get_loc(mineral))  # type: ignore[arg-type]
        for code, value in zip(self._codes, values.scaled, strict=True):
            if code in quantities and code not in self.dimensions:
                quantities[code] = quantities[code].copy()
                quantities[code][column] = value
        everything = self._rule.completed(quantities)
        tier = assign_tiers(self._rule, everything)[column : column + 1]
        own = {name: result[column : column + 1] for name, result in everything.items()}
        return Standings(self._rule.listed[tier], tier, own["score"], ratings, *self._margin(own, 1))

    def _with_row(self, table: pd.DataFrame, mineral: str, values: Floats) -> pd.DataFrame:
        changed = table.copy()
        for code, value in zip(self._codes, values, strict=True):
            if code in table.columns and not np.isnan(value):
                changed.loc[mineral, code] = value
        return changed


def _rounded_score(score: Floats) -> Floats:
    return np.asarray(np.round(np.clip(score, 0.0, 1.0), DECIMALS), dtype=np.float64)


def _without_gaps(values: Floats) -> Floats:
    """Values (points, criteria) as criteria × points; 0 for a screening criterion without a value: it has no weight."""
    return np.where(np.isnan(values), 0.0, values).T
