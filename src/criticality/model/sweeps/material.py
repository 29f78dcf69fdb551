"""Everything that the cases of a sweep are decided from, read and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass

from criticality.errors import Problem
from criticality.model.results import AnyWeights, Inputs
from criticality.model.scenario import Scenario
from criticality.model.sweeps.case_plan import CasePlan
from criticality.model.sweeps.sweep_file import Sweep


@dataclass(frozen=True)
class Material:
    """A sweep and the documents and tables of its cases.

    Attributes
    ----------
    file, sweep, plan
        The sweep and its cases.
    bases
        Assessment → its inputs under the stated answers, before anything varies.
    weights, scenarios
        File → document, of those that vary.
    warnings
        Problems that do not stop a sweep.
    """

    file: str
    sweep: Sweep
    plan: CasePlan
    bases: Mapping[str, Inputs]
    weights: Mapping[str, AnyWeights]
    scenarios: Mapping[str, Scenario]
    warnings: tuple[Problem, ...] = ()

    @property
    def minerals(self) -> tuple[str, ...]:
        """The candidates of all assessments, sorted."""
        return tuple(sorted({mineral for inputs in self.bases.values() for mineral in inputs.candidates}))
