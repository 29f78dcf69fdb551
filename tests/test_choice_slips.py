"""Nonsense in a choice is told with its file and line, before anything is decided."""

# ruff: noqa: E501

# Holds: checking/choices/changes.py, checking/choices/documents.py, checking/choices/applied.py,
# checking/choices/inputs.py, checking/choices/overlaps.py, files/choices/choice_files.py, files/choices/odds.py, model/choice.py,
# scenarios/replaced_rows.py.

from collections.abc import Sequence
from pathlib import Path

import pytest

from longer import sampled
from workspace_builder import ASSESSMENT, atlantis, check, criticality, line_of, problems, run, run_folder

FILE = "choices/slip.yaml"
HEAD = """\
code: slip
question: {en: Which?, zh-Hant: 何者？}
options:
  - {code: stated, title: {en: Stated, zh-Hant: 所述}, because: {en: So., zh-Hant: 是。}}
"""
OPTION = "  - {{code: other, title: {{en: Other, zh-Hant: 另}}, because: {{en: So., zh-Hant: 是。}}, change: {{{change}}}}}\n"
ROWS = "choices/rows.csv"
USES = "mineral,application,sector,share"
GOOD = "sectors: {strategic: [lighthouses, household]}"


def changed(change: str) -> str:
    return HEAD + OPTION.format(change=change)


def tables(table: str, *lines: str) -> tuple[str, str]:
    return changed(f"tables: {{{table}: {ROWS}}}"), "".join(f"{line}\n" for line in lines)


Slip = tuple[str, str, str]
"""The choice, the text that the line of the problem holds, and what is said or hinted."""

DOCUMENTS: dict[str, Slip] = {
    "an_option_twice": (changed(GOOD) + OPTION.format(change="weights: {leave_out: [environmental_impact]}"), "leave_out", "a second option 'other'"),
    "odds_all_0": (changed(GOOD).replace("code: stated,", "code: stated, odds: 0,").replace("code: other,", "code: other, odds: 0,"), "stated", "no answer would count"),
    "odds_of_the_first_0": (changed(GOOD).replace("code: stated,", "code: stated, odds: 0,"), "stated", "it is the first option"),
    "odds_below_0": (changed(GOOD).replace("code: other,", "code: other, odds: -1,"), "odds: -1", "must be at least 0"),
    "one_option_only": (HEAD, "code: stated", "at least 2 are needed"),
    "another_code_than_the_file": (changed(GOOD).replace("code: slip", "code: slop"), "code: slop", "the file is called slip.yaml"),
    "no_reason": (changed(GOOD).replace("because: {en: So., zh-Hant: 是。}, change", "change"), "change", "'because' is missing"),
    "the_first_option_changes_something": (
        changed(GOOD).replace("是。}}\n", f"是。}}, change: {{{GOOD}}}}}\n", 1),
        "code: stated",
        "is the first option",
    ),
    "no_change": (HEAD + "  - {code: other, title: {en: Other, zh-Hant: 另}, because: {en: So., zh-Hant: 是。}}\n", "code: other", "changes nothing"),
    "an_empty_change": (changed(""), "code: other", "at least one of tables"),
    "an_unknown_kind": (changed("sector: {strategic: [household]}"), "sector:", "Did you mean 'sectors'"),
    "crossed_is_a_word": (changed(GOOD).replace("options:", "crossed: maybe\noptions:"), "crossed: maybe", "true or false"),
}  # fmt: skip

FORBIDDEN: dict[str, Slip] = {
    key: (changed(f"assessment: {{{key}: {value}}}"), key, f"may not change {key}")
    for key, value in {
        "country": "LEM",
        "candidates": "[austrium]",
        "draws": "10",
        "seed": "1",
        "choices": "none",
        "answers": "{}",
        "robustness": "{draws: 1, seed: 1}",
        "as_of": "2024-01-01",
    }.items()
}

NAMES: dict[str, Slip] = {
    "an_unknown_sector": (changed("sectors: {strategic: [lighthouse]}"), "[lighthouse]", "Did you mean 'lighthouses'"),
    "a_sector_twice": (changed("sectors: {strategic: [household, household]}"), "household", "stands here twice"),
    "an_unknown_application": (changed("applications: {strategic: [[austrium, Kettle]]}"), "Kettle", "Did you mean 'Kettles'"),
    "an_application_of_an_unknown_mineral": (changed("applications: {strategic: [[austrum, Kettles]]}"), "austrum", "Did you mean 'austrium'"),
    "strategic_and_not": (changed("applications: {strategic: [[austrium, Kettles]], not_strategic: [[austrium, Kettles]]}"), "Kettles", "stands here twice"),
    "no_application": (changed("applications: {}"), "applications", "needs strategic or not_strategic"),
    "an_unknown_criterion": (changed("criteria: {climate_burdn: {missing: interval}}"), "climate_burdn", "Did you mean 'climate_burden'"),
    "an_unknown_key_of_a_criterion": (changed("criteria: {climate_burden: {mising: interval}}"), "mising", "Did you mean 'missing'"),
    "anchors_that_make_no_scale": (changed("criteria: {climate_burden: {scale: {one_at: 0.5}}}"), "one_at: 0.5", "must be below one_at"),
    "the_code_of_a_criterion": (changed("criteria: {climate_burden: {code: other}}"), "code: other}}", "may not change the code"),
    "an_indicator_that_nobody_knows": (changed("criteria: {climate_burden: {indicator: observd}}"), "observd", "observd"),
    "an_unknown_dimension": (changed("weights: {leave_out: [climate]}"), "[climate]", "there is no dimension 'climate'"),
    "every_dimension_left_out": (
        changed("weights: {leave_out: [economic_importance, supply_risk, environmental_impact]}"),
        "leave_out",
        "nothing would count",
    ),
    "a_rule_that_names_nothing": (
        changed("assessment: {rule: {because: x, tiers: [{name: critical, listed: true, when: [{of: riskiness, at_least: 0.5}]}]}}"),
        "riskiness",
        "neither score nor a dimension",
    ),
    "a_threshold_in_per_cent": (
        changed("assessment: {rule: {because: x, tiers: [{name: critical, listed: true, when: [{of: score, at_least: 50}]}]}}"),
        "at_least: 50",
        "50 is no threshold",
    ),
    "a_method_that_nobody_knows": (changed("assessment: {method: topsy}"), "topsy", "Did you mean 'topsis'"),
    "weights_that_are_not_there": (changed("assessment: {weights: weights/eqal.yaml}"), "eqal", "weights/equal.yaml"),
    "weights_outside": (changed("assessment: {weights: ../equal.yaml}"), "../equal", "leads out of the workspace"),
    "nothing_of_the_assessment": (changed("assessment: {}"), "assessment", "changes no key"),
    "the_inputs_are_like_that": (changed("sectors: {strategic: [lighthouses, shipbuilding]}"), "change:", "the inputs are like that already"),
    "the_year_is_that_already": (changed("assessment: {reference_year: 2024}"), "change:", "the inputs are like that already"),
    "a_criterion_that_cannot_be_scored": (changed("criteria: {companionality: {missing: refuse}}"), "change:", "refuses missing evidence"),
    "a_donor_that_is_not_there": (changed("uses: {adapt: location_quotient, donor: choices/dnor.csv, sources: [guild_of_smelters_2024]}"), "dnor", "choices/dnor.csv"),
    "shares_adapted_by_what_nobody_knows": (changed(f"uses: {{adapt: quotient, donor: {ROWS}, sources: [guild_of_smelters_2024]}}"), "adapt: quotient", "Did you mean"),
    "shares_adapted_without_a_publisher": (changed(f"uses: {{adapt: location_quotient, donor: {ROWS}, sources: []}}"), "sources: []", "the list is empty"),
    "a_reference_year_in_the_far_future": (changed("assessment: {reference_year: 20240}"), "20240", "must be at most 2200"),
    "a_dimension_left_out_twice": (changed("weights: {leave_out: [supply_risk, supply_risk]}"), "leave_out", "twice"),
    "an_assessment_key_that_nobody_knows": (changed("assessment: {methd: topsis}"), "methd", "Did you mean 'method'"),
    "use_shares_of_nobody": (changed(f"uses: {{adapt: location_quotient, donor: {ROWS}, sources: [guild]}}"), "guild", "guild_of_smelters_2024"),
}  # fmt: skip

ROW_SLIPS: dict[str, tuple[tuple[str, str], str, str]] = {
    "a_table_that_is_not_there": (tables("end_use", USES, "austrium,Kettles,household,0.4"), "end_use:", "Did you mean 'end_uses'"),
    "a_row_that_does_not_exist": (tables("end_uses", USES, "austrium,Kettle,household,0.4"), "Kettle,", "there is no row for"),
    "a_row_to_take_out_that_does_not_exist": (tables("end_uses", f"{USES},drop", "austrium,Kettle,household,,yes"), "Kettle,", "to take out"),
    "a_row_of_another_year": (tables("mineral_properties", "mineral,property,stage,year,value", "austrium,water_withdrawal,,2022,7"), "2022", "Did you mean '2023'"),
    "a_key_column_is_missing": (tables("end_uses", "mineral,application,share", "austrium,Kettles,0.4"), "mineral,", "'sector' is missing"),
    "a_share_above_1": (tables("end_uses", USES, "austrium,Kettles,household,1.4"), "1.4", "between 0 and 1"),
    "shares_that_do_not_add_up": (tables("end_uses", USES, "austrium,Kettles,household,0.1"), "Kettles", "add up to 0.700"),
    "a_row_twice": (tables("end_uses", USES, "austrium,Kettles,household,0.4", "austrium,Kettles,household,0.4"), "", "a second row"),
    "a_candidate_taken_out": (tables("minerals", "mineral,drop", "austrium,yes"), "austrium", "take a candidate out"),
    "who_is_a_candidate": (tables("minerals", "mineral,candidate", "austrium,no"), "mineral,candidate", "who is a candidate"),
    "a_row_that_is_like_that": (tables("end_uses", USES, "austrium,Kettles,household,0.4"), "change:", "the inputs are like that already"),
    "a_figure_beside_its_absence": (
        tables("mineral_properties", "mineral,property,stage,year,value", "nebulium,gwp100,,2020,7"),
        "nebulium",
        "",
    ),
}  # fmt: skip


def told(root: Path, place: str, at: str, says: str) -> None:
    """Check refuses it at the line that says `at`, in a sentence or hint with `says`, and nothing is written."""
    outcome = check(root)
    assert outcome.code == 1, outcome.said
    found = problems(outcome)
    lines = {one["file"] + ":" + one["line"]: one["said"] + one["hint"] for one in found}
    assert any(says in text for text in lines.values()), outcome.said
    if at:
        expected = {
            f"{place}:{number}"
            for number, text in enumerate((root / place).read_text("utf-8").splitlines(), 1)
            if at in text
        }
        assert any(says in text for line, text in lines.items() if line in expected), outcome.said
    assert not (root / "output").exists()


ALL = {**DOCUMENTS, **FORBIDDEN, **NAMES}


def written(tmp_path: Path, choice: str, rows: str = "mineral\n") -> Path:
    root = atlantis(tmp_path)
    (root / "choices").mkdir()
    (root / FILE).write_text(choice, "utf-8")
    (root / ROWS).write_text(rows, "utf-8")
    return root


@pytest.mark.parametrize("slip", sampled(ALL, 4))
def test_a_slip_in_a_choice_is_told_at_its_line(slip: str, tmp_path: Path) -> None:
    choice, at, says = ALL[slip]
    told(written(tmp_path, choice), FILE, at, says)


@pytest.mark.parametrize("slip", ROW_SLIPS)
def test_a_slip_in_the_rows_of_an_option_is_told_at_its_line(slip: str, tmp_path: Path) -> None:
    (choice, rows), at, says = ROW_SLIPS[slip]
    root = written(tmp_path, choice, rows)
    told(root, FILE if at in choice and at not in rows else ROWS, at, says)


@pytest.mark.parametrize("slip", sampled(list(NAMES), 6, lambda slip: NAMES[slip][2]))
def test_a_slip_in_a_choice_stops_the_run(slip: str, tmp_path: Path) -> None:
    root = written(tmp_path, NAMES[slip][0])
    outcome = run(root)
    assert (outcome.code, outcome.out) == (1, ""), outcome.said
    assert not (root / "output").exists()


ASSESSED: dict[str, tuple[str, str]] = {
    "an_unknown_choice": ("choices: [slap]", "Did you mean 'slip'"),
    "a_choice_twice": ("choices: [slip, slip]", "stands here twice"),
    "an_answer_to_an_unknown_choice": ("answers: {slap: other}", "Did you mean 'slip'"),
    "an_answer_that_is_no_option": ("answers: {slip: othr}", "Did you mean 'other'"),
    "neither_all_nor_none": ("choices: some", "is none of"),
    "combinations_that_are_none": ("robustness: {draws: 1, seed: 1, combinations: 0}", "at least 1"),
    "combinations_in_a_word": ("robustness: {draws: 1, seed: 1, combinations: half}", "is none of"),
}


@pytest.mark.parametrize("slip", ASSESSED)
def test_a_slip_in_what_the_assessment_says_of_choices_is_told(slip: str, tmp_path: Path) -> None:
    root = written(tmp_path, changed(GOOD))
    line, says = ASSESSED[slip]
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    told(root, ASSESSMENT, line.split(":")[0], says)


def test_too_few_combinations_for_every_pair_are_refused(tmp_path: Path) -> None:
    root = written(tmp_path, changed(GOOD))
    for name in ("second", "third"):
        text = changed("weights: {leave_out: [environmental_impact]}").replace("code: slip", f"code: {name}")
        (root / f"choices/{name}.yaml").write_text(text, "utf-8")
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write("robustness: {draws: 1, seed: 1, combinations: 3}\n")
    told(root, ASSESSMENT, "combinations: 3", "cannot hold every pair")


def test_two_choices_that_change_one_place_are_told_with_both_lines(tmp_path: Path) -> None:
    root = written(tmp_path, changed(GOOD))
    (root / "choices/also.yaml").write_text(
        changed("sectors: {strategic: [building]}").replace("code: slip", "code: also"), "utf-8"
    )
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    line = line_of(root, FILE, "code: other")
    assert f"{FILE}:{line}: slip: warning: " in outcome.said
    assert f"choices/also.yaml:{line}; where both do, slip wins" in outcome.said


Pair = tuple[dict[str, str], str, str]
"""Keys of the changes of two choices, «first» and «second», each of which can be decided; and what is said of both."""

PAIRS: dict[str, Pair] = {
    "evidence_taken_out_that_a_criterion_refuses_to_miss": (
        {"first": "criteria: {water_burden: {missing: refuse}}", "second": f"tables: {{mineral_properties: {ROWS}}}"},
        "mineral,property,stage,year,drop\naustrium,water_withdrawal,,2023,yes\n",
        "no evidence for austrium, and the criterion refuses missing evidence",
    ),
    "an_anchor_that_is_none_on_the_others_scale": (
        {
            "first": "criteria: {supply_concentration: {scale: {kind: log, zero_at: 0.1, one_at: 1}}}",
            "second": "criteria: {supply_concentration: {scale: {zero_at: -0.5}}}",
        },
        "mineral\n",
        "a log scale needs anchors above 0, not -0.5",
    ),
    "a_use_in_a_sector_that_the_donor_lacks": (
        {
            "first": f"tables: {{end_uses: {ROWS}}}",
            "second": "uses: {adapt: location_quotient, donor: choices/donor.csv, sources: [guild_of_smelters_2024]}",
        },
        "mineral,application,sector,share,source,grade,because\n"
        "austrium,Kettles,household,0.3,guild_of_smelters_2024,B,\n"
        "austrium,Cranes,harbour,0.1,guild_of_smelters_2024,B,Seen.\n",
        "the sector 'harbour', in which one use is adapted, is not in choices/donor.csv",
    ),
    "every_criterion_of_a_dimension_for_screening": (
        {
            "first": "criteria: {climate_burden: {role: screening}, water_burden: {role: screening}}",
            "second": "weights: {leave_out: [economic_importance, supply_risk]}",
        },
        "mineral\n",
        "nothing is left that counts",
    ),
}  # fmt: skip


def paired(tmp_path: Path, pair: str, *, without: str = "") -> Path:
    """A workspace with both choices of a pair, or with one of them."""
    changes, rows, _ = PAIRS[pair]
    root = written(tmp_path, "", rows)
    (root / FILE).unlink()
    for name, change in changes.items():
        if name != without:
            (root / f"choices/{name}.yaml").write_text(changed(change).replace("code: slip", f"code: {name}"), "utf-8")
    donor = ["sector,value_added_usd_m,year,source"]
    donor += [
        f"{name},50,2023,accounts_of_atlantis_2023" for name in ("building", "household", "lighthouses", "shipbuilding")
    ]
    (root / "choices/donor.csv").write_text("\n".join(donor) + "\n", "utf-8")
    with (root / "data/sectors.csv").open("a", encoding="utf-8") as stream:
        stream.write("harbour,Harbour,港,20,2023,no,Named by no decree.,accounts_of_atlantis_2023\n")
    return root


@pytest.mark.parametrize("pair", PAIRS)
def test_two_options_that_fail_only_together_are_told_at_the_line_of_the_second(pair: str, tmp_path: Path) -> None:
    root = paired(tmp_path, pair)
    said = "the list cannot be decided under first: other, second: other: "
    outcome = check(root)
    assert outcome.code == 1, outcome.said
    found = [one for one in problems(outcome) if said in one["said"]]
    assert [(one["file"], int(one["line"])) for one in found] == [
        ("choices/second.yaml", line_of(root, "choices/second.yaml", "code: other"))
    ], outcome.said
    assert PAIRS[pair][2] in found[0]["said"]
    refused = run(root)
    assert refused.code == 1
    assert f"choices/second.yaml:{found[0]['line']}:" in refused.said
    assert said in refused.said
    assert not (root / "output").exists()


@pytest.mark.parametrize("without", ["first", "second"])
@pytest.mark.parametrize("pair", PAIRS)
def test_each_option_of_such_a_pair_can_be_decided_alone(pair: str, without: str, tmp_path: Path) -> None:
    outcome = check(paired(tmp_path, pair, without=without))
    assert outcome.code == 0, outcome.said


def test_an_option_that_cannot_be_decided_is_named_once(tmp_path: Path) -> None:
    root = written(tmp_path, changed("criteria: {companionality: {missing: refuse}}"))
    also = changed("sectors: {strategic: [building]}").replace("code: slip", "code: also")
    (root / "choices/also.yaml").write_text(also, "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert outcome.said.count("cannot be decided under slip: other") == 1


def test_an_unused_choice_is_checked_too(tmp_path: Path) -> None:
    root = written(tmp_path, changed("sectors: {strategic: [lighthouse]}"))
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write("choices: none\n")
    told(root, FILE, "[lighthouse]", "Did you mean 'lighthouses'")
    assert run(root).code == 0


ODDS: dict[str, tuple[str, str]] = {
    "an_unknown_choice": ("{slap: {other: 1}}", "Did you mean 'slip'"),
    "an_unknown_option": ("{slip: {othr: 1}}", "Did you mean 'other'"),
    "an_option_raised_from_0": ("{slip: {never: 1}}", "was not evaluated in combination"),
    "all_0": ("{slip: {stated: 0, other: 0}}", "no answer would count"),
    "below_0": ("{slip: {other: -1}}", "at least 0"),
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    text = changed(GOOD) + OPTION.format(change="sectors: {strategic: [building]}").replace("other,", "never, odds: 0,")
    root = written(tmp_path_factory.mktemp("odds"), text)
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write("robustness: {draws: 100, seed: 1}\n")
    return root, run_folder(root)


@pytest.mark.parametrize("slip", ODDS)
def test_a_slip_in_a_file_of_odds_is_told(slip: str, recorded: tuple[Path, Path], tmp_path: Path) -> None:
    content, says = ODDS[slip]
    file = tmp_path / "odds.yaml"
    file.write_text(f"{content}\n", "utf-8")
    outcome = criticality("choices", recorded[1], "--odds", file, "--workspace", recorded[0])
    assert outcome.code == 1
    assert says in outcome.said
    assert f"{file}:1" in outcome.said


def test_odds_without_a_run_are_wrong_usage(recorded: tuple[Path, Path]) -> None:
    assert criticality("choices", "--odds", "odds.yaml", "--workspace", recorded[0]).code == 2


def test_the_answer_of_the_command_line_is_told_too(recorded: tuple[Path, Path]) -> None:
    for answer, says in {"slip=othr": "Did you mean 'other'", "slap=other": "Did you mean 'slip'"}.items():
        outcome = run(recorded[0], "--answer", answer)
        assert outcome.code == 1
        assert f"--answer {answer}:1" in outcome.said
        assert says in outcome.said


def _names() -> Sequence[str]:
    return [*ALL, *ROW_SLIPS, *ASSESSED, *ODDS, *PAIRS]


def test_there_are_forty_slips_at_least() -> None:
    """Distinct ones: every table of slips in one name each, and those of the tests beside the tables not counted."""
    assert len({*_names()}) >= 70


def test_weights_without_judgements_are_told_where_judgements_are_drawn(tmp_path: Path) -> None:
    root = written(tmp_path, changed("assessment: {weights: weights/equal.yaml}"))
    assert check(root).code == 0
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write("robustness: {draws: 100, seed: 1}\n")
    told(root, FILE, "equal.yaml", "these weights have no judgements")
    assert run(root).code == 1
    text = (root / ASSESSMENT).read_text("utf-8").replace("seed: 1}", "seed: 1, weight_draw: dirichlet}")
    (root / ASSESSMENT).write_text(text, "utf-8")
    assert check(root).code == 0
