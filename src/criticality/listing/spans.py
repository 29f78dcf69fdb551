"""The span of what a condition tests: what makes distances from thresholds in different units comparable.

A score, a dimension and the place on a scale run from 0 to 1, and a distance there is a part of that span. A figure in
its own unit has the span of its criterion's scale, so that the same rule gives the same distances and the same near
cases whether it is written in the figure's unit or on the scale. Its thresholds are drawn as far apart in both; where a
criterion lowers criticality, a draw that raises one lowers the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.model.assessment import Condition
from criticality.model.criteria import Criterion

Floats = NDArray[np.float64]


class Span(NamedTuple):
    """Lowest and highest value of a span; where it is `logarithmic`, both are above 0 and distances are ratios.

    A threshold of 0 or below lies below every figure of a logarithmic span, however far it is moved.
    """

    low: float
    high: float
    logarithmic: bool = False

    def distance(self, values: Floats, threshold: float) -> Floats:
        """How far values lie above a threshold, as a part of the span."""
        if self.logarithmic and threshold <= 0:  # infinitely far: a whole span is the most that is told
            return np.asarray(np.where(np.isnan(values), np.nan, np.where(values >= threshold, 1.0, -1.0)))
        if self.logarithmic:  # a whole span below is the most that is told: 0 is infinitely far away
            least = threshold * self.low / self.high
            return np.asarray(np.log(np.maximum(values, least) / threshold) / np.log(self.high / self.low))
        return np.asarray((values - threshold) / (self.high - self.low), dtype=np.float64)

    def moved(self, threshold: float, parts: Floats) -> Floats:
        """A threshold moved by parts of the span."""
        if self.logarithmic:
            return np.asarray(threshold * np.exp(parts * np.log(self.high / self.low)), dtype=np.float64)
        return np.asarray(threshold + parts * (self.high - self.low), dtype=np.float64)

    def length(self, threshold: float, part: float) -> float:
        """How far a threshold moves by a part of the span, in the unit of the span: never below 0."""
        return abs(float(self.moved(threshold, np.array(part))) - threshold)

    def grid(self, steps: int) -> Floats:
        """Equally spaced values from the lowest to the highest, `steps` + 1 of them."""
        return self.moved(self.low, np.linspace(0.0, 1.0, steps + 1))


UNIT_SPAN = Span(0.0, 1.0)
"""That of scores, dimensions and places on a scale."""


def all_moved(thresholds: Floats, parts: Floats, spans: Sequence[Span]) -> Floats:
    """Move thresholds (parameters,) by parts of their spans, (draws, parameters); `parts` may be overwritten."""
    if all(span == UNIT_SPAN for span in spans):
        parts += thresholds
        return parts
    return np.stack([span.moved(thresholds[at], parts[:, at]) for at, span in enumerate(spans)], axis=-1)


def span_of(condition: Condition, criterion: Criterion | None, minerals: int = 1) -> Span:
    """Return the span of a condition: of a figure that of its scale; without a scale, from 0 to the threshold.

    Places have the span of all scored minerals, of which there are so many.
    """
    if condition.top is not None:
        return Span(0.0, float(max(1, minerals)))
    if not condition.in_own_unit:
        return UNIT_SPAN
    scale = None if criterion is None else criterion.scale
    if scale is not None:
        return Span(*scale.ends, scale.kind == "log")
    return Span(0.0, abs(condition.threshold) or 1.0)
