"""Fixed anchors: where a value stands, what is clipped, and which way is critical."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.ranking.scales import below_log_scale, places_of, scaled_values, unscaled_values
from robustness.cases import criterion

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


# ── targets and classes ──────────────────────────────────────────────────────

BOTH = {"kind": "target", "worst_below": 23, "best": [30, 35], "worst_above": 60}
CLASSES = {
    "kind": "classes",
    "bands": [{"below": 33, "value": 1}, {"below": 66, "value": 2}, {"value": 3}],
    "zero_at": 1,
    "one_at": 3,
}
DIRECTIONS = st.sampled_from(["raises_criticality", "lowers_criticality"])
FIGURES = st.floats(-100, 100)


def test_a_target_scale_is_1_at_the_target_and_0_beyond_the_worst_figures():
    found = scaled_values([10, 23, 26.5, 30, 32, 35, 47.5, 60, 61, np.nan], criterion("c", "d0", scale=BOTH))
    assert found.values[:9] == pytest.approx([0, 0, 0.5, 1, 1, 1, 0.5, 0, 0])
    assert np.isnan(found.values[9])
    assert found.clipped.tolist() == [True] + [False] * 7 + [True, False]


def test_classes_begin_at_their_limits():
    found = scaled_values([-5, 32.9, 33, 65.9, 66, 500, np.nan], criterion("c", "d0", scale=CLASSES))
    assert found.values[:6].tolist() == [0, 0, 0.5, 0.5, 1, 1]
    assert np.isnan(found.values[6])
    assert not found.clipped.any()


@given(figure=FIGURES, low=st.integers(-50, 0), width=st.floats(1, 50), best=st.floats(0.1, 0.9), direction=DIRECTIONS)
def test_a_target_scale_lies_between_0_and_1_and_falls_away_from_the_target(figure, low, width, best, direction):
    scale = {"kind": "target", "worst_below": low, "best": low + best * width, "worst_above": low + width}
    found = scaled_values([figure, low + best * width], criterion("c", "d0", scale=scale, direction=direction)).values
    assert 0 <= found[0] <= 1
    assert found[1] == (1.0 if direction == "raises_criticality" else 0.0)
    step = scaled_values([figure + np.copysign(1.0, figure - scale["best"])], criterion("c", "d0", scale=scale)).values
    assert step <= scaled_values([figure], criterion("c", "d0", scale=scale)).values


@given(figures=st.lists(FIGURES, min_size=1), low=st.integers(-50, 0), width=st.floats(1, 50), direction=DIRECTIONS)
def test_a_target_scale_of_one_side_is_the_linear_scale(figures, low, width, direction):
    high = low + width
    linear = criterion("c", "d0", scale={"kind": "linear", "zero_at": low, "one_at": high}, direction=direction)
    rising = {"kind": "target", "worst_below": low, "best": high}
    one_sided = criterion("c", "d0", scale=rising, direction=direction)
    for expected, found in zip(scaled_values(figures, linear), scaled_values(figures, one_sided), strict=True):
        assert found.tolist() == expected.tolist()
    turned = "raises_criticality" if direction == "lowers_criticality" else "lowers_criticality"
    falling = criterion("c", "d0", scale={"kind": "target", "best": low, "worst_above": high}, direction=turned)
    assert scaled_values(figures, falling).values == pytest.approx(scaled_values(figures, linear).values, abs=1e-12)


@given(position=st.floats(0, 1), direction=DIRECTIONS, near=st.sampled_from([0.0, 50.0, np.nan]))
def test_a_place_of_a_target_scale_leads_back_to_itself_on_the_side_of_the_figure(position, direction, near):
    both = criterion("c", "d0", scale=BOTH, direction=direction)
    raw = unscaled_values(position, both, near=near)
    assert scaled_values(raw, both).values == pytest.approx(position, abs=1e-12)
    assert (raw >= 35) if near == 50.0 else (raw <= 30)


@given(position=st.floats(0, 1), direction=DIRECTIONS)
def test_a_place_of_classes_leads_to_the_nearest_class(position, direction):
    classes = criterion("c", "d0", scale=CLASSES, direction=direction)
    place = scaled_values(unscaled_values(position, classes), classes).values
    assert place in places_of(classes)
    assert abs(place - position) <= 0.25 + 1e-12


def test_only_classes_have_places_of_their_own():
    assert places_of(criterion("c", "d0", scale=CLASSES)).tolist() == [0, 0.5, 1]
    assert places_of(criterion("c", "d0", scale=BOTH)) is None
