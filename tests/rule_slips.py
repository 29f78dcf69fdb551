"""Slips in rule and scales, as in slips.py: thresholds, places, alternatives, designations, groups."""
# ruff: noqa: E501

from slips import SHARE, Slip
from workspace_builder import ASSESSMENT

_SHARE = "{of: largest_supplier_share, at_least: 0.60}"
_WATCH = f"when: [{_SHARE}]"


def _own(new: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    return Slip(name, ASSESSMENT, _SHARE, new, at, says, hint)


RULE_SLIPS = [
    Slip("method_by_half_its_name", ASSESSMENT, "method: topsis ", "method: geometric ", "method: geometric", "'geometric' is none of", "geometric_mean"),
    Slip("method_by_its_author", ASSESSMENT, "method: topsis ", "method: euclid ", "method: euclid", "'euclid' is none of", "euclidean"),
    Slip("method_in_the_plural", ASSESSMENT, "method: topsis ", "method: products ", "method: products", "'products' is none of", "product"),
    Slip("method_in_other_words", ASSESSMENT, "method: topsis ", "method: lowest_of ", "method: lowest_of", "'lowest_of' is none of", "lowest"),
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

_SCALE = "scale: {kind: linear, zero_at: 0, one_at: 100}"


def _scale(new: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    return Slip(name, SHARE, _SCALE, f"scale: {{{new}}}", at, says, hint)


SCALE_SLIPS = [
    _scale("kind: goal, best: 3", "kind: goal", "none of linear, log, target, classes", name="kind_of_scale_nobody_knows"),
    _scale("kind: target, best: 40", "kind: target", "needs worst_below or worst_above", "worst_above", name="target_without_a_worst_figure"),
    _scale("kind: target, worst_below: 0, worst_above: 100", "kind: target", "'best' is missing", name="target_without_the_best_figure"),
    _scale("kind: target, worst_below: 50, best: 40, worst_above: 100", "worst_below: 50", "50 < 40 < 100 does not hold", "lowers_criticality", name="target_below_the_worst_figure"),
    _scale("kind: target, worst_below: 0, best: [60, 40]", "best: [60", "0 < 60 < 40 does not hold", "worst_below < best", name="target_from_high_to_low"),
    _scale("kind: target, worst_below: 0, best: 40, worst_above: 30", "worst_above: 30", "0 < 40 < 30 does not hold", "worst_below < best", name="target_above_the_worst_figure"),
    _scale("kind: target, worst_below: 0, best: forty", "best: forty", "a number is needed", name="target_in_words"),
    _scale("kind: target, worst_below: 0, bst: 40", "bst: 40", "'bst' is not a key", "best", name="target_under_another_key"),
    _scale("kind: classes, bands: [{below: 33, value: 1}], zero_at: 1, one_at: 3", "bands: [", "1 is too few", "Write 1 more", name="one_class_alone"),
    _scale("kind: classes, bands: [{below: 33, value: 1}, {below: 66, value: 2}], zero_at: 1, one_at: 3", "bands: [", "the last band has no below", "{value: 3}", name="classes_without_the_rest"),
    _scale("kind: classes, bands: [{value: 1}, {below: 66, value: 2}, {value: 3}], zero_at: 1, one_at: 3", "bands: [", "only the last band has no below", "below: 33", name="class_without_a_limit"),
    _scale("kind: classes, bands: [{below: 66, value: 1}, {below: 33, value: 2}, {value: 3}], zero_at: 1, one_at: 3", "bands: [", "below (33) must be more", "below: 33", name="classes_out_of_order"),
    _scale("kind: classes, bands: [{below: 33, value: 1}, {value: 3}], zero_at: 3, one_at: 1", "zero_at: 3", "zero_at (3) must be below one_at (1)", name="classes_with_anchors_reversed"),
    _scale("kind: classes, bands: [{below: 33}, {value: 3}], zero_at: 1, one_at: 3", "bands: [", "'value' is missing", name="class_without_a_value"),
    _scale("kind: words, words: {low: 1}, zero_at: 1, one_at: 3", "words: {", "1 is too few", name="one_word_alone"),
    _scale("kind: words, words: {low: 1, high: 3}, zero_at: 3, one_at: 1", "zero_at: 3", "zero_at (3) must be below one_at (1)", name="words_with_anchors_reversed"),
    _scale("kind: words, words: {low: one, high: 3}, zero_at: 1, one_at: 3", "low: one", "a number is needed", name="value_of_a_word_in_words"),
    _scale("kind: words, words: [low, high], zero_at: 1, one_at: 3", "words: [", "a mapping", name="words_as_a_list"),
    _scale("kind: classes, bands: [{below: low, value: 1}, {value: 3}], zero_at: 1, one_at: 3", "below: low", "a number is needed", name="limit_in_words"),
]  # fmt: skip

RULE_WARNINGS = [
    Slip("as_many_places_as_candidates", ASSESSMENT, _SHARE, "{of: largest_supplier_share, top: 500}", "top: 500", "keep nobody out", "below that of the candidates"),
    Slip("tier_of_nobody_designated", ASSESSMENT, _WATCH, "designations_only: true", "designations_only: true", "no mineral is designated", "under designations"),
    Slip("one_alternative_alone", ASSESSMENT, _WATCH, "any: [{when: [{of: score, at_least: 0.6}]}]", "any: [", "one alternative only", "under when"),
]  # fmt: skip
