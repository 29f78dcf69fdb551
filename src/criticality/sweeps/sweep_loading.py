"""Read everything that the cases of a sweep are decided from, or tell every problem at once."""

from collections.abc import Sequence
from dataclasses import replace

from criticality.checking.check import Inspect, load_inputs, uninspected
from criticality.checking.scenarios import load_scenarios
from criticality.checking.sweeps.sweep_axes import NO_SCENARIO, AxesRead
from criticality.checking.sweeps.sweep_problems import read_sweep
from criticality.checking.weights import weight_problems
from criticality.errors import InputError, Problem
from criticality.files.load import WEIGHTS
from criticality.files.workspace import Workspace
from criticality.model.results import AnyWeights
from criticality.model.sweeps.case_plan import Axis, Level, laid_out
from criticality.model.sweeps.material import Material

_OTHERS_NOT_READ = "checking.rows_not_read"
"""The warning that rows of other countries than the one assessed are not read."""


def load_sweep(workspace: Workspace, file: str, inspect: Inspect = uninspected) -> Material:
    """Read a sweep and everything that its cases are decided from.

    Raises
    ------
    InputError
        With every problem of the sweep; or of the assessments, weights and scenarios that it names.
    """
    read, axes, problems = read_sweep(workspace, file, {})
    if read is None or any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    overrides = {"draws": read.sweep.draws, "choices": read.choices or "none"}
    bases = {name: load_inputs(workspace, name, overrides, inspect, cells=False) for name in _named(axes, "assessment")}
    scenarios = set(_named(axes, "scenario")) - {NO_SCENARIO}
    found, warnings = load_scenarios(workspace, next(iter(bases.values())), scenarios) if scenarios else ({}, ())
    weights = _weights(read, _named(axes, "weights"))
    of_bases = [one for base in bases.values() for one in base.warnings]
    if len(_levels(axes, "country")) > 1:  # the rows of other countries than the one that is stated are read
        of_bases = [one for one in of_bases if one.code != _OTHERS_NOT_READ]
    told = tuple(dict.fromkeys((*problems, *warnings, *of_bases)))
    return Material(file, read.sweep, laid_out(axes, read.sweep), bases, weights, found, told)


def _named(axes: Sequence[Axis], code: str) -> list[str]:
    return [level for level in _levels(axes, code) if isinstance(level, str)]


def _levels(axes: Sequence[Axis], code: str) -> Sequence[Level]:
    return next(axis.levels for axis in axes if axis.code == code)


def _weights(read: AxesRead, names: Sequence[str]) -> dict[str, AnyWeights]:
    """The files of weights that cases name, held against the criteria of every assessment.

    Raises
    ------
    InputError
        With every problem of every file.
    """
    found: dict[str, AnyWeights] = {}
    problems: list[Problem] = []
    for name in names:
        for reading in read.readings.values():
            own = replace(reading, paths={**reading.paths, "weights": name}, marks=dict(reading.marks), problems=[])
            weights = own.document(name, WEIGHTS)
            problems += own.problems
            if weights is not None:
                found[name] = weights
                problems += weight_problems(replace(own, weights=weights))
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return found
