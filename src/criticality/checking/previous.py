"""Whether the run that an assessment is to be compared with is there."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest

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
        hint = nearest(wanted, known) if known else "There is no record yet; write none, or copy it to output/runs/."
        yield marked.problem(("compare_with",), f"there is no run {wanted!r} in output/runs", hint)
