"""What a planner may get wrong in a sweep is told at its line, in both languages, before anything is decided."""

# ruff: noqa: E501

# Holds: checking/sweeps/sweep_axes.py, checking/sweeps/sweep_problems.py, model/sweeps/sweep_file.py.

from pathlib import Path

import pytest

from criticality.checking.check import check_workspace
from criticality.files.workspace import Workspace
from criticality.text.language import use_language
from longer import sampled
from workspace_builder import atlantis, check, criticality, line_of, problems

FILE = "sweeps/slip.yaml"
GOOD = """\
title: A sweep
assessment: assessments/atlantis-2024.yaml
vary:
  weights: [weights/two-offices.yaml, weights/equal.yaml]
  method: [topsis, ahp_ratings]
  reference_year: [2023, 2024]
  threshold: {of: score, tier: critical, from: 0.40, to: 0.60, step: 0.05}
"""
CHOICE = """\
code: which_year
question: {en: Which year?, zh-Hant: 哪一年？}
options:
  - {code: stated, title: Stated, because: So.}
  - {code: other, title: Other, because: So., change: {assessment: {CHANGE}}}
"""
SCENARIO = "title: Nothing\n"

Slip = tuple[str, str, str, str]
"""What is replaced, by what, the text that the line of the problem holds, and what is said or hinted."""

SLIPS: dict[str, Slip] = {
    # ── keys
    "an_unknown_key": ("title: A sweep", "title: A sweep\nvaries: {}", "varies:", "'varies' is not a key known here"),
    "a_misspelt_key_of_vary": ("  weights:", "  wieghts:", "wieghts", "Did you mean 'weights'"),
    "a_plural_of_a_key": ("  method:", "  methods:", "methods:", "Did you mean 'method'"),
    "no_assessment": ("assessment: assessments/atlantis-2024.yaml\n", "", "title", "'assessment' is missing"),
    "nothing_under_vary": (GOOD[GOOD.index("vary:") :], "vary: {}\n", "vary:", "nothing varies"),
    "one_value_of_everything": (GOOD[GOOD.index("vary:") :], "vary: {weights: [weights/equal.yaml]}\n", "vary:", "nothing varies"),
    # ── files
    "an_assessment_that_is_not_there": ("assessments/atlantis-2024", "assessments/atlantis-2025", "atlantis-2025", "assessments/atlantis-2024.yaml"),
    "weights_that_are_not_there": ("weights/equal.yaml", "weights/eqal.yaml", "eqal", "weights/equal.yaml"),
    "weights_without_their_folder": ("weights/equal.yaml", "equal.yaml", "equal.yaml", "weights/equal.yaml"),
    "weights_outside": ("weights/equal.yaml", "../equal.yaml", "../equal", "leads out of the workspace"),
    "weights_twice": ("weights/equal.yaml", "weights/two-offices.yaml", "weights:", "stands here twice"),
    "a_pattern_that_nothing_fits": ("weights/equal.yaml", "weights/panel*.yaml", "panel*", "no file fits"),
    "weights_as_a_text": ("[weights/two-offices.yaml, weights/equal.yaml]", "weights/equal.yaml", "weights:", "a list is needed"),
    "an_empty_list_of_weights": ("[weights/two-offices.yaml, weights/equal.yaml]", "[]", "weights: []", "the list is empty"),
    "a_scenario_that_is_not_there": ("  method:", "  scenario: [none, scenarios/flod.yaml]\n  method:", "flod", "'scenarios/flod.yaml'"),
    "no_scenario_in_other_words": ("  method:", "  scenario: [nothing, scenarios/flood.yaml]\n  method:", "nothing", "'nothing'"),
    "a_scenario_twice": ("  method:", "  scenario: [none, none]\n  method:", "none, none", "stands here twice"),
    "an_assessment_as_a_pattern_of_another_folder": ("  method:", "  assessment: [weights/*.yaml]\n  method:", "weights/*", "no file fits"),
    "an_assessment_twice": ("  method:", "  assessment: [assessments/atlantis-2024.yaml, assessments/*.yaml]\n  method:", "assessments/*", "stands here twice"),
    "an_assessment_that_varies_and_is_not_there": ("  method:", "  assessment: [assessments/lemuria.yaml]\n  method:", "lemuria", "assessments/atlantis-2024.yaml"),
    # ── methods
    "a_method_that_nobody_knows": ("ahp_ratings", "ahp_rating", "ahp_rating", "Did you mean 'ahp_ratings'"),
    "a_method_twice": ("ahp_ratings", "topsis", "method:", "stands here twice"),
    "a_method_of_the_panel": ("ahp_ratings", "vikor", "vikor", "'vikor' is none of"),
    # ── years and countries
    "years_reversed": ("[2023, 2024]", "{from: 2024, to: 2023}", "from: 2024", "the range begins at 2024"),
    "a_year_without_figures": ("[2023, 2024]", "[1955, 2024]", "1955", "no figures up to 1955"),
    "a_year_in_the_far_future": ("[2023, 2024]", "{from: 2023, to: 2090}", "2090", "no figures up to"),
    "a_year_twice": ("[2023, 2024]", "[2024, 2024]", "2024, 2024", "stands here twice"),
    "a_year_as_words": ("[2023, 2024]", "[2023, last]", "last", "a whole number is needed"),
    "a_single_year": ("[2023, 2024]", "2023", "2023", "a list is needed"),
    "an_unknown_country": ("  method:", "  country: [ATL, ATX]\n  method:", "ATX", "ATX"),
    "a_country_in_small_letters": ("  method:", "  country: [atl]\n  method:", "atl]", "three capital letters"),
    "a_country_twice": ("  method:", "  country: [ATL, ATL]\n  method:", "ATL, ATL", "stands here twice"),
    "all_the_world": ("  method:", "  country: world\n  method:", "world", "'world' is none of"),
    # ── choices
    "a_choice_that_is_not_there": ("  method:", "  choices: [which_yaer]\n  method:", "which_yaer", "which_year"),
    "a_choice_twice": ("  method:", "  choices: [missing, missing]\n  method:", "missing, missing", "stands here twice"),
    "a_choice_and_the_year_itself": ("  method:", "  choices: [which_year]\n  method:", "which_year", "also varies by itself"),
    "all_choices_and_the_year_itself": ("  method:", "  choices: all\n  method:", "choices: all", "also varies by itself"),
    "no_choices_in_other_words": ("  method:", "  choices: every\n  method:", "every", "'every' is none of"),
    # ── thresholds
    "a_tier_that_is_not_there": ("tier: critical", "tier: critcal", "critcal", "Did you mean 'critical'"),
    "nothing_is_asked_of_it": ("of: score", "of: water_burden", "water_burden", "no condition of the tier 'critical'"),
    "nothing_is_asked_of_it_at_all": ("of: score, tier: critical", "of: water_burden", "water_burden", "no condition of the rule"),
    "a_threshold_in_per_cent": ("from: 0.40, to: 0.60, step: 0.05", "from: 40, to: 60, step: 5", "from: 40", "60 is no threshold"),
    "a_threshold_above_1": ("to: 0.60", "to: 1.60", "to: 1.60", "1.6 is no threshold"),
    "thresholds_reversed": ("from: 0.40, to: 0.60", "from: 0.60, to: 0.40", "from: 0.60", "the range begins at 0.6"),
    "a_step_larger_than_the_range": ("step: 0.05", "step: 0.5", "step: 0.5", "one value only"),
    "a_step_of_0": ("step: 0.05", "step: 0", "step: 0", "must be above 0"),
    "a_range_without_a_step": (", step: 0.05", "", "threshold:", "either at, or from, to and step"),
    "a_range_and_its_values": ("step: 0.05", "step: 0.05, at: [0.5, 0.6]", "threshold:", "either at, or from, to and step"),
    "no_range_at_all": (", from: 0.40, to: 0.60, step: 0.05", "", "threshold:", "either at, or from, to and step"),
    "a_threshold_as_a_number": ("{of: score, tier: critical, from: 0.40, to: 0.60, step: 0.05}", "0.5", "threshold: 0.5", "a list is needed"),
    "the_same_threshold_twice": (
        "{of: score, tier: critical, from: 0.40, to: 0.60, step: 0.05}",
        "[{of: score, tier: critical, at: [0.4, 0.5]}, {of: score, tier: critical, at: [0.6, 0.7]}]",
        "threshold:",
        "stands here twice",
    ),
    # ── design, draws, keep
    "a_design_that_nobody_knows": ("title: A sweep", "title: A sweep\ndesign: everything", "everything", "'everything' is none of"),
    "a_latin_square_without_a_size": ("title: A sweep", "title: A sweep\ndesign: latin", "latin", "'latin' is none of"),
    "a_latin_sample_of_nothing": ("title: A sweep", "title: A sweep\ndesign: {latin: {cases: 0}}", "cases: 0", "must be at least 1"),
    "a_latin_sample_without_a_number": ("title: A sweep", "title: A sweep\ndesign: {latin: {seed: 1}}", "latin", "'cases' is missing"),
    "a_sample_of_a_million_and_one": (
        "from: 0.40, to: 0.60, step: 0.05}",
        "from: 0.0, to: 1.0, step: 0.000001}\ndesign: {latin: {cases: 1000001}}",
        "cases: 1000001",
        "more than the 1,000,000",
    ),
    "a_range_of_millions": ("step: 0.05", "step: 0.0000001", "vary:", "more than the 1,000,000"),
    "draws_below_0": ("title: A sweep", "title: A sweep\ndraws: -5", "draws: -5", "must be at least 0"),
    "draws_as_a_text": ("title: A sweep", "title: A sweep\ndraws: many", "draws: many", "a whole number is needed"),
    "too_many_draws": ("title: A sweep", "title: A sweep\ndraws: 2000000000", "draws:", "must be at most"),
    "kept_without_draws": ("title: A sweep", "title: A sweep\nkeep: [score, p_listed]", "keep:", "no draws are made"),
    "kept_by_another_name": ("title: A sweep", "title: A sweep\nkeep: [scores]", "keep:", "Did you mean 'score'"),
    "nothing_kept": ("title: A sweep", "title: A sweep\nkeep: []", "keep: []", "the list is empty"),
}  # fmt: skip

WARNED: dict[str, Slip] = {
    "a_sample_larger_than_all": (
        "title: A sweep",
        "title: A sweep\ndesign: {latin: {cases: 5000}}",
        "cases: 5000",
        "there are only 40 cases",
    ),
}


def spoiled(folder: Path, slip: Slip) -> Path:
    """Atlantis with a choice, a scenario, and a sweep that has a slip."""
    root = atlantis(folder).resolve()
    for name, change in (("which_year", "reference_year: 2023"), ("missing", "method: ahp_ratings")):
        path = root / f"choices/{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        text = CHOICE.replace("which_year", name).replace("CHANGE", change)
        path.write_text(text, "utf-8")
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios/flood.yaml").write_text(SCENARIO, "utf-8")
    old, new, *_ = slip
    assert GOOD.count(old) >= 1, old
    (root / FILE).write_text(GOOD.replace(old, new, 1), "utf-8")
    return root


def test_the_sweep_that_is_spoiled_is_in_order(tmp_path: Path) -> None:
    root = spoiled(tmp_path, ("title", "title", "", ""))
    assert check(root, "sweeps").code == 0
    assert criticality("sweep", "slip", "--workspace", root, "--quiet").code == 0


@pytest.mark.parametrize("name", sampled(SLIPS, 8))
def test_a_slip_is_told_at_its_line(name: str, tmp_path: Path) -> None:
    slip = SLIPS[name]
    root = spoiled(tmp_path, slip)
    found = problems(check(root, "sweeps"))
    assert found, name
    told = [one for one in found if slip[3] in one["said"] + one["hint"]]
    assert told, [one.group() for one in found]
    assert told[0]["file"] == FILE
    assert int(told[0]["line"]) == line_of(root, FILE, slip[2])
    refused = criticality("sweep", "slip", "--workspace", root)
    assert refused.code == 1
    assert slip[3] in refused.said
    assert not (root / "output/sweeps").exists()


@pytest.mark.parametrize("name", [*WARNED])
def test_a_warning_does_not_stop_a_sweep(name: str, tmp_path: Path) -> None:
    root = spoiled(tmp_path, WARNED[name])
    outcome = check(root, "sweeps")
    assert outcome.code == 0
    assert WARNED[name][3] in outcome.said


@pytest.mark.parametrize("name", sampled([*SLIPS, *WARNED], 8))
def test_a_slip_of_a_sweep_is_told_alike_in_both_languages(name: str, tmp_path: Path) -> None:
    root = spoiled(tmp_path, {**SLIPS, **WARNED}[name])
    try:
        english = check_workspace(Workspace(root))
        use_language("zh-Hant")
        chinese = check_workspace(Workspace(root))
        said = [str(problem) for problem in chinese if problem.file == FILE]
    finally:
        use_language("en")
    assert [(one.code, one.line, one.column) for one in english] == [
        (one.code, one.line, one.column) for one in chinese
    ]
    assert said
    assert all(any("\u4e00" <= character <= "\u9fff" for character in text) for text in said)


def test_a_sweep_that_does_not_exist_names_the_one_that_was_meant(tmp_path: Path) -> None:
    outcome = criticality("sweep", "weights-and-method", "--workspace", atlantis(tmp_path))
    assert outcome.code == 1
    assert "sweeps/weights-and-methods.yaml" in outcome.said
