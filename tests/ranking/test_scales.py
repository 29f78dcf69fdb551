"""Fixed anchors: where a value stands, what is clipped, and which way is critical."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.ranking.scales import below_log_scale, scaled_values, unscaled_values

LINEAR = {"kind": "linear", "zero_at": 0.03, "one_at": 0.56}
LOG = {"kind": "log", "zero_at": 0.5, "one_at": 10_000.0}


@pytest.mark.parametrize(
    ("scale", "raw", "scaled"),
    [
        (LINEAR, 0.03, 0.0),
        (LINEAR, 0.56, 1.0),
        (LINEAR, 0.295, 0.5),
        (LOG, 0.5, 0.0),
        (LOG, 10_000.0, 1.0),
        (LOG, np.sqrt(5_000.0), 0.5),
    ],
)
def test_anchors_and_middle(make_criterion, scale, raw, scaled):
    found = scaled_values([raw], make_criterion("c", scale=scale))
    assert found.values == pytest.approx([scaled], abs=1e-12)
    assert not found.clipped.any()


def test_lowers_criticality_turns_the_scale_round(make_criterion):
    found = scaled_values([0.03, 0.56, 0.1625], make_criterion("c", scale=LINEAR, direction="lowers_criticality"))
    assert found.values == pytest.approx([1.0, 0.0, 0.75])


def test_values_beyond_an_anchor_are_clipped_and_marked(make_criterion):
    found = scaled_values([0.0, 0.03, 0.3, 0.56, 9.0, np.nan], make_criterion("c", scale=LINEAR))
    assert found.clipped.tolist() == [True, False, False, False, True, False]
    assert found.values[[0, 4]].tolist() == [0.0, 1.0]
    assert np.isnan(found.values[5])


def test_zero_on_a_log_scale_is_clipped_and_a_negative_value_refused(make_criterion):
    logarithmic = make_criterion("c", scale=LOG)
    assert scaled_values([0.0], logarithmic).values.tolist() == [0.0]
    assert scaled_values([0.0], logarithmic).clipped.tolist() == [True]
    assert below_log_scale([0.0, -1.0, 3.0, np.nan], logarithmic).tolist() == [False, True, False, False]
    assert not below_log_scale([-1.0], make_criterion("c", scale=LINEAR)).any()


def test_a_criterion_without_scale_has_no_place_for_a_value(make_criterion):
    with pytest.raises(ValueError, match="no scale"):
        scaled_values([1.0], make_criterion("c", scale=None))


@given(
    position=st.floats(0, 1),
    kind=st.sampled_from(["linear", "log"]),
    direction=st.sampled_from(["raises_criticality", "lowers_criticality"]),
)
def test_there_and_back(position, kind, direction):
    from criticality.model.criteria import Criterion

    scale = {"kind": kind, "zero_at": 0.2, "one_at": 7.0}
    stated = {"title": "c", "indicator": "observed", "missing": "refuse", "dimension": "d"}
    criterion = Criterion(code="c", direction=direction, scale=scale, **stated)
    assert scaled_values(unscaled_values(position, criterion), criterion).values == pytest.approx(position, abs=1e-12)
