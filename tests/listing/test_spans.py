"""Distances from thresholds in different units are parts of a span, and a threshold moves along it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.listing.spans import UNIT_SPAN, Span, all_moved, span_of
from criticality.model.assessment import Condition
from robustness.cases import criterion

SOURCE = Condition.model_validate({"of": "c0", "at_least": {"value": 3.0, "unit": "source"}})


def test_a_figure_has_the_span_of_its_scale() -> None:
    linear = criterion("c0", "d0", scale={"kind": "linear", "zero_at": 0.0, "one_at": 10.0})
    log = criterion("c0", "d0", scale={"kind": "log", "zero_at": 1.0, "one_at": 100.0})
    assert span_of(SOURCE, linear) == Span(0.0, 10.0)
    assert span_of(SOURCE, log) == Span(1.0, 100.0, logarithmic=True)
    assert span_of(SOURCE, criterion("c0", "d0", scale=None)) == Span(0.0, 3.0)
    assert span_of(Condition.model_validate({"of": "c0", "at_least": 0.3}), log) == UNIT_SPAN


@pytest.mark.parametrize("threshold", [0.0, -5.0])
def test_a_threshold_of_0_or_below_stays_below_every_figure_of_a_logarithmic_scale(threshold: float) -> None:
    condition = Condition.model_validate({"of": "risk", "at_least": {"value": threshold, "unit": "source"}})
    span = span_of(condition, criterion("risk", "supply", scale={"kind": "log", "zero_at": 1e5, "one_at": 1e9}))
    figures = np.array([0.0, 1e4, 1e9, np.nan])
    assert (span.moved(threshold, np.array([-0.5, 0.0, 0.5])) <= 0).all()
    np.testing.assert_array_equal(span.distance(figures, threshold), [1.0, 1.0, 1.0, np.nan])


@pytest.mark.parametrize(
    ("span", "value", "part"), [(Span(0.0, 10.0), 5.0, 0.2), (Span(1.0, 100.0, logarithmic=True), 30.0, 0.5)]
)
def test_the_distance_is_a_part_of_the_span_and_leads_back(span: Span, value: float, part: float) -> None:
    assert span.distance(np.array([value]), 3.0)[0] == pytest.approx(part)
    assert span.moved(3.0, np.array([part]))[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("span", "part", "length"), [(Span(0.0, 6.0), -4 / 6, 4.0), (Span(1.0, 100.0, logarithmic=True), 0.5, 27.0)]
)
def test_a_part_of_the_span_is_told_in_its_unit(span: Span, part: float, length: float) -> None:
    assert span.length(3.0, part) == pytest.approx(length)


def test_a_figure_of_0_on_a_logarithmic_scale_lies_one_span_below_and_no_more() -> None:
    assert Span(1.0, 100.0, logarithmic=True).distance(np.array([0.0]), 3.0)[0] == pytest.approx(-1.0)


def test_the_grid_runs_from_end_to_end() -> None:
    assert Span(1.0, 100.0, logarithmic=True).grid(2).tolist() == pytest.approx([1.0, 10.0, 100.0])
    assert UNIT_SPAN.grid(4).tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4), st.floats(-0.02, 0.02))
def test_thresholds_on_0_to_1_move_by_the_part_itself(thresholds: list[float], part: float) -> None:
    parts = np.full((3, len(thresholds)), part)
    expected = np.array(thresholds) + part
    assert (all_moved(np.array(thresholds), parts.copy(), [UNIT_SPAN] * len(thresholds)) == expected).all()
    assert (all_moved(np.array(thresholds), parts, ()) == expected).all()
