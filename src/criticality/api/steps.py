"""The steps of one run in their order: read and check, assess, compose the record, compare with the previous run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.model.record import Record
from criticality.text.message import Message

if TYPE_CHECKING:
    from criticality.engines.engine import Engine
    from criticality.model.results import Inputs, Result
    from criticality.records.digest import Pieces

Progress = Callable[[int, int], None]
Notify = Callable[[str], None]
_SHOWN_WARNINGS = 10
_ALONE = {"draws": 0, "compare_with": "none"}
"""Overrides of an assessment at a revision: no draws, and no look at records, which a repository does not hold."""


@dataclass(frozen=True)
class Task:
    """One assessment of a workspace: its file, and what is to be used instead of what the file says."""

    workspace: Workspace
    file: str
    overrides: Mapping[str, Any]

    def inputs(self, *, cells: bool = False) -> "Inputs":
        """Read and check every file that the assessment uses; `cells`: also compute what a criterion refuses."""
        from criticality.checking.check import load_inputs
        from criticality.report.html.inspection import template_problems

        return load_inputs(self.workspace, self.file, self.overrides, template_problems, cells=cells)


def assessed(
    task: Task, engine: "Engine", progress: Progress | None, notify: Notify
) -> tuple[Record, dict[str, "Pieces"]]:
    """Run one assessment and return its record, which is not written, and the JSON of parts that is there already.

    Raises
    ------
    InputError
        With every problem of every file that the assessment uses.
    RecordError
        If the run that ``compare_with`` names does not exist or was altered.
    """
    from criticality.api.life.adopting import HeldAgainst
    from criticality.api.life.stated import without_draws
    from criticality.assess import Decider
    from criticality.comparison.previous import previous_comparison
    from criticality.records.compose import compose_record, with_comparison
    from criticality.records.environment import environment_of
    from criticality.report.pdf.fonts import font_digests

    inputs, encoded = task.inputs(), dict[str, "Pieces"]()
    _announce(inputs, notify)
    held = HeldAgainst(task.workspace.runs, inputs, notify)
    if held.acts or held.rivals:
        held.refuse_another_list(task.workspace, task.file, without_draws(inputs))
    inputs = held.inputs
    result = _result(task, inputs, engine, progress)
    record = compose_record(inputs, result, environment_of(font_digests()), encoded=encoded)
    previous = previous_comparison(record, task.workspace.runs, Decider())
    whole = record if previous is None else with_comparison(record, previous)
    whole = held.told_of(whole)
    return (whole, encoded) if whole is record else (whole, {})


def recomputed(workspace: Workspace, file: str, prefix: str = "") -> Record:
    """Return the record of an assessment without draws; `prefix` stands before the files of its problems."""
    from criticality.api.life.stated import without_draws
    from criticality.checking.check import load_inputs

    try:
        inputs = load_inputs(workspace, workspace.find_assessment(file, workspace.root), _ALONE)
    except InputError as error:
        raise InputError(replace(problem, file=f"{prefix}{problem.file}") for problem in error.problems) from error
    return without_draws(inputs)


def _announce(inputs: "Inputs", notify: Notify) -> None:
    for problem in inputs.warnings[:_SHOWN_WARNINGS]:
        notify(str(problem))
    if len(inputs.warnings) > _SHOWN_WARNINGS:
        notify(Message("api.more_warnings", count=len(inputs.warnings) - _SHOWN_WARNINGS))
    if inputs.confidential is not None:
        from criticality.files.confidential.confidential_files import rows_read

        notify(rows_read(inputs.confidential))
    minerals, criteria = (
        Message("api.minerals", n=len(inputs.candidates)),
        Message("api.criteria", n=len(inputs.weighted)),
    )
    notify(Message("api.assessing", minerals=minerals, criteria=criteria))


def _result(task: Task, inputs: "Inputs", engine: "Engine", progress: Progress | None) -> "Result":
    """Assess; where a criterion refuses a missing cell, read again so that the problem names its line."""
    from criticality.assess import assess

    try:
        return assess(inputs, workers=engine.workers, executor=engine.executor, progress=progress)
    except InputError:
        task.inputs(cells=True)
        raise
