"""What `check` says of every assessment beside the adopted list: what changed since, or that it is another list."""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import TypeAdapter

from criticality.api.life.adopting import HeldAgainst, said_of
from criticality.api.life.stated import without_draws
from criticality.checking.check import load_inputs
from criticality.errors import Problem, RecordError
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.model.assessment import Assessment
from criticality.model.results import Inputs
from criticality.records.canonical import assessment_entry
from criticality.records.life.adopted_runs import AdoptedRuns, adopted_runs
from criticality.text.message import Message

_ANYTHING: TypeAdapter[object] = TypeAdapter(object)
_SECOND = ("adopting.second_list", "adopting.second_rule")
_ALONE = {"draws": 0, "compare_with": "none"}


def since_problems(files: Workspace, found: Iterable[Problem]) -> Iterator[Problem]:
    """Decide every assessment without draws, and hold it against the adopted list of its country.

    Nothing is decided where there is no adopted run, or where the files have an error. An adoption of a day after today
    is warned of: only who looks at the files knows which day it is.

    Parameters
    ----------
    files
        The workspace.
    found
        What the check of its files found.
    """
    if any(problem.severity == "error" for problem in found):
        return
    known = adopted_runs(files.runs)
    if known.unreadable:
        message = Message("adopting.unreadable", runs=list(known.unreadable))
        yield Problem("output/runs", 1, None, "", message, severity="warning")
    for path in files.documents("assessments"):
        file = files.relative(path)
        plan, _, _ = read_document(path, Assessment, file)
        if plan is not None and plan.adopted is not None and plan.adopted.on > date.today():
            yield _later_day(files, file, plan.adopted.on)
        if plan is not None and (known.runs or (plan.adopted is not None and plan.adopted.run is not None)):
            inputs = load_inputs(files, file, _ALONE)
            told = [*_since(files, file, inputs)]
            yield from told
            if not any(problem.code in _SECOND for problem in told):
                yield from _in_other_words(known, files, file, inputs)


def _later_day(files: Workspace, file: str, day: date) -> Problem:
    marked = read_document(files.root / file, _ANYTHING, file)[1]
    message = Message("adopting.later_day", day=day.isoformat(), today=date.today().isoformat())
    return marked.problem(("adopted", "on"), message, Message("adopting.later_day_hint"), severity="warning")


def _since(files: Workspace, file: str, inputs: Inputs) -> Iterator[Problem]:
    try:
        yield from _beside(HeldAgainst(files.runs, inputs, lambda _sentence: None), files, file, inputs)
    except RecordError as error:
        yield Problem("output/runs", 1, None, "", error.args[0])


def _in_other_words(known: AdoptedRuns, files: Workspace, file: str, inputs: Inputs) -> Iterator[Problem]:
    """Warn of an adoption whose words differ from those of a record of the same list: it counts as another one."""
    for run in known.in_other_words(assessment_entry(inputs))[:1]:
        marked = read_document(files.root / file, Assessment, file)[1]
        message = Message("adopting.other_words", run=run.folder.name, day=run.adopted["on"])
        hint = Message("adopting.other_words_hint")
        yield marked.problem(("adopted", "act"), message, hint, severity="warning")


def _beside(held: HeldAgainst, files: Workspace, file: str, inputs: Inputs) -> Iterator[Problem]:
    if held.absent:
        marked = read_document(files.root / file, _ANYTHING, file)[1]
        message, hint = Message("adopting.not_here", run=held.absent), Message("adopting.bring_it")
        yield marked.problem(("adopted", "run"), message, hint, severity="warning")
    if held.base is None and not held.acts and not held.rivals:
        return
    record = without_draws(inputs)
    yield from held.other_list(files, file, record)
    since = held.since(record)
    if since is not None and (since["entered"] or since["left"] or since["moved_tier"]):
        hint = Message("adopting.compare_hint" if held.tells_why else "adopting.public_base_hint")
        yield Problem(file, 1, None, "", said_of(since), hint, severity="warning")
