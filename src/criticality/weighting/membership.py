"""Who judges which group of a panel, and with what weight: judges need not judge every group, but somebody must."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from criticality.model.judgements import AhpWeights, Judge
from criticality.text.message import Message
from criticality.text.spelling import nearest
from criticality.weighting.finding import Finding, Path
from criticality.weighting.open_pairs import sentences_for
from criticality.weighting.panel import DIMENSIONS, judges_of

Groups = Mapping[str, tuple[str, ...]]


def membership_problems(
    weights: AhpWeights, groups: Groups, dimensions: Collection[str], meant: Collection[str]
) -> Iterator[Finding]:
    """Yield what is wrong with who judges what.

    Parameters
    ----------
    weights
        The document.
    groups
        The groups that need judgements, each with its items.
    dimensions
        All dimensions of the workspace.
    meant
        Groups that a judge compares under a misspelt name, which is told elsewhere.
    """
    for position, judge in enumerate(weights.judges):
        if not judge.comparisons and len(weights.judges) > 1:
            message = Message("weighting.judge_silent", judge=judge.name)
            hint = Message("weighting.write_or_remove", groups=list(groups))
            yield Finding(("judges", position, "comparisons"), message, hint)
        elif not set(judge.comparisons) & {*groups} and set(judge.comparisons) <= {DIMENSIONS, *dimensions}:
            message = Message("weighting.judge_not_used", judge=judge.name)
            yield Finding(("judges", position, "comparisons"), message, severity="warning")
        yield from _weights_by_group(position, judge, groups, dimensions)
    if len(weights.judges) > 1:
        yield from _unjudged(weights, groups, meant)


def _unjudged(weights: AhpWeights, groups: Groups, meant: Collection[str]) -> Iterator[Finding]:
    for group, items in groups.items():
        judges = [judge.name for judge in judges_of(weights, group)]
        if not judges and group not in meant:
            lines = sentences_for(group, combinations(items, 2))
            hint = Message("weighting.let_someone_judge", lines="\n".join(lines))
            yield Finding(("judges",), Message("weighting.group_unjudged", group=group), hint)
        elif judges and len(judges) < len(weights.judges) and group not in meant:
            told = {"group": group, "count": len(judges), "all": len(weights.judges), "judges": judges}
            yield Finding(("judges",), Message("weighting.partly_judged", **told), severity="warning")


def _weights_by_group(position: int, judge: Judge, groups: Groups, dimensions: Collection[str]) -> Iterator[Finding]:
    if not isinstance(judge.weight, dict):
        return
    place: Path = ("judges", position, "weight")
    for group in judge.weight:
        if group != DIMENSIONS and group not in dimensions:
            names = sorted({DIMENSIONS, *dimensions})
            close = nearest(group, names)
            hint = Message("weighting.did_you_mean", meant=close) if close else Message("weighting.known", names=names)
            yield Finding((*place, group), Message("weighting.unknown_group", group=group), hint)
        elif group not in judge.comparisons:
            message = Message("weighting.weight_unused", judge=judge.name, group=group)
            yield Finding((*place, group), message, severity="warning")
    misspelt = {nearest(group, list(groups)) for group in judge.weight if group not in {DIMENSIONS, *dimensions}}
    for group in groups:
        if group in judge.comparisons and group not in judge.weight and group not in misspelt:
            message = Message("weighting.weight_lacks", judge=judge.name, group=group)
            yield Finding(place, message, Message("weighting.add_weight", group=group))
