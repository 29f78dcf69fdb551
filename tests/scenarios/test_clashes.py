"""Two changes of one cell are refused (scenarios/clashes.py)."""

import pytest

from criticality.errors import InputError
from scenarios.cases import S4, after, figure, restriction, suspension, world


def test_a_suspension_and_a_restriction_of_the_same_are_one_cell():
    with pytest.raises(InputError, match="two changes of one cell"):
        after(world(), suspension("AAA"), restriction("AAA"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (restriction(), restriction(share=0.5)),
        (restriction(), restriction(stage="processing")),
    ],
)
def test_two_changes_of_one_cell_are_refused(first, second):
    with pytest.raises(InputError, match="two changes of one cell"):
        after(world(), first, second)


def test_substituting_and_saving_both_change_the_use():
    levers = [{"kind": kind, "minerals": ["x"], "share_of_use": 0.1} for kind in ("substitute", "reduce")]
    with pytest.raises(InputError, match="use, x"):
        after(world(), levers=levers)


def test_restrictions_of_different_stages_are_different_cells():
    shocked = after(world(), restriction(stage="processing"), restriction(stage="extraction", share=0.5))
    assert figure(shocked, S4) == pytest.approx(0.7)
