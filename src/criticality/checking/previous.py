"""Whether the runs that an assessment names are there, and whether an adopted list may be adopted."""

import re
from collections.abc import Iterator, Sequence

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.text.message import Message

NONE = "none"
_RUN_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}", re.ASCII)


def previous_problems(reading: Reading) -> Iterator[Problem]:
    """A run id under ``compare_with`` that the workspace has no record of."""
    assessment = reading.assessment
    if assessment is None or assessment.compare_with == NONE:
        return
    runs, wanted = reading.workspace.runs, assessment.compare_with
    known = sorted(path.parent.name for path in runs.glob("[!.]*/record.json"))
    if wanted not in known:
        marked = reading.marks[reading.paths["assessment"]]
        hint = nearest(wanted, known) if known else Message("checking.no_record_yet")
        yield marked.problem(("compare_with",), Message("checking.no_run", run=wanted), hint)


def adoption_problems(reading: Reading) -> Iterator[Problem]:
    """What contradicts that a list was adopted: illustrative weights, a scenario; a run that is none or not here."""
    assessment = reading.assessment
    if assessment is None or assessment.adopted is None:
        return
    marked, said = reading.marks[reading.paths["assessment"]], assessment.status
    if reading.weights is not None and reading.weights.status == "illustrative":
        message = Message("checking.adopted_weights", status=said, file=reading.paths["weights"])
        yield marked.problem(("status",), message, Message("checking.adopted_weights_hint"))
    if assessment.scenario != NONE:
        message = Message("checking.adopted_scenario", status=said)
        yield marked.problem(("status",), message, Message("checking.adopted_scenario_hint"))
    day = assessment.adopted.on
    if day < assessment.date:
        message, hint = Message("checking.adopted_early", day=day, of=assessment.date), Message("checking.mend_day")
        yield marked.problem(("adopted", "on"), message, hint, severity="warning")
    run = assessment.adopted.run
    if run is not None and not _RUN_ID.fullmatch(run):
        message, hint = Message("checking.adopted_no_run", run=run), Message("checking.adopted_no_run_hint")
        yield marked.problem(("adopted", "run"), message, hint)
    elif run is not None and not (reading.workspace.runs / run / "record.json").is_file():
        message, hint = Message("checking.adopted_run", run=run), Message("checking.adopted_run_hint")
        yield marked.problem(("adopted", "run"), message, hint, severity="warning")


def adopted_twice(readings: Sequence[Reading]) -> Iterator[Problem]:
    """Of several assessments that say that they are the adopted list of one country and year, all but the first."""
    stated = [
        (plan.country, plan.adopted.on, reading.paths["assessment"], reading)
        for reading in readings
        if (plan := reading.assessment) is not None and plan.adopted is not None and plan.status == "adopted"
    ]
    first: dict[tuple[str, int], str] = {}
    for country, day, file, reading in sorted(stated, key=lambda each: each[:3]):
        before = first.setdefault((country, day.year), file)
        if before != file:
            message = Message("checking.adopted_twice", file=before, year=day.year)
            hint = Message("checking.adopted_twice_hint", file=before)
            yield reading.marks[file].problem(("status",), message, hint)
