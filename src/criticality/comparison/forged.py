"""A recorded list that its own inputs do not give, noticed where a comparison decides it once more."""

from collections.abc import Iterator

from criticality import __version__
from criticality.comparison.attribution.explanation import Explanation
from criticality.comparison.attribution.standings import ABSENT, UNITS, Standing
from criticality.errors import RecordError, with_hint
from criticality.model.record import Record
from criticality.text.message import Message

_NEAR = UNITS // 10**9
"""Scores of another machine lie within a thousand-millionth."""


def refuse_forged(before: Record, after: Record, explanation: Explanation) -> None:
    """Refuse a record of this version whose list is not the one its inputs give; of other versions nothing is known.

    Raises
    ------
    RecordError
        Naming the mineral and both places.
    """
    masks = (0, explanation.mixes.everything)
    for record, recorded, mask in zip((before, after), explanation.recorded, masks, strict=True):
        if record["software"]["criticality"] != __version__ or explanation.mixes.at(mask) is None:
            continue
        for mineral, standing in recorded.items():
            for what in _differing(standing, explanation.standing(mineral, mask)):
                run_id = record["run_id"]
                message = Message("records.forged", run=run_id, mineral=mineral, what=what)
                raise RecordError(with_hint(message, Message("records.forged_hint", run=run_id)))


def _differing(recorded: Standing, recomputed: Standing) -> Iterator[str]:
    if recomputed == ABSENT:
        return
    pairs = (("tier", recorded.tier, recomputed.tier), ("rank", recorded.rank, recomputed.rank))
    for name, first, second in pairs:
        if first != second:
            yield Message("records.forged_place", name=name, first=str(first), second=str(second))
    if recorded.listed != recomputed.listed:
        yield Message("records.forged_listed" if recorded.listed else "records.forged_not_listed")
    if abs((recorded.score or 0) - (recomputed.score or 0)) > _NEAR:
        first, second = _written(recorded.score), _written(recomputed.score)
        yield Message("records.forged_place", name="score", first=first, second=second)


def _written(score: int | None) -> str:
    return "none" if score is None else f"{score / UNITS:.12g}"
