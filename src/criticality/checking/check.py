"""Read an assessment with everything it uses, check all of it, and hand over `Inputs`, or every problem at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from criticality.checking.criteria import criterion_problems
from criticality.checking.evidence import evidence_problems
from criticality.checking.plan import plan_problems
from criticality.checking.rule import rule_problems
from criticality.checking.staleness import warnings_of
from criticality.checking.weights import weight_problems
from criticality.errors import InputError, Problem
from criticality.files.load import Reading, read_assessment, read_criteria, read_evidence
from criticality.files.workspace import Workspace
from criticality.model.criteria import Criterion
from criticality.model.judgements import Weights
from criticality.model.results import AnyWeights, Inputs
from criticality.model.scenario import Scenario

_WEIGHTS: TypeAdapter[AnyWeights] = TypeAdapter(Weights)


def load_inputs(workspace: Workspace, file: str, overrides: Mapping[str, Any] | None = None) -> Inputs:
    """Read one assessment and every file it uses.

    Raises
    ------
    InputError
        With every problem of every file, not only the first.
    """
    reading = read_assessment(workspace, file, overrides or {})
    problems = [*reading.problems, *_findings(reading)]
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return _inputs(reading, problems)


def check_workspace(workspace: Workspace) -> tuple[Problem, ...]:
    """Every problem and warning of every file of a workspace, used by an assessment or not."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for path in workspace.documents("assessments"):
        reading = read_assessment(workspace, workspace.relative(path), {})
        problems += [*reading.problems, *_findings(reading)]
        seen.update(reading.marks)
    if not seen:
        problems.append(Problem("assessments", 1, None, "", "there is no assessment", "Write assessments/NAME.yaml."))
    problems += _unused(workspace, seen)
    return InputError(problems).problems


def _findings(reading: Reading) -> Iterator[Problem]:
    yield from criterion_problems(reading)
    yield from weight_problems(reading)
    yield from plan_problems(reading)
    yield from rule_problems(reading)
    yield from evidence_problems(reading)
    yield from warnings_of(reading)


def _unused(workspace: Workspace, seen: set[str]) -> Iterator[Problem]:
    """Problems of criteria, weights and scenarios that no assessment uses."""
    reading = Reading(workspace)
    read_criteria(reading, "all")
    for folder, kind in (("weights", _WEIGHTS), ("scenarios", Scenario)):
        for path in workspace.documents(folder):
            file = workspace.relative(path)
            if file not in seen:
                found = reading.document(file, kind)
                if folder == "weights" and found is not None:
                    reading.weights, reading.paths["weights"] = found, file
                    yield from weight_problems(reading)
    if not seen:
        read_evidence(reading)
        yield from evidence_problems(reading)
    yield from reading.problems
    yield from criterion_problems(reading)


def _inputs(reading: Reading, problems: list[Problem]) -> Inputs:
    assessment, weights = reading.assessment, reading.weights
    if assessment is None or weights is None or reading.dimensions is None:  # pragma: no cover - problems say so before
        raise InputError(problems)
    minerals = reading.tables["minerals"]
    everything = minerals.loc[minerals["candidate"], "mineral"]
    candidates = everything if assessment.candidates == "all" else assessment.candidates
    return Inputs(
        assessment=assessment,
        dimensions=reading.dimensions,
        criteria=_ordered(reading),
        weights=weights,
        scenario=reading.scenario,
        dataset=reading.dataset,
        candidates=tuple(sorted(str(code) for code in candidates)),
        templates=reading.templates,
        paths=reading.paths,
        warnings=InputError(problems).problems,
    )


def _ordered(reading: Reading) -> tuple[Criterion, ...]:
    order = [dimension.code for dimension in reading.dimensions or ()]
    return tuple(sorted(reading.criteria.values(), key=lambda entry: (order.index(entry.dimension), entry.code)))


def filtered(problems: tuple[Problem, ...], paths: list[Path], workspace: Workspace) -> tuple[Problem, ...]:
    """Only the problems of the files and folders named."""
    names = [workspace.relative(path.resolve()) for path in paths]
    return tuple(
        problem
        for problem in problems
        if any(problem.file == name or problem.file.startswith(f"{name}/") for name in names)
    )
