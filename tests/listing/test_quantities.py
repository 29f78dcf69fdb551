"""Places in the order of a quantity, and averages of groups, for one list and for many at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.listing.quantities import averages_of, base_of, places_of, unit_of

SCORES = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, np.nan]), min_size=1, max_size=9)


def test_equal_values_share_the_better_place_and_a_missing_one_has_none() -> None:
    found = places_of(np.array([0.5, 0.9, 0.5 + 1e-13, np.nan, 0.1]))
    assert found.tolist() == [2.0, 1.0, 2.0, pytest.approx(np.nan, nan_ok=True), 4.0]


@given(st.lists(SCORES.filter(lambda row: len(row) == 4), min_size=1, max_size=4), SCORES)
def test_a_place_is_one_more_than_the_number_of_larger_values(table: list[list[float]], row: list[float]) -> None:
    expected = [1.0 + sum(other > value for other in row) if value == value else np.nan for value in row]
    np.testing.assert_array_equal(places_of(np.array(row)), expected)
    np.testing.assert_array_equal(places_of(np.array(table)), [places_of(np.array(one)) for one in table])


def test_the_average_is_that_of_the_members_with_a_value() -> None:
    values = np.array([[0.2, np.nan, 0.6, 0.9], [np.nan, np.nan, np.nan, 0.9]])
    found = averages_of(values, np.array([0, 1, 2]))
    np.testing.assert_array_equal(found, [[0.4], [np.nan]])


def test_the_name_of_a_quantity_says_its_unit() -> None:
    assert [unit_of(name) for name in ("score", "sr:figure", "score:place")] == ["", "source", "place"]
    assert base_of("score:place") == "score"
