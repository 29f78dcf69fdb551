"""The inputs with what was moved: the documents as they would stand in the files, then the answers, as a run does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from criticality.desk.trying.controls import Controls, JudgementControl, threshold_key
from criticality.desk.trying.live import Base
from criticality.model.assessment import Assessment, ListRule, Tier
from criticality.model.choice import Option
from criticality.model.document import Text
from criticality.model.judgements import AhpWeights, DirectWeights, Judgement
from criticality.model.results import AnyWeights, Inputs
from criticality.scenarios.options import changed_assessment, changed_weights


@dataclass(frozen=True)
class Moved:
    """The documents that a draft would write, and the inputs that decide the list.

    Attributes
    ----------
    weights, assessment
        With what was moved; the very objects of the files where nothing of them was.
    inputs
        With the answers applied over them.
    overruled
        What does not count where it is moved, since an answer states it: ``rule``, ``weights``, ``dimensions``.
    """

    weights: AnyWeights
    assessment: Assessment
    inputs: Inputs
    overruled: tuple[str, ...]


def moved(base: Base, controls: Controls) -> Moved:
    """Return the inputs as moved."""
    before, assessment = base.inputs, _assessment(base.inputs.assessment, controls)
    if base.chosen is None:
        weights = weights_of(before.weights, controls)
        return Moved(weights, assessment, replace(before, weights=weights, assessment=assessment), ())
    options = [base.chosen.stated(choice) for choice in base.chosen.documents]
    overruled = tuple(_overruled(options))
    weights = weights_of(before.weights, controls, overruled=overruled)
    decisive = changed_weights(weights, options, base.chosen)
    plan = changed_assessment(assessment, options)
    if weights is before.weights and assessment is before.assessment:
        return Moved(weights, assessment, base.answered, overruled)
    plan = plan.model_copy(update={"sources": base.answered.assessment.sources})
    inputs = replace(base.answered, weights=decisive, assessment=plan)
    return Moved(weights, assessment, inputs, overruled)


def _overruled(options: Sequence[Option]) -> Iterator[str]:
    changes = [option.change for option in options if option.change is not None]
    if any(change.assessment is not None and change.assessment.rule is not None for change in changes):
        yield "rule"
    if any(change.assessment is not None and change.assessment.weights is not None for change in changes):
        yield "weights"
    if any(change.weights is not None for change in changes):
        yield "dimensions"


def weights_of(
    weights: AnyWeights, controls: Controls, because: Text | None = None, *, overruled: Sequence[str] = ()
) -> AnyWeights:
    """Return the weights as moved, the very object where nothing is.

    Parameters
    ----------
    because
        The reason of what is moved.
    overruled
        Of `Moved`. Dimensions that an answer states stay as they are in the file: a draft that left out the same
        dimension itself would be refused, since the option of its answer then changes nothing.
    """
    changes: dict[str, object] = {}
    left_out = tuple(control.code for control in controls.dimensions if not control.now)
    if "dimensions" not in overruled and any(control.moved for control in controls.dimensions):
        changes["leave_out"] = left_out
    if isinstance(weights, AhpWeights) and any(control.moved for control in controls.judgements):
        changes["judges"] = tuple(
            entry.judge.model_copy(update={"comparisons": _comparisons(entry.judge.comparisons, entry.groups, because)})
            for entry in controls.judges
        )
    if isinstance(weights, DirectWeights) and any(control.moved for control in controls.shares):
        shares: dict[str, float | dict[str, float]] = {group: dict(items) for group, items in weights.by_group.items()}
        for control in controls.shares:
            inside = shares.get(control.path[0])
            if isinstance(inside, dict) and len(control.path) > 1:
                inside[control.path[1]] = control.now
            else:
                shares[control.path[0]] = control.now
        changes |= {"weights": shares, "normalise": True}
    return weights.model_copy(update=changes) if changes else weights


def _comparisons(
    comparisons: Mapping[str, tuple[Judgement, ...]],
    groups: Sequence[tuple[Text, tuple[JudgementControl, ...]]],
    because: Text | None,
) -> dict[str, tuple[Judgement, ...]]:
    some = [tuple(control.changed(because) for control in controls) for _, controls in groups]
    return dict(zip(comparisons, some, strict=True))


def _assessment(plan: Assessment, controls: Controls) -> Assessment:
    thresholds = {control.key: control.now for control in controls.thresholds if control.moved}
    if not thresholds:
        return plan
    return plan.model_copy(update={"rule": _rule(plan.rule, thresholds)})


def _rule(rule: ListRule, thresholds: Mapping[str, float]) -> ListRule:
    tiers = tuple(_tier(tier, thresholds) for tier in rule.tiers)
    return rule.model_copy(update={"tiers": tiers})


def _tier(tier: Tier, thresholds: Mapping[str, float]) -> Tier:
    for place, condition in enumerate(tier.conditions):
        key = threshold_key(condition)
        if key in thresholds:
            tier = tier.with_condition(place, condition.at(thresholds[key]))
    return tier
