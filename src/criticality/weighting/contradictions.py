"""Matrices that contradict themselves by more than the document allows, with the sentence that hurts most."""

from collections.abc import Sequence

from criticality.model.judgements import AhpWeights
from criticality.model.results import ConsistencyHint
from criticality.text.kept import note
from criticality.text.message import Message
from criticality.weighting.finding import Finding, Path
from criticality.weighting.panel import JOINED, Checked
from criticality.weighting.procedure import procedure_of


def consistency_problems(weights: AhpWeights, checked: Sequence[Checked]) -> list[Finding]:
    """Report every matrix above the limit of its measure: an error for the joined matrix, a warning for one judge."""
    return [_inconsistent(weights, entry) for entry in checked if entry.excessive]


def _inconsistent(weights: AhpWeights, entry: Checked) -> Finding:
    ratio, joined, measure = entry.measured, entry.judge == JOINED, procedure_of(weights).measure
    said = f"{ratio:.3f}" if float(f"{ratio:.3f}") > entry.limit else f"{ratio:.6g}"
    told = {"group": entry.group, "measure": measure, "ratio": float(said), "limit": float(f"{entry.limit:g}")}
    message = note("weighting.joined_contradict", **told)
    if not joined:
        message = note("weighting.judge_contradicts", judge=entry.judge, **told)
    if entry.hint is None:
        return Finding(("judges",), message, Message("weighting.no_single_judgement"), "error" if joined else "warning")
    hint = entry.hint
    worst = {"more": hint.more, "than": hint.than, "by": float(f"{hint.by:.3g}")}
    message = note("weighting.hurts_most", contradiction=message, **worst)
    advice = Message(
        "weighting.better_value",
        measure=measure,
        ratio=hint.ratio_then,
        more=hint.better_more,
        than=hint.better_than,
        by=hint.better_by,
    )
    return Finding(_place_of(weights, hint), message, advice, "error" if joined else "warning")


def _place_of(weights: AhpWeights, hint: ConsistencyHint) -> Path:
    """Path of the judgement to correct; for the joined matrix, that of the judge farthest from the better value."""
    places: list[tuple[float, Path]] = []
    better = hint.better_by if hint.better_more == hint.more else 1.0 / hint.better_by
    for position, judge in enumerate(weights.judges):
        if hint.judge not in (JOINED, judge.name):
            continue
        for order, judgement in enumerate(judge.comparisons.get(hint.group, ())):
            if {judgement.more, judgement.than} == {hint.more, hint.than}:
                ratio = weights.ratio(judgement)
                value = ratio if judgement.more == hint.more else 1.0 / ratio
                gap = max(value / better, better / value)
                places.append((gap, ("judges", position, "comparisons", hint.group, order, "by")))
    return max(places, key=lambda place: place[0])[1] if places else ("judges",)
