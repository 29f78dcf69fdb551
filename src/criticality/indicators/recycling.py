"""What recycling does not cover."""

from collections.abc import Mapping
from dataclasses import replace

from criticality.indicators.cell import Cell
from criticality.indicators.evidence import Evidence
from criticality.indicators.observed import latest_first, stated
from criticality.model.criteria import Parameter
from criticality.model.dataset import INPUT_RATE
from criticality.model.units import whole_of
from criticality.text.kept import pending


def lack_of_recycling(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return S6 = 1 − EoL-RIR: the share of demand that end-of-life scrap does not meet (EC 2017, equation 3), 0…1."""
    rate = stated(evidence, mineral, INPUT_RATE)
    if not rate.present:
        return rate
    unit = latest_first(evidence, mineral, INPUT_RATE, None)[0].unit
    whole = whole_of(unit) or 1.0
    value, low, high = (1 - figure / whole for figure in (rate.value, rate.high, rate.low))
    said = pending("note.input_rate", figure=float(f"{rate.value / whole:.3g}"), rest=rate.notes)
    return replace(rate, value=value, low=low, high=high, flags=rate.flags, notes=(said,))
