"""Who is on Taiwan's list under which answers, and how likely: the record beside an independent computation."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from choices.by_hand import ByHand
from criticality.assess import assess
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.model.choice import Option
from criticality.model.results import Inputs
from criticality.model.robustness_record import ChoicesRecord
from criticality.model.rows.ownership import rows_for
from longer import sampled

ROOT = Path(__file__).parents[2]
ASSESSMENT = "assessments/taiwan-2026.yaml"
CHOICES = ("rule", "strategic_sectors")
"""The choices whose changes the computation by hand knows."""
HOW_FAR = 4.5
"""Standard errors that two independent shares may differ by, among some hundreds of them."""
CORRELATIONS = 0.012
"""What correlations that are measured anew, known to a few hundredths, move a probability by."""
LENGTHS = sampled([(2_000, 1_500), (20_000, 20_000)], 100)


class Both(NamedTuple):
    """The record, and P by hand of every combination, (C, M); draws of the base list and by hand."""

    record: ChoicesRecord
    by_hand: np.ndarray
    stated: int
    draws: int

    def errors(self, mean: np.ndarray, counted: float) -> np.ndarray:
        """Standard errors of the difference of two shares of so many draws, from their mean."""
        held = np.clip(mean, 1 / self.draws, 1 - 1 / self.draws)
        return np.asarray(np.sqrt(held * (1 - held) * (1 / counted + 1 / self.draws)))


@cache
def both(stated: int, draws: int) -> Both:
    inputs = _with(load_inputs(Workspace(ROOT), ASSESSMENT, {"draws": stated}, cells=False), CHOICES)
    result = assess(inputs)
    assert result.choices is not None
    hand = ByHand(inputs, result, draws, seed=4711)
    rows = [_by_hand(hand, inputs, entry["answers"]) for entry in result.choices["combinations"]]
    assert hand.minerals == result.choices["scored"]
    return Both(result.choices, np.array(rows), stated, draws)


def _with(inputs: Inputs, codes: tuple[str, ...]) -> Inputs:
    """The inputs with some of the choices alone."""
    chosen = inputs.choices
    assert chosen is not None
    documents = tuple(choice for choice in chosen.documents if choice.code in codes)
    return replace(inputs, choices=replace(chosen, documents=documents, considered=codes))


def _by_hand(hand: ByHand, inputs: Inputs, answers: dict[str, str]) -> np.ndarray:
    options = _options(inputs, answers)
    sectors = inputs.dataset.table("sectors")
    strategic, rule = set(sectors["sector"][sectors["strategic"].astype(bool)]), inputs.assessment.rule
    uses = rows_for("end_uses", inputs.dataset.table("end_uses"), inputs.assessment.country)
    flagged = uses[uses["strategic"].isin(["yes", "no"])]
    pairs = zip(flagged["mineral"], flagged["application"], strict=True)
    said = dict(zip(pairs, flagged["strategic"] == "yes", strict=True))
    for change in (option.change for option in options if option.change is not None):
        assert {name for name, value in change if value is not None} <= {"sectors", "applications", "assessment"}
        strategic = set(change.sectors.strategic) if change.sectors is not None else strategic
        if change.applications is not None:
            said |= dict.fromkeys(change.applications.strategic, True)
            said |= dict.fromkeys(change.applications.not_strategic, False)
        rule = change.assessment.rule or rule if change.assessment is not None else rule
    first = rule.tiers[0]
    assert first.listed
    assert not any(tier.listed for tier in rule.tiers[1:])
    assert all(condition.at_least is not None for condition in first.when)
    return hand.probabilities([(one.of, float(one.threshold)) for one in first.when], strategic, said)


def _options(inputs: Inputs, answers: dict[str, str]) -> list[Option]:
    assert inputs.choices is not None
    return [choice.option(answers[choice.code]) for choice in inputs.choices.documents]


@pytest.mark.slow
@pytest.mark.parametrize(("stated", "draws"), LENGTHS)
def test_every_combination_lists_each_mineral_as_often(stated: int, draws: int) -> None:
    found = both(stated, draws)
    for row, entry in enumerate(found.record["combinations"]):
        counted = stated if row + 1 == found.record["design"]["stated"] else found.record["design"]["draws"]
        p, again = np.array(found.record["p"][row]), found.by_hand[row]
        allowed = HOW_FAR * found.errors((p * counted + again * draws) / (counted + draws), counted) + CORRELATIONS
        beyond = {
            mineral: (round(one, 4), round(other, 4))
            for mineral, one, other, most in zip(found.record["scored"], p, again, allowed, strict=True)
            if abs(one - other) > most
        }
        assert beyond == {}, entry["answers"]


@pytest.mark.parametrize(("stated", "draws"), LENGTHS)
def test_mean_lowest_and_highest_are_those_of_the_combinations(stated: int, draws: int) -> None:
    found = both(stated, draws)
    size = len(found.by_hand)
    assert [entry["weight"] for entry in found.record["combinations"]] == pytest.approx([1 / size] * size)
    rows = {row["mineral"]: row for row in found.record["minerals"]}
    drawn, fresh = found.record["design"]["draws"], found.record["design"]["fresh_draws"]
    for place, mineral in enumerate(found.record["scored"]):
        row, again = rows[mineral], found.by_hand[:, place]
        for name, value, counted in (
            ("p_all", again.mean(), drawn),
            ("p_lowest", again.min(), min(stated, fresh)),
            ("p_highest", again.max(), min(stated, fresh)),
        ):
            said = row[name]
            allowed = HOW_FAR * float(found.errors(np.array(value), counted)) + CORRELATIONS
            assert said == pytest.approx(value, abs=allowed), (mineral, name)


def test_the_probabilities_by_hand_are_not_all_alike() -> None:
    """Some minerals must move between combinations, or the comparison would say little."""
    found = both(2_000, 1_500)
    moved = found.by_hand.max(axis=0) - found.by_hand.min(axis=0)
    assert (moved > 0.3).sum() >= 5
