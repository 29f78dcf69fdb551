"""How judgements that are moved fit with the others: the consistency of each matrix, by the file and as moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from criticality.desk.trying.controls import Controls
from criticality.desk.trying.moved_inputs import Moved
from criticality.model.judgements import AhpWeights
from criticality.model.results import ConsistencyHint, Inputs
from criticality.weighting.minerals.in_pairs import judged_codes, judged_minerals
from criticality.weighting.panel import JOINED, Checked, check_consistency, judged_groups
from criticality.weighting.procedure import procedure_of

Key = tuple[str, str]
"""A judge, or the whole panel, and a group."""


@dataclass(frozen=True)
class Fit:
    """The consistency of one matrix in which something was moved.

    Attributes
    ----------
    judge
        Whose it is; "" for the matrix that joins all judges.
    measure
        ``CR`` or ``GCI``.
    before, now, limit
        By the file, as moved, and what the file allows.
    hint
        Where it is above the limit: the judgement that fits least, and what would fit.
    """

    judge: str
    group: str
    measure: str
    before: float | None
    now: float
    limit: float
    excessive: bool
    hint: ConsistencyHint | None


def fits_of(inputs: Inputs, moved: Moved, controls: Controls) -> tuple[Fit, ...]:
    """Return the matrices of three items or more in which a judgement was moved, the joined ones last."""
    now, before = moved.weights, inputs.weights
    touched = {(control.judge, control.group) for control in controls.judgements if control.moved}
    if not touched or not isinstance(now, AhpWeights) or not isinstance(before, AhpWeights):
        return ()
    groups = {group for _, group in touched}
    shown = touched | {(JOINED, group) for group in groups}
    earlier = dict(_checked(inputs, before, groups))
    measure = procedure_of(now).measure
    found = [
        Fit(
            "" if key[0] == JOINED else key[0],
            key[1],
            measure,
            earlier[key].measured if key in earlier else None,
            entry.measured,
            entry.limit,
            entry.excessive,
            entry.hint,
        )
        for key, entry in _checked(inputs, now, groups)
        if key in shown
    ]
    return tuple(sorted(found, key=lambda fit: not fit.judge))


def _checked(inputs: Inputs, weights: AhpWeights, groups: set[str]) -> Iterator[tuple[Key, Checked]]:
    every = [
        *judged_groups(weights, inputs.weighted, inputs.dimensions),
        *judged_minerals(weights, judged_codes(inputs.criteria)),
    ]
    some = [group for group in every if group.code in groups and len(group.items) > 2]
    for entry in check_consistency(some, weights.consistency_limit):
        yield (entry.judge, entry.group), entry
