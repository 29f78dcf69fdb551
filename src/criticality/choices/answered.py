"""The inputs and the decided list of every combination of answers; what combinations share is made once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from criticality.deciding import Ranked, groups_of
from criticality.listing.classify import quantities_of
from criticality.listing.rule import assign_tiers, compile_rule
from criticality.model.assessment import INSUFFICIENT
from criticality.model.choice import Option
from criticality.model.results import Choices, Inputs
from criticality.scenarios.options import (
    ON_DATA,
    Frames,
    changed_assessment,
    changed_criteria,
    changed_dataset,
    changed_weights,
    changing,
    rewriting,
    weighing,
    with_order,
)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Listing:
    """A decided list: tier and score of every candidate, and who is on it, designations included."""

    tiers: Mapping[str, str]
    scores: Mapping[str, float]
    listed: frozenset[str]


class Variants:
    """Inputs under combinations of answers.

    Parameters
    ----------
    inputs
        Under the stated answers.
    """

    def __init__(self, inputs: Inputs) -> None:
        if inputs.choices is None:
            raise ValueError("these inputs have no choices")
        self.stated = inputs
        self.chosen: Choices = inputs.choices
        self._original = inputs.choices.original or inputs
        self._memory: dict[tuple[object, ...], object] = {}
        self._frames = Frames()

    def options(self, answers: Mapping[str, str]) -> tuple[Option, ...]:
        """The option of every choice that the run uses, in the order in which they apply."""
        return tuple(
            choice.option(answers.get(choice.code, self.chosen.answers.get(choice.code)))
            for choice in self.chosen.documents
        )

    def inputs(self, answers: Mapping[str, str]) -> Inputs:
        """The inputs under a combination; parts that no option changes are those of the inputs without any answer."""
        options, base = self.options(answers), self._original
        if all(
            self.chosen.stated(choice) is option for choice, option in zip(self.chosen.documents, options, strict=True)
        ):
            return replace(self.stated, choices=None)
        plan = base.assessment
        changed = replace(
            base,
            dataset=self._part(
                ON_DATA,
                rewriting(options),
                lambda some: changed_dataset(base.dataset, some, self.chosen, plan, self._frames),
            ),
            criteria=self._part(("criteria",), options, lambda some: changed_criteria(base.criteria, some)),
            weights=self._part(
                ("weights",), weighing(options), lambda some: changed_weights(base.weights, some, self.chosen)
            ),
            assessment=self._part(("assessment",), options, lambda some: changed_assessment(plan, some)),
            choices=None,
        )
        return with_order(changed, base)

    def _part(self, kinds: Sequence[str], options: Sequence[Option], make: Callable[[Sequence[Option]], Made]) -> Made:
        """Part of the inputs under the options that change it, made once for each set of them."""
        some = tuple(options) if kinds in (ON_DATA, ("weights",)) else changing(options, kinds)
        key = (*kinds, *(id(option) for option in some))
        if key not in self._memory:
            self._memory[key] = make(some)
        return cast(Made, self._memory[key])


def listing_of(inputs: Inputs, found: Ranked) -> Listing:
    """Apply the rule and the designations as `criticality.listing.classify` does, without the reasons."""
    rule, ranking = inputs.assessment.rule, found.ranking
    minerals = [str(mineral) for mineral in ranking.scores.index]
    compiled = compile_rule(rule, minerals, groups_of(inputs), inputs.criteria)
    tiers = dict.fromkeys(found.left_out, INSUFFICIENT)
    if minerals:
        quantities = quantities_of(ranking, found.matrix, compiled.needs)
        decided = assign_tiers(compiled, quantities)
        tiers |= {mineral: compiled.names[place] for mineral, place in zip(minerals, decided, strict=True)}
    tiers |= {entry.mineral: entry.tier for entry in rule.designations if entry.mineral in tiers}
    of_list = {tier.name for tier in rule.tiers if tier.listed}
    scores = {str(mineral): float(score) for mineral, score in ranking.scores.items()}
    return Listing(tiers, scores, frozenset(mineral for mineral, tier in tiers.items() if tier in of_list))
