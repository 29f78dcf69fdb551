"""The values of one mineral under every criterion, computed again after its rows of evidence were changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.indicators.evidence import Evidence, Intermediate
from criticality.indicators.governance import country_risks
from criticality.indicators.registry import INDICATORS
from criticality.model.criteria import Criterion
from criticality.model.results import Decision, Inputs
from criticality.ranking.scales import scaled_values

Floats = NDArray[np.float64]
SUPPLY = ("import_concentration", "restricted_share", "supply_risk_ec2017", "geopolitical_supply_risk")
"""Indicators that depend on the origins of the supply."""
IMPORT_VALUE = "import_value"
USE = (
    "value_added_exposure",
    "strategic_share",
    "import_reliance",
    "supply_risk_ec2017",
    "economic_importance_ec2017",
    "supply_risk_usgs2021",
    "geopolitical_supply_risk",
    IMPORT_VALUE,
)
"""Indicators that depend on how much of a mineral is used."""


class MineralValues(NamedTuple):
    """Scaled and raw values of one mineral, (criteria,) or (points, criteria); NaN for a missing value."""

    scaled: Floats
    raw: Floats


def stacked(points: Sequence[MineralValues]) -> MineralValues:
    """Join the values at several points to arrays of shape (points, criteria)."""
    return MineralValues(np.array([each.scaled for each in points]), np.array([each.raw for each in points]))


class MineralCells:
    """Computes the cells of one mineral, by the same indicators as in every run.

    Parameters
    ----------
    inputs, decision
        The decided list.
    evidence
        The rows of evidence of that list.
    """

    def __init__(self, inputs: Inputs, decision: Decision, evidence: Evidence) -> None:
        self._decision, self._evidence = decision, evidence
        self._criteria, self._rule = inputs.criteria, inputs.assessment.rule
        self._as_decided: dict[str, MineralValues] = {}
        self._intermediates: dict[str, list[tuple[object, ...]]] = {}

    def as_decided(self, mineral: str) -> MineralValues:
        """Values of a mineral in the decided list, in the order of the criteria."""
        if mineral not in self._as_decided:
            codes = [criterion.code for criterion in self._criteria]
            complete = self._decision.complete
            rows = complete.cells[complete.cells["mineral"] == mineral].set_index("criterion").reindex(codes)
            figures = complete.raw.join(complete.screening) if len(complete.screening.columns) else complete.raw
            raw = figures.reindex(index=[mineral], columns=codes).to_numpy(dtype=np.float64)[0]
            self._as_decided[mineral] = MineralValues(np.array(rows["scaled"], dtype=np.float64), raw)
        return self._as_decided[mineral]

    def evidence_for(self, mineral: str, *unaffected: Intermediate) -> Evidence:
        """The evidence for a change of a mineral's rows, without the intermediate results that the change invalidates.

        Evidence remembers its intermediate results. Keeping those that stay valid saves most of the time of a step.

        Parameters
        ----------
        mineral
            The mineral whose rows are to be changed.
        unaffected
            The intermediate results of this mineral that the change does not affect.
        """
        memory = self._evidence.memory
        if mineral not in self._intermediates:
            self.values(mineral, self._evidence, self.positions(SUPPLY))
            self._intermediates[mineral] = [key for key in memory if mineral in key]
        kept = {key: memory[key] for key in self._intermediates[mineral] if key[0] in unaffected}
        risks = {(Intermediate.GOVERNANCE_RISKS,): country_risks(self._evidence)}
        return replace(self._evidence, memory={**risks, **kept})

    @cached_property
    def _counts(self) -> list[bool]:
        """For each criterion whether the list depends on it: it has a weight, or a condition of the rule names it."""
        named = self._rule.tested()
        return [criterion.role == "weighted" or criterion.code in named for criterion in self._criteria]

    def positions(self, indicators: Iterable[str]) -> list[int]:
        """Positions of the criteria that use one of the indicators and on which the list depends."""
        wanted = set(indicators)
        return [
            position
            for position, (criterion, counts) in enumerate(zip(self._criteria, self._counts, strict=True))
            if counts and criterion.indicator in wanted
        ]

    @property
    def all_positions(self) -> list[int]:
        """Positions of all criteria on which the list depends."""
        return [position for position, counts in enumerate(self._counts) if counts]

    def values(
        self, mineral: str, evidence: Evidence, positions: Iterable[int], share_paid: float = 1.0
    ) -> MineralValues:
        """Values of a mineral, computed again from `evidence` at some positions; the others as decided.

        `share_paid` is the share of today's import value that remains; the value is proportional to the imports.
        """
        scaled, raw = (values.copy() for values in self.as_decided(mineral))
        for position in positions:
            criterion = self._criteria[position]
            if criterion.indicator == IMPORT_VALUE and share_paid < 1:
                if self._present[mineral, criterion.code]:
                    raw[position] = raw[position] * share_paid
                    scaled[position] = _scaled(raw[position], criterion)
            else:
                indicator = INDICATORS[criterion.indicator]
                cell = indicator.compute(evidence, mineral, indicator.settings(criterion.parameters))
                if cell.present:
                    scaled[position], raw[position] = _scaled(cell.value, criterion), cell.value
        return MineralValues(scaled, raw)

    @cached_property
    def _present(self) -> dict[tuple[str, str], bool]:
        cells = self._decision.complete.cells
        return dict(zip(zip(cells["mineral"], cells["criterion"], strict=True), cells["present"], strict=True))


def _scaled(value: float, criterion: Criterion) -> float:
    if criterion.scale is None:
        return float("nan")
    return float(scaled_values(value, criterion).values)
