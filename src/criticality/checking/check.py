"""Read an assessment with everything it uses, check all of it, and hand over `Inputs`, or every problem at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from criticality.checking.cells import cell_problems, sparse_beside
from criticality.checking.choices.inputs import document_problems, evaluation_problems, read_used, with_choices
from criticality.checking.countries import country_problems
from criticality.checking.criteria import criterion_problems
from criticality.checking.evidence import evidence_problems
from criticality.checking.glossary import everyday_problems, glossary_problems
from criticality.checking.judged import judged_problems
from criticality.checking.naming import with_codes
from criticality.checking.plan import date_problems, plan_problems, unread_problems, without_years
from criticality.checking.previous import adopted_twice, adoption_problems, previous_problems
from criticality.checking.rule import rule_problems
from criticality.checking.scenario import scenario_problems, supply_problems
from criticality.checking.source_order import publisher_problems
from criticality.checking.staleness import warnings_of
from criticality.checking.sweeps.sweep_problems import sweep_problems
from criticality.checking.weights import weight_problems
from criticality.errors import InputError, Problem
from criticality.files.choices.choice_files import read_choices
from criticality.files.confidential.confidential_files import at_their_file
from criticality.files.confidential.in_repository import repository_problems
from criticality.files.load import Reading, read_assessment, read_criteria, read_evidence, read_templates
from criticality.files.stray import no_assessment, stray_files, without_followers
from criticality.files.workspace import Workspace
from criticality.model.criteria import Criterion
from criticality.model.judgements import Weights
from criticality.model.results import AnyWeights, Inputs, candidates_of
from criticality.model.scenario import Scenario
from criticality.text.message import Message
from criticality.text.own_words import OWN_MESSAGES

_WEIGHTS: TypeAdapter[AnyWeights] = TypeAdapter(Weights)
_OWN_MESSAGES = f"templates/{OWN_MESSAGES}"
"""Not in a record: it changes what is said, not what is decided or printed."""
_LACKING = ("weighting.pairs_lacking", "weighting.pairs_not_compared")
Inspect = Callable[[Mapping[str, str]], Iterable[Problem]]


def uninspected(_templates: Mapping[str, str]) -> Iterable[Problem]:
    """Leave templates to whoever renders them."""
    return ()


def load_inputs(
    workspace: Workspace,
    file: str,
    overrides: Mapping[str, Any] | None = None,
    inspect: Inspect = uninspected,
    *,
    cells: bool = True,
) -> Inputs:
    """Read one assessment and every file it uses.

    Parameters
    ----------
    workspace, file
        Where it stands.
    overrides
        What the command line says instead.
    inspect
        Finds the problems of page templates, which only the room of the pages understands.
    cells
        Compute the cells to find what a criterion refuses; a run does so itself.

    Raises
    ------
    InputError
        With every problem of every file, not only the first.
    """
    reading = read_assessment(workspace, file, overrides or {})
    read_used(reading)
    problems = without_followers([*_all_problems(reading, cells=cells), *inspect(reading.templates)])
    if _errors(problems):
        raise InputError(problems)
    return with_choices(_inputs(reading, problems), reading)


def check_workspace(workspace: Workspace, inspect: Inspect = uninspected) -> tuple[Problem, ...]:
    """Every problem and warning of every file of a workspace, used by an assessment or not."""
    readings = [read_assessment(workspace, workspace.relative(path), {}) for path in workspace.documents("assessments")]
    for reading in readings:
        read_used(reading)
    each = [_all_problems(reading) for reading in readings]
    problems = [problem for found in each for problem in found]
    if not readings:
        problems.append(no_assessment(workspace, Message("checking.write_assessment")))
        problems += stray_files(workspace)
    sound = [reading for reading, found in zip(readings, each, strict=True) if not _errors(found)]
    unused, found = _unused(workspace, readings, sound)
    found += [*adopted_twice(readings), *sweep_problems(workspace, readings), *repository_problems(workspace)]
    return InputError(without_followers([*problems, *found, *inspect(unused.templates)])).problems


def _errors(problems: Iterable[Problem]) -> int:
    return sum(problem.severity == "error" for problem in problems)


def _all_problems(reading: Reading, *, cells: bool = True) -> list[Problem]:
    """Every problem of an assessment, each at the file and line that has it."""
    return [at_their_file(problem) for problem in _found(reading, cells=cells)]


def _found(reading: Reading, *, cells: bool) -> list[Problem]:
    """Problems of reading, of the documents and tables, and - only where these are in order - of the cells."""
    dates, found = date_problems(reading), list(_findings(reading))
    found = without_years(found) if dates else found
    problems = _once(with_codes([*reading.problems, *dates, *found], reading))
    if _errors(problems):
        return [*problems, *sparse_beside(problems, reading)]
    refused = [*cell_problems(reading, computed=cells)]
    problems = [*_not_refused(problems, refused), *refused, *_scenario_findings(reading)]
    if _errors(problems):
        return problems
    return [*problems, *evaluation_problems(reading, _inputs(reading, problems), computed=cells)]


def _not_refused(problems: Iterable[Problem], refused: Iterable[Problem]) -> Iterator[Problem]:
    """The problems but for warnings of a figure below zero in rows that are refused for it."""
    rows = {(problem.file, problem.line) for problem in refused if problem.code == "checking.negative_value"}
    for problem in problems:
        if problem.code != "indicators.alone_negative" or (problem.file, problem.line) not in rows:
            yield problem


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems; of two warnings about the year of one row, the first."""
    found = {
        (
            problem.file,
            problem.line,
            problem.where if problem.where == "year" else (problem.where, problem.message),
        ): problem
        for problem in reversed(list(problems))
    }
    return list(reversed(found.values()))


def _scenario_findings(reading: Reading) -> Iterator[Problem]:
    if reading.scenario is not None and reading.assessment is not None:
        yield from supply_problems(reading, reading.scenario, reading.paths["scenario"], reading.assessment)


def _findings(reading: Reading) -> Iterator[Problem]:
    yield from criterion_problems(reading)
    yield from weight_problems(reading)
    yield from plan_problems(reading)
    yield from unread_problems(reading)
    yield from country_problems(reading)
    yield from rule_problems(reading)
    yield from previous_problems(reading)
    yield from adoption_problems(reading)
    yield from publisher_problems(reading)
    yield from evidence_problems(reading)
    yield from glossary_problems(reading)
    yield from everyday_problems(reading)
    yield from judged_problems(reading)
    yield from document_problems(reading)
    if reading.scenario is not None:
        yield from scenario_problems(reading, reading.scenario, reading.paths["scenario"])
    yield from warnings_of(reading)


def _unused(
    workspace: Workspace, readings: Sequence[Reading], sound: Sequence[Reading]
) -> tuple[Reading, list[Problem]]:
    """Everything a workspace has, and the problems of criteria, weights and scenarios that no assessment uses.

    `sound` are the readings without an error: beside their figures the scenarios are tried.
    """
    reading, seen = _everything(workspace, readings), {file for used in readings for file in used.marks}
    problems = [] if readings else list(evidence_problems(reading))
    for file in _files_of(workspace, "weights", seen):
        weights = reading.document(file, _WEIGHTS)
        problems += _misfits(weights, file, reading, [used for used in readings if used.criteria])
    for file in _files_of(workspace, "scenarios", seen):
        problems += _unused_scenario(reading, file, sound)
    problems += _unused_choices(reading, seen)
    told = with_codes([*reading.problems, *problems, *criterion_problems(reading)], reading)
    return reading, [at_their_file(problem) for problem in told]


def _everything(workspace: Workspace, readings: Sequence[Reading]) -> Reading:
    """All criteria, tables and templates of a workspace; what an assessment has read is not read again."""
    reading = Reading(workspace)
    read_criteria(reading, "all")
    if not readings:
        read_evidence(reading)
        read_templates(reading)
        return reading
    first = readings[0]
    told = [problem for problem in first.problems if problem.file.startswith(("data/", "templates/"))]
    return replace(
        reading,
        tables=first.tables,
        sources=first.sources,
        templates=first.templates,
        confidential=first.confidential,
        problems=[*reading.problems, *told],
    )


def _unused_scenario(reading: Reading, file: str, sound: Sequence[Reading]) -> list[Problem]:
    """Problems of a scenario that waits for ``--scenario``; beside the figures, for the first sound assessment."""
    scenario = reading.document(file, Scenario)
    if scenario is None:
        return []
    problems = list(scenario_problems(reading, scenario, file))
    plan = next((used.assessment for used in sound if used.assessment), None)
    if plan is None or _errors([*problems, *(found for found in reading.problems if found.file.startswith("data/"))]):
        return problems
    return [*problems, *supply_problems(reading, scenario, file, plan)]


def _unused_choices(reading: Reading, seen: set[str]) -> list[Problem]:
    """Problems of choices that no assessment considers or answers."""
    files = _files_of(reading.workspace, "choices", seen)
    if not files:
        return []
    reading.choices = read_choices(reading, [Path(file).stem for file in files])
    return list(document_problems(reading))


def _files_of(workspace: Workspace, folder: str, seen: set[str]) -> list[str]:
    files = (workspace.relative(path) for path in workspace.documents(folder))
    return [file for file in files if file not in seen]


def _misfits(weights: AnyWeights | None, file: str, everything: Reading, readings: Sequence[Reading]) -> list[Problem]:
    """Problems of weights that wait for ``--weights``: with the criteria of the assessment they fit best."""
    tried = []
    for reading in readings or [everything]:
        marks = {**reading.marks, file: everything.marks[file]}
        tried.append(list(weight_problems(replace(reading, weights=weights, paths={"weights": file}, marks=marks))))
    return [_not_yet_used(problem) for problem in min(tried, key=_errors)]


def _not_yet_used(problem: Problem) -> Problem:
    """What weights that nobody uses lack since a criterion was added: told, but it holds up no other assessment."""
    return replace(problem, severity="warning") if problem.code in _LACKING else problem


def _inputs(reading: Reading, problems: list[Problem]) -> Inputs:
    assessment, weights = reading.assessment, reading.weights
    if assessment is None or weights is None or reading.dimensions is None:  # pragma: no cover - problems say so before
        raise InputError(problems)
    inputs = Inputs(
        assessment=assessment,
        dimensions=reading.dimensions,
        criteria=_ordered(reading),
        weights=weights,
        scenario=reading.scenario,
        dataset=reading.dataset.of_country(assessment.country, assessment.reference_year),
        candidates=candidates_of(assessment, reading.dataset),
        templates={name: text for name, text in reading.templates.items() if name != OWN_MESSAGES},
        paths=reading.paths,
        warnings=tuple(
            at_their_file(problem) for problem in InputError(problems).problems if problem.file != _OWN_MESSAGES
        ),
        confidential=reading.confidential,
    )
    return inputs.with_sources(assessment.sources)


def _ordered(reading: Reading) -> tuple[Criterion, ...]:
    order = [dimension.code for dimension in reading.dimensions or ()]
    return tuple(sorted(reading.criteria.values(), key=lambda entry: (order.index(entry.dimension), entry.code)))


def filtered(problems: tuple[Problem, ...], paths: list[Path], workspace: Workspace) -> tuple[Problem, ...]:
    """Only the problems of the files and folders named."""
    names = [workspace.relative(path.resolve()) for path in paths]
    return tuple(
        problem
        for problem in problems
        if any(name in (".", problem.file) or problem.file.startswith(f"{name}/") for name in names)
    )
