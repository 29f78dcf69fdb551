"""What the steps hand to each other."""

from criticality.model.results import Inputs
from robustness.cases import case


def test_only_weighted_criteria_carry_weight() -> None:
    inputs: Inputs = case([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], sizes=[2], screening=1).inputs
    assert [criterion.code for criterion in inputs.criteria] == ["c0", "c1", "s0"]
    assert [criterion.code for criterion in inputs.weighted] == ["c0", "c1"]
