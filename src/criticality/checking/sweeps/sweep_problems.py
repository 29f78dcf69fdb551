"""What can be wrong with a sweep: its names, its ranges, and the number of its cases."""

from collections.abc import Iterator, Sequence

from criticality.checking.choices.inputs import read_used
from criticality.checking.sweeps.sweep_axes import AxesRead, axes_of
from criticality.errors import Problem
from criticality.files.load import Reading, read_assessment
from criticality.files.workspace import Workspace
from criticality.model.sweeps.case_plan import Axis, size_of
from criticality.model.sweeps.sweep_file import MOST_CASES, LatinDesign, Sweep
from criticality.text.message import Message

FOLDER = "sweeps"


def sweep_problems(workspace: Workspace, readings: Sequence[Reading]) -> Iterator[Problem]:
    """Problems of every sweep of a workspace; `readings` are its assessments, read."""
    known = {reading.paths["assessment"]: reading for reading in readings}
    for path in workspace.documents(FOLDER):
        _, _, problems = read_sweep(workspace, workspace.relative(path), known)
        yield from problems


def read_sweep(
    workspace: Workspace, file: str, known: dict[str, Reading]
) -> tuple[AxesRead | None, tuple[Axis, ...], list[Problem]]:
    """A sweep with its axes and problems; None where the file itself cannot be read."""
    document = Reading(workspace)
    sweep = document.document(file, Sweep)
    if sweep is None:
        return None, (), document.problems

    def reading_of(name: str) -> Reading:
        if name not in known:
            known[name] = read_assessment(workspace, name, {})
            read_used(known[name])
        return known[name]

    read = AxesRead(workspace, sweep, document.marks[file], reading_of)
    axes = axes_of(read)
    problems = [*document.problems, *read.problems]
    if not read.problems:
        problems += _size_problems(read, axes)
    return read, axes, problems


def _size_problems(read: AxesRead, axes: Sequence[Axis]) -> Iterator[Problem]:
    sweep, cases = read.sweep, size_of(axes, read.sweep)
    where = ("design", "latin", "cases") if isinstance(sweep.design, LatinDesign) else ("vary",)
    if cases > MOST_CASES:
        message = Message("sweeping.too_many_cases", cases=f"{cases:,}", most=f"{MOST_CASES:,}")
        yield read.marked.problem(where, message, Message("sweeping.draw_a_sample"), at="key")
    elif isinstance(sweep.design, LatinDesign) and sweep.design.latin.cases > cases:
        message = Message("sweeping.latin_is_full", cases=f"{cases:,}")
        yield read.marked.problem(where, message, Message("sweeping.write_full"), severity="warning")
    if "keep" in sweep.model_fields_set and "p_listed" in sweep.keep and not sweep.draws:
        place = ("keep", sweep.keep.index("p_listed"))
        yield read.marked.problem(place, Message("sweeping.keep_without_draws"), Message("sweeping.state_draws"))
