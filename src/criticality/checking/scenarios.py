"""Read every scenario of a workspace beside inputs that are in order."""

from collections.abc import Collection

from criticality.checking.scenario import scenario_problems, supply_problems
from criticality.errors import InputError, Problem
from criticality.files.load import Reading
from criticality.files.workspace import Workspace
from criticality.model.results import Inputs
from criticality.model.scenario import Scenario


def load_scenarios(
    workspace: Workspace, inputs: Inputs, files: Collection[str] | None = None
) -> tuple[dict[str, Scenario], tuple[Problem, ...]]:
    """Return file → scenario, by name, and what `check` warns of; of some `files`, or of all.

    Raises
    ------
    InputError
        With every problem of every scenario.
    """
    reading = Reading(workspace, tables=dict(inputs.dataset.tables), sources=dict(inputs.dataset.sources))
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in workspace.documents("scenarios"):
        file = workspace.relative(path)
        if files is not None and file not in files:
            continue
        scenario = reading.document(file, Scenario)
        if scenario is not None:
            told = list(scenario_problems(reading, scenario, file))
            if not told:
                told = list(supply_problems(reading, scenario, file, inputs.assessment))
            problems += told
            found[file] = scenario
    told_all = InputError([*reading.problems, *problems]).problems
    if any(problem.severity == "error" for problem in told_all):
        raise InputError(told_all)
    return found, told_all
