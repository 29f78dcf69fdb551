"""One cause makes one problem, at the line where it can be mended; what follows from it is not told."""

# Holds: files/stray.py, checking/check.py.

from collections.abc import Callable
from pathlib import Path

import pytest

from slips import GWP, PRODUCTION, append, rename, replace
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, check, criticality, line_of, run

Spoil = Callable[[Path], None]


def headed(header: str) -> Spoil:
    """Another header for production.csv."""
    old = "mineral,stage,country,year,value,unit,source,grade,flag"
    return replace(PRODUCTION, old, header)


CASES: dict[str, tuple[Spoil, str, str, str, str]] = {
    "bracket_of_a_condition_left_open": (
        replace(ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.50"),
        ASSESSMENT,
        "{of: score, at_least: 0.50",
        "a bracket stands here where a key is expected",
        "Close the bracket }",
    ),
    "bracket_of_a_list_left_open": (
        replace(ASSESSMENT, "topsis_flat, vikor]", "topsis_flat, vikor"),
        ASSESSMENT,
        "also_rank_by",
        "the bracket [ that opens on line",
        "Close it",
    ),
    "comma_between_two_entries_forgotten": (
        replace(GWP, "zero_at: 1, one_at: 100}", "zero_at: 1,\n  one_at: 100\n  note: n}"),
        GWP,
        "note: n",
        "a comma is missing before this",
        "Put a comma",
    ),
    "colon_in_a_reason_without_quotes": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Dirty: a cargo"),
        WEIGHTS,
        "Dirty: a",
        "not YAML",
        "it holds a colon",
    ),
    "comma_in_a_reason_without_quotes": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Dirty, a cargo"),
        WEIGHTS,
        "Dirty, a",
        "'a cargo' is not a key",
        "a comma ends a text",
    ),
    "number_of_a_letter_behind_a_hash": (
        replace(WEIGHTS, 'because: "A dirty cargo is still a cargo."', "because: Letter #115001 of May"),
        WEIGHTS,
        "Letter #115001",
        "what follows # is a comment",
        "quotes",
    ),
    "three_columns_by_other_names": (
        headed("礦產,stage,國家,year,數值,unit,source,grade,flag"),
        PRODUCTION,
        "礦產",
        "mineral, country, value are missing; 礦產, 國家, 數值 are no columns",
        "The header is",
    ),
    "one_column_by_another_name": (
        headed("mineral,stage,land,year,value,unit,source,grade,flag"),
        PRODUCTION,
        "land",
        "the column 'country' is missing; 'land' is not known",
        "Add it",
    ),
    "criterion_with_the_ending_of_a_text": (
        rename(GWP, f"{GWP}.txt"),
        f"{GWP}.txt",
        "",
        "its criterion is named in weights/two-offices.yaml",
        "Rename it to climate_burden.yaml",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_slip_is_one_problem_at_its_line(name: str, tmp_path: Path) -> None:
    spoil, file, at, says, hint = CASES[name]
    root = atlantis(tmp_path)
    spoil(root)
    said = check(root).said
    line = line_of(root, file, at) if at else 1
    assert said.endswith("1 problem, 0 warnings\n"), said
    first, second, _ = said.splitlines()
    assert first.startswith(f"{file}:{line}:"), said
    assert says in first, said
    assert hint in second, said


def test_a_table_that_is_not_read_makes_no_scenario_look_idle(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    shock = "{kind: export_restriction, country: LEM, minerals: [austrium], share_lost: 1, days: 90, because: A test.}"
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios/stop.yaml").write_text(f"title: Stop\nshocks:\n  - {shock}\n", "utf-8")
    assert check(root).said.endswith("0 problems, 0 warnings\n")
    rename(PRODUCTION, f"{PRODUCTION}.txt")(root)
    said = check(root).said
    assert said.endswith("1 problem, 1 warning\n"), said
    assert "production.csv.txt is there: rename it" in said


@pytest.mark.parametrize("words", [("check",), ("run",), ("run", "atlantis-2024"), ("run", ASSESSMENT)])
def test_an_assessment_of_another_ending_is_named_whatever_is_typed(words: tuple[str, ...], tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    rename(ASSESSMENT, ASSESSMENT.replace(".yaml", ".yml"))(root)
    outcome = criticality(*words, "--workspace", root)
    assert outcome.code == 1
    assert "atlantis-2024.yml is there: give it the ending .yaml." in outcome.said


def test_a_ranking_method_that_can_never_be_done_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(ASSESSMENT, "topsis_flat, vikor]", "topsis_flat, ocra, copras]")(root)
    said = check(root).said
    assert said.endswith("0 problems, 1 warning\n"), said
    assert f"{ASSESSMENT}:{line_of(root, ASSESSMENT, 'ocra')}:" in said
    assert "ocra is not done" in said
    assert run(root, "--draws", 0).code == 0


def test_what_a_run_did_not_read_is_told_when_it_is_compared(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    run(root, "--draws", 0)
    append(
        "data/mineral_properties.csv", "austrium,gwp100,,12,,,kg CO2-eq/kg,2025,breath_of_furnaces_2023,B,reported,\n"
    )(root)
    run(root, "--draws", 0)
    outcome = criticality("compare", "latest~1", "latest", "--workspace", root)
    line = line_of(root, "data/mineral_properties.csv", ",2025,")
    assert f"data/mineral_properties.csv:{line}: year: warning: austrium gwp100: the year 2025 is after" in outcome.out
    assert "Warned of in B alone: 1" in outcome.out
