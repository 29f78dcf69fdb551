"""Slips in dimensions on several levels, weights by group and published formulas, as in slips.py."""
# ruff: noqa: E501

from slips import EQUAL, Slip, both, rewrite, use_equal

DIMENSIONS = "criteria/dimensions.yaml"
_ENVIRONMENT, _SUPPLY = "{code: environmental_impact, title:", "{code: supply_risk, title:"
_BY_GROUP = """\
title: Numbers by group
method: direct
weights:
  dimensions: {economic_importance: 0.4, supply_risk: 0.4, environmental_impact: 0.2}
  economic_importance: {strategic_share: 0.5, lack_of_substitutes: 0.5}
  supply_risk: {supply_concentration: 0.5, companionality: 0.3, recycling_rate: 0.2}
  environmental_impact: {climate_burden: 0.5, water_burden: 0.5}
because: For a test.
"""


def _parent(of: str, parent: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    return Slip(name, DIMENSIONS, of, of.replace(" title:", f" parent: {parent}, title:"), at, says, hint)


def _numbers(old: str, new: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    assert old in _BY_GROUP, old
    return Slip(
        name, EQUAL, at=at, says=says, hint=hint, spoil=both(rewrite(EQUAL, _BY_GROUP.replace(old, new)), use_equal)
    )


_FORMULA = "criteria/largest_supplier_share.yaml"
_LARGEST = "indicator: largest_share\nparameters: {stage: bottleneck}"


def _formula(new: str, at: str, says: str, hint: str = "", *, name: str) -> Slip:
    return Slip(name, _FORMULA, _LARGEST, new, at, says, hint)


LEVEL_SLIPS = [
    _formula("indicator: supply_risk_ec2071\nparameters: {}", "indicator:", "unknown indicator 'supply_risk_ec2071'", "supply_risk_ec2017", name="formula_of_another_year"),
    _formula("indicator: geopolitical_supply_risk\nparameters: {stage: smelting}", "stage: smelting", "'smelting' is none of extraction, processing", name="formula_at_a_stage_nobody_knows"),
    _formula("indicator: supply_risk_usgs2021\nparameters: {years: 0}", "years: 0", "a whole number of 1 or more", name="formula_over_no_year"),
    _formula("indicator: criticality_yale2012\nparameters: {stage: bottleneck}", "stage: bottleneck", "has no parameter 'stage'", name="formula_with_a_parameter_too_many"),

    _parent(_ENVIRONMENT, "suply_risk", "parent: suply_risk", "no dimension suply_risk in criteria/dimensions.yaml", "supply_risk", name="parent_misspelt"),
    _parent(_ENVIRONMENT, "environmental_impact", "parent: environmental_impact", "the parents of environmental_impact lead back to itself", "leave out the parent", name="parent_of_itself"),
    _parent(_SUPPLY, "water_burden", "parent: water_burden", "no dimension water_burden", name="criterion_as_a_parent"),
    _parent(_SUPPLY, "[economic_importance]", "parent: [", "a text is needed", name="two_parents"),
    _numbers("  supply_risk: {supply_concentration: 0.5, companionality: 0.3, recycling_rate: 0.2}\n", "", "weights:", "no weights for the group supply_risk", "companionality", name="group_without_numbers"),
    _numbers("companionality: 0.3, ", "", "supply_risk: {", "no weight for companionality in supply_risk", "Write 0", name="item_of_a_group_without_a_number"),
    _numbers("companionality: 0.3", "companionality: 0.4", "supply_risk: {", "1.1", "normalise: true", name="group_that_adds_up_to_1_1"),
    _numbers("companionality: 0.3", "climate_burden: 0.3", "climate_burden: 0.3", "climate_burden belongs to environmental_impact, not to supply_risk", "Move it", name="item_in_another_group"),
    _numbers("economic_importance: {strategic", "economic_importence: {strategic", "economic_importence", "unknown group economic_importence", "economic_importance", name="group_of_numbers_misspelt"),
    _numbers("environmental_impact: {climate_burden: 0.5, water_burden: 0.5}", "climate_burden: 0.1", "climate_burden: 0.1", "a mapping (key: value) is needed", name="numbers_of_criteria_beside_groups"),
]  # fmt: skip
