"""Blends of two decided lists: the first list with the evidence or weights of some criteria taken from the second.

These parts can be switched one by one: the evidence of a criterion (for all minerals at once), the weight of a
criterion inside its dimension, the weight of a dimension on any level, and the candidates with their groups. The list
of every blend is decided by the rule itself (`criticality.listing.rule.assign_tiers`), for whole arrays of blends at
once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.comparison.attribution.standings import UNITS, Standing
from criticality.listing.quantities import DECIMALS, FIGURE, is_figure
from criticality.listing.rule import assign_tiers, compile_rule
from criticality.model.assessment import INSUFFICIENT, ListRule
from criticality.model.criteria import Criterion
from criticality.model.results import Decision, Inputs
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.ranking.kernels import METHODS
from criticality.ranking.kernels.arithmetic import dimension_ratings, inner_ratings, ranks_of
from criticality.ranking.kernels.method import Floats, Truths, Weights

Whole = NDArray[np.int64]
CANDIDATES, WEIGHTS = "candidates", "weights"
UNSCORED = -1
_CHUNK = 1 << 18
"""Number of values that are computed at a time: 2 MB, which fits into the processor's cache."""


@dataclass(frozen=True)
class Blended:
    """Standings of many blends, each of shape (blends, minerals).

    Score and rank are −1 where a mineral is not scored, and the tier is −1 where it is not a candidate.
    """

    score: Whole
    rank: Whole
    listed: Whole
    tier: Whole


@dataclass(frozen=True)
class _Side:
    """One list as arrays (criteria, minerals) over the minerals of both lists, and its weights.

    `local` are the weights of the criteria, then of the dimensions below the first level, each inside its dimension.
    """

    scaled: Floats
    raw: Floats
    present: Floats
    local: Floats
    across: Floats
    candidate: Truths
    group_of: Mapping[str, str]


class _Within(NamedTuple):
    """Weights of the criteria inside the dimensions, adding up to 1 in each.

    `top` in those of the first level, (blends, criteria); `below` in every other, (blends, dimensions, criteria).
    """

    top: Floats
    below: Floats

    def of(self, rows: NDArray[np.intp] | slice) -> "_Within":
        """The weights of some blends."""
        return _Within(self.top[rows], self.below[rows])


class Blend:
    """Two lists that share criteria, method and rule, and differ in evidence, or in weights.

    Parameters
    ----------
    first, second
        Inputs and decision of each.
    minerals
        The minerals of both, sorted.
    tiers
        Names of all tiers, by which standings are numbered.
    """

    def __init__(
        self,
        first: tuple[Inputs, Decision],
        second: tuple[Inputs, Decision],
        minerals: Sequence[str],
        tiers: Sequence[str],
    ) -> None:
        inputs = second[0]
        self.minerals, self.tiers = list(minerals), list(tiers)
        self.criteria: tuple[Criterion, ...] = inputs.criteria
        self.codes = [entry.code for entry in self.criteria]
        self.dimensions = [str(code) for code in second[1].weights.dimensions.index]
        self.rule: ListRule = inputs.assessment.rule
        self.method = METHODS[inputs.assessment.method]
        self.weighted = np.array([entry.role == "weighted" for entry in self.criteria])
        self.tree = hierarchy_of(inputs.weighted, inputs.dimensions)
        self.items = [*self.codes, *self.tree.inner]
        self.members, self._below = (self._holding(codes) for codes in (self.dimensions, self.tree.inner))
        sides = [self._side(*entry) for entry in (first, second)]
        self.sides = self._filled(sides[0], sides[1]), self._filled(sides[1], sides[0])

    def _holding(self, dimensions: Sequence[str]) -> Truths:
        """Which criteria stand below each of some dimensions, (dimensions, criteria)."""
        held = [set(self.tree.criteria_of(code)) for code in dimensions]
        found = [[code in below for code in self.codes] for below in held]
        return np.array(found, dtype=np.bool_).reshape(len(held), len(self.codes))

    def _side(self, inputs: Inputs, decision: Decision) -> _Side:
        cells = decision.complete.cells
        tables = [decision.complete.raw, decision.complete.screening]
        raw = pd.concat(tables, axis=1).reindex(index=self.minerals, columns=self.codes)
        table = decision.weights.table.set_index("criterion")["local_weight"]
        levels = decision.weights.levels
        inside = {} if levels.empty else dict(zip(levels["dimension"], levels["local_weight"], strict=True))
        frame = inputs.dataset.table("minerals")
        known = set(inputs.candidates)
        return _Side(
            scaled=self._values(cells, "scaled"),
            raw=raw.to_numpy(dtype=np.float64).T,
            present=np.nan_to_num(self._values(cells, "present")),
            local=np.concatenate(
                [
                    table.reindex(self.codes).fillna(0.0).to_numpy(dtype=np.float64),
                    [inside[code] for code in self.tree.inner],
                ]
            ),
            across=np.array([decision.weights.dimensions[code] for code in self.dimensions], dtype=np.float64),
            candidate=np.array([mineral in known for mineral in self.minerals]),
            group_of=dict(zip(frame["mineral"], frame["group"], strict=True)),
        )

    def _values(self, cells: pd.DataFrame, name: str) -> Floats:
        wide = cells.pivot(index="criterion", columns="mineral", values=name).astype("float64")
        return wide.reindex(index=self.codes, columns=self.minerals).to_numpy(dtype=np.float64)

    @staticmethod
    def _filled(side: _Side, other: _Side) -> _Side:
        """Fill in the evidence of minerals that are candidates on the other side only."""
        absent = ~side.candidate
        tables = {
            name: np.where(absent, getattr(other, name), getattr(side, name)) for name in ("scaled", "raw", "present")
        }
        return _Side(**{**vars(side), **tables})

    # ── what can be switched ─────────────────────────────────────────────────

    @cached_property
    def evidence_players(self) -> list[str]:
        """The criteria whose evidence differs, and ``candidates`` and ``weights`` if these differ."""
        a, b = self.sides
        same = np.isclose(a.scaled, b.scaled, rtol=0, atol=0, equal_nan=True) & (a.present == b.present)
        same &= np.isclose(a.raw, b.raw, rtol=0, atol=0, equal_nan=True)
        result = [code for code, row in zip(self.codes, same, strict=True) if not row.all()]
        if (a.candidate != b.candidate).any() or self._groups(a) != self._groups(b):
            result.append(CANDIDATES)
        if (a.local != b.local).any() or (a.across != b.across).any():
            result.append(WEIGHTS)
        return result

    @cached_property
    def weight_players(self) -> list[str]:
        """The dimensions and criteria whose weight differs; joined to one player if a blend could have no weight."""
        a, b = self.sides
        across = moved_weights(self.dimensions, a.across, b.across)
        local = [
            name
            for members in self.tree.groups.values()
            for name in moved_weights(members, *(self._of_items(side, members) for side in (a, b)))
        ]
        return [*across, *local]

    def _of_items(self, side: _Side, items: Sequence[str]) -> Floats:
        return np.array([side.local[self.items.index(item)] for item in items])

    def _groups(self, side: _Side) -> dict[str, str]:
        named = {entry.group for entry in self.rule.groups}
        return {
            mineral: side.group_of.get(mineral, "") for mineral in self.minerals if side.group_of.get(mineral) in named
        }

    def with_evidence(self, players: Sequence[str], switched: Truths) -> Blended:
        """Decide blends: the first list with the evidence of the switched players taken from the second.

        Parameters
        ----------
        players
            From `evidence_players`; joined by ``+`` where several are switched together.
        switched
            Shape (blends, players).
        """
        column = columns_of(players, switched)
        nothing = np.zeros(len(switched), dtype=np.bool_)
        evidence = np.stack([column.get(code, nothing) for code in self.codes], axis=1)
        weights = column.get(WEIGHTS, nothing)[:, None]
        local, across = np.repeat(weights, len(self.items), axis=1), np.repeat(weights, len(self.dimensions), axis=1)
        return self._decide(evidence, local, across, column.get(CANDIDATES, nothing))

    def with_weights(self, players: Sequence[str], switched: Truths) -> Blended:
        """Decide blends: the first list with the weights of the switched `weight_players` taken from the second."""
        column = columns_of(players, switched)
        nothing = np.zeros(len(switched), dtype=np.bool_)
        local = np.stack([column.get(code, nothing) for code in self.items], axis=1)
        across = np.stack([column.get(code, nothing) for code in self.dimensions], axis=1)
        return self._decide(np.zeros_like(local[:, : len(self.codes)]), local, across, nothing)

    @cached_property
    def _scaled(self) -> bool:
        return all(entry.scale is not None for entry in self.criteria if entry.role == "weighted")

    # ── deciding ─────────────────────────────────────────────────────────────

    def _decide(self, evidence: Truths, local: Truths, across: Truths, candidates: Truths) -> Blended:
        a, b = self.sides
        weights = self._normalised(np.where(local, b.local, a.local))
        dimensions = np.where(across, b.across, a.across)
        dimensions = dimensions / dimensions.sum(axis=1, keepdims=True)
        candidate = np.where(candidates[:, None], b.candidate, a.candidate)
        scored = candidate & self._covered(evidence, weights)
        shape = scored.shape
        result = Blended(*(np.full(shape, UNSCORED, dtype=np.int64) for _ in range(4)))
        result.listed[...] = 0
        result.tier[candidate] = self.tiers.index(INSUFFICIENT)
        patterns, which = np.unique(np.column_stack([candidates, scored]), axis=0, return_inverse=True)
        for position, pattern in enumerate(patterns):
            rows = np.flatnonzero(which.reshape(-1) == position)
            columns = np.flatnonzero(pattern[1:])
            groups = (b if pattern[0] else a).group_of
            if columns.size:
                self._rank_and_list(result, rows, columns, evidence[rows], weights.of(rows), dimensions[rows], groups)
        self._designate(result, candidate)
        return result

    def _normalised(self, local: Floats) -> _Within:
        """Weights that add up to 1 inside each dimension again, on every level."""
        inside = self._siblings
        sums = (local @ inside.T) @ inside
        found = np.asarray(local / np.where(sums > 0, sums, 1.0), dtype=np.float64)
        within, inner = found[:, : len(self.codes)], found[:, len(self.codes) :]
        below = np.zeros((len(local), len(self._below), len(self.codes)))
        for place, held in enumerate(self._below):
            below[:, place, held] = within[:, held]
            for other in range(place):  # of those before it, some hold it
                both = self._below[other] & held
                below[:, other, both] *= inner[:, [place]]
        for place, held in enumerate(self._below):
            within[:, held] *= inner[:, [place]]
        return _Within(within, below)

    @cached_property
    def _siblings(self) -> Floats:
        """Which items stand in one group, (groups, items)."""
        groups = [[float(item in members) for item in self.items] for members in self.tree.groups.values()]
        return np.array(groups).reshape(-1, len(self.items))

    def _select(self, evidence: Truths, name: str, factor: Floats, columns: NDArray[np.intp]) -> Floats:
        """Σ over criteria of a factor × the selected side's table: two matrix products for all blends."""
        a, b = (np.nan_to_num(getattr(side, name)[:, columns]) for side in self.sides)
        return np.asarray(factor @ a + (factor * evidence) @ (b - a), dtype=np.float64)

    def _covered(self, evidence: Truths, weights: _Within) -> Truths:
        """Which minerals have enough evidence for a score, (blends, minerals)."""
        everything = np.arange(len(self.minerals))
        enough = np.ones((len(evidence), len(everything)), dtype=np.bool_)
        rule = self.rule.coverage
        if rule is not None:
            named = self.rule.tested(of_the_list=True)
            shares = [*(weights.top * members for members in self.members), *np.moveaxis(weights.below, 1, 0)]
            for code, share in zip((*self.dimensions, *self.tree.inner), shares, strict=True):
                if code in named:
                    covered = self._select(evidence, "present", share, everything).round(DECIMALS)
                    enough &= covered >= rule.at_least
            for code in rule.must_have:
                one = np.zeros_like(weights.top)
                one[:, self.codes.index(code)] = 1.0
                enough &= self._select(evidence, "present", one, everything) > 0.5
        return enough & ~self._left_out(evidence)

    def _left_out(self, evidence: Truths) -> Truths:
        gaps = []
        for side in self.sides:
            table = np.where(np.array([entry.scale is None for entry in self.criteria])[:, None], side.raw, side.scaled)
            leaves = np.array([entry.missing == "leave_out_mineral" for entry in self.criteria])
            gaps.append((np.isnan(table) & leaves[:, None] & self.weighted[:, None]).astype(np.float64))
        a, b = gaps
        return np.asarray((~evidence).astype(np.float64) @ a + evidence.astype(np.float64) @ b > 0.5)

    def _rank_and_list(
        self,
        result: Blended,
        rows: NDArray[np.intp],
        columns: NDArray[np.intp],
        evidence: Truths,
        weights: _Within,
        dimensions: Floats,
        groups: Mapping[str, str],
    ) -> None:
        scores, ratings = self._scores(evidence, weights, dimensions, columns)
        rule = compile_rule(self.rule, [self.minerals[column] for column in columns], groups, self.criteria)
        quantities = {name: self._quantity(name, scores, ratings, evidence, columns) for name in rule.needs}
        tiers = assign_tiers(rule, quantities)
        place = np.ix_(rows, columns)
        result.score[place] = np.rint(scores * UNITS).astype(np.int64)
        result.rank[place] = ranks_of(result.score[place])
        result.tier[place] = np.array([self.tiers.index(name) for name in rule.names])[tiers]
        result.listed[place] = rule.listed[tiers]

    def _quantity(
        self, name: str, scores: Floats, ratings: Floats, evidence: Truths, columns: NDArray[np.intp]
    ) -> Floats:
        if name == "score":
            return scores
        rated = (*self.dimensions, *self.tree.inner)
        if name in rated:
            return ratings[:, rated.index(name)] if self._scaled else np.full_like(scores, np.nan)
        row = self.codes.index(name.removesuffix(FIGURE))
        a, b = ((side.raw if is_figure(name) else side.scaled)[row, columns] for side in self.sides)
        result: Floats = np.where(evidence[:, [row]], b, a)
        return result

    def _scores(
        self, evidence: Truths, weights: _Within, dimensions: Floats, columns: NDArray[np.intp]
    ) -> tuple[Floats, Floats]:
        """Scores (blends, minerals) and dimension ratings (blends, dimensions, minerals) of some minerals."""
        scores = np.empty((len(evidence), len(columns)))
        ratings = np.empty((len(evidence), len(self.dimensions) + len(self.tree.inner), len(columns)))
        step = max(1, _CHUNK // (len(self.codes) * len(columns)))
        for start in range(0, len(evidence), step):
            chunk = slice(start, start + step)
            levels = self._levels(weights.top[chunk], dimensions[chunk])
            scaled = self._mixed(evidence[chunk], "scaled", columns)
            values = scaled if self.method.needs_scale else self._mixed(evidence[chunk], "raw", columns)
            scores[chunk] = self.method.score(values, levels, self._lowers)
            ratings[chunk, : len(self.dimensions)] = dimension_ratings(scaled, levels)
            if self.tree.inner:
                shares = weights.below[chunk][..., self.weighted]
                ratings[chunk, len(self.dimensions) :] = inner_ratings(scaled, shares)
        return np.clip(scores, 0.0, 1.0).round(DECIMALS), ratings.round(DECIMALS)

    def _levels(self, local: Floats, across: Floats) -> Weights:
        """Weights of the weighted criteria."""
        inside = self.members[:, self.weighted]
        own = local[:, self.weighted]
        return Weights(own, across, own * (across @ inside.astype(np.float64)), [np.flatnonzero(row) for row in inside])

    def _mixed(self, evidence: Truths, name: str, columns: NDArray[np.intp]) -> Floats:
        """The selected side's values of the weighted criteria, (blends, criteria, minerals)."""
        a, b = (getattr(side, name)[np.ix_(self.weighted, columns)] for side in self.sides)
        result: Floats = np.where(evidence[:, self.weighted, None], b, a)
        return result

    @cached_property
    def _lowers(self) -> Truths:
        lowers: Truths = np.array([entry.direction == "lowers_criticality" for entry in self.criteria])[self.weighted]
        return lowers

    def _designate(self, result: Blended, candidate: Truths) -> None:
        """Apply the designations, which take precedence over the rule, to the minerals that are candidates."""
        listed = {tier.name: tier.listed for tier in self.rule.tiers}
        for entry in self.rule.designations:
            if entry.mineral in self.minerals:
                column = self.minerals.index(entry.mineral)
                here = candidate[:, column]
                result.tier[here, column] = self.tiers.index(entry.tier)
                result.listed[here, column] = int(listed.get(entry.tier, False))


def put_standing(result: Blended, row: int, column: int, standing: Standing, tiers: Sequence[str]) -> None:
    """Replace a blended standing by one from a complete assessment."""
    result.score[row, column] = UNSCORED if standing.score is None else standing.score
    result.rank[row, column] = UNSCORED if standing.rank is None else standing.rank
    result.listed[row, column] = standing.listed
    result.tier[row, column] = UNSCORED if standing.tier is None else tiers.index(standing.tier)


def columns_of(players: Sequence[str], switched: Truths) -> dict[str, Truths]:
    """Name → in which blends it is switched, (blends,); players joined by ``+`` are switched together."""
    return {name: switched[:, place] for place, player in enumerate(players) for name in player.split("+")}


def moved_weights(names: Sequence[str], before: Floats, after: Floats) -> list[str]:
    """The names whose weight differs; joined to one player if switching only some of them could leave no weight."""
    result = [name for name, differs in zip(names, before != after, strict=True) if differs]
    return ["+".join(result)] if result and (np.minimum(before, after) == 0).all() else result
