"""Every scenario of a workspace beside the assessment without one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.text.phrases import Phrase, both

if TYPE_CHECKING:
    from criticality.model.results import Inputs
    from criticality.model.scenario import Scenario
    from criticality.policy.outcomes import Outcome


@dataclass(frozen=True)
class Scenarios:
    """The scenarios of a workspace, read and checked, and the assessment that they are tried on.

    Attributes
    ----------
    file, inputs
        The assessment, without the scenario that it may name.
    by_file
        File → scenario, by name.
    warnings
        What the check reported without refusing.
    """

    file: str
    inputs: "Inputs"
    by_file: "Mapping[str, Scenario]"
    warnings: tuple[Problem, ...]

    @property
    def mineral_names(self) -> dict[str, Phrase]:
        """Mineral → name in both languages."""
        minerals = self.inputs.dataset.table("minerals")
        rows = zip(minerals["mineral"], minerals["name_zh"], minerals["name_en"], strict=True)
        return {str(code): both({"en": english, "zh-Hant": chinese}) for code, chinese, english in rows}

    def outcomes(self, draws: int) -> "Iterator[Outcome]":
        """Yield what each scenario makes of the list; `draws` of P(listed), 0: not assessed."""
        from criticality.policy.outcomes import outcomes

        return outcomes(self.inputs, self.by_file, draws)


def read_scenarios(workspace: Workspace, file: str | None = None) -> Scenarios | None:
    """Read every scenario of a workspace for an assessment, its first one by default; None where there is none.

    Raises
    ------
    InputError
        With every problem of the assessment, or of every scenario.
    """
    from criticality.checking.check import load_inputs
    from criticality.checking.scenarios import load_scenarios

    if not workspace.documents("scenarios"):
        return None
    files = [workspace.relative(path) for path in workspace.documents("assessments")]
    file = file or (files[0] if files else workspace.find_assessment(None, Path.cwd()))
    inputs = load_inputs(workspace, file, {"scenario": "none"})
    return Scenarios(file, inputs, *load_scenarios(workspace, inputs))
