"""Mixed assessments, with some groups of inputs from one run and the rest from the other, and which can be decided."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from criticality.errors import InputError, Problem
from criticality.indicators.registry import INDICATORS
from criticality.model.dataset import Dataset
from criticality.model.results import Decision, Inputs
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.scenarios.options import answered
from criticality.text.message import Message
from criticality.text.phrases import INPUT_GROUPS
from criticality.weighting.minerals.in_pairs import judged_codes, mineral_groups

Decide = Callable[[Inputs], Decision]
Mask = int
Item = TypeVar("Item")


@dataclass
class Mixes:
    """Every mixed assessment of two runs: each differing group of inputs is taken from one of them.

    A mix is decided when it is first needed, and its decision is stored.

    Attributes
    ----------
    a, b
        The inputs of the two runs.
    groups
        The groups that differ; bit i of a mask says that group i comes from `b`.
    decide
        Function that decides the list of given inputs.
    refused
        Mask → why this mix cannot be decided.
    """

    a: Inputs
    b: Inputs
    groups: tuple[str, ...]
    decide: Decide
    decided: dict[Mask, Decision] = field(default_factory=dict)
    refused: dict[Mask, str] = field(default_factory=dict)

    @property
    def everything(self) -> Mask:
        """The mask of `b`: all differing groups are taken from it."""
        return (1 << len(self.groups)) - 1

    def at(self, mask: Mask) -> Decision | None:
        """The decision of a mix, or None if it cannot be decided."""
        if mask not in self.decided and mask not in self.refused:
            try:
                mixed = self.inputs(mask)
                require_fit(mixed)
                self.decided[mask] = self.decide(mixed)
            except InputError as error:
                first = next(problem for problem in error.problems if problem.severity == "error")
                self.refused[mask] = first.message
        return self.decided.get(mask)

    def inputs(self, mask: Mask) -> Inputs:
        """The inputs of a mix."""
        side = dict.fromkeys(INPUT_GROUPS, self.a)
        side |= {name: self.b for position, name in enumerate(self.groups) if mask >> position & 1}
        return mix(*(side[name] for name in INPUT_GROUPS))


def mix(
    criteria: Inputs, data: Inputs, weights: Inputs, method: Inputs, scenario: Inputs, choices: Inputs | None = None
) -> Inputs:
    """Combine groups of inputs of two runs.

    Candidates, country, reference year and date belong to the data, the rule belongs to the method. Answers to choices
    are applied to the mixed inputs, as a run applies them to its own.
    """
    chosen = None if choices is None else choices.choices
    criteria, data, weights, method, scenario = map(_unanswered, (criteria, data, weights, method, scenario))
    plan = data.assessment.model_copy(
        update={
            "criteria": criteria.assessment.criteria,
            "weights": weights.assessment.weights,
            "method": method.assessment.method,
            "also_rank_by": (),
            "rule": method.assessment.rule,
            "scenario": scenario.assessment.scenario,
        }
    )
    mixed = replace(
        data,
        assessment=plan,
        dimensions=criteria.dimensions,
        criteria=criteria.criteria,
        weights=weights.weights,
        scenario=scenario.scenario,
        templates={},
        warnings=(),
        choices=None,
    )
    if choices is None or chosen is None or not chosen.answers:
        return mixed
    mixed = replace(mixed, dataset=_with_given(mixed.dataset, _unanswered(choices).dataset))
    return answered(mixed, [chosen.stated(choice) for choice in chosen.documents], chosen)


def _with_given(dataset: Dataset, other: Dataset) -> Dataset:
    """The data with rows that had given way, which only the record of a run with such answers holds.

    They are taken from the other run where both have the same rows that count.
    """
    lent = {}
    for name, frame in other.given.items():
        rows, others = (one.table(name).drop(columns="line") for one in (dataset, other))
        if name not in dataset.given and rows.equals(others):
            lent[name] = frame
    return replace(dataset, given={**lent, **dataset.given})


def _unanswered(inputs: Inputs) -> Inputs:
    """The inputs before the stated answers to the choices were applied."""
    return inputs if inputs.choices is None else inputs.choices.original or inputs


def require_fit(inputs: Inputs) -> None:
    """Refuse inputs that do not fit together, as `check` would if they were in one workspace.

    Raises
    ------
    InputError
        If the rule names a criterion or dimension that does not exist, or a criterion needs a table that is missing.
    """
    problems = [*_unknown_names(inputs), *_lacking(inputs)]
    if problems:
        raise InputError(problems)


def _unknown_names(inputs: Inputs) -> Iterator[Problem]:
    rule, criteria = inputs.assessment.rule, {entry.code for entry in inputs.criteria}
    scaled = {entry.code for entry in inputs.criteria if entry.scale is not None}
    known = {"score", *scaled, *hierarchy_of(inputs.weighted, inputs.dimensions).groups}
    asked = [(one.of, criteria if one.in_own_unit else known) for tier in rule.tiers for one in tier.conditions]
    for name, names in dict(asked).items():
        if name not in names:
            yield _problem(Message("comparison.rule_names", name=name))
    for name in rule.coverage.must_have if rule.coverage else ():
        if name not in {entry.code for entry in inputs.criteria}:
            yield _problem(Message("comparison.rule_must_have", name=name))


def _lacking(inputs: Inputs) -> Iterator[Problem]:
    by_judges = mineral_groups(inputs.weights, judged_codes(inputs.criteria))
    for criterion in inputs.criteria:
        if criterion.code in by_judges:
            continue  # its sentences stand in the weights
        indicator = INDICATORS.get(criterion.indicator)
        if indicator is None:
            yield _problem(
                Message("comparison.indicator_unknown", indicator=criterion.indicator, criterion=criterion.code)
            )
            continue
        for name in indicator.tables:
            if name not in inputs.dataset.tables:
                yield _problem(Message("comparison.table_lacking", criterion=criterion.code, table=name))


def _problem(message: Message) -> Problem:
    return Problem("", 1, None, "", message)


def partitions(items: Sequence[Item]) -> Iterator[tuple[tuple[Item, ...], ...]]:
    """Every partition of the items into blocks."""
    if not items:
        yield ()
        return
    first, rest = items[0], items[1:]
    for blocks in partitions(rest):
        yield ((first,), *blocks)
        for position, block in enumerate(blocks):
            yield (*blocks[:position], (first, *block), *blocks[position + 1 :])


def finest_partition(count: int, holds: Callable[[Mask], bool]) -> tuple[Mask, ...] | None:
    """The finest merger of players with which every coalition can be evaluated.

    Parameters
    ----------
    count
        Number of players.
    holds
        Whether the coalition of a mask can be evaluated.

    Returns
    -------
    tuple of int
        One mask for each merged player, sorted by their first members. A → B and B → A give the same, because every
        coalition and its complement are evaluated. None if even one player of all groups cannot be evaluated.
    """
    options = sorted(partitions(range(count)), key=_coarseness)
    for blocks in options:
        masks = tuple(sorted((sum(1 << player for player in block) for block in blocks), key=_lowest_bit))
        if all(holds(mask) for mask in unions(masks)):
            return masks
    return None


def _coarseness(blocks: tuple[tuple[int, ...], ...]) -> tuple[int, int, list[tuple[int, ...]]]:
    return -len(blocks), max(map(len, blocks), default=0), sorted(map(tuple, map(sorted, blocks)))


def _lowest_bit(mask: Mask) -> int:
    return mask & -mask


def unions(masks: Sequence[Mask]) -> list[Mask]:
    """For every coalition of merged players the union of their masks; the position is the mask of the coalition."""
    coalitions = [0]
    for mask in masks:
        coalitions += [coalition | mask for coalition in coalitions]
    return coalitions
