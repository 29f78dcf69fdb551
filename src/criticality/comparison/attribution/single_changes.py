"""Single changes of the inputs that alone explain an entry or exit: a judgement, a threshold, a designation, a row.

Each is tried by a complete assessment: the later run is decided again with this one input as it was in the earlier run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from criticality.comparison.attribution.explanation import Explanation
from criticality.comparison.attribution.mixed_inputs import require_fit
from criticality.comparison.attribution.standings import ABSENT, Standings, decided_standings
from criticality.errors import InputError
from criticality.model.assessment import Condition, ListRule, Tier
from criticality.model.dataset import TABLES
from criticality.model.judgements import AhpWeights, Judge, Judgement
from criticality.model.results import Inputs

Cell = str | float | bool | None
MOST_RULES = 24
"""Largest number of changed judgements and rules that are tried one by one.

With more changes none is tried, because nobody would read a list of so many single causes.
"""
MOST_ROWS = 3
"""Largest number of changed rows of evidence that are tried: for each, all indicators are computed again."""


@dataclass(frozen=True)
class Reverted:
    """The later run's inputs with one change reverted, and the place of that change in the files."""

    group: str
    place: str
    inputs: Inputs


def single_undoings(explanation: Explanation) -> list[tuple[Reverted, Standings]]:
    """Revert every single change alone and decide the list; reversions that cannot be decided are left out."""
    mixes = explanation.mixes
    if not explanation.repeatable or "choices" in mixes.groups:  # an answer changes many inputs at once
        return []
    before, after = mixes.inputs(0), mixes.inputs(mixes.everything)
    rules = [*panel_changes(before, after), *_rules(before, after)]
    tried = [*(rules if len(rules) <= MOST_RULES else ()), *_rows(before, after)]
    decided = []
    for entry in tried:
        try:
            require_fit(entry.inputs)
            decided.append((entry, decided_standings(mixes.decide(entry.inputs))))
        except InputError:
            continue
    return decided


def undone_alone(mineral: str, listed_before: int, tried: list[tuple[Reverted, Standings]]) -> list[dict[str, str]]:
    """The single changes whose reversion puts a mineral back on or off the list, as it was before."""
    return [
        {"group": entry.group, "place": entry.place}
        for entry, standings in tried
        if standings.get(mineral, ABSENT).listed == listed_before
    ]


# ── judgements ───────────────────────────────────────────────────────────────


def panel_changes(before: Inputs, after: Inputs) -> Iterator[Reverted]:
    """Yield every single change of a panel: how it is joined and solved, its words, a judge's weight, a judgement."""
    first, second = before.weights, after.weights
    if not isinstance(first, AhpWeights) or not isinstance(second, AhpWeights):
        return
    words = {**second.words, **{word: said for word, said in first.words.items() if word in second.words}}
    stated = {"aggregate": first.aggregate, "prioritisation": first.prioritisation, "words": words}
    for key, earlier_said in stated.items():
        if earlier_said != getattr(second, key):
            weights = second.model_copy(update={key: earlier_said})
            yield Reverted("weights", key, replace(after, weights=weights))
    earlier = {judge.name: judge for judge in first.judges}
    for position, judge in enumerate(second.judges):
        if judge.name in earlier:
            for place, changed in _of_judge((first, earlier[judge.name]), (second, judge)):
                judges = (*second.judges[:position], changed, *second.judges[position + 1 :])
                weights = second.model_copy(update={"judges": judges})
                yield Reverted("weights", f"judges[{judge.name}].{place}", replace(after, weights=weights))


def _of_judge(before: tuple[AhpWeights, Judge], after: tuple[AhpWeights, Judge]) -> Iterator[tuple[str, Judge]]:
    (_, first), (_, second) = before, after
    if first.weight != second.weight:
        yield "weight", second.model_copy(update={"weight": first.weight})
    for group in sorted({*first.comparisons, *second.comparisons}):
        old, new = _pairs(first, group), _pairs(second, group)
        for pair in sorted({*old, *new}):
            if _ends(before[0], old.get(pair)) != _ends(after[0], new.get(pair)):
                kept = {key: judgement for key, judgement in new.items() if key != pair}
                kept |= {pair: _in_numbers(before[0], old[pair])} if pair in old else {}
                judgements = tuple(kept.values())
                comparisons = {**second.comparisons, group: judgements}
                if not judgements:  # the judge did not compare this group
                    del comparisons[group]
                yield f"comparisons.{group}[{', '.join(pair)}]", second.model_copy(update={"comparisons": comparisons})


def _pairs(judge: Judge, group: str) -> dict[tuple[str, ...], Judgement]:
    return {tuple(sorted((entry.more, entry.than))): entry for entry in judge.comparisons.get(group, ())}


def _ends(weights: AhpWeights, judgement: Judgement | None) -> tuple[float, float] | None:
    """How many times as much the first code of a pair matters as the second, codes in alphabetical order: both ends."""
    if judgement is None:
        return None
    low, high = weights.ends(judgement)
    return (low, high) if judgement.more < judgement.than else (1.0 / high, 1.0 / low)


def _in_numbers(weights: AhpWeights, judgement: Judgement) -> Judgement:
    """The same judgement without a word, which another document may not know."""
    low, high = weights.ends(judgement)
    return judgement.model_copy(update={"by": low if low == high else (low, high)})


# ── rules ────────────────────────────────────────────────────────────────────


def _rules(before: Inputs, after: Inputs) -> Iterator[Reverted]:
    if before.assessment.method != after.assessment.method:
        plan = after.assessment.model_copy(update={"method": before.assessment.method})
        yield Reverted("method", "method", replace(after, assessment=plan))
    first, second = before.assessment.rule, after.assessment.rule
    for place, rule in (*_thresholds(first, second), *_entries(first, second)):
        plan = after.assessment.model_copy(update={"rule": rule})
        yield Reverted("method", f"rule.{place}", replace(after, assessment=plan))


def _thresholds(first: ListRule, second: ListRule) -> Iterator[tuple[str, ListRule]]:
    """Every threshold of a condition that both rules have."""
    old = {place: condition for tier in first.tiers for place, condition in _conditions(tier)}
    for row, tier in enumerate(second.tiers):
        for column, (place, condition) in enumerate(_conditions(tier)):
            earlier = old.get(place)
            if earlier is not None and earlier != condition:
                tiers = (*second.tiers[:row], tier.with_condition(column, earlier), *second.tiers[row + 1 :])
                yield place, second.model_copy(update={"tiers": tiers})


def _conditions(tier: Tier) -> Iterator[tuple[str, Condition]]:
    """The conditions of a tier, each with its place in the rule, by which the same one is found in another rule."""
    inside = [", ".join(f"{one.of} {one.comparison}" for one in entry.when) for entry in tier.any or ()]
    for number, condition in zip(tier.alternative_of, tier.conditions, strict=True):
        alternative = f".any[{inside[number - 1]}]" if number else ""
        stated = f"when[{condition.of} {condition.comparison}].{condition.comparison}"
        yield f"tiers[{tier.name}]{alternative}.{stated}", condition


def _entries(first: ListRule, second: ListRule) -> Iterator[tuple[str, ListRule]]:
    """Every designation and group rule, and the rule of coverage."""
    if first.coverage != second.coverage:
        yield "coverage", second.model_copy(update={"coverage": first.coverage})
    for key, name in (("designations", "mineral"), ("groups", "group")):
        old, new = ({getattr(entry, name): entry for entry in getattr(side, key)} for side in (first, second))
        for code in sorted({*old, *new}):
            if old.get(code) != new.get(code):
                kept = {**new, code: old.get(code)}
                entries = tuple(entry for entry in kept.values() if entry is not None)
                yield f"{key}[{code}]", second.model_copy(update={key: entries})


# ── rows of evidence ─────────────────────────────────────────────────────────


def _rows(before: Inputs, after: Inputs) -> list[Reverted]:
    reverted: list[Reverted] = []
    for name in sorted({*before.dataset.tables, *after.dataset.tables} - {"minerals"}):
        key = list(TABLES[name].key)
        old, new = (side.dataset.table(name).drop(columns="line", errors="ignore") for side in (before, after))
        rows = pd.concat([old, new]).drop_duplicates(keep=False)
        for values in rows[key].drop_duplicates().itertuples(index=False):
            if len(reverted) == MOST_ROWS:
                return []
            table = pd.concat([_without(new, key, values), _only(old, key, values)], ignore_index=True)
            table["line"] = range(2, len(table) + 2)
            inputs = replace(after, dataset=after.dataset.with_table(name, table))
            label = " ".join(
                f"{value:g}" if isinstance(value, float) else str(value)
                for value in values
                if not pd.isna(value) and value != ""
            )
            reverted.append(Reverted("data", f"data/{name}.csv: {label}", inputs))
    return reverted


def _is(table: pd.DataFrame, key: list[str], values: Sequence[Cell]) -> "pd.Series[bool]":
    alike = pd.Series(True, index=table.index)
    for column, value in zip(key, values, strict=True):
        alike &= table[column].isna() if pd.isna(value) else table[column] == value
    return alike


def _only(table: pd.DataFrame, key: list[str], values: Sequence[Cell]) -> pd.DataFrame:
    return table[_is(table, key, values)]


def _without(table: pd.DataFrame, key: list[str], values: Sequence[Cell]) -> pd.DataFrame:
    return table[~_is(table, key, values)]
