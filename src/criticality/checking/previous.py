"""Whether the run that an assessment is to be compared with is there."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.text.message import Message

NONE = "none"


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
