"""P(listed) under answers to choices, computed again in plain NumPy from the formulas of docs/explanation.

Slow, one loop after the other, with random numbers of its own. Nothing of `criticality.robustness` or
`criticality.choices` is called: it takes the inputs and the cells under the stated answers, computes the shares of
strategic use under other answers itself, and draws, weighs and decides by the formulas of robustness.md and method.md.
How the figures that rest on production and trade move together is measured by `criticality.indicators.redraws`.

Shapes: L draws, M scored minerals, N criteria.
"""

from collections.abc import Mapping
from math import isnan, log
from statistics import NormalDist

import numpy as np
import pandas as pd

from criticality.indicators.evidence import gather_evidence
from criticality.indicators.redraws import SUPPLY, TABLE_OF, redrawn
from criticality.model.criteria import Criterion
from criticality.model.results import Inputs, Result

SPREAD = {"A": 0.05, "B": 0.1, "C": 0.2, "D": 0.4}
REDRAWS = 500
USES = ("value_added_exposure", "strategic_share")
_CDF = np.vectorize(NormalDist().cdf)


class ByHand:
    """The workspace's figures, weights and rule, and so many draws of each."""

    def __init__(self, inputs: Inputs, result: Result, draws: int, seed: int) -> None:
        self.inputs, self.draws, self.rng = inputs, draws, np.random.default_rng(seed)
        self.plan = inputs.assessment
        self.minerals = [str(code) for code in result.ranking.scores.index]
        self.criteria = [entry for entry in inputs.criteria if entry.role == "weighted"]
        cells = result.matrix.cells
        self.cells = {
            entry.code: cells[cells["criterion"] == entry.code].set_index("mineral").loc[self.minerals]
            for entry in self.criteria
        }
        self.normal = {entry.code: self.rng.standard_normal((draws, len(self.minerals))) for entry in self.criteria}
        self.supply = self._links_of_supply()
        self.local, self.across = self._weights()
        self.moved: dict[tuple[str, float], np.ndarray] = {}
        self.fixed: dict[str, np.ndarray] = {}
        """Drawn values of the criteria that no answer changes."""

    # ── weights ──────────────────────────────────────────────────────────────

    def _weights(self) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Weights of the criteria inside their dimension and of the dimensions, each (L,)."""
        judges = self.inputs.weights.judges
        asked = self.rng.integers(len(judges), size=(self.draws, len(judges)))
        times = np.array([(asked == place).sum(axis=1) for place in range(len(judges))], dtype=float)
        shares = times * np.array([judge.weight for judge in judges])[:, None]
        shares /= shares.sum(axis=0)
        local: dict[str, np.ndarray] = {}
        for dimension in {entry.dimension for entry in self.criteria}:
            items = [entry.code for entry in self.criteria if entry.dimension == dimension]
            local |= self._priorities(dimension, items, shares)
        return local, self._priorities("dimensions", list(dict.fromkeys(e.dimension for e in self.criteria)), shares)

    def _priorities(self, group: str, items: list[str], shares: np.ndarray) -> dict[str, np.ndarray]:
        """Each judgement moved on its logarithm, the matrices joined by the geometric mean, the eigenvector."""
        if len(items) == 1:
            return {items[0]: np.ones(self.draws)}
        size, joined = len(items), np.zeros((self.draws, len(items), len(items)))
        for judge, share in zip(self.inputs.weights.judges, shares, strict=True):
            for said in judge.comparisons[group]:
                row, column = items.index(said.more), items.index(said.than)
                moved = log(said.by) + self.plan.robustness.judgement_spread * self.rng.standard_normal(self.draws)
                moved = np.clip(moved, -log(9), log(9)) * share
                joined[:, row, column] += moved
                joined[:, column, row] -= moved
        found = np.empty((self.draws, size))
        for draw, matrix in enumerate(np.exp(joined)):
            values, vectors = np.linalg.eig(matrix)
            vector = np.abs(vectors[:, values.real.argmax()].real)
            found[draw] = vector / vector.sum()
        return {item: found[:, place] for place, item in enumerate(items)}

    # ── figures ──────────────────────────────────────────────────────────────

    def _links_of_supply(self) -> dict[str, tuple[list[str], np.ndarray]]:
        """For every mineral the criteria that rest on production and trade, and the correlations of their figures."""
        plan, found = self.plan, {}
        evidence = gather_evidence(
            self.inputs.dataset, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
        )
        wanted = [entry for entry in self.criteria if TABLE_OF.get(entry.indicator) == SUPPLY]
        for mineral in self.minerals:
            values = redrawn(evidence, mineral, wanted, SPREAD, np.random.default_rng(77), REDRAWS)
            moving = [code for code, drawn in values.items() if drawn.std() > 1e-9 and self._varies(code, mineral)]
            table = np.atleast_2d(np.corrcoef([values[code] for code in moving])) if moving else np.zeros((0, 0))
            found[mineral] = moving, table
        return found

    def _varies(self, code: str, mineral: str) -> bool:
        return bool(self.cells[code].at[mineral, "present"])

    def strategic_cells(self, sectors: set[str], by_application: Mapping[tuple[str, str], bool]) -> pd.DataFrame:
        """The cells of strategic_share where these sectors, and these applications, are the strategic ones."""
        uses = self._uses()
        counts = uses["sector"].isin(sectors)
        for pair, said in by_application.items():
            counts[(uses["mineral"] == pair[0]) & (uses["application"] == pair[1])] = said
        found = self.cells["strategic_share"].copy()
        for mineral, rows in uses.groupby("mineral"):
            if mineral in found.index and found.at[mineral, "present"]:
                value, covered = rows["share"][counts[rows.index]].sum(), rows["share"].sum()
                high = value + max(0.0, 1 - covered) if covered < 0.98 else value
                found.loc[mineral, ["value", "low", "high"]] = value, value, high
                found.loc[mineral, ["scaled", "scaled_low", "scaled_high"]] = value, value, min(1.0, high)
        return found

    def _uses(self) -> pd.DataFrame:
        known = set(self.inputs.dataset.table("sectors")["sector"])
        uses = self.inputs.dataset.table("end_uses")
        return uses[uses["share"].notna() & uses["sector"].isin(known)].reset_index(drop=True)

    def _links_of_uses(self, mineral: str, sectors: set[str], said: Mapping[tuple[str, str], bool]) -> float:
        """Correlation of value added and strategic share where the shares of use are redrawn."""
        rows = self._uses()
        rows = rows[rows["mineral"] == mineral]
        value_added = self.inputs.dataset.table("sectors").set_index("sector")["value_added_usd_m"]
        spread = np.array([SPREAD.get(grade, 0.4) for grade in rows["grade"]])
        rng = np.random.default_rng(78)
        shares = rows["share"].to_numpy(float) * np.exp(spread * rng.standard_normal((REDRAWS, len(rows))))
        shares /= shares.sum(axis=1, keepdims=True)
        flags = [
            said.get((mineral, use), sector in sectors)
            for use, sector in zip(rows["application"], rows["sector"], strict=True)
        ]
        first, second = shares @ value_added.loc[rows["sector"]].to_numpy(float), shares @ np.array(flags, dtype=float)
        still = first.std() < 1e-9 * first.mean() or second.std() < 1e-9
        return 0.0 if still else float(np.corrcoef(first, second)[0, 1])

    def _joined(self, sectors: set[str], said: Mapping[tuple[str, str], bool]) -> dict[str, np.ndarray]:
        """Standard normal deviates of every cell, those of one mineral that rest on one table moving together."""
        found = {code: values.copy() for code, values in self.normal.items()}
        for place, mineral in enumerate(self.minerals):
            codes, table = self.supply[mineral]
            groups = [(codes, table)]
            if all(self._varies(code, mineral) for code in USES):
                both = self._links_of_uses(mineral, sectors, said)
                groups.append((list(USES), np.array([[1.0, both], [both, 1.0]])))
            for members, correlations in groups:
                if len(members) > 1:
                    held = 0.999 * correlations + 0.001 * np.eye(len(members))
                    free = np.array([self.normal[code][:, place] for code in members])
                    for code, drawn in zip(members, np.linalg.cholesky(held) @ free, strict=True):
                        found[code][:, place] = drawn
        return found

    def _drawn(self, criterion: Criterion, cells: pd.DataFrame, normal: np.ndarray) -> np.ndarray:
        """Scaled values (L, M) of one criterion."""
        assert criterion.scale is not None
        zero, one, log_scale = criterion.scale.zero_at, criterion.scale.one_at, criterion.scale.kind == "log"
        values = cells["value"].to_numpy(float)
        known = values[~np.isnan(values)]
        whole = {"1": 1.0, "%": 100.0}.get(criterion.unit, 0.0)
        whole = whole if not log_scale and known.min() >= 0 and known.max() <= whole else 0.0
        found = np.empty(normal.shape)
        for place, (_, cell) in enumerate(cells.iterrows()):
            z, value = normal[:, place], float(cell["value"])
            if not cell["present"] and criterion.missing == "interval":
                found[:, place] = _CDF(z)
                continue
            letters = [letter for letter in str(cell["grade"]) if letter in SPREAD]
            spread = SPREAD[max(letters, default="D")]
            if self._is_bounded(criterion, cell, spread, whole):
                found[:, place] = _triangular(_CDF(z), cell["scaled_low"], cell["scaled"], cell["scaled_high"])
                continue
            moved = value * np.exp(spread * z)
            if whole:
                odds = value * np.exp(spread * z)
                moved = whole * odds / (odds + whole - value)
            with np.errstate(divide="ignore"):
                position = np.log(moved / zero) / log(one / zero) if log_scale else (moved - zero) / (one - zero)
            position = np.clip(position, 0.0, 1.0)
            found[:, place] = position if criterion.direction == "raises_criticality" else 1.0 - position
        return found

    @staticmethod
    def _is_bounded(criterion: Criterion, cell: "pd.Series[float]", spread: float, whole: float) -> bool:
        """Stated bounds always; computed ones where they are wider than the 90 % range of the grade."""
        low, high, value = float(cell["low"]), float(cell["high"]), float(cell["value"])
        if isnan(low) or isnan(high) or not cell["scaled_high"] > cell["scaled_low"]:
            return False
        if criterion.indicator == "observed":
            return True
        rest = 1.0 - value / whole if whole else 1.0
        return high - low > 2 * 1.645 * spread * abs(value) * rest

    # ── the list ─────────────────────────────────────────────────────────────

    def _threshold(self, of: str, stated: float) -> np.ndarray:
        """A threshold, uniform around the stated one: the same number asked of the same quantity is one."""
        if (of, stated) not in self.moved:
            spread = self.plan.robustness.threshold_spread
            self.moved[of, stated] = stated + self.rng.uniform(-spread, spread, self.draws)
        return self.moved[of, stated]

    def probabilities(
        self,
        conditions: list[tuple[str, float]],
        sectors: set[str],
        said: Mapping[tuple[str, str], bool],
    ) -> np.ndarray:
        """How often each mineral meets all conditions of the listed tier, the first of the rule, (M,)."""
        cells = {**self.cells, "strategic_share": self.strategic_cells(sectors, said)}
        normal = self._joined(sectors, said)
        ratings: dict[str, np.ndarray] = {name: np.zeros((self.draws, len(self.minerals))) for name in self.across}
        for criterion in self.criteria:
            code = criterion.code
            drawn = self.fixed.get(code)
            if drawn is None:
                drawn = self._drawn(criterion, cells[code], normal[code])
            if code not in USES:
                self.fixed[code] = drawn
            ratings[criterion.dimension] += self.local[code][:, None] * drawn
        far = sum(self.across[name][:, None] * (1 - rating) ** 2 for name, rating in ratings.items())
        near = sum(self.across[name][:, None] * rating**2 for name, rating in ratings.items())
        quantities = {**ratings, "score": np.sqrt(near) / (np.sqrt(far) + np.sqrt(near))}
        listed = np.ones((self.draws, len(self.minerals)), dtype=bool)
        for of, threshold in conditions:
            listed &= quantities[of] >= self._threshold(of, threshold)[:, None]
        return np.asarray(listed.mean(axis=0))


def _triangular(u: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """The quantile of a triangular distribution."""
    width, rise, fall = high - low, mode - low, high - mode
    with np.errstate(invalid="ignore"):
        return np.where(u * width < rise, low + np.sqrt(u * width * rise), high - np.sqrt((1 - u) * width * fall))
