"""What can be wrong with the weights: groups, pairs, consistency, sums."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights
from criticality.model.results import AnyWeights
from criticality.model.rows.hierarchy import in_circle
from criticality.text.message import Message, sentence
from criticality.text.spelling import nearest
from criticality.weighting.completions import completion_problems
from criticality.weighting.finding import Finding
from criticality.weighting.findings import problems as findings_of
from criticality.weighting.findings import structural_problems
from criticality.weighting.minerals.findings import Known, mineral_problems
from criticality.weighting.panel import judged_groups

RANDOM_RATIO = 1.0
"""Consistency ratio of judgements at random, by its definition."""


def weight_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the weights file, each at its line."""
    file, criteria = reading.paths.get("weights"), _weighted(reading)
    if file is None or reading.dimensions is None or not criteria:
        return
    if _criteria_unread(reading) or _parents_amiss(reading):
        return
    marked = reading.marks[file]
    for path, message, hint, severity in _found_in(reading, marked.content, criteria, reading.dimensions):
        at = "value" if path in marked.values and not isinstance(_at(marked.content, path), list | dict) else "inside"
        yield marked.problem(
            path, message, sentence(hint) if hint else Message("checking.nothing_to_do"), at=at, severity=severity
        )


def _found_in(
    reading: Reading, content: object, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> list[Finding]:
    """All findings; of judgements whose numbers are wrong, those on what is compared with what."""
    whole = [criterion.model_copy(update={"code": stem}) for stem, criterion in reading.criteria.items()]
    if reading.weights is not None:
        found = [*_limit(reading.weights)]
        found += findings_of(reading.weights, criteria, dimensions, known=reading.known_criteria)
        if isinstance(reading.weights, AhpWeights) and not any(finding.severity == "error" for finding in found):
            found += completion_problems(reading.weights, judged_groups(reading.weights, criteria, dimensions))
        return [*found, *_of_minerals(reading.weights, reading, whole, dimensions)]
    sentences = _without_numbers(content)
    if sentences is None:
        return []
    found = structural_problems(sentences, criteria, dimensions, reading.known_criteria)
    return [*found, *_of_minerals(sentences, reading, whole, dimensions)]


def _of_minerals(
    weights: AnyWeights, reading: Reading, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> list[Finding]:
    """Findings on the groups of minerals."""
    if not isinstance(weights, AhpWeights):
        return []
    tables = {name: reading.tables.get(name) for name in ("minerals", "judgements")}
    minerals, said = (
        frozenset() if frame is None else frozenset(map(str, frame[column]))
        for frame, column in ((tables["minerals"], "mineral"), (tables["judgements"], "criterion"))
    )
    return mineral_problems(weights, criteria, dimensions, Known(minerals, reading.known_criteria, said))


def _limit(weights: AnyWeights) -> Iterator[Finding]:
    """A limit of consistency that judgements at random would keep to."""
    if isinstance(weights, AhpWeights) and weights.consistency_limit > RANDOM_RATIO:
        message = Message("checking.limit_limits_nothing", limit=weights.consistency_limit)
        yield Finding(("consistency_limit",), message, Message("checking.write_saaty_limit"), "warning")


def _without_numbers(content: object) -> AhpWeights | None:
    """What judges compare with what, where that can be told; the numbers and reasons may be as wrong as they are."""
    if not isinstance(content, dict):
        return None
    try:
        judges = [
            {
                "name": str(judge.get("name") or place),
                "comparisons": {
                    group: [{"more": each["more"], "than": each["than"], "by": 1, "because": "–"} for each in sentences]
                    for group, sentences in judge["comparisons"].items()
                },
            }
            for place, judge in enumerate(content["judges"])
        ]
        incomplete = content.get("incomplete")
        said = {"title": "–", "method": "ahp", "judges": judges}
        return AhpWeights.model_validate(said | ({"incomplete": "complete"} if incomplete == "complete" else {}))
    except (AttributeError, KeyError, TypeError, ValidationError):
        return None


def _weighted(reading: Reading) -> tuple[Criterion, ...]:
    """The criteria with weight; of a misspelt code or dimension, told where it stands, the one that is meant."""
    dimensions = [dimension.code for dimension in reading.dimensions or ()]
    meant = []
    for stem, criterion in reading.criteria.items():
        dimension = criterion.dimension
        if dimension not in dimensions:
            dimension = nearest(dimension, dimensions) or dimension
        meant.append(criterion.model_copy(update={"code": stem, "dimension": dimension}))
    return tuple(criterion for criterion in meant if criterion.role == "weighted")


def _criteria_unread(reading: Reading) -> bool:
    """Whether some criterion could not be read: its judgements would be misjudged."""
    return any(
        file.startswith("criteria/") and file != "criteria/dimensions.yaml" and file[9:-5] not in reading.criteria
        for file in reading.marks
    )


def _parents_amiss(reading: Reading) -> bool:
    """Whether a dimension names a parent that cannot hold it: its items would be looked for in the wrong group."""
    parents = {dimension.code: dimension.parent for dimension in reading.dimensions or ()}
    return any(parent not in (None, *parents) or in_circle(code, parents) for code, parent in parents.items())


def _at(content: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        content = content[step]  # type: ignore[index]
    return content
