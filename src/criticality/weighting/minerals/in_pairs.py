"""Minerals that the judges of a weights file compare in pairs: groups named after criteria with `indicator: judged`.

They stand beside the groups of criteria and dimensions, and become priorities by the same procedure; in ideal mode,
the largest is 1 (Saaty 2005, Theory and Applications of the Analytic Network Process).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, Judge
from criticality.model.results import AnyWeights
from criticality.weighting.panel import DIMENSIONS, JudgedGroup, group_of, judges_of

COLUMNS = ("criterion", "mineral", "value", "low", "high", "comparisons", "judges", "status")


class Sifted(NamedTuple):
    """A document without the groups of minerals; `places` of its judges in the whole document."""

    weights: AnyWeights
    places: tuple[int, ...]


def sifted(weights: AnyWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> Sifted:
    """Take the groups of minerals out of a document, and the judges who compare minerals alone.

    A group of another name than those of the dimensions is one of minerals, unless its sentences name criteria or
    dimensions: then it is a misspelt group of these.
    """
    if not isinstance(weights, AhpWeights):
        return Sifted(weights, ())
    own = {DIMENSIONS, *(entry.code for entry in dimensions)}
    items = own | {entry.code for entry in criteria}
    out = {
        group
        for judge in weights.judges
        for group in judge.comparisons
        if group not in own and not _named(judge, group) & items
    }
    kept = [(place, _without(judge, out)) for place, judge in enumerate(weights.judges)]
    kept = [(place, judge) for place, judge in kept if judge.comparisons or not weights.judges[place].comparisons]
    judges = tuple(judge for _, judge in kept)
    if judges == weights.judges:
        return Sifted(weights, tuple(range(len(judges))))
    return Sifted(weights.model_copy(update={"judges": judges}), tuple(place for place, _ in kept))


def _without(judge: Judge, out: set[str]) -> Judge:
    if not out & judge.comparisons.keys() and not (isinstance(judge.weight, dict) and out & judge.weight.keys()):
        return judge
    changes: dict[str, object] = {
        "comparisons": {group: said for group, said in judge.comparisons.items() if group not in out}
    }
    if isinstance(judge.weight, dict):
        changes["weight"] = {group: weight for group, weight in judge.weight.items() if group not in out}
    return judge.model_copy(update=changes)


def _named(judge: Judge, group: str) -> set[str]:
    return {code for said in judge.comparisons[group] for code in (said.more, said.than)}


def mineral_groups(weights: AnyWeights, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Criterion → the minerals that somebody compares under it, sorted; a criterion that nobody judges is not there."""
    if not isinstance(weights, AhpWeights):
        return {}
    found = {code: {item for judge in judges_of(weights, code) for item in _named(judge, code)} for code in codes}
    return {code: tuple(sorted(items)) for code, items in found.items() if items}


def judged_minerals(weights: AhpWeights, codes: Iterable[str]) -> tuple[JudgedGroup, ...]:
    """The matrices of minerals; every judge of a group must tie all of its minerals together."""
    groups = sorted(mineral_groups(weights, codes).items())
    return tuple(group_of(code, items, weights, judges_of(weights, code)) for code, items in groups)


def judged_codes(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """Codes of the criteria under which minerals are compared."""
    return tuple(entry.code for entry in criteria if entry.indicator == "judged")


def priorities_of_minerals(weights: AnyWeights, criteria: Iterable[Criterion]) -> pd.DataFrame | None:
    """Priorities of the minerals that the judges of a document compare, columns `COLUMNS`; None where there are none.

    The bounds are the least and the most that the panel or one of its judges alone gives.
    """
    if not isinstance(weights, AhpWeights):
        return None
    rows = [row for group in judged_minerals(weights, judged_codes(criteria)) for row in _rows(group, weights)]
    return pd.DataFrame(rows, columns=list(COLUMNS)) if rows else None


def _rows(group: JudgedGroup, weights: AhpWeights) -> Iterator[tuple[object, ...]]:
    joined, each = group.priorities, group.each
    joined, each = joined / joined.max(), each / each.max(axis=1, keepdims=True)
    said = [sentence for judge in judges_of(weights, group.code) for sentence in judge.comparisons[group.code]]
    for place, item in enumerate(group.items):
        ends = [float(joined[place]), *map(float, each[:, place])]
        yield (
            group.code,
            item,
            ends[0],
            min(ends),
            max(ends),
            sum(item in (sentence.more, sentence.than) for sentence in said),
            "\n".join(group.judges),
            weights.status,
        )
