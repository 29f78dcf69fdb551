"""Slips in the rule of the list, as in slips.py: thresholds in the unit of the figures."""
# ruff: noqa: E501

from slips import Slip
from workspace_builder import ASSESSMENT

_SHARE = "{of: largest_supplier_share, at_least: 0.60}"


def _own(new: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    return Slip(name, ASSESSMENT, _SHARE, new, at, says, hint)


RULE_SLIPS = [
    _own("{of: largest_supplier_share, at_least: 60}", "at_least: 60", "60 is no threshold", "{value: 60, unit: source}", name="figure_where_a_place_on_the_scale_belongs"),
    _own("{of: score, at_least: {value: 60, unit: source}}", "unit: source", "the score has no figures", "Name a criterion", name="score_in_a_unit_of_its_own"),
    _own("{of: supply_risk, below: {value: 60, unit: source}}", "unit: source", "the dimension 'supply_risk' has no figures", "Name a criterion", name="dimension_in_a_unit_of_its_own"),
    _own("{of: largest_supplier_share, at_least: {value: 0.6, unit: percent}}", "unit: percent", "'percent' is none of source", "source", name="unit_named_in_a_threshold"),
    _own("{of: largest_supplier_share, at_least: {value: 0.6}}", "value: 0.6}", "'unit' is missing", name="threshold_without_its_unit"),
    _own("{of: largest_supplier_share, at_least: {value: 60 %, unit: source}}", "60 %", "a number is needed", "0.6", name="threshold_in_its_unit_as_a_text"),
    _own("{of: largest_supplier_share, at_least: {at: 0.6, unit: source}}", "at: 0.6", "'at' is not a key", "value", name="threshold_under_another_key"),
]  # fmt: skip
