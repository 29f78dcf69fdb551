"""What can be wrong with the weights: groups, pairs, consistency, sums."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.model.criteria import Criterion
from criticality.weighting.findings import problems as findings_of

_IGNORED = "Nothing needs to be done, unless it was meant to count."


def weight_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the weights file, each at its line."""
    if reading.weights is None or reading.dimensions is None:
        return
    criteria = _weighted(reading)
    if not criteria or _criteria_unread(reading):
        return
    marked = reading.marks[reading.paths["weights"]]
    for path, message, hint, severity in findings_of(
        reading.weights, criteria, reading.dimensions, known=reading.known_criteria
    ):
        at = "value" if path in marked.values and not isinstance(_at(marked.content, path), list | dict) else "inside"
        yield marked.problem(path, message, hint[:1].upper() + hint[1:] or _IGNORED, at=at, severity=severity)


def _weighted(reading: Reading) -> tuple[Criterion, ...]:
    return tuple(criterion for criterion in reading.criteria.values() if criterion.role == "weighted")


def _criteria_unread(reading: Reading) -> bool:
    """Whether some criterion could not be read: its judgements would be misjudged."""
    return any(
        file.startswith("criteria/") and file != "criteria/dimensions.yaml" and file[9:-5] not in reading.criteria
        for file in reading.marks
    )


def _at(content: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        content = content[step]  # type: ignore[index]
    return content
