"""The decided run on which levers are tried, about a thousand times a second, one mineral at a time.

A lever changes the rows of evidence of one mineral. The cells of this mineral are computed again by the same indicators
as in every run (`criticality.policy.cells`), and the list is decided again by the same method and rule
(`criticality.policy.redecision`).
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from criticality.assess import Decider
from criticality.indicators.evidence import Evidence, gather_evidence
from criticality.indicators.registry import INDICATORS
from criticality.model.criteria import GROUP_POLICIES
from criticality.model.dataset import Dataset
from criticality.model.results import Decision, Inputs
from criticality.policy.cells import SUPPLY, MineralCells
from criticality.policy.redecision import Redecision
from criticality.scenarios import apply_scenario
from criticality.text.phrases import Phrase, both


class ListedRow(NamedTuple):
    """The row of one mineral in the decided list."""

    listed: bool
    tier: str
    designated: bool
    entered_with_group: bool


class Bench:
    """One decided run: its documents, list and evidence, and the two objects that compute cells and list again.

    Parameters
    ----------
    inputs
        The checked inputs; their scenario, if any, is part of the starting point.
    decision
        The decision of the same inputs; computed here if not given.

    Attributes
    ----------
    data
        The tables with the scenario applied.
    evidence
        The same tables, grouped by mineral.
    cells
        Computes the cells of one mineral again.
    redecision
        Decides the list again.
    """

    def __init__(self, inputs: Inputs, decision: Decision | None = None) -> None:
        plan = inputs.assessment
        self.inputs = inputs
        self.decision = decision or Decider()(inputs)
        self.data: Dataset = apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date)
        self.evidence: Evidence = gather_evidence(
            self.data, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
        )
        self.criteria = inputs.criteria
        self.cells = MineralCells(inputs, self.decision, self.evidence)
        self.redecision = Redecision(inputs, self.decision)
        self.dimensions = self.redecision.dimensions

    @cached_property
    def table(self) -> Mapping[str, ListedRow]:
        """The decided list by mineral."""
        frame = self.decision.critical_list.table
        columns = (frame[name] for name in ListedRow._fields)
        rows = (
            ListedRow(bool(listed), str(tier), bool(by), bool(group))
            for listed, tier, by, group in zip(*columns, strict=True)
        )
        return dict(zip(frame["mineral"], rows, strict=True))

    @property
    def listed(self) -> list[str]:
        """Minerals on the list, by rank, then those designated without a score."""
        ranks = self.decision.ranking.ranks
        result = [mineral for mineral, row in self.table.items() if row.listed]
        return sorted(result, key=lambda mineral: (int(ranks.get(mineral, len(ranks) + 1)), mineral))

    def has_score(self, mineral: str) -> bool:
        """Whether the decided list scores a mineral."""
        return mineral in self.decision.ranking.scores.index

    @property
    def stands_alone(self) -> bool:
        """Whether the tier of a mineral depends on its own values only, and not on those of other minerals."""
        medians = any(criterion.missing in GROUP_POLICIES for criterion in self.criteria)
        return self.redecision.separable and not self.redecision.looks_at_others and not medians

    @cached_property
    def years(self) -> int:
        """Number of years over which imports are pooled: as the criteria state, or three."""
        result = (entry for entry in self.criteria if entry.indicator in SUPPLY)
        return next((int(INDICATORS[entry.indicator].settings(entry.parameters)["years"]) for entry in result), 3)

    @cached_property
    def _countries(self) -> dict[str, Phrase]:
        rows = self.data.table("countries")
        named = zip(rows["country"], rows["name_en"], rows["name_zh"], strict=True)
        return {code: both({"en": english, "zh-Hant": chinese}, code) for code, english, chinese in named}

    def country(self, code: str) -> Phrase:
        """Name of a country in both languages; its code where the data have none."""
        return self._countries.get(code) or both(code)
