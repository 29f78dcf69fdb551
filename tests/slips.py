"""Slips of planners: one spoiled file each, and what must be said about it. A table, so its lines are long."""
# ruff: noqa: E501

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from workspace_builder import ASSESSMENT, PROPERTIES, WEIGHTS, edit, programmes

GWP, SHARE = "criteria/climate_burden.yaml", "criteria/companionality.yaml"


@dataclass(frozen=True)
class Slip:
    """One spoiled file.

    `old` becomes `new` in `file`, or `spoil` does more than that; the problem is expected in `place` (the same file
    unless said) on the line that holds `at` (line 1 where empty), with `says` in its sentence and `hint` in its hint.
    """

    name: str
    file: str
    old: str = ""
    new: str = ""
    at: str = ""
    says: str = ""
    hint: str = ""
    place: str = ""
    nth: int = 1
    spoil: Callable[[Path], None] | None = field(default=None, compare=False)

    def make(self, root: Path) -> None:
        if self.old:
            edit(root, self.file, self.old, self.new)
        if self.spoil is not None:
            self.spoil(root)


def _wider_countries(root: Path) -> None:
    """Give every other row of countries.csv the cell of the new column."""
    path = root / "data" / "countries.csv"
    head, first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, first, *(f"{row}," for row in others)]) + "\n", "utf-8")


def rewrite(file: str, content: bytes | str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    return spoil


def append(file: str, text: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return spoil


def both(*spoils: Callable[[Path], None]) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        for each in spoils:
            each(root)

    return spoil


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: edit(root, file, old, new)


def remove(file: str) -> Callable[[Path], None]:
    return lambda root: (root / file).unlink()


def rename(file: str, other: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / file).rename(root / other)

    return spoil


def grow(file: str) -> Callable[[Path], None]:
    """200 MB without writing them: the file is sparse."""
    return lambda root: os.truncate(root / file, 200_000_000)


def link(file: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        outside = root.parent / "outside.yaml"
        outside.write_text((root / WEIGHTS).read_text("utf-8"), "utf-8")
        (root / file).symlink_to(outside)

    return spoil


BOMB = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
FIRST_JUDGEMENT = "{more: supply_risk, than: economic_importance, by: 2,"
EQUAL = "weights/equal.yaml"
DIRECT = """\
title: Direct
status: illustrative
method: direct
because: Told by the council.
weights:
  strategic_share: 0.2
  lack_of_substitutes: 0.1
  supply_concentration: 0.3
  companionality: 0.1
  recycling_rate: 0.1
  climate_burden: 0.1
  water_burden: 0.1
"""
use_equal = replace(ASSESSMENT, "weights: weights/two-offices.yaml", "weights: weights/equal.yaml")


def direct(old: str, new: str) -> Callable[[Path], None]:
    assert DIRECT.count(old) == 1
    return both(rewrite(EQUAL, DIRECT.replace(old, new)), use_equal)


ROBUST = "robustness: {draws: 10, seed: 1, %s}\n"

YAML_AND_NUMBERS = [
    Slip("by_above_nine", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 10,", "by: 10", "at most 9"),
    Slip("by_below_one", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 0.5,", "by: 0.5", "at least 1"),
    Slip("by_zero", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 0,", "by: 0,", "at least 1"),
    Slip("fraction_as_text", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 1/3,", "1/3", "number is needed", "exchange"),
    Slip("quoted_number", WEIGHTS, "environmental_impact, by: 4,", 'environmental_impact, by: "4",', '"4"', "number is needed", "quotes"),
    Slip("nan_in_yaml", GWP, "zero_at: 1,", "zero_at: .nan,", ".nan", "finite number"),
    Slip("infinity_in_yaml", GWP, "one_at: 100}", "one_at: .inf}", ".inf", "finite number"),
    Slip("number_too_large", GWP, "one_at: 100}", "one_at: 1e999}", "1e999", "finite number"),
    Slip("yaml_no_is_text", ASSESSMENT, "      listed: true", "      listed: yes", "listed: yes", "true or false"),
    Slip("clock_time_is_text", GWP, "one_at: 100}", "one_at: 12:30}", "12:30", "number is needed here, not the text '12:30'"),
    Slip("empty_value", SHARE, "missing: leave_out_mineral", "missing:", "missing:", "none of refuse"),
    Slip("misspelt_key", SHARE, "direction: raises_criticality", "dirrection: raises_criticality", "dirrection", "not a key", "'direction'"),
    Slip("misspelt_key_in_a_sentence", WEIGHTS, "by: 4, because:", "by: 4, becuase:", "becuase", "not a key", "'because'"),
    Slip("missing_key", SHARE, "unit: \"percent\"\nscale: {kind: linear, zero_at: 0, one_at: 100}\nmissing: leave_out_mineral\n", "", "", "'missing' is missing", "missing"),
    Slip("missing_key_inside", WEIGHTS, "than: environmental_impact, by: 4, because: \"A dirty cargo is still a cargo.\"", "than: environmental_impact, by: 4", "than: environmental_impact, by: 4", "'because' is missing"),
    Slip("duplicate_key", SHARE, "missing: leave_out_mineral\n", "missing: interval\nmissing: leave_out_mineral\n", "missing: leave_out", "twice"),
    Slip("anchor_and_alias", SHARE, "parameters: {property: companionality}", "parameters: &p {property: companionality}", "&p", "anchors and aliases"),
    Slip("tag", SHARE, "missing: leave_out_mineral", "missing: !!python/name:os.system x", "!!python", "tag"),
    Slip("alias_bomb", EQUAL, "", "", "a: &a", "anchors and aliases", spoil=rewrite(EQUAL, BOMB)),
    Slip("number_for_a_text", ASSESSMENT, "", "", "note: 3", "a text is needed here, not 3", "{en:", spoil=append(ASSESSMENT, "note: 3\n")),
    Slip("number_of_400_digits", WEIGHTS, "environmental_impact, by: 4,", f"environmental_impact, by: {'9' * 390},", "by: 999", "finite number"),
    Slip("method_misspelt_as_a_key", EQUAL, "method: equal", "metod: equal", "", "'method' is missing", "for 'metod'"),
    Slip("second_document", EQUAL, "", "", "---", "second document", spoil=append(EQUAL, "---\ntitle: x\n")),
    Slip("not_yaml", SHARE, "code: companionality", "code: [companionality", "code: [", "not YAML"),
    Slip("tab_indent", EQUAL, "", "", "\tb", "not YAML", "spaces", spoil=rewrite(EQUAL, "a:\n\tb: 1\n")),
    Slip("empty_file", EQUAL, "", "", "", "empty", spoil=rewrite(EQUAL, "")),
    Slip("only_comments", EQUAL, "", "", "", "empty", spoil=rewrite(EQUAL, "# nothing yet\n")),
    Slip("big5_yaml", EQUAL, "", "", "", "Big5", "UTF-8", spoil=rewrite(EQUAL, "title: 等權\n".encode("big5"))),
    Slip("big5_csv", "data/minerals.csv", "", "", "", "Big5", "UTF-8", spoil=lambda root: (root / "data/minerals.csv").write_bytes((root / "data/minerals.csv").read_text("utf-8").replace("鐠釹", "鎳").replace("氪冕", "鎳").encode("big5", "replace"))),
    Slip("utf16_csv", "data/minerals.csv", "", "", "", "UTF-16", "UTF-8", spoil=lambda root: (root / "data/minerals.csv").write_bytes((root / "data/minerals.csv").read_text("utf-8").encode("utf-16"))),
    Slip("latin1_yaml", EQUAL, "", "", "", "not UTF-8", spoil=rewrite(EQUAL, b"title: \xff\xfa\xe9\n")),
    Slip("a_list_where_a_mapping_belongs", EQUAL, "", "", "- a", "mapping", spoil=rewrite(EQUAL, "- a\n- b\n")),
    Slip("a_text_where_a_mapping_belongs", EQUAL, "", "", "hello", "mapping", spoil=rewrite(EQUAL, "hello\n")),
    Slip("sources_as_a_list", "data/sources.yaml", "", "", "- a", "mapping", spoil=rewrite("data/sources.yaml", "- a\n")),
    Slip("deeply_nested", EQUAL, "", "", "", "nested", spoil=rewrite(EQUAL, "[" * 5000 + "]" * 5000)),
    Slip("200_mb_yaml", EQUAL, "", "", "", "200 MB", spoil=grow(EQUAL)),
    Slip("200_mb_csv", PROPERTIES, "", "", "", "200 MB", spoil=grow(PROPERTIES)),
]  # fmt: skip

FILES = [
    Slip("weights_absent", ASSESSMENT, "weights/two-offices.yaml", "weights/two-office.yaml", "two-office.yaml", "does not exist", "two-offices"),
    Slip("weights_above_the_workspace", ASSESSMENT, "weights/two-offices.yaml", "../outside.yaml", "../outside", "out of the workspace"),
    Slip("weights_absolute", ASSESSMENT, "weights/two-offices.yaml", "/etc/passwd", "/etc/passwd", "out of the workspace"),
    Slip("weights_by_link", ASSESSMENT, "weights/two-offices.yaml", "weights/link.yaml", "weights/link", "out of the workspace", spoil=link("weights/link.yaml")),
    Slip("weights_link_to_themselves", ASSESSMENT, "weights/two-offices.yaml", "weights/loop.yaml", "weights/loop", "does not exist", spoil=lambda root: (root / "weights/loop.yaml").symlink_to("loop.yaml")),
    Slip("scenario_absent", ASSESSMENT, "method: topsis ", "scenario: scenarios/nothing.yaml\nmethod: topsis ", "scenarios/nothing", "does not exist"),
    Slip("scenario_above_the_workspace", ASSESSMENT, "method: topsis ", "scenario: ../../x.yaml\nmethod: topsis ", "../../x", "out of the workspace"),
    Slip("minerals_absent", "data/minerals.csv", "", "", "", "does not exist", spoil=remove("data/minerals.csv")),
    Slip("dimensions_absent", "criteria/dimensions.yaml", "", "", "", "does not exist", spoil=remove("criteria/dimensions.yaml")),
    Slip("sources_absent", "data/sources.yaml", "", "", "", "does not exist", spoil=remove("data/sources.yaml")),
    Slip("needed_table_absent", "data/production.csv", "", "", "", "does not exist", spoil=remove("data/production.csv")),
    Slip("template_calls_python", "templates/list.html", "", "", "__class__", "Python", spoil=rewrite("templates/list.html", "<p>\n{{ ''.__class__.__mro__ }}\n</p>\n")),
    Slip("template_broken", "templates/list.html", "", "", "{% if", "", spoil=rewrite("templates/list.html", "<p>\n{% if %}\n</p>\n")),
]  # fmt: skip

CRITERIA = [
    Slip("unknown_dimension", SHARE, "dimension: supply_risk", "dimension: supply_rsik", "supply_rsik", "no dimension", "supply_risk"),
    Slip("unknown_indicator", GWP, "indicator: observed", "indicator: observd", "observd", "unknown indicator", "observed"),
    Slip("unknown_parameter", GWP, "{property: gwp100}", "{property: gwp100, stagee: extraction}", "stagee", "stagee", "stage"),
    Slip("missing_parameter", GWP, "{property: gwp100}", "{}", "parameters", "property"),
    Slip("unknown_stage", "criteria/supply_concentration.yaml", "{stage: bottleneck}", "{stage: bottelneck}", "bottelneck", "none of", "bottleneck"),
    Slip("unknown_policy", SHARE, "missing: leave_out_mineral", "missing: leave_out_minerals", "leave_out_minerals", "none of", "leave_out_mineral"),
    Slip("unknown_direction", SHARE, "raises_criticality", "up", "direction: up", "none of"),
    Slip("equal_anchors", GWP, "zero_at: 1,", "zero_at: 100,", "zero_at: 100", "below"),
    Slip("anchors_turned_round", GWP, "zero_at: 1,", "zero_at: 200,", "zero_at: 200", "below", "lowers_criticality"),
    Slip("zero_under_a_log_scale", GWP, "zero_at: 1,", "zero_at: 0,", "zero_at: 0", "log"),
    Slip("negative_value_under_a_log_scale", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,-10,", "gwp100,,-10", "negative"),
    Slip("refused_gap", "criteria/strategic_share.yaml", "", "", "missing: refuse", "norwegium", spoil=lambda root: strike(root, "data/end_uses.csv", "norwegium,")),
    Slip("interval_without_scale", GWP, "scale: {kind: log, zero_at: 1, one_at: 100}\n", "", "missing: interval", "norwegium", spoil=both(replace(ASSESSMENT, "method: topsis ", "method: topsis_vector "), replace(ASSESSMENT, "also_rank_by: [ahp_ratings, topsis_flat, vikor]\n", ""), replace(ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.51}"))),
    Slip("no_scale_for_topsis", GWP, "scale: {kind: log, zero_at: 1, one_at: 100}\n", "", "", "scale", "scale"),
    Slip("file_named_otherwise", SHARE, "code: companionality", "code: companion", "code: companion", "file is called"),
    Slip("second_dimension_of_one_code", "criteria/dimensions.yaml", "- {code: environmental_impact", "- {code: supply_risk", "- {code: supply_risk", "second dimension", nth=2),
    Slip("nobody_in_the_group", "criteria/recycling_rate.yaml", "", "", "missing: group_median", "mosandrium", spoil=replace("data/minerals.csv", "莫桑,old_earth", "莫桑,alone")),
]  # fmt: skip

JUDGEMENTS = [
    Slip("missing_pair", WEIGHTS, "        - {more: companionality, than: recycling_rate, by: 2, because: \"By-products cannot be ordered.\"}\n", "", "supply_risk:", "companionality and recycling_rate"),
    Slip("pair_judged_twice", WEIGHTS, "by: 4, because: \"A dirty cargo is still a cargo.\"}\n", "by: 4, because: \"A dirty cargo is still a cargo.\"}\n        - {more: supply_risk, than: environmental_impact, by: 5, because: \"Twice.\"}\n", "Twice", "twice"),
    Slip("pair_judged_twice_reversed", WEIGHTS, "by: 4, because: \"A dirty cargo is still a cargo.\"}\n", "by: 4, because: \"A dirty cargo is still a cargo.\"}\n        - {more: environmental_impact, than: supply_risk, by: 5, because: \"Turned.\"}\n", "Turned", "twice"),
    Slip("compared_with_itself", WEIGHTS, "{more: climate_burden, than: water_burden", "{more: climate_burden, than: climate_burden", "than: climate_burden", "itself"),
    Slip("unknown_criterion_in_a_judgement", WEIGHTS, "{more: climate_burden, than: water_burden", "{more: climate_burdon, than: water_burden", "climate_burdon", "climate_burdon", "climate_burden"),
    Slip("unknown_dimension_in_a_judgement", WEIGHTS, FIRST_JUDGEMENT, FIRST_JUDGEMENT.replace("supply_risk", "suply_risk"), "suply_risk", "suply_risk", "supply_risk"),
    Slip("criterion_of_another_dimension", WEIGHTS, "{more: climate_burden, than: water_burden", "{more: companionality, than: water_burden", "than: water_burden", "belongs to"),
    Slip("unknown_group", WEIGHTS, "      environmental_impact:\n        - {more: climate", "      enviromental_impact:\n        - {more: climate", "enviromental_impact", "enviromental_impact", "environmental_impact"),
    Slip("untied_completion", WEIGHTS, "incomplete: refuse", "incomplete: complete", "supply_risk:", "tie", spoil=both(replace(WEIGHTS, "        - {more: companionality, than: recycling_rate, by: 2, because: \"By-products cannot be ordered.\"}\n", ""), replace(WEIGHTS, "        - {more: supply_concentration, than: recycling_rate, by: 5, because: \"Scrap fills no hold.\"}\n", ""))),
    Slip("contradicting_panel", WEIGHTS, "{more: companionality, than: recycling_rate, by: 2,", "{more: recycling_rate, than: companionality, by: 9,", "by: 5", "contradict"),
    Slip("two_judges_of_one_name", WEIGHTS, "name: Warden of the Springs", "name: Harbourmaster", "name: Harbourmaster", "Harbourmaster", nth=2),
    Slip("judge_without_weight", WEIGHTS, "weight: 2 ", "weight: 0 ", "weight: 0", "above 0"),
    Slip("no_limit", WEIGHTS, "consistency_limit: 0.10", "consistency_limit: 0", "consistency_limit", "above 0"),
    Slip("unknown_weights_method", EQUAL, "method: equal", "method: eqaul", "eqaul", "none of", "equal"),
    Slip("unknown_status", EQUAL, "status: illustrative", "status: final", "status: final", "none of"),
    Slip("leave_out_unknown", EQUAL, "method: equal", "method: equal\nleave_out: [environment]", "leave_out", "environment"),
    Slip("direct_weights_not_one", EQUAL, "", "", "weights:", "1.1", spoil=direct("strategic_share: 0.2", "strategic_share: 0.3")),
    Slip("direct_weight_negative", EQUAL, "", "", "climate_burden: -0.1", "at least 0", spoil=direct("climate_burden: 0.1", "climate_burden: -0.1")),
    Slip("direct_weight_of_nothing", EQUAL, "", "", "climat_burden", "climat_burden", "climate_burden", spoil=direct("climate_burden", "climat_burden")),
    Slip("direct_weight_lacking", EQUAL, "", "", "weights:", "no weight for climate_burden", spoil=both(direct("  climate_burden: 0.1\n", ""), replace(EQUAL, "water_burden: 0.1", "water_burden: 0.2"))),
    Slip("judgements_drawn_without_judges", ASSESSMENT, "", "", "weight_draw", "AHP", spoil=both(use_equal, append(ASSESSMENT, ROBUST % "weight_draw: judgements"))),
]  # fmt: skip

ASSESSMENTS = [
    Slip("unknown_mineral", ASSESSMENT, "candidates: all ", "candidates: [austrium, ilmeniun] ", "ilmeniun", "ilmeniun", "ilmenium"),
    Slip("listed_twice", ASSESSMENT, "candidates: all ", "candidates: [austrium, ilmenium, austrium] ", "austrium", "twice"),
    Slip("no_candidate_listed", ASSESSMENT, "candidates: all ", "candidates: [coronium, decipium, didymium] ", "didymium", "candidate no"),
    Slip("candidates_misspelt", ASSESSMENT, "candidates: all ", "candidates: al ", "candidates: al", "all"),
    Slip("unknown_criterion", ASSESSMENT, "criteria: all ", "criteria: [climate_burdn, companionality] ", "climate_burdn", "climate_burdn", "climate_burden"),
    Slip("unknown_method", ASSESSMENT, "method: topsis ", "method: topsi ", "method: topsi", "none of", "topsis"),
    Slip("panel_method_cannot_decide", ASSESSMENT, "method: topsis ", "method: vikor ", "method: vikor", "none of"),
    Slip("unknown_panel_method", ASSESSMENT, "topsis_flat, vikor]", "topsis_flat, vikro]", "vikro", "vikro", "vikor"),
    Slip("reserved_tier", ASSESSMENT, "name: watch", "name: insufficient", "name: insufficient", "reserved"),
    Slip("reserved_tier_not_listed", ASSESSMENT, "name: watch", "name: not_listed", "name: not_listed", "reserved"),
    Slip("two_tiers_of_one_name", ASSESSMENT, "name: watch", "name: strategic", "name: strategic", "second tier", nth=2),
    Slip("designation_into_no_tier", ASSESSMENT, "mineral: coronium, tier: critical", "mineral: coronium, tier: critcal", "critcal", "critcal", "critical"),
    Slip("designation_of_no_mineral", ASSESSMENT, "mineral: coronium", "mineral: coroniun", "coroniun", "coroniun", "coronium"),
    Slip("designation_without_reason", ASSESSMENT, ", because: \"The lighthouses burn nothing else. 燈塔別無可燃。\"", "", "mineral: coronium", "'because' is missing"),
    Slip("designation_undated", ASSESSMENT, "on: 2025-02-14", "on: 2025-02-30", "2025-02-30", "date"),
    Slip("condition_with_both", ASSESSMENT, "{of: supply_risk, below: 0.40}", "{of: supply_risk, below: 0.40, at_least: 0.1}", "at_least: 0.1}", "exactly one"),
    Slip("condition_with_neither", ASSESSMENT, "{of: supply_risk, below: 0.40}", "{of: supply_risk}", "{of: supply_risk}", "exactly one"),
    Slip("condition_of_nothing", ASSESSMENT, "{of: largest_supplier_share,", "{of: largest_suplier_share,", "largest_suplier_share", "neither score", "largest_supplier_share"),
    Slip("threshold_in_percent", ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 50}", "at_least: 50", "between 0 and 1"),
    Slip("must_have_of_nothing", ASSESSMENT, "must_have: [supply_concentration]", "must_have: [supply_concentrations]", "supply_concentrations", "no criterion", "supply_concentration"),
    Slip("coverage_above_one", ASSESSMENT, "coverage: {at_least: 0.5", "coverage: {at_least: 5", "at_least: 5,", "at most 1"),
    Slip("group_of_nobody", ASSESSMENT, "group: old_earth", "group: old_earths", "old_earths", "no group", "old_earth"),
    Slip("group_enters_how", ASSESSMENT, "listed_if: any", "listed_if: some", "listed_if: some", "none of"),
    Slip("no_reason_for_the_rule", ASSESSMENT, "  because: Needed, exposed, and high overall; thresholds at the middle of the scale and a little below. 有需求、有風險、整體偏高。\n", "", "rule:", "'because' is missing"),
    Slip("country_not_printed_for_no_reason", "data/countries.csv", "transit_hub,partner_because\nATL,Atlantis,亞特蘭提斯,no,\n", "transit_hub,partner_because,print\nATL,Atlantis,亞特蘭提斯,no,,no\n", "ATL,Atlantis", "not printed as a partner", "print_because", spoil=_wider_countries),
    Slip("country_code", ASSESSMENT, "country: ATL", "country: Atlantis", "country: Atlantis", "code"),
    Slip("year_in_words", ASSESSMENT, "reference_year: 2024 ", "reference_year: last ", "reference_year: last", "whole number"),
    Slip("date_the_other_way", ASSESSMENT, "as_of: 2025-03-01", "as_of: 01.03.2025", "as_of: 01.03.2025", "date"),
    Slip("draws_negative", ASSESSMENT, "", "", "draws: -1", "at least 0", spoil=append(ASSESSMENT, "robustness: {draws: -1, seed: 1}\n")),
    Slip("draws_half", ASSESSMENT, "", "", "draws: 1.5", "whole number", spoil=append(ASSESSMENT, "robustness: {draws: 1.5, seed: 1}\n")),
    Slip("draws_without_end", ASSESSMENT, "", "", "draws: 1e12", "at most 1000000000", spoil=append(ASSESSMENT, "robustness: {draws: 1e12, seed: 1}\n")),
    Slip("seed_missing", ASSESSMENT, "", "", "robustness:", "'seed' is missing", spoil=append(ASSESSMENT, "robustness: {draws: 10}\n")),
    Slip("varying_nothing_known", ASSESSMENT, "", "", "vary:", "none of", spoil=append(ASSESSMENT, ROBUST % "vary: [wieghts]")),
    Slip("unknown_mineral_in_a_scenario", "scenarios/loss.yaml", "", "", "unobtainium", "unobtainium", spoil=rewrite("scenarios/loss.yaml", "title: Loss\nshocks:\n  - {kind: production_loss, country: LEM, minerals: [unobtainium], stage: extraction, share_lost: 0.5, because: War.}\n")),
    Slip("unknown_shock", "scenarios/loss.yaml", "", "", "kind: earthquake", "none of", spoil=rewrite("scenarios/loss.yaml", "title: Loss\nshocks:\n  - {kind: earthquake, country: LEM, minerals: [austrium], because: War.}\n")),
]  # fmt: skip

EVENTS = "mineral,stage,country,from,until,share_lost,what,act,source,grade,flag\n"
TABLES = [
    Slip("duplicate_mineral", "data/minerals.csv", "", "", "austrium,X", "second row", spoil=append("data/minerals.csv", "austrium,X,Austrium,奧,iron_like,yes,,\n")),
    Slip("duplicate_row", PROPERTIES, "", "", "austrium,gwp100,,11", "second row", spoil=append(PROPERTIES, "austrium,gwp100,,11,,,kg CO2-eq/kg,2023,breath_of_furnaces_2023,B,reported,\n")),
    Slip("missing_column", PROPERTIES, "unit,year,source,grade,flag,note", "unit,year,source,garde,flag,note", "", "'grade' is missing", "garde"),
    Slip("column_twice", PROPERTIES, "value,low,high", "value,low,low", "", "twice"),
    Slip("only_a_header", "data/minerals.csv", "", "", "candidates: all", "no row with candidate yes", place=ASSESSMENT, spoil=rewrite("data/minerals.csv", "mineral,symbol,name_en,name_zh,group,candidate,reason,note\n")),
    Slip("empty_table", PROPERTIES, "", "", "", "empty", spoil=rewrite(PROPERTIES, "")),
    Slip("text_for_a_number", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,ten,", "ten", "number is needed"),
    Slip("thousands_separator", PROPERTIES, "austrium,gwp100,,10,", 'austrium,gwp100,,"1,000",', "1,000", "number is needed", "separators"),
    Slip("nan_for_a_number", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,NaN,", "NaN", "number is needed", "withheld"),
    Slip("inf_for_a_number", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,inf,", "inf", "number is needed"),
    Slip("overflowing_number", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,1e999,", "1e999", "too large"),
    Slip("formula", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,=A1*2,", "=A1*2", "formula", "value"),
    Slip("formula_in_a_text", "data/minerals.csv", "Austrium", "=HYPERLINK(0)", "=HYPERLINK", "formula"),
    Slip("unknown_mineral_in_a_row", PROPERTIES, "austrium,gwp100", "austriun,gwp100", "austriun", "no mineral", "austrium"),
    Slip("unknown_source", PROPERTIES, "austrium,gwp100,,10,,,kg CO2-eq/kg,2023,breath_of_furnaces_2023", "austrium,gwp100,,10,,,kg CO2-eq/kg,2023,breath_of_furnaces", "breath_of_furnaces,", "no source", "breath_of_furnaces_2023"),
    Slip("unknown_programme", "data/sectors.csv", "", "", "lighthouses,", "no source 'accounts_of_atlantis'", "accounts_of_atlantis_2023", spoil=programmes("", "", "accounts_of_atlantis", "accounts_of_atlantis_2023")),
    Slip("unknown_sector", "data/end_uses.csv", "Drive shafts,0.6,shipbuilding", "Drive shafts,0.6,shipbilding", "shipbilding", "no sector", "shipbuilding"),
    Slip("shares_that_do_not_add_up", "data/end_uses.csv", "Kettles,0.4", "Kettles,0.3", "Kettles", "add up to 0.9"),
    Slip("share_in_percent", "data/end_uses.csv", "Kettles,0.4", "Kettles,40", "Kettles", "between 0 and 1", "0.45"),
    Slip("event_that_ends_before_it_begins", "data/events.csv", "", "", "austrium,extraction", "before it begins", "two dates", spoil=rewrite("data/events.csv", EVENTS + "austrium,extraction,LEM,2024-12-01,2024-11-01,1,The ferry sank,,world_mines_2025,B,reported\n")),
    Slip("unknown_grade", PROPERTIES, "furnaces_2023,D,proxy", "furnaces_2023,E,proxy", "E,proxy", "none of A, B, C, D"),
    Slip("unknown_flag", PROPERTIES, "furnaces_2023,D,proxy", "furnaces_2023,D,prxoy", "prxoy", "none of", "proxy"),
    Slip("unknown_stage_in_a_row", "data/production.csv", "coronium,processing,HYP", "coronium,refining,HYP", "refining", "none of"),
    Slip("a_value_that_is_withheld", "data/production.csv", "nebulium,extraction,LEM,2024,,", "nebulium,extraction,LEM,2024,5,", "2024,5,", "withheld"),
    Slip("a_blank_that_is_reported", PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,,", "austrium,gwp100", "empty", "withheld or absent"),
    Slip("a_zero_that_is_none", PROPERTIES, "victorium,gwp100,,0,", "victorium,gwp100,,3,", "victorium,gwp100", "zero"),
    Slip("negative_production", "data/production.csv", "austrium,extraction,HYP,2024,20", "austrium,extraction,HYP,2024,-20", "-20", "below 0"),
    Slip("parts_beyond_the_whole", "data/production.csv", "austrium,extraction,HYP,2024,20", "austrium,extraction,HYP,2024,50", "austrium,extraction,WLD,2024", "add up to 130"),
    Slip("country_in_words", "data/production.csv", "austrium,extraction,HYP,2024", "austrium,extraction,Hyperborea,2024", "Hyperborea", "country code"),
    Slip("year_of_two_digits", PROPERTIES, "austrium,gwp100,,10,,,kg CO2-eq/kg,2023", "austrium,gwp100,,10,,,kg CO2-eq/kg,23", "kg,23,", "year"),
    Slip("too_many_cells", PROPERTIES, "figure of didymium", "figure, of didymium", "figure, of", "13 cells", "Quote"),
    Slip("quote_left_open", PROPERTIES, "austrium,gwp100,,10,", 'austrium,"gwp100,,10,', '"gwp100', "CSV", "quote"),
    Slip("candidate_maybe", "data/minerals.csv", "iron_like,yes,,announced 1886", "iron_like,maybe,,announced 1886", "maybe", "yes or no"),
    Slip("not_assessed_without_reason", "data/minerals.csv", "no,It is two elements; each would need a row of its own.", "no,", "didymium", "reason"),
    Slip("mineral_in_capitals", "data/minerals.csv", "austrium,Au", "Austrium,Au", "Austrium,Au", "code"),
    Slip("value_outside_its_range", PROPERTIES, "0.85,0.8,0.9", "0.85,0.9,0.8", "0.9,0.8", "low and high"),
    Slip("mixed_units", PROPERTIES, "austrium,gwp100,,10,,,kg CO2-eq/kg", "austrium,gwp100,,10,,,t CO2-eq/t", "t CO2-eq/t", "t CO2-eq/t"),
    Slip("governance_in_percent", "data/governance.csv", "THU,rule_of_law,2023,2", "THU,rule_of_law,2023,90", "2023,90", "above 5"),
]  # fmt: skip


PRODUCTION, GOVERNANCE, LISTS = "data/production.csv", "data/governance.csv", "data/official_lists.csv"
AUSTRIUM = "austrium,extraction,LEM,2024,80,t,world_mines_2025"


def rewritten(file: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """The whole text of a file, changed."""
    return lambda root: rewrite(file, change((root / file).read_text("utf-8")))(root)


LOOKALIKES = [
    Slip("no_break_space_after_a_colon", WEIGHTS, "method: ahp", "method:\u00a0ahp", "method:", "no-break space", "plain space"),
    Slip("no_break_space_in_braces", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by:\u00a04,", "by:\u00a04", "no-break space"),
    Slip("full_width_colon", WEIGHTS, "status: adopted", "status：adopted", "status：", "full-width colon", "plain colon"),
    Slip("full_width_indent", ASSESSMENT, "  because: Needed", "\u3000because: Needed", "because: Needed", "full-width space", "plain spaces"),
    Slip("full_width_comma_in_braces", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact，by: 4,", "，by", "full-width comma"),
    Slip("no_space_after_a_colon", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by:4,", "by:4", "space is missing", "by: 4"),
    Slip("decimal_comma_in_braces", WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 1,5,", "by: 1,5", "decimal comma", "write 1.5"),
    Slip("decimal_comma_in_a_line", EQUAL, "", "", "strategic_share: 0,2", "number is needed", "write 0.2", spoil=direct("strategic_share: 0.2", "strategic_share: 0,2")),
    Slip("threshold_with_a_percent_sign", ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 50%}", "50%", "number is needed", "0.5"),
    Slip("colon_in_a_reason", ASSESSMENT, "because: Needed, exposed", "because: Note: needed, exposed", "Note: needed", "not YAML", "quotes"),
    Slip("number_sign_in_a_reason", ASSESSMENT, "because: Needed, exposed", "because: Decree #115001, needed, exposed", "#115001", "comment", "quotes"),
    Slip("typographic_quote_at_the_start", ASSESSMENT, "because: Needed, exposed", "because: “Needed, exposed", "“Needed", "typographic quote"),
    Slip("quote_open_in_a_document", ASSESSMENT, "because: Needed, exposed", 'because: "Needed, exposed', '"Needed', "not closed"),
    Slip("bracket_open", WEIGHTS, "A dirty cargo is still a cargo.\"}", "A dirty cargo is still a cargo.\"", "environmental_impact, by: 4", "opens on line"),
    Slip("key_of_another_place", ASSESSMENT, "", "", "designations: []", "not a key", "'rule'", nth=1, spoil=append(ASSESSMENT, "designations: []\n")),
    Slip("merge_left_unfinished", WEIGHTS, "method: ahp\n", "<<<<<<< HEAD\nmethod: ahp\n=======\nmethod: equal\n>>>>>>> theirs\n", "<<<<<<<", "merge of git"),
]  # fmt: skip

WHOLE_FILES = [
    Slip("semicolons", GOVERNANCE, "", "", "", "semicolons", "commas", spoil=rewritten(GOVERNANCE, lambda text: text.replace(",", ";"))),
    Slip("tabs", GOVERNANCE, "", "", "", "tabs", "commas", spoil=rewritten(GOVERNANCE, lambda text: text.replace(",", "\t"))),
    Slip("an_instruction_to_excel", GOVERNANCE, "", "", "", "sep=", "Remove", spoil=rewritten(GOVERNANCE, lambda text: f"sep=,\n{text}")),
    Slip("a_title_above_the_header", GOVERNANCE, "", "", "", "line 3", "above", spoil=rewritten(GOVERNANCE, lambda text: f"Governance of lands,,,,\n,,,,\n{text}".replace("\n,,,,\n", "\n2024,,,,\n"))),
    Slip("chinese_header", GOVERNANCE, "country,indicator,year,value,source", "國家,指標,年,值,來源", "", "not the header", "country,indicator"),
    Slip("pointer_of_git_lfs", GOVERNANCE, "", "", "", "git LFS", "pull", spoil=rewrite(GOVERNANCE, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")),
    Slip("web_page_for_a_table", GOVERNANCE, "", "", "", "web page", spoil=rewrite(GOVERNANCE, "<!DOCTYPE html>\n<html></html>\n")),
    Slip("workbook_for_a_table", GOVERNANCE, "", "", "", "workbook", "CSV", spoil=rewrite(GOVERNANCE, b"PK\x03\x04\x14\x00")),
    Slip("merge_left_in_a_table", GOVERNANCE, "THU,rule_of_law,2023", "<<<<<<< HEAD\nTHU,rule_of_law,2023", "<<<<<<<", "merge of git"),
    Slip("download_cut_short", GOVERNANCE, "", "", "rule_of_l", "cut short", "again", nth=4, spoil=rewritten(GOVERNANCE, lambda text: text[: text.rindex("rule_of_law") + 9])),
    Slip("name_of_no_column", GOVERNANCE, "", "", "", "no name", spoil=rewritten(GOVERNANCE, lambda text: text.replace("\n", ",note of mine\n").replace("source,note of mine", "source,"))),
    Slip("rows_swallowed_by_two_quotes", "data/minerals.csv", "", "", '"announced', "look like rows", spoil=both(replace("data/minerals.csv", "announced 1886", '"announced 1886'), replace("data/minerals.csv", "announced 1841", 'announced 1841"'))),
    Slip("several_columns_missing", GOVERNANCE, "country,indicator,year,value,source", "country,indicator,jahr,wert,quelle", "", "year, value, source are missing"),
]  # fmt: skip

ROWS = [
    Slip("decimal_comma_in_a_row", PRODUCTION, AUSTRIUM, AUSTRIUM.replace(",80,", ",80,5,"), ",80,5,", "decimal comma", "80.5"),
    Slip("thousands_in_a_row", PRODUCTION, AUSTRIUM, AUSTRIUM.replace(",80,", ",8,000,"), ",8,000,", "thousands", "8000"),
    Slip("full_width_comma_in_a_row", PRODUCTION, AUSTRIUM, AUSTRIUM.replace("extraction,", "extraction，"), "，", "full-width comma"),
    Slip("full_width_digits", PRODUCTION, AUSTRIUM, AUSTRIUM.replace(",80,", ",８０,"), "８０", "number is needed", "write 80"),
    Slip("full_width_semicolon_between_sources", PRODUCTION, AUSTRIUM, f"{AUSTRIUM}；world_mines_2025", "；", "joined by ;"),
    Slip("typographic_quotes_round_a_cell", "data/minerals.csv", "announced 1886", "“announced, 1886”", "“announced", "typographic quote", "straight"),
    Slip("percent_sign_in_a_share", "data/end_uses.csv", "Kettles,0.4", "Kettles,40%", "40%", "number is needed", "0.4"),
    Slip("code_in_capitals", "data/end_uses.csv", "Kettles,0.4,household", "Kettles,0.4,Household", "Household", "not a code", "Write household"),
    Slip("error_of_a_spreadsheet", PRODUCTION, AUSTRIUM, AUSTRIUM.replace(",80,", ",#DIV/0!,"), "#DIV/0!", "number is needed", "spreadsheet"),
    Slip("country_in_small_letters", PRODUCTION, AUSTRIUM, AUSTRIUM.replace("LEM", "lem"), "lem", "country code", "Write LEM"),
    Slip("sector_of_one_country_twice", "data/sectors.csv", "", "", "building,Building,,60", "second row", spoil=append("data/sectors.csv", "building,Building,,60,2023,no,,accounts_of_atlantis_2023\n")),
    Slip("link_out_of_the_workspace", "data/production.csv", "", "", "", "leads out", spoil=lambda root: ((root / PRODUCTION).rename(root.parent / "p.csv"), (root / PRODUCTION).symlink_to(root.parent / "p.csv"))[-1]),
    Slip("table_with_the_ending_of_a_text", PRODUCTION, "", "", "", "does not exist", "production.csv.txt", spoil=rename(PRODUCTION, f"{PRODUCTION}.txt")),
    Slip("assessment_with_another_ending", ASSESSMENT, "", "", "", "no assessment", place="assessments", spoil=rename(ASSESSMENT, ASSESSMENT.replace(".yaml", ".yml"))),
    Slip("country_of_no_row", ASSESSMENT, "country: ATL", "country: ZZZ", "country: ZZZ", "no country 'ZZZ'"),
    Slip("name_of_a_mineral_for_its_code", PRODUCTION, AUSTRIUM, AUSTRIUM.replace("austrium", "奧銨"), "奧銨", "not a code", "Its code is austrium"),
    Slip("name_of_a_country_for_its_code", PRODUCTION, AUSTRIUM, AUSTRIUM.replace("LEM", "Lemuria"), "Lemuria", "country code", "Its code is LEM"),
    Slip("designation_by_name", ASSESSMENT, "mineral: coronium", "mineral: 氪冕", "氪冕", "not a code", "Its code is coronium"),
    Slip("designation_by_title", ASSESSMENT, "coronium, tier: critical", "coronium, tier: 關鍵礦物", "coronium, tier:", "not a code", "Its code is critical"),
    Slip("date_that_a_spreadsheet_rewrote", LISTS, "", "", "Feb-24", "not a date", "2024-02", spoil=rewrite(LISTS, "mineral,jurisdiction,list_date,tier,source\naustrium,EUU,Feb-24,,world_mines_2025\n")),
    Slip("copy_of_a_criterion", "criteria/water_burden (1).yaml", "", "", "code:", "copy", "Remove", spoil=lambda root: rewrite("criteria/water_burden (1).yaml", (root / "criteria/water_burden.yaml").read_text("utf-8"))(root)),
]  # fmt: skip


def strike(root: Path, file: str, begins: str) -> None:
    """Remove the rows of a table that begin with a text."""
    lines = (root / file).read_text("utf-8").splitlines(keepends=True)
    (root / file).write_text("".join(line for line in lines if not line.startswith(begins)), "utf-8")


SLIPS = [
    *YAML_AND_NUMBERS,
    *FILES,
    *CRITERIA,
    *JUDGEMENTS,
    *ASSESSMENTS,
    *TABLES,
    *LOOKALIKES,
    *WHOLE_FILES,
    *ROWS,
]
UNUSED_BY_THE_RUN = (EQUAL, "scenarios/loss.yaml")
