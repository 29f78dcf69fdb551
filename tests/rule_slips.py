"""Slips in the rule of the list, as in slips.py: thresholds, places, alternatives, designations, groups."""
# ruff: noqa: E501

from slips import Slip
from workspace_builder import ASSESSMENT

_SHARE = "{of: largest_supplier_share, at_least: 0.60}"
_WATCH = f"when: [{_SHARE}]"


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
    _own("{of: largest_supplier_share, top: 0}", "top: 0", "at least 1", name="first_0_places"),
    _own("{of: largest_supplier_share, top: 2.5}", "top: 2.5", "whole number", name="half_a_place"),
    _own("{of: largest_supplier_share, top: ten}", "top: ten", "whole number", name="places_in_words"),
    _own("{of: largest_supplier_share, top: 3, at_least: 0.6}", "top: 3", "exactly one of at_least, below and top", name="places_beside_a_threshold"),
    _own("{of: largest_suplier_share, top: 3}", "largest_suplier_share", "neither score", "largest_supplier_share", name="places_in_no_order"),
    Slip("alternatives_without_an_entry", ASSESSMENT, _WATCH, "any: []", "any: []", "the list is empty"),
    Slip("alternative_without_when", ASSESSMENT, _WATCH, "any: [{of: score, at_least: 0.6}, {of: supply_risk, at_least: 0.6}]", "any: [", "'when' is missing"),
    Slip("alternative_without_a_condition", ASSESSMENT, _WATCH, "any: [{when: []}, {when: [{of: score, at_least: 0.6}]}]", "any: [", "the list is empty"),
    Slip("alternative_of_no_criterion", ASSESSMENT, _WATCH, "any: [{when: [{of: scor, at_least: 0.6}]}, {when: [{of: score, at_least: 0.6}]}]", "scor,", "neither score", "score"),
    Slip("alternative_in_percent", ASSESSMENT, _WATCH, "any: [{when: [{of: score, at_least: 60}]}, {when: [{of: supply_risk, at_least: 0.6}]}]", "at_least: 60}", "between 0 and 1", "0.45"),
    Slip("designations_only_beside_conditions", ASSESSMENT, _WATCH, f"designations_only: true\n      {_WATCH}", "when: [{of: largest_supplier_share", "a tier with designations_only has no when", "Take out its conditions"),
    Slip("designations_only_beside_alternatives", ASSESSMENT, _WATCH, "designations_only: true\n      any: [{when: [{of: score, at_least: 0.6}]}]", "any: [", "a tier with designations_only has no any", "Take out its conditions"),
    Slip("designations_only_in_words", ASSESSMENT, _WATCH, "designations_only: yes please", "yes please", "true or false"),
    Slip("group_by_its_mean", ASSESSMENT, "listed_if: any", "listed_if: mean", "listed_if: mean", "none of any, all, average"),
    Slip("group_by_an_average_misspelt", ASSESSMENT, "listed_if: any", "listed_if: averag", "listed_if: averag", "none of any, all, average", "average"),
    Slip("average_of_no_group", ASSESSMENT, "group: old_earth, listed_if: any", "group: old_erth, listed_if: average", "old_erth", "no group", "old_earth"),
]  # fmt: skip

RULE_WARNINGS = [
    Slip("as_many_places_as_candidates", ASSESSMENT, _SHARE, "{of: largest_supplier_share, top: 500}", "top: 500", "keep nobody out", "below that of the candidates"),
    Slip("tier_of_nobody_designated", ASSESSMENT, _WATCH, "designations_only: true", "designations_only: true", "no mineral is designated", "under designations"),
    Slip("one_alternative_alone", ASSESSMENT, _WATCH, "any: [{when: [{of: score, at_least: 0.6}]}]", "any: [", "one alternative only", "under when"),
]  # fmt: skip
