"""A bench to try levers on one mineral at a time, a thousand times a second.

A lever changes the rows of one mineral; its cells are computed again from these by the same indicators as in every
run, and the rule is asked again by the same function. What is found here is verified by a whole assessment
(`criticality.policy.verify`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.assess import Decider, groups_of
from criticality.indicators.evidence import Evidence, gather_evidence
from criticality.indicators.governance import country_risks
from criticality.indicators.registry import INDICATORS
from criticality.listing.rule import CompiledRule, assign_tiers, compile_rule, quantities_of
from criticality.model.criteria import Criterion
from criticality.model.dataset import Dataset
from criticality.model.results import Decision, DecisionMatrix, Inputs
from criticality.policy.vector import vector_closeness
from criticality.ranking.methods import DECIMALS, closeness, rank
from criticality.ranking.scales import scaled_values
from criticality.scenarios import apply_scenario
from criticality.text.phrases import Phrase, both
from criticality.weighting.weights import derive_weights

Floats = NDArray[np.float64]
SUPPLY = ("import_concentration", "restricted_share")
IMPORT_VALUE = "import_value"
USE = ("value_added_exposure", "strategic_share", "import_reliance", IMPORT_VALUE)


@dataclass(frozen=True)
class Standings:
    """Where one mineral stands at several points: arrays of shape (points,), `dimensions` (points, K).

    `margin` is how far above the line of the list it stands (the tightest condition of the best listed tier); at or
    above 0 the rule lists it.
    """

    listed: NDArray[np.bool_]
    tier: NDArray[np.int8]
    score: Floats
    dimensions: Floats
    margin: Floats


class Bench:
    """One decided assessment, its evidence grouped once, and the levers that can be tried on it.

    Parameters
    ----------
    inputs
        Read and checked; its scenario, if any, is part of the starting point.
    decision
        Of the same inputs; decided here if not given.
    """

    def __init__(self, inputs: Inputs, decision: Decision | None = None) -> None:
        plan = inputs.assessment
        self.inputs = inputs
        self.decision = decision or Decider()(inputs)
        self.data: Dataset = apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date)
        self.evidence = gather_evidence(
            self.data, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
        )
        self.criteria = inputs.criteria
        self.codes = [criterion.code for criterion in inputs.criteria]
        self.names = [str(code) for code in self.decision.weights.dimensions.index]
        self._start: dict[str, tuple[Floats, Floats]] = {}

    # ── the starting point ───────────────────────────────────────────────────

    @cached_property
    def table(self) -> Mapping[str, Mapping[str, Any]]:
        """The decided list by mineral."""
        return {row["mineral"]: row for row in self.decision.critical_list.table.to_dict("records")}  # type: ignore[misc]

    @property
    def listed(self) -> list[str]:
        """Minerals on the list, by rank, then those designated without a score."""
        ranks = self.decision.ranking.ranks
        found = [mineral for mineral, row in self.table.items() if row["listed"]]
        return sorted(found, key=lambda mineral: (int(ranks.get(mineral, len(ranks) + 1)), mineral))

    @cached_property
    def years(self) -> int:
        """Over how many years imports are pooled: as the criteria say, else three."""
        found = (entry for entry in self.criteria if entry.indicator in SUPPLY)
        return next((int(INDICATORS[entry.indicator].settings(entry.parameters)["years"]) for entry in found), 3)

    @cached_property
    def _countries(self) -> dict[str, Phrase]:
        rows = self.data.table("countries")
        named = zip(rows["country"], rows["name_en"], rows["name_zh"], strict=True)
        return {code: both({"en": english, "zh-Hant": chinese}, code) for code, english, chinese in named}

    def country(self, code: str) -> Phrase:
        """Name of a country in both languages; its code where the data have none."""
        return self._countries.get(code) or both(code)

    def start(self, mineral: str) -> tuple[Floats, Floats]:
        """Scaled and raw values of a mineral as decided, in the order of the criteria; NaN where there is none."""
        if mineral not in self._start:
            cells = self.decision.complete.cells
            rows = cells[cells["mineral"] == mineral].set_index("criterion").reindex(self.codes)
            raw = self.decision.complete.raw.reindex(index=[mineral], columns=self.codes).to_numpy(dtype=np.float64)[0]
            self._start[mineral] = np.array(rows["scaled"], dtype=np.float64), raw
        return self._start[mineral]

    def restarted(self, mineral: str, *kinds: str) -> Evidence:
        """The evidence without old results, but for some kinds of those of one mineral."""
        memory = self.evidence.memory
        if ("warm", mineral) not in memory:
            self.values(mineral, self.evidence, self.places(SUPPLY))
            memory["warm", mineral] = [key for key in memory if mineral in key]
        kept = {key: memory[key] for key in memory["warm", mineral] if key[0] in kinds}
        return replace(self.evidence, memory={("governance",): country_risks(self.evidence), **kept})

    # ── cells after a change ─────────────────────────────────────────────────

    @cached_property
    def _asked_for(self) -> list[bool]:
        """Which criteria the list depends on: those with a weight, and those that a condition names."""
        named = {condition.of for tier in self.inputs.assessment.rule.tiers for condition in tier.when}
        return [criterion.role == "weighted" or criterion.code in named for criterion in self.criteria]

    def places(self, indicators: Iterable[str]) -> list[int]:
        """Places of the criteria of some indicators, where the list depends on them."""
        wanted, asked = set(indicators), self._asked_for
        return [place for place, entry in enumerate(self.criteria) if asked[place] and entry.indicator in wanted]

    def values(
        self, mineral: str, evidence: Evidence, places: Iterable[int], paid: float = 1.0
    ) -> tuple[Floats, Floats]:
        """Scaled and raw values with some criteria, named by their places, computed again.

        `paid` is the share of its import value that the country still pays, which is in proportion to its imports.
        """
        scaled, raw = (values.copy() for values in self.start(mineral))
        for place in places:
            criterion = self.criteria[place]
            if criterion.indicator == IMPORT_VALUE and paid < 1:
                if self._present[mineral, criterion.code]:
                    raw[place] = raw[place] * paid
                    scaled[place] = _scaled(raw[place], criterion)
            else:
                indicator = INDICATORS[criterion.indicator]
                cell = indicator.compute(evidence, mineral, indicator.settings(criterion.parameters))
                if cell.present:
                    scaled[place], raw[place] = _scaled(cell.value, criterion), cell.value
        return scaled, raw

    @cached_property
    def _present(self) -> dict[tuple[str, str], bool]:
        cells = self.decision.complete.cells
        return dict(zip(zip(cells["mineral"], cells["criterion"], strict=True), cells["present"], strict=True))

    # ── the rule asked again ─────────────────────────────────────────────────

    @cached_property
    def separable(self) -> bool:
        """Whether a mineral's score depends on its own figures alone: fixed anchors, and weights of their own."""
        fixed = self.inputs.assessment.method != "topsis_vector"
        return fixed and self.inputs.weights.method not in ("entropy", "critic")

    def lonely(self, mineral: str) -> bool:
        """Whether the others' figures stay while only this mineral's row moves its score, and no group ties them."""
        objective = self.inputs.weights.method in ("entropy", "critic")
        groups = groups_of(self.inputs)
        tied = groups.get(mineral, "") in {entry.group for entry in self.inputs.assessment.rule.groups}
        return not objective and not tied

    def _among_others(self, mineral: str, raw: Floats) -> Floats:
        """Scores of the textbook TOPSIS with one changed row."""
        table = self.decision.matrix.raw
        others = table.drop(index=mineral).to_numpy(dtype=np.float64)
        places = [self.codes.index(str(code)) for code in table.columns]
        signs = [1.0 if self.criteria[place].direction == "raises_criticality" else -1.0 for place in places]
        weights = self._weights[2][places]
        found = vector_closeness(raw[:, places], others, weights, np.array(signs))
        return np.asarray(np.round(np.clip(found, 0.0, 1.0), DECIMALS), dtype=np.float64)

    def standings(self, mineral: str, scaled: Floats, raw: Floats) -> Standings:
        """Ask method and rule where a mineral stands at several points.

        Parameters
        ----------
        mineral
            Scored in the decided list.
        scaled, raw
            Shape (points, criteria).
        """
        if self.separable:
            ratings, score = self._scores(scaled)
            return self._asked(mineral, scaled, ratings, score)
        if self.lonely(mineral):
            ratings, _ = self._scores(scaled)
            return self._asked(mineral, scaled, ratings, self._among_others(mineral, raw))
        found = [self._reranked(mineral, *point) for point in zip(scaled, raw, strict=True)]
        parts = {name: np.concatenate([getattr(one, name) for one in found]) for name in Standings.__dataclass_fields__}
        return Standings(**parts)

    @cached_property
    def _weights(self) -> tuple[Floats, Floats, Floats]:
        """Local weights (K, C), dimension weights (K,), global weights (C,)."""
        table = self.decision.weights.table.set_index("criterion").reindex(self.codes)
        members = np.array([[dimension == name for dimension in table["dimension"]] for name in self.names])
        local = np.where(members, table["local_weight"].fillna(0.0).to_numpy(dtype=np.float64), 0.0)
        across = self.decision.weights.dimensions.to_numpy(dtype=np.float64)
        flat = table["global_weight"].fillna(0.0).to_numpy(dtype=np.float64)
        return np.asarray(local, np.float64), np.asarray(across, np.float64), np.asarray(flat, np.float64)

    def _scores(self, scaled: Floats) -> tuple[Floats, Floats]:
        local, across, flat = self._weights
        known = np.where(np.isnan(scaled), 0.0, scaled)
        ratings = known @ local.T
        method = self.inputs.assessment.method
        if method == "topsis":
            score = closeness(ratings, across)
        elif method == "topsis_flat":
            score = closeness(known, flat**2)
        else:
            score = known @ flat
        held = np.asarray(np.clip(score, 0.0, 1.0), dtype=np.float64)
        return np.asarray(np.round(ratings, DECIMALS), np.float64), np.asarray(np.round(held, DECIMALS), np.float64)

    @cached_property
    def _rule(self) -> CompiledRule:
        minerals = [str(mineral) for mineral in self.decision.ranking.scores.index]
        return compile_rule(self.inputs.assessment.rule, minerals, groups_of(self.inputs))

    @property
    def lists_the_rest(self) -> bool:
        """Whether a tier of the list has no condition: then there is no line, and no distance to it."""
        rule = self._rule
        return any(rule.listed[tier] and not len(conditions) for tier, conditions in enumerate(rule.conditions))

    @cached_property
    def _quantities(self) -> dict[str, Floats]:
        return quantities_of(self.decision.ranking, self.decision.matrix.cells, ("score", *self._rule.of))

    def _asked(self, mineral: str, scaled: Floats, ratings: Floats, score: Floats) -> Standings:
        place = int(self.decision.ranking.scores.index.get_loc(mineral))  # type: ignore[arg-type]
        own = {"score": score, **dict(zip(self.names, ratings.T, strict=True))}
        own |= {code: column for code, column in zip(self.codes, scaled.T, strict=True) if code not in own}
        rule = self._rule
        if any(place in members for members, _ in rule.groups):
            quantities = {name: np.tile(self._quantities[name], (len(score), 1)) for name in rule.of}
            for name, column in quantities.items():
                column[:, place] = own[name]
            tier = assign_tiers(rule, quantities)[:, place]
        else:
            alone = replace(rule, groups=())
            tier = assign_tiers(alone, {name: own[name][:, None] for name in {"score", *rule.of}})[:, 0]
        return Standings(rule.listed[tier], tier, score, ratings, self._margin(own, len(score)))

    def _margin(self, own: Mapping[str, Floats], points: int) -> Floats:
        best = np.full(points, -np.inf)
        rule = self._rule
        for tier, conditions in enumerate(rule.conditions):
            if rule.listed[tier]:
                signs = [1.0 if rule.at_least[one] else -1.0 for one in conditions]
                slack = [
                    sign * (own[rule.of[one]] - rule.thresholds[one])
                    for sign, one in zip(signs, conditions, strict=True)
                ]
                best = np.maximum(best, np.min(slack, axis=0) if slack else np.inf)
        return best

    def _reranked(self, mineral: str, scaled: Floats, raw: Floats) -> Standings:
        """The whole ranking with one changed row, for methods in which everybody moves with everybody."""
        old, inputs = self.decision.matrix, self.inputs
        after = DecisionMatrix(
            old.cells,
            None if old.scaled is None else _with_row(old.scaled, mineral, dict(zip(self.codes, scaled, strict=True))),
            _with_row(old.raw, mineral, dict(zip(self.codes, raw, strict=True))),
            old.left_out,
        )
        weights = self.decision.weights
        if inputs.weights.method in ("entropy", "critic"):
            weights = derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, after.scaled, raw=after.raw)
        ranking = rank(after, weights, inputs.weighted, inputs.assessment.method)
        ratings = np.full((1, len(self.names)), np.nan)
        if ranking.dimensions is not None:
            ratings = ranking.dimensions.loc[[mineral], self.names].to_numpy(dtype=np.float64)
        quantities = quantities_of(ranking, old.cells, ("score", *self._rule.of))
        place = int(ranking.scores.index.get_loc(mineral))  # type: ignore[arg-type]
        for code, value in zip(self.codes, scaled, strict=True):
            if code in quantities and code not in self.names:
                quantities[code] = quantities[code].copy()
                quantities[code][place] = value
        tier = assign_tiers(self._rule, quantities)[place : place + 1]
        own = {name: column[place : place + 1] for name, column in quantities.items()}
        return Standings(self._rule.listed[tier], tier, own["score"], ratings, self._margin(own, 1))

    @property
    def tiers(self) -> Sequence[str]:
        """Names of the tiers that `Standings.tier` counts."""
        return self._rule.names


def _with_row(table: Any, mineral: str, values: Mapping[str, float]) -> Any:
    changed = table.copy()
    for code in table.columns:
        if not np.isnan(values[code]):
            changed.loc[mineral, code] = values[code]
    return changed


def _scaled(value: float, criterion: Criterion) -> float:
    if criterion.scale is None:
        return float("nan")
    return float(scaled_values(value, criterion).values)
