"""What a lever does to one figure, which the tables and the curves of the levers share."""

import pytest

from criticality.scenarios.effects import TRACE, imports_kept, is_substitution_index, rate_in, share_kept


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_what_is_saved_and_what_is_kept_make_the_whole(share: float) -> None:
    assert share_kept(share) + share == 1.0


def test_imports_that_are_wholly_replaced_still_have_shares() -> None:
    assert imports_kept(1.0) == TRACE > 0
    assert imports_kept(0.25) == 0.75


def test_a_rate_is_written_in_the_unit_of_its_row() -> None:
    assert [rate_in(unit, 0.3) for unit in ("percent", "1", "carats")] == [30.0, 0.3, 0.3]


def test_every_substitution_index_is_one() -> None:
    assert is_substitution_index("substitution_index_supply_risk")
    assert not is_substitution_index("substitutable_share")
