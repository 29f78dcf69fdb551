"""Combinations around the same figures are drawn together, and counted as if each were drawn alone."""

# Holds: choices/ensembles.py, choices/probabilities.py.

from pathlib import Path

import numpy as np
import pytest

from choices.cases import choice, draws, option, with_choices
from criticality.checking.check import load_inputs
from criticality.choices.answered import Variants, listing_of
from criticality.choices.correlations import MeasuredCorrelations
from criticality.choices.design import design_of
from criticality.choices.ensembles import Case, Ensembles
from criticality.choices.probabilities import Batch, Counter, Purpose, crew
from criticality.deciding import Decider
from criticality.files.workspace import Workspace
from workspace_builder import ASSESSMENT

PURPOSE = Purpose(seed=5, number=3, draws=300)
VARYING = {"default": "", "method": ", vary: [weights, data, thresholds, method]", "weights": ", vary: [weights]"}


def ensembles(root: Path) -> Ensembles:
    inputs = load_inputs(Workspace(root), ASSESSMENT, {}, cells=False)
    assert inputs.choices is not None
    variants, decide, cases = Variants(inputs), Decider(), []
    design = design_of(inputs.assessment, inputs.choices)
    for row in range(len(design.options)):
        changed = variants.inputs(design.answers(row))
        ranked = decide.ranked(changed)
        cases.append(Case(changed, ranked, listing_of(changed, ranked)))
    return Ensembles(cases, MeasuredCorrelations(decide))


@pytest.fixture(params=VARYING)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Ensembles:
    root = with_choices(tmp_path)
    choice(root, "burden", [option("counts"), option("out", {"weights": {"leave_out": ["environmental_impact"]}})])
    draws(root, 100, VARYING[request.param])
    return ensembles(root)


def test_every_combination_is_in_one_batch_with_those_around_the_same_figures(found: Ensembles) -> None:
    rows = list(range(len(found.cases)))
    batches = list(found.batches(rows))
    assert sorted(row for some, _ in batches for row in some) == rows
    # the rule as stated names a criterion for screening, two gates name none: their figures are not the same
    assert len(batches) == 5
    assert len({case.figures for case in found.cases}) == 3
    for some, batch in batches:
        assert len(some) == len(batch.ensembles) == len(batch.weights)
        assert len({found.cases[row].figures for row in some}) == 1
        assert all(ensemble.data is batch.ensembles[0].data for ensemble in batch.ensembles)


def test_a_batch_counts_what_each_of_its_cases_counts_alone(found: Ensembles) -> None:
    together, alone = Counter(PURPOSE), Counter(PURPOSE)
    for _, batch in found.batches(range(len(found.cases))):
        shares = together.shares(batch)
        for place, ensemble in enumerate(batch.ensembles):
            single = alone.shares(Batch((ensemble,), (batch.weights[place],)))[0]
            fresh = Counter(PURPOSE).shares(Batch((ensemble,), (0,)))[0]
            np.testing.assert_array_equal(shares[place], single)
            np.testing.assert_array_equal(shares[place], fresh)


def test_weights_have_one_number_wherever_they_are_drawn_alike(found: Ensembles) -> None:
    numbers: dict[int, int] = {}
    for some, batch in found.batches(range(len(found.cases))):
        for row, number in zip(some, batch.weights, strict=True):
            assert numbers.setdefault(id(found.cases[row].ranked.weights), number) == number
    assert len(set(numbers.values())) == 3  # as stated, a dimension left out, another anchor


@pytest.mark.slow
def test_other_processes_count_the_same(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 100)
    found = ensembles(root)
    batches = [batch for _, batch in found.batches(range(len(found.cases)))]
    counted = []
    for workers in (1, 2):
        with crew([PURPOSE], workers) as shares_of:
            counted.append([row.tolist() for shares in shares_of(0, iter(batches)) for row in shares])
    assert counted[0] == counted[1]
