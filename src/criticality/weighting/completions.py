"""What is to be known of judgements that were completed: a ratio nobody stated, a consistency that says nothing."""

from collections.abc import Iterator, Sequence

from criticality.model.judgements import AhpWeights
from criticality.text.message import Message
from criticality.weighting.ahp import LARGEST_BY, missing_pairs
from criticality.weighting.finding import Finding, Path
from criticality.weighting.indices import Floats
from criticality.weighting.panel import JudgedGroup


def completion_problems(weights: AhpWeights, groups: Sequence[JudgedGroup]) -> list[Finding]:
    """Warn of completed judgements: those that nothing could contradict, and ratios beyond the scale.

    n - 1 judgements that tie n items always agree with each other, so their consistency ratio is 0 whatever they say;
    with few pairs more it stays low (Ágoston & Csató 2022, Omega 108: the random index falls with every open pair).
    """
    positions = {judge.name: position for position, judge in enumerate(weights.judges)}
    found: list[Finding] = []
    for group in groups:
        pairs = len(group.items) * (len(group.items) - 1) // 2
        for judge, stated, matrix in zip(group.judges, group.stated, group.matrices, strict=True):
            missing = missing_pairs(stated)
            place: Path = ("judges", positions[judge], "comparisons", group.code)
            if missing and pairs - len(missing) == len(group.items) - 1:
                message = Message(
                    "weighting.tied_only",
                    count=pairs - len(missing),
                    judge=judge,
                    group=group.code,
                    items=len(group.items),
                )
                found.append(Finding(place, message, Message("weighting.one_pair_more"), "warning"))
            found += _beyond_scale(group, judge, matrix, missing, place)
    return found


def _beyond_scale(
    group: JudgedGroup, judge: str, matrix: Floats, missing: Sequence[tuple[int, int]], place: Path
) -> Iterator[Finding]:
    """The farthest ratio that completing made, where it lies beyond Saaty's scale of 1 to 9."""
    ratios = {pair: float(max(matrix[pair], 1.0 / matrix[pair])) for pair in missing}
    farthest = max(ratios, key=lambda pair: ratios[pair], default=None)
    if farthest is None or ratios[farthest] <= LARGEST_BY * (1 + 1e-9):
        return
    first, second = farthest if matrix[farthest] >= 1 else farthest[::-1]
    message = Message(
        "weighting.beyond_scale",
        judge=judge,
        group=group.code,
        first=group.items[first],
        ratio=ratios[farthest],
        second=group.items[second],
    )
    yield Finding(place, message, Message("weighting.let_judge_compare"), "warning")
